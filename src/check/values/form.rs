//! Values with a key of their own: `{ first: … }`, `{ duration: […] }` and the like.

use super::super::checker::Checker;
use super::operand::operand;
use super::path::{Segment, path_in_source, segments};
use super::{Scope, Typed};
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::Name;
use crate::mapping::{Form, FormKind, Value};
use crate::plan::{Expr, Fold, Moment, Unit, ValueType};

impl Checker<'_> {
    /// Binds a form.
    pub fn form(&mut self, form: &Form, scope: Scope, title: &str) -> Option<Typed> {
        self.options(form);
        crate::check::sections::check_place(self, form);
        match &form.kind {
            FormKind::From(value) => self.value(value, scope, title),
            FormKind::Literal(literal) => operand(self, literal, ValueType::Any).map(|value| {
                let kind = literal_type(&value);
                (Expr::Literal(value), kind)
            }),
            FormKind::Script(expression) => self.script(expression, true, scope, title),
            FormKind::AsOf(name) => self.moment_of(name, Moment::AsOf, scope, form.own_place()),
            FormKind::Before(name) => self.moment_of(name, Moment::Before, scope, form.own_place()),
            FormKind::First(value) => self.rows(value, Fold::First, form, scope),
            FormKind::Last(value) => self.rows(value, Fold::Last, form, scope),
            FormKind::Min(value) => self.rows(value, Fold::Min, form, scope),
            FormKind::Max(value) => self.rows(value, Fold::Max, form, scope),
            FormKind::Join(value) => {
                let separator = form.separator.as_ref().map_or("; ", |name| name.text.as_str()).to_owned();
                self.rows(value, Fold::Join(separator), form, scope)
            }
            FormKind::Count(name) => self.count(name, form, scope),
            FormKind::Duration(ends) => self.duration_between(ends, form, scope, title),
            FormKind::TimeIn(time_in) => self.time_in(time_in, form, scope),
            FormKind::Next(name) => self.next(name, scope),
        }
    }

    /// Reports options that mean nothing beside the form.
    fn options(&mut self, form: &Form) {
        let rows = matches!(
            form.kind,
            FormKind::First(_)
                | FormKind::Last(_)
                | FormKind::Min(_)
                | FormKind::Max(_)
                | FormKind::Join(_)
                | FormKind::Count(_)
        );
        let time = matches!(form.kind, FormKind::Duration(_) | FormKind::TimeIn(_));
        let join = matches!(form.kind, FormKind::Join(_));
        self.option("where", form.condition.is_some() && !rows, form);
        self.option("distinct", form.distinct && !join && !matches!(form.kind, FormKind::Count(_)), form);
        self.option("separator", form.separator.is_some() && !join, form);
        self.option("unit", form.unit.is_some() && !time, form);
        self.option("calendar", form.calendar.is_some() && !time, form);
    }

    fn option(&mut self, key: &str, is_wrong: bool, form: &Form) {
        if is_wrong {
            let message = format!("`{key}` means nothing beside this form");
            let help = format!("drop `{key}`");
            self.problem(codes::CONFLICTING_KEYS, form.place(key), message, "means nothing here", help);
        }
    }

    fn in_case(&mut self, scope: Scope, span: Span) -> Option<()> {
        let fits = matches!(scope, Scope::Case | Scope::Kept(_) | Scope::Event);
        if !fits {
            let help = "use it in an attribute; a row or a rule sees its own row's columns";
            self.problem(codes::NOT_AVAILABLE_HERE, span, "this form needs a whole case", "no case here", help);
        }
        fits.then_some(())
    }

    fn moment_of(&mut self, name: &Name, moment: Moment, scope: Scope, span: Span) -> Option<Typed> {
        if !matches!(scope, Scope::Event | Scope::Row(_) | Scope::Change { .. }) {
            let help = "use it in an attribute of events; of a case, write `{ last: … }` or a script with `fields`";
            self.problem(codes::NOT_AVAILABLE_HERE, span, "this form needs an event", "no event here", help);
            return None;
        }
        self.field_at(&segments(name), moment)
    }

    fn rows(&mut self, value: &Value, fold: Fold, form: &Form, scope: Scope) -> Option<Typed> {
        let Value::Path(name) = value else {
            let help = "name a column with its source: `source.Column`";
            self.problem(codes::WRONG_KIND_OF_VALUE, value.span(), "this form takes a path", "not a path", help);
            return None;
        };
        let parts = segments(name);
        let source = self.find(&self.mapping.sources, parts[0].text, parts[0].span, &super::super::checker::SOURCE)?;
        if parts.len() < 2 {
            let help = format!("name a column: `{}.…`", name.text);
            self.problem(codes::ROW_NOT_DETERMINED, name.span, "a source alone has no value", "which column?", help);
            return None;
        }
        let rows = self.scope_of_rows(source, &parts[0], form, scope)?;
        let path = path_in_source(self, source, &parts[1..])?;
        let kind = self.folded_type(&fold, path.kind, form.own_place())?;
        let condition = self.where_rows(form, rows)?;
        Some((Expr::Rows { source, path: Some(path), fold, condition, distinct: form.distinct }, kind))
    }

    fn folded_type(&mut self, fold: &Fold, kind: ValueType, span: Span) -> Option<ValueType> {
        match fold {
            Fold::Join(_) => Some(ValueType::Text),
            Fold::Min | Fold::Max if matches!(kind, ValueType::List | ValueType::Boolean) => {
                let message = format!("{} has no least or greatest", kind.in_words());
                self.problem(codes::OPERATOR_DOES_NOT_FIT, span, message, "can't be ordered", "use `first` or `last`");
                None
            }
            _ => Some(kind),
        }
    }

    /// `None` after a problem; `Some(None)` where there is no condition.
    fn where_rows(&mut self, form: &Form, scope: Scope) -> Option<Option<crate::plan::Condition>> {
        match &form.condition {
            None => Some(None),
            Some(written) => self.condition(written, scope, "where").map(Some),
        }
    }

    /// Where the rows are that a form goes over: those of the case, or those below the row that is read.
    fn scope_of_rows(&mut self, source: usize, name: &Segment<'_>, form: &Form, scope: Scope) -> Option<Scope> {
        let Scope::Reading(own) = scope else {
            self.in_case(scope, form.span)?;
            self.has_case(source, codes::NOT_AVAILABLE_HERE, name.span)?;
            return Some(Scope::Row(source));
        };
        if super::super::sections::levels_below(self.mapping, own).contains(&source) {
            return Some(Scope::Reading(source));
        }
        if super::super::sections::lacks_level(self.mapping, source) {
            return None;
        }
        let message = format!("`{}` is no level below this source", name.text);
        let help =
            "a column sees the rows below its own, at levels that are `in` it; use an attribute for the rows of a case";
        self.problem(codes::NOT_AVAILABLE_HERE, name.span, message, "not below", help);
        None
    }

    fn count(&mut self, name: &Name, form: &Form, scope: Scope) -> Option<Typed> {
        let parts = segments(name);
        if let Some((source, _)) = self.mapping.sources.find(parts[0].text) {
            let scope_of_rows = self.scope_of_rows(source, &parts[0], form, scope)?;
            let path = match parts.len() {
                1 => None,
                _ => Some(path_in_source(self, source, &parts[1..])?),
            };
            let condition = self.where_rows(form, scope_of_rows)?;
            let rows = Expr::Rows { source, path, fold: Fold::Count, condition, distinct: form.distinct };
            return Some((rows, ValueType::Integer));
        }
        let event = self.mapping.activities.find(&name.text).map(|(activity, _)| Expr::CountEvents(activity));
        let change = || self.mapping.tracked_fields.find(&name.text).map(|(field, _)| Expr::CountChanges(field));
        let Some(counted) = event.or_else(change) else {
            self.unknown_to_count(&parts[0], scope);
            return None;
        };
        self.in_case(scope, form.span)?;
        Some((counted, ValueType::Integer))
    }

    /// Reports a name that nothing has which can be counted here: a row counts only the levels below its own.
    fn unknown_to_count(&mut self, name: &Segment<'_>, scope: Scope) {
        let mapping = self.mapping;
        if let Scope::Reading(own) = scope {
            let levels = super::super::sections::levels_below(mapping, own);
            let known: Vec<&str> =
                mapping.sources.names().enumerate().filter(|(at, _)| levels.contains(at)).map(|(_, id)| id).collect();
            let things = super::super::checker::Things(codes::UNKNOWN_SOURCE, "level", "levels below this source");
            return self.unknown(name.text, name.span, &things, &known);
        }
        if self.is_unreadable(name.text) {
            return;
        }
        let known = mapping.sources.names().chain(mapping.activities.names()).chain(mapping.tracked_fields.names());
        let known: Vec<&str> = known.collect();
        let things = super::super::checker::Things(
            codes::UNKNOWN_SOURCE,
            "source, activity or tracked field",
            "sources, activities and tracked fields",
        );
        self.unknown(name.text, name.span, &things, &known);
    }

    fn duration_between(&mut self, ends: &[Value], form: &Form, scope: Scope, title: &str) -> Option<Typed> {
        let [from, to] = ends else {
            let help = "write `[first case_created, last case_resolved]`";
            let message = format!("a duration has two ends, found {}", ends.len());
            self.problem(codes::WRONG_KIND_OF_VALUE, form.own_place(), message, "from where to where?", help);
            return None;
        };
        self.moments_of_activities([from, to], scope)?;
        let (from, to) = (self.end_of_duration(from, scope, title), self.end_of_duration(to, scope, title));
        let (unit, calendar) = self.unit_and_calendar(form)?;
        let kind = length_type(unit);
        Some((Expr::Duration { from: Box::new(from?), to: Box::new(to?), unit, calendar }, kind))
    }

    /// Ends that name an activity alone: it may happen several times.
    fn moments_of_activities(&mut self, ends: [&Value; 2], scope: Scope) -> Option<()> {
        let bare: Vec<Option<&Name>> = ends.iter().map(|end| self.bare_activity(end, scope)).collect();
        let mut names = bare.iter().copied().flatten();
        let Some(first) = names.next() else { return Some(()) };
        let message = format!("`{}` may happen several times in a case", first.text);
        let written = |(end, word): (usize, &str)| match (bare[end], ends[end]) {
            (Some(name), _) => format!("{word} {}", name.text),
            (None, Value::Path(name)) => name.text.clone(),
            (None, _) => "…".to_owned(),
        };
        let help = format!("write `[{}, {}]`", written((0, "first")), written((1, "last")));
        let finding = Diagnostic::new(codes::ROW_NOT_DETERMINED, message).at(first.span, "the first or the last?");
        let finding = names.fold(finding, |finding, name| finding.also(name.span, "so may this"));
        self.report(finding.help(help));
        None
    }

    /// The name of an activity that nothing else here has.
    fn bare_activity<'v>(&self, end: &'v Value, scope: Scope) -> Option<&'v Name> {
        let Value::Path(name) = end else { return None };
        let is_value = self.mapping.attributes.case.find(&name.text).is_some()
            || scope == Scope::Event && super::path::is_standard(&name.text);
        let is_activity = self.mapping.activities.find(&name.text).is_some();
        (is_activity && !is_value && matches!(scope, Scope::Case | Scope::Kept(_) | Scope::Event)).then_some(name)
    }

    /// `first activity`, `last activity`, or any value that is a time.
    fn end_of_duration(&mut self, value: &Value, scope: Scope, title: &str) -> Option<Expr> {
        if let Value::Path(name) = value {
            // Nothing else has a blank in it.
            if let Some((word, _)) = name.text.split_once(' ') {
                self.which_of(word, name)?;
            }
            for (word, last) in [("first ", false), ("last ", true)] {
                if let Some(id) = name.text.strip_prefix(word) {
                    self.in_case(scope, name.span)?;
                    let start = word.len() + id.len() - id.trim_start().len();
                    let span = name.part(start, name.text.trim_end().len());
                    let activities = &self.mapping.activities;
                    let activity = self.find(activities, id.trim(), span, &super::super::checker::ACTIVITY)?;
                    return Some(Expr::EventTime { activity, last });
                }
            }
        }
        let (expr, kind) = self.value(value, scope, title)?;
        if !matches!(kind, ValueType::Time | ValueType::Any) {
            let message = format!("a duration goes from time to time, found {}", kind.in_words());
            let help = "name a timestamp, or `first activity`, `last activity`";
            self.problem(codes::TYPES_DIFFER, value.span(), message, kind.in_words(), help);
            return None;
        }
        Some(expr)
    }

    /// `first` or `last`, before an activity.
    fn which_of(&mut self, word: &str, name: &Name) -> Option<()> {
        let is_known = matches!(word, "first" | "last");
        if !is_known {
            let help = "write `first activity` or `last activity`, or a name without blanks";
            let message = format!("`{word}` can't stand before an activity");
            let span = name.part(0, word.len());
            self.problem(codes::VALUE_NOT_ALLOWED, span, message, "neither `first` nor `last`", help);
        }
        is_known.then_some(())
    }

    fn time_in(&mut self, time_in: &crate::mapping::TimeIn, form: &Form, scope: Scope) -> Option<Typed> {
        self.in_case(scope, form.own_place())?;
        let field = self.field(&time_in.field.text, time_in.field.span)?;
        let test = self.test(&time_in.test, self.field_type(field), Scope::Fields)?;
        let (unit, calendar) = self.unit_and_calendar(form)?;
        let kind = length_type(unit);
        Some((Expr::TimeIn { field, test, unit, calendar }, kind))
    }

    fn unit_and_calendar(&mut self, form: &Form) -> Option<(Option<Unit>, Option<usize>)> {
        let unit = match &form.unit {
            Some(name) => Some(self.choice(name, Unit::NAMES)?),
            None => None,
        };
        let calendar = match &form.calendar {
            Some(name) => Some(self.calendar(name)?),
            None => None,
        };
        Some((unit, calendar))
    }

    fn next(&mut self, name: &Name, scope: Scope) -> Option<Typed> {
        if scope != Scope::Event {
            let help = "use it in an attribute of events";
            self.problem(codes::NOT_AVAILABLE_HERE, name.span, "`next` needs an event", "no event here", help);
            return None;
        }
        let expr = self.choice(name, &[("event", true), ("change", false)])?;
        Some((if expr { Expr::NextEvent } else { Expr::NextChange }, ValueType::Time))
    }
}

/// Milliseconds are whole, longer units may have a fraction.
fn length_type(unit: Option<Unit>) -> ValueType {
    match unit {
        None => ValueType::Duration,
        Some(Unit::Milliseconds) => ValueType::Integer,
        Some(Unit::Seconds | Unit::Minutes | Unit::Hours | Unit::Days) => ValueType::Number,
    }
}

fn literal_type(value: &crate::plan::Operand) -> ValueType {
    use crate::plan::Operand;
    match value {
        Operand::Integer(_) => ValueType::Integer,
        Operand::Number(_) => ValueType::Number,
        Operand::Boolean(_) => ValueType::Boolean,
        Operand::Null | Operand::Param(_) => ValueType::Any,
        _ => ValueType::Text,
    }
}
