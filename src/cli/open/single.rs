//! One mapping over one input, as commands that look closely at a run take them.

use std::sync::Arc;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, codes};
use caseloom::load::{self, LoadOptions, Loaded};
use caseloom::run::RunOptions;
use caseloom::time::Zone;
use clap::Args;

use super::options::{For, Given};
use super::{Mapping, Runnable, parse, request};
use crate::cli::commands::generate::{progress, settings};
use crate::cli::failure::{Exit, Failure};
use crate::cli::terminal::Terminal;

/// A mapping, its input, and what a run is told.
#[derive(Debug, Args)]
pub struct Single {
    /// A shipped name, a YAML file, or a folder with `mapping.yaml`
    #[arg(long, value_name = "MAPPING")]
    pub mapping: String,
    /// The folder with the export
    #[arg(long, value_name = "DIR")]
    pub input: String,
    /// Apply this profile of the mapping
    #[arg(long, value_name = "PROFILE")]
    profile: Option<String>,
    /// Give a param a value; a list is written `A,B`
    #[arg(long, value_name = "PARAM=VALUE", value_parser = settings::set)]
    set: Vec<(String, String)>,
    /// The zone of times that carry none and for which the mapping names none, such as Europe/Paris
    #[arg(long, value_name = "ZONE", value_parser = settings::zone)]
    timezone: Option<Zone>,
    /// When the data was extracted: open durations end then
    #[arg(long, value_name = "TIME", value_parser = settings::time, allow_hyphen_values = true)]
    extracted_at: Option<i64>,
    /// The language of activities' names, such as fr; English where one has none in it
    #[arg(long, value_name = "LANGUAGE")]
    locale: Option<String>,
    /// How many threads work; as many as there are processors by default
    #[arg(long, value_name = "N", value_parser = settings::threads, allow_hyphen_values = true)]
    threads: Option<usize>,
}

impl Single {
    /// Checks the mapping and what is given for it.
    ///
    /// # Errors
    /// Where it isn't there, is a set, or anything is wrong with it or the options.
    pub fn open(&self, terminal: &Terminal) -> Result<Runnable, Failure> {
        let mut files = Files::new();
        if parse(&mut files, &self.mapping)?.is_set() {
            let message = format!("`{}` is a set of mappings", self.mapping);
            let help = "name one of its mappings, with its own input";
            return Err(Failure::usage(Diagnostic::new(codes::SET_IN_SET, message).help(help)));
        }
        let request = request(&mut files, std::slice::from_ref(&self.mapping))?;
        let input = [self.input.clone()];
        let (profile, timezone) = (of_all(self.profile.as_ref()), of_all(self.timezone.as_ref()));
        let extracted_at = of_all(self.extracted_at.as_ref());
        let given = Given {
            input: &input,
            profile: &profile,
            timezone: &timezone,
            extracted_at: &extracted_at,
            set: &self.set,
        };
        let runnable = request.check(&mut files, &given, true, terminal)?.runnable(files)?;
        let plans: Vec<_> = runnable.mappings.iter().map(|mapping| &*mapping.plan).collect();
        self.locale.as_deref().map_or(Ok(()), |locale| settings::check_locale(locale, &plans))?;
        Ok(runnable)
    }

    /// What a run is told.
    pub fn run_options(&self) -> RunOptions {
        RunOptions {
            extracted_at: self.extracted_at,
            locale: self.locale.clone(),
            threads: self.threads.unwrap_or(0),
            ..RunOptions::default()
        }
    }

    /// Reads the input: all of it, or what one case needs.
    ///
    /// # Errors
    /// Everything for which a run would stop.
    pub fn load(
        &self,
        runnable: &Runnable,
        mapping: &Mapping,
        case: Option<&str>,
        whole: bool,
        terminal: &Terminal,
    ) -> Result<Arc<Loaded>, Failure> {
        let options = LoadOptions {
            input: mapping.input().to_owned(),
            set: mapping.options.set.clone(),
            timezone: mapping.options.timezone.clone(),
            case: case.map(str::to_owned),
            whole,
            ..LoadOptions::default()
        };
        let bar = progress::reading(terminal);
        let loaded = super::super::commands::generate::in_threads(self.threads, || {
            load::load(&mapping.plan, &options, &|bytes| bar.inc(bytes))
        });
        bar.finish_and_clear();
        loaded.map(Arc::new).map_err(|found| stopped(found, runnable))
    }
}

fn of_all<T: Clone>(value: Option<&T>) -> Vec<For<T>> {
    value.iter().map(|value| For { name: None, value: (*value).clone() }).collect()
}

/// A param without a value is wrong usage; all else that stops loading is the input's.
pub fn stopped(found: Diagnostics, runnable: &Runnable) -> Failure {
    let diagnostics = found.sorted();
    let is_usage = diagnostics.iter().all(|each| each.code == codes::PARAM_WITHOUT_VALUE);
    let exit = if is_usage { Exit::Usage } else { Exit::CouldNotRun };
    Failure::Stopped { exit, diagnostics, files: runnable.files.clone() }
}
