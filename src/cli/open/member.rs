//! The mappings of a set: where they are, what they are called.

use std::path::Path;

use caseloom::check::set;
use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes, nearest};
use caseloom::mapping::decode::Name;
use caseloom::mapping::{MappingSet, Member};
use caseloom::shipped::{self, Home, LocateError};
use caseloom::yaml::Key;

use super::options::MemberOptions;
use super::{Parsed, parse};
use crate::cli::failure::Failure;

/// A mapping that a set names.
#[derive(Debug)]
pub struct Named {
    /// What it is called.
    pub name: String,
    /// Its file; `None` where what is wrong with it is reported already.
    pub parsed: Option<Parsed>,
    /// What the set's file says of it.
    pub options: MemberOptions,
}

/// The mappings of the command line.
///
/// # Errors
/// Where one isn't there or can't be read, is a set, or has the name of another.
pub fn of_arguments(files: &mut Files, first: Parsed, others: &[String]) -> Result<Vec<Named>, Failure> {
    let mut known = vec![called(&first)?];
    let mut all = vec![first];
    for argument in others {
        let next = parse(files, argument)?;
        let name = called(&next)?;
        if let Some(place) = known.iter().position(|other| *other == name) {
            return Err(twice(&name, &all[place].display, &next.display));
        }
        known.push(name);
        all.push(next);
    }
    let named = |(name, parsed)| Named { name, parsed: Some(parsed), options: MemberOptions::default() };
    Ok(known.into_iter().zip(all).map(named).collect())
}

/// A mapping without a name is reported when it is checked.
fn called(parsed: &Parsed) -> Result<String, Failure> {
    if parsed.is_set() {
        let message = format!("`{}` is a set, and no mapping runs beside a set", parsed.display);
        let help = "name the set alone, or the mappings one by one";
        return Err(Failure::usage(Diagnostic::new(codes::SET_IN_SET, message).help(help)));
    }
    Ok(parsed.name().unwrap_or(&parsed.display).to_owned())
}

fn twice(name: &str, first: &str, second: &str) -> Failure {
    let message = match first == second {
        true => format!("the mapping `{name}` is given twice"),
        false => format!("two mappings are called `{name}`: `{first}` and `{second}`"),
    };
    let help = "give each mapping once, and each a `name:` of its own";
    Failure::usage(Diagnostic::new(codes::MAPPING_TWICE, message).help(help))
}

/// The mappings of a set's file, with what it says of them.
pub fn of_set(files: &mut Files, set: &MappingSet, home: &Home, found: &mut Diagnostics) -> Vec<Named> {
    let named = |(key, member): &(Key, Member)| {
        let parsed = of_file(files, key, member, home, found);
        let profile = member.profile.as_ref().filter(|profile| knows(parsed.as_ref(), profile, found));
        let options = MemberOptions {
            profile: profile.map(|name| name.text.clone()),
            timezone: set::zone_of(member, found),
            ..MemberOptions::default()
        };
        Named { name: key.text.clone(), parsed, options }
    };
    set.mappings.iter().map(named).collect()
}

fn of_file(files: &mut Files, key: &Key, member: &Member, home: &Home, found: &mut Diagnostics) -> Option<Parsed> {
    let (argument, span) = match &member.mapping {
        Some(name) => (name.text.as_str(), name.span),
        None => (key.text.as_str(), key.span),
    };
    let path = home.seen_from(argument);
    let parsed = match parse(files, &path) {
        Ok(parsed) => parsed,
        Err(error) => {
            let (message, help) = match error {
                LocateError::Unknown { .. } => unknown(argument, &path, member.mapping.is_some()),
                other => (other.to_string(), other.help()),
            };
            found.push(Diagnostic::new(codes::UNKNOWN_MAPPING, message).at(span, "not found").help(help));
            return None;
        }
    };
    if parsed.is_set() {
        let message = format!("`{}` is a set, and a set names mappings only", parsed.display);
        let help = "name the mappings of that set one by one";
        found.push(Diagnostic::new(codes::SET_IN_SET, message).at(span, "a set").help(help));
        return None;
    }
    let place = parsed.tree.get("name").map(|node| node.span);
    if let Some(name) = parsed.name() {
        set::check_name(key, name, place, found);
    }
    Some(parsed)
}

/// What to say of a mapping that isn't there: what a name or a file beside it may have meant.
fn unknown(argument: &str, path: &str, is_path: bool) -> (String, String) {
    let shipped = shipped::names();
    let shipped = shipped.iter().map(String::as_str);
    if !is_path {
        let help = match nearest::nearest(argument, shipped.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => {
                let known = nearest::suggest(argument, "shipped mappings", shipped).unwrap_or_default();
                format!("{known}; for another one say with `mapping:` where its file is")
            }
        };
        return (format!("no shipped mapping is called `{argument}`"), help);
    }
    let beside = files_beside(Path::new(path));
    let file = Path::new(argument).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let near = nearest::nearest(&file, beside.iter().map(String::as_str))
        .map(|near| Path::new(argument).with_file_name(near).display().to_string())
        .or_else(|| nearest::nearest(argument, shipped).map(str::to_owned));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a shipped mapping, or a file as seen from the set".to_owned(),
    };
    (format!("there is no shipped mapping, file or folder `{argument}`"), help)
}

/// The names in the folder of a path, in order.
fn files_beside(path: &Path) -> Vec<String> {
    let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort_unstable();
    names
}

fn knows(parsed: Option<&Parsed>, profile: &Name, found: &mut Diagnostics) -> bool {
    let unknown = parsed.and_then(|parsed| super::unknown_profile(&parsed.tree, &profile.text, "profile:"));
    let is_known = unknown.is_none();
    found.extend(unknown.map(|finding| finding.at(profile.span, "unknown profile")));
    is_known
}
