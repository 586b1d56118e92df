//! `caseloom generate`

mod bounded;
mod findings;
mod log;
pub mod progress;
mod report;
pub mod settings;
mod summary;
mod timings;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes};
use caseloom::load::{self, LoadOptions, Loaded};
use caseloom::plan::Plan;
use caseloom::run::{self, RunOptions};
use caseloom::script::THREAD_STACK;
use caseloom::time::Zone;
use caseloom::write::{Headers, Outputs, Wanted, by_labels, xes};
use clap::{Args, ValueEnum};

use super::Format;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::options::{For, Given};
use crate::cli::open::{Mapping, Runnable, request};
use crate::cli::terminal::Terminal;
use findings::Findings;
use log::Log;
use report::Report;
use settings::Allowed;

const EXAMPLES: &str = "\
Examples:
  caseloom generate --mapping servicenow-incident --input export --output log --timezone UTC
  caseloom generate --mapping my.yaml --input export --output log --set waiting=Pending,Vendor
  caseloom generate --mapping my.yaml --input export --output log --max-quarantined 0.1%
  caseloom generate --mapping my.yaml --input export --output log --format csv,xes
  caseloom generate --mapping desk.yaml --mapping calls.yaml --input desk=tickets --input calls=dump --output log

The output folder gets events.csv and cases.csv, or log.xes, and quarantine.csv and manifest.json:
all of them, or none.";

/// Make an event log from an export
///
/// Reads the files that the mapping names from the input folder and writes events, cases, the rows that couldn't be used, and
/// a manifest that accounts for every row. The same input gives the same bytes, whatever the order of rows and the number
/// of threads. Several mappings, or a set of them, give one log: cases with the same id are one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct GenerateArgs {
    /// A shipped name, a YAML file, a folder with `mapping.yaml`, or a set of mappings; several give one log
    #[arg(long, value_name = "MAPPING", required = true)]
    mapping: Vec<String>,
    /// The folder with the export; `NAME=DIR` with that of one mapping of several
    #[arg(long, value_name = "DIR", required = true)]
    input: Vec<String>,
    /// The folder for the outputs; it is made where there is none
    #[arg(long, value_name = "DIR")]
    output: PathBuf,
    /// The formats of the log; several are written `csv,xes`
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', default_value = "csv")]
    format: Vec<LogFormat>,
    /// The form of findings: for people on standard error, or as JSON on standard output
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub diagnostics: Format,
    /// Apply this profile of the mapping; `NAME=PROFILE` of one mapping of several
    #[arg(long, value_name = "PROFILE", value_parser = settings::profile_for)]
    profile: Vec<For<String>>,
    /// Give a param a value for this run; a list is written `A,B`, a param of one mapping of several `NAME.PARAM=VALUE`
    #[arg(long, value_name = "PARAM=VALUE", value_parser = settings::set)]
    set: Vec<(String, String)>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris; `NAME=ZONE` for one mapping of several
    #[arg(long, value_name = "ZONE", value_parser = settings::zone_for)]
    timezone: Vec<For<Zone>>,
    /// The language of activities' names, such as fr; English where one has none in it
    #[arg(long, value_name = "LANGUAGE")]
    locale: Option<String>,
    /// What heads the columns of attributes: their names in the mapping, or their labels in the language of activities' names.
    /// Keys in log.xes are always the names
    #[arg(long, value_name = "NAMES", default_value = "ids")]
    column_names: ColumnNames,
    /// When the data was extracted: open durations end then; `NAME=TIME` for one mapping of several
    #[arg(long, value_name = "TIME", value_parser = settings::time_for, allow_hyphen_values = true)]
    extracted_at: Vec<For<i64>>,
    /// How many rows may be in quarantine before the exit code is 1: a number, or a part of all rows
    #[arg(long, value_name = "N|P%", default_value = "0", allow_hyphen_values = true)]
    max_quarantined: Allowed,
    /// How many threads work; as many as there are processors by default
    #[arg(long, value_name = "N", value_parser = settings::threads, allow_hyphen_values = true)]
    threads: Option<usize>,
    /// Take no more memory than this, such as 512MiB: rows are kept on disk, and worked on some cases at a time
    #[arg(long, value_name = "SIZE", value_parser = settings::memory, allow_hyphen_values = true)]
    memory: Option<u64>,
    /// Where temporary files go with `--memory`: about as much as input and outputs together; the output folder by default
    #[arg(long, value_name = "DIR", requires = "memory")]
    temporary: Option<PathBuf>,
    /// How much rows may need that are worked on together, where that is to be less than what fits
    #[arg(long, value_name = "SIZE", value_parser = settings::size, requires = "memory", hide = true)]
    batch: Option<u64>,
    /// Repeat the attributes of cases on their events; headed `case:NAME` where an event has a NAME too
    #[arg(long)]
    flat: bool,
    /// Say at the end how long each step and each script took
    #[arg(long)]
    timings: bool,
    /// Run every script in the interpreter, for comparison; the results are the same
    #[arg(long, hide = true)]
    no_lowering: bool,
}

