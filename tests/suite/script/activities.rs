//! Activities that are compared, not passed to a method.

use caseloom::script::ProblemKind::UnknownActivity;
use caseloom::script::{Form, Namespaces, Problem, SharedFunctions, SourceNames, Variable, Vocabulary, compile};

use super::{all_true, compiled, names, shared, variables};

/// The text under each problem; every problem is an unknown activity.
fn unknown(text: &str) -> Vec<&str> {
    words(text, &compiled(text).err().unwrap_or_default())
}

fn words<'t>(text: &'t str, problems: &[Problem]) -> Vec<&'t str> {
    assert!(problems.iter().all(|problem| problem.kind == UnknownActivity), "{text}: {problems:?}");
    problems.iter().map(|problem| &text[problem.range.clone()]).collect()
}

#[test]
fn a_compared_text_must_be_an_activity() {
    let wrong: Vec<(&str, Vec<&str>)> = [
        "for e in events { if e.activity == \"closd\" { return 1; } } 2",
        "for e in events { if \"closd\" == e.activity { return 1; } } 2",
        "events.first(\"case_created\").activity != \"closd\"",
        "events.first(\"case_created\")?.activity != \"closd\"",
        "(events.last().activity) == (\"closd\")",
        "events.any(|e| e.activity == \"closd\")",
        "\"é日本\" == Status && events.before(started).any(|e| e.activity == \"closd\")",
        "events.filter(|e| e.time == ())[0].activity == \"closd\"",
        "events.filter(|e| e.time == ()).first().activity == \"closd\"",
        "events.map(|e| if e.activity == `closd` { 1 } else { 2 })",
        "fn closed(e) { e.activity == \"closd\" } events.any(|e| closed(e))",
        "const NAME = \"case_resolved\"; [NAME, 1].any(|x| events.first().activity == \"closd\")",
    ]
    .map(|text| (text, unknown(text)))
    .into_iter()
    .filter(|(_, found)| found != &["closd"])
    .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_constant_is_checked_where_it_is_compared() {
    assert_eq!(unknown("const CLOSED = \"closd\"; events.last().activity == CLOSED"), ["CLOSED"]);
}

#[test]
fn the_nearest_activity_is_proposed() {
    for text in
        ["events.last().activity == \"case_resolvd\"", "switch events.last().activity { \"case_resolvd\" => 1 }"]
    {
        let problems = compiled(text).unwrap_err();
        assert_eq!(problems[0].message, "there is no activity `case_resolvd`");
        assert_eq!(problems[0].help.as_deref(), Some("did you mean `case_resolved`?"), "{text}");
    }
}

#[test]
fn labels_of_a_switch_must_be_activities() {
    let cases: [(&str, &[&str]); 9] = [
        ("switch events.last().activity { \"closd\" => 1, _ => 2 }", &["closd"]),
        ("switch (events.last().activity) { \"case_created\" | \"é\" | \"x\" => 1, \"y\" => 2 }", &["é", "x", "y"]),
        ("switch events.last().activity { \"closd\" if Status == \"New\" => \"a\", _ => \"b\" }", &["closd"]),
        (
            "switch events.last().activity { \"x\" => { \"in\" } \"y\" => if true { 1 } else { 2 } \"z\" => 3 }",
            &["x", "y", "z"],
        ),
        (
            "switch events.last().activity {\n  // \"no\" => 1,\n  \"é\" /* } */ => 1,\n  \"closd\" => 2\n}",
            &["é", "closd"],
        ),
        (
            "switch events.last().activity { \"x\" => `a ${#{ b: `}${amount}\"`}.b} } \"c\" => `, \"y\" => 1 }",
            &["x", "y"],
        ),
        (
            "switch events.last().activity { \"x\" => switch Status { \"New\" | \"Old\" => 1 }, \"y\" => [\"a\", \"b\"] }",
            &["x", "y"],
        ),
        ("for e in events { switch e.activity { \"x\" => 1, } } switch Status { \"New\" => 1, _ => 2 }", &["x"]),
        ("let n = switch events.first().activity { \"case_created\" => 1, \"x\" => 2 }; n", &["x"]),
    ];
    for (text, expected) in cases {
        assert_eq!(unknown(text), expected, "{text}");
    }
}

#[test]
fn other_text_is_compared_freely() {
    for text in [
        "Status == \"closd\"",
        "events.last().resource == \"closd\"",
        "events.last().label != \"closd\"",
        "events.last().activity == Status",
        "events.last().activity == ()",
        "events.last().activity + \"closd\" == \"closd\"",
        "events.last().activity.to_upper() == \"CLOSD\"",
        "events.last().activity == \"case_resolved\"",
        "let a = events.last().activity; a = \"closd\"; a == \"closd\"",
        "#{ activity: \"closd\" }.activity == \"closd\"",
        "[#{ activity: \"closd\" }].any(|m| m.activity == \"closd\")",
        "switch Status { \"closd\" => 1, _ => 2 }",
        "switch events.last().activity { \"case_created\" => \"closd\", _ => \"x\" }",
    ] {
        assert_eq!(compiled(text).err(), None, "{text}");
    }
}

#[test]
fn a_column_of_that_name_holds_anything() {
    let (variables, mut names, shared) = (variables(), names(), SharedFunctions::default());
    names.sources.push(SourceNames { id: "log".into(), columns: vec!["activity".into()], ..SourceNames::default() });
    let vocabulary = Vocabulary { variables: &variables, namespaces: Namespaces::ALL, names: &names, shared: &shared };
    for text in ["rows.log.any(|r| r.activity == \"closd\")", "rows.log.filter(|r| true)[0].activity == \"closd\""] {
        assert_eq!(compile(text, Form::Block, &vocabulary).err(), None, "{text}");
    }
    let text = "rows.log.any(|r| r.activity == \"a\") && events.any(|e| e.activity == \"closd\")";
    assert_eq!(words(text, &compile(text, Form::Block, &vocabulary).unwrap_err()), ["closd"]);
}

#[test]
fn the_variable_is_checked_where_it_is_an_activity() {
    let (names, shared) = (names(), SharedFunctions::default());
    let check = |variable: Variable, text: &str| {
        let variables = [variable];
        let vocabulary =
            Vocabulary { variables: &variables, namespaces: Namespaces::ALL, names: &names, shared: &shared };
        compile(text, Form::Block, &vocabulary).err().unwrap_or_default()
    };
    for text in ["activity == \"closd\"", "\"closd\" != activity", "switch activity { \"closd\" => 1, _ => 2 }"] {
        assert_eq!(words(text, &check(Variable::activity("activity"), text)), ["closd"], "{text}");
        assert_eq!(check(Variable::new("activity"), text), [], "{text}");
    }
    let text = "fn f(activity) { activity == \"closd\" } f(1)";
    assert_eq!(check(Variable::new("other"), text), []);
}

#[test]
fn shared_functions_compare_with_activities_too() {
    let text = "fn closed(e) { e.activity == \"closd\" }";
    let problems: Vec<Problem> = shared(text).1.into_iter().map(|(_, problem)| problem).collect();
    assert_eq!(words(text, &problems), ["closd"]);
}

#[test]
fn compared_activities_are_used_and_found() {
    let script = compiled("events.any(|e| e.activity == \"case_resolved\")").unwrap();
    assert_eq!(script.uses.activities.iter().copied().collect::<Vec<_>>(), [4]);
    all_true(&[
        "events.any(|e| e.activity == \"case_resolved\")",
        "switch events.last().activity { \"case_created\" => false, \"case_assigned\" | \"case_resolved\" => true }",
    ]);
}
