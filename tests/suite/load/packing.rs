//! Rows that are packed while they are read give what rows give that are grouped when all are there.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use caseloom::load::{LoadOptions, Loaded, SourceReport, Unwanted, load};
use caseloom::plan::Plan;
use caseloom::run::RunOptions;

use crate::run::{Log, plan, run_with};

/// More cases than two groups have.
pub const CASES: u32 = 2_300;
const NOTES: u32 = 6_000;

pub const MAPPING: &str = r#"
timezone: UTC
source_system: Test
sources:
  cases:
    files: cases.csv
    key: id
    at: opened
    columns: { id: id, number: id, opened: timestamp, status: text, owner: { type: id, refers_to: user } }
  note:
    files: "note*.csv"
    case: about
    at: written
    by: author.name
    order: ORDER
    field: field
    old: old
    new: new
    columns:
      id: id
      about: id
      written: timestamp
      author: { type: id, refers_to: user }
      text: text
      internal: boolean
      amount: number
      pieces: integer
      spent: { type: duration, unit: s }
      field: text
      old: text
      new: text
MORE
  user: { files: user.csv, key: id, columns: { id: id, name: text } }
case: { record: cases, id: number, KEEP }
tracked_fields:
  state: { source: note, field: state, current: case.status }
activities:
  opened: { label: Opened, source: cases }
  noted: { label: Noted, source: note, where: { internal: false } }
  moved: { label: Moved, change: state }
attributes:
  case:
    Last: { last: note.text }
    Most: { max: note.amount }
    Notes: { count: note }
    Owner: case.owner.name
    Spent: { last: note.spent }
  event: { Id: note.id, Text: note.text, Amount: note.amount, Pieces: note.pieces, New: note.new, Author: note.author.name }
"#;

/// A mapping whose notes have this order, these lines more, and whose cases are kept so.
fn mapping(order: &str, more: &str, keep: &str) -> Plan {
    let columns = more.lines().filter_map(|line| Some(line.trim().split_once(':')?.0));
    let shown: String =
        columns.filter(|name| name.starts_with("more")).map(|name| format!("{name}: note.{name}, ")).collect();
    let mapping = MAPPING.replace("event: { ", &format!("event: {{ {shown}"));
    plan(&mapping.replace("ORDER", order).replace("MORE\n", more).replace("KEEP", keep))
}

/// Numbers that look like chance, the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(bound)) as u32
    }

    fn of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.below(all.len() as u32) as usize]
    }
}

pub fn export(folder: &Path) {
    let mut dice = Dice(7);
    let mut cases = "id,number,opened,status,owner\n".to_owned();
    for case in 0..CASES {
        let (number, owner) = (case * 7 % CASES, dice.below(40));
        let status = dice.of(&["new", "open", "done", ""]);
        writeln!(cases, "500x{case:06},N-{number},2024-01-01T00:00:00Z,{status},u{owner}").unwrap();
    }
    fs::write(folder.join("cases.csv"), cases).unwrap();
    let users: String = (0..35).map(|user| format!("u{user},Agent {user}\n")).collect();
    fs::write(folder.join("user.csv"), format!("id,name\n{users}")).unwrap();
    for (file, name) in ["note-1.csv", "note-2.csv"].iter().enumerate() {
        let header = "id,about,written,author,text,internal,amount,pieces,spent,field,old,new\n".to_owned();
        let rows = (0..NOTES / 2).map(|row| note(&mut dice, file as u32 * NOTES + row));
        fs::write(folder.join(name), rows.fold(header, |all, row| all + row.as_str())).unwrap();
    }
}

