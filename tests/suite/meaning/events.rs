//! The events of a case: requirements SF-E01 to SF-E15 and CM-E01 to CM-E05, one after the other.

use super::history::{Field, History, OWNER_FIELDS, Step, When};
use super::rows::*;

pub const WORKING: [&str; 3] = ["Working", "In Progress", "处理中"];
pub const WAITING: [&str; 3] = ["Waiting on Customer", "On Hold", "等待客户"];
pub const RESOLVED: [&str; 2] = ["Resolved", "已解决"];
pub const CLOSED: [&str; 2] = ["Closed", "已关闭"];
pub const PROPOSED: [&str; 2] = ["Solution Provided", "已提供方案"];
pub const PRIORITIES: [&str; 4] = ["Low", "Medium", "High", "Critical"];
const KEYWORDS: [&str; 3] = ["solution", "workaround", "解决方案"];
const SURVEY_WORDS: [&str; 2] = ["customer survey", "满意度调查"];
pub const MINUTE: i64 = 60_000;

/// Activities in the order in which those of one row stand.
const ACTIVITIES: [&str; 20] = [
    "case_created",
    "case_assigned",
    "case_reassigned",
    "case_classified",
    "priority_raised",
    "case_reopened",
    "information_received",
    "agent_investigates",
    "acknowledgement_sent",
    "information_requested",
    "solution_proposed",
    "escalation_triggered",
    "milestone_violated",
    "case_resolved",
    "case_closed",
    "survey_sent",
    "comment_posted",
    "file_attached",
    "team_member_added",
    "article_attached",
];
const EXPLICIT: [&str; 6] =
    ["case_created", "milestone_violated", "comment_posted", "file_attached", "team_member_added", "article_attached"];

/// Tables in the order in which their events of one moment stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Table {
    Cases,
    History,
    Mails,
    Milestones,
    Comments,
    Posts,
    Links,
    Articles,
    Members,
    Subjects,
}

/// An event before it is written.
#[derive(Debug, Clone)]
pub struct Draft {
    pub activity: &'static str,
    pub time: i64,
    table: Table,
    /// Time and id of the row.
    row: (i64, String),
    /// The row's place in the history, of events from there.
    pub of_history: Option<usize>,
}

impl Draft {
    fn new(activity: &'static str, time: i64, table: Table, id: &str) -> Self {
        Self { activity, time, table, row: (time, long(id)), of_history: None }
    }

    fn of_step(activity: &'static str, step: &Step, history: &History<'_>) -> Self {
        let id = &history.rows[step.row].change.id;
        Self { of_history: Some(step.row), ..Self::new(activity, step.at, Table::History, id) }
    }

    fn order(&self) -> (i64, Table, (i64, String), usize) {
        let place = ACTIVITIES.iter().position(|known| *known == self.activity).unwrap();
        (self.time, self.table, self.row.clone(), place)
    }

    pub fn kind(&self) -> &'static str {
        if EXPLICIT.contains(&self.activity) { "explicit" } else { "inferred" }
    }

    /// Where to look for what holds at the event, whatever it took in.
    pub fn when(&self) -> When {
        self.of_history.map_or(When::Time(self.time), When::Row)
    }
}

/// The fields of a case.
pub struct Fields {
    pub status: Field,
    pub owner: Field,
    pub priority: Field,
}

/// A case and all that is told of it.
pub struct Telling<'a> {
    pub export: &'a Export,
    pub case: &'a Case,
    pub history: History<'a>,
    pub fields: Fields,
}

fn is_in(set: &[&str], value: &Option<String>) -> bool {
    value.as_ref().is_some_and(|value| set.contains(&value.as_str()))
}

fn is_over(value: &Option<String>) -> bool {
    is_in(&RESOLVED, value) || is_in(&CLOSED, value)
}

fn has_word(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.to_lowercase().contains(word))
}

impl<'a> Telling<'a> {
    pub fn of(export: &'a Export, case: &'a Case) -> Self {
        let history = History::of(export, case);
        let fields = Fields {
            status: history.field(&["Status"]),
            owner: history.field(&OWNER_FIELDS),
            priority: history.field(&["Priority"]),
        };
        Self { export, case, history, fields }
    }

    /// All events, in order.
    pub fn events(&self) -> Vec<Draft> {
        let mut events = vec![Draft::new("case_created", self.case.created, Table::Cases, &self.case.id)];
        events.extend(self.owners());
        events.extend(self.classification());
        events.extend(self.statuses());
        events.extend(self.acknowledgement());
        events.extend(self.answers());
        events.extend(self.solutions());
        events.extend(self.closings());
        events.extend(self.violations());
        events.extend(self.surveys());
        events.extend(self.things());
        events.sort_by_key(Draft::order);
        events
    }

