//! What to look at, in plain words.

use super::model::{Coverage, Finding, FlowCount};
use super::render::{grouped, percent};

/// From what share of cases on one that begins or ends otherwise is worth a look: one in a hundred.
const WORTH_A_LOOK: u64 = 100;

/// All findings, the weightiest sorts first.
pub fn findings(coverage: &Coverage) -> Vec<Finding> {
    let mut found = Vec::new();
    values(coverage, &mut found);
    rules(coverage, &mut found);
    cases(coverage, &mut found);
    order(coverage, &mut found);
    input(coverage, &mut found);
    attributes(coverage, &mut found);
    found
}

fn push(found: &mut Vec<Finding>, sort: &'static str, text: String, advice: &str) {
    found.push(Finding { sort, text, advice: advice.to_owned() });
}

fn such_as(examples: &[String]) -> String {
    let examples: Vec<String> = examples.iter().map(|case| format!("`{case}`")).collect();
    if examples.is_empty() { String::new() } else { format!(", such as in case {}", examples.join(", ")) }
}

/// A text that data give, so that it stays within its backticks.
fn in_code(text: &str) -> String {
    text.replace('`', "'")
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{} {what}s", grouped(count)) }
}

fn values(coverage: &Coverage, found: &mut Vec<Finding>) {
    for value in &coverage.unknown_values {
        let text = format!(
            "The mapping names `{}` of `{}` nowhere: {} to it{}.",
            in_code(&value.value),
            value.field,
            counted(value.changes, "change"),
            such_as(&value.examples)
        );
        push(
            found,
            "unknown_value",
            text,
            "Say what the value means: add it to the param or the rule that it belongs to.",
        );
    }
    for value in &coverage.unlisted_values {
        let text = format!(
            "`{}` isn't among the values of `{}.{}`: {}{}.",
            in_code(&value.value),
            value.source,
            value.column,
            counted(value.rows, "row"),
            such_as(&value.examples)
        );
        push(
            found,
            "unlisted_value",
            text,
            "Add it to the column's `values:`; until then it passes under its own name.",
        );
    }
    for name in &coverage.unknown_names {
        let text = format!("`{}` has the name `{}` {}.", name.activity, in_code(&name.name), times(name.events));
        push(found, "unknown_name", text, "Add it to the activity's `known:`, with a label.");
    }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{} times", grouped(count)) }
}

fn rules(coverage: &Coverage, found: &mut Vec<Finding>) {
    for rule in &coverage.rules {
        let Some(why) = &rule.why_never else { continue };
        let number = if rule.of > 1 {
            format!("Rule {} of `{}`", rule.rule, rule.activity)
        } else {
            format!("`{}`", rule.activity)
        };
        let text = format!("{number} ({}:{}) never gave an event: {why}.", rule.place.file, rule.place.line);
        push(
            found,
            "rule_never_fired",
            text,
            "Check the values that it names, or whether the export lacks what it reads.",
        );
    }
    for change in &coverage.unwanted_changes {
        let to = change.value.as_ref().map(|value| format!(" to `{value}`")).unwrap_or_default();
        let text = format!(
            "No rule wanted {} of `{}`{to}{}.",
            counted(change.rows, "change"),
            change.field,
            such_as(&change.examples)
        );
        push(found, "unwanted_change", text, "Add a rule if that is something that happened in the process.");
    }
    for field in &coverage.untracked_fields {
        let text = format!(
            "{} of `{}` {} about `{}`, which isn't tracked.",
            counted(field.rows, "row"),
            field.source,
            if field.rows == 1 { "is" } else { "are" },
            in_code(&field.field)
        );
        push(found, "untracked_field", text, "Add a tracked field if its changes matter to the process.");
    }
}

fn is_worth_a_look(count: u64, cases: u64) -> bool {
    count > 0 && count.saturating_mul(WORTH_A_LOOK) >= cases
}