fn note(dice: &mut Dice, row: u32) -> String {
    // Some are about cases that aren't there.
    let about = dice.below(CASES + 20);
    let (day, second, part) = (1 + dice.below(28), dice.below(60), dice.of(&["", ".000", ".123", ".5"]));
    let text = match dice.below(6) {
        0 => String::new(),
        1 => "\"said \"\"no\"\",\nthen yes\"".to_owned(),
        2 => "ครับ, 案件".repeat(dice.below(40) as usize).replace(',', ";"),
        3 => "long ".repeat(dice.below(400) as usize),
        _ => format!("about the printer, {row}").replace(',', ""),
    };
    let author = dice.below(45);
    let internal = dice.of(&["true", "false", ""]);
    let amount = dice.of(&["", "0", "-1.5", "1e9", "0.1"]);
    let pieces = dice.of(&["", "-3", "0", "123456789012"]);
    let spent = dice.of(&["", "90", "0"]);
    let (field, old, new) = (
        dice.of(&["state", "state", "other"]),
        dice.of(&["", "new", "open"]),
        dice.of(&["", "open", "done", "a state that takes more than thirty-two bytes"]),
    );
    let written = format!("2024-02-{day:02}T10:00:{second:02}{part}Z");
    let (id, about) = (format!("002x{row:06}"), format!("500x{about:06}"));
    format!("{id},{about},{written},u{author},{text},{internal},{amount},{pieces},{spent},{field},{old},{new}\n")
}

fn loaded(plan: &Plan, folder: &Path, packs_rows: bool, threads: usize) -> Loaded {
    let options = LoadOptions { input: folder.to_owned(), packs_rows, ..LoadOptions::default() };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let loaded = pool.install(|| load(plan, &options, &|_| {})).unwrap_or_else(|problems| panic!("{problems:#?}"));
    let note = plan.sources.iter().position(|source| source.id == "note").unwrap();
    assert_eq!(loaded.tables[note].packed.is_some(), packs_rows);
    loaded
}

/// Everything that a user can see of a run.
fn seen(log: &Log, quarantine: &str) -> String {
    let Log { cases, outcome } = log;
    let account = &outcome.account;
    format!("{cases:#?}\n{account:#?}\n{:#?}\n{quarantine}", outcome.diagnostics.clone().sorted())
}

fn give_the_same(order: &str, more: &str, keep: &str, spoil: impl Fn(&Path)) {
    all_ways_give_the_same(|| mapping(order, more, keep), spoil);
}

pub fn all_ways_give_the_same(mapping: impl Fn() -> Plan, spoil: impl Fn(&Path)) {
    let folder = tempfile::tempdir().unwrap();
    export(folder.path());
    spoil(folder.path());
    let outcome = |packs_rows, threads, block| {
        let plan = mapping();
        let loaded = loaded(&plan, folder.path(), packs_rows, threads);
        // What is counted while rows are read is counted by the run otherwise.
        let reports =
            loaded.sources.iter().map(|report| SourceReport { unwanted: Unwanted::default(), ..report.clone() });
        let found = format!("{:#?}\n{:#?}", loaded.quarantine, reports.collect::<Vec<_>>());
        let options = RunOptions { threads, block, ..RunOptions::default() };
        seen(&run_with(plan, loaded, &options), &found)
    };
    let grouped = outcome(false, 1, 1_000);
    assert!(grouped.contains("opened"));
    // Blocks of a run needn't be the groups of rows.
    for (threads, block) in [(1, 1_000), (4, 1_000), (3, 70), (9, 1_000)] {
        let packed = outcome(true, threads, block);
        let differing = grouped.lines().zip(packed.lines()).find(|(one, other)| one != other);
        assert!(grouped == packed, "{threads} threads, blocks of {block}: {differing:?}");
    }
}

fn as_they_are(_: &Path) {}

/// Rewrites each file.
fn rewrite(folder: &Path, text: impl Fn(&str) -> String) {
    for name in ["cases.csv", "note-1.csv", "note-2.csv", "user.csv"] {
        let path = folder.join(name);
        fs::write(&path, text(&fs::read_to_string(&path).unwrap())).unwrap();
    }
}

/// Adds lines to a file.
pub fn add(folder: &Path, name: &str, lines: &str) {
    let path = folder.join(name);
    let text = fs::read_to_string(&path).unwrap() + lines;
    fs::write(path, text).unwrap();
}

#[test]
fn column_by_column() {
    give_the_same("id", "", "orphans: quarantine", as_they_are);
}

#[test]
fn with_quotes_round_all_fields() {
    give_the_same("id", "", "orphans: quarantine", |folder| {
        rewrite(folder, |text| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let mut writer = csv::WriterBuilder::new().quote_style(csv::QuoteStyle::Always).from_writer(Vec::new());
            reader.records().for_each(|record| writer.write_record(&record.unwrap()).unwrap());
            String::from_utf8(writer.into_inner().unwrap()).unwrap()
        });
    });
}

