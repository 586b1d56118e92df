//! A checked mapping, every name bound to an index, ready to run.
//!
//! Built by [`crate::check`]; nothing here looks at names any more, except to print them.

mod activity;
mod attribute;
mod condition;
mod expression;
mod kind;
mod log;
mod source;
mod states;
mod tracked_field;

pub use activity::{
    ActivityPlan, DeadlinePlan, Direction, EventKind, Known, MergedRules, Per, RulePlan, Subject, Which,
};
pub use attribute::{AttributePlan, LogAttribute, LogAttributePlan};
pub use condition::{Comparison, Condition, Operand, Operands, Test, WordPlace};
pub use expression::{
    Expr, FieldPath, Fold, Moment, Path, PathEnd, RowPath, ScriptPlace, ScriptPlan, StandardValue, Unit,
};
pub use kind::ValueType;
pub use log::{LogColumn, LogPlan};
pub use source::{
    Above, CellReader, ColumnFrom, ColumnPlan, DuplicatesPlan, FileFormat, InlineCell, InlineRows, LevelPlan,
    LocalTime, OrderPlan, SourcePlan, TextForm,
};
pub use tracked_field::{FieldPlan, FieldShape, ScalePlan};

use crate::diagnostic::Span;
use crate::mapping::{ParamType, Text};
use crate::script::{CaseNames, SharedFunctions};
use crate::time::{Calendar, Precision};
use crate::timing::Meter;

/// The whole plan of a run.
#[derive(Debug)]
pub struct Plan {
    /// The mapping's name.
    pub name: String,
    /// The mapping's version, empty where it has none.
    pub version: String,
    /// The system that the export comes from.
    pub source_system: Option<String>,
    /// The profile in force.
    pub profile: Option<String>,
    /// The files that it is made of, where it extends another mapping: name and SHA-256, the mapping's own first.
    pub files: Vec<(String, String)>,
    /// The mapping's own zone and policy, by which days and times without an offset in conditions and params are read.
    pub local: LocalTime,
    /// Params in the mapping's order.
    pub params: Vec<ParamPlan>,
    /// Sources in the mapping's order, which is also the order of events at the same time.
    pub sources: Vec<SourcePlan>,
    /// What a case is.
    pub case: CasePlan,
    /// Tracked fields.
    pub fields: Vec<FieldPlan>,
    /// Calendars by id.
    pub calendars: Vec<(String, Calendar)>,
    /// Activities in the mapping's order.
    pub activities: Vec<ActivityPlan>,
    /// All rules; those of an activity stand together, in its order.
    pub rules: Vec<RulePlan>,
    /// Activities in the order in which `yields_to` has to be applied: those that others yield to come first.
    pub yield_order: Vec<usize>,
    /// Attributes of the log.
    pub log_attributes: Vec<LogAttributePlan>,
    /// Attributes of cases, in the mapping's order.
    pub case_attributes: Vec<AttributePlan>,
    /// The order in which case attributes are computed, so that each finds those that it uses.
    pub case_attribute_order: Vec<usize>,
    /// Attributes of events, those of single activities included, in the mapping's order.
    pub event_attributes: Vec<AttributePlan>,
    /// Scripts.
    pub scripts: Vec<ScriptPlan>,
    /// Functions that all scripts may call.
    pub shared: SharedFunctions,
    /// The names that scripts may use; every index there is the plan's own.
    pub names: CaseNames,
    /// Which params something uses.
    pub used_params: Vec<bool>,
    /// Which calendars something uses.
    pub used_calendars: Vec<bool>,
    /// The columns of the outputs.
    pub output: OutputPlan,
}

impl Plan {
    /// Lets all scripts run in the interpreter, those too that are lowered to native code otherwise. Results are the same.
    pub fn without_lowering(&mut self) {
        self.scripts.iter_mut().for_each(|script| script.compiled.interpret());
    }

    /// The labels of activities and of their known names.
    pub fn labels(&self) -> impl Iterator<Item = &Text> {
        let known =
            self.activities.iter().flat_map(|activity| &activity.known).filter_map(|known| known.label.as_ref());
        self.activities.iter().filter_map(|activity| activity.label.as_ref()).chain(known)
    }

    /// Measures from now on what each rule and each script costs.
    pub fn measure(&self) {
        self.meters().for_each(Meter::start);
    }

    /// Does some work of which nothing is measured.
    pub fn unmeasured(&self, work: impl FnOnce()) {
        let is_measured = self.meters().any(Meter::is_on);
        self.meters().for_each(Meter::stop);
        work();
        if is_measured {
            self.measure();
        }
    }

    fn meters(&self) -> impl Iterator<Item = &Meter> {
        let of_scripts = self.scripts.iter().map(|script| script.compiled.meter());
        self.rules.iter().map(|rule| &rule.meter).chain(of_scripts)
    }

