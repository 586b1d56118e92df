//! An export as files.

use std::path::Path;

use chrono::{DateTime, FixedOffset};

use super::rows::*;

/// Writes all files. The order of rows, the length of ids and the form of times vary.
pub fn write(export: &Export, folder: &Path) {
    let mut files =
        Files { folder, habits: &export.habits, forms: export.habits.forms | 1, shuffle: export.habits.shuffle | 1 };
    files.cases(export);
    files.history(export);
    files.mails(export);
    files.milestones(export);
    files.surveys(export);
    files.things(export);
    if export.habits.has_names {
        files.names("User.csv", &OWNERS[..4]);
        files.names("Group.csv", &OWNERS[4..]);
    }
    files.names("Contact.csv", &CONTACTS);
    files.names("Account.csv", &ACCOUNTS);
    files.names("Product2.csv", &PRODUCTS);
}

struct Files<'a> {
    folder: &'a Path,
    habits: &'a Habits,
    forms: u64,
    shuffle: u64,
}

type Row = Vec<String>;

/// A number below `end`, by a linear congruence.
fn below(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    ((*state >> 33) % end as u64) as usize
}

impl Files<'_> {
    fn form(&mut self, count: usize) -> usize {
        below(&mut self.forms, count)
    }

    fn id(&mut self, id: &str) -> String {
        if self.form(3) == 0 { id.to_owned() } else { long(id) }
    }

    fn maybe_id(&mut self, id: Option<&String>) -> String {
        id.map_or_else(String::new, |id| self.id(id))
    }

    /// Ids in the history's values; other values stay.
    fn value(&mut self, value: Option<&String>) -> String {
        match value {
            Some(id) if OWNERS.iter().any(|(known, _)| known == id) => self.id(id),
            other => other.cloned().unwrap_or_default(),
        }
    }

    fn time(&mut self, time: i64) -> String {
        let utc = DateTime::from_timestamp_millis(time).unwrap();
        let east = utc.with_timezone(&FixedOffset::east_opt(3600 * 8).unwrap());
        match self.form(3) {
            0 => utc.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(),
            1 => utc.format("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string(),
            _ => east.format("%Y-%m-%dT%H:%M:%S%.3f+08:00").to_string(),
        }
    }

    fn maybe_time(&mut self, time: Option<i64>) -> String {
        time.map_or_else(String::new, |time| self.time(time))
    }

    fn write(&mut self, name: &str, header: &[&str], mut rows: Vec<Row>) {
        if rows.is_empty() && self.habits.leaves_out_empty_files {
            return;
        }
        for last in (1..rows.len()).rev() {
            let other = below(&mut self.shuffle, last + 1);
            rows.swap(last, other);
        }
        let mut writer = csv::Writer::from_path(self.folder.join(name)).unwrap();
        writer.write_record(header).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        writer.flush().unwrap();
    }

    fn names(&mut self, file: &str, names: &[(&str, &str)]) {
        let rows = names.iter().map(|(id, name)| vec![self.id(id), (*name).to_owned()]).collect();
        self.write(file, &["Id", "Name"], rows);
    }

    fn cases(&mut self, export: &Export) {
        let mut header = vec![
            "Id",
            "CaseNumber",
            "CreatedDate",
            "ClosedDate",
            "Status",
            "IsClosed",
            "Priority",
            "Type",
            "Origin",
            "Subject",
            "OwnerId",
            "IsEscalated",
            "ContactId",
            "AccountId",
            "ProductId",
            "IsDeleted",
        ];
        if self.habits.has_optional_columns {
            header.extend(["SlaExitDate", "SourceId"]);
        }
        let rows = export.cases.iter().map(|case| self.case(case)).collect();
        self.write("Case.csv", &header, rows);
    }

    fn case(&mut self, case: &Case) -> Row {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let mut row = vec![
            self.id(&case.id),
            case.number.clone(),
            self.time(case.created),
            self.maybe_time(case.closed),
            case.status.clone(),
            case.is_closed.to_string(),
            text(&case.priority),
            text(&case.kind),
            text(&case.origin),
            case.subject.clone(),
            self.id(&case.owner),
            case.is_escalated.to_string(),
            self.maybe_id(case.contact.as_ref()),
            self.maybe_id(case.account.as_ref()),
            self.maybe_id(case.product.as_ref()),
            case.is_deleted.to_string(),
        ];
        if self.habits.has_optional_columns {
            row.push(self.maybe_time(case.sla_exit));
            row.push(self.maybe_id(case.source.as_ref()));
        }
        row
    }

    fn history(&mut self, export: &Export) {
        let mut header =
            vec!["Id", "CaseId", "Field", "OldValue", "NewValue", "CreatedDate", "CreatedById", "IsDeleted"];
        if self.habits.has_data_type {
            header.push("DataType");
        }
        let rows = export.history.iter().map(|change| self.change(change)).collect();
        self.write("CaseHistory.csv", &header, rows);
    }

    fn change(&mut self, change: &Change) -> Row {
        let mut row = vec![
            self.id(&change.id),
            self.id(&change.case),
            change.field.clone(),
            self.value(change.old.as_ref()),
            self.value(change.new.as_ref()),
            self.time(change.at),
            self.id(&change.by),
            change.is_deleted.to_string(),
        ];
        if self.habits.has_data_type {
            row.push(change.data_type.to_owned());
        }
        row
    }

    fn mails(&mut self, export: &Export) {
        let header = [
            "Id",
            "ParentId",
            "MessageDate",
            "Incoming",
            "Status",
            "Subject",
            "TextBody",
            "EmailTemplateId",
            "IsDeleted",
        ];
        let row = |mail: &Mail, files: &mut Self| {
            vec![
                files.id(&mail.id),
                files.id(&mail.case),
                files.time(mail.at),
                mail.is_incoming.to_string(),
                mail.status.clone(),
                mail.subject.clone(),
                mail.text.clone(),
                files.maybe_id(mail.template.as_ref()),
                mail.is_deleted.to_string(),
            ]
        };
        let rows = export.mails.iter().map(|mail| row(mail, self)).collect();
        self.write("EmailMessage.csv", &header, rows);
    }

    fn milestones(&mut self, export: &Export) {
        let row = |milestone: &Milestone, files: &mut Self| {
            let kind = if milestone.is_of_resolution { RESOLUTION } else { RESPONSE };
            let (id, case, kind) = (files.id(&milestone.id), files.id(&milestone.case), files.id(kind));
            vec![id, case, kind, files.time(milestone.target), milestone.is_violated.to_string()]
        };
        let rows = export.milestones.iter().map(|milestone| row(milestone, self)).collect();
        self.write("CaseMilestone.csv", &["Id", "CaseId", "MilestoneTypeId", "TargetDate", "IsViolated"], rows);
        if self.habits.has_milestone_names {
            self.names("MilestoneType.csv", &[(RESOLUTION, "Resolution Time"), (RESPONSE, "First Response")]);
        }
    }

    fn surveys(&mut self, export: &Export) {
        let rows = export.invitations.iter().map(|each| vec![self.id(&each.id), self.time(each.at)]).collect();
        self.write("SurveyInvitation.csv", &["Id", "CreatedDate"], rows);
        let row = |each: &Subject, files: &mut Self| {
            let is_case = each.subject.starts_with("500");
            let kind = if is_case { "Case" } else { "Contact" };
            vec![files.id(&each.id), files.id(&each.invitation), files.id(&each.subject), kind.to_owned()]
        };
        let rows = export.subjects.iter().map(|each| row(each, self)).collect();
        self.write("SurveySubject.csv", &["Id", "ParentId", "SubjectId", "SubjectEntityType"], rows);
    }

    fn things(&mut self, export: &Export) {
        use ThingKind::*;
        let files: [(&str, &[&str], &[ThingKind]); 5] = [
            ("CaseComment.csv", &["Id", "ParentId", "CreatedDate", "CommentBody"], &[Comment]),
            ("FeedItem.csv", &["Id", "ParentId", "CreatedDate", "Type"], &[TextPost, CommentPost, FilePost]),
            ("ContentDocumentLink.csv", &["Id", "LinkedEntityId", "SystemModstamp", "ContentDocumentId"], &[FileLink]),
            ("CaseTeamMember.csv", &["Id", "ParentId", "CreatedDate", "MemberId"], &[Member]),
            ("CaseArticle.csv", &["Id", "CaseId", "CreatedDate", "KnowledgeArticleId"], &[Article]),
        ];
        for (name, header, kinds) in files {
            let things = export.things.iter().filter(|thing| kinds.contains(&thing.kind));
            let rows = things.map(|thing| self.thing(thing)).collect();
            self.write(name, header, rows);
        }
    }

    fn thing(&mut self, thing: &Thing) -> Row {
        let last = match thing.kind {
            ThingKind::Comment => "a\ncomment".to_owned(),
            ThingKind::TextPost => "TextPost".to_owned(),
            ThingKind::CommentPost => "CaseCommentPost".to_owned(),
            ThingKind::FilePost => "ContentPost".to_owned(),
            _ => self.id(&thing.of),
        };
        vec![self.id(&thing.id), self.id(&thing.case), self.time(thing.at), last]
    }
}
