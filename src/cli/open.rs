//! From what a user calls a mapping to a checked one.

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, Severity};
use caseloom::plan::Plan;
use caseloom::resolve::{self, Resolved};
use caseloom::shipped;

use super::failure::{Exit, Failure};

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

/// Reads and checks a mapping.
///
/// # Errors
/// Where it isn't there or can't be read; what is wrong inside it stands in [`Opened::diagnostics`].
pub fn open(argument: &str, profile: Option<&str>) -> Result<Opened, Failure> {
    let located = shipped::locate(argument)?;
    let mut files = Files::new();
    let mut diagnostics = Diagnostics::new();
    let tree = resolve::parse(&mut files, &located.display, &located.text, &mut diagnostics);
    check_profile(&tree, profile)?;
    let beside = |name: &str| located.home.read(name).map(String::from).map_err(|error| error.to_string());
    let resolved = resolve::resolve(&mut files, tree, profile, &beside, &mut diagnostics);
    let plan = resolved.check(&mut diagnostics);
    Ok(Opened { display: located.display, files, resolved, plan, diagnostics })
}

/// A wrong `--profile` is a fault of the command line, not of the mapping.
fn check_profile(tree: &caseloom::yaml::Node, profile: Option<&str>) -> Result<(), Failure> {
    use caseloom::diagnostic::{codes, nearest};
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
