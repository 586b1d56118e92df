use caseloom::time::{CarriesOffset, DateFormat, DayRead, TimeFormat, TimeOfDayFormat};
use chrono::DateTime;
use proptest::prelude::*;

fn read(text: &str) -> Option<(i64, Option<i32>)> {
    let parsed = TimeFormat::compile("iso8601").unwrap().parse(text.as_bytes())?;
    Some((parsed.local, parsed.offset_seconds))
}

const NOON: i64 = 1_683_194_400_000; // 2023-05-04T10:00:00Z

#[test]
fn reads_every_form_of_the_same_time() {
    for (text, offset) in [
        ("2023-05-04T10:00", None),
        ("2023-05-04 10:00:00", None),
        ("2023-05-04T10:00:00.000", None),
        ("2023-05-04T10:00Z", Some(0)),
        ("2023-05-04T10:00:00z", Some(0)),
        ("2023-05-04T10:00:00.000+0000", Some(0)),
        ("2023-05-04 10:00:00+00", Some(0)),
        ("2023-05-04 10:00:00.000+00", Some(0)),
        ("2023-05-04T10:00:00-00:00", Some(0)),
        ("2023-05-04T10:00:00,0+0530", Some(19_800)),
        ("2023-05-04T10:00:00-05:30", Some(-19_800)),
        ("2023-05-04T10:00:00+23:59", Some(86_340)),
    ] {
        assert_eq!(read(text), Some((NOON, offset)), "{text}");
    }
}

#[test]
fn cuts_fractions_to_the_millisecond() {
    for (text, millisecond) in [("5", 500), ("05", 50), ("123", 123), ("1239", 123), ("000999999999999999999999", 0)] {
        assert_eq!(read(&format!("2023-05-04T10:00:00.{text}Z")), Some((NOON + millisecond, Some(0))), "{text}");
    }
}

#[test]
fn the_three_formats_of_one_record_are_read() {
    for (text, expected) in [
        ("2026-03-30 08:30:00.000+00", "2026-03-30T08:30:00Z"),
        ("2026-03-30 09:15:20+00", "2026-03-30T09:15:20Z"),
        ("2026-03-30T08:30:05.123Z", "2026-03-30T08:30:05.123Z"),
    ] {
        let expected = DateTime::parse_from_rfc3339(expected).unwrap().timestamp_millis();
        assert_eq!(read(text), Some((expected, Some(0))), "{text}");
    }
}

