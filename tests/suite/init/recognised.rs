//! Exports of systems for which there is a mapping.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::{folder, init};
use crate::program::root;

/// The samples of the shipped mappings: the mapping's name and the folder.
fn samples() -> Vec<(String, PathBuf)> {
    let mut samples = Vec::new();
    for name in caseloom::shipped::names() {
        for entry in fs::read_dir(root().join("mappings").join(&name)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && path.file_name().unwrap().to_str().unwrap().starts_with("sample") {
                samples.push((name.clone(), path));
            }
        }
    }
    samples.sort();
    samples
}

fn copied(from: &Path, rename: impl Fn(&str) -> String, change: impl Fn(&str) -> String) -> tempfile::TempDir {
    let to = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = rename(path.file_name().unwrap().to_str().unwrap());
        fs::write(to.path().join(name), change(&fs::read_to_string(&path).unwrap())).unwrap();
    }
    to
}

#[test]
fn each_shipped_sample_is_of_its_mapping_and_makes_its_log() {
    let samples = samples();
    assert!(samples.len() >= 4, "{samples:?}");
    for (name, sample) in samples {
        let ran = init(&sample, &[]).fine();
        assert!(ran.has_line(&format!("extends: {name}")), "{}: {}", sample.display(), ran.text);
        let shipped = crate::program::generate(&name, &sample, &["--timezone", "UTC"]);
        let expected = shipped.table("events.csv").rows.len();
        let events = ran.events(&sample, &["--timezone", "UTC"]);
        // A status that it recognises by its words, and that the mapping doesn't know, gives events.
        let is_right = if ran.has_line("params:") { events >= expected } else { events == expected };
        assert!(is_right, "{}: {events} instead of {expected}", sample.display());
    }
}

#[test]
fn profiles_are_told_apart() {
    let of = |sample: &str| init(&root().join("mappings/salesforce-service-cloud").join(sample), &[]).fine();
    assert!(of("sample").text.contains("profile `api`"));
    assert!(of("sample-report").text.contains("profile `report`"));
}

#[test]
fn files_may_have_other_names() {
    let sample = root().join("mappings/salesforce-service-cloud/sample");
    let renamed = copied(&sample, |name| format!("2026 export of {name}"), str::to_owned);
    let ran = init(renamed.path(), &[]).fine();
    assert!(
        ran.has_line("extends: salesforce-service-cloud") && ran.text.contains("2026 export of CaseHistory.csv"),
        "{}",
        ran.text
    );
    let shipped = crate::program::generate("salesforce-service-cloud", &sample, &[]);
    let created = |count: usize| count > 0;
    assert!(created(ran.events(renamed.path(), &[])) && created(shipped.table("events.csv").rows.len()));
}

#[test]
fn servicenow_s_file_may_be_called_anything() {
    let sample = root().join("mappings/servicenow-incident/sample");
    let renamed = copied(&sample, |_| "störungen.csv".to_owned(), str::to_owned);
    let ran = init(renamed.path(), &[]).fine();
    assert!(ran.has_line("extends: servicenow-incident") && ran.has_line("files: [störungen.csv]"), "{}", ran.text);
    // The sample has a state, On Hold, that is told by its words alone.
    let has_line = |start: &str| ran.has_line(start);
    assert!(
        has_line("- Awaiting User Info") && has_line("- On Hold") && !has_line("- Awaiting Evidence"),
        "{}",
        ran.text
    );
    let as_it_is = init(&sample, &[]).fine();
    let zone = ["--timezone", "UTC"];
    assert_eq!(ran.events(renamed.path(), &zone), as_it_is.events(&sample, &zone));
}

