//! Activities: what happened, and which rows or changes say so.

use crate::diagnostic::{Diagnostic, Span, codes};
use crate::mapping::decode::{
    Decode, Decoder, Group, Ids, KeyShapes, Keys, Name, OneOrMany, Shape, Variants, as_meant,
};
use crate::mapping::values::condition::{Condition, Test};
use crate::mapping::values::value::Value;
use crate::mapping::values::words::{Docs, Text};
use crate::yaml::{Entry, Kind, Node};

section! {
    /// What gives an event: a row of a source, or a change of a tracked field.
    Rule is "a rule" {
        /// Each row of that source.
        source: Option<Name>,
        /// Each change of that tracked field, or of several read as one stream.
        change: OneOrMany<Name>,
        /// Which rows or changes.
        r#where: Option<Condition>,
        /// Only while tracked fields hold these values.
        r#while: Option<Condition>,
        /// `first`, `last`, `later` (all but the first) or `all`.
        which: Option<Name>,
        /// For each of what `which` chooses: `case`, or a column.
        per: Option<Name>,
        /// The value before the change.
        from: Option<Test>,
        /// The value after the change.
        to: Option<Test>,
        /// `up` or `down` on the field's scale.
        direction: Option<Name>,
        /// The event's time; by default the source's.
        at: Option<Value>,
        /// The event's resource; by default the source's `by`.
        resource: Option<Value>,
        /// The event's end, where it lasts.
        end: Option<Value>,
        /// Only in cases where no rule above gave an event.
        otherwise: Option<bool>,
        /// Whether the source records the event: `explicit` (the default), `inferred` (that of rules with `otherwise`) or
        /// `calculated` (that of deadlines).
        kind: Option<Name>,
        /// The lifecycle transition: `start`, `complete`, ….
        lifecycle: Option<Name>,
        /// Who comes first at the same time; 0 by default, lower first.
        rank: Option<i64>,
        /// Activities that win where they came from the same row or change.
        yields_to: OneOrMany<Name>,
        /// Attributes of these events alone.
        attributes: Ids<Value>,
    }
}

section! {
    /// The keys of an activity that aren't a rule's.
    ActivityKeys is "an activity" {
        /// The activity's name in the log.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
        /// Several rules: each gives events.
        rules: Vec<Rule>,
        /// Events of different rules within that time are one.
        merge_within: Option<Name>,
        /// Something that did not happen in time.
        deadline: Option<Deadline>,
        /// The value that names the activity.
        named_by: Option<Value>,
        /// The values that are known, with their labels; the others pass under their own name.
        known: Ids<Known>,
    }
}

section! {
    /// A value that names an activity.
    Known is "a known value" {
        /// The activity's name in the log.
        label: Option<Text>,
        /// What a reader should know of it.
        docs: Option<Docs>,
    }
}

section! {
    /// A time by which something has to happen.
    Deadline is "a deadline" {
        /// The activity from whose events time is counted.
        after: Name,
        /// How long.
        within: Name,
        /// The activities that meet it.
        unless: OneOrMany<Name>,
        /// Count only the open hours of that calendar.
        calendar: Option<Name>,
    }
}

/// An activity: its keys, and a rule's keys where it has one rule only.
#[derive(Debug, Clone)]
pub struct Activity {
    /// Where it stands.
    pub span: Span,
    /// Its keys as they are written, a rule's aside.
    pub keys: Keys,
    /// Its rules.
    pub rules: Vec<Rule>,
    /// Its name in the log.
    pub label: Option<Text>,
    /// Its docs.
    pub docs: Option<Docs>,
    /// Events of different rules within that time are one.
    pub merge_within: Option<Name>,
    /// Something that did not happen in time.
    pub deadline: Option<Deadline>,
    /// The value that names it.
    pub named_by: Option<Value>,
    /// Its known names.
    pub known: Ids<Known>,
    /// `kind`, `lifecycle`, `rank`, `yields_to`, `attributes` and the like, written for all rules.
    pub shared: Option<Box<Rule>>,
}

/// Keys of a rule that may stand beside `rules:` and then hold for each of them.
pub const SHARED_KEYS: &[&str] = &["kind", "lifecycle", "rank", "yields_to", "attributes", "resource", "end"];

impl Decode for Activity {
    fn expected() -> String {
        "an activity: `source:`, `change:`, `rules:` or `deadline:`, and its keys".to_owned()
    }

