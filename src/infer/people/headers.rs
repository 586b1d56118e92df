//! What a header says of the values below it: whether they name people, or are words of the system.

use crate::infer::words::{Concept, concepts_of, ends_in, fold, spaced};

/// What the values below a header are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// People, or what people wrote.
    People,
    /// Words of the system: statuses, types, queues, products.
    Vocabulary,
    /// The header doesn't tell.
    Unknown,
}

/// What names people, or may: values before and after a change are of any field.
const PEOPLE: &[Concept] = &[
    Concept::Person,
    Concept::Owner,
    Concept::Contact,
    Concept::CreatedBy,
    Concept::ChangedBy,
    Concept::CommentBy,
    Concept::Account,
    Concept::Subject,
    Concept::Description,
    Concept::TextBody,
    Concept::OldValue,
    Concept::NewValue,
];
/// What is of the system.
const VOCABULARY: &[Concept] = &[
    Concept::Status,
    Concept::Priority,
    Concept::Type,
    Concept::Reason,
    Concept::Origin,
    Concept::Group,
    Concept::Product,
    Concept::Field,
    Concept::Activity,
    Concept::IsClosed,
    Concept::IsEscalated,
    Concept::Incoming,
    Concept::Violated,
    Concept::MilestoneName,
];
/// Words of headers that name people begin so.
const STARTS: &[&str] = &[
    "author",
    "auteur",
    "autor",
    "user",
    "usuari",
    "utilisat",
    "benutzer",
    "agent",
    "assigne",
    "zugewies",
    "person",
    "people",
    "staff",
    "employ",
    "mitarbeit",
    "technician",
    "technicien",
    "técnic",
    "client",
    "kund",
    "customer",
    "contact",
    "kontakt",
    "ansprech",
    "patient",
    "arzt",
    "ärzt",
    "médecin",
    "student",
    "member",
    "mitglied",
    "membre",
    "guest",
    "gast",
    "expert",
    "resource",
    "ressource",
    "disponent",
    "referent",
    "sachbearbeit",
    "zuständig",
    "verantwort",
    "responsab",
    "chef",
    "login",
    "logon",
    "initial",
    "kürzel",
    "signature",
    "prénom",
    "admin",
    "colleague",
    "kolleg",
    "collègue",
    "mail",
    "email",
    "phone",
    "mobile",
    "mobil",
    "handy",
    "telefon",
    "téléphone",
    "teléfono",
    "fax",
    "address",
    "adress",
    "birth",
    "geburt",
    "naissance",
    "lead",
];
/// Words of headers that name people, whole.
const WHOLE: &[&str] = &[
    "who", "whom", "wer", "wem", "qui", "quien", "quién", "by", "von", "durch", "par", "por", "name", "names", "nom",
    "noms", "nombre", "tech", "rep", "csr", "nurse", "pm", "cc",
];
/// Words for those who do something end so.
const ENDS: &[&str] = &[
    "er", "ers", "erin", "or", "ors", "eur", "eurs", "euse", "trice", "ist", "iste", "ant", "ante", "ician", "icien",
    "ienne", "ee", "name", "nom",
];
/// What headers of other scripts have that name people.
const PARTS: &[&str] = &[
    "姓名",
    "名字",
    "用户",
    "客户",
    "客服",
    "联系",
    "坐席",
    "座席",
    "经理",
    "同事",
    "谁",
    "电话",
    "手机",
    "邮箱",
    "地址",
    "ผู้",
    "คน",
    "ใคร",
    "ช่าง",
    "พนักงาน",
    "เจ้าหน้าที่",
    "ลูกค้า",
    "วิศวกร",
    "แพทย์",
    "ชื่อ",
    "โดย",
    "โทร",
    "อีเมล",
    "ที่อยู่",
];
/// What words of Chinese for those who do something end in.
const LAST: &[char] = &['人', '者', '员', '師', '师', '長', '长', '方'];
/// What tells of the form of a value, and not what it is.
const FORMS: &[&str] = &["id", "ids", "code", "label", "value", "key", "text", "c", "display", "name", "names"];
/// What stands between a thing and what it is of.
const OF: &[&str] = &["of", "de", "du", "des", "del", "der", "la", "le"];

/// What a header tells. In doubt its values are people's.
pub fn told(header: &str) -> Told {
    let has = |concepts: &[Concept], text: &str| concepts_of(text).any(|concept| concepts.contains(&concept));
    if has(PEOPLE, header) {
        return Told::People;
    }
    if has(VOCABULARY, header) {
        return Told::Vocabulary;
    }
    let text = spaced(header.strip_suffix("__c").unwrap_or(header));
    let words: Vec<&str> = text.split_whitespace().collect();
    let end = words.iter().rposition(|word| !FORMS.contains(word)).map_or(words.len(), |last| last + 1);
    let (things, forms) = words.split_at(end);
    let is_vocabulary = |word: &&str| has(VOCABULARY, word) || ends_in(word, VOCABULARY);
    let is_of = things.len() > 2 && OF.contains(&things[1]) && things.first().is_some_and(is_vocabulary);
    let heads = is_of || things.last().is_some_and(is_vocabulary);
    let last = things.last().is_some_and(|word| names_people(word, true));
    let names = things.iter().any(|word| names_people(word, false) || has(PEOPLE, word));
    match (heads, names || last) {
        (true, false) => Told::Vocabulary,
        (true, true) => Told::Unknown,
        (false, true) => Told::People,
        (false, false) if forms.iter().any(|form| form.starts_with("name")) => Told::People,
        (false, false) => Told::Unknown,
    }
}

/// Whether a word is for people; the last word of a header also by how it ends.
fn names_people(word: &str, is_last: bool) -> bool {
    let letters = word.chars().count();
    let is_doer = is_last && letters > 4 && ENDS.iter().any(|end| word.ends_with(end));
    let is_person = LAST.iter().any(|last| word.ends_with(*last));
    is_doer
        || is_person
        || WHOLE.contains(&word)
        || STARTS.iter().any(|start| word.starts_with(start))
        || PARTS.iter().any(|part| fold(word).contains(&fold(part)) || word.contains(part))
}
