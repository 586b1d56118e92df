//! References between sources.

use super::{Setup, assert_adds_up};

const MAPPING: &str = "sources:
  cases:
    files: Case.csv
    key: Id
    at: Created
    columns: { Id: id, Created: timestamp, OwnerId: { type: id, refers_to: [user, queue] } }
  user: { files: User.csv, optional: true, key: Id, columns: { Id: id, Name: text, BossId: { type: id, refers_to: user } } }
  queue: { files: Queue.csv, optional: true, key: Id, columns: { Id: id, Name: text, BossId: { type: id, optional: true, refers_to: user } } }
case: { record: cases }
activities: { made: { label: Made, source: cases } }
attributes: { case: { Owner: case.OwnerId.Name, Boss: case.OwnerId.BossId.Name } }
";

const CASES: &str = "Id,Created,OwnerId
a,2025-01-01T00:00:00Z,u1
b,2025-01-01T00:00:00Z,q1
c,2025-01-01T00:00:00Z,none
d,2025-01-01T00:00:00Z,
";

/// For each case the name in the row that its owner refers to.
fn owners(setup: &Setup) -> (Vec<String>, caseloom::load::Loaded) {
    let loaded = setup.load();
    let owner = &setup.plan.sources[0].columns[2];
    let name = |case: usize| {
        let row = loaded.tables[0].row(loaded.cases.record(case).unwrap());
        row.reference(owner).map_or("-".to_owned(), |(target, position)| {
            let source = owner.refers_to[target];
            let column = &setup.plan.sources[source].columns[1];
            super::shown(loaded.tables[source].row(position).cell(column), &loaded.texts)
        })
    };
    ((0..loaded.cases.len()).map(name).collect(), loaded)
}

#[test]
fn the_first_target_that_has_the_key_counts() {
    let users = "Id,Name,BossId\nu1,Ann,u2\nu2,Bob,\n";
    let setup = Setup::new(
        MAPPING,
        &[("Case.csv", CASES), ("User.csv", users), ("Queue.csv", "Id,Name\nq1,Tier 1\nu1,wrong\n")],
    );
    let (found, loaded) = owners(&setup);
    assert_eq!(found, ["Ann", "Tier 1", "-", "-"]);
    assert_eq!(loaded.sources[0].references[0].without_match, 1, "null isn't counted");
    assert_eq!(loaded.warnings.iter().next().unwrap().message, "1 value of `cases.OwnerId` matches nothing: `none`");
    assert_eq!(loaded.sources[1].lookup, 2);
    assert_adds_up(&setup, &loaded);
}

#[test]
fn missing_lookups_are_no_fault() {
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES)]);
    let (found, loaded) = owners(&setup);
    assert_eq!(found, ["-", "-", "-", "-"]);
    assert_eq!(loaded.sources[0].references[0].without_match, 3);
    assert!(loaded.sources[1].is_missing && !loaded.sources[1].is_read);
    assert_eq!(loaded.quarantine, []);
    assert_eq!(loaded.warnings.iter().count(), 0, "where nothing could match, nothing is missing in the values");
}

#[test]
fn values_that_match_nothing_are_told_where_any_target_is_there() {
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES), ("Queue.csv", "Id,Name\nq1,Tier 1\n")]);
    let messages: Vec<String> = setup.load().warnings.iter().map(|each| each.message.clone()).collect();
    assert_eq!(messages, ["2 values of `cases.OwnerId` match nothing, such as `none`"]);
}

