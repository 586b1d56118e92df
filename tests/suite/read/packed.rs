//! Packed and transcoded files.

use std::fs;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicU64, Ordering};

use caseloom::read::csv::{CsvFile, Dialect, Fault};
use caseloom::read::{Encoding, InputFile, ReadError};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Row, file, found, opened, pool, rows};

fn table() -> String {
    let row = |number: usize| format!("{number},\"text, with\r\n\"\"{number}\"\"\",{}\r\n", number * 7919 % 1000);
    format!("a,b,c\r\n{}", (0..9000).map(row).collect::<String>())
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zstandard(text: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.include_checksum(true).unwrap();
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn zipped(text: &[u8], method: zip::CompressionMethod) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("inner.csv", zip::write::SimpleFileOptions::default().compression_method(method)).unwrap();
    archive.write_all(text).unwrap();
    archive.finish().unwrap().into_inner()
}

fn packed(text: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let (first, second) = text.split_at(text.len() / 3);
    vec![
        ("t.csv.gz", gzip(text)),
        ("t.csv.GZ", [gzip(first), gzip(second)].concat()),
        ("t.csv.zst", zstandard(text)),
        ("t.csv.zip", zipped(text, zip::CompressionMethod::Deflated)),
        ("s.csv.zip", zipped(text, zip::CompressionMethod::Stored)),
    ]
}

fn all(file: &InputFile, block: usize, threads: usize) -> Result<Vec<Row>, ReadError> {
    let csv = CsvFile::open(file, &Dialect::default())?.with_block(block);
    pool(threads).install(|| rows(&csv))
}

#[test]
fn packed_files_give_what_the_plain_one_gives() {
    let folder = tempfile::tempdir().unwrap();
    let text = table();
    let plain = all(&file(folder.path(), "plain.csv", text.as_bytes()), 1 << 18, 1).unwrap();
    assert_eq!(plain.len(), 9000);
    assert_eq!(plain[8999].line, 2 + 8999 * 2);
    for (name, bytes) in packed(text.as_bytes()) {
        let folder = tempfile::tempdir().unwrap();
        let file = file(folder.path(), name, &bytes);
        for (block, threads) in [(1 << 18, 1), (1 << 14, 2), (333, 8)] {
            assert!(all(&file, block, threads).unwrap() == plain, "{name} in blocks of {block}");
        }
    }
}

#[test]
fn truncated_or_changed_archives_are_told_and_give_nothing() {
    for (name, bytes) in packed(table().as_bytes()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let mut changed = bytes.clone();
        let middle = bytes.len() / 2;
        changed[middle] ^= 0x55;
        for broken in [&bytes[..bytes.len() - 5], &bytes[..middle], &changed] {
            fs::write(&path, broken).unwrap();
            let result = found(folder.path(), name).and_then(|files| all(&files[0], 1 << 14, 2));
            let error = result.map(|rows| rows.len()).unwrap_err();
            assert!(matches!(error, ReadError::Damaged { .. }), "{name}: {error}");
            assert!(error.to_string().starts_with(&format!("`{name}")), "{error}");
        }
    }
}

#[test]
fn what_is_no_archive_is_told() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.csv.gz", "b.csv.zst", "c.csv.zip"] {
        fs::write(folder.path().join(name), "a,b\n1,2\n").unwrap();
        let error = found(folder.path(), name).and_then(|files| all(&files[0], 100, 1)).unwrap_err();
        assert!(matches!(error, ReadError::Damaged { .. }), "{error}");
    }
}

#[test]
fn progress_adds_up_to_the_size_as_stored() {
    let text = table();
    for (name, bytes) in packed(text.as_bytes()).into_iter().chain([("plain.csv", text.clone().into_bytes())]) {
        let folder = tempfile::tempdir().unwrap();
        let csv = CsvFile::open(&file(folder.path(), name, &bytes), &Dialect::default()).unwrap().with_block(4096);
        let read = AtomicU64::new(0);
        let scan = csv.scan(&[0], |_| (), &|bytes| _ = read.fetch_add(bytes, Ordering::Relaxed)).unwrap();
        assert!(read.into_inner().abs_diff(scan.bytes) < 100, "{name}");
    }
}

#[test]
fn utf_16_is_told_by_its_mark_or_declared() {
    let text = "a,ü\n1,\"日\n本\"\n😀,\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let declared = |encoding| Dialect { encoding: Some(encoding), ..Dialect::default() };
    for (bytes, dialect) in [
        ([b"\xff\xfe", &little[..]].concat(), Dialect::default()),
        ([b"\xfe\xff", &big[..]].concat(), declared(Encoding::UTF_16LE)),
        (little.clone(), declared(Encoding::UTF_16LE)),
        (big, declared(Encoding::UTF_16BE)),
    ] {
        let (_folder, csv) = opened(&bytes, &dialect).unwrap();
        assert_eq!(csv.header().names, ["a", "ü"]);
        let rows = rows(&csv).unwrap();
        assert_eq!(rows.iter().map(Row::text).collect::<Vec<_>>(), [["1", "日\n本"], ["😀", ""]]);
        assert_eq!(rows[1].raw, "😀,\n".as_bytes());
        assert_eq!(rows[1].line, 4);
    }
}

