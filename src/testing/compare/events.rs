//! Events, case by case: which are missing, added, moved or changed.

use super::align::{Alignment, align};
use super::review::{CaseReview, Mark, ReviewLine, change, shown};
use super::same::is_same;
use super::{Difference, unmet};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::testing::actual::{ActualLog, Row};
use crate::testing::check::place_of;
use crate::testing::document::{Cells, Events, TestCase, text_of};

/// An expected event.
pub trait Wanted {
    /// What a column has to hold; `None`: anything.
    fn text(&self, column: &str) -> Option<&str>;

    /// Whether a column may hold this.
    fn allows(&self, column: &str, found: &str) -> bool {
        self.text(column).is_none_or(|wanted| wanted == found)
    }

    /// The columns that differ from an event of the log, with what is expected and what is there.
    fn changes<'a>(&'a self, found: &'a Row) -> Vec<(&'a str, &'a str, &'a str)>;
}

impl Wanted for &Cells {
    fn text(&self, column: &str) -> Option<&str> {
        Cells::text(self, column)
    }

    fn allows(&self, column: &str, found: &str) -> bool {
        self.get(column).is_none_or(|wanted| is_same(wanted, found))
    }

    fn changes<'a>(&'a self, found: &'a Row) -> Vec<(&'a str, &'a str, &'a str)> {
        let cells = self.cells.iter().filter_map(|(key, wanted)| {
            let new = found.get(&key.text).map_or("", String::as_str);
            (!is_same(wanted, new)).then(|| (key.text.as_str(), text_of(wanted), new))
        });
        cells.collect()
    }
}

/// Compares the events that the test expects.
pub fn compare(test: &TestCase, events: &Events, log: &ActualLog, found: &mut Difference) {
    let Some(wanted) = by_case(test, events, log, found) else { return };
    let of_log = |case: &str| -> Vec<&Row> { log.events.iter().filter(|event| is_of(event, case)).collect() };
    for (case, wanted) in &wanted {
        of_one_case(test, case, wanted, &of_log(case), found);
    }
    if matches!(events, Events::All(_)) {
        let others = log.cases.keys().filter(|case| wanted.iter().all(|(known, _)| known != *case));
        others.for_each(|case| of_one_case(test, case, &[], &of_log(case), found));
    }
}

fn is_of(event: &Row, case: &str) -> bool {
    event.get("case").is_some_and(|own| own == case)
}

/// The expected events by case, in the order of the test. Where the log has one case, events need not name it.
fn by_case<'t>(
    test: &TestCase,
    events: &'t Events,
    log: &ActualLog,
    found: &mut Difference,
) -> Option<Vec<(String, Vec<&'t Cells>)>> {
    let only = match log.cases.len() {
        0 => Some(String::new()),
        1 => log.cases.keys().next().cloned(),
        _ => None,
    };
    let mut cases: Vec<(String, Vec<&Cells>)> = Vec::new();
    if let Events::OfCases(named) = events {
        cases.extend(named.iter().map(|(case, events)| (case.text.clone(), events.iter().collect())));
        return Some(cases);
    }
    for (_, event) in events.each() {
        let Some(case) = event.text("case").map(str::to_owned).or_else(|| only.clone()) else {
            let message =
                format!("the log of `{}` has {} cases, and an event names none", test.name.text, log.cases.len());
            let finding = Diagnostic::new(codes::MISSING_KEY, message).at(place_of(event), "of which case?");
            found.push(finding.help("add `case:` with the id of its case"));
            return None;
        };
        match cases.iter_mut().find(|(known, _)| *known == case) {
            Some((_, events)) => events.push(event),
            None => cases.push((case, vec![event])),
        }
    }
    Some(cases)
}

fn of_one_case(test: &TestCase, case: &str, wanted: &[&Cells], events: &[&Row], found: &mut Difference) {
    let matched = Matched::new(wanted, events);
    if matched.is_same() {
        return;
    }
    let message = format!("the events of case `{case}` aren't as expected: {}", matched.in_words());
    let finding = labelled(unmet(message), test, wanted, events, &matched);
    found.push(finding);
    found.of_case(case).lines.extend(matched.lines(wanted, events));
}

/// What differs in the events of a case, as lines; none where nothing does.
pub fn of_case<W: Wanted>(wanted: &[W], events: &[&Row]) -> Vec<ReviewLine> {
    let matched = Matched::new(wanted, events);
    if matched.is_same() { Vec::new() } else { matched.lines(wanted, events) }
}

/// How the expected events of a case and those of the log belong together.
struct Matched {
    /// By event of the log: the expected one that it is, and whether it stands at another place.
    partners: Vec<Option<(usize, bool)>>,
    /// Expected events that the log doesn't have.
    missing: Vec<usize>,
    /// Events of the log whose values differ.
    changed: Vec<usize>,
}

impl Matched {
    fn new<W: Wanted>(wanted: &[W], events: &[&Row]) -> Self {
        let agrees = |keys: &[&str], left: usize, right: usize| {
            keys.iter().all(|key| wanted[left].allows(key, events[right].get(*key).map_or("", String::as_str)))
        };
        let by_identity = |left, right| agrees(&["activity", "time"], left, right);
        let mut alignment = align(wanted.len(), events.len(), by_identity);
        let moved = alignment.pair_up(by_identity);
        // What is left is the same event at another time, else another activity at the same time.
        let retimed = paired_in_order(&mut alignment, |left, right| agrees(&["activity"], left, right));
        let renamed = paired_in_order(&mut alignment, |left, right| {
            wanted[left].text("time").is_some() && agrees(&["time"], left, right)
        });
        let mut partners = vec![None; events.len()];
        let in_place = alignment.pairs.iter().chain(&retimed).chain(&renamed);
        in_place.for_each(|(left, right)| partners[*right] = Some((*left, false)));
        moved.iter().for_each(|(left, right)| partners[*right] = Some((*left, true)));
        let differs =
            |right: &usize| partners[*right].is_some_and(|(left, _)| !wanted[left].changes(events[*right]).is_empty());
        let changed = (0..events.len()).filter(differs).collect();
        Self { partners, missing: alignment.missing, changed }
    }

