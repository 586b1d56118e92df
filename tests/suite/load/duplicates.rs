//! Duplicates among records and among rows that are looked up: decided before keys are.

use super::{Setup, assert_adds_up, ids};

fn mapping(duplicates: &str) -> String {
    format!(
        "sources:
  cases:
    files: Case*.csv
    key: Id
    at: Created
    duplicates: {duplicates}
    columns: {{ Id: id, Created: timestamp, Revision: integer, Status: text, Owner: {{ type: id, refers_to: user }} }}
  user: {{ files: User.csv, optional: true, key: Id, columns: {{ Id: id, Name: text }} }}
case: {{ record: cases }}
activities: {{ made: {{ source: cases }} }}
attributes: {{ case: {{ Status: case.Status, Owner: case.Owner.Name }} }}
"
    )
}

const HEADER: &str = "Id,Created,Revision,Status,Owner\n";

fn cases(duplicates: &str, rows: &[&str]) -> (Setup, Vec<String>, u64, usize) {
    let files: Vec<(String, String)> =
        (1..).zip(rows).map(|(number, rows)| (format!("Case-{number}.csv"), format!("{HEADER}{rows}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let setup = Setup::new(&mapping(duplicates), &files);
    let loaded = setup.load();
    assert_adds_up(&setup, &loaded);
    let status = setup.column_values(&loaded, "cases", "Status");
    (setup, status, loaded.sources[0].duplicates, loaded.quarantine.len())
}

#[test]
fn of_two_files_with_a_record_the_last_revision_stays() {
    let (old, new) = ("1,2024-01-01T00:00:00Z,1,old,\n", "1,2024-01-01T00:00:00Z,2,new,\n");
    for rows in [[old, new], [new, old]] {
        let (_, status, duplicates, quarantined) = cases("{ same: [Id], last_by: Revision }", &rows);
        assert_eq!((status, duplicates, quarantined), (vec!["new".to_owned()], 1, 0));
    }
}

#[test]
fn equal_records_become_one_and_others_are_still_seen_before() {
    let one = "1,2024-01-01T00:00:00Z,1,old,\n";
    let (_, status, duplicates, quarantined) = cases("{}", &[one, one]);
    assert_eq!((status, duplicates, quarantined), (vec!["old".to_owned()], 1, 0));
    let (_, status, duplicates, quarantined) = cases("{}", &[one, one, "1,2024-01-02T00:00:00Z,1,other,\n"]);
    assert_eq!((status, duplicates, quarantined), (vec!["old".to_owned()], 1, 1));
}

#[test]
fn a_condition_over_the_row_decides_and_where_none_holds_keys_do() {
    let rows = ["1,2024-01-01T00:00:00Z,1,draft,\n", "1,2024-01-02T00:00:00Z,1,final,\n"];
    let (_, status, duplicates, _) = cases("{ same: [Id], keep: [{ Status: final }] }", &rows);
    assert_eq!((status, duplicates), (vec!["final".to_owned()], 1));
    let (_, status, duplicates, _) = cases("{ same: [Id], keep: ['= Status.starts_with(\"fin\")'] }", &rows);
    assert_eq!((status, duplicates), (vec!["final".to_owned()], 1));
    let (_, status, duplicates, quarantined) = cases("{ same: [Id], keep: [{ Status: none }] }", &rows);
    assert_eq!((status, duplicates, quarantined), (vec!["draft".to_owned()], 0, 1));
}

#[test]
fn a_row_over_which_the_condition_stops_is_set_aside() {
    let rows = ["1,2024-01-01T00:00:00Z,0,draft,\n1,2024-01-02T00:00:00Z,5,final,\n"];
    let (setup, status, duplicates, _) = cases("{ same: [Id], keep: [= 10 / Revision == 2] }", &rows);
    assert_eq!((status, duplicates), (vec!["final".to_owned()], 0));
    let found: Vec<_> = setup.quarantined(&setup.load()).into_iter().map(|(_, line, code, _)| (line, code)).collect();
    assert_eq!(found, [(2, "script-failed")]);
}

#[test]
fn the_order_of_rows_in_files_decides_nothing() {
    let mut rows: Vec<String> =
        (0..900).map(|row| format!("{},2024-01-01T00:00:00Z,{},s{row},\n", row % 300, row / 300 * 7 % 3)).collect();
    let stays = |rows: &[String]| cases("{ same: [Id], last_by: Revision }", &[rows.concat().as_str()]);
    let (_, mut before, duplicates, quarantined) = stays(&rows);
    assert_eq!((before.len(), duplicates, quarantined), (300, 600, 0));
    rows.reverse();
    rows.rotate_left(123);
    let mut after = stays(&rows).1;
    before.sort();
    after.sort();
    assert_eq!(before, after);
}

#[test]
fn a_record_takes_values_and_what_they_refer_to() {
    let duplicates = "{ same: [Id], keep: [{ Status: final }], take: { Owner: Status } }";
    let rows = format!("{HEADER}1,2024-01-01T00:00:00Z,1,final,\n1,2024-01-01T00:00:00Z,1,u1,\n");
    let user = "Id,Name\nu1,Amy\n";
    let setup = Setup::new(&mapping(duplicates), &[("Case.csv", rows.as_str()), ("User.csv", user)]);
    let loaded = setup.load();
    let owner = &setup.plan.sources[0].columns[setup.column(0, "Owner")];
    let name = &setup.plan.sources[1].columns[1];
    let (target, row) = loaded.tables[0].row(0).reference(owner).unwrap();
    assert_eq!(target, 0);
    assert_eq!(super::shown(loaded.tables[1].row(row).cell(name), &loaded.texts), "Amy");
    assert_eq!(loaded.sources[0].references[0].without_match, 0);
    let nobody = Setup::new(&mapping(duplicates), &[("Case.csv", rows.as_str())]).load();
    assert_eq!(nobody.sources[0].references[0].without_match, 1);
}

const LOOKUP: &str = "sources:
  history: { files: History.csv, case: Case, at: At, columns: { Case: id, At: timestamp, By: { type: id, refers_to: user } } }
  user: { files: User.csv, key: Id, duplicates: { same: [Id], last_by: Name }, columns: { Id: id, Name: text } }
activities: { seen: { source: history } }
attributes: { event: { Name: history.By.Name } }
";

#[test]
fn duplicates_among_rows_that_are_looked_up_are_settled_before_they_are_looked_up() {
    let history = "Case,At,By\n1,2024-01-01T00:00:00Z,u\n";
    for user in ["Id,Name\nu,Zed\nu,Amy\n", "Id,Name\nu,Amy\nu,Zed\n"] {
        let setup = Setup::new(LOOKUP, &[("History.csv", history), ("User.csv", user)]);
        let loaded = setup.load();
        assert_adds_up(&setup, &loaded);
        assert_eq!(setup.column_values(&loaded, "user", "Name"), ["Zed"]);
        assert_eq!((loaded.sources[1].duplicates, loaded.sources[1].lookup), (1, 1));
        assert_eq!(loaded.sources[0].references[0].with_several, 0);
        let by = &setup.plan.sources[0].columns[2];
        assert_eq!(loaded.tables[0].row(0).reference(by), Some((0, 0)));
    }
}

#[test]
fn without_duplicates_several_matches_are_still_reported() {
    let mapping = LOOKUP.replace("duplicates: { same: [Id], last_by: Name }, ", "");
    let files = [("History.csv", "Case,At,By\n1,2024-01-01T00:00:00Z,u\n"), ("User.csv", "Id,Name\nu,Zed\nu,Amy\n")];
    let loaded = Setup::new(&mapping, &files).load();
    assert_eq!((loaded.sources[1].duplicates, loaded.sources[0].references[0].with_several), (0, 1));
    assert_eq!(ids(&loaded), ["1"]);
}