#[test]
fn headers_that_nobody_listed_are_recognised_by_what_they_mean() {
    let localised = |text: &str| {
        let pairs = [
            ("\"Case Number\"", "\"Vorgangs-Nr\""),
            ("\"Date/Time Opened\"", "\"Angelegt am\""),
            ("\"Date/Time Closed\"", "\"Abgeschlossen am\""),
            ("\"Status\",\"Priority\"", "\"Bearbeitungsstatus\",\"Dringlichkeit\""),
            ("\"Edit Date\"", "\"Geändert am\""),
            ("\"Edited By\"", "\"Geändert von\""),
            ("\"Old Value\"", "\"Wert alt\""),
            ("\"New Value\"", "\"Wert neu\""),
        ];
        pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
    };
    let sample = root().join("mappings/salesforce-service-cloud/sample-report");
    let german = copied(&sample, str::to_owned, localised);
    let ran = init(german.path(), &["--timezone", "America/New_York"]).fine();
    assert!(ran.has_line("extends: salesforce-service-cloud"), "{}", ran.text);
    for header in ["Angelegt am", "Abgeschlossen am", "Bearbeitungsstatus", "Geändert am", "Wert neu"] {
        assert!(ran.text.contains(&format!("header: {header}")), "{header}: {}", ran.text);
    }
    assert!(ran.text.contains("confirm: by what the header means"));
    let shipped = crate::program::generate("salesforce-service-cloud", &sample, &["--timezone", "America/New_York"]);
    assert_eq!(ran.events(german.path(), &[]), shipped.table("events.csv").rows.len());
}

#[test]
fn spaces_underscores_and_case_make_no_difference() {
    let history = "case_id,field,OLD VALUE,new_value,created date,id\n500000000000001AAA,Status,New,Closed,2026-01-05T10:00:00Z,1\n";
    let cases = "ID,case_number,created_date,STATUS\n500000000000001AAA,0001,2026-01-05T09:00:00Z,Closed\n500000000000002AAA,0002,2026-01-06T09:00:00Z,New\n";
    let export = folder(&[("case.csv", cases), ("casehistory.csv", history)]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.text.contains("profile `api`")
            && ran.text.contains("header: case_number")
            && ran.text.contains("spelt otherwise"),
        "{}",
        ran.text
    );
    assert_eq!(ran.events(export.path(), &[]), 3);
}

#[test]
fn packed_files_are_read() {
    let sample = root().join("mappings/servicenow-incident/sample/incident_event_log.csv");
    let text = fs::read(&sample).unwrap();
    let gz = tempfile::tempdir().unwrap();
    let mut packed = flate2::write::GzEncoder::new(
        fs::File::create(gz.path().join("updates.csv.gz")).unwrap(),
        flate2::Compression::fast(),
    );
    packed.write_all(&text).unwrap();
    packed.finish().unwrap();
    let zst = tempfile::tempdir().unwrap();
    fs::write(zst.path().join("updates.csv.zst"), zstd::encode_all(text.as_slice(), 1).unwrap()).unwrap();
    let zip_folder = tempfile::tempdir().unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(zip_folder.path().join("export.zip")).unwrap());
    zip.start_file("data/updates.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&text).unwrap();
    zip.finish().unwrap();
    let events: Vec<usize> = [&gz, &zst, &zip_folder]
        .iter()
        .map(|folder| {
            let ran = init(folder.path(), &[]).fine();
            assert!(ran.has_line("extends: servicenow-incident"), "{}", ran.text);
            ran.events(folder.path(), &["--timezone", "UTC"])
        })
        .collect();
    assert!(events[0] > 0 && events.iter().all(|count| *count == events[0]), "{events:?}");
}

#[test]
fn a_mapping_of_one_s_own_is_named_as_seen_from_the_file() {
    let sample = root().join("mappings/servicenow-incident");
    let own = folder(&[("base/mapping.yaml", &fs::read_to_string(sample.join("mapping.yaml")).unwrap())]);
    let base = own.path().join("base");
    let output = own.path().join("orgs");
    fs::create_dir(&output).unwrap();
    let file = output.join("acme.yaml");
    let input = sample.join("sample");
    let arguments = [
        "init",
        "--input",
        input.to_str().unwrap(),
        "--base",
        base.to_str().unwrap(),
        "--output",
        file.to_str().unwrap(),
    ];
    let ran = crate::program::command(root(), &arguments).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("extends: \"../base\"") || text.contains("extends: ../base"), "{text}");
}

