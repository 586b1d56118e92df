//! `caseloom show`

use caseloom::diagnostic::{Diagnostic, Files};
use clap::Args;

use crate::cli::failure::{Exit, Failure};
use crate::cli::open::open;
use crate::cli::terminal::Terminal;

/// Print a mapping as it is in force, as YAML
///
/// With what it extends, with the profile applied, and without comments. A shipped mapping printed so is a start for one of your own:
///
///   caseloom show servicenow-incident > mapping.yaml
#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A shipped name, a YAML file, or a folder with `mapping.yaml`
    mapping: String,
    /// Apply this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Say behind each value in which file and line it is written
    #[arg(long)]
    origin: bool,
}

/// Prints the mapping; findings go to standard error.
pub fn run(args: &ShowArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut files = Files::new();
    let checked = open(&mut files, &args.mapping, args.profile.as_deref())?;
    let exit = if checked.diagnostics.has_errors() { Exit::Findings } else { Exit::Fine };
    let yaml = match args.origin {
        true => checked.resolved.to_yaml_with_origins(&files),
        false => checked.resolved.to_yaml(),
    };
    let errors: Vec<Diagnostic> = checked.diagnostics.errors().cloned().collect();
    terminal.complain(&errors, &files);
    if let Some(yaml) = yaml {
        terminal.result(yaml)?;
    }
    Ok(exit)
}
