//! Values of different kinds in one expression, found before anything runs; and what isn't certain, left alone.

use caseloom::script::ProblemKind::{self, MixedKinds, NoRows, NoValue, Syntax, UnknownFunction, UnknownMethod};
use caseloom::script::compile;
use caseloom::script::{
    CaseNames, Form, Kind, Namespaces, Problem, SharedFunctions, SourceNames, Variable, Vocabulary,
};

const VARIABLES: [(&str, Option<Kind>); 8] = [
    ("Amount", Some(Kind::Number)),
    ("Rank", Some(Kind::Integer)),
    ("Status", Some(Kind::Text)),
    ("Vip", Some(Kind::Boolean)),
    ("Opened", Some(Kind::Time)),
    ("Wait", Some(Kind::Duration)),
    ("done", Some(Kind::List)),
    ("Open", None),
];

fn names() -> CaseNames {
    CaseNames {
        activities: vec!["opened".into(), "closed".into()],
        fields: vec!["status".into(), "rank".into()],
        field_kinds: vec![Some(Kind::Text), Some(Kind::Integer)],
        sources: vec![SourceNames {
            id: "mail".into(),
            columns: vec!["Size".into(), "Subject".into(), "Other".into()],
            kinds: vec![Some(Kind::Integer), Some(Kind::Text)],
            ..SourceNames::default()
        }],
        record: vec!["Opened".into(), "Amount".into()],
        record_kinds: vec![Some(Kind::Time), Some(Kind::Number)],
        ..CaseNames::default()
    }
}

fn problems(text: &str) -> Vec<Problem> {
    let variables: Vec<Variable> =
        VARIABLES.iter().map(|(name, kind)| Variable { kind: *kind, ..Variable::new(*name) }).collect();
    let (names, shared) = (names(), SharedFunctions::default());
    let vocabulary = Vocabulary { variables: &variables, namespaces: Namespaces::ALL, names: &names, shared: &shared };
    compile(text, Form::Block, &vocabulary).err().unwrap_or_default()
}

/// The one problem of a script.
fn only(text: &str) -> Problem {
    match <[Problem; 1]>::try_from(problems(text)) {
        Ok([problem]) => problem,
        Err(found) => panic!("{text}: {found:?}"),
    }
}

#[test]
fn what_never_goes_together_is_found_at_the_word() {
    let cases: [(&str, ProblemKind, &str, &str); 34] = [
        ("Amount > \"100\"", MixedKinds, "100", "`100`"),
        ("\"é\"; Amount == \"hoch\"", MixedKinds, "hoch", "a number"),
        ("Status > 9", MixedKinds, "9", "\"9\""),
        ("Opened > \"2026-01-01\"", MixedKinds, "2026-01-01", "a time"),
        ("Opened == Status", MixedKinds, "==", "one kind"),
        ("Opened - Amount", MixedKinds, "-", "one kind"),
        ("Wait > 5", MixedKinds, "5", "minutes(10)"),
        ("Vip == \"true\"", MixedKinds, "true", "without quotes"),
        ("Status + 1", MixedKinds, "1", "text"),
        ("Opened + Opened", MixedKinds, "+", "one kind"),
        ("Opened - Opened > 3", MixedKinds, "3", "minutes(10)"),
        ("Vip < true", MixedKinds, "true", ""),
        ("let late = Amount * 2; late > \"3\"", MixedKinds, "3", "`3`"),
        ("const LIMIT = \"3\"; Rank > LIMIT", MixedKinds, ">", "to_number"),
        ("if Status { 1 } else { 2 }", MixedKinds, "Status", "true or false"),
        ("while Amount { }", MixedKinds, "Amount", "true or false"),
        ("Vip && Status", MixedKinds, "Status", "true or false"),
        ("!Amount", MixedKinds, "Amount", "true or false"),
        ("-Status", MixedKinds, "Status", "a number"),
        ("max(Amount, \"1\")", MixedKinds, "1", "a number"),
        ("minutes(Status)", MixedKinds, "Status", "a number"),
        ("floor(Status)", MixedKinds, "Status", "a number"),
        ("Status.contains(3)", MixedKinds, "3", "text"),
        ("Amount in [\"1\", \"2\"]", MixedKinds, "Amount", "one kind"),
        ("events.before(\"2026-01-01\").count()", MixedKinds, "2026-01-01", "a time"),
        ("events.count() == \"1\"", MixedKinds, "1", "`1`"),
        ("fields.rank.last() == \"1\"", MixedKinds, "1", "`1`"),
        ("fields.status.time_in([\"Open\", 3])", MixedKinds, "3", ""),
        ("rows.mail.count_where(\"Size\", \"3\")", MixedKinds, "3", "`3`"),
        ("rows.mail.any(\"Subject\", [\"a\", 3])", MixedKinds, "3", ""),
        ("rows.mail.first().Size > \"3\"", MixedKinds, "3", "`3`"),
        ("record.Opened > record.Amount", MixedKinds, ">", "one kind"),
        ("Amount.contains(\"1\")", UnknownMethod, "contains", "is for text"),
        ("Vip.len()", UnknownMethod, "len", "is for text"),
    ];
    for (text, kind, word, help) in cases {
        let problem = only(text);
        assert_eq!((problem.kind, &text[problem.range.clone()]), (kind, word), "{text}: {problem:?}");
        assert!(problem.help.as_deref().unwrap_or_default().contains(help), "{text}: {problem:?}");
    }
}

