//! Loading files of JSON: a source and the levels in it at once.

use rustc_hash::FxHashSet;

use super::Loader;
use crate::diagnostic::codes;
use crate::load::group::LateFault;
use crate::load::input::{self, Content};
use crate::load::lookup::duplicates::without;
use crate::load::model::Quarantined;
use crate::load::read::{
    Context, FamilyReader, FamilyRows, Part, Problem, Program, SourceReader, SourceRows, keys_at, read_family,
};
use crate::plan::ColumnFrom;
use crate::read::json::JsonPath;
use crate::rows::Interner;

/// Rows that were taken out again, by their numbers.
#[derive(Debug, Default, Clone)]
pub struct Gone {
    pub duplicates: FxHashSet<u32>,
    pub faulty: FxHashSet<u32>,
}

/// What is known of a level's columns.
struct LevelColumns {
    source: usize,
    /// Those that come from cells, step by step.
    cells: Vec<usize>,
    references: Vec<usize>,
    late: Vec<usize>,
}

impl LevelColumns {
    fn of(reader: &SourceReader<'_>) -> Self {
        let counted = reader.references.iter().filter(|step| !step.is_inherited);
        Self {
            source: reader.source,
            cells: reader.cells.iter().map(|step| step.column).collect(),
            references: counted.map(|step| step.column).collect(),
            late: reader.references.iter().filter(|step| step.is_late).map(|step| step.column).collect(),
        }
    }
}

