//! One mapping's tree laid over another's, so that every value keeps the place it was written at.

use super::missing;
use super::words;
use super::{Disabled, Dropped, Path};
use crate::diagnostic::{Diagnostics, Span};
use crate::mapping::decode::{Group, Shape, added, is_off};
use crate::yaml::{Entry, Key, Kind, Node};

/// The laying of an overlay over its base.
pub struct Layer<'a> {
    /// What was switched off.
    pub disabled: Vec<Disabled>,
    /// The keys that were switched off.
    pub dropped: Vec<Dropped>,
    /// Where there is nothing to lay over a section: the base's stays.
    pub rejected: Vec<Span>,
    /// What is wrong with the overlay.
    pub diagnostics: &'a mut Diagnostics,
    /// The keys above.
    pub path: Path,
}

impl Layer<'_> {
    /// Lays a value over the base's.
    pub fn lay(&mut self, base: &mut Node, over: &Node, shape: Shape) {
        if self.rejects(base, over, shape) {
            return;
        }
        match shape {
            Shape::List if over.as_mapping().is_some() && added(over).is_none() => {
                self.report(missing::no_addition(over));
                *base = Node::invalid(over.span);
            }
            Shape::List => lay_list(base, over),
            Shape::Text => words::lay_text(base, over),
            Shape::Docs => words::lay_docs(base, over, self),
            Shape::Ids(each) => self.lay_ids(base, over, each),
            Shape::Group(group) => self.lay_group(base, over, group),
            Shape::Whole => *base = over.clone(),
        }
    }

    /// Whether a value can't be laid over a section, which then stays as it is: what else would be missed follows from that.
    fn rejects(&mut self, base: &Node, over: &Node, shape: Shape) -> bool {
        let is_section = match shape {
            Shape::Ids(_) => true,
            Shape::Group(group) => group.variants.short.is_none(),
            _ => false,
        };
        let is_rejected = is_section && base.as_mapping().is_some() && over.as_mapping().is_none();
        self.rejected.extend(is_rejected.then_some(over.span));
        is_rejected
    }

    fn lay_ids(&mut self, base: &mut Node, over: &Node, each: fn() -> Shape) {
        let (Kind::Mapping(known), Kind::Mapping(given)) = (&mut base.kind, &over.kind) else {
            *base = over.clone();
            return;
        };
        for entry in given {
            self.path.push(entry.key.text.clone());
            self.lay_thing(known, entry, each());
            self.path.pop();
        }
    }

    fn lay_thing(&mut self, known: &mut Vec<Entry>, given: &Entry, shape: Shape) {
        let found = known.iter().position(|entry| entry.key.text == given.key.text);
        match found {
            Some(at) if self.takes_away(given) => {
                self.disabled.push(Disabled { path: self.path.clone(), span: given.key.span.join(given.value.span) });
                known.remove(at);
            }
            Some(at) => self.lay_entry(&mut known[at], given, shape),
            None if self.may_be_new(given, shape) => {
                if matches!(self.path.as_slice(), [section, _] if section == "profiles") {
                    self.diagnostics.extend(missing::near_profile(known, given));
                }
                known.push(as_new(given));
            }
            None => self.report(missing::thing(known, given, &self.path, shape)),
        }
    }

    /// Whether an entry says enough to be something new; in a profile it changes what stands outside.
    fn may_be_new(&self, given: &Entry, shape: Shape) -> bool {
        let is_change = is_off(&given.value) || adds_somewhere(&given.value);
        let is_of_profile = self.path.len() > 2 && self.path.first().is_some_and(|key| key == "profiles");
        match is_off(&given.value) && self.is_source_of_profile() {
            true => true,
            false => !is_change && (is_of_profile || shape.is_complete(&given.value)),
        }
    }

    /// Whether an entry takes away what the base has; in a profile a source is marked as one that isn't read.
    fn takes_away(&self, given: &Entry) -> bool {
        is_off(&given.value) && !self.is_source_of_profile()
    }

    fn is_source_of_profile(&self) -> bool {
        matches!(self.path.as_slice(), [section, _, sources, _] if section == "profiles" && sources == "sources")
    }

    fn lay_entry(&mut self, known: &mut Entry, given: &Entry, shape: Shape) {
        if is_off(&given.value) {
            known.value = switched_off(&given.value);
            return;
        }
        self.lay(&mut known.value, &given.value, shape);
    }

    fn lay_group(&mut self, base: &mut Node, over: &Node, group: &'static Group) {
        if let Some(items) = added(over).filter(|_| is_value(group)) {
            return add_values(base, items, over.span);
        }
        let over = self.in_full(base, over, group);
        let (true, Kind::Mapping(given)) = (make_group(base, group), &over.kind) else {
            *base = over;
            return;
        };
        let Kind::Mapping(known) = &mut base.kind else { return };
        rule_out(known, given, group);
        for entry in given {
            self.path.push(entry.key.text.clone());
            self.lay_key(known, entry, group);
            self.path.pop();
        }
    }

    /// A value alone as the key for which it is short, where the base has more to keep.
    fn in_full(&self, base: &Node, over: &Node, group: &Group) -> Node {
        let is_alone = over.as_mapping().is_none() || added(over).is_some();
        let is_base_alone = base.as_mapping().is_none();
        let is_column_of_expression = group.variants.short == Some("type") && is_expression(over);
        match group.variants.short {
            Some(_) if !is_alone || is_base_alone && added(over).is_none() => over.clone(),
            Some(_) if is_column_of_expression => one_key("from", over),
            Some(short) => one_key(short, over),
            None => over.clone(),
        }
    }

    fn lay_key(&mut self, known: &mut Vec<Entry>, given: &Entry, group: &'static Group) {
        let Some(shape) = group.key(&given.key.text) else {
            // What isn't known is reported where the mapping is read; what it adds to can't be told.
            let is_addition = added(&given.value).is_some();
            let value = if is_addition { Node::invalid(given.value.span) } else { given.value.clone() };
            return put(known, Entry { key: given.key.clone(), value });
        };
        let found = known.iter().position(|entry| entry.key.text == given.key.text);
        match found {
            Some(_) if is_off(&given.value) && (group.required)().contains(&given.key.text.as_str()) => {
                self.report(missing::needed(given));
            }
            Some(at) if is_off(&given.value) => {
                let disabled = Disabled { path: self.path.clone(), span: given.key.span.join(given.value.span) };
                self.dropped.push(Dropped { disabled, entry: known.remove(at) });
            }
            Some(at) if is_replaced(&given.value, shape) => known[at] = given.clone(),
            Some(at) => self.lay(&mut known[at].value, &given.value, shape),
            None if is_off(&given.value) => self.report(missing::key(known, given)),
            None => self.add_key(known, given, shape),
        }
    }

    /// A key that the base hasn't: a section may have entries that nothing is there to change.
    fn add_key(&mut self, known: &mut Vec<Entry>, given: &Entry, shape: Shape) {
        let mut entry = Entry { key: given.key.clone(), value: given.value.clone() };
        entry.value.kind = match (shape, added(&given.value)) {
            (Shape::List, Some(items)) => Kind::Sequence(self.with_default(&given.key.text, items)),
            (Shape::List, None) if given.value.as_mapping().is_some() => {
                self.report(missing::no_addition(&given.value));
                Kind::Invalid
            }
            (Shape::Group(group), Some(items)) if is_value(group) => Kind::Sequence(items),
            (Shape::Ids(_) | Shape::Group(_), None) if given.value.as_mapping().is_some() => {
                let mut empty = Node { span: given.value.span, kind: Kind::Mapping(Vec::new()) };
                self.lay(&mut empty, &given.value, shape);
                empty.kind
            }
            _ => entry.value.kind,
        };
        known.push(entry);
    }

    /// What a list holds where the base doesn't say it, and what is added.
    fn with_default(&self, key: &str, items: Vec<Node>) -> Vec<Node> {
        let span = items.first().map_or(Span::new(crate::diagnostic::FileId(0), 0..0), |item| item.span);
        let default = match (key, self.path.as_slice()) {
            ("header", [.., columns, column, _]) if columns == "columns" => Some(column.clone()),
            ("formats", _) => Some("iso8601".to_owned()),
            _ => None,
        };
        default.map(|text| plain(text, span)).into_iter().chain(items).collect()
    }

    /// Adds a finding.
    pub fn report(&mut self, diagnostic: crate::diagnostic::Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

fn plain(text: String, span: Span) -> Node {
    Node { span, kind: Kind::Scalar(crate::yaml::Scalar::new(text, crate::yaml::Style::DoubleQuoted, span)) }
}

/// `off` for a source that a profile changes.
fn switched_off(off: &Node) -> Node {
    let span = off.span;
    let truth = Node { span, kind: Kind::Scalar(crate::yaml::Scalar::new("true", crate::yaml::Style::Plain, span)) };
    one_key("off", &truth)
}

/// An entry that the base hasn't; only a profile's source may be `off` there.
fn as_new(given: &Entry) -> Entry {
    let value = if is_off(&given.value) { switched_off(&given.value) } else { given.value.clone() };
    Entry { key: given.key.clone(), value }
}

fn has_addition(node: &Node) -> bool {
    added(node).is_some()
}

/// Whether anything below is added to a list, which is then one of the base's.
fn adds_somewhere(node: &Node) -> bool {
    let entries = node.as_mapping().unwrap_or_default();
    has_addition(node) || entries.iter().any(|entry| adds_somewhere(&entry.value))
}

fn is_expression(node: &Node) -> bool {
    node.as_text().is_some_and(|text| text.starts_with('='))
}

/// A group of one key, at the place of its value.
fn one_key(key: &str, value: &Node) -> Node {
    let key = Key { text: key.to_owned(), span: value.span };
    Node { span: value.span, kind: Kind::Mapping(vec![Entry { key, value: value.clone() }]) }
}

/// Whether a value takes the place of the base's, with its key.
fn is_replaced(value: &Node, shape: Shape) -> bool {
    match shape {
        Shape::Whole => true,
        Shape::List => value.as_mapping().is_none(),
        _ => false,
    }
}

fn put(entries: &mut Vec<Entry>, entry: Entry) {
    match entries.iter_mut().find(|known| known.key.text == entry.key.text) {
        Some(known) => *known = entry,
        None => entries.push(entry),
    }
}

fn lay_list(base: &mut Node, over: &Node) {
    let Some(items) = added(over) else {
        *base = over.clone();
        return;
    };
    match &mut base.kind {
        Kind::Sequence(known) => known.extend(items),
        _ => {
            let first = base.clone();
            base.kind = Kind::Sequence(std::iter::once(first).chain(items).collect());
        }
    }
}

/// Whether a group is that of a value, which may be a list of values.
fn is_value(group: &Group) -> bool {
    group.variants.short == Some("from")
}

/// Adds values to those of which the first that is present counts. What says how they are shown stays beside them.
fn add_values(base: &mut Node, items: Vec<Node>, span: Span) {
    let Kind::Mapping(entries) = &mut base.kind else {
        return lay_list(base, &one_key("add", &Node { span, kind: Kind::Sequence(items) }));
    };
    if let Some(from) = entries.iter_mut().find(|entry| entry.key.text == "from") {
        return add_values(&mut from.value, items, span);
    }
    let is_shown = |entry: &Entry| words::SHOWN.contains(&entry.key.text.as_str());
    let (shown, form): (Vec<Entry>, Vec<Entry>) = std::mem::take(entries).into_iter().partition(is_shown);
    let first = Node { span: base.span, kind: Kind::Mapping(form) };
    let all = Node { span: base.span, kind: Kind::Sequence(std::iter::once(first).chain(items).collect()) };
    *base = one_key("from", &all);
    if let Kind::Mapping(entries) = &mut base.kind {
        entries.extend(shown);
    }
}

/// A value alone becomes a group of keys, if it is short for one; false where it is something else.
fn make_group(base: &mut Node, group: &Group) -> bool {
    if base.as_mapping().is_some() {
        return true;
    }
    let Some(short) = group.variants.short else { return false };
    let short = if short == "type" && is_expression(base) { "from" } else { short };
    *base = one_key(short, base);
    true
}

/// What the overlay says of a value in one way, the base's other ways don't say any more.
fn rule_out(known: &mut Vec<Entry>, given: &[Entry], group: &Group) {
    let alternatives = group.variants.alternatives;
    let names = |keys: &&[&str]| given.iter().any(|entry| keys.contains(&entry.key.text.as_str()));
    if given.iter().any(|entry| entry.key.text == "rules" && has_addition(&entry.value)) {
        return make_rules(known, group);
    }
    let (named, others): (Vec<&&[&str]>, Vec<_>) = alternatives.iter().partition(|keys| names(keys));
    let is_other = |entry: &Entry| others.iter().any(|keys| keys.contains(&entry.key.text.as_str()));
    if named.is_empty() || !known.iter().any(is_other) {
        return;
    }
    known.retain(|entry| !is_other(entry) && !group.variants.bound.contains(&entry.key.text.as_str()));
}

/// The only rule of an activity becomes the first of its rules.
fn make_rules(known: &mut Vec<Entry>, group: &Group) {
    if known.iter().any(|entry| entry.key.text == "rules") {
        return;
    }
    let of_rule = |entry: &Entry| {
        let key = entry.key.text.as_str();
        ["source", "change"].contains(&key) || group.variants.bound.contains(&key)
    };
    let (rule, rest): (Vec<Entry>, Vec<Entry>) = std::mem::take(known).into_iter().partition(of_rule);
    *known = rest;
    if let Some(first) = rule.first() {
        let span = first.key.span;
        let rules = Node { span, kind: Kind::Sequence(vec![Node { span, kind: Kind::Mapping(rule) }]) };
        known.push(Entry { key: Key { text: "rules".to_owned(), span }, value: rules });
    }
}
