//! `== != < > <= >= + - * / %` and `in` on any two values.
//!
//! Rhai's own operators say `"10" > 9` is false and `1 + "x"` is `"1x"`. Here values of different kinds are an error;
//! null equals only null, is neither less nor greater than anything, and arithmetic with it gives null.

use std::cmp::Ordering;

use rhai::{Dynamic, EvalAltResult};

use super::super::ScriptErrorKind;
use super::super::value::{Duration, Text, Time};
use super::{Library, Outcome, fault, type_fault, what_is};
use crate::time::is_representable;

type Compared<T> = Result<T, Box<EvalAltResult>>;

pub(super) fn register(library: &mut Library) {
    library.operator("==", |arguments| equal(arguments[0], arguments[1]).map(Dynamic::from));
    library.operator("!=", |arguments| equal(arguments[0], arguments[1]).map(|equal| (!equal).into()));
    ordering(library, "<", Ordering::is_lt);
    ordering(library, "<=", Ordering::is_le);
    ordering(library, ">", Ordering::is_gt);
    ordering(library, ">=", Ordering::is_ge);
    let limit = library.meter.limits.text;
    library.operator("+", move |arguments| add(arguments[0], arguments[1], limit));
    for (symbol, operation) in [("-", subtract as Operation), ("*", multiply), ("/", divide), ("%", remainder)] {
        library.operator(symbol, move |arguments| operation(arguments[0], arguments[1]));
    }
    assigning(library, limit);
    refuse_others(library);
    negation(library);
}

type Operation = fn(&Dynamic, &Dynamic) -> Outcome;

fn ordering(library: &mut Library, symbol: &'static str, holds: fn(Ordering) -> bool) {
    library.operator(symbol, move |arguments| Ok(order(symbol, arguments[0], arguments[1])?.is_some_and(holds).into()));
}

/// `+=` and its like, which would otherwise be Rhai's.
fn assigning(library: &mut Library, limit: usize) {
    library.operator("+=", move |arguments| {
        *arguments[0] = add(arguments[0], arguments[1], limit)?;
        Ok(Dynamic::UNIT)
    });
    for (symbol, operation) in [("-=", subtract as Operation), ("*=", multiply), ("/=", divide), ("%=", remainder)] {
        library.operator(symbol, move |arguments| {
            *arguments[0] = operation(arguments[0], arguments[1])?;
            Ok(Dynamic::UNIT)
        });
    }
}

/// Operators that no mapping needs, so that Rhai's versions for other types never come up.
fn refuse_others(library: &mut Library) {
    for symbol in ["**", "&", "|", "^", "<<", ">>", "**=", "&=", "|=", "^=", "<<=", ">>="] {
        library.operator(symbol, move |arguments| Err(mismatch(symbol, arguments[0], arguments[1])));
    }
}

fn negation(library: &mut Library) {
    library.prefix("-", |arguments| negate(&*arguments[0]));
    library.prefix("!", |arguments| match arguments[0].as_bool() {
        Ok(value) => Ok(Dynamic::from(!value)),
        Err(_) => Err(type_fault(format!("`!` needs true or false, not {}", what_is(arguments[0])))),
    });
}

pub(in crate::script) fn negate(value: &Dynamic) -> Outcome {
    if value.is_unit() {
        Ok(Dynamic::UNIT)
    } else if let Ok(integer) = value.as_int() {
        integer.checked_neg().map(Dynamic::from).ok_or_else(|| too_large("-"))
    } else if let Ok(number) = value.as_float() {
        Ok((-number).into())
    } else if let Some(duration) = value.read_lock::<Duration>() {
        duration.0.checked_neg().map(|millis| Dynamic::from(Duration(millis))).ok_or_else(|| too_large("-"))
    } else {
        Err(type_fault(format!("`-` needs a number or a duration, not {}", what_is(value))))
    }
}

/// Whether two values are the same; an error if they are of different kinds.
pub(super) fn equal(left: &Dynamic, right: &Dynamic) -> Compared<bool> {
    if left.is_unit() || right.is_unit() {
        return Ok(left.is_unit() && right.is_unit());
    }
    if left.is_array() && right.is_array() {
        return equal_lists(left, right);
    }
    if let (Ok(left), Ok(right)) = (left.as_bool(), right.as_bool()) {
        return Ok(left == right);
    }
    match scalar_order(left, right) {
        Some(order) => Ok(order.is_eq()),
        None => super::case::same_handle(left, right).ok_or_else(|| mismatch("==", left, right)),
    }
}

