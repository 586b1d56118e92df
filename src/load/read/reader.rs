//! How the rows of one source are read, prepared once.

use std::sync::Mutex;

use rustc_hash::FxHashSet;

use super::needs::Needs;
use super::part::Part;
use super::values::script::ScriptRun;
use crate::evaluate::{Binder, Bound, BoundCondition, ParamValues};
use crate::load::cell::{CellParser, with_zone};
use crate::load::packing::Packing;
use crate::load::spill::Spill;
use crate::load::watch::Watch;
use crate::plan::{ColumnFrom, ColumnPlan, LocalTime, Plan, SourcePlan, ValueType};
use crate::rows::{Interner, Recent, Table, TextCache, TextId};
use crate::time::Zone;

/// What all sources are read with.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub plan: &'a Plan,
    pub params: &'a ParamValues,
    pub run: ScriptRun,
    pub timezone: Option<&'a Zone>,
    /// The tables by source; empty where a source isn't loaded yet.
    pub tables: &'a [Table],
    /// Whether digests of the files are wanted.
    pub digests: bool,
    /// Which lookups are loaded.
    pub is_loaded: &'a [bool],
    /// Keys that several rows of a lookup have, by source.
    pub repeated: &'a [FxHashSet<TextId>],
    /// Where rows of cases go, within a bound on memory.
    pub spill: Option<&'a Spill<'a>>,
}

/// A source's values and conditions, bound.
pub struct Program {
    /// Columns in the order in which they are computed.
    pub computed: Vec<Computed>,
    pub filter: Option<BoundCondition>,
    pub case: Option<Bound>,
}

/// A column that doesn't come from one cell.
pub struct Computed {
    pub column: usize,
    pub from: ComputedFrom,
    pub keep: Keep,
}

/// Where its value comes from.
pub enum ComputedFrom {
    DateAndTime { date: usize, time: usize, nearest: Option<usize>, local: LocalTime },
    Value(Bound),
}

impl Program {
    /// Binds what a source computes. All literals get ids.
    pub fn bind(
        plan: &Plan,
        params: &ParamValues,
        source: usize,
        timezone: Option<&Zone>,
        interner: &Interner,
    ) -> Self {
        let id_of = |text: &str| Some(interner.intern(text));
        let mut binder = Binder::new(plan, params, &id_of);
        let source_plan = &plan.sources[source];
        let needs = Needs::of(plan, source);
        let mut computed = Vec::new();
        for &column in source_plan.compute_order.iter().filter(|column| needs.columns[**column]) {
            let from = match &source_plan.columns[column].from {
                ColumnFrom::Cell { .. } | ColumnFrom::Taken | ColumnFrom::Size | ColumnFrom::Inherited { .. } => {
                    continue;
                }
                ColumnFrom::DateAndTime { date, time, nearest, local } => {
                    let local = with_zone(local, timezone);
                    ComputedFrom::DateAndTime { date: *date, time: *time, nearest: *nearest, local }
                }
                ColumnFrom::Computed(expr) => ComputedFrom::Value(binder.value(expr)),
            };
            computed.push(Computed { column, from, keep: Keep::of(source_plan, column) });
        }
        let filter = source_plan.filter.as_ref().map(|condition| binder.condition(condition));
        let case = source_plan.case.as_ref().map(|expr| binder.value(expr));
        Self { computed, filter, case }
    }
}

/// What becomes of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Kept once.
    Interned,
    /// Kept as it comes.
    Carried,
    /// Forgotten with the row.
    Passing,
}

impl Keep {
    /// What becomes of the texts of a column.
    pub fn of(source: &SourcePlan, column: usize) -> Self {
        let ColumnPlan { place, is_carried, kind, .. } = &source.columns[column];
        match place {
            Some(_) if *is_carried => Self::Carried,
            None if source.key != Some(column) && *kind != ValueType::List => Self::Passing,
            _ => Self::Interned,
        }
    }
}

/// A column that comes from a cell.
pub struct CellStep {
    pub column: usize,
    pub parser: CellParser,
    pub keep: Keep,
    /// Of the caches for the texts of each cell the one that it uses.
    pub cache: usize,
}

/// What was found for the texts of a column.
#[derive(Debug, Default)]
pub struct CellCache {
    /// Their ids.
    pub ids: TextCache,
    /// Where their references lead, and whether several rows there have them as key.
    pub references: Recent<(u32, bool)>,
}

/// A column whose reference is resolved.
pub struct ReferenceStep {
    pub column: usize,
    /// A target isn't loaded yet: the key is kept beside the row, and looked up later.
    pub is_late: bool,
    /// It is counted at the level above that it comes from.
    pub is_inherited: bool,
}