#[test]
fn what_is_no_value_is_found_where_the_script_ends() {
    for (text, word, help) in [
        ("events.first(\"opened\")", "events.first", ".time"),
        ("\"é\"; events.after(Opened)", "events.after", "count()"),
        ("record", "record", "record.Status"),
        ("fields.status", "fields.status", "last()"),
        ("rows.mail", "rows.mail", "count()"),
        ("rows.mail.first()", "rows.mail.first", "columns"),
        ("#{ a: 1 }", "#", "single value"),
        ("if Vip { events.last() } else { () }", "events.last", ".time"),
        ("if Vip { return events.last(\"closed\"); } 3", "events.last", ".time"),
        ("let last = events.last(\"closed\"); last", "last", ".time"),
        ("switch Rank { 1 => record, _ => 2 }", "record", "columns"),
    ] {
        let problem = only(text);
        assert_eq!((problem.kind, &text[problem.range.clone()]), (NoValue, word), "{text}: {problem:?}");
        assert!(problem.help.as_deref().unwrap_or_default().contains(help), "{text}: {problem:?}");
    }
    for text in [
        "events.first(\"opened\")?.time",
        "events.first(\"opened\"); 3",
        "let last = events.last(\"closed\"); last != ()",
        "fn last(all) { all.last() } last([1, 2])",
        "events.filter(|e| { e.time > Opened }).len()",
        "fields.status.last() ?? record.Amount",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
}

#[test]
fn only_lists_and_maps_have_elements() {
    for (text, word, help) in [
        ("record[\"Amount\"]", "Amount", "`.Amount`"),
        ("rows.mail.first()[\"Size\"]", "Size", "`.Size`"),
        ("events[0].time", "0", "by a dot"),
        ("Opened[0]", "0", "by a dot"),
        ("done[\"a\"]", "a", "counted from 0"),
        ("record.Opened[1]", "1", "by a dot"),
    ] {
        let problem = only(text);
        assert_eq!((problem.kind, &text[problem.range.clone()]), (MixedKinds, word), "{text}: {problem:?}");
        assert!(problem.help.as_deref().unwrap_or_default().contains(help), "{text}: {problem:?}");
    }
    for text in ["done[0]", "#{ a: 1 }[\"a\"]", "Open[0]", "Open[\"a\"]", "Status[0]", "fields.status.values()[0]"] {
        assert_eq!(problems(text), [], "{text}");
    }
}

#[test]
fn operators_that_scripts_lack_are_found() {
    for (text, word) in [("Amount ** 2", "**"), ("Rank << 2", "<<"), ("true & Vip", "&"), ("Rank ^ 1", "^")] {
        let problem = only(text);
        assert_eq!((problem.kind, &text[problem.range.clone()]), (UnknownFunction, word), "{text}: {problem:?}");
    }
}

#[test]
fn a_number_is_finite() {
    let problem = only("Amount > 1e400");
    assert_eq!((problem.kind, problem.range.start), (Syntax, 9), "{problem:?}");
}

#[test]
fn the_bracket_that_nothing_closes_is_named() {
    for (text, bracket) in [
        ("if Vip { true", "{"),
        ("if Vip { true } else { \"}\"", "{"),
        ("(Amount + 1", "("),
        ("[1, (2].len()", "("),
        ("events.count(\"opened\" // )", "("),
    ] {
        let problem = only(text);
        assert_eq!((problem.kind, &text[problem.range.clone()]), (Syntax, bracket), "{text}: {problem:?}");
        assert!(problem.message.contains("never closed"), "{text}: {problem:?}");
    }
    let found = problems("if Vip } true {");
    assert!(!found[0].message.contains("never closed"), "{found:?}");
}

#[test]
fn rows_of_lookups_are_of_no_case() {
    let mut names = names();
    names.sources.push(SourceNames { id: "user".into(), is_without_case: true, ..SourceNames::default() });
    let shared = SharedFunctions::default();
    let vocabulary = Vocabulary { variables: &[], namespaces: Namespaces::ALL, names: &names, shared: &shared };
    let found = compile("rows.user.count() + rows.mail.count()", Form::Expression, &vocabulary).unwrap_err();
    let [problem] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((problem.kind, problem.range.clone()), (NoRows, 5..9));
}

#[test]
fn what_may_be_right_is_left_alone() {
    for text in [
        "Amount > 100 && Rank < 2.5",
        "Amount == () || Amount > 3",
        "Open > 3 || Open == \"x\"",
        "(Amount ?? 0) + 1 > Rank",
        "(Open ?? \"\") == 3",
        "Opened - Opened > minutes(3) && Wait * 2 > Wait / 2 && Wait / Wait > 2",
        "Opened + Wait > Opened && Wait + Opened > Opened",
        "let x = 1; x = \"a\"; x == \"a\"",
        "let x = (); if Vip { x = 3; } x == \"a\"",
        "let x = 0; for m in rows.mail { if x == \"a\" { return 1; } x = \"a\"; } 2",
        "let all = []; all.push(3); all.contains(\"a\")",
        "[1, \"a\"].contains(Status) || Status in [1, \"a\"]",
        "Status in done && \"a\" in Status",
        "fn f(x) { x + 1 } f(1) == \"2\"",
        "Amount.to_text() == \"1\" && Status.to_number() > 1",
        "`${Amount} é` + Status",
        "rows.mail.count_where(\"Other\", 3) + rows.mail.count_where(\"Other\", \"a\")",
        "rows.mail.count_where(\"Subject\", done)",
        "rows.mail.filter(|row| row.Size > 3).len() > 1",
        "fields.status.time_in(done) > hours(2)",
        "fields.rank.first() == 3 && fields.status.at(Opened) == \"a\"",
        "let x = if Vip { 1 } else { \"a\" }; x == 3",
        "events.any(|e| e.time > Opened && e.end != () && e.resource == 3)",
        "min(Opened, Opened) == Opened && max(\"a\", Status) > \"a\"",
        "abs(Wait) > minutes(1) && Wait.hours() > 2 && Opened.year() == 2026",
        "'a' == Status",
        "switch Status { 3 => 1, _ => 2 }",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
}

#[test]
fn activities_are_known_in_lists_and_through_variables() {
    for (text, word) in [
        ("events.any(|e| e.activity in [\"opened\", \"clsoed\"])", "clsoed"),
        ("events.any(|e| !(e.activity in [\"clsoed\"]))", "clsoed"),
        ("for e in events { if [\"opened\", \"clsoed\"].contains(e.activity) { return 1; } } 2", "clsoed"),
        ("const ENDS = [\"clsoed\"]; events.any(|e| e.activity in ENDS)", "ENDS"),
        ("let wanted = \"clsoed\"; events.any(|e| e.activity == wanted)", "wanted"),
        ("for e in events { let own = e.activity; if own == \"clsoed\" { return 1; } } 2", "clsoed"),
    ] {
        let problem = only(text);
        let expected = (ProblemKind::UnknownActivity, word);
        assert_eq!((problem.kind, &text[problem.range.clone()]), expected, "{text}: {problem:?}");
    }
    for text in [
        "events.any(|e| e.activity in [\"opened\", \"closed\"])",
        "let own = events.last().activity; own = \"other\"; own == \"other\"",
        "let wanted = \"x\"; wanted = \"opened\"; events.any(|e| e.activity == wanted)",
        "Status in [\"clsoed\"]",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
}

/// The text where a script gives values of different kinds.
fn mixed(text: &str) -> Option<[&str; 2]> {
    let variables: Vec<Variable> =
        VARIABLES.iter().map(|(name, kind)| Variable { kind: *kind, ..Variable::new(*name) }).collect();
    let (names, shared) = (names(), SharedFunctions::default());
    let vocabulary = Vocabulary { variables: &variables, namespaces: Namespaces::ALL, names: &names, shared: &shared };
    let compiled = compile(text, Form::Block, &vocabulary).unwrap();
    compiled.mixed_ends.map(|ends| ends.map(|(range, _)| &text[range]))
}

#[test]
fn branches_give_values_of_one_kind() {
    for (text, ends) in [
        ("if Vip { 1 } else { \"a\" }", ["1", "\"a\""]),
        ("if Vip { Amount } else if Open { () } else { Status }", ["Amount", "Status"]),
        ("if Vip { return Opened; } Amount + 1", ["Opened", "Amount + 1"]),
        ("switch Rank { 1 => true, 2 => \"two\", _ => () }", ["true", "\"two\""]),
        ("let x = 1; if Vip { x } else { Status.to_upper() }", ["x", "Status.to_upper"]),
        ("{ if Vip { 1 } else { Wait } }", ["1", "Wait"]),
        ("for each in done { if each == () { return 1; } } \"none\"", ["1", "\"none\""]),
    ] {
        assert_eq!(mixed(text), Some(ends), "{text}");
    }
}

#[test]
fn branches_of_one_kind_and_unknown_ones_are_left_alone() {
    for text in [
        "if Vip { 1 } else { 2.5 }",
        "if Vip { 1 }",
        "if Vip { Open } else { 1 }",
        "if Vip { 1 } else { Open; Open }",
        "let x = if Vip { 1 } else { \"a\" }; x == ()",
        "fn f(a) { return \"a\"; } if Vip { f(1) } else { 1 }",
        "if done.any(|each| { return \"a\" == each; }) { 1 } else { 2 }",
        "if Vip { throw \"no\"; } 1",
        "\"a\"; 1",
    ] {
        assert_eq!(mixed(text), None, "{text}");
    }
}
