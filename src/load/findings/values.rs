//! Values of the input in words.

use super::faults::count;

/// How many are named.
const MOST: usize = 20;

/// Values, each with how many rows have it; behind the first of them, how many more there are.
pub fn with_rows(values: &[(&str, u64)]) -> String {
    let named: Vec<String> =
        values.iter().take(MOST).map(|(value, rows)| format!("`{value}` in {}", count(*rows))).collect();
    let more = values.len().saturating_sub(MOST);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}
