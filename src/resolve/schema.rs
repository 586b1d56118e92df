//! The JSON Schemas of the mapping language, for editors.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::mapping::{Mapping, MappingSet};

/// The schema of mappings, derived from the types that read them.
pub fn schema() -> Value {
    schema_of::<Mapping>("caseloom mapping")
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
