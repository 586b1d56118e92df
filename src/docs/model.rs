//! What a data template says, in one language.

use super::language::{Language, Shown};
use crate::extract::Query;
use crate::plan::{EventKind, StandardValue, ValueType};

/// How much an analysis needs an attribute or an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Need {
    /// Without it there is no log.
    Required,
    /// Most analyses ask for it.
    Recommended,
    /// Some analyses profit from it.
    #[default]
    Optional,
}

impl Need {
    /// The words by which a mapping says it.
    pub const NAMES: &[(&'static str, Self)] =
        &[("required", Self::Required), ("recommended", Self::Recommended), ("optional", Self::Optional)];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Recommended => "recommended",
            Self::Optional => "optional",
        }
    }
}

/// What an attribute describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// The whole log.
    Log,
    /// A case.
    Case,
    /// An event.
    Event,
}

impl Scope {
    /// The scope's name in a mapping.
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Case => "case",
            Self::Event => "event",
        }
    }
}

/// What a column is for in its table, beside what it feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Others refer to the row by it.
    Key,
    /// It tells the case.
    Case,
    /// It is the row's time.
    Time,
    /// It tells who did it.
    Who,
    /// It puts rows in order.
    Order,
    /// It tells which rows are read.
    Filter,
    /// It tells which rows are the same.
    Duplicates,
    /// It refers to another table.
    Reference,
    /// It tells which cases go into the log.
    Keep,
    /// It joins records into one case.
    SameCase,
}

/// The data template of a mapping.
#[derive(Debug)]
pub struct Template {
    /// The language that it is in.
    pub language: Language,
    /// The mapping's name.
    pub name: String,
    /// The mapping's version, empty where it has none.
    pub version: String,
    /// The system that the export comes from.
    pub system: Option<String>,
    /// Its title.
    pub title: Shown,
    /// What is said of the mapping as a whole.
    pub about: About,
    /// The standard columns of events.
    pub standard: Vec<(StandardValue, String)>,
    /// Attributes.
    pub attributes: Vec<Attribute>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// What a case is, sentence by sentence.
    pub case: Vec<Shown>,
    /// Params.
    pub params: Vec<Param>,
    /// Kinds of export.
    pub profiles: Vec<Profile>,
    /// The tables of the export.
    pub sources: Vec<Source>,
}

/// What the docs of a thing say.
#[derive(Debug, Default)]
pub struct About {
    /// What it is.
    pub description: Option<Shown>,
    /// Why it matters.
    pub why: Option<Shown>,
    /// Where it comes from.
    pub from: Option<Shown>,
    /// How it is captured.
    pub captured: Option<Shown>,
    /// How much it is needed.
    pub need: Need,
    /// Examples of its values.
    pub examples: Vec<String>,
}

/// A thing that is pointed at: its title, and the anchor of its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// How it is called.
    pub title: Shown,
    /// Where it stands, without the mapping's own part.
    pub anchor: String,
}

/// An attribute.
#[derive(Debug)]
pub struct Attribute {
    /// Its title, and the anchor of its place.
    pub pointer: Pointer,
    /// Its name in the log.
    pub name: String,
    /// What it describes.
    pub scope: Scope,
    /// The type of its values; `None` where only its script knows it.
    pub kind: Option<ValueType>,
    /// What its docs say.
    pub about: About,
    /// The columns that it is read from, by table.
    pub reads: Vec<(Pointer, Vec<String>)>,
    /// The activities that it is computed from.
    pub activities: Vec<Pointer>,
}

/// An activity.
#[derive(Debug)]
pub struct Activity {
    /// Its title, and the anchor of its place.
    pub pointer: Pointer,
    /// Its id.
    pub id: String,
    /// How its events are known.
    pub kinds: Vec<EventKind>,
    /// What its docs say.
    pub about: About,
    /// The columns that it is read from, by table.
    pub reads: Vec<(Pointer, Vec<String>)>,
    /// The activities that its deadline counts from.
    pub activities: Vec<Pointer>,
    /// The activities that a value names: value, title and docs.
    pub known: Vec<(String, Shown, About)>,
}

/// A param.
#[derive(Debug)]
pub struct Param {
    /// Its title, and the anchor of its place.
    pub pointer: Pointer,
    /// Its id.
    pub id: String,
    /// Its values where nothing else gives any.
    pub default: Vec<String>,
    /// The column whose values it takes.
    pub from: Option<String>,
    /// What its docs say.
    pub about: About,
}

/// A kind of export.
#[derive(Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What its docs say.
    pub about: About,
}

/// A table of the export.
#[derive(Debug)]
pub struct Source {
    /// Its title, and the anchor of its place.
    pub pointer: Pointer,
    /// Its id.
    pub id: String,
    /// Whether an export may lack it.
    pub is_optional: bool,
    /// What its docs say.
    pub about: About,
    /// The file patterns in each kind of export; `None` where that has no such table.
    pub files: Vec<Option<Vec<String>>>,
    /// Where its rows stand inside the records of another: that one, and the path.
    pub within: Option<(Pointer, String)>,
    /// Whether its columns are named by paths.
    pub is_json: bool,
    /// Its columns that an export has to have.
    pub columns: Vec<Column>,
    /// The queries that fetch it.
    pub queries: Vec<Fetch>,
}

/// A column of an export.
#[derive(Debug)]
pub struct Column {
    /// Its id in the mapping.
    pub id: String,
    /// The headers in each kind of export, the first that is there counts; `None` where that has no such column.
    pub headers: Vec<Option<Vec<String>>>,
    /// The type of its values.
    pub kind: ValueType,
    /// Whether an export may lack it.
    pub is_optional: bool,
    /// What its docs say.
    pub about: About,
    /// What it is for.
    pub roles: Vec<Role>,
    /// What is made of it: activities, attributes, params.
    pub feeds: Vec<Pointer>,
}

/// A query with what is to be known of it.
#[derive(Debug)]
pub struct Fetch {
    /// The query.
    pub query: Query,
    /// Its title.
    pub title: Shown,
    /// What its user should know.
    pub notes: Vec<Shown>,
    /// The system's own documentation.
    pub reference: Option<String>,
}
