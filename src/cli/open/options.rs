//! Options that are each mapping's own: `NAME=VALUE` for one, `VALUE` for all others.

use std::path::{Path, PathBuf};

use caseloom::diagnostic::{Diagnostic, codes, nearest};
use caseloom::plan::Plan;
use caseloom::time::Zone;

use crate::cli::failure::Failure;

/// A value for the mapping of a name, or for every one.
#[derive(Debug, Clone, PartialEq)]
pub struct For<T> {
    /// The mapping's name.
    pub name: Option<String>,
    /// The value.
    pub value: T,
}

/// Reads `NAME=VALUE` or `VALUE`, where values hold no `=`.
pub fn named<T>(text: &str, read: impl FnOnce(&str) -> Result<T, String>) -> Result<For<T>, String> {
    match text.rsplit_once('=') {
        Some((name, value)) => Ok(For { name: Some(name.to_owned()), value: read(value)? }),
        None => Ok(For { name: None, value: read(text)? }),
    }
}

/// Options as given.
#[derive(Debug, Clone, Copy)]
pub struct Given<'a> {
    /// Folders, perhaps with names; as they stand, as folders may hold any sign.
    pub input: &'a [String],
    pub profile: &'a [For<String>],
    pub timezone: &'a [For<Zone>],
    pub extracted_at: &'a [For<i64>],
    /// Names of params, perhaps with that of the mapping before them, and values.
    pub set: &'a [(String, String)],
}

/// What is given for one mapping.
#[derive(Debug, Clone, Default)]
pub struct MemberOptions {
    /// The folder with its export.
    pub input: Option<PathBuf>,
    pub profile: Option<String>,
    pub timezone: Option<Zone>,
    pub extracted_at: Option<i64>,
    /// Params.
    pub set: Vec<(String, String)>,
}

/// A value for each mapping by name, and one for all others.
struct Spread<T> {
    own: Vec<Option<T>>,
    general: Option<T>,
}

impl<T: Clone> Spread<T> {
    fn new(option: &str, given: &[For<T>], names: &[&str]) -> Result<Self, Failure> {
        let mut spread = Self { own: vec![None; names.len()], general: None };
        for each in given {
            let slot = match &each.name {
                None => &mut spread.general,
                Some(name) => &mut spread.own[place_of(option, name, names)?],
            };
            if slot.replace(each.value.clone()).is_some() {
                return Err(twice(option, each.name.as_deref()));
            }
        }
        Ok(spread)
    }

    /// What is said for the mapping itself counts first, on the command line, then in the set's file.
    fn of(&self, mapping: usize, in_file: Option<T>) -> Option<T> {
        self.own[mapping].clone().or(in_file).or_else(|| self.general.clone())
    }
}

/// What is given for each of these mappings; params aside, for which the mappings have to be known. `in_files` is what a
/// set's file says of them.
///
/// # Errors
/// Where a name is none of the mappings', or something is given twice.
pub fn of_mappings(
    given: &Given<'_>,
    names: &[&str],
    in_files: Vec<MemberOptions>,
) -> Result<Vec<MemberOptions>, Failure> {
    let input = given.input.iter().map(|text| input(text, names)).collect::<Result<Vec<For<PathBuf>>, Failure>>()?;
    let input = Spread::new("--input", &input, names)?;
    let profile = Spread::new("--profile", given.profile, names)?;
    let timezone = Spread::new("--timezone", given.timezone, names)?;
    let extracted_at = Spread::new("--extracted-at", given.extracted_at, names)?;
    let options = in_files.into_iter().enumerate().map(|(mapping, in_file)| MemberOptions {
        input: input.of(mapping, None),
        profile: profile.of(mapping, in_file.profile),
        timezone: timezone.of(mapping, in_file.timezone),
        extracted_at: extracted_at.of(mapping, None),
        set: in_file.set,
    });
    Ok(options.collect())
}

