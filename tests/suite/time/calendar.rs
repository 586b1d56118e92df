use caseloom::time::{Calendar, DAY, HOUR, HoursProblem, MINUTE, OpenHours, Weekdays, Zone, weekday_of};
use proptest::prelude::*;

use super::{at, date};

const PARIS: &str = "Europe/Paris";

fn hours(text: &str) -> OpenHours {
    OpenHours::parse(text).unwrap()
}

fn calendar(zone: &str, weekly: &[(&str, &str)], closed: &[&str], special: &[(&str, &str)]) -> Calendar {
    let weekly: Vec<_> = weekly.iter().map(|(days, text)| (Weekdays::parse(days).unwrap(), hours(text))).collect();
    let closed: Vec<_> = closed.iter().map(|text| date(text)).collect();
    let special: Vec<_> = special.iter().map(|(day, text)| (date(day), hours(text))).collect();
    Calendar::new(Zone::named(zone).unwrap(), &weekly, &closed, &special)
}

fn open_hours(calendar: &Calendar, from: &str, to: &str) -> i64 {
    let open = calendar.open_between(at(calendar.zone().name(), from), at(calendar.zone().name(), to));
    assert_eq!(open % HOUR, 0);
    open / HOUR
}

#[test]
fn open_hours_of_a_working_week() {
    let support = calendar(PARIS, &[("mon-fri", "08:00-18:00")], &[], &[]);
    for (from, to, expected) in [
        ("2023-05-01T00:00", "2023-05-08T00:00", 50),
        ("2023-05-05T17:00", "2023-05-08T09:00", 2),
        ("2023-05-06T00:00", "2023-05-08T08:00", 0),
        ("2023-05-04T09:00", "2023-05-04T11:00", 2),
        ("2023-05-04T18:00", "2023-05-05T08:00", 0),
        ("2023-05-04T11:00", "2023-05-04T09:00", 0),
        ("2023-05-04T09:00", "2023-05-04T09:00", 0),
        ("1969-12-29T00:00", "1970-01-05T00:00", 50),
    ] {
        assert_eq!(open_hours(&support, from, to), expected, "{from} {to}");
    }
}

#[test]
fn closed_and_special_days_replace_the_weekday() {
    let support = calendar(
        PARIS,
        &[("mon-fri", "08:00-12:00,13:00-17:00")],
        &["2023-05-08", "2023-05-14"],
        &[("2023-05-09", "10:00-12:00"), ("2023-05-13", "09:00-10:00"), ("2023-05-08", "00:00-24:00")],
    );
    assert_eq!(open_hours(&support, "2023-05-08T00:00", "2023-05-09T00:00"), 0);
    assert_eq!(open_hours(&support, "2023-05-09T00:00", "2023-05-10T00:00"), 2);
    assert_eq!(open_hours(&support, "2023-05-13T00:00", "2023-05-15T00:00"), 1);
    assert_eq!(open_hours(&support, "2023-05-08T00:00", "2023-05-15T00:00"), 27);
    assert_eq!(open_hours(&support, "2023-05-01T00:00", "2023-05-22T00:00"), 107);
}

#[test]
fn days_of_changing_clocks_have_23_and_25_hours() {
    let always = calendar(PARIS, &[("mon-sun", "00:00-24:00")], &[], &[]);
    assert_eq!(open_hours(&always, "2023-03-26T00:00", "2023-03-27T00:00"), 23);
    assert_eq!(open_hours(&always, "2023-10-29T00:00", "2023-10-30T00:00"), 25);
    let nights = calendar(PARIS, &[("sat", "22:00-06:00")], &[], &[]);
    assert_eq!(open_hours(&nights, "2023-03-25T00:00", "2023-03-27T00:00"), 7);
    assert_eq!(open_hours(&nights, "2023-10-28T00:00", "2023-10-30T00:00"), 9);
    let days = calendar(PARIS, &[("mon-sun", "08:00-18:00")], &[], &[]);
    assert_eq!(open_hours(&days, "2023-03-26T00:00", "2023-03-27T00:00"), 10);
    assert_eq!(open_hours(&days, "2023-03-26T08:00", "2023-03-26T09:00"), 1);
}

