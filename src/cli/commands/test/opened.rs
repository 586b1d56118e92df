//! A mapping that is tested: each of its profiles is checked once, whatever the number of cases.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use caseloom::diagnostic::Files;
use caseloom::load;
use caseloom::shipped;
use caseloom::testing::Coverage;

use crate::cli::failure::{Exit, Failure};
use crate::cli::open::options::{For, Given};
use crate::cli::open::{Runnable, no_profile, request};
use crate::cli::terminal::Terminal;

/// A mapping under a profile, or why it can't run.
pub type Opened = Arc<Result<Runnable, Failure>>;

/// A mapping, or a set, that is tested.
#[derive(Debug)]
pub struct Tested {
    /// As it was named.
    pub argument: String,
    /// The name of its file.
    pub file_name: String,
    /// Its profiles; `None` of a set, where each mapping has its own.
    profiles: Option<Vec<String>>,
    opened: Mutex<BTreeMap<Option<String>, Opened>>,
    measures: bool,
}

/// Nothing is given but what a case says.
const NOTHING: Given<'static> = Given { input: &[], profile: &[], timezone: &[], extracted_at: &[], set: &[] };

impl Tested {
    /// Finds a mapping; what is wrong inside it stops all of its cases.
    ///
    /// # Errors
    /// Where it isn't there or is wrong under each profile.
    pub fn open(argument: &str, measures: bool) -> Result<Self, Failure> {
        let located = shipped::locate(argument)?;
        let file_name = Path::new(&located.display).file_name();
        let file_name = file_name.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let profiles = request(&mut Files::new(), &[argument.to_owned()])?.profiles();
        let opened = Mutex::default();
        let tested = Self { argument: argument.to_owned(), file_name, profiles, opened, measures };
        let each = tested.each();
        match each.first().map(|first| &**first) {
            Some(Err(Failure::Stopped { exit, diagnostics, files })) if each.iter().all(|opened| opened.is_err()) => {
                Err(Failure::Stopped { exit: *exit, diagnostics: diagnostics.clone(), files: files.clone() })
            }
            _ => Ok(tested),
        }
    }

    /// Its profiles; none of a set.
    pub fn profiles(&self) -> &[String] {
        self.profiles.as_deref().unwrap_or_default()
    }

    /// Whether it is a set.
    pub fn is_set(&self) -> bool {
        self.profiles.is_none()
    }

    /// It under a profile.
    pub fn under(&self, profile: Option<&str>) -> Opened {
        let mut opened = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let known = opened.entry(profile.map(str::to_owned));
        Arc::clone(known.or_insert_with(|| Arc::new(self.check(profile, &NOTHING, false, &Terminal::silent()))))
    }

    /// A set, with the folders that its mappings read; their profiles are chosen by these.
    pub fn of_input(&self, profile: Option<&str>, folder: &Path, terminal: &Terminal) -> Opened {
        let names = match &*self.under(profile) {
            Ok(runnable) => runnable.mappings.iter().map(|mapping| mapping.plan.name.clone()).collect(),
            Err(_) => Vec::new(),
        };
        let input: Vec<String> = names.iter().map(|name| format!("{name}={}", folder.join(name).display())).collect();
        Arc::new(self.check(profile, &Given { input: &input, ..NOTHING }, true, terminal))
    }

    fn check(
        &self,
        profile: Option<&str>,
        given: &Given<'_>,
        needs: bool,
        told: &Terminal,
    ) -> Result<Runnable, Failure> {
        let mut files = Files::new();
        let request = request(&mut files, std::slice::from_ref(&self.argument))?;
        let profile: Vec<For<String>> =
            profile.map(|profile| For { name: None, value: profile.to_owned() }).into_iter().collect();
        let given = Given { profile: &profile, ..*given };
        let runnable = request.check(&mut files, &given, needs, told)?.runnable(files)?;
        if self.measures {
            runnable.mappings.iter().for_each(|mapping| mapping.plan.measure());
        }
        Ok(runnable)
    }

    /// It under the first profile that fits an input.
    pub fn fitting(&self, input: &Path, terminal: &Terminal) -> Opened {
        let (mut misfits, mut files) = (Vec::new(), Files::new());
        for profile in self.profiles() {
            let opened = self.under(Some(profile));
            // What is wrong is told as such.
            let Ok(runnable) = &*opened else { return opened };
            let Some(mapping) = runnable.mappings.first() else { continue };
            let problems = load::misfits(&mapping.plan, input);
            if problems.is_empty() {
                terminal.tell(&format!("profile `{profile}` fits the input\n"));
                return opened;
            }
            files = runnable.files.clone();
            misfits.push((profile.clone(), problems));
        }
        if misfits.is_empty() {
            return self.under(None);
        }
        Arc::new(Err(Failure::Stopped { exit: Exit::CouldNotRun, diagnostics: no_profile(&misfits), files }))
    }

    /// It under all profiles that can run, for the words that cases may use.
    pub fn each(&self) -> Vec<Opened> {
        match self.profiles() {
            [] => vec![self.under(None)],
            profiles => profiles.iter().map(|profile| self.under(Some(profile))).collect(),
        }
    }

    /// Adds to the coverage what no case came near.
    pub fn add_rest(&self, coverage: &mut Coverage) {
        for opened in self.each() {
            let Ok(runnable) = &*opened else { continue };
            runnable.mappings.iter().for_each(|mapping| coverage.add(&mapping.plan, &runnable.files, &[]));
        }
    }
}
