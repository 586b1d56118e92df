//! A survey, drawn: for a terminal, and as a page.

mod human;
mod markdown;
mod tables;

pub use human::human;
pub use markdown::markdown;

/// A number with commas between thousands.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share in percent, with a digit behind the point.
pub fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "0%".to_owned();
    }
    let tenths = (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole);
    // What isn't all isn't 100 %, and what isn't nothing isn't 0 %.
    let tenths = match tenths {
        1000 if part < whole => 999,
        0 if part > 0 => 1,
        tenths => tenths,
    };
    if tenths % 10 == 0 { format!("{}%", tenths / 10) } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}
