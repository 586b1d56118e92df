//! Kinds of values that don't go together, where both are known for certain.
//!
//! Null goes with everything, so what is reported here stops a script wherever there is a value at all.

use rhai::{Expr, FnCallExpr, Position};

use super::super::library::Receiver;
use super::super::value::Kind;
use super::{Inspector, Shape};
use crate::script::compile::problem::ProblemKind;

/// What operators and functions tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Text,
    Number,
    Boolean,
    Time,
    Duration,
    List,
}

impl Sort {
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Time => "a time",
            Self::Duration => "a duration",
            Self::List => "a list",
        }
    }

    fn shape(self) -> Shape {
        match self {
            Self::Text => Shape::Of(Receiver::Text),
            Self::Number => Shape::Of(Receiver::Number),
            Self::Boolean => Shape::Of(Receiver::Boolean),
            Self::Time => Shape::Of(Receiver::Time),
            Self::Duration => Shape::Of(Receiver::Duration),
            Self::List => Shape::Of(Receiver::List),
        }
    }
}

/// What values of a kind are to operators and methods.
pub(super) fn of_kind(kind: Option<Kind>) -> Shape {
    let sort = match kind {
        None => return Shape::Unknown,
        Some(Kind::Text) => Sort::Text,
        Some(Kind::Integer | Kind::Number) => Sort::Number,
        Some(Kind::Boolean) => Sort::Boolean,
        Some(Kind::Time) => Sort::Time,
        Some(Kind::Duration) => Sort::Duration,
        Some(Kind::List) => Sort::List,
    };
    sort.shape()
}

/// The sort of a value, if it is known.
pub(super) fn sort(shape: &Shape) -> Option<Sort> {
    match shape {
        Shape::Text(_) | Shape::Activity | Shape::Of(Receiver::Text) => Some(Sort::Text),
        Shape::Of(Receiver::Number) => Some(Sort::Number),
        Shape::Of(Receiver::Boolean) => Some(Sort::Boolean),
        Shape::Of(Receiver::Time) => Some(Sort::Time),
        Shape::Of(Receiver::Duration) => Some(Sort::Duration),
        Shape::Of(Receiver::List) | Shape::Texts(_) => Some(Sort::List),
        _ => None,
    }
}

/// What is given where the value is known to be of one sort or another.
pub(super) fn common(shapes: &[Shape]) -> Shape {
    let mut sorts = shapes.iter().map(sort);
    match sorts.next().flatten() {
        Some(first) if sorts.all(|each| each == Some(first)) => first.shape(),
        _ => Shape::Unknown,
    }
}

/// What an operator gives between two sorts; `None` where it can't stand between them.
fn between(operator: &str, left: Sort, right: Sort) -> Option<Sort> {
    use Sort::{Boolean, Duration, List, Number, Text, Time};
    Some(match (operator, left, right) {
        ("==" | "!=", _, _) if left == right => Boolean,
        ("<" | "<=" | ">" | ">=", Text | Number | Time | Duration, _) if left == right => Boolean,
        ("+", Text, Text) => Text,
        ("+", List, List) => List,
        ("+", Time, Duration) | ("+", Duration, Time) | ("-", Time, Duration) => Time,
        ("-", Time, Time) | ("+" | "-", Duration, Duration) => Duration,
        ("*", Duration, Number) | ("*", Number, Duration) | ("/", Duration, Number) => Duration,
        ("/", Duration, Duration) | ("+" | "-" | "*" | "/" | "%", Number, Number) => Number,
        _ => return None,
    })
}

const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];
const ARITHMETIC: [&str; 5] = ["+", "-", "*", "/", "%"];
const OF_BITS: [&str; 6] = ["**", "&", "|", "^", "<<", ">>"];