    /// Whether a source's rows stand in one table before they are grouped by case: then duplicates are decided over all of
    /// them, as keys are found there. Duplicates of other sources are decided case by case. Rows that join cases are settled
    /// before it is known which cases there are.
    pub fn is_whole(&self, source: usize) -> bool {
        let plan = &self.sources[source];
        let is_event_source = self.has_case(source) && self.case.record != Some(source);
        plan.is_lookup
            || !is_event_source
            || self.joins_cases(source)
            || self.is_nested(source) && (plan.duplicates.is_some() || plan.key.is_some())
    }

    /// Whether the rows of a source join their cases.
    pub fn joins_cases(&self, source: usize) -> bool {
        self.case.same_case.as_ref().is_some_and(|rule| rule.source == source)
    }

    /// Whether rows of a source belong to cases: they name theirs, are its record, or stand in rows that belong to one.
    pub fn has_case(&self, source: usize) -> bool {
        self.case.record == Some(source) || self.names_case(source)
    }

    /// The column of a source in which a cell says which case a row belongs to, where one does.
    pub fn case_column(&self, source: usize) -> Option<usize> {
        match &self.sources[source].case {
            Some(Expr::Row(RowPath::Here(path))) if path.source == source && path.onward.is_empty() => {
                Some(path.column)
            }
            None if self.case.record == Some(source) => self.sources[source].key,
            _ => None,
        }
    }

    fn names_case(&self, source: usize) -> bool {
        let plan = &self.sources[source];
        plan.case.is_some() || plan.level.as_ref().is_some_and(|level| self.has_case(level.parent()))
    }

    /// Whether a source is a level of nested JSON, or has levels below it.
    pub fn is_nested(&self, source: usize) -> bool {
        let plan = &self.sources[source];
        plan.level.is_some() || !plan.levels.is_empty()
    }

    /// The source whose files hold a source's rows: itself, or the one at the top of its levels.
    pub fn root(&self, source: usize) -> usize {
        self.sources[source].level.as_ref().map_or(source, LevelPlan::root)
    }

    /// Whether a source's files hold records of JSON: as declared, else by how they are called.
    pub fn holds_json(&self, source: usize) -> bool {
        let root = &self.sources[self.root(source)];
        let by_name = |file: &String| [".json", ".ndjson", ".jsonl"].iter().any(|ending| file.ends_with(ending));
        match root.format {
            Some(format) => format == FileFormat::Json,
            None => root.files.first().is_some_and(by_name),
        }
    }

    /// A source and the levels below it, each behind the one above it; `root` is no level.
    pub fn family(&self, root: usize) -> Vec<usize> {
        std::iter::once(root).chain(self.sources[root].levels.iter().copied()).collect()
    }
}

/// A param: what it is by default, and where the export may tell it.
#[derive(Debug)]
pub struct ParamPlan {
    /// Its id.
    pub id: String,
    /// Its type.
    pub kind: ParamType,
    /// Its default as written, one text per value; `None` where it has none.
    pub default: Option<Vec<String>>,
    /// Source and column whose values it takes where the source was exported, and which rows count.
    pub from: Option<(usize, usize, Option<Condition>)>,
    /// Where it stands.
    pub span: Span,
}

/// What a case is.
#[derive(Debug)]
pub struct CasePlan {
    /// The source with one row per case.
    pub record: Option<usize>,
    /// How a case is called: a value over the record's row; `None`: its key.
    pub id: Option<Expr>,
    /// Whether rows whose case has no record stay.
    pub keep_orphans: bool,
    /// Which cases go into the log, where their record alone tells it: paths begin at the record.
    pub keep_if: Option<Condition>,
    /// Which cases go into the log, where attributes tell it: a condition over the case.
    pub keep_case: Option<Condition>,
    /// Which records are one case though they don't name the same.
    pub same_case: Option<SameCasePlan>,
    /// Activities with which a case begins, where the mapping says so.
    pub begins: Vec<usize>,
    /// Activities with which a case ends, where the mapping says so.
    pub ends: Vec<usize>,
}

/// One case from several records. All values are columns, what these refer to, or the first of several that is present.
#[derive(Debug)]
pub struct SameCasePlan {
    /// The source whose rows join their cases.
    pub source: usize,
    /// The values in which the rows are equal.
    pub same: Vec<Expr>,
    /// When a row ends.
    pub until: Option<Expr>,
    /// How long after the latest end before it a row may begin, in milliseconds.
    pub within: i64,
    /// How many cases may have the same values within that time.
    pub at_most: Option<u64>,
    /// The values by which the export itself says what a row belongs to: where any is present, the case is called so, and
    /// is never joined with another that is called by the export.
    pub named: Vec<Expr>,
    /// Where the rule stands.
    pub span: Span,
}

/// How outputs look.
#[derive(Debug, Clone)]
pub struct OutputPlan {
    /// Seconds or milliseconds.
    pub precision: Precision,
    /// The standard columns of events, with their headers, in order; event attributes follow.
    pub event_columns: Vec<(StandardValue, String)>,
    /// Whether the mapping chose the columns.
    pub is_chosen: bool,
    /// The header of the case id in the table of cases.
    pub case_id_header: String,
    /// The mapping's own language for labels.
    pub locale: Option<String>,
}
