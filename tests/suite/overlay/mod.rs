//! Overlays: mappings that extend others.

mod chain;
mod commands;
mod diff;
mod disabled;
mod lock;
mod missing;
mod origin;
mod rules;
mod same;
mod schema;
mod sections;
mod upgrade;

use std::path::Path;

use caseloom::diagnostic::{Diagnostic, Diagnostics, Files, Place};
use caseloom::plan::Plan;
use caseloom::resolve::{self, Resolved};
use caseloom::shipped;
use serde_json::Value;
use tempfile::TempDir;

use crate::cli::files;

/// A small mapping that uses most of what an overlay may change.
pub const BASE: &str = r#"caseloom: 1
name: desk
version: 1.2.0
source_system: Desk
timezone: UTC
label: { en: Desk, fr: Bureau }
scripts: shared.rhai
params:
  closed: { type: list, default: [Closed], label: { en: Closed, fr: Fermé } }
  patience: { type: duration, default: 4h, label: { en: Patience, fr: Délai } }
sources:
  tickets:
    files: tickets.csv
    key: Id
    at: Opened
    by: Owner
    label: { en: Tickets, fr: Billets }
    columns:
      Id: id
      Opened: { type: timestamp, formats: ["%d.%m.%Y %H:%M"], docs: When it came. }
      Owner: text
      Status: text
      Weight: { type: number, nulls: ["?"] }
      IsHeavy: = heavy(Weight)
  history:
    files: [history.csv]
    optional: true
    case: Ticket
    at: At
    order: Row
    field: Field
    old: Old
    new: New
    label: { en: History, fr: Historique }
    columns: { Ticket: id, At: timestamp, Row: integer, Field: { type: text, values: { Status: [État] } }, Old: text, New: text }
case: { record: tickets, keep_if: { Opened: { present: true } } }
tracked_fields:
  status: { source: history, field: Status, current: case.Status, label: { en: Status, fr: État } }
calendars:
  support: { timezone: Europe/Paris, open: { mon-fri: "08:00-18:00", sat: "09:00-12:00" } }
activities:
  opened: { label: { en: Opened, fr: Ouvert }, source: tickets, where: { Weight: { above: 0 } } }
  closed: { label: { en: Closed, fr: Fermé }, change: status, to: $closed, docs: { en: It is done., fr: C'est fini. } }
  changed:
    label: { en: Changed, fr: Changé }
    rules:
      - { change: status, yields_to: closed }
      - { source: history, where: { Field: Owner } }
  late: { label: { en: Late, fr: En retard }, deadline: { after: opened, within: 4h, unless: closed, calendar: support } }
attributes:
  case:
    Status: { from: case.Status, label: { en: Status, fr: État }, docs: { description: Where it stands., why: It says so. } }
    OpenFor: { duration: [first opened, last closed], unit: h, label: { en: Open for, fr: Durée } }
    IsHeavy: { from: case.IsHeavy, label: { en: Heavy, fr: Lourd } }
    Changes: { count: changed, label: { en: Changes, fr: Changements } }
    Took: { duration: [first opened, last closed], label: { en: Took, fr: Pris } }
    IsQuick: { script: Took < patience, label: { en: Quick, fr: Rapide } }
  event:
    Old: { from: history.Old, label: { en: Old value, fr: Ancienne valeur } }
profiles:
  api: { docs: By the API. }
  report: { sources: { tickets: { columns: { Opened: { header: Date } } }, history: { files: changes.csv } } }
"#;

/// The functions beside it.
pub const SHARED: &str = "fn heavy(weight) { weight != () && weight > 10 }\n";

/// A folder with the base and an overlay.
pub fn folder(overlay: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("base.yaml", BASE), ("shared.rhai", SHARED), ("mine.yaml", overlay)]);
    folder
}

/// What a mapping became.
pub struct Opened {
    pub found: Vec<Diagnostic>,
    pub files: Files,
    pub resolved: Resolved,
    pub plan: Option<Plan>,
}

/// Reads, resolves and checks a mapping.
pub fn open(path: &Path, profile: Option<&str>) -> Opened {
    let (mut files, mut found) = (Files::new(), Diagnostics::new());
    let named = path.to_str().unwrap();
    let located = shipped::locate(named).unwrap();
    let extended = resolve::open(&mut files, &located, named, &mut found);
    let resolved = resolve::resolve_extended(&mut files, &extended, profile, &mut found);
    let plan = resolved.check(&mut found);
    Opened { found: found.sorted(), files, resolved, plan }
}

/// The base with an overlay that begins with `extends`; the rest is given.
pub fn laid(rest: &str) -> Opened {
    let folder = folder(&format!("extends: base.yaml\n{rest}"));
    open(&folder.path().join("mine.yaml"), None)
}

impl Opened {
    /// The mapping in force.
    pub fn json(&self) -> Value {
        serde_json::to_value(&self.resolved.tree).unwrap()
    }

    /// A part of it, by keys with dots between them.
    pub fn at(&self, path: &str) -> Value {
        path.split('.').fold(self.json(), |value, key| value.get(key).cloned().unwrap_or(Value::Null))
    }

    /// The findings: their names, and the text that each marks with the file it stands in.
    pub fn told(&self) -> Vec<String> {
        self.found.iter().map(|finding| format!("{} at {}", finding.code.name(), self.marked(finding))).collect()
    }

    fn marked(&self, finding: &Diagnostic) -> String {
        let Some(Place::Text(span)) = finding.primary().map(|label| &label.place) else { return "nothing".to_owned() };
        let file = Path::new(self.files.name(span.file)).file_name().unwrap().to_str().unwrap();
        format!("`{}` in {file}", &self.files.text(span.file)[span.range()])
    }
}

/// YAML as JSON.
pub fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}
