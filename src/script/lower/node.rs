//! What a script is lowered to.

use std::cmp::Ordering;

use crate::script::case::view::EventValue;
use crate::script::library::Unary;
use crate::script::value::Text;
use regex::Regex;

/// A part of a script that gives a value.
pub enum Node {
    Null,
    Boolean(bool),
    Integer(i64),
    Number(f64),
    Text(Text),
    /// A variable of the place, by its index.
    Variable(usize),
    /// A name that the script defines, by its place in the frame.
    Local(usize),
    /// `let`
    Let(usize, Box<Node>),
    Return(Box<Node>),
    /// Its last statement gives the value.
    Block(Vec<Node>),
    If(Box<[Node; 3]>),
    Switch(Box<Switch>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Coalesce(Vec<Node>),
    Not(Box<Node>),
    /// `==`, or `!=` where that is false.
    Equal(bool, Box<[Node; 2]>),
    Compare(fn(Ordering) -> bool, Box<[Node; 2]>),
    Calculate(Calculation, Box<[Node; 2]>),
    Negate(Box<Node>),
    /// `min`, or `max`: whether the first of two wins.
    Extreme(fn(Ordering) -> bool, Box<[Node; 2]>),
    /// Texts and values as one text.
    Interpolated(Vec<Node>),
    List(Vec<Node>),
    Events,
    Field(u32),
    Rows(u32),
    /// A column of the record.
    Record(u32),
    Chain(Box<Chain>),
    Call(Box<Call>),
}

/// An operator on numbers and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calculation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// `switch`
pub struct Switch {
    pub value: Node,
    /// Each label with its branches, in order.
    pub labels: Vec<(Label, Vec<usize>)>,
    /// Conditions, and what they lead to.
    pub branches: Vec<(Node, Node)>,
    /// The branch that needs no label.
    pub default: Option<usize>,
}

/// What a `switch` tells apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Label {
    Null,
    Boolean(bool),
    Integer(i64),
    Text(Text),
}

/// A value and what is asked of it, one after the other.
pub struct Chain {
    pub root: Node,
    pub links: Vec<Link>,
}

/// One question.
pub struct Link {
    /// `?.`: null ends the chain.
    pub is_optional: bool,
    pub method: Method,
    pub arguments: Vec<Node>,
}

/// The body of a function, in the place of its call.
pub struct Call {
    /// The place of its first parameter; the others follow.
    pub first: usize,
    pub arguments: Vec<Node>,
    pub body: Vec<Node>,
}

/// Which column a name means, by source.
pub type ColumnBySource = Box<[Option<u32>]>;

/// A method or a property. What it can be asked of shows when it runs.
pub enum Method {
    IsNull,
    Count,
    First,
    Last,
    Len,
    IsEmpty,
    Has(u32),
    HasAny(Vec<u32>),
    CountOf(u32),
    FirstOf(u32),
    LastOf(u32),
    DirectlyFollows(u32, u32),
    CountDirectlyFollows(u32, u32),
    EventuallyFollows(u32, u32),
    Activities,
    Resources,
    Before,
    After,
    Between,
    /// What an event or a row has under a name.
    Property {
        event: Option<EventProperty>,
        columns: ColumnBySource,
        /// Rows have a time, where no column is called so.
        is_time: bool,
    },
    Value {
        attribute: Option<u32>,
        columns: ColumnBySource,
    },
    Changes,
    Values,
    Distinct,
    At,
    TimeIn,
    CountWhere(ColumnBySource),
    AnyWhere(ColumnBySource),
    AllWhere(ColumnBySource),
    ValuesOf(ColumnBySource),
    Contains,
    StartsWith,
    EndsWith,
    Matches(Regex),
    ContainsAny,
    SubString,
    Replace,
    /// A duration in units of so many milliseconds, or a number of them as a duration.
    Unit(&'static str, i64),
    /// Anything that needs nothing but the value.
    Unary(Unary),
}

/// What an event has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventProperty {
    Time,
    Activity,
    Other(EventValue),
}
