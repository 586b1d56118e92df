//! A mapping as what it says one by one, so that two of them can be compared.

use std::collections::BTreeMap;

use crate::mapping::decode::{Decode, Group, Shape, added, is_off};
use crate::mapping::{Mapping, docs_shape, is_text_by_language};
use crate::yaml::{Entry, Key, Kind, Node};

/// The keys from the root to a value.
pub type Path = Vec<String>;

/// The last key of a path to where a value comes from, its label and docs aside.
pub const VALUE: &str = "value";

/// What a mapping says, by the path to it, in the order of the mapping.
#[derive(Debug, Default)]
pub struct Flat {
    /// Things by id: activities, columns, params, ….
    pub things: BTreeMap<Path, Node>,
    /// Their order.
    pub order: Vec<Path>,
    /// What is said of them.
    pub leaves: BTreeMap<Path, Node>,
    /// Lists to which something is added, as overlays do.
    pub additions: Vec<Path>,
    path: Path,
}

impl Flat {
    /// What a mapping's tree says.
    pub fn of(tree: &Node) -> Self {
        let mut flat = Self::default();
        flat.add(tree, Mapping::shape());
        flat
    }

    fn add(&mut self, node: &Node, shape: Shape) {
        if is_off(node) {
            return self.leaf(node);
        }
        match shape {
            Shape::Whole => self.leaf(node),
            Shape::List => self.list(node),
            Shape::Text => self.text(node),
            Shape::Docs => self.docs(node),
            Shape::Ids(each) => self.things(node, each),
            Shape::Group(group) => self.group(node, group),
        }
    }

    fn leaf(&mut self, node: &Node) {
        if !self.leaves.contains_key(&self.path) {
            self.order.push(self.path.clone());
        }
        self.leaves.insert(self.path.clone(), node.clone());
    }

    /// One value is a list of one.
    fn list(&mut self, node: &Node) {
        if added(node).is_some() {
            self.additions.push(self.path.clone());
        }
        match (&node.kind, added(node)) {
            (_, Some(items)) => self.leaf(&Node { span: node.span, kind: Kind::Sequence(items) }),
            (Kind::Sequence(_), _) => self.leaf(node),
            _ => self.leaf(&Node { span: node.span, kind: Kind::Sequence(vec![node.clone()]) }),
        }
    }

    fn text(&mut self, node: &Node) {
        match node.as_mapping() {
            Some(entries) => {
                entries.iter().for_each(|entry| self.below(&entry.key.text, |flat| flat.leaf(&entry.value)))
            }
            None => self.leaf(node),
        }
    }

    fn docs(&mut self, node: &Node) {
        match node.as_mapping() {
            Some(entries) if !is_text_by_language(entries) => self.add(node, docs_shape()),
            _ => self.below("description", |flat| flat.text(node)),
        }
    }

    fn things(&mut self, node: &Node, each: fn() -> Shape) {
        for entry in node.as_mapping().unwrap_or_default() {
            self.below(&entry.key.text, |flat| {
                flat.order.push(flat.path.clone());
                flat.things.insert(flat.path.clone(), entry.value.clone());
                flat.add(&entry.value, each());
            });
        }
    }

    fn group(&mut self, node: &Node, group: &'static Group) {
        if group.variants.short == Some("from") {
            return self.value(node, group);
        }
        let is_alone = node.as_mapping().is_none() || added(node).is_some();
        match group.variants.short {
            Some(short) if is_alone => self.keys(&one_key(short_of(short, node), node), group),
            _ => self.keys(node, group),
        }
    }

    fn keys(&mut self, node: &Node, group: &'static Group) {
        for entry in node.as_mapping().unwrap_or_default().iter().filter(|entry| entry.key.text != "extends") {
            let shape = group.key(&entry.key.text).unwrap_or(Shape::Whole);
            self.below(&entry.key.text, |flat| flat.add(&entry.value, shape));
        }
    }

    /// Where a value comes from is one thing to say; its label, docs and the like are others.
    fn value(&mut self, node: &Node, group: &'static Group) {
        let Some(entries) = node.as_mapping().filter(|_| added(node).is_none()) else {
            let is_addition = added(node).is_some();
            return self.below(VALUE, |flat| if is_addition { flat.list(node) } else { flat.leaf(node) });
        };
        let is_shown = |entry: &&Entry| ["label", "docs", "common"].contains(&entry.key.text.as_str());
        let (shown, form): (Vec<&Entry>, Vec<&Entry>) = entries.iter().partition(is_shown);
        match form.as_slice() {
            [] => {}
            [only] if only.key.text == "from" => self.value(&only.value, group),
            _ => {
                let kind = Kind::Mapping(form.into_iter().cloned().collect());
                self.below(VALUE, |flat| flat.leaf(&Node { span: node.span, kind }));
            }
        }
        for entry in shown {
            let shape = group.key(&entry.key.text).unwrap_or(Shape::Whole);
            self.below(&entry.key.text, |flat| flat.add(&entry.value, shape));
        }
    }

    fn below(&mut self, key: &str, work: impl FnOnce(&mut Self)) {
        self.path.push(key.to_owned());
        work(self);
        self.path.pop();
    }
}

fn short_of<'k>(short: &'k str, node: &Node) -> &'k str {
    let is_expression = node.as_text().is_some_and(|text| text.starts_with('='));
    if short == "type" && is_expression { "from" } else { short }
}

fn one_key(key: &str, value: &Node) -> Node {
    let key = Key { text: key.to_owned(), span: value.span };
    Node { span: value.span, kind: Kind::Mapping(vec![Entry { key, value: value.clone() }]) }
}
