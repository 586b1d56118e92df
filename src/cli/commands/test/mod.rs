//! `caseloom test`

mod case;
mod find;
mod input;
mod opened;
mod snapshots;
mod work;

use std::path::PathBuf;
use std::time::SystemTime;

use caseloom::diagnostic::render::human::Options;
use caseloom::diagnostic::{Diagnostic, codes};
use caseloom::testing::{Report, human, json, junit};
use caseloom::time::{Precision, write_rfc3339};
use clap::{Args, ValueEnum};

use super::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;
use find::CaseFile;
use opened::Tested;
use work::Job;

const EXAMPLES: &str = "\
Examples:
  caseloom test mapping.yaml
  caseloom test salesforce-service-cloud --filter reopened
  caseloom test mapping.yaml --update
  caseloom test mappings/*.yaml --format junit > tests.xml
  caseloom test mapping.yaml --coverage --min-coverage 80%

Test cases stand in files that end in .yaml, in a folder `tests` beside the mapping. Snapshots are in `tests/snapshots`.";

/// Run the test cases of mappings
///
/// Each case is a small input, with the events, attributes, findings and rows in quarantine that have to come of it, or a
/// snapshot of the whole log. What differs is shown event by event.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TestArgs {
    /// Shipped names, YAML files, folders with `mapping.yaml`, or sets of mappings
    #[arg(required = true, value_name = "MAPPING")]
    mappings: Vec<String>,
    /// Run the cases of this file or folder, instead of those in `tests` beside the mapping
    #[arg(long, value_name = "PATH")]
    cases: Vec<PathBuf>,
    /// Run only cases whose file or name has this in it, or that cover what is called so
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
    /// Write snapshots that differ or are missing, and remove those that no case has; other expectations stay as they are
    #[arg(long)]
    update: bool,
    /// The form of the report
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: TestFormat,
    /// Say which rules and which outcomes of scripts the cases reach, and which they don't
    #[arg(long)]
    coverage: bool,
    /// Exit with 1 where the cases reach less of the mappings than that
    #[arg(long, value_name = "P%", value_parser = percent, allow_hyphen_values = true)]
    min_coverage: Option<f64>,
    /// How many cases run at a time; as many as there are processors by default
    #[arg(long, value_name = "N", value_parser = settings::threads, allow_hyphen_values = true)]
    threads: Option<usize>,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TestFormat {
    /// For people
    Human,
    /// For programs: one object
    Json,
    /// For build servers: JUnit XML
    Junit,
}

fn percent(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').unwrap_or(text).trim().parse().ok();
    number.filter(|number| (0.0..=100.0).contains(number)).ok_or_else(|| "write a part such as `80%`".to_owned())
}

impl TestArgs {
    fn wants_coverage(&self) -> bool {
        self.coverage || self.min_coverage.is_some()
    }
}

/// Runs the cases and reports what came of them.
pub fn run(args: &TestArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let began = SystemTime::now();
    let mut all: Vec<(Tested, Vec<CaseFile>)> = Vec::new();
    for mapping in &args.mappings {
        let tested = Tested::open(mapping, args.wants_coverage())?;
        let files = find::cases(mapping, &tested.file_name, &args.cases)?;
        if args.update && files.iter().any(|file| file.folder.is_none()) {
            return Err(shipped(mapping));
        }
        all.push((tested, files));
    }
    let jobs: Vec<Job<'_>> = all.iter().flat_map(|(tested, files)| work::jobs(args, tested, files)).collect();
    if jobs.is_empty() {
        return Err(nothing(args));
    }
    let mut report = work::run(args, &jobs);
    for file in all.iter().flat_map(|(_, files)| files) {
        snapshots::left_over(file, args.update, &mut report)?;
    }
    if args.wants_coverage() {
        all.iter().for_each(|(tested, _)| tested.add_rest(report.coverage.get_or_insert_default()));
    }
    finish(args, report, began, terminal)
}

fn finish(args: &TestArgs, mut report: Report, began: SystemTime, terminal: &Terminal) -> Result<Exit, Failure> {
    let goals = report.coverage.as_ref().map(|coverage| coverage.goals());
    let reached = goals.map_or(100.0, |goals| goals.percent());
    if let Some(wanted) = args.min_coverage.filter(|wanted| reached < *wanted) {
        let message =
            format!("the cases reach {reached:.1}% of what they should, and `--min-coverage` asks for {wanted}%");
        let finding = Diagnostic::new(codes::COVERAGE_TOO_LOW, message);
        report.findings.push(finding.help("add cases for what `--coverage` names"));
    }
    let totals = report.totals();
    let is_low = report.findings.iter().any(|finding| finding.code == codes::COVERAGE_TOO_LOW);
    let is_fine = totals.failed + totals.wrong == 0 && !is_low;
    if !args.coverage {
        report.coverage = None;
    }
    terminal.result(match args.format {
        TestFormat::Human => human::render(&report, &|found, files| terminal.draw(found, files)),
        TestFormat::Json => json::render(&report),
        TestFormat::Junit => {
            let draw = |found: &[Diagnostic], files: &_| {
                caseloom::diagnostic::render::human::render(found, files, Options::default())
            };
            let document = junit::render(&report, &draw, &timestamp(began));
            terminal.complain(&report.findings, &caseloom::diagnostic::Files::new());
            document
        }
    })?;
    Ok(if is_fine { Exit::Fine } else { Exit::Findings })
}

/// A time as JUnit has it: in UTC, without saying so.
fn timestamp(time: SystemTime) -> String {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let mut text = Vec::new();
    write_rfc3339(i64::try_from(since.as_millis()).unwrap_or_default(), Precision::Seconds, &mut text);
    String::from_utf8(text).unwrap_or_default().trim_end_matches('Z').to_owned()
}

fn shipped(mapping: &str) -> Failure {
    let message = format!("the cases of `{mapping}` are inside the program, and `--update` can't write there");
    let help = "copy the mapping into a folder of its own, or name cases of your own with `--cases`";
    Failure::usage(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message).help(help))
}

fn nothing(args: &TestArgs) -> Failure {
    let (message, help) = match &args.filter {
        Some(filter) => (
            format!("no case has `{filter}` in its file or name, or covers what is called so"),
            "leave `--filter` out to run all".to_owned(),
        ),
        None => (
            format!(
                "there are no cases of {}",
                args.mappings.iter().map(|each| format!("`{each}`")).collect::<Vec<_>>().join(", ")
            ),
            "write some in `tests/…yaml` beside the mapping, or name them with `--cases`".to_owned(),
        ),
    };
    Failure::usage(Diagnostic::new(codes::NO_TESTS, message).help(help))
}
