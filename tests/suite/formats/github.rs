//! Workflow commands, read back by the documented rules.

use caseloom::diagnostic::render::{Report, Stop, github};
use caseloom::diagnostic::{Diagnostic, codes};

use super::report;

/// A workflow command.
#[derive(Debug)]
struct Command {
    name: String,
    properties: Vec<(String, String)>,
    message: String,
}

fn unescaped(text: &str, also: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (escape, meant) in also.iter().chain(&[("%0D", "\r"), ("%0A", "\n"), ("%25", "%")]) {
        text = text.replace(escape, meant);
    }
    text
}

/// Reads lines as the runner does: `::name key=value,key=value::message`.
fn commands(text: &str) -> Vec<Command> {
    assert!(text.is_empty() || text.ends_with('\n'));
    let read = |line: &str| {
        let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
        let (name, properties) = head.split_once(' ').unwrap();
        let properties = properties.split(',').map(|property| {
            let (key, value) = property.split_once('=').unwrap();
            assert!(!value.contains([':', '\r']), "{property}");
            (key.to_owned(), unescaped(value, &[("%3A", ":"), ("%2C", ",")]))
        });
        Command { name: name.to_owned(), properties: properties.collect(), message: unescaped(message, &[]) }
    };
    text.lines().map(read).collect()
}

impl Command {
    fn get(&self, key: &str) -> Option<&str> {
        self.properties.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

fn of(report: &Report) -> Vec<Command> {
    commands(&github::report(report))
}

#[test]
fn each_finding_is_a_command() {
    let all = of(&report());
    assert_eq!(
        all.iter().map(|each| each.name.as_str()).collect::<Vec<_>>(),
        ["error", "error", "error", "error", "warning"]
    );
    crate::snapshots().bind(|| insta::assert_snapshot!("diagnostic__render_github", github::report(&report())));
}

#[test]
fn a_place_is_a_path_and_columns_of_characters() {
    let command = &of(&report())[1];
    assert_eq!(command.get("file"), Some("mappings/my mapping:é.yaml"));
    let numbers = ["line", "col", "endLine", "endColumn"].map(|key| command.get(key).unwrap());
    assert_eq!(numbers, ["3", "13", "3", "15"]);
    assert_eq!(command.get("title"), Some("E0303 unknown-activity"));
}

#[test]
fn a_place_over_several_lines_has_no_columns() {
    let command = &of(&report())[2];
    assert_eq!((command.get("line"), command.get("endLine")), (Some("17"), Some("18")));
    assert_eq!((command.get("col"), command.get("endColumn")), (None, None));
    assert_eq!(command.get("file"), Some("/home/me/exports/€ May/T.csv"));
}

#[test]
fn the_message_says_everything_and_is_one_line() {
    let text = github::report(&report());
    assert_eq!(text.lines().count(), 5);
    let line = text.lines().nth(1).unwrap();
    assert!(line.contains("%0A100%25, unknown%0A") && line.contains("y }`%0D%0Aor: nothing"), "{line}");
    assert!(line.contains("file=mappings/my mapping%3Aé.yaml,"), "{line}");
    let message = &commands(&text)[1].message;
    let path = "mappings/my mapping:é.yaml";
    let expected = format!(
        "there is no activity `𝄞x`, see [it](0) or {{0}}\n100%, unknown\n{path}:3:3\n{path}:1:3: two lines\nhelp: write \
         `{{ to: y }}`\r\nor: nothing"
    );
    assert_eq!(*message, expected);
}

#[test]
fn names_cannot_add_commands_or_properties() {
    let mut hostile = report();
    hostile.findings[0].about = "a,title=x::\n::error::b.yaml".to_owned();
    hostile.findings[0].diagnostics.truncate(1);
    hostile.findings[0].diagnostics[0].message = "x\n::stop-commands::y%0A::z".to_owned();
    let all = of(&hostile);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].get("file"), Some("a,title=x::\n::error::b.yaml"));
    assert_eq!(all[0].get("title"), Some("E0903 invalid-set"));
    assert_eq!(all[0].message, "x\n::stop-commands::y%0A::z");
}

#[test]
fn what_stops_the_command_is_told_last_and_needs_no_place() {
    let mut stopped = report();
    let told = Diagnostic::new(codes::UNKNOWN_MAPPING, "there is no mapping `x`");
    stopped.stop = Some(Stop { is_usage: true, diagnostics: vec![told], ..Stop::default() });
    let all = of(&stopped);
    assert_eq!((all.len(), all[5].get("file"), all[5].get("title")), (6, None, Some("E0316 unknown-mapping")));
}

#[test]
fn nothing_found_is_nothing_written() {
    assert_eq!(github::report(&Report::default()), "");
}
