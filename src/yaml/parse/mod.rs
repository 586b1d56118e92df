//! From text to tree.

mod mend;
mod report;

use std::collections::BTreeMap;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle, Span as SourceSpan, StrInput, StructureStyle};

use super::{Entry, Key, Kind, Node, Scalar, Style, pieces};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Span, codes};

/// How many nodes a tree holds at most, copies of anchors counted: far more than any mapping needs.
const MAX_NODES: usize = 100_000;

/// How deep lists and mappings nest at most.
const MAX_DEPTH: usize = 64;

/// Reads a YAML text as one tree and reports all that is wrong with it.
///
/// An empty text is null. What has been reported is left out or is [`Kind::Invalid`]; after an error of syntax, of which only
/// the first is found, so is the whole tree.
#[must_use]
pub fn parse(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Node {
    let mut builder = Builder::new(file, text, diagnostics);
    builder.document().unwrap_or_else(|Stop| Node::invalid(Span::new(file, 0..text.len())))
}

/// The text can't be read on; it has been reported why.
struct Stop;

struct Builder<'a> {
    events: Parser<'a, StrInput<'a>>,
    file: FileId,
    text: &'a str,
    diagnostics: &'a mut Diagnostics,
    anchors: BTreeMap<usize, Node>,
    nodes: usize,
    depth: usize,
    /// Where the brackets and braces that are open now stand.
    open: Vec<usize>,
    last_scalar: Range<usize>,
}

impl<'a> Builder<'a> {
    fn new(file: FileId, text: &'a str, diagnostics: &'a mut Diagnostics) -> Self {
        let options = granit_parser::options! { emit_comments: false, emit_unresolved_aliases: true };
        Self {
            events: Parser::new_from_str_with_options(text, options),
            file,
            text,
            diagnostics,
            anchors: BTreeMap::new(),
            nodes: 0,
            depth: 0,
            open: Vec::new(),
            last_scalar: 0..0,
        }
    }

