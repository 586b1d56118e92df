//! Activities that a script compares an event's activity with.

use rhai::{Engine, Expr, FnCallExpr, Position, Token};

use super::calls::Naming;
use super::{Inspector, Shape};
use crate::script::compile::position::Lines;

impl<'a> Inspector<'a> {
    /// An operator and what it stands between: an activity is only ever equal to one that the mapping has.
    pub(super) fn operator(&mut self, call: &'a FnCallExpr, position: Position) -> Shape {
        let shapes: Vec<Shape> = call.args.iter().map(|operand| self.expression(operand)).collect();
        if let ("==" | "!=", [left, right], [left_operand, right_operand]) =
            (call.name.as_str(), &shapes[..], &call.args[..])
        {
            self.compared(left, right, right_operand);
            self.compared(right, left, left_operand);
        }
        self.operated(call, &shapes, position)
    }

    /// A list in which an activity is looked for.
    pub(super) fn listed(&mut self, container: &Shape, operand: &Expr) {
        if let Expr::Array(elements, _) = operand {
            elements.iter().for_each(|element| self.compared(&Shape::Activity, &Shape::Unknown, element));
        }
        if let Shape::Texts(texts) = container {
            let range = self.lines.token(operand.start_position());
            texts.iter().for_each(|text| self.check_name(Naming::Activity, text, range.clone()));
        }
    }

    fn compared(&mut self, of: &Shape, with: &Shape, operand: &Expr) {
        let text = match (operand, with) {
            (Expr::StringConstant(text, _), _) => text.as_str(),
            (_, Shape::Text(text)) => text.as_str(),
            _ => return,
        };
        if *of == Shape::Activity {
            self.check_name(Naming::Activity, text, self.lines.token(operand.start_position()));
        }
    }

    /// The texts that a `switch` on an activity tells apart. The tree keeps only their hashes, so the text is read.
    pub(super) fn switched(&mut self, value: &Expr) {
        let Some(start) = last_word(value).map(|position| self.lines.token(position).end) else { return };
        let rest = &self.lines.text[start..];
        let lines = Lines::new(rest);
        for (text, position) in labels(rest) {
            let range = lines.token(position);
            self.check_name(Naming::Activity, &text, start + range.start..start + range.end);
        }
    }

    /// Whether `.activity` of a value that nothing is known of is an event's: rows and maps could have one too.
    pub(super) fn only_events_have_activity(&self) -> bool {
        let names = self.vocabulary.names;
        let mut columns = names.sources.iter().flat_map(|source| &source.columns).chain(&names.record);
        !self.lines.text.contains("#{") && !columns.any(|column| column == "activity")
    }
}

/// Where the last word of a chain stands.
fn last_word(expression: &Expr) -> Option<Position> {
    match expression {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => last_word(&parts.rhs),
        Expr::Property(_, position) | Expr::Variable(_, _, position) => Some(*position),
        _ => None,
    }
}

/// The texts before the arrows of the first braces, and where they stand.
fn labels(text: &str) -> Vec<(String, Position)> {
    let engine = Engine::new_raw();
    let (tokens, control) = engine.lex(std::slice::from_ref(&text));
    let mut walk = Walk::default();
    for (token, position) in tokens {
        if token == Token::EOF || !walk.step(&token, position) {
            break;
        }
        if walk.resumes_text {
            // After the braces of an interpolation, text goes on; only the parser knows.
            control.borrow_mut().is_within_text = true;
        }
        walk.previous = Some(token);
    }
    walk.labels
}

/// How far a `switch` is read.
#[derive(Default)]
struct Walk {
    /// The brackets that are open, and whether each is an interpolation's.
    open: Vec<bool>,
    previous: Option<Token>,
    /// A text where a label can stand.
    candidate: Option<(String, Position)>,
    resumes_text: bool,
    labels: Vec<(String, Position)>,
}

impl Walk {
    /// Takes one token; false after the last of the `switch`.
    fn step(&mut self, token: &Token, position: Position) -> bool {
        if let (Some(label), Token::DoubleArrow | Token::Pipe | Token::If) = (self.candidate.take(), token) {
            self.labels.push(label);
        }
        self.resumes_text = false;
        match token {
            Token::StringConstant(text) if self.at_label() => self.candidate = Some((text.to_string(), position)),
            Token::LeftBrace => self.open.push(matches!(self.previous, Some(Token::InterpolatedString(_)))),
            Token::LeftParen | Token::LeftBracket | Token::QuestionBracket | Token::MapStart => self.open.push(false),
            Token::RightBrace | Token::RightParen | Token::RightBracket => return self.close(),
            _ => {}
        }
        true
    }

    /// Parentheses around the value close before any opens.
    fn close(&mut self) -> bool {
        let Some(interpolation) = self.open.pop() else { return true };
        self.resumes_text = interpolation;
        !self.open.is_empty()
    }

    fn at_label(&self) -> bool {
        let begins = matches!(self.previous, Some(Token::LeftBrace | Token::Comma | Token::RightBrace | Token::Pipe));
        self.open.len() == 1 && begins
    }
}
