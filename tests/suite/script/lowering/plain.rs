//! A case that is made up of lists.

use caseloom::script::{CaseNames, CaseView, EventValue, Occurrences, SourceNames, Value, Variable};
use proptest::prelude::*;

pub const ACTIVITIES: [&str; 4] = ["opened", "assigned", "solved", "closed"];
pub const WORDS: [&str; 7] = ["", "New", "Open", "Done", "ä b", "7", "1.5"];
/// Variables and what they usually hold.
pub const VARIABLES: [(&str, char); 9] = [
    ("flag", 'b'),
    ("amount", 'i'),
    ("rate", 'n'),
    ("Status", 't'),
    ("Owner.Name", 't'),
    ("started", 'm'),
    ("delay", 'd'),
    ("waiting", 'l'),
    ("ended", 'm'),
];

#[derive(Debug, Clone)]
pub struct Happened {
    pub activity: u32,
    pub time: i64,
    pub values: [Value; 4],
}

#[derive(Debug, Clone)]
pub struct Plain {
    pub events: Vec<Happened>,
    pub initial: Value,
    pub changes: Vec<(i64, Value)>,
    pub start: Option<i64>,
    pub rows: Vec<(Option<i64>, [Value; 2])>,
    pub record: [Value; 3],
    pub extracted: Option<i64>,
    pub variables: Vec<Value>,
    /// Whether it tells where activities occur, and the numbers of texts.
    pub is_indexed: bool,
}

impl CaseView for Plain {
    fn event_count(&self) -> usize {
        self.events.len()
    }
    fn event_activity(&self, event: usize) -> u32 {
        self.events[event].activity
    }
    fn event_time(&self, event: usize) -> i64 {
        self.events[event].time
    }
    fn event_value(&self, event: usize, name: EventValue) -> Value {
        let values = &self.events[event].values;
        match name {
            EventValue::Resource => values[0].clone(),
            EventValue::End => values[1].clone(),
            EventValue::Label => Value::text("Label"),
            EventValue::Attribute(number) => values[2 + number as usize].clone(),
        }
    }
    fn record_value(&self, column: u32) -> Value {
        self.record[column as usize].clone()
    }
    fn field_changes(&self, field: u32) -> usize {
        if field == 0 { self.changes.len() } else { 0 }
    }
    fn change_time(&self, _: u32, change: usize) -> i64 {
        self.changes[change].0
    }
    fn change_old(&self, field: u32, change: usize) -> Value {
        change.checked_sub(1).map_or_else(|| self.field_initial(field), |before| self.changes[before].1.clone())
    }
    fn change_new(&self, _: u32, change: usize) -> Value {
        self.changes[change].1.clone()
    }
    fn field_initial(&self, field: u32) -> Value {
        if field == 0 { self.initial.clone() } else { Value::Null }
    }
    fn field_start(&self, _: u32) -> Option<i64> {
        self.start
    }
    fn row_count(&self, source: u32) -> usize {
        if source == 0 { self.rows.len() } else { 0 }
    }
    fn row_value(&self, _: u32, row: usize, column: u32) -> Value {
        self.rows[row].1[column as usize].clone()
    }
    fn row_time(&self, _: u32, row: usize) -> Option<i64> {
        self.rows[row].0
    }
    fn extracted_at(&self) -> Option<i64> {
        self.extracted
    }
    fn occurrences(&self, activity: u32) -> Option<Occurrences> {
        let mut places =
            (0..).zip(&self.events).filter(|(_, event)| event.activity == activity).map(|(place, _)| place);
        let count = places.clone().count() as u32;
        let first = places.next().unwrap_or(9);
        self.is_indexed.then(|| Occurrences { first, last: places.last().unwrap_or(first), count })
    }
    fn coded(&self, field: u32, changes: usize) -> Option<(u32, usize)> {
        let value = match changes.checked_sub(1) {
            Some(last) => self.change_new(field, last),
            None => self.field_initial(field),
        };
        match value {
            _ if !self.is_indexed => None,
            Value::Null => Some((0, 0)),
            Value::Text(text) => {
                let code = WORDS.iter().position(|word| **word == *text)?;
                Some((code as u32 + 1, text.len()))
            }
            _ => None,
        }
    }
}