fn equal_lists(left: &Dynamic, right: &Dynamic) -> Compared<bool> {
    let (Ok(left), Ok(right)) = (left.as_array_ref(), right.as_array_ref()) else { return Ok(false) };
    if left.len() != right.len() {
        return Ok(false);
    }
    for (left, right) in left.iter().zip(right.iter()) {
        if !equal(left, right)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The order of two values; nothing if one is null; an error if they can't be ordered.
pub(super) fn order(symbol: &str, left: &Dynamic, right: &Dynamic) -> Compared<Option<Ordering>> {
    if left.is_unit() || right.is_unit() {
        return Ok(None);
    }
    scalar_order(left, right).map(Some).ok_or_else(|| mismatch(symbol, left, right))
}

fn scalar_order(left: &Dynamic, right: &Dynamic) -> Option<Ordering> {
    if let Ok(left) = left.as_int() {
        return match right.as_int() {
            Ok(right) => Some(left.cmp(&right)),
            Err(_) => (left as f64).partial_cmp(&right.as_float().ok()?),
        };
    }
    if let Ok(left) = left.as_float() {
        return left.partial_cmp(&number(right)?);
    }
    text_order(left, right)
        .or_else(|| custom_order::<Time>(left, right))
        .or_else(|| custom_order::<Duration>(left, right))
}

fn text_order(left: &Dynamic, right: &Dynamic) -> Option<Ordering> {
    if let (Ok(left), Ok(right)) = (left.as_immutable_string_ref(), right.as_immutable_string_ref()) {
        return Some(left.as_str().cmp(right.as_str()));
    }
    Some(text_of(left)?.as_str().cmp(text_of(right)?.as_str()))
}

fn text_of(value: &Dynamic) -> Option<Text> {
    match value.as_char() {
        Ok(letter) => Some(Text::from(letter.to_string())),
        Err(_) => value.as_immutable_string_ref().ok().map(|text| text.clone()),
    }
}

fn custom_order<T: Ord + Copy + 'static>(left: &Dynamic, right: &Dynamic) -> Option<Ordering> {
    Some(left.read_lock::<T>()?.cmp(&*right.read_lock::<T>()?))
}

fn number(value: &Dynamic) -> Option<f64> {
    value.as_float().or_else(|_| value.as_int().map(|integer| integer as f64)).ok()
}

fn any_null(left: &Dynamic, right: &Dynamic) -> bool {
    left.is_unit() || right.is_unit()
}

pub(in crate::script) fn add(left: &Dynamic, right: &Dynamic, limit: usize) -> Outcome {
    if let (Some(left), Some(right)) = (text_of(left), text_of(right)) {
        return join_texts(&left, &right, limit);
    }
    if let (Ok(a), Ok(b)) = (left.as_array_ref(), right.as_array_ref()) {
        return Ok(Dynamic::from_array(a.iter().chain(b.iter()).cloned().collect()));
    }
    if any_null(left, right) {
        return Ok(Dynamic::UNIT);
    }
    let (a, b) = (millis::<Time>(left), millis::<Time>(right));
    let (c, d) = (millis::<Duration>(left), millis::<Duration>(right));
    match (a.or(c), b.or(d)) {
        (Some(_), Some(_)) if a.is_some() && b.is_some() => Err(mismatch("+", left, right)),
        (Some(x), Some(y)) if a.is_some() || b.is_some() => time(x.checked_add(y), "+"),
        (Some(x), Some(y)) => duration(x.checked_add(y), "+"),
        _ => arithmetic("+", left, right, i64::checked_add, |a, b| a + b),
    }
}

/// Two texts as one, unless that is longer than scripts may hold.
pub(super) fn join_texts(left: &str, right: &str, limit: usize) -> Outcome {
    if left.len().saturating_add(right.len()) > limit {
        return Err(fault(ScriptErrorKind::Size, format!("the text is longer than {limit} bytes")));
    }
    let mut joined = String::with_capacity(left.len() + right.len());
    joined.push_str(left);
    joined.push_str(right);
    Ok(joined.into())
}

pub(in crate::script) fn subtract(left: &Dynamic, right: &Dynamic) -> Outcome {
    if any_null(left, right) {
        return Ok(Dynamic::UNIT);
    }
    let (a, b) = (millis::<Time>(left), millis::<Time>(right));
    let (c, d) = (millis::<Duration>(left), millis::<Duration>(right));
    match (a, b, c, d) {
        (Some(a), Some(b), ..) => duration(a.checked_sub(b), "-"),
        (Some(a), _, _, Some(d)) => time(a.checked_sub(d), "-"),
        (_, _, Some(c), Some(d)) => duration(c.checked_sub(d), "-"),
        _ => arithmetic("-", left, right, i64::checked_sub, |a, b| a - b),
    }
}

pub(in crate::script) fn multiply(left: &Dynamic, right: &Dynamic) -> Outcome {
    if any_null(left, right) {
        return Ok(Dynamic::UNIT);
    }
    match (millis::<Duration>(left), millis::<Duration>(right)) {
        (Some(millis), None) => scale("*", millis, left, right, i64::checked_mul, |a, b| a * b),
        (None, Some(millis)) => scale("*", millis, right, left, i64::checked_mul, |a, b| a * b),
        _ => arithmetic("*", left, right, i64::checked_mul, |a, b| a * b),
    }
}

pub(in crate::script) fn divide(left: &Dynamic, right: &Dynamic) -> Outcome {
    if any_null(left, right) {
        return Ok(Dynamic::UNIT);
    }
    if millis::<Duration>(right).is_some_and(|millis| millis == 0) || number(right) == Some(0.0) {
        return Err(fault(ScriptErrorKind::Arithmetic, "division by zero"));
    }
    match (millis::<Duration>(left), millis::<Duration>(right)) {
        (Some(a), Some(b)) => Ok((a as f64 / b as f64).into()),
        (Some(millis), None) => scale("/", millis, left, right, i64::checked_div, |a, b| a / b),
        _ => arithmetic("/", left, right, i64::checked_div, |a, b| a / b),
    }
}

pub(in crate::script) fn remainder(left: &Dynamic, right: &Dynamic) -> Outcome {
    if any_null(left, right) {
        return Ok(Dynamic::UNIT);
    }
    if number(right) == Some(0.0) {
        return Err(fault(ScriptErrorKind::Arithmetic, "division by zero"));
    }
    arithmetic("%", left, right, i64::checked_rem, |a, b| a % b)
}

fn arithmetic(
    symbol: &str,
    left: &Dynamic,
    right: &Dynamic,
    whole: fn(i64, i64) -> Option<i64>,
    fraction: fn(f64, f64) -> f64,
) -> Outcome {
    if let (Ok(left), Ok(right)) = (left.as_int(), right.as_int()) {
        return whole(left, right).map(Dynamic::from).ok_or_else(|| too_large(symbol));
    }
    match (number(left), number(right)) {
        (Some(left), Some(right)) => finite(symbol, fraction(left, right)),
        _ => Err(mismatch(symbol, left, right)),
    }
}

fn scale(
    symbol: &str,
    millis: i64,
    length: &Dynamic,
    factor: &Dynamic,
    whole: fn(i64, i64) -> Option<i64>,
    fraction: fn(f64, f64) -> f64,
) -> Outcome {
    if let Ok(factor) = factor.as_int() {
        return duration(whole(millis, factor), symbol);
    }
    let Ok(factor) = factor.as_float() else { return Err(mismatch(symbol, length, factor)) };
    duration(super::number::to_whole(fraction(millis as f64, factor).round()), symbol)
}

/// A number that is one; neither infinite nor undefined.
pub(super) fn finite(symbol: &str, number: f64) -> Outcome {
    if number.is_finite() { Ok(number.into()) } else { Err(too_large(symbol)) }
}

trait Millis: Copy + 'static {
    fn millis(self) -> i64;
}