    fn is_same(&self) -> bool {
        let is_placed = |partner: &Option<(usize, bool)>| partner.is_some_and(|(_, is_moved)| !is_moved);
        self.missing.is_empty() && self.changed.is_empty() && self.partners.iter().all(is_placed)
    }

    fn added(&self) -> impl Iterator<Item = usize> {
        (0..self.partners.len()).filter(|right| self.partners[*right].is_none())
    }

    /// Expected events that stand at another place, with that place.
    fn moved(&self) -> impl Iterator<Item = (usize, usize)> {
        let moved = self.partners.iter().enumerate();
        moved.filter_map(|(right, partner)| partner.filter(|(_, is_moved)| *is_moved).map(|(left, _)| (left, right)))
    }

    fn in_words(&self) -> String {
        let counts = [
            (self.missing.len(), "missing"),
            (self.added().count(), "not expected"),
            (self.moved().count(), "at another place"),
            (self.changed.len(), "changed"),
        ];
        let parts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}"));
        parts.collect::<Vec<_>>().join(", ")
    }

    /// All events in the order of the log, with missing ones before what followed them.
    fn lines<W: Wanted>(&self, wanted: &[W], events: &[&Row]) -> Vec<ReviewLine> {
        let mut lines = Vec::new();
        let mut missing = self.missing.iter().peekable();
        for (right, partner) in self.partners.iter().enumerate() {
            if let Some((left, false)) = partner {
                while let Some(earlier) = missing.next_if(|earlier| *earlier < left) {
                    lines.push(ReviewLine::new(Mark::Missing, wanted_title(&wanted[*earlier])));
                }
            }
            lines.push(line(*partner, right, wanted, events));
        }
        lines.extend(missing.map(|left| ReviewLine::new(Mark::Missing, wanted_title(&wanted[*left]))));
        lines
    }
}

/// Pairs of what is left that don't cross each other nor what is aligned.
fn paired_in_order(alignment: &mut Alignment, belong: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
    let fixed = alignment.pairs.clone();
    let crosses = |left: usize, right: usize| fixed.iter().any(|pair| (pair.0 < left) != (pair.1 < right));
    let pairs = alignment.pair_up(|left, right| !crosses(left, right) && belong(left, right));
    alignment.pairs.extend(&pairs);
    alignment.pairs.sort_unstable();
    pairs
}

fn line<W: Wanted>(partner: Option<(usize, bool)>, right: usize, wanted: &[W], events: &[&Row]) -> ReviewLine {
    let title = title(events[right]);
    let Some((left, is_moved)) = partner else { return ReviewLine::new(Mark::Added, title) };
    let changes = wanted[left].changes(events[right]);
    let mark = match (is_moved, changes.is_empty()) {
        (true, _) => Mark::Moved,
        (false, true) => Mark::Same,
        (false, false) => Mark::Changed,
    };
    let mut line = ReviewLine::new(mark, title);
    if is_moved {
        line = line.noting(format!("expected as event {} of the case", left + 1));
    }
    changes.into_iter().fold(line, |line, (name, old, new)| line.noting(change(name, old, new)))
}

fn title(event: &Row) -> String {
    let cell = |name: &str| event.get(name).map_or("", String::as_str);
    format!("{}  {}", cell("time"), cell("activity"))
}

fn wanted_title(event: &impl Wanted) -> String {
    format!("{}  {}", event.text("time").unwrap_or("at any time"), event.text("activity").unwrap_or_default())
}

/// How many places one finding points at; the review shows all.
const POINTED_AT: usize = 8;

/// Points at the expectations that aren't met.
fn labelled(finding: Diagnostic, test: &TestCase, wanted: &[&Cells], events: &[&Row], matched: &Matched) -> Diagnostic {
    let mut labels: Vec<(Span, String)> = Vec::new();
    let place = |left: usize| wanted[left].get("activity").map_or_else(|| place_of(wanted[left]), |value| value.span);
    labels.extend(matched.missing.iter().map(|left| (place(*left), "not in the log".to_owned())));
    labels.extend(matched.moved().map(|(left, right)| (place(left), format!("is event {} of the case", right + 1))));
    for right in &matched.changed {
        let Some((left, _)) = matched.partners[*right] else { continue };
        let changes = wanted[left].changes(events[*right]);
        labels.extend(
            changes
                .into_iter()
                .filter_map(|(name, _, new)| Some((wanted[left].get(name)?.span, format!("is {}", shown(new))))),
        );
    }
    labels.extend(matched.added().map(|right| {
        let before = matched.partners[..right].iter().rev().flatten().find(|(_, is_moved)| !is_moved);
        let span = before.map_or_else(|| test.place("events"), |(left, _)| place(*left));
        (span, format!("not expected{}: {}", if before.is_some() { " after it" } else { "" }, title(events[right])))
    }));
    labels.truncate(POINTED_AT);
    labels.into_iter().fold(finding, |finding, (span, text)| finding.also(span, text))
}

impl CaseReview {
    /// Whether it says that anything differs.
    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(|line| line.mark == Mark::Same)
    }
}
