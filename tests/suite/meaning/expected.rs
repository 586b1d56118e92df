//! The log of an export, from the requirements: attributes SF-A01 to SF-A21, CM-A01 and CM-A02 beside the events.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;

use super::events::{Draft, MINUTE, Telling};
use super::history::{OWNER_FIELDS, When};
use super::log::{Event, Log};
use super::rows::*;

/// The log that an export has to give.
pub fn log(export: &Export) -> Log {
    let mut cases: Vec<&Case> = export.cases.iter().filter(|case| !case.is_deleted).collect();
    cases.sort_by_key(|case| &case.number);
    let mut log = Log::default();
    for case in cases {
        let telling = Telling::of(export, case);
        let drafts = telling.events();
        log.events.extend(drafts.iter().map(|draft| telling.event(draft)));
        log.cases.insert(case.number.clone(), telling.attributes(&drafts));
    }
    log
}

fn time_text(time: i64) -> String {
    DateTime::from_timestamp_millis(time).unwrap().format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn name_in(names: &[(&str, &str)], id: &Option<String>) -> Option<String> {
    let id = id.as_ref()?;
    names.iter().find(|(known, _)| known == id).map(|(_, name)| (*name).to_owned())
}

fn is_queue(owner: &str) -> bool {
    owner.starts_with("00G")
}

impl Telling<'_> {
    fn event(&self, draft: &Draft) -> Event {
        let fields = &self.fields;
        let when = draft.when();
        Event {
            case: self.case.number.clone(),
            activity: draft.activity.to_owned(),
            time: time_text(draft.time),
            kind: draft.kind().to_owned(),
            agent: self.agent(when).unwrap_or_default(),
            status: fields.status.at(when, Some(&self.case.status)).unwrap_or_default(),
            priority: fields.priority.at(when, self.case.priority.as_deref()).unwrap_or_default(),
        }
    }

    /// SF-A10: the owner's name where one is known, by the lists of users and queues or by the history, else the id.
    fn agent(&self, when: When) -> Option<String> {
        let owner = self.fields.owner.at(when, Some(&self.case.owner))?;
        self.listed(&owner).or_else(|| self.told_name(when)).or_else(|| Some(long(&owner)))
    }

    fn current_agent(&self) -> String {
        let owner = &self.case.owner;
        let is_last = self.fields.owner.steps.last().is_some_and(|step| step.new.as_ref() == Some(owner));
        let told = if is_last { self.told_name(When::Time(i64::MAX)) } else { None };
        self.listed(owner).or(told).unwrap_or_else(|| long(owner))
    }

    fn listed(&self, owner: &str) -> Option<String> {
        let owner = Some(owner.to_owned()).filter(|_| self.export.habits.has_names);
        name_in(&OWNERS, &owner)
    }

    /// The name that the history itself tells: in its last row about the owner until then, else before its first.
    fn told_name(&self, when: When) -> Option<String> {
        let rows = self.history.rows.iter().enumerate();
        let owners = rows.filter(|(_, row)| OWNER_FIELDS.contains(&row.change.field.as_str()));
        let mut name = None;
        for (place, row) in owners {
            let is_before = match when {
                When::Row(last) => place <= last,
                When::Time(last) => row.change.at <= last,
            };
            if is_before {
                name = Some(row.new_name);
            } else if name.is_none() {
                name = Some(row.old_name);
            }
        }
        name.flatten().map(str::to_owned)
    }

    fn attributes(&self, events: &[Draft]) -> BTreeMap<String, String> {
        let case = self.case;
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let has = |activity: &str| events.iter().any(|event| event.activity == activity);
        let count = |activity: &str| events.iter().filter(|event| event.activity == activity).count();
        let is_solved_at_once = self.is_first_contact(events);
        let owners: BTreeSet<String> = self.fields.owner.values(Some(&case.owner)).into_iter().collect();
        // Nobody knows the contacts of a case that was closed before it was created.
        let unless_migrated = |truth: bool| if self.is_migrated() { String::new() } else { truth.to_string() };
        let pairs = [
            ("ServiceRequest", case.number.clone()),
            ("CasePriority", text(&case.priority)),
            ("CaseStatus", case.status.clone()),
            ("CaseType", text(&case.kind)),
            ("CommunicationChannel", text(&case.origin)),
            ("CaseSubject", case.subject.clone()),
            ("CustomerName", text(&name_in(&CONTACTS, &case.contact).or_else(|| name_in(&ACCOUNTS, &case.account)))),
            ("ProductInvolved", text(&name_in(&PRODUCTS, &case.product))),
            ("AssignedAgent", self.current_agent()),
            ("IsEscalated", (case.is_escalated || has("escalation_triggered")).to_string()),
            ("IsRework", (has("case_reopened") || is_investigated_again(events)).to_string()),
            ("CaseResolutionTime", self.resolution_time(events).map_or_else(String::new, |time| time.to_string())),
            ("SlaTargetResolutionTime", self.target().map_or_else(String::new, time_text)),
            ("SlaStatus", self.sla_status(events).to_owned()),
            ("IsFirstContactResolution", unless_migrated(is_solved_at_once)),
            ("IsFirstCallResolution", unless_migrated(is_solved_at_once && self.agents() <= 1)),
            ("AgentHandoffCount", self.hand_offs().to_string()),
            ("DistinctAgentCountMinusOne", owners.len().saturating_sub(1).to_string()),
            ("CommentCount", count("comment_posted").to_string()),
            ("CaseTeamSize", self.distinct(ThingKind::Member).to_string()),
            ("KnowledgeArticleCount", self.distinct(ThingKind::Article).to_string()),
        ];
        pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    fn distinct(&self, kind: ThingKind) -> usize {
        let own = self.export.things.iter().filter(|thing| thing.case == self.case.id && thing.kind == kind);
        own.map(|thing| &thing.of).collect::<BTreeSet<_>>().len()
    }

    /// SF-A07: the place of the resolution in force among the events.
    fn resolution(&self, events: &[Draft]) -> Option<usize> {
        let since = events.iter().rposition(|event| event.activity == "case_reopened").map_or(0, |place| place + 1);
        let last = |activity: &str| events[since..].iter().rposition(|event| event.activity == activity);
        last("case_resolved").or_else(|| last("case_closed")).map(|place| place + since)
    }

    fn resolution_time(&self, events: &[Draft]) -> Option<i64> {
        let time = events[self.resolution(events)?].time - self.case.created;
        (time >= 0).then_some(time)
    }

    /// SF-A09.
    fn target(&self) -> Option<i64> {
        let exit = if self.export.habits.has_optional_columns { self.case.sla_exit } else { None };
        let milestones = self.export.milestones.iter().filter(|each| each.case == self.case.id);
        let is_named = self.export.habits.has_milestone_names;
        let of_resolution = milestones.filter(|each| !is_named || each.is_of_resolution).map(|each| each.target).max();
        exit.or(of_resolution)
    }

    fn is_migrated(&self) -> bool {
        self.case.closed.is_some_and(|closed| closed < self.case.created)
    }

    /// SF-A08.
    fn sla_status(&self, events: &[Draft]) -> &'static str {
        if events.iter().any(|event| event.activity == "milestone_violated") {
            return "Violated";
        }
        match (self.resolution(events), self.target()) {
            (Some(place), Some(target)) if !self.is_migrated() => {
                if events[place].time <= target {
                    "Met"
                } else {
                    "Violated"
                }
            }
            _ => "",
        }
    }

    /// SF-A11.
    fn is_first_contact(&self, events: &[Draft]) -> bool {
        let Some(resolution) = self.resolution(events) else { return false };
        if events.iter().any(|event| event.activity == "case_reopened") {
            return false;
        }
        let is_contact = |event: &Draft| ["information_requested", "information_received"].contains(&event.activity);
        if events[..resolution].iter().any(is_contact) {
            return false;
        }
        let mails = self.mails();
        let earlier: Vec<&&Mail> =
            mails.iter().filter(|mail| mail.is_incoming && mail.at < events[resolution].time).collect();
        match earlier.as_slice() {
            [] => true,
            [mail] => self.is_maker(mail),
            _ => false,
        }
    }

    /// Whether an e-mail made the case: it was there before, the case says so, or the case came by mail just then.
    fn is_maker(&self, mail: &Mail) -> bool {
        let source = if self.export.habits.has_optional_columns { self.case.source.as_ref() } else { None };
        if mail.at <= self.case.created {
            return true;
        }
        match source {
            Some(source) => *source == mail.id,
            None => {
                let is_by_mail = self.case.origin.as_ref().is_none_or(|origin| origin.to_lowercase().contains("mail"));
                is_by_mail && mail.at - self.case.created <= 5 * MINUTE
            }
        }
    }

    /// Whether the first change of the owner was the case's first assignment.
    fn is_assigned_later(&self) -> bool {
        let owner = &self.fields.owner;
        let mut told = self.history.rows.iter().filter(|row| OWNER_FIELDS.contains(&row.change.field.as_str()));
        let is_by_rule = told.next().is_some_and(|row| row.change.field != "Owner");
        !owner.steps.is_empty() && (owner.first.as_deref().is_none_or(is_queue) || is_by_rule)
    }

    /// SF-A17.
    fn hand_offs(&self) -> usize {
        self.fields.owner.steps.len() - usize::from(self.is_assigned_later())
    }

    /// CM-A02: how many people had the case since its assignment.
    fn agents(&self) -> usize {
        let owners = self.fields.owner.values(Some(&self.case.owner));
        let had = owners.into_iter().skip(usize::from(self.is_assigned_later()));
        had.filter(|owner| !is_queue(owner)).collect::<BTreeSet<_>>().len()
    }
}

/// SF-A20, its second half.
fn is_investigated_again(events: &[Draft]) -> bool {
    let proposed = events.iter().position(|event| event.activity == "solution_proposed");
    proposed.is_some_and(|place| events[place..].iter().any(|event| event.activity == "agent_investigates"))
}
