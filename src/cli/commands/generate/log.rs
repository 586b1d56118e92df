//! Running cases and writing what comes of them.

use std::ops::ControlFlow;
use std::sync::Arc;

use caseloom::diagnostic::{Code, Diagnostic, Diagnostics, Files, codes};
use caseloom::load::{self, Loaded, Quarantined, Unfit};
use caseloom::plan::Plan;
use caseloom::run::{self, Outcome, RunOptions, RunQuarantined};
use caseloom::write::log::QUARANTINE;
use caseloom::write::manifest::{Manifest, Output, Parts};
use caseloom::write::xes::{LogValues, XesReport};
use caseloom::write::{Labels, LogBlock, LogFiles, LogFormats, OutputError, Outputs, quarantine_csv};

use super::{GenerateArgs, progress};
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// What a log is made of.
pub struct Log<'a> {
    pub args: &'a GenerateArgs,
    pub plan: &'a Arc<Plan>,
    pub loaded: &'a Arc<Loaded>,
    /// SHA-256 of the mapping in force.
    pub mapping_digest: [u8; 32],
    /// The texts that findings point into.
    pub files: &'a Files,
}

/// What was found while cases ran.
pub struct FoundByRun {
    pub diagnostics: Diagnostics,
    pub quarantined: Vec<Quarantined>,
}

impl Log<'_> {
    /// Runs all cases and writes all files. Gives the manifest, and what was found on the way.
    pub fn write(&self, mut outputs: Outputs, terminal: &Terminal) -> Result<(Manifest, FoundByRun), Failure> {
        let labels = Labels::choose(self.plan, self.args.locale.as_deref());
        let values = LogValues { params: &self.loaded.params, extracted_at: self.args.extracted_at };
        let formats = LogFormats::new(self.plan, &labels, self.args.wanted(), self.args.flat, &values);
        let (files, mut outcome) = self.run(&formats, &mut outputs, terminal)?;
        let (mut written, xes) = files.close(&formats)?;
        let quarantined = self.fetch(&outcome.quarantined)?;
        written.push(self.quarantine(&mut outputs, &quarantined)?);
        let diagnostics = std::mem::take(&mut outcome.diagnostics);
        let manifest = self.manifest(&labels, outcome, self.warnings(&diagnostics), written, xes);
        outputs.finish(manifest.to_json().as_bytes())?;
        Ok((manifest, FoundByRun { diagnostics, quarantined }))
    }

    fn run(
        &self,
        formats: &LogFormats<'_>,
        outputs: &mut Outputs,
        terminal: &Terminal,
    ) -> Result<(LogFiles, Outcome), Failure> {
        let options = RunOptions {
            extracted_at: self.args.extracted_at,
            locale: self.args.locale.clone(),
            threads: self.args.threads.unwrap_or(0),
            ..RunOptions::default()
        };
        let mut files = LogFiles::begin(formats, outputs)?;
        let mut state = Ok(());
        let emit = |block: LogBlock<'_>| {
            state = files.add(&block);
            if state.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        let bar = progress::running(terminal, self.loaded.cases.len() as u64);
        let outcome = run::run(self.plan, self.loaded, &options, || formats.block(), emit, &|cases| bar.inc(cases));
        bar.finish_and_clear();
        state?;
        Ok((files, outcome))
    }

    /// The bytes of rows that cases couldn't use.
    fn fetch(&self, rows: &[RunQuarantined]) -> Result<Vec<Quarantined>, Failure> {
        let unfit = |row: &RunQuarantined| {
            let code = Code::parse(&row.code).unwrap_or(codes::SCRIPT_FAILED);
            Unfit { source: row.source, number: row.number, code, reason: row.reason.clone() }
        };
        load::fetch_rows(self.plan, self.loaded, rows.iter().map(unfit).collect()).map_err(|problems| {
            Failure::Stopped { exit: Exit::CouldNotRun, diagnostics: problems.sorted(), files: self.files.clone() }
        })
    }

    fn quarantine(&self, outputs: &mut Outputs, of_run: &[Quarantined]) -> Result<Output, OutputError> {
        let mut file = outputs.create(QUARANTINE)?;
        file.write(&quarantine_csv(self.plan, self.loaded, of_run))?;
        Ok(Output::new(file.close(), (self.loaded.quarantine.len() + of_run.len()) as u64))
    }

    /// The warnings of loading and of the run, sorted.
    fn warnings(&self, of_run: &Diagnostics) -> Vec<Diagnostic> {
        let all: Diagnostics = self.loaded.warnings.warnings().chain(of_run.warnings()).cloned().collect();
        all.sorted()
    }

    fn manifest(
        &self,
        labels: &Labels,
        outcome: Outcome,
        warnings: Vec<Diagnostic>,
        outputs: Vec<Output>,
        xes: Option<XesReport>,
    ) -> Manifest {
        let parts = Parts {
            plan: self.plan,
            loaded: self.loaded,
            outcome,
            labels,
            mapping_digest: self.mapping_digest,
            timezone: self.args.timezone.as_ref().map(|zone| zone.name().to_owned()),
            locale: self.args.locale.clone(),
            extracted_at: self.args.extracted_at,
            flat: self.args.flat,
            warnings,
            xes,
            outputs,
        };
        parts.assemble()
    }
}
