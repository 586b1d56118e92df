//! Functions and constants from `.rhai` files beside a mapping.

use std::collections::BTreeMap;

use rhai::{ASTFlags, Engine, Expr, Stmt};

use super::position::Lines;
use super::problem::{Problem, ProblemKind};
use super::syntax;
use super::vocabulary::{CaseNames, Namespaces, Vocabulary};
use crate::script::compile::{Uses, parser};
use crate::script::inspect::{Inspector, Tree};

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedFile {
    /// How messages call it.
    pub name: String,
    /// Its text: functions, and constants whose values are written out.
    pub text: String,
}

/// What the files define. It can be shared between threads; each compiles the files for itself.
#[derive(Debug, Clone, Default)]
pub struct SharedFunctions {
    pub(in crate::script) files: Vec<SharedFile>,
    pub(in crate::script) functions: BTreeMap<(String, usize), Uses>,
    pub(in crate::script) constants: BTreeMap<String, Constant>,
    is_incomplete: bool,
}

/// What inspection knows of a constant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::script) struct Constant {
    /// The value, if it is text: it can name an activity.
    pub text: Option<String>,
}

impl SharedFunctions {
    /// Reads the files and inspects their functions against the mapping's names. Functions get what they need as
    /// arguments: they see no columns and no `events`, only the constants. A problem comes with the index of its file.
    #[must_use]
    pub fn read(files: Vec<SharedFile>, names: &CaseNames) -> (Self, Vec<(usize, Problem)>) {
        let mut shared = Self::default();
        let mut problems = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let found = parser(|engine| shared.declare(engine, &file.text));
            problems.extend(found.into_iter().map(|problem| (index, problem)));
        }
        shared.is_incomplete = !problems.is_empty();
        if problems.is_empty() {
            for (index, file) in files.iter().enumerate() {
                let found = parser(|engine| shared.inspect(engine, &file.text, names));
                problems.extend(found.into_iter().map(|problem| (index, problem)));
            }
            shared.close_over_calls();
        }
        shared.files = files;
        (shared, problems)
    }

    /// The files, in the order given; [`crate::script::ScriptError::file`] is an index into them.
    #[must_use]
    pub fn files(&self) -> &[SharedFile] {
        &self.files
    }

    /// Whether a file couldn't be read as far as its end, so that others may name what stands in it.
    #[must_use]
    pub fn lacks_functions(&self) -> bool {
        self.is_incomplete
    }

    fn declare(&mut self, engine: &Engine, text: &str) -> Vec<Problem> {
        let lines = Lines::new(text);
        let ast = match engine.compile(text) {
            Ok(ast) => ast,
            Err(error) => return vec![syntax::problem(&lines, &error)],
        };
        let mut problems = Vec::new();
        for statement in ast.statements() {
            match constant(statement) {
                Some((name, constant)) => {
                    self.constants.insert(name, constant);
                }
                None => problems.push(misplaced(&lines, statement)),
            }
        }
        for function in Tree::new(ast).named() {
            let key = (function.name.clone(), function.parameters.len());
            if self.functions.insert(key, Uses::default()).is_some() {
                let range = lines.name_after(rhai::Position::START, &function.name);
                problems.push(syntax::defined_twice(&function.name, range));
            }
        }
        problems
    }

    fn inspect(&mut self, engine: &Engine, text: &str, names: &CaseNames) -> Vec<Problem> {
        let Ok(tree) = engine.compile(text).map(Tree::new) else { return Vec::new() };
        let lines = Lines::new(text);
        let mut problems = Vec::new();
        let mut uses_of = Vec::new();
        {
            let vocabulary = Vocabulary { variables: &[], namespaces: Namespaces::NONE, names, shared: self };
            for function in tree.named() {
                let mut inspector = Inspector::new(&lines, &vocabulary, &tree);
                inspector.function(function);
                let (uses, found) = inspector.finish();
                problems.extend(found);
                uses_of.push(((function.name.clone(), function.parameters.len()), uses));
            }
        }
        self.functions.extend(uses_of);
        problems.sort_by_key(|problem| problem.range.start);
        problems
    }

    /// Adds to each function's uses those of the functions that it calls, until nothing changes.
    fn close_over_calls(&mut self) {
        loop {
            let before = self.functions.clone();
            for uses in self.functions.values_mut() {
                for call in uses.functions.clone() {
                    if let Some(called) = before.get(&call) {
                        uses.include(called);
                    }
                }
            }
            if self.functions == before {
                return;
            }
        }
    }
}

fn constant(statement: &Stmt) -> Option<(String, Constant)> {
    let Stmt::Var(definition, flags, _) = statement else { return None };
    let (name, value, _) = &**definition;
    if !flags.contains(ASTFlags::CONSTANT) || value.get_literal_value(None).is_none() {
        return None;
    }
    let text = match value {
        Expr::StringConstant(text, _) => Some(text.to_string()),
        _ => None,
    };
    Some((name.name.to_string(), Constant { text }))
}

fn misplaced(lines: &Lines, statement: &Stmt) -> Problem {
    let message = "a shared file holds only functions and constants whose values are written out";
    Problem::new(ProblemKind::NotAllowed, lines.token(statement.position()), message)
}