impl<'a> Inspector<'a> {
    /// What an operator gives; reports operands that it can't stand between.
    pub(super) fn operated(&mut self, call: &'a FnCallExpr, shapes: &[Shape], position: Position) -> Shape {
        let operator = call.name.as_str();
        match (shapes, &call.args[..]) {
            ([left, right], [..]) if COMPARISONS.contains(&operator) || ARITHMETIC.contains(&operator) => {
                let unknown = if COMPARISONS.contains(&operator) { Sort::Boolean.shape() } else { Shape::Unknown };
                let (Some(left), Some(right)) = (sort(left), sort(right)) else { return unknown };
                match between(operator, left, right) {
                    Some(result) => result.shape(),
                    None => {
                        self.mixed(call, (left, right), position);
                        unknown
                    }
                }
            }
            ([value], [at]) if operator == "!" => {
                self.needs(at, value, &[Sort::Boolean], "`!`");
                Sort::Boolean.shape()
            }
            ([value], [at]) if operator == "-" => {
                self.needs(at, value, &[Sort::Number, Sort::Duration], "`-`");
                sort(value).map_or(Shape::Unknown, Sort::shape)
            }
            _ if OF_BITS.contains(&operator) => self.of_bits(call, position),
            _ => Shape::Unknown,
        }
    }

    /// An operator that Rhai has, and scripts of mappings don't.
    fn of_bits(&mut self, call: &'a FnCallExpr, position: Position) -> Shape {
        let operator = call.name.as_str();
        let help = match operator {
            "&" => "write `&&`",
            "|" => "write `||`",
            "**" => "multiply, as in `x * x`",
            _ => "scripts compare, and compute with `+ - * / %`",
        };
        let start = self.lines.token(position).start;
        let message = format!("there is no operator `{operator}` in scripts");
        self.report(ProblemKind::UnknownFunction, start..start + operator.len(), message, Some(help.into()));
        Shape::Unknown
    }

    /// A list in which nothing is of the sort that is looked for.
    pub(super) fn none_equal(&mut self, list: &'a Expr, item: &'a Expr, shape: &Shape) {
        let (Expr::Array(elements, _), Some(wanted)) = (list, sort(shape)) else { return };
        let sorts: Vec<Option<Sort>> = elements.iter().map(literal).collect();
        let differs = |each: &Option<Sort>| each.is_some_and(|each| each != wanted);
        if let Some(first) = sorts.first().copied().flatten().filter(|_| sorts.iter().all(differs)) {
            let range = self.lines.token(item.start_position());
            let message = format!("{} is never equal to {}", wanted.in_words(), first.in_words());
            self.report(ProblemKind::MixedKinds, range, message, Some("compare values of one kind".into()));
        }
    }

    fn mixed(&mut self, call: &'a FnCallExpr, (left, right): (Sort, Sort), position: Position) {
        let operator = call.name.as_str();
        let message = format!("`{operator}` can't stand between {} and {}", left.in_words(), right.in_words());
        let operands = call.args.iter().zip([(left, right), (right, left)]);
        let odd = operands.rev().find_map(|(operand, (own, other))| {
            literal(operand).map(|_| (self.lines.token(operand.start_position()), advice(operand, own, other)))
        });
        let (range, help) = odd.unwrap_or_else(|| (self.lines.token(position), advice(&call.args[0], left, right)));
        self.report(ProblemKind::MixedKinds, range, message, Some(help));
    }

    /// Reports a value that is known to be of none of these sorts.
    pub(super) fn needs(&mut self, at: &'a Expr, value: &Shape, wanted: &[Sort], what: &str) {
        let Some(found) = sort(value).filter(|found| !wanted.contains(found)) else { return };
        let words: Vec<&str> = wanted.iter().map(|each| each.in_words()).collect();
        let words = words.join(" or ");
        let message = format!("{what} needs {words}, not {}", found.in_words());
        let range = self.lines.token(at.start_position());
        self.report(ProblemKind::MixedKinds, range, message, Some(format!("give it {words}")));
    }

    /// The condition of `if` and `while`, and what stands between `&&` and `||`.
    pub(super) fn truth(&mut self, at: &'a Expr, what: &str) {
        let shape = self.expression(at);
        self.needs(at, &shape, &[Sort::Boolean], what);
    }

    /// What a function gives; reports arguments of another kind than it takes.
    pub(super) fn function_result(&mut self, name: &str, arguments: &'a [Expr], shapes: &[Shape]) -> Shape {
        let what = format!("`{name}`");
        match (name, arguments, shapes) {
            ("min" | "max", [_, right_at], [left, right]) => {
                if let Some(left) = sort(left) {
                    self.needs(right_at, right, &[left], &what);
                }
                common(shapes)
            }
            ("ms" | "seconds" | "minutes" | "hours" | "days", [at], [value]) => {
                // Called as a method in the other way: `days(length)` is `length.days()`.
                self.needs(at, value, &[Sort::Number, Sort::Duration], &what);
                match sort(value) {
                    Some(Sort::Number) => Sort::Duration.shape(),
                    Some(Sort::Duration) => Sort::Number.shape(),
                    _ => Shape::Unknown,
                }
            }
            (_, [at], [value]) => self.number_method(name, at, value),
            _ => Shape::Unknown,
        }
    }

