//! `caseloom generate`

mod findings;
mod log;
mod progress;
pub mod settings;
mod summary;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use caseloom::diagnostic::{Diagnostic, codes};
use caseloom::load::{self, LoadOptions, Loaded};
use caseloom::plan::Plan;
use caseloom::script::THREAD_STACK;
use caseloom::time::Zone;
use caseloom::write::{Outputs, Wanted, xes};
use clap::{Args, ValueEnum};

use super::Format;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Runnable, open, open_fitting};
use crate::cli::terminal::Terminal;
use findings::Findings;
use log::Log;
use settings::Allowed;

const EXAMPLES: &str = "\
Examples:
  caseloom generate --mapping servicenow-incident --input export --output log --timezone UTC
  caseloom generate --mapping my.yaml --input export --output log --set waiting=Pending,Vendor
  caseloom generate --mapping my.yaml --input export --output log --max-quarantined 0.1%
  caseloom generate --mapping my.yaml --input export --output log --format csv,xes

The output folder gets events.csv and cases.csv, or log.xes, and quarantine.csv and manifest.json:
all of them, or none.";

/// Make an event log from an export
///
/// Reads the files that the mapping names from the input folder and writes events, cases, the rows that couldn't be used, and
/// a manifest that accounts for every row. The same input gives the same bytes, whatever the order of rows and the number
/// of threads.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct GenerateArgs {
    /// A shipped name, a YAML file, or a folder with `mapping.yaml`
    #[arg(long, value_name = "MAPPING")]
    mapping: String,
    /// The folder with the export
    #[arg(long, value_name = "DIR")]
    input: PathBuf,
    /// The folder for the outputs; it is made where there is none
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// The formats of the log; several are written `csv,xes`
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "csv")]
    format: Vec<LogFormat>,
    /// The form of findings: for people on standard error, or as JSON on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub diagnostics: Format,
    /// Apply this profile of the mapping
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Give a param a value for this run; a list is written `A,B`
    #[arg(long, value_name = "PARAM=VALUE", value_parser = settings::set)]
    set: Vec<(String, String)>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris
    #[arg(long, value_name = "ZONE", value_parser = settings::zone)]
    timezone: Option<Zone>,
    /// The language of activities' names, such as fr; English where one has none in it
    #[arg(long, value_name = "LANGUAGE")]
    locale: Option<String>,
    /// When the data was extracted: open durations end then
    #[arg(long, value_name = "TIME", value_parser = settings::time, allow_hyphen_values = true)]
    extracted_at: Option<i64>,
    /// How many rows may be in quarantine before the exit code is 1: a number, or a part of all rows
    #[arg(long, value_name = "N|P%", default_value = "0", allow_hyphen_values = true)]
    max_quarantined: Allowed,
    /// How many threads work; as many as there are processors by default
    #[arg(long, value_name = "N", value_parser = settings::threads, allow_hyphen_values = true)]
    threads: Option<usize>,
    /// Repeat the attributes of cases on their events; headed `case:NAME` where an event has a NAME too
    #[arg(long)]
    flat: bool,
}

/// A format of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// Tables: events.csv and cases.csv
    Csv,
    /// log.xes: IEEE 1849, which process-mining tools read
    Xes,
}

impl GenerateArgs {
    fn wanted(&self) -> Wanted {
        Wanted { csv: self.format.contains(&LogFormat::Csv), xes: self.format.contains(&LogFormat::Xes) }
    }
}

/// Runs the mapping over the input.
pub fn run(args: &GenerateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let started = Instant::now();
    settings::check_input(&args.input)?;
    let opened = match &args.profile {
        Some(profile) => open(&args.mapping, Some(profile))?,
        None => open_fitting(&args.mapping, &args.input, terminal)?,
    };
    let (plan, runnable) = opened.runnable()?;
    check(args, &plan, &runnable)?;
    check_keys(args, &plan, &runnable)?;
    let plan = Arc::new(plan);
    let wanted = args.wanted();
    let outputs = Outputs::open(&args.output, &wanted.files(), &wanted.other_files())?;
    let loaded = Arc::new(load_input(args, &plan, &runnable, terminal)?);
    let mapping_digest = runnable.resolved.digest();
    let log = Log { args, plan: &plan, loaded: &loaded, mapping_digest, files: &runnable.files };
    let (manifest, found) = log.write(outputs, terminal)?;
    let findings = Findings::new(args, &plan, &loaded, &manifest, found, &runnable);
    findings.tell(args.diagnostics, &runnable, terminal)?;
    let told = findings.told();
    terminal.tell(&summary::summary(&manifest, told, &args.output.display().to_string(), started.elapsed()));
    Ok(findings.exit())
}

/// What is wrong with the command line beside its form.
fn check(args: &GenerateArgs, plan: &Plan, runnable: &Runnable) -> Result<(), Failure> {
    settings::check_set(&args.set, plan, &runnable.files)?;
    settings::check_apart(&args.input, &args.output, plan)?;
    args.locale.as_deref().map_or(Ok(()), |locale| settings::check_locale(locale, plan))
}

/// Whether the names of the mapping can be keys of XES, where that is wanted.
fn check_keys(args: &GenerateArgs, plan: &Plan, runnable: &Runnable) -> Result<(), Failure> {
    let diagnostics = if args.wanted().xes { xes::clashes(plan, args.flat) } else { Vec::new() };
    if diagnostics.is_empty() {
        return Ok(());
    }
    Err(Failure::Stopped { exit: Exit::Findings, diagnostics, files: runnable.files.clone() })
}

fn load_input(args: &GenerateArgs, plan: &Plan, runnable: &Runnable, terminal: &Terminal) -> Result<Loaded, Failure> {
    let options = LoadOptions {
        input: args.input.clone(),
        set: args.set.clone(),
        timezone: args.timezone.clone(),
        digests: true,
    };
    let bar = progress::reading(terminal);
    let loaded = in_threads(args.threads, || load::load(plan, &options, &|bytes| bar.inc(bytes)));
    bar.finish_and_clear();
    loaded.map_err(|diagnostics| stopped(diagnostics.sorted(), runnable))
}

/// A param without a value is wrong usage; all else that stops loading is the input's.
fn stopped(diagnostics: Vec<Diagnostic>, runnable: &Runnable) -> Failure {
    let is_usage = diagnostics.iter().all(|each| each.code == codes::PARAM_WITHOUT_VALUE);
    let exit = if is_usage { Exit::Usage } else { Exit::CouldNotRun };
    Failure::Stopped { exit, diagnostics, files: runnable.files.clone() }
}

/// Works with so many threads; where the system gives none, with those that there are.
fn in_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    // 0: as many as there are cores.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).stack_size(THREAD_STACK);
    match pool.build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
