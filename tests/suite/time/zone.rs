use caseloom::time::{DstPolicy, Gap, HOUR, Overlap, Resolved, Zone};
use chrono::{DateTime, MappedLocalTime, Offset, TimeZone};
use chrono_tz::{TZ_VARIANTS, Tz};
use proptest::prelude::*;

use super::{local, time};

fn resolve(zone: &str, text: &str, policy: DstPolicy) -> Resolved {
    Zone::named(zone).unwrap().resolve(local(text), policy)
}

fn policy(gap: Gap, overlap: Overlap) -> DstPolicy {
    DstPolicy { gap, overlap }
}

#[test]
fn the_hour_shown_twice_follows_the_policy() {
    // London's clock goes back from 02:00 to 01:00.
    for (overlap, expected) in [
        (Overlap::Earlier, Some("2023-10-29T00:30Z")),
        (Overlap::Later, Some("2023-10-29T01:30Z")),
        (Overlap::Reject, None),
    ] {
        let resolved = resolve("Europe/London", "2023-10-29T01:30", policy(Gap::Reject, overlap));
        assert_eq!(resolved, Resolved::Overlap(expected.map(time)));
        assert_eq!(resolved.time(), expected.map(time));
    }
    assert_eq!(DstPolicy::default(), policy(Gap::Forward, Overlap::Earlier));
}

#[test]
fn the_hour_never_shown_follows_the_policy() {
    // Paris' clock goes forward from 02:00 to 03:00.
    for (gap, expected) in [
        (Gap::Forward, Some("2023-03-26T03:30+02:00")),
        (Gap::Backward, Some("2023-03-26T01:30+01:00")),
        (Gap::Reject, None),
    ] {
        let resolved = resolve("Europe/Paris", "2023-03-26T02:30", policy(gap, Overlap::Reject));
        assert_eq!(resolved, Resolved::Gap(expected.map(time)));
    }
}

#[test]
fn gaps_and_overlaps_begin_inclusively_and_end_exclusively() {
    let policy = DstPolicy::default();
    for (text, expected) in [
        ("2023-03-26T01:59:59.999", Resolved::Unique(time("2023-03-26T00:59:59.999Z"))),
        ("2023-03-26T02:00", Resolved::Gap(Some(time("2023-03-26T01:00Z")))),
        ("2023-03-26T02:59:59.999", Resolved::Gap(Some(time("2023-03-26T01:59:59.999Z")))),
        ("2023-03-26T03:00", Resolved::Unique(time("2023-03-26T01:00Z"))),
        ("2023-10-29T01:59:59.999", Resolved::Unique(time("2023-10-28T23:59:59.999Z"))),
        ("2023-10-29T02:00", Resolved::Overlap(Some(time("2023-10-29T00:00Z")))),
        ("2023-10-29T02:59:59.999", Resolved::Overlap(Some(time("2023-10-29T00:59:59.999Z")))),
        ("2023-10-29T03:00", Resolved::Unique(time("2023-10-29T02:00Z"))),
    ] {
        assert_eq!(resolve("Europe/Paris", text, policy), expected, "{text}");
    }
}

#[test]
fn odd_zones() {
    // Half an hour of daylight-saving time; a day that never was.
    assert_eq!(
        resolve("Australia/Lord_Howe", "2023-10-01T02:15", DstPolicy::default()),
        Resolved::Gap(Some(time("2023-10-01T02:45+11:00")))
    );
    assert_eq!(
        resolve("Pacific/Apia", "2011-12-30T12:00", DstPolicy::default()),
        Resolved::Gap(Some(time("2011-12-31T12:00+14:00")))
    );
    assert_eq!(
        resolve("Asia/Bangkok", "2023-10-29T02:30", DstPolicy::default()),
        Resolved::Unique(time("2023-10-28T19:30Z"))
    );
}

#[test]
fn fixed_offsets_are_zones() {
    for (name, expected) in
        [("+02:00", "2023-05-04T08:00Z"), ("-05:30", "2023-05-04T15:30Z"), ("UTC", "2023-05-04T10:00Z")]
    {
        assert_eq!(resolve(name, "2023-05-04T10:00", DstPolicy::default()), Resolved::Unique(time(expected)));
        assert_eq!(Zone::named(name).unwrap().name(), name);
    }
}

#[test]
fn unknown_zones_name_the_nearest() {
    for (name, nearest) in [
        ("Europe/Pariss", Some("Europe/Paris")),
        ("europe/paris", Some("Europe/Paris")),
        ("Paris", Some("Europe/Paris")),
        ("Bangkok", Some("Asia/Bangkok")),
        ("America/New York", Some("America/New_York")),
        ("utc", Some("UTC")),
        ("", None),
        ("+2", None),
        ("+0200", None),
        ("+24:00", None),
        ("+02:00 ", None),
        ("Z", None),
        ("£$%&/()=", None),
    ] {
        let error = Zone::named(name).expect_err(name);
        assert_eq!((error.name.as_str(), error.nearest), (name, nearest));
    }
    let error = Zone::named("Paris").unwrap_err();
    assert_eq!(
        (error.to_string().as_str(), error.help().as_str()),
        ("`Paris` is no known time zone", "did you mean `Europe/Paris`?")
    );
    assert!(Zone::named("nowhere at all").unwrap_err().help().contains("`+02:00`"));
}

#[test]
fn extreme_times_are_survived() {
    for zone in ["Europe/Paris", "-12:00"].map(|name| Zone::named(name).unwrap()) {
        for extreme in [i64::MIN, i64::MAX] {
            zone.local_of(extreme);
            assert!(zone.resolve(extreme, DstPolicy::default()).time().is_some());
        }
    }
}

/// What the time zone library says, with its own search.
fn oracle(zone: Tz, local: i64) -> Resolved {
    let naive = DateTime::from_timestamp_millis(local).unwrap().naive_utc();
    match zone.from_local_datetime(&naive) {
        MappedLocalTime::Single(time) => Resolved::Unique(time.timestamp_millis()),
        MappedLocalTime::Ambiguous(first, _) => Resolved::Overlap(Some(first.timestamp_millis())),
        MappedLocalTime::None => Resolved::Gap(None),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_zone_agrees_with_the_library(which in 0..TZ_VARIANTS.len(), seed in any::<u64>()) {
        let tz = TZ_VARIANTS[which];
        let zone = Zone::named(tz.name()).unwrap();
        let policy = DstPolicy { gap: Gap::Reject, overlap: Overlap::Earlier };
        let (mut time, step) = (-2_208_988_800_000, 6 * HOUR + (seed % 7_200_000) as i64);
        while time < 4_102_444_800_000 {
            let naive = DateTime::from_timestamp_millis(time).unwrap().naive_utc();
            let offset = i64::from(tz.offset_from_utc_datetime(&naive).fix().local_minus_utc());
            prop_assert_eq!(zone.local_of(time), time + offset * 1_000, "{} at {}", tz, naive);
            prop_assert_eq!(zone.resolve(time, policy), oracle(tz, time), "{} shows {}", tz, naive);
            time += step;
        }
    }
}
