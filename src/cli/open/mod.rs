//! From what a user calls a mapping to a checked one.

mod member;
mod misfits;
pub mod options;
mod request;
pub mod single;

pub use misfits::no_profile;
pub use request::{Mapping, OpenedMapping, Runnable, request};

use std::path::Path;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, nearest};
use caseloom::load;
use caseloom::mapping::MappingSet;
use caseloom::plan::Plan;
use caseloom::resolve::{self, Extended, Resolved};
use caseloom::shipped::{self, Home, LocateError};
use caseloom::yaml::Node;

use super::failure::{Exit, Failure};
use super::terminal::Terminal;

/// A mapping or a set that was read, and not yet checked.
#[derive(Debug)]
pub struct Parsed {
    /// Its file, as it is named to users.
    pub display: String,
    home: Home,
    extended: Extended,
    tree: Node,
    diagnostics: Diagnostics,
}

/// What the check of a mapping gave.
#[derive(Debug)]
pub struct Checked {
    /// The mapping in force.
    pub resolved: Resolved,
    /// The plan; `None` where anything is wrong.
    pub plan: Option<Plan>,
    /// What was found.
    pub diagnostics: Diagnostics,
}

/// Reads a mapping or a set.
///
/// # Errors
/// Where it isn't there or can't be read.
pub fn parse(files: &mut Files, argument: &str) -> Result<Parsed, LocateError> {
    let located = shipped::locate(argument)?;
    let mut diagnostics = Diagnostics::new();
    let extended = resolve::open(files, &located, argument, &mut diagnostics);
    Ok(Parsed { display: located.display, home: located.home, tree: extended.tree.clone(), extended, diagnostics })
}

impl Parsed {
    /// The mapping and what it extends.
    pub fn extended(&self) -> &Extended {
        &self.extended
    }

    /// Whether it could be read and laid over what it extends.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn readable(&self, files: &Files) -> Result<(), Failure> {
        let errors: Vec<Diagnostic> = self.diagnostics.errors().cloned().collect();
        match errors.is_empty() {
            true => Ok(()),
            false => Err(Failure::Stopped { exit: Exit::Findings, diagnostics: errors, files: files.clone() }),
        }
    }

    /// Whether it is meant as a set.
    pub fn is_set(&self) -> bool {
        MappingSet::is_meant(&self.tree)
    }

    /// What the mapping is called, where it says so.
    pub fn name(&self) -> Option<&str> {
        self.tree.get("name").and_then(Node::as_text)
    }

    /// Its profiles; where it has none, itself.
    fn profiles(&self) -> Vec<Option<String>> {
        let names = resolve::profiles(&self.tree);
        if names.is_empty() { vec![None] } else { names.into_iter().map(|name| Some(name.to_owned())).collect() }
    }

    /// Applies a profile and checks what comes of it.
    fn under(&self, files: &mut Files, profile: Option<&str>) -> Checked {
        let mut diagnostics = self.diagnostics.clone();
        let resolved = resolve::resolve_extended(files, &self.extended, profile, &mut diagnostics);
        let plan = resolved.check(&mut diagnostics);
        Checked { resolved, plan, diagnostics }
    }

    /// Checks it: under a profile that was asked for, else under the one that fits the input, else under each.
    ///
    /// # Errors
    /// Where it has no such profile, or none fits the input. What is wrong inside it stands in [`Checked::diagnostics`].
    pub fn check(
        &self,
        files: &mut Files,
        profile: Option<&str>,
        input: Option<&Path>,
        terminal: &Terminal,
    ) -> Result<Checked, Failure> {
        match (profile, input) {
            (Some(profile), _) => {
                check_profile(&self.tree, profile)?;
                Ok(self.under(files, Some(profile)))
            }
            (None, Some(input)) => self.fitting(files, input, terminal),
            (None, None) => Ok(self.under_all(files)),
        }
    }

    /// Checks it under each of its profiles.
    fn under_all(&self, files: &mut Files) -> Checked {
        let profiles = self.profiles();
        let mut all: Vec<Checked> = profiles.iter().map(|profile| self.under(files, profile.as_deref())).collect();
        let mut diagnostics = Diagnostics::new();
        for found in all.iter().flat_map(|checked| checked.diagnostics.iter()) {
            // What one profile leaves unused, another may use.
            let has = |checked: &Checked| checked.diagnostics.iter().any(|other| other == found);
            let is_told = diagnostics.iter().any(|other| is_one_finding(found, other));
            if !is_told && (!found.code.name().starts_with("unused-") || all.iter().all(has)) {
                diagnostics.push(found.clone());
            }
        }
        Checked { diagnostics, ..all.swap_remove(0) }
    }

    /// Checks it under the profile that fits the input: whose files and headers are there.
    fn fitting(&self, files: &mut Files, input: &Path, terminal: &Terminal) -> Result<Checked, Failure> {
        let mut misfits = Vec::new();
        for profile in self.profiles() {
            let checked = self.under(files, profile.as_deref());
            // A mapping that is wrong is told as such.
            let (Some(profile), Some(plan)) = (profile, &checked.plan) else { return Ok(checked) };
            let problems = load::misfits(plan, input);
            if problems.is_empty() {
                terminal.tell(&format!("profile `{profile}` fits the input\n"));
                return Ok(checked);
            }
            misfits.push((profile, problems));
        }
        let diagnostics = no_profile(&misfits);
        Err(Failure::Stopped { exit: Exit::CouldNotRun, diagnostics, files: files.clone() })
    }
}

