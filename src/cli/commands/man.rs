//! `caseloom man`

use caseloom::diagnostic::nearest;
use clap::{Args, Command, CommandFactory};

use crate::cli::args::Cli;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom man > caseloom.1
  caseloom man generate | man -l -";

/// Print the manual page
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct ManArgs {
    /// The page of this command instead of the program's
    #[arg(value_parser = command_name)]
    command: Option<String>,
}

/// Prints the page.
pub fn run(args: &ManArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut program = Cli::command();
    program.build();
    let command = args.command.as_deref().and_then(|name| program.find_subcommand(name)).cloned();
    let command = command.unwrap_or(program);
    let mut page = Vec::new();
    let source = concat!("caseloom ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command)
        .source(source)
        .manual("Manual of caseloom")
        .render(&mut page)
        .map_err(|error| Failure::of_stdout(&error))?;
    terminal.result(page)?;
    Ok(Exit::Fine)
}

fn command_name(name: &str) -> Result<String, String> {
    let program = Cli::command();
    let names: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
    if names.contains(&name) {
        return Ok(name.to_owned());
    }
    let help = nearest::suggest(name, "commands", names.into_iter()).unwrap_or_default();
    Err(format!("there is no such command; {help}"))
}
