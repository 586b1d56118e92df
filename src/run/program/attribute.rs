//! Attributes and names, bound.

use super::rule::RuleProgram;
use crate::evaluate::{Binder, Bound, BoundCondition, Constant, Datum, Start};
use crate::plan::{ActivityPlan, Expr, Plan, Subject};
use crate::rows::{Cell, TextId, Texts};

/// The attributes of cases and events.
#[derive(Debug)]
pub struct AttributeProgram {
    /// By case attribute.
    pub case: Vec<Option<Bound>>,
    /// By event attribute: what holds where the rule says nothing.
    pub event: Vec<Option<Bound>>,
    /// Event attributes that need no case attribute: they come first,
    pub early: Vec<usize>,
    /// then those of the case, then these.
    pub late: Vec<usize>,
    /// Which cases stay in the log, where attributes tell it.
    pub keep: Option<BoundCondition>,
    /// By rule and event attribute, the shortest way to the value.
    pub ways: Vec<Vec<Way>>,
}

/// The shortest way to an attribute of the events of one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// It is null.
    Null,
    /// A column of the event's own row.
    Column(usize),
    /// It has to be evaluated.
    Evaluated,
}

impl Way {
    /// The way to a value of events that come from rows of a source.
    fn to(value: &Bound, source: usize) -> Self {
        match value {
            Bound::Constant(Constant::Cell(Cell::Null)) => Self::Null,
            Bound::Row(Start::Here | Start::Own, path) if path.source != source => Self::Null,
            Bound::Row(Start::Here | Start::Own, path) if path.onward.is_empty() => Self::Column(path.column),
            Bound::FirstPresent(values) => {
                let mut ways = values.iter().map(|value| Self::to(value, source)).filter(|way| *way != Self::Null);
                match (ways.next(), ways.next()) {
                    (None, _) => Self::Null,
                    (Some(only), None) => only,
                    _ => Self::Evaluated,
                }
            }
            _ => Self::Evaluated,
        }
    }

    /// The ways to all event attributes, for the events of a rule; what the rule says of one counts first.
    fn of_rule(plan: &Plan, rule: usize, own: &RuleProgram, event: &[Option<Bound>]) -> Vec<Self> {
        let (Subject::Rows(source) | Subject::Changes(source, _)) = plan.rules[rule].subject else {
            return vec![Self::Evaluated; event.len()];
        };
        let way = |(attribute, of_all): (usize, &Option<Bound>)| {
            let of_rule = own.attributes.iter().find(|(index, _)| *index == attribute).map(|(_, value)| value);
            of_rule.or(of_all.as_ref()).map_or(Self::Null, |value| Self::to(value, source))
        };
        event.iter().enumerate().map(way).collect()
    }
}

impl AttributeProgram {
    pub(super) fn new(plan: &Plan, rules: &[RuleProgram], binder: &mut Binder<'_>) -> Self {
        let is_late = |attribute: &usize| {
            let own = plan.event_attributes[*attribute].value.iter();
            let of_rules = plan.rules.iter().flat_map(|rule| &rule.attributes);
            let of_rules = of_rules.filter(|(index, _)| index == attribute).map(|(_, value)| value);
            own.chain(of_rules).any(|value| needs_case_attribute(plan, value))
        };
        let (late, early) = (0..plan.event_attributes.len()).partition(is_late);
        let case = plan.case_attributes.iter().map(|each| each.value.as_ref().map(|value| binder.value(value)));
        let case = case.collect();
        let event = plan.event_attributes.iter().map(|each| each.value.as_ref().map(|value| binder.value(value)));
        let event: Vec<Option<Bound>> = event.collect();
        let ways = rules.iter().enumerate().map(|(rule, own)| Way::of_rule(plan, rule, own, &event)).collect();
        let keep = plan.case.keep_case.as_ref().map(|condition| binder.condition(condition));
        Self { case, event, early, late, keep, ways }
    }
}

fn needs_case_attribute(plan: &Plan, value: &Expr) -> bool {
    match value {
        Expr::CaseAttribute(_) => true,
        Expr::FirstPresent(values) => values.iter().any(|value| needs_case_attribute(plan, value)),
        Expr::Duration { from, to, .. } => needs_case_attribute(plan, from) || needs_case_attribute(plan, to),
        Expr::Script(script) => {
            plan.scripts[*script].variables.iter().any(|variable| needs_case_attribute(plan, variable))
        }
        _ => false,
    }
}

/// The value that names an activity, and the names that are known.
#[derive(Debug)]
pub struct NameProgram {
    /// The value.
    pub value: Bound,
    known: Vec<(String, Option<TextId>)>,
}

impl NameProgram {
    pub(super) fn new(
        activity: &ActivityPlan,
        binder: &mut Binder<'_>,
        id_of: &dyn Fn(&str) -> Option<TextId>,
    ) -> Option<Self> {
        let value = binder.value(activity.named_by.as_ref()?);
        let known = activity.known.iter().map(|known| (known.value.clone(), id_of(&known.value)));
        Some(Self { value, known: known.collect() })
    }

    /// The place of a name among the known ones.
    pub fn place(&self, name: &Datum, texts: &Texts) -> Option<usize> {
        if let Datum::Cell(Cell::Text(id)) = name {
            return self.known.iter().position(|(_, known)| *known == Some(*id));
        }
        let found = name.with_text(texts, |text| self.known.iter().position(|(known, _)| known == text));
        found.unwrap_or_else(|| {
            let text = crate::evaluate::display(name, texts)?;
            self.known.iter().position(|(known, _)| *known == text)
        })
    }
}
