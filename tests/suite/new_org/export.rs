//! The export of an invented company: 200 cases as a German org of Salesforce exports them in reports.
//!
//! Everything in it comes from one sequence of numbers, so that it can be made again.

/// Minutes since 2026-01-01 00:00 on the clock of Berlin.
type Minute = u32;

const CASES: u32 = 200;
const AGENTS: &[&str] = &["Agentin Ahorn", "Agent Birke", "Agentin Eiche", "Agent Fichte", "Agentin Linde"];
const QUEUE: &str = "Warteschlange Nord";
/// Who makes cases.
const PORTAL: &str = "Kundenportal";
const CUSTOMERS: &[&str] = &["Muster Maschinen GmbH", "Beispiel Brauerei AG", "Probe Papier KG", "Test Textil GmbH"];
const PRODUCTS: &[&str] = &["Pumpe P20", "Ventil V7", "Regler R3", "Pumpe P40"];
const KINDS: &[&str] = &["Störung", "Frage", "Reklamation"];
const CHANNELS: &[&str] = &["E-Mail", "Telefon", "Web"];
const PRIORITIES: &[&str] = &["Niedrig", "Mittel", "Hoch", "Kritisch"];

const NEW: &str = "Neu";
const WORKING: &str = "In Bearbeitung";
const WAITING: &str = "Rückfrage beim Kunden";
const VISIT: &str = "Technikertermin vereinbart";
const PROPOSED: &str = "Lösung vorgeschlagen";
const SOLVED: &str = "Gelöst – bestätigt";
const CANCELLED: &str = "Storniert";

/// The statuses that a case goes through after `Neu`, and up to which number out of 100 that way is taken.
const WAYS: &[(u32, &[&str])] = &[
    (34, &[WORKING, SOLVED]),
    (54, &[WORKING, WAITING, WORKING, SOLVED]),
    (69, &[WORKING, VISIT, WORKING, SOLVED]),
    (77, &[WORKING, VISIT, WORKING, VISIT, WORKING, SOLVED]),
    (85, &[WORKING, SOLVED, WORKING, SOLVED]),
    (90, &[WORKING, PROPOSED, WORKING, SOLVED]),
    (94, &[CANCELLED]),
    (96, &[CANCELLED, WORKING, VISIT, SOLVED]),
    (98, &[WORKING]),
    (100, &[WORKING, WAITING]),
];

/// The files by name.
pub fn files() -> Vec<(&'static str, String)> {
    let mut export = Export::default();
    (0..CASES).for_each(|number| export.case(number));
    vec![
        ("Vorgaenge.csv", table(CASE_HEADER, &export.cases)),
        ("Vorgangsverlauf.csv", table(HISTORY_HEADER, &export.history)),
        ("E-Mails.csv", table(MAIL_HEADER, &export.mails)),
    ]
}

const CASE_HEADER: &str = "Vorgangsnummer;Angelegt am;Angelegt von;Vorgangsinhaber;Bearbeitungsstatus;Geschlossen am;Priorität;Vorgangsart;Eingangskanal;Betreff;Kundenfirma;Produktlinie__c;Kostenstelle__c";
const HISTORY_HEADER: &str = "Vorgangsnummer;Feld / Ereignis;Alter Wert;Neuer Wert;Bearbeitet am;Bearbeitet von";
const MAIL_HEADER: &str = "Vorgangsnummer;Nachrichtendatum;Eingehend;Betreff;Absender";

fn table(header: &str, rows: &[String]) -> String {
    let mut text = format!("{header}\n");
    rows.iter().for_each(|row| text.push_str(&format!("{row}\n")));
    text
}

#[derive(Default)]
struct Export {
    numbers: Numbers,
    cases: Vec<String>,
    history: Vec<String>,
    mails: Vec<String>,
}

/// A sequence of numbers that look random and aren't.
struct Numbers(u64);

impl Default for Numbers {
    fn default() -> Self {
        Self(2026)
    }
}

impl Numbers {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(limit)) as u32
    }

    fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len() as u32) as usize]
    }
}

