//! The template as a page, without a browser.

use std::collections::BTreeSet;

use regex::Regex;

use super::{MAPPING, docs, docs_of, hostile};

fn found(text: &str, pattern: &str) -> Vec<String> {
    Regex::new(pattern).unwrap().captures_iter(text).map(|found| found[1].to_owned()).collect()
}

#[test]
fn a_page_loads_nothing_and_may_load_nothing() {
    for name in caseloom::shipped::names() {
        let page = docs(&name, &["--format", "html", "--locale", "all"]);
        for forbidden in ["<link", "<img", "<iframe", "@import", "url(", " src=", "http-equiv=\"refresh"] {
            assert!(!page.contains(forbidden), "{name}: {forbidden}");
        }
        assert!(page.contains("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-"), "{name}");
        assert_eq!(page.matches("<script").count(), 1, "{name}");
    }
}

#[test]
fn places_are_unique_and_links_lead_to_them() {
    for (name, locale) in
        [("salesforce-service-cloud", "all"), ("genesys-cloud-cx", "zh"), ("servicenow-incident", "th")]
    {
        let page = docs(name, &["--format", "html", "--locale", locale]);
        let places = found(&page, r#" id="([^"]*)""#);
        let unique: BTreeSet<&String> = places.iter().collect();
        assert_eq!(unique.len(), places.len(), "{name}: a place stands twice");
        for link in found(&page, r##"href="#([^"]*)""##) {
            assert!(unique.contains(&link), "{name}: #{link} leads nowhere");
        }
    }
}

#[test]
fn elements_end_where_they_should() {
    let page = docs("salesforce-service-cloud", &["--format", "html", "--locale", "all"]);
    let body = &page[page.find("<body>").unwrap()..page.find("<script>").unwrap()];
    let mut open: Vec<&str> = Vec::new();
    for tag in Regex::new(r"<(/?)([a-z][a-z0-9]*)[^>]*>").unwrap().captures_iter(body) {
        let name = tag.get(2).unwrap().as_str();
        match (&tag[1], name) {
            (_, "input" | "br" | "meta" | "body") => {}
            _ if tag[0].ends_with("/>") => {}
            ("/", name) => assert_eq!(open.pop(), Some(name), "at {}", &body[tag.get(0).unwrap().start()..][..80]),
            (_, name) => open.push(name),
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn each_language_is_marked_and_the_first_is_shown() {
    let page = docs_of(MAPPING, &["--format", "html", "--locale", "all"]);
    assert!(page.contains(r#"<html lang="en">"#));
    let editions = found(&page, r#"<div class="edition" (lang="[a-z]+" data-language="[a-z]+"(?: hidden)?)>"#);
    let expected = ["en", "zh", "fr", "th"]
        .map(|code| format!("lang=\"{code}\" data-language=\"{code}\"{}", if code == "en" { "" } else { " hidden" }));
    assert_eq!(editions, expected);
    let alone = docs_of(MAPPING, &["--format", "html", "--locale", "th"]);
    assert!(alone.contains(r#"<html lang="th">"#) && !alone.contains(" data-switch=\""));
}

#[test]
fn words_that_mean_something_in_html_mean_themselves() {
    let page = docs_of(&hostile(), &["--format", "html"]);
    assert_eq!(page.matches("<script").count(), 1, "only the page's own");
    assert!(!page.contains("<img"));
    assert!(page.contains("&lt;img src=x onerror=&quot;window.hurt=1&quot;&gt;"));
    assert!(page.contains("<title>Data template: &#60;img") || page.contains("<title>Data template: &lt;img"));
}

#[test]
fn a_page_is_the_same_every_time() {
    let arguments = ["--format", "html", "--locale", "all"];
    assert_eq!(docs("genesys-cloud-cx", &arguments), docs("genesys-cloud-cx", &arguments));
}
