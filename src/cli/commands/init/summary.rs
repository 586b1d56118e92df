//! What `init` tells.

use std::path::Path;

use caseloom::infer::Proposal;

/// What was inferred, what is open, and where it stands.
pub(super) fn text(proposal: &Proposal, output: &Path, locked: Option<&Path>) -> String {
    let mut text = String::from("inferred\n");
    proposal.inferred.iter().for_each(|line| push(&mut text, line));
    if !proposal.open.is_empty() {
        text.push_str("\nopen\n");
        proposal.open.iter().for_each(|line| push(&mut text, line));
    }
    let beside = locked.map(|lock| format!(", its base noted in {}", lock.display())).unwrap_or_default();
    text.push_str(&format!("\nwritten to {}{beside}\n", output.display()));
    text
}

fn push(text: &mut String, line: &str) {
    let line: String = line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    text.push_str(&format!("  {line}\n"));
}