#[test]
fn hours_past_midnight_belong_to_the_next_day() {
    let nights = calendar("UTC", &[("sun", "22:00-06:00")], &["2023-05-08"], &[("2023-05-10", "20:00-02:00")]);
    assert_eq!(open_hours(&nights, "2023-05-07T00:00", "2023-05-09T00:00"), 2);
    assert_eq!(open_hours(&nights, "2023-05-10T00:00", "2023-05-12T00:00"), 6);
    assert_eq!(open_hours(&nights, "2023-05-14T00:00", "2023-05-16T00:00"), 8);
    let closed_before = calendar("UTC", &[("sun", "22:00-06:00")], &["2023-05-07"], &[]);
    assert_eq!(open_hours(&closed_before, "2023-05-07T00:00", "2023-05-09T00:00"), 6);
}

#[test]
fn entries_for_one_weekday_add_up() {
    let support =
        calendar("UTC", &[("mon-fri", "08:00-12:00"), ("mon", "10:00-14:00"), ("fri", "12:00-13:00")], &[], &[]);
    assert_eq!(open_hours(&support, "2023-05-01T00:00", "2023-05-08T00:00"), 23);
}

#[test]
fn adding_open_time_finds_the_deadline() {
    let support = calendar(PARIS, &[("mon-fri", "08:00-18:00")], &["2023-05-08"], &[]);
    for (from, hours, expected) in [
        ("2023-05-04T09:00", 4, "2023-05-04T13:00"),
        ("2023-05-04T14:00", 4, "2023-05-04T18:00"),
        ("2023-05-04T17:00", 4, "2023-05-05T11:00"),
        ("2023-05-05T17:00", 4, "2023-05-09T11:00"),
        ("2023-05-06T03:00", 10, "2023-05-09T18:00"),
        ("2023-05-04T22:00", 0, "2023-05-04T22:00"),
        ("2023-03-24T17:00", 2, "2023-03-27T09:00"),
        ("2023-05-01T08:00", 5_000, "2025-03-31T18:00"),
    ] {
        let reached = support.add_open(at(PARIS, from), hours * HOUR);
        assert_eq!(reached, Some(at(PARIS, expected)), "{from} {hours}");
    }
    assert_eq!(support.add_open(5, -HOUR), Some(5));
}

#[test]
fn what_never_opens_has_no_deadline() {
    let never = calendar(PARIS, &[], &[], &[]);
    assert_eq!(never.add_open(0, 1), None);
    assert_eq!(never.open_between(i64::MIN, i64::MAX), 0);
    let once = calendar(PARIS, &[], &[], &[("2023-05-08", "10:00-12:00")]);
    assert_eq!(once.add_open(0, 2 * HOUR), Some(at(PARIS, "2023-05-08T12:00")));
    assert_eq!(once.add_open(0, 2 * HOUR + 1), None);
    assert_eq!(once.add_open(at(PARIS, "2023-05-08T11:00"), 2 * HOUR), None);
}

#[test]
fn extreme_times_are_survived() {
    let always = calendar(PARIS, &[("mon-sun", "00:00-24:00")], &[], &[]);
    for from in [i64::MIN, 0, i64::MAX] {
        for other in [i64::MIN, 0, i64::MAX] {
            assert!(always.open_between(from, other) >= 0);
            always.add_open(from, other);
            always.is_open(other);
        }
    }
    assert_eq!(always.add_open(0, i64::MAX), None);
}

#[test]
fn hours_begin_inclusively_and_end_exclusively() {
    let support = calendar(PARIS, &[("mon-fri", "08:00-18:00")], &[], &[]);
    let (opens, closes) = (at(PARIS, "2023-05-04T08:00"), at(PARIS, "2023-05-04T18:00"));
    let states = [opens - 1, opens, closes - 1, closes].map(|time| support.is_open(time));
    assert_eq!(states, [false, true, true, false]);
}

