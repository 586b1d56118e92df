//! Why no profile fits the input.

use caseloom::diagnostic::{Diagnostic, Diagnostics, Label, Place, codes};

/// A profile, and what of the input doesn't fit it.
type Misfit = (String, Diagnostics);

/// How many times as much has to be wrong with each other profile for one to be the one that was meant.
const NEARER: usize = 2;

/// Why no profile fits: where it is clear which one was meant, all that doesn't fit that one; else of each the first reason,
/// and where what it lacks is declared.
pub fn no_profile(misfits: &[Misfit]) -> Vec<Diagnostic> {
    let mut by_count: Vec<&Misfit> = misfits.iter().collect();
    by_count.sort_by_key(|(_, problems)| problems.len());
    match by_count.as_slice() {
        [meant, others @ ..] if others.iter().all(|other| other.1.len() >= NEARER * meant.1.len()) => {
            nearest(meant, others)
        }
        _ => vec![each(misfits)],
    }
}

/// All that doesn't fit the one that was meant.
fn nearest((meant, problems): &Misfit, others: &[&Misfit]) -> Vec<Diagnostic> {
    let own = format!("no profile fits the input; `{meant}` is nearest; misfits: {} of `{meant}`", problems.len());
    let message =
        others.iter().fold(own, |message, (profile, problems)| format!("{message}, {} of `{profile}`", problems.len()));
    let finding = Diagnostic::new(codes::PROFILE_NOT_RECOGNISED, message)
        .help(format!("mend what is told of `{meant}` below, or name another profile with `--profile`"));
    std::iter::once(finding).chain(problems.iter().cloned()).collect()
}

fn each(misfits: &[Misfit]) -> Diagnostic {
    let firsts = misfits.iter().filter_map(|(profile, problems)| Some((profile, problems.iter().next()?)));
    let reasons = firsts.clone().map(|(profile, first)| format!("`{profile}`: {}", first.message));
    let message = format!("no profile fits the input; {}", reasons.collect::<Vec<_>>().join("; "));
    let finding = Diagnostic::new(codes::PROFILE_NOT_RECOGNISED, message)
        .help("name one with `--profile` to see everything that doesn't fit it");
    firsts.fold(finding, |finding, (profile, first)| match first.primary() {
        Some(Label { place: Place::Text(span), text }) => finding.also(*span, format!("`{profile}`: {text}")),
        _ => finding,
    })
}