/// The case that is asked for.
#[derive(Clone, Copy)]
pub struct Watched<'a> {
    pub watch: &'a Watch,
    /// Whether rows in which none of its keys stands are passed over.
    pub passes_over: bool,
}

impl Watched<'_> {
    /// Whether no row in these bytes is the case's.
    #[inline]
    pub fn passes(&self, bytes: &[u8]) -> bool {
        self.passes_over && self.watch.is_absent(bytes)
    }
}

/// The column in which the same texts stand as in that one, and lead to the same rows: what was before a change was after
/// another.
fn column_alike(plan: &Plan, source: usize, column: usize) -> usize {
    let fields = plan.fields.iter().filter(|field| field.source == source && field.shape.new == column);
    let columns = &plan.sources[source].columns;
    let is_alike = |old: &usize| columns[*old].refers_to == columns[column].refers_to;
    fields.filter_map(|field| field.shape.old).find(is_alike).unwrap_or(column)
}

/// Reads the rows of one source; threads share it.
pub struct SourceReader<'a> {
    pub context: Context<'a>,
    pub source: usize,
    pub interner: &'a Interner,
    pub program: Program,
    pub cells: Vec<CellStep>,
    pub references: Vec<ReferenceStep>,
    /// Whether rows get a case.
    pub has_case: bool,
    /// The case that is asked for, where one is.
    pub watched: Option<Watched<'a>>,
    /// Whether the keys of its cases are listed where they come in ascending order.
    pub lists_keys: bool,
    /// How its rows are packed, where they are.
    pub packing: Option<&'a Packing<'a>>,
    caches: Mutex<Vec<Vec<CellCache>>>,
}

impl<'a> SourceReader<'a> {
    pub fn new(context: Context<'a>, source: usize, program: Program, interner: &'a Interner) -> Self {
        let Context { plan, timezone, is_loaded, .. } = context;
        let source_plan = &plan.sources[source];
        let needs = Needs::of(plan, source);
        let needed = source_plan.columns.iter().enumerate().filter(|(column, _)| needs.columns[*column]);
        let of_cells = needed.filter_map(|(column, planned)| match &planned.from {
            ColumnFrom::Cell { reader, .. } => Some((column, planned, reader)),
            _ => None,
        });
        let of_cells: Vec<_> = of_cells.collect();
        let cells = of_cells.iter().enumerate().map(|(position, (column, planned, reader))| {
            let alike = column_alike(plan, source, *column);
            CellStep {
                column: *column,
                parser: CellParser::new(reader, planned.kind, timezone, source_plan.inline.is_some()),
                keep: Keep::of(source_plan, *column),
                cache: of_cells.iter().position(|(other, ..)| *other == alike).unwrap_or(position),
            }
        });
        let references = (0..source_plan.columns.len()).filter(|column| needs.references[*column]).map(|column| {
            let is_late = source_plan.columns[column].refers_to.iter().any(|target| !is_loaded[*target]);
            let is_inherited = matches!(source_plan.columns[column].from, ColumnFrom::Inherited { .. });
            ReferenceStep { column, is_late, is_inherited }
        });
        let has_case = plan.has_case(source);
        let (cells, references) = (cells.collect(), references.collect());
        Self {
            context,
            source,
            interner,
            program,
            cells,
            references,
            has_case,
            watched: None,
            lists_keys: false,
            packing: None,
            caches: Mutex::default(),
        }
    }

    pub fn plan(&self) -> &'a SourcePlan {
        &self.context.plan.sources[self.source]
    }

    /// Whether a row has to have a key: others find it, or it is the case's record.
    pub fn needs_key(&self) -> Option<usize> {
        self.plan().key
    }

    /// Caches for the texts of each cell, warm where a chunk was read before.
    pub fn take_caches(&self) -> Vec<CellCache> {
        let known = self.caches.lock().ok().and_then(|mut caches| caches.pop());
        known.unwrap_or_else(|| self.cells.iter().map(|_| CellCache::default()).collect())
    }

    /// Notes the number of the first row of a piece of input, where its rows went to disk.
    pub fn begins(&self, part: &Part, first: u32) {
        if let Some(spill) = self.context.spill {
            spill.begins(self.source, part, first);
        }
    }

    /// Forgets all texts.
    pub fn forget_caches(&self) {
        if let Ok(mut known) = self.caches.lock() {
            known.clear();
        }
    }

    /// Gives caches back for the next chunk.
    pub fn give_caches(&self, caches: Vec<CellCache>) {
        if let Ok(mut known) = self.caches.lock() {
            known.push(caches);
        }
    }
}
