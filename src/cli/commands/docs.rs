//! `caseloom docs`

use std::path::PathBuf;

use caseloom::diagnostic::{Diagnostic, Files, codes, system};
use caseloom::docs::{self, Language, Template, Variant};
use caseloom::extract::Window;
use chrono::NaiveDate;
use clap::{Args, ValueEnum};

use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Checked, is_one_finding, under_each};
use crate::cli::terminal::Terminal;

/// Print the data template: what the log tells, and how the export is made
///
/// Attributes and activities with why they matter and where they come from, what a case is, params, and an extraction guide
/// with the files, the columns and ready queries to fetch them. All of it is made from the mapping.
///
///   caseloom docs salesforce-service-cloud --format html --locale all --output template.html
#[derive(Debug, Args)]
pub struct DocsArgs {
    /// Shipped names, YAML files, or folders with `mapping.yaml`
    #[arg(required = true, value_name = "MAPPING")]
    mappings: Vec<String>,
    /// The form of the template
    #[arg(long, value_name = "FORMAT", default_value = "markdown")]
    format: DocsFormat,
    /// The template's language; `all` are those between which one HTML page switches
    #[arg(long, value_name = "LOCALE", default_value = "en")]
    locale: Locale,
    /// Write the template there instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The first day that the queries ask for
    #[arg(long, value_name = "DATE", default_value = "2025-01-01")]
    since: NaiveDate,
    /// The day after the last that the queries ask for
    #[arg(long, value_name = "DATE", default_value = "2026-01-01")]
    before: NaiveDate,
}

/// The form of a data template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DocsFormat {
    /// For repositories and wikis
    Markdown,
    /// One page that needs nothing else, for browsers and for print
    Html,
}

/// The language of a data template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Locale {
    /// English
    En,
    /// Chinese
    Zh,
    /// French
    Fr,
    /// Thai
    Th,
    /// All of them in one page
    All,
}

impl Locale {
    fn languages(self) -> &'static [Language] {
        match self {
            Self::En => &[Language::English],
            Self::Zh => &[Language::Chinese],
            Self::Fr => &[Language::French],
            Self::Th => &[Language::Thai],
            Self::All => Language::ALL,
        }
    }
}

/// Prints the data templates of mappings; what is wrong with one goes to standard error.
pub fn run(args: &DocsArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    check(args)?;
    let mut files = Files::new();
    let opened = args.mappings.iter().map(|name| under_each(&mut files, name)).collect::<Result<Vec<_>, _>>()?;
    let errors: Vec<Diagnostic> =
        opened.iter().flatten().flat_map(|(_, checked)| checked.diagnostics.errors().cloned()).collect();
    if !errors.is_empty() {
        terminal.complain(&without_repeats(errors), &files);
        return Ok(Exit::Findings);
    }
    let window = Window { since: args.since, before: args.before };
    let editions: Vec<Vec<Template>> =
        args.locale.languages().iter().map(|language| templates(&opened, *language)).collect();
    let text = match args.format {
        DocsFormat::Markdown => editions.iter().map(|templates| docs::document(templates, &window)).collect(),
        DocsFormat::Html => docs::page(&editions, &window).map_err(|error| failed(&error.to_string()))?,
    };
    write(args, &text, terminal)?;
    Ok(Exit::Fine)
}

/// Options that don't go together.
fn check(args: &DocsArgs) -> Result<(), Failure> {
    let wrong = |message: &str, help: &str| {
        Err(Failure::usage(Diagnostic::new(codes::CONFLICTING_OPTIONS, message).help(help)))
    };
    if args.locale == Locale::All && args.format == DocsFormat::Markdown {
        return wrong("only a page can switch between languages", "add `--format html`, or name one language");
    }
    if args.since >= args.before {
        return wrong("`--since` doesn't lie before `--before`", "the window of time begins at `--since`");
    }
    Ok(())
}

/// What several profiles say alike is told once.
fn without_repeats(errors: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut once: Vec<Diagnostic> = Vec::new();
    for error in errors {
        if !once.iter().any(|other| is_one_finding(&error, other)) {
            once.push(error);
        }
    }
    once
}

type Opened = Vec<(Option<String>, Checked)>;

fn templates(opened: &[Opened], language: Language) -> Vec<Template> {
    opened.iter().filter_map(|each| template(each, language)).collect()
}

fn template(opened: &Opened, language: Language) -> Option<Template> {
    let variants: Vec<Variant<'_>> = opened.iter().filter_map(variant).collect();
    let (first, others) = variants.split_first()?;
    Some(docs::template(*first, others, language))
}

fn variant((profile, checked): &(Option<String>, Checked)) -> Option<Variant<'_>> {
    let (mapping, plan) = (checked.resolved.mapping.as_ref()?, checked.plan.as_ref()?);
    Some(Variant { profile: profile.as_deref(), mapping, plan })
}

fn write(args: &DocsArgs, text: &str, terminal: &Terminal) -> Result<(), Failure> {
    let Some(file) = &args.output else { return terminal.result(text) };
    std::fs::write(file, text)
        .map_err(|error| failed(&format!("`{}` can't be written: {}", file.display(), system::reason(&error))))?;
    terminal.tell(&format!("written to {}\n", file.display()));
    Ok(())
}

fn failed(message: &str) -> Failure {
    Failure::could_not_run(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message))
}