#[test]
fn weekdays_are_read() {
    for (text, expected) in [
        ("mon-fri", vec![0, 1, 2, 3, 4]),
        ("sat", vec![5]),
        ("mon,wed", vec![0, 2]),
        ("fri-mon", vec![0, 4, 5, 6]),
        ("mon-sun", vec![0, 1, 2, 3, 4, 5, 6]),
        ("mon - tue , sun", vec![0, 1, 6]),
        ("tue-tue", vec![1]),
    ] {
        assert_eq!(Weekdays::parse(text).unwrap().iter().collect::<Vec<_>>(), expected, "{text}");
    }
    let (first, second) = (Weekdays::parse("mon-wed").unwrap(), Weekdays::parse("wed-sun").unwrap());
    assert!(first.overlaps(second) && !first.overlaps(Weekdays::parse("thu").unwrap()));
}

#[test]
fn faulty_texts_are_refused_where_the_fault_is() {
    use HoursProblem::*;
    for (text, found, problem) in [
        ("", "", UnknownWeekday),
        ("Mon", "Mon", UnknownWeekday),
        ("monday", "monday", UnknownWeekday),
        ("mon-", "", UnknownWeekday),
        ("mon,,tue", "", UnknownWeekday),
        ("mon, xyz-fri", "xyz", UnknownWeekday),
        ("mon-tue-wed", "tue-wed", UnknownWeekday),
        ("mon-wed,tue", "tue", WeekdayTwice),
        ("mon, sun-tue", "sun-tue", WeekdayTwice),
    ] {
        let error = Weekdays::parse(text).expect_err(text);
        assert_eq!((error.found.as_str(), &text[error.span.clone()], error.problem), (found, found, problem), "{text}");
    }
    for (text, found, problem) in [
        ("", "", NoRange),
        ("08:00", "08:00", NoRange),
        ("08:00-12:00,", "", NoRange),
        ("08:00\u{2013}18:00", "08:00\u{2013}18:00", NoRange),
        ("8:00-18:00", "8:00", NoTime),
        ("08:00-", "", NoTime),
        ("08:00-18", "18", NoTime),
        ("08:00-18:60", "18:60", NoTime),
        ("08:00-24:01", "24:01", NoTime),
        ("08:00-18:00:00", "18:00:00", NoTime),
        ("08:00-12:00, 1pm-5pm", "1pm", NoTime),
        ("24:00-08:00", "24:00", BeginsAtMidnight),
        ("08:00-08:00", "08:00-08:00", EmptyRange),
        ("08:00-12:00, 11:00-13:00", "11:00-13:00", Overlap),
        ("22:00-06:00,23:00-24:00", "23:00-24:00", Overlap),
        ("08:00-12:00,08:00-12:00", "08:00-12:00", Overlap),
    ] {
        let error = OpenHours::parse(text).expect_err(text);
        assert_eq!((error.found.as_str(), &text[error.span.clone()], error.problem), (found, found, problem), "{text}");
        assert!(!error.to_string().is_empty() && !error.help().is_empty());
    }
    assert_eq!(OpenHours::parse("08:00-12:00,08:00-12:00").unwrap_err().span, 12..23);
    assert_eq!(OpenHours::parse("8:00-18:00").unwrap_err().to_string(), "`8:00` isn't a time of day");
}

/// A calendar in the plainest terms: the open minutes of each weekday and of dates, tails of nights included.
#[derive(Debug, Clone)]
struct Plain {
    zone: &'static str,
    weekly: Vec<(u8, i64, i64)>,
    closed: Vec<i32>,
    special: Vec<(i32, i64, i64)>,
}

