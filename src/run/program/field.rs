//! Tracked fields, bound.

use super::way::{Kept, Way};
use crate::evaluate::{Binder, Set};
use crate::plan::{Condition, Expr, Operands, Plan, Subject, Test, ValueType};
use crate::rows::{Cell, TextId, Texts};

/// A tracked field, bound.
#[derive(Debug)]
pub struct FieldProgram {
    /// Whether its columns are kept: nothing asks for the others.
    pub is_read: bool,
    /// The names under which it appears, where any row has them.
    pub names: Vec<TextId>,
    /// Its values from lowest to highest, each with its spellings.
    pub scale: Vec<Set>,
    /// The values that rules and attributes name; `None` where nothing names any.
    pub known: Option<Set>,
    /// Where rows keep the value before a change, where they tell it.
    pub old: Option<Kept>,
    /// Where they keep the value after it.
    pub new: Kept,
    /// The places of both, where they are words that are equal where the texts are, and nothing else is to be looked at.
    pub words: Option<[usize; 2]>,
    /// The way from the case's record to the value that holds now.
    pub current: Option<Way>,
}

impl FieldProgram {
    pub(super) fn new(plan: &Plan, field: usize, binder: &mut Binder<'_>) -> Self {
        let written = &plan.fields[field];
        let columns = &plan.sources[written.source].columns;
        let names = written.shape.named.iter().flat_map(|(_, names)| names);
        let scale = written.scale.iter().flat_map(|scale| binder.each(scale));
        Self {
            is_read: columns[written.shape.new].place.is_some(),
            names: names.filter_map(|name| binder.id_of(name)).collect(),
            scale: scale.collect(),
            known: known(plan, field, binder),
            old: written.shape.old.map(|column| Kept::of(&columns[column])),
            new: Kept::of(&columns[written.shape.new]),
            words: words(plan, field),
            current: written.current.as_ref().map(|path| Way::along(path, plan)),
        }
    }

    /// How high a value is on the scale.
    pub fn rank(&self, value: Cell, texts: &Texts) -> Option<usize> {
        self.scale.iter().position(|step| step.contains(&value.into(), texts))
    }
}

fn words(plan: &Plan, field: usize) -> Option<[usize; 2]> {
    let written = &plan.fields[field];
    let source = &plan.sources[written.source];
    let place = |column: usize| Kept::of(&source.columns[column]).text_place();
    let is_plain = written.kind == ValueType::Text && !written.skips_nulls && source.duplicates.is_none();
    if is_plain { Some([place(written.shape.old?)?, place(written.shape.new)?]) } else { None }
}

fn is_on(subject: &Subject, field: usize) -> bool {
    matches!(subject, Subject::Changes(_, fields) if fields.contains(&field))
}

/// The values of a field that the mapping names anywhere.
fn known(plan: &Plan, field: usize, binder: &Binder<'_>) -> Option<Set> {
    let mut named: Vec<&Operands> = Vec::new();
    for rule in &plan.rules {
        if is_on(&rule.subject, field) {
            rule.from.iter().chain(&rule.to).for_each(|test| in_test(test, &mut named));
        }
        rule.during.iter().for_each(|condition| in_condition(condition, field, &mut named));
    }
    let attributes = plan.case_attributes.iter().chain(&plan.event_attributes);
    attributes.filter_map(|each| each.value.as_ref()).for_each(|value| in_value(value, field, &mut named));
    named.extend(&plan.fields[field].scale);
    let all = Operands {
        all: named.iter().flat_map(|each| each.all.iter().cloned()).collect(),
        span: plan.fields[field].span,
    };
    (!all.all.is_empty()).then(|| binder.set(&all))
}

fn in_test<'p>(test: &'p Test, named: &mut Vec<&'p Operands>) {
    match test {
        Test::OneOf(operands) => named.push(operands),
        Test::Not(test) => in_test(test, named),
        Test::All(all) => all.iter().for_each(|test| in_test(test, named)),
        _ => {}
    }
}

fn in_condition<'p>(condition: &'p Condition, field: usize, named: &mut Vec<&'p Operands>) {
    match condition {
        Condition::All(all) | Condition::Any(all) => all.iter().for_each(|each| in_condition(each, field, named)),
        Condition::Not(not) => in_condition(not, field, named),
        Condition::Test(value, test) => {
            if matches!(&**value, Expr::Field { field: own, .. } if *own == field) {
                in_test(test, named);
            }
        }
        Condition::Script(_) => {}
    }
}

fn in_value<'p>(value: &'p Expr, own: usize, named: &mut Vec<&'p Operands>) {
    match value {
        Expr::TimeIn { field, test, .. } if *field == own => in_test(test, named),
        Expr::FirstPresent(values) => values.iter().for_each(|value| in_value(value, own, named)),
        _ => {}
    }
}
