//! A mapping with all that it extends, from where they stand.

use super::lock;
use super::overlay::{Extended, Link, extend};
use crate::diagnostic::{Diagnostics, Files};
use crate::shipped::{self, Home, Located};

/// Reads a mapping and lays it over what it extends; where a lock file stands beside it, tells whether the base changed.
///
/// `named` is what the user calls it.
pub fn open(files: &mut Files, located: &Located, named: &str, diagnostics: &mut Diagnostics) -> Extended {
    let link = Link::new(files, located, named, diagnostics);
    let locate = |home: &Home, name: &str| shipped::locate(&home.seen_from(name));
    let extended = extend(files, link, &locate, diagnostics);
    lock::compare(files, &extended, diagnostics);
    extended
}
