//! Rules in the order in which they are drafted, and how their rows and changes are found.

use super::order;
use super::row_steps::RowSteps;
use super::rule::RuleProgram;
use super::source::SourceProgram;
use crate::plan::{Plan, Subject, Which};

/// Steps that have a bit of their own; those beyond look for their rows and changes themselves.
pub const BITS: usize = u64::BITS as usize;

/// Activities whose events rows remember by a bit; those of others are remembered one by one.
const WINNERS: usize = 32;

/// The steps of drafting.
#[derive(Debug)]
pub struct Steps {
    /// A rule each, activity after activity.
    pub all: Vec<Step>,
    /// The bits of those that look for their rows and changes in each case; those of the others are found in passing.
    pub alone: u64,
    /// By source, those on its rows that are found in passing.
    pub on_rows: Vec<RowSteps>,
    /// By field, those on its changes.
    pub on_changes: Vec<ChangeSteps>,
    /// By activity, how rows remember that they gave it an event.
    pub winners: Vec<Winner>,
    /// By activity, the bit of that, if it has one.
    pub winner_bits: Vec<u32>,
    /// Whether rows are remembered one by one for any.
    pub has_listed: bool,
    /// The bits of those found in passing whose events are drafted as they are found.
    pub direct: u64,
    /// The bits of those that choose the first row or change in a case.
    pub first: u64,
    /// The bits of those that choose all but the first.
    pub later: u64,
    /// By step, for those that have a bit: the bits of those whose events from the same row win.
    pub yields: Vec<u64>,
}

/// A rule of an activity.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// The activity.
    pub activity: usize,
    /// The rule.
    pub rule: usize,
}

/// The steps on changes of a field that are found in passing.
#[derive(Debug, Default)]
pub struct ChangeSteps {
    /// The steps.
    pub steps: Vec<usize>,
    /// The bits of those that want each change, where the values matter to none.
    pub constant: Option<u64>,
}

/// How rows remember that they gave an activity an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Winner {
    /// Nobody asks.
    Never,
    /// By a bit.
    Bit(u32),
    /// One by one.
    Listed,
}

impl Winner {
    fn bit(self) -> u32 {
        match self {
            Self::Bit(bit) => 1 << bit,
            Self::Never | Self::Listed => 0,
        }
    }
}

impl Steps {
    pub(super) fn new(plan: &Plan, rules: &[RuleProgram], sources: &[SourceProgram]) -> Self {
        let steps = |activity: usize| plan.activities[activity].rules.clone().map(move |rule| Step { activity, rule });
        let all: Vec<Step> = order(plan).into_iter().flat_map(steps).collect();
        // What is measured of a rule is all that it costs.
        let is_measured = plan.rules.iter().any(|rule| rule.meter.is_on());
        let winners = winners(plan);
        let mut made = Self {
            alone: 0,
            on_rows: plan.sources.iter().map(|_| RowSteps::default()).collect(),
            on_changes: plan.fields.iter().map(|_| ChangeSteps::default()).collect(),
            winner_bits: winners.iter().map(|winner| winner.bit()).collect(),
            has_listed: winners.contains(&Winner::Listed),
            winners,
            direct: 0,
            first: 0,
            later: 0,
            yields: Vec::new(),
            all,
        };
        for step in 0..made.all.len().min(BITS) {
            let rule = made.all[step].rule;
            match &plan.rules[rule].subject {
                Subject::Rows(source) if !is_measured => made.on_rows[*source].add(1 << step, &made.all[step], rules),
                Subject::Changes(_, fields) if !is_measured && rules[rule].change.is_pure && are_distinct(fields) => {
                    fields.iter().for_each(|field| made.on_changes[*field].steps.push(step));
                }
                Subject::Deadline => {}
                _ => made.alone |= 1 << step,
            }
        }
        made.look_at_changes(rules);
        made.first = made.choosing(plan, Which::First);
        made.later = made.choosing(plan, Which::Later);
        made.yields = (0..made.all.len().min(BITS)).map(|step| made.winning(plan, step)).collect();
        made.direct = made.found_directly(plan, rules, sources);
        made
    }

