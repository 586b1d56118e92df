//! `caseloom validate`

use std::path::Path;

use caseloom::diagnostic::render::{Findings, Folders, Report, Stop, github, json, sarif};
use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, Severity};
use caseloom::load::{self, LoadOptions};
use caseloom::time::Zone;
use clap::Args;

use super::FindingsFormat;
use crate::cli::commands::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::options::{For, Given};
use crate::cli::open::{OpenedMapping, request};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom validate mapping.yaml
  caseloom validate mapping.yaml --input export --timezone Europe/Paris
  caseloom validate mappings/*.yaml --format github
  caseloom validate mappings/*.yaml --format sarif --deny-warnings > caseloom.sarif";

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
    pub format: FindingsFormat,
    /// Exit with 1 where there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Apply this profile; `NAME=PROFILE` to one mapping of a set
    #[arg(long, value_name = "PROFILE", value_parser = settings::profile_for)]
    profile: Vec<For<String>>,
    /// Give a param a value, as for a run; a list is written `A,B`, a param of one mapping of a set `NAME.PARAM=VALUE`
    #[arg(long, value_name = "PARAM=VALUE", value_parser = settings::set)]
    set: Vec<(String, String)>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris; `NAME=ZONE` for one mapping of a set
    #[arg(long, value_name = "ZONE", value_parser = settings::zone_for)]
    timezone: Vec<For<Zone>>,
}

/// Prints the findings of all mappings.
pub fn run(args: &ValidateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    match args.format {
        FindingsFormat::Human => in_words(args, terminal),
        _ => as_document(args, terminal),
    }
}

/// Prints mapping after mapping.
fn in_words(args: &ValidateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut count = Count::default();
    for mapping in &args.mappings {
        let Findings { about, diagnostics, files } = findings(args, mapping, terminal)?;
        count.add(&diagnostics);
        terminal.findings(&diagnostics, &files)?;
        terminal.tell(&format!("{about}: {}\n", Count::of(&diagnostics).in_words()));
    }
    Ok(count.exit(args.deny_warnings))
}

/// Prints one document about all mappings; what stops the command is part of it.
fn as_document(args: &ValidateArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let folders = Folders { current: std::env::current_dir().ok(), input: args.folder_of_all().map(Path::to_owned) };
    let mut report = Report { folders, ..Report::default() };
    let mut count = Count::default();
    let exit = match gather(args, terminal, &mut report.findings) {
        Ok(()) => {
            report.findings.iter().for_each(|each| count.add(&each.diagnostics));
            count.exit(args.deny_warnings)
        }
        Err(Failure::NobodyReads) => return Err(Failure::NobodyReads),
        Err(Failure::Stopped { exit, diagnostics, files }) => {
            report.stop = Some(Stop { is_usage: exit == Exit::Usage, diagnostics, files });
            exit
        }
    };
    report.exit_code = exit as u8;
    terminal.result(match args.format {
        FindingsFormat::Sarif => sarif::report(&report),
        FindingsFormat::Github => github::report(&report),
        FindingsFormat::Human | FindingsFormat::Json => json::report(&report),
    })?;
    Ok(exit)
}

fn gather(args: &ValidateArgs, terminal: &Terminal, all: &mut Vec<Findings>) -> Result<(), Failure> {
    for mapping in &args.mappings {
        all.push(findings(args, mapping, terminal)?);
    }
    Ok(())
}

/// What is found in one mapping or set, and in the exports as it reads them.
fn findings(args: &ValidateArgs, mapping: &str, terminal: &Terminal) -> Result<Findings, Failure> {
    let mut files = Files::new();
    let request = request(&mut files, &[mapping.to_owned()])?;
    let about = request.display.clone();
    let mut opened = request.check(&mut files, &args.given(), !args.input.is_empty(), terminal)?;
    for mapping in &opened.mappings {
        let found = of_run(args, mapping).into_iter();
        match &mapping.plan {
            Some(plan) if opened.is_set => opened.diagnostics.extend(found.map(|each| each.in_mapping(&plan.name))),
            _ => opened.diagnostics.extend(found),
        }
    }
    Ok(Findings { about, diagnostics: opened.diagnostics.sorted(), files })
}

/// Where a mapping itself is right: what a run would find in the values of params and in the export.
fn of_run(args: &ValidateArgs, mapping: &OpenedMapping) -> Diagnostics {
    let Some(plan) = &mapping.plan else { return Diagnostics::new() };
    let Some(input) = &mapping.options.input else { return mapping.unusual.clone() };
    let options = LoadOptions {
        input: input.clone(),
        set: mapping.options.set.clone(),
        timezone: mapping.options.timezone.clone(),
        ..LoadOptions::default()
    };
    let found = load::inspect(plan, &options, &|_| {});
    match args.folder_of_all() {
        // What programs read as JSON stands by itself; other documents say where the input is.
        Some(_) if args.format != FindingsFormat::Json => found,
        _ => found.into_iter().map(|each| each.with_input(input)).collect(),
    }
}

impl ValidateArgs {
    fn given(&self) -> Given<'_> {
        Given {
            input: &self.input,
            profile: &self.profile,
            timezone: &self.timezone,
            extracted_at: &[],
            set: &self.set,
        }
    }

    /// The folder that all mappings read, if it is one.
    fn folder_of_all(&self) -> Option<&Path> {
        match self.input.as_slice() {
            [only] if Path::new(only).exists() || !only.contains('=') => Some(Path::new(only)),
            _ => None,
        }
    }
}

/// How many findings there are.
#[derive(Debug, Default)]
struct Count {
    errors: usize,
    warnings: usize,
}

impl Count {
    fn of(diagnostics: &[Diagnostic]) -> Self {
        let mut count = Self::default();
        count.add(diagnostics);
        count
    }

    fn add(&mut self, diagnostics: &[Diagnostic]) {
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
