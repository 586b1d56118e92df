//! The words of a test, beside what the mapping knows: a slip is an error of the test, where it stands.

use crate::check::set;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, codes, nearest};
use crate::mapping::decode::{Literal, Name};
use crate::mapping::language;
use crate::plan::{EventKind, LogColumn, LogPlan, Plan};
use crate::time::{TimeFormat, Zone, is_representable};
use crate::yaml::Key;

use super::actual::STANDARD;
use super::document::{Cells, Options, TestCase};

/// How a test runs, beside its profile.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The zone of times that carry none.
    pub timezone: Option<Zone>,
    /// When the data was extracted.
    pub extracted_at: Option<i64>,
    /// The language of labels.
    pub locale: Option<String>,
    /// By mapping: its params, as `--set` gives them.
    pub set: Vec<Vec<(String, String)>>,
}

/// What tests of a mapping, or of a set, can name.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The mappings.
    pub plans: &'a [&'a Plan],
    /// Their log.
    pub log: &'a LogPlan,
}

/// Checks the options of a test and gives them in the form in which a run takes them.
pub fn check(test: &TestCase, defaults: &Options, names: Names<'_>, found: &mut Diagnostics) -> Settings {
    let timezone = test.timezone.as_ref().or(defaults.timezone.as_ref());
    let extracted_at = test.extracted_at.as_ref().or(defaults.extracted_at.as_ref());
    let locale = test.locale.as_ref().or(defaults.locale.as_ref());
    Settings {
        timezone: timezone.and_then(|name| zone(name, found)),
        extracted_at: extracted_at.and_then(|name| time(name, found)),
        locale: locale.filter(|name| names.has_language(name, found)).map(|name| name.text.clone()),
        set: params(test, defaults, names, found),
    }
}

fn zone(name: &Name, found: &mut Diagnostics) -> Option<Zone> {
    let unknown = |error: crate::time::UnknownZone| {
        let finding = Diagnostic::new(codes::UNKNOWN_TIME_ZONE, error.to_string()).at(name.span, "unknown zone");
        found.push(finding.help(error.help()));
    };
    Zone::named(&name.text).map_err(unknown).ok()
}

fn time(name: &Name, found: &mut Diagnostics) -> Option<i64> {
    let format = TimeFormat::compile("iso8601").ok();
    let parsed = format.and_then(|format| format.parse(name.text.as_bytes())?.time());
    let parsed = parsed.filter(|time| is_representable(*time));
    if parsed.is_none() {
        let message = format!("`{}` is no time with an offset", name.text);
        let finding = Diagnostic::new(codes::VALUE_NOT_ALLOWED, message).at(name.span, "not a time");
        found.push(finding.help("write a time such as `\"2026-03-01T12:00:00Z\"`, with `Z` or an offset"));
    }
    parsed
}

/// The test's own params, then those of all tests; of a set written `mapping.param`, or `param` where only one has it.
fn params(
    test: &TestCase,
    defaults: &Options,
    names: Names<'_>,
    found: &mut Diagnostics,
) -> Vec<Vec<(String, String)>> {
    let own = test.set.iter();
    let general = defaults.set.iter().filter(|(key, _)| test.set.get(&key.text).is_none());
    let given: Vec<_> = own.chain(general).collect();
    let mut taken = vec![false; given.len()];
    let of_plan = |plan: &&Plan| {
        let mut known = Vec::new();
        for (taken, (key, values)) in taken.iter_mut().zip(&given) {
            let own = key.text.strip_prefix(&plan.name).and_then(|rest| rest.strip_prefix('.'));
            let id = own.unwrap_or(&key.text);
            if plan.params.iter().any(|param| param.id == id) {
                *taken = true;
                known.push((Key { text: id.to_owned(), span: key.span }, *values));
            }
        }
        set::params_given(known.iter().map(|(key, values)| (key, *values)), plan, found)
    };
    let params = names.plans.iter().map(of_plan).collect();
    for ((key, _), _) in given.iter().zip(taken).filter(|(_, taken)| !taken) {
        let known = names.params();
        let help = nearest::suggest(&key.text, "params", known.iter().map(String::as_str))
            .unwrap_or_else(|| "the mapping has no params".to_owned());
        let message = format!("there is no param `{}`", key.text);
        found.push(Diagnostic::new(codes::UNKNOWN_PARAM, message).at(key.span, "unknown param").help(help));
    }
    params
}

