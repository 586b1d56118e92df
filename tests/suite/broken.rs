//! Mappings with one mistake each, in `tests/broken`: each gives exactly the finding that it is there for.
//!
//! The first line of a fixture names the code and the mistake: `# unknown-key: …`. What is drawn is pinned. A fixture
//! with an `input` folder is right as a mapping; its mistake lies in the data or shows in a run only.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use caseloom::diagnostic::{Code, Diagnostic, Files, render};

use crate::mapping::checked;

/// Codes that no fixture raises, and why.
const WITHOUT_FIXTURE: &[(&str, &str)] = &[
    ("mapping-not-utf8", "a fixture is read as text"),
    ("mapping-twice", "an argument of the command line"),
    ("input-not-given", "an argument of the command line"),
    ("not-an-overlay", "an argument of the command line"),
    ("ambiguous-param", "an argument of the command line"),
    ("events-after-extraction", "an argument of the command line"),
    ("option-given-twice", "an argument of the command line"),
    ("param-given-twice", "an argument of the command line"),
    ("unknown-case", "an argument of the command line"),
    ("name-not-in-language", "an argument of the command line"),
    ("headers-alike", "an argument of the command line"),
    ("unusual-set", "an argument of the command line"),
    ("invalid-set", "an argument of the command line"),
    ("conflicting-options", "options of the command line"),
    ("no-tests", "an argument of the command line"),
    ("coverage-too-low", "an argument of the command line"),
    ("input-folder-missing", "an argument of the command line"),
    ("output-exists", "depends on the output folder"),
    ("output-not-writable", "depends on the output folder"),
    ("memory-too-small", "an argument of the command line"),
    ("temporary-not-writable", "depends on the file system"),
    ("not-within-memory", "shows when a run has a bound on memory"),
    ("too-many-quarantined", "stands beside whatever sent rows to quarantine"),
    ("accounts-differ", "a fault of the program itself"),
    ("xes-key-taken", "shows when a run is asked for log.xes"),
    ("unreadable-file", "depends on the file system"),
    ("unknown-field-value", "`validate` tells it of an input"),
    ("profile-not-recognised", "a run takes the profile that is asked for"),
    ("no-tables", "`init` tells it"),
    ("several-mappings-fit", "`init` tells it"),
    ("base-does-not-fit", "`init` tells it"),
    ("no-first-mapping", "`init` tells it"),
    ("script-out-of-memory", "depends on the memory of the machine that builds"),
];

/// A mapping with one mistake.
struct Fixture {
    name: String,
    folder: PathBuf,
    text: String,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

fn fixtures() -> Vec<Fixture> {
    let folders = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut fixtures: Vec<Fixture> = folders
        .map(|folder| Fixture {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            text: std::fs::read_to_string(folder.join("mapping.yaml")).unwrap(),
            folder,
        })
        .collect();
    fixtures.sort_by(|one, other| one.name.cmp(&other.name));
    fixtures
}

impl Fixture {
    /// The code that its first line names.
    fn code(&self) -> Code {
        let line = self.text.lines().next().unwrap_or_default();
        let name = line.strip_prefix("# ").and_then(|line| line.split(':').next()).unwrap_or_default();
        Code::parse(name).unwrap_or_else(|| panic!("{}: the first line names no code: {line}", self.name))
    }

    /// Whether the mistake lies in the data.
    fn has_input(&self) -> bool {
        self.folder.join("input").is_dir()
    }

    /// The exit code, standard error, and `quarantine.csv` of a run.
    fn run(&self) -> String {
        let output = tempfile::tempdir().unwrap();
        let relative = format!("tests/broken/{}", self.name);
        let ran = Command::new(env!("CARGO_BIN_EXE_caseloom"))
            .current_dir(crate::mapping::root())
            .args(["generate", "--quiet", "--color", "never", "--mapping"])
            .arg(format!("{relative}/mapping.yaml"))
            .arg("--input")
            .arg(format!("{relative}/input"))
            .arg("--output")
            .arg(output.path())
            .output()
            .unwrap();
        let told = String::from_utf8(ran.stderr).unwrap().replace(output.path().to_str().unwrap(), "OUTPUT");
        let quarantine = std::fs::read(output.path().join("quarantine.csv")).unwrap_or_default();
        let quarantine = String::from_utf8_lossy(&quarantine);
        format!("exit {:?}\n{told}\n{quarantine}", ran.status.code())
    }