impl Millis for Time {
    fn millis(self) -> i64 {
        self.0
    }
}

impl Millis for Duration {
    fn millis(self) -> i64 {
        self.0
    }
}

fn millis<T: Millis>(value: &Dynamic) -> Option<i64> {
    value.read_lock::<T>().map(|value| value.millis())
}

fn time(millis: Option<i64>, symbol: &str) -> Outcome {
    let time = millis.filter(|millis| is_representable(*millis));
    time.map(|millis| Dynamic::from(Time(millis))).ok_or_else(|| beyond_years(symbol))
}

/// RFC 3339 has no way to write such a time.
fn beyond_years(symbol: &str) -> Box<EvalAltResult> {
    let message = format!("the result of `{symbol}` is a time outside the years 0 to 9999");
    fault(ScriptErrorKind::Arithmetic, message)
}

fn duration(millis: Option<i64>, symbol: &str) -> Outcome {
    millis.map(|millis| Dynamic::from(Duration(millis))).ok_or_else(|| too_large(symbol))
}

pub(super) fn too_large(symbol: &str) -> Box<EvalAltResult> {
    fault(ScriptErrorKind::Arithmetic, format!("the result of `{symbol}` is too large"))
}

fn mismatch(symbol: &str, left: &Dynamic, right: &Dynamic) -> Box<EvalAltResult> {
    type_fault(format!("`{symbol}` cannot be used between {} and {}", what_is(left), what_is(right)))
}
