//! From what a user calls a mapping to a checked one.

use std::path::Path;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, Severity, codes, nearest};
use caseloom::load;
use caseloom::plan::Plan;
use caseloom::resolve::{self, Resolved};
use caseloom::shipped::{self, Home, Located};
use caseloom::yaml::Node;

use super::failure::{Exit, Failure};
use super::terminal::Terminal;

/// A mapping that was read and checked, as far as it could be.
#[derive(Debug)]
pub struct Opened {
    /// Its file, as it is named to users.
    pub display: String,
    /// The texts that findings point into.
    pub files: Files,
    /// The mapping in force.
    pub resolved: Resolved,
    /// The plan; `None` where anything is wrong.
    pub plan: Option<Plan>,
    /// What was found.
    pub diagnostics: Diagnostics,
}

/// A mapping that was read, and not yet checked.
struct Parsed {
    display: String,
    home: Home,
    files: Files,
    tree: Node,
    diagnostics: Diagnostics,
}

fn parse(argument: &str) -> Result<Parsed, Failure> {
    let Located { display, text, home } = shipped::locate(argument)?;
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let tree = resolve::parse(&mut files, &display, &text, &mut diagnostics);
    Ok(Parsed { display, home, files, tree, diagnostics })
}

impl Parsed {
    /// Its profiles; where it has none, itself.
    fn profiles(&self) -> Vec<Option<String>> {
        let names = resolve::profiles(&self.tree);
        if names.is_empty() { vec![None] } else { names.into_iter().map(|name| Some(name.to_owned())).collect() }
    }

    /// Applies a profile and checks what comes of it.
    fn check(&mut self, profile: Option<&str>) -> (Resolved, Option<Plan>, Diagnostics) {
        let mut found = self.diagnostics.clone();
        let beside = |name: &str| self.home.read(name).map(String::from).map_err(|error| error.to_string());
        let resolved = resolve::resolve(&mut self.files, self.tree.clone(), profile, &beside, &mut found);
        let plan = resolved.check(&mut found);
        (resolved, plan, found)
    }

    fn opened(self, (resolved, plan, diagnostics): (Resolved, Option<Plan>, Diagnostics)) -> Opened {
        Opened { display: self.display, files: self.files, resolved, plan, diagnostics }
    }
}

/// Reads and checks a mapping under a profile.
///
/// # Errors
/// Where it isn't there or can't be read; what is wrong inside it stands in [`Opened::diagnostics`].
pub fn open(argument: &str, profile: Option<&str>) -> Result<Opened, Failure> {
    let mut parsed = parse(argument)?;
    check_profile(&parsed.tree, profile)?;
    let checked = parsed.check(profile);
    Ok(parsed.opened(checked))
}

/// Reads a mapping and checks it under each of its profiles.
///
/// # Errors
/// As for [`open`].
pub fn open_all(argument: &str) -> Result<Opened, Failure> {
    let mut parsed = parse(argument)?;
    let profiles = parsed.profiles();
    let mut all: Vec<_> = profiles.iter().map(|profile| parsed.check(profile.as_deref())).collect();
    let mut diagnostics = Diagnostics::new();
    for found in all.iter().flat_map(|(_, _, found)| found.iter()) {
        // What one profile leaves unused, another may use.
        let is_everywhere = || all.iter().all(|(_, _, others)| others.iter().any(|other| other == found));
        if !found.code.name().starts_with("unused-") || is_everywhere() {
            diagnostics.push(found.clone());
        }
    }
    let (resolved, plan, _) = all.swap_remove(0);
    Ok(parsed.opened((resolved, plan, diagnostics)))
}

/// Reads and checks a mapping under the profile that fits the input: whose files and headers are there.
///
/// # Errors
/// As for [`open`], and where no profile fits.
pub fn open_fitting(argument: &str, input: &Path, terminal: &Terminal) -> Result<Opened, Failure> {
    let mut parsed = parse(argument)?;
    let profiles = parsed.profiles();
    if profiles == [None] {
        let checked = parsed.check(None);
        return Ok(parsed.opened(checked));
    }
    let mut misfits = Vec::new();
    for profile in profiles.into_iter().flatten() {
        let checked = parsed.check(Some(&profile));
        // A mapping that is wrong is told as such.
        let Some(plan) = &checked.1 else { return Ok(parsed.opened(checked)) };
        let problems = load::misfits(plan, input);
        if problems.is_empty() {
            terminal.tell(&format!("profile `{profile}` fits the input\n"));
            return Ok(parsed.opened(checked));
        }
        misfits.push((profile, problems));
    }
    Err(Failure::Stopped { exit: Exit::CouldNotRun, diagnostics: vec![no_profile(&misfits)], files: parsed.files })
}

fn no_profile(misfits: &[(String, Diagnostics)]) -> Diagnostic {
    let reasons = misfits.iter().map(|(profile, problems)| {
        let first = problems.iter().next().map_or("", |problem| problem.message.as_str());
        format!("`{profile}`: {first}")
    });
    let message = format!("no profile fits the input; {}", reasons.collect::<Vec<_>>().join("; "));
    Diagnostic::new(codes::PROFILE_NOT_RECOGNISED, message)
        .help("name one with `--profile` to see everything that doesn't fit it")
}

/// A wrong `--profile` is a fault of the command line, not of the mapping.
fn check_profile(tree: &Node, profile: Option<&str>) -> Result<(), Failure> {
    let Some(profile) = profile else { return Ok(()) };
    let known = resolve::profiles(tree);
    if known.contains(&profile) {
        return Ok(());
    }
    let help = nearest::suggest(profile, "profiles", known.iter().copied())
        .unwrap_or_else(|| "the mapping has no profiles; leave `--profile` out".to_owned());
    let message = format!("the mapping has no profile `{profile}`");
    Err(Failure::usage(Diagnostic::new(codes::UNKNOWN_PROFILE, message).help(help)))
}

impl Opened {
    /// The plan and the warnings, sorted.
    ///
    /// # Errors
    /// Where the mapping is wrong, with all that was found.
    pub fn runnable(self) -> Result<(Plan, Runnable), Failure> {
        let diagnostics = self.diagnostics.sorted();
        match self.plan {
            Some(plan) if diagnostics.iter().all(|each| each.severity() != Severity::Error) => {
                let runnable = Runnable { resolved: self.resolved, files: self.files, warnings: diagnostics };
                Ok((plan, runnable))
            }
            _ => Err(Failure::Stopped { exit: Exit::Findings, diagnostics, files: self.files }),
        }
    }
}

/// What stands around the plan of a mapping that can run.
#[derive(Debug)]
pub struct Runnable {
    /// The mapping in force.
    pub resolved: Resolved,
    /// The texts that warnings point into.
    pub files: Files,
    /// What was found, and doesn't keep it from running.
    pub warnings: Vec<Diagnostic>,
}
