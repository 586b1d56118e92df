//! What a status means, by its words.

use std::collections::BTreeSet;

use super::{fold, has_any, spaced};

/// What a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Nobody has begun.
    New,
    /// Somebody works on it.
    Working,
    /// It waits for the customer.
    Waiting,
    /// It waits for a third party.
    WaitingVendor,
    /// A solution was offered.
    Proposed,
    /// The work is done.
    Resolved,
    /// Nothing more is to happen.
    Closed,
    /// It was escalated.
    Escalated,
    /// It came back.
    Reopened,
}

/// The words of each role; the first role of which a status has a word is its.
const WORDS: &[(Role, &[&str])] = &[
    (
        Role::Reopened,
        &[
            "reopen",
            "re open",
            "wiedereröffnet",
            "wieder geöffnet",
            "erneut geöffnet",
            "rouvert",
            "réouvert",
            "reabiert",
            "重新打开",
            "重新开启",
            "เปิดใหม่",
        ],
    ),
    (Role::Escalated, &["escalat", "eskal", "escalad", "escalé", "remonté", "升级", "ยกระดับ"]),
    (
        Role::WaitingVendor,
        &[
            "awaiting vendor",
            "waiting on vendor",
            "waiting for vendor",
            "with vendor",
            "vendor",
            "third party",
            "lieferant",
            "wartet auf lieferant",
            "beim hersteller",
            "hersteller",
            "fournisseur",
            "proveedor",
            "供应商",
            "ผู้ขาย",
        ],
    ),
    (
        Role::Proposed,
        &[
            "solution provided",
            "solution proposed",
            "proposed",
            "lösung vorgeschlagen",
            "lösungsvorschlag",
            "vorgeschlagen",
            "lösung angeboten",
            "solution proposée",
            "proposé",
            "solución propuesta",
            "propuest",
            "已提供方案",
            "建议方案",
            "เสนอวิธี",
        ],
    ),
    (
        Role::Waiting,
        &[
            "wait",
            "await",
            "pending",
            "on hold",
            "hold",
            "warte",
            "wartet",
            "rückfrage",
            "zurückgestellt",
            "angehalten",
            "ausstehend",
            "en attente",
            "attente",
            "suspendu",
            "esper",
            "pendiente",
            "en espera",
            "等待",
            "挂起",
            "待客户",
            "รอ",
            "พัก",
        ],
    ),
    (
        Role::Resolved,
        &[
            "resolved",
            "solved",
            "gelöst",
            "behoben",
            "erledigt",
            "résolu",
            "résolue",
            "resuelt",
            "solucionad",
            "completed",
            "complete",
            "fixed",
            "done",
            "已解决",
            "แก้ไขแล้ว",
        ],
    ),
    (
        Role::Closed,
        &[
            "closed",
            "close",
            "cancel",
            "canceled",
            "cancelled",
            "rejected",
            "duplicate",
            "geschlossen",
            "abgeschlossen",
            "beendet",
            "storniert",
            "abgebrochen",
            "abgelehnt",
            "dublette",
            "fermé",
            "fermée",
            "clos",
            "clôtur",
            "annul",
            "cerrad",
            "cancelad",
            "已关闭",
            "已结案",
            "关闭",
            "取消",
            "ปิด",
            "ยกเลิก",
        ],
    ),
    (
        Role::Working,
        &[
            "working",
            "in progress",
            "progress",
            "active",
            "assigned",
            "open",
            "investigat",
            "in arbeit",
            "in bearbeitung",
            "bearbeitung",
            "bearbeitet",
            "aktiv",
            "zugewiesen",
            "offen",
            "en cours",
            "traitement",
            "assigné",
            "ouvert",
            "en curso",
            "en progreso",
            "asignad",
            "abierto",
            "abierta",
            "处理中",
            "进行中",
            "已分配",
            "กำลัง",
            "ดำเนินการ",
        ],
    ),
    (
        Role::New,
        &[
            "new",
            "created",
            "registered",
            "draft",
            "neu",
            "angelegt",
            "erfasst",
            "eingegangen",
            "nouveau",
            "nouvelle",
            "créé",
            "nuevo",
            "nueva",
            "creado",
            "新建",
            "新",
            "ใหม่",
        ],
    ),
];

/// What a status means by its words; `None`: nobody knows.
pub fn role_of_status(status: &str) -> Option<Role> {
    let spaced = spaced(status);
    WORDS.iter().find(|(_, words)| has_any(&spaced, words)).map(|(role, _)| *role)
}

/// Whether half of the different values are known to be statuses.
pub fn are_statuses<'v>(values: impl Iterator<Item = &'v str>) -> bool {
    let different: BTreeSet<&str> = values.collect();
    let known = different.iter().filter(|value| role_of_status(value).is_some()).count();
    known >= 2 && known * 2 >= different.len()
}

/// Ids of params that hold statuses of a role.
const PARAMS: &[(Role, &[&str])] = &[
    (Role::Working, &["working", "inprogress", "active"]),
    (Role::Waiting, &["waiting", "waitinguser", "waitingcustomer", "pending", "onhold"]),
    (Role::WaitingVendor, &["waitingvendor"]),
    (Role::Proposed, &["proposed"]),
    (Role::Resolved, &["resolved", "solved"]),
    (Role::Closed, &["closed"]),
    (Role::Escalated, &["escalated"]),
];

/// The role whose statuses a param holds, by its id.
pub fn role_of_param(id: &str) -> Option<Role> {
    let folded = fold(id);
    PARAMS.iter().find(|(_, ids)| ids.contains(&folded.as_str())).map(|(role, _)| *role)
}
