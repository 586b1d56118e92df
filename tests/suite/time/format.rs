use caseloom::time::{CarriesOffset, DateFormat, TimeFormat, TimeOfDayFormat};
use chrono::{DateTime, NaiveDateTime};
use proptest::prelude::*;

use super::{local, time};

fn read(pattern: &str, text: &str) -> Option<i64> {
    let format = TimeFormat::compile(pattern).unwrap_or_else(|error| panic!("{error}"));
    format.parse(text.as_bytes()).map(|parsed| parsed.local)
}

#[test]
fn reads_patterns() {
    for (pattern, text, expected) in [
        ("%m/%d/%y %-I:%M %p", "02/23/20 6:12 PM", "2020-02-23T18:12"),
        ("%m/%d/%y %-I:%M %p", "02/23/20 06:12 pm", "2020-02-23T18:12"),
        ("%m/%d/%y %I:%M %p", "02/23/20 12:00 AM", "2020-02-23T00:00"),
        ("%m/%d/%y %I:%M%p", "02/23/20 12:59pM", "2020-02-23T12:59"),
        ("%-d/%-m/%Y %H:%M", "29/2/2016 01:16", "2016-02-29T01:16"),
        ("%-d/%-m/%Y %H:%M", "05/06/2016 23:59", "2016-06-05T23:59"),
        ("%Y-%m-%-dT%H:%M:%S%.fX", "2021-04-2T15:30:51.418X", "2021-04-02T15:30:51.418"),
        ("%Y-%m-%-dT%H:%M:%S%.fX", "2021-04-02T15:30:51X", "2021-04-02T15:30:51"),
        ("%e %b %Y %_H:%M", " 5 sep 2021  7:08", "2021-09-05T07:08"),
        ("%e %b %Y %_H:%M", "25 SEP 2021 17:08", "2021-09-25T17:08"),
        ("%A, %B %-d, %Y %H:%M", "sunday, february 29, 2032 00:00", "2032-02-29T00:00"),
        ("%a %d.%m.%Y %H:%M", "Thu 01.01.1970 00:00", "1970-01-01T00:00"),
        ("%Y%m%d%H%M%S%3f", "20210402153051418", "2021-04-02T15:30:51.418"),
        ("%Y-%m-%d %H:%M:%S,%f", "2021-04-02 15:30:51,4", "2021-04-02T15:30:51.400"),
        ("%Y-%m-%d %H:%M:%S%.6f", "2021-04-02 15:30:51.418999", "2021-04-02T15:30:51.418"),
        ("%d/%m/%y %H:%M", "01/01/68 00:00", "2068-01-01T00:00"),
        ("%d/%m/%y %H:%M", "01/01/69 00:00", "1969-01-01T00:00"),
        ("100%% %Y-%m-%d at %H h %M", "100% 2021-04-02 at 15 h 30", "2021-04-02T15:30"),
        ("%Y年%m月%d日 %H:%M", "2021年04月02日 15:30", "2021-04-02T15:30"),
    ] {
        assert_eq!(read(pattern, text), Some(local(expected)), "{pattern} {text}");
    }
}

