//! Tracked fields, bound.

use super::condition::Operands;
use super::expression::Path;
use super::kind::ValueType;
use crate::diagnostic::Span;

/// A field whose value changes over a case's life.
#[derive(Debug)]
pub struct FieldPlan {
    /// Its id.
    pub id: String,
    /// The source whose rows tell of changes.
    pub source: usize,
    /// How they tell.
    pub shape: FieldShape,
    /// The value that holds now: a path from the case's record.
    pub current: Option<Path>,
    /// Until when the last value held at the latest, where it isn't the current one: a path from the case's record.
    pub until: Option<Path>,
    /// The sources whose key the value is.
    pub refers_to: Vec<usize>,
    /// Its values from lowest to highest.
    pub scale: Option<ScalePlan>,
    /// The type of its values: text or boolean, number, … as the column's, or as declared over a text column.
    pub kind: ValueType,
    /// Whether an empty cell says nothing instead of being a value.
    pub skips_nulls: bool,
    /// Whether the first row of a case is a change too (only without `old`).
    pub first_row_changes: bool,
    /// Where it stands.
    pub span: Span,
}

/// How rows tell of changes.
#[derive(Debug)]
pub struct FieldShape {
    /// In a change log: the column that names the field, and the names under which this one appears.
    pub named: Option<(usize, Vec<String>)>,
    /// The column with the value before; without it, the row before tells.
    pub old: Option<usize>,
    /// The column with the value after.
    pub new: usize,
}

/// A scale: values from lowest to highest.
pub type ScalePlan = Operands;
