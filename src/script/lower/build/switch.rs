//! `switch` on what is written out.
//!
//! Rhai's tree keeps only hashes of the labels, by a function that it keeps for itself. So everything that is written out
//! in the script and could be a label is put into a `switch` of its own, whose one hash is then known.

use std::collections::BTreeMap;

use rhai::{Engine, Expr, Position, Stmt, SwitchCasesCollection, Token};

use super::super::node::{Label, Node, Switch};
use super::{Builder, Built};

impl<'a> Builder<'a> {
    pub(super) fn switch(
        &mut self,
        value: &'a Expr,
        cases: &'a SwitchCasesCollection,
        position: Position,
    ) -> Built<Node> {
        if !cases.ranges.is_empty() {
            return self.refuse("`switch` over a range", position);
        }
        let known = labels(self.around.engine, self.text());
        let mut labels = Vec::new();
        for (hash, branches) in &cases.cases {
            match known.get(hash) {
                Some(label) => labels.push((label.clone(), branches.blocks.to_vec())),
                None => return self.refuse("`switch` on this value", position),
            }
        }
        let value = self.expression(value)?;
        let mut branches = Vec::new();
        for branch in &cases.expressions {
            branches.push((self.expression(&branch.lhs)?, self.expression(&branch.rhs)?));
        }
        Ok(Node::Switch(Box::new(Switch { value, labels, branches, default: cases.def_case })))
    }
}

/// What is written out in a text and can be a label, by its hash.
fn labels(engine: &Engine, text: &str) -> BTreeMap<u64, Label> {
    let candidates = tokens(engine, text).into_iter().flat_map(candidates);
    let fixed = [Label::Null, Label::Boolean(true), Label::Boolean(false)];
    candidates.chain(fixed).filter_map(|label| Some((hash(engine, &label)?, label))).collect()
}

/// The tokens of a text. After the braces of an interpolation text goes on, which else only the parser knows.
fn tokens(engine: &Engine, text: &str) -> Vec<Token> {
    let (tokens, control) = engine.lex(std::slice::from_ref(&text));
    let mut found: Vec<Token> = Vec::new();
    let mut open = Vec::new();
    for (token, _) in tokens {
        match &token {
            Token::EOF => break,
            Token::LeftBrace => open.push(matches!(found.last(), Some(Token::InterpolatedString(_)))),
            Token::MapStart => open.push(false),
            Token::RightBrace if open.pop() == Some(true) => control.borrow_mut().is_within_text = true,
            _ => {}
        }
        found.push(token);
    }
    found
}

fn candidates(token: Token) -> Vec<Label> {
    match token {
        Token::StringConstant(text) => vec![Label::Text(text.as_str().into())],
        Token::IntegerConstant(number) => vec![Label::Integer(number), Label::Integer(number.wrapping_neg())],
        _ => Vec::new(),
    }
}

fn hash(engine: &Engine, label: &Label) -> Option<u64> {
    let ast = engine.compile(format!("switch 0 {{ {} => 0 }}", written(label)?)).ok()?;
    match ast.statements() {
        [Stmt::Switch(switch, _)] => switch.1.cases.keys().next().copied(),
        _ => None,
    }
}

/// A label as a script writes it.
fn written(label: &Label) -> Option<String> {
    Some(match label {
        Label::Null => "()".to_owned(),
        Label::Boolean(truth) => truth.to_string(),
        Label::Integer(number) => number.to_string(),
        Label::Text(text) if text.contains(['`', '$', '\r', '\n']) => return None,
        Label::Text(text) => format!("`{text}`"),
    })
}
