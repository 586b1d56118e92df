//! Names that mean something of their own, so that nothing else of that name could be reached.

use super::super::checker::Checker;
use crate::diagnostic::codes;
use crate::plan::OutputPlan;
use crate::yaml::Key;

/// What stands before the first dot of a path.
const BEFORE_DOTS: &[&str] = &["case", "next", "previous", "old", "new", "by"];

/// What a `$` names without a param.
const AFTER_DOLLAR: &[&str] = &["extracted_at", "source_system"];

/// The views that scripts have of a case.
const IN_SCRIPTS: &[&str] = &["record", "fields", "rows", "events"];

/// Reports sources, params and attributes of such names.
pub fn names(checker: &mut Checker<'_>) {
    let mapping = checker.mapping;
    mapping.sources.iter().for_each(|(key, _)| reserved(checker, key, BEFORE_DOTS, "source"));
    let in_scripts = [AFTER_DOLLAR, IN_SCRIPTS].concat();
    mapping.params.iter().for_each(|(key, _)| reserved(checker, key, &in_scripts, "param"));
    mapping.attributes.case.iter().for_each(|(key, _)| reserved(checker, key, IN_SCRIPTS, "attribute"));
}

fn reserved(checker: &mut Checker<'_>, key: &Key, words: &[&str], what: &str) {
    if words.contains(&key.text.as_str()) {
        let message = format!("`{}` has a meaning of its own, so no {what} can be reached by it", key.text);
        checker.problem(codes::RESERVED_NAME, key.span, message, "a reserved name", "choose another name");
    }
}

/// Reports attributes that would stand under a header that another column has already.
pub fn headers(checker: &mut Checker<'_>, output: &OutputPlan) {
    let mapping = checker.mapping;
    let standard: Vec<&str> = output.event_columns.iter().map(|(_, header)| header.as_str()).collect();
    let written = mapping.output.iter().flat_map(|output| output.columns.iter());
    for (position, (key, _)) in written.enumerate() {
        if standard.get(position).is_some_and(|header| standard[..position].contains(header)) {
            taken(checker, key, standard[position], "column");
        }
    }
    let rules =
        mapping.activities.iter().flat_map(|(_, activity)| activity.rules.iter().chain(activity.shared.as_deref()));
    let of_events = mapping.attributes.event.iter().chain(rules.flat_map(|rule| rule.attributes.iter()));
    for (key, _) in of_events.filter(|(key, _)| standard.contains(&key.text.as_str())) {
        taken(checker, key, &key.text, "attribute");
    }
    for (key, _) in mapping.attributes.case.iter().filter(|(key, _)| key.text == output.case_id_header) {
        taken(checker, key, &key.text, "attribute");
    }
}

fn taken(checker: &mut Checker<'_>, key: &Key, header: &str, what: &str) {
    let message = format!("two columns of the output would be headed `{header}`");
    let help = format!("give the {what} another name, or the standard column another header under `output.columns`");
    checker.problem(codes::RESERVED_NAME, key.span, message, "the header is taken", help);
}
