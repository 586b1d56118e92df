//! Running cases and writing what comes of them.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use caseloom::diagnostic::{Code, Diagnostics, codes};
use caseloom::load::{self, Loaded, Quarantined, Unfit};
use caseloom::plan::Plan;
use caseloom::run::{self, JointTotals, Outcome, RunOptions, RunQuarantined, SetOutcome, SetPart};
use caseloom::timing::Stopwatch;
use caseloom::write::log::QUARANTINE;
use caseloom::write::manifest::{MappingParts, Output, Parts, SetParts};
use caseloom::write::xes::XesReport;
use caseloom::write::{
    Headers, Labels, LogBlock, LogFiles, LogFormats, LogPart, LogValues, OutputError, Outputs, QuarantinePart,
    quarantine_csv, quarantine_of_set,
};

use super::report::Report;
use super::{GenerateArgs, progress};
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Mapping, Runnable};
use crate::cli::terminal::Terminal;

/// What a log is made of.
pub struct Log<'a> {
    pub args: &'a GenerateArgs,
    pub runnable: &'a Runnable,
    /// By mapping.
    pub loaded: &'a [Arc<Loaded>],
    /// The columns headed by labels, where that is wanted.
    pub headers: Option<&'a Headers>,
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

/// What was found while the cases of a mapping ran.
pub struct FoundByRun {
    pub diagnostics: Diagnostics,
    pub quarantined: Vec<Quarantined>,
}

/// What running the cases gave.
pub struct Ran {
    pub files: LogFiles,
    /// By mapping.
    pub outcomes: Vec<Outcome>,
    /// Of a set: what the joined log holds.
    pub totals: Option<JointTotals>,
    /// How long writing files took.
    pub writing: Duration,
}

/// The manifest, what was found on the way by each mapping, and how long it took.
pub type Written = (Report, Vec<FoundByRun>, LogTimes);

impl<'a> Log<'a> {
    /// Runs all cases and writes all files. Gives the manifest, and what was found on the way by each mapping.
    pub fn write(&self, mut outputs: Outputs, terminal: &Terminal) -> Result<Written, Failure> {
        let mut watch = Stopwatch::start();
        let labels = self.all_labels();
        let ran = self.run(&self.formats(&self.shown(&labels)), &mut outputs, terminal)?;
        let run = watch.lap();
        self.finish(ran, outputs, run)
    }

    /// Writes what is still to be written once all cases were run, which took so long.
    pub fn finish(&self, ran: Ran, mut outputs: Outputs, run: Duration) -> Result<Written, Failure> {
        let mut watch = Stopwatch::start();
        let labels = self.all_labels();
        let shown = self.shown(&labels);
        let formats = self.formats(&shown);
        let Ran { files, mut outcomes, totals, writing } = ran;
        let (mut written, xes) = files.close(&formats)?;
        self.tell_untranslated(&labels, &mut outcomes);
        let found = self.found(&mut outcomes)?;
        written.push(self.quarantine(&mut outputs, &found)?);
        let parts = self.mappings().zip(&labels).zip(outcomes.into_iter().zip(&found));
        let parts: Vec<MappingParts<'_>> = parts
            .map(|(((mapping, loaded), labels), (outcome, found))| self.part(mapping, loaded, labels, outcome, found))
            .collect();
        let report = self.report(parts, &shown, totals, written, xes);
        outputs.finish(report.to_json().as_bytes())?;
        let times = LogTimes { run, while_running: writing, write: writing + watch.lap() };
        Ok((report, found, times))
    }

    /// The names in the log, by mapping.
    pub fn all_labels(&self) -> Vec<Labels> {
        self.mappings().map(|(mapping, _)| self.labels(mapping)).collect()
    }

