//! Exports in which much is wrong, made from a seed, and mappings over them that ask for what only all cases together tell.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Tickets that are called by their number, which several may have; changes whose keys several tickets may have.
pub const TICKETS: &str = r#"
caseloom: 1
name: tickets
params: { closed: { type: list, default: [Closed] } }
sources:
  tickets:
    files: "tickets-*.csv"
    key: Id
    at: Opened
    by: Owner.Name
    columns:
      Id: id
      Number: id
      Opened: timestamp
      Status: { type: text, values: { Open: [Open], Closed: [Closed], Waiting: [Waiting] }, others: warn }
      Owner: { type: id, refers_to: user }
      Kind: text
      Subject: text
  updates:
    files: "updates-*.csv"
    key: Uid
    case: Ticket
    at: At
    by: [By.Name, By]
    field: Field
    old: Old
    new: New
    footer: ["total*"]
    columns: { Uid: id, Ticket: id, At: timestamp, Field: text, Old: text, New: text, By: { type: id, refers_to: user } }
  notes:
    files: notes.csv
    case: Ticket
    at: At
    where: { Text: { not: drop } }
    duplicates: { same: [Ticket, At] }
    columns: { Ticket: id, At: timestamp, Text: text, Score: integer }
  user:
    files: users.csv
    key: Id
    columns: { Id: id, Name: text, Boss: { type: id, refers_to: user } }
case: CASE
tracked_fields:
  status: { source: updates, field: Status, current: case.Status }
  owner: { source: updates, field: Owner }
activities:
  opened: { label: Opened, source: tickets }
  closed: { label: Closed, change: status, to: $closed }
  reopened: { label: Reopened, change: status, from: $closed }
  waiting: { label: Waiting, change: status, to: Waiting, which: first }
  owned: { label: Owned, change: owner, which: later }
  noted: { label: Noted, source: notes, at: "= if Score == 7 { 1 / (Score - 7) } else { At }" }
  late: { label: Late, deadline: { after: opened, within: 30d, unless: closed } }
attributes:
  case:
    Number: case.Number
    Status: case.Status
    Kind: case.Kind
    Subject: case.Subject
    Boss: case.Owner.Boss.Name
    Count: = events.count()
    Failing: "= if events.count() > 9 { 1 / (events.count() - 10) } else { 5 }"
    Waited: { time_in: { status: Waiting } }
  event:
    New: updates.New
    Text: notes.Text
"#;

/// Calls that are one case where a customer calls again.
pub const CALLS: &str = r#"
caseloom: 1
name: calls
sources:
  call:
    files: calls.csv
    key: Id
    at: Begin
    case: [Request, Id]
    columns: { Id: id, Request: id, Customer: text, Begin: timestamp, End: timestamp }
  note:
    files: callnotes.csv
    case: Call
    at: At
    columns: { Call: id, At: timestamp }
case: { same_case: { source: call, same: [Customer], until: End, within: 3d, at_most: 12 } }
activities:
  called: { label: Called, source: call }
  again: { label: Again, source: call, which: later }
  noted: { label: Noted, source: note }
attributes:
  case: { IsReopened: '= events.has("again")' }
  event: { Call: call.Id }
"#;

/// Records of JSON whose rows may belong to other cases than the records.
pub const RECORDS: &str = r#"
caseloom: 1
name: records
sources:
  rec:
    files: ["recs-*.json", "recs-*.ndjson"]
    rows: [data, .]
    key: id
    case: [ext, id]
    at: at
    duplicates: { same: id, keep: [{ done: { present: true } }], last_by: [at] }
    columns:
      id: id
      ext: { type: id, optional: true }
      at: timestamp
      done: { type: timestamp, optional: true }
      title: { script: "id + \" of \" + (ext ?? \"-\")" }
  part:
    in: rec
    rows: parts
    case: [other, rec.ext, rec.id]
    at: rec.at
    columns:
      who: { type: id, refers_to: user }
      other: { type: id, optional: true }
      name: { from: [who.Name, who] }
  step:
    in: part
    rows: steps
    key: k
    at: at
    columns: { k: id, at: timestamp, v: { type: text, optional: true }, shown: { script: "k + \"/\" + (v ?? \"\")" } }
  user:
    files: users.csv
    key: Id
    columns: { Id: id, Name: text }
activities:
  begun: { label: Begun, source: rec }
  joined: { label: Joined, source: part, which: first }
  stepped: { label: Stepped, source: step, per: part, which: first }
attributes:
  case: { Steps: = rows.step.count(), Title: { first: rec.title } }
  event: { V: step.shown, Who: part.name }
