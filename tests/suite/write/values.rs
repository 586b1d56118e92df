//! Values as text.

use caseloom::evaluate::Datum;
use caseloom::rows::{Cell, Interner, Texts};
use caseloom::script::Value;
use caseloom::time::Precision;
use caseloom::write::{put_cell, put_datum, put_integer, put_number};
use proptest::prelude::*;

fn cell(cell: Cell, precision: Precision) -> String {
    let mut out = Vec::new();
    put_cell(&mut out, cell, &Texts::default(), precision);
    String::from_utf8(out).unwrap()
}

fn value(value: Value) -> String {
    let mut out = Vec::new();
    put_datum(&mut out, &Datum::Value(value), &Texts::default(), Precision::Seconds);
    String::from_utf8(out).unwrap()
}

fn number(value: f64) -> String {
    let mut out = Vec::new();
    put_number(&mut out, value);
    String::from_utf8(out).unwrap()
}

#[test]
fn each_type_has_one_form() {
    let (seconds, milliseconds) = (Precision::Seconds, Precision::Milliseconds);
    for (value, precision, text) in [
        (Cell::Null, seconds, ""),
        (Cell::boolean(true), seconds, "true"),
        (Cell::boolean(false), seconds, "false"),
        (Cell::Integer(-12), seconds, "-12"),
        (Cell::Duration(90_061_001), seconds, "90061001"),
        (Cell::Time(1_700_000_000_123), seconds, "2023-11-14T22:13:20Z"),
        (Cell::Time(1_700_000_000_123), milliseconds, "2023-11-14T22:13:20.123Z"),
        (Cell::Date(19_675), seconds, "2023-11-14"),
        (Cell::Date(-1), milliseconds, "1969-12-31"),
        (Cell::TimeOfDay(29_700_005), seconds, "08:15:00"),
        (Cell::TimeOfDay(29_700_005), milliseconds, "08:15:00.005"),
        (Cell::number(0.1), seconds, "0.1"),
    ] {
        assert_eq!(cell(value, precision), text);
    }
}

#[test]
fn texts_are_quoted_and_lists_joined() {
    let interner = Interner::default();
    let plain = interner.intern("a, b");
    let list = interner.intern("a\u{1f}b, c\u{1f}d");
    let texts = interner.freeze();
    let mut out = Vec::new();
    put_cell(&mut out, Cell::Text(plain), &texts, Precision::Seconds);
    out.push(b'|');
    put_cell(&mut out, Cell::List(list), &texts, Precision::Seconds);
    assert_eq!(String::from_utf8(out).unwrap(), "\"a, b\"|\"a; b, c; d\"");
}

#[test]
fn what_a_script_gives_looks_like_what_a_cell_holds() {
    assert_eq!(value(Value::text("a,b")), "\"a,b\"");
    assert_eq!(value(Value::List(vec![Value::text("a"), Value::Integer(2), Value::Null])), "a; 2; ");
    assert_eq!(
        value(Value::List(vec![Value::List(vec![Value::text("a"), Value::text("b")]), Value::text("c")])),
        "a; b; c"
    );
    for (of_script, of_cell) in [
        (Value::Null, Cell::Null),
        (Value::Integer(7), Cell::Integer(7)),
        (Value::Number(-0.5), Cell::number(-0.5)),
        (Value::Boolean(true), Cell::boolean(true)),
        (Value::Time(1_700_000_000_000), Cell::Time(1_700_000_000_000)),
        (Value::Duration(5), Cell::Duration(5)),
    ] {
        assert_eq!(value(of_script), cell(of_cell, Precision::Seconds));
    }
}

#[test]
fn numbers_are_short() {
    for (value, text) in
        [(1.0, "1"), (-2.5, "-2.5"), (0.0, "0"), (1e21, "1e21"), (1e20, "100000000000000000000"), (1e-8, "1e-8")]
    {
        assert_eq!(number(value), text);
    }
}

proptest! {
    #[test]
    fn numbers_read_back_the_same(value in any::<f64>().prop_filter("finite", |value| value.is_finite())) {
        prop_assert_eq!(number(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
    }

    #[test]
    fn whole_numbers_read_back_the_same(value in any::<i64>()) {
        let mut out = Vec::new();
        put_integer(&mut out, value);
        prop_assert_eq!(String::from_utf8(out).unwrap(), value.to_string());
    }
}

#[test]
fn the_ends_of_whole_numbers_are_written() {
    for value in [i64::MIN, i64::MAX, 0] {
        assert_eq!(cell(Cell::Integer(value), Precision::Seconds), value.to_string());
    }
}
