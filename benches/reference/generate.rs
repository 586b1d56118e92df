//! Makes the exports of the reference job: a service desk in the style of Salesforce, invented from a seed.
//!
//!     rustc --edition 2024 -O generate.rs && ./generate FOLDER CASES [SEED [few-quotes]]
//!
//! Writes Case.csv, CaseHistory.csv, EmailMessage.csv, CaseMilestone.csv and User.csv as a data loader does: every field
//! in quotes (with `few-quotes` only those that need them), LF, times like `2023-05-04T10:11:12.000+0000`. History and
//! messages come in order of time, not by case. A million cases are 3 GB. The same seed gives the same bytes.

use std::fs::File;
use std::io::{self, BufWriter, Write};

/// Splitmix64.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn chance(&mut self, of: f64) -> bool {
        self.unit() < of
    }

    fn below(&mut self, end: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(end)) >> 64) as u64
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len() as u64) as usize]
    }

    /// Seconds until something happens that takes so long on average.
    fn wait(&mut self, mean: f64) -> i64 {
        (-(1.0 - self.unit()).ln() * mean) as i64 + 1
    }
}

/// An id of 18 characters: prefix, number to the base 62, and three characters that tell the capitals of the others.
fn id(prefix: &str, number: u64) -> String {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const SUFFIX: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    let mut text = format!("{prefix}5g0000000000").into_bytes();
    let mut rest = number + 62_u64.pow(6) * 3 + 917_132_832;
    for digit in text[5..].iter_mut().rev() {
        *digit = DIGITS[(rest % 62) as usize];
        rest /= 62;
    }
    for five in 0..3 {
        let capitals = (0..5).filter(|place| text[five * 5 + place].is_ascii_uppercase());
        let mask = capitals.fold(0, |mask, place| mask | 1 << place);
        text.push(SUFFIX[mask as usize]);
    }
    String::from_utf8(text).expect("ids are ASCII")
}

/// A time as the exports write it; 0 is none.
fn time(seconds: i64) -> String {
    if seconds == 0 {
        return String::new();
    }
    let (day, of_day) = (seconds.div_euclid(86_400) + 719_468, seconds.rem_euclid(86_400));
    let (era, of_era) = (day.div_euclid(146_097), day.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) = (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000+0000")
}

/// Where tables are written, and whether only those fields are quoted that need it.
struct Target<'a> {
    folder: &'a str,
    few_quotes: bool,
}

/// A table that is being written.
struct Table {
    file: BufWriter<File>,
    few_quotes: bool,
}

impl Table {
    fn create(target: &Target<'_>, name: &str, header: &[&str]) -> io::Result<Self> {
        let file = File::create(format!("{}/{name}.csv", target.folder))?;
        let mut table = Self { file: BufWriter::with_capacity(1 << 20, file), few_quotes: target.few_quotes };
        table.row(header)?;
        Ok(table)
    }

    fn row(&mut self, fields: &[impl AsRef<str>]) -> io::Result<()> {
        for (place, field) in fields.iter().enumerate() {
            let field = field.as_ref();
            self.file.write_all(if place > 0 { b"," } else { b"" })?;
            if self.few_quotes && !field.contains([',', '"', '\n', '\r']) {
                self.file.write_all(field.as_bytes())?;
                continue;
            }
            self.file.write_all(b"\"")?;
            match field.contains('"') {
                true => self.file.write_all(field.replace('"', "\"\"").as_bytes())?,
                false => self.file.write_all(field.as_bytes())?,
            }
            self.file.write_all(b"\"")?;
        }
        self.file.write_all(b"\n")
    }
}

const PRIORITIES: [&str; 4] = ["Low", "Medium", "High", "Critical"];
const TYPES: [&str; 6] = ["Question", "Problem", "Feature Request", "Incident", "Billing", "Account Access"];
const ORIGINS: [&str; 5] = ["Email", "Phone", "Web", "Chat", "Social Media"];
const REASONS: [&str; 6] = ["Installation", "Equipment Complexity", "Performance", "Breakdown", "Feedback", "Other"];
const STATUSES: [&str; 6] = ["New", "Working", "Waiting on Customer", "Resolved", "Closed", "Reopened"];
const FIELDS: [&str; 9] =
    ["created", "Owner", "Status", "Priority", "Type", "IsEscalated", "Contact", "Subject", "Entitlement"];
