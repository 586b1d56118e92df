//! Binding the plan's values and conditions to the params and texts of a run.

use super::params::ParamValues;
use crate::evaluate::bound::{
    Bound, BoundCondition, BoundDuration, BoundFold, BoundScript, BoundTest, BoundTimeIn, Constant, Set, Start,
};
use crate::evaluate::condition::words::{PatternMatcher, WordMatcher};
use crate::plan::{Condition, Expr, Operand, Operands, Plan, RowPath, Test};
use crate::rows::{Cell, TextId};

/// Binds values and conditions. One binder numbers the matchers of all that is evaluated with one
/// [`Memo`](crate::evaluate::Memo).
pub struct Binder<'a> {
    plan: &'a Plan,
    params: &'a ParamValues,
    /// The id of a text: while loading, each gets one; later only those that some cell has.
    id_of: &'a dyn Fn(&str) -> Option<TextId>,
    matchers: usize,
}

impl<'a> Binder<'a> {
    /// A binder. `id_of` gives the id of a literal's text, `None` where no cell can have it.
    pub fn new(plan: &'a Plan, params: &'a ParamValues, id_of: &'a dyn Fn(&str) -> Option<TextId>) -> Self {
        Self { plan, params, id_of, matchers: 0 }
    }

    /// Binds a value.
    pub fn value(&mut self, value: &Expr) -> Bound {
        match value {
            Expr::Null => Bound::Constant(Constant::Cell(Cell::Null)),
            Expr::Literal(literal) => Bound::Constant(self.single(literal)),
            Expr::Param(param) => Bound::Constant(self.param(*param)),
            Expr::Row(RowPath::Here(path)) => Bound::Row(Start::Here, path.clone()),
            Expr::Row(RowPath::Next(path)) => Bound::Row(Start::Next, path.clone()),
            Expr::Row(RowPath::Previous(path)) => Bound::Row(Start::Previous, path.clone()),
            Expr::Record(path) => Bound::Row(Start::Record, path.clone()),
            Expr::OwnRow(_, path) => Bound::Row(Start::Own, path.clone()),
            Expr::Old(path) => Bound::Old(path.clone()),
            Expr::New(path) => Bound::New(path.clone()),
            Expr::FirstPresent(values) => Bound::FirstPresent(values.iter().map(|value| self.value(value)).collect()),
            Expr::Script(script) => Bound::Script(self.script(*script)),
            Expr::Field { field, path, moment } => Bound::Field(*field, path.clone(), *moment),
            Expr::CountEvents(activity) => Bound::CountEvents(*activity),
            Expr::CountChanges(field) => Bound::CountChanges(*field),
            Expr::EventTime { activity, last } => Bound::EventTime { activity: *activity, last: *last },
            Expr::Rows { .. } | Expr::Duration { .. } | Expr::TimeIn { .. } => self.form(value),
            Expr::Standard(standard) => Bound::Standard(*standard),
            Expr::NextEvent => Bound::NextEvent,
            Expr::NextChange => Bound::NextChange,
            Expr::CaseAttribute(attribute) => Bound::CaseAttribute(*attribute),
            Expr::ExtractedAt => Bound::ExtractedAt,
            Expr::SourceSystem => Bound::SourceSystem,
        }
    }

    fn form(&mut self, value: &Expr) -> Bound {
        match value {
            Expr::Rows { source, path, fold, condition, distinct } => Bound::Rows(Box::new(BoundFold {
                source: *source,
                value: path.clone().map(|path| Bound::Row(Start::Here, path)),
                fold: fold.clone(),
                condition: condition.as_ref().map(|condition| self.condition(condition)),
                distinct: *distinct,
            })),
            Expr::Duration { from, to, unit, calendar } => Bound::Duration(Box::new(BoundDuration {
                from: self.value(from),
                to: self.value(to),
                unit: *unit,
                calendar: *calendar,
            })),
            Expr::TimeIn { field, test, unit, calendar } => Bound::TimeIn(Box::new(BoundTimeIn {
                field: *field,
                test: self.test(test),
                unit: *unit,
                calendar: *calendar,
            })),
            _ => Bound::Constant(Constant::Cell(Cell::Null)),
        }
    }

    fn script(&mut self, script: usize) -> BoundScript {
        let plan = self.plan;
        let variables = plan.scripts.get(script).map_or(&[][..], |script| &script.variables);
        let variables: Vec<Bound> = variables.iter().map(|variable| self.value(variable)).collect();
        BoundScript { script, is_plain: variables.iter().all(is_plain), variables }
    }

    /// Binds a condition.
    pub fn condition(&mut self, condition: &Condition) -> BoundCondition {
        match condition {
            Condition::All(all) => BoundCondition::All(all.iter().map(|each| self.condition(each)).collect()),
            Condition::Any(any) => BoundCondition::Any(any.iter().map(|each| self.condition(each)).collect()),
            Condition::Not(not) => BoundCondition::Not(Box::new(self.condition(not))),
            Condition::Test(value, test) => BoundCondition::Test(self.value(value), self.test(test)),
            Condition::Script(script) => BoundCondition::Script(self.script(*script)),
        }
    }

