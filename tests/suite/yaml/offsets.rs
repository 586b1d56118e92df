//! Every character of a scalar's text is found in the file.

use caseloom::yaml::Scalar;
use proptest::prelude::*;

use super::tree;

/// What of the file stands for each character of the scalar under `key`.
fn characters(text: &str) -> Vec<(char, &str)> {
    let root = tree(text);
    let scalar = root.get("k").unwrap().as_scalar().unwrap().clone();
    each(&scalar, text)
}

fn each<'a>(scalar: &Scalar, text: &'a str) -> Vec<(char, &'a str)> {
    let place =
        |(index, letter): (usize, char)| (letter, &text[scalar.span_of(index..index + letter.len_utf8()).range()]);
    scalar.text.char_indices().map(place).collect()
}

/// The characters that don't stand in the file as they are.
fn changed(text: &str) -> Vec<(char, &str)> {
    characters(text).into_iter().filter(|(letter, place)| place.chars().ne([*letter])).collect()
}

#[test]
fn a_range_is_found_whatever_stands_around_it() {
    for text in [
        "k: = Amount > größe\n",
        "k: '= Amount > größe'\n",
        "k: \"= Amount > größe\"\n",
        "k: |\n    = Amount > größe\n",
        "k: >-\n    = Amount\n    > größe\n",
        "\u{feff}中: 文\r\nk: |2\r\n     = Amount > größe\r\n",
        "{ 中: \"文\\u00e9\", k: \"\\u00e9\\n= Amount > größe\" }",
    ] {
        let root = tree(text);
        let scalar = root.get("k").unwrap().as_scalar().unwrap();
        let start = scalar.text.find("größe").unwrap();
        let span = scalar.span_of(start..start + "größe".len());
        assert_eq!(&text[span.range()], "größe", "{text:?}");
    }
}

#[test]
fn escapes_are_one_whole() {
    assert_eq!(changed("k: 'it''s'\n"), [('\'', "''")]);
    let escapes = changed("k: \"\\n\\t\\\"\\\\ \\xe9 \\u4e2d \\U0001F600 \\uD834\\uDD1E\"\n");
    let expected = [
        ('\n', "\\n"),
        ('\t', "\\t"),
        ('"', "\\\""),
        ('\\', "\\\\"),
        ('é', "\\xe9"),
        ('中', "\\u4e2d"),
        ('😀', "\\U0001F600"),
        ('𝄞', "\\uD834\\uDD1E"),
    ];
    assert_eq!(escapes, expected);
}

#[test]
fn folded_breaks_are_found() {
    assert_eq!(changed("k: one\n  two\n\n\n  three\n"), [(' ', "\n  ")]);
    assert_eq!(changed("k: 'one  \r\n  two\r\n\r\n  three'\n"), [(' ', "  \r\n  "), ('\n', "\r\n")]);
    assert_eq!(changed("k: \"one\\\n   two\n  three\"\n"), [(' ', "\n  ")]);
    assert_eq!(changed("k: >\n  one\n  two\n\n  three\n   more\n  end\n\n\n"), [(' ', "\n")]);
    assert_eq!(
        changed("k: >+\r\n\r\n  one\r\n  two\r\n\r\n"),
        [('\n', "\r\n"), (' ', "\r\n"), ('\n', "\r\n"), ('\n', "\r\n")]
    );
    assert_eq!(changed("k: |\n\n\n  one\n     two\n\n  three\n"), []);
}

#[test]
fn the_point_behind_the_last_character_is_known() {
    for (text, end) in [("k: abc\n", 6), ("k: 'abc'\n", 7), ("k: |-\n  abc\n", 11)] {
        let root = tree(text);
        let scalar = root.get("k").unwrap().as_scalar().unwrap();
        let span = scalar.span_of(3..3);
        assert_eq!((span.start, span.end), (end, end), "{text:?}");
        let beyond = scalar.span_of(90..99);
        assert_eq!((beyond.start, beyond.end), (end, end), "{text:?}");
    }
}

#[test]
fn a_range_over_several_lines_takes_in_the_indentation() {
    let text = "k: |\n  let a = 1;\n  a\nz: 1\n";
    let root = tree(text);
    let scalar = root.get("k").unwrap().as_scalar().unwrap();
    assert_eq!(&text[scalar.span_of(0..12).range()], "let a = 1;\n  a");
}

