//! Evaluating parts.

use super::value::{Kind, Scalar, Truth};
use super::{Asks, Cut, LOCALS, Part, Question, RowsWhere};
use crate::script::case::facts::{self, Span};
use crate::script::case::view::{CaseView, Plain, Seen, Variables};
use crate::script::value::Text;

/// One evaluation.
pub struct Frame<'a, C> {
    pub case: &'a C,
    pub variables: &'a dyn Variables,
    pub texts: &'a [Text],
    pub locals: [Scalar; LOCALS],
}

impl Part {
    pub(super) fn value<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Scalar {
        match self {
            Self::Constant(value) => *value,
            Self::Local(slot) => frame.locals.get(*slot).copied().unwrap_or(Scalar::STOP),
            Self::Let(slot, value) => define(*slot, value.value(frame), frame),
            Self::Block(statements) => block(statements, frame),
            Self::If(parts) => match parts[0].truth(frame) {
                Truth::True => parts[1].value(frame),
                Truth::False => parts[2].value(frame),
                Truth::Stop => Scalar::STOP,
            },
            Self::Calculate(calculation, operands) => {
                let left = operands[0].value(frame);
                left.calculate(*calculation, operands[1].value(frame))
            }
            Self::InUnits(millis, value) => value.value(frame).in_units(*millis),
            Self::Record(column) => frame.case.plain_record(*column).into(),
            Self::Events(question) => question.answer(Span::ALL, frame.case),
            Self::TimeOf(may_be_null, event) => time_of(event.value(frame), *may_be_null, frame.case),
            Self::Rows(source, cuts) => {
                span(cuts, frame).map_or(Scalar::STOP, |span| count(*source, span, frame.case))
            }
            _ => self.rare(frame),
        }
    }

    fn rare<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Scalar {
        match self {
            Self::Variable(variable) => match frame.variables.see(*variable) {
                Seen::Value(value) => Plain::of(&value).into(),
                Seen::Text(_) | Seen::Texts(_) => Scalar::STOP,
            },
            Self::Coalesce(values) => coalesce(values, frame),
            Self::EventsIn(cuts, question) => {
                span(cuts, frame).map_or(Scalar::STOP, |span| question.answer(span, frame.case))
            }
            Self::Changes(field) => Scalar::whole(frame.case.field_changes(*field)),
            Self::Distinct(field) => Scalar::whole(distinct(*field, frame.case)),
            Self::RowsWhere(rows) => rows.answer(frame),
            truth => truth.truth(frame).into(),
        }
    }

    /// The value where only true or false will do.
    fn truth<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Truth {
        match self {
            Self::And(parts) => until(Truth::False, parts, frame),
            Self::Or(parts) => until(Truth::True, parts, frame),
            Self::Not(value) => match value.truth(frame) {
                Truth::Stop => Truth::Stop,
                truth => Truth::from(truth == Truth::False),
            },
            Self::IsNull(wanted, value) => match value.value(frame).kind {
                Kind::Stop => Truth::Stop,
                kind => Truth::from((kind == Kind::Null) == *wanted),
            },
            Self::Equal(wanted, operands) => {
                let left = operands[0].value(frame);
                match left.same(operands[1].value(frame), frame.texts) {
                    Truth::Stop => Truth::Stop,
                    truth => Truth::from((truth == Truth::True) == *wanted),
                }
            }
            Self::Compare(holds, operands) => {
                let left = operands[0].value(frame);
                left.compare(operands[1].value(frame), *holds, frame.texts)
            }
            other => other.value(frame).truth(),
        }
    }
}

fn define<C>(slot: usize, value: Scalar, frame: &mut Frame<'_, C>) -> Scalar {
    match frame.locals.get_mut(slot) {
        Some(local) if value.kind != Kind::Stop => {
            *local = value;
            Scalar::NULL
        }
        _ => Scalar::STOP,
    }
}

/// Statements; the last gives the value.
fn block<C: CaseView>(statements: &[Part], frame: &mut Frame<'_, C>) -> Scalar {
    let mut value = Scalar::NULL;
    for statement in statements {
        value = statement.value(frame);
        if value.kind == Kind::Stop {
            return value;
        }
    }
    value
}

