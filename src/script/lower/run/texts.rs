//! Questions about texts, and texts made of others.

use super::super::bounds::BYTES;
use super::super::held::{Held, List, Words};
use super::super::node::{Method, Node};
use super::super::{Out, Stop};
use super::Frame;
use super::calculate::done;
use crate::script::case::view::CaseView;
use crate::script::library;

/// What a method of a text gives.
pub fn ask<'a>(text: &Words<'_>, method: &Method, arguments: &[Held<'_>]) -> Out<Held<'a>> {
    let words = |argument: usize| match arguments.get(argument) {
        Some(Held::Text(text)) => Ok(text),
        _ => Err(Stop::Interpret),
    };
    Ok(match method {
        Method::Contains => Held::Boolean(text.contains(&**words(0)?)),
        Method::StartsWith => Held::Boolean(text.starts_with(&**words(0)?)),
        Method::EndsWith => Held::Boolean(text.ends_with(&**words(0)?)),
        Method::Matches(pattern) => Held::Boolean(pattern.is_match(text)),
        Method::ContainsAny => Held::Boolean(contains_any(text, arguments)?),
        Method::IsEmpty => Held::Boolean(text.is_empty()),
        Method::Len => Held::whole(text.chars().count()),
        Method::SubString => Held::made(sub_string(text, arguments)?),
        Method::Replace => return done(library::replace(text, words(0)?, words(1)?, BYTES)),
        _ => return Err(Stop::Interpret),
    })
}

fn contains_any(text: &str, arguments: &[Held<'_>]) -> Out<bool> {
    let Some(Held::List(words)) = arguments.first() else { return Err(Stop::Interpret) };
    let text = text.to_lowercase();
    for word in words.iter() {
        let Held::Text(word) = word else { return Err(Stop::Interpret) };
        if text.contains(&word.to_lowercase()) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn sub_string(text: &str, arguments: &[Held<'_>]) -> Out<String> {
    let position = |argument: &Held<'_>| match argument {
        Held::Integer(position) => usize::try_from(*position).map_err(|_| Stop::Interpret),
        _ => Err(Stop::Interpret),
    };
    match arguments {
        [start] => Ok(text.chars().skip(position(start)?).collect()),
        [start, length] => Ok(text.chars().skip(position(start)?).take(position(length)?).collect()),
        _ => Err(Stop::Interpret),
    }
}

/// `` `a ${b}` ``
pub fn interpolated<'a, C: CaseView>(parts: &'a [Node], frame: &mut Frame<'a, C>) -> Out<Held<'a>> {
    let mut whole = String::new();
    for part in parts {
        match part.value(frame)? {
            Held::Text(text) => whole.push_str(&text),
            Held::List(List::Texts(_) | List::Values(_)) => return Err(Stop::Interpret),
            other => {
                let Held::Text(text) = done(library::plain_text(&other.into_dynamic()?))? else {
                    return Err(Stop::Interpret);
                };
                whole.push_str(&text);
            }
        }
        if whole.len() > BYTES {
            return Err(Stop::Interpret);
        }
    }
    frame.note(Held::made(whole))
}
