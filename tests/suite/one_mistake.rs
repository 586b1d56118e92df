//! One mistake gives one finding, at the mistake: what only follows from it isn't told. Two give two.

use caseloom::diagnostic::{Diagnostic, Files, Place, Severity};

use crate::cli::files;
use crate::mapping::{checked, planned, root};

/// A mapping as a user begins with it.
const DESK: &str = r#"caseloom: 1
name: my-desk
timezone: Europe/Paris
params:
  closed: { type: list, default: [Closed, Cancelled] }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Created
    columns:
      Id: id
      Created: { type: timestamp, header: [Created, Angelegt am], formats: ["%d.%m.%Y %H:%M"] }
      Status: text
  history:
    files: history.csv
    case: Ticket
    at: Changed
    by: Who
    order: Id
    field: Field
    old: From
    new: To
    columns: { Id: id, Ticket: id, Changed: timestamp, Who: text, Field: text, From: text, To: text }
case:
  record: tickets
tracked_fields:
  status: { source: history, field: Status, current: case.Status }
activities:
  created: { label: Ticket Created, source: tickets }
  closed: { label: Ticket Closed, change: status, to: $closed }
  reopened: { label: Ticket Reopened, change: status, from: $closed }
attributes:
  case:
    Status: case.Status
    OpenFor: { duration: [first created, last closed], unit: h }
    IsOpen: = record.Status != "Closed"
    IsRework: = events.has("reopened")
"#;

/// The errors on a text: their names, and what they mark.
fn errors(text: &str) -> Vec<String> {
    let (found, files, _) = planned(&root().join("desk.yaml"), text, None);
    told(&found, &files)
}

fn told(found: &[Diagnostic], files: &Files) -> Vec<String> {
    let errors = found.iter().filter(|finding| finding.severity() == Severity::Error);
    errors.map(|finding| format!("{} at `{}`", finding.code.name(), marked(finding, files))).collect()
}

fn marked<'f>(finding: &Diagnostic, files: &'f Files) -> &'f str {
    match finding.primary().map(|label| &label.place) {
        Some(Place::Text(span)) => &files.text(span.file)[span.range()],
        _ => "",
    }
}

/// The errors after one text in the mapping was replaced by another.
fn changed(from: &str, to: &str) -> Vec<String> {
    assert!(DESK.contains(from), "{from}");
    errors(&DESK.replacen(from, to, 1))
}

#[test]
fn without_a_mistake_there_is_no_finding() {
    assert_eq!(errors(DESK), [""; 0]);
}

#[test]
fn a_typing_mistake_is_told_once() {
    let status = "      Status: text";
    let created = "created: { label: Ticket Created, source: tickets";
    for (from, to, wanted) in [
        ("type: timestamp, header", "type: timestmap, header", "value-not-allowed at `timestmap`"),
        (status, "      Status: { type: txet, values: { A: B }, others: warn }", "value-not-allowed at `txet`"),
        (status, "      Status: { type: bolean, words: { true: y } }", "value-not-allowed at `bolean`"),
        (status, "      Status: { type: duratoin, unit: h }", "value-not-allowed at `duratoin`"),
        (status, "      Status: { type: phnoe, country: TH }", "value-not-allowed at `phnoe`"),
        (status, "      Status: { type: lsit, separator: ';' }", "value-not-allowed at `lsit`"),
        ("type: list, default", "type: lsit, from: tickets.Status, default", "value-not-allowed at `lsit`"),
        ("key: Id", "key: Idd", "unknown-column at `Idd`"),
        ("  record: tickets", "  recrod: tickets", "unknown-key at `recrod`"),
        ("  record: tickets", "  table: tickets", "unknown-key at `table`"),
        ("  record: tickets", "  record: tickts\n  id: Id\n  keep_if: { Status: A }", "unknown-source at `tickts`"),
        ("    case: Ticket", "    case: ~", "wrong-kind-of-value at `~`"),
        (
            created,
            &format!("{created}, where: {{ anyy: [{{ Status: A }}, {{ Status: B }}] }}"),
            "unknown-key at `anyy`",
        ),
        (created, &format!("{created}, where: {{ nott: {{ Status: A }} }}"), "unknown-key at `nott`"),
        (created, &format!("{created}, docs: {{ en: A, ZH: B, fr: C }}"), "unknown-language at `ZH`"),
        (
            "= events.has(\"reopened\")",
            "{ script: 'let events = 5; events.has(\"closed\")' }",
            "name-not-assignable at `events`",
        ),
        (
            "attributes:\n",
            "calendars: { c: { timezone: UTC, open: { mon-fri: } } }\nattributes:\n",
            "wrong-kind-of-value at ``",
        ),
        (
            "    Status: case.Status",
            "    Status: case.Status\n    X: { <<: *x, from: case.Status }",
            "merge-key at `<<`",
        ),
    ] {
        assert_eq!(changed(from, to), [wanted], "{to}");
    }
}

