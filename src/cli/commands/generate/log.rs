//! Running cases and writing what comes of them.

use std::sync::Arc;

use caseloom::diagnostic::Diagnostics;
use caseloom::load::Loaded;
use caseloom::plan::Plan;
use caseloom::run::{self, Outcome, RunOptions, RunQuarantined};
use caseloom::write::log::QUARANTINE;
use caseloom::write::manifest::{Manifest, Output, Parts};
use caseloom::write::xes::{LogValues, XesReport};
use caseloom::write::{Labels, LogBlock, LogFiles, LogFormats, OutputError, Outputs, quarantine_csv};

use super::{GenerateArgs, progress};
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

impl Log<'_> {
    /// Runs all cases and writes all files. Gives the manifest, and what was found on the way.
    pub fn write(&self, mut outputs: Outputs, terminal: &Terminal) -> Result<(Manifest, Diagnostics), Failure> {
        let labels = Labels::choose(self.plan, self.args.locale.as_deref());
        let values = LogValues { params: &self.loaded.params, extracted_at: self.args.extracted_at };
        let formats = LogFormats::new(self.plan, &labels, self.args.wanted(), self.args.flat, &values);
        let (files, mut outcome) = self.run(&formats, &mut outputs, terminal)?;
        let (mut written, xes) = files.close(&formats)?;
        written.push(self.quarantine(&mut outputs, &outcome.quarantined)?);
        let found = std::mem::take(&mut outcome.diagnostics);
        let manifest = self.manifest(&labels, outcome, written, xes);
        outputs.finish(manifest.to_json().as_bytes())?;
        Ok((manifest, found))
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
            if state.is_ok() {
                state = files.add(&block);
            }
        };
        let bar = progress::running(terminal, self.loaded.cases.len() as u64);
        let outcome = run::run(self.plan, self.loaded, &options, || formats.block(), emit, &|cases| bar.inc(cases));
        bar.finish_and_clear();
        state?;
        Ok((files, outcome))
    }

    fn quarantine(&self, outputs: &mut Outputs, of_run: &[RunQuarantined]) -> Result<Output, OutputError> {
        let mut file = outputs.create(QUARANTINE)?;
        file.write(&quarantine_csv(self.plan, self.loaded, of_run))?;
        Ok(Output::new(file.close(), (self.loaded.quarantine.len() + of_run.len()) as u64))
    }

    fn manifest(&self, labels: &Labels, outcome: Outcome, outputs: Vec<Output>, xes: Option<XesReport>) -> Manifest {
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
            xes,
            outputs,
        };
        parts.assemble()
    }
}
