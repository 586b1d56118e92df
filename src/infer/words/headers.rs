//! What a column holds, by its header.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::fold;

/// Defines the concepts, and their names as `headers.txt` has them.
macro_rules! concepts {
    ($($name:ident),* $(,)?) => {
        /// What a column, a file or a field of a change log is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names say what they are")]
        pub enum Concept {
            $($name),*
        }

        impl Concept {
            /// The concepts by their names.
            pub const NAMES: &[(&str, Self)] = &[$((stringify!($name), Self::$name)),*];
        }
    };
}

concepts! {
    CaseNumber,
    CaseId,
    Created,
    Closed,
    Resolved,
    Changed,
    Time,
    End,
    Status,
    Priority,
    Type,
    Reason,
    Origin,
    Subject,
    Description,
    Owner,
    CreatedBy,
    ChangedBy,
    Person,
    Group,
    Contact,
    Account,
    Product,
    Field,
    OldValue,
    NewValue,
    Activity,
    IsClosed,
    IsEscalated,
    Cases,
    History,
    Emails,
    Comments,
    Milestones,
    Users,
    MessageTime,
    Incoming,
    TargetTime,
    Violated,
    MilestoneName,
    TextBody,
    CommentTime,
    CommentBy,
}

/// Each concept with the headers that mean it, one on each line.
const HEADERS: &str = include_str!("headers.txt");

/// What a header means first.
pub fn concept_of(header: &str) -> Option<Concept> {
    concepts_of(header).next()
}

/// All that a header may mean.
pub fn concepts_of(header: &str) -> impl Iterator<Item = Concept> {
    let folded = fold(header.strip_suffix("__c").unwrap_or(header));
    INDEX.get(&folded).into_iter().flatten().copied()
}

/// What each folded header may mean.
static INDEX: LazyLock<BTreeMap<String, Vec<Concept>>> = LazyLock::new(|| {
    let mut index: BTreeMap<String, Vec<Concept>> = BTreeMap::new();
    for (name, words) in HEADERS.lines().filter_map(|line| line.split_once(": ")) {
        let Some((_, concept)) = Concept::NAMES.iter().find(|(known, _)| *known == name) else { continue };
        words.split(' ').for_each(|word| index.entry(fold(word)).or_default().push(*concept));
    }
    index
});

/// Whether a word is joined from others, and the last of them means one of these: `Vorgangsstatus`, `工单类型`.
pub fn ends_in(word: &str, concepts: &[Concept]) -> bool {
    let folded = fold(word);
    let is_end = |known: &str| {
        let shortest = if super::is_latin(known) { 4 } else { 2 };
        known.chars().count() >= shortest && folded.ends_with(known)
    };
    INDEX.iter().any(|(known, meant)| is_end(known) && meant.iter().any(|concept| concepts.contains(concept)))
}

/// Whether a header speaks of a time: then a count of seconds may be one.
pub fn speaks_of_time(header: &str) -> bool {
    const TIMES: &[Concept] = &[
        Concept::Time,
        Concept::End,
        Concept::Created,
        Concept::Closed,
        Concept::Resolved,
        Concept::Changed,
        Concept::MessageTime,
        Concept::TargetTime,
        Concept::CommentTime,
    ];
    const WORDS: &[&str] = &["at", "on", "ts", "when", "date", "epoch", "am", "le", "seit", "fecha", "hora"];
    const ENDS: &[&str] = &["time", "stamp", "zeit", "datum", "heure"];
    const PARTS: &[&str] = &["时间", "日期", "เวลา", "วันที่"];
    let text = super::spaced(header);
    let is_word = |word: &str| WORDS.contains(&word) || ENDS.iter().any(|end| word.ends_with(end));
    concepts_of(header).any(|concept| TIMES.contains(&concept))
        || text.split_whitespace().any(is_word)
        || PARTS.iter().any(|part| text.contains(part))
}
