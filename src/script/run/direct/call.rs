//! A call whose function was looked up when the script was prepared.

use std::cell::RefCell;
use std::rc::Rc;
use std::slice::Iter;

use rhai::{CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, NativeCallContext, Position};

use crate::script::library::Form;
use crate::script::value::Text;

/// What stands in the tree for it. No text of a script has such a word.
const WORD: &str = "\0call";

/// How many arguments it may have, the receiver counted.
pub(super) const ARGUMENTS: usize = 4;

/// The functions that it may mean, of which the first argument decides, and its arguments.
struct Call {
    forms: Vec<Form>,
    /// The values of the arguments. Those that are the same in every evaluation stand there from the start: no function
    /// of the library changes what it is given, but for the one that is never called like this.
    values: RefCell<Vec<Dynamic>>,
    /// Where the others come from, and their places among the arguments.
    sources: Vec<(usize, Source)>,
}

enum Source {
    /// The next of the expressions.
    Expression,
    /// A variable, which is lent while the function runs; the next of the expressions where that can't be.
    Variable(Text),
    /// What another call gives, which takes the next of the expressions.
    Call(Rc<Call>),
}

/// Lets an engine run such calls.
pub(in crate::script::run) fn register(engine: &mut Engine) {
    // Fails only where engines have no syntax trees.
    let _ = engine.register_custom_syntax_handler(WORD, false, evaluate);
}

/// A call as an expression of the tree.
pub(super) fn expression(forms: &[Form], arguments: Vec<Expr>, position: Position) -> Expr {
    let mut call = Call { forms: forms.to_vec(), values: RefCell::default(), sources: Vec::new() };
    let mut evaluated = Vec::new();
    for (place, argument) in arguments.into_iter().enumerate() {
        let value = constant(&argument);
        if value.is_none() {
            call.sources.push((place, source(argument, &mut evaluated)));
        }
        call.values.get_mut().push(value.unwrap_or_default());
    }
    call.settle();
    let custom = CustomExpr {
        inputs: evaluated.into_iter().collect(),
        tokens: std::iter::once(WORD.into()).collect(),
        state: Dynamic::from(Rc::new(call)),
        scope_may_be_changed: false,
        self_terminated: false,
    };
    Expr::Custom(Box::new(custom), position)
}

fn source(argument: Expr, evaluated: &mut Vec<Expr>) -> Source {
    let source = match &argument {
        Expr::Custom(inner, _) => inner.state.read_lock::<Rc<Call>>().map(|call| Source::Call(Rc::clone(&call))),
        Expr::Variable(variable, ..) => Some(Source::Variable(variable.1.clone())),
        _ => None,
    };
    match (argument, source) {
        (Expr::Custom(inner, _), Some(source)) => {
            evaluated.extend(inner.inputs);
            source
        }
        (argument, source) => {
            evaluated.push(argument);
            source.unwrap_or(Source::Expression)
        }
    }
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

type Outcome = Result<Dynamic, Box<EvalAltResult>>;

fn evaluate(context: &mut EvalContext, expressions: &[Expression], state: &Dynamic) -> Outcome {
    match state.read_lock::<Rc<Call>>() {
        Some(call) => call.evaluate(context, &mut expressions.iter()),
        None => Err(unfit()),
    }
}

impl Call {
    /// Decides what is the same in every evaluation.
    fn settle(&mut self) {
        let values = self.values.get_mut();
        let is_first_known = self.sources.first().is_none_or(|(place, _)| *place > 0);
        if let Some(first) = values.first().filter(|_| is_first_known) {
            self.forms.retain(|form| form.takes(first));
            self.forms.truncate(1);
        }
        if let ([form], [receiver, name, ..]) = (self.forms.as_slice(), values.as_mut_slice())
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

    fn evaluate(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        let Ok(mut values) = self.values.try_borrow_mut() else { return Err(unfit()) };
        for (place, source) in &self.sources {
            values[*place] = source.value(context, expressions)?;
        }
        let outcome = self.ask(context, &mut values);
        for (place, source) in &self.sources {
            let value = std::mem::take(&mut values[*place]);
            if let Some(place) = source.lendable(context) {
                *place = value;
            }
        }
        outcome
    }

    /// Calls the function that takes the first of the values.
    fn ask(&self, context: &EvalContext, values: &mut [Dynamic]) -> Outcome {
        let form =
            values.first().and_then(|first| self.forms.iter().find(|form| form.takes(first))).ok_or_else(unfit)?;
        let around = (context.engine(), "", None, context.global_runtime_state(), Position::NONE);
        let context = &NativeCallContext::from(around);
        match values {
            [first] => (form.native)(context, &mut [first]),
            [first, second] => (form.native)(context, &mut [first, second]),
            [first, second, third] => (form.native)(context, &mut [first, second, third]),
            [first, second, third, fourth] => (form.native)(context, &mut [first, second, third, fourth]),
            _ => Err(unfit()),
        }
    }
}

impl Source {
    fn variable(&self) -> Option<&Text> {
        match self {
            Self::Variable(name) => Some(name),
            _ => None,
        }
    }

    /// Where a variable stands, if it can be lent: constants can't, nor what closures share.
    fn lendable<'c>(&self, context: &'c mut EvalContext) -> Option<&'c mut Dynamic> {
        context.scope_mut().get_mut(self.variable()?).filter(|value| !value.is_shared())
    }

    fn value(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        if let Self::Call(call) = self {
            let given = call.evaluate(context, expressions)?;
            context.engine().ensure_data_size_within_limits(&given)?;
            return Ok(given);
        }
        let expression = expressions.next().ok_or_else(unfit)?;
        match self.lendable(context) {
            Some(place) => Ok(std::mem::take(place)),
            None => Ok(context.eval_expression_tree(expression)?.flatten()),
        }
    }
}

/// The interpreter has to look the function up, and say what comes of it.
#[cold]
fn unfit() -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::UNIT, Position::NONE))
}
