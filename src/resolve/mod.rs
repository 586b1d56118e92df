//! From the text of a mapping to the mapping in force: parsed, its profile applied, its scripts read.

pub mod lock;
mod open;
mod origin;
pub mod overlay;
mod profile;
mod schema;

pub use open::open;
pub use overlay::{Extended, Link, Locate, extend};
pub use profile::profiles;
pub use schema::{schema, set_schema};

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Files, Span, codes};
use crate::mapping::Mapping;
use crate::mapping::decode::Name;
use crate::plan::Plan;
use crate::script::SharedFile;
use crate::yaml::{self, Kind, Node};

/// Reads a file that stands beside the mapping; the error says why it can't.
pub type ReadBeside<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// A mapping with everything that belongs to it, not checked yet.
#[derive(Debug)]
pub struct Resolved {
    /// The tree in force.
    pub tree: Node,
    /// The mapping, where its shape is right.
    pub mapping: Option<Mapping>,
    /// The profile in force.
    pub profile: Option<String>,
    /// The `.rhai` files that it names.
    pub shared: Vec<(FileId, SharedFile)>,
    /// The files that it is made of, where it extends another mapping.
    pub extended: Option<Extended>,
}

/// Parses a mapping.
pub fn parse(files: &mut Files, name: &str, text: &str, diagnostics: &mut Diagnostics) -> Node {
    let file = files.add(name, text);
    yaml::parse(file, text, diagnostics)
}

/// Applies a profile to a parsed mapping and reads what it names.
///
/// `at` is where a wrong profile's name is reported; it comes from the command line.
pub fn resolve(
    files: &mut Files,
    tree: Node,
    profile: Option<&str>,
    beside: ReadBeside<'_>,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    resolve_with(files, tree, profile, &|name| beside(&name.text), diagnostics)
}

/// Reads a file that is named at a place.
type ReadNamed<'a> = &'a dyn Fn(&Name) -> Result<String, String>;

fn resolve_with(
    files: &mut Files,
    tree: Node,
    profile: Option<&str>,
    beside: ReadNamed<'_>,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let tree = match profile {
        Some(name) => profile::apply(tree, name, diagnostics),
        None => tree,
    };
    let mapping = Mapping::of_tree(&tree, diagnostics);
    // What a profile lays over the tree is read there and where it stands.
    diagnostics.once_per_place();
    let names = script_names(mapping.as_ref(), diagnostics);
    let shared = names.iter().filter_map(|name| shared_file(files, name, beside, diagnostics)).collect();
    Resolved { tree, mapping, profile: profile.map(str::to_owned), shared, extended: None }
}

/// Applies a profile to a mapping that was laid over its base, and reads what each file of the chain names beside it.
pub fn resolve_extended(
    files: &mut Files,
    extended: &Extended,
    profile: Option<&str>,
    diagnostics: &mut Diagnostics,
) -> Resolved {
    let home = |name: &Name| extended.chain.iter().find(|link| link.file == name.span.file).map(|link| &link.home);
    let beside = |name: &Name| match home(name) {
        Some(home) => home.read(&name.text).map(String::from).map_err(|error| error.to_string()),
        None => Err("it isn't known where the mapping stands".to_owned()),
    };
    let extended_by = (extended.chain.len() > 1).then(|| extended.clone());
    Resolved { extended: extended_by, ..resolve_with(files, extended.tree.clone(), profile, &beside, diagnostics) }
}

/// The script files that a mapping names, each once.
fn script_names(mapping: Option<&Mapping>, diagnostics: &mut Diagnostics) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for name in mapping.iter().flat_map(|mapping| &mapping.scripts.0) {
        let Some(first) = names.iter().find(|known| known.text == name.text) else {
            names.push(name.clone());
            continue;
        };
        let finding =
            Diagnostic::new(codes::VALUE_NOT_ALLOWED, format!("the script file `{}` stands twice", name.text));
        let finding = finding.at(name.span, "stands here again").also(first.span, "first stands here");
        diagnostics.push(finding.help("keep one of the two"));
    }
    names
}

