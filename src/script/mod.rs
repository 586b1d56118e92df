//! Rhai scripts inside a mapping: checked when the mapping is, run in a sandbox over one case at a time.
//!
//! [`compile`] checks a script against a [`Vocabulary`] and finds what it uses; a [`Runtime`], one per thread, evaluates
//! it over a [`CaseView`]. Scripts cannot reach files, the clock or each other, and every evaluation has the same
//! [`Limits`].
//!
//! # What scripts can say
//!
//! Scripts are Rhai without `eval`, `import`, `print`, `try` and function pointers; closures only as arguments. Columns,
//! params and attributes are variables; `OwnerId.Name` works where the mapping has that path. Activities, attributes and
//! columns are given as text that is written out, or as a constant, so that a misspelt one is found before any run.
//!
//! | on | functions |
//! |---|---|
//! | `events` | `count()` `count("a")` `has("a")` `has_any(["a", "b"])` `first()` `first("a")` `last()` `last("a")` `activities()` `resources()` |
//! | | `directly_follows("a", "b")` `count_directly_follows("a", "b")` `eventually_follows("a", "b")` |
//! | | `before(t)` `after(t)` (neither includes `t`) `between(t, u)` (includes both): events again |
//! | | `any(\|e\| …)` `all(\|e\| …)` `filter(\|e\| …)` `map(\|e\| …)`, `for e in events { … }` |
//! | an event | `.time` `.end` `.resource` `.activity` `.label` `value("Attribute")` |
//! | `fields.F` | `values()` (every value held that isn't null, in order) `changes()` `distinct()` (how many values) `first()` `last()` `at(t)` |
//! | | `time_in("A")` `time_in(["A", "B"])` (a duration; an open state ends when the data was extracted) `before(t)` |
//! | `rows.S` | `count()` `first()` `last()` `values("Column")` `before(t)` `after(t)` `between(t, u)` |
//! | | `count_where("Column", value)` `any("Column", value)` `all("Column", value)`; the value may be a list: one of |
//! | | `any`, `all`, `filter`, `map` with a closure, `for r in rows.S { … }` |
//! | a row | `.Column` `value("Column")` `.time` |
//! | `record` | `.Column` `value("Column")` |
//! | text | `contains` `starts_with` `ends_with` `matches("regex")` `contains_any([…])` (no difference of case) `is_empty` `len` |
//! | | `to_lower` `to_upper` `trim` `sub_string(from, length)` `replace(old, new)` `split(separator)` |
//! | a list | `len` `is_empty` `first` `last` `contains` `index_of` `join(separator)` `push` `any` `all` `filter` `map`, `x in list` |
//! | a map | `len` `keys` `contains(key)` `get(key)` (null where it is missing; `map.key` is an error there), `key in map` |
//! | a time | `year` `month` `day` `hour` `minute` `weekday` (Monday is 1) `date_text` `time_text`, all in UTC |
//! | a duration | `ms` `seconds` `minutes` `hours` `days` |
//! | a number | `abs` `floor` `ceil` `round` |
//! | anything | `is_null` `to_text` `to_integer` `to_number` (null if the text is no number) |
//! | functions | `ms(n)` `seconds(n)` `minutes(n)` `hours(n)` `days(n)` (durations) `min(a, b)` `max(a, b)` |
//!
//! **Operators.** `time - time`, `time ± duration`, `duration ± duration`, `duration * number`, `duration / number`,
//! `duration / duration`; whole numbers divide to whole numbers. Values of different kinds neither compare nor add: that
//! is an error, as are overflow and division by zero.
//!
//! **Null** is `()`. It equals only itself; `<`, `>`, `<=`, `>=` with it are false; arithmetic with it gives null; a
//! question about it (`contains`, `matches`, …) is answered no, every other method gives null. `x ?? y` is `y` where `x`
//! is null, `x?.y` is null there. `&&`, `||` and `if` need true or false.

mod case;
mod compile;
mod inspect;
mod library;
mod lower;
mod run;
mod value;

pub use case::facts;
pub use case::no_case::NoCase;
pub use case::view::{CaseView, EventValue, Given, Occurrences, Plain, Seen, Variables};
pub use compile::problem::{Problem, ProblemKind};
pub use compile::shared::{SharedFile, SharedFunctions};
pub use compile::vocabulary::{CaseNames, Namespaces, SourceNames, Variable, Vocabulary};
pub use compile::{Compiled, Form, Uses, compile};
pub use inspect::MixedEnds;
pub use lower::NotLowered;
pub use run::outcomes::{Outcome, Outcomes};
pub use run::sandbox::{Limits, STACK, THREAD_STACK};
pub use run::{Runtime, ScriptError, ScriptErrorKind};
pub use value::{Duration, Kind, NoValue, Text, Time, Value};
