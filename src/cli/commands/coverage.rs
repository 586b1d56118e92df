//! `caseloom coverage`

use std::path::PathBuf;

use caseloom::coverage::{Coverage, human, markdown, survey};
use caseloom::diagnostic::{Diagnostic, codes, system};
use clap::{Args, ValueEnum};

use super::generate::progress;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::single::Single;
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom coverage --mapping servicenow-incident --input export --timezone UTC
  caseloom coverage --mapping my.yaml --input export --format markdown --output coverage.md

The page shows values only of fields and columns of which the mapping itself lists values.";

/// Say what an export tells about a mapping: rules that never fire, values that nobody knows
///
/// Runs all cases as `generate` does, and writes no log: how often each rule fired, values that no rule or column knows, cases
/// without a begin or an end, events out of order, histories that begin too late, and attributes without values.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CoverageArgs {
    #[command(flatten)]
    single: Single,
    /// The form of the survey
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: CoverageFormat,
    /// Write it to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CoverageFormat {
    /// For people, on a terminal
    Human,
    /// For programs
    Json,
    /// A page for the system's owner
    Markdown,
}

/// Surveys an export.
pub fn run(args: &CoverageArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let runnable = args.single.open(terminal)?;
    let Some(mapping) = runnable.mappings.first() else { return Ok(Exit::Fine) };
    let loaded = args.single.load(&runnable, mapping, None, true, terminal)?;
    let bar = progress::running(terminal, loaded.cases.len() as u64);
    let options = args.single.run_options();
    let coverage = survey(&mapping.plan, &loaded, &runnable.files, &options, &|cases| bar.inc(cases));
    bar.finish_and_clear();
    write(args, &drawn(&coverage, args.format), terminal)?;
    Ok(Exit::Fine)
}

fn drawn(coverage: &Coverage, format: CoverageFormat) -> String {
    match format {
        CoverageFormat::Human => human(coverage),
        CoverageFormat::Json => coverage.to_json(),
        CoverageFormat::Markdown => markdown(coverage),
    }
}

fn write(args: &CoverageArgs, text: &str, terminal: &Terminal) -> Result<(), Failure> {
    let Some(output) = &args.output else {
        return match args.format {
            CoverageFormat::Json => terminal.result(text),
            CoverageFormat::Human | CoverageFormat::Markdown => terminal.words(text),
        };
    };
    std::fs::write(output, text).map_err(|error| {
        let message = format!("`{}` can't be written: {}", output.display(), system::reason(&error));
        let help = "name a file in a folder that is there and may be written";
        Failure::could_not_run(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help(help))
    })?;
    terminal.tell(&format!("written to {}\n", output.display()));
    Ok(())
}
