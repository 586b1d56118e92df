//! Years of the Buddhist era.

use caseloom::time::{DateFormat, Era, TimeFormat};

use super::date;

fn buddhist(pattern: &str) -> DateFormat {
    DateFormat::compile(pattern).unwrap().in_era(Era::Buddhist)
}

#[test]
fn each_year_of_data_is_known_in_its_era() {
    for year in 1900..=2100 {
        let there = format!("{}-06-15", year + 543);
        assert_eq!(buddhist("iso8601").parse(there.as_bytes()), Some(date(&format!("{year}-06-15"))));
        assert_eq!(buddhist("iso8601").parse(format!("{year}-06-15").as_bytes()), None, "{year}");
    }
}

#[test]
fn two_digits_mean_the_same_hundred_years_in_either_era() {
    for year in 1969..=2068 {
        let of_era = |year: u32| format!("15.06.{:02}", year % 100);
        let common = DateFormat::compile("%d.%m.%y").unwrap();
        let expected = Some(date(&format!("{year}-06-15")));
        assert_eq!(common.parse(of_era(year).as_bytes()), expected);
        assert_eq!(buddhist("%d.%m.%y").parse(of_era(year + 543).as_bytes()), expected, "{year}");
    }
}

#[test]
fn what_has_no_year_has_no_era() {
    for format in ["epoch_s", "epoch_ms", "%s"] {
        let format = TimeFormat::compile(format).unwrap();
        assert!(format.clone().in_era(Era::Buddhist).is_none());
        assert!(format.in_era(Era::Common).is_some());
    }
}

#[test]
fn the_exchanged_format_keeps_its_era() {
    let format = TimeFormat::compile("%d/%m/%Y %H:%M").unwrap().in_era(Era::Buddhist).unwrap();
    let exchanged = format.day_month_swapped().unwrap();
    assert_eq!(exchanged.parse(b"03/02/2567 10:00"), format.parse(b"02/03/2567 10:00"));
    assert!(format.parse(b"02/03/2024 10:00").is_none());
}

#[test]
fn weekdays_and_leap_days_are_those_of_the_gregorian_year() {
    assert_eq!(buddhist("%a %d.%m.%Y").parse(b"Thu 29.02.2567"), Some(date("2024-02-29")));
    assert_eq!(buddhist("%a %d.%m.%Y").parse(b"Fri 29.02.2567"), None);
    assert_eq!(buddhist("%d.%m.%Y").parse(b"29.02.2568"), None);
}
