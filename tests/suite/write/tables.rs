//! Fields of tables, which are written in a way of their own.

use caseloom::evaluate::{Datum, ParamValues};
use caseloom::plan::{LogPlan, Plan};
use caseloom::rows::{Cell, Interner, TextId, Texts};
use caseloom::run::{BlockWriter, CaseLog, HeldValues};
use caseloom::script::Value;
use caseloom::time::Precision;
use caseloom::write::log::{CsvLog, LogPart, LogValues};
use caseloom::write::{Labels, put_datum};

use crate::run::plan;

const MAPPING: &str = "source_system: Desk
sources:
  cases: { files: cases.csv, key: Id, columns: { Id: id, Subject: text, Opened: timestamp } }
case: { record: cases, id: Id }
activities: { created: { source: cases, at: Opened } }
attributes: { case: { Subject: case.Subject } }
";

/// What a table of cases says of some values, each in a case of its own.
fn table(plan: &Plan, values: &[Datum], texts: &Texts) -> String {
    let rows: Vec<&[Datum]> = values.iter().map(std::slice::from_ref).collect();
    table_of(plan, &rows, texts, None)
}

/// The same of so many values of each case, all of whose ids have that text.
fn table_of(plan: &Plan, rows: &[&[Datum]], texts: &Texts, key: Option<TextId>) -> String {
    let (mut log, labels) = (LogPlan::of_mapping(plan), Labels::choose(plan, None));
    log.output.precision = Precision::Milliseconds;
    let params = ParamValues::default();
    let part = LogPart::alone(plan, &labels, LogValues { params: &params, extracted_at: None });
    let format = CsvLog::new(&log, &[part], false);
    let mut block = format.block();
    for (number, attributes) in (0..).zip(rows) {
        block.case(&CaseLog {
            id: "a \"case\"",
            key,
            number,
            events: &[],
            event_attributes: &[],
            held: &HeldValues::default(),
            attributes,
            texts,
        });
    }
    String::from_utf8(block.cases().to_vec()).unwrap()
}

fn expected(values: &[Datum], texts: &Texts) -> String {
    let mut out = Vec::new();
    for value in values {
        out.extend_from_slice(b"\"a \"\"case\"\"\",");
        put_datum(&mut out, value, texts, Precision::Milliseconds);
        out.push(b'\n');
    }
    String::from_utf8(out).unwrap()
}

#[test]
fn fields_are_as_each_alone() {
    let plan = plan(MAPPING);
    let words =
        ["", "a", "1,2", "Waiting", "Waiting for\nus", "say \"yes\"", "500A0000001xYz9IAE", "naïve façade, naïve"];
    let long = "0123456789 abcdefghij".repeat(9);
    // Every length around those at which another way is taken, plain and with a comma at the end.
    let cut = (0..70).flat_map(|length| [long[..length].to_owned(), format!("{},", &long[..length])]);
    let all: Vec<String> =
        words.iter().map(|word| (*word).to_owned()).chain(cut).chain(["x".repeat(200_000)]).collect();
    let interner = Interner::default();
    let ids: Vec<_> = all.iter().map(|text| interner.intern(text)).collect();
    let texts = interner.freeze();
    let times = [0, 1, -1, 1_700_000_000_123, 1_700_086_399_999, 1_700_000_000_123, 253_402_300_799_999];
    let numbers = [0, 9, 10, -1, -10, 99, 100, 1_234_567_890_123, i64::MAX, i64::MIN];
    let interned = ids.iter().chain(&ids).map(|id| Cell::Text(*id).into());
    let made = all.iter().map(|text| Datum::from(Value::text(text)));
    let of_times = times.iter().map(|time| Cell::Time(*time).into());
    let of_numbers = numbers.iter().flat_map(|number| [Cell::Integer(*number).into(), Cell::Duration(*number).into()]);
    let others = [Cell::Null, Cell::boolean(true), Cell::boolean(false), Cell::number(0.5), Cell::Date(19_000)];
    let values: Vec<Datum> =
        interned.chain(made).chain(of_times).chain(of_numbers).chain(others.map(Datum::from)).collect();
    assert_eq!(table(&plan, &values, &texts), expected(&values, &texts));
}

#[test]
fn ids_of_other_texts_are_not_taken_for_these() {
    let plan = plan(MAPPING);
    let (log, labels, params) = (LogPlan::of_mapping(&plan), Labels::choose(&plan, None), ParamValues::default());
    let part = LogPart::alone(&plan, &labels, LogValues { params: &params, extracted_at: None });
    let format = CsvLog::new(&log, &[part], false);
    let mut written = String::new();
    for word in ["one", "two"] {
        let interner = Interner::default();
        let id = interner.intern(word);
        let (texts, mut block) = (interner.freeze(), format.block());
        let attributes = &[Datum::from(Cell::Text(id))];
        block.case(&CaseLog {
            id: "c",
            key: None,
            number: 0,
            events: &[],
            event_attributes: &[],
            held: &HeldValues::default(),
            attributes,
            texts: &texts,
        });
        written += std::str::from_utf8(block.cases()).unwrap();
    }
    assert_eq!(written, "c,one\nc,two\n");
}

#[test]
fn rows_of_any_length_are_their_fields_one_after_the_other() {
    let names: Vec<String> = (0..60).map(|number| format!("A{number}")).collect();
    let attributes: Vec<String> = names.iter().map(|name| format!("{name}: case.Subject")).collect();
    let plan = plan(&MAPPING.replace("Subject: case.Subject", &attributes.join(", ")));
    let interner = Interner::default();
    let letters = "0123456789abcdefghijklmnopqrstuvwxyz".repeat(3);
    let ids: Vec<TextId> = (0..100).map(|length| interner.intern(&letters[..length])).collect();
    let own = interner.intern("a \"case\"");
    let texts = interner.freeze();
    // From short rows to those that are longer than what is put at once, each field in turn the one that goes beyond.
    let value = |row: usize, field: usize| match (row + field) % 7 {
        0 => Datum::from(Cell::Time(1_700_000_000_000 + row as i64)),
        1 => Datum::from(Cell::Text(own)),
        2 => Datum::from(Value::text(&letters[..(row * 7 + field) % 100])),
        3 => Datum::from(Cell::Integer((row * field) as i64)),
        _ => Datum::from(Cell::Text(ids[(row / 3 + field * 5) % (1 + row / 4)])),
    };
    let rows: Vec<Vec<Datum>> = (0..300).map(|row| (0..60).map(|field| value(row, field)).collect()).collect();
    let rows: Vec<&[Datum]> = rows.iter().map(Vec::as_slice).collect();
    let mut expected = Vec::new();
    for row in &rows {
        expected.extend_from_slice(b"\"a \"\"case\"\"\"");
        for value in *row {
            expected.push(b',');
            put_datum(&mut expected, value, &texts, Precision::Milliseconds);
        }
        expected.push(b'\n');
    }
    let expected = String::from_utf8(expected).unwrap();
    assert_eq!(table_of(&plan, &rows, &texts, None), expected);
    assert_eq!(table_of(&plan, &rows, &texts, Some(own)), expected);
}
