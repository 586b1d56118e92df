//! Scripts: inspected where they stand, with the names of the place.

use super::super::checker::Checker;
use super::path::{Segment, path_in_source};
use super::{Scope, Typed};
use crate::diagnostic::{Code, Diagnostic, Span, codes};
use crate::mapping::{Expression, Form as WrittenForm, FormKind, ParamType, Value};
use crate::plan::{ColumnFrom, Expr, RowPath, ScriptPlan, StandardValue, ValueType};
use crate::script::{Compiled, Form, Kind, Namespaces, Problem, ProblemKind, Variable, Vocabulary};

/// How far paths over references are offered to scripts: `OwnerId.Manager.Name`.
const PATH_DEPTH: usize = 3;

/// A finding of the script layer as a diagnostic.
pub fn script_problem(problem: Problem, span: Span) -> Diagnostic {
    let diagnostic = Diagnostic::new(code_of(problem.kind), problem.message).at(span, label_of(problem.kind));
    diagnostic.help(problem.help.unwrap_or_else(|| help_of(problem.kind).to_owned()))
}

/// What to do where nothing nearer to the mistake is known.
fn help_of(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Lookalike => "write the sign itself",
        ProblemKind::Syntax => "mend the script here; often a bracket, a quote or an operator before it is missing",
        ProblemKind::ReservedWord | ProblemKind::AssignmentToReserved => "choose another name",
        ProblemKind::UnknownVariable => {
            "a script sees the columns of its row, params, attributes, and `record`, `fields`, `rows`, `events` where there \
             is a case; a function sees its arguments and constants only"
        }
        ProblemKind::UnknownFunction => "use one that Rhai has, or define it in a file under `scripts:`",
        ProblemKind::UnknownMethod | ProblemKind::UnknownProperty => "use one that such a value has",
        ProblemKind::UnknownActivity => "name an activity by its id, as in `activities`",
        ProblemKind::UnknownAttribute => "name an attribute as in `attributes`",
        ProblemKind::UnknownField => "name a field as in `tracked_fields`",
        ProblemKind::UnknownSource => "name a source as in `sources`",
        ProblemKind::UnknownColumn => "name a column as the source declares it under `columns`",
        ProblemKind::NotLiteral => "write the name out, in quotes",
        ProblemKind::WrongArgumentCount => "give it the arguments that it takes",
        ProblemKind::NotAllowed => "leave it out; scripts only compute values",
        ProblemKind::BadPattern => "correct the regular expression",
        ProblemKind::MixedKinds => "compare and compute with values of one kind",
        ProblemKind::NoValue => "give a text, number, time, duration, list, or true or false",
        ProblemKind::NoRows => "name a source whose rows belong to cases",
    }
}

fn code_of(kind: ProblemKind) -> Code {
    match kind {
        ProblemKind::Lookalike => codes::LOOKALIKE_CHARACTER,
        ProblemKind::Syntax => codes::SCRIPT_DOES_NOT_PARSE,
        ProblemKind::ReservedWord => codes::RESERVED_WORD,
        ProblemKind::AssignmentToReserved => codes::NAME_NOT_ASSIGNABLE,
        ProblemKind::UnknownVariable => codes::UNKNOWN_VARIABLE,
        ProblemKind::UnknownFunction => codes::UNKNOWN_FUNCTION,
        ProblemKind::UnknownMethod | ProblemKind::UnknownProperty => codes::UNKNOWN_METHOD,
        ProblemKind::UnknownActivity => codes::UNKNOWN_ACTIVITY,
        ProblemKind::UnknownAttribute => codes::UNKNOWN_ATTRIBUTE,
        ProblemKind::UnknownField => codes::UNKNOWN_TRACKED_FIELD,
        ProblemKind::UnknownSource => codes::UNKNOWN_SOURCE,
        ProblemKind::UnknownColumn => codes::UNKNOWN_COLUMN,
        ProblemKind::NotLiteral => codes::ACTIVITY_NOT_LITERAL,
        ProblemKind::WrongArgumentCount => codes::WRONG_NUMBER_OF_ARGUMENTS,
        ProblemKind::NotAllowed => codes::CONSTRUCT_NOT_ALLOWED,
        ProblemKind::BadPattern => codes::INVALID_PATTERN,
        ProblemKind::MixedKinds => codes::KINDS_DO_NOT_MIX,
        ProblemKind::NoValue => codes::SCRIPT_WITHOUT_VALUE,
        ProblemKind::NoRows => codes::NOT_AVAILABLE_HERE,
    }
}

