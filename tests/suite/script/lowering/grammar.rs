//! Scripts made of choices: mostly of values that fit, now and then not.

use super::plain::{ACTIVITIES, VARIABLES, WORDS};

/// Kinds: true or false, whole number, number, text, moment, duration, list, event, row.
const KINDS: [char; 9] = ['b', 'i', 'n', 't', 'm', 'd', 'l', 'e', 'r'];

/// Functions that scripts may call.
pub const SHARED: &str = "const LIMIT = 3; const STATE = \"Open\";
fn twice(x) { x + x }
fn or_else(x, y) { if x == () { return y; } x }
fn over(x) { let x = x ?? 0; x > LIMIT }
fn deep(x) { or_else(twice(x), STATE) }";

/// Writes a script.
pub struct Writer<'a> {
    choices: std::slice::Iter<'a, u8>,
    /// The script's own names, and what they hold.
    scope: Vec<(String, char)>,
}

impl<'a> Writer<'a> {
    pub fn new(choices: &'a [u8]) -> Self {
        Self { choices: choices.iter(), scope: Vec::new() }
    }

    /// Without choices left, always the first.
    fn pick(&mut self, of: usize) -> usize {
        self.choices.next().map_or(0, |choice| usize::from(*choice) % of)
    }

    fn one<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.pick(of.len())]
    }

    fn any_kind(&mut self) -> char {
        KINDS[self.pick(KINDS.len())]
    }

    pub fn script(&mut self) -> String {
        let kind = KINDS[self.pick(7)];
        let mut text = String::new();
        for _ in 0..self.pick(3) {
            text += &self.definition(4);
        }
        if self.pick(6) == 0 {
            text += &format!("if {} {{ return {}; }}\n", self.value('b', 2), self.value(kind, 2));
        }
        text + self.value(kind, 5).as_str()
    }

    fn definition(&mut self, depth: usize) -> String {
        let kind = self.any_kind();
        let value = self.value(kind, depth);
        // Few names, so that they hide each other.
        let name = self.one(&["a", "b", "c"]).to_owned();
        self.scope.push((name.clone(), kind));
        format!("let {name} = {value};\n")
    }

    /// A value of the kind, or something else.
    fn value(&mut self, kind: char, depth: usize) -> String {
        let kind = if self.pick(14) == 13 { self.any_kind() } else { kind };
        if depth == 0 {
            return self.leaf(kind);
        }
        match self.pick(26) {
            0..=3 => self.leaf(kind),
            4 => format!(
                "if {} {{ {} }} else {{ {} }}",
                self.value('b', depth - 1),
                self.value(kind, depth - 1),
                self.value(kind, depth - 1)
            ),
            5 => format!("({} ?? {})", self.value(kind, depth - 1), self.value(kind, depth - 1)),
            6 => self.block(kind, depth - 1),
            7 => format!("or_else({}, {})", self.value(kind, depth - 1), self.value(kind, depth - 1)),
            8 => format!("({})", self.value(kind, depth - 1)),
            9 => format!("{{ if {} {{ {} }} }}", self.value('b', depth - 1), self.value(kind, depth - 1)),
            10 => self.switch(kind, depth - 1),
            _ => self.made(kind, depth - 1),
        }
    }

    fn switch(&mut self, kind: char, depth: usize) -> String {
        let of = ['t', 'i', 'b'][self.pick(3)];
        let labels: &[&str] = match of {
            't' => &["\"Open\"", "\"New\" | \"Done\"", "\"\"", "()", "`Open`"],
            'i' => &["1", "2 | 7", "-3", "0", "\"7\"", "()"],
            _ => &["true", "false", "()"],
        };
        let first = labels[self.pick(labels.len())];
        let second = labels[self.pick(labels.len())];
        let condition = if self.pick(3) == 0 { format!(" if {}", self.value('b', depth)) } else { String::new() };
        let value = self.value(of, depth);
        let (one, other, last) = (self.value(kind, depth), self.value(kind, depth), self.value(kind, depth));
        let default = if self.pick(3) == 0 { String::new() } else { format!(", _ => {last}") };
        format!("(switch {value} {{ {first}{condition} => {one}, {second} => {other}{default} }})")
    }

    fn block(&mut self, kind: char, depth: usize) -> String {
        let outside = self.scope.len();
        let definition = self.definition(depth);
        let value = self.value(kind, depth);
        self.scope.truncate(outside);
        format!("{{ {definition} {value} }}")
    }

    fn leaf(&mut self, kind: char) -> String {
        let mut known: Vec<String> =
            self.scope.iter().filter(|(_, held)| *held == kind).map(|(name, _)| name.clone()).collect();
        known.extend(VARIABLES.iter().filter(|(_, held)| *held == kind).map(|(name, _)| (*name).to_owned()));
        if !known.is_empty() && self.pick(2) == 1 {
            return known[self.pick(known.len())].clone();
        }
        match kind {
            'b' => self.one(&["true", "false", "()", "flag"]).to_owned(),
            'i' => self
                .one(&["0", "1", "2", "-3", "9223372036854775807", "amount", "record.Count", "LIMIT", "()"])
                .to_owned(),
            'n' => self.one(&["0.0", "1.5", "-2.25", "1e300", "rate", "3.0"]).to_owned(),
            't' => {
                let word = WORDS[self.pick(WORDS.len())];
                let written = format!("\"{word}\"");
                self.one(&[&written, "Status", "Owner.Name", "record.Title", "STATE", "fields.status.last()"])
                    .to_owned()
            }
            'm' => self.one(&["started", "ended", "record.Due", "events.last().time"]).to_owned(),
            'd' => self.one(&["delay", "hours(1)", "minutes(90)", "ms(0)", "seconds(1.5)"]).to_owned(),
            'l' => self.one(&["waiting", "[]", "[\"New\", \"Open\"]", "fields.status.values()", "[1, 2.0]"]).to_owned(),
            'e' => self.one(&["events.first()", "events.last()"]).to_owned(),
            _ => self.one(&["rows.email.first()", "rows.email.last()", "rows.phone.first()"]).to_owned(),
        }
    }

    fn made(&mut self, kind: char, depth: usize) -> String {
        match kind {
            'b' => self.truth(depth),
            'i' => self.whole(depth),
            'n' => self.number(depth),
            't' => self.text(depth),
            'm' => self.moment(depth),
            'd' => self.duration(depth),
            'l' => self.list(depth),
            'e' => self.event(depth),
            _ => self.row(depth),
        }
    }

    fn activity(&mut self) -> &'static str {
        ACTIVITIES[self.pick(ACTIVITIES.len())]
    }

    fn truth(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(22) {
            0 | 1 => {
                let kind = self.any_kind();
                let symbol = self.one(&["==", "!="]);
                format!("({} {symbol} {})", of(self, kind), of(self, kind))
            }
            2 | 3 => {
                let kind = ['i', 'n', 't', 'm', 'd', 'b'][self.pick(6)];
                let symbol = self.one(&["<", "<=", ">", ">="]);
                format!("({} {symbol} {})", of(self, kind), of(self, kind))
            }
            4 | 5 => format!("({} && {})", of(self, 'b'), of(self, 'b')),
            6 | 7 => format!("({} || {})", of(self, 'b'), of(self, 'b')),
            8 => format!("!({})", of(self, 'b')),
            9 => format!("({} in {})", of(self, 't'), of(self, 'l')),
            10 => format!("({} !in {})", of(self, 't'), of(self, 'l')),
            11 => format!("{}.has(\"{}\")", self.events(depth), self.activity()),
            12 => format!("{}.has_any([\"{}\", \"{}\"])", self.events(depth), self.activity(), self.activity()),
            13 => {
                let method = self.one(&["directly_follows", "eventually_follows"]);
                format!("{}.{method}(\"{}\", \"{}\")", self.events(depth), self.activity(), self.activity())
            }
            14 => {
                let method = self.one(&["contains", "starts_with", "ends_with"]);
                let dot = self.one(&[".", "?."]);
                format!("({}){dot}{method}({})", of(self, 't'), of(self, 't'))
            }
            15 => format!("({}).matches(\"^[A-Z]|7\")", of(self, 't')),
            16 => format!("({}).contains_any({})", of(self, 't'), of(self, 'l')),
            17 => format!("({}).is_empty()", of(self, 't')),
            18 => {
                let kind = self.any_kind();
                let form = self.one(&["is_null", "over"]);
                format!("{form}({})", of(self, kind))
            }
            19 => {
                let method = self.one(&["any", "all"]);
                format!("{}.{method}(\"Incoming\", {})", self.rows(depth), of(self, 'b'))
            }
            20 => format!("{}.any(\"Subject\", {})", self.rows(depth), of(self, 'l')),
            _ => format!("({}).Incoming", of(self, 'r')),
        }
    }

    fn whole(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(16) {
            0..=4 => {
                let symbol = self.one(&["+", "-", "*", "/", "%"]);
                format!("({} {symbol} {})", of(self, 'i'), of(self, 'i'))
            }
            5 => format!("{}.count()", self.events(depth)),
            6 => format!("{}.count(\"{}\")", self.events(depth), self.activity()),
            7 => format!(
                "{}.count_directly_follows(\"{}\", \"{}\")",
                self.events(depth),
                self.activity(),
                self.activity()
            ),
            8 => format!("({}).len()", if self.pick(2) == 0 { of(self, 't') } else { of(self, 'l') }),
            9 => format!("{}.{}()", self.field(depth), self.one(&["changes", "distinct"])),
            10 => format!("({}).{}()", of(self, 'm'), self.one(&["year", "month", "day", "hour", "minute", "weekday"])),
            11 => format!("({}).ms()", of(self, 'd')),
            12 => format!("to_integer({})", if self.pick(2) == 0 { of(self, 't') } else { of(self, 'n') }),
            13 => format!("{}({}, {})", self.one(&["min", "max"]), of(self, 'i'), of(self, 'n')),
            14 => format!("{}.count_where(\"Subject\", {})", self.rows(depth), of(self, 't')),
            _ => format!("{}({})", self.one(&["-", "abs", "twice", "round"]), of(self, 'i')),
        }
    }

    fn number(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(7) {
            0..=2 => {
                let symbol = self.one(&["+", "-", "*", "/", "%"]);
                let other = if self.pick(2) == 0 { 'i' } else { 'n' };
                format!("({} {symbol} {})", of(self, 'n'), of(self, other))
            }
            3 => format!("({}).{}()", of(self, 'd'), self.one(&["seconds", "minutes", "hours", "days"])),
            4 => format!("({} / {})", of(self, 'd'), of(self, 'd')),
            5 => format!("to_number({})", of(self, 't')),
            _ => format!("{}({})", self.one(&["floor", "ceil", "round", "abs", "-"]), of(self, 'n')),
        }
    }

    fn text(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(14) {
            0 | 1 => format!("({} + {})", of(self, 't'), of(self, 't')),
            2 => {
                let kind = self.any_kind();
                format!("`<${{{}}}|${{{}}}>`", of(self, kind), of(self, 't'))
            }
            3 => {
                format!("({}).{}()", of(self, 't'), self.one(&["to_lower", "to_upper", "trim", "to_text", "to_string"]))
            }
            4 => format!("({}).sub_string({})", of(self, 't'), of(self, 'i')),
            5 => format!("({}).sub_string({}, {})", of(self, 't'), of(self, 'i'), of(self, 'i')),
            6 => format!("({}).replace({}, {})", of(self, 't'), of(self, 't'), of(self, 't')),
            7 => format!("{}.{}()", self.field(depth), self.one(&["first", "last"])),
            8 => format!("{}.at({})", self.field(depth), of(self, 'm')),
            9 => format!(
                "({}){}{}",
                of(self, 'e'),
                self.one(&[".", "?."]),
                self.one(&["activity", "resource", "label", "value(\"Channel\")"])
            ),
            10 => format!(
                "({}){}{}",
                of(self, 'r'),
                self.one(&[".", "?."]),
                self.one(&["Subject", "value(\"Subject\")", "Subject?.trim()"])
            ),
            11 => format!("({}).{}()", of(self, 'l'), self.one(&["first", "last"])),
            12 => format!("({}).{}()", of(self, 'm'), self.one(&["date_text", "time_text", "to_text"])),
            _ => format!("deep({})", of(self, 't')),
        }
    }

    fn moment(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(4) {
            0 => format!("({} {} {})", of(self, 'm'), self.one(&["+", "-"]), of(self, 'd')),
            1 => format!("({}){}{}", of(self, 'e'), self.one(&[".", "?."]), self.one(&["time", "end"])),
            2 => format!("({}){}time", of(self, 'r'), self.one(&[".", "?."])),
            _ => format!("{}({}, {})", self.one(&["min", "max"]), of(self, 'm'), of(self, 'm')),
        }
    }

    fn duration(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(7) {
            0 | 1 => format!("({} - {})", of(self, 'm'), of(self, 'm')),
            2 => format!("({} {} {})", of(self, 'd'), self.one(&["+", "-"]), of(self, 'd')),
            3 => format!("({} {} {})", of(self, 'd'), self.one(&["*", "/"]), of(self, 'i')),
            4 => format!("{}({})", self.one(&["ms", "seconds", "minutes", "hours", "days"]), of(self, 'n')),
            5 => format!(
                "{}.time_in({})",
                self.field(depth),
                if self.pick(2) == 0 { of(self, 't') } else { of(self, 'l') }
            ),
            _ => format!("{}({})", self.one(&["abs", "-"]), of(self, 'd')),
        }
    }

    fn list(&mut self, depth: usize) -> String {
        let of = |writer: &mut Self, kind| writer.value(kind, depth);
        match self.pick(6) {
            0 => format!("[{}, {}]", of(self, 't'), of(self, 't')),
            1 => format!("({} + {})", of(self, 'l'), of(self, 'l')),
            2 => format!("{}.values()", self.field(depth)),
            3 => format!("{}.{}()", self.events(depth), self.one(&["activities", "resources"])),
            4 => format!("{}.values(\"{}\")", self.rows(depth), self.one(&["Subject", "Incoming"])),
            _ => {
                let kind = self.any_kind();
                format!("[{}]", of(self, kind))
            }
        }
    }

    fn event(&mut self, depth: usize) -> String {
        match self.pick(2) {
            0 => format!("{}.{}(\"{}\")", self.events(depth), self.one(&["first", "last"]), self.activity()),
            _ => format!("{}.{}()", self.events(depth), self.one(&["first", "last"])),
        }
    }

    fn row(&mut self, depth: usize) -> String {
        format!("{}.{}()", self.rows(depth), self.one(&["first", "last"]))
    }

    fn events(&mut self, depth: usize) -> String {
        format!("events{}", self.part(depth))
    }

    fn rows(&mut self, depth: usize) -> String {
        format!("rows.email{}", self.part(depth))
    }

    fn part(&mut self, depth: usize) -> String {
        let depth = depth.saturating_sub(1);
        match self.pick(5) {
            0 => format!(".before({})", self.value('m', depth)),
            1 => format!(".after({})", self.value('m', depth)),
            2 => format!(".between({}, {})", self.value('m', depth), self.value('m', depth)),
            _ => String::new(),
        }
    }

    fn field(&mut self, depth: usize) -> String {
        let field = self.one(&["fields.status", "fields.status", "fields.owner"]);
        match self.pick(4) {
            0 => format!("{field}.before({})", self.value('m', depth.saturating_sub(1))),
            _ => field.to_owned(),
        }
    }
}
