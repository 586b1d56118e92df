//! Text within the quotes of an XML attribute, by XML 1.0.

/// Which bytes can't stand as they are, or may begin a character that can't.
const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'&' as usize] = true;
    special[b'<' as usize] = true;
    special[b'>' as usize] = true;
    special[b'"' as usize] = true;
    // U+FFFE and U+FFFF are 0xEF 0xBF 0xBE and 0xEF 0xBF 0xBF.
    special[0xEF] = true;
    special
};

/// U+FFFD, which stands for what XML can't hold.
const REPLACEMENT: &str = "\u{FFFD}";

/// Appends a text. Gives how many of its characters XML can't hold; U+FFFD stands for each.
///
/// Line breaks and tabs are written as numbers, as readers would make spaces of them.
pub fn put_text(out: &mut Vec<u8>, text: &str) -> u64 {
    let bytes = text.as_bytes();
    let (mut from, mut replaced) = (0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        if !SPECIAL[*byte as usize] {
            continue;
        }
        let Some(instead) = instead_of(&bytes[at..]) else { continue };
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(instead.as_bytes());
        from = at + if *byte == 0xEF { 3 } else { 1 };
        replaced += u64::from(instead == REPLACEMENT);
    }
    out.extend_from_slice(&bytes[from..]);
    replaced
}

/// What is written instead of the character that begins here; `None` where it can stand as it is.
fn instead_of(rest: &[u8]) -> Option<&'static str> {
    Some(match rest {
        [b'&', ..] => "&amp;",
        [b'<', ..] => "&lt;",
        [b'>', ..] => "&gt;",
        [b'"', ..] => "&quot;",
        [b'\t', ..] => "&#9;",
        [b'\n', ..] => "&#10;",
        [b'\r', ..] => "&#13;",
        [0xEF, 0xBF, 0xBE | 0xBF, ..] | [..0x20, ..] => REPLACEMENT,
        _ => return None,
    })
}

/// Whether a text is a name by XML 1.0, such as the keys of attributes should be.
pub fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(begins_name) && letters.all(|letter| begins_name(letter) || continues_name(letter))
}

/// `NameStartChar` of XML 1.0.
fn begins_name(letter: char) -> bool {
    matches!(letter,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}' | '\u{FDF0}'..='\u{FFFD}'
        | '\u{10000}'..='\u{EFFFF}')
}

/// `NameChar` of XML 1.0, without those that also begin a name.
fn continues_name(letter: char) -> bool {
    matches!(letter, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}')
}
