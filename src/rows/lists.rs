//! Texts that come in ascending order, as the keys of records mostly do: told apart and found by their order, they need no
//! hash, and those of neighbours stand together.

/// Texts each of which comes after the one before, bytewise.
#[derive(Debug, Default, Clone)]
pub struct Run {
    text: String,
    /// How many bytes each has, as long as all have as many.
    width: usize,
    /// Where each ends, where they don't.
    ends: Vec<u32>,
    count: usize,
}

impl Run {
    /// With room for so many texts as long as that one.
    pub fn with_room(count: usize, text: &str) -> Self {
        Self { text: String::with_capacity(count * text.len()), ..Self::default() }
    }

    /// Adds a text; whether it comes after the last one, and fits.
    #[inline]
    pub fn push(&mut self, text: &str) -> bool {
        let end = self.text.len() + text.len();
        if text.is_empty() || u32::try_from(end).is_err() || self.last().is_some_and(|last| last >= text) {
            return false;
        }
        if self.count == 0 {
            self.width = text.len();
        } else if self.ends.is_empty() && self.width != text.len() {
            self.ends.extend((1..=self.count).map(|ended| (ended * self.width) as u32));
        }
        self.text.push_str(text);
        self.count += 1;
        if self.width != text.len() || !self.ends.is_empty() {
            self.ends.push(end as u32);
        }
        true
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    #[inline]
    fn get(&self, at: usize) -> Option<&str> {
        if self.ends.is_empty() {
            return self.text.get(at * self.width..(at + 1) * self.width);
        }
        let start = at.checked_sub(1).map_or(Some(0), |before| self.ends.get(before).copied())?;
        self.text.get(start as usize..*self.ends.get(at)? as usize)
    }

    fn first(&self) -> &str {
        self.get(0).unwrap_or_default()
    }

    #[inline]
    fn last(&self) -> Option<&str> {
        self.get(self.count.checked_sub(1)?)
    }

    /// Which of them a text is.
    fn find(&self, text: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low.midpoint(high);
            match self.get(middle)?.cmp(text) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// How many places are given out at once.
const BLOCK: usize = 256;

/// Runs of texts, each of which has a place.
#[derive(Debug, Default, Clone)]
pub(super) struct Lists {
    /// With the place of the first text of each.
    runs: Vec<(Run, usize)>,
    /// Which run has each block of places.
    blocks: Vec<u32>,
    /// The runs in the order of their texts, as soon as it is known that no text is in two of them.
    order: Vec<u32>,
}

impl Lists {
    /// Adds a run, and gives the place of its first text; those of the others follow.
    pub(super) fn add(&mut self, run: Run) -> usize {
        let first = self.places();
        self.blocks.resize(self.blocks.len() + run.len().div_ceil(BLOCK), self.runs.len() as u32);
        self.runs.push((run, first));
        first
    }

    /// Adds other runs behind its own.
    pub(super) fn append(&mut self, others: Self) {
        for (run, _) in others.runs {
            self.add(run);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// All places are below.
    pub(super) fn places(&self) -> usize {
        self.blocks.len() * BLOCK
    }

    #[inline]
    pub(super) fn get(&self, place: usize) -> Option<&str> {
        let (run, first) = self.runs.get(*self.blocks.get(place / BLOCK)? as usize)?;
        run.get(place - first)
    }

    /// The place of a text: after [`Lists::settle`].
    #[inline]
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        // Most texts that aren't listed are of another kind.
        let run = |at: &u32| &self.runs[*at as usize].0;
        let (first, last) = (run(self.order.first()?), run(self.order.last()?));
        if first.first() <= text && last.last() >= Some(text) { self.search(text) } else { None }
    }

    #[inline(never)]
    fn search(&self, text: &str) -> Option<usize> {
        let run = |at: &u32| &self.runs[*at as usize];
        let behind = self.order.partition_point(|at| run(at).0.first() <= text);
        let (run, first) = run(self.order.get(behind.checked_sub(1)?)?);
        run.last().filter(|last| *last >= text).and_then(|_| run.find(text)).map(|at| first + at)
    }

    /// Makes texts findable; whether no text is in two runs.
    pub(super) fn settle(&mut self) -> bool {
        let mut order: Vec<u32> = (0..self.runs.len() as u32).collect();
        let run = |at: u32| &self.runs[at as usize].0;
        order.sort_unstable_by(|one, other| run(*one).first().cmp(run(*other).first()));
        let is_apart = |two: &[u32]| run(two[0]).last() < Some(run(two[1]).first());
        let holds = order.windows(2).all(is_apart);
        self.order = order;
        holds
    }

    /// Whether nothing was added since [`Lists::settle`].
    pub(super) fn is_settled(&self) -> bool {
        self.order.len() == self.runs.len()
    }

    /// Every text with its place.
    pub(super) fn iter(&self) -> impl Iterator<Item = (usize, &str)> {
        self.runs.iter().flat_map(|(run, first)| (0..run.len()).filter_map(move |at| Some((first + at, run.get(at)?))))
    }

    /// How many texts there are.
    pub(super) fn len(&self) -> usize {
        self.runs.iter().map(|(run, _)| run.len()).sum()
    }

    /// How many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.runs.iter().map(|(run, _)| run.text.len() + 4 * run.ends.len()).sum()
    }
}
