//! What happens to cases, at random: everything that is known to go wrong.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::rows::{OWNERS, ThingKind};

/// 2026-01-05T09:00:00Z.
pub const START: i64 = 1_767_603_600_000;
pub const SECOND: i64 = 1_000;

const STATUSES: [&str; 12] = [
    "New",
    "Working",
    "In Progress",
    "处理中",
    "Waiting on Customer",
    "On Hold",
    "Resolved",
    "Closed",
    "已关闭",
    "Solution Provided",
    "Working",
    "Waiting on Customer",
];
const PRIORITIES: [&str; 5] = ["Low", "Medium", "High", "Critical", "P1"];
/// Seconds between one action and the next: many at once, some at the edges of ten minutes.
const GAPS: [i64; 9] = [0, 0, 1, 30, 60, 599, 600, 601, 7_200];
const SUBJECTS: [&str; 6] =
    ["Re: portal", "Workaround, \"at last\"", "Customer Survey", "满意度调查", "Question", "答复"];
const TEXTS: [&str; 5] = ["Hello,\nplease wait.\n", "The SOLUTION:\r\nstart again", "这是解决方案。", "", "a, b"];

/// What happens to a case.
#[derive(Debug, Clone)]
pub enum Action {
    Status(&'static str),
    Priority(Option<&'static str>),
    Kind(&'static str),
    Reason(&'static str),
    Escalated(bool),
    Owner(OwnerAction),
    /// A row of the history that says that the case was closed.
    ClosedRow,
    /// A field that nobody looks at.
    Other,
}

#[derive(Debug, Clone)]
pub struct OwnerAction {
    pub to: usize,
    pub field: &'static str,
    /// Whether the row with names is there.
    pub has_names: bool,
    pub names_first: bool,
    /// Whether the names stand once more, under another name of the field.
    pub is_told_twice: bool,
}

#[derive(Debug, Clone)]
pub struct Timed {
    pub gap: i64,
    pub by: usize,
    pub is_deleted: bool,
    pub action: Action,
}

fn owner_action() -> impl Strategy<Value = Action> {
    let field = select(vec!["Owner", "Owner", "ownerAssignment", "ownerAccepted"]);
    (0..OWNERS.len(), field, 0..5, any::<bool>(), 0..5).prop_map(|(to, field, names, names_first, twice)| {
        Action::Owner(OwnerAction { to, field, has_names: names > 0, names_first, is_told_twice: twice == 0 })
    })
}

fn action() -> impl Strategy<Value = Timed> {
    let action = prop_oneof![
        6 => select(STATUSES.to_vec()).prop_map(Action::Status),
        3 => owner_action(),
        2 => proptest::option::weighted(0.9, select(PRIORITIES.to_vec())).prop_map(Action::Priority),
        1 => select(vec!["Problem", "Question"]).prop_map(Action::Kind),
        1 => select(vec!["Training", "Outage"]).prop_map(Action::Reason),
        1 => any::<bool>().prop_map(Action::Escalated),
        1 => Just(Action::ClosedRow),
        1 => Just(Action::Other),
    ];
    (select(GAPS.to_vec()), 0..3usize, 0..25, action).prop_map(|(gap, by, deleted, action)| Timed {
        gap,
        by,
        is_deleted: deleted == 0,
        action,
    })
}

/// A mail near an action of the case: which, seconds from it, and what it is.
pub type MailSketch = (usize, i64, bool, &'static str, &'static str, &'static str, bool, bool);

fn mail() -> impl Strategy<Value = MailSketch> {
    (
        0..8usize,
        select(vec![-1, 0, 0, 1, 30, 299, 301, 599, 600, 601, 3_600]),
        any::<bool>(),
        select(vec!["0", "1", "2", "3", "3", "5", "Draft"]),
        select(SUBJECTS.to_vec()),
        select(TEXTS.to_vec()),
        proptest::bool::weighted(0.15),
        proptest::bool::weighted(0.1),
    )
}

#[derive(Debug, Clone)]
pub struct Sketch {
    pub created: i64,
    pub status: &'static str,
    pub owner: usize,
    pub priority: Option<&'static str>,
    pub actions: Vec<Timed>,
    pub mails: Vec<MailSketch>,
    /// Seconds after the creation, violated, of the resolution.
    pub milestones: Vec<(i64, bool, bool)>,
    /// Seconds after the creation, whether a response rather than an invitation.
    pub surveys: Vec<(i64, bool)>,
    pub things: Vec<(i64, ThingKind, usize)>,
    pub sla: Option<i64>,
    pub details: Details,
}

#[derive(Debug, Clone)]
pub struct Details {
    pub origin: Option<&'static str>,
    pub contact: Option<usize>,
    pub account: Option<usize>,
    pub product: Option<bool>,
    pub names_its_mail: bool,
    pub is_deleted: bool,
    /// Seconds from the creation to the closing where the history doesn't tell of it.
    pub closed_after: i64,
    /// Whether the status isn't tracked.
    pub loses_statuses: bool,
}

fn details() -> impl Strategy<Value = Details> {
    (
        proptest::option::weighted(0.8, select(vec!["Email", "Phone", "电子邮件"])),
        proptest::option::of(0..3usize),
        proptest::option::of(0..3usize),
        proptest::option::of(any::<bool>()),
        any::<bool>(),
        proptest::bool::weighted(0.1),
        select(vec![-86_400, -1, 0, 60, 3_600]),
        proptest::bool::weighted(0.15),
    )
        .prop_map(
            |(origin, contact, account, product, names_its_mail, is_deleted, closed_after, loses_statuses)| Details {
                origin: origin.map(|origin| if origin == "电子邮件" { "E-Mail" } else { origin }),
                contact,
                account,
                product,
                names_its_mail,
                is_deleted,
                closed_after,
                loses_statuses,
            },
        )
}

fn thing() -> impl Strategy<Value = (i64, ThingKind, usize)> {
    use ThingKind::*;
    let kinds = vec![Comment, TextPost, CommentPost, FilePost, FileLink, Member, Article];
    (select(vec![0, 30, 60, 61, 600]), select(kinds), 0..2usize)
}

pub fn sketch() -> impl Strategy<Value = Sketch> {
    let first = (
        select(vec![0, 60, 3_600]),
        select(vec!["New", "New", "New", "Working", "Waiting on Customer", "Resolved", "Closed"]),
        0..OWNERS.len(),
        proptest::option::weighted(0.9, select(PRIORITIES.to_vec())),
    );
    let milestone = (select(vec![0, 60, 1_800, 7_200, 90_000]), any::<bool>(), any::<bool>());
    let rest = (
        vec(action(), 0..10),
        vec(mail(), 0..6),
        vec(milestone, 0..3),
        vec((select(vec![60, 600, 7_200]), any::<bool>()), 0..3),
        vec(thing(), 0..5),
        proptest::option::of(select(vec![600, 1_260, 7_200, 100_000])),
        details(),
    );
    (first, rest).prop_map(|((created, status, owner, priority), rest)| {
        let (actions, mails, milestones, surveys, things, sla, details) = rest;
        Sketch {
            created: START + created * SECOND,
            status,
            owner,
            priority,
            actions,
            mails,
            milestones,
            surveys,
            things,
            sla,
            details,
        }
    })
}
