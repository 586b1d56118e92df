//! A log read element by element, strictly by the grammar of the standard's schema.

use std::collections::BTreeMap;

use caseloom::time::TimeFormat;
use roxmltree::{Document, Node};

/// A value with its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Typed {
    String(String),
    /// Milliseconds since 1970 in UTC.
    Date(i64),
    Int(i64),
    Float(f64),
    Boolean(bool),
    Id(String),
    List(Vec<Typed>),
}

/// Attributes by key.
pub type Element = BTreeMap<String, Typed>;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    pub attributes: Element,
    pub events: Vec<Element>,
}

#[derive(Debug, Default)]
pub struct Parsed {
    /// Prefix and address.
    pub extensions: Vec<(String, String)>,
    /// By scope.
    pub globals: BTreeMap<String, Element>,
    /// Name and keys.
    pub classifiers: Vec<(String, Vec<String>)>,
    pub attributes: Element,
    pub traces: Vec<Trace>,
}

/// The order in which children of the log stand.
const ORDER: [&str; 5] = ["extension", "global", "classifier", "attribute", "trace"];

impl Parsed {
    /// Reads a log; whatever the schema doesn't allow is a panic.
    pub fn of(text: &str) -> Self {
        let document = Document::parse(text).unwrap();
        let root = document.root_element();
        assert_eq!(root.tag_name().name(), "log");
        assert_eq!(attributes(root), [("xes.version", "1849.2023"), ("xes.features", "")]);
        let (mut parsed, mut place) = (Self::default(), 0);
        for child in elements(root) {
            let kind = child.tag_name().name();
            let kind = if ORDER.contains(&kind) { kind } else { "attribute" };
            let at = ORDER.iter().position(|each| *each == kind).unwrap();
            assert!(at >= place, "{kind} stands behind {}", ORDER[place]);
            place = at;
            parsed.take(kind, child);
        }
        parsed
    }

    fn take(&mut self, kind: &str, node: Node<'_, '_>) {
        match kind {
            "extension" => {
                let [("name", _), ("prefix", prefix), ("uri", address)] = attributes(node)[..] else {
                    panic!("{node:?}")
                };
                self.extensions.push((prefix.to_owned(), address.to_owned()));
            }
            "global" => {
                let [("scope", scope)] = attributes(node)[..] else { panic!("{node:?}") };
                assert!(self.globals.insert(scope.to_owned(), element(node)).is_none());
            }
            "classifier" => {
                let [("name", name), ("scope", "event"), ("keys", keys)] = attributes(node)[..] else {
                    panic!("{node:?}")
                };
                self.classifiers.push((name.to_owned(), keys.split(' ').map(str::to_owned).collect()));
            }
            "trace" => self.traces.push(trace(node)),
            _ => put(&mut self.attributes, node),
        }
    }

    pub fn events(&self) -> impl Iterator<Item = &Element> {
        self.traces.iter().flat_map(|trace| &trace.events)
    }
}

fn trace(node: Node<'_, '_>) -> Trace {
    assert!(attributes(node).is_empty());
    let mut trace = Trace::default();
    for child in elements(node) {
        if child.tag_name().name() == "event" {
            assert!(attributes(child).is_empty());
            trace.events.push(element(child));
        } else {
            assert!(trace.events.is_empty(), "an attribute behind an event");
            put(&mut trace.attributes, child);
        }
    }
    trace
}

fn element(node: Node<'_, '_>) -> Element {
    let mut element = Element::new();
    elements(node).for_each(|child| put(&mut element, child));
    element
}

fn put(element: &mut Element, node: Node<'_, '_>) {
    let (key, value) = attribute(node);
    assert!(element.insert(key.to_owned(), value).is_none(), "`{key}` stands twice");
}

fn attribute<'a>(node: Node<'a, '_>) -> (&'a str, Typed) {
    let kind = node.tag_name().name();
    if kind == "list" {
        let [("key", key)] = attributes(node)[..] else { panic!("{node:?}") };
        let [values] = elements(node).collect::<Vec<_>>()[..] else { panic!("{node:?}") };
        assert_eq!((values.tag_name().name(), attributes(values).len()), ("values", 0));
        return (key, Typed::List(elements(values).map(|member| attribute(member).1).collect()));
    }
    let [("key", key), ("value", value)] = attributes(node)[..] else { panic!("{node:?}") };
    assert_eq!(elements(node).count(), 0, "{node:?}");
    (key, typed(kind, value))
}

fn typed(kind: &str, value: &str) -> Typed {
    match kind {
        "string" => Typed::String(value.to_owned()),
        "date" => {
            assert!(value.ends_with('Z'), "{value}");
            Typed::Date(TimeFormat::compile("iso8601").unwrap().parse(value.as_bytes()).unwrap().time().unwrap())
        }
        "int" => Typed::Int(value.parse().unwrap()),
        "float" => Typed::Float(value.parse().unwrap()),
        "boolean" => Typed::Boolean(value.parse().unwrap()),
        "id" => Typed::Id(value.to_owned()),
        _ => panic!("the schema has no `{kind}`"),
    }
}

fn attributes<'a>(node: Node<'a, '_>) -> Vec<(&'a str, &'a str)> {
    node.attributes().map(|attribute| (attribute.name(), attribute.value())).collect()
}

/// The elements in a node, between which there is nothing but space.
fn elements<'a, 'input: 'a>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(|child| {
        assert!(child.is_element() || child.text().is_some_and(|text| text.trim().is_empty()), "{child:?}");
        child.is_element()
    })
}
