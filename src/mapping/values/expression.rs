//! Scripts as they stand in a mapping.

use crate::diagnostic::Span;
use crate::yaml::Scalar;

/// A Rhai script: `= expression`, or the block under `script:`.
#[derive(Debug, Clone)]
pub struct Expression {
    scalar: Scalar,
    /// Where the code begins in the scalar's text.
    start: usize,
    /// Where it stands.
    pub span: Span,
}

impl Expression {
    /// The expression in a scalar that begins with `=`.
    pub fn of_scalar(scalar: &Scalar, span: Span) -> Option<Self> {
        let rest = scalar.text.strip_prefix('=')?;
        let start = scalar.text.len() - rest.trim_start().len();
        Some(Self { scalar: scalar.clone(), start, span })
    }

    /// A whole scalar as a script.
    pub fn of_block(scalar: &Scalar, span: Span) -> Self {
        Self { scalar: scalar.clone(), start: 0, span }
    }

    /// The code.
    pub fn code(&self) -> &str {
        &self.scalar.text[self.start..]
    }

    /// The place in the file of a byte range of the code.
    pub fn part(&self, range: std::ops::Range<usize>) -> Span {
        self.scalar.span_of(range.start + self.start..range.end + self.start)
    }
}
