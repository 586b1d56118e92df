use caseloom::time::{DateFormat, FormatProblem, Part, TimeFormat, TimeOfDayFormat};

#[test]
fn faulty_patterns_are_refused_where_the_fault_is() {
    use FormatProblem::*;
    let unknown = |instead| Unknown { instead };
    for (pattern, found, problem) in [
        ("", "", NoSpecifier),
        ("yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm", NoSpecifier),
        ("ISO8601", "ISO8601", NoSpecifier),
        ("50%%", "50%%", NoSpecifier),
        ("%d/%m/%Y %", "%", Unfinished),
        ("%d/%m/%Y %-", "%-", Unfinished),
        ("%d/%m/%Y %.3", "%.3", Unfinished),
        ("%d/%m/%Y %Q", "%Q", unknown(None)),
        ("%d/%m/%Y %ü", "%ü", unknown(None)),
        ("%d/%m/%Y %é%H", "%é", unknown(None)),
        ("%d/%m/%Y %H:%M:%S %2f", "%2f", unknown(None)),
        ("%--d/%m/%Y %H:%M", "%--d", unknown(None)),
        ("%-Y", "%-Y", unknown(Some("%Y"))),
        ("%F %H:%M", "%F", unknown(Some("%Y-%m-%d"))),
        ("%Y-%m-%d %T", "%T", unknown(Some("%H:%M:%S"))),
        ("%Y-%m-%d %H:%M %Z", "%Z", ZoneName),
        ("%Y-%m-%d %H:%M %H", "%H", Twice(Part::Hour)),
        ("%Y-%m-%d %H:%M %I", "%I", Twice(Part::HourOfTwelve)),
        ("%I %p %Y-%m-%d %H:%M", "%H", Twice(Part::Hour)),
        ("%b %Y-%m-%d %H:%M", "%m", Twice(Part::Month)),
        ("%y %Y-%m-%d %H:%M", "%Y", Twice(Part::Year)),
        ("%Y-%m-%d %H:%M:%S%.f %f", "%f", Twice(Part::Fraction)),
        ("%d/%m %H:%M", "%d/%m %H:%M", Missing(Part::Year)),
        ("%d/%Y %H:%M", "%d/%Y %H:%M", Missing(Part::Month)),
        ("%m/%Y %H:%M", "%m/%Y %H:%M", Missing(Part::Day)),
        ("%d/%m/%Y", "%d/%m/%Y", Missing(Part::Hour)),
        ("%d/%m/%Y %H", "%d/%m/%Y %H", Missing(Part::Minute)),
        ("%d/%m/%Y %H:%M%.f", "%d/%m/%Y %H:%M%.f", Missing(Part::Second)),
        ("%d/%m/%Y %I:%M", "%I", HourWithoutHalf),
        ("%d/%m/%Y %H:%M %p", "%p", HalfWithoutHour),
        ("%s %p", "%p", BesideEpoch(Part::Half)),
        ("%s %z", "%z", BesideEpoch(Part::Offset)),
        ("%-d%-m%Y %H:%M", "%-d", OpenEnded),
        ("%Y-%m-%-d00 %H:%M", "%-d", OpenEnded),
        ("%H:%M:%S.%f%Y-%m-%d", "%f", OpenEnded),
        ("%H:%M%z%Y-%m-%d", "%z", OpenEnded),
    ] {
        let error = TimeFormat::compile(pattern).expect_err(pattern);
        assert_eq!((error.found.as_str(), &error.problem), (found, &problem), "{pattern}");
        assert_eq!(&pattern[error.span.clone()], found, "{pattern}");
    }
}

#[test]
fn the_second_of_two_is_the_one_underlined() {
    let error = TimeFormat::compile("%H:%M %d/%m/%Y %H").unwrap_err();
    assert_eq!(error.span, 15..17);
}

#[test]
fn dates_have_no_clock_and_times_of_day_no_date() {
    for (pattern, found, part) in [("%Y-%m-%d %H:%M", "%H", Part::Hour), ("%s", "%s", Part::Epoch)] {
        let error = DateFormat::compile(pattern).unwrap_err();
        assert_eq!((error.found.as_str(), error.problem), (found, FormatProblem::Misplaced(part)), "{pattern}");
    }
    for (pattern, found, part) in [("%a %H:%M", "%a", Part::Weekday), ("%H:%M %z", "%z", Part::Offset)] {
        let error = TimeOfDayFormat::compile(pattern).unwrap_err();
        assert_eq!((error.found.as_str(), error.problem), (found, FormatProblem::Misplaced(part)), "{pattern}");
    }
    let error = DateFormat::compile("%Y-%m").unwrap_err();
    assert_eq!(error.problem, FormatProblem::Missing(Part::Day));
    let error = TimeOfDayFormat::compile("%H").unwrap_err();
    assert_eq!(error.problem, FormatProblem::Missing(Part::Minute));
    assert!(DateFormat::compile("epoch_s").is_err());
}

#[test]
fn wording() {
    for (pattern, message, help) in [
        ("%d/%m/%Y %H:%M %Z", "`%Z` can't be read, as short names of zones aren't unique", "declare the zone"),
        ("%Y-%m-%d %T", "`%T` is no known specifier", "write `%H:%M:%S`"),
        ("%Y-%m-%d %q", "`%q` is no known specifier", "known are `%Y %y"),
        ("%d/%m %H:%M", "the pattern `%d/%m %H:%M` lacks the year", "add `%Y` or `%y`"),
        ("dd/MM/yyyy", "`dd/MM/yyyy` is neither a pattern nor the name of a format", "`%d/%m/%Y %H:%M`"),
        ("%d/%m/%Y %I:%M", "`%I` gives an hour of 12 without AM or PM", "add `%p`"),
    ] {
        let error = TimeFormat::compile(pattern).unwrap_err();
        assert_eq!(error.to_string(), message);
        assert!(error.help().contains(help), "{}", error.help());
    }
}

#[test]
fn a_z_behind_the_clock_time_means_utc_and_is_no_letter() {
    let error = TimeFormat::compile("%Y-%m-%dT%H:%M:%SZ").unwrap_err();
    assert_eq!((error.found.as_str(), error.problem.clone()), ("Z", FormatProblem::ZoneLetter));
    assert!(error.help().contains("%z"), "{}", error.help());
    assert!(TimeFormat::compile("%Y-%m-%dT%H:%M:%S%z").is_ok());
    assert!(TimeFormat::compile("Z %Y-%m-%d %H:%M").is_ok());
}
