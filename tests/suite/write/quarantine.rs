//! quarantine.csv

use caseloom::diagnostic::{Diagnostics, Files, codes};
use caseloom::load::{FileReport, Loaded, Quarantined, SourceReport};
use caseloom::plan::Plan;
use caseloom::resolve;
use caseloom::write::quarantine_csv;

use crate::cli::MAPPING;

fn plan() -> Plan {
    let (mut files, mut diagnostics) = (Files::new(), Diagnostics::new());
    let tree = resolve::parse(&mut files, "mapping.yaml", MAPPING, &mut diagnostics);
    let resolved = resolve::resolve(&mut files, tree, None, &|_| Err(String::new()), &mut diagnostics);
    resolved.check(&mut diagnostics).unwrap()
}

fn row(file: Option<usize>, line: u64, number: u32, raw: &[u8]) -> Quarantined {
    let reason = "`x`, \"y\"".to_owned();
    Quarantined {
        source: 0,
        file,
        line,
        column: None,
        number,
        code: codes::TIME_IN_NO_FORMAT,
        reason,
        raw: raw.to_vec(),
    }
}

fn loaded(quarantine: Vec<Quarantined>) -> Loaded {
    let file = |name: &str, rows| FileReport { name: name.to_owned(), rows, ..FileReport::default() };
    let report = SourceReport { files: vec![file("a.csv", 3), file("b,c.csv", 2)], ..SourceReport::default() };
    let mut loaded = Loaded::default();
    (loaded.sources, loaded.quarantine) = (vec![report], quarantine);
    loaded
}

fn csv(loaded: &Loaded, of_run: &[Quarantined]) -> Vec<u8> {
    quarantine_csv(&plan(), loaded, of_run)
}

#[test]
fn without_rows_there_is_a_header() {
    assert_eq!(csv(&loaded(Vec::new()), &[]), b"source,file,line,code,reason,form,record\n");
}

#[test]
fn a_row_keeps_its_bytes_but_not_its_line_end() {
    let rows = vec![row(Some(0), 2, 0, b"1,\"a, b\"\r\n"), row(Some(1), 9, 4, b"2,\xff\\\n"), row(None, 1, 5, b"")];
    let expected = [
        &b"source,file,line,code,reason,form,record\n"[..],
        b"tickets,a.csv,2,E0802,\"`x`, \"\"y\"\"\",plain,\"1,\"\"a, b\"\"\"\n",
        b"tickets,\"b,c.csv\",9,E0802,\"`x`, \"\"y\"\"\",escaped,\"2,\\xFF\\\\\"\n",
        b"tickets,,1,E0802,\"`x`, \"\"y\"\"\",plain,\n",
    ];
    assert_eq!(String::from_utf8_lossy(&csv(&loaded(rows), &[])), String::from_utf8_lossy(&expected.concat()));
}

#[test]
fn records_can_be_read_back_and_fed_in_again() {
    let raw = b"1,\"two\nlines, and \"\"quotes\"\"\",x\n";
    let out = csv(&loaded(vec![row(Some(0), 2, 0, raw)]), &[]);
    let mut reader = ::csv::ReaderBuilder::new().from_reader(out.as_slice());
    let record = reader.byte_records().next().unwrap().unwrap();
    assert_eq!([&record[6], b"\n"].concat(), raw);
}

#[test]
fn rows_of_the_run_stand_in_their_place_among_the_others() {
    let of_run = [row(Some(1), 2, 3, b"4\r\n")];
    let loaded = loaded(vec![row(Some(0), 2, 0, b"1"), row(Some(1), 3, 4, b"5")]);
    let text = String::from_utf8(csv(&loaded, &of_run)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[2], "tickets,\"b,c.csv\",2,E0802,\"`x`, \"\"y\"\"\",plain,4");
}
