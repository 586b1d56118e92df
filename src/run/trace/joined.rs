//! How the records of a case were joined.

use super::{JoinTrace, Member, Tracer};
use crate::describe::Reading;
use crate::evaluate::{Binder, Bound, display};
use crate::plan::{Expr, SameCasePlan};
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
        let same: Vec<(&Expr, Bound)> = rule.same.iter().map(|value| (value, binder.value(value))).collect();
        let until = rule.until.as_ref().map(|until| binder.value(until));
        let members = (0..count).filter_map(|row| self.member(rule, &same, until.as_ref(), row));
        let mut members: Vec<Member> = members.collect();
        members.sort_by_key(|member| (member.begins, member.row));
        Some(JoinTrace { source: rule.source, members })
    }

    fn member(&self, rule: &SameCasePlan, same: &[(&Expr, Bound)], until: Option<&Bound>, row: u32) -> Option<Member> {
        let place = self.at.origin(Origin::row(NONE, rule.source as u32, row));
        let begins = place.here.time;
        let ends = until.and_then(|until| place.datum(until).as_time()).max(begins);
        let reading = |(written, bound): &(&Expr, Bound)| Reading {
            name: self.describer().value(written),
            value: display(&place.datum(bound), self.at.state.texts()),
        };
        Some(Member { row: self.row_id(rule.source, row)?, begins, ends, same: same.iter().map(reading).collect() })
    }
}