#[test]
fn everything_else_is_no_time() {
    for text in [
        "",
        "2023-05-04",
        "2023-05-04T",
        "2023-05-04T10",
        "2023-05-04T10:0",
        "2023-05-04T10:00:0",
        "2023-05-04T10:00:",
        "2023-05-04T10:00:00.",
        "2023-05-04T10:00:00.Z",
        "2023-05-04T10:00.5Z",
        "2023-05-04t10:00:00Z",
        "2023-05-04_10:00:00Z",
        "2023-05-04  10:00:00Z",
        " 2023-05-04T10:00:00Z",
        "2023-05-04T10:00:00Z ",
        "2023-05-04T10:00:00 Z",
        "2023-05-04T10:00:00 +0000",
        "2023-05-04T10:00:00ZZ",
        "2023-05-04T10:00:00+",
        "2023-05-04T10:00:00+0",
        "2023-05-04T10:00:00+00:",
        "2023-05-04T10:00:00+00:0",
        "2023-05-04T10:00:00+000",
        "2023-05-04T10:00:00+00:000",
        "2023-05-04T10:00:00+24:00",
        "2023-05-04T10:00:00+02:60",
        "2023-05-04T10:00:00\u{2212}02:00",
        "2023-05-04T24:00:00Z",
        "2023-05-04T23:60:00Z",
        "2016-12-31T23:59:60Z",
        "2023-00-04T10:00:00Z",
        "2023-13-04T10:00:00Z",
        "2023-05-00T10:00:00Z",
        "2023-04-31T10:00:00Z",
        "2023-02-29T10:00:00Z",
        "1900-02-29T10:00:00Z",
        "2021-04-2T15:30:51.418Z",
        "2021-4-02T15:30:51.418Z",
        "+2023-05-04T10:00:00Z",
        "-023-05-04T10:00:00Z",
        "12023-05-04T10:00:00Z",
        "20230504T100000Z",
        "2023-05-04T1\u{660}:00:00Z",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn leap_days_exist_in_leap_years() {
    for text in ["2000-02-29T00:00Z", "2024-02-29T00:00Z", "0000-02-29T00:00Z", "9996-02-29T00:00Z"] {
        assert!(read(text).is_some(), "{text}");
    }
}

#[test]
fn an_offset_may_be_there() {
    let format = TimeFormat::compile("iso8601").unwrap();
    assert_eq!(format.carries_offset(), CarriesOffset::Sometimes);
    assert_eq!(format.pattern(), "iso8601");
    assert!(format.day_month_swapped().is_none());
}

#[test]
fn dates_and_times_of_day_stand_alone() {
    let date = DateFormat::compile("iso8601").unwrap();
    assert_eq!(date.parse(b"1970-01-02"), Some(1));
    assert_eq!(date.parse(b"1969-12-31"), Some(-1));
    for text in ["", "1970-1-2", "1970-01-02T00:00", "1970-01-02 ", "1970-02-30"] {
        assert_eq!(date.parse(text.as_bytes()), None, "{text}");
    }
    let clock = TimeOfDayFormat::compile("iso8601").unwrap();
    assert_eq!(clock.parse(b"00:01"), Some(60_000));
    assert_eq!(clock.parse(b"23:59:59.9999"), Some(86_399_999));
    for text in ["", "24:00", "1:00", "01:00Z", "01:00:60", "01:00:00+00"] {
        assert_eq!(clock.parse(text.as_bytes()), None, "{text}");
    }
}

/// The same text as RFC 3339 has it: with seconds, a dot, and an offset with a colon.
fn as_rfc3339(text: &str) -> String {
    let (date, rest) = text.split_at(11);
    let offset_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (clock, offset) = rest.split_at(offset_at);
    let clock = if clock.len() == 5 { format!("{clock}:00") } else { clock.replace(',', ".") };
    let offset = match offset.len() {
        0 => "Z".to_owned(),
        3 => format!("{offset}:00"),
        5 => format!("{}:{}", &offset[..3], &offset[3..]),
        _ => offset.to_owned(),
    };
    format!("{date}{clock}{offset}")
}

fn valid() -> impl Strategy<Value = String> {
    let fraction = prop_oneof![Just(String::new()), "[.,][0-9]{1,11}"];
    let offset = prop_oneof![Just(String::new()), Just("Z".to_owned()), "[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?"];
    (0..=9999_i32, 1..=12_u32, 1..=31_u32, "[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", fraction, offset)
        .prop_map(|(year, month, day, clock, fraction, offset)| {
            let fraction = if clock.len() == 9 { fraction } else { String::new() };
            format!("{year:04}-{month:02}-{day:02}{clock}{fraction}{offset}")
        })
}

/// A valid text with some bytes replaced, put in or taken out.
fn mutated() -> impl Strategy<Value = String> {
    let mutation = (0..3_u8, any::<prop::sample::Index>(), "[0-9:+. ZTz-]");
    (valid(), prop::collection::vec(mutation, 0..3)).prop_map(|(mut text, mutations)| {
        for (kind, at, symbol) in mutations {
            let at = at.index(text.len());
            match kind {
                0 => text.replace_range(at..=at, &symbol),
                1 => text.insert_str(at, &symbol),
                _ => text.replace_range(at..=at, ""),
            }
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn reads_what_a_general_parser_reads(text in mutated()) {
        match read(&text) {
            Some((local, offset)) => {
                let oracle = DateTime::parse_from_rfc3339(&as_rfc3339(&text));
                let oracle = oracle.unwrap_or_else(|error| panic!("`{text}` was read, but {error}"));
                prop_assert_eq!(local, oracle.naive_local().and_utc().timestamp_millis());
                prop_assert_eq!(offset.unwrap_or(0), oracle.offset().local_minus_utc());
            }
            // The general parser knows leap seconds.
            None => prop_assert!(DateTime::parse_from_rfc3339(&text).is_err() || text[17..19] == *"60", "`{}`", text),
        }
    }
}

/// Reads a text as it stands before others; `None` where it is too long for the quick reader.
fn quick(day: &mut DayRead, text: &str) -> Option<i64> {
    let mut window = *b"0Z.000Z+00:00\",\"2023-05-04T10:11";
    window.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
    day.read(&window, text.len())
}

/// What the quick reader makes of texts one after the other has to be what the general one makes of each.
fn check_quick<'t>(texts: impl IntoIterator<Item = &'t str>) {
    let format = TimeFormat::compile("iso8601").unwrap();
    let mut day = DayRead::default();
    for text in texts {
        if let Some(time) = quick(&mut day, text) {
            assert_eq!(Some(time), format.parse(text.as_bytes()).and_then(|parsed| parsed.time()), "{text}");
        }
    }
}

#[test]
fn frequent_shapes_are_read_quickly() {
    let mut day = DayRead::default();
    let mut quick = |text: &str| quick(&mut day, text);
    for text in ["2023-05-04T10:11:12.000+0000", "2023-05-04T10:11:12Z", "2023-05-04 10:11:12+00:00"] {
        assert_eq!(quick(text), Some(1_683_195_072_000), "{text}");
    }
    assert_eq!(quick("2023-05-05T00:00:00Z"), Some(1_683_244_800_000));
}

#[test]
fn other_texts_are_left_to_the_general_reader() {
    let mut day = DayRead::default();
    let texts = [
        "",
        "2023-05-04",
        "2023-05-04T10:11:12",
        "2023-05-04T10:11:12.001Z",
        "2023-05-04T10:11:12+0100",
        "2023-05-04T24:00:00Z",
        "2023-05-04T99:00:00Z",
        "2023-05-04T10:60:00Z",
        "2023-05-04T10;11:12Z",
        "2023-05-04T10:11;12Z",
        "2023-05-04T10:11:60Z",
        "2023-02-29T10:11:12Z",
        "2023-05-04t10:11:12Z",
        "2023-05-04T1a:11:12Z",
        "2023-05-04T10:11:12Z ",
        "2023-05-0éT10:11:12Z",
    ];
    for text in texts {
        assert_eq!(quick(&mut DayRead::default(), text), None, "{text}");
    }
    // The same where the day is known; it stays true after a text that is none.
    for text in texts {
        assert_eq!(quick(&mut day, "2023-05-04T10:11:12Z"), Some(1_683_195_072_000), "before {text}");
        assert_eq!(quick(&mut day, text), None, "{text}");
    }
    assert_eq!(quick(&mut day, "2023-05-04T23:59:59Z"), Some(1_683_244_799_000));
}

proptest! {
    #[test]
    fn the_quick_reader_agrees_with_the_general_one(
        texts in prop::collection::vec(
            "(2023-05-04|2024-02-29|2023-02-29|0000-01-01|9999-12-31|[0-9]{4}-[0-9]{2}-[0-9]{2})[T ]\
             [0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.000\\+0000|Z|\\.000Z|\\+00:00|\\+0000|\\.5Z|)",
            1..8,
        ),
    ) {
        check_quick(texts.iter().map(String::as_str));
    }
}