impl Plain {
    fn is_open(&self, zone: &Zone, time: i64) -> bool {
        let local = zone.local_of(time);
        let (today, minute) = (local.div_euclid(DAY) as i32, local.rem_euclid(DAY) / MINUTE);
        if self.closed.contains(&today) {
            return false;
        }
        let covers = |from: i64, to: i64| if from < to { (from..to).contains(&minute) } else { minute >= from };
        let reaches = |from: i64, to: i64| from > to && minute < to;
        let special_today = self.special.iter().any(|(day, from, to)| *day == today && covers(*from, *to));
        let special_night = self.special.iter().any(|(day, from, to)| *day + 1 == today && reaches(*from, *to));
        if special_today || special_night || self.special.iter().any(|(day, ..)| *day == today) {
            return special_today || special_night;
        }
        self.weekly.iter().any(|(weekday, from, to)| {
            *weekday == weekday_of(today) && covers(*from, *to)
                || *weekday == weekday_of(today - 1) && reaches(*from, *to)
        })
    }

    fn calendar(&self) -> Calendar {
        const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let text = |from: &i64, to: &i64| format!("{:02}:{:02}-{:02}:{:02}", from / 60, from % 60, to / 60, to % 60);
        let weekly = self
            .weekly
            .iter()
            .map(|(day, from, to)| (Weekdays::parse(NAMES[usize::from(*day)]).unwrap(), hours(&text(from, to))));
        let special = self.special.iter().map(|(day, from, to)| (*day, hours(&text(from, to))));
        Calendar::new(
            Zone::named(self.zone).unwrap(),
            &weekly.collect::<Vec<_>>(),
            &self.closed,
            &special.collect::<Vec<_>>(),
        )
    }
}

/// Ten days around 2023-03-26 and 2023-10-29, when Paris and Lord Howe (six months apart) change their clocks.
fn around() -> impl Strategy<Value = i32> {
    prop_oneof![19_437..19_447_i32, 19_626..19_668]
}

fn range() -> impl Strategy<Value = (i64, i64)> {
    (0..24_i64 * 60, 0..=24_i64 * 60).prop_filter("a range isn't empty", |(from, to)| from != to)
}

prop_compose! {
    fn plain()(
        zone in prop::sample::select(vec![PARIS, "Australia/Lord_Howe", "America/St_Johns", "+05:45"]),
        weekly in prop::collection::vec((0..7_u8, range()), 0..6),
        closed in prop::collection::vec(around(), 0..4),
        special in prop::collection::vec((around(), range()), 0..4),
    ) -> Plain {
        let flat = |(day, (from, to))| (day, from, to);
        Plain { zone, closed, weekly: weekly.into_iter().map(flat).collect(), special: special.into_iter().map(|(day, (from, to))| (day, from, to)).collect() }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn agrees_with_counting_minutes(plain in plain(), day in around(), minute in 0..1_440_i64, length in 0..6_000_i64) {
        let (calendar, zone) = (plain.calendar(), Zone::named(plain.zone).unwrap());
        let from = i64::from(day) * DAY + minute * MINUTE;
        let to = from + length * MINUTE;
        let counted = (0..length).filter(|minute| plain.is_open(&zone, from + minute * MINUTE)).count();
        prop_assert_eq!(calendar.open_between(from, to), counted as i64 * MINUTE);
        prop_assert_eq!(calendar.is_open(from), plain.is_open(&zone, from));
    }

    #[test]
    fn adding_is_the_inverse_of_counting(plain in plain(), day in around(), offset in 0..DAY, open in 1..60 * DAY) {
        let calendar = plain.calendar();
        let from = i64::from(day) * DAY + offset;
        match calendar.add_open(from, open) {
            Some(to) => {
                prop_assert_eq!(calendar.open_between(from, to), open);
                prop_assert_eq!(calendar.open_between(from, to - 1), open - 1, "an earlier time has it already");
            }
            None => prop_assert!(calendar.open_between(from, from + 20_000 * DAY) < open),
        }
    }

    #[test]
    fn any_text_is_survived(text in "[a-z0-9:, -]{0,16}", other in any::<String>()) {
        for text in [&text, &other] {
            let _ = (Weekdays::parse(text), OpenHours::parse(text));
        }
    }
}