/// Whether findings under two profiles are one: what uses a thing that is switched off may differ, and the overlay's line is one.
pub fn is_one_finding(one: &Diagnostic, other: &Diagnostic) -> bool {
    let is_of_overlay = one.code == codes::DISABLED_IN_USE && one.code == other.code;
    one == other || is_of_overlay && one.primary() == other.primary()
}

/// Reads a mapping and checks it under each of its profiles; under none, where it has none.
///
/// # Errors
/// Where it isn't there, can't be read or is a set.
pub fn under_each(files: &mut Files, argument: &str) -> Result<Vec<(Option<String>, Checked)>, Failure> {
    let parsed = mapping(files, argument)?;
    let profiles = parsed.profiles().into_iter();
    Ok(profiles.map(|profile| (profile.clone(), parsed.under(files, profile.as_deref()))).collect())
}

fn set_alone(parsed: &Parsed) -> Failure {
    let message = format!("`{}` is a set of mappings", parsed.display);
    Failure::usage(Diagnostic::new(codes::SET_IN_SET, message).help("name one of its mappings"))
}

/// Reads a mapping that is no set.
///
/// # Errors
/// Where it isn't there, can't be read or is a set.
pub fn mapping(files: &mut Files, argument: &str) -> Result<Parsed, Failure> {
    let parsed = parse(files, argument)?;
    if parsed.is_set() {
        return Err(set_alone(&parsed));
    }
    Ok(parsed)
}

/// Reads a mapping and applies a profile.
///
/// # Errors
/// Where it isn't there, can't be read or is a set; what is wrong inside it stands in [`Checked::diagnostics`].
pub fn open(files: &mut Files, argument: &str, profile: Option<&str>) -> Result<Checked, Failure> {
    let parsed = mapping(files, argument)?;
    if let Some(profile) = profile {
        check_profile(&parsed.tree, profile)?;
    }
    Ok(parsed.under(files, profile))
}

/// A wrong `--profile` is a fault of the command line, not of the mapping.
fn check_profile(tree: &Node, profile: &str) -> Result<(), Failure> {
    unknown_profile(tree, profile, "--profile").map_or(Ok(()), |finding| Err(Failure::usage(finding)))
}

/// What is wrong with a profile that is asked for by this option or key.
fn unknown_profile(tree: &Node, profile: &str, asked_by: &str) -> Option<Diagnostic> {
    let known = resolve::profiles(tree);
    if known.contains(&profile) {
        return None;
    }
    let help = nearest::suggest(profile, "profiles", known.iter().copied())
        .unwrap_or_else(|| format!("the mapping has no profiles; leave `{asked_by}` out"));
    let message = format!("the mapping has no profile `{profile}`");
    Some(Diagnostic::new(codes::UNKNOWN_PROFILE, message).help(help))
}