/// Which value is named doesn't depend on the order of rows, nor on how they are read.
#[test]
fn the_least_of_the_values_that_match_nothing_is_named() {
    let queues = ("Queue.csv", "Id,Name\nq1,Tier 1\n");
    let told = |cases: &str| {
        let setup = Setup::new(MAPPING, &[("Case.csv", &format!("Id,Created,OwnerId\n{cases}")), queues]);
        setup.load().warnings.iter().map(|each| each.message.clone()).collect::<Vec<String>>()
    };
    // The first and the last stand in different pieces of the file.
    let owner = |row: u32| if row.is_multiple_of(7) { format!("n{:05}", 99_999 - row) } else { "q1".to_owned() };
    let row = |row: u32| format!("c{row:05},2025-01-01T00:00:00Z,{}\n", owner(row));
    let expected = ["2857 values of `cases.OwnerId` match nothing, such as `n80000`"];
    assert_eq!(told(&(1..20_000).map(row).collect::<String>()), expected);
    // A row that can't be used has its piece read row by row.
    let rows: String = (1..20_000).map(|at| if at % 2_000 == 5 { ",,\n".to_owned() } else { row(at) }).collect();
    assert_eq!(told(&rows), ["2856 values of `cases.OwnerId` match nothing, such as `n80000`"]);
    assert_eq!(
        told("a,2025-01-01T00:00:00Z,\u{1b}[1m\n"),
        ["1 value of `cases.OwnerId` matches nothing: `\\u{1b}[1m`"]
    );
    let long = "x".repeat(61);
    let told = told(&format!("a,2025-01-01T00:00:00Z,{long}\n"));
    assert_eq!(told, [format!("1 value of `cases.OwnerId` matches nothing: `{}…`", &long[..60])]);
}

#[test]
fn of_several_rows_with_the_key_the_first_in_order_counts() {
    for users in ["Id,Name,BossId\nu1,Zoe,\nu1,Ann,\n", "Id,Name,BossId\nu1,Ann,\nu1,Zoe,\n"] {
        let setup = Setup::new(MAPPING, &[("Case.csv", CASES), ("User.csv", users)]);
        let (found, loaded) = owners(&setup);
        assert_eq!(found[0], "Ann");
        assert_eq!(loaded.sources[0].references[0].with_several, 1);
        let found = loaded.warnings.iter().find(|each| each.code.name() == "ambiguous-reference").unwrap();
        assert!(
            found.message.starts_with("1 value of") && found.message.ends_with("matches several rows"),
            "{found:?}"
        );
    }
}

#[test]
fn a_lookup_may_refer_to_itself() {
    let users = "Id,Name,BossId\nu1,Ann,u2\nu2,Bob,u1\nu3,Cy,gone\n";
    let setup = Setup::new(MAPPING, &[("Case.csv", CASES), ("User.csv", users)]);
    let loaded = setup.load();
    let user = setup.source("user");
    let boss = &setup.plan.sources[user].columns[2];
    let table = &loaded.tables[user];
    let found: Vec<_> = (0..3).map(|at| table.row(at).reference(boss)).collect();
    assert_eq!(found, [Some((0, 1)), Some((0, 0)), None]);
    let boss = &loaded.sources[user].references[0];
    assert_eq!((boss.without_match, boss.example.as_deref()), (1, Some("gone")));
}

#[test]
fn references_follow_a_record_that_is_grouped() {
    let mapping = "sources:
  cases:
    files: Case.csv
    key: Id
    at: Created
    columns: { Id: id, Created: timestamp, Parent: { type: id, refers_to: cases }, Name: text }
case: { record: cases, keep_if: { Name: { not: left out } } }
activities: { made: { label: Made, source: cases } }
attributes: { case: { ParentName: case.Parent.Name } }
";
    let cases = "Id,Created,Parent,Name
z,2025-01-01T00:00:00Z,a,Zed
m,2025-01-01T00:00:00Z,z,left out
a,2025-01-01T00:00:00Z,m,Ann
";
    let setup = Setup::new(mapping, &[("Case.csv", cases)]);
    let loaded = setup.load();
    let [parent, name] = [2, 3].map(|column| &setup.plan.sources[0].columns[column]);
    let table = &loaded.tables[0];
    let parent_of = |case: usize| {
        let (_, position) = table.row(loaded.cases.record(case).unwrap()).reference(parent).unwrap();
        super::shown(table.row(position).cell(name), &loaded.texts)
    };
    assert_eq!(super::ids(&loaded), ["a", "z"]);
    assert_eq!([parent_of(0), parent_of(1)], ["left out", "Ann"], "also a record that isn't in the log");
    assert_adds_up(&setup, &loaded);
}

