//! Linking against the same rules restated plainly: every row is compared with every other.

use std::collections::{BTreeMap, BTreeSet};

use caseloom::run::RunOptions;
use proptest::prelude::*;

use super::{calls, mapping};
use crate::run::{Log, loaded, plan, run_with};

const WITHIN: i64 = 5;
const AT_MOST: usize = 3;

/// A call; times in minutes.
#[derive(Debug, Clone)]
struct Call {
    id: String,
    request: String,
    customer: String,
    begin: Option<i64>,
    end: Option<i64>,
}

impl Call {
    fn case(&self) -> &str {
        if self.request.is_empty() { &self.id } else { &self.request }
    }

    fn row(&self) -> String {
        let time = |minute: Option<i64>| minute.map(|minute| format!("@{minute}")).unwrap_or_default();
        format!("{},{},{},bill,{},{}\n", self.id, self.request, self.customer, time(self.begin), time(self.end))
    }

    /// Begin and end.
    fn span(&self) -> Option<(i64, i64)> {
        self.begin.map(|begin| (begin, self.end.unwrap_or(begin).max(begin)))
    }
}

/// Of calls with a time: the case of each.
fn plainly(calls: &[Call]) -> BTreeMap<String, String> {
    let timed: Vec<&Call> = calls.iter().filter(|call| call.begin.is_some()).collect();
    let named: BTreeSet<&str> =
        calls.iter().map(|call| call.request.as_str()).filter(|name| !name.is_empty()).collect();
    let mut sets: Vec<BTreeSet<&str>> =
        calls.iter().map(Call::case).collect::<BTreeSet<_>>().into_iter().map(|case| BTreeSet::from([case])).collect();
    for (_, later, earlier) in links(&timed) {
        let find = |case: &str, sets: &[BTreeSet<&str>]| sets.iter().position(|set| set.contains(case)).unwrap();
        let (one, other) = (find(later, &sets), find(earlier, &sets));
        let is_named = |set: &BTreeSet<&str>| set.iter().any(|case| named.contains(case));
        if one != other && !(is_named(&sets[one]) && is_named(&sets[other])) {
            let moved = sets[one].clone();
            sets[other].extend(moved);
            sets.remove(one);
        }
    }
    let leader = |set: &BTreeSet<&str>| {
        let of_name = set.iter().find(|case| named.contains(*case)).map(|case| (*case).to_owned());
        let calls = timed.iter().filter(|call| set.contains(call.case()));
        of_name.or_else(|| calls.min_by_key(|call| (call.begin, call.case())).map(|call| call.case().to_owned()))
    };
    let of_call = |call: &&Call| {
        let set = sets.iter().find(|set| set.contains(call.case())).unwrap();
        (call.id.clone(), leader(set).unwrap())
    };
    timed.iter().map(of_call).collect()
}

/// When, and of which cases, the earliest first.
fn links<'a>(timed: &[&'a Call]) -> Vec<(i64, &'a str, &'a str)> {
    let order = |call: &Call| (call.span().unwrap().0, call.case().to_owned(), call.end);
    let is_usable = |call: &&&Call| !call.customer.is_empty() && !is_crowd(&call.customer, timed);
    let mut links = Vec::new();
    for call in timed.iter().filter(is_usable) {
        let before = timed
            .iter()
            .filter(|other| other.customer == call.customer && order(other) < order(call) && other.id != call.id);
        let Some(last) = before.max_by_key(|other| (other.span().unwrap().1, order(other))) else { continue };
        let begin = call.span().unwrap().0;
        if last.case() != call.case() && begin <= last.span().unwrap().1 + WITHIN {
            links.push((begin, call.case(), last.case()));
        }
    }
    links.sort_unstable();
    links
}

fn is_crowd(customer: &str, timed: &[&Call]) -> bool {
    let own = || timed.iter().filter(|call| call.customer == customer);
    own().any(|first| {
        let begin = first.begin.unwrap();
        let within = own().filter(|call| (begin..=begin + WITHIN).contains(&call.begin.unwrap()));
        within.map(|call| call.case()).collect::<BTreeSet<_>>().len() > AT_MOST
    })
}

fn call() -> impl Strategy<Value = (String, String, Option<i64>, Option<i64>)> {
    let request = prop::sample::select(vec!["", "", "", "", "R1", "R2", "c03"]).prop_map(str::to_owned);
    let customer = prop::sample::select(vec!["ann", "ann", "bob", "eve", ""]).prop_map(str::to_owned);
    let time = || prop_oneof![1 => Just(None), 9 => (0..40i64).prop_map(Some)];
    (request, customer, time(), time())
}

fn some_calls() -> impl Strategy<Value = Vec<Call>> {
    prop::collection::vec(call(), 0..16).prop_map(|rows| {
        let rows = rows.into_iter().enumerate();
        rows.map(|(at, (request, customer, begin, end))| Call {
            id: format!("c{at:02}"),
            request,
            customer,
            begin,
            end,
        })
        .collect()
    })
}

fn run(calls_of_files: [&[Call]; 2], threads: usize) -> Log {
    let rule = format!("same: [customer, issue], until: end, within: {WITHIN}m, at_most: {AT_MOST}");
    let plan = plan(&mapping(&rule));
    let rows = calls_of_files.map(|part| calls(&part.iter().map(Call::row).collect::<String>()));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    pool.install(|| {
        let loaded = loaded(&plan, &[("calls-1.csv", &rows[0]), ("calls-2.csv", &rows[1])]);
        run_with(plan, loaded, &RunOptions { threads, block: 1, ..RunOptions::default() })
    })
}

fn found(log: &Log) -> BTreeMap<String, String> {
    let called = |case: &crate::run::Case| {
        let events = case.events.iter().filter(|event| event.activity == "called");
        events.map(|event| (event.attributes["Call"].clone(), case.id.clone())).collect::<Vec<_>>()
    };
    log.cases.iter().flat_map(called).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn linking_does_what_its_rules_say(
        (calls, shuffled, cut) in some_calls()
            .prop_flat_map(|calls| { let count = calls.len(); (Just(calls.clone()), Just(calls).prop_shuffle(), 0..=count) }),
    ) {
        let one = run([&calls, &[]], 1);
        prop_assert_eq!(found(&one), plainly(&calls));
        let (left, right) = shuffled.split_at(cut);
        let other = run([left, right], 4);
        prop_assert_eq!(&one.cases, &other.cases);
        prop_assert_eq!(serde_json::to_string(&one.outcome).unwrap(), serde_json::to_string(&other.outcome).unwrap());
    }
}
