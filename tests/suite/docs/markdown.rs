//! The template as Markdown.

use std::collections::BTreeSet;

use caseloom::shipped;
use regex::Regex;

use super::{MAPPING, docs, docs_of, hostile};

#[test]
fn the_template_of_a_small_mapping() {
    let settings = crate::snapshots();
    settings.bind(|| insta::assert_snapshot!("docs@small.md", docs_of(MAPPING, &[])));
}

#[test]
fn the_template_of_a_shipped_mapping() {
    let settings = crate::snapshots();
    settings.bind(|| {
        insta::assert_snapshot!("docs@servicenow-incident.zh.md", docs("servicenow-incident", &["--locale", "zh"]))
    });
}

/// The cells of a table's row: bars that are escaped end none.
fn cells(line: &str) -> usize {
    let inner = line.trim_start_matches('|').trim_end_matches('|');
    Regex::new(r"(?:^|[^\\])\|").unwrap().find_iter(inner).count() + 1
}

#[test]
fn links_lead_somewhere_and_rows_fit_their_tables() {
    for name in shipped::names() {
        for locale in ["en", "th"] {
            let text = docs(&name, &["--locale", locale]);
            let find = |pattern: &str| -> Vec<String> {
                Regex::new(pattern).unwrap().captures_iter(&text).map(|found| found[1].to_owned()).collect()
            };
            let places = find(r#"<a id="([^"]*)">"#);
            let unique: BTreeSet<&String> = places.iter().collect();
            assert_eq!(unique.len(), places.len(), "{name}: a place stands twice");
            for link in find(r"\]\(#([^)]*)\)") {
                assert!(unique.contains(&link), "{name}: #{link} leads nowhere");
            }
            let mut width = 0;
            for (above, line) in text.lines().zip(text.lines().skip(1)) {
                if line.starts_with("|---") {
                    width = cells(above);
                }
                assert!(!line.starts_with("| ") || !above.starts_with('|') || cells(line) == width, "{name}: {line}");
            }
        }
    }
}

#[test]
fn everything_that_a_mapping_gives_is_in_its_template() {
    for name in shipped::names() {
        let text = docs(&name, &[]);
        let plan = super::plan(&name);
        let attributes = plan.case_attributes.iter().chain(&plan.event_attributes).map(|each| &each.name);
        let activities = plan.activities.iter().map(|activity| &activity.id);
        let params = plan.params.iter().map(|param| &param.id);
        let sources = plan.sources.iter().filter(|source| source.inline.is_none()).map(|source| &source.id);
        for id in attributes.chain(activities).chain(params).chain(sources) {
            assert!(text.contains(&format!("`{id}`")), "{name} doesn't tell of `{id}`");
        }
    }
}

#[test]
fn words_that_mean_something_in_markdown_mean_themselves() {
    let text = docs_of(&hostile(), &[]);
    assert!(!text.contains("<script>w") || text.contains("`</script>"), "{text}");
    assert!(!text.contains("<img"), "{text}");
    assert!(text.contains(r#"&lt;img src=x onerror="window.hurt=1"&gt;"#), "{text}");
}

#[test]
fn several_mappings_are_one_document() {
    let text = docs("servicenow-incident", &["genesys-cloud-cx"]);
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 2);
    assert!(
        text.contains(r#"<a id="servicenow-incident-guide">"#) && text.contains(r#"<a id="genesys-cloud-cx-guide">"#)
    );
}

#[test]
fn what_is_needed_most_stands_first() {
    let mapping = MAPPING.replace(
        "    State: case.state\n",
        "    Anything: case.state\n    Rest: { from: case.state, docs: { description: x, need: recommended } }\n    \
         Must: { from: case.state, docs: { description: x, need: required } }\n",
    );
    let text = docs_of(&mapping, &[]);
    let place = |word: &str| text.find(word).unwrap_or_else(|| panic!("{word} isn't there: {text}"));
    let order = ["### Required", "`Must`", "### Recommended", "`Rest`", "### Optional", "`Anything`"].map(place);
    assert!(order.is_sorted(), "{text}");
}