    /// Functions of numbers and conversions, which any value seems to have.
    pub(super) fn number_method(&mut self, name: &str, at: &'a Expr, value: &Shape) -> Shape {
        let what = format!("`{name}`");
        match name {
            "floor" | "ceil" | "round" => {
                self.needs(at, value, &[Sort::Number], &what);
                Sort::Number.shape()
            }
            "abs" => {
                self.needs(at, value, &[Sort::Number, Sort::Duration], &what);
                sort(value).map_or(Shape::Unknown, Sort::shape)
            }
            "to_integer" | "to_number" => {
                self.needs(at, value, &[Sort::Text, Sort::Number], &what);
                Sort::Number.shape()
            }
            "to_text" | "to_string" => Sort::Text.shape(),
            "is_null" => Sort::Boolean.shape(),
            _ => Shape::Unknown,
        }
    }

    /// The kinds of a method's arguments, where it takes only some.
    pub(super) fn argument_kinds(&mut self, of: &Shape, name: &str, arguments: &'a [Expr], shapes: &[Shape]) {
        let what = format!("`{name}`");
        let wanted = match (of, name) {
            (_, "before" | "after" | "between" | "at") if is_cut(of) => Sort::Time,
            (Shape::RowsOf(source), "count_where" | "any" | "all") if arguments.len() == 2 => {
                return self.compared_column(*source, arguments);
            }
            (Shape::FieldOf(field), "time_in") => {
                let kind = self.vocabulary.names.field_kinds.get(*field as usize).copied().flatten();
                return self.compared_values(kind, &arguments[0], &what);
            }
            (_, "contains" | "starts_with" | "ends_with" | "matches" | "split" | "replace")
                if sort(of) == Some(Sort::Text) =>
            {
                Sort::Text
            }
            (_, "contains_any") if sort(of) == Some(Sort::Text) => Sort::List,
            (_, "sub_string") if sort(of) == Some(Sort::Text) => Sort::Number,
            (_, "join") if sort(of) == Some(Sort::List) => Sort::Text,
            _ => return,
        };
        for (argument, shape) in arguments.iter().zip(shapes) {
            self.needs(argument, shape, &[wanted], &what);
        }
    }

    fn compared_column(&mut self, source: u32, arguments: &'a [Expr]) {
        let [Expr::StringConstant(column, _), value] = arguments else { return };
        let Some(names) = self.vocabulary.names.sources.get(source as usize) else { return };
        let position = names.columns.iter().position(|known| known == column.as_str());
        let kind = position.and_then(|position| names.kinds.get(position).copied().flatten());
        self.compared_values(kind, value, &format!("`{column}`"));
    }

    /// A value, or each of a list, that is compared with values of a kind.
    fn compared_values(&mut self, kind: Option<Kind>, value: &'a Expr, what: &str) {
        let Some(wanted) = sort(&of_kind(kind)) else { return };
        let values = match value {
            Expr::Array(elements, _) => &elements[..],
            one => std::slice::from_ref(one),
        };
        for value in values {
            let Some(found) = self.quietly(value).filter(|found| *found != wanted && *found != Sort::List) else {
                continue;
            };
            let message = format!("{what} is {}, and is compared with {}", wanted.in_words(), found.in_words());
            let range = self.lines.token(value.start_position());
            self.report(ProblemKind::MixedKinds, range, message, Some(advice(value, found, wanted)));
        }
    }

    /// The sort of a literal or a variable, without noting anything.
    fn quietly(&self, value: &Expr) -> Option<Sort> {
        match value {
            Expr::Variable(variable, ..) => match self.local(variable.1.as_str()) {
                Some(local) => sort(&local.shape),
                None => {
                    let known = self.vocabulary.variables.iter().find(|known| known.name == variable.1.as_str());
                    known.filter(|_| !self.in_function).and_then(|known| sort(&of_kind(known.kind)))
                }
            },
            literal_value => literal(literal_value),
        }
    }
}

