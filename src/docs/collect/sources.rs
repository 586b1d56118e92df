//! The tables of the export: files, columns, what they feed, and how they are fetched.

use std::collections::BTreeMap;

use super::attributes::Reached;
use super::reach::Reach;
use super::roles::{Roles, roles};
use super::{Collector, Variant};
use crate::docs::language::Shown;
use crate::docs::model::{Activity, Attribute, Column, Fetch, Pointer, Source};
use crate::extract::query;
use crate::mapping;
use crate::plan::{ColumnFrom, ColumnPlan, Plan, SourcePlan};

/// What is made of each column.
pub struct Feeds {
    by_column: BTreeMap<(usize, usize), Vec<Pointer>>,
    roles: Roles,
}

impl Feeds {
    /// Of activities, attributes and params.
    pub fn of(collector: &Collector<'_>, activities: &Reached<Activity>, attributes: &Reached<Attribute>) -> Self {
        let mut feeds = Self { by_column: BTreeMap::new(), roles: roles(collector.plan) };
        activities.iter().for_each(|(activity, columns)| feeds.add(&activity.pointer, columns));
        attributes.iter().for_each(|(attribute, columns)| feeds.add(&attribute.pointer, columns));
        for (param, (key, written)) in collector.plan.params.iter().zip(collector.mapping.params.iter()) {
            let Some((source, column, condition)) = &param.from else { continue };
            let mut reach = Reach::new(collector.plan);
            reach.column(*source, *column);
            condition.iter().for_each(|condition| reach.condition(condition));
            let title = collector.title(written.label.as_ref(), &key.text);
            let pointer = Pointer { title, anchor: format!("param-{}", key.text) };
            feeds.add(&pointer, &reach.columns.into_iter().collect::<Vec<_>>());
        }
        feeds
    }

    fn add(&mut self, pointer: &Pointer, columns: &[(usize, usize)]) {
        columns.iter().for_each(|column| self.by_column.entry(*column).or_default().push(pointer.clone()));
    }
}

/// All tables that are read from files, levels of nested records behind those that they stand in.
pub fn sources(collector: &Collector<'_>, variants: &[Variant<'_>], feeds: &Feeds) -> Vec<Source> {
    let plan = collector.plan;
    let roots = (0..plan.sources.len()).filter(|index| {
        let source = &plan.sources[*index];
        source.level.is_none() && source.inline.is_none()
    });
    roots.flat_map(|root| plan.family(root)).map(|index| source(collector, variants, feeds, index)).collect()
}

fn source(collector: &Collector<'_>, variants: &[Variant<'_>], feeds: &Feeds, index: usize) -> Source {
    let plan = &collector.plan.sources[index];
    let (key, written) = collector.source(index);
    let columns = plan.columns.iter().enumerate().filter(|(_, column)| is_cell(column));
    Source {
        pointer: collector.source_pointer(index),
        id: key.text.clone(),
        is_optional: plan.optional,
        about: collector.about(written.docs.as_ref()),
        files: variants.iter().map(|variant| find(variant.plan, &plan.id).map(|plan| plan.files.clone())).collect(),
        within: plan.level.as_ref().map(|level| (collector.source_pointer(level.parent()), rows(written))),
        is_json: collector.plan.holds_json(index),
        columns: columns.map(|(position, _)| column(collector, variants, feeds, (index, position))).collect(),
        queries: written.extract.0.iter().filter_map(|extract| fetch(collector, extract, written)).collect(),
    }
}

fn rows(written: &mapping::Source) -> String {
    written.rows.0.iter().map(|path| path.text.as_str()).collect::<Vec<_>>().join(" | ")
}

fn is_cell(column: &ColumnPlan) -> bool {
    matches!(column.from, ColumnFrom::Cell { .. })
}

fn find<'p>(plan: &'p Plan, source: &str) -> Option<&'p SourcePlan> {
    plan.sources.iter().find(|each| each.id == source)
}

fn column(collector: &Collector<'_>, variants: &[Variant<'_>], feeds: &Feeds, place: (usize, usize)) -> Column {
    let (source, position) = place;
    let table = &collector.plan.sources[source];
    let plan = &table.columns[position];
    let written = collector.source(source).1.columns.find(&plan.id).map(|(_, column)| column);
    let docs = written.and_then(|column| match column {
        mapping::Column::Form(form) => form.docs.as_ref(),
        _ => None,
    });
    Column {
        id: plan.id.clone(),
        headers: variants.iter().map(|variant| headers(variant.plan, &table.id, &plan.id)).collect(),
        kind: plan.kind,
        is_optional: matches!(plan.from, ColumnFrom::Cell { optional: true, .. }),
        about: collector.about(docs),
        roles: feeds.roles.iter().filter(|(column, _)| *column == place).map(|(_, role)| *role).collect(),
        feeds: feeds.by_column.get(&place).cloned().unwrap_or_default(),
    }
}

fn headers(plan: &Plan, source: &str, column: &str) -> Option<Vec<String>> {
    let column = find(plan, source)?.columns.iter().find(|each| each.id == column)?;
    match &column.from {
        ColumnFrom::Cell { headers, .. } => Some(headers.clone()),
        _ => None,
    }
}

fn fetch(collector: &Collector<'_>, extract: &mapping::Extract, source: &mapping::Source) -> Option<Fetch> {
    let query = query(extract, source)?;
    let object = extract.object.as_ref().map(|name| name.text.clone());
    let request = || extract.request.as_ref().map(|name| name.text.clone());
    let named = || object.or_else(request).unwrap_or_else(|| query.kind.in_words().to_owned());
    let title = match &extract.label {
        Some(label) => collector.shown(label),
        None => Shown::plain(format!("`{}`", named())),
    };
    Some(Fetch {
        title,
        notes: extract.notes.0.iter().map(|note| collector.shown(note)).collect(),
        reference: extract.reference.as_ref().map(|name| name.text.clone()),
        query,
    })
}