const ROLES: [&str; 4] = ["Tier 1 Agent", "Tier 2 Agent", "Supervisor", "Integration"];
const DEPARTMENTS: [&str; 3] = ["Support EMEA", "Support APAC", "Support AMER"];
#[rustfmt::skip]
const WORDS: [&str; 28] = [
    "Login", "fails", "after", "update", "invoice", "missing", "cannot", "export", "report", "dashboard", "slow", "sync",
    "error", "timeout", "password", "reset", "shipment", "delayed", "refund", "request", "API", "integration", "license",
    "renewal", "printer", "firmware", "crash", "question about",
];
#[rustfmt::skip]
const OTHER_SCRIPTS: [&str; 8] = [
    "ログインできません", "请求退款", "배송 지연 문의", "請求書の再発行をお願いします", "无法导出报表,请协助", "製品の不具合について",
    "계정이 잠겼습니다", "ソフトウェア更新後に動作しない",
];
#[rustfmt::skip]
const FIRST_NAMES: [&str; 20] = [
    "Anna", "Björn", "Carlos", "Dana", "Elif", "Farid", "Grace", "Hiroshi", "Ines", "João", "Katya", "Liam", "Mei", "Noor",
    "Olga", "Priya", "Quinn", "Rosa", "Søren", "Yuki",
];
#[rustfmt::skip]
const LAST_NAMES: [&str; 20] = [
    "Alvarez", "Brown", "Chen", "Dubois", "Eriksson", "Fischer", "García", "Haddad", "Ito", "Jensen", "Kowalski", "López",
    "Müller", "Nguyen", "O'Brien", "Patel", "Rossi", "Smith, Jr.", "Tanaka", "Weber",
];

/// A line of text, sometimes with what has to be quoted.
fn subject(random: &mut Random) -> String {
    if random.chance(0.08) {
        return random.one(&OTHER_SCRIPTS).to_owned();
    }
    let mut text = String::new();
    for place in 0..3 + random.below(5) {
        if place > 0 {
            text.push_str(if random.chance(0.06) { ", " } else { " " });
        }
        let word = random.one(&WORDS);
        match random.chance(0.015) {
            true => text.push_str(&format!("\"{word}\"")),
            false => text.push_str(word),
        }
    }
    if random.chance(0.2) {
        text.push_str(&format!(" [#{}]", random.below(100_000)));
    }
    text
}

/// A value of a field in the history.
#[derive(Clone, Copy)]
enum Value {
    None,
    Status(u8),
    Priority(u8),
    Type(u8),
    Escalated(bool),
    Text(&'static str),
    Owner(Owner),
}

#[derive(Clone, Copy, PartialEq)]
enum Owner {
    User(u32),
    Queue(u32),
}

impl Owner {
    fn id(self) -> String {
        match self {
            Self::User(number) => id("005", number.into()),
            Self::Queue(number) => id("00G", number.into()),
        }
    }
}

impl Value {
    fn text(self) -> String {
        match self {
            Self::None => String::new(),
            Self::Status(place) => STATUSES[usize::from(place)].to_owned(),
            Self::Priority(place) => PRIORITIES[usize::from(place)].to_owned(),
            Self::Type(place) => TYPES[usize::from(place)].to_owned(),
            Self::Escalated(truth) => truth.to_string(),
            Self::Text(text) => text.to_owned(),
            Self::Owner(owner) => owner.id(),
        }
    }
}

/// A row of the history.
#[derive(Clone, Copy)]
struct Change {
    time: i64,
    case: u32,
    by: u32,
    field: u8,
    old: Value,
    new: Value,
}

struct Message {
    time: i64,
    case: u32,
    incoming: bool,
    by: u32,
}

struct Milestone {
    case: u32,
    kind: u64,
    start: i64,
    target: i64,
    done: i64,
    violated: bool,
}

/// A case that runs through its life.
struct Case<'w> {
    world: &'w mut World,
    number: u32,
    /// The moment at hand.
    now: i64,
    status: u8,
    priority: u8,
    kind: u8,
    owner: Owner,
    agent: u32,
    creator: u32,
    escalated: bool,
    closed: i64,
}

const USERS: u64 = 2_000;
const QUEUES: u64 = 20;
/// 2023-01-01
const BEGIN: i64 = 1_672_531_200;
/// Two years.
const SPAN: i64 = 730 * 86_400;
/// When the export was made: what would happen later hasn't.
const EXPORTED: i64 = BEGIN + SPAN + 3_600;

const NEW: u8 = 0;
const WORKING: u8 = 1;
const WAITING: u8 = 2;
const RESOLVED: u8 = 3;
const CLOSED: u8 = 4;
const REOPENED: u8 = 5;

struct World {
    random: Random,
    changes: Vec<Change>,
    messages: Vec<Message>,
    milestones: Vec<Milestone>,
}

