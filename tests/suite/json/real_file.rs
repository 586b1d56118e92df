//! A vendor's own sample, where `CASELOOM_DATA` names the folder that holds it.

use super::run;

const MAPPING: &str = r#"
sources:
  conversation:
    files: "*.json"
    rows: [conversations, .]
    key: conversationId
    at: conversationStart
    case: conversationId
    columns: { conversationId: id, conversationStart: timestamp }
  participant: { in: conversation, rows: participants, columns: { purpose: text } }
  session: { in: participant, rows: sessions, columns: { mediaType: text } }
  segment:
    in: session
    rows: segments
    at: segmentStart
    columns: { segmentStart: timestamp, segmentEnd: timestamp, segmentType: text }
activities:
  interact: { source: segment, where: { segmentType: interact } }
  alert: { source: segment, where: { segmentType: alert } }
  wrapup: { source: segment, where: { segmentType: wrapup } }
  other: { source: segment, where: { segmentType: { not: [interact, alert, wrapup] } } }
attributes:
  event: { Purpose: segment.participant.purpose, Media: segment.session.mediaType }
"#;

#[test]
fn every_segment_is_an_event() {
    let Ok(folder) = std::env::var("CASELOOM_DATA") else {
        eprintln!("CASELOOM_DATA isn't set: skipped");
        return;
    };
    let bytes = std::fs::read(std::path::Path::new(&folder).join("genesys/conversations-2016.json")).unwrap();
    let log = run(MAPPING, &[("conversations.json", &bytes)], 2);
    let events = |activity: &str| {
        let all = log.cases.iter().flat_map(|case| &case.events);
        all.filter(|event| event.activity == activity).count()
    };
    assert_eq!(["interact", "alert", "wrapup", "other"].map(events), [71, 27, 24, 9]);
    let read = ["conversation", "participant", "segment"].map(|source| log.account(source).read);
    assert_eq!(read, [25, 75, 131]);
    assert!(log.of_events("Purpose").iter().all(|purpose| *purpose != "-"));
    assert!(log.of_events("Media").iter().all(|media| *media != "-"));
}
