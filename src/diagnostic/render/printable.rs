//! Text from data as it may be printed.

use std::borrow::Cow;

/// The text with characters that would steer a terminal written as `\u{1b}`; line ends and tabs stay.
pub fn printable(text: &str) -> Cow<'_, str> {
    let steers = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
    if !text.contains(steers) {
        return Cow::Borrowed(text);
    }
    let mut printed = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            letter if steers(letter) => printed.extend(letter.escape_unicode()),
            letter => printed.push(letter),
        }
    }
    Cow::Owned(printed)
}
