//! The template's languages.

use caseloom::docs::{Language, Shown, Wording};

use super::{MAPPING, docs, docs_of};

/// The template's own words, by what they are for.
fn wording(language: Language) -> Vec<(String, String)> {
    let written = format!("{:?}", Wording::of(language));
    let fields = written.trim_start_matches("Wording { ").trim_end_matches(" }").split("\", ");
    fields.map(|field| field.split_once(": \"").unwrap()).map(|(key, word)| (key.to_owned(), word.to_owned())).collect()
}

#[test]
fn every_word_is_in_every_language_and_has_the_same_parts() {
    let english = wording(Language::English);
    assert!(english.len() > 100);
    for language in &Language::ALL[1..] {
        for ((key, english), (_, other)) in english.iter().zip(wording(*language)) {
            assert!(!other.trim_matches('"').is_empty(), "{key} is empty in {}", language.code());
            for part in ["{1}", "{2}", "{3}"] {
                let counts = (english.matches(part).count(), other.matches(part).count());
                assert_eq!(counts.0, counts.1, "{key} in {}: {part}", language.code());
            }
        }
    }
}

#[test]
fn words_of_another_script_are_not_left_in_english() {
    for language in [Language::Chinese, Language::Thai] {
        let foreign: Vec<(String, String)> = wording(language)
            .into_iter()
            .filter(|(_, word)| word.is_ascii() && !word.is_empty() && word.trim_matches('"') != ": ")
            .collect();
        assert!(foreign.is_empty(), "{}: {foreign:?}", language.code());
    }
}

#[test]
fn a_missing_translation_is_english_and_says_so() {
    let mapping = MAPPING.replace("{ en: Ticket Closed, fr: Ticket fermé }", "{ en: Ticket Closed }");
    let french = docs_of(&mapping, &["--locale", "fr"]);
    assert!(french.contains("**Ticket ouvert**"), "{french}");
    assert!(french.contains("**Ticket Closed *(en)***"), "{french}");
    let page = docs_of(&mapping, &["--locale", "fr", "--format", "html"]);
    assert!(page.contains(r#"<span class="untranslated" lang="en">Ticket Closed<span class="mark""#));
    assert!(!page.contains(r#"lang="en">Ticket ouvert"#));
    assert!(!docs_of(&mapping, &[]).contains("*(en)*"), "English is no translation");
}

#[test]
fn without_english_the_first_language_stands_in() {
    let mapping = MAPPING.replace("{ en: Ticket Closed, fr: Ticket fermé }", "{ fr: Ticket fermé }");
    assert!(docs_of(&mapping, &["--locale", "th"]).contains("**Ticket fermé *(fr)***"));
}

#[test]
fn code_in_texts_is_what_stands_between_backticks() {
    let parts = |text: &str| Shown::plain(text).parts().map(|(part, is)| (part.to_owned(), is)).collect::<Vec<_>>();
    let owned = |parts: &[(&str, bool)]| parts.iter().map(|(part, is)| ((*part).to_owned(), *is)).collect::<Vec<_>>();
    assert_eq!(parts("one of `a` or `b`"), owned(&[("one of ", false), ("a", true), (" or ", false), ("b", true)]));
    assert_eq!(parts("`a"), owned(&[("`a", false)]), "a single one is itself");
    assert_eq!(parts(""), owned(&[]));
}

#[test]
fn headings_are_those_of_the_languages() {
    for (locale, headings) in [
        ("en", ["Recommended attributes to collect", "Key activities to track", "Extraction guide"]),
        ("zh", ["建议收集的属性", "需要追踪的关键活动", "提取指南"]),
        ("fr", ["Attributs recommandés à collecter", "Activités clés à suivre", "Guide d'extraction"]),
        ("th", ["แอตทริบิวต์ที่แนะนำให้เก็บ", "กิจกรรมสำคัญที่ควรติดตาม", "คู่มือการดึงข้อมูล"]),
    ] {
        let text = docs("genesys-cloud-cx", &["--locale", locale]);
        for heading in headings {
            assert!(text.lines().any(|line| line.starts_with("## ") && line.ends_with(heading)), "{locale}: {heading}");
        }
    }
}