fn is_cut(of: &Shape) -> bool {
    matches!(of, Shape::Of(Receiver::Events | Receiver::Field) | Shape::RowsOf(_) | Shape::FieldOf(_))
}

/// The sort of a literal.
pub(super) fn literal(expression: &Expr) -> Option<Sort> {
    Some(match expression {
        Expr::StringConstant(..) | Expr::InterpolatedString(..) | Expr::CharConstant(..) => Sort::Text,
        Expr::IntegerConstant(..) | Expr::FloatConstant(..) => Sort::Number,
        Expr::BoolConstant(..) => Sort::Boolean,
        Expr::Array(..) => Sort::List,
        _ => return None,
    })
}

fn advice(operand: &Expr, own: Sort, other: Sort) -> String {
    match (operand, own, other) {
        (Expr::StringConstant(text, _), _, Sort::Number) if text.trim().parse::<f64>().is_ok() => {
            format!("write the number without quotes: `{}`", text.trim())
        }
        (Expr::StringConstant(..), _, Sort::Number) => "compare it with a number, which has no quotes".into(),
        (Expr::StringConstant(..), _, Sort::Boolean) => "compare it with `true` or `false`, without quotes".into(),
        (Expr::StringConstant(..), _, Sort::Time) => {
            "compare it with a time: a timestamp column, or a param of type `timestamp`".into()
        }
        (Expr::IntegerConstant(number, _), _, Sort::Text) => format!("write it as text: `\"{number}\"`"),
        (_, Sort::Number, Sort::Duration) | (_, Sort::Duration, Sort::Number) => {
            "make a duration of the number: `minutes(10)`, `hours(4)`, `days(2)`".into()
        }
        (_, Sort::Text, Sort::Number) | (_, Sort::Number, Sort::Text) => {
            "turn one of them into the other's kind: `to_number()` or `to_text()`".into()
        }
        (_, one, another) => {
            format!("compare and compute with values of one kind, not {} and {}", one.in_words(), another.in_words())
        }
    }
}

/// What a method gives, as far as its name and what it is called on tell.
pub(super) fn result(of: &Shape, name: &str, count: usize) -> Shape {
    let sort = match (of, name, count) {
        (Shape::Of(Receiver::Events), "count" | "count_directly_follows", _) => Sort::Number,
        (Shape::Of(Receiver::Events), "has" | "has_any" | "directly_follows" | "eventually_follows", _) => {
            Sort::Boolean
        }
        (Shape::Of(Receiver::Events), "activities" | "resources" | "map" | "filter", _) => Sort::List,
        (Shape::FieldOf(_), "changes" | "distinct", _) => Sort::Number,
        (Shape::FieldOf(_), "values", _) => Sort::List,
        (Shape::FieldOf(_), "time_in", _) => Sort::Duration,
        (Shape::RowsOf(_), "count" | "count_where", _) => Sort::Number,
        (Shape::RowsOf(_), "values" | "map" | "filter", _) => Sort::List,
        (Shape::Of(Receiver::Events) | Shape::RowsOf(_), "any" | "all", _) => Sort::Boolean,
        _ => match (sort(of), name) {
            (Some(Sort::Text), "contains" | "starts_with" | "ends_with" | "matches" | "contains_any" | "is_empty") => {
                Sort::Boolean
            }
            (Some(Sort::Text), "to_lower" | "to_upper" | "trim" | "sub_string" | "replace") => Sort::Text,
            (Some(Sort::Text), "split") | (Some(Sort::List), "filter" | "map") => Sort::List,
            (Some(Sort::Text | Sort::List), "len") | (Some(Sort::List), "index_of") => Sort::Number,
            (Some(Sort::List), "is_empty" | "contains" | "any" | "all") => Sort::Boolean,
            (Some(Sort::List), "join") | (Some(Sort::Time), "date_text" | "time_text") => Sort::Text,
            (Some(Sort::Time), "year" | "month" | "day" | "hour" | "minute" | "weekday") => Sort::Number,
            (Some(Sort::Duration), "ms" | "seconds" | "minutes" | "hours" | "days") => Sort::Number,
            _ => return Shape::Unknown,
        },
    };
    sort.shape()
}