impl Export {
    fn case(&mut self, number: u32) {
        let id = format!("{:08}", 4711 + number);
        let created = office_hours(number / 2 * 1440 + 8 * 60 + self.numbers.below(540));
        let (agent, priority) = (self.numbers.of(AGENTS), self.numbers.of(PRIORITIES));
        let channel = self.numbers.of(CHANNELS);
        // Cases of an older system came in closed: without a history.
        let is_migrated = number % 67 == 5;
        let (status, closed) =
            if is_migrated { (SOLVED, Some(created)) } else { self.life(&id, created, agent, priority, channel) };
        let closed = closed.map(clock).unwrap_or_default();
        let (kind, customer, product) = (self.numbers.of(KINDS), self.numbers.of(CUSTOMERS), self.numbers.of(PRODUCTS));
        let subject = format!("{kind} {product} ({})", number + 1);
        let cost_centre = 4000 + self.numbers.below(3) * 10;
        let created = clock(created);
        self.cases.push(format!(
            "{id};{created};{PORTAL};{agent};{status};{closed};{priority};{kind};{channel};{subject};{customer};{product};{cost_centre}"
        ));
    }

    /// What happens to a case; its last status, and when it was closed for the last time.
    fn life(
        &mut self,
        id: &str,
        created: Minute,
        agent: &str,
        priority: &str,
        channel: &str,
    ) -> (&'static str, Option<Minute>) {
        self.row(id, "Erstellt", "", "", created, PORTAL);
        if channel == "E-Mail" {
            self.mail(id, created, "Ja", "Bitte um Hilfe", "kunde@example.com");
            self.mail(id, created + 25, "Nein", "Ihre Anfrage ist eingegangen", "service@example.org");
        }
        let mut at = office_hours(created + 5 + self.numbers.below(50));
        self.row(id, "Vorgangsinhaber", QUEUE, agent, at, agent);
        if self.numbers.below(5) == 0 && priority != PRIORITIES[0] {
            self.row(id, "Priorität", PRIORITIES[0], priority, at, agent);
        }
        let chance = self.numbers.below(100);
        let way = WAYS.iter().find(|(limit, _)| chance < *limit).map_or(WAYS[0].1, |(_, way)| *way);
        let (mut status, mut closed) = (NEW, None);
        for next in way {
            at = office_hours(at + 15 + self.numbers.below(900));
            self.row(id, "Bearbeitungsstatus", status, next, at, agent);
            closed = [SOLVED, CANCELLED].contains(next).then_some(at);
            if closed.is_some() {
                self.row(id, "Geschlossen", "", "", at, agent);
            }
            status = next;
        }
        if status == SOLVED && channel == "E-Mail" {
            self.mail(id, at + 60, "Nein", "Zufriedenheitsumfrage: Wie waren wir?", "umfrage@example.org");
        }
        (status, closed)
    }

    fn row(&mut self, id: &str, field: &str, old: &str, new: &str, at: Minute, by: &str) {
        self.history.push(format!("{id};{field};{old};{new};{};{by}", clock(at)));
    }

    fn mail(&mut self, id: &str, at: Minute, incoming: &str, subject: &str, from: &str) {
        self.mails.push(format!("{id};{};{incoming};{subject};{from}", clock(at)));
    }
}

/// The next minute between 8 and 18 o'clock: far from the hours in which clocks are changed.
fn office_hours(at: Minute) -> Minute {
    match at % 1440 {
        before if before < 480 => at - before + 480 + before % 60,
        after if after >= 1080 => at - after + 1440 + 480 + after % 60,
        _ => at,
    }
}

const MONTHS: &[u32] = &[31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// A minute as the reports write it: `03.02.2026 14:05`.
fn clock(at: Minute) -> String {
    let (mut day, minute) = (at / 1440, at % 1440);
    let mut month = 0;
    while day >= MONTHS[month] {
        day -= MONTHS[month];
        month += 1;
    }
    format!("{:02}.{:02}.2026 {:02}:{:02}", day + 1, month + 1, minute / 60, minute % 60)
}
