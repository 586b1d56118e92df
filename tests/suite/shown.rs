//! What `show` prints means what is in force.

use std::path::{Path, PathBuf};

use caseloom::resolve;
use caseloom::shipped;

use crate::cli::files;
use crate::overlay::{Opened, open};

/// A mapping in which quotes mean something wherever they may.
const QUOTES: &str = r##"caseloom: 1
name: quotes
version: 1.10
params:
  closed: { type: list, default: [Closed, "$closed", "5", "null"] }
  priority: { type: text, default: "$priority" }
  patience: { type: duration, default: "4h" }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    nulls: ["null", "~", "", "-"]
    where: { State: { not: ["$closed", "null", "= 1"] } }
    columns:
      Id: id
      Opened: timestamp
      State: { type: text, header: ["null", "5", State], values: { "5": ["true", "1.10"], "null": [~, "off"] } }
      Weight: { type: number, header: "1.0" }
      Is: { type: boolean, words: { "true": ["yes", "1"], "false": ["no", "0"] } }
      Calculated: "= if State == \"$closed\" { 1.10 } else { 5.0 }"
case: { record: tickets, keep_if: { any: [{ State: "closed" }, { State: null }, { State: "~" }, { Weight: { above: 1.10 } }] } }
activities:
  opened: { label: "null", source: tickets, where: { State: { not: $closed } } }
  other: { label: "5", source: tickets, where: { State: ["$priority", $priority, "5", "true", 1.50, null] }, docs: "= 1" }
  is: { label: "true", source: tickets, where: { Is: true } }
attributes:
  case:
    Text: { value: "5" }
    Number: { value: 5 }
    Fraction: { value: 5.50 }
    Truth: { value: true }
    Word: { value: "true" }
    Dollar: { value: "$closed" }
    Script: { value: "= 1" }
    Computed: = 1 + 1
    Within: { script: '"$patience" == "a"' }
"##;

/// All mappings of the repository, right or not.
fn mappings() -> Vec<PathBuf> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["mappings", "tests", "benches"] {
        collect(&root.join(folder), &mut found);
    }
    found.sort();
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap_or_default();
            let is_mapping = ["caseloom:", "extends:"].iter().any(|key| text.lines().any(|line| line.starts_with(key)));
            found.extend(is_mapping.then_some(path));
        }
    }
}

/// The plan in words, without the places and files that it comes from.
fn plan(opened: &mut Opened) -> String {
    if let Some(plan) = &mut opened.plan {
        plan.profile = None;
        plan.files.clear();
    }
    let spans = regex::Regex::new(r"Span \{[^}]*\}|style: \w+|id: \d+|pieces: \[[^\]]*\]").unwrap();
    spans.replace_all(&format!("{:?}", opened.plan), "").into_owned()
}

/// The findings. What an overlay leaves unused of its base, or unsaid in it, is told of a mapping that stands alone only; how it
/// goes with its base, of the overlay only.
fn told(opened: &Opened, is_overlay: bool) -> Vec<String> {
    let of_one = ["base-changed", "nearly-known-profile", "missing-label", "missing-docs"];
    let is_of_both = |name: &str| !is_overlay || !name.starts_with("unused-") && !of_one.contains(&name);
    let found = opened.found.iter().filter(|finding| is_of_both(finding.code.name()));
    let mut told: Vec<String> = found.map(|finding| format!("{} {}", finding.code.name(), finding.message)).collect();
    told.sort();
    told
}

/// Shows a mapping and reads it again; whether it is right.
fn means_the_same(path: &Path, profile: Option<&str>) -> bool {
    let mut shown = open(path, profile);
    if shown.plan.is_none() {
        return false;
    }
    let folder = tempfile::tempdir().unwrap();
    let yaml = shown.resolved.to_yaml().unwrap();
    let scripts: Vec<(&str, &str)> =
        shown.resolved.shared.iter().map(|(_, file)| (file.name.as_str(), file.text.as_str())).collect();
    files(folder.path(), &scripts);
    files(folder.path(), &[("shown.yaml", &yaml)]);
    let mut again = open(&folder.path().join("shown.yaml"), None);
    let place = format!("{} {profile:?}", path.display());
    let is_overlay = shown.resolved.extended.is_some();
    assert_eq!(told(&again, is_overlay), told(&shown, is_overlay), "{place}\n{yaml}");
    let (again_plan, shown_plan) = (plan(&mut again), plan(&mut shown));
    let differs = again_plan.bytes().zip(shown_plan.bytes()).position(|(one, other)| one != other);
    let near = |text: &str| text.chars().skip(differs.unwrap_or(0).saturating_sub(200)).take(400).collect::<String>();
    assert!(again_plan == shown_plan, "{place}: {}\n{}", near(&again_plan), near(&shown_plan));
    if profile.is_none() {
        assert_eq!(again.resolved.digest(), shown.resolved.digest(), "{place}");
    }
    true
}

#[test]
fn a_shown_mapping_means_the_same() {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("quotes.yaml", QUOTES)]);
    let quotes = folder.path().join("quotes.yaml");
    assert!(means_the_same(&quotes, None), "{:?}", told(&open(&quotes, None), false));
    let mut right = 0;
    for path in mappings() {
        let profiles: Vec<String> =
            resolve::profiles(&open(&path, None).resolved.tree).into_iter().map(str::to_owned).collect();
        let profiles = std::iter::once(None).chain(profiles.iter().map(|name| Some(name.as_str())));
        right += profiles.filter(|profile| means_the_same(&path, *profile)).count();
    }
    assert!(right > shipped::names().len() + 50, "{right}");
}
