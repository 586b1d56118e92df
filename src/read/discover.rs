//! Finding the files that a source's patterns name.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use globset::{Glob, GlobBuilder, GlobMatcher};

use super::error::ReadError;
use super::file::{Compression, InputFile};
use super::zip;

/// The files below `root` that match any of `globs`: by position of the glob, then bytewise by name; each file once.
///
/// A glob is relative to `root`, uses `/`, and never leads out of it (`..` and absolute ones are errors; symbolic links
/// are followed). `*` stays within a folder, `**` doesn't. Names are compared with their case. What is hidden is matched
/// only by a pattern that itself has a part starting with a dot.
///
/// A pattern also matches a name with `.gz`, `.zst` or `.zip` added. A pattern that ends in `.zip` means all data members of
/// the zips that it matches, `Case.csv` those of `Case.csv.zip`, and `x.zip!*.csv` picks some of them. Any other pattern
/// that matches a zip takes only those members that it matches itself, its last part compared with the member's name
/// without folders: so `Case*` finds `Case-1.csv` in `Case.zip`, and leaves the `readme.txt` beside it alone.
pub fn discover(root: &Path, globs: &[String]) -> Result<Vec<InputFile>, ReadError> {
    let patterns = globs.iter().map(|glob| Pattern::new(glob)).collect::<Result<Vec<_>, _>>()?;
    let candidates = walk(root, &patterns)?;
    let mut files = Files::default();
    for pattern in &patterns {
        for candidate in candidates.iter().filter(|candidate| pattern.matches(&candidate.matched)) {
            files.add(candidate, pattern)?;
        }
    }
    let files = files.list;
    refuse_copies(&files)?;
    Ok(files)
}

/// Whether a member of a zip is called as the last part of a pattern says, whatever the zip is called.
pub fn is_called(member: &str, glob: &str) -> bool {
    let last = |name: &'_ str| name.rsplit('/').next().unwrap_or_default().to_owned();
    compile(glob, &last(glob)).is_ok_and(|matcher| matcher.is_match(&last(member)))
}

/// Whether a pattern for files is one that [`discover`] takes.
///
/// # Errors
/// It is no glob, or leads out of the input folder.
pub fn check_pattern(glob: &str) -> Result<(), ReadError> {
    Pattern::new(glob).map(drop)
}

/// A glob, and what of a zip's members it takes.
struct Pattern {
    outer: Matcher,
    members: Members,
    /// How many folders deep it can match; none for `**`.
    depth: Option<usize>,
    hidden: bool,
}

/// Which members of a zip a pattern takes.
enum Members {
    All,
    /// Those that match the glob behind `!`.
    Chosen(Matcher),
    /// Those whose names match the pattern's last part.
    Alike(Matcher),
}

impl Members {
    fn of(glob: &str, outer: &str, inner: Option<&str>) -> Result<Self, ReadError> {
        let last = outer.rsplit('/').next().unwrap_or(outer);
        Ok(match inner {
            Some(inner) => Self::Chosen(compile(glob, inner)?),
            None if is_zip(last) || !last.contains(['*', '?', '[', '{']) => Self::All,
            None => Self::Alike(compile(glob, last)?),
        })
    }

    fn take(&self, member: &str) -> bool {
        match self {
            Self::All => true,
            Self::Chosen(glob) => glob.is_match(member),
            Self::Alike(glob) => glob.is_match(member.rsplit('/').next().unwrap_or(member)),
        }
    }
}

fn is_zip(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"))
}

impl Pattern {
    fn new(glob: &str) -> Result<Self, ReadError> {
        let refuse = |reason: &str| Err(ReadError::Pattern { pattern: glob.to_owned(), reason: reason.to_owned() });
        let (outer, inner) = match glob.split_once(".zip!") {
            Some((zip, inner)) => (format!("{zip}.zip"), Some(inner)),
            None => (glob.strip_prefix("./").unwrap_or(glob).to_owned(), None),
        };
        if outer.is_empty() {
            return refuse("it is empty");
        }
        if Path::new(&outer).is_absolute() || outer.starts_with('/') {
            return refuse("it is absolute");
        }
        if outer.split('/').any(|part| part == "..") {
            return refuse("it leads out of the input folder");
        }
        let depth = (!outer.contains("**")).then(|| outer.matches('/').count());
        let hidden = outer.split('/').any(|part| part.starts_with('.'));
        let members = Members::of(glob, &outer, inner)?;
        Ok(Self { outer: compile(glob, &outer)?, members, depth, hidden })
    }

    fn matches(&self, name: &str) -> bool {
        if !self.hidden && name.split('/').any(|part| part.starts_with('.')) {
            return false;
        }
        let is_chosen = matches!(self.members, Members::Chosen(_));
        self.outer.is_match(name) || stem(name).is_some_and(|stem| !is_chosen && self.outer.is_match(stem))
    }
}

/// A pattern of names. The automaton takes longer to make than to check the pattern, and only a folder of files needs it.
#[derive(Debug)]
struct Matcher {
    glob: Glob,
    automaton: OnceLock<GlobMatcher>,
}

impl Matcher {
    fn is_match(&self, name: &str) -> bool {
        self.automaton.get_or_init(|| self.glob.compile_matcher()).is_match(name)
    }
}

fn compile(whole: &str, glob: &str) -> Result<Matcher, ReadError> {
    GlobBuilder::new(glob)
        .literal_separator(true)
        .backslash_escape(true)
        .build()
        .map(|glob| Matcher { glob, automaton: OnceLock::new() })
        .map_err(|error| ReadError::Pattern { pattern: whole.to_owned(), reason: error.kind().to_string() })
}

