//! The JSON Schema of the mapping language, for editors.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::mapping::Mapping;

/// The schema, derived from the types that read a mapping.
pub fn schema() -> Value {
    let schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Mapping>();
    let mut value = schema.to_value();
    if let Some(root) = value.as_object_mut() {
        root.insert("title".to_owned(), Value::from("caseloom mapping"));
    }
    value
}
