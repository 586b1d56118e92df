//! From what a command line names to mappings that give one log.

use std::path::Path;
use std::sync::Arc;

use caseloom::check::set::{self, SetHead};
use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, Severity, codes};
use caseloom::load;
use caseloom::mapping::MappingSet;
use caseloom::plan::{LogPlan, Plan};
use caseloom::resolve::Resolved;
use caseloom::write::digest_of;

use super::member::{self, Named};
use super::options::{self, Given, MemberOptions};
use super::{Parsed, parse};
use crate::cli::commands::generate::settings;
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// What a command line names: a mapping, or several that are to give one log.
#[derive(Debug)]
pub struct Request {
    /// Its file, as it is named to users; of several arguments the first.
    pub display: String,
    /// Whether it is a set, though it may have one mapping only.
    is_set: bool,
    file: Option<MappingSet>,
    digest: Option<String>,
    named: Vec<Named>,
    /// What is wrong with the set's file.
    diagnostics: Diagnostics,
}

/// A mapping that was checked.
#[derive(Debug)]
pub struct OpenedMapping {
    /// What was given for it.
    pub options: MemberOptions,
    resolved: Resolved,
    /// The plan; `None` where anything is wrong.
    pub plan: Option<Plan>,
    /// What may not be meant in the values of params; a run tells it, too.
    pub unusual: Diagnostics,
}

impl OpenedMapping {
    /// What is wrong with the values of params.
    fn check_params(&mut self) -> Vec<Diagnostic> {
        let found = self.plan.as_ref().map(|plan| load::check_set(plan, &self.options.set)).unwrap_or_default();
        self.unusual = found.warnings().cloned().collect();
        found.errors().cloned().collect()
    }
}

/// What was asked for, checked.
#[derive(Debug)]
pub struct OpenedRequest {
    /// Whether it is a set.
    pub is_set: bool,
    digest: Option<String>,
    /// The mappings.
    pub mappings: Vec<OpenedMapping>,
    log: Option<LogPlan>,
    /// What was found in all of them.
    pub diagnostics: Diagnostics,
}

/// A mapping that can run.
#[derive(Debug, Clone)]
pub struct Mapping {
    /// The plan.
    pub plan: Arc<Plan>,
    /// SHA-256 of the mapping in force.
    pub digest: [u8; 32],
    /// What was given for it.
    pub options: MemberOptions,
}

/// What can run.
#[derive(Debug, Clone)]
pub struct Runnable {
    /// Whether it is a set.
    pub is_set: bool,
    /// SHA-256 of the set's file, where there is one.
    pub digest: Option<String>,
    /// The mappings.
    pub mappings: Vec<Mapping>,
    /// What the log looks like.
    pub log: LogPlan,
    /// The texts that findings point into.
    pub files: Files,
    /// What was found, and doesn't keep it from running.
    pub warnings: Vec<Diagnostic>,
}

/// Reads what the arguments name: a mapping, a set's file, or several mappings.
///
/// # Errors
/// Where one isn't there or can't be read, or they don't go together.
pub fn request(files: &mut Files, arguments: &[String]) -> Result<Request, Failure> {
    let (first, others) = arguments.split_first().map_or(("", arguments), |(first, others)| (first.as_str(), others));
    let first = parse(files, first)?;
    if others.is_empty() && first.is_set() {
        return Ok(of_file(files, first));
    }
    let display = first.display.clone();
    let named = member::of_arguments(files, first, others)?;
    let is_set = !others.is_empty();
    Ok(Request { display, is_set, file: None, digest: None, named, diagnostics: Diagnostics::new() })
}

fn of_file(files: &mut Files, parsed: Parsed) -> Request {
    let mut diagnostics = parsed.diagnostics;
    let file = MappingSet::of_tree(&parsed.tree, &mut diagnostics);
    let mut named = Vec::new();
    if let Some(file) = &file {
        set::check_set(file, &mut diagnostics);
        named = member::of_set(files, file, &parsed.home, &mut diagnostics);
    }
    let digest = serde_json::to_vec(&parsed.tree).ok().map(|bytes| digest_of(&bytes));
    Request { display: parsed.display, is_set: true, file, digest, named, diagnostics }
}

impl Request {
    /// The names of the mapping's profiles; `None` of a set, where each mapping has its own.
    pub fn profiles(&self) -> Option<Vec<String>> {
        let only = self.named.first().filter(|_| !self.is_set)?;
        Some(only.parsed.as_ref()?.profiles().into_iter().flatten().collect())
    }

    /// Checks each mapping with what is given for it, then all together. `needs_input`: whether each has to have a folder.
    ///
    /// # Errors
    /// Where options don't fit the mappings.
    pub fn check(
        mut self,
        files: &mut Files,
        given: &Given<'_>,
        needs_input: bool,
        terminal: &Terminal,
    ) -> Result<OpenedRequest, Failure> {
        let options = self.options(given, needs_input)?;
        let mut found = std::mem::take(&mut self.diagnostics);
        let mut mappings = Vec::new();
        for (named, options) in std::mem::take(&mut self.named).into_iter().zip(options) {
            let Some(parsed) = named.parsed else { continue };
            let profile = options.profile.as_deref();
            let checked = parsed.check(files, profile, options.input.as_deref(), terminal)?;
            found.extend(checked.diagnostics);
            mappings.push(OpenedMapping {
                options,
                resolved: checked.resolved,
                plan: checked.plan,
                unusual: Diagnostics::new(),
            });
        }
        self.params_of_file(&mut mappings, &mut found);
        params_given(given, &mut mappings, files)?;
        found.extend(mappings.iter_mut().flat_map(OpenedMapping::check_params));
        let log = self.log(&mappings, &mut found);
        Ok(OpenedRequest { is_set: self.is_set, digest: self.digest, mappings, log, diagnostics: found })
    }

