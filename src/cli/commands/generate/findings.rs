//! What a run found, and how it ends for that.

use std::sync::Arc;

use caseloom::diagnostic::render::json;
use caseloom::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use caseloom::load::{self, Loaded};

use super::super::Format;
use super::GenerateArgs;
use super::log::FoundByRun;
use super::report::Report;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Mapping, Runnable};
use crate::cli::terminal::Terminal;

/// What a run found.
pub struct Findings {
    /// Of the mapping, the input and the run.
    general: Vec<Diagnostic>,
    /// Rows in quarantine.
    rows: Vec<Diagnostic>,
    /// Set where these are too many.
    too_many: Option<Diagnostic>,
    /// Whether rows aren't accounted for, which is a fault of the program.
    is_faulty: bool,
}

impl Findings {
    /// Collects them. `of_run` is what was found while the cases of each mapping ran.
    pub fn new(
        args: &GenerateArgs,
        runnable: &Runnable,
        loaded: &[Arc<Loaded>],
        report: &Report,
        of_run: Vec<FoundByRun>,
    ) -> Self {
        let is_fault = |each: &Diagnostic| each.code == codes::ACCOUNTS_DIFFER;
        let is_faulty = of_run.iter().any(|found| found.diagnostics.iter().any(is_fault));
        let mut general: Diagnostics = runnable.warnings.iter().cloned().collect();
        let mut rows = Diagnostics::new();
        for ((mapping, loaded), of_run) in runnable.mappings.iter().zip(loaded).zip(of_run) {
            let of_mapping = |found: Diagnostic| told(found, mapping, args, runnable);
            general.extend(loaded.warnings.iter().cloned().chain(of_run.diagnostics).map(of_mapping));
            let unusable = loaded.quarantine.iter().chain(&of_run.quarantined);
            rows.extend(load::quarantined(&mapping.plan, loaded, unusable).into_iter().map(of_mapping));
        }
        Self { general: general.sorted(), rows: rows.sorted(), too_many: too_many(args, report), is_faulty }
    }

    /// Tells them: to people only what they have to know, as the summary counts rows in quarantine; to programs all.
    pub fn tell(&self, format: Format, runnable: &Runnable, terminal: &Terminal) -> Result<(), Failure> {
        let mut told = self.general.clone();
        match format {
            Format::Human => {
                if self.too_many.is_some() {
                    told.extend(self.rows.iter().cloned());
                }
                told.extend(self.too_many.clone());
                terminal.complain(&told, &runnable.files);
                Ok(())
            }
            Format::Json => {
                told.extend(self.rows.iter().cloned());
                told.extend(self.too_many.clone());
                terminal.result(json::render(&told, &runnable.files))
            }
        }
    }

    /// All of them, as programs are told.
    pub fn all(&self) -> impl Iterator<Item = &Diagnostic> {
        self.general.iter().chain(&self.rows).chain(&self.too_many)
    }

    /// What is told whatever the number of rows in quarantine.
    pub fn told(&self) -> &[Diagnostic] {
        &self.general
    }

    /// How the run ends.
    pub fn exit(&self) -> Exit {
        if self.is_faulty {
            Exit::CouldNotRun
        } else if self.too_many.is_some() || self.general.iter().any(|each| each.severity() == Severity::Error) {
            // A script that stopped left values out of the log.
            Exit::Findings
        } else {
            Exit::Fine
        }
    }
}

/// A finding of a mapping, as it is told: programs find its files from where the command runs.
pub fn told(found: Diagnostic, mapping: &Mapping, args: &GenerateArgs, runnable: &Runnable) -> Diagnostic {
    let found = if args.diagnostics == Format::Json { found.with_input(mapping.input()) } else { found };
    if runnable.is_set { found.in_mapping(&mapping.plan.name) } else { found }
}

fn too_many(args: &GenerateArgs, report: &Report) -> Option<Diagnostic> {
    let (quarantined, rows) = report.quarantined();
    if !args.max_quarantined.is_exceeded(quarantined, rows) {
        return None;
    }
    let allowed = args.max_quarantined.in_words();
    let are = if quarantined == 1 { "is" } else { "are" };
    let message = format!("{quarantined} of {rows} rows {are} in quarantine, and `--max-quarantined` allows {allowed}");
    let file = args.output.join("quarantine.csv");
    let help = format!("mend the rows in `{}`, or allow them with `--max-quarantined`", file.display());
    Some(Diagnostic::new(codes::TOO_MANY_QUARANTINED, message).help(help))
}