#[test]
fn reads_nothing_else() {
    for (pattern, text) in [
        ("%m/%d/%y %-I:%M %p", "23/02/20 6:12 PM"),
        ("%m/%d/%y %-I:%M %p", "02/23/20 0:12 PM"),
        ("%m/%d/%y %-I:%M %p", "02/23/20 13:12 PM"),
        ("%m/%d/%y %-I:%M %p", "02/23/20 6:12"),
        ("%m/%d/%y %-I:%M %p", "02/23/20 6:12 XM"),
        ("%m/%d/%y %-I:%M %p", "02/23/20  6:12 PM"),
        ("%m/%d/%y %-I:%M %p", "02/23/2020 6:12 PM"),
        ("%m/%d/%y %-I:%M %p", "2/23/20 6:12 PM"),
        ("%m/%d/%y %I:%M %p", "02/23/20 6:12 PM"),
        ("%d/%m/%Y %H:%M", "29/2/2016 01:16"),
        ("%d/%m/%Y %H:%M", "29/02/2015 01:16"),
        ("%d/%m/%Y %H:%M", "29/02/16 01:16"),
        ("%d/%m/%Y %H:%M", "00/02/2016 01:16"),
        ("%d/%m/%Y %H:%M", "29/02/2016 24:00"),
        ("%d/%m/%Y %H:%M", "29/02/2016 01:60"),
        ("%d/%m/%Y %H:%M", "29/02/2016 01:16 "),
        ("%d/%m/%Y %H:%M", " 29/02/2016 01:16"),
        ("%d/%m/%Y %H:%M", "29/02/2016 01:16:00"),
        ("%d/%m/%Y %H:%M", "29-02-2016 01:16"),
        ("%d/%m/%Y %H:%M", ""),
        ("%d/%m/%Y %H:%M:%S", "31/12/2016 23:59:60"),
        ("%-d/%-m/%Y %H:%M", "029/2/2016 01:16"),
        ("%-d/%-m/%Y %H:%M", "/2/2016 01:16"),
        ("%e %b %Y %H:%M", "  5 Sep 2021 07:08"),
        ("%e %b %Y %H:%M", " 25 Sep 2021 07:08"),
        ("%e %b %Y %H:%M", "25 Sept 2021 07:08"),
        ("%e %b %Y %H:%M", "25 September 2021 07:08"),
        ("%e %B %Y %H:%M", "25 Sep 2021 07:08"),
        ("%a %d.%m.%Y %H:%M", "Fri 01.01.1970 00:00"),
        ("%Y-%m-%d %H:%M:%S.%3f", "2021-04-02 15:30:51.41"),
        ("%Y-%m-%d %H:%M:%S.%3f", "2021-04-02 15:30:51.4189"),
        ("%Y-%m-%d %H:%M:%S%.f", "2021-04-02 15:30:51."),
        ("%Y-%m-%d %H:%M:%S%.3f", "2021-04-02 15:30:51"),
        ("%Y-%m-%d %H:%M%:z", "2021-04-02 15:30+0200"),
        ("%Y-%m-%d %H:%M%:z", "2021-04-02 15:30+02"),
        ("%Y-%m-%d %H:%M%z", "2021-04-02 15:30"),
        ("%Y-%m-%d %H:%M%z", "2021-04-02 15:30 +0200"),
        ("epoch_s", ""),
        ("epoch_s", "-"),
        ("epoch_s", "+5"),
        ("epoch_s", "1e9"),
        ("epoch_s", "1617377451."),
        ("epoch_s", "1617377451418"),
        ("epoch_s", "9223372036854775807"),
        ("epoch_s", "99999999999999999999"),
        ("epoch_ms", "1617377451418 "),
        ("epoch_ms", "253402300800000"),
        ("%s", "1617377451.5"),
    ] {
        assert_eq!(read(pattern, text), None, "{pattern} {text}");
    }
}

#[test]
fn offsets_are_read_and_kept() {
    for (pattern, text, expected) in [
        ("%d/%m/%Y %H:%M %z", "02/04/2021 15:30 +0200", "2021-04-02T13:30Z"),
        ("%d/%m/%Y %H:%M %z", "02/04/2021 15:30 +02:00", "2021-04-02T13:30Z"),
        ("%d/%m/%Y %H:%M %z", "02/04/2021 15:30 -02", "2021-04-02T17:30Z"),
        ("%d/%m/%Y %H:%M %:z", "02/04/2021 15:30 Z", "2021-04-02T15:30Z"),
        ("%s", "-1", "1969-12-31T23:59:59Z"),
        ("%s%.f", "1617377451.418", "2021-04-02T15:30:51.418Z"),
        ("%s%.f", "-0.001", "1969-12-31T23:59:59.999Z"),
        ("epoch_s", "1617377451", "2021-04-02T15:30:51Z"),
        ("epoch_s", "1617377451.4189", "2021-04-02T15:30:51.418Z"),
        ("epoch_ms", "1617377451418", "2021-04-02T15:30:51.418Z"),
        ("epoch_ms", "1617377451418.9", "2021-04-02T15:30:51.418Z"),
        ("epoch_ms", "-1", "1969-12-31T23:59:59.999Z"),
        ("epoch_ms", "253402300799999", "9999-12-31T23:59:59.999Z"),
    ] {
        let format = TimeFormat::compile(pattern).unwrap();
        assert_eq!(format.carries_offset(), CarriesOffset::Always, "{pattern}");
        assert_eq!(format.parse(text.as_bytes()).unwrap().time(), Some(time(expected)), "{pattern} {text}");
    }
}

