//! Attributes of the log as a whole.

use super::LogPart;
use crate::evaluate::ParamValues;
use crate::plan::{LogAttribute, LogPlan, Operand, Plan};

/// What the attributes of a log are made of.
#[derive(Debug, Clone, Copy)]
pub struct LogValues<'a> {
    /// The values of params.
    pub params: &'a ParamValues,
    /// When the data was extracted, in milliseconds since 1970 in UTC.
    pub extracted_at: Option<i64>,
}

impl LogValues<'_> {
    /// The values of an attribute of a mapping's log; none where it is null.
    pub fn of(&self, plan: &Plan, attribute: usize) -> Vec<Operand> {
        let values = match &plan.log_attributes[attribute].value {
            LogAttribute::ExtractedAt => self.extracted_at.map(Operand::Time).into_iter().collect(),
            LogAttribute::SourceSystem => plan.source_system.clone().map(Operand::Text).into_iter().collect(),
            LogAttribute::Text(literal) => vec![Operand::Text(literal.clone())],
            LogAttribute::Param(param) => self.params.of(*param).to_vec(),
        };
        if values.iter().all(|value| *value == Operand::Null) { Vec::new() } else { values }
    }
}

/// An attribute of a log, with the values that each mapping gives it.
#[derive(Debug)]
pub struct LogAttributeValues {
    /// Its name.
    pub name: String,
    /// Mappings with their values, in the order of the mappings; those that have none are left out.
    pub given: Vec<(usize, Vec<Operand>)>,
}

impl LogAttributeValues {
    /// The values that count: those of the first mapping that has any.
    pub fn values(&self) -> &[Operand] {
        self.given.first().map_or(&[], |(_, values)| values)
    }

    /// A mapping that gives other values.
    pub fn other(&self) -> Option<&(usize, Vec<Operand>)> {
        self.given.iter().find(|(_, values)| *values != self.values())
    }
}

/// All attributes of a log.
pub fn log_values(log: &LogPlan, parts: &[LogPart<'_>]) -> Vec<LogAttributeValues> {
    let attribute = |column: &crate::plan::LogColumn| {
        let of_parts = column.of_mapping.iter().zip(parts).enumerate();
        let given = of_parts.filter_map(|(mapping, (attribute, part))| {
            let values = part.values.of(part.plan, (*attribute)?);
            (!values.is_empty()).then_some((mapping, values))
        });
        LogAttributeValues { name: column.name.clone(), given: given.collect() }
    };
    log.log_attributes.iter().map(attribute).collect()
}
