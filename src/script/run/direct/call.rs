//! A call whose function was looked up when the script was prepared.

use std::cell::RefCell;
use std::rc::Rc;
use std::slice::Iter;

use rhai::{CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, NativeCallContext, Position};

use crate::script::library::Form;

/// What stands in the tree for it. No text of a script has such a word.
const WORD: &str = "\0call";

/// How many arguments it may have, the receiver counted.
pub(super) const ARGUMENTS: usize = 4;

/// The functions that it may mean, of which the first argument decides, and its arguments.
struct Call {
    forms: Vec<Form>,
    arguments: Vec<Argument>,
    /// The values of the arguments. Those that are the same in every evaluation stand there from the start: no function
    /// of the library changes what it is given, but for the one that is never called like this.
    values: RefCell<Vec<Dynamic>>,
}

enum Argument {
    /// Written out, or a view of the case.
    Constant,
    /// The next of the expressions.
    Evaluated,
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
    let mut call = Call { forms: forms.to_vec(), arguments: Vec::new(), values: RefCell::default() };
    let mut evaluated = Vec::new();
    for argument in arguments {
        let value = constant(&argument);
        call.arguments.push(match argument {
            _ if value.is_some() => Argument::Constant,
            Expr::Custom(inner, position) => match inner.state.read_lock::<Rc<Call>>().map(|call| Rc::clone(&call)) {
                Some(call) => {
                    evaluated.extend(inner.inputs);
                    Argument::Call(call)
                }
                None => {
                    evaluated.push(Expr::Custom(inner, position));
                    Argument::Evaluated
                }
            },
            argument => {
                evaluated.push(argument);
                Argument::Evaluated
            }
        });
        call.values.get_mut().push(value.unwrap_or_default());
    }
    let custom = CustomExpr {
        inputs: evaluated.into_iter().collect(),
        tokens: std::iter::once(WORD.into()).collect(),
        state: Dynamic::from(Rc::new(call)),
        scope_may_be_changed: false,
        self_terminated: false,
    };
    Expr::Custom(Box::new(custom), position)
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
    fn evaluate(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        let Ok(mut values) = self.values.try_borrow_mut() else { return Err(unfit()) };
        for (value, argument) in values.iter_mut().zip(&self.arguments) {
            *value = match argument {
                Argument::Constant => continue,
                Argument::Evaluated => {
                    let expression = expressions.next().ok_or_else(unfit)?;
                    context.eval_expression_tree(expression)?.flatten()
                }
                Argument::Call(call) => {
                    let given = call.evaluate(context, expressions)?;
                    context.engine().ensure_data_size_within_limits(&given)?;
                    given
                }
            };
        }
        let outcome = self.ask(context, &mut values);
        for (value, argument) in values.iter_mut().zip(&self.arguments) {
            if !matches!(argument, Argument::Constant) {
                *value = Dynamic::UNIT;
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

/// The interpreter has to look the function up, and say what comes of it.
#[cold]
fn unfit() -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::UNIT, Position::NONE))
}
