//! Loading, source by source.

mod batch;
mod early;
mod family;
mod grouping;
mod one_case;
mod reports;
mod settle;

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use self::early::Early;
use self::family::Gone;
use self::grouping::orphan;
use self::one_case::Gathered;
use self::reports::reference_report;
use self::settle::Beside;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::evaluate::ParamValues;
use crate::load::cell::TimeNotes;
use crate::load::findings::late;
use crate::load::findings::unlisted::Others;
use crate::load::group::{LateFault, Ungrouped};
use crate::load::input::{self, BoundSource};
use crate::load::link::LinkReport;
use crate::load::lookup::{self, LateReferences};
use crate::load::model::{Cases, LoadOptions, LoadTimes, Loaded, ParamOrigin, Quarantined, SourceReport};
use crate::load::order::RowOrder;
use crate::load::params::{self, set};
use crate::load::read::{
    Context, Naive, Part, Program, ScriptRun, SourceReader, SourceRows, StoredTable, read_files, read_inline,
};
use crate::load::spill::Spill;
use crate::plan::Plan;
use crate::read::Digest;
use crate::rows::{Interner, Table, TextId, Texts};

/// What is gathered while sources are loaded.
pub struct Loader<'a> {
    plan: &'a Plan,
    options: &'a LoadOptions,
    progress: &'a (dyn Fn(u64) + Sync),
    bound: &'a [BoundSource],
    run: ScriptRun,
    params: ParamValues,
    origins: Vec<ParamOrigin>,
    texts: Texts,
    tables: Vec<Table>,
    is_loaded: Vec<bool>,
    repeated: Vec<FxHashSet<TextId>>,
    /// Rows that belong to cases; those of lookups and records stand in their tables, and only their keys here.
    ungrouped: Vec<Ungrouped>,
    late: Vec<Option<LateReferences>>,
    reports: Vec<SourceReport>,
    rows_by_file: Vec<Vec<u64>>,
    /// Of each source's files, where reading them gave it.
    digests: Vec<Vec<Option<Digest>>>,
    /// By source and column.
    times: Vec<Vec<TimeNotes>>,
    quarantine: Vec<Quarantined>,
    /// The first time without a zone in each column, by source.
    naive: Vec<(usize, Naive)>,
    late_faults: Vec<LateFault>,
    links: Option<LinkReport>,
    problems: Diagnostics,
    /// Rows of nested sources that were taken out again, by source: the rows in them go with them.
    gone: Vec<Gone>,
    /// Optional columns of JSON that no row has, by source.
    missing: Vec<Vec<usize>>,
    /// Files whose end couldn't be read.
    breaks: Vec<Diagnostic>,
    /// What is noted of the case that is asked for.
    gathered: Gathered,
    /// The cases, where they are known before all rows are read.
    early: Option<Early>,
    /// Where rows of cases go, within a bound on memory.
    spill: Option<&'a Spill<'a>>,
    /// Values that columns don't list, of rows that aren't in memory any more.
    others: Others,
}

impl<'a> Loader<'a> {
    pub fn new(
        plan: &'a Plan,
        options: &'a LoadOptions,
        progress: &'a (dyn Fn(u64) + Sync),
        bound: &'a [BoundSource],
        (params, origins): (ParamValues, Vec<ParamOrigin>),
    ) -> Self {
        let count = plan.sources.len();
        let empty = |source: usize| Table { stride: plan.sources[source].stride.max(1), ..Table::default() };
        Self {
            plan,
            options,
            progress,
            bound,
            run: ScriptRun::new(),
            params,
            origins,
            texts: Texts::default(),
            tables: (0..count).map(empty).collect(),
            is_loaded: vec![false; count],
            repeated: vec![FxHashSet::default(); count],
            ungrouped: (0..count).map(|_| Ungrouped::default()).collect(),
            late: (0..count).map(|_| None).collect(),
            reports: vec![SourceReport::default(); count],
            rows_by_file: vec![Vec::new(); count],
            digests: vec![Vec::new(); count],
            times: vec![Vec::new(); count],
            quarantine: Vec::new(),
            naive: Vec::new(),
            late_faults: Vec::new(),
            links: None,
            problems: Diagnostics::new(),
            gone: vec![Gone::default(); count],
            missing: vec![Vec::new(); count],
            breaks: Vec::new(),
            gathered: Gathered::default(),
            early: None,
            spill: None,
            others: Others::default(),
        }
    }

