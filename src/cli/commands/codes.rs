//! `caseloom codes`

use caseloom::diagnostic::{Code, nearest};
use clap::Args;
use serde_json::{Value, json};

use super::Format;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom codes
  caseloom codes E0802
  caseloom codes time-in-no-format --format json";

/// Explain the codes of findings
///
/// Without a code, all of them in a table. A code can be given by its number or its name.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct CodesArgs {
    /// The code to explain, such as E0802 or time-in-no-format
    #[arg(value_parser = find)]
    code: Option<Code>,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// Prints the table, or one code.
pub fn run(args: &CodesArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let text = match (args.format, args.code) {
        (Format::Human, Some(code)) => explanation(code),
        (Format::Human, None) => table(),
        (Format::Json, Some(code)) => super::json(&as_json(code)),
        (Format::Json, None) => super::json(&Value::Array(Code::all().map(as_json).collect())),
    };
    terminal.result(text)?;
    Ok(Exit::Fine)
}

fn find(text: &str) -> Result<Code, String> {
    Code::parse(text).ok_or_else(|| {
        let names = Code::all().flat_map(|code| [code.id(), code.name()]);
        match nearest::nearest(text, names) {
            Some(near) => format!("there is no such code; did you mean `{near}`?"),
            None => "there is no such code; `caseloom codes` lists all of them".to_owned(),
        }
    })
}

fn table() -> String {
    let width = Code::all().map(|code| code.name().len()).max().unwrap_or(0);
    Code::all().map(|code| format!("{}  {:width$}  {}\n", code.id(), code.name(), code.title())).collect()
}

fn explanation(code: Code) -> String {
    let example: String = code.example().lines().map(|line| format!("    {line}\n")).collect();
    let severity = code.severity().name();
    format!(
        "{} {} ({severity})\n{}\n\n{}\n\nExample:\n{example}",
        code.id(),
        code.name(),
        code.title(),
        code.explanation()
    )
}

fn as_json(code: Code) -> Value {
    json!({
        "code": code.id(),
        "name": code.name(),
        "severity": code.severity().name(),
        "title": code.title(),
        "explanation": code.explanation(),
        "example": code.example(),
    })
}
