//! Which expected event is which event of the log.

/// How two lists belong together.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Alignment {
    /// Positions in both lists, in order.
    pub pairs: Vec<(usize, usize)>,
    /// Positions in the first list that have no partner.
    pub missing: Vec<usize>,
    /// Positions in the second list that have no partner.
    pub added: Vec<usize>,
}

/// Pairs as many as can be paired without crossing.
pub fn align(first: usize, second: usize, is_same: impl Fn(usize, usize) -> bool) -> Alignment {
    let lengths = lengths(first, second, &is_same);
    let mut alignment = Alignment::default();
    let (mut left, mut right) = (0, 0);
    while left < first && right < second {
        if is_same(left, right) {
            alignment.pairs.push((left, right));
            (left, right) = (left + 1, right + 1);
        } else if lengths[left + 1][right] >= lengths[left][right + 1] {
            alignment.missing.push(left);
            left += 1;
        } else {
            alignment.added.push(right);
            right += 1;
        }
    }
    alignment.missing.extend(left..first);
    alignment.added.extend(right..second);
    alignment
}

/// Per pair of starts: how many can be paired from there on.
fn lengths(first: usize, second: usize, is_same: &impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut lengths = vec![vec![0; second + 1]; first + 1];
    for left in (0..first).rev() {
        for right in (0..second).rev() {
            lengths[left][right] = if is_same(left, right) {
                lengths[left + 1][right + 1] + 1
            } else {
                lengths[left + 1][right].max(lengths[left][right + 1])
            };
        }
    }
    lengths
}

impl Alignment {
    /// Takes out and gives pairs of a missing and an added position that belong together.
    pub fn pair_up(&mut self, belong: impl Fn(usize, usize) -> bool) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        self.missing.retain(|&left| {
            let partner = self.added.iter().position(|&right| belong(left, right));
            pairs.extend(partner.map(|position| (left, self.added.remove(position))));
            partner.is_none()
        });
        pairs
    }
}