    /// The values of params.
    pub fn params(&self) -> &ParamValues {
        &self.params
    }

    fn stored(&self, source: usize) -> StoredTable<'_> {
        StoredTable {
            plan: self.plan,
            run: self.run,
            source,
            table: &self.tables[source],
            tables: &self.tables,
            texts: &self.texts,
        }
    }

    fn has_cases(&self, source: usize) -> bool {
        self.plan.has_case(source)
    }

    /// Reads one source.
    pub fn load(&mut self, source: usize) {
        if self.bound[source].is_read {
            if self.is_json(source) {
                self.read_family(source);
            } else {
                self.read(source);
            }
        }
        self.plan.family(source).into_iter().for_each(|level| self.is_loaded[level] = true);
        self.find_early(source);
        if let Some(spill) = self.spill {
            spill.finish(source);
        }
    }

    fn read(&mut self, source: usize) {
        let mut interner = Interner::over(std::mem::take(&mut self.texts));
        let timezone = self.options.timezone.as_ref();
        let program = Program::bind(self.plan, &self.params, source, timezone, &interner);
        let packing = self.packing_of_wanted(source, &interner);
        // What conditions name is found without a lock from here on.
        interner = Interner::over(interner.freeze());
        let context = Context {
            plan: self.plan,
            params: &self.params,
            run: self.run,
            timezone,
            digests: self.options.digests,
            tables: &self.tables,
            is_loaded: &self.is_loaded,
            repeated: &self.repeated,
            spill: self.spill,
        };
        let mut reader = SourceReader::new(context, source, program, &interner);
        reader.watched = self.gathered.watched(self.plan, source);
        reader.packing = packing.as_ref();
        reader.lists_keys = self.may_list_keys(source);
        let mut outcome = match &self.plan.sources[source].inline {
            Some(inline) => Ok(read_inline(&reader, inline)),
            None => read_files(&reader, &self.bound[source], self.progress).map(|rows| (rows, Vec::new())),
        };
        let late = reader.references.iter().filter(|step| step.is_late).map(|step| step.column).collect();
        let references = reader.references.iter().map(|step| step.column).collect();
        drop(reader);
        let firsts = outcome.as_mut().ok().map(|(rows, _)| std::mem::take(&mut rows.firsts));
        let packed = packing.zip(firsts).map(|(packing, firsts)| packing.finish(firsts));
        self.forget_spilled(&interner, &[source]);
        self.texts = interner.freeze();
        let moved = self.texts.settle_lists();
        match outcome {
            Ok((mut rows, faults)) => {
                if let Some(moved) = moved {
                    self.follow_keys(source, &mut rows.parts, &moved);
                }
                if let Some((packed, unwanted)) = packed {
                    self.tables[source].packed = Some(packed);
                    self.reports[source].unwanted = unwanted;
                }
                self.add_counted(source, &mut rows);
                self.report_inline(source, faults);
                self.take(source, rows, references, late);
            }
            Err(error) => self.problems.push(input::unreadable(&self.plan.sources[source], &error)),
        }
    }

    fn take(&mut self, source: usize, rows: SourceRows, references: Vec<usize>, late: Vec<usize>) {
        self.report_quotes(source, &rows);
        let report = &mut self.reports[source];
        report.rows = rows.total();
        report.filtered = rows.filtered;
        report.footer = rows.footer;
        let counts = references.iter().zip(rows.references);
        report.references = counts.map(|(column, count)| reference_report(*column, count)).collect();
        self.naive.extend(rows.naive.into_iter().map(|time| (source, time)));
        self.gathered.note(source, rows.noted);
        self.rows_by_file[source] = rows.rows_by_file;
        self.digests[source] = rows.digests;
        self.times[source] = rows.times;
        self.quarantine.extend(rows.quarantine);
        report.case_filtered = rows.left_out;
        let orphans = rows.orphans.iter().map(|number| orphan(self.plan, source, *number));
        self.late_faults.extend(orphans);
        if self.tables[source].packed.is_some() || self.is_spilled(source) {
            return;
        }
        self.take_rows(source, rows.parts, late);
    }

    fn take_rows(&mut self, source: usize, parts: Vec<Part>, late: Vec<usize>) {
        if self.plan.is_whole(source) {
            self.take_table(source, parts, late);
        } else {
            self.ungrouped[source].parts = parts;
        }
    }

    fn take_table(&mut self, source: usize, parts: Vec<Part>, late: Vec<usize>) {
        let plan = &self.plan.sources[source];
        let (table, mut cases, mut late_keys) = lookup::joined(parts, plan.stride);
        self.tables[source] = table;
        if plan.duplicates.is_some() {
            let beside = Beside { cases: &mut cases, late: &late, late_keys: &mut late_keys };
            self.settle_duplicates(source, beside);
        }
        let settles_keys = self.plan.is_nested(source) && self.has_cases(source)
            || self.plan.joins_cases(source) && self.plan.case.record != Some(source);
        if settles_keys && plan.key.is_some() && !plan.is_lookup {
            self.settle_all_keys(source, Beside { cases: &mut cases, late: &late, late_keys: &mut late_keys });
        }
        let stored = StoredTable {
            plan: self.plan,
            run: self.run,
            source,
            table: &self.tables[source],
            tables: &self.tables,
            texts: &self.texts,
        };
        params::from_export(&stored, &mut self.params, &mut self.origins);
        if plan.is_lookup {
            let order = RowOrder::new(self.plan, source, &self.params, &self.texts);
            let (index, repeated) = lookup::index(plan, &order, &stored);
            self.tables[source].index = index;
            self.repeated[source] = repeated;
        }
        if self.has_cases(source) {
            self.ungrouped[source].parts = vec![Part { cases, ..Part::default() }];
        }
        if !late.is_empty() {
            self.late[source] = Some(LateReferences { columns: late, keys: late_keys });
        }
    }

    /// Resolves references that had to wait for all lookups.
    pub fn resolve_late(&mut self) {
        for source in 0..self.late.len() {
            let Some(late) = self.late[source].take() else { continue };
            let plan = &self.plan.sources[source];
            let mut words = std::mem::take(&mut self.tables[source].words);
            let indices: Vec<&FxHashMap<TextId, u32>> = self.tables.iter().map(|table| &table.index).collect();
            let counts = late.resolve(plan, &mut words, &indices, &self.repeated, &self.texts);
            self.tables[source].words = words;
            for (column, count) in late.columns.iter().zip(counts) {
                let report = self.reports[source].references.iter_mut().find(|report| report.column == *column);
                if let Some(report) = report {
                    *report = reference_report(*column, count);
                }
            }
        }
    }

    /// Finds params that the export should have told.
    pub fn check_params(&mut self) {
        self.problems.extend(params::without_value(self.plan, &self.origins, true));
    }

    /// What has to stop the run, if anything.
    pub fn check(&mut self) -> Result<(), Diagnostics> {
        self.report_naive();
        if self.problems.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.problems)) }
    }

    /// Fetches what is still to be known of late faults, and puts everything together.
    pub fn finish(mut self, cases: Cases, faults: Vec<LateFault>) -> Result<Loaded, Diagnostics> {
        let mut by_source: Vec<Vec<LateFault>> = vec![Vec::new(); self.plan.sources.len()];
        for fault in faults {
            by_source[fault.source].push(fault);
        }
        for (source, faults) in by_source.into_iter().enumerate().filter(|(_, faults)| !faults.is_empty()) {
            match late::fetch(self.plan, &self.bound[self.plan.root(source)], &self.rows_by_file[source], faults) {
                Ok(fetched) => self.quarantine.extend(fetched),
                Err(error) => self.problems.push(input::unreadable(&self.plan.sources[source], &error)),
            }
        }
        self.check()?;
        let of_case = self.of_case();
        self.quarantine.sort_by_key(|row| (row.source, row.number));
        for row in &self.quarantine {
            *self.reports[row.source].quarantined.entry(row.code).or_default() += 1;
        }
        self.describe();
        let mut warnings = crate::load::findings::warnings::warnings(self.plan, &self.reports, &self.times);
        warnings
            .extend(self.links.iter().filter_map(|report| crate::load::findings::warnings::crowds(self.plan, report)));
        self.others.add(self.plan, self.tables.iter().map(Some), &self.texts);
        warnings.extend(self.others.warnings(self.plan, &self.params));
        warnings.extend(set::unusual(self.plan, &self.params, &self.origins));
        warnings.extend(self.breaks);
        Ok(Loaded {
            texts: self.texts,
            tables: self.tables.into_iter().map(Arc::new).collect(),
            cases,
            links: self.links,
            params: self.params,
            param_origins: self.origins,
            sources: self.reports,
            quarantine: self.quarantine,
            warnings,
            times: LoadTimes::default(),
            of_case,
            bound: Vec::new(),
        })
    }
}
