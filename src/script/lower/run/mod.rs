//! Evaluating nodes.

mod ask;
mod calculate;
mod rows;
mod texts;

use super::bounds::{BUDGET, VALUE};
use super::held::{Held, List, Words};
use super::node::{Call, Chain, Label, Link, Method, Node, Switch};
use super::{Lowered, Out, Stop};
use crate::script::case::facts::{self, Span};
use crate::script::case::view::{CaseView, Seen, Variables};
use crate::script::value::{Text, Value};
use std::ops::{Index, IndexMut};
use std::rc::Rc;

/// Evaluates a script; nothing where the interpreter has to say what comes of it.
pub fn evaluate<C: CaseView>(lowered: &Lowered, case: &C, variables: &dyn Variables) -> Option<Value> {
    let mut frame = Frame {
        case,
        variables,
        activities: &lowered.activities,
        locals: Locals { few: [const { Held::Null }; FEW], others: Vec::new() },
        left: BUDGET,
        returned: Held::Null,
    };
    if lowered.locals > FEW {
        frame.locals.others = vec![Held::Null; lowered.locals - FEW];
    }
    let value = match block(&lowered.body, &mut frame) {
        Err(Stop::Return) => std::mem::replace(&mut frame.returned, Held::Null),
        Err(Stop::Interpret) => return None,
        Ok(value) => value,
    };
    value.into_value().ok()
}

/// One evaluation.
struct Frame<'a, C> {
    case: &'a C,
    variables: &'a dyn Variables,
    activities: &'a [Text],
    /// The values of the names that the script defines.
    locals: Locals<'a>,
    /// The bytes of values that it may still look at.
    left: usize,
    /// What `return` gives.
    returned: Held<'a>,
}

/// How many names most scripts define at most.
const FEW: usize = 4;

/// The values of the names that a script defines. Few of them need no memory of their own.
struct Locals<'a> {
    few: [Held<'a>; FEW],
    others: Vec<Held<'a>>,
}

impl<'a> Index<usize> for Locals<'a> {
    type Output = Held<'a>;

    fn index(&self, slot: usize) -> &Held<'a> {
        if slot < FEW { &self.few[slot] } else { &self.others[slot - FEW] }
    }
}

impl<'a> IndexMut<usize> for Locals<'a> {
    fn index_mut(&mut self, slot: usize) -> &mut Held<'a> {
        if slot < FEW { &mut self.few[slot] } else { &mut self.others[slot - FEW] }
    }
}

impl<'a, C: CaseView> Frame<'a, C> {
    /// Takes note of a value that was looked at or made.
    fn note(&mut self, value: Held<'a>) -> Out<Held<'a>> {
        if let Held::Text(_) | Held::List(_) = value {
            let bytes = value.bytes()?;
            self.spend(bytes)?;
        }
        Ok(value)
    }

    fn see(&mut self, seen: Seen<'a>) -> Out<Held<'a>> {
        self.note(Held::seen(seen))
    }

    fn spend(&mut self, bytes: usize) -> Out<()> {
        self.left = self.left.checked_sub(bytes + VALUE).ok_or(Stop::Interpret)?;
        Ok(())
    }
}

/// Statements; the last gives the value.
fn block<'a, C: CaseView>(statements: &'a [Node], frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    let Some((last, others)) = statements.split_last() else { return Ok(Held::Null) };
    for statement in others {
        statement.value(frame)?;
    }
    last.value(frame)
}

impl Node {
    fn value<'a, C: CaseView>(&'a self, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
        match self {
            Self::Null => Ok(Held::Null),
            Self::Boolean(truth) => Ok(Held::Boolean(*truth)),
            Self::Integer(number) => Ok(Held::Integer(*number)),
            Self::Number(number) => Ok(Held::Number(*number)),
            Self::Text(text) => Ok(Held::Text(Words::Written(text))),
            Self::Variable(variable) => frame.see(frame.variables.see(*variable)),
            Self::Local(slot) => Ok(frame.locals[*slot].clone()),
            Self::Let(slot, value) => {
                frame.locals[*slot] = value.value(frame)?;
                Ok(Held::Null)
            }
            Self::Return(value) => {
                frame.returned = value.value(frame)?;
                Err(Stop::Return)
            }
            Self::Block(statements) => block(statements, frame),
            Self::If(parts) => parts[if parts[0].truth(frame)? { 1 } else { 2 }].value(frame),
            Self::Switch(switch) => switch.value(frame),
            Self::Coalesce(values) => coalesce(values, frame),
            Self::Calculate(calculation, operands) => {
                let value = calculate::binary(*calculation, operands[0].value(frame)?, operands[1].value(frame)?)?;
                frame.note(value)
            }
            Self::Negate(value) => calculate::negate(value.value(frame)?),
            Self::Extreme(wins, values) => calculate::extreme(*wins, values[0].value(frame)?, values[1].value(frame)?),
            Self::Interpolated(parts) => texts::interpolated(parts, frame),
            Self::List(elements) => list(elements, frame),
            Self::Record(column) => frame.see(frame.case.see_record(*column)),
            Self::Chain(chain) => chain.value(frame),
            Self::Call(call) => call.value(frame),
            _ => self.handle(frame),
        }
    }

