//! Writing of trees: order kept, what looks like a text but isn't quoted stays a text.

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
        if let Some(whole) = self.as_i64() {
            return serializer.serialize_i64(whole);
        }
        match self.as_f64() {
            Some(number) => serializer.serialize_f64(number),
            None => serializer.serialize_str(&self.text),
        }
    }
}
