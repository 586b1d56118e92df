//! Rules: which rows and changes give events, and what those carry.

use crate::check::checker::Checker;
use crate::check::values::Scope;
use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::{Ids, Keys, Name, OneOrMany};
use crate::mapping::{Activity, Rule, Test as WrittenTest, Value};
use crate::plan::{Direction, EventKind, Expr, Per, RulePlan, Subject, Test, ValueType, Which};
use crate::timing::Meter;
use crate::yaml::Key;

/// What holds for all rules of an activity.
pub struct Shared<'a, 'n> {
    /// Keys that stand beside `rules:`.
    pub rule: Option<&'a Rule>,
    /// The names of all event attributes.
    pub event_names: &'n [String],
}

impl<'a> Shared<'a, '_> {
    /// A key of the rule, else the one that stands for all.
    fn or<T>(&self, own: Option<&'a T>, pick: fn(&'a Rule) -> Option<&'a T>) -> Option<&'a T> {
        own.or_else(|| self.rule.and_then(pick))
    }
}

/// Binds a rule; `None` after problems were reported.
pub fn rule<'a>(
    checker: &mut Checker<'a>,
    activity: usize,
    key: &Key,
    written: &'a Rule,
    shared: &Shared<'a, '_>,
) -> Option<RulePlan> {
    let id = &key.text;
    // A rule that is the whole activity is pointed at by the activity's id.
    let is_whole = checker.mapping.activities.iter().as_slice()[activity].1.span == written.span;
    let place = if is_whole { key.span } else { written.span };
    let (subject, scope) = subject(checker, written, place)?;
    let title = format!("rule of {id}");
    let field_type = match scope {
        Scope::Change { field, .. } => checker.field_type(field),
        _ => ValueType::Any,
    };
    only_for_changes(checker, written, scope, place);
    let condition = optional(written.r#where.as_ref(), |each| checker.condition(each, scope, &title));
    let during = optional(written.r#while.as_ref(), |each| checker.condition(each, Scope::Fields, &title));
    let from = side(checker, written.from.as_ref(), field_type, scope);
    let to = side(checker, written.to.as_ref(), field_type, scope);
    let direction = direction(checker, written, &subject);
    let at = event_time(checker, written, &subject, scope, place);
    let (leaves_set, enters_set) = (written.to.is_none(), written.from.is_none());
    let mut plan = bare_rule(checker, activity, written, shared, subject);
    plan.condition = condition?;
    plan.during = during?;
    (plan.from, plan.to) = (from?, to?);
    plan.leaves_set = leaves_set && plan.from.is_some();
    plan.enters_set = enters_set && plan.to.is_some();
    plan.direction = direction;
    plan.at = Some(at?);
    plan.per = per(checker, written, scope)?;
    plan.resource = resource(checker, written, shared, &plan.subject, scope);
    let end = shared.or(written.end.as_ref(), |rule| rule.end.as_ref());
    plan.end = end.and_then(|value| checker.time_value(value, scope, "end"));
    plan.attributes = attributes(checker, written, shared, scope, id);
    Some(plan)
}

/// The rule under which a deadline's events run.
pub fn deadline_rule(
    checker: &mut Checker<'_>,
    activity: usize,
    id: &str,
    written: &Activity,
    shared: &Shared<'_, '_>,
) -> RulePlan {
    let empty = Rule::empty(written.span);
    let own = written.shared.as_deref().unwrap_or(&empty);
    let mut plan =
        bare_rule(checker, activity, own, &Shared { rule: None, event_names: shared.event_names }, Subject::Deadline);
    plan.resource =
        own.resource.as_ref().and_then(|value| checker.value(value, Scope::Case, "resource")).map(|(expr, _)| expr);
    plan.end = own.end.as_ref().and_then(|value| checker.time_value(value, Scope::Case, "end"));
    plan.attributes = bind_attributes(checker, &own.attributes, shared.event_names, Scope::Case, id);
    plan
}

/// A rule with what needs no scope.
fn bare_rule(
    checker: &mut Checker<'_>,
    activity: usize,
    written: &Rule,
    shared: &Shared<'_, '_>,
    subject: Subject,
) -> RulePlan {
    let kind = written.kind.as_ref().or_else(|| shared.rule.and_then(|rule| rule.kind.as_ref()));
    let lifecycle = written.lifecycle.as_ref().or_else(|| shared.rule.and_then(|rule| rule.lifecycle.as_ref()));
    let rank = written.rank.or_else(|| shared.rule.and_then(|rule| rule.rank)).unwrap_or(0);
    let mut yields: Vec<&Name> = written.yields_to.0.iter().collect();
    yields.extend(shared.rule.iter().flat_map(|rule| rule.yields_to.0.iter()));
    let yields_to = yields.into_iter().filter_map(|name| checker.activity(name)).collect();
    let which = [("all", Which::All), ("first", Which::First), ("last", Which::Last), ("later", Which::Later)];
    let which = written.which.as_ref().and_then(|name| checker.choice(name, &which)).unwrap_or(Which::All);
    let otherwise = written.otherwise.unwrap_or(false);
    let default = default_kind(&subject, otherwise);
    RulePlan {
        activity,
        subject,
        condition: None,
        during: None,
        which,
        per: Per::Case,
        from: None,
        to: None,
        leaves_set: false,
        enters_set: false,
        direction: None,
        at: None,
        resource: None,
        end: None,
        otherwise,
        kind: kind.and_then(|name| checker.choice(name, EventKind::NAMES)).unwrap_or(default),
        lifecycle: lifecycle.map(|name| name.text.clone()),
        rank,
        yields_to,
        attributes: Vec::new(),
        span: written.span,
        meter: Meter::default(),
    }
}

/// Rows and change logs record what happened; what stands in for them is told apart.
fn default_kind(subject: &Subject, otherwise: bool) -> EventKind {
    match subject {
        Subject::Deadline => EventKind::Calculated,
        Subject::Rows(_) | Subject::Changes(..) if otherwise => EventKind::Inferred,
        Subject::Rows(_) | Subject::Changes(..) => EventKind::Explicit,
    }
}

/// `None` where binding failed; `Some(None)` where there is nothing to bind.
fn optional<W, T>(written: Option<&W>, bind: impl FnOnce(&W) -> Option<T>) -> Option<Option<T>> {
    match written {
        None => Some(None),
        Some(written) => bind(written).map(Some),
    }
}

fn subject(checker: &mut Checker<'_>, written: &Rule, place: Span) -> Option<(Subject, Scope)> {
    match (&written.source, written.change.0.as_slice()) {
        (Some(name), []) => {
            let source = checker.source(name)?;
            checker.has_case(source, codes::NO_CASE, name.span)?;
            Some((Subject::Rows(source), Scope::Row(source)))
        }
        (None, names @ [_, ..]) => changes(checker, names),
        (Some(name), _) => {
            let (rows, changes) = (written.keys.place("source"), written.keys.place("change"));
            let finding = Diagnostic::new(codes::CONFLICTING_KEYS, "a rule goes over rows or over changes, not both")
                .at(rows.unwrap_or(name.span), "over rows")
                .also(changes.unwrap_or(name.span), "over changes");
            checker.report(finding.help("drop one of them, or write two rules"));
            None
        }
        (None, []) => {
            let help = "add `source:` for each row of a source, or `change:` for each change of a tracked field";
            checker.problem(
                codes::KEY_NEEDS_ANOTHER,
                place,
                "a rule needs `source` or `change`",
                "goes over nothing",
                help,
            );
            None
        }
    }
}

fn changes(checker: &mut Checker<'_>, names: &[Name]) -> Option<(Subject, Scope)> {
    let fields: Vec<Option<usize>> = names.iter().map(|name| checker.field(&name.text, name.span)).collect();
    let fields: Vec<usize> = fields.into_iter().collect::<Option<_>>()?;
    let mapping = checker.mapping;
    let source_of = |field: usize| &mapping.tracked_fields.iter().as_slice()[field].1.source;
    let first = source_of(fields[0]);
    if let Some(other) = fields.iter().position(|field| source_of(*field).text != first.text) {
        let message = format!("`{}` and `{}` change in different sources", names[0].text, names[other].text);
        let help = "write a rule for each source, under `rules:`";
        checker.problem(codes::CONFLICTING_KEYS, names[other].span, message, "of another source", help);
        return None;
    }
    let (source, _) = mapping.sources.find(&first.text)?;
    let scope = Scope::Change { source, field: fields[0] };
    Some((Subject::Changes(source, fields), scope))
}

/// `from`, `to` and `direction` mean nothing on rows.
fn only_for_changes(checker: &mut Checker<'_>, written: &Rule, scope: Scope, place: Span) {
    if matches!(scope, Scope::Change { .. }) {
        return;
    }
    let keys =
        [("from", written.from.is_some()), ("to", written.to.is_some()), ("direction", written.direction.is_some())];
    for (key, _) in keys.iter().filter(|(_, is_there)| *is_there) {
        let message = format!("`{key}` is for rules on changes");
        let help = format!("use `change:` instead of `source:`, or drop `{key}`");
        let place = written.keys.place(key).unwrap_or(place);
        checker.problem(codes::CONFLICTING_KEYS, place, message, "the rule goes over rows", help);
    }
}

/// `from` or `to`; `any` lifts the test.
fn side(
    checker: &mut Checker<'_>,
    written: Option<&WrittenTest>,
    kind: ValueType,
    scope: Scope,
) -> Option<Option<Test>> {
    match written {
        None => Some(None),
        Some(WrittenTest::OneOf(literals, _)) if matches!(literals.as_slice(), [one] if one.text() == "any") => {
            Some(None)
        }
        Some(test) => checker.test(test, kind, scope).map(Some),
    }
}

fn direction(checker: &mut Checker<'_>, written: &Rule, subject: &Subject) -> Option<Direction> {
    let name = written.direction.as_ref()?;
    let direction = checker.choice(name, &[("up", Direction::Up), ("down", Direction::Down)])?;
    if let Subject::Changes(_, fields) = subject {
        let mapping = checker.mapping;
        let bare = fields.iter().find(|field| mapping.tracked_fields.iter().as_slice()[**field].1.scale.is_none());
        if let Some(field) = bare {
            let id = &mapping.tracked_fields.iter().as_slice()[*field].0.text;
            let message = format!("`{id}` has no scale, so nothing goes up or down");
            let help = format!("give `{id}` a `scale:`, its values from lowest to highest");
            checker.problem(codes::NOT_ON_SCALE, name.span, message, "no scale", help);
        }
    }
    Some(direction)
}

fn source_of(subject: &Subject) -> Option<usize> {
    match subject {
        Subject::Rows(source) | Subject::Changes(source, _) => Some(*source),
        Subject::Deadline => None,
    }
}

fn event_time(checker: &mut Checker<'_>, written: &Rule, subject: &Subject, scope: Scope, place: Span) -> Option<Expr> {
    if let Some(value) = &written.at {
        return checker.time_value(value, scope, "at");
    }
    let source = source_of(subject)?;
    let mapping = checker.mapping;
    let (key, of_source) = &mapping.sources.iter().as_slice()[source];
    match &of_source.at {
        // A wrong `at` of the source is reported there.
        Some(value) => checker.value(value, Scope::Row(source), "at").map(|(expr, _)| expr),
        None => {
            let message = format!("nothing says when rows of `{}` happened", key.text);
            let help = format!("give the rule `at:`, or `{}`", key.text);
            checker.problem(codes::NO_TIME, place, message, "no time", help);
            None
        }
    }
}

fn resource<'a>(
    checker: &mut Checker<'a>,
    written: &'a Rule,
    shared: &Shared<'a, '_>,
    subject: &Subject,
    scope: Scope,
) -> Option<Expr> {
    let own = shared.or(written.resource.as_ref(), |rule| rule.resource.as_ref());
    if let Some(value) = own {
        return checker.value(value, scope, "resource").map(|(expr, _)| expr);
    }
    let source = source_of(subject)?;
    let of_source = checker.mapping.sources.iter().as_slice()[source].1.by.as_ref()?;
    checker.value(of_source, Scope::Row(source), "by").map(|(expr, _)| expr)
}

fn per(checker: &mut Checker<'_>, written: &Rule, scope: Scope) -> Option<Per> {
    let Some(name) = &written.per else { return Some(Per::Case) };
    if written.which.is_none() {
        let help = "add `which: first`, `last` or `later`, or drop `per`";
        checker.problem(codes::KEY_NEEDS_ANOTHER, name.span, "`per` needs `which` beside it", "no `which`", help);
    }
    match name.text.as_str() {
        "case" => Some(Per::Case),
        level if scope.row().is_some_and(|source| checker.level_above(source, level).is_some()) => {
            let source = scope.row()?;
            let above = checker.level_above(source, level)?;
            let levels = &checker.sources.get(source)?.level.as_ref()?.above;
            levels.iter().position(|each| each.source == above).map(Per::Above)
        }
        _ => checker.path(name, scope).map(|(expr, _)| Per::Value(expr)),
    }
}

fn attributes<'a>(
    checker: &mut Checker<'a>,
    written: &'a Rule,
    shared: &Shared<'a, '_>,
    scope: Scope,
    id: &str,
) -> Vec<(usize, Expr)> {
    let mut bound = bind_attributes(checker, &written.attributes, shared.event_names, scope, id);
    if let Some(rule) = shared.rule {
        let of_all = bind_attributes(checker, &rule.attributes, shared.event_names, scope, id);
        let missing: Vec<(usize, Expr)> =
            of_all.into_iter().filter(|(index, _)| bound.iter().all(|(own, _)| own != index)).collect();
        bound.extend(missing);
    }
    bound
}

fn bind_attributes(
    checker: &mut Checker<'_>,
    written: &Ids<Value>,
    event_names: &[String],
    scope: Scope,
    id: &str,
) -> Vec<(usize, Expr)> {
    let mut bound = Vec::new();
    for (key, value) in written.iter() {
        let title = format!("attribute {} of {id}", key.text);
        let found = checker.value(value, scope, &title);
        let index = event_names.iter().position(|name| *name == key.text);
        if let (Some((expr, _)), Some(index)) = (found, index) {
            bound.push((index, expr));
        }
    }
    bound
}

impl Rule {
    /// A rule that says nothing.
    fn empty(span: Span) -> Self {
        Self {
            span,
            keys: Keys::default(),
            source: None,
            change: OneOrMany::default(),
            r#where: None,
            r#while: None,
            which: None,
            per: None,
            from: None,
            to: None,
            direction: None,
            at: None,
            resource: None,
            end: None,
            otherwise: None,
            kind: None,
            lifecycle: None,
            rank: None,
            yields_to: OneOrMany::default(),
            attributes: Ids::default(),
        }
    }
}
