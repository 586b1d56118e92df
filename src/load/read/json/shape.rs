//! Which values of a record are wanted: the paths of all columns and levels as one tree.

use crate::plan::{ColumnFrom, Plan};
use crate::read::json::{JsonPath, Step};

/// The wanted values of a record, and of the levels below it.
#[derive(Debug, Default)]
pub struct Shape {
    nodes: Vec<Node>,
    /// By level; the first is the record itself.
    pub levels: Vec<Level>,
}

/// A level.
#[derive(Debug)]
pub struct Level {
    /// The source.
    pub source: usize,
    /// The level above, by its place among the levels; the first has none.
    pub parent: usize,
    /// The paths from a row above to the rows.
    pub paths: Vec<JsonPath>,
    /// What is wanted of a row.
    pub node: usize,
    /// How many cells a row has.
    pub width: usize,
}

/// What is wanted of a value.
#[derive(Debug, Default)]
pub struct Node {
    /// Of an object, by key.
    pub keys: Vec<(String, usize)>,
    /// Of the elements of an array, by number.
    pub elements: Vec<(u32, usize)>,
    /// Of each element of an array.
    pub each: Option<usize>,
    /// The cells that it is itself.
    pub slots: Vec<Slot>,
    /// The level whose rows it holds, and which of the level's paths leads here.
    pub level: Option<(usize, u8)>,
}

/// A cell of a row.
#[derive(Debug, Clone, Copy)]
pub struct Slot {
    /// Which of the row's cells.
    pub slot: usize,
    /// Which of its paths leads here: the first that leads to a value counts.
    pub rank: u8,
    /// Whether it is one of several values.
    pub is_several: bool,
}

impl Node {
    /// Whether only the value itself is wanted.
    pub fn is_leaf(&self) -> bool {
        self.level.is_none() && !self.has_inner()
    }

    /// Whether something within the value is wanted.
    pub fn has_inner(&self) -> bool {
        !self.keys.is_empty() || !self.elements.is_empty() || self.each.is_some()
    }

    /// Whether more than one of these is wanted: the value, what is in it, and its rows.
    pub fn is_mixed(&self) -> bool {
        let wanted = [!self.slots.is_empty(), self.has_inner(), self.level.is_some()];
        wanted.into_iter().filter(|is_wanted| *is_wanted).count() > 1
    }
}

impl Shape {
    /// The shape of a family: its levels, each behind the one above it, with the columns that are its cells.
    pub fn new(plan: &Plan, levels: &[(usize, Vec<usize>)]) -> Self {
        let mut shape = Self::default();
        for (source, cells) in levels {
            shape.add_level(plan, *source, cells);
        }
        shape
    }

    fn add_level(&mut self, plan: &Plan, source: usize, cells: &[usize]) {
        let planned = &plan.sources[source];
        let parent = planned.level.as_ref().and_then(|level| self.level(level.parent())).unwrap_or(0);
        let node = self.add();
        for (slot, column) in cells.iter().enumerate() {
            let ColumnFrom::Cell { paths, .. } = &planned.columns[*column].from else { continue };
            for (rank, path) in paths.iter().enumerate() {
                let end = self.walk(node, path);
                let slot = Slot { slot, rank: rank as u8, is_several: path.is_several() };
                self.nodes[end].slots.push(slot);
            }
        }
        let level = self.levels.len();
        if planned.level.is_some() {
            for (rank, path) in planned.rows.iter().enumerate() {
                let end = self.walk(self.levels[parent].node, path);
                self.nodes[end].level = Some((level, rank as u8));
            }
        }
        self.levels.push(Level { source, parent, paths: planned.rows.clone(), node, width: cells.len() });
    }

    /// The level of a source.
    pub fn level(&self, source: usize) -> Option<usize> {
        self.levels.iter().position(|level| level.source == source)
    }

    /// What is wanted of a value.
    pub fn node(&self, node: usize) -> &Node {
        &self.nodes[node]
    }

    fn add(&mut self) -> usize {
        self.nodes.push(Node::default());
        self.nodes.len() - 1
    }

    /// The node at the end of a path.
    fn walk(&mut self, mut node: usize, path: &JsonPath) -> usize {
        for step in &path.steps {
            node = self.child(node, step);
        }
        node
    }

    fn child(&mut self, node: usize, step: &Step) -> usize {
        let of = &self.nodes[node];
        let known = match step {
            Step::Key(key) => of.keys.iter().find(|(known, _)| known == key).map(|(_, child)| *child),
            Step::Element(index) => of.elements.iter().find(|(known, _)| known == index).map(|(_, child)| *child),
            Step::Each => of.each,
        };
        let Some(known) = known else {
            let child = self.add();
            let of = &mut self.nodes[node];
            match step {
                Step::Key(key) => of.keys.push((key.clone(), child)),
                Step::Element(index) => of.elements.push((*index, child)),
                Step::Each => of.each = Some(child),
            }
            return child;
        };
        known
    }
}
