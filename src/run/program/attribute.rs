//! Attributes and names, bound.

use std::sync::Arc;

use super::rule::RuleProgram;
use super::way::Way;
use crate::evaluate::{Binder, Bound, BoundCondition, Datum};
use crate::plan::{ActivityPlan, EventKind, Expr, Plan, Subject};
use crate::rows::{Cell, Table, TextId, Texts};

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
    /// The first of the early ones, as far as rows or what they refer to have them, whatever the rule; `early` are the others.
    pub at_hand: Vec<usize>,
    /// By rule and event attribute, the shortest way to the value.
    pub ways: Vec<Vec<Way>>,
    /// By rule, what its events have at once.
    pub of_events: Vec<EventProgram>,
    /// Case attributes that the record has, or what it refers to, each with its way.
    pub of_record: Vec<(usize, Way)>,
    /// The other case attributes, each after those that it uses.
    pub computed: Vec<usize>,
}

/// What the events of a rule have at once.
#[derive(Debug)]
pub struct EventProgram {
    /// How they are known.
    pub kind: EventKind,
    /// The way to who did it, where nothing else is told of them.
    pub resource: Way,
    /// By event attribute, the way to those at hand; null for the others.
    pub values: Vec<Way>,
}

/// The ways to all event attributes, for the events of a rule; what the rule says of one counts first.
fn ways(plan: &Plan, rule: usize, own: &RuleProgram, event: &[Option<Bound>]) -> Vec<Way> {
    let (Subject::Rows(source) | Subject::Changes(source, _)) = plan.rules[rule].subject else {
        return vec![Way::Evaluated; event.len()];
    };
    let way = |(attribute, of_all): (usize, &Option<Bound>)| {
        let of_rule = own.attributes.iter().find(|(index, _)| *index == attribute).map(|(_, value)| value);
        of_rule.or(of_all.as_ref()).map_or(Way::Null, |value| Way::to(value, source, plan))
    };
    event.iter().enumerate().map(way).collect()
}

impl AttributeProgram {
    pub(super) fn new(plan: &Plan, rules: &[RuleProgram], binder: &mut Binder<'_>, tables: &[Arc<Table>]) -> Self {
        let is_late = |attribute: &usize| {
            let own = plan.event_attributes[*attribute].value.iter();
            let of_rules = plan.rules.iter().flat_map(|rule| &rule.attributes);
            let of_rules = of_rules.filter(|(index, _)| index == attribute).map(|(_, value)| value);
            own.chain(of_rules).any(|value| needs_case_attribute(plan, value))
        };
        let (late, early): (Vec<usize>, Vec<usize>) = (0..plan.event_attributes.len()).partition(is_late);
        let case = plan.case_attributes.iter().map(|each| each.value.as_ref().map(|value| binder.value(value)));
        let case: Vec<Option<Bound>> = case.collect();
        let event = plan.event_attributes.iter().map(|each| each.value.as_ref().map(|value| binder.value(value)));
        let event: Vec<Option<Bound>> = event.collect();
        let ways: Vec<Vec<Way>> = rules.iter().enumerate().map(|(rule, own)| ways(plan, rule, own, &event)).collect();
        let is_at_hand = |attribute: &usize| ways.iter().all(|of_rule| of_rule[*attribute] != Way::Evaluated);
        let count = early.iter().take_while(|attribute| is_at_hand(attribute)).count();
        let (at_hand, early) = (early[..count].to_vec(), early[count..].to_vec());
        let way = |(attribute, way): (usize, &Way)| match at_hand.contains(&attribute) {
            true => way.clone().shortened(tables),
            false => Way::Null,
        };
        let of_event = |(rule, ways): (usize, &Vec<Way>)| EventProgram {
            kind: plan.rules[rule].kind,
            resource: rules[rule].resource_way.clone().shortened(tables),
            values: ways.iter().enumerate().map(way).collect(),
        };
        let of_events = ways.iter().enumerate().map(of_event).collect();
        let (of_record, computed) = by_record(plan, &case, tables);
        let keep = plan.case.keep_case.as_ref().map(|condition| binder.condition(condition));
        Self { case, event, early, late, keep, at_hand, ways, of_events, of_record, computed }
    }
}

/// The case attributes that the record has, and the order of the others.
fn by_record(plan: &Plan, case: &[Option<Bound>], tables: &[Arc<Table>]) -> (Vec<(usize, Way)>, Vec<usize>) {
    let (mut of_record, mut computed) = (Vec::new(), Vec::new());
    for attribute in &plan.case_attribute_order {
        let Some(value) = &case[*attribute] else { continue };
        match plan.case.record.map_or(Way::Evaluated, |record| Way::from_record(value, record, plan)) {
            Way::Evaluated => computed.push(*attribute),
            Way::Null => {}
            way => of_record.push((*attribute, way.shortened(tables))),
        }
    }
    (of_record, computed)
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
