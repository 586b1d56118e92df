//! The JSON Schemas of the mapping language, for editors.

mod overlay;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use crate::mapping::{Mapping, MappingSet};

/// The schema of mappings and overlays, derived from the types that read them.
pub fn schema() -> Value {
    let mut mapping = schema_of::<Mapping>("caseloom mapping");
    let mut definitions = take_definitions(&mut mapping);
    let root = mapping.as_object_mut();
    let (title, draft) = root.map(|root| (root.remove("title"), root.remove("$schema"))).unwrap_or_default();
    definitions.insert("Mapping".to_owned(), mapping);
    let overlay = overlay::define(&mut definitions);
    json!({
        "$schema": draft,
        "title": title,
        "description": "How the export of one system becomes an event log; with `extends`, what differs from another mapping.",
        "if": { "type": "object", "required": ["extends"] },
        "then": overlay,
        "else": { "$ref": "#/$defs/Mapping" },
        "$defs": definitions,
    })
}

fn take_definitions(schema: &mut Value) -> Map<String, Value> {
    match schema.as_object_mut().and_then(|root| root.remove("$defs")) {
        Some(Value::Object(definitions)) => definitions,
        _ => Map::new(),
    }
}

/// The schema of sets of mappings, derived from the types that read them.
pub fn set_schema() -> Value {
    schema_of::<MappingSet>("caseloom set of mappings")
}

fn schema_of<T: JsonSchema>(title: &str) -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    let mut value = schema.to_value();
    if let Some(root) = value.as_object_mut() {
        root.insert("title".to_owned(), Value::from(title));
    }
    value
}
