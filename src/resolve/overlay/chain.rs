//! From an overlay to its base, that one's base, and so on.

use std::path::{Path, PathBuf};

use semver::{Version, VersionReq};
use sha2::{Digest, Sha256};

use super::{Disabled, Dropped, Taken, lay};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, codes, nearest};
use crate::mapping::decode::{Decode, Decoder, Name};
use crate::mapping::{Extends, Mapping, MappingSet};
use crate::shipped::{self, Home, LocateError, Located};
use crate::yaml::{self, Node};

/// Finds a mapping that a file names, as seen from that file's home.
pub type Locate<'a> = &'a dyn Fn(&Home, &str) -> Result<Located, LocateError>;

/// A file of a chain of overlays.
#[derive(Debug, Clone)]
pub struct Link {
    /// The file.
    pub file: FileId,
    /// How it is named to users.
    pub display: String,
    /// How the file before it names it; of the first, how the user did.
    pub named: String,
    /// Where what it names is looked up.
    pub home: Home,
    /// Its text.
    pub text: String,
    /// Its tree, as it is written.
    pub own: Node,
}

/// A mapping laid over its base, and that over its own.
#[derive(Debug, Clone)]
pub struct Extended {
    /// The tree of all of them.
    pub tree: Node,
    /// The files: the mapping, its base, its base's base, ….
    pub chain: Vec<Link>,
    /// What the files switch off.
    pub disabled: Vec<Disabled>,
    /// The keys that the files switch off.
    pub dropped: Vec<Dropped>,
    /// The tree of the base, where there is one.
    pub base: Option<Box<Extended>>,
}

impl Extended {
    /// A file that is laid over nothing.
    fn alone(tree: Node, link: Link) -> Self {
        Self { tree, chain: vec![link], disabled: Vec::new(), dropped: Vec::new(), base: None }
    }

    /// The files, each with its SHA-256: the mapping's own by its name alone, the others as they are named.
    pub fn files(&self) -> impl Iterator<Item = (String, String)> {
        let name =
            |(place, link): (usize, &Link)| if place == 0 { file_name(&link.display) } else { link.named.clone() };
        let digest = |link: &Link| crate::resolve::hexadecimal(Sha256::digest(link.text.as_bytes()));
        self.chain.iter().enumerate().map(move |(place, link)| (name((place, link)), digest(link)))
    }

    /// The script files that it names, by their names; one that can't be read is empty.
    pub fn scripts(&self) -> Vec<(String, String)> {
        let names = self.tree.get("scripts").map(|node| node.as_sequence().unwrap_or(std::slice::from_ref(node)));
        let home = |node: &Node| self.chain.iter().find(|link| link.file == node.span.file).map(|link| &link.home);
        let read = |node: &Node| {
            let name = node.as_text()?;
            let text = home(node).and_then(|home| home.read(name).ok()).map(String::from);
            Some((name.to_owned(), text.unwrap_or_default()))
        };
        names.unwrap_or_default().iter().filter_map(read).collect()
    }
}

impl Link {
    /// A file that was read.
    pub fn new(files: &mut Files, located: &Located, named: &str, diagnostics: &mut Diagnostics) -> Self {
        let text = located.text.to_string();
        let file = files.add(located.display.clone(), text.clone());
        let own = yaml::parse(file, &text, diagnostics);
        Self { file, display: located.display.clone(), named: named.to_owned(), home: located.home.clone(), text, own }
    }

    /// What tells this file from others.
    fn identity(&self) -> PathBuf {
        std::fs::canonicalize(&self.display).unwrap_or_else(|_| PathBuf::from(&self.display))
    }

    fn extends(&self, diagnostics: &mut Diagnostics) -> Result<Option<Extends>, Unusable> {
        match entry(&self.own) {
            None => Ok(None),
            Some(node) => Extends::decode(node, &mut Decoder { diagnostics }).map(Some).ok_or(Unusable),
        }
    }
}

/// There is no telling what the base is; why is reported.
struct Unusable;

/// The value of `extends`. Misspelt, it is meant all the same, and reported as an unknown key.
pub(in crate::resolve) fn entry(tree: &Node) -> Option<&Node> {
    let misspelt = || {
        let mut entries = tree.as_mapping()?.iter();
        let is_meant = |key: &str| nearest::misspelt(key, Mapping::KEYS.iter().copied()) == Some("extends");
        entries.find(|entry| is_meant(&entry.key.text)).map(|entry| &entry.value)
    };
    tree.get("extends").or_else(misspelt)
}

/// Lays a mapping over what it extends; one that extends nothing stays as it is.
pub fn extend(files: &mut Files, link: Link, locate: Locate<'_>, diagnostics: &mut Diagnostics) -> Extended {
    extend_below(files, Vec::new(), link, locate, diagnostics)
}

