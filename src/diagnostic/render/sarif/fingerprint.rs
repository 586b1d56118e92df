//! What makes a finding the same in two logs.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::diagnostic::render::folders::Folders;
use crate::diagnostic::render::region::address;
use crate::diagnostic::render::report::Findings;
use crate::diagnostic::{Diagnostic, Files, Place};

/// The fingerprints given so far, and how often.
///
/// A fingerprint is made of the code, the file, the underlined text and the message without its numbers: neither lines
/// that move nor rows that are added change it. Findings that share all of these are numbered.
#[derive(Default)]
pub(super) struct Fingerprints(BTreeMap<String, u64>);

impl Fingerprints {
    pub(super) fn of(&mut self, found: &Diagnostic, findings: &Findings, folders: &Folders) -> String {
        let primary = found.primary().map(|label| &label.place);
        let file =
            primary.map_or_else(|| folders.of_text(&findings.about), |place| address(place, &findings.files, folders));
        let underlined = primary.map_or("", |place| underlined(place, &findings.files));
        let digest = digest(&[found.code.id(), &file.uri(), underlined, &without_numbers(&found.message)]);
        let count = self.0.entry(digest.clone()).or_default();
        *count += 1;
        format!("{digest}:{count}")
    }
}

fn underlined<'a>(place: &'a Place, files: &'a Files) -> &'a str {
    match place {
        Place::Text(span) => files.text(span.file).get(span.range()).unwrap_or(""),
        Place::File(_) => "",
        Place::Data { text, .. } => text.as_ref().map_or("", |excerpt| &excerpt.text),
    }
}

/// A text with every number as `#`.
fn without_numbers(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_ascii_digit() {
            out.push(letter);
        } else if !out.ends_with('#') {
            out.push('#');
        }
    }
    out
}

/// The first 16 bytes of SHA-256 over parts that a null byte separates, in hexadecimal digits.
fn digest(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0").as_bytes());
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}
