//! Exports of the cases that are sketched.

use proptest::collection::vec;
use proptest::prelude::*;

use super::rows::*;
use super::sketch::{Action, Details, OwnerAction, SECOND, Sketch, Timed, sketch};

/// An export of several cases.
pub fn export() -> impl Strategy<Value = Export> {
    let habits = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<(u64, u64)>());
    (vec(sketch(), 1..6), habits).prop_map(
        |(sketches, (data_type, names, milestones, columns, empty, (forms, shuffle)))| {
            let habits = Habits {
                has_data_type: data_type,
                has_names: names,
                has_milestone_names: milestones,
                has_optional_columns: columns,
                leaves_out_empty_files: empty,
                forms,
                shuffle,
            };
            let mut building = Building { export: Export { habits, ..Export::default() }, next: 0 };
            sketches.iter().enumerate().for_each(|(place, sketch)| building.case(place, sketch));
            building.export
        },
    )
}

struct Building {
    export: Export,
    next: u32,
}

/// The values of a case as they change.
struct Now {
    status: String,
    priority: Option<String>,
    kind: Option<String>,
    reason: Option<String>,
    is_escalated: bool,
    owner: usize,
    time: i64,
    /// When it was closed by a status.
    closed: Option<i64>,
    times: Vec<i64>,
}

/// Ids of cases that differ in the case of a letter, and numbers with leading zeros.
const CASES: [(&str, &str); 5] = [
    ("50000000000000a", "00001001"),
    ("50000000000000A", "00001002"),
    ("50000000000000b", "0"),
    ("50000000000000B", "00412"),
    ("500000000000007", "1001"),
];

fn is_closed(status: &str) -> bool {
    ["Closed", "已关闭"].contains(&status)
}

impl Building {
    /// A new id of 15 characters; ids ascend.
    fn id(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{:012}", self.next)
    }

    fn case(&mut self, place: usize, sketch: &Sketch) {
        let (id, number) = CASES[place];
        let mut now = Now {
            status: sketch.status.to_owned(),
            priority: sketch.priority.map(str::to_owned),
            kind: None,
            reason: None,
            is_escalated: false,
            owner: sketch.owner,
            time: sketch.created,
            closed: is_closed(sketch.status).then_some(sketch.created + sketch.details.closed_after * SECOND),
            times: vec![sketch.created],
        };
        let by = OWNERS[0].0;
        self.row(id, "created", "Text", (None, None), (sketch.created, by, false));
        for timed in &sketch.actions {
            now.time += timed.gap * SECOND;
            now.times.push(now.time);
            self.act(id, timed, &mut now, &sketch.details);
        }
        let source = self.mails(id, sketch, &now);
        self.others(id, sketch);
        let details = &sketch.details;
        self.export.cases.push(Case {
            id: id.to_owned(),
            number: number.to_owned(),
            created: sketch.created,
            closed: now.closed.filter(|_| is_closed(&now.status)),
            is_closed: is_closed(&now.status),
            status: now.status,
            priority: now.priority,
            kind: now.kind,
            origin: details.origin.map(str::to_owned),
            subject: format!("\"{number}\", 主题\nline two"),
            owner: OWNERS[now.owner].0.to_owned(),
            is_escalated: now.is_escalated,
            sla_exit: sketch.sla.map(|after| sketch.created + after * SECOND),
            source: source.filter(|_| details.names_its_mail),
            contact: details
                .contact
                .map(|place| CONTACTS.get(place).map_or("003000000000009", |(id, _)| id).to_owned()),
            account: details
                .account
                .map(|place| ACCOUNTS.get(place).map_or("001000000000009", |(id, _)| id).to_owned()),
            product: details
                .product
                .map(|is_known| if is_known { PRODUCTS[0].0 } else { "01t000000000009" }.to_owned()),
            is_deleted: details.is_deleted,
        });
    }

    fn row(
        &mut self,
        case: &str,
        field: &str,
        data_type: &'static str,
        (old, new): (Option<String>, Option<String>),
        (at, by, is_deleted): (i64, &str, bool),
    ) {
        let id = self.id("017");
        let (case, field, by) = (case.to_owned(), field.to_owned(), by.to_owned());
        self.export.history.push(Change { id, case, field, data_type, old, new, at, by, is_deleted });
    }