#[test]
fn two_mistakes_are_two_findings() {
    for (from, to, wanted) in [
        (
            "  record: tickets",
            "  table: tickets\n  begins: creatd",
            ["unknown-key at `table`", "unknown-activity at `creatd`"],
        ),
        (
            "key: Id\n    at: Created",
            "key: Idd\n    at: Creatd",
            ["unknown-column at `Idd`", "unknown-column at `Creatd`"],
        ),
        (
            "type: timestamp, header: [Created, Angelegt am], formats: [\"%d.%m.%Y %H:%M\"] }\n      Status: text",
            "type: timestmap }\n      Status: { type: text, formats: iso8601 }",
            ["value-not-allowed at `timestmap`", "conflicting-keys at `formats`"],
        ),
        (
            "source: tickets }",
            "source: tickets, where: { anyy: [{ Status: A }], Statsu: B } }",
            ["unknown-key at `anyy`", "unknown-column at `Statsu`"],
        ),
        (
            "  record: tickets",
            "  table: tickets\ncalendars: { c: { timezone: UTC, open: {} } }",
            ["unknown-key at `table`", "invalid-calendar at `c`"],
        ),
    ] {
        assert_eq!(changed(from, to), wanted, "{to}");
    }
}

#[test]
fn a_profile_has_no_key_that_it_has_not() {
    for (profiles, wanted) in [
        ("p: { timezoen: UTC }", "`timezoen`"),
        ("p: { timezoen: UTC }, q: { timezone: UTC }", "`timezoen`"),
        ("p: { sources: { tickets: { fiels: a.csv } } }", "`fiels`"),
    ] {
        let text = format!("{DESK}profiles: {{ {profiles} }}\n");
        for profile in ["p", "q"].into_iter().filter(|name| profiles.contains(&format!("{name}: {{"))) {
            let (found, files, _) = planned(&root().join("desk.yaml"), &text, Some(profile));
            assert_eq!(told(&found, &files), [format!("unknown-key at {wanted}")], "{profiles}");
            assert!(found.iter().any(|each| each.message.starts_with("a profile")), "{found:?}");
        }
    }
}

/// What a profile changes there is lost with the section.
#[test]
fn columns_under_another_key_are_lost_for_profiles_too() {
    let profile = "profiles: { p: { sources: { tickets: { columns: { Status: { header: Stat } } } } } }\n";
    for key in ["columnsn", "kolonnen"] {
        let text = format!("{}{profile}", DESK.replacen("    columns:\n", &format!("    {key}:\n"), 1));
        let (found, files, _) = planned(&root().join("desk.yaml"), &text, Some("p"));
        assert_eq!(told(&found, &files), [format!("unknown-key at `{key}`")]);
    }
}

/// The errors on a shipped mapping after a text in it was replaced.
fn in_shipped(name: &str, from: &str, to: &str, profile: Option<&str>) -> Vec<String> {
    let path = root().join("mappings").join(name).join("mapping.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{name}: {from}");
    let (found, files, _) = planned(&path, &text.replacen(from, to, 1), profile);
    told(&found, &files)
}

#[test]
fn so_it_is_in_shipped_mappings() {
    let (salesforce, cx, genesys) = ("salesforce-service-cloud", "cx-interaction-log", "genesys-cloud-cx");
    for (name, from, to, wanted) in [
        (salesforce, "  record: cases", "  table: cases", "unknown-key at `table`"),
        (salesforce, "  record: cases", "  record: casse", "unknown-source at `casse`"),
        (cx, "  record: interaction", "  table: interaction", "unknown-key at `table`"),
        (cx, "    columns:", "    columnsn:", "unknown-key at `columnsn`"),
        (cx, "scripts: cx.rhai", "scripts: cxq.rhai", "script-file-not-found at `cxq.rhai`"),
        (genesys, "in: conversation", "in: conversatino", "unknown-source at `conversatino`"),
    ] {
        let path = root().join("mappings").join(name).join("mapping.yaml");
        let tree = caseloom::resolve::parse(
            &mut Files::new(),
            "mapping.yaml",
            &std::fs::read_to_string(&path).unwrap(),
            &mut caseloom::diagnostic::Diagnostics::new(),
        );
        let names: Vec<Option<&str>> = caseloom::resolve::profiles(&tree).into_iter().map(Some).collect();
        for profile in if names.is_empty() { vec![None] } else { names } {
            assert_eq!(in_shipped(name, from, to, profile), [wanted], "{name}: {to}, {profile:?}");
        }
    }
}

