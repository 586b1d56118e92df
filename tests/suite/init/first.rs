//! Exports of systems that no mapping is of.

use std::fmt::Write;

use super::{folder, init};
use crate::program::{command, root};

#[test]
fn an_event_log_is_read_by_the_headers_of_process_mining() {
    let log = "case:concept:name,concept:name,time:timestamp,org:resource,cost\n\
        A1,Register,2026-01-05T09:00:00Z,Ann,5\nA1,Decide,2026-01-05T10:00:00Z,Bob,7\nA2,Register,2026-01-06T09:00:00Z,Ann,5\nA2,Decide,2026-01-06T11:00:00Z,Ann,1\n";
    let export = folder(&[("log.csv", log)]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.has_line("register: { label: Register, source: log, where: { concept_name: Register } }")
            && !ran.has_line("extends:"),
        "{}",
        ran.text
    );
    assert_eq!(ran.events(export.path(), &[]), 4);
}

#[test]
fn without_known_headers_values_tell_case_time_and_activity() {
    let mut log = String::from("k1,k2,k3,k4\n");
    for case in 0..30 {
        for (step, name) in ["angefragt", "geprüft", "versandt"].iter().enumerate() {
            writeln!(log, "{},X-{case:04},{name},0{}.02.2026 1{step}:15", case * 3 + step, case % 9 + 1).unwrap();
        }
    }
    let export = folder(&[("daten.csv", &log)]);
    let ran = init(export.path(), &["--timezone", "Europe/Vienna"]).fine();
    assert!(
        ran.has_line("case: k2")
            && ran.has_line("at: k4")
            && ran.has_line("versandt: { label: versandt, source: daten, where: { k3: versandt } }"),
        "{}",
        ran.text
    );
    assert!(ran.text.contains("formats: [\"%d.%m.%Y %H:%M\"]") && ran.text.contains("confirm"), "{}", ran.text);
    assert_eq!(ran.events(export.path(), &[]), 90);
}

#[test]
fn snapshots_give_an_event_for_each_status() {
    let mut text = String::from("Ticket ID;Stand;Zustand;Bearbeiter\n");
    for ticket in 0..20 {
        for (step, state) in ["offen", "in Arbeit", "erledigt"].iter().enumerate() {
            writeln!(text, "T{ticket};2026-03-{:02} 0{step}:00;{state};Person {}", ticket + 1, ticket % 4).unwrap();
        }
    }
    let export = folder(&[("stand.csv", &text)]);
    let ran = init(export.path(), &["--timezone", "UTC"]).fine();
    assert!(ran.text.contains("new: Zustand") && ran.text.contains("to: [in Arbeit]"), "{}", ran.text);
    // The first row of each, and two changes of status.
    assert_eq!(ran.events(export.path(), &[]), 60);
}

#[test]
fn records_give_an_event_for_each_of_their_times() {
    let mut text = String::from("Auftrag,Angelegt am,Versandt am,Kunde\n");
    for number in 0..12 {
        let sent = if number % 3 == 0 { String::new() } else { format!("2026-03-{:02}T12:00:00Z", number + 2) };
        writeln!(text, "A-{number:03},2026-03-{:02}T08:00:00Z,{sent},Kunde {}", number + 1, number % 2).unwrap();
    }
    let export = folder(&[("auftraege.csv", &text)]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.has_line("key: Auftrag")
            && ran.text.contains("label: Versandt am")
            && ran.text.contains("Kunde: case.Kunde"),
        "{}",
        ran.text
    );
    assert_eq!(ran.events(export.path(), &[]), 12 + 8);
}

#[test]
fn a_change_log_goes_with_its_records() {
    let mut orders = String::from("Nr,Eingang,Land\n");
    let mut changes = String::from("lfd,Nr,Feld,Vorher,Nachher,Zeitpunkt,Benutzer\n");
    for number in 0..15 {
        writeln!(orders, "B{number:03},2026-04-01T08:{number:02}:00Z,DE").unwrap();
        writeln!(changes, "{},B{number:03},Status,neu,in Arbeit,2026-04-02T08:00:00Z,eva", number * 2).unwrap();
        writeln!(changes, "{},B{number:03},Status,in Arbeit,fertig,2026-04-03T08:00:00Z,udo", number * 2 + 1).unwrap();
    }
    let export = folder(&[("bestellungen.csv", &orders), ("aenderungen.csv", &changes)]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.has_line("field: Feld") && ran.has_line("new: Nachher") && ran.text.contains("record: bestellungen"),
        "{}",
        ran.text
    );
    assert_eq!(ran.events(export.path(), &[]), 15 + 30);
}

