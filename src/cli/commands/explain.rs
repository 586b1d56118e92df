//! `caseloom explain`

use std::sync::Arc;

use caseloom::diagnostic::{Diagnostic, codes};
use caseloom::explain::{self, Explanation, NotFound, Question, render};
use caseloom::load::Loaded;
use caseloom::run;
use clap::Args;

use super::Format;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::single::{Single, stopped};
use crate::cli::open::{Mapping, Runnable};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom explain --mapping servicenow-incident --input export --timezone UTC --case INC0000045
  caseloom explain --mapping my.yaml --input export --case 5001 --format json

Only what the case needs is read. Where open states and deadlines end with the newest event of all, that is everything:
--extracted-at says when the log ends, and spares that.";

/// Say of one case why it looks as it does: each event's rule and row, each row without an event
///
/// Runs the case as `generate` does, and tells for each event the rule that gave it, the row and the values that matched, and
/// what puts it where it stands; for each attribute what it read; and for each row that made no event, why.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ExplainArgs {
    #[command(flatten)]
    single: Single,
    /// The case, as the log calls it
    #[arg(long, value_name = "ID", allow_hyphen_values = true)]
    case: String,
    /// The form of the explanation
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub format: Format,
}

/// Explains a case.
pub fn run(args: &ExplainArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let runnable = args.single.open(terminal)?;
    let Some(mapping) = runnable.mappings.first() else { return Ok(Exit::Fine) };
    let options = args.single.run_options();
    let whole = run::needs_all_cases(&mapping.plan, &options);
    let loaded = args.single.load(&runnable, mapping, Some(&args.case), whole, terminal)?;
    let explanation = match explain::find(&loaded, &args.case) {
        Ok(case) => {
            let question = Question { plan: &mapping.plan, loaded: &loaded, files: &runnable.files, options: &options };
            question.explain(case).map_err(|found| stopped(found, &runnable))?
        }
        Err(NotFound::Unknown(offers)) => return Err(unknown(args, &runnable, mapping, (&loaded, offers), terminal)?),
        Err(found) => Explanation::outside(&mapping.plan, &loaded, &args.case, &found),
    };
    match args.format {
        Format::Human => terminal.words(&render(&explanation))?,
        Format::Json => terminal.result(explanation.to_json())?,
    }
    Ok(Exit::Fine)
}

/// Says which ids are near. Where rows alone name cases, all have to be read for that.
fn unknown(
    args: &ExplainArgs,
    runnable: &Runnable,
    mapping: &Mapping,
    (loaded, mut offers): (&Arc<Loaded>, Vec<String>),
    terminal: &Terminal,
) -> Result<Failure, Failure> {
    let case = &mapping.plan.case;
    if case.record.is_none() || case.keep_orphans || loaded.cases.is_empty() {
        let all = args.single.load(runnable, mapping, None, true, terminal)?;
        if let Err(NotFound::Unknown(found)) = explain::find(&all, &args.case) {
            offers = found;
        }
    }
    let offers: Vec<String> = offers.iter().map(|offer| format!("`{offer}`")).collect();
    let help = match offers.as_slice() {
        [] => "the input has no cases".to_owned(),
        [only] => format!("the nearest id is {only}"),
        several => format!("the nearest ids are {}", several.join(", ")),
    };
    let message = format!("no case is called `{}`", args.case);
    Ok(Failure::usage(Diagnostic::new(codes::UNKNOWN_CASE, message).help(help)))
}