/// What heads the columns of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ColumnNames {
    /// Their names in the mapping
    Ids,
    /// Their labels in the language of `--locale`
    Locale,
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
    /// Tables of mappings that are checked already, on one thread.
    pub fn tables(output: PathBuf, locale: Option<String>) -> Self {
        Self {
            mapping: Vec::new(),
            input: Vec::new(),
            output,
            format: vec![LogFormat::Csv],
            diagnostics: Format::Human,
            profile: Vec::new(),
            set: Vec::new(),
            timezone: Vec::new(),
            locale,
            column_names: ColumnNames::Ids,
            extracted_at: Vec::new(),
            max_quarantined: Allowed::Rows(0),
            threads: Some(1),
            memory: None,
            temporary: None,
            batch: None,
            flat: false,
            timings: false,
            no_lowering: false,
        }
    }

    /// The bound on memory in bytes, where there is one.
    pub fn bound(&self) -> Option<u64> {
        self.memory
    }

    /// What is each mapping's own.
    fn given(&self) -> Given<'_> {
        Given {
            input: &self.input,
            profile: &self.profile,
            timezone: &self.timezone,
            extracted_at: &self.extracted_at,
            set: &self.set,
        }
    }

    /// How scripts are to run, and whether to measure them.
    fn prepare(&self, plan: &mut Plan) {
        if self.no_lowering {
            plan.without_lowering();
        }
        if self.timings {
            plan.measure();
        }
    }

    /// The language asked for; of a set, else the one that it names.
    fn locale<'a>(&'a self, runnable: &'a Runnable) -> Option<&'a str> {
        let of_set = runnable.log.output.locale.as_deref().filter(|_| runnable.is_set);
        self.locale.as_deref().or(of_set)
    }

    fn wanted(&self) -> Wanted {
        Wanted { csv: self.format.contains(&LogFormat::Csv), xes: self.format.contains(&LogFormat::Xes) }
    }
}

/// Runs the mappings over their input.
pub fn run(args: &GenerateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let started = Instant::now();
    let mut files = Files::new();
    let request = request(&mut files, &args.mapping)?;
    let mut runnable = request.check(&mut files, &args.given(), true, terminal)?.runnable(files)?;
    for plan in runnable.mappings.iter_mut().filter_map(|mapping| Arc::get_mut(&mut mapping.plan)) {
        args.prepare(plan);
    }
    let Made { findings, loaded, .. } = make(args, &runnable, terminal, started)?;
    // The process ends here: the system takes all memory at once, sooner than the allocator would row by row.
    std::mem::forget(loaded);
    Ok(findings.exit())
}

/// What a run made.
pub struct Made {
    /// The manifest.
    pub manifest: Report,
    /// What was found.
    pub findings: Findings,
    /// What was read, by mapping.
    loaded: Vec<Arc<Loaded>>,
}

/// Makes the log of checked mappings, and tells what was found. `started` is when the command began.
pub fn make(args: &GenerateArgs, runnable: &Runnable, terminal: &Terminal, started: Instant) -> Result<Made, Failure> {
    check(args, runnable)?;
    check_keys(args, runnable)?;
    let headers = headers(args, runnable)?;
    let checked = started.elapsed();
    let wanted = args.wanted();
    let outputs = Outputs::open(&args.output, &wanted.files(), &wanted.other_files())?;
    let (loaded, (manifest, found, times)) = match args.memory {
        Some(memory) => bounded::make(args, runnable, headers.as_ref(), outputs, memory, terminal)?,
        None => {
            let loaded = load_inputs(args, runnable, terminal)?;
            let log = Log { args, runnable, loaded: &loaded, headers: headers.as_ref() };
            let written = log.write(outputs, terminal)?;
            (loaded, written)
        }
    };
    let findings = Findings::new(args, runnable, &loaded, &manifest, found);
    findings.tell(args.diagnostics, runnable, terminal)?;
    terminal.tell(&manifest.summary(findings.told(), &args.output.display().to_string(), started.elapsed()));
    if args.timings {
        let load = loaded.iter().map(|loaded| loaded.times).collect();
        let times = timings::Times { checked, load, log: times, finds_end: finds_end(runnable) };
        let plans: Vec<&Plan> = runnable.mappings.iter().map(|mapping| &*mapping.plan).collect();
        terminal.answer(&timings::table(&times, &plans));
    }
    Ok(Made { manifest, findings, loaded })
}

