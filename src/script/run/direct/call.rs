//! A call whose function was looked up when the script was prepared.

use std::cell::RefCell;
use std::slice::Iter;

use rhai::{Dynamic, EvalContext, Expr, Expression, NativeCallContext, Position};

use super::node::{Node, Outcome, Source, unfit};
use crate::script::library::Form;
use crate::script::value::Text;

/// How many arguments it may have, the receiver counted.
pub(super) const ARGUMENTS: usize = 4;

/// The functions that it may mean, of which the first argument decides, and its arguments.
pub(super) struct Call {
    forms: Vec<Form>,
    /// The first of the functions is meant, as the first argument is the same in every evaluation.
    is_decided: bool,
    /// The values of the arguments. Those that are the same in every evaluation stand there from the start: no function
    /// of the library changes what it is given, but for the one that is never called like this.
    values: RefCell<[Dynamic; ARGUMENTS]>,
    /// How many there are.
    arguments: usize,
    /// Where the others come from, and their places among the arguments.
    sources: Vec<(usize, Source)>,
}

/// A call as an expression of the tree; of no more than [`ARGUMENTS`].
pub(super) fn expression(forms: &[Form], arguments: Vec<Expr>, position: Position) -> Expr {
    let mut call = Call {
        forms: forms.to_vec(),
        is_decided: false,
        values: RefCell::default(),
        arguments: arguments.len(),
        sources: Vec::new(),
    };
    let mut evaluated = Vec::new();
    for ((place, argument), value) in arguments.into_iter().enumerate().zip(call.values.get_mut()) {
        match constant(&argument) {
            Some(constant) => *value = constant,
            None => call.sources.push((place, Source::of(argument, &mut evaluated))),
        }
    }
    call.settle();
    Node::Call(call).into_expression(evaluated, position)
}

/// The value of an expression that is the same in every evaluation.
pub(super) fn constant(expression: &Expr) -> Option<Dynamic> {
    match expression {
        Expr::DynamicConstant(value, _) => Some((**value).clone()),
        Expr::IntegerConstant(number, _) => Some((*number).into()),
        Expr::FloatConstant(number, _) => Some((**number).into()),
        Expr::CharConstant(letter, _) => Some((*letter).into()),
        Expr::StringConstant(text, _) => Some(text.clone().into()),
        Expr::BoolConstant(truth, _) => Some((*truth).into()),
        Expr::Unit(_) => Some(Dynamic::UNIT),
        _ => None,
    }
}

impl Call {
    /// Decides what is the same in every evaluation.
    fn settle(&mut self) {
        let values = &mut self.values.get_mut()[..self.arguments];
        let is_first_known = self.sources.first().is_none_or(|(place, _)| *place > 0);
        if let Some(first) = values.first().filter(|_| is_first_known) {
            self.forms.retain(|form| form.takes(first));
            self.forms.truncate(1);
            self.is_decided = true;
        }
        if let ([form], [receiver, name, ..]) = (self.forms.as_slice(), values)
            && let Some(number) = form.number(receiver, name)
        {
            *name = number;
        }
        if !self.may_lend() {
            for (_, source) in &mut self.sources {
                if source.variable().is_some() {
                    *source = Source::Expression;
                }
            }
        }
    }

    /// Whether variables are all that it looks at, each once: one that is lent can't be looked at for another argument.
    fn may_lend(&self) -> bool {
        let names: Vec<&Text> = self.sources.iter().filter_map(|(_, source)| source.variable()).collect();
        names.len() == self.sources.len() && (1..names.len()).all(|own| !names[..own].contains(&names[own]))
    }

    pub fn evaluate(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        let Ok(mut values) = self.values.try_borrow_mut() else { return Err(unfit()) };
        let mut arguments = values.each_mut();
        match self.sources.as_slice() {
            [] => self.ask(context, &mut arguments),
            [(place, source)] => {
                // What is given is taken where it stands: to move it costs as much as some functions.
                let mut given = source.value(context, expressions);
                let Ok(value) = &mut given else { return given };
                arguments[*place] = value;
                let outcome = self.ask(context, &mut arguments);
                if let Ok(value) = &mut given {
                    source.give_back(context, value);
                }
                outcome
            }
            sources => self.evaluate_several(context, expressions, sources, &mut values),
        }
    }

    fn evaluate_several(
        &self,
        context: &mut EvalContext,
        expressions: &mut Iter<Expression>,
        sources: &[(usize, Source)],
        values: &mut [Dynamic; ARGUMENTS],
    ) -> Outcome {
        for (place, source) in sources {
            values[*place] = source.value(context, expressions)?;
        }
        let outcome = self.ask(context, &mut values.each_mut());
        for (place, source) in sources {
            source.give_back(context, &mut values[*place]);
            values[*place] = Dynamic::UNIT;
        }
        outcome
    }

    /// Calls the function that takes the first of the values.
    #[inline]
    fn ask(&self, context: &EvalContext, values: &mut [&mut Dynamic; ARGUMENTS]) -> Outcome {
        let form = match self.is_decided {
            true => self.forms.first(),
            false => self.forms.iter().find(|form| form.takes(values[0])),
        };
        let (Some(form), Some(values)) = (form, values.get_mut(..self.arguments)) else { return Err(unfit()) };
        let around = (context.engine(), "", None, context.global_runtime_state(), Position::NONE);
        (form.native)(&NativeCallContext::from(around), values)
    }
}