    fn shape() -> Shape {
        static GROUP: Group = Group { keys: activity_shapes, required: Vec::new, variants: &Variants::ACTIVITY };
        Shape::Group(&GROUP)
    }

    fn decode(node: &Node, decoder: &mut Decoder<'_>) -> Option<Self> {
        let Kind::Mapping(entries) = &node.kind else {
            decoder.mismatch(node, &Self::expected());
            return None;
        };
        let known: Vec<&str> = ActivityKeys::KEYS.iter().chain(Rule::KEYS).copied().collect();
        let entries = as_meant(entries, &known, "an activity", decoder);
        let own = |entry: &Entry| ActivityKeys::KEYS.contains(&entry.key.text.as_str());
        let (own, rest): (Vec<Entry>, Vec<Entry>) = entries.into_iter().partition(own);
        let keys = ActivityKeys::decode(&group(node, own), decoder);
        let rest = check_rest(node, rest, keys.as_ref(), decoder);
        let one = if rest.is_empty() { None } else { Some(Rule::decode(&group(node, rest), decoder)?) };
        let keys = keys?;
        let stands_alone = keys.rules.is_empty() && keys.deadline.is_none() && node.get("rules").is_none();
        let (rules, shared) = match one {
            Some(rule) if stands_alone => (vec![rule], None),
            shared => (keys.rules, shared.map(Box::new)),
        };
        Some(Self {
            span: keys.span,
            keys: keys.keys,
            rules,
            label: keys.label,
            docs: keys.docs,
            merge_within: keys.merge_within,
            deadline: keys.deadline,
            named_by: keys.named_by,
            known: keys.known,
            shared,
        })
    }
}

fn activity_shapes() -> KeyShapes {
    let mut shapes = ActivityKeys::shapes();
    shapes.extend(Rule::shapes());
    shapes
}

fn group(node: &Node, entries: Vec<Entry>) -> Node {
    Node { span: node.span, kind: Kind::Mapping(entries) }
}

/// Drops and reports a rule's keys that can't stand beside `rules` or `deadline`.
fn check_rest(node: &Node, rest: Vec<Entry>, keys: Option<&ActivityKeys>, decoder: &mut Decoder<'_>) -> Vec<Entry> {
    let has_rules = keys.is_some_and(|keys| !keys.rules.is_empty() || keys.deadline.is_some());
    if !has_rules {
        return rest;
    }
    let (shared, alone): (Vec<Entry>, Vec<Entry>) =
        rest.into_iter().partition(|entry| SHARED_KEYS.contains(&entry.key.text.as_str()));
    report_alone(node, &alone, decoder);
    shared
}

/// `source: …` beside `rules:`, and the like.
fn report_alone(node: &Node, alone: &[Entry], decoder: &mut Decoder<'_>) {
    let Some((first, others)) = alone.split_first() else { return };
    let Some(beside) = node.entry("rules").or_else(|| node.entry("deadline")).map(|entry| &entry.key) else { return };
    let names: Vec<&str> = alone.iter().map(|entry| entry.key.text.as_str()).collect();
    let message = format!("`{}` and `{}` can't stand together", names.join("`, `"), beside.text);
    let finding = Diagnostic::new(codes::CONFLICTING_KEYS, message).at(first.key.span, "belongs to a rule");
    let finding = others.iter().fold(finding, |finding, other| finding.also(other.key.span, "so does this"));
    let help = match beside.text.as_str() {
        "rules" => format!("make a rule of its own of it, `- {{ {}: … }}`, under `rules:`", names.join(": …, ")),
        _ => "drop one of them; a deadline has no rows or changes of its own".to_owned(),
    };
    decoder.report(finding.also(beside.span, "has its own").help(help));
}

impl schemars::JsonSchema for Activity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Activity".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let mut own = ActivityKeys::json_schema(generator);
        let rule = Rule::json_schema(generator);
        if let (Some(own), Some(rule)) = (properties(&mut own), rule.get("properties").and_then(|all| all.as_object()))
        {
            own.extend(rule.iter().map(|(key, schema)| (key.clone(), schema.clone())));
        }
        own
    }
}

fn properties(schema: &mut schemars::Schema) -> Option<&mut serde_json::Map<String, serde_json::Value>> {
    schema.ensure_object().get_mut("properties").and_then(|all| all.as_object_mut())
}
