//! What can be wrong with a script before it runs.

use std::ops::Range;

/// The kinds of problems; whoever turns them into diagnostics gives each a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemKind {
    /// The text is no script.
    Syntax,
    /// A character that only looks like a sign.
    Lookalike,
    /// A word that the language keeps for itself.
    ReservedWord,
    /// A name that nothing has.
    UnknownVariable,
    /// A function that doesn't exist.
    UnknownFunction,
    /// A method that the value doesn't have.
    UnknownMethod,
    /// A property that the value doesn't have.
    UnknownProperty,
    /// An activity that the mapping doesn't define.
    UnknownActivity,
    /// An event attribute that the mapping doesn't define.
    UnknownAttribute,
    /// A field that isn't tracked.
    UnknownField,
    /// A source that the case has no rows of.
    UnknownSource,
    /// A column that the source doesn't declare.
    UnknownColumn,
    /// An activity, attribute or column that isn't written out, so that nobody can check it.
    NotLiteral,
    /// Too few or too many arguments.
    WrongArgumentCount,
    /// An assignment to, or a second definition of, a name that the place gives.
    AssignmentToReserved,
    /// Something that scripts of a mapping don't do: `eval`, `import`, `print`, …
    NotAllowed,
    /// A pattern that is no regular expression.
    BadPattern,
    /// Values of different kinds where only values of one kind go together.
    MixedKinds,
    /// A script gives something that is no value.
    NoValue,
    /// Rows of a source that belong to no case.
    NoRows,
}

impl ProblemKind {
    /// Whether a name is missing, so that it may be one that couldn't be read.
    #[must_use]
    pub fn is_of_names(self) -> bool {
        use ProblemKind as Is;
        let values = matches!(self, Is::UnknownVariable | Is::UnknownProperty | Is::UnknownColumn);
        values || matches!(self, Is::UnknownActivity | Is::UnknownAttribute | Is::UnknownField | Is::UnknownSource)
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What sort.
    pub kind: ProblemKind,
    /// The bytes of the script's text that are wrong, exactly the word.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Problem {
    pub(in crate::script) fn new(kind: ProblemKind, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { kind, range, message: message.into(), help: None }
    }

    pub(in crate::script) fn with_help(mut self, help: Option<String>) -> Self {
        self.help = help;
        self
    }
}

/// "did you mean `x`?", for the name nearest to `given`, if one is near enough.
pub(in crate::script) fn did_you_mean<'a>(given: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let folded = given.to_lowercase();
    let furthest = (given.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|name| (strsim::damerau_levenshtein(&folded, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= furthest)
        .min()
        .map(|(_, name)| format!("did you mean `{name}`?"))
}
