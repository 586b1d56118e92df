//! A cursor over the bytes of a value, with the few reads that all readers of times share.

/// How an offset from UTC may be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::time) enum OffsetForm {
    /// `+hh`, `+hhmm`, `+hh:mm` or `Z`.
    Any,
    /// `+hh:mm` or `Z`.
    Colon,
}

/// What is left of a value.
pub(in crate::time) struct Scan<'a> {
    rest: &'a [u8],
}

impl<'a> Scan<'a> {
    pub(in crate::time) fn new(text: &'a [u8]) -> Scan<'a> {
        Scan { rest: text }
    }

    pub(in crate::time) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(in crate::time) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes one byte if it is `byte`.
    #[inline]
    pub(in crate::time) fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.rest = &self.rest[1..];
        }
        found
    }

    /// Takes `byte`, which must be there.
    #[inline]
    pub(in crate::time) fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    #[inline]
    pub(in crate::time) fn literal(&mut self, literal: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(literal)?;
        Some(())
    }

    /// Takes ASCII letters that match `word` in either case.
    pub(in crate::time) fn word(&mut self, word: &str) -> Option<()> {
        let (head, tail) = self.rest.split_at_checked(word.len())?;
        self.rest = if head.eq_ignore_ascii_case(word.as_bytes()) { tail } else { return None };
        Some(())
    }

    #[inline]
    pub(in crate::time) fn digit(&mut self) -> Option<u32> {
        let (&first, rest) = self.rest.split_first()?;
        let digit = first.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        self.rest = rest;
        Some(u32::from(digit))
    }

    /// Exactly two digits.
    #[inline]
    pub(in crate::time) fn two_digits(&mut self) -> Option<u32> {
        let (&[tens, ones], rest) = self.rest.split_first_chunk()?;
        let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
        if tens > 9 || ones > 9 {
            return None;
        }
        self.rest = rest;
        Some(u32::from(tens * 10 + ones))
    }

    /// Two digits, the first of which may be missing.
    pub(in crate::time) fn one_or_two_digits(&mut self) -> Option<u32> {
        let first = self.digit()?;
        Some(self.digit().map_or(first, |second| first * 10 + second))
    }

    #[inline]
    pub(in crate::time) fn four_digits(&mut self) -> Option<u32> {
        Some(self.two_digits()? * 100 + self.two_digits()?)
    }

    /// At least one digit, and at most 18, as a number.
    pub(in crate::time) fn integer(&mut self) -> Option<i64> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=18).contains(&count) {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    /// At least one digit, read as a fraction of a second, in milliseconds.
    #[inline]
    pub(in crate::time) fn fraction(&mut self) -> Option<u32> {
        let first = self.digit()?;
        Some(self.fraction_after(first))
    }

    pub(in crate::time) fn decimal_mark(&mut self) -> Option<()> {
        (self.take(b'.') || self.take(b',')).then_some(())
    }

    /// `.` or `,` and digits, in milliseconds; 0 where there is neither.
    #[inline]
    pub(in crate::time) fn optional_fraction(&mut self) -> Option<u32> {
        if self.take(b'.') || self.take(b',') { self.fraction() } else { Some(0) }
    }

    /// Exactly `count` digits, read as a fraction of a second, in milliseconds.
    pub(in crate::time) fn fixed_fraction(&mut self, count: u8) -> Option<u32> {
        let mut digits = [0; 3];
        for place in 0..usize::from(count) {
            let digit = self.digit()?;
            if let Some(kept) = digits.get_mut(place) {
                *kept = digit;
            }
        }
        Some(digits[0] * 100 + digits[1] * 10 + digits[2])
    }

    fn fraction_after(&mut self, first: u32) -> u32 {
        let second = self.digit();
        let third = self.digit();
        while self.digit().is_some() {}
        first * 100 + second.unwrap_or(0) * 10 + third.unwrap_or(0)
    }

    /// An offset from UTC in seconds, within 23:59 either way.
    #[inline]
    pub(in crate::time) fn offset(&mut self, form: OffsetForm) -> Option<i32> {
        if self.take(b'Z') || self.take(b'z') {
            return Some(0);
        }
        let negative = self.take(b'-');
        if !negative {
            self.expect(b'+')?;
        }
        let hours = self.two_digits()?;
        let minutes = self.offset_minutes(form)?;
        if hours > 23 || minutes > 59 {
            return None;
        }
        let seconds = (hours * 3_600 + minutes * 60) as i32;
        Some(if negative { -seconds } else { seconds })
    }

    fn offset_minutes(&mut self, form: OffsetForm) -> Option<u32> {
        match self.peek() {
            Some(b':') => {
                self.take(b':');
                self.two_digits()
            }
            Some(b'0'..=b'9') if form == OffsetForm::Any => self.two_digits(),
            _ if form == OffsetForm::Any => Some(0),
            _ => None,
        }
    }
}