/// Checks what a test expects.
pub fn check_names(test: &TestCase, names: Names<'_>, found: &mut Diagnostics) {
    for (case, event) in test.events.iter().flat_map(super::document::Events::each) {
        names.check_event(event, case.is_some(), found);
    }
    let columns = names.case_columns();
    for (_, cells) in test.cases.iter() {
        check_columns(cells, "cases have no attribute", "attributes of cases", &columns, found);
    }
    if let Some(cells) = &test.log {
        check_columns(cells, "the log has no attribute", "attributes of the log", &names.log_attributes(), found);
    }
    test.quarantine.iter().for_each(|row| check_code(&row.code, found));
    test.findings.iter().flatten().for_each(|code| check_code(code, found));
    check_files(test, found);
    check_exit(test, found);
}

/// Files that are said to have rows in quarantine are files of the input.
fn check_files(test: &TestCase, found: &mut Diagnostics) {
    if test.folder().is_some() {
        return;
    }
    let known = || test.input.0.iter().map(|(key, _)| key.text.as_str());
    for name in test.quarantine.iter().filter_map(|row| row.file.as_ref()) {
        // What a packed file holds is named behind a `!`.
        let file = name.text.split('!').next().unwrap_or_default();
        let is_below = |mapping: &str| known().any(|each| each.strip_prefix(mapping) == Some(&format!("/{file}")));
        let is_of_set = known().filter_map(|each| each.split('/').next()).any(is_below);
        if !file.is_empty() && !known().any(|each| each == file) && !is_of_set {
            let message = format!("the test has no input file `{file}`");
            let help = nearest::suggest(file, "files", known()).unwrap_or_default();
            found.push(Diagnostic::new(codes::MISSING_INPUT_OF_TEST, message).at(name.span, "no such file").help(help));
        }
    }
}

/// The exit codes of a run.
const EXITS: std::ops::RangeInclusive<i64> = 0..=3;

fn check_exit(test: &TestCase, found: &mut Diagnostics) {
    if let Some(exit) = test.exit.filter(|exit| !EXITS.contains(exit)) {
        let message = format!("no run ends with {exit}");
        let finding = Diagnostic::new(codes::VALUE_NOT_ALLOWED, message).at(test.place("exit"), "no exit code");
        found.push(finding.help("write 0 (fine), 1 (findings), 2 (wrong usage) or 3 (could not run)"));
    }
}

fn check_code(name: &Name, found: &mut Diagnostics) {
    if Code::parse(&name.text).is_some_and(|code| code.id() == name.text) {
        return;
    }
    let ids = || Code::all().map(Code::id);
    let by_name = Code::parse(&name.text).map(Code::id);
    let help = match by_name.or_else(|| nearest::nearest(&name.text, ids())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a code such as `E0802`; `caseloom codes` lists all of them".to_owned(),
    };
    let message = format!("there is no code `{}`", name.text);
    found.push(Diagnostic::new(codes::UNKNOWN_CODE, message).at(name.span, "unknown code").help(help));
}

fn check_columns(cells: &Cells, what: &str, plural: &str, known: &[&str], found: &mut Diagnostics) {
    for (key, _) in cells.cells.iter().filter(|(key, _)| !known.contains(&key.text.as_str())) {
        let help = nearest::suggest(&key.text, plural, known.iter().copied());
        let help = help.unwrap_or_else(|| format!("the mapping has no {plural}"));
        let message = format!("{what} `{}`", key.text);
        found.push(Diagnostic::new(codes::UNKNOWN_ATTRIBUTE, message).at(key.span, "unknown name").help(help));
    }
}

