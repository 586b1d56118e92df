//! From the nodes of a lowered script to parts, where all of them are of that kind.

use super::value::{Kind, Scalar};
use super::{Asks, Cut, Part, Question, RowsWhere};
use crate::script::lower::node::{Calculation, Chain, EventProperty, Link, Method, Node};
use crate::script::value::Text;

/// Statements as one part.
pub fn block(statements: &[Node], texts: &mut Vec<Text>) -> Option<Part> {
    match statements {
        [] => Some(Part::Constant(Scalar::NULL)),
        [only] => part(only, texts),
        all => Some(Part::Block(parts(all, texts)?)),
    }
}

fn parts(nodes: &[Node], texts: &mut Vec<Text>) -> Option<Vec<Part>> {
    nodes.iter().map(|node| part(node, texts)).collect()
}

fn pair(nodes: &[Node; 2], texts: &mut Vec<Text>) -> Option<Box<[Part; 2]>> {
    let [left, right] = nodes;
    Some(Box::new([part(left, texts)?, part(right, texts)?]))
}

fn part(node: &Node, texts: &mut Vec<Text>) -> Option<Part> {
    Some(match node {
        Node::Null => Part::Constant(Scalar::NULL),
        Node::Boolean(truth) => Part::Constant((*truth).into()),
        Node::Integer(number) => Part::Constant(Scalar::new(Kind::Integer, *number)),
        Node::Number(number) => Part::Constant(Scalar::number(*number)),
        Node::Text(text) => {
            texts.push(text.clone());
            Part::Constant(Scalar { kind: Kind::Text, ..Scalar::whole(texts.len() - 1) })
        }
        Node::Variable(variable) => Part::Variable(*variable),
        Node::Local(slot) => Part::Local(*slot),
        Node::Let(slot, value) => Part::Let(*slot, boxed(value, texts)?),
        Node::Block(statements) => block(statements, texts)?,
        Node::If(nodes) => {
            let [condition, then, other] = &**nodes;
            Part::If(Box::new([part(condition, texts)?, part(then, texts)?, part(other, texts)?]))
        }
        Node::Coalesce(values) => Part::Coalesce(parts(values, texts)?),
        Node::And(nodes) => Part::And(parts(nodes, texts)?),
        Node::Or(nodes) => Part::Or(parts(nodes, texts)?),
        Node::Not(value) => Part::Not(boxed(value, texts)?),
        Node::Equal(wanted, operands) if matches!(operands[1], Node::Null) => {
            Part::IsNull(*wanted, boxed(&operands[0], texts)?)
        }
        Node::Equal(wanted, operands) => Part::Equal(*wanted, pair(operands, texts)?),
        Node::Compare(holds, operands) => Part::Compare(*holds, pair(operands, texts)?),
        Node::Calculate(calculation, operands) if is_simple(*calculation) => {
            Part::Calculate(*calculation, pair(operands, texts)?)
        }
        Node::Record(column) => Part::Record(*column),
        Node::Chain(of) => chain(of, texts)?,
        _ => return None,
    })
}

fn boxed(node: &Node, texts: &mut Vec<Text>) -> Option<Box<Part>> {
    part(node, texts).map(Box::new)
}

fn is_simple(calculation: Calculation) -> bool {
    !matches!(calculation, Calculation::Divide | Calculation::Remainder)
}

/// A chain from its root on.
fn chain(chain: &Chain, texts: &mut Vec<Text>) -> Option<Part> {
    let (cuts, rest) = match chain.root {
        Node::Events | Node::Rows(_) => cuts(&chain.links, texts)?,
        _ => (Vec::new(), chain.links.as_slice()),
    };
    let (first, rest) = match &chain.root {
        Node::Events => {
            let (link, rest) = plain(rest)?;
            (events(cuts, link)?, rest)
        }
        Node::Rows(source) => {
            let (link, rest) = plain(rest)?;
            (rows(*source, cuts, link, texts)?, rest)
        }
        Node::Field(field) => {
            let (link, rest) = plain(rest)?;
            (of_field(*field, &link.method)?, rest)
        }
        root => (part(root, texts)?, rest),
    };
    onward(first, rest)
}

