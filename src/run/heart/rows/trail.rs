//! An order of steps in which each begins where the one before it ends.

/// A step from one value to another; equal values have equal numbers, counted from 0.
pub type Step = (usize, usize);

/// The places of all steps in an order in which each begins where the one before ends, from `held` on if that can be; of
/// several such orders that which keeps nearest to the given one. Where there is none, steps that join the last one come
/// first, then those that none of the others leads to.
pub fn trail(steps: &[Step], held: Option<usize>) -> Vec<usize> {
    match start(steps, held) {
        Some(start) => whole(steps, start),
        None => joined(steps, held),
    }
}

/// The value from which all steps can be gone: the one held, or where no step begins there, the first that is left.
fn start(steps: &[Step], held: Option<usize>) -> Option<usize> {
    match held.filter(|held| steps.iter().any(|step| step.0 == *held)) {
        Some(held) => is_trail(steps, held).then_some(held),
        None => steps.iter().map(|step| step.0).find(|start| is_trail(steps, *start)),
    }
}

/// All steps from a value on, from which they can all be gone.
fn whole(steps: &[Step], start: usize) -> Vec<usize> {
    let mut left: Vec<usize> = (0..steps.len()).collect();
    let (mut ordered, mut value) = (Vec::with_capacity(steps.len()), start);
    while !left.is_empty() {
        let here: Vec<usize> = (0..left.len()).filter(|place| steps[left[*place]].0 == value).collect();
        let next = match here.as_slice() {
            [only] => Some(*only),
            // The last way to other steps isn't taken before those that lead back.
            several => several.iter().copied().find(|place| keeps_all(steps, &left, *place)),
        };
        let next = next.unwrap_or(0);
        let step = left.remove(next);
        value = steps[step].1;
        ordered.push(step);
    }
    ordered
}

/// Whether all that is left still hangs together once a step of it was gone.
fn keeps_all(steps: &[Step], left: &[usize], place: usize) -> bool {
    let others = left.iter().filter(|step| **step != left[place]);
    let rest: Vec<Step> = others.map(|step| steps[*step]).collect();
    hang_together(&rest, steps[left[place]].1)
}

/// Steps that can't all be gone one after the other.
fn joined(steps: &[Step], mut held: Option<usize>) -> Vec<usize> {
    let mut left: Vec<usize> = (0..steps.len()).collect();
    let mut ordered = Vec::with_capacity(steps.len());
    while !left.is_empty() {
        let joins = |step: &usize| held.is_some_and(|held| steps[*step].0 == held);
        let follows_none = |step: &usize| left.iter().all(|other| other == step || steps[*other].1 != steps[*step].0);
        let next = left.iter().position(joins).or_else(|| left.iter().position(follows_none)).unwrap_or(0);
        let step = left.remove(next);
        held = Some(steps[step].1);
        ordered.push(step);
    }
    ordered
}

/// Whether steps can all be gone one after the other from a value on: as many lead to each value as away from it, but for
/// the first and the last, and all hang together.
fn is_trail(steps: &[Step], start: usize) -> bool {
    let mut balance = vec![0_i32; 1 + steps.iter().map(|step| step.0.max(step.1)).max().unwrap_or(0).max(start)];
    for (from, to) in steps {
        balance[*from] += 1;
        balance[*to] -= 1;
    }
    let uneven = balance.iter().filter(|balance| **balance != 0).count();
    let is_even = uneven == 0 || uneven == 2 && balance[start] == 1;
    is_even && hang_together(steps, start)
}

/// Whether every step is reached from a value over others, in whichever direction they go.
fn hang_together(steps: &[Step], start: usize) -> bool {
    let (mut left, mut known) = (steps.to_vec(), vec![start]);
    while let Some(value) = known.pop() {
        left.retain(|(from, to)| {
            let is_reached = *from == value || *to == value;
            if is_reached {
                known.extend([*from, *to]);
            }
            !is_reached
        });
    }
    left.is_empty()
}
