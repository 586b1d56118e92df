//! The ids that a mistyped one may have meant.

/// How many ids are offered.
const OFFERED: usize = 3;

/// The ids nearest to one that no case has, at most three, the nearest first.
///
/// Ids that differ only in leading zeros, blanks, separators and the case of letters stand alone: a spreadsheet that took
/// ids for numbers gives such. Else few typing mistakes count, and where none is that near, whatever is least far.
pub fn offers(ids: Vec<String>, asked: &str) -> Vec<String> {
    let wanted = folded(asked);
    let mut ranked: Vec<(usize, String)> =
        ids.into_iter().map(|id| (strsim::damerau_levenshtein(&wanted, &folded(&id)), id)).collect();
    ranked.sort_unstable();
    ranked.dedup();
    let few = wanted.chars().count() / 3;
    let nearest = ranked.first().map_or(0, |(distance, _)| *distance);
    let bound = if nearest == 0 { 0 } else { few };
    let is_near = |distance: usize| nearest > few || distance <= bound;
    ranked.into_iter().filter(|(distance, _)| is_near(*distance)).take(OFFERED).map(|(_, id)| id).collect()
}

/// Lower case, without blanks, separators, and zeros that lead a number.
fn folded(id: &str) -> String {
    let mut folded = String::with_capacity(id.len());
    let mut letters = id.chars().peekable();
    let mut is_in_number = false;
    while let Some(letter) = letters.next() {
        let leads_digit = letters.peek().is_some_and(char::is_ascii_digit);
        if letter == '0' && !is_in_number && leads_digit {
            continue;
        }
        is_in_number = letter.is_ascii_digit();
        if !letter.is_whitespace() && !matches!(letter, '_' | '-' | '.') {
            folded.extend(letter.to_lowercase());
        }
    }
    folded
}
