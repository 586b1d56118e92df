//! JSON that every reader takes alike: no object has a key twice.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use tempfile::{TempDir, tempdir};

use crate::cli::{caseloom_in, files};
use crate::explain::desk;

/// Any JSON whose objects have each key once.
struct Strict;

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(AnyValue)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Strict;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_str<E>(self, _: &str) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        while items.next_element::<Strict>()?.is_some() {}
        Ok(Strict)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Strict, A::Error> {
        let mut known = BTreeSet::new();
        while let Some((key, Strict)) = entries.next_entry::<String, Strict>()? {
            if !known.insert(key.clone()) {
                return Err(Error::custom(format!("the key `{key}` stands twice")));
            }
        }
        Ok(Strict)
    }
}

#[track_caller]
fn is_strict(text: &str, what: &str) {
    assert!(text.len() > 2, "{what} is empty");
    serde_json::from_str::<Strict>(text).unwrap_or_else(|error| panic!("{what}: {error}\n{text}"));
}

const TESTS: &str = "\
tests:
  - name: it
    input: { tickets.csv: \"id,number,opened,closed,team\\nt1,D-1,2026-03-01T08:00:00Z,,North\\n\" }
    exit: 3
    events: []
";

fn folder() -> TempDir {
    let folder = tempdir().unwrap();
    desk(folder.path());
    let overlay = "caseloom: 1\nextends: desk.yaml\nname: org\nactivities: { opened: { label: Opened } }\n";
    files(folder.path(), &[("org.yaml", overlay), ("tests/desk.yaml", TESTS)]);
    folder
}

#[test]
fn a_key_that_stands_twice_is_seen() {
    is_strict(r#"[{ "a": { "b": null }, "b": 1.5 }]"#, "right");
    assert!(serde_json::from_str::<Strict>(r#"[{ "a": 1, "b": 2, "a": 3 }]"#).is_err());
}

#[test]
fn no_command_writes_a_key_twice() {
    let folder = folder();
    let input = ["--mapping", "desk.yaml", "--input", "in"];
    let commands: &[&[&str]] = &[
        &["explain", input[0], input[1], input[2], input[3], "--case", "D-1"],
        &["explain", input[0], input[1], input[2], input[3], "--case", "D-3"],
        &["coverage", input[0], input[1], input[2], input[3]],
        &["validate", "desk.yaml", "--input", "in"],
        &["diff", "desk.yaml", "org.yaml"],
        &["test", "desk.yaml"],
        &["list"],
    ];
    for command in commands {
        let ran = caseloom_in(folder.path(), &[command, &["--format", "json"][..]].concat());
        is_strict(&ran.stdout, command[0]);
    }
    let sarif = caseloom_in(folder.path(), &["validate", "desk.yaml", "--input", "in", "--format", "sarif"]);
    is_strict(&sarif.stdout, "sarif");
}

#[test]
fn neither_findings_nor_manifests_have_a_key_twice() {
    let folder = folder();
    let one = ["generate", "--mapping", "desk.yaml", "--input", "in", "--output", "log", "--diagnostics", "json"];
    is_strict(&caseloom_in(folder.path(), &one).stdout, "findings");
    is_strict(&std::fs::read_to_string(folder.path().join("log/manifest.json")).unwrap(), "the manifest");
    let inputs = ["--input", "desk=in", "--input", "org=in", "--output", "both", "--format", "csv,xes"];
    let set = [&["generate", "--mapping", "desk.yaml", "--mapping", "org.yaml"], &inputs[..]].concat();
    let ran = caseloom_in(folder.path(), &set);
    let manifest = std::fs::read_to_string(folder.path().join("both/manifest.json"));
    is_strict(&manifest.unwrap_or_else(|_| panic!("{}", ran.stderr)), "the manifest of a set");
}