    /// How the log is written.
    pub fn formats(&self, shown: &[LogPart<'_>]) -> LogFormats<'a> {
        let log = &self.runnable.log;
        let tables = self.headers.map_or(log, |headers| &headers.log);
        LogFormats::new(log, tables, shown, self.args.wanted(), self.args.flat)
    }

    fn mappings(&self) -> impl Iterator<Item = (&'a Mapping, &'a Arc<Loaded>)> {
        self.runnable.mappings.iter().zip(self.loaded)
    }

    fn locale(&self) -> Option<&str> {
        self.args.locale(self.runnable)
    }

    /// Tells of names that aren't in the language asked for.
    fn tell_untranslated(&self, labels: &[Labels], outcomes: &mut [Outcome]) {
        for (at, ((mapping, _), outcome)) in self.mappings().zip(outcomes).enumerate() {
            let of_columns = self.headers.and_then(|headers| headers.untranslated.get(at)).cloned();
            let of_events = labels[at].untranslated(&mapping.plan, outcome);
            outcome.diagnostics.extend(of_events.into_iter().chain(of_columns.into_iter().flatten()));
        }
    }

    fn labels(&self, mapping: &Mapping) -> Labels {
        Labels::choose(&mapping.plan, self.locale())
    }

    /// The mappings as the log shows them.
    pub fn shown<'l>(&self, labels: &'l [Labels]) -> Vec<LogPart<'l>>
    where
        'a: 'l,
    {
        let part = if self.runnable.is_set { LogPart::of_set } else { LogPart::alone };
        let mappings = self.mappings().zip(labels);
        let shown = mappings.map(|((mapping, loaded), labels)| {
            let values = LogValues { params: &loaded.params, extracted_at: mapping.options.extracted_at };
            part(&mapping.plan, labels, values)
        });
        shown.collect()
    }

    fn run(&self, formats: &LogFormats<'_>, outputs: &mut Outputs, terminal: &Terminal) -> Result<Ran, Failure> {
        let mut files = LogFiles::begin(formats, outputs)?;
        let (mut state, mut writing) = (Ok(()), Duration::ZERO);
        let emit = |block: LogBlock<'_>| {
            let mut watch = Stopwatch::start();
            state = files.add(&block);
            writing += watch.lap();
            if state.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let cases = self.loaded.iter().map(|loaded| loaded.cases.len() as u64).sum();
        let bar = progress::running(terminal, cases);
        let (outcomes, totals) = self.cases(formats, emit, &|cases| bar.inc(cases));
        bar.finish_and_clear();
        state?;
        Ok(Ran { files, outcomes, totals, writing })
    }

    /// How cases are run.
    pub fn run_options(&self, formats: &LogFormats<'_>) -> RunOptions {
        RunOptions {
            locale: self.locale().map(str::to_owned),
            threads: self.args.threads.unwrap_or(0),
            event_ids: formats.show_ids(),
            ..RunOptions::default()
        }
    }

    fn cases<'f>(
        &self,
        formats: &'f LogFormats<'f>,
        emit: impl FnMut(LogBlock<'f>) -> ControlFlow<()> + Send,
        progress: &(dyn Fn(u64) + Sync),
    ) -> (Vec<Outcome>, Option<JointTotals>) {
        let make = || formats.block();
        let options = self.run_options(formats);
        if self.runnable.is_set {
            let part = |(mapping, loaded): (&'a Mapping, &'a Arc<Loaded>)| SetPart {
                plan: &mapping.plan,
                loaded,
                extracted_at: mapping.options.extracted_at,
            };
            let parts: Vec<SetPart<'_>> = self.mappings().map(part).collect();
            let SetOutcome { parts, totals } = run::run_set(&parts, &options, make, emit, progress);
            return (parts, Some(totals));
        }
        let Some((mapping, loaded)) = self.mappings().next() else { return (Vec::new(), None) };
        let options = RunOptions { extracted_at: mapping.options.extracted_at, ..options };
        (vec![run::run(&mapping.plan, loaded, &options, make, emit, progress)], None)
    }

    /// What was found by each mapping, with the bytes of rows that its cases couldn't use.
    fn found(&self, outcomes: &mut [Outcome]) -> Result<Vec<FoundByRun>, Failure> {
        let of_mapping = |((mapping, loaded), outcome): ((&Mapping, &Arc<Loaded>), &mut Outcome)| {
            let quarantined = self.fetch(&mapping.plan, loaded, &outcome.quarantined)?;
            Ok(FoundByRun { diagnostics: std::mem::take(&mut outcome.diagnostics), quarantined })
        };
        self.mappings().zip(outcomes).map(of_mapping).collect()
    }

    fn fetch(&self, plan: &Plan, loaded: &Loaded, rows: &[RunQuarantined]) -> Result<Vec<Quarantined>, Failure> {
        let unfit = |row: &RunQuarantined| {
            let code = Code::parse(&row.code).unwrap_or(codes::SCRIPT_FAILED);
            Unfit { source: row.source, number: row.number, code, reason: row.reason.clone() }
        };
        load::fetch_rows(plan, loaded, rows.iter().map(unfit).collect()).map_err(|problems| Failure::Stopped {
            exit: Exit::CouldNotRun,
            diagnostics: problems.sorted(),
            files: self.runnable.files.clone(),
        })
    }

    fn quarantine(&self, outputs: &mut Outputs, found: &[FoundByRun]) -> Result<Output, OutputError> {
        let parts = self.mappings().zip(found).map(|((mapping, loaded), found)| QuarantinePart {
            plan: &mapping.plan,
            loaded,
            of_run: &found.quarantined,
        });
        let parts: Vec<QuarantinePart<'_>> = parts.collect();
        let rows: usize = parts.iter().map(|part| part.loaded.quarantine.len() + part.of_run.len()).sum();
        let mut file = outputs.create(QUARANTINE)?;
        file.write(&match (self.runnable.is_set, parts.as_slice()) {
            (false, [only]) => quarantine_csv(only.plan, only.loaded, only.of_run),
            _ => quarantine_of_set(&parts),
        })?;
        Ok(Output::new(file.close(), rows as u64))
    }

    fn part<'l>(
        &self,
        mapping: &'l Mapping,
        loaded: &'l Loaded,
        labels: &'l Labels,
        outcome: Outcome,
        found: &FoundByRun,
    ) -> MappingParts<'l> {
        let warnings = loaded.warnings.warnings().chain(found.diagnostics.warnings()).cloned();
        MappingParts {
            plan: &mapping.plan,
            loaded,
            outcome,
            labels,
            mapping_digest: mapping.digest,
            timezone: mapping.options.timezone.as_ref().map(|zone| zone.name().to_owned()),
            locale: self.args.locale.clone(),
            headed_by_labels: self.headers.is_some(),
            extracted_at: mapping.options.extracted_at,
            flat: self.args.flat,
            warnings: warnings.collect::<Diagnostics>().sorted(),
        }
    }

    fn report(
        &self,
        mut mappings: Vec<MappingParts<'_>>,
        shown: &[LogPart<'_>],
        totals: Option<JointTotals>,
        outputs: Vec<Output>,
        xes: Option<XesReport>,
    ) -> Report {
        let log = &self.runnable.log;
        match (totals, mappings.pop()) {
            (None, Some(mapping)) => Report::One(Box::new(Parts { log, mapping, xes, outputs }.assemble())),
            (totals, last) => {
                mappings.extend(last);
                let (set_digest, totals) = (self.runnable.digest.clone(), totals.unwrap_or_default());
                Report::Set(Box::new(SetParts { log, set_digest, shown, mappings, totals, xes, outputs }.assemble()))
            }
        }
    }
}