fn label_of(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Lookalike => "not the sign it looks like",
        ProblemKind::Syntax => "the script stops making sense here",
        ProblemKind::ReservedWord => "a reserved word",
        ProblemKind::AssignmentToReserved => "the name is taken",
        ProblemKind::UnknownVariable => "unknown name",
        ProblemKind::UnknownFunction => "unknown function",
        ProblemKind::UnknownMethod => "unknown method",
        ProblemKind::UnknownProperty => "unknown property",
        ProblemKind::UnknownActivity => "unknown activity",
        ProblemKind::UnknownAttribute => "unknown attribute",
        ProblemKind::UnknownField => "unknown tracked field",
        ProblemKind::UnknownSource => "unknown source",
        ProblemKind::UnknownColumn => "unknown column",
        ProblemKind::NotLiteral => "not written out",
        ProblemKind::WrongArgumentCount => "wrong number of arguments",
        ProblemKind::NotAllowed => "not allowed in a mapping",
        ProblemKind::BadPattern => "no regular expression",
        ProblemKind::MixedKinds => "of another kind",
        ProblemKind::NoValue => "no value",
        ProblemKind::NoRows => "no `case`",
    }
}

/// A name that a script may use, and what it stands for.
type Offer = (Variable, Offered);

/// What a name stands for: paths are bound where a script uses them.
enum Offered {
    Value(Expr),
    Path(usize, Vec<String>),
}