/// The name without the ending that says how the file is packed, if it has one.
fn stem(name: &str) -> Option<&str> {
    [".gz", ".zst", ".zip"].into_iter().find_map(|ending| {
        let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
        end.eq_ignore_ascii_case(ending).then_some(stem)
    })
}

/// A file below the root.
struct Candidate {
    /// The name to print: what isn't UTF-8 in it is written `\xE9`, so that two names never look alike.
    name: String,
    /// The name that patterns see: what isn't UTF-8 is one character to them.
    matched: String,
    path: PathBuf,
}

/// All files that are not deeper than the patterns reach, bytewise by name.
fn walk(root: &Path, patterns: &[Pattern]) -> Result<Vec<Candidate>, ReadError> {
    let depth = patterns.iter().map(|pattern| pattern.depth.unwrap_or(usize::MAX)).max().unwrap_or(0);
    let hidden = patterns.iter().any(|pattern| pattern.hidden);
    let mut walk = Walk { hidden, found: Vec::new(), above: Vec::new() };
    walk.folder(root, ("", ""), depth)?;
    walk.found.sort_by(|left, right| (&left.name, &left.path).cmp(&(&right.name, &right.path)));
    Ok(walk.found)
}

struct Walk {
    hidden: bool,
    found: Vec<Candidate>,
    /// The folders that we are in, so that a link to one of them isn't followed round and round.
    above: Vec<PathBuf>,
}

impl Walk {
    /// `prefix` is the folder's name, as it is printed and as patterns see it.
    fn folder(&mut self, path: &Path, (prefix, matched): (&str, &str), depth: usize) -> Result<(), ReadError> {
        let refused = |error| ReadError::io(if prefix.is_empty() { "." } else { prefix.trim_end_matches('/') }, error);
        let real = path.canonicalize().map_err(refused)?;
        if self.above.contains(&real) {
            return Ok(());
        }
        self.above.push(real);
        for entry in fs::read_dir(path).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            let name = entry.file_name();
            let (printed, seen) = (printed(&name), name.to_string_lossy());
            if self.hidden || !seen.starts_with('.') {
                let (name, matched) = (format!("{prefix}{printed}"), format!("{matched}{seen}"));
                self.entry(Candidate { name, matched, path: entry.path() }, depth)?;
            }
        }
        self.above.pop();
        Ok(())
    }

    /// A link that leads nowhere is kept as a file: if a pattern matches it, opening it says so.
    fn entry(&mut self, candidate: Candidate, depth: usize) -> Result<(), ReadError> {
        let Candidate { name, matched, path } = &candidate;
        if !path.is_dir() {
            self.found.push(candidate);
        } else if depth > 0 {
            self.folder(path, (&format!("{name}/"), &format!("{matched}/")), depth - 1)?;
        }
        Ok(())
    }
}

/// A file's name to print: bytes that aren't UTF-8 as `\xE9`.
fn printed(name: &OsStr) -> String {
    let mut printed = String::new();
    for chunk in name.as_encoded_bytes().utf8_chunks() {
        printed.push_str(chunk.valid());
        chunk.invalid().iter().for_each(|byte| printed.push_str(&format!("\\x{byte:02X}")));
    }
    printed
}

/// The files that were matched so far.
#[derive(Default)]
struct Files {
    list: Vec<InputFile>,
    /// By path, and by name within a zip: names to print may look alike.
    known: BTreeSet<(PathBuf, String)>,
}

impl Files {
    fn add(&mut self, candidate: &Candidate, pattern: &Pattern) -> Result<(), ReadError> {
        let Candidate { name, path, .. } = candidate;
        let compression = match stem(name).map(|stem| name[stem.len()..].to_ascii_lowercase()).as_deref() {
            None => Compression::None,
            Some(".gz") => Compression::Gzip,
            Some(".zst") => Compression::Zstd,
            Some(_) => return self.add_members(candidate, pattern),
        };
        let size = size_of(candidate)?;
        self.push(InputFile { name: name.clone(), path: path.clone(), compression, size, stored: size }, "");
        Ok(())
    }

    fn add_members(&mut self, zip: &Candidate, pattern: &Pattern) -> Result<(), ReadError> {
        let stored = size_of(zip)?;
        for member in zip::members(&zip.path, &zip.name)? {
            if !pattern.members.take(&member.name) {
                continue;
            }
            let inner = member.name.clone();
            if member.is_twice {
                return Err(ReadError::MemberTwice { file: zip.name.clone(), member: inner });
            }
            let (name, size) = (format!("{}!{inner}", zip.name), member.packed);
            let compression = Compression::Zip(member);
            self.push(InputFile { name, path: zip.path.clone(), compression, size, stored }, &inner);
        }
        Ok(())
    }

    fn push(&mut self, file: InputFile, member: &str) {
        if self.known.insert((file.path.clone(), member.to_owned())) {
            self.list.push(file);
        }
    }
}

/// The size of a file. What is none, such as a named pipe, may have no end, or never begin.
fn size_of(candidate: &Candidate) -> Result<u64, ReadError> {
    let Candidate { name, path, .. } = candidate;
    let metadata = fs::metadata(path).map_err(|error| ReadError::io(name, error))?;
    if metadata.is_file() { Ok(metadata.len()) } else { Err(ReadError::NotAFile { file: name.clone() }) }
}

/// Reading both `Case.csv` and `Case.csv.gz` would count each row twice, and choosing one would hide the other.
fn refuse_copies(files: &[InputFile]) -> Result<(), ReadError> {
    let mut first_of = BTreeMap::new();
    for second in files {
        let outer = second.name.split('!').next().unwrap_or(&second.name);
        let first: &InputFile = first_of.entry(stem(outer).unwrap_or(outer)).or_insert(second);
        if first.path != second.path {
            return Err(ReadError::TwoCopies { first: first.name.clone(), second: second.name.clone() });
        }
    }
    Ok(())
}
