use caseloom::time::{
    DAY, Precision, TimeWriter, combine, date_of, is_representable, nearest_day, weekday_of, write_rfc3339,
};
use chrono::{DateTime, Datelike, NaiveDate, SecondsFormat};
use proptest::prelude::*;

use super::{date, local, time};

fn written(time: i64, precision: Precision) -> String {
    let mut out = b"> ".to_vec();
    write_rfc3339(time, precision, &mut out);
    String::from_utf8(out).unwrap().strip_prefix("> ").unwrap().to_owned()
}

#[test]
fn seconds_cut_and_milliseconds_keep() {
    let time = time("2023-05-04T10:11:12.987Z");
    assert_eq!(written(time, Precision::Seconds), "2023-05-04T10:11:12Z");
    assert_eq!(written(time, Precision::Milliseconds), "2023-05-04T10:11:12.987Z");
    assert_eq!(written(-1, Precision::Seconds), "1969-12-31T23:59:59Z");
    assert_eq!(written(-1, Precision::Milliseconds), "1969-12-31T23:59:59.999Z");
    assert_eq!(written(5, Precision::Milliseconds), "1970-01-01T00:00:00.005Z");
}

#[test]
fn years_are_those_that_rfc_3339_knows() {
    let first = time("0000-01-01T00:00:00Z");
    let last = time("9999-12-31T23:59:59.999Z");
    assert_eq!(written(first, Precision::Seconds), "0000-01-01T00:00:00Z");
    assert_eq!(written(last, Precision::Milliseconds), "9999-12-31T23:59:59.999Z");
    assert!(is_representable(first) && is_representable(last));
    assert!(!is_representable(first - 1) && !is_representable(last + 1));
}

/// Nobody makes such a time; were one made, tests would see it, and users a time that tools can read.
#[test]
#[cfg_attr(debug_assertions, should_panic(expected = "outside the years"))]
fn a_time_beyond_them_is_written_as_the_nearest() {
    assert_eq!(written(i64::MIN, Precision::Seconds), "0000-01-01T00:00:00Z");
    assert_eq!(written(i64::MAX, Precision::Seconds), "9999-12-31T23:59:59Z");
}

#[test]
fn days_that_do_not_exist_have_no_date() {
    for (year, month, day) in
        [(2023, 2, 29), (2023, 0, 1), (2023, 13, 1), (2023, 4, 31), (2023, 1, 0), (-1, 1, 1), (10_000, 1, 1)]
    {
        assert_eq!(date_of(year, month, day), None, "{year}-{month}-{day}");
    }
}

#[test]
fn the_nearest_day_is_found_over_midnight() {
    let near = local("2023-05-04T23:50");
    assert_eq!(nearest_day(local("2023-05-04T00:10"), near), local("2023-05-05T00:10"));
    assert_eq!(nearest_day(local("2023-05-05T23:40"), near), local("2023-05-04T23:40"));
    assert_eq!(nearest_day(local("2023-05-04T12:30"), near), local("2023-05-04T12:30"));
    // Equally near: the earlier. Further than a day off: as near as it gets.
    assert_eq!(nearest_day(near + DAY / 2, near), near - DAY / 2);
    assert_eq!(nearest_day(near - DAY / 2, near), near - DAY / 2);
    assert_eq!(nearest_day(near + 10 * DAY, near), near + 9 * DAY);
    for extreme in [i64::MIN, i64::MAX] {
        assert_eq!(nearest_day(extreme, extreme), extreme);
    }
}

#[test]
fn a_date_and_a_time_of_day_make_a_time() {
    assert_eq!(combine(date("2023-05-04"), 36_672_345), local("2023-05-04T10:11:12.345"));
    assert_eq!(combine(-1, 0), -DAY);
}

proptest! {
    #[test]
    fn writes_as_a_general_writer(time in -62_167_219_200_000..253_402_300_800_000_i64) {
        let oracle = DateTime::from_timestamp_millis(time).unwrap();
        prop_assert_eq!(written(time, Precision::Seconds), oracle.to_rfc3339_opts(SecondsFormat::Secs, true));
        prop_assert_eq!(written(time, Precision::Milliseconds), oracle.to_rfc3339_opts(SecondsFormat::Millis, true));
    }

    #[test]
    fn dates_are_those_of_a_general_calendar(year in 0..=9999_i32, month in 0..=13_u32, day in 0..=32_u32) {
        let oracle = NaiveDate::from_ymd_opt(year, month, day);
        prop_assert_eq!(date_of(year, month, day), oracle.map(|date| date.to_epoch_days()));
        if let Some(date) = oracle {
            prop_assert_eq!(u32::from(weekday_of(date.to_epoch_days())), date.weekday().num_days_from_monday());
        }
    }
}

#[test]
fn times_written_one_after_the_other_are_as_each_alone() {
    let day = DAY;
    let times = [0, 1, 999, 1_000, day - 1, day, day + 59_999, -1, -day, 1_683_195_072_345, 1_683_195_072_999, 0];
    let mut writer = TimeWriter::default();
    for precision in [Precision::Seconds, Precision::Milliseconds, Precision::Seconds] {
        for time in times {
            let (mut own, mut alone) = (Vec::new(), Vec::new());
            writer.write(time, precision, &mut own);
            write_rfc3339(time, precision, &mut alone);
            assert_eq!(String::from_utf8(own).unwrap(), String::from_utf8(alone).unwrap());
        }
    }
}
