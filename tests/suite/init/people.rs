//! Names of people don't get into a mapping; words of the system do.

use std::fmt::Write;

use super::{Ran, folder, init};

const LATIN: [&str; 5] = ["Chloé Dubois", "Anna Schmied", "Eva Lindmark", "Bernd Kowal", "Dan O'Nely"];
const CHINESE: [&str; 5] = ["王小明", "李娜", "欧阳修文", "张伟", "陈思"];
const THAI: [&str; 5] = ["สมชาย ใจดี", "สมหญิง รักไทย", "มานะ อดทน", "ปิติ ชูใจ", "วีระ แสงทอง"];
const FIRST: [&str; 5] = ["Anna", "bernd", "Chloé", "dan", "Eva"];
const LOGINS: [&str; 5] = ["anna.schmied", "bernd.kowal", "c.dubois", "dan.onely", "e.lindmark"];
const MAILS: [&str; 5] =
    ["a@firma.example", "b@firma.example", "c@firma.example", "d@firma.example", "e@firma.example"];
const PHONES: [&str; 5] = ["+49 30 5550101", "0660 5550102", "(555) 010-0103", "030/5550104", "+66 2 555 0105"];

/// An event log of sixty cases whose last column has this header and these values in turn.
fn log(header: &str, values: &[&str]) -> String {
    let mut text = format!("Ticket,Time,Step,Etage,{header}\n");
    for row in 0..240 {
        let (case, step) = (row / 4, ["received", "checked", "mended", "sent"][row % 4]);
        let floor = ["unten", "oben"][row % 2];
        writeln!(
            text,
            "T{case:03},2026-03-{:02}T1{}:00:00Z,{step},{floor},\"{}\"",
            case % 28 + 1,
            row % 4,
            values[row * 7 % values.len()]
        )
        .unwrap();
    }
    text
}

fn has_none(ran: &Ran, values: &[&str], header: &str) {
    let told = without_random_names(&format!("{}\n{}", ran.text, ran.out));
    for value in values {
        assert!(!told.contains(value), "`{value}` of `{header}` is in\n{told}");
    }
}

/// Without the letters of temporary folders' names, which may be those of a name.
fn without_random_names(text: &str) -> String {
    let (first, others) = text.split_once(".tmp").unwrap_or((text, ""));
    let others =
        others.split(".tmp").map(|part| part.trim_start_matches(|letter: char| letter.is_ascii_alphanumeric()));
    std::iter::once(first).chain(others).collect()
}

fn drafted(header: &str, values: &[&str]) -> Ran {
    let export = folder(&[("log.csv", &log(header, values))]);
    init(export.path(), &["--base", "none"]).fine()
}

/// Whatever their header, what looks like a name isn't copied.
#[test]
fn names_are_told_by_what_they_look_like() {
    for header in ["Feld 7", "Approver", "Zeichen", "备注栏", "หมายเหตุ"] {
        for values in [LATIN, CHINESE, THAI, LOGINS, MAILS, PHONES] {
            let ran = drafted(header, &values);
            has_none(&ran, &values, header);
            assert!(ran.text.contains("5 values, not shown: they may be personal"), "{header}: {}", ran.text);
            assert!(ran.text.contains("oben (120), unten (120)") && ran.text.contains("received (60)"), "{}", ran.text);
        }
    }
}

/// Below a header of people, one word is enough.
#[test]
fn headers_of_people_are_known_in_several_languages() {
    let headers = [
        "Who",
        "Author",
        "Approver",
        "Technician",
        "Handled by",
        "Shop owner",
        "agent_login",
        "closedBy",
        "reviewer.id",
        "Genehmigt von",
        "Freigeber",
        "Sachbearbeiterin",
        "Kundin",
        "Rédacteur",
        "Clôturé par",
        "Technicien",
        "Nom du client",
        "审核人",
        "操作员",
        "工程师",
        "ผู้อนุมัติ",
        "ช่าง",
        "โดย",
        "Aprobado por",
    ];
    for header in headers {
        let ran = drafted(header, &FIRST);
        has_none(&ran, &FIRST, header);
    }
}

/// Who stands in a column of people is hidden in every other.
#[test]
fn names_that_stand_elsewhere_are_known() {
    let mut text = String::from("Ticket,Time,Step,Author,Stelle,Queue\n");
    for row in 0..120 {
        let (name, first) = (LATIN[row % 5], LATIN[row % 5].split(' ').next().unwrap());
        let queue = if row % 3 == 0 { name } else { "Second Level" };
        let minutes = row % 60;
        writeln!(
            text,
            "T{},2026-03-01T1{}:{minutes:02}:00Z,{},{name},{first},{queue}",
            row / 4,
            row % 4,
            ["in", "out"][row % 2]
        )
        .unwrap();
    }
    let export = folder(&[("log.csv", &text)]);
    let ran = init(export.path(), &[]).fine();
    has_none(&ran, &LATIN, "Queue");
    let firsts: Vec<&str> = LATIN.iter().map(|name| name.split(' ').next().unwrap()).collect();
    has_none(&ran, &firsts, "Stelle");
}