"#;

/// The same numbers for the same seed.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    pub fn rarely(&mut self, one_in: u64) -> bool {
        self.below(one_in) == 0
    }

    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    pub fn time(&mut self) -> String {
        let (month, day, hour, minute) = (self.below(9) + 1, self.below(28) + 1, self.below(24), self.below(60));
        format!("2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00Z")
    }
}

/// A folder with an export.
pub struct Export {
    folder: tempfile::TempDir,
    random: Random,
}

impl Export {
    pub fn new(seed: u64) -> Self {
        let mut export = Self { folder: tempfile::tempdir().unwrap(), random: Random(seed) };
        fs::create_dir(export.input()).unwrap();
        export.users();
        export.tickets();
        export.updates();
        export.notes();
        export.calls();
        export.records();
        export
    }

    pub fn input(&self) -> PathBuf {
        self.folder.path().join("input")
    }

    /// Writes a mapping beside the input.
    pub fn mapping(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, text.trim_start()).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.input().join(name), text).unwrap();
    }

    /// Writes rows to two files, those with an `s` at the end of the name's second half included.
    fn halves(&self, name: &str, header: &str, rows: &[String], end: &str) {
        let (first, second) = rows.split_at(rows.len() / 2);
        self.write(&format!("{name}-1.csv"), &format!("{header}\n{}\n", first.join("\n")));
        self.write(&format!("{name}-2.csv"), &format!("{header}\n{}\n{end}", second.join("\n")));
    }

    fn users(&mut self) {
        let random = &mut self.random;
        let user = |number: u64| format!("U{number},\"Name {number}\",U{}\n", random.below(35));
        let rows: String = (0..25).map(user).collect();
        self.write("users.csv", &format!("Id,Name,Boss\n{rows}U3,Again,U1\n"));
    }

    fn tickets(&mut self) {
        let random = &mut self.random;
        let mut rows = Vec::new();
        for ticket in 0..200 {
            let number = if random.rarely(20) { random.below(200) } else { ticket };
            let (opened, owner) = (random.time(), random.below(30));
            let (status, kind) =
                (random.one(&["Open", "Closed", "Waiting", "Odd", "Odder"]), random.one(&["a", "b", ""]));
            rows.push(format!("T{ticket},N{number},{opened},{status},U{owner},{kind},\"s, \"\"{ticket}\"\"\""));
        }
        for _ in 0..8 {
            let at = random.below(rows.len() as u64) as usize;
            let again = rows[random.below(200) as usize].clone();
            rows.insert(at, again);
        }
        rows.insert(50, "T17,N7,2026-03-03T00:00:00Z,Other,U1,a,x".to_owned());
        rows.insert(60, ",N7,2026-03-03T00:00:00Z,Open,U1,a,x".to_owned());
        rows.insert(70, "T999,N8,not a time,Open,U1,a,x".to_owned());
        rows.insert(80, "T998,N8".to_owned());
        self.halves("tickets", "Id,Number,Opened,Status,Owner,Kind,Subject", &rows, "");
    }

    fn updates(&mut self) {
        let random = &mut self.random;
        let mut rows = Vec::new();
        for update in 0..1200 {
            let uid = if random.rarely(60) { random.below(1200) } else { update };
            let ticket = random.below(206);
            let at = if random.rarely(90) { "bad".to_owned() } else { random.time() };
            let field = random.one(&["Status", "Status", "Owner", "Color"]);
            let [old, new] = [(); 2].map(|()| random.one(&["Open", "Closed", "Waiting", "New 1", "New 2"]));
            rows.push(format!("{uid},T{ticket},{at},{field},{old},{new},U{}", random.below(40)));
        }
        for _ in 0..20 {
            let again = rows[random.below(1200) as usize].clone();
            rows.push(again);
        }
        self.halves("updates", "Uid,Ticket,At,Field,Old,New,By", &rows, "\"total, 3\"\n");
    }

    fn notes(&mut self) {
        let mut text = "Ticket,At,Text,Score\n".to_owned();
        for _ in 0..400 {
            let random = &mut self.random;
            let ticket = if random.rarely(50) { String::new() } else { format!("T{}", random.below(200)) };
            let score = if random.rarely(40) { "x".to_owned() } else { random.below(60).to_string() };
            let (at, said) = (random.time(), random.one(&["hi", "drop", "漢字", ""]));
            writeln!(text, "{ticket},{at},{said},{score}").unwrap();
        }
        self.write("notes.csv", &text);
    }

    fn calls(&mut self) {
        let (mut calls, mut notes) = ("Id,Request,Customer,Begin,End\n".to_owned(), "Call,At\n".to_owned());
        for call in 0..300 {
            let random = &mut self.random;
            let call = if random.rarely(30) { random.below(300) } else { call };
            let request = if random.rarely(4) { format!("Q{}", random.below(40)) } else { String::new() };
            let customer =
                if random.rarely(5) { random.one(&["crowd", ""]).to_owned() } else { format!("P{}", random.below(60)) };
            let (begin, end) = (random.time(), if random.rarely(9) { String::new() } else { random.time() });
            writeln!(calls, "C{call},{request},{customer},{begin},{end}").unwrap();
        }
        for _ in 0..300 {
            let random = &mut self.random;
            let (prefix, call, at) = (random.one(&["C", "Q"]), random.below(310), random.time());
            writeln!(notes, "{prefix}{call},{at}").unwrap();
        }
        self.write("calls.csv", &calls);
        self.write("callnotes.csv", &notes);
    }

    fn records(&mut self) {
        let mut records: Vec<String> = (0..160).map(|record| self.record(record)).collect();
        for at in 0..12 {
            records.push(records[at * 7].clone());
        }
        let (first, second) = records.split_at(90);
        self.write("recs-1.json", &format!("{{\"data\":[{}]}}", first.join(",\n")));
        let broken = "{\"id\": broken\n{\"id\":\"R1\",\"at\":\"2026-02-02T00:00:00Z\"}\n";
        self.write("recs-2.ndjson", &format!("{}\n{broken}", second.join("\n")));
    }

    fn record(&mut self, record: u64) -> String {
        let random = &mut self.random;
        let id = if random.rarely(25) { random.below(160) } else { record };
        let ext = if random.rarely(2) { format!("\"X{}\"", random.below(30)) } else { "null".to_owned() };
        let at = if random.rarely(50) { "nope".to_owned() } else { random.time() };
        let done = if random.rarely(2) { format!("\"{}\"", random.time()) } else { "null".to_owned() };
        let parts: Vec<String> = (0..random.below(3)).map(|_| Self::part(random)).collect();
        format!("{{\"id\":\"R{id}\",\"ext\":{ext},\"at\":\"{at}\",\"done\":{done},\"parts\":[{}]}}", parts.join(","))
    }

    fn part(random: &mut Random) -> String {
        let other = if random.rarely(4) { format!("\"R{}\"", random.below(160)) } else { "null".to_owned() };
        let mut step = |_| {
            let (key, at, value) = (random.below(900), random.time(), random.one(&["x", "y", "漢"]));
            format!("{{\"k\":\"S{key}\",\"at\":\"{at}\",\"v\":\"{value}\"}}")
        };
        let steps: Vec<String> = (0..3).map(&mut step).collect();
        format!("{{\"who\":\"U{}\",\"other\":{other},\"steps\":[{}]}}", random.below(30), steps.join(","))
    }
}

