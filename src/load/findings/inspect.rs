//! What `validate --input` finds in the input: the same reading as a run's, its findings collected.

use rustc_hash::FxHashMap;

use super::faults::quarantined;
use super::values::with_rows;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::evaluate::ParamValues;
use crate::load::model::{LoadOptions, Loaded};
use crate::plan::{FieldPlan, Operand, Plan, RulePlan, Subject, Test, ValueType};
use crate::rows::TextId;

/// Reads the input as a run would and gives everything that a user should know of it.
pub fn inspect(plan: &Plan, options: &LoadOptions, progress: &(dyn Fn(u64) + Sync)) -> Diagnostics {
    match crate::load::load(plan, options, progress) {
        Err(problems) => problems,
        Ok(loaded) => findings(plan, &loaded),
    }
}

/// What loaded input shows.
pub fn findings(plan: &Plan, loaded: &Loaded) -> Diagnostics {
    let mut found = loaded.warnings.clone();
    found.extend(quarantined(plan, loaded, &loaded.quarantine));
    found.extend((0..plan.fields.len()).filter_map(|field| unknown_values(plan, loaded, field)));
    found
}

/// Values of a tracked field that no rule and no param knows, where rules ask for values.
fn unknown_values(plan: &Plan, loaded: &Loaded, field: usize) -> Option<Diagnostic> {
    let planned = &plan.fields[field];
    let known = Known::of(plan, &loaded.params, field)?;
    let texts = values(plan, loaded, planned).into_iter().map(|(id, rows)| (loaded.texts.get(id), rows));
    let mut unknown: Vec<(&str, u64)> = texts.filter(|(text, _)| !known.has(text)).collect();
    unknown.sort_unstable();
    if unknown.is_empty() {
        return None;
    }
    let message = format!("`{}` has values that no rule knows: {}", planned.id, with_rows(&unknown));
    let help = "add the values to a param or a rule, if their changes are events";
    Some(Diagnostic::new(codes::UNKNOWN_FIELD_VALUE, message).at(planned.span, "this field").help(help))
}

/// How many rows say that the field got a value.
fn values(plan: &Plan, loaded: &Loaded, field: &FieldPlan) -> FxHashMap<TextId, u64> {
    let columns = &plan.sources[field.source].columns;
    let table = &loaded.tables[field.source];
    let names: Option<(usize, Vec<TextId>)> = field
        .shape
        .named
        .as_ref()
        .map(|(column, names)| (*column, names.iter().filter_map(|name| loaded.texts.find(name)).collect()));
    let mut counts = FxHashMap::default();
    for row in (0..table.len() as u32).map(|position| table.row(position)) {
        let is_meant = names.as_ref().is_none_or(|(column, names)| {
            row.cell(&columns[*column]).as_text().is_some_and(|name| names.contains(&name))
        });
        if let (true, Some(value)) = (is_meant, row.cell(&columns[field.shape.new]).as_text()) {
            *counts.entry(value).or_default() += 1;
        }
    }
    counts
}

/// The values that rules on a field ask for, and those of all params.
struct Known<'a> {
    texts: Vec<&'a str>,
    tests: Vec<&'a Test>,
}

impl<'a> Known<'a> {
    /// `None` where every value is known: a rule takes any change, or none asks for values.
    fn of(plan: &'a Plan, params: &'a ParamValues, field: usize) -> Option<Self> {
        if plan.fields[field].kind != ValueType::Text {
            return None;
        }
        let is_on = |rule: &&RulePlan| matches!(&rule.subject, Subject::Changes(_, fields) if fields.contains(&field));
        let rules: Vec<&RulePlan> = plan.rules.iter().filter(is_on).collect();
        let asks = |rule: &&RulePlan| rule.from.is_some() || rule.to.is_some();
        if rules.is_empty() || !rules.iter().all(asks) {
            return None;
        }
        let mut known = Self { texts: Vec::new(), tests: Vec::new() };
        params.values.iter().flatten().for_each(|operand| known.operand(operand));
        rules.iter().flat_map(|rule| rule.from.iter().chain(&rule.to)).for_each(|test| known.test(test));
        plan.fields[field].scale.iter().flat_map(|scale| &scale.all).for_each(|operand| known.operand(operand));
        Some(known)
    }

    fn test(&mut self, test: &'a Test) {
        match test {
            Test::OneOf(operands) => operands.all.iter().for_each(|operand| self.operand(operand)),
            Test::Not(inner) => self.test(inner),
            Test::All(all) => all.iter().for_each(|each| self.test(each)),
            other => self.tests.push(other),
        }
    }

    fn operand(&mut self, operand: &'a Operand) {
        if let Operand::Text(text) = operand {
            self.texts.push(text);
        }
    }

    fn has(&self, text: &str) -> bool {
        self.texts.contains(&text) || self.tests.iter().any(|test| asks_for(test, text))
    }
}

/// Whether a test on parts of a text speaks of this one.
fn asks_for(test: &Test, text: &str) -> bool {
    match test {
        Test::Matches(pattern) => pattern.is_match(text),
        Test::Words(_, operands) => operands.all.iter().any(|operand| match operand {
            Operand::Text(word) => text.to_lowercase().contains(&word.to_lowercase()),
            // Words of params count as known already; the text may hold one of them.
            _ => true,
        }),
        _ => false,
    }
}
