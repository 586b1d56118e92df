//! Params.

use super::Collector;
use crate::docs::model::{Param, Pointer};

/// All params, in the mapping's order.
pub fn params(collector: &Collector<'_>) -> Vec<Param> {
    let params = collector.mapping.params.iter();
    params
        .map(|(key, param)| Param {
            pointer: Pointer {
                title: collector.title(param.label.as_ref(), &key.text),
                anchor: format!("param-{}", key.text),
            },
            id: key.text.clone(),
            default: param.default.iter().flat_map(|values| &values.0).map(|value| value.text().to_owned()).collect(),
            from: param.from.as_ref().map(|from| from.text.clone()),
            about: collector.about(param.docs.as_ref()),
        })
        .collect()
}
