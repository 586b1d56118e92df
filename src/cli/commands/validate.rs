//! `caseloom validate`

use std::path::PathBuf;

use caseloom::diagnostic::render::{Findings, Folders, Report, Stop, github, json, sarif};
use caseloom::diagnostic::{Diagnostic, Severity};
use caseloom::load::{self, LoadOptions};
use caseloom::time::Zone;
use clap::Args;

use super::FindingsFormat;
use crate::cli::commands::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Opened, open, open_all, open_fitting};
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
    /// Check the files of this export too
    #[arg(long, value_name = "DIR")]
    input: Option<PathBuf>,
    /// The form of the findings
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: FindingsFormat,
    /// Exit with 1 where there are warnings
    #[arg(long)]
    deny_warnings: bool,
    /// Apply this profile
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Give a param a value, as for a run; a list is written `A,B`
    #[arg(long, value_name = "PARAM=VALUE", value_parser = settings::set)]
    set: Vec<(String, String)>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris
    #[arg(long, value_name = "ZONE", value_parser = settings::zone)]
    timezone: Option<Zone>,
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
    check_options(args)?;
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
    let folders = Folders { current: std::env::current_dir().ok(), input: args.input.clone() };
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
    check_options(args)?;
    for mapping in &args.mappings {
        all.push(findings(args, mapping, terminal)?);
    }
    Ok(())
}

fn check_options(args: &ValidateArgs) -> Result<(), Failure> {
    args.input.as_deref().map_or(Ok(()), settings::check_input)
}

/// What is found in one mapping, and in the export as it reads it.
fn findings(args: &ValidateArgs, mapping: &str, terminal: &Terminal) -> Result<Findings, Failure> {
    let mut opened = match (&args.profile, &args.input) {
        (Some(profile), _) => open(mapping, Some(profile))?,
        (None, Some(input)) => open_fitting(mapping, input, terminal)?,
        (None, None) => open_all(mapping)?,
    };
    check_run(args, &mut opened)?;
    let Opened { files, diagnostics, display, .. } = opened;
    Ok(Findings { about: display, diagnostics: diagnostics.sorted(), files })
}

/// Where the mapping itself is right: whether params can be given so, and whether the export can be read.
fn check_run(args: &ValidateArgs, opened: &mut Opened) -> Result<(), Failure> {
    let Some(plan) = &opened.plan else { return Ok(()) };
    let of_set = settings::check_set(&args.set, plan, &opened.files)?;
    let Some(input) = &args.input else {
        opened.diagnostics.extend(of_set);
        return Ok(());
    };
    let options = LoadOptions {
        input: input.clone(),
        set: args.set.clone(),
        timezone: args.timezone.clone(),
        ..LoadOptions::default()
    };
    let found = load::inspect(plan, &options, &|_| {});
    opened.diagnostics.extend(found);
    Ok(())
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
