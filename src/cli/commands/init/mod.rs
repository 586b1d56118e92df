//! `caseloom init`

mod bases;
mod place;
mod summary;

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, Files, codes};
use caseloom::infer::survey::{Survey, survey};
use caseloom::infer::{Base, Proposal, Recognised, Wanted, Why, first_mapping, overlay, recognise};
use caseloom::read::ReadError;
use caseloom::time::Zone;
use clap::Args;

use crate::cli::commands::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom init --input export --output acme.yaml
  caseloom init --input export --base salesforce-service-cloud --timezone Europe/Berlin --output acme.yaml
  caseloom init --input export --base none --output acme.yaml";

/// Asks for a mapping without a base.
const NO_BASE: &str = "none";

/// Begin a mapping from an export
///
/// Finds the shipped mapping that fits the files and headers, and writes an overlay over it with what differs: files, headers,
/// formats of times, and which statuses mean what, each with its reason. Where none fits, or `--base none` says so, it writes
/// a first mapping from the columns. What can't be known is asked in comments.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct InitArgs {
    /// The folder with the export
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// The mapping to write an overlay over, instead of the one that fits; `none`: a first mapping from the columns
    #[arg(long, value_name = "MAPPING")]
    base: Option<String>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// The zone of times that carry none, such as Europe/Berlin
    #[arg(long, value_name = "ZONE", value_parser = settings::zone)]
    timezone: Option<Zone>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
}

/// Writes the file and tells what was inferred.
pub fn run(args: &InitArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    place::check(&args.output, args.force)?;
    settings::check_input(&args.input)?;
    let survey = survey(&args.input).map_err(unreadable)?;
    if survey.tables.is_empty() {
        return Err(no_tables(args, &survey));
    }
    let is_without = args.base.as_deref() == Some(NO_BASE);
    let bases = if is_without { Vec::new() } else { bases::of(args.base.as_deref(), &args.output)? };
    let (proposal, is_overlay) = propose(args, &survey, &bases)?;
    let locked = place::write(&args.output, &proposal.text, is_overlay)?;
    terminal.words(&summary::text(&proposal, &args.output, locked.as_deref()))?;
    Ok(Exit::Fine)
}

/// What to write, and whether it is an overlay.
fn propose(args: &InitArgs, survey: &Survey, bases: &[Base]) -> Result<(Proposal, bool), Failure> {
    let wanted = Wanted {
        name: place::name_of(&args.output),
        input: args.input.display().to_string(),
        timezone: args.timezone.as_ref().map(|zone| zone.name().to_owned()),
    };
    let stop = |error: ReadError| unreadable(vec![error]);
    let first = |why: &Why| {
        let made = first_mapping(survey, &wanted, why).map_err(stop)?;
        made.map_err(|none| no_mapping(&none.reason, survey)).map(|made| (made, false))
    };
    if bases.is_empty() {
        return first(&Why::Asked);
    }
    match recognise(survey, bases, &args.input) {
        Recognised::One(fit) => Ok((overlay(&fit, &wanted).map_err(stop)?, true)),
        Recognised::Several(names) => Err(several(&names)),
        Recognised::None(nearest) => match &args.base {
            Some(base) => Err(does_not_fit(base, survey)),
            None => first(&Why::NothingFits(nearest)),
        },
    }
}

/// Everything that can't be read.
fn unreadable(errors: Vec<ReadError>) -> Failure {
    let diagnostic = |error: &ReadError| {
        let code = match error {
            ReadError::Empty { .. } | ReadError::NoDocument { .. } => codes::EMPTY_FILE,
            ReadError::NotText { .. } | ReadError::HeaderEncoding { .. } => codes::UNDECODABLE_FILE,
            _ => codes::UNREADABLE_FILE,
        };
        Diagnostic::new(code, error.to_string()).help(error.help())
    };
    let diagnostics = errors.iter().map(diagnostic).collect();
    Failure::Stopped { exit: Exit::CouldNotRun, diagnostics, files: Files::new() }
}

fn no_tables(args: &InitArgs, survey: &Survey) -> Failure {
    let message = format!("the folder `{}` holds no tables", args.input.display());
    let help = match survey.others.is_empty() {
        true => "name the folder that holds the exported files".to_owned(),
        false => format!("files of CSV and JSON are read; there are {}", listed(&survey.others)),
    };
    Failure::could_not_run(Diagnostic::new(codes::NO_TABLES, message).help(help))
}

fn several(names: &[String]) -> Failure {
    let message = format!(
        "the export could be of {}",
        names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
    );
    let help = "name the one that is meant with `--base`";
    Failure::usage(Diagnostic::new(codes::SEVERAL_MAPPINGS_FIT, message).help(help))
}

fn does_not_fit(base: &str, survey: &Survey) -> Failure {
    let message = format!("the export doesn't fit `{base}`: no table has the columns that it needs");
    let help = format!("leave `--base` out to see what fits; there are {}", tables(survey));
    Failure::could_not_run(Diagnostic::new(codes::BASE_DOES_NOT_FIT, message).help(help))
}

fn no_mapping(reason: &str, survey: &Survey) -> Failure {
    let message = format!("no mapping can be made of the export: {reason}");
    let help = format!("export times with their time of day, and ids of the cases; there are {}", tables(survey));
    Failure::could_not_run(Diagnostic::new(codes::NO_FIRST_MAPPING, message).help(help))
}

fn tables(survey: &Survey) -> String {
    listed(&survey.tables.iter().flat_map(|table| table.file_names()).collect::<Vec<_>>())
}

/// The first names, in backticks.
fn listed(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(8).map(|name| format!("`{name}`")).collect();
    let more =
        if names.len() > shown.len() { format!(" and {} more", names.len() - shown.len()) } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

/// The folder of a file.
fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
