//! Columns headed by the labels of their attributes, in the language of the run.

use super::labels::{lacks, wanted};
use crate::diagnostic::{Diagnostic, Diagnostics, Span, codes};
use crate::mapping::Text;
use crate::plan::{AttributePlan, LogColumn, LogPlan, Plan};

/// The columns of a log, headed by labels.
#[derive(Debug)]
pub struct Headers {
    /// The log with these headers.
    pub log: LogPlan,
    /// By mapping: labels that aren't in the wanted language.
    pub untranslated: Vec<Diagnostics>,
}

/// Heads the columns of the tables by the labels of their attributes: of a column of several mappings by that of the first
/// one. What has no label keeps its name, and standard columns the headers that `output.columns` gives them.
///
/// # Errors
/// Where two columns of a table would have the same header.
pub fn by_labels(log: &LogPlan, plans: &[&Plan], locale: Option<&str>) -> Result<Headers, Diagnostics> {
    let mut header = Header { plans, locale, untranslated: plans.iter().map(|_| Diagnostics::new()).collect() };
    let mut localised = log.clone();
    let cases = header.all(&mut localised.case_attributes, |plan| &plan.case_attributes);
    let events = header.all(&mut localised.event_attributes, |plan| &plan.event_attributes);
    let mut clashes = Diagnostics::new();
    let of_cases = [(log.output.case_id_header.as_str(), None)].into_iter();
    clashes.extend(alike(of_cases.chain(shown(&localised.case_attributes, &cases))));
    let standard = log.output.event_columns.iter().map(|(_, header)| (header.as_str(), None));
    clashes.extend(alike(standard.chain(shown(&localised.event_attributes, &events))));
    match clashes.is_empty() {
        true => Ok(Headers { log: localised, untranslated: header.untranslated }),
        false => Err(clashes),
    }
}

/// An attribute by its name, and where it stands.
type Attribute = (String, Option<Span>);

struct Header<'p> {
    plans: &'p [&'p Plan],
    locale: Option<&'p str>,
    untranslated: Vec<Diagnostics>,
}

impl Header<'_> {
    /// Heads columns. Gives the attribute of each.
    fn all(&mut self, columns: &mut [LogColumn], of: fn(&Plan) -> &[AttributePlan]) -> Vec<Attribute> {
        columns.iter_mut().map(|column| self.one(column, of)).collect()
    }

    fn one(&mut self, column: &mut LogColumn, of: fn(&Plan) -> &[AttributePlan]) -> Attribute {
        let attributes = column.of_mapping.iter().enumerate();
        let mut attributes = attributes
            .filter_map(|(mapping, index)| Some((mapping, self.plans[mapping], &of(self.plans[mapping])[(*index)?])));
        let first = attributes.clone().next();
        let labelled = attributes.find_map(|(mapping, plan, each)| Some((mapping, plan, each, each.label.as_ref()?)));
        let place = (column.name.clone(), first.map(|(_, _, attribute)| attribute.span));
        let Some((mapping, plan, attribute, label)) = labelled else { return place };
        let locale = wanted(plan, self.locale);
        let header = label.in_language(locale).unwrap_or(&attribute.name).to_owned();
        if lacks(label, locale) {
            self.untranslated[mapping].push(untranslated(attribute, label, locale, &header));
        }
        // A column that was set apart stays so.
        let apart = format!("{}.", plan.name);
        column.name = if column.name.starts_with(&apart) { apart + header.as_str() } else { header };
        place
    }
}

fn untranslated(attribute: &AttributePlan, label: &Text, locale: &str, header: &str) -> Diagnostic {
    let message = format!("`{}` has no name in `{locale}`: its column is headed `{header}`", attribute.name);
    let has = label.languages().map(|language| format!("`{}`", language.text)).collect::<Vec<_>>().join(", ");
    Diagnostic::new(codes::NAME_NOT_IN_LANGUAGE, message)
        .at(attribute.span, "no name in that language")
        .help(format!("add `{locale}:` to its label, which has {has}"))
}

fn shown<'a>(
    columns: &'a [LogColumn],
    attributes: &'a [Attribute],
) -> impl Iterator<Item = (&'a str, Option<&'a Attribute>)> {
    columns.iter().map(|column| column.name.as_str()).zip(attributes.iter().map(Some))
}

/// Columns that have the header of one before them.
fn alike<'a>(columns: impl Iterator<Item = (&'a str, Option<&'a Attribute>)>) -> Vec<Diagnostic> {
    let columns: Vec<_> = columns.collect();
    let mut found = Vec::new();
    for (position, (header, attribute)) in columns.iter().enumerate() {
        let earlier = columns[..position].iter().find(|(other, _)| other == header);
        if let (Some((_, earlier)), Some(attribute)) = (earlier, attribute) {
            found.push(clash(header, *earlier, attribute));
        }
    }
    found
}

fn clash(header: &str, earlier: Option<&Attribute>, (name, span): &Attribute) -> Diagnostic {
    let other = earlier.map_or_else(|| "a standard column".to_owned(), |(other, _)| format!("`{other}`"));
    let message = format!("{other} and `{name}` would both be headed `{header}`");
    let finding = Diagnostic::new(codes::HEADERS_ALIKE, message);
    let finding = span.iter().fold(finding, |finding, span| finding.at(*span, "the header is taken"));
    let earlier = earlier.and_then(|(_, span)| *span);
    let finding = earlier.into_iter().fold(finding, |finding, span| finding.also(span, "as here"));
    finding.help("give one of them another label in that language, or leave `--column-names` out")
}
