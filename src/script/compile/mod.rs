//! From a script's text to one that has been checked and is ready to run.

pub(in crate::script) mod position;
pub(in crate::script) mod problem;
pub(in crate::script) mod shared;
pub(in crate::script) mod syntax;
pub(in crate::script) mod vocabulary;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use rhai::{AST, Engine, ParseError};

use super::inspect::{Inspector, MixedEnds, Tree};
use super::library::{Library, Signatures, register_case};
use super::lower::{NotLowered, Surroundings, lower};
use crate::script::case::no_case::NoCase;
use crate::script::compile::position::{Lines, words};
use crate::script::compile::problem::{Problem, ProblemKind};
use crate::script::compile::vocabulary::{CaseNames, Vocabulary};
use crate::script::run::outcomes::Outcomes;
use crate::script::run::sandbox::{self, Limits, Meter, STACK};
use crate::timing;

/// How a script is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One expression, after `=`.
    Expression,
    /// Statements, of which the last gives the value.
    Block,
}

/// What a script uses of the names that it was given. Lists of numbers are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// Variables and paths, in the order of their first use.
    pub variables: Vec<String>,
    /// Activities, by number.
    pub activities: BTreeSet<u32>,
    /// Attributes of events, by number.
    pub attributes: BTreeSet<u32>,
    /// Tracked fields, by number.
    pub fields: BTreeSet<u32>,
    /// Sources, by number.
    pub sources: BTreeSet<u32>,
    /// Columns of sources, by the numbers of both.
    pub columns: BTreeSet<(u32, u32)>,
    /// Columns of the case's record, by number.
    pub record: BTreeSet<u32>,
    /// Shared functions, with their numbers of arguments.
    pub functions: BTreeSet<(String, usize)>,
    /// Whether it looks at `events` at all, so that they must be there before it runs.
    pub events: bool,
}

impl Uses {
    /// Adds what a called function uses.
    pub(in crate::script) fn include(&mut self, called: &Self) {
        self.activities.extend(&called.activities);
        self.attributes.extend(&called.attributes);
        self.fields.extend(&called.fields);
        self.sources.extend(&called.sources);
        self.columns.extend(&called.columns);
        self.record.extend(&called.record);
        self.functions.extend(called.functions.iter().cloned());
        self.events |= called.events;
    }
}

/// A script that has been checked. It can be shared between threads; each [`crate::script::Runtime`] builds its own syntax tree
/// of it, once.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// What it uses.
    pub uses: Uses,
    /// Where in the text it gives values of different sorts, if that is certain.
    pub mixed_ends: Option<MixedEnds>,
    /// Where it gives something that is neither true nor false, and what that is, if that is certain.
    pub other_than_truth: Option<(Range<usize>, &'static str)>,
    pub(in crate::script) id: u64,
    pub(in crate::script) form: Form,
    pub(in crate::script) text: String,
    /// The names of `uses.variables` in `text`, where paths have become words.
    pub(in crate::script) names: Vec<String>,
    lowered: Result<(), NotLowered>,
    meter: Arc<timing::Meter>,
    outcomes: Arc<Outcomes>,
}

impl Compiled {
    /// Whether it runs as native code.
    ///
    /// # Errors
    /// It runs in the interpreter; why.
    pub fn lowered(&self) -> Result<(), &NotLowered> {
        self.lowered.as_ref().copied()
    }

    /// Lets it run in the interpreter, whether it could be lowered or not.
    pub fn interpret(&mut self) {
        let range = 0..self.text.len();
        self.lowered = Err(NotLowered { construct: "as asked".to_owned(), range, file: None });
    }

    /// What evaluations gave, where its cost is measured.
    #[must_use]
    pub fn outcomes(&self) -> &Outcomes {
        &self.outcomes
    }

    /// Measures what it costs.
    #[must_use]
    pub fn meter(&self) -> &timing::Meter {
        &self.meter
    }
}

/// Checks a script against what it may name.
///
/// # Errors
/// All problems, in the order of the text.
pub fn compile(text: &str, form: Form, vocabulary: &Vocabulary) -> Result<Compiled, Vec<Problem>> {
    if text.len() > LENGTH {
        let message = format!("the script is longer than {LENGTH} bytes");
        let help = "move parts of it to functions in a file under `scripts:`";
        return Err(vec![Problem::new(ProblemKind::NotAllowed, 0..text.len(), message).with_help(Some(help.into()))]);
    }
    parser(|engine| stacker::maybe_grow(STACK, STACK, || compile_with(engine, text, form, vocabulary)))
}

/// Bytes of one script; it also bounds how long a chain of methods can be.
const LENGTH: usize = 1 << 16;