/// Writes a job of so many cases with ten changes each.
pub fn large(folder: &Path, cases: u64) {
    let mut random = Random(7);
    let (mut tickets, mut changes) = ("Id,Opened,Subject\n".to_owned(), "Ticket,At,Field,Old,New,Note\n".to_owned());
    for case in 0..cases {
        writeln!(tickets, "T{case:09},{},subject of the ticket {case}", random.time()).unwrap();
    }
    for change in 0..10 * cases {
        let (ticket, at, new) = (random.below(cases), random.time(), random.one(&["Open", "Closed", "Waiting"]));
        writeln!(changes, "T{ticket:09},{at},Status,,{new},note of change {change} that says something").unwrap();
    }
    fs::write(folder.join("tickets.csv"), tickets).unwrap();
    fs::write(folder.join("changes.csv"), changes).unwrap();
}

/// A mapping over [`large`].
pub const LARGE: &str = r#"
caseloom: 1
name: large
sources:
  tickets: { files: tickets.csv, key: Id, at: Opened, columns: { Id: id, Opened: timestamp, Subject: text } }
  changes:
    files: changes.csv
    case: Ticket
    at: At
    field: Field
    old: Old
    new: New
    columns: { Ticket: id, At: timestamp, Field: text, Old: text, New: text, Note: text }
case: { record: tickets }
tracked_fields:
  status: { source: changes, field: Status }
activities:
  opened: { label: Opened, source: tickets }
  changed: { label: Changed, change: status }
attributes:
  case: { Subject: case.Subject, Count: = events.count() }
  event: { Note: changes.Note }
"#;
