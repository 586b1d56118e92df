//! What a script may name.

use super::shared::SharedFunctions;
use crate::script::value::Kind;

/// The names of one mapping that scripts can reach through `events`, `fields`, `rows` and `record`. The index of a name
/// in its list is the number that [`crate::script::CaseView`] is asked with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CaseNames {
    /// Activity ids.
    pub activities: Vec<String>,
    /// Attributes of events.
    pub attributes: Vec<String>,
    /// Tracked fields.
    pub fields: Vec<String>,
    /// What the fields' values are, in the same order; of those beyond its end, that isn't known.
    pub field_kinds: Vec<Option<Kind>>,
    /// Sources whose rows a case has.
    pub sources: Vec<SourceNames>,
    /// Columns of the case's record.
    pub record: Vec<String>,
    /// What the values of those columns are, in the same order; of those beyond its end, that isn't known.
    pub record_kinds: Vec<Option<Kind>>,
}

/// A source and its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceNames {
    /// The source's id.
    pub id: String,
    /// Its columns' ids.
    pub columns: Vec<String>,
    /// What the columns' values are, in the same order; of those beyond its end, that isn't known.
    pub kinds: Vec<Option<Kind>>,
    /// Its rows belong to no case.
    pub is_without_case: bool,
}

/// A name that holds a value where the script stands: a column, param, attribute, or a path such as `OwnerId.Name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The name as scripts write it; a path has dots.
    pub name: String,
    /// What its values are, where that is known.
    pub kind: Option<Kind>,
    /// Whether it holds the id of an activity, so that it is only compared with such ids.
    pub is_activity: bool,
}

impl Variable {
    /// A variable of any kind.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), kind: None, is_activity: false }
    }

    /// A variable that holds the id of an activity.
    pub fn activity(name: impl Into<String>) -> Self {
        Self { is_activity: true, ..Self::new(name) }
    }
}

/// Which of the four views of the case a script can use where it stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Namespaces {
    /// `events`
    pub events: bool,
    /// `fields`
    pub fields: bool,
    /// `rows`
    pub rows: bool,
    /// `record`
    pub record: bool,
}

impl Namespaces {
    /// Everything: attributes of cases and events.
    pub const ALL: Self = Self { events: true, fields: true, rows: true, record: true };
    /// Nothing: columns.
    pub const NONE: Self = Self { events: false, fields: false, rows: false, record: false };
}

/// Everything that a script at one place may name.
#[derive(Debug, Clone, Copy)]
pub struct Vocabulary<'a> {
    /// Names that hold values.
    pub variables: &'a [Variable],
    /// Views of the case.
    pub namespaces: Namespaces,
    /// The mapping's names.
    pub names: &'a CaseNames,
    /// Functions and constants from files beside the mapping.
    pub shared: &'a SharedFunctions,
}
