//! The same records in any file, in any order, on any number of threads, give the same log; every row has its fate.

use std::io::Write;

use proptest::prelude::*;

use super::{at, run};

const MAPPING: &str = r#"
sources:
  talk:
    files: "*"
    rows: [talks, .]
    key: id
    at: start
    case: [ticket, id]
    duplicates: { same: id, keep: [{ end: { present: true } }], last_by: [last, bytes] }
    columns:
      id: { type: id, optional: true }
      start: { type: timestamp, optional: true }
      end: { type: timestamp, optional: true }
      ticket: { first: part.ticket, where: { ticket: { present: true } } }
      last: { max: step.at }
      bytes: { size: record }
  part:
    in: talk
    rows: parts
    optional: true
    columns: { who: { type: text, optional: true }, ticket: { type: id, optional: true }, steps: { count: step } }
  step:
    in: part
    rows: steps
    optional: true
    at: at
    by: part.who
    where: { kind: { not: noise } }
    columns: { at: { type: timestamp, optional: true }, kind: { type: text, optional: true } }
activities:
  started: { source: talk }
  first: { source: step, which: first, per: part }
  back: { source: step, where: { kind: hold, next.kind: { present: true } }, at: next.at }
  any: { source: step }
attributes:
  event: { Kind: step.kind, Who: step.part.who, Talk: talk.id, Steps: step.part.steps, Bytes: talk.bytes }
"#;

fn time() -> impl Strategy<Value = Option<String>> {
    prop_oneof![
        8 => (0i64..9).prop_map(|minute| Some(at(minute))),
        1 => Just(None),
        1 => Just(Some("2021-04-2T".to_owned())),
    ]
}

fn kind() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["hold", "talk", "noise", "é\"\\"])
}

fn step() -> impl Strategy<Value = serde_json::Value> {
    prop_oneof![
        12 => (time(), kind()).prop_map(|(at, kind)| serde_json::json!({ "at": at, "kind": kind })),
        1 => Just(serde_json::json!({ "kind": { "no": "text" } })),
        1 => Just(serde_json::json!(7)),
    ]
}

fn part() -> impl Strategy<Value = serde_json::Value> {
    let ticket = prop::option::of(prop::sample::select(vec!["T1", "T2"]));
    let who = prop::sample::select(vec!["ann", "bob"]);
    (who, ticket, prop::collection::vec(step(), 0..5))
        .prop_map(|(who, ticket, steps)| serde_json::json!({ "who": who, "ticket": ticket, "steps": steps }))
}

/// A talk; the length of its text tells those of one id apart.
fn talk() -> impl Strategy<Value = serde_json::Value> {
    let id = prop_oneof![6 => (0..4).prop_map(|id| serde_json::json!(id)), 1 => Just(serde_json::Value::Null)];
    (id, time(), prop::option::of(0i64..20), prop::collection::vec(part(), 0..4)).prop_map(
        |(id, start, end, parts)| serde_json::json!({ "id": id, "start": start, "end": end.map(at), "parts": parts }),
    )
}

fn talks() -> impl Strategy<Value = Vec<String>> {
    let text = |(index, mut talk): (usize, serde_json::Value)| {
        talk["pad"] = "x".repeat(index * 200).into();
        talk.to_string()
    };
    prop::collection::vec(talk(), 1..7).prop_map(move |talks| talks.into_iter().enumerate().map(text).collect())
}

fn packed(name: &str, text: &str) -> (String, Vec<u8>) {
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).unwrap();
    (format!("{name}.gz"), gz.finish().unwrap())
}

/// All that a run says, but for where rows stand.
fn whole(files: &[(String, Vec<u8>)], threads: usize) -> (String, String) {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let log = pool.install(|| run(MAPPING, &files, threads));
    (format!("{:#?}", log.cases), serde_json::to_string(&log.outcome).unwrap())
}

fn plain(name: &str, text: String) -> (String, Vec<u8>) {
    (name.to_owned(), text.into_bytes())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn containers_order_and_threads_change_nothing(
        (talks, shuffled) in talks().prop_flat_map(|talks| (Just(talks.clone()), Just(talks).prop_shuffle())),
    ) {
        let lines = talks.join("\n");
        let one = whole(&[plain("a.ndjson", lines.clone())], 1);
        let each = |talks: &[String]| -> Vec<(String, Vec<u8>)> {
            talks.iter().enumerate().map(|(index, talk)| plain(&format!("{index}.json"), talk.clone())).collect()
        };
        let page = |talks: &[String]| format!("{{\"total\":[{{}}],\"talks\":[{}],\"cursor\":null}}", talks.join(",\n "));
        for files in [
            vec![plain("a.json", lines)],
            vec![plain("a.json", format!("[{}]", shuffled.join(", ")))],
            vec![plain("a.json", page(&shuffled))],
            vec![plain("a.json", page(&shuffled[..1])), plain("b.json", page(&shuffled[1..]))],
            vec![packed("a.jsonl", &shuffled.join("\n"))],
            each(&shuffled),
        ] {
            let other = whole(&files, 3);
            prop_assert_eq!(&one.0, &other.0, "{:?}", files.iter().map(|file| &file.0).collect::<Vec<_>>());
            prop_assert_eq!(&one.1, &other.1);
        }
    }
}