    fn step(&self, activity: &'static str, step: &Step) -> Draft {
        Draft::of_step(activity, step, &self.history)
    }

    /// SF-E02, SF-E03.
    fn owners(&self) -> Vec<Draft> {
        let steps = self.fields.owner.steps.iter().enumerate();
        steps
            .map(|(place, step)| self.step(if place == 0 { "case_assigned" } else { "case_reassigned" }, step))
            .collect()
    }

    /// SF-E04, CM-E05, SF-E10.
    fn classification(&self) -> Vec<Draft> {
        let mut events = Vec::new();
        let fields = ["Priority", "Type", "Reason"].map(|name| self.history.field(&[name]));
        let first = fields.iter().flat_map(|field| &field.steps).min_by_key(|step| step.row);
        events.extend(first.map(|step| self.step("case_classified", step)));
        let rank = |value: &Option<String>| PRIORITIES.iter().position(|known| value.as_deref() == Some(known));
        for step in &self.fields.priority.steps {
            if let (Some(old), Some(new)) = (rank(&step.old), rank(&step.new))
                && new > old
            {
                events.push(self.step("priority_raised", step));
            }
        }
        let escalations = self.history.field(&["IsEscalated"]).steps;
        let raised = escalations.iter().filter(|step| step.new.as_deref() == Some("true"));
        events.extend(raised.map(|step| self.step("escalation_triggered", step)));
        events
    }

    /// SF-E05, SF-E07, SF-E12, SF-E14.
    fn statuses(&self) -> Vec<Draft> {
        let mut events = Vec::new();
        for step in &self.fields.status.steps {
            let into = |set: &[&str]| is_in(set, &step.new) && !is_in(set, &step.old);
            let is_reopened = is_over(&step.old) && !is_over(&step.new);
            if is_reopened {
                events.push(self.step("case_reopened", step));
            }
            if into(&WORKING) && !is_reopened && !self.is_answer(step) {
                events.push(self.step("agent_investigates", step));
            }
            if into(&WAITING) {
                events.push(self.step("information_requested", step));
            }
            if into(&RESOLVED) {
                events.push(self.step("case_resolved", step));
            }
        }
        events
    }

    /// The mails of the case that weren't deleted, by time.
    pub fn mails(&self) -> Vec<&Mail> {
        let is_own = |mail: &&Mail| mail.case == self.case.id && !mail.is_deleted;
        let mut mails: Vec<&Mail> = self.export.mails.iter().filter(is_own).collect();
        mails.sort_by_key(|mail| (mail.at, long(&mail.id)));
        mails
    }

    /// Outgoing, and not a draft.
    fn sent(&self) -> Vec<&Mail> {
        let is_sent = |mail: &&Mail| !mail.is_incoming && !["5", "Draft"].contains(&mail.status.as_str());
        self.mails().into_iter().filter(is_sent).collect()
    }

    /// SF-E06.
    fn acknowledgement(&self) -> Option<Draft> {
        let first = self.sent().into_iter().find(|mail| !mail.is_bounced && !is_survey(mail))?;
        Some(Draft::new("acknowledgement_sent", first.at, Table::Mails, &first.id))
    }

    /// Whether a change from waiting to working shows that the customer answered: nothing else of that wait does, or the
    /// mail came just before.
    fn is_answer(&self, step: &Step) -> bool {
        if !is_in(&WAITING, &step.old) || !is_in(&WORKING, &step.new) {
            return false;
        }
        let earlier = self.fields.status.steps.iter().filter(|other| other.row < step.row);
        let asked = earlier.filter(|other| is_in(&WAITING, &other.new)).map(|other| other.at).max();
        let is_since = |mail: &&Mail| match asked {
            Some(asked) => mail.at > asked,
            None => mail.at >= self.case.created,
        };
        let mails = self.mails();
        let mut answers = mails.iter().filter(|mail| mail.is_incoming && mail.at <= step.at).copied();
        answers.rfind(is_since).is_none_or(|last| step.at - last.at <= 10 * MINUTE)
    }

    /// SF-E08.
    fn answers(&self) -> Vec<Draft> {
        let is_waiting = |time: i64| is_in(&WAITING, &self.fields.status.before(time, Some(&self.case.status)));
        let mails = self.mails();
        let mails = mails.iter().filter(|mail| mail.is_incoming && is_waiting(mail.at));
        let mails = mails.map(|mail| Draft::new("information_received", mail.at, Table::Mails, &mail.id)).collect();
        let steps = self.fields.status.steps.iter().filter(|step| self.is_answer(step));
        let steps = steps.map(|step| self.step("information_received", step)).collect();
        joined(vec![mails, steps], 10 * MINUTE)
    }

