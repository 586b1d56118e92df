//! Names that mean something of their own, so that nothing else of that name could be reached.

use super::super::checker::Checker;
use crate::diagnostic::codes;
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