#[test]
fn without_an_offset_there_is_no_time() {
    let format = TimeFormat::compile("%d/%m/%Y %H:%M").unwrap();
    assert_eq!(format.carries_offset(), CarriesOffset::Never);
    let parsed = format.parse(b"02/04/2021 15:30").unwrap();
    assert_eq!((parsed.time(), parsed.offset_seconds, parsed.day_and_month()), (None, None, (2, 4)));
}

#[test]
fn day_and_month_change_places_but_not_widths() {
    for (pattern, swapped) in [
        ("%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"),
        ("%-m/%d/%y %-I:%M %p", "%-d/%m/%y %-I:%M %p"),
        ("%_m %H:%M:%S day %-d %Y", "%_d %H:%M:%S day %-m %Y"),
        ("%e.%m.%Y %H:%M", "%_m.%d.%Y %H:%M"),
    ] {
        let format = TimeFormat::compile(pattern).unwrap();
        assert_eq!(format.day_month_swapped().unwrap().pattern(), swapped);
    }
    // Nobody writes the day between year and month.
    for pattern in ["%d %b %Y %H:%M", "%s", "epoch_ms", "%Y-%m-%d %H:%M", "%y/%d/%m %H:%M"] {
        assert!(TimeFormat::compile(pattern).unwrap().day_month_swapped().is_none(), "{pattern}");
    }
    let date = DateFormat::compile("%d.%m.%Y").unwrap();
    assert_eq!(date.day_month_swapped().unwrap().parse(b"02.01.1970"), date.parse(b"01.02.1970"));
}

#[test]
fn dates_and_times_of_day_have_patterns() {
    let date = DateFormat::compile("%a, %d %b %y").unwrap();
    assert_eq!(date.parse(b"Fri, 02 Jan 70"), Some(1));
    assert_eq!(date.parse(b"Thu, 02 Jan 70"), None);
    let clock = TimeOfDayFormat::compile("%-I:%M:%S%.f %p").unwrap();
    assert_eq!(clock.parse(b"12:00:00.25 am"), Some(250));
    assert_eq!(clock.parse(b"11:59:59 PM"), Some(86_399_000));
    assert_eq!(clock.parse(b"23:59:59 PM"), None);
    assert_eq!(clock.pattern(), "%-I:%M:%S%.f %p");
}

/// Patterns whose specifiers mean the same to the general parser.
const SHARED: [&str; 5] =
    ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y %I:%M %p", "%A %d %B %Y %H.%M.%S", "%b %d %y, %H:%M", "%Y%m%d%H%M%S"];

proptest! {
    #[test]
    fn reads_back_what_a_general_writer_writes(which in 0..SHARED.len(), seconds in 0_i64..3_000_000_000) {
        let pattern = SHARED[which];
        let written = DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        let text = written.format(pattern).to_string();
        let oracle = NaiveDateTime::parse_from_str(&text, pattern).unwrap();
        prop_assert_eq!(read(pattern, &text), Some(oracle.and_utc().timestamp_millis()), "{} {}", pattern, text);
    }

    /// The general parser is laxer on widths and spaces, never stricter.
    #[test]
    fn reads_nothing_that_a_general_parser_does_not(
        which in 0..SHARED.len(), seconds in 0_i64..3_000_000_000, at in any::<prop::sample::Index>(), byte in "[0-9a-z :/]"
    ) {
        let pattern = SHARED[which];
        let mut text = DateTime::from_timestamp(seconds, 0).unwrap().format(pattern).to_string();
        let at = at.index(text.len());
        text.replace_range(at..=at, &byte);
        if let Some(local) = read(pattern, &text) {
            let oracle = NaiveDateTime::parse_from_str(&text, pattern).unwrap();
            prop_assert_eq!(local, oracle.and_utc().timestamp_millis(), "{} {}", pattern, text);
        }
    }

    #[test]
    fn any_pattern_and_any_text_are_survived(pattern in "[%a-zA-Z0-9._: ü-]{0,12}", text in any::<Vec<u8>>()) {
        if let Ok(format) = TimeFormat::compile(&pattern) {
            format.parse(&text);
        }
    }
}