/// Lines of letters, blanks within and marks that a style may mind.
fn lines() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(r#"|[a-zé中ก้]([a-zé中ก้😀'"\\:#,= ]{0,8}[a-zé中ก้])?"#, 1..6)
}

fn line_break() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("\n"), Just("\r\n")]
}

/// All pieces are known: every character stands as it is, or is white space, or comes from an escape.
fn assert_found(text: &str, value: &str) -> Result<(), TestCaseError> {
    let root = tree(text);
    let scalar = root.get("k").unwrap().as_scalar().unwrap();
    prop_assert_eq!(&scalar.text, value);
    let mut end = 0;
    for (index, letter) in scalar.text.char_indices() {
        let span = scalar.span_of(index..index + letter.len_utf8()).range();
        prop_assert!(span.start >= end, "{:?} of {:?}", letter, text);
        end = span.end;
        let place = &text[span];
        let same = place.chars().eq([letter]);
        let folded = letter.is_whitespace() && !place.is_empty() && place.trim().is_empty();
        prop_assert!(
            same || folded || (place.len() > 1 && (place == "''" || place.starts_with('\\'))),
            "{letter:?} at {place:?} of {text:?}"
        );
    }
    Ok(())
}

proptest! {
    #[test]
    fn literal_blocks(lines in lines(), end in line_break(), indentation in 1..5_usize, bom in any::<bool>(), last in any::<bool>()) {
        let spaces = " ".repeat(indentation);
        let body: String = lines.iter().map(|line| if line.is_empty() { end.to_owned() } else { format!("{spaces}{line}{end}") }).collect();
        let value = lines.join("\n");
        let value = if value.trim().is_empty() { String::new() } else { format!("{}\n", value.trim_end_matches('\n')) };
        let tail = if last { "" } else { "z: 1" };
        let text = format!("{}中: x{end}k: |{end}{body}{tail}", if bom { "\u{feff}" } else { "" });
        assert_found(&text, &value)?;
    }

    #[test]
    fn folded_blocks(words in prop::collection::vec("[a-zé中ก้😀':]{1,5}", 1..8), blank in prop::collection::vec(0..3_usize, 8), end in line_break()) {
        let (mut body, mut value) = (String::new(), String::new());
        for (index, word) in words.iter().enumerate() {
            body += &format!("   {word}{end}");
            value += word;
            if index + 1 < words.len() {
                body += &end.repeat(blank[index]);
                value += &if blank[index] == 0 { " ".to_owned() } else { "\n".repeat(blank[index]) };
            }
        }
        assert_found(&format!("k: >{end}{body}"), &format!("{value}\n"))?;
    }

    #[test]
    fn quoted_and_plain(words in prop::collection::vec("[a-zé中ก้😀]{1,5}", 1..8), blank in prop::collection::vec(0..3_usize, 8), end in line_break(), quote in "['\"]?") {
        let (mut body, mut value) = (String::new(), String::new());
        for (index, word) in words.iter().enumerate() {
            body += word;
            value += word;
            if index + 1 < words.len() {
                body += &format!("{end}{}  ", end.repeat(blank[index]));
                value += &if blank[index] == 0 { " ".to_owned() } else { "\n".repeat(blank[index]) };
            }
        }
        assert_found(&format!("k: {quote}{body}{quote}{end}"), &value)?;
    }

    #[test]
    fn double_quoted_escapes(value in "[a-z é中\\n\\t\\\\\"😀']{0,20}", unicode in any::<bool>()) {
        let escaped: String = value.chars().map(|letter| match letter {
            '\n' => "\\n".to_owned(),
            '\t' => "\\t".to_owned(),
            '"' | '\\' => format!("\\{letter}"),
            'é' | '中' if unicode => format!("\\u{:04x}", u32::from(letter)),
            _ => letter.to_string(),
        }).collect();
        assert_found(&format!("k: \"{escaped}\"\n"), &value)?;
    }

    #[test]
    fn single_quoted_escapes(value in "[a-z é中\\\\\"😀']{0,20}") {
        assert_found(&format!("k: '{}'\n", value.replace('\'', "''")), &value)?;
    }
}