#[test]
fn columns_and_tables_that_nothing_reads_are_listed() {
    let sample = root().join("mappings/servicenow-incident/sample");
    let export = copied(&sample, str::to_owned, str::to_owned);
    fs::write(export.path().join("sites.csv"), "Site,Town\nA,X\nB,Y\n").unwrap();
    fs::write(export.path().join("notes.xlsx"), "no table").unwrap();
    let ran = init(export.path(), &[]).fine();
    for listed in ["#   vendor: ", "#   sites.csv: Site, Town", "#   notes.xlsx"] {
        assert!(ran.has_line(listed), "{listed}: {}", ran.text);
    }
}

/// Tickets and their changes as an ordinary system writes them.
const TICKETS: &str = "TicketID,Created,Priority,Requester,State\n\
    T0,2026-03-22T04:37:00Z,Low,Ann Oakley,In progress\nT1,2026-03-26T19:07:00Z,Low,Bob Ferry,Done\n\
    T2,2026-04-19T17:55:00Z,High,Ann Oakley,Done\n";
const CHANGES: &str = "ChangeID,TicketID,When,Author,Field,From,To\n\
    1,T0,2026-03-23T10:37:00Z,Ann Oakley,state,New,In progress\n2,T1,2026-03-27T03:59:00Z,Bob Ferry,state,New,In progress\n\
    3,T1,2026-03-28T12:15:00Z,Bob Ferry,state,In progress,Done\n4,T2,2026-04-20T08:00:00Z,Bob Ferry,state,New,Done\n";

/// A mapping that lacks columns which it can't be without doesn't fit; the columns alone make a log.
#[test]
fn an_ordinary_system_gets_a_mapping_of_its_own() {
    let small = "Id,Created,Status\n0042,05.01.2026 09:00,Open\n0043,29.03.2026 02:30,Closed\n";
    let history = "Id,Ticket,Changed,Who,Field,From,To\n1,0042,2026-01-05T11:00:00Z,ann,Status,Open,Closed\n\
        2,0042,2026-01-06T08:00:00Z,bob,Status,Closed,Open\n3,0043,2026-04-01T08:00:00Z,bob,Status,Open,Closed\n";
    let exports = [
        ([("tickets.csv", TICKETS), ("changes.csv", CHANGES)], 3 + 4),
        ([("cases.csv", TICKETS), ("history.csv", CHANGES)], 3 + 4),
        ([("tickets.csv", small), ("history.csv", history)], 2 + 3),
    ];
    for (files, events) in exports {
        let export = folder(&files);
        for more in [&[][..], &["--base", "none"]] {
            let ran = init(export.path(), more).fine();
            assert!(
                !ran.has_line("extends:") && !ran.text.contains("no column was found for `history"),
                "{}",
                ran.text
            );
            assert_eq!(ran.events(export.path(), &["--timezone", "UTC"]), events, "{}", ran.text);
        }
    }
}

#[test]
fn a_first_mapping_can_be_asked_for() {
    let sample = root().join("mappings/servicenow-incident/sample");
    let ran = init(&sample, &["--base", "none"]).fine();
    assert!(!ran.has_line("extends:") && ran.text.contains("as `--base none` asked"), "{}", ran.text);
    assert!(ran.out.contains("a first mapping from the columns, as `--base none` asked"), "{}", ran.out);
    assert!(ran.events(&sample, &["--timezone", "UTC"]) > 0);
}