pub fn names() -> CaseNames {
    let strings = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    CaseNames {
        activities: strings(&ACTIVITIES),
        attributes: strings(&["Channel", "Score"]),
        fields: strings(&["status", "owner"]),
        sources: vec![
            SourceNames { id: "email".into(), columns: strings(&["Incoming", "Subject"]), ..SourceNames::default() },
            SourceNames { id: "phone".into(), columns: strings(&["Length"]), ..SourceNames::default() },
        ],
        record: strings(&["Title", "Count", "Due"]),
        ..CaseNames::default()
    }
}

pub fn variables() -> Vec<Variable> {
    VARIABLES.iter().map(|(name, _)| Variable::new(*name)).collect()
}

fn word() -> impl Strategy<Value = Value> {
    (0..WORDS.len()).prop_map(|word| Value::text(WORDS[word]))
}

fn time() -> impl Strategy<Value = i64> {
    prop_oneof![9 => (0..20_i64).prop_map(|hours| hours * 1_800_000), 1 => Just(253_402_300_799_999_i64)]
}

/// A value of a kind, or null, or now and then something else.
fn value(kind: char) -> BoxedStrategy<Value> {
    let usual = match kind {
        'b' => any::<bool>().prop_map(Value::Boolean).boxed(),
        'i' => prop_oneof![4 => -3..9_i64, 1 => Just(i64::MAX), 1 => Just(i64::MIN)].prop_map(Value::Integer).boxed(),
        'n' => prop_oneof![Just(0.0), Just(-0.0), Just(1.5), Just(-2.25), Just(1e300), Just(3.0)]
            .prop_map(Value::Number)
            .boxed(),
        'm' => time().prop_map(Value::Time).boxed(),
        'd' => prop_oneof![5 => (-5..50_i64).prop_map(|n| n * 60_000), 1 => Just(i64::MAX), 1 => Just(0)]
            .prop_map(Value::Duration)
            .boxed(),
        'l' => proptest::collection::vec(
            prop_oneof![4 => word(), 1 => Just(Value::Null), 1 => Just(Value::Integer(3))],
            0..4,
        )
        .prop_map(Value::List)
        .boxed(),
        _ => word().boxed(),
    };
    prop_oneof![8 => usual, 1 => Just(Value::Null), 1 => word(), 1 => Just(Value::Integer(2))].boxed()
}

fn happened() -> impl Strategy<Value = Happened> {
    (0..4_u32, time(), value('t'), value('m'), value('t'), value('n'))
        .prop_map(|(activity, time, a, b, c, d)| Happened { activity, time, values: [a, b, c, d] })
}

pub fn case() -> impl Strategy<Value = Plain> {
    let events = proptest::collection::vec(happened(), 0..6).prop_map(|mut events| {
        events.sort_by_key(|event| event.time);
        events
    });
    let changes = proptest::collection::vec((time(), value('t')), 0..4).prop_map(|mut changes| {
        changes.sort_by_key(|change| change.0);
        changes
    });
    let rows = proptest::collection::vec((proptest::option::of(time()), [value('b'), value('t')]), 0..4);
    let record = (value('t'), value('i'), value('m')).prop_map(|(a, b, c)| [a, b, c]);
    let given: Vec<_> = VARIABLES.iter().map(|(_, kind)| value(*kind)).collect();
    let times = (proptest::option::of(time()), proptest::option::of(time()));
    (events, value('t'), changes, rows, record, times, given).prop_map(
        |(events, initial, changes, rows, record, (start, extracted), variables)| Plain {
            events,
            initial,
            changes,
            start,
            rows,
            record,
            extracted,
            variables,
            is_indexed: false,
        },
    )
}