impl Checker<'_> {
    /// Inspects a script; its value's type shows only when it runs.
    pub fn script(&mut self, code: &Expression, is_block: bool, scope: Scope, title: &str) -> Option<Typed> {
        let offers = self.offers(scope);
        let variables: Vec<Variable> = offers.iter().map(|(variable, _)| variable.clone()).collect();
        let vocabulary = Vocabulary {
            variables: &variables,
            namespaces: namespaces(scope),
            names: &self.names,
            shared: &self.shared,
        };
        let form = if is_block { Form::Block } else { Form::Expression };
        match crate::script::compile(code.code(), form, &vocabulary) {
            Ok(compiled) => {
                self.mixed_ends(code, &compiled);
                let bound = self.bind_variables(&compiled.uses.variables, offers);
                self.scripts.push(ScriptPlan {
                    code: code.clone(),
                    compiled,
                    variables: bound,
                    title: title.to_owned(),
                    place: scope.script_place(),
                    span: code.span,
                });
                Some((Expr::Script(self.scripts.len() - 1), ValueType::Any))
            }
            Err(problems) => {
                for problem in problems {
                    if self.follows(&problem, code.code(), scope) {
                        continue;
                    }
                    let span = code.part(problem.range.clone());
                    self.report(script_problem(problem, span));
                }
                None
            }
        }
    }

    /// Warns of a script whose branches give values of different kinds: they would be one attribute or column.
    fn mixed_ends(&mut self, code: &Expression, compiled: &Compiled) {
        let Some([(first, one), (second, other)]) = &compiled.mixed_ends else { return };
        let message = format!("the script gives {one} in one case, and {other} in another");
        let finding = Diagnostic::new(codes::BRANCHES_OF_SEVERAL_KINDS, message)
            .at(code.part(first.clone()), *one)
            .also(code.part(second.clone()), *other)
            .help("let all branches give values of one kind, or `()` where there is none");
        self.report(finding);
    }

    fn bind_variables(&mut self, used: &[String], offers: Vec<Offer>) -> Vec<Expr> {
        let mut by_name: std::collections::BTreeMap<String, Offered> =
            offers.into_iter().map(|(variable, offered)| (variable.name, offered)).collect();
        let bound: Vec<Expr> = used
            .iter()
            .map(|name| by_name.remove(name).map_or(Expr::Null, |offered| self.bind_offer(offered)))
            .collect();
        for expr in &bound {
            if let Expr::Param(index) = expr {
                self.used_params[*index] = true;
            }
        }
        bound
    }

    /// All names that hold a value where a script stands.
    fn offers(&mut self, scope: Scope) -> Vec<Offer> {
        let mut offers: Vec<Offer> = Vec::new();
        let offer = |variable: Variable, expr: Expr| (variable, Offered::Value(expr));
        for (index, (key, param)) in self.mapping.params.iter().enumerate() {
            let is_list = ParamType::named(&param.r#type.text).is_some_and(ParamType::is_list);
            let kind = if is_list { ValueType::List } else { self.param_type(index) };
            offers.push(offer(variable(&key.text, kind), Expr::Param(index)));
        }
        if !scope.is_loading() {
            offers.push(offer(variable("extracted_at", ValueType::Time), Expr::ExtractedAt));
        }
        if let Some(source) = scope.row() {
            self.offer_columns(source, &mut offers);
        }
        if let Scope::Change { field, .. } = scope {
            let kind = self.field_type(field);
            offers.push(offer(variable("old_value", kind), Expr::Old(Vec::new())));
            offers.push(offer(variable("new_value", kind), Expr::New(Vec::new())));
        }
        if let Scope::Case | Scope::Kept(_) | Scope::Event = scope {
            for (index, (key, value)) in self.mapping.attributes.case.iter().enumerate() {
                let kind = self.attribute_kind(value);
                offers.push(offer(Variable { kind, ..Variable::new(key.text.clone()) }, Expr::CaseAttribute(index)));
            }
        }
        if scope == Scope::Event {
            for (name, value) in
                [("time", StandardValue::Timestamp), ("end", StandardValue::End), ("resource", StandardValue::Resource)]
            {
                let kind = if name == "time" { ValueType::Time } else { ValueType::Any };
                offers.push(offer(variable(name, kind), Expr::Standard(value)));
            }
            offers.push(offer(Variable::activity("activity"), Expr::Standard(StandardValue::ActivityId)));
        }
        offers
    }

    /// What a case attribute gives, where that shows without binding it: a column of the record has its type.
    fn attribute_kind(&self, value: &Value) -> Option<Kind> {
        let name = match value {
            Value::Path(name) => name,
            Value::Form(form) => return self.form_kind(form),
            Value::Expression(_) | Value::FirstPresent(..) => return None,
        };
        let column = name.text.strip_prefix("case.")?;
        let position = self.names.record.iter().position(|known| known == column)?;
        self.names.record_kinds.get(position).copied().flatten()
    }

    fn form_kind(&self, form: &WrittenForm) -> Option<Kind> {
        match &form.kind {
            FormKind::From(value) => self.attribute_kind(value),
            FormKind::Count(_) => Some(Kind::Integer),
            FormKind::Join(_) => Some(Kind::Text),
            FormKind::Duration(_) | FormKind::TimeIn(_) if form.unit.is_some() => Some(Kind::Number),
            FormKind::Duration(_) | FormKind::TimeIn(_) => Some(Kind::Duration),
            FormKind::First(value) | FormKind::Last(value) | FormKind::Min(value) | FormKind::Max(value) => {
                self.kind_in_rows(value)
            }
            _ => None,
        }
    }

    /// What a column of a source gives, as `source.Column`.
    fn kind_in_rows(&self, value: &Value) -> Option<Kind> {
        let Value::Path(name) = value else { return None };
        let (source, column) = name.text.split_once('.')?;
        let source = self.names.sources.iter().find(|known| known.id == source)?;
        let position = source.columns.iter().position(|known| known == column)?;
        source.kinds.get(position).copied().flatten()
    }

    fn offer_columns(&self, source: usize, offers: &mut Vec<Offer>) {
        let paths = self.column_paths(source, PATH_DEPTH).into_iter();
        offers.extend(paths.map(|(names, kind)| (variable(&names.join("."), kind), Offered::Path(source, names))));
        let levels = self.sources.get(source).and_then(|plan| plan.level.as_ref());
        for above in levels.iter().flat_map(|level| &level.above) {
            let Some(level) = self.sources.get(above.source) else { continue };
            if self.level_above(source, &level.id).is_none() {
                continue;
            }
            for (names, kind) in self.column_paths(above.source, PATH_DEPTH) {
                let names = [vec![level.id.clone()], names].concat();
                offers.push((variable(&names.join("."), kind), Offered::Path(source, names)));
            }
        }
    }

    fn bind_offer(&mut self, offered: Offered) -> Expr {
        match offered {
            Offered::Value(expr) => expr,
            Offered::Path(source, names) => {
                let span = self.mapping.span;
                let segments: Vec<Segment<'_>> = names.iter().map(|text| Segment { text, span }).collect();
                let path = path_in_source(self, source, &segments);
                path.map_or(Expr::Null, |path| Expr::Row(RowPath::Here(path)))
            }
        }
    }

    /// Every column of a source, and every path from it that all targets of its references have, with its type.
    fn column_paths(&self, source: usize, depth: usize) -> Vec<(Vec<String>, ValueType)> {
        let mut paths = Vec::new();
        let Some(plan) = self.sources.get(source) else { return paths };
        for column in plan.columns.iter().filter(|column| !matches!(column.from, ColumnFrom::Inherited { .. })) {
            paths.push((vec![column.id.clone()], column.kind));
            let Some((first, others)) = column.refers_to.split_first().filter(|_| depth > 1) else { continue };
            let others: Vec<Vec<(Vec<String>, ValueType)>> =
                others.iter().map(|target| self.column_paths(*target, depth - 1)).collect();
            let has =
                |paths: &Vec<(Vec<String>, ValueType)>, path: &[String]| paths.iter().any(|(other, _)| other == path);
            let common = self.column_paths(*first, depth - 1).into_iter();
            let common = common.filter(|(path, _)| others.iter().all(|other| has(other, path)));
            paths.extend(common.map(|(path, kind)| ([vec![column.id.clone()], path].concat(), kind)));
        }
        paths
    }
}

fn namespaces(scope: Scope) -> Namespaces {
    match scope {
        Scope::Reading(_) | Scope::Record(_) => Namespaces::NONE,
        Scope::Row(_) | Scope::Change { .. } | Scope::Fields => Namespaces { events: false, ..Namespaces::ALL },
        Scope::Case | Scope::Kept(_) | Scope::Event => Namespaces::ALL,
    }
}

fn variable(name: &str, kind: ValueType) -> Variable {
    Variable { kind: kind_in_scripts(kind), ..Variable::new(name) }
}

/// What values of a type are in scripts.
pub fn kind_in_scripts(kind: ValueType) -> Option<Kind> {
    Some(match kind {
        ValueType::Text => Kind::Text,
        ValueType::Integer => Kind::Integer,
        ValueType::Number => Kind::Number,
        ValueType::Boolean => Kind::Boolean,
        ValueType::Time | ValueType::Date => Kind::Time,
        ValueType::Duration | ValueType::TimeOfDay => Kind::Duration,
        ValueType::List => Kind::List,
        ValueType::Any => return None,
    })
}