/// What is near but lacks a column is named, with what it lacks.
#[test]
fn the_nearest_mapping_is_named() {
    let sample = root().join("mappings/salesforce-service-cloud/sample");
    let without = copied(&sample, str::to_owned, |text| {
        text.replacen("\"CaseNumber\"", "\"Remark 1\"", 1).replacen("CaseNumber,", "Remark 1,", 1)
    });
    let ran = init(without.path(), &[]).fine();
    assert!(!ran.has_line("extends:"), "{}", ran.text);
    let near = "`salesforce-service-cloud` came nearest, but no column was found for `cases.CaseNumber`";
    assert!(ran.has_line(&format!("# {near}")) && ran.out.contains(near), "{}\n{}", ran.text, ran.out);
}

/// An own base without other spellings gets a list of them; what is written has no error.
#[test]
fn names_of_fields_are_added_to_what_the_base_has() {
    let base = |column: &str| {
        format!(
            "caseloom: 1\nname: desk\nsources:\n  tickets:\n    files: tickets.csv\n    key: TicketID\n    at: Created\n    \
             columns: {{ TicketID: id, Created: timestamp, State: text }}\n  history:\n    files: changes.csv\n    case: TicketID\n    \
             at: When\n    field: Field\n    old: From\n    new: To\n    columns:\n      TicketID: id\n      When: timestamp\n      \
             Field: {column}\n      From: text\n      To: text\ncase: {{ record: tickets }}\n\
             tracked_fields: {{ status: {{ source: history, field: Status }} }}\n\
             activities:\n  created: {{ label: Created, source: tickets }}\n  moved: {{ label: Moved, change: status }}\n"
        )
    };
    let forms = [
        ("text", "Status: [Status, state]"),
        ("{ type: text, values: { Status: Zustand } }", "Status: [Status, Zustand, state]"),
        ("{ type: text, values: { Status: [Status, Zustand] } }", "Status: { add: [state] }"),
        ("{ type: text, values: { Other: [x] } }", "Status: [Status, state]"),
    ];
    let export = folder(&[("tickets.csv", TICKETS), ("changes.csv", CHANGES)]);
    for (column, expected) in forms {
        let desk = folder(&[("desk.yaml", &base(column))]);
        let ran = init(export.path(), &["--base", desk.path().join("desk.yaml").to_str().unwrap()]).fine();
        assert!(ran.text.contains(expected), "{column}: {}", ran.text);
        assert_eq!(ran.events(export.path(), &[]), 7, "{column}: {}", ran.text);
    }
}

/// One header that is read as several columns is one column of the file.
#[test]
fn columns_of_the_file_are_counted() {
    let ran = init(&root().join("tests/new-org/export"), &["--timezone", "Europe/Berlin"]).fine();
    let line = ran.text.lines().find(|line| line.contains("files: [Vorgangsverlauf.csv]")).unwrap();
    assert!(line.ends_with("# recognised by 6 columns"), "{line}");
}

/// What any desk has isn't enough to be taken for Salesforce's.
#[test]
fn an_unknown_system_is_not_taken_for_a_known_one() {
    let tickets = "Ticket ID,Created,Status,Priority,Subject\nT1,2026-01-05T09:00:00Z,Open,High,a\nT2,2026-01-06T09:00:00Z,Closed,Low,b\nT3,2026-01-07T09:00:00Z,Closed,Low,c\n";
    for name in ["tickets.csv", "case.csv", "cases.csv"] {
        let export = folder(&[(name, tickets)]);
        let ran = init(export.path(), &[]).fine();
        assert!(!ran.has_line("extends:"), "{name}: {}", ran.text);
        assert_eq!(ran.events(export.path(), &[]), 3);
        let asked = init(export.path(), &["--base", "salesforce-service-cloud"]).fine();
        assert!(
            asked.has_line("extends: salesforce-service-cloud") && asked.text.contains("header: Ticket ID"),
            "{name}: {}",
            asked.text
        );
    }
}
