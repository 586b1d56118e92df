//! The mapping's sections, each from as written to bound.

mod activities;
mod attributes;
mod calendars;
mod case;
mod common;
mod docs;
mod extract;
mod output;
mod params;
mod reserved;
mod same_case;
mod sources;
mod tracked_fields;

pub use attributes::event_attribute_names;
pub use common::{check_place, places};
pub use output::{check_locale, written_over};
pub use params::misfits;
pub use sources::columns::column_type;

use super::checker::Checker;

/// The levels above a source, from the nearest.
pub fn levels_above(mapping: &crate::mapping::Mapping, source: usize) -> Vec<usize> {
    sources::levels::above(mapping, source).unwrap_or_default()
}

/// Whether a source is a level of something that isn't known, which is reported where it says so.
pub fn lacks_level(mapping: &crate::mapping::Mapping, source: usize) -> bool {
    sources::levels::lacks_above(mapping, source)
}

/// The levels below a source, each behind the one above it.
pub fn levels_below(mapping: &crate::mapping::Mapping, source: usize) -> Vec<usize> {
    sources::levels::below(mapping, source)
}
use crate::diagnostic::codes;
use crate::mapping::decode::Name;
use crate::plan::{LocalTime, Plan};
use crate::time::{DstPolicy, Gap, Overlap, Zone};

/// Binds all sections, each seeing those before it.
pub fn plan(checker: &mut Checker<'_>) -> Plan {
    let mapping = checker.mapping;
    check_version(checker);
    if mapping.name.text.is_empty() {
        checker.report(output::empty_name(&mapping.name, "mapping's name", "write a name, such as that of the file"));
    }
    reserved::names(checker);
    docs::needs(checker);
    extract::extracts(checker);
    let policy = daylight_saving(checker, mapping.daylight_saving.as_ref());
    let local = LocalTime { zone: zone(checker, mapping.timezone.as_ref()), policy };
    let calendars = calendars::calendars(checker);
    sources::outline(checker);
    sources::bind(checker);
    let case = case::case(checker);
    let params = params::params(checker);
    let fields = tracked_fields::tracked_fields(checker);
    let event_names = event_attribute_names(mapping);
    let (activities, rules, yield_order) = activities::activities(checker, &event_names);
    let attributes = attributes::attributes(checker, &event_names);
    sources::column_order::order(checker);
    let output = output::output(checker, &rules);
    reserved::headers(checker, &output);
    Plan {
        name: mapping.name.text.clone(),
        version: mapping.version.as_ref().map_or_else(String::new, |version| version.text.clone()),
        source_system: mapping.source_system.as_ref().map(|name| name.text.clone()),
        profile: None,
        files: Vec::new(),
        local,
        params,
        sources: std::mem::take(&mut checker.sources),
        case,
        fields,
        calendars,
        activities,
        rules,
        yield_order,
        log_attributes: attributes.log,
        case_attributes: attributes.case,
        case_attribute_order: attributes.order,
        event_attributes: attributes.event,
        scripts: std::mem::take(&mut checker.scripts),
        shared: std::mem::take(&mut checker.shared),
        names: std::mem::take(&mut checker.names),
        used_params: checker.used_params.clone(),
        used_calendars: checker.used_calendars.clone(),
        output,
    }
}

fn check_version(checker: &mut Checker<'_>) {
    let version = &checker.mapping.caseloom;
    if version.number != 1 {
        let message = format!(
            "the mapping is written in version {} of the language; this engine reads version 1",
            version.number
        );
        checker.problem(codes::UNSUPPORTED_VERSION, version.span, message, "of another version", "write `caseloom: 1`");
    }
}

/// Binds a zone's name.
pub fn zone(checker: &mut Checker<'_>, name: Option<&Name>) -> Option<Zone> {
    let name = name?;
    if let Some(known) = checker.zones.get(&name.text) {
        return Some(known.clone());
    }
    match Zone::named(&name.text) {
        Ok(zone) => {
            checker.zones.insert(name.text.clone(), zone.clone());
            Some(zone)
        }
        Err(error) => {
            checker.problem(codes::UNKNOWN_TIME_ZONE, name.span, error.to_string(), "unknown zone", error.help());
            None
        }
    }
}

/// Binds what holds in gaps and overlaps.
pub fn daylight_saving(checker: &mut Checker<'_>, written: Option<&crate::mapping::DaylightSaving>) -> DstPolicy {
    let mut policy = DstPolicy::default();
    let Some(written) = written else { return policy };
    let gaps = [("forward", Gap::Forward), ("backward", Gap::Backward), ("reject", Gap::Reject)];
    let overlaps = [("earlier", Overlap::Earlier), ("later", Overlap::Later), ("reject", Overlap::Reject)];
    if let Some(gap) = written.gap.as_ref().and_then(|name| checker.choice(name, &gaps)) {
        policy.gap = gap;
    }
    if let Some(overlap) = written.overlap.as_ref().and_then(|name| checker.choice(name, &overlaps)) {
        policy.overlap = overlap;
    }
    policy
}
