//! Two values of one event, or of one case, that would have the same key.

use super::event::columns;
use super::key::NAME;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::plan::Plan;
use crate::write::log::flat_names;

/// The attributes and columns that can't be written as XES for their name; with `flat`, events repeat the attributes of
/// their case.
pub fn clashes(plan: &Plan, flat: bool) -> Vec<Diagnostic> {
    let mut of_event = Keys::new("event");
    columns(plan).into_iter().for_each(|(_, key)| of_event.add(key, None));
    plan.event_attributes.iter().for_each(|each| of_event.add(each.name.clone(), Some(each.span)));
    if flat {
        let names = flat_names(plan, &of_event.taken);
        names.into_iter().zip(&plan.case_attributes).for_each(|(name, each)| of_event.add(name, Some(each.span)));
    }
    let mut of_case = Keys::new("case");
    of_case.add(NAME.to_owned(), None);
    plan.case_attributes.iter().for_each(|each| of_case.add(each.name.clone(), Some(each.span)));
    of_event.found.into_iter().chain(of_case.found).collect()
}

struct Keys {
    /// What has them.
    of: &'static str,
    taken: Vec<String>,
    found: Vec<Diagnostic>,
}

impl Keys {
    fn new(of: &'static str) -> Self {
        Self { of, taken: Vec::new(), found: Vec::new() }
    }

    fn add(&mut self, key: String, span: Option<Span>) {
        if self.taken.contains(&key) {
            self.found.push(finding(self.of, &key, span));
        }
        self.taken.push(key);
    }
}

fn finding(of: &str, key: &str, span: Option<Span>) -> Diagnostic {
    let article = if of == "event" { "an" } else { "a" };
    let diagnostic = Diagnostic::new(
        codes::XES_KEY_TAKEN,
        format!("two values of {article} {of} would have the key `{key}` in log.xes"),
    );
    match span {
        Some(span) => diagnostic.at(span, "the key is taken").help(
            "give the attribute another name; the standard's own keys stand for activity, time, resource and the like",
        ),
        None => diagnostic.help(format!("give the column another header than `{key}` under `output.columns`")),
    }
}
