//! `caseloom upgrade-check`

use std::path::{Path, PathBuf};

use caseloom::compare::{self, Compared, Upgrade};
use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, system};
use caseloom::resolve::Extended;
use caseloom::resolve::lock::{self, Lock};
use caseloom::shipped::Home;
use clap::Args;

use super::Format;
use super::diff::without_base;
use crate::cli::failure::{Exit, Failure};
use crate::cli::open::{Parsed, mapping};
use crate::cli::terminal::Terminal;

const EXAMPLES: &str = "\
Examples:
  caseloom upgrade-check acme.yaml              against what acme.lock says that the base was
  caseloom upgrade-check acme.yaml --old ../1.0/mapping.yaml
  caseloom upgrade-check acme.yaml --accept     writes acme.lock";

/// Tell what a newer base changes under an overlay
///
/// What the overlay changes itself, or what it needs and the base hasn't any more, is to be looked at; all else merely comes
/// along. What the base was stands in the lock file beside the overlay: `acme.lock` beside `acme.yaml`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct UpgradeCheckArgs {
    /// The overlay: a YAML file, or a folder with `mapping.yaml`
    overlay: String,
    /// The base as it was: a mapping, instead of the lock file
    #[arg(long, value_name = "MAPPING")]
    old: Option<String>,
    /// It has been looked at: write the lock file
    #[arg(long)]
    accept: bool,
    /// The form of the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// Prints what a newer base means, and keeps it where that is accepted.
pub fn run(args: &UpgradeCheckArgs, terminal: &Terminal) -> Result<Exit, Failure> {
    let mut files = Files::new();
    let overlay = mapping(&mut files, &args.overlay)?;
    let extended = overlay.extended();
    let Some(base) = extended.base.as_deref() else {
        overlay.readable(&files)?;
        return Err(without_base(&overlay.display));
    };
    let old = old(args, &mut files, &overlay)?;
    let own = extended.chain.first().map(|link| &link.own).unwrap_or(&extended.tree);
    let upgrade = old.map(|old| compare::upgrade(own, &old, &Compared::of(base)));
    if let Some(upgrade) = &upgrade {
        print(upgrade, args.format, &files, terminal)?;
    }
    if args.accept {
        write(extended, &overlay.display, terminal)?;
        return Ok(Exit::Fine);
    }
    let is_clear = upgrade.is_none_or(|upgrade| upgrade.conflicts.is_empty());
    Ok(if is_clear { Exit::Fine } else { Exit::Findings })
}

/// The base as it was; none where nobody looked yet, and it is accepted now.
fn old(args: &UpgradeCheckArgs, files: &mut Files, overlay: &Parsed) -> Result<Option<Compared>, Failure> {
    if let Some(old) = &args.old {
        let old = mapping(files, old)?;
        old.readable(files)?;
        return Ok(Some(Compared::of(old.extended())));
    }
    let mut found = Diagnostics::new();
    match lock::beside(files, overlay.extended(), &mut found) {
        Some(lock) => Ok(Some(Compared::of_lock(&lock))),
        None if args.accept => Ok(None),
        None if found.has_errors() => {
            Err(Failure::Stopped { exit: Exit::Findings, diagnostics: found.sorted(), files: files.clone() })
        }
        None => Err(without_lock(&overlay.display)),
    }
}

fn without_lock(overlay: &str) -> Failure {
    let path = lock::path_of(Path::new(overlay));
    let message = format!("there is no lock file `{}` that says what the base was", path.display());
    let help = "name the older base with `--old`, or write the lock file now with `--accept`";
    Failure::usage(Diagnostic::new(codes::INVALID_LOCK, message).help(help))
}

fn print(upgrade: &Upgrade, format: Format, files: &Files, terminal: &Terminal) -> Result<(), Failure> {
    if let Format::Json = format {
        return terminal.result(super::json(&compare::upgrade_as_json(upgrade, files)));
    }
    if upgrade.conflicts.is_empty() && upgrade.along.is_empty() {
        terminal.tell("the base hasn't changed\n");
    }
    terminal.words(&compare::upgrade_in_words(upgrade, files))
}

fn write(extended: &Extended, overlay: &str, terminal: &Terminal) -> Result<(), Failure> {
    let Some((path, text)) = lock_file(extended, overlay) else { return Ok(()) };
    std::fs::write(&path, text).map_err(|error| {
        let message = format!("`{}` can't be written: {}", path.display(), system::reason(&error));
        Failure::could_not_run(Diagnostic::new(codes::OUTPUT_NOT_WRITABLE, message))
    })?;
    terminal.tell(&format!("written: {}\n", path.display()));
    Ok(())
}

/// The lock file of an overlay on disk, and what it is to hold.
fn lock_file(extended: &Extended, overlay: &str) -> Option<(PathBuf, String)> {
    let link = extended.chain.first()?;
    let text = Lock::of(extended)?.to_yaml()?;
    matches!(link.home, Home::Folder(_)).then(|| (lock::path_of(Path::new(overlay)), text))
}
