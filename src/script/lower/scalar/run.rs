//! Evaluating parts.

use std::cmp::Ordering;

use super::value::{Kind, Scalar, Truth};
use super::{Asks, Cut, LOCALS, Part, Question, RowsWhere};
use crate::script::case::facts::{self, Span};
use crate::script::case::view::{CaseView, Plain, Seen, Variables};
use crate::script::lower::node::Calculation;
use crate::script::value::Text;

/// One evaluation.
pub struct Frame<'a, C> {
    pub case: &'a C,
    pub variables: &'a dyn Variables,
    pub texts: &'a [Text],
    pub locals: [Scalar; LOCALS],
}

impl Part {
    #[inline(always)]
    pub(super) fn value<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Scalar {
        match self {
            Self::Constant(value) => *value,
            Self::Local(slot) => frame.locals.get(*slot).copied().unwrap_or(Scalar::STOP),
            other => other.found(frame),
        }
    }

    /// The value of what isn't at hand. Each kind of part has a function of its own, so that none pays for another, and
    /// this one for none.
    fn found<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Scalar {
        match self {
            Self::Block(statements) => block(statements, frame),
            Self::If(parts) => choose(parts, frame),
            Self::Calculate(calculation, operands) => calculate(*calculation, operands, frame),
            Self::InUnits(millis, value) => in_units(*millis, value, frame),
            Self::Record(column) => record(*column, frame),
            Self::Events(question) => of_all(*question, frame.case),
            Self::EventsIn(cuts, question) => of_some(cuts, *question, frame),
            Self::TimeOf(may_be_null, event) => time_of(event, *may_be_null, frame),
            Self::Rows(source, cuts) => rows(*source, cuts, frame),
            Self::RowsWhere(rows) => rows.answer(frame),
            Self::Distinct(field) => distinct(*field, frame.case),
            Self::Changes(field) => changes(*field, frame.case),
            Self::Coalesce(values) => coalesce(values, frame),
            Self::Variable(variable) => see(*variable, frame),
            Self::Let(slot, value) => define(*slot, value, frame),
            truth => as_scalar(truth, frame),
        }
    }

    /// The value where only true or false will do.
    #[inline(always)]
    fn truth<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Truth {
        match self {
            Self::Events(Question::Has(activity)) => facts::has(frame.case, Span::ALL, *activity).into(),
            other => other.decided(frame),
        }
    }

    fn decided<C: CaseView>(&self, frame: &mut Frame<'_, C>) -> Truth {
        match self {
            Self::And(parts) => until(Truth::False, parts, frame),
            Self::Or(parts) => until(Truth::True, parts, frame),
            Self::Not(value) => not(value, frame),
            Self::IsNull(wanted, value) => is_null(*wanted, value, frame),
            Self::Equal(wanted, operands) => same(*wanted, operands, frame),
            Self::Compare(holds, operands) => compare(*holds, operands, frame),
            other => as_truth(other, frame),
        }
    }
}

#[inline(never)]
fn as_scalar<C: CaseView>(truth: &Part, frame: &mut Frame<'_, C>) -> Scalar {
    truth.decided(frame).into()
}

#[inline(never)]
fn as_truth<C: CaseView>(value: &Part, frame: &mut Frame<'_, C>) -> Truth {
    value.value(frame).truth()
}

#[inline(never)]
fn not<C: CaseView>(value: &Part, frame: &mut Frame<'_, C>) -> Truth {
    match value.truth(frame) {
        Truth::Stop => Truth::Stop,
        truth => Truth::from(truth == Truth::False),
    }
}

#[inline(never)]
fn is_null<C: CaseView>(wanted: bool, value: &Part, frame: &mut Frame<'_, C>) -> Truth {
    match value.value(frame).kind {
        Kind::Stop => Truth::Stop,
        kind => Truth::from((kind == Kind::Null) == wanted),
    }
}

#[inline(never)]
fn changes(field: u32, case: &impl CaseView) -> Scalar {
    Scalar::whole(case.field_changes(field))
}