impl Loader<'_> {
    /// Whether some of a source's rows stand in documents.
    pub(super) fn is_json(&self, source: usize) -> bool {
        self.bound[source].files.iter().any(|file| matches!(file.content, Content::Json(_)))
    }

    /// Reads a source and the levels in it.
    pub(super) fn read_family(&mut self, root: usize) {
        let family: Vec<usize> =
            self.plan.family(root).into_iter().filter(|source| self.plan.sources[*source].is_used).collect();
        let mut interner = Interner::over(std::mem::take(&mut self.texts));
        let timezone = self.options.timezone.as_ref();
        let bind = |source: &usize| Program::bind(self.plan, &self.params, *source, timezone, &interner);
        let programs: Vec<Program> = family.iter().map(bind).collect();
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
        let readers = family.iter().zip(programs);
        let readers = readers.map(|(source, program)| {
            let mut reader = SourceReader::new(context, *source, program, &interner);
            reader.watched = self.gathered.watched(self.plan, *source);
            reader
        });
        let family = FamilyReader::new(self.plan, readers.collect());
        let outcome = read_family(&family, &self.bound[root], self.progress);
        let columns: Vec<LevelColumns> = family.levels.iter().map(LevelColumns::of).collect();
        drop(family);
        self.forget_spilled(&interner, &columns.iter().map(|level| level.source).collect::<Vec<_>>());
        self.texts = interner.freeze();
        match outcome {
            Ok(mut rows) => {
                self.report_nowhere(root, &columns, &rows);
                self.report_breaks(root, &rows);
                let mut levels = std::mem::take(&mut rows.levels);
                let sources = levels.iter_mut().zip(&columns);
                sources.for_each(|(rows, level)| self.add_counted(level.source, rows));
                levels.into_iter().zip(columns).for_each(|(rows, columns)| self.take_level(columns, rows));
            }
            Err(error) => self.problems.push(input::unreadable(&self.plan.sources[root], &error)),
        }
    }

    /// Columns and levels that have to be there, and that no row has.
    fn report_nowhere(&mut self, root: usize, columns: &[LevelColumns], rows: &FamilyRows) {
        for (level, of_level) in columns.iter().enumerate() {
            let plan = &self.plan.sources[of_level.source];
            let above = plan.level.as_ref().map(crate::plan::LevelPlan::parent);
            let rows_above = above.and_then(|above| columns.iter().position(|other| other.source == above));
            let has_rows_above = rows_above.is_some_and(|above| rows.parsed[above] > 0);
            if has_rows_above && !rows.is_there[level] {
                if !plan.optional {
                    self.nowhere(root, of_level.source, None);
                }
                continue;
            }
            for (step, column) in of_level.cells.iter().enumerate() {
                let ColumnFrom::Cell { optional, .. } = &plan.columns[*column].from else { continue };
                if rows.parsed[level] == 0 || rows.seen[level][step] {
                    continue;
                }
                if *optional {
                    self.missing[of_level.source].push(*column);
                } else {
                    self.nowhere(root, of_level.source, Some(*column));
                }
            }
        }
    }

    fn nowhere(&mut self, root: usize, source: usize, column: Option<usize>) {
        let plan = &self.plan.sources[source];
        let above = match (column, &plan.level) {
            (None, Some(level)) => level.parent(),
            _ => source,
        };
        let paths: &[JsonPath] = match column.map(|column| &plan.columns[column].from) {
            Some(ColumnFrom::Cell { paths, .. }) => paths,
            _ => &plan.rows,
        };
        let mut files = self.bound[root].files.iter();
        let json = files.find_map(|file| match &file.content {
            Content::Json(json) => Some(json),
            Content::Csv(_) => None,
        });
        let names = json.and_then(|json| keys_at(self.plan, above, json, paths).ok()).unwrap_or_default();
        self.problems.push(input::nowhere(plan, column, &self.plan.sources[above].id, &names));
    }

    fn report_breaks(&mut self, root: usize, rows: &FamilyRows) {
        let source = &self.plan.sources[root];
        for of_file in rows.breaks_off.chunk_by(|left, right| left.0 == right.0) {
            let Some((file, ..)) = of_file.first() else { continue };
            let name = self.bound[root].files.get(*file).map_or("", |file| file.file().name());
            let (ends, within): (Vec<_>, Vec<_>) = of_file.iter().partition(|(.., found)| found.is_end);
            let ends = ends.into_iter().map(|(_, line, found)| input::breaks_off(source, name, *line, found));
            self.breaks.extend(ends);
            if let Some((_, line, found)) = within.first() {
                self.breaks.push(input::holds_rows(source, name, *line, found, within.len()));
            }
        }
    }

    /// Quotes that never close, and take other lines along: how many rows stand in these isn't known.
    pub(super) fn report_quotes(&mut self, source: usize, rows: &SourceRows) {
        let plan = &self.plan.sources[source];
        let swallows = |row: &&Quarantined| row.code == codes::QUOTE_NEVER_CLOSES && has_lines(&row.raw);
        for row in rows.quarantine.iter().filter(swallows) {
            let file = row.file.and_then(|file| self.bound[source].files.get(file));
            let name = file.map_or("", |file| file.file().name());
            self.breaks.push(input::never_closes(plan, name, row.line));
        }
    }

    /// Takes the rows of a level over, but for those whose row above is gone.
    fn take_level(&mut self, columns: LevelColumns, mut rows: SourceRows) {
        let LevelColumns { source, references, late, .. } = columns;
        self.drop_gone(source, &mut rows.parts);
        self.take(source, rows, references, late);
    }

    /// Takes out rows whose row above is gone.
    pub(super) fn drop_gone(&mut self, source: usize, parts: &mut [Part]) {
        let plan = &self.plan.sources[source];
        if let Some(above) = plan.level.as_ref().and_then(|level| level.above.first()) {
            let gone = std::mem::take(&mut self.gone[above.source]);
            if let Some(place) = above.place.filter(|_| !gone.duplicates.is_empty() || !gone.faulty.is_empty()) {
                parts.iter_mut().for_each(|part| self.without_gone(source, part, place, &gone));
            }
            self.gone[above.source] = gone;
        }
    }

    /// Takes out the rows of a part whose row above is gone: they go the same way.
    fn without_gone(&mut self, source: usize, part: &mut Part, place: usize, gone: &Gone) {
        let plan = &self.plan.sources[source];
        let above = plan.level.as_ref().map_or("", |level| &self.plan.sources[level.parent()].id);
        let mut is_gone = Vec::with_capacity(part.words.len() / plan.stride);
        for row in part.words.chunks_exact(plan.stride) {
            let number = row[plan.stride - 1];
            let (is_duplicate, is_faulty) = (gone.duplicates.contains(&row[place]), gone.faulty.contains(&row[place]));
            is_gone.push(is_duplicate || is_faulty);
            if is_duplicate {
                self.reports[source].duplicates += 1;
                let key = part.cases.get(is_gone.len() - 1).copied();
                self.gathered.gone_with_row_above(self.options, source, number, key);
                self.gone[source].duplicates.insert(number);
            } else if is_faulty {
                let reason = format!("the row of `{above}` in which it stands can't be used");
                let problem = Problem { code: codes::ROW_ABOVE_IN_QUARANTINE, column: None, reason };
                self.late_faults.push(LateFault { source, number, problem });
                self.gone[source].faulty.insert(number);
            }
        }
        let late = if is_gone.is_empty() { 0 } else { part.late_keys.len() / is_gone.len() };
        without(&mut part.words, plan.stride, &is_gone);
        without(&mut part.cases, 1, &is_gone);
        without(&mut part.late_keys, late, &is_gone);
    }
}

/// Whether text goes on behind the end of its first line.
fn has_lines(text: &[u8]) -> bool {
    text.trim_ascii_end().iter().any(|byte| matches!(byte, b'\n' | b'\r'))
}