#[test]
fn what_an_encoding_does_not_know_is_a_fault_of_its_field() {
    let mut bytes: Vec<u8> = "\u{feff}a,b\n1,x".encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.extend([0x00, 0xd8]);
    bytes.extend("\n2,y\n3,z".encode_utf16().flat_map(u16::to_le_bytes));
    bytes.push(0x41);
    let (_folder, csv) = opened(&bytes, &Dialect::default()).unwrap();
    let faults: Vec<_> = rows(&csv).unwrap().iter().map(|row| row.fault).collect();
    let invalid = Some(Fault::InvalidText { wanted: 1 });
    assert_eq!(faults, [invalid, None, invalid]);
}

#[test]
fn windows_1252_is_read_where_it_is_declared() {
    let dialect = Dialect { encoding: Some(Encoding::WINDOWS_1252), ..Dialect::default() };
    let (_folder, csv) = opened(b"gr\xf6\xdfe\n\x80 5\n", &dialect).unwrap();
    assert_eq!(csv.header().names, ["größe"]);
    assert_eq!(rows(&csv).unwrap()[0].text(), ["€ 5"]);
}

#[test]
fn text_is_given_whole_for_other_formats() {
    let folder = tempfile::tempdir().unwrap();
    let file = file(folder.path(), "a.json.gz", &gzip("\u{feff}{\"ü\": 1}".as_bytes()));
    let mut text = String::new();
    file.text(None).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "{\"ü\": 1}");
}

#[test]
fn a_digest_is_of_the_bytes_as_stored() {
    let folder = tempfile::tempdir().unwrap();
    let digest = file(folder.path(), "a.csv", b"abc").digest().unwrap();
    assert_eq!(digest[..4], [0x64, 0x37, 0xb3, 0xac]);
}

#[test]
fn several_files_can_be_scanned_at_once_in_one_small_pool() {
    let folder = tempfile::tempdir().unwrap();
    let text = table();
    let plain = file(folder.path(), "plain.csv", text.as_bytes());
    let gz = file(folder.path(), "packed.csv.gz", &gzip(text.as_bytes()));
    for threads in [1, 2, 8] {
        let scan = |file: &InputFile| {
            let csv = CsvFile::open(file, &Dialect::default()).unwrap().with_block(1000);
            let inner = |_: &caseloom::read::csv::Chunk<'_>| rayon::join(|| 1_u64, || 2).1;
            csv.scan(&[1], inner, &|_| ()).unwrap().records
        };
        let counts = pool(threads).install(|| rayon::join(|| scan(&plain), || scan(&gz)));
        assert_eq!(counts, (9000, 9000));
    }
}

#[test]
fn a_file_that_changes_its_length_is_told() {
    let text = table().repeat(20);
    let utf_16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases =
        [("plain.csv", text.clone().into_bytes()), ("utf16.csv", utf_16), ("gzip.csv.gz", gzip(text.as_bytes()))];
    for (name, bytes) in cases {
        for is_longer in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            let csv = CsvFile::open(&file(folder.path(), name, &bytes), &Dialect::default()).unwrap().with_block(4096);
            let change = |_: &caseloom::read::csv::Chunk<'_>| {
                let file = fs::OpenOptions::new().write(true).open(folder.path().join(name)).unwrap();
                file.set_len(if is_longer { bytes.len() as u64 + 2 } else { bytes.len() as u64 - 2 }).unwrap();
            };
            let error = csv.scan(&[0], change, &|_| ()).unwrap_err();
            assert!(matches!(error, ReadError::Changed { .. }), "{name}, {is_longer}: {error}");
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let found = file(folder.path(), "a.csv", b"abc");
    fs::write(found.path(), "abcd").unwrap();
    assert!(matches!(found.digest(), Err(ReadError::Changed { .. })));
}

#[test]
fn a_header_that_ends_nowhere_is_told_as_what_it_is() {
    let long = "a,".repeat(5 << 20);
    let told = |text: &str| opened(text.as_bytes(), &Dialect::default()).unwrap_err().to_string();
    assert_eq!(told(&long), "the header of `table.csv`, on line 1, is longer than 4 MiB");
    assert_eq!(told(&format!("\"{long}")), "the header of `table.csv`, on line 1, has a quote that never closes");
}