/// The first of some links, where null doesn't end the chain at it.
fn plain(links: &[Link]) -> Option<(&Link, &[Link])> {
    links.split_first().filter(|(link, _)| !link.is_optional)
}

/// The links that say which events or rows are meant, and those behind.
fn cuts<'n>(mut links: &'n [Link], texts: &mut Vec<Text>) -> Option<(Vec<Cut>, &'n [Link])> {
    let mut cuts = Vec::new();
    while let Some((link, rest)) = links.split_first() {
        let cut = match (&link.method, link.arguments.as_slice()) {
            _ if link.is_optional => break,
            (Method::Before, [time]) => Cut::Before(part(time, texts)?),
            (Method::After, [time]) => Cut::After(part(time, texts)?),
            (Method::Between, [first, last]) => Cut::Between(part(first, texts)?, part(last, texts)?),
            _ => break,
        };
        cuts.push(cut);
        links = rest;
    }
    Some((cuts, links))
}

fn events(cuts: Vec<Cut>, link: &Link) -> Option<Part> {
    let question = match &link.method {
        Method::Count => Question::Count,
        Method::First => Question::First,
        Method::Last => Question::Last,
        Method::Has(activity) => Question::Has(*activity),
        Method::CountOf(activity) => Question::CountOf(*activity),
        Method::FirstOf(activity) => Question::FirstOf(*activity),
        Method::LastOf(activity) => Question::LastOf(*activity),
        Method::DirectlyFollows(a, b) => Question::DirectlyFollows(*a, *b),
        Method::CountDirectlyFollows(a, b) => Question::CountDirectlyFollows(*a, *b),
        Method::EventuallyFollows(a, b) => Question::EventuallyFollows(*a, *b),
        Method::HasAny(activities) if cuts.is_empty() => {
            return Some(Part::Or(activities.iter().map(|each| Part::Events(Question::Has(*each))).collect()));
        }
        _ => return None,
    };
    Some(if cuts.is_empty() { Part::Events(question) } else { Part::EventsIn(cuts, question) })
}

fn rows(source: u32, cuts: Vec<Cut>, link: &Link, texts: &mut Vec<Text>) -> Option<Part> {
    let (columns, asks) = match &link.method {
        Method::Count => return Some(Part::Rows(source, cuts)),
        Method::CountWhere(columns) => (columns, Asks::Count),
        Method::AnyWhere(columns) => (columns, Asks::Any),
        Method::AllWhere(columns) => (columns, Asks::All),
        _ => return None,
    };
    let column = columns.get(source as usize).copied().flatten()?;
    let wanted = part(link.arguments.first()?, texts)?;
    Some(Part::RowsWhere(Box::new(RowsWhere { source, cuts, column, wanted, asks })))
}

fn of_field(field: u32, method: &Method) -> Option<Part> {
    match method {
        Method::Changes => Some(Part::Changes(field)),
        Method::Distinct => Some(Part::Distinct(field)),
        _ => None,
    }
}

/// What further links ask of a value.
fn onward(mut value: Part, links: &[Link]) -> Option<Part> {
    for (place, link) in links.iter().enumerate() {
        let is_last = place + 1 == links.len();
        value = match &link.method {
            // Where null ends a chain, what stands behind doesn't count.
            _ if link.is_optional && !is_last => return None,
            Method::Property { event: Some(EventProperty::Time), .. } => {
                Part::TimeOf(link.is_optional, Box::new(value))
            }
            _ if link.is_optional => return None,
            Method::IsNull => Part::IsNull(true, Box::new(value)),
            Method::Unit(_, millis) => Part::InUnits(*millis, Box::new(value)),
            _ => return None,
        };
    }
    Some(value)
}
