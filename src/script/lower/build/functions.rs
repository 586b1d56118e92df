//! Functions and constants that a script may name.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{Expr, Position, Stmt};

use super::super::Surroundings;
use super::super::node::Node;
use super::literal;
use crate::script::inspect::{Function, Tree};
use crate::script::value::Text;

/// The script itself, its own functions, and the shared files.
pub struct Functions {
    script: Tree,
    /// Empty where the script uses none of them.
    shared: Rc<Vec<Tree>>,
    /// The names of all functions.
    names: BTreeSet<String>,
}

impl Functions {
    pub fn of(script: Tree, around: &Surroundings<'_>) -> Self {
        let shared = parsed(around);
        let all = shared.iter().chain([&script]).flat_map(Tree::named);
        let names = all.map(|function| function.name.clone()).collect();
        Self { script, shared, names }
    }

    /// The statements of the script.
    pub fn script(&self) -> &[Stmt] {
        self.script.ast.statements()
    }

    /// Whether any function has that name: then a method of that name might be it.
    pub fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// A function, and the shared file that it stands in; the script's own come first.
    pub fn find(&self, name: &str, count: usize) -> Option<(&Function, Option<usize>)> {
        let is_meant = |function: &&Function| function.name == name && function.parameters.len() == count;
        if let Some(own) = self.script.named().find(is_meant) {
            return Some((own, None));
        }
        let in_file = |(file, tree): (usize, &'_ Tree)| Some((file, tree.named().position(|each| is_meant(&each))?));
        let (file, position) = self.shared.iter().enumerate().find_map(in_file)?;
        self.shared[file].named().nth(position).map(|function| (function, Some(file)))
    }

    /// The value of a shared constant; nothing where several files define it.
    pub fn constant(&self, name: &str) -> Option<(Node, Option<Text>)> {
        let statements = self.shared.iter().flat_map(|tree| tree.ast.statements());
        let mut values = statements.filter_map(|statement| match statement {
            Stmt::Var(definition, ..) if definition.0.name == name => Some(&definition.1),
            _ => None,
        });
        let value = values.next()?;
        if values.next().is_some() {
            return None;
        }
        let text = match value {
            Expr::StringConstant(text, _) => Some(text.clone()),
            _ => None,
        };
        Some((literal(value)?, text))
    }
}

thread_local! {
    /// The shared files that were parsed last: all scripts of a mapping have the same.
    static PARSED: RefCell<(Vec<String>, Rc<Vec<Tree>>)> = RefCell::default();
}

/// The shared files.
fn parsed(around: &Surroundings<'_>) -> Rc<Vec<Tree>> {
    let texts = || around.shared.files.iter().map(|file| file.text.as_str());
    PARSED.with_borrow_mut(|(known, trees)| {
        if !known.iter().map(String::as_str).eq(texts()) {
            let parsed = texts().filter_map(|text| around.engine.compile(text).ok());
            *trees = Rc::new(parsed.map(Tree::new).collect());
            *known = texts().map(str::to_owned).collect();
        }
        Rc::clone(trees)
    })
}

/// Where a function is called.
pub struct Site<'a> {
    pub name: &'a str,
    pub count: usize,
    pub position: Position,
}
