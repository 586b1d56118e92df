//! From Rhai's errors to ours.

use rhai::{EvalAltResult, ParseError};

use crate::script::ScriptErrorKind as Kind;
use crate::script::compile::Compiled;
use crate::script::compile::position::Lines;
use crate::script::compile::shared::SharedFunctions;
use crate::script::library::{Fault, what_is};
use crate::script::run::{ScriptError, innermost};

/// What stopped a script, in the terms of whoever wrote it.
pub(in crate::script) fn of_running(
    failure: &EvalAltResult,
    script: &Compiled,
    shared: &SharedFunctions,
) -> ScriptError {
    let (failure, position, source) = innermost(failure);
    let file = source.and_then(|source| shared.files.iter().position(|file| file.name == source));
    let text = file.map_or(script.text.as_str(), |file| &shared.files[file].text);
    let (kind, message) = described(failure);
    ScriptError { kind, message, range: Lines::new(text).token(position), file }
}

/// The script ran, but gave something that is no value.
pub(in crate::script) fn of_result(what: &str, script: &Compiled) -> ScriptError {
    let message = format!("the script gives {what}, which is no value");
    ScriptError { kind: Kind::Type, message, range: 0..script.text.len(), file: None }
}

/// The script no longer parses; it did when it was compiled, so this is never seen.
pub(in crate::script) fn of_parsing(failure: &ParseError, script: &Compiled) -> ScriptError {
    let range = Lines::new(&script.text).token(failure.position());
    ScriptError { kind: Kind::Other, message: failure.err_type().to_string(), range, file: None }
}

fn described(failure: &EvalAltResult) -> (Kind, String) {
    use EvalAltResult as E;
    match failure {
        E::ErrorRuntime(token, _) | E::ErrorTerminated(token, _) => thrown(token),
        E::ErrorStackOverflow(_) => (Kind::Depth, "functions call each other too deep".into()),
        E::ErrorDataTooLarge(what, _) => (Kind::Size, too_large(what).into()),
        E::ErrorTooManyVariables(_) => (Kind::Size, "the script has too many variables".into()),
        E::ErrorArithmetic(what, _) => (Kind::Arithmetic, lower(what)),
        E::ErrorFunctionNotFound(signature, _) => (Kind::Type, not_found(signature)),
        E::ErrorMismatchDataType(wanted, given, _) => (Kind::Type, mismatch(wanted, given)),
        E::ErrorPropertyNotFound(name, _) => (Kind::Type, format!("the map has nothing under `{name}`")),
        E::ErrorDotExpr(what, _) => (Kind::Type, property(what)),
        E::ErrorIndexingType(..) => (Kind::Type, "only lists and maps have elements".into()),
        E::ErrorArrayBounds(length, index, _) => {
            (Kind::Type, format!("the list has {length} elements, none at {index}"))
        }
        E::ErrorStringBounds(length, index, _) => {
            (Kind::Type, format!("the text has {length} characters, none at {index}"))
        }
        E::ErrorFor(_) => (Kind::Type, "`for` runs over lists, ranges, events and rows only".into()),
        E::ErrorAssignmentToConstant(name, _) => (Kind::Type, format!("`{name}` cannot be changed")),
        E::ErrorNonPureMethodCallOnConstant(name, _) => (Kind::Type, format!("`{name}` would change a constant")),
        E::ErrorDataRace(..) => (
            Kind::Other,
            "a closure uses the very list that its method runs over: copy the list to another variable first".into(),
        ),
        other => (Kind::Other, lower(&bare(other))),
    }
}

fn thrown(token: &rhai::Dynamic) -> (Kind, String) {
    if let Some(fault) = token.read_lock::<Fault>() {
        return (fault.kind, fault.message.clone());
    }
    match token.as_immutable_string_ref() {
        Ok(message) => (Kind::Other, message.to_string()),
        Err(_) => (Kind::Other, format!("the script threw {}", what_is(token))),
    }
}

fn too_large(what: &str) -> &'static str {
    match what {
        "Length of string" => "a text is too long",
        "Size of object map" => "a map has too many entries",
        _ => "a list has too many elements",
    }
}

/// Rhai's `name (type, type)` in words.
fn not_found(signature: &str) -> String {
    let (name, types) = signature.split_once(" (").unwrap_or((signature, ")"));
    let mut types = types.trim_end_matches(')').split(", ").filter(|name| !name.is_empty());
    match types.next() {
        None => format!("there is no function `{name}` without arguments"),
        Some(receiver) => format!("{} has no `{name}` that takes these arguments", kind_name(receiver)),
    }
}

fn mismatch(wanted: &str, given: &str) -> String {
    format!("{} is needed here, not {}", kind_name(wanted), kind_name(given))
}

/// Rhai's "Unknown property 'x' - a getter is not registered for type 'y'" in words.
fn property(what: &str) -> String {
    let mut quoted = what.split('\'').skip(1).step_by(2);
    match (quoted.next(), quoted.next()) {
        (Some(name), Some(owner)) => format!("{} has no `{name}`", kind_name(owner)),
        _ => lower(what),
    }
}

fn kind_name(rhai: &str) -> String {
    match rhai {
        "()" => "`()` (null)".into(),
        "i64" | "f64" => "a number".into(),
        "bool" => "true or false".into(),
        "array" => "a list".into(),
        "map" => "a map".into(),
        "time" | "duration" | "row" => format!("a {rhai}"),
        "event" => "an event".into(),
        "Fn" => "a function".into(),
        text if text.contains("str") || text.contains("String") || text == "char" => "text".into(),
        other => other.into(),
    }
}

fn bare(failure: &EvalAltResult) -> String {
    let text = failure.to_string();
    text.split(" (line ").next().unwrap_or_default().to_owned()
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
