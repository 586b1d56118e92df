//! What a log looks like, be it of one mapping or of several.

use super::{OutputPlan, Plan};

/// The columns of a log, and which attributes of which mapping fill them. Mappings are meant by their places.
#[derive(Debug, Clone)]
pub struct LogPlan {
    /// The name of the mapping, or of the set.
    pub name: String,
    /// The version of the set; empty where it has none.
    pub version: String,
    /// How it is written.
    pub output: OutputPlan,
    /// Attributes of the log.
    pub log_attributes: Vec<LogColumn>,
    /// Attributes of cases.
    pub case_attributes: Vec<LogColumn>,
    /// Attributes of events.
    pub event_attributes: Vec<LogColumn>,
}

/// A column, or an attribute of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogColumn {
    /// Its header.
    pub name: String,
    /// By mapping: which of its attributes it is.
    pub of_mapping: Vec<Option<usize>>,
}

impl LogPlan {
    /// The log of one mapping.
    pub fn of_mapping(plan: &Plan) -> Self {
        Self {
            name: plan.name.clone(),
            version: plan.version.clone(),
            output: plan.output.clone(),
            log_attributes: own(plan.log_attributes.iter().map(|each| each.name.as_str())),
            case_attributes: own(plan.case_attributes.iter().map(|each| each.name.as_str())),
            event_attributes: own(plan.event_attributes.iter().map(|each| each.name.as_str())),
        }
    }
}

fn own<'a>(names: impl Iterator<Item = &'a str>) -> Vec<LogColumn> {
    let column = |(index, name): (usize, &str)| LogColumn { name: name.to_owned(), of_mapping: vec![Some(index)] };
    names.enumerate().map(column).collect()
}