/// The first of some truths that ends `&&` or `||`; the other where none does.
fn until<C: CaseView>(end: Truth, parts: &[Part], frame: &mut Frame<'_, C>) -> Truth {
    for part in parts {
        match part.truth(frame) {
            Truth::Stop => return Truth::Stop,
            truth if truth == end => return truth,
            _ => {}
        }
    }
    Truth::from(end == Truth::False)
}

fn coalesce<C: CaseView>(values: &[Part], frame: &mut Frame<'_, C>) -> Scalar {
    let mut found = Scalar::NULL;
    for value in values {
        found = value.value(frame);
        if found.kind != Kind::Null {
            return found;
        }
    }
    found
}

#[inline]
fn time_of(event: Scalar, may_be_null: bool, case: &impl CaseView) -> Scalar {
    match (event.kind, usize::try_from(event.word)) {
        (Kind::Event, Ok(event)) => Scalar::new(Kind::Time, case.event_time(event)),
        (Kind::Null, _) if may_be_null => Scalar::NULL,
        _ => Scalar::STOP,
    }
}

/// The span that cuts leave; nothing where one isn't at times.
fn span<C: CaseView>(cuts: &[Cut], frame: &mut Frame<'_, C>) -> Option<Span> {
    let mut span = Span::ALL;
    for cut in cuts {
        let mut time = |part: &Part| {
            let time = part.value(frame);
            (time.kind == Kind::Time).then_some(time.word)
        };
        span = match cut {
            Cut::Before(end) => span.before(time(end)?),
            Cut::After(start) => span.after(time(start)?),
            Cut::Between(first, last) => span.between(time(first)?, time(last)?),
        };
    }
    Some(span)
}

impl Question {
    #[inline]
    fn answer(self, span: Span, case: &impl CaseView) -> Scalar {
        match self {
            Self::Has(activity) => facts::has(case, span, activity).into(),
            Self::FirstOf(activity) => Scalar::event(facts::first(case, span, activity)),
            Self::LastOf(activity) => Scalar::event(facts::last(case, span, activity)),
            Self::CountOf(activity) => Scalar::whole(facts::count(case, span, activity)),
            Self::Count => Scalar::whole(facts::events_in(case, span).len()),
            Self::First => Scalar::event(facts::events_in(case, span).next()),
            Self::Last => Scalar::event(facts::events_in(case, span).next_back()),
            Self::DirectlyFollows(a, b) => (facts::count_directly_follows(case, span, a, b) > 0).into(),
            Self::CountDirectlyFollows(a, b) => Scalar::whole(facts::count_directly_follows(case, span, a, b)),
            Self::EventuallyFollows(a, b) => facts::eventually_follows(case, span, a, b).into(),
        }
    }
}

fn count(source: u32, span: Span, case: &impl CaseView) -> Scalar {
    let count = if span == Span::ALL { case.row_count(source) } else { facts::rows_in(case, source, span).count() };
    Scalar::whole(count)
}

impl RowsWhere {
    fn answer<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Scalar {
        let Self { source, cuts, column, wanted, asks } = self;
        let Some(span) = span(cuts, frame) else { return Scalar::STOP };
        let wanted = wanted.value(frame);
        let (mut count, mut all) = (0, 0);
        for row in facts::rows_in(frame.case, *source, span) {
            match Scalar::from(frame.case.plain_row(*source, row, *column)).same(wanted, frame.texts) {
                Truth::True => count += 1,
                Truth::False => {}
                Truth::Stop => return Scalar::STOP,
            }
            all += 1;
        }
        match (asks, wanted.kind) {
            (_, Kind::Stop) => Scalar::STOP,
            (Asks::Count, _) => Scalar::whole(count),
            (Asks::Any, _) => (count > 0).into(),
            (Asks::All, _) => (count == all).into(),
        }
    }
}

/// More values than these aren't compared one by one.
const COMPARED: usize = 16;

/// How many values a field held.
fn distinct(field: u32, case: &impl CaseView) -> usize {
    let changes = case.field_changes(field);
    let (mut known, mut count) = ([0; COMPARED], 0);
    for change in 0..=changes {
        match case.code(field, change).filter(|_| changes < COMPARED) {
            None => return facts::count_distinct(facts::see_values(case, field, changes)),
            Some(0) => {}
            Some(code) if known.iter().take(count).any(|other| *other == code) => {}
            Some(code) => {
                known[count] = code;
                count += 1;
            }
        }
    }
    count
}
