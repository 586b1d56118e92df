//! Names of zones.

use std::fmt;

use chrono_tz::TZ_VARIANTS;

use crate::time::text::scan::{OffsetForm, Scan};

/// No zone has this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownZone {
    /// The name as given.
    pub name: String,
    /// The zone probably meant.
    pub nearest: Option<&'static str>,
}

impl UnknownZone {
    pub(super) fn new(name: &str) -> UnknownZone {
        UnknownZone { name: name.to_owned(), nearest: nearest(name) }
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        match self.nearest {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => "use a name such as `Europe/Paris`, `UTC`, or a fixed offset such as `+02:00`".to_owned(),
        }
    }
}

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no known time zone", self.name)
    }
}

impl std::error::Error for UnknownZone {}

/// The seconds of a name such as `+02:00`.
pub(super) fn fixed_offset(name: &str) -> Option<i32> {
    let mut scan = Scan::new(name.as_bytes());
    // `Z` is for times, not for names of zones.
    matches!(scan.peek(), Some(b'+' | b'-')).then_some(())?;
    let seconds = scan.offset(OffsetForm::Colon)?;
    scan.is_done().then_some(seconds)
}

/// The zone whose name, or whose city, is most like `name`; none where no one is.
fn nearest(name: &str) -> Option<&'static str> {
    let wanted = name.trim().replace(' ', "_").to_ascii_lowercase();
    let likeness = |zone: &str| {
        let zone = zone.to_ascii_lowercase();
        let city = zone.rsplit('/').next().unwrap_or(&zone);
        strsim::jaro_winkler(&zone, &wanted).max(strsim::jaro_winkler(city, &wanted))
    };
    let mut best = (0.88, "");
    for name in TZ_VARIANTS.iter().map(|zone| zone.name()) {
        let likeness = likeness(name);
        // Of equals the shorter: `UTC` rather than `Etc/UTC`.
        if likeness > best.0 || likeness == best.0 && name.len() < best.1.len() {
            best = (likeness, name);
        }
    }
    (!best.1.is_empty()).then_some(best.1)
}