    fn check(&self) -> (Vec<Diagnostic>, Files) {
        checked(&self.folder.join("mapping.yaml"), &self.text)
    }
}

#[test]
fn each_gives_its_finding_alone() {
    let mut wrong = Vec::new();
    for fixture in fixtures() {
        let (found, files) = fixture.check();
        let codes: Vec<Code> = found.iter().map(|each| each.code).collect();
        let wanted = if fixture.has_input() { Vec::new() } else { vec![fixture.code()] };
        if codes != wanted {
            let drawn = render::human::render(&found, &files, render::human::Options::default());
            wrong.push(format!("{}: wanted {wanted:?}, found {codes:?}\n{drawn}", fixture.name));
        }
    }
    assert!(wrong.is_empty(), "{} of the fixtures:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn findings_are_drawn() {
    crate::snapshots().bind(|| {
        for fixture in fixtures().iter().filter(|fixture| !fixture.has_input()) {
            let (found, files) = fixture.check();
            let drawn = render::human::render(&found, &files, render::human::Options::default());
            insta::assert_snapshot!(format!("broken__{}", fixture.name), drawn);
        }
    });
}

/// What a run over a fixture's input says, and the rows that it sets aside.
#[test]

fn runs_are_drawn() {
    let mut untold = Vec::new();
    crate::snapshots().bind(|| {
        for fixture in fixtures().iter().filter(|fixture| fixture.has_input()) {
            let told = fixture.run();
            if !told.contains(fixture.code().id()) {
                untold.push(format!("{}: {} isn't told:\n{told}", fixture.name, fixture.code()));
            }
            insta::assert_snapshot!(format!("broken__{}", fixture.name), told);
        }
    });
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}

#[test]
fn findings_help() {
    for fixture in fixtures().iter().filter(|fixture| !fixture.has_input()) {
        for found in fixture.check().0 {
            assert!(found.help.is_some_and(|help| !help.is_empty()), "{}: no help", fixture.name);
            assert!(found.labels.iter().all(|label| !label.text.is_empty()), "{}: a bare label", fixture.name);
            let message = &found.message;
            assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase), "{}: {message}", fixture.name);
        }
    }
}

#[test]
fn every_code_has_a_fixture() {
    let mut raised: BTreeSet<Code> = fixtures().iter().map(Fixture::code).collect();
    raised.extend(crate::sets::broken::codes());
    raised.extend(crate::testing::broken::codes());
    let excused: BTreeSet<Code> =
        WITHOUT_FIXTURE.iter().map(|(name, _)| Code::parse(name).unwrap_or_else(|| panic!("no code {name}"))).collect();
    let missing: Vec<Code> = Code::all().filter(|code| !raised.contains(code) && !excused.contains(code)).collect();
    assert!(missing.is_empty(), "no fixture for {missing:?}");
    let both: Vec<&Code> = raised.intersection(&excused).collect();
    assert!(both.is_empty(), "excused without need: {both:?}");
}

#[test]
fn a_third_of_the_fixtures_is_not_ascii() {
    let fixtures = fixtures();
    let wide = fixtures.iter().filter(|fixture| !fixture.text.is_ascii()).count();
    assert!(wide * 3 >= fixtures.len(), "{wide} of {}", fixtures.len());
}

#[test]
fn every_snapshot_has_a_fixture() {
    let names: BTreeSet<String> = fixtures().into_iter().map(|fixture| fixture.name).collect();
    for entry in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("snapshots")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_prefix("broken__").and_then(|rest| rest.strip_suffix(".snap")) {
            assert!(names.contains(name), "{file} has no fixture");
        }
    }
}