fn shared_file(
    files: &mut Files,
    name: &Name,
    beside: ReadNamed<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<(FileId, SharedFile)> {
    if name.text.starts_with('/') || name.text.split('/').any(|part| part == "..") {
        let message = format!("the script file `{}` doesn't stand beside the mapping", name.text);
        diagnostics.push(
            Diagnostic::new(codes::PATH_LEAVES_FOLDER, message)
                .at(name.span, "leads elsewhere")
                .help("put the file beside the mapping, or in a folder there, and write its name"),
        );
        return None;
    }
    match beside(name) {
        Ok(text) => {
            let file = files.add(name.text.clone(), text.clone());
            Some((file, SharedFile { name: name.text.clone(), text }))
        }
        Err(reason) => {
            let message = format!("the script file `{}` can't be read: {reason}", name.text);
            diagnostics.push(
                Diagnostic::new(codes::SCRIPT_FILE_NOT_FOUND, message)
                    .at(name.span, "named here")
                    .help("script files stand beside the mapping; correct the name or add the file"),
            );
            None
        }
    }
}

impl Resolved {
    /// Checks the mapping: `None` if anything is wrong with it.
    pub fn check(&self, diagnostics: &mut Diagnostics) -> Option<Plan> {
        let before = diagnostics.clone();
        let plan = self.mapping.as_ref().and_then(|mapping| {
            let mut plan = crate::check::check(mapping, self.shared.clone(), diagnostics)?;
            plan.profile.clone_from(&self.profile);
            plan.files = self.extended.iter().flat_map(Extended::files).collect();
            Some(plan)
        });
        if let Some(extended) = &self.extended {
            let scripts = self.shared.iter().map(|(file, shared)| (*file, shared.name.clone(), shared.text.clone()));
            let scripts: Vec<_> = scripts.collect();
            let found = std::mem::take(diagnostics);
            let found = overlay::explain_dropped(extended, &scripts, found, &|tree| self.found_in(tree, &before));
            *diagnostics = overlay::explain(extended, &scripts, found);
        }
        plan.filter(|_| !diagnostics.has_errors())
    }

    /// What is found where another tree stands in place of the mapping's, before its profile is applied; `before` is what
    /// was found before the mapping was checked.
    fn found_in(&self, tree: Node, before: &Diagnostics) -> Diagnostics {
        let read = |tree: &Node| {
            let mut found = Diagnostics::new();
            (Mapping::of_tree(tree, &mut found), found)
        };
        let tree = match &self.profile {
            Some(name) => profile::apply(tree, name, &mut Diagnostics::new()),
            None => tree,
        };
        let ((_, own), (mapping, others)) = (read(&self.tree), read(&tree));
        let is_gone = |finding: &&Diagnostic| own.has(finding) && !others.has(finding);
        let mut found: Diagnostics = before.iter().filter(|finding| !is_gone(finding)).cloned().collect();
        if let Some(mapping) = mapping {
            crate::check::check(&mapping, self.shared.clone(), &mut found);
        }
        found
    }

    /// The mapping in force as YAML; none where the tree holds something that couldn't be read, which is reported already.
    pub fn to_yaml(&self) -> Option<String> {
        yaml::write(&self.in_force())
    }

    /// The same, with the file and the line that each value comes from, as comments.
    pub fn to_yaml_with_origins(&self, files: &Files) -> Option<String> {
        let tree = self.in_force();
        Some(origin::with_origins(&tree, &yaml::write(&tree)?, files))
    }

    /// The tree, where a profile was applied without all profiles: another one couldn't be laid over it.
    fn in_force(&self) -> Node {
        let mut tree = self.tree.clone();
        if let (Some(_), Kind::Mapping(entries)) = (&self.profile, &mut tree.kind) {
            entries.retain(|entry| entry.key.text != "profiles");
        }
        tree
    }

    /// The SHA-256 of the mapping in force and its script files: comments and layout don't count.
    pub fn digest(&self) -> [u8; 32] {
        digest_of_mapping(&self.tree, self.shared.iter().map(|(_, file)| (file.name.as_str(), file.text.as_str())))
    }
}

/// The SHA-256 of a tree and of script files by their names.
fn digest_of_mapping<'a>(tree: &Node, scripts: impl Iterator<Item = (&'a str, &'a str)>) -> [u8; 32] {
    let mut digest = Sha256::new();
    digest.update(serde_json::to_vec(tree).unwrap_or_default());
    for (name, text) in scripts {
        digest.update(name.as_bytes());
        digest.update([0]);
        digest.update(text.as_bytes());
        digest.update([0]);
    }
    digest.finalize().into()
}

/// A digest as 64 hexadecimal digits.
fn hexadecimal(digest: impl AsRef<[u8]>) -> String {
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The place of a whole file, for what has no better one.
pub fn whole(file: FileId) -> Span {
    Span::new(file, 0..0)
}
