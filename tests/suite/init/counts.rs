//! What whole columns say, behind the rows that are looked at first too.

use std::fmt::Write;

use super::{folder, init};

/// Cases and their history, of `rows` changes; the last of them into a status that stands nowhere before.
fn long_export(rows: usize) -> [(&'static str, String); 2] {
    let mut cases = String::from("Id,CaseNumber,CreatedDate,ClosedDate,Status\n");
    let mut history = String::from("Id,CaseId,Field,OldValue,NewValue,CreatedDate\n");
    for number in 0..rows {
        let id = format!("5000000{number:08}");
        let (status, closed) =
            if number + 4 >= rows { ("Endgültig", "2026-02-01T10:00:00Z") } else { ("In Arbeit", "") };
        writeln!(cases, "{id},{number:08},2026-01-05T09:00:00Z,{closed},{status}").unwrap();
        writeln!(history, "{number},{id},Status,Neu,{status},2026-01-06T09:00:00Z").unwrap();
    }
    [("Case.csv", cases), ("CaseHistory.csv", history)]
}

#[test]
fn values_behind_the_first_rows_are_counted() {
    let export = long_export(5_000);
    let export = folder(&[(export[0].0, &export[0].1), (export[1].0, &export[1].1)]);
    let ran = init(export.path(), &[]).fine();
    let line = |value: &str| {
        ran.text
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("- {value}")))
            .unwrap_or_else(|| panic!("{value}: {}", ran.text))
            .to_owned()
    };
    assert!(line("Endgültig").ends_with("# 4 changes to it, now in 4 cases, `ClosedDate` set in each"), "{}", ran.text);
    assert!(
        line("In Arbeit").ends_with("# 4,996 changes to it, now in 4,996 cases, `ClosedDate` set in 0"),
        "{}",
        ran.text
    );
    let closed = ran.text.find("  closed:").unwrap();
    assert!(
        ran.text[closed..].find("Endgültig").unwrap() < ran.text[closed..].find("working:").unwrap_or(usize::MAX),
        "{}",
        ran.text
    );
}

/// Without the time of closing, words decide: in several languages.
#[test]
fn words_of_statuses_are_known_in_several_languages() {
    let cases = [
        ("closed", ["Geschlossen", "Fermé", "已关闭", "ปิดแล้ว", "Cerrado", "Cancelled"]),
        (
            "working",
            ["In Bearbeitung", "En cours de traitement", "处理中", "กำลังดำเนินการ", "En progreso", "Work in Progress"],
        ),
        (
            "waiting",
            [
                "Warten auf Kunde",
                "En attente du client",
                "等待客户",
                "รอลูกค้า",
                "Esperando al cliente",
                "Awaiting Customer",
            ],
        ),
    ];
    for position in 0..6 {
        let mut history = String::from("Id,CaseId,Field,OldValue,NewValue,CreatedDate\n");
        for (number, (_, words)) in cases.iter().enumerate() {
            writeln!(
                history,
                "{number},500000000000001AAA,Status,Start,{},2026-01-06T09:0{number}:00Z",
                words[position]
            )
            .unwrap();
        }
        let export = folder(&[
            ("Case.csv", "Id,CaseNumber,CreatedDate\n500000000000001AAA,1,2026-01-05T09:00:00Z\n"),
            ("CaseHistory.csv", &history),
        ]);
        let ran = init(export.path(), &[]).fine();
        for (param, words) in &cases {
            let known = ran.text.contains(&format!("`{param}` keeps its default, which has `{}`", words[position]));
            let start = ran.text.find(&format!("  {param}:"));
            let has = start.is_some_and(|start| ran.text[start..].lines().nth(1).unwrap().contains(words[position]));
            assert!(known || has, "{param} {}: {}", words[position], ran.text);
        }
    }
}

