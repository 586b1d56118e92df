//! Running cases and writing what comes of them.

use std::sync::Arc;
use std::time::Duration;

use caseloom::diagnostic::Diagnostics;
use caseloom::load::Loaded;
use caseloom::plan::Plan;
use caseloom::run::{self, Outcome, RunOptions, RunQuarantined};
use caseloom::timing::Stopwatch;
use caseloom::write::manifest::{Manifest, Output, Parts};
use caseloom::write::{CsvBlock, Labels, LogFormat, OutputError, OutputFile, Outputs, quarantine_csv};

use super::{GenerateArgs, OUTPUTS, progress};
use crate::cli::failure::Failure;
use crate::cli::terminal::Terminal;

/// What a log is made of.
pub struct Log<'a> {
    pub args: &'a GenerateArgs,
    pub plan: &'a Arc<Plan>,
    pub loaded: &'a Arc<Loaded>,
    /// SHA-256 of the mapping in force.
    pub mapping_digest: [u8; 32],
}

/// How long a log took.
#[derive(Debug, Clone, Copy)]
pub struct LogTimes {
    /// Running all cases and bringing them into the form of the outputs.
    pub run: Duration,
    /// Writing files, as far as that was done meanwhile.
    pub while_running: Duration,
    /// Writing files, in all.
    pub write: Duration,
}

/// events.csv and cases.csv, as they grow.
struct Tables {
    events: OutputFile,
    cases: OutputFile,
    event_count: u64,
    case_count: u64,
}

impl Log<'_> {
    /// Runs all cases and writes all files. Gives the manifest, and what was found on the way.
    pub fn write(
        &self,
        mut outputs: Outputs,
        terminal: &Terminal,
    ) -> Result<(Manifest, Diagnostics, LogTimes), Failure> {
        let mut watch = Stopwatch::start();
        let labels = Labels::choose(self.plan, self.args.locale.as_deref());
        let format = LogFormat::new(self.plan, labels, self.args.flat);
        let (tables, mut outcome, while_running) = self.run(&format, &mut outputs, terminal)?;
        let run = watch.lap();
        let mut written = tables.close();
        written.push(self.quarantine(&mut outputs, &outcome.quarantined)?);
        let found = std::mem::take(&mut outcome.diagnostics);
        let manifest = self.manifest(&format, outcome, written);
        outputs.finish(manifest.to_json().as_bytes())?;
        Ok((manifest, found, LogTimes { run, while_running, write: while_running + watch.lap() }))
    }

    fn run(
        &self,
        format: &LogFormat<'_>,
        outputs: &mut Outputs,
        terminal: &Terminal,
    ) -> Result<(Tables, Outcome, Duration), Failure> {
        let options = RunOptions {
            extracted_at: self.args.extracted_at,
            locale: self.args.locale.clone(),
            threads: self.args.threads.unwrap_or(0),
            ..RunOptions::default()
        };
        let mut tables = Tables::begin(outputs, format)?;
        let (mut state, mut writing) = (Ok(()), Duration::ZERO);
        let emit = |block: CsvBlock<'_>| {
            let mut watch = Stopwatch::start();
            if state.is_ok() {
                state = tables.add(&block);
            }
            writing += watch.lap();
        };
        let bar = progress::running(terminal, self.loaded.cases.len() as u64);
        let outcome = run::run(self.plan, self.loaded, &options, || format.block(), emit, &|cases| bar.inc(cases));
        bar.finish_and_clear();
        state?;
        Ok((tables, outcome, writing))
    }

    fn quarantine(&self, outputs: &mut Outputs, of_run: &[RunQuarantined]) -> Result<Output, OutputError> {
        let mut file = outputs.create(OUTPUTS[2])?;
        file.write(&quarantine_csv(self.plan, self.loaded, of_run))?;
        Ok(Output::new(file.close(), (self.loaded.quarantine.len() + of_run.len()) as u64))
    }

    fn manifest(&self, format: &LogFormat<'_>, outcome: Outcome, outputs: Vec<Output>) -> Manifest {
        let parts = Parts {
            plan: self.plan,
            loaded: self.loaded,
            outcome,
            labels: format.labels(),
            mapping_digest: self.mapping_digest,
            timezone: self.args.timezone.as_ref().map(|zone| zone.name().to_owned()),
            locale: self.args.locale.clone(),
            extracted_at: self.args.extracted_at,
            flat: self.args.flat,
            outputs,
        };
        parts.assemble()
    }
}

impl Tables {
    fn begin(outputs: &mut Outputs, format: &LogFormat<'_>) -> Result<Self, OutputError> {
        let [events, cases, _] = OUTPUTS;
        let (mut events, mut cases) = (outputs.create(events)?, outputs.create(cases)?);
        events.write(&format.events_header())?;
        cases.write(&format.cases_header())?;
        Ok(Self { events, cases, event_count: 0, case_count: 0 })
    }

    fn add(&mut self, block: &CsvBlock<'_>) -> Result<(), OutputError> {
        self.events.write(&block.events)?;
        self.cases.write(&block.cases)?;
        self.event_count += block.event_count;
        self.case_count += block.case_count;
        Ok(())
    }

    fn close(self) -> Vec<Output> {
        vec![Output::new(self.events.close(), self.event_count), Output::new(self.cases.close(), self.case_count)]
    }
}
