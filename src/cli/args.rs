//! The commands and what all of them share.

use clap::{Args, Parser, Subcommand};

use super::commands::test::TestFormat;
use super::commands::{
    Format, codes, completions, coverage, diff, docs, explain, generate, init, list, man, schema, show, test,
    upgrade_check, validate,
};
use super::terminal::ColorChoice;

const EXAMPLES: &str = "\
Examples:
  caseloom list
  caseloom init --input export --output acme.yaml
  caseloom validate servicenow-incident
  caseloom generate --mapping servicenow-incident --input export --output log --timezone UTC
  caseloom codes E0802

Exit codes:
  0  fine; warnings too, unless they are denied
  1  findings, or more rows in quarantine than allowed
  2  wrong usage: options, or a mapping or an input folder that isn't there
  3  could not run: a required file or column is missing, a file can't be read or written

A MAPPING is the name of a shipped mapping, a YAML file, or a folder with `mapping.yaml`.
A bare name means the shipped mapping where there is one; write `./name` for the path.";

/// Turns exports of service desks and contact centres into process-mining event logs
///
/// A mapping says how the export of one system becomes an event log: where rows come from, which case a row belongs to, and
/// which rows and changes are events. It is checked before the first row is read, and every row is accounted for.
#[derive(Debug, Parser)]
#[command(name = "caseloom", version, after_help = EXAMPLES, max_term_width = 110, infer_long_args = false)]
pub struct Cli {
    /// What all commands share.
    #[command(flatten)]
    pub global: Global,
    /// The command.
    #[command(subcommand)]
    pub command: Command,
}

/// What all commands share.
#[derive(Debug, Args)]
pub struct Global {
    /// Say nothing but findings and results
    #[arg(long, short, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// When to use colours
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = "Global options")]
    pub color: ColorChoice,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    Validate(validate::ValidateArgs),
    Generate(generate::GenerateArgs),
    Explain(explain::ExplainArgs),
    Coverage(coverage::CoverageArgs),
    Init(init::InitArgs),
    Test(test::TestArgs),
    List(list::ListArgs),
    Show(show::ShowArgs),
    Diff(diff::DiffArgs),
    UpgradeCheck(upgrade_check::UpgradeCheckArgs),
    Docs(docs::DocsArgs),
    Schema(schema::SchemaArgs),
    Codes(codes::CodesArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
}

impl Command {
    /// Whether what stops it is wanted as JSON on standard output. `validate` writes that itself.
    pub fn tells_json(&self) -> bool {
        match self {
            Self::Generate(args) => args.diagnostics == Format::Json,
            Self::Explain(args) => args.format == Format::Json,
            Self::Coverage(args) => args.format == coverage::CoverageFormat::Json,
            Self::Test(args) => args.format == TestFormat::Json,
            _ => false,
        }
    }
}
