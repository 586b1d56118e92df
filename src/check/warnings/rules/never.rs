//! Conditions that nothing can meet.

use super::needs::{Need, Needs, Of};
use super::satisfiable::{Allowed, places};
use crate::check::warnings::Checked;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::ParamType;
use crate::plan::{ColumnFrom, Condition, Direction, Expr, Operand, Plan, RowPath, RulePlan, Subject, Test};

/// How many combinations of alternatives are looked at before a condition is taken to be possible.
const MOST_ALTERNATIVES: usize = 256;

/// Rules, and conditions of sources, that hold for no row at all.
pub fn conditions(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let of_sources = checked.plan.sources.iter().filter_map(|source| {
        let mut needs = Needs::default();
        needs.add(source.filter.as_ref()?, None);
        let conflict = conflict(checked.plan, &needs, &mut { MOST_ALTERNATIVES })?;
        let message = format!("`{}` reads no row: its condition can't hold", source.id);
        Some(report(&conflict, source.span, message))
    });
    let rules = checked.plan.rules.iter().filter_map(|rule| of_rule(checked, rule));
    of_sources.chain(rules).collect()
}

fn of_rule(checked: &Checked<'_>, rule: &RulePlan) -> Option<Diagnostic> {
    let needs = Needs::of_rule(rule);
    let place = checked.place(rule);
    let id = checked.activity(rule);
    if let Some(conflict) = conflict(checked.plan, &needs, &mut { MOST_ALTERNATIVES }) {
        return Some(report(
            &conflict,
            place,
            format!("`{id}` never happens here: the rule's conditions exclude each other"),
        ));
    }
    if !matches!(rule.subject, Subject::Changes(..)) {
        return None;
    }
    let sides = [Of::Old, Of::New].map(|side| of(checked.plan, &needs, side));
    if stays(checked.plan, &sides) {
        let message = format!("`{id}` never happens here: no change leads from a value to itself");
        return Some(report(&spans(&needs.tests), place, message));
    }
    leaves_scale(checked.plan, rule, &sides).then(|| {
        let message = format!("`{id}` never happens here: no such change goes that way on the scale");
        report(&spans(&needs.tests), place, message)
    })
}

fn report(conflict: &[Span], otherwise: Span, message: String) -> Diagnostic {
    let finding = Diagnostic::new(codes::CONDITION_NEVER_HOLDS, message);
    let help = "correct the values, or remove what can't happen";
    let finding = match conflict {
        [] => finding.at(otherwise, "never holds"),
        [one] => finding.at(*one, "never holds"),
        [rest @ .., last] => rest
            .iter()
            .fold(finding.at(*last, "excludes what else is asked"), |finding, span| finding.also(*span, "asked here")),
    };
    finding.help(help)
}

/// Where the tests stand, each place once.
fn spans(needs: &[Need<'_>]) -> Vec<Span> {
    let mut spans: Vec<Span> = needs.iter().flat_map(|need| places(need.test)).collect();
    spans.sort();
    spans.dedup();
    spans
}

fn of<'a>(plan: &Plan, needs: &Needs<'a>, what: Of<'_>) -> Allowed<'a> {
    let mut allowed = Allowed::default();
    for need in needs.tests.iter().filter(|need| need.of.is(plan, &what)) {
        allowed.add(need.test, need.fails);
    }
    allowed
}

/// The places of tests that exclude each other; with alternatives, those of the first one that is excluded as all are.
fn conflict(plan: &Plan, needs: &Needs<'_>, budget: &mut usize) -> Option<Vec<Span>> {
    for need in &needs.tests {
        let same: Vec<Need<'_>> = needs.tests.iter().filter(|other| other.of.is(plan, &need.of)).copied().collect();
        if Allowed::of(&same).is_nothing() {
            return Some(spans(&same));
        }
    }
    let (alternatives, rest) = first_alternatives(&needs.others)?;
    let mut first = None;
    for alternative in alternatives {
        *budget = budget.checked_sub(1)?;
        let mut narrowed = Needs { tests: needs.tests.clone(), others: rest.clone() };
        narrowed.add(alternative, None);
        let found = conflict(plan, &narrowed, budget)?;
        first.get_or_insert(found);
    }
    first
}

fn first_alternatives<'a>(others: &[&'a Condition]) -> Option<(&'a [Condition], Vec<&'a Condition>)> {
    let position = others.iter().position(|each| matches!(each, Condition::Any(_)))?;
    let Condition::Any(alternatives) = others[position] else { return None };
    let rest = others.iter().enumerate().filter(|(index, _)| *index != position).map(|(_, each)| *each);
    Some((alternatives, rest.collect()))
}

