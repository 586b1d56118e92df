//! `caseloom show`

mod copy;

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Files};
use caseloom::shipped::MAPPING_FILE;
use clap::Args;

use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Checked, open};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom show acme.yaml --origin
  caseloom show salesforce-service-cloud --output mine";

/// Print a mapping as it is in force, as YAML
///
/// With what it extends, with the profile applied, and without comments. With `--output` it is written into a folder, together with
/// the files of functions that it names: a copy to change.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ShowArgs {
    /// A shipped name, a YAML file, or a folder with `mapping.yaml`
    mapping: String,
    /// Apply this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Say behind each value in which file and line it is written
    #[arg(long)]
    origin: bool,
    /// Write it into this new or empty folder, with the files of functions that it names
    #[arg(long, value_name = "DIR")]
    output: Option<PathBuf>,
}

/// Prints or writes the mapping; findings go to standard error.
pub fn run(args: &ShowArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    args.output.as_deref().map_or(Ok(()), copy::check)?;
    let mut files = Files::new();
    let checked = open(&mut files, &args.mapping, args.profile.as_deref())?;
    let yaml = match args.origin {
        true => checked.resolved.to_yaml_with_origins(&files),
        false => checked.resolved.to_yaml(),
    };
    let errors: Vec<Diagnostic> = checked.diagnostics.errors().cloned().collect();
    terminal.complain(&errors, &files);
    match (yaml, &args.output) {
        (Some(yaml), Some(folder)) if errors.is_empty() => write(folder, &yaml, &checked, terminal)?,
        (Some(yaml), None) => terminal.result(yaml)?,
        _ => {}
    }
    Ok(if errors.is_empty() { Exit::Fine } else { Exit::Findings })
}

fn write(folder: &Path, yaml: &str, checked: &Checked, terminal: &Terminal) -> Result<(), Failure> {
    let scripts = checked.resolved.shared.iter().map(|(_, file)| (file.name.as_str(), file.text.as_str()));
    let files: Vec<(&str, &str)> = scripts.chain([(MAPPING_FILE, yaml)]).collect();
    copy::write(folder, &files)?;
    terminal.tell(&format!("written to {}\n", folder.display()));
    Ok(())
}
