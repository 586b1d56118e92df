//! From a pattern's text to its operations, with every contradiction found on the way.

use std::collections::BTreeMap;
use std::ops::Range;

use super::error::{FormatError, FormatProblem, Part};
use super::specifier::{Field, Meaning, Operation, Padding, meaning};
use super::{Pattern, Wanted};

/// A pattern while it is read.
struct Compiler<'a> {
    text: &'a str,
    operations: Vec<(Operation, Range<usize>)>,
    parts: BTreeMap<Part, Range<usize>>,
}

impl Pattern {
    pub(in crate::time) fn compile(text: &str, wanted: Wanted) -> Result<Pattern, FormatError> {
        let mut compiler = Compiler { text, operations: Vec::new(), parts: BTreeMap::new() };
        compiler.read()?;
        compiler.check_open_ended()?;
        compiler.check_parts(wanted)?;
        Ok(compiler.finish())
    }
}

impl Compiler<'_> {
    fn read(&mut self) -> Result<(), FormatError> {
        let mut at = 0;
        while at < self.text.len() {
            at = if self.text[at..].starts_with('%') { self.specifier(at)? } else { self.literal(at) };
        }
        if self.parts.is_empty() { Err(self.error(0..self.text.len(), FormatProblem::NoSpecifier)) } else { Ok(()) }
    }

    fn literal(&mut self, from: usize) -> usize {
        let to = self.text[from..].find('%').map_or(self.text.len(), |length| from + length);
        let literal = match self.text.as_bytes()[from..to] {
            [byte] => Operation::Byte(byte),
            ref bytes => Operation::Literal(bytes.into()),
        };
        self.push(literal, from..to);
        to
    }

    fn specifier(&mut self, from: usize) -> Result<usize, FormatError> {
        let modifiers = |symbol: char| symbol.is_ascii_digit() || "-_:.#".contains(symbol);
        let body = &self.text[from + 1..];
        let Some((length, letter)) = body.char_indices().find(|(_, symbol)| !modifiers(*symbol)) else {
            return Err(self.error(from..self.text.len(), FormatProblem::Unfinished));
        };
        let span = from..from + 1 + length + letter.len_utf8();
        let specifier = &self.text[from + 1..span.end];
        if specifier == "%" {
            self.push(Operation::Byte(b'%'), span.clone());
            return Ok(span.end);
        }
        let (operations, part) = meaning(specifier).map_err(|problem| self.error(span.clone(), problem))?;
        self.add((operations, part), span.clone())?;
        Ok(span.end)
    }

    fn add(&mut self, (operations, part): Meaning, span: Range<usize>) -> Result<(), FormatError> {
        let other_hour = match part {
            Part::Hour => Part::HourOfTwelve,
            Part::HourOfTwelve => Part::Hour,
            other => other,
        };
        if self.parts.contains_key(&part) || self.parts.contains_key(&other_hour) {
            return Err(self.error(span, FormatProblem::Twice(part)));
        }
        self.parts.insert(part, span.clone());
        operations.into_iter().for_each(|operation| self.push(operation, span.clone()));
        Ok(())
    }

    fn push(&mut self, operation: Operation, span: Range<usize>) {
        self.operations.push((operation, span));
    }

    fn check_open_ended(&self) -> Result<(), FormatError> {
        let neighbours = self.operations.iter().zip(self.operations.iter().skip(1));
        for ((operation, span), (next, _)) in neighbours {
            if operation.is_open_ended() && next.begins_with_digit() {
                return Err(self.error(span.clone(), FormatProblem::OpenEnded));
            }
        }
        Ok(())
    }

    fn check_parts(&self, wanted: Wanted) -> Result<(), FormatError> {
        self.check_misplaced(wanted)?;
        self.check_zone_letter(wanted)?;
        if self.parts.contains_key(&Part::Epoch) {
            return self.check_epoch();
        }
        self.check_clock()?;
        let needed: &[Part] = match wanted {
            Wanted::Timestamp => &[Part::Year, Part::Month, Part::Day, Part::Hour, Part::Minute],
            Wanted::Date => &[Part::Year, Part::Month, Part::Day],
            Wanted::TimeOfDay => &[Part::Hour, Part::Minute],
        };
        match needed.iter().find(|part| !self.has(**part)) {
            Some(part) => Err(self.error(0..self.text.len(), FormatProblem::Missing(*part))),
            None => Ok(()),
        }
    }

    /// Whether a part is there; either hour counts as the hour.
    fn has(&self, part: Part) -> bool {
        self.parts.contains_key(&part) || part == Part::Hour && self.parts.contains_key(&Part::HourOfTwelve)
    }

    fn check_misplaced(&self, wanted: Wanted) -> Result<(), FormatError> {
        let is_of_date = |part: &Part| *part <= Part::Weekday;
        let is_of_clock = |part: &Part| (Part::Hour..=Part::Fraction).contains(part);
        let misplaced = self.parts.iter().find(|(part, _)| match wanted {
            Wanted::Timestamp => false,
            Wanted::Date => !is_of_date(part),
            Wanted::TimeOfDay => !is_of_clock(part),
        });
        match misplaced {
            Some((part, span)) => Err(self.error(span.clone(), FormatProblem::Misplaced(*part))),
            None => Ok(()),
        }
    }

    fn check_zone_letter(&self, wanted: Wanted) -> Result<(), FormatError> {
        match self.operations.last() {
            Some((Operation::Byte(b'Z'), span)) if wanted == Wanted::Timestamp && !self.has(Part::Offset) => {
                Err(self.error(span.clone(), FormatProblem::ZoneLetter))
            }
            _ => Ok(()),
        }
    }

    fn check_epoch(&self) -> Result<(), FormatError> {
        let beside = self.parts.iter().find(|(part, _)| !matches!(part, Part::Epoch | Part::Fraction));
        match beside {
            Some((part, span)) => Err(self.error(span.clone(), FormatProblem::BesideEpoch(*part))),
            None => Ok(()),
        }
    }

    fn check_clock(&self) -> Result<(), FormatError> {
        let part = |part| self.parts.get(&part);
        match (part(Part::HourOfTwelve), part(Part::Half)) {
            (Some(hour), None) => return Err(self.error(hour.clone(), FormatProblem::HourWithoutHalf)),
            (None, Some(half)) if part(Part::Hour).is_some() => {
                return Err(self.error(half.clone(), FormatProblem::HalfWithoutHour));
            }
            _ => {}
        }
        match part(Part::Fraction) {
            Some(_) if part(Part::Second).is_none() => {
                Err(self.error(0..self.text.len(), FormatProblem::Missing(Part::Second)))
            }
            _ => Ok(()),
        }
    }

    fn finish(self) -> Pattern {
        let place = |wanted: Field| {
            self.operations
                .iter()
                .find_map(|(operation, span)| number_of(operation, wanted).map(|padding| (span.clone(), padding)))
        };
        Pattern {
            carries_offset: self.parts.contains_key(&Part::Offset),
            is_epoch: self.parts.contains_key(&Part::Epoch),
            day: place(Field::Day),
            month: place(Field::Month),
            operations: self.operations.into_iter().map(|(operation, _)| operation).collect(),
        }
    }

    fn error(&self, span: Range<usize>, problem: FormatProblem) -> FormatError {
        FormatError { found: self.text[span.clone()].to_owned(), span, problem }
    }
}

fn number_of(operation: &Operation, wanted: Field) -> Option<Padding> {
    match operation {
        Operation::Number(field, padding) if *field == wanted => Some(*padding),
        _ => None,
    }
}