impl<'a> Names<'a> {
    /// The columns of events: the tests' names for standard values, and the headers of the log.
    pub fn event_columns(&self) -> Vec<&'a str> {
        let headers = self.log.output.event_columns.iter().map(|(_, header)| header.as_str());
        let standard = STANDARD.iter().map(|(name, _)| *name);
        standard.chain(headers).chain(names(&self.log.event_attributes)).collect()
    }

    /// The attributes of cases.
    pub fn case_columns(&self) -> Vec<&'a str> {
        std::iter::once(self.log.output.case_id_header.as_str()).chain(names(&self.log.case_attributes)).collect()
    }

    /// The attributes of the log.
    pub fn log_attributes(&self) -> Vec<&'a str> {
        names(&self.log.log_attributes).collect()
    }

    fn activities(&self) -> impl Iterator<Item = &'a str> + Clone {
        self.plans.iter().flat_map(|plan| plan.activities.iter().map(|activity| activity.id.as_str()))
    }

    /// The params; of a set with the names of their mappings.
    fn params(&self) -> Vec<String> {
        let of_plan = |plan: &&Plan| {
            let of_set = if self.plans.len() > 1 { format!("{}.", plan.name) } else { String::new() };
            plan.params.iter().map(move |param| format!("{of_set}{}", param.id)).collect::<Vec<_>>()
        };
        self.plans.iter().flat_map(of_plan).collect()
    }

    /// Whether data may name activities, so that any name may be one.
    fn has_names_of_data(&self) -> bool {
        self.plans.iter().flat_map(|plan| &plan.activities).any(|activity| activity.named_by.is_some())
    }

    fn has_language(&self, name: &Name, found: &mut Diagnostics) -> bool {
        let labels = self.plans.iter().flat_map(|plan| plan.labels());
        let Some((message, help)) = language::fault(&name.text, labels) else { return true };
        let finding = Diagnostic::new(codes::UNKNOWN_LANGUAGE, message).at(name.span, "unknown language");
        found.push(finding.help(help));
        false
    }

    fn check_event(&self, event: &Cells, is_of_case: bool, found: &mut Diagnostics) {
        check_columns(event, "events have no column", "columns of events", &self.event_columns(), found);
        if let (true, Some((key, _))) = (is_of_case, event.cells.iter().find(|(key, _)| key.text == "case")) {
            let message = "the event stands under its case already";
            let finding = Diagnostic::new(codes::CONFLICTING_KEYS, message).at(key.span, "said twice");
            found.push(finding.help("leave `case` out here"));
        }
        match event.get("activity").filter(|activity| !activity.is_null()) {
            Some(activity) => self.check_activity(activity, found),
            None => {
                let finding = Diagnostic::new(codes::MISSING_KEY, "an expected event needs the key `activity`");
                let finding = finding.at(place_of(event), "`activity` is missing");
                found.push(finding.help("add `activity:` with the id of an activity"));
            }
        }
        self.check_words(event, found);
    }

    fn check_activity(&self, activity: &Literal, found: &mut Diagnostics) {
        let word = activity.text();
        if self.has_names_of_data() || self.activities().any(|id| id == word) {
            return;
        }
        let help = nearest::suggest(word, "activities", self.activities()).unwrap_or_default();
        let message = format!("there is no activity `{word}`");
        found.push(Diagnostic::new(codes::UNKNOWN_ACTIVITY, message).at(activity.span, "unknown activity").help(help));
    }

    /// Values of which the mapping has only so many.
    fn check_words(&self, event: &Cells, found: &mut Diagnostics) {
        let plans = || self.plans.iter();
        let sources = plans().flat_map(|plan| plan.sources.iter().map(|source| source.id.as_str()));
        let kinds = EventKind::NAMES.iter().map(|(name, _)| *name);
        let lifecycles = plans().flat_map(|plan| plan.rules.iter().filter_map(|rule| rule.lifecycle.as_deref()));
        check_word(event.get("source"), "source", codes::UNKNOWN_SOURCE, sources, found);
        check_word(event.get("kind"), "kind", codes::VALUE_NOT_ALLOWED, kinds, found);
        check_word(event.get("lifecycle"), "lifecycle transition", codes::VALUE_NOT_ALLOWED, lifecycles, found);
    }
}

fn check_word<'a>(
    value: Option<&Literal>,
    what: &str,
    code: Code,
    known: impl Iterator<Item = &'a str> + Clone,
    found: &mut Diagnostics,
) {
    let Some(value) = value.filter(|value| !value.is_null()) else { return };
    if known.clone().any(|each| each == value.text()) {
        return;
    }
    let help = nearest::suggest(value.text(), &format!("{what}s"), known);
    let help = help.unwrap_or_else(|| format!("the mapping has no {what}s"));
    let message = format!("there is no {what} `{}`", value.text());
    found.push(Diagnostic::new(code, message).at(value.span, format!("unknown {what}")).help(help));
}

/// Where an event is pointed at: by its first key, as it may be long.
pub fn place_of(event: &Cells) -> crate::diagnostic::Span {
    event.cells.first().map_or(event.span, |(key, value)| key.span.join(value.span))
}

fn names(columns: &[LogColumn]) -> impl Iterator<Item = &str> {
    columns.iter().map(|column| column.name.as_str())
}
