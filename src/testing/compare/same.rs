//! Whether a value of the log is the one that a test expects, however each is written.

use crate::mapping::decode::Literal;
use crate::testing::document::text_of;
use crate::time::TimeFormat;
use crate::yaml::Style;

/// Whether a cell of the log holds what is expected: the same text, the same instant, or the same number.
///
/// Numbers are compared as such where the test writes them without quotes and neither has leading zeros: the id `0042`
/// is not `42`.
pub fn is_same(wanted: &Literal, found: &str) -> bool {
    let text = text_of(wanted);
    text == found || is_same_number(wanted, found) || is_same_instant(text, found)
}

fn is_same_number(wanted: &Literal, found: &str) -> bool {
    // A text such as `1.50` is none that a log has for a number.
    let is_text = found.contains('.') && found.ends_with('0');
    wanted.scalar.style == Style::Plain
        && !is_text
        && decimal(found).is_some_and(|it| decimal(wanted.text()) == Some(it))
}

/// A decimal number as its sign, its digits without zeros around them, and the power of ten of the last digit.
fn decimal(text: &str) -> Option<(bool, String, i64)> {
    let (is_negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let exponent: i32 = exponent.parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
    let digits = format!("{whole}{fraction}");
    if whole.is_empty() || has_leading_zero || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let significant = digits.trim_end_matches('0');
    let behind = digits.len() - significant.len();
    let power = i64::from(exponent) - fraction.len() as i64 + behind as i64;
    let significant = significant.trim_start_matches('0');
    Some(if significant.is_empty() { (false, String::new(), 0) } else { (is_negative, significant.to_owned(), power) })
}

/// Logs write times in UTC; a test may write them with any offset.
fn is_same_instant(wanted: &str, found: &str) -> bool {
    if !found.ends_with('Z') {
        return false;
    }
    let Ok(format) = TimeFormat::compile("iso8601") else { return false };
    let instant = |text: &str| format.parse(text.as_bytes()).and_then(|parsed| parsed.time());
    instant(found).is_some_and(|time| instant(wanted) == Some(time))
}
