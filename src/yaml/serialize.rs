//! Trees as JSON: order kept, and values that mean different things never look the same.

use serde::ser::{Error, Serialize, SerializeMap, Serializer};

use super::{Kind, Node, Scalar};

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.kind {
            Kind::Scalar(scalar) => scalar.serialize(serializer),
            Kind::Sequence(items) => serializer.collect_seq(items),
            Kind::Mapping(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for entry in entries {
                    map.serialize_entry(&entry.key.text, &entry.value)?;
                }
                map.end()
            }
            Kind::Invalid => Err(S::Error::custom("a value that could not be read can't be written")),
        }
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_null() {
            return serializer.serialize_unit();
        }
        if let Some(flag) = self.as_bool() {
            return serializer.serialize_bool(flag);
        }
        match (self.as_i64(), self.as_f64()) {
            (Some(whole), _) if whole.to_string() == self.text => serializer.serialize_i64(whole),
            (None, Some(number)) if format!("{number:?}") == self.text => serializer.serialize_f64(number),
            // Where a text is wanted, the number is one as it is written: `1.10` isn't `1.1`.
            (_, Some(_)) => serializer.collect_map([("number", &self.text)]),
            _ if self.is_quoted_param() => serializer.collect_map([("text", &self.text)]),
            _ => serializer.serialize_str(&self.text),
        }
    }
}
