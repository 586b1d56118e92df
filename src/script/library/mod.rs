//! The functions that scripts can call. Each is registered once, with the receiver and the number of arguments that
//! the inspection of scripts checks calls against.

mod case;
mod forms;
mod list;
mod number;
mod operators;
mod text;
mod time;

use std::any::TypeId;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, FuncRegistration, Map, NativeCallContext, Position};

use super::value::{Duration, Text, Time};
use crate::script::run::sandbox::Meter;

pub(super) use case::{Event, Events, Field, Fields, Record, Row, Rows, RowsOf, register_case};
pub(super) use forms::{Form, Forms};
pub(super) use number::plain_text;
pub(super) use operators::{add, divide, multiply, negate, remainder, subtract};
pub(super) use text::{check_pattern, pattern, replace};
pub(super) use time::{length, unit, units};

/// What a method is called on, as far as the inspection of a script can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Receiver {
    /// Called on nothing: a function.
    None,
    /// Any value, null included.
    Any,
    /// Null.
    Null,
    Text,
    /// Known to the inspection only: its functions take any value.
    Number,
    /// Known to the inspection only: it has no functions of its own.
    Boolean,
    Time,
    Duration,
    List,
    Map,
    Events,
    Event,
    Field,
    Rows,
    Row,
    Record,
}

impl Receiver {
    fn type_id(self) -> Option<TypeId> {
        Some(match self {
            Self::None => return None,
            Self::Any | Self::Number | Self::Boolean => TypeId::of::<Dynamic>(),
            Self::Null => TypeId::of::<()>(),
            Self::Text => TypeId::of::<Text>(),
            Self::Time => TypeId::of::<Time>(),
            Self::Duration => TypeId::of::<Duration>(),
            Self::List => TypeId::of::<Array>(),
            Self::Map => TypeId::of::<Map>(),
            Self::Events => TypeId::of::<Events>(),
            Self::Event => TypeId::of::<Event>(),
            Self::Field => TypeId::of::<Field>(),
            Self::Rows => TypeId::of::<RowsOf>(),
            Self::Row => TypeId::of::<Row>(),
            Self::Record => TypeId::of::<Record>(),
        })
    }
}

/// Which functions there are: for each name, what it is called on and with how many arguments.
#[derive(Debug, Default)]
pub(super) struct Signatures(BTreeMap<&'static str, BTreeSet<(Receiver, usize)>>);

impl Signatures {
    /// Every name, in order.
    pub fn names(&self, receiver: Option<Receiver>) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter(move |(_, forms)| forms.iter().any(|(on, _)| fits(*on, receiver))).map(|(name, _)| *name)
    }

    /// What `name` can be called on with this number of arguments.
    pub fn receivers(&self, name: &str, arity: usize) -> Vec<Receiver> {
        let forms = self.0.get(name).into_iter().flatten();
        forms.filter(|(on, count)| *on != Receiver::None && *count == arity).map(|(on, _)| *on).collect()
    }

    /// The numbers of arguments that `name` takes on this receiver, the receiver not counted.
    pub fn arities(&self, name: &str, receiver: Option<Receiver>) -> BTreeSet<usize> {
        let forms = self.0.get(name).into_iter().flatten();
        forms.filter(|(on, _)| fits(*on, receiver)).map(|(_, arity)| *arity).collect()
    }
}

/// Whether a function on `on` can be meant where the receiver is `wanted`, or some unknown value.
fn fits(on: Receiver, wanted: Option<Receiver>) -> bool {
    match wanted {
        None => on != Receiver::None,
        Some(Receiver::None) => on == Receiver::None,
        Some(wanted) => on == wanted || on == Receiver::Any,
    }
}

/// Why a function stopped the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub kind: super::ScriptErrorKind,
    pub message: String,
}

pub(super) type Outcome = Result<Dynamic, Box<EvalAltResult>>;
/// A function of one value that looks at nothing else.
pub(super) type Unary = Box<dyn Fn(&Dynamic) -> Outcome>;
pub(super) type Arguments<'a, 'b> = &'a mut [&'b mut Dynamic];