    fn options(&mut self, given: &Given<'_>, needs_input: bool) -> Result<Vec<MemberOptions>, Failure> {
        let in_files = self.named.iter_mut().map(|named| std::mem::take(&mut named.options)).collect();
        let names: Vec<&str> = self.named.iter().map(|named| named.name.as_str()).collect();
        let options = options::of_mappings(given, &names, in_files)?;
        for (name, options) in names.iter().zip(&options).filter(|_| needs_input) {
            let folder = options.input.as_deref().ok_or_else(|| without_input(name))?;
            settings::check_input(folder)?;
        }
        Ok(options)
    }

    fn params_of_file(&self, mappings: &mut [OpenedMapping], found: &mut Diagnostics) {
        let members = self.file.iter().flat_map(|file| file.mappings.iter());
        for (key, member) in members {
            let opened = mappings.iter_mut().find(|each| each.plan.as_ref().is_some_and(|plan| plan.name == key.text));
            if let Some(opened) = opened
                && let Some(plan) = &opened.plan
            {
                opened.options.set = set::params_of(member, plan, found);
            }
        }
    }

    /// What the log looks like, where every mapping is right.
    fn log(&self, mappings: &[OpenedMapping], found: &mut Diagnostics) -> Option<LogPlan> {
        let plans: Vec<&Plan> = mappings.iter().filter_map(|each| each.plan.as_ref()).collect();
        if found.has_errors() || plans.len() < mappings.len() {
            return None;
        }
        let log = match self.is_set {
            true => self.join(&plans, found),
            false => LogPlan::of_mapping(plans.first()?),
        };
        (!found.has_errors()).then_some(log)
    }

    fn join(&self, plans: &[&Plan], found: &mut Diagnostics) -> LogPlan {
        let names: Vec<&str> = plans.iter().map(|plan| plan.name.as_str()).collect();
        let together = names.join("+");
        let file = self.file.as_ref();
        let head = SetHead {
            name: file.map_or(&together, |file| &file.set.text),
            version: file.and_then(|file| file.version.as_ref()).map_or("", |version| &version.text),
            output: file.and_then(|file| file.output.as_ref()),
        };
        set::join(head, plans, found)
    }
}

/// What the command line says of a param counts more than the set's file.
fn params_given(given: &Given<'_>, mappings: &mut [OpenedMapping], files: &Files) -> Result<(), Failure> {
    let plans: Vec<&Plan> = mappings.iter().filter_map(|each| each.plan.as_ref()).collect();
    if plans.len() < mappings.len() {
        return Ok(());
    }
    let params = options::params(given.set, &plans)?;
    for (mapping, opened) in mappings.iter_mut().enumerate() {
        let own = params.iter().filter(|(of, ..)| *of == mapping);
        let own: Vec<(String, String)> = own.map(|(_, id, value)| (id.clone(), value.clone())).collect();
        if let Some(plan) = &opened.plan {
            settings::check_set(&own, plan, files)?;
        }
        opened.options.set.retain(|(id, _)| own.iter().all(|(given, _)| given != id));
        opened.options.set.extend(own);
    }
    Ok(())
}

fn without_input(name: &str) -> Failure {
    let message = format!("`{name}` has no input");
    let help = format!("name the folder with its export: `--input {name}=DIR`");
    Failure::usage(Diagnostic::new(codes::INPUT_NOT_GIVEN, message).help(help))
}

impl OpenedRequest {
    /// What can run, with the warnings, sorted.
    ///
    /// # Errors
    /// Where anything is wrong, with all that was found.
    pub fn runnable(self, files: Files) -> Result<Runnable, Failure> {
        let Self { is_set, digest, mappings, log, diagnostics } = self;
        let warnings = diagnostics.sorted();
        let is_wrong = warnings.iter().any(|each| each.severity() == Severity::Error);
        let mappings: Option<Vec<Mapping>> = mappings.into_iter().map(Mapping::new).collect();
        match (mappings, log) {
            (Some(mappings), Some(log)) if !is_wrong => Ok(Runnable { is_set, digest, mappings, log, files, warnings }),
            _ => Err(Failure::Stopped { exit: Exit::Findings, diagnostics: warnings, files }),
        }
    }
}

impl Mapping {
    fn new(opened: OpenedMapping) -> Option<Self> {
        let OpenedMapping { options, resolved, plan, .. } = opened;
        Some(Self { plan: Arc::new(plan?), digest: resolved.digest(), options })
    }

    /// The folder with its export.
    pub fn input(&self) -> &Path {
        self.options.input.as_deref().unwrap_or(Path::new(""))
    }
}
