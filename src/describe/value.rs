//! Values as a mapping writes them.

use super::{Describer, duration_text, quoted};
use crate::plan::{Expr, FieldPath, Fold, Moment, Path, RowPath, StandardValue, Unit};

impl<'a> Describer<'a> {
    /// A value as a mapping writes it, in one line.
    pub fn value(&self, value: &Expr) -> String {
        match value {
            Expr::Null => "null".to_owned(),
            Expr::Literal(operand) => self.operand(operand),
            Expr::Param(param) => self.param_name(*param),
            Expr::Row(RowPath::Here(path)) => self.path(path),
            Expr::Row(RowPath::Next(path)) => format!("next.{}", self.path(path)),
            Expr::Row(RowPath::Previous(path)) => format!("previous.{}", self.path(path)),
            Expr::Record(path) => format!("case.{}", self.path(path)),
            Expr::OwnRow(source, path) => format!("{}.{}", self.source(*source), self.path(path)),
            Expr::Old(path) => format!("old{}", self.onward(path)),
            Expr::New(path) => format!("new{}", self.onward(path)),
            Expr::FirstPresent(values) => {
                let values: Vec<String> = values.iter().map(|value| self.value(value)).collect();
                format!("[{}]", values.join(", "))
            }
            Expr::Script(script) => self.script(*script),
            Expr::Standard(standard) => standard_name(*standard).to_owned(),
            Expr::NextEvent => "{ next: event }".to_owned(),
            Expr::NextChange => "{ next: change }".to_owned(),
            Expr::CaseAttribute(attribute) => self.case_attribute(*attribute).to_owned(),
            Expr::ExtractedAt => "$extracted_at".to_owned(),
            Expr::SourceSystem => "$source_system".to_owned(),
            _ => format!("{{ {} }}", self.form(value)),
        }
    }

    fn form(&self, value: &Expr) -> String {
        match value {
            Expr::Field { field, path, moment } => {
                let moment = if *moment == Moment::AsOf { "as_of" } else { "before" };
                format!("{moment}: {}{}", self.field(*field), self.onward(path))
            }
            Expr::Rows { source, path, fold, condition, distinct } => {
                let path = path.as_ref().map(|path| format!(".{}", self.path(path))).unwrap_or_default();
                let mut text = format!("{}: {}{path}", fold_name(fold), self.source(*source));
                if *distinct {
                    text.push_str(", distinct: true");
                }
                if let Some(condition) = condition {
                    text.push_str(&format!(", where: {}", self.condition(condition)));
                }
                text
            }
            Expr::CountEvents(activity) => format!("count: {}", self.activity(*activity)),
            Expr::CountChanges(field) => format!("count: {}", self.field(*field)),
            Expr::EventTime { activity, last } => {
                format!("{}: {}", if *last { "last" } else { "first" }, self.activity(*activity))
            }
            Expr::Duration { from, to, unit, calendar } => {
                format!("duration: [{}, {}]{}", self.moment(from), self.moment(to), self.measure(*unit, *calendar))
            }
            Expr::TimeIn { field, test, unit, calendar } => {
                let measure = self.measure(*unit, *calendar);
                format!("time_in: {} {}{measure}", self.field(*field), self.test(test))
            }
            _ => String::new(),
        }
    }

    /// An end of a duration: `first case_created`.
    fn moment(&self, value: &Expr) -> String {
        match value {
            Expr::EventTime { activity, last } => {
                format!("{} {}", if *last { "last" } else { "first" }, self.activity(*activity))
            }
            other => self.value(other),
        }
    }

    fn measure(&self, unit: Option<Unit>, calendar: Option<usize>) -> String {
        let name = |unit: Unit| Unit::NAMES.iter().find(|(_, each)| *each == unit).map_or("", |(name, _)| name);
        let unit = unit.map(|unit| format!(", unit: {}", name(unit))).unwrap_or_default();
        let calendar = calendar.and_then(|calendar| self.plan.calendars.get(calendar));
        let calendar = calendar.map(|(id, _)| format!(", calendar: {id}")).unwrap_or_default();
        format!("{unit}{calendar}")
    }

    /// A way from a row to a value: `OwnerId.Name`.
    pub fn path(&self, path: &Path) -> String {
        let column = self.plan.sources.get(path.source).and_then(|source| source.columns.get(path.column));
        let id = column.map_or("", |column| column.id.as_str());
        match path.onward.first() {
            Some(next) => format!("{id}.{}", self.path(next)),
            None => id.to_owned(),
        }
    }

    fn onward(&self, path: &FieldPath) -> String {
        path.first().map(|path| format!(".{}", self.path(path))).unwrap_or_default()
    }

    /// A script in one line, with `=` before it.
    pub fn script(&self, script: usize) -> String {
        let code = self.plan.scripts.get(script).map_or("", |script| script.code.code());
        let lines: Vec<&str> =
            code.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).collect();
        format!("= {}", lines.join(" "))
    }

    /// A source's id.
    pub fn source(&self, source: usize) -> &'a str {
        self.plan.sources.get(source).map_or("", |source| &source.id)
    }

    /// A tracked field's id.
    pub fn field(&self, field: usize) -> &'a str {
        self.plan.fields.get(field).map_or("", |field| &field.id)
    }

    /// An activity's id.
    pub fn activity(&self, activity: usize) -> &'a str {
        self.plan.activities.get(activity).map_or("", |activity| &activity.id)
    }

    /// The name of an attribute of cases.
    pub fn case_attribute(&self, attribute: usize) -> &str {
        self.plan.case_attributes.get(attribute).map_or("", |attribute| &attribute.name)
    }

    /// What a deadline says.
    pub fn deadline(&self, activity: usize) -> Option<String> {
        let deadline = self.plan.activities.get(activity)?.deadline.as_ref()?;
        let unless: Vec<String> = deadline.unless.iter().map(|each| quoted(self.activity(*each))).collect();
        let measure = self.measure(None, deadline.calendar);
        let within = duration_text(deadline.within);
        Some(format!(
            "none of {} came within {within}{measure} after {}",
            unless.join(", "),
            quoted(self.activity(deadline.after))
        ))
    }
}

fn fold_name(fold: &Fold) -> &'static str {
    match fold {
        Fold::First => "first",
        Fold::Last => "last",
        Fold::Min => "min",
        Fold::Max => "max",
        Fold::Count => "count",
        Fold::Join(_) => "join",
    }
}

fn standard_name(value: StandardValue) -> &'static str {
    StandardValue::NAMES.iter().find(|(_, each)| *each == value).map_or("", |(name, _)| name)
}
