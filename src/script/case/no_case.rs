//! A case without anything in it, for where there is none: while rows are read, and where scripts are only parsed.

use super::view::{CaseView, EventValue};
use crate::script::value::Value;

/// Nothing: no rows, no events, no record.
#[derive(Debug)]
pub struct NoCase;

impl CaseView for NoCase {
    fn event_count(&self) -> usize {
        0
    }
    fn event_activity(&self, _: usize) -> u32 {
        0
    }
    fn event_time(&self, _: usize) -> i64 {
        0
    }
    fn event_value(&self, _: usize, _: EventValue) -> Value {
        Value::Null
    }
    fn record_value(&self, _: u32) -> Value {
        Value::Null
    }
    fn field_changes(&self, _: u32) -> usize {
        0
    }
    fn change_time(&self, _: u32, _: usize) -> i64 {
        0
    }
    fn change_old(&self, _: u32, _: usize) -> Value {
        Value::Null
    }
    fn change_new(&self, _: u32, _: usize) -> Value {
        Value::Null
    }
    fn field_initial(&self, _: u32) -> Value {
        Value::Null
    }
    fn field_start(&self, _: u32) -> Option<i64> {
        None
    }
    fn row_count(&self, _: u32) -> usize {
        0
    }
    fn row_value(&self, _: u32, _: usize, _: u32) -> Value {
        Value::Null
    }
    fn row_time(&self, _: u32, _: usize) -> Option<i64> {
        None
    }
    fn extracted_at(&self) -> Option<i64> {
        None
    }
}