/// Keys of cases are found in another way where they aren't equally long, or have little in common.
#[test]
fn with_keys_of_many_kinds() {
    let kinds: [fn(u32) -> String; 5] = [
        |case| format!("500x{case}"),
        |case| format!("{:08x}-{case:06}", case.wrapping_mul(0x9e37_79b9)),
        |case| format!("5005g0003{:03}{}AAE", case / 50 * 7, char::from(b'A' + (case % 50) as u8)),
        |case| format!("A{:07}", if case % 90 == 0 { case * 4_000 } else { case }),
        |case| format!("a key that is longer than others are {case:06}"),
    ];
    for kind in kinds {
        give_the_same("id", "", "keep_if: { status: { not: done } }, orphans: quarantine", |folder| {
            rewrite(folder, |text| renamed(text, kind));
        });
    }
}

/// A text with other keys of cases.
fn renamed(text: &str, kind: fn(u32) -> String) -> String {
    let mut pieces = text.split("500x");
    let first = pieces.next().unwrap_or_default().to_owned();
    let renamed = |piece: &str| kind(piece[..6].parse().unwrap()) + &piece[6..];
    pieces.fold(first, |all, piece| all + renamed(piece).as_str())
}

#[test]
fn with_keys_that_differ_from_those_of_cases_where_these_are_alike() {
    give_the_same("id", "", "orphans: quarantine", |folder| {
        rewrite(folder, |text| renamed(text, |case| format!("5005g0003{:03}{}AAE", case / 50, case % 50 + 10)));
        let known = "5005g000301234AAE";
        let others = (0..known.len()).map(|at| format!("{}x{}", &known[..at], &known[at + 1..]));
        let others = others.chain([known.to_owned(), known[1..].to_owned(), format!("{known}E")]);
        let lines = (0..).zip(others).map(|(row, about): (u32, _)| format!("x{row},{about},,,,,,,,,,\n"));
        add(folder, "note-2.csv", &lines.collect::<String>());
    });
}

/// Makes the lines of the cases' file so long that it has many blocks, and puts them in another order.
fn spread(folder: &Path, arrange: impl Fn(&mut Vec<String>)) {
    let path = folder.join("cases.csv");
    let text = fs::read_to_string(&path).unwrap();
    let mut lines = text.lines().map(|line| format!("{line},{}\n", "x".repeat(600)));
    let header = lines.next().unwrap();
    let mut lines: Vec<String> = lines.collect();
    arrange(&mut lines);
    fs::write(&path, header + lines.concat().as_str()).unwrap();
}

#[test]
fn with_keys_of_many_blocks_in_any_order() {
    let arranged: [fn(&mut Vec<String>); 6] = [
        |_| {},
        |lines| lines.reverse(),
        |lines| lines.rotate_left(900),
        |lines| lines.swap(10, 2_000),
        // A key a second time in another block, and one that is another column's value.
        |lines| lines.push(lines[3].replace("N-", "M-")),
        |lines| lines[2_200] = lines[2_200].replacen(",N-", ",500x000001", 1),
    ];
    for arrange in arranged {
        give_the_same("id", "", "orphans: quarantine", |folder| spread(folder, arrange));
    }
}

#[test]
fn with_keys_in_several_files_and_a_row_among_them_that_cannot_be_used() {
    let mapping = || {
        let pieces = MAPPING.replace("ORDER", "id").replace("MORE\n", "").replace("KEEP", "orphans: quarantine");
        plan(&pieces.replace("files: cases.csv", "files: \"cases*.csv\""))
    };
    all_ways_give_the_same(mapping, |folder| {
        spread(folder, |lines| lines[1_500] = lines[1_500].replace("2024-01-01", "2024-01-32"));
        let text = fs::read_to_string(folder.join("cases.csv")).unwrap();
        let (header, rest) = text.split_once('\n').unwrap();
        let half = rest.match_indices('\n').nth(1_100).unwrap().0 + 1;
        fs::write(folder.join("cases.csv"), format!("{header}\n{}", &rest[half..])).unwrap();
        fs::write(folder.join("cases-2.csv"), format!("{header}\n{}", &rest[..half])).unwrap();
    });
}

