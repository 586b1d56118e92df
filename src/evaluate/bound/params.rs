//! The values that params have in a run, and the zone of wall clocks.

use crate::plan::{LocalTime, Operand};
use crate::time::{DstPolicy, Zone, is_representable};

/// The values of each param, in the plan's order; a list may have any number of them, another param one or none.
#[derive(Debug, Clone, Default)]
pub struct ParamValues {
    /// The values.
    pub values: Vec<Vec<Operand>>,
    /// How days and times without an offset in conditions and params become moments: in the mapping's zone, else the run's.
    pub local: LocalTime,
}

impl ParamValues {
    /// The values of a param.
    pub fn of(&self, param: usize) -> &[Operand] {
        self.values.get(param).map_or(&[], Vec::as_slice)
    }

    /// The moment at which the wall clock shows that; in UTC where nothing names a zone.
    ///
    /// Somebody wrote it on purpose, so that a policy which rejects skipped or repeated times of an export doesn't hold.
    pub fn moment(&self, wall: i64) -> i64 {
        let in_zone = |zone: &Zone| {
            let by_policy = zone.resolve(wall, self.local.policy).time();
            by_policy.or_else(|| zone.resolve(wall, DstPolicy::default()).time())
        };
        self.local.zone.as_ref().and_then(in_zone).filter(|time| is_representable(*time)).unwrap_or(wall)
    }
}
