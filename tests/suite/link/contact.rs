//! Telephone numbers and mail addresses.

use caseloom::contact::{PhoneParser, mail_address};
use caseloom::load::{LoadOptions, Loaded, load};
use caseloom::plan::Plan;
use caseloom::run::RunOptions;
use proptest::prelude::*;

use super::{SOURCES, cases_of};
use crate::run::{plan, run_with};

fn read(country: &str, text: &str) -> String {
    PhoneParser::new(Some(country)).read(text).unwrap_or_else(|| "-".to_owned())
}

#[test]
fn a_number_is_the_same_however_it_is_written() {
    for text in [
        "081 234 5678",
        "0812345678",
        "+66 81 234 5678",
        "+66 (0)81-234-5678",
        "66812345678",
        "0066812345678",
        "00166812345678",
        "tel:+66-81-234-5678",
        "sip:0812345678@sbc.example.com;user=phone",
        " 081.234.5678 ",
        "๐๘๑-๒๓๔-๕๖๗๘",
    ] {
        assert_eq!(read("TH", text), "+66812345678", "{text}");
    }
}

#[test]
fn countries_dial_differently() {
    for (country, text, number) in [
        ("TH", "02-123-4567", "+6621234567"),
        ("US", "(617) 555-0123", "+16175550123"),
        ("US", "1 617 555 0123", "+16175550123"),
        ("US", "011 66 81 234 5678", "+66812345678"),
        ("IT", "06 6982 0123", "+390669820123"),
        ("RU", "8 (495) 123-45-67", "+74951234567"),
        ("RU", "812 555 12 34", "+78125551234"),
        ("HU", "06 1 234 5678", "+3612345678"),
        ("GB", "+44 (0)20 7946 0123", "+442079460123"),
        ("FR", "01 99 00 12 34", "+33199001234"),
        ("FR", "+49 30 901820", "+4930901820"),
        ("SG", "6123 4567", "+6561234567"),
    ] {
        assert_eq!(read(country, text), number, "{text} in {country}");
    }
}

#[test]
fn what_is_no_number_is_none() {
    for text in [
        "anonymous",
        "Restricted",
        "4711",
        "191",
        "+",
        "",
        "tel:",
        "sip:agent@example.com",
        "081 234 567x",
        "+999 12345678",
        "0812345678 or 0812345679",
        "+66",
        "mailto:0812345678",
        "+1234567890123456",
        "081234567812345",
    ] {
        assert_eq!(read("TH", text), "-", "{text}");
    }
}

#[test]
fn an_extension_is_part_of_a_number() {
    for text in ["02 123 4567 ext. 12", "021234567 x12", "tel:+6621234567;ext=12", "02-123-4567 #12"] {
        assert_eq!(read("TH", text), "+6621234567;ext=12", "{text}");
    }
}

#[test]
fn without_a_country_only_numbers_with_a_plus_are_read() {
    let parser = PhoneParser::new(None);
    assert_eq!(parser.read("+66 81 234 5678").as_deref(), Some("+66812345678"));
    assert_eq!(parser.read("0812345678"), None);
    assert_eq!(parser.read("66812345678"), None);
}

#[test]
fn mail_addresses_are_bare_and_small() {
    for text in [
        "ann@example.com",
        " Ann@Example.COM ",
        "Ann <ann@example.com>",
        "mailto:ann@example.com",
        "\"A, B\" <ANN@example.com>",
    ] {
        assert_eq!(mail_address(text).as_deref(), Some("ann@example.com"), "{text}");
    }
    for text in ["ann", "@example.com", "ann@", "ann b@example.com", "a@b@c", "", "<>", "+66812345678"] {
        assert_eq!(mail_address(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn what_was_read_reads_as_itself(text in "[+]?[0-9 ()./x;ext=#@a-c:-]{0,24}", country in prop::sample::select(vec!["TH", "US", "IT", "RU", "GB"])) {
        let parser = PhoneParser::new(Some(country));
        if let Some(number) = parser.read(&text) {
            prop_assert_eq!(parser.read(&number), Some(number.clone()));
            prop_assert_eq!(mail_address(&number), None);
        }
        if let Some(address) = mail_address(&text) {
            prop_assert_eq!(parser.read(&address), None);
            prop_assert_eq!(mail_address(&address), Some(address));
        }
    }
}

/// Customers are told apart by what is known of them, whatever that is.
fn mapping() -> String {
    let columns = "columns: { id: id, request: { type: id, header: contact }, number: { type: phone, country: TH }, mail: mail, \
                   customer: { from: [request, number, mail] }, begin: timestamp }";
    let sources = SOURCES.replace("case: [request, id]", "case: id");
    let start = sources.find("columns:").unwrap();
    let end = start + sources[start..].find('\n').unwrap();
    let sources = format!("{}{columns}{}", &sources[..start], &sources[end..]);
    format!("{sources}case: {{ same_case: {{ source: call, same: customer, within: 10m }} }}\n{}", super::REST)
}

const ROWS: &str = "id,contact,number,mail,begin
a,,081 234 5678,,2026-03-01T09:00:00Z
b,,+66812345678,ann@example.com,2026-03-01T09:01:00Z
c,,,Ann@Example.com,2026-03-01T09:02:00Z
d,,anonymous,ann@example.com,2026-03-01T09:03:00Z
e,K7,081 234 5678,,2026-03-01T09:04:00Z
f,K7,,,2026-03-01T09:05:00Z
g,,withheld,,2026-03-01T09:06:00Z
h,,withheld,,2026-03-01T09:07:00Z
";

/// What the rows become; addresses have the sign by which other tests write times.
fn read_rows(plan: &Plan) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("calls.csv"), ROWS).unwrap();
    let options = LoadOptions { input: folder.path().to_owned(), ..LoadOptions::default() };
    load(plan, &options, &|_| ()).unwrap()
}

#[test]
fn the_first_that_is_known_tells_customers_apart() {
    let plan = plan(&mapping());
    let loaded = read_rows(&plan);
    let log = run_with(plan, loaded, &RunOptions { threads: 1, ..RunOptions::default() });
    assert_eq!(cases_of(&log), "a: a b | c: c d | e: e f | g: g | h: h");
}

#[test]
fn what_is_no_number_is_null_and_counted() {
    let plan = plan(&mapping());
    let loaded = read_rows(&plan);
    let number = plan.sources[0].columns.iter().position(|column| column.id == "number").unwrap();
    assert_eq!(loaded.sources[0].unusable, [(number, 3)]);
    assert!(loaded.quarantine.is_empty());
}
