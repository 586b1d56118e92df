//! Scripts as native code: what most scripts of mappings say, without the interpreter.
//!
//! [`lower`] turns the syntax tree of a script into a tree of [`node::Node`]s, in which every name is a number; a
//! [`Lowered`] script is evaluated over a [`CaseView`] by functions that look at cells where they stand. Scripts with
//! loops, closures, assignments, maps, ranges or elements by index are not lowered, and say so by
//! [`NotLowered`].
//!
//! # Why it gives the same
//!
//! Scripts change nothing, so that one can be evaluated twice. A lowered script gives a value only where the interpreter
//! would give the same one. Wherever anything else would come of it (an error, a value that the script may not give, a
//! value so large that a limit might hold) it gives up, and the interpreter evaluates the script from the start: errors,
//! their texts and their places are always the interpreter's own. So only values have to be the same, and they are made
//! by the same functions: of [`super::facts`] and of the library.
//!
//! Many scripts use nothing but numbers, times, true and false, and events: they are evaluated as [`scalar::Scalars`],
//! faster still, and where one of those stops, as above.
//!
//! Rhai evaluates arguments before what they are given to, and all arguments of a chain before its first method; as
//! nothing here has effects, the order shows only in which error comes first.

mod bounds;
mod build;
mod held;
mod node;
mod run;
mod scalar;

use std::ops::Range;

use rhai::{AST, Engine};

use super::case::view::{CaseView, Given, Plain, Variables};
use super::compile::position::Lines;
use super::compile::shared::SharedFunctions;
use super::compile::vocabulary::CaseNames;
use super::inspect::Tree;
use super::run::sandbox::Limits;
use super::value::Text;
use build::{Builder, Functions};
use node::Node;
use scalar::Scalars;

/// Why a script runs in the interpreter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotLowered {
    /// What it has that is not lowered, such as `a loop`.
    pub construct: String,
    /// Where: bytes of the script's text, or of the shared file's.
    pub range: Range<usize>,
    /// The shared file that it stands in, if it does, by its index.
    pub file: Option<usize>,
}

/// Why a lowered script stops before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The interpreter has to say what comes of it.
    Interpret,
    /// `return`; the value waits in the frame.
    Return,
}

/// What evaluating a part gives.
pub(super) type Out<T> = Result<T, Stop>;

/// A script as native code.
pub(super) struct Lowered {
    /// The script once more, where all its values take two words.
    scalars: Option<Scalars>,
    body: Vec<Node>,
    locals: usize,
    activities: Vec<Text>,
}

/// What lowering a script needs to know.
pub(super) struct Surroundings<'a> {
    /// Parses shared files.
    pub engine: &'a Engine,
    /// The names of the case.
    pub names: &'a CaseNames,
    /// Functions and constants beside the mapping.
    pub shared: &'a SharedFunctions,
    /// The script's variables, as its text calls them.
    pub variables: &'a [String],
}

/// Lowers a script that was inspected.
pub(super) fn lower(text: &str, ast: &AST, around: &Surroundings<'_>) -> Result<Lowered, NotLowered> {
    let functions = Functions::of(Tree::new(ast.clone()), around);
    let mut builder = Builder::new(text, around, &functions);
    match builder.script() {
        Ok(body) => Ok(Lowered {
            scalars: Scalars::of(&body, builder.slots()),
            body,
            locals: builder.slots(),
            activities: around.names.activities.iter().map(Text::from).collect(),
        }),
        Err(refused) => {
            let text = refused.file.map_or(text, |file| &around.shared.files[file].text);
            let range = Lines::new(text).token(refused.position);
            Err(NotLowered { construct: refused.construct, range, file: refused.file })
        }
    }
}

/// Whether the limits leave room for lowered scripts.
pub(super) fn fit(limits: &Limits) -> bool {
    bounds::fit(limits)
}

impl Lowered {
    /// The value over a case; nothing where the interpreter has to say what comes of it.
    #[inline]
    pub fn evaluate<C: CaseView>(&self, case: &C, variables: &dyn Variables) -> Option<Given<'_>> {
        let given = self.scalars.as_ref().and_then(|scalars| scalars.evaluate(case, variables));
        given.or_else(|| run::evaluate(self, case, variables).map(Given::Value))
    }

    /// The value over a case, where it is plain and quickly found.
    #[inline]
    pub fn plain<C: CaseView>(&self, case: &C, variables: &dyn Variables) -> Plain {
        self.scalars.as_ref().map_or(Plain::Other, |scalars| scalars.plain(case, variables))
    }
}
