//! Arithmetic. What isn't quickly done here is done by the interpreter's own functions.

use std::cmp::Ordering;

use super::super::held::Held;
use super::super::node::Calculation;
use super::super::{Out, Stop};
use crate::script::library::{self, Outcome};
use crate::script::value::Value;

pub fn binary<'a>(calculation: Calculation, left: Held<'a>, right: Held<'a>) -> Out<Held<'a>> {
    use Calculation::{Add, Multiply, Subtract};
    let quick = match (calculation, &left, &right) {
        (Add, Held::Integer(left), Held::Integer(right)) => left.checked_add(*right).map(Held::Integer),
        (Subtract, Held::Integer(left), Held::Integer(right)) => left.checked_sub(*right).map(Held::Integer),
        (Multiply, Held::Integer(left), Held::Integer(right)) => left.checked_mul(*right).map(Held::Integer),
        (Subtract, Held::Time(left), Held::Time(right)) => left.checked_sub(*right).map(Held::Duration),
        _ => return of_interpreter(calculation, left, right),
    };
    quick.ok_or(Stop::Interpret)
}

fn of_interpreter<'a>(calculation: Calculation, left: Held<'a>, right: Held<'a>) -> Out<Held<'a>> {
    let (left, right) = (left.into_dynamic()?, right.into_dynamic()?);
    done(match calculation {
        Calculation::Add => library::add(&left, &right, super::super::bounds::BYTES),
        Calculation::Subtract => library::subtract(&left, &right),
        Calculation::Multiply => library::multiply(&left, &right),
        Calculation::Divide => library::divide(&left, &right),
        Calculation::Remainder => library::remainder(&left, &right),
    })
}

pub fn negate(value: Held<'_>) -> Out<Held<'_>> {
    done(library::negate(&value.into_dynamic()?))
}

/// `min` or `max`; null if one is null.
pub fn extreme<'a>(first_wins: fn(Ordering) -> bool, left: Held<'a>, right: Held<'a>) -> Out<Held<'a>> {
    Ok(match left.order(&right)? {
        None => Held::Null,
        Some(order) if first_wins(order) => left,
        Some(_) => right,
    })
}

/// What a function of the interpreter gave.
pub fn done<'b>(outcome: Outcome) -> Out<Held<'b>> {
    let value = outcome.map_err(|_| Stop::Interpret)?;
    Value::try_from(value).map(Held::from).map_err(|_| Stop::Interpret)
}
