//! What a run found, and how it ends for that.

use caseloom::diagnostic::render::json;
use caseloom::diagnostic::{Diagnostic, Diagnostics, Severity, codes};
use caseloom::load::{self, Loaded};
use caseloom::plan::Plan;
use caseloom::write::Manifest;

use super::super::Format;
use super::GenerateArgs;
use super::log::FoundByRun;
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
    /// Collects them.
    pub fn new(
        args: &GenerateArgs,
        plan: &Plan,
        loaded: &Loaded,
        manifest: &Manifest,
        of_run: FoundByRun,
        runnable: &Runnable,
    ) -> Self {
        let FoundByRun { diagnostics: of_run, quarantined } = of_run;
        let is_faulty = of_run.iter().any(|each| each.code == codes::ACCOUNTS_DIFFER);
        let mut general: Diagnostics = runnable.warnings.iter().cloned().collect();
        general.extend(loaded.warnings.iter().cloned());
        general.extend(of_run);
        let rows = load::quarantined(plan, loaded, loaded.quarantine.iter().chain(&quarantined));
        Self {
            general: general.sorted(),
            rows: rows.into_iter().collect::<Diagnostics>().sorted(),
            too_many: too_many(args, manifest),
            is_faulty,
        }
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

fn too_many(args: &GenerateArgs, manifest: &Manifest) -> Option<Diagnostic> {
    let (quarantined, rows) = (manifest.totals.quarantined, manifest.totals.rows);
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