    fn choosing(&self, plan: &Plan, which: Which) -> u64 {
        let choosing = self.all.iter().take(BITS).enumerate().filter(|(_, step)| plan.rules[step.rule].which == which);
        choosing.fold(0, |bits, (step, _)| bits | 1 << step)
    }

    /// The bits of the steps to which one yields; of the same source alone, as others have other rows.
    fn winning(&self, plan: &Plan, step: usize) -> u64 {
        let plan_of = |step: &Step| &plan.rules[step.rule];
        let own = plan_of(&self.all[step]);
        let wins = |other: &Step| {
            own.yields_to.contains(&other.activity) && source_of(&plan_of(other).subject) == source_of(&own.subject)
        };
        let winning = self.all.iter().take(BITS).enumerate().filter(|(_, other)| wins(other));
        winning.fold(0, |bits, (step, _)| bits | 1 << step)
    }

    /// The bits of the steps that know enough of a row or change when they see it: nothing is told of its event, what
    /// `which` chooses is known, and whether others win is, as they look at the same thing just before.
    fn found_directly(&self, plan: &Plan, rules: &[RuleProgram], sources: &[SourceProgram]) -> u64 {
        let is_simple = |step: &usize| {
            let Step { activity, rule } = self.all[*step];
            let (planned, program) = (&plan.rules[rule], &rules[rule]);
            let is_counted = matches!(planned.which, Which::All | Which::First | Which::Later) && program.per.is_none();
            let is_single = match &planned.subject {
                Subject::Rows(_) => true,
                Subject::Changes(source, _) => sources[*source].readers.tell_of_one(),
                Subject::Deadline => false,
            };
            let stands_alone = plan.activities[activity].rules.clone().any(|rule| plan.rules[rule].otherwise);
            program.is_plain && !program.is_told && is_counted && is_single && !stands_alone
        };
        let in_passing = (0..self.yields.len()).filter(|step| self.alone & 1 << step == 0);
        let mut direct = in_passing.filter(is_simple).fold(0, |bits, step| bits | 1 << step);
        loop {
            let kept =
                (0..self.yields.len()).filter(|step| direct & 1 << step != 0 && self.sees_winners(plan, direct, *step));
            let kept = kept.fold(0, |bits, step| bits | 1 << step);
            if kept == direct {
                return direct;
            }
            direct = kept;
        }
    }

    /// Whether all to which a step yields come just before it, over the same thing.
    fn sees_winners(&self, plan: &Plan, direct: u64, step: usize) -> bool {
        let subject = |step: &Step| &plan.rules[step.rule].subject;
        let own = &self.all[step];
        self.all.iter().enumerate().all(|(place, other)| {
            let wins = plan.rules[own.rule].yields_to.contains(&other.activity);
            let is_alike = std::mem::discriminant(subject(own)) == std::mem::discriminant(subject(other));
            let is_before = place < step && direct & 1 << place != 0 && is_alike;
            !wins || source_of(subject(own)) != source_of(subject(other)) || is_before
        })
    }

    /// Looks of which fields' changes the values matter to no rule.
    fn look_at_changes(&mut self, rules: &[RuleProgram]) {
        for of_field in &mut self.on_changes {
            let wants_all = |step: &usize| {
                let test = &rules[self.all[*step].rule].change;
                test.from.is_none() && test.to.is_none() && test.direction.is_none()
            };
            let bits = of_field.steps.iter().fold(0, |bits, step| bits | 1 << step);
            of_field.constant = of_field.steps.iter().all(wants_all).then_some(bits);
        }
    }
}

fn source_of(subject: &Subject) -> Option<usize> {
    match subject {
        Subject::Rows(source) | Subject::Changes(source, _) => Some(*source),
        Subject::Deadline => None,
    }
}

fn are_distinct(fields: &[usize]) -> bool {
    fields.iter().enumerate().all(|(place, field)| !fields[..place].contains(field))
}

fn winners(plan: &Plan) -> Vec<Winner> {
    let mut winners = vec![Winner::Never; plan.activities.len()];
    let mut count = 0;
    for winner in plan.rules.iter().flat_map(|rule| &rule.yields_to) {
        if winners[*winner] == Winner::Never {
            winners[*winner] = if count < WINNERS { Winner::Bit(count as u32) } else { Winner::Listed };
            count += 1;
        }
    }
    winners
}