#[test]
fn activities_that_would_be_called_the_same_are_told_apart() {
    let tickets = "Ticket ID,Opened,Closed,State\nT1,2026-01-03T09:00:00Z,2026-01-04T10:00:00Z,Closed\n\
        T2,2026-01-03T10:00:00Z,2026-01-05T10:00:00Z,Closed\n";
    let changes = "Ticket ID,Changed at,Field,Old,New\nT1,2026-01-03T09:30:00Z,Status,Opened,Working\n\
        T1,2026-01-04T10:00:00Z,Status,Working,Closed\nT2,2026-01-05T10:00:00Z,Status,Opened,Closed\n";
    let export = folder(&[("tickets.csv", tickets), ("ticket_history.csv", changes)]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.has_line("closed: { label: Closed, source: tickets")
            && ran.has_line("status_closed: { label: Status Closed, change: status, to: [Closed] }"),
        "{}",
        ran.text
    );
    let valid = command(root(), &["validate", ran.file.to_str().unwrap()]).output().unwrap();
    let said = String::from_utf8([valid.stderr, valid.stdout].concat()).unwrap();
    assert!(!said.contains("W0609"), "{said}\n{}", ran.text);
    assert_eq!(ran.events(export.path(), &[]), 2 + 2 + 3, "{}", ran.text);
}

#[test]
fn documents_are_rows_wherever_they_stand() {
    let record = |number: usize| {
        format!(
            "{{\"ticket\":{{\"id\":\"T{number}\"}},\"opened\":\"2026-01-0{}T09:00:00Z\",\"done\":\"2026-02-01T09:00:00Z\",\"tags\":[\"a\"],\"vip\":{},\"weight\":\"{number},5\",\"notes\":[{{\"text\":\"x\"}}]}}",
            number % 9 + 1,
            number.is_multiple_of(2)
        )
    };
    let all: Vec<String> = (1..7).map(record).collect();
    let forms = [
        ("page.json", format!("{{\"total\":6,\"data\":{{\"rows\":[{}]}}}}", all.join(","))),
        ("list.json", format!("[{}]", all.join(","))),
        ("lines.ndjson", all.join("\n")),
    ];
    for (name, text) in forms {
        let export = folder(&[(name, &text)]);
        let ran = init(export.path(), &[]).fine();
        assert!(
            ran.text.contains("ticket.id")
                && ran.has_line("vip: { type: boolean, optional: true }")
                && ran.text.contains("lists in")
                && ran.text.contains("notes"),
            "{name}: {}",
            ran.text
        );
        assert_eq!(ran.events(export.path(), &[]), 12, "{name}: {}", ran.text);
    }
}

#[test]
fn an_old_encoding_is_declared() {
    let text = "Ticket,Angelegt am,Störung\nT1,2026-01-05T09:00:00Z,Lüfter\nT2,2026-01-06T09:00:00Z,Tür\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(text);
    let export = tempfile::tempdir().unwrap();
    std::fs::write(export.path().join("alt.csv"), bytes).unwrap();
    let ran = init(export.path(), &[]).fine();
    assert!(ran.has_line("encoding: windows-1252") && ran.text.contains("header: Störung"), "{}", ran.text);
    assert_eq!(ran.events(export.path(), &[]), 2);
}

#[test]
fn files_of_one_table_are_read_together_and_headers_that_stand_twice_apart() {
    let part = |from: usize| {
        (from..from + 5).fold("Ticket,Time,Note,Note\n".to_owned(), |text, number| {
            format!("{text}T{number},2026-01-05T09:00:00Z,a b c {number},d\n")
        })
    };
    let export = folder(&[("t-1.csv", &part(0)), ("t-2.csv", &part(5)), ("other.csv", "X,Y\n1,2\n")]);
    let ran = init(export.path(), &[]).fine();
    assert!(ran.has_line("files: [\"t-[0-9]*.csv\"]") && ran.text.contains("\"Note#2\""), "{}", ran.text);
    assert!(ran.out.contains("nothing reads `other.csv`"), "{}", ran.out);
    assert_eq!(ran.events(export.path(), &[]), 10);
}

#[test]
fn whatever_a_header_or_value_holds_the_file_is_yaml() {
    let text = "Ticket,\"- at \"\"{x}: #\"\"\",\"new\",\"工单\",\"yes\"\nA,2026-01-05T09:00:00Z,\"a: b # c\",\"x\ny\",\"'\"\nB,2026-01-06T09:00:00Z,\"a: b # c\",\"[\",\"&\"\nA,2026-01-07T09:00:00Z,\"!tag\",\"*\",\"%\"\nB,2026-01-08T09:00:00Z,\"!tag\",\"`\",\"@\"\n";
    let export = folder(&[("case.csv", text)]);
    let ran = init(export.path(), &[]);
    assert_eq!(ran.code, 0, "{}\n{}", ran.said, ran.text);
    assert!(ran.events(export.path(), &[]) > 0);
}