/// A name that stands far behind the rows that are looked at first hides its column.
#[test]
fn whole_columns_are_looked_at() {
    let mut text = log("Feld 7", &["rot", "blau"]);
    for case in 60..2500 {
        writeln!(text, "T{case:04},2026-03-01T10:00:00Z,received,oben,rot").unwrap();
    }
    for _ in 0..5 {
        writeln!(text, "T001,2026-03-09T10:00:00Z,sent,oben,Anna Schmied").unwrap();
    }
    let export = folder(&[("log.csv", &text)]);
    let ran = init(export.path(), &[]).fine();
    has_none(&ran, &["Schmied"], "Feld 7");
}

/// What the consultant needs stays.
#[test]
fn words_of_the_system_are_shown() {
    let columns: [(&str, &[&str]); 14] = [
        ("Status", &["New", "In Progress", "Closed Complete"]),
        ("Ticket State", &["Work In Progress", "On Hold", "Done"]),
        ("Bearbeitungsstatus", &["Neu", "In Bearbeitung", "Erledigt"]),
        ("Statut du dossier", &["Nouveau", "En Cours", "Fermé"]),
        ("工单状态", &["新建", "处理中", "已关闭"]),
        ("优先级", &["高", "中", "低"]),
        ("สถานะ", &["เปิดใหม่", "กำลัง ดำเนินการ", "ปิดแล้ว"]),
        ("Priority", &["1 - Critical", "2 - High", "Low"]),
        ("priority.name", &["Very High", "High", "Low"]),
        ("Category", &["Hardware Fault", "Software Fault"]),
        ("Agent Queue", &["billing", "technical"]),
        ("Produktlinie__c", &["Ventil V7", "Pumpe P40"]),
        ("Site", &["Berlin", "Paris"]),
        ("Zst", &["Work In Progress", "Closed Complete", "New"]),
    ];
    for (header, values) in columns {
        let ran = drafted(header, values);
        for value in values {
            assert!(ran.text.contains(&format!("{value} (")), "`{value}` of `{header}` isn't in\n{}", ran.text);
        }
    }
}

/// The same in an overlay: columns that nothing reads, values that no param has, and what is printed.
#[test]
fn overlays_name_nobody() {
    let mut cases =
        String::from("Id,CaseNumber,CreatedDate,ClosedDate,Status,Freigeber,Feld 7,Kurz,Produktlinie__c,Rückruf\n");
    let mut history = String::from("Id,CaseId,Field,OldValue,NewValue,CreatedDate,Author,Kanal 2\n");
    for number in 0..60 {
        let (id, name, first, mail) =
            (format!("5000000{number:08}"), LATIN[number % 5], FIRST[number % 5], MAILS[number % 5]);
        let phone = PHONES[number % 5];
        writeln!(
            cases,
            "{id},{number:08},2026-01-05T09:00:00Z,,Termin vereinbart,{first},{name},{mail},Pumpe P{},{phone}",
            number % 3
        )
        .unwrap();
        writeln!(history, "{number},{id},Status,Neu,Termin vereinbart,2026-01-06T09:00:00Z,{name},Portal").unwrap();
        writeln!(history, "{number}0,{id},Owner,{name},Eva Lindmark,2026-01-06T09:00:00Z,{name},Telefon").unwrap();
    }
    let export = folder(&[("Case.csv", &cases), ("CaseHistory.csv", &history)]);
    let ran = init(export.path(), &[]).fine();
    for values in [LATIN, MAILS, PHONES] {
        has_none(&ran, &values, "any");
    }
    for first in ["bernd", "Anna"] {
        assert!(!ran.text.contains(first), "{first}: {}", ran.text);
    }
    assert!(ran.has_line("extends: salesforce-service-cloud"), "{}", ran.text);
    for shown in [
        "Pumpe P0 (20)",
        "Portal (60), Telefon (60)",
        "`Termin vereinbart` of `status`",
        "Freigeber: text; 5 values among the first, not shown",
    ] {
        assert!(ran.text.contains(shown), "{shown}: {}", ran.text);
    }
    assert!(ran.out.contains("no param of `status` has `Termin vereinbart`"), "{}", ran.out);
}

/// Several tickets of one person are several cases.
#[test]
fn a_person_is_no_case() {
    let mut text = String::from("key,created,reporter_id,status\n");
    for row in 0..12 {
        writeln!(text, "DESK-{row},2026-01-{:02}T08:00:00Z,u{},{}", row + 1, row % 5, ["open", "closed"][row % 2])
            .unwrap();
    }
    let export = folder(&[("tickets.csv", &text)]);
    let ran = init(export.path(), &["--base", "none"]).fine();
    assert!(!ran.has_line("case: reporter_id") && ran.has_line("key: key"), "{}", ran.text);
}
