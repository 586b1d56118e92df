use caseloom::time::{
    DAY, DurationFormat, DurationProblem, DurationUnit, HOUR, MINUTE, SECOND, parse_duration_literal,
};
use proptest::prelude::*;

#[test]
fn literals() {
    for (text, expected) in [
        ("10m", 10 * MINUTE),
        ("4h", 4 * HOUR),
        ("7d", 7 * DAY),
        ("90s", 90 * SECOND),
        ("250ms", 250),
        ("1h30m", 90 * MINUTE),
        ("2w", 14 * DAY),
        ("1w1d1h1m1s1ms", 8 * DAY + HOUR + MINUTE + SECOND + 1),
        ("1m1ms", MINUTE + 1),
        ("0s", 0),
        ("007d", 7 * DAY),
        ("36h90m", 37 * HOUR + 30 * MINUTE),
    ] {
        assert_eq!(parse_duration_literal(text), Ok(expected), "{text}");
    }
}

#[test]
fn faulty_literals_are_refused_where_the_fault_is() {
    use DurationProblem::*;
    for (text, found, problem) in [
        ("", "", Empty),
        ("10", "10", NoUnit),
        ("1h30", "30", NoUnit),
        ("10 m", "10", NoUnit),
        ("m", "m", NoNumber),
        (" 10m", " ", NoNumber),
        ("10m ", " ", NoNumber),
        ("1h 30m", " ", NoNumber),
        ("ü", "ü", NoNumber),
        ("10M", "M", UnknownUnit),
        ("10min", "min", UnknownUnit),
        ("10minutes", "minutes", UnknownUnit),
        ("1h3µ", "µ", UnknownUnit),
        ("1y", "y", UnknownUnit),
        ("30m1h", "1h", Order),
        ("1h1h", "1h", Order),
        ("1.5h", "1.5", Decimals),
        ("1,5h", "1,5", Decimals),
        ("1.", "1.", Decimals),
        ("-5m", "-", Sign),
        ("+5m", "+", Sign),
        ("99999999999999999999s", "99999999999999999999", TooLong),
        ("9999999999999999s", "9999999999999999s", TooLong),
        ("15250284452w4d", "15250284452w4d", TooLong),
    ] {
        let error = parse_duration_literal(text).expect_err(text);
        assert_eq!((error.found.as_str(), error.problem), (found, problem), "{text}");
        assert_eq!(&text[error.span.clone()], found, "{text}");
        assert!(!error.to_string().is_empty() && !error.help().is_empty());
    }
    let error = parse_duration_literal("10min").unwrap_err();
    assert_eq!(error.to_string(), "`min` is no unit of time");
    assert!(error.help().contains("`m` (minutes)"));
}

#[test]
fn plain_numbers_have_a_unit() {
    for (unit, text, expected) in [
        ("s", "2720", Some(2_720_000)),
        ("s", "12.5", Some(12_500)),
        ("s", "0.0014", Some(1)),
        ("s", "0.0015", Some(2)),
        ("s", "-0.0015", Some(-2)),
        ("s", "0.9999", Some(1_000)),
        ("s", "-45", Some(-45_000)),
        ("ms", "12.9", Some(13)),
        ("m", "1.5", Some(90_000)),
        ("h", "0.333333333333333333333", Some(1_200_000)),
        ("d", "0.041666666666666664", Some(HOUR)),
        ("d", "0.00000000578", Some(0)),
        ("d", "0.00000000579", Some(1)),
        ("d", "1.25", Some(DAY + 6 * HOUR)),
        ("s", "", None),
        ("s", "-", None),
        ("s", "+1", None),
        ("s", "--1", None),
        ("s", ".5", None),
        ("s", "5.", None),
        ("s", "1,5", None),
        ("s", "1.5.5", None),
        ("s", "1e3", None),
        ("s", "5 s", None),
        ("s", " 5", None),
        ("s", "1 000", None),
        ("d", "999999999999999999", None),
        ("ms", "9999999999999999999", None),
    ] {
        let format = DurationFormat::Unit(DurationUnit::named(unit).unwrap());
        assert_eq!(format.parse(text.as_bytes()), expected, "{text} {unit}");
    }
    assert_eq!(DurationUnit::named("w"), None);
    assert_eq!(DurationUnit::named("S"), None);
}

#[test]
fn clocks() {
    for (text, expected) in [
        ("00:00:00", Some(0)),
        ("01:02:03", Some(HOUR + 2 * MINUTE + 3 * SECOND)),
        ("1:02:03.5", Some(HOUR + 2 * MINUTE + 3_500)),
        ("1:02:03,0019", Some(HOUR + 2 * MINUTE + 3_001)),
        ("100:00:00", Some(100 * HOUR)),
        ("02:03", Some(2 * MINUTE + 3 * SECOND)),
        ("125:30", Some(125 * MINUTE + 30 * SECOND)),
        ("2:03.25", Some(2 * MINUTE + 3_250)),
        ("-00:05:00", Some(-5 * MINUTE)),
        ("", None),
        ("5", None),
        ("5:", None),
        (":05", None),
        ("1:60", None),
        ("1:60:00", None),
        ("1:00:60", None),
        ("1:2:03", None),
        ("1:02:3", None),
        ("1:02:03:04", None),
        ("1:02:03.", None),
        ("1:-2:03", None),
        ("1 day 02:03", None),
        ("01:02:03 ", None),
        ("999999999999999999:00:00", None),
    ] {
        assert_eq!(DurationFormat::Clock.parse(text.as_bytes()), expected, "{text}");
    }
}

#[test]
fn iso8601_durations() {
    for (text, expected) in [
        ("PT1H30M", Some(90 * MINUTE)),
        ("P1DT12H", Some(36 * HOUR)),
        ("P2W", Some(14 * DAY)),
        ("P3D", Some(3 * DAY)),
        ("PT0S", Some(0)),
        ("PT36H", Some(36 * HOUR)),
        ("PT1.5S", Some(1_500)),
        ("PT1M0,25S", Some(60_250)),
        ("-PT5M", Some(-5 * MINUTE)),
        ("", None),
        ("P", None),
        ("PT", None),
        ("P1DT", None),
        ("1H", None),
        ("P1H", None),
        ("PT1D", None),
        ("P1Y", None),
        ("P1M", None),
        ("PT1M1H", None),
        ("PT1H1H", None),
        ("PT1.5H", None),
        ("PT1.S", None),
        ("PTS", None),
        ("PT1", None),
        ("pt1h", None),
        ("PT1H ", None),
        ("P999999999999999999W", None),
    ] {
        assert_eq!(DurationFormat::Iso8601.parse(text.as_bytes()), expected, "{text}");
    }
}

proptest! {
    #[test]
    fn clocks_are_read_back(seconds in 0..10_000_000_i64) {
        let text = format!("{}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        prop_assert_eq!(DurationFormat::Clock.parse(text.as_bytes()), Some(seconds * SECOND));
    }

    #[test]
    fn any_text_is_survived(text in "[0-9PTWDHMS:.,wdhms-]{0,24}", other in any::<String>()) {
        for text in [&text, &other] {
            let _ = parse_duration_literal(text);
            for format in [DurationFormat::Unit(DurationUnit::Days), DurationFormat::Clock, DurationFormat::Iso8601] {
                format.parse(text.as_bytes());
            }
        }
    }
}
