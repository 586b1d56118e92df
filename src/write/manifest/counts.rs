//! Maps that keep the order in which they were filled.

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Values by name, written as an object in this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts<V>(pub Vec<(String, V)>);

impl<V> Default for Counts<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<V> Counts<V> {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.0.iter().find(|(each, _)| each == name).map(|(_, value)| value)
    }
}

impl<V> FromIterator<(String, V)> for Counts<V> {
    fn from_iter<T: IntoIterator<Item = (String, V)>>(entries: T) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl<V: Serialize> Serialize for Counts<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