/// An error that stops the script.
pub(super) fn fault(kind: super::ScriptErrorKind, message: impl Into<String>) -> Box<EvalAltResult> {
    let fault = Fault { kind, message: message.into() };
    Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(fault), Position::NONE))
}

pub(super) fn type_fault(message: impl Into<String>) -> Box<EvalAltResult> {
    fault(super::ScriptErrorKind::Type, message)
}

/// What becomes of a method that is called on null.
#[derive(Clone, Copy)]
pub(super) enum OnNull {
    /// It is a question, and null answers no.
    No,
    /// It gives null.
    Null,
    /// It is an error.
    Error,
}

/// Registers functions in an engine and notes their signatures.
pub(super) struct Library<'e> {
    pub engine: &'e mut Engine,
    pub meter: Rc<Meter>,
    pub signatures: Signatures,
    pub forms: Forms,
}

impl<'e> Library<'e> {
    /// Registers everything that doesn't need a case.
    pub fn new(engine: &'e mut Engine, meter: Rc<Meter>) -> Self {
        let mut library = Self { engine, meter, signatures: Signatures::default(), forms: Forms::default() };
        operators::register(&mut library);
        text::register(&mut library);
        number::register(&mut library);
        time::register(&mut library);
        list::register(&mut library);
        library
    }

    /// Registers a method; `arity` doesn't count the receiver, which is the first of the arguments that `body` gets.
    fn method(
        &mut self,
        on: Receiver,
        on_null: OnNull,
        name: &'static str,
        arity: usize,
        body: impl Fn(&NativeCallContext, Arguments) -> Outcome + 'static,
    ) {
        self.register(on, name, arity, body);
        let answer = match on_null {
            OnNull::No => Dynamic::FALSE,
            OnNull::Null => Dynamic::UNIT,
            OnNull::Error => return,
        };
        let known = self.signatures.arities(name, Some(Receiver::Null));
        if !known.contains(&arity) {
            self.register(Receiver::Null, name, arity, move |_, _| Ok(answer.clone()));
        }
    }

    /// Registers a function, called as `name(…)`.
    fn function(&mut self, name: &'static str, arity: usize, body: impl Fn(Arguments) -> Outcome + 'static) {
        self.register(Receiver::None, name, arity, move |_, arguments| body(arguments));
    }

    fn register(
        &mut self,
        on: Receiver,
        name: &'static str,
        arity: usize,
        body: impl Fn(&NativeCallContext, Arguments) -> Outcome + 'static,
    ) {
        let receiver = on.type_id();
        let others = std::iter::repeat_n(TypeId::of::<Dynamic>(), arity);
        let types: Vec<TypeId> = receiver.into_iter().chain(others).collect();
        self.signatures.0.entry(name).or_default().insert((on, arity));
        let native: Rc<forms::Native> = Rc::new(body);
        self.forms.add(on, name, types.len(), Rc::clone(&native));
        self.engine.register_raw_fn(name, types, move |context, arguments| native(&context, arguments));
    }

    /// Registers an operator on any two values.
    fn operator(&mut self, symbol: &'static str, body: impl Fn(Arguments) -> Outcome + 'static) {
        self.symbol(symbol, 2, body);
    }

    /// Registers an operator before any value.
    fn prefix(&mut self, symbol: &'static str, body: impl Fn(Arguments) -> Outcome + 'static) {
        self.symbol(symbol, 1, body);
    }

    fn symbol(&mut self, symbol: &'static str, operands: usize, body: impl Fn(Arguments) -> Outcome + 'static) {
        let types: Vec<TypeId> = std::iter::repeat_n(TypeId::of::<Dynamic>(), operands).collect();
        let native: Rc<forms::Native> = Rc::new(move |_: &NativeCallContext, arguments: Arguments| body(arguments));
        self.forms.add(Receiver::Any, symbol, operands, Rc::clone(&native));
        self.engine.register_raw_fn(symbol, types, move |context, arguments| native(&context, arguments));
    }