fn cases(coverage: &Coverage, found: &mut Vec<Finding>) {
    let (flow, all) = (&coverage.flow, coverage.cases);
    let mut tell = |sort, count: &FlowCount, what: &str, advice: &str| {
        if is_worth_a_look(count.count, all) {
            let cases =
                if count.count == 1 { "1 case has".to_owned() } else { format!("{} cases have", grouped(count.count)) };
            let text = format!("{cases} {what} ({}){}.", percent(count.count, all), such_as(&count.examples));
            push(found, sort, text, advice);
        }
    };
    tell("without_events", &flow.without_events, "no event at all", "Ask `explain` about one of them.");
    tell("single_event", &flow.single_event, "one event only", "See whether their history was exported.");
    let ids = |ids: &[String]| ids.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let begin = format!("no {} to begin with", ids(&flow.begins));
    tell(
        "without_begin",
        &flow.without_begin,
        &begin,
        "Name what cases begin with under `case: { begins: … }`, or see whether the export starts later.",
    );
    let end = format!("no {} to end with", ids(&flow.ends));
    tell(
        "without_end",
        &flow.without_end,
        &end,
        "They may be open still; name what cases end with under `case: { ends: … }`.",
    );
    for truncated in &coverage.truncated {
        let text = format!(
            "`{}` begins at {}, and {} began a day or more before ({}){}.",
            truncated.source,
            truncated.earliest,
            counted(truncated.cases, "case"),
            percent(truncated.cases, all),
            such_as(&truncated.examples)
        );
        push(
            found,
            "truncated_history",
            text,
            "Their early history is missing: export it too, or leave such cases out by `keep_if`.",
        );
    }
}

fn order(coverage: &Coverage, found: &mut Vec<Finding>) {
    for before in &coverage.flow.before_begin {
        let activity = before.activity.as_deref().unwrap_or_default();
        let text = format!(
            "`{activity}` comes before what its case begins with {}{}.",
            times(before.count),
            such_as(&before.examples)
        );
        push(found, "before_begin", text, "Clocks may differ between sources, or times be in the wrong zone.");
    }
    for after in &coverage.flow.after_end {
        let activity = after.activity.as_deref().unwrap_or_default();
        let text = format!(
            "`{activity}` comes after what its case ends with {}{}.",
            times(after.count),
            such_as(&after.examples)
        );
        push(found, "after_end", text, "See whether the case was reopened, and whether an activity says so.");
    }
}

fn input(coverage: &Coverage, found: &mut Vec<Finding>) {
    for fault in &coverage.quarantine {
        let text = format!(
            "{} of `{}` couldn't be used: {} ({}).",
            counted(fault.rows, "row"),
            fault.source,
            fault.title,
            fault.code
        );
        push(found, "quarantine", text, "`generate` writes them to quarantine.csv, each with its reason.");
    }
    for reference in &coverage.unmatched_references {
        let example = reference.example.as_deref().map(|value| match reference.values {
            1 => format!(": `{}`", in_code(value)),
            _ => format!(", such as `{}`", in_code(value)),
        });
        let text = format!(
            "{} of `{}.{}` {} nothing{}.",
            counted(reference.values, "value"),
            reference.source,
            reference.column,
            if reference.values == 1 { "matches" } else { "match" },
            example.unwrap_or_default()
        );
        push(found, "unmatched_reference", text, "Export what they refer to, too.");
    }
    for source in &coverage.missing_sources {
        push(
            found,
            "missing_source",
            format!("The export has no files for `{source}`."),
            "Export it too, if the system has it.",
        );
    }
}

fn attributes(coverage: &Coverage, found: &mut Vec<Finding>) {
    for nulls in coverage.nulls.iter().filter(|nulls| nulls.values > 0 && nulls.nulls == nulls.values) {
        let of = if nulls.of_events { "events" } else { "cases" };
        let text = format!("`{}` of {of} ({}:{}) is always null.", nulls.attribute, nulls.place.file, nulls.place.line);
        push(found, "always_null", text, "Check what it reads, or whether the export lacks that.");
    }
}
