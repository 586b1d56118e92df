//! The lock file of an overlay: its base as it was when somebody last looked.
//!
//! `desk.lock` stands beside `desk.yaml`. It holds the base's name, version, digest and resolved form, so that what a newer
//! base changes can be told without having the older one.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::overlay::{Extended, entry};
use super::{digest_of_mapping, hexadecimal};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span, codes};
use crate::shipped::Home;
use crate::yaml::{self, Entry, Key, Kind, Node, Scalar, Style};

/// The version of the format.
const FORMAT: &str = "1";

/// The base of an overlay at some time.
#[derive(Debug, Clone)]
pub struct Lock {
    /// How the overlay names it.
    pub base: String,
    /// Its version, where it has one.
    pub version: Option<String>,
    /// SHA-256 of its resolved form and its script files.
    pub sha256: String,
    /// Its script files and the SHA-256 of each.
    pub scripts: Vec<(String, String)>,
    /// Its resolved form.
    pub tree: Node,
}

/// Where the lock file of an overlay stands.
pub fn path_of(overlay: &Path) -> PathBuf {
    overlay.with_extension("lock")
}

impl Lock {
    /// The base of an overlay as it is now; none where it extends nothing.
    pub fn of(extended: &Extended) -> Option<Self> {
        let base = extended.base.as_ref()?;
        let scripts = base.scripts();
        let digest = digest_of_mapping(&base.tree, scripts.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let digest_of = |(name, text): (String, String)| (name, hexadecimal(Sha256::digest(text.as_bytes())));
        Some(Self {
            base: base.chain.first().map(|link| link.named.clone()).unwrap_or_default(),
            version: base.tree.get("version").and_then(Node::as_text).map(str::to_owned),
            sha256: hexadecimal(digest),
            scripts: scripts.into_iter().map(digest_of).collect(),
            tree: base.tree.clone(),
        })
    }

    /// The text of the lock file; none where the base holds something that couldn't be read, which is reported already.
    pub fn to_yaml(&self) -> Option<String> {
        let scripts = self.scripts.iter().map(|(name, digest)| pair(name, text(digest))).collect();
        let mut entries = vec![pair("lock", number(FORMAT)), pair("base", text(&self.base))];
        entries.extend(self.version.as_ref().map(|version| pair("version", text(version))));
        entries.push(pair("sha256", text(&self.sha256)));
        entries.push(pair("scripts", group(scripts)));
        entries.push(pair("mapping", self.tree.clone()));
        let written = yaml::write(&group(entries))?;
        Some(format!("# Written by `caseloom upgrade-check --accept`: what the overlay beside it extends.\n{written}"))
    }

    /// Reads a lock file; none where it isn't one, which is reported.
    pub fn parse(files: &mut Files, name: &str, text: &str, diagnostics: &mut Diagnostics) -> Option<Self> {
        let file = files.add(name, text);
        let mut of_syntax = Diagnostics::new();
        let tree = yaml::parse(file, text, &mut of_syntax);
        let read = Self::of_tree(&tree).filter(|_| !of_syntax.has_errors());
        if read.is_none() {
            let message = format!("the lock file `{name}` can't be read");
            let help = "have it written anew by `caseloom upgrade-check --accept`, or remove it";
            let start = Span::new(file, 0..text.lines().next().map_or(0, str::len));
            diagnostics.push(Diagnostic::new(codes::INVALID_LOCK, message).at(start, "no lock file").help(help));
        }
        read
    }

    fn of_tree(tree: &Node) -> Option<Self> {
        let text = |key: &str| tree.get(key).and_then(Node::as_text).map(str::to_owned);
        text("lock").filter(|format| format == FORMAT)?;
        let scripts = tree.get("scripts")?.as_mapping()?.iter();
        Some(Self {
            base: text("base")?,
            version: text("version"),
            sha256: text("sha256")?,
            scripts: scripts
                .filter_map(|each| Some((each.key.text.clone(), each.value.as_text()?.to_owned())))
                .collect(),
            tree: tree.get("mapping").filter(|mapping| mapping.as_mapping().is_some())?.clone(),
        })
    }
}

fn nowhere() -> Span {
    Span::new(FileId(u32::MAX), 0..0)
}

fn text(value: &str) -> Node {
    Node { span: nowhere(), kind: Kind::Scalar(Scalar::new(value, Style::DoubleQuoted, nowhere())) }
}

fn number(value: &str) -> Node {
    Node { span: nowhere(), kind: Kind::Scalar(Scalar::new(value, Style::Plain, nowhere())) }
}

fn group(entries: Vec<Entry>) -> Node {
    Node { span: nowhere(), kind: Kind::Mapping(entries) }
}

fn pair(key: &str, value: Node) -> Entry {
    Entry { key: Key { text: key.to_owned(), span: nowhere() }, value }
}

/// The lock file beside an overlay; none where there is none, or it can't be read, which is reported.
pub fn beside(files: &mut Files, extended: &Extended, diagnostics: &mut Diagnostics) -> Option<Lock> {
    let link = extended.chain.first().filter(|link| matches!(link.home, Home::Folder(_)))?;
    let path = path_of(Path::new(&link.display));
    let text = std::fs::read_to_string(&path).ok()?;
    Lock::parse(files, &path.display().to_string(), &text, diagnostics)
}

/// Tells whether the base of an overlay is another than that of its lock file.
pub(super) fn compare(files: &mut Files, extended: &Extended, diagnostics: &mut Diagnostics) {
    let Some(now) = Lock::of(extended) else { return };
    let Some(then) = beside(files, extended, diagnostics) else { return };
    if now.sha256 == then.sha256 {
        return;
    }
    let Some(place) = extended.chain.first().and_then(|link| entry(&link.own)) else { return };
    let version = |lock: &Lock| lock.version.clone().unwrap_or_else(|| "without version".to_owned());
    let versions = match version(&now) == version(&then) {
        true => String::new(),
        false => format!(" ({} instead of {})", version(&now), version(&then)),
    };
    let message = format!("`{}` has changed since this overlay was last looked at{versions}", now.base);
    let help = "see with `caseloom upgrade-check` what changed, and add `--accept` when it is right";
    diagnostics.push(Diagnostic::new(codes::BASE_CHANGED, message).at(place.span, "another base").help(help));
}
