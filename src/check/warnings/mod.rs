//! What is allowed but probably not meant.

use super::usage::Usage;
use crate::diagnostic::Diagnostics;
use crate::mapping::Mapping;
use crate::plan::Plan;

/// Adds all warnings on a mapping.
pub fn warn(_mapping: &Mapping, _plan: &Plan, _usage: &Usage, _diagnostics: &mut Diagnostics) {}
