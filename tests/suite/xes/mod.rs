//! log.xes: what is in it, and that other programs read it as it is meant.

mod files;
mod levels;
mod parsed;
mod pm4py;
mod process_mining;
mod standard;
mod tables;
mod text;

use std::path::Path;

use crate::program::{Log, generate, root};
use parsed::Parsed;

/// Texts that don't pass through XML as they are, or might not.
const AWKWARD: &[&str] = &[
    "plain",
    "quote \" and '",
    "<tag> & &amp; ]]>",
    "line\nbreak\r\nand\ttab",
    "control \u{1}\u{b}\u{1f} end",
    "\u{fffe}\u{ffff}",
    "🙂 เปิดเรื่อง",
    "no\u{a0}break \u{85} \u{2028}",
    "  spaces  ",
];

/// Characters of [`AWKWARD`] that XML can't hold.
const REPLACED: usize = 5;

/// An export with all of them, for `awkward.yaml`.
fn write_export(folder: &Path) {
    let mut tickets = csv::Writer::from_path(folder.join("tickets.csv")).unwrap();
    let header = ["Id", "Opened", "Who", "Title", "Count", "Weight", "Urgent", "Due", "Call", "Spent", "Tags"];
    tickets.write_record(header).unwrap();
    let mut steps = csv::Writer::from_path(folder.join("steps.csv")).unwrap();
    steps.write_record(["Id", "Ticket", "At", "Until", "Who", "Name", "Note"]).unwrap();
    for (number, text) in AWKWARD.iter().enumerate() {
        let (id, day) = (format!("00{number}"), format!("2026-03-0{}", number + 1));
        let is_odd = number % 2 == 1;
        let opened = format!("{day}T08:00:00.250Z");
        let who = if is_odd { "" } else { text };
        let (count, weight) = (if number == 1 { String::new() } else { format!("-{number}") }, number as f64 / 3.0);
        let (urgent, tags) = (is_odd.to_string(), if number == 2 { "" } else { "a|b <|c" });
        let (weight, call) = (weight.to_string(), "08:15:00");
        tickets
            .write_record([&id, &opened, who, text, &count, &weight, &urgent, "2026-03-01", call, "90", tags])
            .unwrap();
        if number % 3 > 0 {
            let (at, until) = (format!("{day}T08:30:00Z"), format!("{day}T08:40:00Z"));
            let until = if is_odd { until.as_str() } else { "" };
            let name = if is_odd { "call" } else { text };
            steps.write_record([&number.to_string(), &id, &at, until, "me & you", name, text]).unwrap();
        }
    }
    // A case without events.
    tickets.write_record(["009", "", "", "none", "", "", "", "", "", "", ""]).unwrap();
}

/// The log of the awkward export, in both formats.
fn awkward(more: &[&str]) -> Log {
    let folder = tempfile::tempdir().unwrap();
    write_export(folder.path());
    let mapping = root().join("tests/suite/xes/awkward.yaml");
    let arguments = [&["--format", "csv,xes", "--extracted-at", "2026-04-01T00:00:00Z"], more].concat();
    let log = generate(mapping.to_str().unwrap(), folder.path(), &arguments);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

/// The log of the shipped sample, in both formats.
fn sample(more: &[&str]) -> Log {
    let input = root().join("mappings/servicenow-incident/sample");
    let arguments = [&["--timezone", "UTC", "--format", "csv,xes"], more].concat();
    let log = generate("servicenow-incident", &input, &arguments);
    assert_eq!(log.code(), 0, "{}", log.said());
    log
}

fn parsed(log: &Log) -> Parsed {
    Parsed::of(&log.text("log.xes"))
}
