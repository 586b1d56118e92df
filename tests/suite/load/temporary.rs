//! The room that temporary files take goes with the cases that were worked on.

use std::fs;
use std::path::Path;

use caseloom::diagnostic::Diagnostics;
use caseloom::load::{Budget, Within, load_in_batches};

use super::Setup;

const MAPPING: &str = "sources:
  cases: { files: a.csv, key: id, at: t, columns: { id: id, t: timestamp } }
  notes: { files: b.csv, case: case, at: t, columns: { case: id, t: timestamp, text: text } }
case: { record: cases }
activities: { made: { label: Made, source: cases }, noted: { label: Noted, source: notes } }
attributes: { event: { Text: notes.text } }
";

/// How many bytes the files have that this process holds open below a folder, though they have no name.
fn held(folder: &Path) -> u64 {
    let open = fs::read_dir("/proc/self/fd").unwrap().flatten().map(|entry| entry.path());
    let open = open.filter(|path| fs::read_link(path).is_ok_and(|link| link.starts_with(folder)));
    open.filter_map(|path| fs::metadata(path).ok()).map(|file| file.len()).sum()
}

#[cfg(target_os = "linux")]
#[test]
fn what_was_worked_on_takes_no_room_on_the_disk() {
    let cases: String = (0..2_000).map(|case| format!("c{case:04},2026-01-01T00:00:00Z\n")).collect();
    let note = |note: usize| format!("c{:04},2026-01-02T00:00:00Z,note {note} in the file\n", note * 7 % 2_000);
    let notes: String = (0..30_000).map(note).collect();
    let (cases, notes) = (format!("id,t\n{cases}"), format!("case,t,text\n{notes}"));
    let setup = Setup::new(MAPPING, &[("a.csv", &cases), ("b.csv", &notes)]);
    let temporary = tempfile::tempdir().unwrap();
    let place = temporary.path().canonicalize().unwrap();
    let budget = Budget::new(64 << 20, Some(32 << 10));
    let within = Within { budget, temporary: temporary.path(), threads: 2 };
    let (mut looked, mut worked, mut found) = (Vec::new(), Vec::new(), 0);
    let ran = load_in_batches::<_, Diagnostics>(&setup.plan, &setup.options, within, &|_| {}, |batches| {
        batches.look(|_| {
            looked.push(held(&place));
            Ok(())
        })?;
        batches.each(|loaded| {
            worked.push(held(&place));
            found += loaded.cases.len();
            Ok(())
        })?;
        Ok(held(&place))
    });
    let (left, _) = ran.unwrap_or_else(|problems| panic!("{problems:#?}"));
    let all = looked[0];
    assert!(all > 1 << 20 && looked.len() > 50, "{all} bytes, {} batches", looked.len());
    assert_eq!(looked, vec![all; looked.len()], "who only looks leaves everything there");
    assert!(worked.is_sorted_by(|before, after| before >= after), "{worked:?}");
    let half = worked[worked.len() / 2];
    assert!(worked[0] == all && half < all * 2 / 3 && half > all / 3, "{half} of {all}");
    assert!(worked[worked.len() - 1] < all / 8, "{worked:?}");
    assert_eq!((left, found), (0, 2_000));
}