/// Nothing, once the export was made.
type Goes = Option<()>;

impl Case<'_> {
    fn random(&mut self) -> &mut Random {
        &mut self.world.random
    }

    fn wait(&mut self, mean: f64) {
        self.now += self.random().wait(mean);
    }

    fn change(&mut self, by: u32, field: u8, old: Value, new: Value) -> Goes {
        let happens = self.now < EXPORTED;
        if happens {
            self.world.changes.push(Change { time: self.now, case: self.number, by, field, old, new });
        }
        happens.then_some(())
    }

    fn message(&mut self, time: i64, incoming: bool, by: u32) {
        self.world.messages.push(Message { time, case: self.number, incoming, by });
    }

    fn turn(&mut self, by: u32, status: u8) -> Goes {
        self.change(by, 2, Value::Status(self.status), Value::Status(status))?;
        self.status = status;
        Some(())
    }

    fn begin(&mut self, origin: u64) {
        let created = self.now;
        let _ = self.change(self.creator, 0, Value::None, Value::None);
        if origin == 0 || self.random().chance(0.3) {
            self.message(created, true, self.creator);
        }
        if self.random().chance(0.85) {
            let time = created + self.random().wait(1_800.0);
            if time < EXPORTED {
                self.message(time, false, self.agent);
            }
        }
    }

    fn live(&mut self) -> Goes {
        self.wait(3_600.0);
        let first = Owner::User(self.agent);
        self.change(self.agent, 1, Value::Owner(self.owner), Value::Owner(first))?;
        self.owner = first;
        if self.random().chance(0.4) {
            let next = (self.priority + 1 + self.random().below(3) as u8) % 4;
            if !self.random().chance(0.4) {
                self.wait(600.0);
            }
            self.change(self.agent, 3, Value::Priority(self.priority), Value::Priority(next))?;
            self.priority = next;
        }
        if self.random().chance(0.25) {
            let next = (self.kind + 1 + self.random().below(5) as u8) % 6;
            if !self.random().chance(0.5) {
                self.wait(600.0);
            }
            self.change(self.agent, 4, Value::Type(self.kind), Value::Type(next))?;
            self.kind = next;
        }
        for round in 0.. {
            self.work()?;
            if round == 3 || !self.random().chance(0.08) {
                return Some(());
            }
            self.reopen()?;
        }
        Some(())
    }

    /// From the beginning of work to the end.
    fn work(&mut self) -> Goes {
        self.wait(5_400.0);
        if self.status != WORKING {
            self.turn(self.agent, WORKING)?;
        }
        while self.random().chance(0.46) {
            self.ask()?;
        }
        while self.random().chance(0.22) {
            self.hand_over()?;
        }
        if !self.escalated && self.random().chance(0.08) {
            self.wait(7_200.0);
            self.change(self.agent, 5, Value::Escalated(false), Value::Escalated(true))?;
            self.escalated = true;
        }
        if self.random().chance(0.12) {
            self.wait(900.0);
            let _ = self.change(self.agent, 7, Value::Text("old subject, with comma"), Value::Text("new subject"));
        }
        if self.random().chance(0.03) {
            return None;
        }
        self.wait(28_800.0);
        self.turn(self.agent, RESOLVED)?;
        if self.random().chance(0.7) {
            self.message(self.now, false, self.agent);
        }
        if self.random().chance(0.9) {
            self.wait(172_800.0);
            self.turn(self.agent, CLOSED)?;
            self.closed = self.now;
        }
        Some(())
    }

    fn ask(&mut self) -> Goes {
        self.wait(14_400.0);
        self.turn(self.agent, WAITING)?;
        self.message(self.now, false, self.agent);
        self.wait(86_400.0);
        if self.now >= EXPORTED {
            return None;
        }
        self.message(self.now, true, self.agent);
        self.wait(3_600.0);
        self.turn(self.agent, WORKING)?;
        if self.random().chance(0.15) {
            let _ = self.change(self.agent, 6, Value::Text("Ms. A. Contact"), Value::Text("Mr. B, Contact"));
        }
        Some(())
    }

    fn hand_over(&mut self) -> Goes {
        self.wait(10_000.0);
        let agent = self.random().below(USERS) as u32;
        let to = match self.random().chance(0.1) {
            true => Owner::Queue(self.random().below(QUEUES) as u32),
            false => Owner::User(agent),
        };
        if to == self.owner {
            return Some(());
        }
        self.change(self.agent, 1, Value::Owner(self.owner), Value::Owner(to))?;
        (self.owner, self.agent) = (to, agent);
        if self.random().chance(0.3) {
            let _ = self.change(self.agent, 8, Value::Text("Gold \"24x7\""), Value::Text("Silver"));
        }
        Some(())
    }

    fn reopen(&mut self) -> Goes {
        self.wait(200_000.0);
        self.closed = 0;
        let to = if self.random().chance(0.5) { REOPENED } else { WORKING };
        self.turn(self.creator, to)?;
        self.message(self.now, true, self.creator);
        Some(())
    }

    /// What was promised, and when it was kept; gives how many promises there were and when the last was kept.
    fn promises(&mut self, created: i64) -> (u64, i64) {
        let goal = [172_800, 86_400, 28_800, 14_400][usize::from(self.priority)];
        let count = if self.random().chance(0.1) { 0 } else { 1 + self.random().below(2) };
        let mut exit = 0;
        for kind in 0..count {
            let target = created + if kind == 0 { goal / 4 } else { goal * 3 };
            let done = if kind == 0 { created + self.random().wait(goal as f64 / 8.0) } else { self.closed };
            let done = if done >= EXPORTED { 0 } else { done };
            let violated = done == 0 && target < EXPORTED || done > target;
            self.world.milestones.push(Milestone { case: self.number, kind, start: created, target, done, violated });
            exit = if done == 0 { exit } else { done };
        }
        (count, exit)
    }

    /// The record as it is when the export is made.
    fn record(&mut self, cases: u64, origin: u64, created: i64) -> Vec<String> {
        let (promises, exit) = self.promises(created);
        let is_closed = self.status == CLOSED;
        let closed = if is_closed { self.closed } else { 0 };
        let mut row =
            vec![id("500", self.number.into()), "false".to_owned(), format!("{:08}", self.number + 1_000_000)];
        row.push(id("003", self.random().below(cases / 2 + 1)));
        row.push(id("001", self.random().below(cases / 20 + 1)));
        row.push(if self.random().chance(0.6) { id("01t", self.random().below(300)) } else { String::new() });
        row.push(if self.random().chance(0.3) { id("02i", self.random().below(cases)) } else { String::new() });
        row.push(String::new());
        row.push(TYPES[usize::from(self.kind)].to_owned());
        row.push(STATUSES[usize::from(self.status)].to_owned());
        row.push(if self.random().chance(0.5) { self.random().one(&REASONS).to_owned() } else { String::new() });
        row.push(ORIGINS[origin as usize].to_owned());
        row.push(subject(self.random()));
        row.push(PRIORITIES[usize::from(self.priority)].to_owned());
        row.push(if self.random().chance(0.5) { String::new() } else { description(self.random()) });
        row.extend([is_closed.to_string(), time(closed), self.escalated.to_string(), self.owner.id()]);
        row.extend([time(if promises > 0 { created } else { 0 }), time(exit), time(created)]);
        row.extend([id("005", self.creator.into()), time(self.now.min(EXPORTED))]);
        row
    }
}