#[test]
fn small_tables_stand_in_the_mapping() {
    let mapping = "sources:
  cx:
    files: cx.csv
    case: id
    at: t
    columns: { id: id, t: timestamp, channel: { type: text, refers_to: target }, due: = t + channel.within }
  target: { inline: [{ channel: voice, within: 10m }, { channel: chat, within: \"02:00\" }], key: channel,
            columns: { channel: text, within: duration } }
activities: { came: { label: Came, source: cx, at: due } }
";
    let file = "id,t,channel\na,2025-01-01T00:00:00Z,voice\nb,2025-01-01T00:00:00Z,chat\n";
    let setup = Setup::new(mapping, &[("cx.csv", file)]);
    let loaded = setup.load();
    assert_eq!(loaded.quarantine, []);
    assert_eq!(setup.column_values(&loaded, "cx", "due"), ["2025-01-01T00:10:00Z", "2025-01-01T00:02:00Z"]);
}

const RECORD: &str = "  cases: { files: Case.csv, key: id, at: at, columns: { id: id, subject: text, at: timestamp } }
";
const MAIL: &str = "  mail:
    files: Mail.csv
    case: about
    at: at
    columns: { about: id, at: timestamp, other: { type: id, header: about, refers_to: cases } }
";

/// The subjects of the records to which mails refer, case by case.
fn subjects(sources: [&str; 2], cases: &str) -> Vec<String> {
    let mapping = format!(
        "timezone: UTC\nsources:\n{}{}case: {{ record: cases, id: id }}
activities: {{ sent: {{ label: Sent, source: mail }} }}
attributes: {{ event: {{ subject: mail.other.subject }} }}\n",
        sources[0], sources[1]
    );
    let log = crate::run::log(&mapping, &[("Case.csv", cases), ("Mail.csv", "about,at\nb,@4\nc,@5\na,@6\n")]);
    log.of_events("subject").into_iter().map(str::to_owned).collect()
}

#[test]
fn rows_refer_to_the_record_wherever_its_source_stands() {
    let cases = "id,subject,at\nc,of c,@1\nb,of b,@2\na,of a,@3\n";
    for sources in [[RECORD, MAIL], [MAIL, RECORD]] {
        assert_eq!(subjects(sources, cases), ["of a", "of b", "of c"]);
    }
}

#[test]
fn rows_refer_to_the_record_also_where_a_key_is_repeated() {
    let cases = "id,subject,at\na,first,@1\na,second,@2\nc,of c,@1\nb,of b,@2\n";
    for sources in [[RECORD, MAIL], [MAIL, RECORD]] {
        assert_eq!(subjects(sources, cases), ["first", "of b", "of c"]);
    }
}

#[test]
fn values_before_and_after_a_change_may_lead_elsewhere() {
    let mapping = "timezone: UTC
sources:
  cases: { files: Case.csv, key: id, at: at, columns: { id: id, at: timestamp } }
  history:
    files: History.csv
    case: case
    at: at
    field: field
    old: old
    new: new
    columns: { case: id, at: timestamp, field: text, old: { type: id, refers_to: user }, new: { type: id, refers_to: queue } }
  user: { files: User.csv, key: id, columns: { id: id, name: text } }
  queue: { files: Queue.csv, key: id, columns: { id: id, name: text } }
case: { record: cases }
tracked_fields: { owner: { source: history, field: Owner } }
activities: { assigned: { label: Assigned, change: owner } }
attributes: { event: { from: history.old.name, to: history.new.name } }
";
    let history = "case,at,field,old,new\na,@1,Owner,1,2\na,@2,Owner,2,1\nb,@3,Owner,1,3\nb,@4,Owner,3,1\n";
    let files = [
        ("Case.csv", "id,at\na,@0\nb,@0\n"),
        ("History.csv", history),
        ("User.csv", "id,name\n1,Ann\n2,Bob\n"),
        ("Queue.csv", "id,name\n2,Tier 2\n1,Tier 1\n"),
    ];
    let log = crate::run::log(mapping, &files);
    assert_eq!(log.of_events("from"), ["Ann", "Bob", "Ann", "-"]);
    assert_eq!(log.of_events("to"), ["Tier 2", "Tier 1", "-", "Tier 1"]);
}
