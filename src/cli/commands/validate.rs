//! `caseloom validate`

use caseloom::diagnostic::render::json;
use caseloom::diagnostic::{Diagnostic, Files, Severity};
use caseloom::load::{self, LoadOptions};
use caseloom::time::Zone;
use clap::Args;

use super::Format;
use crate::cli::commands::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::options::{For, Given};
use crate::cli::open::{OpenedRequest, request};
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
    /// Check the files of this export too; `NAME=DIR` that of one mapping of a set
    #[arg(long, value_name = "DIR")]
    input: Vec<String>,
    /// The form of the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
    /// Exit with 1 where there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Apply this profile; `NAME=PROFILE` to one mapping of a set
    #[arg(long, value_name = "PROFILE", value_parser = settings::profile_for)]
    profile: Vec<For<String>>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris; `NAME=ZONE` for one mapping of a set
    #[arg(long, value_name = "ZONE", value_parser = settings::zone_for)]
    timezone: Vec<For<Zone>>,
}

/// Prints the findings of all mappings.
pub fn run(args: &ValidateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut found = Found::default();
    let mut arrays = Vec::new();
    for mapping in &args.mappings {
        let Findings { about, diagnostics, files } = findings(args, mapping, terminal)?;
        found.count(&diagnostics);
        match args.format {
            Format::Human => {
                terminal.findings(&diagnostics, &files)?;
                terminal.tell(&format!("{about}: {}\n", Found::of(&diagnostics).in_words()));
            }
            Format::Json => arrays.extend(objects(&json::render(&diagnostics, &files))),
        }
    }
    if args.format == Format::Json {
        terminal.result(super::json(&serde_json::Value::Array(arrays)))?;
    }
    Ok(found.exit(args.deny_warnings))
}

/// What is found in a mapping or a set.
struct Findings {
    about: String,
    diagnostics: Vec<Diagnostic>,
    files: Files,
}

fn findings(args: &ValidateArgs, mapping: &str, terminal: &Terminal) -> Result<Findings, Failure> {
    let mut files = Files::new();
    let request = request(&mut files, &[mapping.to_owned()])?;
    let about = request.display.clone();
    let given =
        Given { input: &args.input, profile: &args.profile, timezone: &args.timezone, extracted_at: &[], set: &[] };
    let mut opened = request.check(&mut files, &given, !args.input.is_empty(), terminal)?;
    check_input(&mut opened);
    Ok(Findings { about, diagnostics: opened.diagnostics.sorted(), files })
}

/// Reads the exports as a run would, where the mappings themselves are right.
fn check_input(opened: &mut OpenedRequest) {
    for mapping in &opened.mappings {
        let (Some(input), Some(plan)) = (&mapping.options.input, &mapping.plan) else { continue };
        let options = LoadOptions {
            input: input.clone(),
            set: mapping.options.set.clone(),
            timezone: mapping.options.timezone.clone(),
            ..LoadOptions::default()
        };
        let found = load::inspect(plan, &options, &|_| {});
        let of_mapping = |found: Diagnostic| if opened.is_set { found.in_mapping(&plan.name) } else { found };
        opened.diagnostics.extend(found.into_iter().map(of_mapping));
    }
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
