//! What stands in a script's tree for what was looked up when the script was prepared.

use std::rc::Rc;
use std::slice::Iter;

use rhai::{CustomExpr, Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, Position};

use super::call::Call;
use super::logic::Logic;
use crate::script::value::Text;

/// The word of its expression. No text of a script has such a word.
const WORD: &str = "\0direct";

/// What is evaluated without Rhai looking anything up.
pub(super) enum Node {
    Call(Call),
    Logic(Logic),
}

/// Where a value comes from.
pub(super) enum Source {
    /// The next of the expressions.
    Expression,
    /// A variable, which is lent while a function runs; the next of the expressions where that can't be.
    Variable(Text),
    /// What another node gives, which takes the next of the expressions.
    Node(Rc<Node>),
}

pub(super) type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// Lets an engine run such nodes.
pub(in crate::script::run) fn register(engine: &mut Engine) {
    // Fails only where engines have no syntax trees.
    let _ = engine.register_custom_syntax_handler(WORD, false, evaluate);
}

fn evaluate(context: &mut EvalContext, expressions: &[Expression], state: &Dynamic) -> Outcome {
    match state.read_lock::<Rc<Node>>() {
        Some(node) => node.evaluate(context, &mut expressions.iter()),
        None => Err(unfit()),
    }
}

impl Node {
    /// As an expression of the tree, over those that it takes.
    pub fn into_expression(self, evaluated: Vec<Expr>, position: Position) -> Expr {
        let custom = CustomExpr {
            inputs: evaluated.into_iter().collect(),
            tokens: std::iter::once(WORD.into()).collect(),
            state: Dynamic::from(Rc::new(self)),
            scope_may_be_changed: false,
            self_terminated: false,
        };
        Expr::Custom(Box::new(custom), position)
    }

    #[inline]
    fn evaluate(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        match self {
            Self::Call(call) => call.evaluate(context, expressions),
            Self::Logic(logic) => logic.evaluate(context, expressions),
        }
    }
}

/// Whether an expression is a node.
pub(super) fn is_node(expression: &Expr) -> bool {
    matches!(expression, Expr::Custom(inner, _) if inner.state.is::<Rc<Node>>())
}

impl Source {
    /// That of an expression's value; what has to be evaluated for it is added to what is.
    pub fn of(expression: Expr, evaluated: &mut Vec<Expr>) -> Self {
        match expression {
            Expr::Custom(inner, _) if inner.state.is::<Rc<Node>>() => {
                evaluated.extend(inner.inputs);
                Self::Node(inner.state.cast())
            }
            Expr::Variable(ref variable, ..) => {
                let name = variable.1.clone();
                evaluated.push(expression);
                Self::Variable(name)
            }
            other => {
                evaluated.push(other);
                Self::Expression
            }
        }
    }

    /// The variable that it is.
    pub fn variable(&self) -> Option<&Text> {
        match self {
            Self::Variable(name) => Some(name),
            _ => None,
        }
    }

    /// Where a variable stands, if it can be lent: constants can't, nor what closures share.
    fn lendable<'c>(&self, context: &'c mut EvalContext) -> Option<&'c mut Dynamic> {
        context.scope_mut().get_mut(self.variable()?).filter(|value| !value.is_shared())
    }

    /// The value.
    #[inline]
    pub fn value(&self, context: &mut EvalContext, expressions: &mut Iter<Expression>) -> Outcome {
        match self {
            Self::Node(node) => {
                // What is given stays where it stands: to move it costs as much as some functions.
                let mut given = node.evaluate(context, expressions);
                if let Ok(value) = &given
                    && let Err(failure) = within_limits(context, value)
                {
                    given = Err(failure);
                }
                given
            }
            Self::Variable(_) | Self::Expression => {
                let expression = expressions.next().ok_or_else(unfit)?;
                match self.lendable(context) {
                    Some(place) => Ok(std::mem::take(place)),
                    None => Ok(context.eval_expression_tree(expression)?.flatten()),
                }
            }
        }
    }

    /// Gives a variable back what was lent of it.
    #[inline]
    pub fn give_back(&self, context: &mut EvalContext, value: &mut Dynamic) {
        if let Some(place) = self.lendable(context) {
            *place = std::mem::take(value);
        }
    }
}

/// Texts, lists and maps mayn't grow without end; nothing else has a size.
#[inline]
fn within_limits(context: &EvalContext, value: &Dynamic) -> Result<(), Box<EvalAltResult>> {
    match value.is_bool() || value.is_int() || value.is_variant() {
        true => Ok(()),
        false => context.engine().ensure_data_size_within_limits(value),
    }
}

/// The interpreter has to look the function up, and say what comes of it.
#[cold]
pub(super) fn unfit() -> Box<EvalAltResult> {
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::UNIT, Position::NONE))
}
