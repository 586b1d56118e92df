//! How the records of a case were joined.

use super::{JoinTrace, Member, Tracer};
use crate::describe::Reading;
use crate::evaluate::{Binder, Bound, display};
use crate::plan::Expr;
use crate::run::case::{NONE, Origin};

impl Tracer<'_> {
    /// The rows that join cases, where the case has several.
    pub(super) fn joined(&self) -> Option<JoinTrace> {
        let rule = self.plan().case.same_case.as_ref()?;
        let count = self.at.state.rows.get(rule.source)?.len() as u32;
        if count < 2 {
            return None;
        }
        let id_of = |text: &str| self.at.state.texts().find(text);
        let mut binder = Binder::new(self.plan(), &self.context.loaded.params, &id_of);
        let bound = Joining {
            same: rule.same.iter().map(|value| (value, binder.value(value))).collect(),
            until: rule.until.as_ref().map(|until| binder.value(until)),
            named: rule.named.iter().map(|value| binder.value(value)).collect(),
        };
        let mut members: Vec<Member> = (0..count).filter_map(|row| self.member(rule.source, &bound, row)).collect();
        members.sort_by_key(|member| (member.begins, member.row));
        Some(JoinTrace { source: rule.source, members })
    }

    fn member(&self, source: usize, bound: &Joining<'_>, row: u32) -> Option<Member> {
        let place = self.at.origin(Origin::row(NONE, source as u32, row));
        let text = |value: &Bound| display(&place.datum(value), self.at.state.texts());
        let begins = place.here.time;
        let until = bound.until.as_ref().and_then(|until| place.datum(until).as_time());
        let same = bound.same.iter();
        Some(Member {
            row: self.row_id(source, row)?,
            begins,
            ends: until.max(begins),
            named: bound.named.iter().find_map(text),
            same: same
                .map(|(written, bound)| Reading { name: self.describer().value(written), value: text(bound) })
                .collect(),
        })
    }
}

/// What joins rows, bound.
struct Joining<'a> {
    same: Vec<(&'a Expr, Bound)>,
    until: Option<Bound>,
    named: Vec<Bound>,
}