    fn document(&mut self) -> Result<Node, Stop> {
        let root = loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentStart(..), _) => {}
                (Event::StreamEnd, _) => return Ok(Node::null(self.span(self.end()..self.end()))),
                (event, at) => break self.node(event, at)?,
            }
        };
        loop {
            match self.next()? {
                (Event::StreamEnd, _) => return Ok(root),
                (Event::DocumentStart(..), at) => {
                    self.report_second_document(at);
                    return Ok(root);
                }
                _ => {}
            }
        }
    }

    /// Where what is written ends; what is behind it are blank lines.
    fn end(&self) -> usize {
        self.text.trim_end().len()
    }

    /// The next event with its bytes; the end of the stream again and again after the last.
    fn next(&mut self) -> Result<(Event<'a>, Range<usize>), Stop> {
        match self.events.next_event() {
            Some(Ok((event, span))) => {
                self.check_tag(&event, &span);
                Ok((event, bytes(&span, self.text)))
            }
            Some(Err(error)) => Err(self.stop_at(&error)),
            None => Ok((Event::StreamEnd, self.text.len()..self.text.len())),
        }
    }

    fn node(&mut self, event: Event<'a>, at: Range<usize>) -> Result<Node, Stop> {
        self.count(1, &at)?;
        match event {
            Event::Scalar(value, style, anchor, _) => {
                let node = self.scalar(&value, style, at);
                Ok(self.keep(anchor, node))
            }
            Event::SequenceStart(style, anchor, _) => {
                let node = self.nested(style, at, Self::sequence)?;
                Ok(self.keep(anchor, node))
            }
            Event::MappingStart(style, anchor, _) => {
                let node = self.nested(style, at, Self::mapping)?;
                Ok(self.keep(anchor, node))
            }
            Event::Alias(anchor) => self.alias(anchor, &at),
            Event::UnresolvedAlias(name) => Ok(self.unknown_anchor(&name, at)),
            _ => Err(self.stop_unexpected(at)),
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, at: Range<usize>) -> Node {
        // Where a value is left out the parser gives a `~` of no length.
        if at.is_empty() && style == ScalarStyle::Plain {
            return Node::null(self.span(at));
        }
        let style = Style::from(style);
        if style == Style::Plain {
            self.check_quotes(value, &at);
        }
        self.last_scalar = at.clone();
        let pieces = pieces::align(self.text, at.clone(), value, style).unwrap_or_default();
        let span = self.span(pieces::trim_block(self.text, at, style));
        Node { span, kind: Kind::Scalar(Scalar::with_pieces(value.to_owned(), style, span, pieces)) }
    }

    /// Reads the children of a list or mapping, one level deeper.
    fn nested(
        &mut self,
        style: StructureStyle,
        at: Range<usize>,
        read: fn(&mut Self, bool, Range<usize>) -> Result<Node, Stop>,
    ) -> Result<Node, Stop> {
        if self.depth == MAX_DEPTH {
            return Err(self.stop_too_deep(at));
        }
        // A pair in brackets, `[a: b]`, is a mapping without a brace of its own.
        let flow = style == StructureStyle::Flow;
        let opens = flow && !at.is_empty();
        self.depth += 1;
        self.open.extend(opens.then_some(at.start));
        let node = read(self, flow, at)?;
        self.depth -= 1;
        if opens {
            self.open.pop();
        }
        Ok(node)
    }

    fn sequence(&mut self, flow: bool, at: Range<usize>) -> Result<Node, Stop> {
        let mut items = Vec::new();
        let end = loop {
            match self.next()? {
                (Event::SequenceEnd, end) => break end,
                (event, at) => items.push(self.node(event, at)?),
            }
        };
        if flow {
            self.mend_items(&mut items);
        }
        let span = self.collection_span(at, end, items.last().map(|item| item.span));
        Ok(Node { span, kind: Kind::Sequence(items) })
    }

    fn mapping(&mut self, flow: bool, at: Range<usize>) -> Result<Node, Stop> {
        let mut pairs = Vec::new();
        let end = loop {
            match self.next()? {
                (Event::MappingEnd, end) => break end,
                (event, at) => {
                    let key = self.node(event, at)?;
                    let (event, at) = self.next()?;
                    let value = match event {
                        // The key has no meaning, so it doesn't matter that the value has none.
                        Event::UnresolvedAlias(_) if is_merge(&key) => Node::invalid(self.span(at)),
                        event => self.node(event, at)?,
                    };
                    pairs.push((key, value));
                }
            }
        };
        let last = pairs.last().map(|(key, value)| key.span.join(value.span));
        self.mend_pairs(&mut pairs, flow);
        let entries = self.entries(pairs);
        Ok(Node { span: self.collection_span(at, end, last), kind: Kind::Mapping(entries) })
    }

    /// Pairs whose keys are texts that stand once.
    fn entries(&mut self, pairs: Vec<(Node, Node)>) -> Vec<Entry> {
        let mut seen: BTreeMap<String, Span> = BTreeMap::new();
        let mut entries = Vec::with_capacity(pairs.len());
        for (key, value) in pairs {
            let Some(key) = self.key(&key) else { continue };
            if let Some(first) = seen.get(&key.text) {
                self.report_duplicate(&key, *first);
                continue;
            }
            seen.insert(key.text.clone(), key.span);
            entries.push(Entry { key, value });
        }
        entries
    }

    fn key(&mut self, node: &Node) -> Option<Key> {
        let text = match &node.kind {
            Kind::Scalar(scalar) if !scalar.text.is_empty() => scalar.text.clone(),
            Kind::Invalid => return None,
            _ => return self.report_key(node.span),
        };
        if is_merge(node) {
            return self.report_merge(node.span);
        }
        Some(Key { text, span: node.span })
    }

    fn alias(&mut self, anchor: usize, at: &Range<usize>) -> Result<Node, Stop> {
        let Some(node) = self.anchors.get(&anchor).cloned() else {
            let name = self.text.get(at.start + 1..at.end).unwrap_or("").to_owned();
            return Ok(self.unknown_anchor(&name, at.clone()));
        };
        self.count(size(&node) - 1, at)?;
        if self.depth + depth(&node) > MAX_DEPTH {
            return Err(self.stop_too_deep(at.clone()));
        }
        Ok(node)
    }

    fn keep(&mut self, anchor: usize, node: Node) -> Node {
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        node
    }

    fn count(&mut self, nodes: usize, at: &Range<usize>) -> Result<(), Stop> {
        self.nodes += nodes;
        if self.nodes <= MAX_NODES {
            return Ok(());
        }
        let message = format!("the file holds more than {MAX_NODES} values");
        let help = "repeat less through anchors (`&name`, `*name`), which are copied wherever they are used";
        self.report(
            Diagnostic::new(codes::TOO_MANY_VALUES, message).at(self.span(at.clone()), "one too many").help(help),
        );
        Err(Stop)
    }

    /// In brackets ends of nodes are known; elsewhere a collection ends where its last child does.
    fn collection_span(&self, start: Range<usize>, end: Range<usize>, last: Option<Span>) -> Span {
        let whole = self.span(start.start..start.end.max(end.end));
        match last {
            Some(last) if end.is_empty() => self.span(start.start..(last.end as usize).max(start.start)),
            _ => whole,
        }
    }

    fn span(&self, bytes: Range<usize>) -> Span {
        Span::new(self.file, bytes)
    }
}

fn is_merge(key: &Node) -> bool {
    key.as_scalar().is_some_and(|scalar| scalar.style == Style::Plain && scalar.text == "<<")
}

fn bytes(span: &SourceSpan, text: &str) -> Range<usize> {
    span.byte_range().unwrap_or(0..text.len())
}

fn size(node: &Node) -> usize {
    1 + children(node).map(size).sum::<usize>()
}

fn depth(node: &Node) -> usize {
    let nested = matches!(node.kind, Kind::Sequence(_) | Kind::Mapping(_));
    usize::from(nested) + children(node).map(depth).max().unwrap_or(0)
}

fn children(node: &Node) -> impl Iterator<Item = &Node> {
    let items = node.as_sequence().unwrap_or_default().iter();
    items.chain(node.as_mapping().unwrap_or_default().iter().map(|entry| &entry.value))
}

impl From<ScalarStyle> for Style {
    fn from(style: ScalarStyle) -> Self {
        match style {
            ScalarStyle::Plain => Self::Plain,
            ScalarStyle::SingleQuoted => Self::SingleQuoted,
            ScalarStyle::DoubleQuoted => Self::DoubleQuoted,
            ScalarStyle::Literal => Self::Literal,
            ScalarStyle::Folded => Self::Folded,
        }
    }
}