fn description(random: &mut Random) -> String {
    let mut text = subject(random);
    for _ in 0..random.below(4) {
        text.push_str(if random.chance(0.3) { "\n" } else { ". " });
        text.push_str(&subject(random));
    }
    text
}

fn users(target: &Target<'_>, random: &mut Random) -> io::Result<()> {
    #[rustfmt::skip]
    let header = ["Id", "Username", "FirstName", "LastName", "Name", "UserRoleName", "Department", "IsActive", "TimeZoneSidKey", "CreatedDate"];
    let mut table = Table::create(target, "User", &header)?;
    for number in 0..USERS {
        let (first, last) = (random.one(&FIRST_NAMES), random.one(&LAST_NAMES));
        let (role, department) = (random.one(&ROLES), random.one(&DEPARTMENTS));
        let (active, created) = (random.chance(0.9).to_string(), time(BEGIN - 86_400 * (number as i64 % 900)));
        let (name, mail) = (format!("{first} {last}"), format!("u{number}@example.com"));
        let id = id("005", number);
        table.row(&[&id, &mail, first, last, &name, role, department, &active, "Europe/Berlin", &created])?;
    }
    table.file.flush()
}

fn cases(target: &Target<'_>, world: &mut World, count: u64) -> io::Result<()> {
    #[rustfmt::skip]
    let header = ["Id", "IsDeleted", "CaseNumber", "ContactId", "AccountId", "ProductId", "AssetId", "ParentId", "Type", "Status", "Reason", "Origin", "Subject", "Priority", "Description", "IsClosed", "ClosedDate", "IsEscalated", "OwnerId", "SlaStartDate", "SlaExitDate", "CreatedDate", "CreatedById", "LastModifiedDate"];
    let mut table = Table::create(target, "Case", &header)?;
    let mut times: Vec<i64> = (0..count).map(|_| BEGIN + (world.random.unit() * SPAN as f64) as i64).collect();
    times.sort_unstable();
    for (number, created) in (0..).zip(times) {
        let random = &mut world.random;
        let (priority, kind, origin) = (random.below(4) as u8, random.below(6) as u8, random.below(5));
        let (creator, queue, agent) =
            (random.below(USERS) as u32, random.below(QUEUES) as u32, random.below(USERS) as u32);
        let (owner, status, now) = (Owner::Queue(queue), NEW, created);
        let (escalated, closed) = (false, 0);
        let mut case = Case { world, number, now, status, priority, kind, owner, agent, creator, escalated, closed };
        case.begin(origin);
        let _ = case.live();
        table.row(&case.record(count, origin, created))?;
    }
    table.file.flush()
}

