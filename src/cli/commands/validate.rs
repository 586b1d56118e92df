//! `caseloom validate`

use std::path::PathBuf;

use caseloom::diagnostic::render::json;
use caseloom::diagnostic::{Diagnostic, Severity};
use caseloom::load::{self, LoadOptions};
use caseloom::time::Zone;
use clap::Args;

use super::Format;
use crate::cli::commands::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Opened, open, open_all, open_fitting};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom validate mapping.yaml
  caseloom validate mapping.yaml --input export --timezone Europe/Paris
  caseloom validate mappings/* --format json --deny-warnings";

/// Check mappings: names, types, scripts; with --input also real files
///
/// Nothing is run and no data is needed. With an input folder, files, headers and every value are checked too.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ValidateArgs {
    /// Shipped names, YAML files, or folders with `mapping.yaml`
    #[arg(required = true, value_name = "MAPPING")]
    mappings: Vec<String>,
    /// Check the files of this export too
    #[arg(long, value_name = "DIR")]
    input: Option<PathBuf>,
    /// The form of the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Exit with 1 where there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Apply this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris
    #[arg(long, value_name = "ZONE", value_parser = settings::zone)]
    timezone: Option<Zone>,
}

/// Prints the findings of all mappings.
pub fn run(args: &ValidateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    if let Some(input) = &args.input {
        settings::check_input(input)?;
    }
    let mut found = Found::default();
    let mut arrays = Vec::new();
    for mapping in &args.mappings {
        let mut opened = match (&args.profile, &args.input) {
            (Some(profile), _) => open(mapping, Some(profile))?,
            (None, Some(input)) => open_fitting(mapping, input, terminal)?,
            (None, None) => open_all(mapping)?,
        };
        check_input(args, &mut opened);
        let Opened { files, diagnostics, display, .. } = opened;
        let diagnostics = diagnostics.sorted();
        found.count(&diagnostics);
        match args.format {
            Format::Human => {
                terminal.findings(&diagnostics, &files)?;
                terminal.tell(&format!("{display}: {}\n", Found::of(&diagnostics).in_words()));
            }
            Format::Json => arrays.extend(objects(&json::render(&diagnostics, &files))),
        }
    }
    if args.format == Format::Json {
        terminal.result(super::json(&serde_json::Value::Array(arrays)))?;
    }
    Ok(found.exit(args.deny_warnings))
}

/// Reads the export as a run would, where the mapping itself is right.
fn check_input(args: &ValidateArgs, opened: &mut Opened) {
    let (Some(input), Some(plan)) = (&args.input, &opened.plan) else { return };
    let options = LoadOptions { input: input.clone(), timezone: args.timezone.clone(), ..LoadOptions::default() };
    let found = load::inspect(plan, &options, &|_| {});
    opened.diagnostics.extend(found);
}

/// The diagnostics of one mapping, to be joined with those of others.
fn objects(array: &str) -> Vec<serde_json::Value> {
    serde_json::from_str(array).unwrap_or_default()
}

/// How many findings there are.
#[derive(Debug, Default)]
struct Found {
    errors: usize,
    warnings: usize,
}

impl Found {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut found = Self::default();
        found.count(diagnostics);
        found
    }

    fn count(&mut self, diagnostics: &[Diagnostic]) {
        let errors = diagnostics.iter().filter(|each| each.severity() == Severity::Error).count();
        self.errors += errors;
        self.warnings += diagnostics.len() - errors;
    }

    fn in_words(&self) -> String {
        match (self.errors, self.warnings) {
            (0, 0) => "no findings".to_owned(),
            (errors, 0) => plural(errors, "error"),
            (0, warnings) => plural(warnings, "warning"),
            (errors, warnings) => format!("{}, {}", plural(errors, "error"), plural(warnings, "warning")),
        }
    }

    fn exit(&self, deny_warnings: bool) -> Exit {
        if self.errors > 0 || deny_warnings && self.warnings > 0 { Exit::Findings } else { Exit::Fine }
    }
}

fn plural(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
