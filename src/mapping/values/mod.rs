//! What stands in sections: values, conditions, scripts, labels.

pub mod condition;
pub mod expression;
pub mod language;
pub mod value;
pub mod words;