#[test]
fn in_the_order_of_the_files() {
    give_the_same("row", "", "orphans: quarantine", as_they_are);
}

#[test]
fn with_keys_that_are_kept_and_too_many_to_be_remembered() {
    let kept = "where: { internal: false, about: { not: nobody } }";
    let mapping = || {
        let pieces = MAPPING.replace("ORDER", "id").replace("MORE\n", "").replace("KEEP", "orphans: quarantine");
        plan(&pieces.replace("where: { internal: false }", kept))
    };
    all_ways_give_the_same(mapping, |folder| {
        let unknown: String = (0..20_000).map(|row| format!("x{row},999x{row},,,,,,,,,,\n")).collect();
        add(folder, "note-1.csv", &unknown);
    });
}

#[test]
fn with_ids_of_any_length_and_carried_texts_with_quotes() {
    give_the_same("id", "", "orphans: quarantine", |folder| {
        for row in 0..200 {
            let (id, text) = ("i".repeat(row), format!("\"{}\"", "a \"\"b\"\", ".repeat(row % 40)));
            let line = format!("{id},500x{:06},2024-02-01 10:00:00Z,{id},{text},TRUE,,,,state,{id},é{id}\n", row * 3);
            add(folder, "note-2.csv", &line);
        }
    });
}

#[test]
fn row_by_row() {
    let more = "      length: \"= if text == () { 0 } else { text.len() }\"\n    where: { pieces: { not: 0 } }\n";
    give_the_same("id", more, "orphans: quarantine", as_they_are);
}

/// More words, flags, times and carried texts than most sources have.
#[test]
fn with_many_columns() {
    let columns = |kind: &str, header: &str, count: usize| -> String {
        let column = |nth| format!("      more_{header}_{kind}_{nth}: {{ type: {kind}, header: {header} }}\n");
        (0..count).map(column).collect()
    };
    let more = [
        columns("text", "new", 5),
        columns("boolean", "internal", 6),
        columns("timestamp", "written", 2),
        columns("id", "id", 1),
        columns("text", "text", 2),
    ];
    give_the_same("id", &more.concat(), "orphans: quarantine", as_they_are);
}

/// One chunk's rows stand together in no group, and times have fractions of a second.
#[test]
fn with_rows_of_all_cases_in_turn() {
    give_the_same("id", "", "orphans: quarantine", |folder| {
        let row = |row: u32| {
            let (case, second) = (row * 7 % CASES, row % 60);
            format!(
                "003x{row},500x{case:06},2024-03-01T10:00:{second:02}.{:03}Z,u1,ครับ,true,,,,state,,open\n",
                row % 1000
            )
        };
        add(folder, "note-2.csv", &(0..2 * CASES).map(row).collect::<String>());
    });
}

#[test]
fn with_cases_that_are_left_out() {
    give_the_same("id", "", "keep_if: { status: [new, open] }", as_they_are);
}

#[test]
fn with_duplicates() {
    give_the_same("id", "    duplicates: { same: [about, field, new] }\n", "orphans: quarantine", as_they_are);
}

#[test]
fn with_rows_that_cannot_be_used() {
    give_the_same("id", "", "orphans: quarantine", |folder| {
        add(folder, "note-1.csv", "a,500x000001\nb,,2024-02-01T10:00:00Z,,,,,,,,,\nc,500x000002,soon,,,,,,,,,\n");
        add(folder, "note-2.csv", "d,500x000003,2024-02-01T10:00:00Z,u1,\"never closed,,,,,,,\n");
        add(
            folder,
            "cases.csv",
            "500x000001,N-9999999,2024-01-01T00:00:00Z,,\n500x999999,N-7,2024-01-01T00:00:00Z,,\n",
        );
    });
}

#[test]
fn orphans_that_stay_are_not_packed() {
    let folder = tempfile::tempdir().unwrap();
    export(folder.path());
    let plan = mapping("id", "", "orphans: keep");
    let options = LoadOptions { input: folder.path().to_owned(), packs_rows: true, ..LoadOptions::default() };
    let loaded = load(&plan, &options, &|_| {}).unwrap_or_else(|problems| panic!("{problems:#?}"));
    assert!(loaded.tables.iter().all(|table| table.packed.is_none()));
    assert!(loaded.cases.len() > CASES as usize);
}
