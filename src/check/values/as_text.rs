//! Scripts and params where only a literal can stand: there they are texts like any other.

use crate::diagnostic::{Diagnostic, codes};
use crate::mapping::decode::{Literal, is_id};
use crate::yaml::Style;

/// Whether a literal reads like a script: `= a + b`; in quotes, where `=x` may be meant, with the blank only.
pub fn is_script(literal: &Literal) -> bool {
    let Some(rest) = literal.text().strip_prefix('=') else { return false };
    let is_plain = literal.scalar.style == Style::Plain;
    let begins = rest.trim_start().starts_with(|letter: char| !matches!(letter, '=' | '>' | '<'));
    begins && (rest.starts_with(' ') || is_plain)
}

/// A script on the right of a test, or as a literal value.
pub fn in_test(literal: &Literal) -> Option<Diagnostic> {
    let help =
        "write a value or a `$param`; a condition as a whole may be a script, `where: = …`, and so may an attribute";
    is_script(literal).then(|| script(literal, help))
}

/// A script or a param in the default of a param.
pub fn in_default(literal: &Literal) -> Option<Diagnostic> {
    let help = "write the value itself; a script that uses the param can work with it";
    is_script(literal).then(|| script(literal, help)).or_else(|| param(literal, "a default is never another param"))
}

/// A script or a param among words and rows that stand in the mapping.
pub fn in_words(literal: &Literal) -> Option<Diagnostic> {
    let help = "write the text itself; a column as a whole may be a script: `Name: = …`";
    is_script(literal).then(|| script(literal, help)).or_else(|| param(literal, "no param can stand here"))
}

fn script(literal: &Literal, help: &str) -> Diagnostic {
    let message = format!("`{}` is a text here, and no script can stand here", literal.text());
    Diagnostic::new(codes::TAKEN_AS_TEXT, message).at(literal.span, "taken as a text").help(help)
}

/// In quotes the text is meant.
fn param(literal: &Literal, why: &str) -> Option<Diagnostic> {
    let name = literal.param().filter(|name| is_id(name))?;
    let message = format!("`${name}` is a text here: {why}");
    let help = format!("write the values themselves, or `\"${name}\"` if the text is meant");
    Some(Diagnostic::new(codes::TAKEN_AS_TEXT, message).at(literal.span, "taken as a text").help(help))
}
