//! An export as plain rows. Ids have 15 characters here; times are milliseconds since 1970 in UTC.

/// What an org exported.
#[derive(Debug, Clone, Default)]
pub struct Export {
    pub cases: Vec<Case>,
    pub history: Vec<Change>,
    pub mails: Vec<Mail>,
    pub milestones: Vec<Milestone>,
    pub invitations: Vec<Invitation>,
    pub subjects: Vec<Subject>,
    /// CaseComment, FeedItem, CaseTeamMember, CaseArticle, ContentDocumentLink.
    pub things: Vec<Thing>,
    pub habits: Habits,
}

/// How the org exports.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    /// Whether CaseHistory has the column DataType.
    pub has_data_type: bool,
    /// Whether User and Group are there.
    pub has_names: bool,
    /// Whether MilestoneType is there.
    pub has_milestone_names: bool,
    /// Whether Case has SlaExitDate and SourceId.
    pub has_optional_columns: bool,
    /// Whether files without rows are left out.
    pub leaves_out_empty_files: bool,
    /// Chooses the length of ids and the form of times.
    pub forms: u64,
    /// Chooses the order of rows.
    pub shuffle: u64,
}

#[derive(Debug, Clone)]
pub struct Case {
    pub id: String,
    pub number: String,
    pub created: i64,
    pub closed: Option<i64>,
    pub status: String,
    pub is_closed: bool,
    pub priority: Option<String>,
    pub kind: Option<String>,
    pub origin: Option<String>,
    pub subject: String,
    pub owner: String,
    pub is_escalated: bool,
    pub sla_exit: Option<i64>,
    pub source: Option<String>,
    pub contact: Option<String>,
    pub account: Option<String>,
    pub product: Option<String>,
    pub is_deleted: bool,
}

/// A row of CaseHistory.
#[derive(Debug, Clone)]
pub struct Change {
    pub id: String,
    pub case: String,
    pub field: String,
    pub data_type: &'static str,
    pub old: Option<String>,
    pub new: Option<String>,
    pub at: i64,
    pub by: String,
    pub is_deleted: bool,
}

/// A row of EmailMessage.
#[derive(Debug, Clone)]
pub struct Mail {
    pub id: String,
    pub case: String,
    pub at: i64,
    pub is_incoming: bool,
    pub status: String,
    pub subject: String,
    pub text: String,
    pub template: Option<String>,
    pub is_deleted: bool,
}

#[derive(Debug, Clone)]
pub struct Milestone {
    pub id: String,
    pub case: String,
    pub target: i64,
    pub is_violated: bool,
    pub is_of_resolution: bool,
}

#[derive(Debug, Clone)]
pub struct Invitation {
    pub id: String,
    pub at: i64,
}

#[derive(Debug, Clone)]
pub struct Subject {
    pub id: String,
    pub invitation: String,
    pub subject: String,
}

/// What hangs on a case.
#[derive(Debug, Clone)]
pub struct Thing {
    pub id: String,
    pub case: String,
    pub at: i64,
    pub kind: ThingKind,
    /// The member, article or file.
    pub of: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThingKind {
    Comment,
    TextPost,
    CommentPost,
    FilePost,
    FileLink,
    Member,
    Article,
}

/// Users and queues: ids of which some differ in the case of a letter only, and names.
pub const OWNERS: [(&str, &str); 6] = [
    ("00500000000000a", "Ann Able"),
    ("00500000000000A", "Bob Baker"),
    ("00500000000000b", "陈例"),
    ("00500000000000B", "Dee \"D\" Day, Jr"),
    ("00G00000000000q", "Tier 1"),
    ("00G00000000000Q", "二级支持队列"),
];
pub const CONTACTS: [(&str, &str); 2] = [("00300000000000c", "Emil Example"), ("00300000000000C", "王小例")];
pub const ACCOUNTS: [(&str, &str); 2] = [("00100000000000d", "Example Ltd"), ("00100000000000D", "样例有限公司")];
pub const PRODUCTS: [(&str, &str); 1] = [("01t00000000000p", "Alpha Suite")];
pub const RESOLUTION: &str = "55700000000000r";
pub const RESPONSE: &str = "55700000000000R";
pub const SURVEY_TEMPLATE: &str = "00X00000000000t";

/// The id of 18 characters: each suffix character says which of five characters are capitals.
pub fn long(id: &str) -> String {
    let mut long = id.to_owned();
    for part in 0..3 {
        let five = &id[part * 5..part * 5 + 5];
        let mut code = 0;
        for (position, letter) in five.chars().enumerate() {
            if letter.is_uppercase() {
                code += 2usize.pow(position as u32);
            }
        }
        long.push("ABCDEFGHIJKLMNOPQRSTUVWXYZ012345".chars().nth(code).unwrap());
    }
    long
}
