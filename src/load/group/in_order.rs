//! Cases whose records stand in their order, as they do in many exports: nothing has to be looked for.

use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};

use super::find::{Found, Question};
use super::named::is_called_by_key;
use crate::load::model::Cases;
use crate::rows::{TextId, Texts};

/// How many keys a thread takes at a time.
const STRETCH: usize = 4096;

/// The cases, where each record has a key that comes after the one before, and calls its case by it, and nothing else has
/// a say in which cases there are.
pub fn in_order(question: &Question<'_>) -> Option<Found> {
    let (plan, case) = (question.plan, &question.plan.case);
    let (_, keys) = question.record.as_ref()?;
    let is_simple = case.same_case.is_none() && !case.keep_orphans && case.keep_if.is_none() && is_called_by_key(plan);
    if !is_simple || question.tells_left_out || !are_ascending(keys, question.texts) {
        return None;
    }
    let records = (0..keys.len() as u32).into_par_iter().collect();
    Some(Found { cases: Cases::new(keys.to_vec(), None, records), is_in_order: true, ..Found::default() })
}

/// Whether the key of each comes after the one before: so no two are the same.
fn are_ascending(keys: &[u32], texts: &Texts) -> bool {
    let key = |word: &u32| TextId::from_word(*word).map(|key| texts.get(key));
    let is_ascending = |first: usize, last: usize| {
        let keys = keys.get(first..last.min(keys.len())).unwrap_or_default();
        // Null, which is no key, comes before all others.
        keys.iter().map(key).is_sorted_by(|one, next| one < next) && keys.first().is_none_or(|first| *first != 0)
    };
    // Where they don't, the first few mostly show it.
    let starts = (0..keys.len()).into_par_iter().step_by(STRETCH);
    is_ascending(0, 64) && starts.into_par_iter().all(|start| is_ascending(start, start + STRETCH + 1))
}
