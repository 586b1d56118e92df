//! A call whose function was looked up when the script was prepared.

use std::rc::Rc;

use rhai::{CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, NativeCallContext, Position};

use crate::script::library::Form;

/// What stands in the tree for it. No text of a script has such a word.
const WORD: &str = "\0call";

/// How many arguments it may have, the receiver counted.
pub(super) const ARGUMENTS: usize = 4;

/// The functions that it may mean, of which the first argument decides, and what is known of its arguments.
struct Call {
    forms: Vec<Form>,
    arguments: Vec<Argument>,
}

enum Argument {
    /// Written out, or a view of the case.
    Constant(Dynamic),
    /// The next of the expressions.
    Evaluated,
}

/// Lets an engine run such calls.
pub(in crate::script::run) fn register(engine: &mut Engine) {
    // Fails only where engines have no syntax trees.
    let _ = engine.register_custom_syntax_handler(WORD, false, evaluate);
}

/// A call as an expression of the tree.
pub(super) fn expression(forms: &[Form], arguments: Vec<Expr>, position: Position) -> Expr {
    let mut evaluated = Vec::new();
    let arguments = arguments.into_iter().map(|argument| match constant(&argument) {
        Some(value) => Argument::Constant(value),
        None => {
            evaluated.push(argument);
            Argument::Evaluated
        }
    });
    let call = Call { arguments: arguments.collect(), forms: forms.to_vec() };
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
    let Some(call) = state.read_lock::<Rc<Call>>() else { return Err(unfit()) };
    match call.arguments.len() {
        1 => call.evaluate::<1>(context, expressions),
        2 => call.evaluate::<2>(context, expressions),
        _ => call.evaluate::<ARGUMENTS>(context, expressions),
    }
}

impl Call {
    /// `COUNT` is at least the number of arguments.
    #[inline]
    fn evaluate<const COUNT: usize>(&self, context: &mut EvalContext, expressions: &[Expression]) -> Outcome {
        let mut values = [const { Dynamic::UNIT }; COUNT];
        let mut expressions = expressions.iter();
        for (value, argument) in values.iter_mut().zip(&self.arguments) {
            *value = match argument {
                Argument::Constant(value) => value.clone(),
                Argument::Evaluated => match expressions.next() {
                    Some(expression) => context.eval_expression_tree(expression)?.flatten(),
                    None => return Err(unfit()),
                },
            };
        }
        let form = self.forms.iter().find(|form| form.takes(&values[0])).ok_or_else(unfit)?;
        let around = (context.engine(), "", None, context.global_runtime_state(), Position::NONE);
        let arguments = &mut values.each_mut()[..self.arguments.len()];
        (form.native)(&NativeCallContext::from(around), arguments)
    }
}

/// The interpreter has to look the function up, and say what comes of it.
#[cold]
fn unfit() -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::UNIT, Position::NONE))
}
