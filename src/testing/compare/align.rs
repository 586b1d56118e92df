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
    // What both begin and end with needs no table.
    let shorter = first.min(second);
    let head = (0..shorter).take_while(|at| is_same(*at, *at)).count();
    let tail = (1..=shorter - head).take_while(|back| is_same(first - back, second - back)).count();
    let mut alignment = Alignment { pairs: (0..head).map(|at| (at, at)).collect(), ..Alignment::default() };
    alignment.middle((head, first - tail), (head, second - tail), &is_same);
    alignment.pairs.extend((1..=tail).rev().map(|back| (first - back, second - back)));
    alignment
}

impl Alignment {
    fn middle(
        &mut self,
        (mut left, first): (usize, usize),
        (mut right, second): (usize, usize),
        is_same: &impl Fn(usize, usize) -> bool,
    ) {
        let (above, before) = (left, right);
        let lengths = lengths((left, first), (right, second), is_same);
        while left < first && right < second {
            let at = (left - above, right - before);
            if is_same(left, right) {
                self.pairs.push((left, right));
                (left, right) = (left + 1, right + 1);
            } else if lengths[at.0 + 1][at.1] >= lengths[at.0][at.1 + 1] {
                self.missing.push(left);
                left += 1;
            } else {
                self.added.push(right);
                right += 1;
            }
        }
        self.missing.extend(left..first);
        self.added.extend(right..second);
    }

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

/// Per pair of starts: how many can be paired from there on.
fn lengths(
    (above, first): (usize, usize),
    (before, second): (usize, usize),
    is_same: &impl Fn(usize, usize) -> bool,
) -> Vec<Vec<u32>> {
    let (height, width) = (first - above, second - before);
    let mut lengths = vec![vec![0; width + 1]; height + 1];
    for left in (0..height).rev() {
        for right in (0..width).rev() {
            lengths[left][right] = if is_same(above + left, before + right) {
                lengths[left + 1][right + 1] + 1
            } else {
                lengths[left + 1][right].max(lengths[left][right + 1])
            };
        }
    }
    lengths
}
