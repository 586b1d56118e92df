//! `caseloom diff`

use caseloom::compare::{self, Change, Compared};
use caseloom::diagnostic::{Diagnostic, Files, codes};
use clap::Args;

use super::Format;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Parsed, mapping};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom diff acme.yaml                              what an overlay changes
  caseloom diff salesforce-service-cloud acme.yaml
  caseloom diff old/mapping.yaml mapping.yaml --exit-code";

/// Tell what one mapping changes against another
///
/// Activities, attributes, params, columns, formats, headers, scripts: what is added, removed, renamed, changed. Comments
/// and layout don't count. Of one mapping alone it tells what it changes against the one that it extends.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// The mapping that is compared with; or an overlay, alone
    first: String,
    /// The mapping whose changes are told
    second: Option<String>,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
    /// Exit with 1 where they differ
    #[arg(long)]
    exit_code: bool,
}

/// Prints what differs.
pub fn run(args: &DiffArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut files = Files::new();
    let first = read(&mut files, &args.first)?;
    let changes = match &args.second {
        Some(second) => {
            let second = read(&mut files, second)?;
            compare::compare(&Compared::of(first.extended()), &Compared::of(second.extended()))
        }
        None => against_base(&first)?,
    };
    match args.format {
        Format::Human => terminal.words(&compare::changes_in_words(&changes))?,
        Format::Json => terminal.result(super::json(&compare::changes_as_json(&changes)))?,
    }
    if changes.is_empty() {
        terminal.tell("no differences\n");
    }
    Ok(if args.exit_code && !changes.is_empty() { Exit::Findings } else { Exit::Fine })
}

fn read(files: &mut Files, argument: &str) -> Result<Parsed, Failure> {
    let parsed = mapping(files, argument)?;
    parsed.readable(files)?;
    Ok(parsed)
}

fn against_base(overlay: &Parsed) -> Result<Vec<Change>, Failure> {
    let extended = overlay.extended();
    let base = extended.base.as_ref().ok_or_else(|| without_base(&overlay.display))?;
    Ok(compare::compare(&Compared::of(base), &Compared::of(extended)))
}

/// A mapping that extends nothing where an overlay is needed.
pub fn without_base(mapping: &str) -> Failure {
    let message = format!("`{mapping}` extends no mapping");
    let help = "name an overlay, or two mappings to compare";
    Failure::usage(Diagnostic::new(codes::NOT_AN_OVERLAY, message).help(help))
}