/// A section whose entries are commented out.
#[test]
fn an_empty_section_is_told_alone() {
    let (salesforce, genesys) = ("salesforce-service-cloud", "genesys-cloud-cx");
    for (name, section) in
        [(salesforce, "activities"), (salesforce, "params"), (genesys, "sources"), (genesys, "activities")]
    {
        let path = root().join("mappings").join(name).join("mapping.yaml");
        let text = std::fs::read_to_string(&path).unwrap();
        let mut is_within = false;
        let kept = text.lines().filter(|line| {
            let is_key = line.starts_with(|first: char| first.is_ascii_alphabetic());
            is_within = if is_key { line.starts_with(&format!("{section}:")) } else { is_within };
            is_key || !is_within
        });
        let text = kept.collect::<Vec<_>>().join("\n");
        for profile in [None, Some("all"), Some("api")] {
            let (found, files, _) =
                planned(&path, &text, profile.filter(|name| text.contains(&format!("\n  {name}:\n"))));
            assert_eq!(told(&found, &files), ["wrong-kind-of-value at ``"], "{name}: {section}");
        }
    }
}

/// A mapping with script files beside it: its errors.
fn with_scripts(scripts: &str, all: &[(&str, &str)], use_: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), all);
    let text = DESK.replacen("params:\n", &format!("scripts: {scripts}\nparams:\n"), 1).replacen(
        "= events.has(\"reopened\")",
        &format!("= {use_}"),
        1,
    );
    let (found, files) = checked(&folder.path().join("desk.yaml"), &text);
    told(&found, &files)
}

#[test]
fn a_script_file_that_does_not_parse_is_told_there() {
    let broken = [("h.rhai", "fn f(x) { x }\nfn g(x) { x + 1\n")];
    let told = with_scripts("h.rhai", &broken, "f(1) > 0 && g(2) > 0");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("script-does-not-parse"), "{told:?}");
    let told = with_scripts("h.rhai", &broken, "f(1) > 0 && record.Statsu == \"A\"");
    assert_eq!(told.len(), 2, "{told:?}");
}

#[test]
fn a_function_that_is_there_twice_is_told_at_the_second() {
    let twice = [("h.rhai", "fn f(x) { x }\nfn f(x) { x + 1 }\n")];
    assert_eq!(with_scripts("h.rhai", &twice, "f(1) > 0"), ["construct-not-allowed at `f`"]);
    let (found, files) = {
        let folder = tempfile::tempdir().unwrap();
        files(folder.path(), &twice);
        let text = DESK.replacen("params:\n", "scripts: h.rhai\nparams:\n", 1);
        checked(&folder.path().join("desk.yaml"), &text)
    };
    let Some(Place::Text(span)) = found[0].primary().map(|label| &label.place) else { panic!("{found:?}") };
    assert_eq!(files.line_column(span.file, span.start), (2, 4));
    assert_eq!(found[0].message, "`f` is defined twice");
    assert_eq!(found[0].help.as_deref(), Some("rename or remove one of the two"));
    let two = [("h.rhai", "fn f(x) { x }\n"), ("i.rhai", "fn f(x) { x + 1 }\n")];
    assert_eq!(with_scripts("[h.rhai, i.rhai]", &two, "f(1) > 0"), ["construct-not-allowed at `f`"]);
    assert_eq!(with_scripts("[h.rhai, h.rhai]", &two[..1], "f(1) > 0"), ["value-not-allowed at `h.rhai`"]);
    assert_eq!(
        with_scripts("[h.rhai, h.rhai]", &two[..1], "g(1) > 0"),
        ["value-not-allowed at `h.rhai`", "unknown-function at `g`"]
    );
}
