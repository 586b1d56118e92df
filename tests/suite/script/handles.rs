//! What `rows` and `fields` give can be asked, but not replaced; and functions of a script come before those of ours.

use caseloom::script::{Form, ScriptErrorKind, Value};

use super::{compiled_with, run, run_in, runtime, shared};

#[test]
fn what_a_handle_gives_cannot_be_replaced() {
    for text in [
        "let all = rows; all.email = rows.phone; all.email.count()",
        "let all = fields; all.status = fields.owner; all.status.first()",
        "let all = rows; all.email = 5; all.email.count()",
    ] {
        let error = run(text).unwrap_err();
        assert!(error.range.start > 0 && !error.message.is_empty(), "{text}: {error:?}");
    }
    let error = run("let all = rows; all.email = rows.phone; all.email.count()").unwrap_err();
    assert_eq!((error.kind, error.message.as_str()), (ScriptErrorKind::Type, "`email` cannot be changed"));
}

#[test]
fn what_a_handle_gives_can_be_asked_from_a_variable() {
    assert_eq!(run("let all = rows; all.email.count() == 3"), Ok(Value::Boolean(true)));
}

#[test]
fn functions_of_shared_files_come_before_ours() {
    let (shared, problems) = shared("fn len(list) { 7 }");
    assert!(problems.is_empty(), "{problems:?}");
    let called = compiled_with("len([1, 2])", Form::Expression, &shared).unwrap();
    assert_eq!(run_in(&mut runtime(&shared), &called), Ok(Value::Integer(7)));
}
