//! An order of steps in which each begins where the one before it ends.

/// A step from one value to another; equal values have equal numbers.
pub type Step = (usize, usize);

/// The places of all steps in an order in which each begins where the one before ends, from `held` on if that can be; of
/// several such orders that which keeps nearest to the given one. Where there is none, steps that join the last one come
/// first, then those that none of the others leads to.
pub fn trail(steps: &[Step], held: Option<usize>) -> Vec<usize> {
    let mut left: Vec<usize> = (0..steps.len()).collect();
    let mut ordered = Vec::with_capacity(steps.len());
    let mut held = held;
    while !left.is_empty() {
        let next = next(steps, &left, held);
        let step = left.remove(next);
        held = Some(steps[step].1);
        ordered.push(step);
    }
    ordered
}

/// Which of the steps that are left comes next.
fn next(steps: &[Step], left: &[usize], held: Option<usize>) -> usize {
    let joins = |place: &usize| held.is_some_and(|held| steps[left[*place]].0 == held);
    let leads_on = |place: &usize| {
        let rest: Vec<Step> = left.iter().filter(|other| **other != left[*place]).map(|other| steps[*other]).collect();
        is_trail(&rest, steps[left[*place]].1)
    };
    let follows_none = |place: &usize| {
        let (begin, _) = steps[left[*place]];
        left.iter().all(|other| *other == left[*place] || steps[*other].1 != begin)
    };
    let all = || 0..left.len();
    all()
        .find(|place| joins(place) && leads_on(place))
        .or_else(|| all().filter(|_| !all().any(|place| joins(&place))).find(leads_on))
        .or_else(|| all().find(joins))
        .or_else(|| all().find(follows_none))
        .unwrap_or(0)
}

/// Whether steps can all be gone one after the other from a value on: as many lead to each value as away from it, but for
/// the first and the last, and all hang together.
fn is_trail(steps: &[Step], start: usize) -> bool {
    let balance = |value: usize| {
        let away = steps.iter().filter(|step| step.0 == value).count();
        let to = steps.iter().filter(|step| step.1 == value).count();
        away.abs_diff(to) as isize * if away >= to { 1 } else { -1 }
    };
    let mut values: Vec<usize> = steps.iter().flat_map(|step| [step.0, step.1]).collect();
    values.sort_unstable();
    values.dedup();
    let uneven: Vec<(usize, isize)> =
        values.iter().map(|value| (*value, balance(*value))).filter(|(_, balance)| *balance != 0).collect();
    let is_balanced = match uneven.as_slice() {
        [] => true,
        [one, other] => {
            let first = if one.1 > 0 { one } else { other };
            one.1 + other.1 == 0 && first.1 == 1 && first.0 == start
        }
        _ => false,
    };
    is_balanced && hang_together(steps, start)
}

/// Whether every step is reached from a value over others, in whichever direction they go.
fn hang_together(steps: &[Step], start: usize) -> bool {
    let (mut reached, mut known) = (vec![false; steps.len()], vec![start]);
    while let Some(value) = known.pop() {
        for (step, is_reached) in steps.iter().zip(&mut reached).filter(|(_, is_reached)| !**is_reached) {
            if step.0 == value || step.1 == value {
                *is_reached = true;
                known.extend([step.0, step.1]);
            }
        }
    }
    reached.into_iter().all(|is_reached| is_reached)
}