/// `NAME=DIR` where a mapping has that name; otherwise all of it is a folder's name, if there is such a folder.
fn input(text: &str, names: &[&str]) -> Result<For<PathBuf>, Failure> {
    let named = names.iter().find_map(|name| Some((*name, text.strip_prefix(name)?.strip_prefix('=')?)));
    match (named, text.split_once('=')) {
        (Some((name, folder)), _) => Ok(For { name: Some(name.to_owned()), value: folder.into() }),
        (None, Some((name, _))) if !Path::new(text).exists() => Err(unknown("--input", name, names)),
        _ => Ok(For { name: None, value: text.into() }),
    }
}

fn place_of(option: &str, name: &str, names: &[&str]) -> Result<usize, Failure> {
    names.iter().position(|known| *known == name).ok_or_else(|| unknown(option, name, names))
}

fn unknown(option: &str, name: &str, names: &[&str]) -> Failure {
    let message = format!("`{option}` names `{name}`, and no mapping is called so");
    let help = nearest::suggest(name, "mappings", names.iter().copied()).unwrap_or_default();
    Failure::usage(Diagnostic::new(codes::UNKNOWN_MAPPING, message).help(help))
}

fn twice(option: &str, name: Option<&str>) -> Failure {
    let whom = name.map(|name| format!(" for `{name}`")).unwrap_or_default();
    let message = format!("`{option}` is given twice{whom}");
    let help = format!("give it once; for one mapping of several, write `{option} NAME=…`");
    Failure::usage(Diagnostic::new(codes::OPTION_GIVEN_TWICE, message).help(help))
}

/// Each param with the mapping that it is for. A param of the only mapping needs no name and may be unknown, which is
/// reported where it is used.
///
/// # Errors
/// Where a name is none of the mappings', or several or none of them have the param.
pub fn params(given: &[(String, String)], plans: &[&Plan]) -> Result<Vec<(usize, String, String)>, Failure> {
    given.iter().map(|(name, value)| param(name, plans).map(|(at, id)| (at, id, value.clone()))).collect()
}

fn param(name: &str, plans: &[&Plan]) -> Result<(usize, String), Failure> {
    let of_mapping = |plan: &&Plan| name.strip_prefix(&plan.name)?.strip_prefix('.').map(str::to_owned);
    let named = plans.iter().enumerate().find_map(|(at, plan)| Some((at, of_mapping(plan)?)));
    if let Some(named) = named {
        return Ok(named);
    }
    let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
    if let Some((mapping, _)) = name.split_once('.') {
        return Err(unknown("--set", mapping, &names));
    }
    let has = |plan: &&Plan| plan.params.iter().any(|param| param.id == name);
    let owners: Vec<usize> = (0..plans.len()).filter(|at| has(&plans[*at])).collect();
    match owners.as_slice() {
        [only] => Ok((*only, name.to_owned())),
        [] if plans.len() == 1 => Ok((0, name.to_owned())),
        [] => Err(unknown_param(name, plans)),
        _ => Err(ambiguous(name, owners.iter().map(|at| names[*at]))),
    }
}

fn unknown_param(name: &str, plans: &[&Plan]) -> Failure {
    let ids = plans.iter().flat_map(|plan| plan.params.iter().map(|param| param.id.as_str()));
    let help = nearest::suggest(name, "params", ids)
        .unwrap_or_else(|| "the mappings have no params; leave `--set` out".to_owned());
    let message = format!("`--set` names `{name}`, and no mapping has such a param");
    Failure::usage(Diagnostic::new(codes::UNKNOWN_PARAM, message).help(help))
}

fn ambiguous<'a>(name: &str, owners: impl Iterator<Item = &'a str>) -> Failure {
    let choices: Vec<String> = owners.map(|owner| format!("`{owner}.{name}=…`")).collect();
    let message = format!("`--set` names `{name}`, and several mappings have such a param");
    let help = format!("write {}", choices.join(" or "));
    Failure::usage(Diagnostic::new(codes::AMBIGUOUS_PARAM, message).help(help))
}
