//! What follows from what an overlay switches off.

use super::{Disabled, Extended, missing, place};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span, codes};
use crate::yaml::{Kind, Node};

/// How many users of a thing are named.
const NAMED: usize = 4;

/// Says of names that nothing has any more that the overlay took the thing away, and who uses it; what a base's own
/// parts leave unused isn't the overlay's concern.
pub fn explain(
    extended: &Extended,
    scripts: &[(crate::diagnostic::FileId, String, String)],
    found: Diagnostics,
) -> Diagnostics {
    let Some(first) = extended.chain.first().filter(|_| extended.chain.len() > 1) else { return found };
    let mut uses: Vec<Vec<Span>> = vec![Vec::new(); extended.disabled.len()];
    let mut kept = Diagnostics::new();
    for finding in found {
        let span = place(&finding);
        let is_of_base = span.is_some_and(|span| span.file != first.file);
        let about =
            span.filter(|_| names_nothing(finding.code)).and_then(|span| about(extended, scripts, span, finding.code));
        match (about, span) {
            // Each rule of an activity uses what the activity names.
            (Some(index), Some(span)) if uses[index].contains(&span) => {}
            (Some(index), Some(span)) => uses[index].push(span),
            _ if is_of_base && is_of_its_own(finding.code) => {}
            _ => kept.push(finding),
        }
    }
    for (disabled, uses) in extended.disabled.iter().zip(uses).filter(|(_, uses)| !uses.is_empty()) {
        let (one, _) = missing::in_words(&disabled.path);
        kept.push(in_use(&extended.tree, one, disabled, &uses, scripts));
    }
    kept
}

/// Whether a finding on a base is for whoever writes the base: an overlay leaves things unused, and has fewer languages.
fn is_of_its_own(code: Code) -> bool {
    code.name().starts_with("unused-") || [codes::MISSING_LABEL, codes::MISSING_DOCS].contains(&code)
}

/// Whether a finding is about a name that nothing has.
fn names_nothing(code: Code) -> bool {
    code.name().starts_with("unknown-") || code == codes::PATH_THROUGH_NOTHING || code == codes::NOT_ON_SCALE
}

/// What was switched off, of what a place names.
fn about(
    extended: &Extended,
    scripts: &[(crate::diagnostic::FileId, String, String)],
    span: Span,
    code: Code,
) -> Option<usize> {
    let of_chain = extended.chain.iter().find(|link| link.file == span.file).map(|link| link.text.as_str());
    let of_script = || scripts.iter().find(|(file, ..)| *file == span.file).map(|(.., text)| text.as_str());
    let word = of_chain.or_else(of_script)?.get(span.range())?.trim_matches(['"', '\'', '$', '`']);
    let is_named = |id: &str| word == id || word.split('.').any(|part| part == id);
    extended.disabled.iter().position(|each| is_of(code, each) && each.path.last().is_some_and(|id| is_named(id)))
}

/// Whether a finding may be about things of that section.
fn is_of(code: Code, disabled: &Disabled) -> bool {
    let sections: &[&str] = match code.name() {
        "unknown-param" => &["params"],
        "unknown-activity" => &["activities"],
        "unknown-tracked-field" => &["tracked_fields"],
        "unknown-calendar" => &["calendars"],
        // What is counted may be any of them.
        "unknown-source" => &["sources", "activities", "tracked_fields"],
        "unknown-reference-target" | "unknown-column" => &["sources"],
        _ => return true,
    };
    disabled.path.first().is_some_and(|first| sections.contains(&first.as_str()))
}

/// Something that is switched off, and what uses it. `what` says what sort of thing it is.
pub(super) fn in_use(
    tree: &Node,
    what: &str,
    disabled: &Disabled,
    uses: &[Span],
    scripts: &[(crate::diagnostic::FileId, String, String)],
) -> Diagnostic {
    let id = disabled.path.last().map_or("", String::as_str);
    let mut users: Vec<String> = Vec::new();
    for user in uses.iter().map(|span| user(tree, *span, scripts)) {
        if !users.contains(&user) {
            users.push(user);
        }
    }
    let named = users.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = users.len().saturating_sub(NAMED);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let verb = if users.len() == 1 { "uses" } else { "use" };
    let called = if what.is_empty() { format!("`{id}`") } else { format!("the {what} `{id}`") };
    let message = format!("{called} is switched off, and {named}{rest} {verb} it");
    let finding = Diagnostic::new(codes::DISABLED_IN_USE, message).at(disabled.span, "switched off here");
    let finding = uses.iter().take(NAMED).fold(finding, |finding, span| finding.also(*span, "used here"));
    finding.help("switch off what uses it, too, or let it use something else")
}

/// What uses a name, in words.
fn user(tree: &Node, span: Span, scripts: &[(crate::diagnostic::FileId, String, String)]) -> String {
    if let Some((_, name, _)) = scripts.iter().find(|(file, ..)| *file == span.file) {
        return format!("the script file `{name}`");
    }
    let mut path = Vec::new();
    find(tree, span, &mut path);
    let keys: Vec<&str> = path.iter().map(String::as_str).collect();
    match keys.as_slice() {
        ["sources", source, "columns", column, ..] => format!("the column `{source}.{column}`"),
        ["attributes", _, id, ..] => format!("the attribute `{id}`"),
        ["case", ..] => "the case notion".to_owned(),
        ["output", ..] => "the output".to_owned(),
        [section, id, ..] => {
            let (one, _) = missing::in_words(&vec![(*section).to_owned(), (*id).to_owned()]);
            format!("the {one} `{id}`")
        }
        _ => "the mapping".to_owned(),
    }
}

/// The keys above the value that holds a place.
fn find(node: &Node, span: Span, path: &mut Vec<String>) -> bool {
    let holds = |other: Span| other.file == span.file && other.start <= span.start && span.end <= other.end;
    match &node.kind {
        Kind::Mapping(entries) => entries.iter().any(|entry| {
            path.push(entry.key.text.clone());
            let found = holds(entry.key.span) || find(&entry.value, span, path);
            if !found {
                path.pop();
            }
            found
        }),
        Kind::Sequence(items) => items.iter().any(|item| find(item, span, path)),
        _ => holds(node.span),
    }
}
