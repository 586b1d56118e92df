//! A log as both sides tell it.

use std::collections::BTreeMap;

/// Events in order, and attributes of cases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    pub events: Vec<Event>,
    pub cases: BTreeMap<String, BTreeMap<String, String>>,
}

/// An event; what isn't known is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub case: String,
    pub activity: String,
    pub time: String,
    pub kind: String,
    pub agent: String,
    pub status: String,
    pub priority: String,
}

impl Log {
    /// What another log has otherwise; of the attributes of cases, those that this one names.
    pub fn differences(&self, other: &Self) -> Vec<String> {
        let mut differences = Vec::new();
        let (ours, theirs) = (self.cases.keys().collect::<Vec<_>>(), other.cases.keys().collect::<Vec<_>>());
        if ours != theirs {
            differences.push(format!("cases {ours:?}, not {theirs:?}"));
        }
        for (case, attributes) in &self.cases {
            let (ours, theirs) = (self.of(case), other.of(case));
            if ours != theirs {
                let lines =
                    |events: &[&Event]| events.iter().map(|event| format!("\n    {event:?}")).collect::<String>();
                differences.push(format!("{case}: expected{}\n  found{}", lines(&ours), lines(&theirs)));
            }
            let Some(found) = other.cases.get(case) else { continue };
            let differs = |name: &str, value: &str| found.get(name).map(String::as_str) != Some(value);
            let wrong = attributes.iter().filter(|(name, value)| differs(name, value));
            differences
                .extend(wrong.map(|(name, value)| format!("{case}: {name} is {:?}, not {value:?}", found.get(name))));
        }
        differences
    }

    fn of(&self, case: &str) -> Vec<&Event> {
        self.events.iter().filter(|event| event.case == case).collect()
    }
}