fn history(target: &Target<'_>, changes: &mut [Change]) -> io::Result<()> {
    changes.sort_by_key(|change| change.time);
    #[rustfmt::skip]
    let header = ["Id", "IsDeleted", "CaseId", "CreatedById", "CreatedDate", "Field", "DataType", "OldValue", "NewValue"];
    let mut table = Table::create(target, "CaseHistory", &header)?;
    for (number, change) in (0..).zip(changes) {
        let (case, by, at) = (id("500", change.case.into()), id("005", change.by.into()), time(change.time));
        let data_type = match change.field {
            1 => "EntityId",
            5 => "Boolean",
            _ => "DynamicEnum",
        };
        let (old, new) = (change.old.text(), change.new.text());
        let field = FIELDS[usize::from(change.field)];
        table.row(&[&id("017", number), "false", &case, &by, &at, field, data_type, &old, &new])?;
    }
    table.file.flush()
}

fn messages(target: &Target<'_>, world: &mut World) -> io::Result<()> {
    world.messages.sort_by_key(|message| message.time);
    #[rustfmt::skip]
    let header = ["Id", "ParentId", "CreatedById", "CreatedDate", "Incoming", "MessageDate", "Status", "Subject", "FromAddress", "ToAddress"];
    let mut table = Table::create(target, "EmailMessage", &header)?;
    for (number, message) in (0..).zip(&world.messages) {
        let (case, by, at) = (id("500", message.case.into()), id("005", message.by.into()), time(message.time));
        let subject = format!("RE: {} [ ref:!{case}:ref ]", subject(&mut world.random));
        let (customer, desk) = (format!("customer{}@example.org", message.case), "support@example.com".to_owned());
        let (status, from, to) = if message.incoming { ("1", customer, desk) } else { ("3", desk, customer) };
        let incoming = message.incoming.to_string();
        table.row(&[&id("02s", number), &case, &by, &at, &incoming, &at, status, &subject, &from, &to])?;
    }
    table.file.flush()
}

fn milestones(target: &Target<'_>, milestones: &[Milestone]) -> io::Result<()> {
    #[rustfmt::skip]
    let header = ["Id", "CaseId", "MilestoneTypeId", "StartDate", "TargetDate", "CompletionDate", "IsCompleted", "IsViolated"];
    let mut table = Table::create(target, "CaseMilestone", &header)?;
    for (number, each) in (0..).zip(milestones) {
        let ids = [id("555", number), id("500", each.case.into()), id("557", each.kind)];
        let times = [time(each.start), time(each.target), time(each.done)];
        let truths = [(each.done != 0).to_string(), each.violated.to_string()];
        table.row(&[ids.as_slice(), &times, &truths].concat())?;
    }
    table.file.flush()
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let usage = || io::Error::other("usage: generate FOLDER CASES [SEED [few-quotes]]");
    let [_, folder, count, others @ ..] = arguments.as_slice() else { return Err(usage()) };
    let few_quotes = match others {
        [] | [_] => false,
        [_, quotes] if quotes == "few-quotes" => true,
        _ => return Err(usage()),
    };
    let target = Target { folder, few_quotes };
    let number = |text: &String| text.parse::<u64>().map_err(io::Error::other);
    let (count, seed) = (number(count)?, others.first().map_or(Ok(42), number)?);
    std::fs::create_dir_all(folder)?;
    let mut world = World { random: Random(seed), changes: Vec::new(), messages: Vec::new(), milestones: Vec::new() };
    users(&target, &mut world.random)?;
    cases(&target, &mut world, count)?;
    history(&target, &mut std::mem::take(&mut world.changes))?;
    messages(&target, &mut world)?;
    milestones(&target, &world.milestones)
}