    fn handle<'a, C: CaseView>(&'a self, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
        match self {
            Self::Events => Ok(Held::Events(Span::ALL)),
            Self::Field(field) => Ok(Held::Field(*field, None)),
            Self::Rows(source) => Ok(Held::Rows(*source, Span::ALL)),
            truth => truth.truth(frame).map(Held::Boolean),
        }
    }

    /// The value where only true or false will do.
    fn truth<'a, C: CaseView>(&'a self, frame: &mut Frame<'a, C>) -> Out<bool> {
        match self {
            Self::Chain(chain) if let Some(activity) = chain.asks_has() => {
                Ok(facts::has(frame.case, Span::ALL, activity))
            }
            Self::And(parts) => {
                for part in parts {
                    if !part.truth(frame)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            Self::Or(parts) => {
                for part in parts {
                    if part.truth(frame)? {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::Not(value) => Ok(!value.truth(frame)?),
            Self::Equal(wanted, operands) if matches!(operands[1], Self::Null) => {
                Ok(operands[0].value(frame)?.is_null() == *wanted)
            }
            Self::Equal(wanted, operands) => Ok(operands[0].value(frame)?.same(&operands[1].value(frame)?)? == *wanted),
            Self::Compare(holds, operands) => {
                Ok(operands[0].value(frame)?.order(&operands[1].value(frame)?)?.is_some_and(*holds))
            }
            other => match other.value(frame)? {
                Held::Boolean(truth) => Ok(truth),
                _ => Err(Stop::Interpret),
            },
        }
    }
}

impl Switch {
    fn value<'a, C: CaseView>(&'a self, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
        let value = self.value.value(frame)?;
        for branch in self.branches_of(&value)? {
            let (condition, result) = &self.branches[*branch];
            if condition.truth(frame)? {
                return result.value(frame);
            }
        }
        self.default.map_or(Ok(Held::Null), |branch| self.branches[branch].1.value(frame))
    }

    fn branches_of(&self, value: &Held<'_>) -> Out<&[usize]> {
        // Which numbers and lists are the same is the interpreter's to say.
        if let Held::Number(_) | Held::List(_) = value {
            return Err(Stop::Interpret);
        }
        let found = self.labels.iter().find(|(label, _)| label.is(value));
        Ok(found.map_or(&[], |(_, branches)| branches))
    }
}

impl Label {
    fn is(&self, value: &Held<'_>) -> bool {
        match (self, value) {
            (Self::Null, Held::Null) => true,
            (Self::Boolean(label), Held::Boolean(truth)) => label == truth,
            (Self::Integer(label), Held::Integer(number)) => label == number,
            (Self::Text(label), Held::Text(text)) => **label == **text,
            _ => false,
        }
    }
}

fn coalesce<'a, C: CaseView>(values: &'a [Node], frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    for value in values {
        let value = value.value(frame)?;
        if !value.is_null() {
            return Ok(value);
        }
    }
    Ok(Held::Null)
}

fn list<'a, C: CaseView>(elements: &'a [Node], frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    let mut values = Vec::with_capacity(elements.len());
    for element in elements {
        values.push(element.value(frame)?.into_value()?);
    }
    frame.note(Held::List(List::Values(Rc::new(values))))
}

impl Chain {
    /// The activity, where it is just `events.has(…)`.
    #[inline]
    fn asks_has(&self) -> Option<u32> {
        match (&self.root, self.links.as_slice()) {
            (Node::Events, [Link { method: Method::Has(activity), .. }]) => Some(*activity),
            _ => None,
        }
    }

    fn value<'a, C: CaseView>(&'a self, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
        let mut value = match self.root {
            Node::Events => Held::Events(Span::ALL),
            Node::Field(field) => Held::Field(field, None),
            Node::Rows(source) => Held::Rows(source, Span::ALL),
            ref root => root.value(frame)?,
        };
        for (position, link) in self.links.iter().enumerate() {
            if link.is_optional && value.is_null() {
                return skipped(&self.links[position..], frame);
            }
            value = link.value(value, frame)?;
        }
        Ok(value)
    }
}

/// Null ends the chain, but the interpreter has evaluated all arguments before it knew.
fn skipped<'a, C: CaseView>(links: &'a [Link], frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    for argument in links.iter().flat_map(|link| &link.arguments) {
        argument.value(frame)?;
    }
    Ok(Held::Null)
}

impl Call {
    fn value<'a, C: CaseView>(&'a self, frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
        for (parameter, argument) in self.arguments.iter().enumerate() {
            frame.locals[self.first + parameter] = argument.value(frame)?;
        }
        match block(&self.body, frame) {
            Err(Stop::Return) => Ok(std::mem::replace(&mut frame.returned, Held::Null)),
            outcome => outcome,
        }
    }
}