/// Whether old and new value can only be one and the same.
fn stays(plan: &Plan, sides: &[Allowed<'_>; 2]) -> bool {
    let single = |side: &Allowed<'_>| match side.values().as_deref() {
        Some([one]) if is_single(plan, one) => Some((*one).clone()),
        _ => None,
    };
    let [old, new] = sides;
    single(old).is_some_and(|old| single(new) == Some(old))
}

/// Whether an operand stands for one value.
fn is_single(plan: &Plan, operand: &Operand) -> bool {
    match operand {
        Operand::Param(index) => !matches!(plan.params[*index].kind, ParamType::List | ParamType::Scale),
        _ => true,
    }
}

/// Whether no step in the rule's direction leads from an old value to a new one. A scale of params isn't known here.
fn leaves_scale(plan: &Plan, rule: &RulePlan, sides: &[Allowed<'_>; 2]) -> bool {
    let (Some(direction), Subject::Changes(_, fields)) = (rule.direction, &rule.subject) else { return false };
    fields.iter().all(|field| {
        let Some(scale) = &plan.fields[*field].scale else { return false };
        let is_open = |each: &Operand| matches!(each, Operand::Param(_));
        if scale.all.iter().any(is_open) {
            return false;
        }
        let [old, new] = sides.each_ref().map(|side| steps(side, &scale.all));
        let (Some(old), Some(new)) = (old, new) else { return false };
        !old.iter().any(|old| {
            new.iter().any(|new| match direction {
                Direction::Up => new > old,
                Direction::Down => new < old,
            })
        })
    })
}

/// The steps of a scale that a side may have; `None` where a param may stand for any.
fn steps(side: &Allowed<'_>, scale: &[Operand]) -> Option<Vec<usize>> {
    match side.values() {
        None => Some((0..scale.len()).filter(|step| side.allows(&scale[*step])).collect()),
        Some(values) if values.iter().any(|each| matches!(each, Operand::Param(_))) => None,
        Some(values) => Some(values.iter().filter_map(|value| scale.iter().position(|step| step == *value)).collect()),
    }
}

/// Literals that a column never has, as its `values` read them as something else.
pub fn spellings(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let plan = checked.plan;
    let mut found = Vec::new();
    for rule in &plan.rules {
        for need in &Needs::of_rule(rule).tests {
            let Some((source, column)) = column(rule, need.of, plan) else { continue };
            misread(plan, source, column, need.test, &mut found);
        }
    }
    found.sort_by_key(|finding: &Diagnostic| finding.primary().map(|label| label.place.clone()));
    found.dedup();
    found
}

/// The column whose value is tested.
fn column(rule: &RulePlan, of: Of<'_>, plan: &Plan) -> Option<(usize, usize)> {
    match (of, &rule.subject) {
        (Of::Value(Expr::Row(RowPath::Here(path))), _) if path.onward.is_empty() => Some((path.source, path.column)),
        (Of::Old | Of::New, Subject::Changes(source, fields)) => {
            Some((*source, plan.fields[*fields.first()?].shape.new))
        }
        _ => None,
    }
}

fn misread(plan: &Plan, source: usize, column: usize, test: &Test, found: &mut Vec<Diagnostic>) {
    match test {
        Test::Not(inner) => misread(plan, source, column, inner, found),
        Test::All(all) => all.iter().for_each(|each| misread(plan, source, column, each, found)),
        Test::OneOf(operands) => {
            let column = &plan.sources[source].columns[column];
            let ColumnFrom::Cell { reader, .. } = &column.from else { return };
            for operand in &operands.all {
                let Operand::Text(text) = operand else { continue };
                let read_as = reader.spellings.iter().find(|(spelling, meant)| spelling == text && meant != text);
                let is_meant = reader.spellings.iter().any(|(_, meant)| meant == text);
                if let Some((_, meant)) = read_as.filter(|_| !is_meant) {
                    found.push(
                        Diagnostic::new(
                            codes::CONDITION_NEVER_HOLDS,
                            format!("`{}` never is `{text}`: it is read as `{meant}`", column.id),
                        )
                        .at(operands.span, "compared with a spelling")
                        .also(column.span, "`values` here")
                        .help(format!("write `{meant}`")),
                    );
                }
            }
        }
        _ => {}
    }
}
