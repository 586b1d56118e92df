//! Methods of text. Lengths and positions count characters, not bytes.

use std::cell::RefCell;
use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};
use rhai::{Dynamic, EvalAltResult};

use super::super::ScriptErrorKind;
use super::super::value::Text;
use super::{Library, OnNull, Outcome, Receiver, Unary, fault, integer_argument, text_argument, type_fault};

/// The memory that one compiled pattern may take.
const PATTERN_SIZE: usize = 1 << 20;
/// How many patterns a thread keeps compiled.
const PATTERNS_KEPT: usize = 64;

pub(super) fn register(library: &mut Library) {
    questions(library);
    conversions(library);
    pieces(library);
    replacing(library);
}

fn questions(library: &mut Library) {
    question(library, "contains", |text, part| text.contains(part));
    question(library, "starts_with", |text, part| text.starts_with(part));
    question(library, "ends_with", |text, part| text.ends_with(part));
    library.method(Receiver::Text, OnNull::No, "matches", 1, |_, arguments| {
        let pattern = text_argument("matches", arguments[1])?;
        with_pattern(&pattern, |regex| Ok(regex.is_match(&receiver(arguments)?).into()))
    });
    library.method(Receiver::Text, OnNull::No, "contains_any", 1, |_, arguments| {
        let text = receiver(arguments)?.to_lowercase();
        let words = arguments[1].as_array_ref().map_err(|_| type_fault("`contains_any` needs a list of texts"))?;
        for word in words.iter() {
            if text.contains(&text_argument("contains_any", word)?.to_lowercase()) {
                return Ok(Dynamic::TRUE);
            }
        }
        Ok(Dynamic::FALSE)
    });
    library
        .method(Receiver::Text, OnNull::Null, "is_empty", 0, |_, arguments| Ok(receiver(arguments)?.is_empty().into()));
}

fn question(library: &mut Library, name: &'static str, holds: fn(&str, &str) -> bool) {
    library.method(Receiver::Text, OnNull::No, name, 1, move |_, arguments| {
        let part = text_argument(name, arguments[1])?;
        Ok(holds(&receiver(arguments)?, &part).into())
    });
}

fn conversions(library: &mut Library) {
    for (name, convert) in CONVERSIONS {
        library.method(Receiver::Text, OnNull::Null, name, 0, move |_, arguments| {
            Ok(convert(&receiver(arguments)?).into())
        });
    }
}

type Conversion = fn(&str) -> String;

const CONVERSIONS: [(&str, Conversion); 3] =
    [("to_lower", str::to_lowercase), ("to_upper", str::to_uppercase), ("trim", trimmed)];

/// Those of these methods that take no argument.
pub(super) fn unary(name: &str) -> Option<Unary> {
    let (name, convert) = CONVERSIONS.into_iter().find(|(known, _)| *known == name)?;
    Some(Box::new(move |value| match value.is_unit() {
        true => Ok(Dynamic::UNIT),
        false => Ok(convert(&text_argument(name, value)?).into()),
    }))
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}

fn pieces(library: &mut Library) {
    library.method(Receiver::Text, OnNull::Null, "len", 0, |_, arguments| {
        Ok((receiver(arguments)?.chars().count() as i64).into())
    });
    library.method(Receiver::Text, OnNull::Null, "sub_string", 1, |_, arguments| {
        let start = position(arguments[1])?;
        Ok(receiver(arguments)?.chars().skip(start).collect::<String>().into())
    });
    library.method(Receiver::Text, OnNull::Null, "sub_string", 2, |_, arguments| {
        let (start, length) = (position(arguments[1])?, position(arguments[2])?);
        Ok(receiver(arguments)?.chars().skip(start).take(length).collect::<String>().into())
    });
    let limit = library.meter.limits.list;
    library.method(Receiver::Text, OnNull::Null, "split", 1, move |_, arguments| {
        let separator = text_argument("split", arguments[1])?;
        split(&receiver(arguments)?, &separator, limit)
    });
}

fn split(text: &str, separator: &str, limit: usize) -> Outcome {
    if separator.is_empty() {
        return Err(type_fault("`split` needs a separator that is not empty"));
    }
    if text.split(separator).take(limit + 1).count() > limit {
        return Err(fault(ScriptErrorKind::Size, format!("`split` gives more than {limit} pieces")));
    }
    Ok(Dynamic::from_array(text.split(separator).map(|piece| Dynamic::from(Text::from(piece))).collect()))
}

fn replacing(library: &mut Library) {
    let limit = library.meter.limits.text;
    library.method(Receiver::Text, OnNull::Null, "replace", 2, move |_, arguments| {
        let (old, new) = (text_argument("replace", arguments[1])?, text_argument("replace", arguments[2])?);
        replace(&receiver(arguments)?, &old, &new, limit)
    });
}

pub(in crate::script) fn replace(text: &str, old: &str, new: &str, limit: usize) -> Outcome {
    if old.is_empty() {
        return Err(type_fault("`replace` needs something to replace that is not empty"));
    }
    let found = text.matches(old).count();
    let length = (text.len() - found * old.len()).saturating_add(found.saturating_mul(new.len()));
    if length > limit {
        return Err(fault(ScriptErrorKind::Size, format!("the text is longer than {limit} bytes")));
    }
    Ok(text.replace(old, new).into())
}

fn receiver(arguments: &[&mut Dynamic]) -> Result<Text, Box<EvalAltResult>> {
    text_argument("this method", arguments[0])
}

fn position(value: &Dynamic) -> Result<usize, Box<EvalAltResult>> {
    let position = integer_argument("sub_string", value)?;
    usize::try_from(position)
        .map_err(|_| type_fault("`sub_string` needs a position and a length that are not negative"))
}

thread_local! {
    static PATTERNS: RefCell<BTreeMap<Text, Regex>> = const { RefCell::new(BTreeMap::new()) };
}

/// Runs `action` with the compiled pattern, from this thread's store if it is there.
fn with_pattern(pattern: &Text, action: impl FnOnce(&Regex) -> Outcome) -> Outcome {
    PATTERNS.with_borrow_mut(|patterns| {
        if let Some(regex) = patterns.get(pattern) {
            return action(regex);
        }
        let regex = compile(pattern).map_err(|message| fault(ScriptErrorKind::Type, message))?;
        if patterns.len() >= PATTERNS_KEPT {
            patterns.clear();
        }
        let outcome = action(&regex);
        patterns.insert(pattern.clone(), regex);
        outcome
    })
}

/// Compiles a regular expression, which then matches in time linear in the text.
fn compile(pattern: &str) -> Result<Regex, String> {
    RegexBuilder::new(pattern).size_limit(PATTERN_SIZE).dfa_size_limit(PATTERN_SIZE).build().map_err(
        |error| match error {
            regex::Error::CompiledTooBig(_) => "the pattern is too large".to_owned(),
            _ => format!("`{pattern}` is not a regular expression"),
        },
    )
}

/// A compiled pattern; nothing where it is none.
pub(in super::super) fn pattern(pattern: &str) -> Option<Regex> {
    compile(pattern).ok()
}

/// Whether a pattern can be compiled; if not, why.
pub(in super::super) fn check_pattern(pattern: &str) -> Result<(), String> {
    compile(pattern).map(drop)
}
