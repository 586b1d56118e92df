//! The command line: one file per command. Printing and exit codes are here and nowhere else.

mod allocator;
mod args;
mod commands;
mod failure;
mod open;
mod terminal;

use std::process::ExitCode;

use caseloom::diagnostic::render::json;
use caseloom::diagnostic::{Diagnostic, Files};
use clap::Parser;

use args::{Cli, Command};
use failure::{Exit, Failure};
use terminal::Terminal;

/// Runs the program as its arguments say.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    if let Command::Generate(args) = &cli.command
        && let Some(bound) = args.bound()
    {
        allocator::give_back_soon(bound);
    }
    let terminal = Terminal::new(cli.global.quiet, cli.global.color);
    let exit = dispatch(&cli.command, &terminal).unwrap_or_else(|failure| report(&cli.command, failure, &terminal));
    ExitCode::from(exit as u8)
}

fn dispatch(command: &Command, terminal: &Terminal) -> Result<Exit, Failure> {
    match command {
        Command::Validate(args) => commands::validate::run(args, terminal),
        Command::Generate(args) => commands::generate::run(args, terminal),
        Command::Explain(args) => commands::explain::run(args, terminal),
        Command::Coverage(args) => commands::coverage::run(args, terminal),
        Command::Init(args) => commands::init::run(args, terminal),
        Command::Test(args) => commands::test::run(args, terminal),
        Command::List(args) => commands::list::run(args, terminal),
        Command::Show(args) => commands::show::run(args, terminal),
        Command::Diff(args) => commands::diff::run(args, terminal),
        Command::UpgradeCheck(args) => commands::upgrade_check::run(args, terminal),
        Command::Docs(args) => commands::docs::run(args, terminal),
        Command::Schema(args) => commands::schema::run(args, terminal),
        Command::Codes(args) => commands::codes::run(args, terminal),
        Command::Completions(args) => commands::completions::run(args, terminal),
        Command::Man(args) => commands::man::run(args, terminal),
    }
}

/// Says why the command stopped.
fn report(command: &Command, failure: Failure, terminal: &Terminal) -> Exit {
    match failure {
        // Whoever read our output has seen enough.
        Failure::NobodyReads => Exit::Fine,
        Failure::Stopped { exit, diagnostics, files } => tell(command, terminal, &diagnostics, &files, exit),
    }
}

/// To programs a failure is a result like any other finding.
fn tell(command: &Command, terminal: &Terminal, diagnostics: &[Diagnostic], files: &Files, exit: Exit) -> Exit {
    if !command.tells_json() {
        terminal.complain(diagnostics, files);
        return exit;
    }
    match terminal.result(json::render(diagnostics, files)) {
        Ok(()) | Err(Failure::NobodyReads) => exit,
        Err(Failure::Stopped { diagnostics, .. }) => {
            terminal.complain(&diagnostics, &Files::new());
            Exit::CouldNotRun
        }
    }
}
