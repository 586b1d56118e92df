//! `caseloom schema`

use clap::{Args, ValueEnum};

use super::json;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Print the JSON Schema of the mapping language, for editors
///
/// Name it in a mapping's first line, so that an editor completes and checks while you type:
///
///   # yaml-language-server: $schema=mapping.schema.json
#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// What the files are that it is for
    #[arg(value_name = "KIND", default_value = "mapping")]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A mapping of one system
    Mapping,
    /// A set of mappings
    Set,
    /// Test cases of mappings
    Tests,
}

/// Prints the JSON Schema.
pub fn run(args: &SchemaArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let schema = match args.kind {
        Kind::Mapping => caseloom::resolve::schema(),
        Kind::Set => caseloom::resolve::set_schema(),
        Kind::Tests => caseloom::testing::schema(),
    };
    terminal.result(json(&schema))?;
    Ok(Exit::Fine)
}
