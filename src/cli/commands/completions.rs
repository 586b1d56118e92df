//! `caseloom completions`

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::cli::args::Cli;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// Print completions for a shell
///
/// Put them where your shell looks for them, such as:
///
///   caseloom completions bash > ~/.local/share/bash-completion/completions/caseloom
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Prints the completions.
pub fn run(args: &CompletionsArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "caseloom", &mut script);
    terminal.result(script)?;
    Ok(Exit::Fine)
}