/// Whether all cases had to be looked at before one could be run.
fn finds_end(runnable: &Runnable) -> bool {
    runnable.mappings.iter().any(|mapping| {
        let extracted_at = mapping.options.extracted_at;
        run::needs_all_cases(&mapping.plan, &RunOptions { extracted_at, ..RunOptions::default() })
    })
}

/// What is wrong with the command line beside its form.
fn check(args: &GenerateArgs, runnable: &Runnable) -> Result<(), Failure> {
    for mapping in &runnable.mappings {
        settings::check_apart(mapping.input(), &args.output, &mapping.plan)?;
    }
    let plans: Vec<&Plan> = runnable.mappings.iter().map(|mapping| &*mapping.plan).collect();
    args.locale.as_deref().map_or(Ok(()), |locale| settings::check_locale(locale, &plans))
}

/// Whether the names of the mappings can be keys of XES, where that is wanted.
fn check_keys(args: &GenerateArgs, runnable: &Runnable) -> Result<(), Failure> {
    let diagnostics = if args.wanted().xes { xes::clashes(&runnable.log, args.flat) } else { Vec::new() };
    if diagnostics.is_empty() {
        return Ok(());
    }
    Err(Failure::Stopped { exit: Exit::Findings, diagnostics, files: runnable.files.clone() })
}

/// The columns headed by labels, where that is wanted.
fn headers(args: &GenerateArgs, runnable: &Runnable) -> Result<Option<Headers>, Failure> {
    if args.column_names == ColumnNames::Ids || !args.wanted().csv {
        return Ok(None);
    }
    let plans: Vec<&Plan> = runnable.mappings.iter().map(|mapping| &*mapping.plan).collect();
    let headers = by_labels(&runnable.log, &plans, args.locale(runnable));
    headers.map(Some).map_err(|found| Failure::Stopped {
        exit: Exit::Findings,
        diagnostics: found.sorted(),
        files: runnable.files.clone(),
    })
}

/// Reads the exports, one after the other.
fn load_inputs(args: &GenerateArgs, runnable: &Runnable, terminal: &Terminal) -> Result<Vec<Arc<Loaded>>, Failure> {
    let (mut all, mut problems) = (Vec::new(), Diagnostics::new());
    for mapping in &runnable.mappings {
        let of_mapping = |found: Diagnostic| findings::told(found, mapping, args, runnable);
        match load_input(args, mapping, terminal) {
            Ok(loaded) => all.push(Arc::new(loaded)),
            Err(found) => problems.extend(found.into_iter().map(of_mapping)),
        }
    }
    if problems.is_empty() { Ok(all) } else { Err(stopped(problems.sorted(), runnable)) }
}

fn load_input(args: &GenerateArgs, mapping: &Mapping, terminal: &Terminal) -> Result<Loaded, Diagnostics> {
    let options = load_options(mapping);
    let bar = progress::reading(terminal);
    let loaded = in_threads(args.threads, || load::load(&mapping.plan, &options, &|bytes| bar.inc(bytes)));
    bar.finish_and_clear();
    loaded
}

fn load_options(mapping: &Mapping) -> LoadOptions {
    LoadOptions {
        input: mapping.input().to_owned(),
        set: mapping.options.set.clone(),
        timezone: mapping.options.timezone.clone(),
        digests: true,
        packs_rows: true,
        ..LoadOptions::default()
    }
}

/// A param without a value is wrong usage; all else that stops loading is the input's.
fn stopped(diagnostics: Vec<Diagnostic>, runnable: &Runnable) -> Failure {
    let is_usage = diagnostics.iter().all(|each| each.code == codes::PARAM_WITHOUT_VALUE);
    let exit = if is_usage { Exit::Usage } else { Exit::CouldNotRun };
    Failure::Stopped { exit, diagnostics, files: runnable.files.clone() }
}

/// Works with so many threads; where the system gives none, with those that there are.
pub fn in_threads<T: Send>(threads: Option<usize>, work: impl FnOnce() -> T + Send) -> T {
    // 0: as many as there are cores.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).stack_size(THREAD_STACK);
    match pool.build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}
