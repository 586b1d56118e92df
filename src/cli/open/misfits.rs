//! Why no profile fits the input.

use caseloom::diagnostic::{Diagnostic, Diagnostics, Label, Place, codes};

/// A profile, and what of the input doesn't fit it.
type Misfit = (String, Diagnostics);

/// How many times as much has to be wrong with each other profile for one to be the one that was meant.
const NEARER: usize = 2;

/// Why no profile fits: where it is clear which one was meant, all that doesn't fit that one; else of each the first reason,
/// and where what it lacks is declared.
pub fn no_profile(misfits: &[Misfit]) -> Vec<Diagnostic> {
    match nearest(misfits) {
        Some(meant) => only(meant, misfits),
        None => vec![each(misfits)],
    }
}

fn nearest(misfits: &[Misfit]) -> Option<&Misfit> {
    let meant = misfits.iter().min_by_key(|(_, problems)| problems.len())?;
    let mut others = misfits.iter().filter(|other| !std::ptr::eq(*other, meant));
    others.all(|(_, problems)| problems.len() >= NEARER * meant.1.len()).then_some(meant)
}

fn only((meant, problems): &Misfit, misfits: &[Misfit]) -> Vec<Diagnostic> {
    let others = misfits.iter().filter(|(profile, _)| profile != meant);
    let others: Vec<String> = others.map(|(profile, problems)| format!("{} of `{profile}`", problems.len())).collect();
    let count = if problems.len() == 1 { "1 misfit" } else { &format!("{} misfits", problems.len()) };
    let against = if others.is_empty() { String::new() } else { format!(" against {}", others.join(" and ")) };
    let message = format!("no profile fits the input; `{meant}` is nearest, with {count}{against}");
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
