//! Ids of Salesforce: 15 characters in which case matters, or 18 with a suffix that tells the case.

use std::borrow::Cow;

const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";

/// The form of 18 characters; what is no id of 15 stays as it is.
pub fn long_id(text: &str) -> Cow<'_, str> {
    if text.len() != 15 || !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Borrowed(text);
    }
    let mut id = text.to_owned();
    // Each suffix character tells which of five characters are capitals, the first in the lowest bit.
    for five in text.as_bytes().chunks(5) {
        let capitals = five.iter().rev().fold(0, |bits, byte| bits << 1 | usize::from(byte.is_ascii_uppercase()));
        id.push(char::from(SUFFIX[capitals]));
    }
    Cow::Owned(id)
}
