//! A parsed script with its functions at hand.

use std::collections::BTreeSet;

use rhai::{AST, ASTNode, Module, Position, ScriptFuncDef, Stmt};

/// A syntax tree, and the bodies of the functions and closures in it.
pub(in crate::script) struct Tree {
    pub ast: AST,
    pub functions: Vec<Function>,
}

/// A function or closure.
pub(in crate::script) struct Function {
    pub name: String,
    pub parameters: Vec<String>,
    pub body: Vec<Stmt>,
    start: Position,
}

impl Tree {
    pub fn new(ast: AST) -> Self {
        let definitions = ast.shared_lib().iter_script_fn_info();
        let mut functions: Vec<Function> = definitions.map(|(.., definition)| Function::new(definition)).collect();
        functions.sort_by_key(|function| function.start);
        Self { ast, functions }
    }

    /// The functions that have names, in the order of the text.
    pub fn named(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter().filter(|function| !function.name.starts_with("anon$"))
    }

    /// The variables that are assigned to after their definition.
    pub fn assigned(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        self.ast.walk(&mut |path| {
            if let Some(ASTNode::Stmt(Stmt::Assignment(assignment))) = path.last()
                && let Some((name, _)) = super::root(&assignment.1.lhs)
            {
                names.insert(name.to_owned());
            }
            true
        });
        names
    }

    pub fn has_function(&self, name: &str, count: usize) -> bool {
        self.named().any(|function| function.name == name && function.parameters.len() == count)
    }
}

impl Function {
    fn new(definition: &ScriptFuncDef) -> Self {
        Self {
            name: definition.name.to_string(),
            parameters: definition.params.iter().map(ToString::to_string).collect(),
            body: body(definition),
            start: definition.body.start_position(),
        }
    }
}

/// The statements of one function. Rhai has no other way to them than to walk a tree that has nothing else.
fn body(definition: &ScriptFuncDef) -> Vec<Stmt> {
    let mut alone = Module::new();
    alone.set_script_fn(definition.clone());
    let mut statements = Vec::new();
    AST::new_from_module(alone).walk(&mut |path| {
        if let [ASTNode::Stmt(statement)] = path {
            statements.push((*statement).clone());
        }
        true
    });
    statements
}