    /// SF-E09.
    fn solutions(&self) -> Vec<Draft> {
        let steps = self.fields.status.steps.iter();
        let steps = steps.filter(|step| is_in(&PROPOSED, &step.new) && !is_in(&PROPOSED, &step.old));
        let steps = steps.map(|step| self.step("solution_proposed", step)).collect();
        let sent = self.sent();
        let mails = sent.iter().filter(|mail| !mail.is_bounced);
        let mails = mails.filter(|mail| has_word(&mail.subject, &KEYWORDS) || has_word(&mail.text, &KEYWORDS));
        let mails = mails.map(|mail| Draft::new("solution_proposed", mail.at, Table::Mails, &mail.id)).collect();
        joined(vec![steps, mails], 10 * MINUTE)
    }

    /// SF-E13.
    fn closings(&self) -> Vec<Draft> {
        let steps = self.fields.status.steps.iter();
        let steps = steps.filter(|step| is_in(&CLOSED, &step.new) && !is_in(&CLOSED, &step.old));
        let steps: Vec<Draft> = steps.map(|step| self.step("case_closed", step)).collect();
        let rows = self.history.rows.iter().enumerate().filter(|(_, told)| told.change.field == "closed");
        let rows = rows.map(|(row, told)| {
            let draft = Draft::new("case_closed", told.change.at, Table::History, &told.change.id);
            Draft { of_history: Some(row), ..draft }
        });
        let rows: Vec<Draft> = rows.collect();
        if steps.is_empty() && rows.is_empty() {
            let row = (self.case.created, long(&self.case.id));
            let of_date = |time| Draft { row, ..Draft::new("case_closed", time, Table::Cases, &self.case.id) };
            return self.case.closed.map(of_date).into_iter().collect();
        }
        joined(vec![steps, rows], MINUTE)
    }

    /// SF-E11.
    fn violations(&self) -> Vec<Draft> {
        let own = self.export.milestones.iter().filter(|each| each.case == self.case.id && each.is_violated);
        own.map(|each| Draft::new("milestone_violated", each.target, Table::Milestones, &each.id)).collect()
    }

    /// SF-E15.
    fn surveys(&self) -> Vec<Draft> {
        let mails = self.sent().into_iter().filter(|mail| is_survey(mail));
        let mails = mails.map(|mail| Draft::new("survey_sent", mail.at, Table::Mails, &mail.id)).collect();
        let mut invited = Vec::new();
        for subject in self.export.subjects.iter().filter(|subject| subject.subject == self.case.id) {
            if let Some(invitation) = self.export.invitations.iter().find(|each| each.id == subject.invitation) {
                invited.push(Draft::new("survey_sent", invitation.at, Table::Subjects, &subject.id));
            }
        }
        joined(vec![mails, invited], 10 * MINUTE)
    }

    /// CM-E01 to CM-E04.
    fn things(&self) -> Vec<Draft> {
        use ThingKind::*;
        let all = |kind: ThingKind, activity: &'static str, table: Table| {
            let own = self.export.things.iter().filter(|thing| thing.case == self.case.id && thing.kind == kind);
            own.map(|thing| Draft::new(activity, thing.at, table, &thing.id)).collect::<Vec<_>>()
        };
        let mut events = all(Comment, "comment_posted", Table::Comments);
        events.extend(all(TextPost, "comment_posted", Table::Posts));
        let (links, posts) =
            (all(FileLink, "file_attached", Table::Links), all(FilePost, "file_attached", Table::Posts));
        events.extend(joined(vec![links, posts], MINUTE));
        events.extend(all(Member, "team_member_added", Table::Members));
        events.extend(all(Article, "article_attached", Table::Articles));
        events
    }
}

fn is_survey(mail: &Mail) -> bool {
    mail.template.as_deref() == Some(SURVEY_TEMPLATE) || has_word(&mail.subject, &SURVEY_WORDS)
}

/// Joins events of different rules: the earliest takes in at most one of each other rule that lies no later than `within`
/// after it.
fn joined(rules: Vec<Vec<Draft>>, within: i64) -> Vec<Draft> {
    let mut left: Vec<(usize, Draft)> = Vec::new();
    for (rule, drafts) in rules.into_iter().enumerate() {
        left.extend(drafts.into_iter().map(|draft| (rule, draft)));
    }
    left.sort_by_key(|(rule, draft)| (draft.order(), *rule));
    let mut joined = Vec::new();
    while !left.is_empty() {
        let (rule, head) = left.remove(0);
        let mut taken = vec![rule];
        left.retain(|(rule, draft)| {
            let is_taken = draft.time <= head.time + within && !taken.contains(rule);
            if is_taken {
                taken.push(*rule);
            }
            !is_taken
        });
        joined.push(head);
    }
    joined
}
