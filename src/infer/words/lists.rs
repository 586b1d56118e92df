//! Words of nothing, of true and false, and of priorities.

use super::spaced;

const NULLS: &[&str] = &[
    "?",
    "-",
    "--",
    "---",
    "–",
    "—",
    "n/a",
    "na",
    "#n/a",
    "null",
    "none",
    "nil",
    "(none)",
    "(empty)",
    "(blank)",
    "nan",
    "(leer)",
    "leer",
    "k.a.",
    "k. a.",
    "keine angabe",
    "(vide)",
    "vide",
    "(vacío)",
    "无",
    "空",
    "ไม่มี",
    "\\n",
    "undefined",
];
const YES: &[&str] =
    &["true", "1", "yes", "y", "ja", "wahr", "oui", "vrai", "sí", "si", "verdadero", "是", "真", "ใช่", "จริง", "x"];
const NO: &[&str] =
    &["false", "0", "no", "n", "nein", "falsch", "non", "faux", "falso", "否", "假", "ไม่", "ไม่ใช่", "เท็จ"];

/// Words of priorities, the lowest first.
const PRIORITIES: &[&[&str]] = &[
    &["planning", "planung", "planification", "none"],
    &["low", "minor", "niedrig", "gering", "bas", "basse", "faible", "baja", "bajo", "低", "ต่ำ", "trivial"],
    &["medium", "moderate", "normal", "mittel", "moyen", "moyenne", "media", "medio", "中", "ปานกลาง", "standard"],
    &["high", "major", "hoch", "haut", "haute", "élevé", "élevée", "alta", "alto", "高", "สูง"],
    &[
        "critical",
        "urgent",
        "kritisch",
        "dringend",
        "sehr hoch",
        "blocker",
        "critique",
        "urgente",
        "crítica",
        "crítico",
        "紧急",
        "严重",
        "危急",
        "วิกฤต",
        "เร่งด่วน",
        "emergency",
        "notfall",
    ],
];

/// Whether a value says that there is none.
pub fn is_null(value: &str) -> bool {
    let value = value.to_lowercase();
    NULLS.contains(&value.as_str())
}

/// Whether a word means true or false; `None`: neither.
pub fn truth(value: &str) -> Option<bool> {
    let value = value.to_lowercase();
    match value.as_str() {
        word if YES.contains(&word) => Some(true),
        word if NO.contains(&word) => Some(false),
        _ => None,
    }
}

/// How high a priority is, from 0, as its words say. The later of several words counts: `very high` isn't told apart from `high`.
pub fn rank_of_priority(value: &str) -> Option<usize> {
    let value = spaced(value);
    PRIORITIES.iter().rposition(|words| {
        words
            .iter()
            .any(|word| if super::is_latin(word) { value.contains(&format!(" {word} ")) } else { value.contains(word) })
    })
}