    fn act(&mut self, case: &str, timed: &Timed, now: &mut Now, details: &Details) {
        let when = (now.time, OWNERS[timed.by].0, timed.is_deleted);
        let text = |value: &str| Some(value.to_owned());
        match &timed.action {
            Action::Status(status) if now.status != *status => {
                let old = std::mem::replace(&mut now.status, (*status).to_owned());
                if is_closed(status) && !is_closed(&old) {
                    now.closed = Some(now.time);
                }
                if !details.loses_statuses {
                    self.row(case, "Status", "DynamicEnum", (Some(old), text(status)), when);
                }
            }
            Action::Priority(priority) if now.priority.as_deref() != *priority => {
                let new = priority.map(str::to_owned);
                let old = std::mem::replace(&mut now.priority, new.clone());
                self.row(case, "Priority", "DynamicEnum", (old, new), when);
            }
            Action::Kind(kind) if now.kind.as_deref() != Some(kind) => {
                let old = now.kind.replace((*kind).to_owned());
                self.row(case, "Type", "DynamicEnum", (old, text(kind)), when);
            }
            Action::Reason(reason) if now.reason.as_deref() != Some(reason) => {
                let old = now.reason.replace((*reason).to_owned());
                self.row(case, "Reason", "DynamicEnum", (old, text(reason)), when);
            }
            Action::Escalated(is_escalated) if now.is_escalated != *is_escalated => {
                let old = std::mem::replace(&mut now.is_escalated, *is_escalated);
                self.row(case, "IsEscalated", "Boolean", (Some(old.to_string()), Some(is_escalated.to_string())), when);
            }
            Action::Owner(owner) if now.owner != owner.to => self.owner(case, owner, now, when),
            Action::ClosedRow if is_closed(&now.status) && now.closed == Some(now.time) => {
                self.row(case, "closed", "Text", (None, None), when);
            }
            Action::Other => self.row(case, "Subject", "Text", (text("Closed"), text("Working")), when),
            _ => (),
        }
    }

    fn owner(&mut self, case: &str, owner: &OwnerAction, now: &mut Now, when: (i64, &str, bool)) {
        let old = std::mem::replace(&mut now.owner, owner.to);
        let values = |name: bool| {
            let value = |place: usize| Some(if name { OWNERS[place].1 } else { OWNERS[place].0 }.to_owned());
            (value(old), value(owner.to))
        };
        if owner.has_names && owner.names_first {
            self.row(case, owner.field, "Text", values(true), when);
        }
        self.row(case, owner.field, "EntityId", values(false), when);
        if owner.has_names && !owner.names_first {
            self.row(case, owner.field, "Text", values(true), when);
        }
        if owner.is_told_twice {
            self.row(case, "ownerAccepted", "Text", values(true), when);
        }
    }

    /// Writes mails and gives the first that came in.
    fn mails(&mut self, case: &str, sketch: &Sketch, now: &Now) -> Option<String> {
        let mut first: Option<(i64, String)> = None;
        for (anchor, after, is_incoming, status, subject, text, is_template, is_deleted) in &sketch.mails {
            let at = now.times[anchor % now.times.len()] + after * SECOND;
            let id = self.id("02s");
            if *is_incoming && first.as_ref().is_none_or(|(earliest, _)| at < *earliest) {
                first = Some((at, id.clone()));
            }
            self.export.mails.push(Mail {
                id,
                case: case.to_owned(),
                at,
                is_incoming: *is_incoming,
                status: (*status).to_owned(),
                subject: (*subject).to_owned(),
                text: (*text).to_owned(),
                template: is_template.then(|| SURVEY_TEMPLATE.to_owned()),
                is_deleted: *is_deleted,
            });
        }
        first.map(|(_, id)| id)
    }

    fn others(&mut self, case: &str, sketch: &Sketch) {
        let own = || case.to_owned();
        for (after, is_violated, is_of_resolution) in &sketch.milestones {
            let (id, target) = (self.id("555"), sketch.created + after * SECOND);
            let milestone =
                Milestone { id, case: own(), target, is_violated: *is_violated, is_of_resolution: *is_of_resolution };
            self.export.milestones.push(milestone);
        }
        for (after, is_response) in &sketch.surveys {
            let (invitation, other) = (self.id("0Ki"), self.id("0Kk"));
            self.export.invitations.push(Invitation { id: invitation.clone(), at: sketch.created + after * SECOND });
            let (id, elsewhere) = (self.id("0V9"), self.id("0V9"));
            let parent = if *is_response { other } else { invitation.clone() };
            self.export.subjects.push(Subject { id, invitation: parent, subject: own() });
            self.export.subjects.push(Subject { id: elsewhere, invitation, subject: CONTACTS[0].0.to_owned() });
        }
        for (after, kind, of) in &sketch.things {
            let id = self.id("0D5");
            let of = if *kind == ThingKind::Member { OWNERS[*of].0.to_owned() } else { format!("kA0000000000{of:03}") };
            self.export.things.push(Thing { id, case: own(), at: sketch.created + after * SECOND, kind: *kind, of });
        }
    }
}
