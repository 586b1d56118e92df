//! What a run found, and how it ends for that.

use std::sync::Arc;

use caseloom::diagnostic::render::json;
use caseloom::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use caseloom::load::Loaded;

use super::super::{Format, quarantine};
use super::GenerateArgs;
use super::report::Report;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::Runnable;
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
        of_run: Vec<Diagnostics>,
    ) -> Self {
        let is_faulty = of_run.iter().flatten().any(|each| each.code == codes::ACCOUNTS_DIFFER);
        let mut general: Diagnostics = runnable.warnings.iter().cloned().collect();
        let mut rows = Vec::new();
        for ((mapping, loaded), of_run) in runnable.mappings.iter().zip(loaded).zip(of_run) {
            let of_mapping =
                |found: Diagnostic| if runnable.is_set { found.in_mapping(&mapping.plan.name) } else { found };
            general.extend(loaded.warnings.iter().cloned().chain(of_run).map(of_mapping));
            rows.extend(quarantine::findings(&mapping.plan, loaded).into_iter().map(of_mapping));
        }
        Self { general: general.sorted(), rows, too_many: too_many(args, report), is_faulty }
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
