use caseloom::script::ProblemKind::{self, *};
use caseloom::script::{Form, Namespaces, SharedFunctions, Vocabulary, compile};

use super::{compiled, compiled_with, names, shared, variables};

/// The first problem's kind and the text under it, and how many problems there are.
fn problem(text: &str) -> (ProblemKind, &str, usize) {
    let Err(problems) = compiled(text) else { return (Syntax, "nothing", 0) };
    (problems[0].kind, &text[problems[0].range.clone()], problems.len())
}

fn help(text: &str) -> String {
    compiled(text).unwrap_err()[0].help.clone().unwrap_or_default()
}

#[test]
fn each_problem_underlines_exactly_the_word() {
    let cases = [
        ("let x = Statsu; x", UnknownVariable, "Statsu"),
        ("\"é日本\" == Statsu", UnknownVariable, "Statsu"),
        ("if true { let y = 1; { y + z } }", UnknownVariable, "z"),
        ("{ let inner = 1; } inner", UnknownVariable, "inner"),
        ("for a in [1] { } a", UnknownVariable, "a"),
        ("`é ${amuont} x`", UnknownVariable, "amuont"),
        ("[1].any(|x| x == wating)", UnknownVariable, "wating"),
        ("fn f(a) { a + b } f(1)", UnknownVariable, "b"),
        ("fn f(a) { a + amount } f(1)", UnknownVariable, "amount"),
        ("switch amount { 1 => oops, _ => 2 }", UnknownVariable, "oops"),
        ("while amont > 1 { }", UnknownVariable, "amont"),
        ("#{ a: [oops] }.a", UnknownVariable, "oops"),
        ("OwnerId.Nmae", UnknownProperty, "Nmae"),
        ("foo(1)", UnknownFunction, "foo"),
        ("\"é\"; mintues(10)", UnknownFunction, "mintues"),
        ("minutes(1, 2)", WrongArgumentCount, "minutes"),
        ("fn f(a) { a } f(1, 2)", WrongArgumentCount, "f"),
        ("Status.frobnicate()", UnknownMethod, "frobnicate"),
        ("events.hass(\"case_created\")", UnknownMethod, "hass"),
        ("events.has()", WrongArgumentCount, "has"),
        ("events.has(\"case_craeted\")", UnknownActivity, "case_craeted"),
        ("events.directly_follows(\"case_created\", \"é\")", UnknownActivity, "é"),
        ("events.before(started).has(\"nope\")", UnknownActivity, "nope"),
        ("events.has_any([\"case_created\", \"nope\"])", UnknownActivity, "nope"),
        ("has(events, \"nope\")", UnknownActivity, "nope"),
        ("const A = \"nope\"; events.has(A)", UnknownActivity, "A"),
        ("let a = \"case_created\"; a = Status; events.has(a)", NotLiteral, "a"),
        ("let a = \"case_craeted\"; events.has(a)", UnknownActivity, "a"),
        ("events.has(Status)", NotLiteral, "Status"),
        ("events.first(\"case_created\").value(\"Chanel\")", UnknownAttribute, "Chanel"),
        ("events.first(\"case_created\").tiem", UnknownProperty, "tiem"),
        ("events.filter(|e| e.tiem == ())", UnknownProperty, "tiem"),
        ("fields.stauts.values()", UnknownField, "stauts"),
        ("fields.status.vlaues()", UnknownMethod, "vlaues"),
        ("rows.emial.count()", UnknownSource, "emial"),
        ("rows.email.count_where(\"Incomming\", true)", UnknownColumn, "Incomming"),
        ("rows.email.first()?.Sbject", UnknownColumn, "Sbject"),
        ("rows.email.any(|r| r.Sbject == ())", UnknownColumn, "Sbject"),
        ("for r in rows.email { r.Length; }", UnknownColumn, "Length"),
        ("record.Prioritty", UnknownColumn, "Prioritty"),
        ("amount = 3", AssignmentToReserved, "amount"),
        ("let events = 1; 2", AssignmentToReserved, "events"),
        ("for Status in [1] { }", AssignmentToReserved, "Status"),
        ("let f = |x| x; 1", NotAllowed, "|"),
        ("[|x| x]", NotAllowed, "|"),
        ("try { 1 } catch { 2 }", NotAllowed, "try"),
        ("eval(\"1\")", NotAllowed, "eval"),
        ("import \"x\" as y;", NotAllowed, "import"),
        ("print(1)", NotAllowed, "print"),
        ("Fn(\"minutes\")", NotAllowed, "Fn"),
        ("Status.matches(\"(\")", BadPattern, "("),
        ("let x = case; x", ReservedWord, "case"),
        ("amount == null", ReservedWord, "null"),
        ("x is 3", ReservedWord, "is"),
        ("'abc'", Syntax, "abc"),
        ("1 +", Syntax, "+"),
    ];
    let found = cases.map(|(text, ..)| (text, problem(text)));
    let wrong: Vec<_> =
        found.iter().zip(&cases).filter(|(found, (_, kind, word))| found.1 != (*kind, *word, 1)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn help_names_what_was_meant() {
    assert_eq!(help("let x = Statsu; x"), "did you mean `Status`?");
    assert_eq!(help("events.has(\"case_craeted\")"), "did you mean `case_created`?");
    assert_eq!(help("amount == null"), "write `()` for null");
    assert_eq!(help("OwnerId.Nmae"), "did you mean `Name`?");
    assert!(help("fn f(a) { amount } f(1)").contains("give it `amount`"));
}

#[test]
fn words_of_other_languages_are_explained() {
    for (text, said) in [
        ("amount > 1 and true", "&&"),
        ("amount > 1 or true", "||"),
        ("if not true { 1 }", "!"),
        ("'abc'", "double quotes"),
    ] {
        assert!(help(text).contains(said), "{text}: {:?}", compiled(text).unwrap_err());
    }
}

#[test]
fn an_expression_compares_with_two_signs() {
    let problems = compiled_with("amount = 3", Form::Expression, &SharedFunctions::default()).unwrap_err();
    assert_eq!(&"amount = 3"[problems[0].range.clone()], "=");
    assert_eq!(problems[0].help.as_deref(), Some("write `==` to compare"));
}

#[test]
fn all_problems_are_found_in_order() {
    let text = "let a = one;\nlet b = fields.two;\nrows.three.count()";
    let problems = compiled(text).unwrap_err();
    let words: Vec<&str> = problems.iter().map(|problem| &text[problem.range.clone()]).collect();
    assert_eq!(words, ["one", "two", "three"]);
}

#[test]
fn views_are_refused_where_no_case_is_looked_at() {
    let (variables, names, shared) = (variables(), names(), SharedFunctions::default());
    let vocabulary = Vocabulary { variables: &variables, namespaces: Namespaces::NONE, names: &names, shared: &shared };
    for text in ["events.count()", "fields.status.first()", "rows.email.count()", "record.Priority"] {
        let problems = compile(text, Form::Expression, &vocabulary).unwrap_err();
        assert_eq!(problems[0].kind, UnknownVariable, "{text}");
    }
}

#[test]
fn uses_are_listed_in_order_of_first_use() {
    let script = compiled(
        "if OwnerId.Name == Status { events.has(\"case_resolved\") } else { rows.email.any(|r| r.Subject == Status) }",
    )
    .unwrap();
    assert_eq!(script.uses.variables, ["OwnerId.Name", "Status"]);
    assert_eq!(script.uses.activities.iter().copied().collect::<Vec<_>>(), [4]);
    assert_eq!(script.uses.columns.iter().copied().collect::<Vec<_>>(), [(0, 1)]);
    assert!(script.uses.events);
}

#[test]
fn shared_functions_are_inspected_and_their_uses_count() {
    let (found, problems) =
        shared("const R = \"case_reopened\";\nfn again(events) { events.has(R) }\nfn twice(e) { again(e) }");
    assert_eq!(problems, []);
    let script = compiled_with("twice(events)", Form::Expression, &found).unwrap();
    assert_eq!(script.uses.activities.iter().copied().collect::<Vec<_>>(), [5]);

    let text = "fn again(events) { events.has(\"nope\") + amount }\nlet x = 1;";
    let (_, problems) = shared(text);
    let words: Vec<&str> = problems.iter().map(|(_, problem)| &text[problem.range.clone()]).collect();
    assert_eq!(words, ["let"]);
    let text = "fn again(events) { events.has(\"nope\") + amount }";
    let (_, problems) = shared(text);
    let words: Vec<&str> = problems.iter().map(|(_, problem)| &text[problem.range.clone()]).collect();
    assert_eq!(words, ["nope", "amount"]);
}

/// What isn't noted as used is never read, and would be null.
#[test]
fn columns_that_an_unknown_value_may_have_are_used() {
    let (found, problems) = shared(
        "fn of(x) { x.Subject }\nfn named(x) { x.value(\"Subject\") }\nfn how_many(x) { x.any(\"Subject\", 1) }",
    );
    assert_eq!(problems, []);
    for text in ["of(record)", "named(record)", "how_many(rows.email)", "rows.email.filter(|r| true)[0].Subject"] {
        let script = compiled_with(text, Form::Expression, &found).unwrap();
        assert_eq!(script.uses.columns.iter().copied().collect::<Vec<_>>(), [(0, 1)], "{text}");
    }
    for text in ["fn f(x) { x.value(\"Subjekt\") }", "fn f(x) { x.any(\"Subjekt\", 1) }"] {
        let (_, problems) = shared(text);
        assert_eq!(problems.len(), 1, "{text}");
        assert_eq!(&text[problems[0].1.range.clone()], "Subjekt");
        assert!(problems[0].1.help.as_deref().is_some_and(|help| help.contains("`Subject`")), "{problems:?}");
    }
    let text = "fn f(x, column) { x.count_where(column, 1) }";
    let (_, problems) = shared(text);
    assert_eq!(&text[problems[0].1.range.clone()], "column");
}

#[test]
fn statements_in_an_expression_are_told_as_such() {
    let (names, shared) = (names(), SharedFunctions::default());
    let vocabulary = Vocabulary { variables: &[], namespaces: Namespaces::ALL, names: &names, shared: &shared };
    for (text, word) in [
        ("let a = 1; a", "let"),
        ("throw \"no\"", "throw"),
        ("return 1", "return"),
        ("1; 2", ";"),
        ("if true { let a = 1; a } else { 2 }", "let"),
    ] {
        let problems = compile(text, Form::Expression, &vocabulary).unwrap_err();
        assert_eq!((problems[0].kind, &text[problems[0].range.clone()]), (Syntax, word), "{text}");
        assert!(problems[0].help.as_ref().is_some_and(|help| help.contains("`script: |`")), "{text}");
        assert!(compile(text, Form::Block, &vocabulary).is_ok(), "{text}");
    }
    let column = compile("let + 1", Form::Expression, &vocabulary).unwrap_err();
    assert!(column[0].help.as_ref().is_some_and(|help| help.contains("`header:`")), "{column:?}");
}
