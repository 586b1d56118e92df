//! The schema of overlays: that of mappings, where nothing is required, anything may be switched off, and lists added to.

use serde_json::{Map, Value, json};

use crate::mapping::Mapping;
use crate::mapping::decode::{Decode, Group, Shape};

/// What the names of an overlay's definitions begin with.
const PREFIX: &str = "Overlay";

/// Adds what overlays need to the definitions of mappings; the schema of an overlay.
pub fn define(definitions: &mut Map<String, Value>) -> Value {
    let mut deriver = Deriver { definitions };
    let overlay = deriver.schema(&json!({ "$ref": "#/$defs/Mapping" }), Mapping::shape());
    let root = definitions.get_mut("OverlayMapping").and_then(Value::as_object_mut);
    if let Some(root) = root {
        root.insert("required".to_owned(), json!(["extends"]));
        root.insert("description".to_owned(), json!("An overlay: what differs from the mapping that it extends."));
    }
    overlay
}

struct Deriver<'a> {
    definitions: &'a mut Map<String, Value>,
}

impl Deriver<'_> {
    /// What an overlay may say where a mapping says that.
    fn schema(&mut self, schema: &Value, shape: Shape) -> Value {
        match shape {
            Shape::Whole | Shape::Text | Shape::Docs => schema.clone(),
            Shape::List => either(schema.clone(), addition(schema)),
            Shape::Ids(each) => self.ids(schema, each),
            Shape::Group(group) => self.group(schema, group),
        }
    }

    fn ids(&mut self, schema: &Value, each: fn() -> Shape) -> Value {
        let mut schema = schema.clone();
        if let Some(properties) = schema.get_mut("additionalProperties") {
            let things = self.schema(properties, each());
            *properties = either(things, off());
        }
        schema
    }

    /// A group, and a value alone where that is short for it.
    fn group(&mut self, schema: &Value, group: &'static Group) -> Value {
        self.derived(schema, &mut |deriver, schema| deriver.in_full(schema, group))
    }

    /// What is derived from a schema; one with a definition gets another one.
    fn derived(&mut self, schema: &Value, derive: &mut dyn FnMut(&mut Self, &Value) -> Value) -> Value {
        let Some(name) = reference(schema) else { return derive(self, schema) };
        let derived = format!("{PREFIX}{name}");
        if !self.definitions.contains_key(&derived) {
            // A value may hold values: the name is known before what it stands for.
            self.definitions.insert(derived.clone(), Value::Null);
            let original = self.definitions.get(&name).cloned().unwrap_or_default();
            let full = derive(self, &original);
            self.definitions.insert(derived.clone(), full);
        }
        let mut schema = schema.clone();
        schema["$ref"] = json!(format!("#/$defs/{derived}"));
        schema
    }

    fn in_full(&mut self, schema: &Value, group: &'static Group) -> Value {
        match schema.get("anyOf").and_then(Value::as_array) {
            Some(choices) => self.choices(schema, choices, group),
            None => {
                let short = group.variants.short.and_then(|key| schema["properties"].get(key));
                let alone = short.map(|short| self.schema(&without_description(short), Shape::List));
                let keys = self.keys(schema, group);
                alone.into_iter().fold(keys, either)
            }
        }
    }

    /// Of several forms only the one with keys is another in an overlay; a list of values may be added to.
    fn choices(&mut self, schema: &Value, choices: &[Value], group: &'static Group) -> Value {
        let derive = |choice: &Value| match reference(choice) {
            Some(_) => self.derived(choice, &mut |deriver, form| deriver.keys(form, group)),
            None => choice.clone(),
        };
        let mut derived: Vec<Value> = choices.iter().map(derive).collect();
        let lists = choices.iter().filter(|choice| choice["type"] == "array").map(addition);
        derived.extend(lists);
        let mut schema = schema.clone();
        schema["anyOf"] = Value::Array(derived);
        schema
    }

    fn keys(&mut self, schema: &Value, group: &'static Group) -> Value {
        let mut schema = schema.clone();
        if let Some(object) = schema.as_object_mut() {
            object.remove("required");
        }
        for (key, property) in schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten() {
            let shape = group.key(key).unwrap_or(Shape::Whole);
            *property = switchable(self.schema(property, shape));
        }
        schema
    }
}

/// The definition to which a schema refers.
fn reference(schema: &Value) -> Option<String> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/").map(str::to_owned)
}

/// `off`, in place of what the base has.
fn off() -> Value {
    json!({ "const": "off", "description": "Takes away what the base has." })
}

/// `{ add: … }`, beside a list.
fn addition(list: &Value) -> Value {
    let mut list = list.clone();
    if let Some(list) = list.as_object_mut() {
        list.insert("description".to_owned(), json!("What is appended to the base's list."));
    }
    json!({
        "type": "object",
        "properties": { "add": list },
        "required": ["add"],
        "additionalProperties": false,
        "description": "Appends to the base's list.",
    })
}

fn either(one: Value, other: Value) -> Value {
    match one.get("anyOf").and_then(Value::as_array).filter(|_| one.get("$ref").is_none()) {
        Some(choices) => {
            let mut one = one.clone();
            one["anyOf"] = choices.iter().cloned().chain([other]).collect();
            one
        }
        None => json!({ "anyOf": [one, other] }),
    }
}

fn without_description(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(object) = schema.as_object_mut() {
        object.remove("description");
    }
    schema
}

/// A property that may be switched off; what describes it stands beside its forms.
fn switchable(property: Value) -> Value {
    let of_first = || property.get("anyOf")?.get(0)?.get("description");
    let description = property.get("description").or_else(of_first).cloned();
    let is_text = property["type"].as_array().is_some_and(|kinds| kinds.contains(&json!("string")));
    let property = without_description(&property);
    let mut property = if is_text { property } else { either(property, off()) };
    if let (Some(object), Some(description)) = (property.as_object_mut(), description) {
        object.insert("description".to_owned(), description);
    }
    property
}