fn extend_below(
    files: &mut Files,
    mut above: Vec<Link>,
    link: Link,
    locate: Locate<'_>,
    diagnostics: &mut Diagnostics,
) -> Extended {
    let extends = match link.extends(diagnostics) {
        Ok(None) => return Extended::alone(link.own.clone(), link),
        Ok(Some(Extends(extends))) => extends,
        Err(Unusable) => return lost(link),
    };
    above.push(link.clone());
    let Some(base) = find(files, &above, &extends.mapping, locate, diagnostics) else { return lost(link) };
    let base = extend_below(files, above, base, locate, diagnostics);
    if let Some(wanted) = &extends.version {
        check_version(&base, &extends.mapping, wanted, diagnostics);
    }
    let mut tree = base.tree.clone();
    if tree.is_invalid() {
        return lost(link);
    }
    let Taken { mut disabled, mut dropped } = lay(&mut tree, link.own.clone(), diagnostics);
    disabled.extend(base.disabled.iter().cloned());
    dropped.extend(base.dropped.iter().cloned());
    let chain = std::iter::once(link).chain(base.chain.iter().cloned()).collect();
    Extended { tree, chain, disabled, dropped, base: Some(Box::new(base)) }
}

/// Without its base there is nothing to say of an overlay.
fn lost(link: Link) -> Extended {
    Extended::alone(Node::invalid(link.own.span), link)
}

/// The file of a base, where it is a mapping and none of those above.
fn find(
    files: &mut Files,
    above: &[Link],
    name: &Name,
    locate: Locate<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Link> {
    let located = match locate(&above.last()?.home, &name.text) {
        Ok(located) => located,
        Err(error) => {
            let error = as_written(error, &name.text);
            let finding = Diagnostic::new(codes::UNKNOWN_MAPPING, error.to_string());
            diagnostics.push(finding.at(name.span, "not found").help(error.help()));
            return None;
        }
    };
    let link = Link::new(files, &located, &name.text, diagnostics);
    if let Some(first) = above.iter().position(|each| each.identity() == link.identity()) {
        diagnostics.push(cycle(&above[first..], name));
        return None;
    }
    if MappingSet::is_meant(&link.own) {
        let message = format!("`{}` is a set, and an overlay changes one mapping", link.display);
        let help = "extend one of the set's mappings";
        diagnostics.push(Diagnostic::new(codes::SET_IN_SET, message).at(name.span, "a set").help(help));
        return None;
    }
    Some(link)
}

/// A mapping that isn't there is told as it is written, not with the folder where it was looked for.
fn as_written(error: LocateError, name: &str) -> LocateError {
    let LocateError::Unknown { .. } = error else { return error };
    let shipped = shipped::names();
    let nearest = nearest::nearest(name, shipped.iter().map(String::as_str)).map(str::to_owned);
    LocateError::Unknown { argument: name.to_owned(), nearest }
}

fn cycle(circle: &[Link], last: &Name) -> Diagnostic {
    let first = circle.first().map_or("", |link| &link.display);
    let names: Vec<String> = circle.iter().map(|link| format!("`{}`", file_name(&link.display))).collect();
    let message = match names.as_slice() {
        [only] => format!("{only} extends itself"),
        _ => format!(
            "{} extend each other in a circle: {} → `{}`",
            count(names.len()),
            names.join(" → "),
            file_name(first)
        ),
    };
    Diagnostic::new(codes::OVERLAY_CYCLE, message)
        .at(last.span, "leads back")
        .help("let the last of them extend a mapping that extends nothing, such as a shipped one")
}

fn count(files: usize) -> String {
    format!("{files} files")
}

fn file_name(display: &str) -> String {
    Path::new(display).file_name().map_or_else(|| display.to_owned(), |name| name.to_string_lossy().into_owned())
}

/// Whether the base's version will do.
fn check_version(base: &Extended, name: &Name, wanted: &Name, diagnostics: &mut Diagnostics) {
    let requirement = match VersionReq::parse(&wanted.text) {
        Ok(requirement) => requirement,
        Err(_) => {
            let message = format!("`{}` doesn't say which versions", wanted.text);
            let help = "write comparisons with commas between them, such as `\">=1.0, <2\"`, or `^1.2`";
            let finding = Diagnostic::new(codes::INVALID_VERSION, message);
            return diagnostics.push(finding.at(wanted.span, "no versions").help(help));
        }
    };
    let version = base.tree.get("version").and_then(Node::as_text);
    match version.map(|text| (text, version_of(text))) {
        Some((_, Some(version))) if requirement.matches(&version) => {}
        Some((_, Some(version))) => {
            let message = format!("`{}` is {version}, and the overlay is for `{}`", name.text, wanted.text);
            let help = "see with `caseloom upgrade-check` what that version changes, then widen `version`";
            diagnostics
                .push(Diagnostic::new(codes::BASE_VERSION, message).at(wanted.span, "another version").help(help));
        }
        other => diagnostics.push(without_version(name, wanted, other.map(|(text, _)| text))),
    }
}

fn without_version(name: &Name, wanted: &Name, version: Option<&str>) -> Diagnostic {
    let message = match version {
        Some(text) => format!("the version of `{}`, `{text}`, can't be compared", name.text),
        None => format!("`{}` has no version to compare", name.text),
    };
    let help = "give the base a `version:` of three numbers, such as `1.0.0`, or drop `version` here";
    Diagnostic::new(codes::INVALID_VERSION, message).at(wanted.span, "nothing to compare with").help(help)
}

/// A version of which parts may be left out: `1.2` is 1.2.0.
fn version_of(text: &str) -> Option<Version> {
    let missing = 2_usize.saturating_sub(text.matches('.').count());
    Version::parse(&format!("{text}{}", ".0".repeat(missing))).ok()
}
