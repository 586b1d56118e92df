//! Scripts that want everything: each is stopped, at a place, with bounded memory.

use caseloom::memory;
use caseloom::script::ScriptErrorKind::{self, *};
use caseloom::script::{ScriptError, SharedFunctions};

use super::{compiled, run_in, runtime};

fn stopped(text: &str) -> ScriptError {
    let script = compiled(text).unwrap_or_else(|problems| panic!("{text}: {problems:?}"));
    let mut runtime = runtime(&SharedFunctions::default());
    let before = memory::live();
    let (outcome, highest) = super::peak::during(|| run_in(&mut runtime, &script));
    let error = outcome.expect_err(text);
    assert!(highest - before < 80 << 20, "{text} takes {} bytes", highest - before);
    assert!(memory::live() - before < 1 << 20, "{text} keeps {} bytes", memory::live() - before);
    assert!(!error.range.is_empty() && error.range.end <= text.len(), "{text}: {error:?}");
    error
}

#[test]
fn every_bomb_is_stopped() {
    assert!(memory::is_counted());
    let cases: [(&str, &[ScriptErrorKind]); 22] = [
        ("loop { }", &[Operations]),
        ("let n = 0; while true { n += 1; }", &[Operations]),
        ("for i in 0..1000000000000 { }", &[Operations]),
        ("let x = \"a\"; loop { x += x; }", &[Size]),
        ("let x = \"aaaaaaaaaaaaaaaa\"; loop { x = `${x}${x}`; }", &[Size]),
        (
            "let m = #{}; let n = 0; loop { m[`k${n}`] = \"some text that is long enough\"; n += 1; }",
            &[Memory, Operations, Size],
        ),
        ("let m = #{a: 0}; loop { m.a = m; }", &[Size, Operations, Memory]),
        ("let m = #{a: 0}; loop { m[\"a\"] = m; }", &[Size, Operations, Memory]),
        ("fn f(n) { f(n + 1) } f(0)", &[Depth]),
        ("fn f(n) { [n].map(|x| f2(x)) } fn f2(n) { f(n + 1) } f(0)", &[Depth]),
        ("let a = []; loop { a.push(1); }", &[Size]),
        ("let a = [1]; loop { a += a; }", &[Size]),
        ("let a = [1]; loop { a = [a, a]; }", &[Size]),
        ("let a = []; loop { a = [a]; }", &[Size, Memory]),
        ("let a = [0]; loop { a[0] = a; }", &[Size, Memory]),
        ("let a = [1]; while a.len() < 5000 { a += [1]; } loop { let b = a; }", &[Memory, Operations]),
        (
            "let a = [1]; while a.len() < 5000 { a += [1]; } let b = a; let c = a; a.map(|x| b.map(|y| c.map(|z| z)))",
            &[Memory, Operations, Size],
        ),
        ("let t = \"a\"; while t.len() < 1000 { t += t; } t.replace(\"a\", t).replace(\"a\", t)", &[Size]),
        ("let t = \"a,\"; while t.len() < 100000 { t += t; } t.split(\",\")", &[Size]),
        ("[1, 2].any(|x| { loop { } })", &[Operations]),
        ("\"a\".matches(`(${\"a\"}{1000}){1000}`)", &[Type]),
        ("let f = [1]; let s = 0; loop { s += f.filter(|x| true).len(); }", &[Operations, Memory]),
    ];
    for (text, kinds) in cases {
        let error = stopped(text);
        assert!(kinds.contains(&error.kind), "{text}: {error:?}");
    }
}

#[test]
fn what_is_stopped_says_so_and_where() {
    let text = "let x = \"é\"; loop { x += x; }";
    let error = stopped(text);
    assert_eq!(&text[error.range.clone()], "+=");
    assert_eq!(error.message, "the text is longer than 1048576 bytes");
    assert_eq!(stopped("loop { }").message, "the script takes more than 1000000 steps");
}

#[test]
fn what_is_nested_too_deep_does_not_compile() {
    for (open, close) in [("(", ")"), ("[", "]"), ("{", "}"), ("!", "")] {
        let text = format!("{}1{}", open.repeat(500), close.repeat(500));
        assert!(compiled(&text).is_err(), "{open}");
    }
    let calls = format!("{}1{}", "abs(".repeat(500), ")".repeat(500));
    assert!(compiled(&calls).is_err());
}

#[test]
fn long_chains_are_refused_or_run() {
    for (start, link) in [
        ("1", "+1"),
        ("true", " && true"),
        ("()", " ?? ()"),
        ("if true { 1 }", " else if true { 1 }"),
        ("[1]", ".filter(|x| true)"),
        ("#{a: 1}", "?.b"),
        ("[1]", "[0]"),
        ("1", ".abs()"),
        ("!true", "; !true"),
    ] {
        for count in [30, 500, 5_000, 16_000] {
            let text = format!("{start}{}", link.repeat(count));
            if let Ok(script) = compiled(&text) {
                let _ = run_in(&mut runtime(&SharedFunctions::default()), &script);
            } else {
                assert!(count > 30, "{text}");
            }
        }
    }
    assert!(compiled(&" ".repeat(70_000)).is_err());
}

#[test]
fn recursion_within_the_limits_fits_the_stack() {
    let nested = format!("{}1{}", "[1].map(|x| ".repeat(4), ")".repeat(4));
    let text = format!("fn f(n) {{ if n > 0 {{ abs(abs(abs(abs(f(n - 1))))) }} else {{ 1 }} }} f(20); {nested}");
    let script = compiled(&text).unwrap();
    assert!(run_in(&mut runtime(&SharedFunctions::default()), &script).is_ok());
}
