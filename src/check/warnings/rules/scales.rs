//! Values that rules ask for and that aren't on their field's scale.

use crate::check::warnings::Checked;
use crate::diagnostic::{Diagnostic, codes, nearest};
use crate::mapping::decode::Literal;
use crate::mapping::{Clause, Condition, FormKind, Mapping, Operator, Rule, Test, Value};

/// Values off the field's own scale, where that is written out: a param's scale is known in a run only.
pub fn off(checked: &Checked<'_>) -> Vec<Diagnostic> {
    let mapping = checked.mapping;
    let activities = mapping.activities.iter();
    let rules = activities.flat_map(|(_, activity)| activity.rules.iter().chain(activity.shared.as_deref()));
    let mut found: Vec<Diagnostic> = rules.flat_map(|rule| of_rule(mapping, rule)).collect();
    for (_, value) in mapping.attributes.case.iter().chain(mapping.attributes.event.iter()) {
        of_value(mapping, value, &mut found);
    }
    found
}

fn of_rule(mapping: &Mapping, rule: &Rule) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let fields: Vec<&str> = rule.change.0.iter().map(|name| name.text.as_str()).collect();
    if let Some(steps) = steps(mapping, &fields) {
        rule.from.iter().chain(&rule.to).for_each(|test| in_test(test, &fields, &steps, &mut found));
        rule.r#where.iter().for_each(|condition| {
            in_condition(condition, &mut |name, test| {
                if matches!(name, "old" | "new") {
                    in_test(test, &fields, &steps, &mut found);
                }
            });
        });
    }
    rule.r#while.iter().for_each(|condition| {
        in_condition(condition, &mut |name, test| of_field(mapping, name, test, &mut found));
    });
    found
}

fn of_value(mapping: &Mapping, value: &Value, found: &mut Vec<Diagnostic>) {
    match value {
        Value::FirstPresent(values, _) => values.iter().for_each(|each| of_value(mapping, each, found)),
        Value::Form(form) => match &form.kind {
            FormKind::TimeIn(time_in) => of_field(mapping, &time_in.field.text, &time_in.test, found),
            FormKind::From(value) => of_value(mapping, value, found),
            _ => {}
        },
        Value::Path(_) | Value::Expression(_) => {}
    }
}

fn of_field(mapping: &Mapping, field: &str, test: &Test, found: &mut Vec<Diagnostic>) {
    if let Some(steps) = steps(mapping, &[field]) {
        in_test(test, &[field], &steps, found);
    }
}

/// The steps of fields that all have a scale of their own.
fn steps<'a>(mapping: &'a Mapping, fields: &[&str]) -> Option<Vec<&'a str>> {
    let mut steps = Vec::new();
    for field in fields {
        let scale = mapping.tracked_fields.find(field)?.1.scale.as_ref()?;
        if scale.0.0.iter().any(|literal| literal.param().is_some()) {
            return None;
        }
        steps.extend(scale.0.0.iter().map(Literal::text));
    }
    (!steps.is_empty()).then_some(steps)
}

fn in_condition<'a>(condition: &'a Condition, look: &mut dyn FnMut(&'a str, &'a Test)) {
    let Condition::Clauses(clauses) = condition else { return };
    for clause in clauses {
        match clause {
            Clause::Named(name, test) => look(&name.text, test),
            Clause::Any(all) | Clause::All(all) => all.iter().for_each(|each| in_condition(each, look)),
            Clause::Not(inner) => in_condition(inner, look),
        }
    }
}

fn in_test(test: &Test, fields: &[&str], steps: &[&str], found: &mut Vec<Diagnostic>) {
    match test {
        Test::OneOf(literals, _) => {
            let is_any = |literal: &Literal| literals.len() == 1 && literal.text() == "any";
            let off = literals.iter().filter(|literal| {
                literal.param().is_none() && !literal.is_null() && !steps.contains(&literal.text()) && !is_any(literal)
            });
            found.extend(off.map(|literal| off_scale(literal, fields, steps)));
        }
        Test::Operators(operators) => {
            for (operator, _) in operators {
                if let Operator::Not(inner) = operator {
                    in_test(inner, fields, steps, found);
                }
            }
        }
    }
}

fn off_scale(literal: &Literal, fields: &[&str], steps: &[&str]) -> Diagnostic {
    let message = format!("`{}` isn't on the scale of `{}`", literal.text(), fields.join("`, `"));
    let help = nearest::suggest(literal.text(), "its steps", steps.iter().copied());
    Diagnostic::new(codes::VALUE_OFF_SCALE, message)
        .at(literal.span, "no step of the scale")
        .help(help.unwrap_or_default())
}