/// What is closed by name and never has a time of closing isn't proposed.
#[test]
fn a_word_that_the_data_speak_against_is_left_open() {
    let mut cases = String::from("Id,CaseNumber,CreatedDate,ClosedDate,Status\n");
    for number in 0..20 {
        let (status, closed) =
            if number % 2 == 0 { ("Closed by customer?", "") } else { ("Fertig", "2026-02-01T10:00:00Z") };
        writeln!(cases, "50000000000{number:04},{number},2026-01-05T09:00:00Z,{closed},{status}").unwrap();
    }
    let history =
        "Id,CaseId,Field,OldValue,NewValue,CreatedDate\n1,500000000000001,Status,Neu,Fertig,2026-01-06T09:00:00Z\n";
    let export = folder(&[("Case.csv", &cases), ("CaseHistory.csv", history)]);
    let ran = init(export.path(), &[]).fine();
    assert!(ran.has_line("- Fertig") && !ran.has_line("- \"Closed by customer?\""), "{}", ran.text);
    assert!(
        ran.has_line("# `Closed by customer?` of `status` is in none of them: 0 changes to it, now in 10 cases"),
        "{}",
        ran.text
    );
    assert!(ran.out.contains("no param of `status` has `Closed by customer?`"), "{}", ran.out);
}

/// Tickets whose times say the day first, but only in one row, `clear` rows down.
fn tickets(rows: usize, clear: Option<usize>) -> String {
    let mut text = String::from("Ticket,Opened,State\n");
    for number in 0..rows {
        let day = if clear == Some(number) { 25 } else { number % 12 + 1 };
        writeln!(text, "T{number},{day:02}/03/2026 10:{:02},State {}", number % 60, number % 3).unwrap();
    }
    text
}

#[test]
fn one_day_above_twelve_anywhere_tells_day_and_month_apart() {
    let export = folder(&[("t.csv", &tickets(6_000, Some(5_500)))]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.text.contains("formats: [\"%d/%m/%Y %H:%M\"]") && !ran.text.contains("no day is above 12"),
        "{}",
        ran.text
    );
    assert_eq!(ran.events(export.path(), &["--timezone", "UTC"]), 6_000);
}

#[test]
fn where_none_is_both_ways_are_told() {
    let export = folder(&[("t.csv", &tickets(6_000, None))]);
    let ran = init(export.path(), &[]).fine();
    assert!(ran.text.contains("ask: no day is above 12, so `%m/%d/%Y %H:%M` reads every value, too"), "{}", ran.text);
    assert!(ran.out.contains("\nopen\n") && ran.out.contains("no day is above 12"), "{}", ran.out);
}

#[test]
fn times_without_a_zone_are_asked_for() {
    let export = folder(&[("t.csv", &tickets(50, Some(3)))]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.text.contains("# timezone: Europe/Berlin") && ran.text.contains("ask: 50 times carry no zone"),
        "{}",
        ran.text
    );
    let ran = init(export.path(), &["--timezone", "Asia/Bangkok"]).fine();
    assert!(ran.has_line("timezone: Asia/Bangkok") && !ran.text.contains("carry no zone; name"), "{}", ran.text);
}

#[test]
fn words_for_nothing_are_proposed_with_their_counts() {
    let history =
        "Id,CaseId,Field,OldValue,NewValue,CreatedDate\n1,500000000000001,Status,Neu,Fertig,2026-01-06T09:00:00Z\n";
    let cases = "Id,CaseNumber,CreatedDate,ClosedDate,Status\n500000000000001,1,2026-01-05T09:00:00Z,n/a,Neu\n500000000000002,2,2026-01-05T09:00:00Z,n/a,-\n500000000000003,3,2026-01-05T09:00:00Z,2026-01-06T09:00:00Z,Fertig\n";
    let export = folder(&[("Case.csv", cases), ("CaseHistory.csv", history)]);
    let ran = init(export.path(), &[]).fine();
    assert!(
        ran.has_line("nulls: [\"-\", \"n/a\"]") && ran.text.contains("`-` in 1 cell, `n/a` in 2 cells"),
        "{}",
        ran.text
    );
    assert!(ran.events(export.path(), &[]) > 0);
}

#[test]
fn the_same_folder_gives_the_same_bytes() {
    for sample in
        ["mappings/salesforce-service-cloud/sample-report", "mappings/genesys-cloud-cx/sample", "tests/new-org/export"]
    {
        let input = crate::program::root().join(sample);
        let (one, other) = (init(&input, &[]).fine(), init(&input, &[]).fine());
        assert_eq!(one.text, other.text);
        let told = |out: &str| -> Vec<String> {
            out.lines().filter(|line| !line.starts_with("written to")).map(str::to_owned).collect()
        };
        assert_eq!(told(&one.out), told(&other.out));
        assert!(told(&one.out).len() > 3);
    }
}