/// Each known name is an activity, so that a run counts by name; rows without one stay.
#[test]
fn names_of_events_are_activities() {
    let mut log = String::from("Repair,Step,Start time,End time,Technician\n");
    for case in 0..20 {
        for (step, name) in ["Received", "Waiting: parts", "", "Repaired"].iter().enumerate() {
            writeln!(log, "R{case:02},{name},2026-03-02T1{step}:00:00Z,2026-03-02T1{step}:30:00Z,Ann Oakley").unwrap();
        }
    }
    let export = folder(&[("repair log.csv", &log)]);
    let ran = init(export.path(), &[]).fine();
    for line in [
        "at: Start_time",
        "received: { label: Received, source: repair_log, where: { Step: Received }, end: End_time } # 20 rows",
        "waiting_parts: { label: \"Waiting: parts\", source: repair_log, where: { Step: \"Waiting: parts\" }, end: End_time }",
        "event: { label: Event, source: repair_log, where: { Step: { present: false } }, end: End_time } # 20 rows without a name",
    ] {
        assert!(ran.has_line(line), "{line}: {}", ran.text);
    }
    assert!(!ran.text.contains("repair_log.End_time"), "{}", ran.text);
    assert_eq!(ran.events(export.path(), &[]), 80);
    let told = ran.generated(export.path(), &[]);
    assert!(told.contains("20  Received\n") && told.contains("20  Repaired\n"), "{told}");
}

#[test]
fn names_that_may_be_personal_are_left_to_the_column() {
    let mut log = String::from("Fall,Zeit,Was\n");
    for row in 0..60 {
        let what = ["Ann Oakley", "Bob Ferry", "geprüft"][row % 3];
        writeln!(log, "F{},2026-03-02T1{}:{row:02}:00Z,{what}", row / 3, row % 3).unwrap();
    }
    let export = folder(&[("log.csv", &log)]);
    let ran = init(export.path(), &[]).fine();
    assert!(ran.text.contains("named_by: Was") && !ran.text.contains("Oakley"), "{}", ran.text);
    assert_eq!(ran.events(export.path(), &[]), 60);
}

#[test]
fn counts_of_seconds_are_times_below_headers_of_times() {
    let forms = [("timestamp", 1_i64, "epoch_s"), ("event_time", 1000, "epoch_ms"), ("Zeitpunkt", 1, "epoch_s")];
    for (header, unit, format) in forms {
        let mut log = format!("ticket,{header},step,candidate\n");
        for row in 0..40_i64 {
            let at = (1_767_600_000 + row * 3_600) * unit;
            writeln!(log, "T{},{at},{},{}", row / 2, ["in", "out"][row as usize % 2], 1_700_000_000 + row).unwrap();
        }
        let export = folder(&[("log.csv", &log)]);
        let ran = init(export.path(), &[]).fine();
        let line = format!("{header}: {{ type: timestamp, formats: [\"{format}\"] }}");
        assert!(ran.has_line(&line) && ran.has_line("candidate: integer"), "{line}: {}", ran.text);
        assert!(!ran.text.contains("timezone"), "{}", ran.text);
        assert_eq!(ran.events(export.path(), &[]), 40);
    }
}

#[test]
fn numbers_and_truths_are_read_as_they_are_written() {
    let mut log = String::from("Auftrag;Zeit;Schritt;Betrag;Total;Menge;Garantie;Payé;已付;Score;Haken\n");
    for row in 0..40 {
        let step = ["ein", "aus"][row % 2];
        let (garantie, paid, chinese) = (["ja", "nein"][row % 2], ["oui", "non"][row / 2 % 2], ["是", "否"][row % 2]);
        let tick = ["x", ""][row % 2];
        writeln!(
            log,
            "A{:02};2026-03-02T10:{row:02}:00Z;{step};1.{row:03},50;\"1,{row:03}.5\";\"1,{row:03}\";{garantie};{paid};{chinese};{};{tick}",
            row / 2,
            row % 2
        )
        .unwrap();
    }
    let export = folder(&[("auftraege.csv", &log)]);
    let ran = init(export.path(), &[]).fine();
    for line in [
        "Betrag: { type: number, decimal: \",\" }",
        "Total: { type: number, grouping: \",\" }",
        "Garantie: { type: boolean, words: { true: [\"ja\"], false: [\"nein\"] } }",
        "Paye: { type: boolean, header: Payé, words: { true: [\"oui\"], false: [\"non\"] } }",
        "Score: integer",
        "Haken: { type: boolean, words: { true: [\"x\"], false: [\"false\"] } }",
    ] {
        assert!(ran.has_line(line), "{line}: {}", ran.text);
    }
    let asked = ran.text.lines().find(|line| line.trim_start().starts_with("Menge: text")).unwrap();
    assert!(asked.contains("ask: numbers?") && ran.out.contains("ask: numbers?"), "{asked}\n{}", ran.out);
    assert_eq!(ran.events(export.path(), &[]), 40);
}

/// A log of changes whose values are words of truth: its rules compare texts.
#[test]
fn values_of_changes_stay_texts() {
    let mut changes = String::from("lfd,Fall,Feld,Vorher,Nachher,Zeitpunkt\n");
    for number in 0..30 {
        let (from, to) = [("nein", "ja"), ("ja", "nein")][number % 2];
        writeln!(changes, "{number},F{},Status,{from},{to},2026-04-02T08:{number:02}:00Z", number / 2).unwrap();
    }
    let export = folder(&[("verlauf.csv", &changes)]);
    let ran = init(export.path(), &[]).fine();
    assert!(ran.has_line("Nachher: text") && ran.text.contains("to: [ja]"), "{}", ran.text);
    assert_eq!(ran.events(export.path(), &[]), 30);
}