#[inline(never)]
fn same<C: CaseView>(wanted: bool, [left, right]: &[Part; 2], frame: &mut Frame<'_, C>) -> Truth {
    let left = left.value(frame);
    match left.same(right.value(frame), frame.texts) {
        Truth::Stop => Truth::Stop,
        truth => Truth::from((truth == Truth::True) == wanted),
    }
}

#[inline(never)]
fn compare<C: CaseView>(holds: fn(Ordering) -> bool, [left, right]: &[Part; 2], frame: &mut Frame<'_, C>) -> Truth {
    let left = left.value(frame);
    left.compare(right.value(frame), holds, frame.texts)
}

#[inline(never)]
fn choose<C: CaseView>([condition, then, other]: &[Part; 3], frame: &mut Frame<'_, C>) -> Scalar {
    match condition.truth(frame) {
        Truth::True => then.value(frame),
        Truth::False => other.value(frame),
        Truth::Stop => Scalar::STOP,
    }
}

#[inline(never)]
fn calculate<C: CaseView>(calculation: Calculation, [left, right]: &[Part; 2], frame: &mut Frame<'_, C>) -> Scalar {
    let left = left.value(frame);
    left.calculate(calculation, right.value(frame))
}

#[inline(never)]
fn in_units<C: CaseView>(millis: i64, value: &Part, frame: &mut Frame<'_, C>) -> Scalar {
    value.value(frame).in_units(millis)
}

#[inline(never)]
fn record<C: CaseView>(column: u32, frame: &Frame<'_, C>) -> Scalar {
    frame.case.plain_record(column).into()
}

#[inline(never)]
fn see<C>(variable: usize, frame: &Frame<'_, C>) -> Scalar {
    match frame.variables.see(variable) {
        Seen::Value(value) => Plain::of(&value).into(),
        Seen::Text(_) | Seen::Texts(_) => Scalar::STOP,
    }
}

#[inline(never)]
fn of_all(question: Question, case: &impl CaseView) -> Scalar {
    question.answer(Span::ALL, case)
}

#[inline(never)]
fn of_some<C: CaseView>(cuts: &[Cut], question: Question, frame: &mut Frame<'_, C>) -> Scalar {
    span(cuts, frame).map_or(Scalar::STOP, |span| question.answer(span, frame.case))
}

#[inline(never)]
fn rows<C: CaseView>(source: u32, cuts: &[Cut], frame: &mut Frame<'_, C>) -> Scalar {
    if cuts.is_empty() {
        return Scalar::whole(frame.case.row_count(source));
    }
    span(cuts, frame).map_or(Scalar::STOP, |span| Scalar::whole(facts::rows_in(frame.case, source, span).count()))
}

#[inline(never)]
fn define<C: CaseView>(slot: usize, value: &Part, frame: &mut Frame<'_, C>) -> Scalar {
    let value = value.value(frame);
    match frame.locals.get_mut(slot) {
        Some(local) if value.kind != Kind::Stop => {
            *local = value;
            Scalar::NULL
        }
        _ => Scalar::STOP,
    }
}

/// Statements; the last gives the value.
#[inline(never)]
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
#[inline(never)]
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

#[inline(never)]
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

#[inline(never)]
fn time_of<C: CaseView>(event: &Part, may_be_null: bool, frame: &mut Frame<'_, C>) -> Scalar {
    let event = event.value(frame);
    match (event.kind, usize::try_from(event.word)) {
        (Kind::Event, Ok(event)) => Scalar::new(Kind::Time, frame.case.event_time(event)),
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

impl RowsWhere {
    #[inline(never)]
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
#[inline(never)]
fn distinct(field: u32, case: &impl CaseView) -> Scalar {
    let changes = case.field_changes(field);
    let (mut known, mut count) = ([0; COMPARED], 0);
    for change in 0..=changes {
        match case.code(field, change).filter(|_| changes < COMPARED) {
            None => return Scalar::whole(facts::count_distinct(facts::see_values(case, field, changes))),
            Some(0) => {}
            Some(code) if known.iter().take(count).any(|other| *other == code) => {}
            Some(code) => {
                known[count] = code;
                count += 1;
            }
        }
    }
    Scalar::whole(count)
}