    /// Binds a test.
    pub fn test(&mut self, test: &Test) -> BoundTest {
        match test {
            Test::OneOf(operands) => BoundTest::OneOf(self.set(operands)),
            Test::Not(test) => BoundTest::Not(Box::new(self.test(test))),
            Test::All(all) => BoundTest::All(all.iter().map(|test| self.test(test)).collect()),
            Test::Words(place, operands) => {
                let words: Vec<String> = self.flat(operands).filter_map(text_of).collect();
                BoundTest::Words(WordMatcher::new(self.next_matcher(), *place, words.into_iter()))
            }
            Test::Matches(pattern) => {
                let number = self.next_matcher();
                BoundTest::Matches(PatternMatcher { number, pattern: (**pattern).clone() })
            }
            Test::Compare(comparison, operands) => BoundTest::Compare(*comparison, self.constants(operands)),
            Test::Equals(value) => BoundTest::Equals(Box::new(self.value(value))),
            Test::Present(present) => BoundTest::Present(*present),
        }
    }

    /// The id of a text, where a cell may have it.
    pub fn id_of(&self, text: &str) -> Option<TextId> {
        (self.id_of)(text)
    }

    /// A set for each of the values that operands stand for.
    pub fn each(&self, operands: &Operands) -> Vec<Set> {
        let alone = |operand: &Operand| {
            let mut set = Set::default();
            self.add(&mut set, operand);
            set.finish();
            set
        };
        self.flat(operands).map(alone).collect()
    }

    /// The values that operands stand for, one by one.
    pub fn constants(&self, operands: &Operands) -> Vec<Constant> {
        self.flat(operands).map(|operand| self.single(operand)).collect()
    }

    /// The set that operands stand for.
    pub fn set(&self, operands: &Operands) -> Set {
        let mut set = Set::default();
        for operand in self.flat(operands) {
            self.add(&mut set, operand);
        }
        set.finish();
        set
    }

    fn next_matcher(&mut self) -> usize {
        self.matchers += 1;
        self.matchers - 1
    }

    /// Literals as they are, params as their values.
    fn flat<'o>(&'o self, operands: &'o Operands) -> impl Iterator<Item = &'o Operand> {
        operands.all.iter().flat_map(|operand| match operand {
            Operand::Param(param) => self.params.of(*param),
            literal => std::slice::from_ref(literal),
        })
    }

    fn single(&self, operand: &Operand) -> Constant {
        match operand {
            Operand::Text(text) => match (self.id_of)(text) {
                Some(id) => Constant::Cell(Cell::Text(id)),
                None => Constant::Text(text.clone()),
            },
            Operand::Param(param) => self.param(*param),
            other => Constant::Cell(self.cell(other)),
        }
    }

    fn add(&self, set: &mut Set, operand: &Operand) {
        match operand {
            Operand::Null => set.null = true,
            Operand::Text(text) => {
                set.ids.extend((self.id_of)(text));
                set.others.extend(read_as(text));
                set.texts.push(text.clone());
            }
            other => set.others.push(self.cell(other)),
        }
    }

    fn cell(&self, operand: &Operand) -> Cell {
        match operand {
            Operand::Integer(value) => Cell::Integer(*value),
            Operand::Number(value) => Cell::number(*value),
            Operand::Boolean(value) => Cell::boolean(*value),
            Operand::Time(value) => Cell::Time(*value),
            Operand::WallTime(wall) => Cell::Time(self.params.moment(*wall)),
            Operand::Date(value) => Cell::Date(*value),
            Operand::TimeOfDay(value) => Cell::TimeOfDay(*value),
            Operand::Duration(value) => Cell::Duration(*value),
            Operand::Null | Operand::Text(_) | Operand::Param(_) => Cell::Null,
        }
    }

    fn param(&self, param: usize) -> Constant {
        let values = self.params.of(param);
        let is_list = self.plan.params.get(param).is_some_and(|param| param.kind.is_list());
        match values {
            _ if is_list => Constant::List(values.iter().filter_map(text_of).collect()),
            [value] => self.single(value),
            _ => Constant::Cell(Cell::Null),
        }
    }
}

impl Set {
    fn finish(&mut self) {
        self.ids.sort_unstable_by_key(|id| id.word());
        self.texts.sort_unstable();
    }
}

/// Whether looking at a value runs no script and counts nothing.
fn is_plain(value: &Bound) -> bool {
    match value {
        Bound::FirstPresent(values) => values.iter().all(is_plain),
        Bound::Script(_) | Bound::Rows(_) | Bound::Duration(_) | Bound::TimeIn(_) => false,
        _ => true,
    }
}

/// What a text means where a number, or true or false, is compared with it: params are lists of texts.
fn read_as(text: &str) -> Option<Cell> {
    let truth = || text.parse().ok().map(Cell::boolean);
    let whole = || text.parse().ok().map(Cell::Integer);
    let number = || text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Cell::number);
    truth().or_else(whole).or_else(number)
}

fn text_of(operand: &Operand) -> Option<String> {
    match operand {
        Operand::Text(text) => Some(text.clone()),
        Operand::Integer(number) => Some(number.to_string()),
        Operand::Number(number) => Some(number.to_string()),
        Operand::Boolean(truth) => Some(truth.to_string()),
        _ => None,
    }
}
