//! What there is to say of a log.xes that was written.

use serde::Serialize;

use super::level::{Level, XesTally};
use super::xml::is_name;
use super::{TRANSITIONS, VERSION, event_names};
use crate::plan::LogPlan;

/// What the manifest says of log.xes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct XesReport {
    /// The version of the standard, as the log names it.
    pub version: &'static str,
    /// The certification level that the log reaches.
    pub level: Level,
    /// The flag X: whether there are attributes whose meaning no extension of the standard defines.
    pub flag_x: bool,
    /// What the next level asks for.
    pub lacks: Option<&'static str>,
    /// What a reader should know.
    #[serde(skip)]
    pub notes: Vec<String>,
}

impl XesReport {
    pub(super) fn new(log: &LogPlan, transitions: &[String], tally: &XesTally) -> Self {
        let (level, lacks) = tally.level();
        Self { version: VERSION, level, flag_x: tally.has_others, lacks, notes: notes(log, transitions, tally) }
    }

    /// The level in a reader's words.
    pub fn in_words(&self) -> String {
        let flag = if self.flag_x { ", flag X" } else { "" };
        let lacks = self.lacks.map(|lacks| format!(" (the next level asks for {lacks})")).unwrap_or_default();
        format!("certification level {:?}{flag}{lacks}", self.level)
    }
}

fn notes(log: &LogPlan, transitions: &[String], tally: &XesTally) -> Vec<String> {
    let mut notes = Vec::new();
    match tally.replaced {
        0 => {}
        1 => notes.push("log.xes: U+FFFD stands for 1 character that XML can't hold".to_owned()),
        replaced => notes.push(format!("log.xes: U+FFFD stands for {replaced} characters that XML can't hold")),
    }
    let attributes = log.case_attributes.iter().chain(&log.log_attributes);
    let keys = event_names(log).into_iter().chain(attributes.map(|column| column.name.clone()));
    let unusual = distinct(keys.filter(|key| !is_name(key)));
    if !unusual.is_empty() {
        notes.push(format!(
            "log.xes: keys that are no XML names, which strict readers refuse: `{}`",
            unusual.join("`, `")
        ));
    }
    let others = distinct(transitions.iter().filter(|each| !TRANSITIONS.contains(&each.as_str())).cloned());
    if !others.is_empty() {
        notes.push(format!("log.xes: the standard doesn't know the lifecycle transitions `{}`", others.join("`, `")));
    }
    notes
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found
}
