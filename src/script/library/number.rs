//! Functions on numbers, and conversions.

use rhai::{Dynamic, EvalAltResult};

use super::operators::{finite, order, too_large};
use super::{Library, OnNull, Outcome, Receiver, Unary, what_is, wrong_argument};
use crate::script::value::{Duration, Time};

pub(super) fn register(library: &mut Library) {
    for rounding in ROUNDINGS {
        let name = rounding.0;
        library.method(Receiver::Any, OnNull::Error, name, 0, move |_, arguments| rounded(rounding, &*arguments[0]));
        note_function(library, name, 1);
    }
    extremes(library, "min", std::cmp::Ordering::is_le);
    extremes(library, "max", std::cmp::Ordering::is_ge);
    for form in [Receiver::Any, Receiver::None] {
        for (name, convert) in CONVERSIONS {
            conversion(library, form, name, convert);
        }
    }
    library.method(Receiver::Any, OnNull::Error, "to_string", 0, |_, arguments| plain_text(&*arguments[0]));
}

/// A function's name, what it does with whole numbers (nothing) and what with others.
type Rounding = (&'static str, Option<fn(i64) -> Option<i64>>, fn(f64) -> f64);

const ROUNDINGS: [Rounding; 4] = [
    ("floor", None, f64::floor),
    ("ceil", None, f64::ceil),
    ("round", None, f64::round),
    ("abs", Some(i64::checked_abs), f64::abs),
];

type Conversion = fn(&Dynamic) -> Outcome;

const CONVERSIONS: [(&str, Conversion); 4] = [
    ("to_integer", to_integer),
    ("to_number", to_number),
    ("to_text", to_text),
    ("is_null", |value| Ok(value.is_unit().into())),
];

/// Those of these functions that take nothing but the value.
pub(super) fn unary(name: &str) -> Option<Unary> {
    if let Some(rounding) = ROUNDINGS.into_iter().find(|(known, ..)| *known == name) {
        return Some(Box::new(move |value| rounded(rounding, value)));
    }
    let conversions = CONVERSIONS.into_iter().chain([("to_string", plain_text as Conversion)]);
    let found = conversions.into_iter().find(|(known, _)| *known == name);
    found.map(|(_, convert)| Box::new(convert) as Unary)
}

fn rounded((name, whole, fraction): Rounding, value: &Dynamic) -> Outcome {
    if value.is_unit() {
        Ok(Dynamic::UNIT)
    } else if let Ok(number) = value.as_int() {
        whole.map_or(Some(number), |whole| whole(number)).map(Dynamic::from).ok_or_else(|| too_large(name))
    } else if let Ok(number) = value.as_float() {
        finite(name, fraction(number))
    } else if let (Some(duration), "abs") = (value.read_lock::<Duration>(), name) {
        duration.0.checked_abs().map(|millis| Dynamic::from(Duration(millis))).ok_or_else(|| too_large(name))
    } else {
        Err(wrong_argument(name, "a number", value))
    }
}

/// `f(x)` and `x.f()` are one call in Rhai; the second signature is only for inspection.
fn note_function(library: &mut Library, name: &'static str, arity: usize) {
    library.signatures.0.entry(name).or_default().insert((Receiver::None, arity));
}

fn conversion(library: &mut Library, form: Receiver, name: &'static str, convert: fn(&Dynamic) -> Outcome) {
    match form {
        Receiver::None => note_function(library, name, 1),
        _ => library.method(form, OnNull::Error, name, 0, move |_, arguments| convert(&*arguments[0])),
    }
}

/// `min(a, b)`: of two numbers, times, durations or texts; null if one is.
fn extremes(library: &mut Library, name: &'static str, first_wins: fn(std::cmp::Ordering) -> bool) {
    library.function(name, 2, move |arguments| {
        Ok(match order(name, arguments[0], arguments[1])? {
            None => Dynamic::UNIT,
            Some(order) if first_wins(order) => arguments[0].flatten_clone(),
            Some(_) => arguments[1].flatten_clone(),
        })
    });
}

/// A whole number from a float, if one is near enough to hold it.
pub(super) fn to_whole(number: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    (-LIMIT..LIMIT).contains(&number).then_some(number as i64)
}

fn to_integer(value: &Dynamic) -> Outcome {
    if value.is_int() || value.is_unit() {
        return Ok(value.flatten_clone());
    }
    if let Ok(number) = value.as_float() {
        return to_whole(number.trunc()).map(Dynamic::from).ok_or_else(|| too_large("to_integer"));
    }
    parsed::<i64>("to_integer", "a whole number", value)
}

fn to_number(value: &Dynamic) -> Outcome {
    if value.is_float() || value.is_unit() {
        return Ok(value.flatten_clone());
    }
    if let Ok(integer) = value.as_int() {
        return Ok((integer as f64).into());
    }
    let is_word =
        |text: &str| text.trim().trim_start_matches(['+', '-']).starts_with(|first: char| first.is_alphabetic());
    if value.as_immutable_string_ref().is_ok_and(|text| is_word(&text)) {
        // `nan` and `inf`, as some exports write them, are no numbers.
        return Ok(Dynamic::UNIT);
    }
    parsed::<f64>("to_number", "a number", value).and_then(|number| match number.as_float() {
        Ok(number) => finite("to_number", number),
        Err(_) => Ok(number),
    })
}

/// Text that spells a number; null if it doesn't.
fn parsed<T: std::str::FromStr + Clone + Send + Sync + 'static>(
    function: &str,
    wanted: &str,
    value: &Dynamic,
) -> Outcome {
    let text = value.as_immutable_string_ref().map_err(|_| wrong_argument(function, wanted, value))?;
    Ok(text.trim().parse::<T>().map_or(Dynamic::UNIT, Dynamic::from))
}

fn to_text(value: &Dynamic) -> Outcome {
    if value.is_unit() { Ok(Dynamic::UNIT) } else { plain_text(value) }
}

/// A value as text; null is empty.
pub(in crate::script) fn plain_text(value: &Dynamic) -> Outcome {
    if value.is_unit() {
        return Ok("".into());
    }
    if let Some(time) = value.read_lock::<Time>() {
        return time.text().map(Dynamic::from).ok_or_else(|| too_large("to_text"));
    }
    if let Some(duration) = value.read_lock::<Duration>() {
        return Ok(format!("{} ms", duration.0).into());
    }
    scalar_text(value).ok_or_else(|| no_text(value))
}

fn scalar_text(value: &Dynamic) -> Option<Dynamic> {
    if value.is_string() {
        return Some(value.flatten_clone());
    }
    let text = if let Ok(integer) = value.as_int() {
        integer.to_string()
    } else if let Ok(number) = value.as_float() {
        number.to_string()
    } else if let Ok(boolean) = value.as_bool() {
        boolean.to_string()
    } else {
        value.as_char().ok()?.to_string()
    };
    Some(text.into())
}

fn no_text(value: &Dynamic) -> Box<EvalAltResult> {
    super::type_fault(format!("{} cannot be turned into text", what_is(value)))
}