    /// Registers a property of a type that can only be read.
    fn property<T: Clone + 'static>(&mut self, name: &str, body: impl Fn(&T) -> Outcome + 'static) {
        let native: Rc<forms::Native> = Rc::new(move |_: &NativeCallContext, arguments: Arguments| {
            let Some(owner) = arguments[0].read_lock::<T>() else { return Ok(Dynamic::UNIT) };
            body(&owner)
        });
        let owner = TypeId::of::<T>();
        self.forms.add_property(owner, name, Rc::clone(&native));
        let getter = forms::getter(name);
        self.engine.register_raw_fn(getter, [owner], move |context, arguments| native(&context, arguments));
    }

    /// Registers a property that gives a handle. After a method of what a property gave, Rhai puts that back into the
    /// property, lest it was changed; to look for a way in vain would take longer than the method.
    /// An assignment comes here as well: it may not change anything.
    fn handle<T, H>(&mut self, name: &str, body: impl Fn(&T) -> H + Copy + 'static)
    where
        T: Clone + 'static,
        H: Clone + PartialEq + 'static,
    {
        self.property(name, move |owner: &T| Ok(Dynamic::from(body(owner))));
        let handle = move |owner: &Dynamic| owner.read_lock::<T>().map(|owner| Dynamic::from(body(&owner)));
        self.forms.add_handle(name, Rc::new(handle));
        let property = name.to_owned();
        let put_back = move |owner: &mut T, handle: H| match handle == body(owner) {
            true => Ok(()),
            false => Err(type_fault(format!("`{property}` cannot be changed"))),
        };
        FuncRegistration::new_setter(name).with_purity(true).register_into_engine(self.engine, put_back);
    }
}

/// A method of any value that takes no argument and looks at nothing but the value.
pub(super) fn unary(name: &str) -> Option<Unary> {
    number::unary(name).or_else(|| text::unary(name)).or_else(|| time::unary(name))
}

/// What a value is, in words for messages.
pub(super) fn what_is(value: &Dynamic) -> &'static str {
    if value.is_unit() {
        "`()` (null)"
    } else if value.is_int() || value.is_float() {
        "a number"
    } else if value.is_bool() {
        "true or false"
    } else if value.is_string() || value.is_char() {
        "text"
    } else if value.is_array() {
        "a list"
    } else if value.is_map() {
        "a map"
    } else {
        what_is_custom(value)
    }
}

fn what_is_custom(value: &Dynamic) -> &'static str {
    let names: [(TypeId, &str); 11] = [
        (TypeId::of::<Time>(), "a time"),
        (TypeId::of::<Duration>(), "a duration"),
        (TypeId::of::<Events>(), "events"),
        (TypeId::of::<Event>(), "an event"),
        (TypeId::of::<Fields>(), "fields"),
        (TypeId::of::<Field>(), "a tracked field"),
        (TypeId::of::<Rows>(), "rows"),
        (TypeId::of::<RowsOf>(), "rows of a source"),
        (TypeId::of::<Row>(), "a row"),
        (TypeId::of::<Record>(), "the record"),
        (TypeId::of::<FnPtr>(), "a function"),
    ];
    let own = value.type_id();
    names.into_iter().find(|(known, _)| *known == own).map_or("a range", |(_, name)| name)
}

/// Text out of an argument, or a clear complaint.
fn text_argument(function: &str, value: &Dynamic) -> Result<Text, Box<EvalAltResult>> {
    if let Ok(letter) = value.as_char() {
        return Ok(letter.to_string().into());
    }
    value.as_immutable_string_ref().map(|text| text.clone()).map_err(|_| wrong_argument(function, "text", value))
}

/// A whole number out of an argument, or a clear complaint.
fn integer_argument(function: &str, value: &Dynamic) -> Result<i64, Box<EvalAltResult>> {
    value.as_int().map_err(|_| wrong_argument(function, "a whole number", value))
}

fn wrong_argument(function: &str, wanted: &str, value: &Dynamic) -> Box<EvalAltResult> {
    type_fault(format!("`{function}` needs {wanted}, not {}", what_is(value)))
}
