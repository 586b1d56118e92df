//! Keys of the sections that stand for each other, for overlays.

use crate::mapping::decode::Variants;

impl Variants {
    /// Of params: a value alone is the default.
    pub const PARAM: Self = Self { short: Some("default"), ..Self::NONE };

    /// Of sources.
    pub const SOURCE: Self = Self {
        alternatives: &[&["files"], &["inline"], &["in"]],
        complete_by: &["files", "inline", "in"],
        ..Self::NONE
    };

    /// Of a profile's sources, any key of which may stand alone.
    pub const SOURCE_CHANGE: Self = Self::NONE;

    /// Of profiles: a new one says which files it reads.
    pub const PROFILE: Self = Self { complete_by: &["sources"], ..Self::NONE };

    /// Of columns: a word alone is the type.
    pub const COLUMN: Self = Self {
        short: Some("type"),
        alternatives: &[
            &["header"],
            &["from"],
            &["script"],
            &["date", "time", "nearest"],
            &["size"],
            &["first"],
            &["last"],
            &["min"],
            &["max"],
            &["count"],
            &["join"],
        ],
        bound: &["where", "distinct", "separator"],
        complete_by: &["type", "from", "script", "date", "size", "first", "last", "min", "max", "count", "join"],
    };

    /// Of values: a path, an expression or a list alone is what `from` says.
    pub const VALUE: Self = Self {
        short: Some("from"),
        alternatives: &[
            &["from"],
            &["as_of"],
            &["before"],
            &["first"],
            &["last"],
            &["min"],
            &["max"],
            &["count"],
            &["join"],
            &["duration"],
            &["time_in"],
            &["next"],
            &["value"],
            &["script"],
        ],
        bound: &["where", "distinct", "separator", "unit", "calendar"],
        complete_by: &[
            "from", "as_of", "before", "first", "last", "min", "max", "count", "join", "duration", "time_in", "next",
            "value", "script",
        ],
    };

    /// Of activities.
    pub const ACTIVITY: Self = Self {
        alternatives: &[&["source"], &["change"], &["rules"], &["deadline"]],
        bound: &["where", "while", "which", "per", "from", "to", "direction", "at", "otherwise"],
        complete_by: &["source", "change", "rules", "deadline"],
        ..Self::NONE
    };
}