fn compile_with(engine: &Engine, text: &str, form: Form, vocabulary: &Vocabulary) -> Result<Compiled, Vec<Problem>> {
    let lines = Lines::new(text);
    let wrong = |error| {
        let holds_statements = form == Form::Expression && engine.compile(text).is_ok();
        let statement = syntax::statement(&lines, &error).filter(|_| holds_statements);
        vec![statement.unwrap_or_else(|| syntax::problem(&lines, &error))]
    };
    let tree = Tree::new(parse(engine, text, form).map_err(wrong)?);
    let mut inspector = Inspector::new(&lines, vocabulary, &tree);
    inspector.script();
    let paths = std::mem::take(&mut inspector.paths);
    let (mixed_ends, other_than_truth) = (inspector.mixed_ends(), inspector.other_than_truth());
    let (uses, mut problems) = inspector.finish();
    if !problems.is_empty() {
        problems.sort_by_key(|problem| (problem.range.start, problem.range.end, problem.kind));
        problems.dedup();
        return Err(problems);
    }
    let (text, names) = without_paths(text, &uses.variables, &paths);
    let lowered = can_be_lowered(engine, &text, form, &names, vocabulary);
    Ok(Compiled {
        uses,
        mixed_ends,
        other_than_truth,
        id: next_id(),
        form,
        text,
        names,
        lowered,
        meter: Arc::default(),
        outcomes: Arc::default(),
    })
}

/// Lowers the script to see whether that can be done; each runtime does it again for itself.
fn can_be_lowered(
    engine: &Engine,
    text: &str,
    form: Form,
    variables: &[String],
    vocabulary: &Vocabulary,
) -> Result<(), NotLowered> {
    let unparsed = |_| NotLowered { construct: "this script".to_owned(), range: 0..text.len(), file: None };
    let ast = parse(engine, text, form).map_err(unparsed)?;
    let around = Surroundings { engine, names: vocabulary.names, shared: vocabulary.shared, variables };
    lower(text, &ast, &around).map(drop)
}

pub(in crate::script) fn parse(engine: &Engine, text: &str, form: Form) -> Result<AST, ParseError> {
    match form {
        Form::Expression => engine.compile_expression(text),
        Form::Block => engine.compile(text),
    }
}

/// Tells compiled scripts apart within a runtime; it never comes out.
fn next_id() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A use of a path such as `OwnerId.Name`, and where it stands.
pub(in crate::script) struct PathUse {
    pub variable: usize,
    pub range: Range<usize>,
}

/// Writes each path as one word of the same length, so that Rhai sees a variable and positions stay as they are.
fn without_paths(text: &str, variables: &[String], paths: &[PathUse]) -> (String, Vec<String>) {
    let mut taken: BTreeSet<String> = words(text).map(|word| text[word].to_owned()).collect();
    let mut names = variables.to_vec();
    let mut rewritten = text.to_owned();
    for (variable, name) in names.iter_mut().enumerate().filter(|(_, name)| name.contains('.')) {
        *name = free_word(name, &taken);
        taken.insert(name.clone());
        for path in paths.iter().filter(|path| path.variable == variable) {
            let padded = format!("{name:<width$}", width = path.range.len());
            rewritten.replace_range(path.range.clone(), &padded);
        }
    }
    (rewritten, names)
}

/// The path as a word that the script doesn't use yet.
fn free_word(path: &str, taken: &BTreeSet<String>) -> String {
    let fillers = "_xyzXYZabcABC0123456789".chars();
    let mut candidates = fillers.map(|filler| path.replace('.', &filler.to_string()));
    candidates.find(|word| !taken.contains(word)).unwrap_or_else(|| path.replace('.', "_"))
}

thread_local! {
    static PARSER: RefCell<Option<Rc<Parser>>> = const { RefCell::new(None) };
}

/// An engine that only parses, and the functions that an engine that runs will have.
struct Parser {
    engine: Engine,
    signatures: Signatures,
}

fn this_threads_parser() -> Rc<Parser> {
    PARSER.with_borrow_mut(|parser| Rc::clone(parser.get_or_insert_with(|| Rc::new(Parser::new()))))
}

pub(in crate::script) fn parser<T>(action: impl FnOnce(&Engine) -> T) -> T {
    action(&this_threads_parser().engine)
}

pub(in crate::script) fn signatures<T>(action: impl FnOnce(&Signatures) -> T) -> T {
    action(&this_threads_parser().signatures)
}

impl Parser {
    fn new() -> Self {
        let meter = Meter::new(Limits::default());
        let mut engine = sandbox::engine(&meter);
        let mut library = Library::new(&mut engine, meter);
        register_case(&mut library, Rc::new(RefCell::new(NoCase)), &CaseNames::default());
        let signatures = std::mem::take(&mut library.signatures);
        Self { engine, signatures }
    }
}
