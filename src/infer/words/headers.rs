//! What a column holds, by its header.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::fold;

/// What a column, a file or a field of a change log is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say what they are")]
pub enum Concept {
    CaseNumber, CaseId, Created, Closed, Resolved, Changed, Time, Status, Priority, Type, Reason, Origin, Subject, Description,
    Owner, CreatedBy, ChangedBy, Person, Group, Contact, Account, Product, Field, OldValue, NewValue, Activity, IsClosed, IsEscalated,
    Cases, History, Emails, Comments, Milestones, Users, MessageTime, Incoming, TargetTime, Violated, MilestoneName, TextBody,
    CommentTime, CommentBy,
}

use Concept as C;

/// Headers by what they mean, folded. One may stand with several.
const HEADERS: &[(Concept, &[&str])] = &[
    (C::CaseNumber, &["casenumber", "ticketnumber", "ticketno", "ticketid", "ticket", "number", "incidentnumber", "requestnumber", "caseno", "caseref", "fallnummer", "vorgangsnummer", "kundenvorgangsnummer", "ticketnummer", "vorgangsnr", "ticketnr", "fallnr", "numérodelarequête", "numérodeticket", "numéroticket", "númerodecaso", "númerodeticket", "个案编号", "案件编号", "工单编号", "工单号", "事件编号", "เลขที่เคส", "หมายเลขเคส", "หมายเลขตั๋ว", "หมายเลข"]),
    (C::CaseId, &["caseid", "ticketid", "incidentid", "requestid", "conversationid", "parentid", "case", "case:conceptname", "caseconceptname", "fallid", "vorgangsid", "vorgang", "fall", "identifiant", "idcaso", "案例编号", "个案id", "รหัสเคส"]),
    (C::Created, &["createddate", "created", "createdat", "createdon", "opened", "openedat", "openeddate", "datetimeopened", "opendate", "datecreated", "creationdate", "erstelldatum", "erstelltam", "angelegtam", "anlagedatum", "eröffnetam", "eröffnungsdatum", "geöffnetam", "datumuhrzeitdesöffnens", "eingangsdatum", "erfasstam", "datedecréation", "crééle", "dateheuredouverture", "datedouverture", "fechadecreación", "fechadeapertura", "creadoel", "创建日期", "创建时间", "打开日期时间", "打开时间", "วันที่สร้าง", "วันที่เปิด", "สร้างเมื่อ"]),
    (C::Closed, &["closeddate", "closed", "closedat", "closedon", "datetimeclosed", "dateclosed", "closingdate", "geschlossenam", "abgeschlossenam", "abschlussdatum", "schließdatum", "beendetam", "datumuhrzeitdesschließens", "datedefermeture", "dateheuredefermeture", "ferméle", "datedeclôture", "fechadecierre", "cerradoel", "关闭日期", "关闭时间", "关闭日期时间", "结案时间", "วันที่ปิด", "ปิดเมื่อ"]),
    (C::Resolved, &["resolved", "resolvedat", "resolveddate", "resolvedon", "resolutiondate", "gelöstam", "lösungsdatum", "behobenam", "résolule", "datederésolution", "fechaderesolución", "解决时间", "解决日期", "แก้ไขเมื่อ"]),
    (C::Changed, &["changed", "changedat", "changedon", "updated", "updatedat", "sysupdatedon", "sysupdatedat", "lastmodifieddate", "modified", "modifiedat", "editdate", "editeddate", "bearbeitungsdatum", "geändertam", "änderungsdatum", "bearbeitetam", "datedemodification", "modifiéle", "fechademodificación", "actualizadoel", "编辑日期", "修改时间", "更新时间", "แก้ไขล่าสุด", "วันที่แก้ไข", "อัปเดตเมื่อ", "createddate"]),
    (C::Time, &["timestamp", "time", "timetimestamp", "datetime", "eventtime", "date", "zeitstempel", "zeitpunkt", "datum", "zeit", "horodatage", "heure", "fecha", "marcadetiempo", "hora", "时间", "时间戳", "发生时间", "เวลา", "วันที่", "starttime", "begin", "beginn", "start"]),
    (C::Status, &["status", "state", "incidentstate", "ticketstatus", "casestatus", "vorgangsstatus", "fallstatus", "zustand", "bearbeitungsstatus", "statut", "état", "etat", "estado", "状态", "个案状态", "สถานะ"]),
    (C::Priority, &["priority", "severity", "urgency", "priorität", "prio", "dringlichkeit", "schweregrad", "priorité", "urgence", "prioridad", "优先级", "优先等级", "ลำดับความสำคัญ", "ความสำคัญ"]),
    (C::Type, &["type", "casetype", "tickettype", "recordtype", "kind", "category", "typ", "art", "vorgangsart", "vorgangstyp", "kategorie", "falltyp", "catégorie", "tipo", "categoría", "类型", "类别", "ประเภท"]),
    (C::Reason, &["reason", "casereason", "cause", "grund", "ursache", "kundenvorgangsgrund", "vorgangsgrund", "motif", "motifdelarequête", "motivo", "razón", "个案原因", "原因", "สาเหตุ", "เหตุผล"]),
    (C::Origin, &["origin", "caseorigin", "channel", "contacttype", "source", "kanal", "herkunft", "eingangskanal", "ursprung", "kundenvorgangsursprung", "quelle", "canal", "origine", "originedelarequête", "origen", "个案来源", "渠道", "来源", "ช่องทาง"]),
    (C::Subject, &["subject", "title", "summary", "shortdescription", "betreff", "titel", "zusammenfassung", "kurzbeschreibung", "objet", "sujet", "titre", "asunto", "título", "主题", "标题", "เรื่อง", "หัวข้อ", "emailsubject"]),
    (C::Description, &["description", "details", "beschreibung", "descripción", "描述", "รายละเอียด"]),
    (C::Owner, &["owner", "caseowner", "ownerid", "assignee", "assignedto", "agent", "ownername", "inhaber", "besitzer", "kundenvorgangsinhaber", "vorgangsinhaber", "bearbeiter", "zuständig", "verantwortlich", "zugewiesenan", "propriétaire", "propriétairedelarequête", "responsable", "assignéà", "propietario", "asignadoa", "个案所有人", "个案所有者", "所有者", "负责人", "处理人", "เจ้าของ", "ผู้รับผิดชอบ"]),
    (C::CreatedBy, &["createdby", "createdbyid", "createdbyname", "openedby", "reporter", "erstelltvon", "angelegtvon", "erfasstvon", "eröffnetvon", "créépar", "ouvertpar", "creadopor", "创建人", "提交人", "สร้างโดย"]),
    (C::ChangedBy, &["changedby", "editedby", "updatedby", "sysupdatedby", "modifiedby", "lastmodifiedby", "createdbyid", "createdby", "bearbeitetvon", "geändertvon", "modifiépar", "modificadopor", "编辑人", "修改人", "แก้ไขโดย"]),
    (C::Person, &["user", "username", "resource", "orgresource", "performer", "agent", "agentname", "employee", "actor", "by", "benutzer", "mitarbeiter", "ressource", "bearbeiter", "utilisateur", "usuario", "recurso", "用户", "坐席", "资源", "ผู้ใช้", "เจ้าหน้าที่", "name", "fullname", "vollständigername", "nomcomplet", "全名"]),
    (C::Group, &["group", "assignmentgroup", "team", "queue", "department", "gruppe", "bearbeitergruppe", "abteilung", "warteschlange", "groupe", "équipe", "grupo", "equipo", "组", "队列", "处理组", "กลุ่ม", "ทีม", "คิว"]),
    (C::Contact, &["contact", "contactname", "customer", "customername", "requester", "caller", "kontakt", "kontaktname", "kunde", "kundenname", "ansprechpartner", "anforderer", "melder", "nomducontact", "client", "demandeur", "contacto", "cliente", "联系人", "联系人姓名", "客户姓名", "ผู้ติดต่อ", "ลูกค้า"]),
    (C::Account, &["account", "accountname", "company", "organization", "organisation", "accountid", "firma", "unternehmen", "kundenfirma", "nomducompte", "compte", "société", "cuenta", "empresa", "客户名", "客户名称", "公司", "บริษัท"]),
    (C::Product, &["product", "productname", "produkt", "produktname", "produit", "nomduproduit", "producto", "产品", "产品名称", "ผลิตภัณฑ์"]),
    (C::Field, &["field", "fieldevent", "fieldname", "attribute", "feld", "feldereignis", "feldname", "attribut", "champ", "champévénement", "campo", "字段", "字段事件", "ฟิลด์", "property"]),
    (C::OldValue, &["oldvalue", "old", "from", "fromvalue", "before", "alterwert", "wertalt", "vorher", "von", "anciennevaleur", "avant", "valoranterior", "旧值", "原值", "ค่าเดิม", "fromstring"]),
    (C::NewValue, &["newvalue", "new", "to", "tovalue", "after", "value", "neuerwert", "wertneu", "nachher", "nach", "nouvellevaleur", "après", "valornuevo", "nuevovalor", "新值", "ค่าใหม่", "tostring"]),
    (C::Activity, &["activity", "activityname", "event", "eventname", "action", "conceptname", "task", "step", "operation", "aktivität", "ereignis", "aktion", "vorgangsschritt", "schritt", "tätigkeit", "activité", "événement", "étape", "actividad", "evento", "acción", "活动", "活动名称", "事件", "操作", "กิจกรรม", "เหตุการณ์", "message", "transaction"]),
    (C::IsClosed, &["isclosed", "closed", "geschlossen", "fermée", "fermé", "已关闭", "cerrado", "ปิดแล้ว"]),
    (C::IsEscalated, &["isescalated", "escalated", "eskaliert", "escaladée", "已升级", "escalado"]),
    (C::MessageTime, &["messagedate", "sentat", "sentdate", "emaildate", "nachrichtendatum", "gesendetam", "datedumessage", "邮件日期"]),
    (C::Incoming, &["incoming", "isincoming", "inbound", "eingehend", "entrant", "传入", "entrante"]),
    (C::TargetTime, &["targetdate", "duedate", "zieldatum", "fälligam", "datecible", "目标日期", "fechaobjetivo"]),
    (C::Violated, &["violation", "violated", "isviolated", "verletzung", "verletzt", "violé", "违反"]),
    (C::MilestoneName, &["milestone", "milestonename", "meilenstein", "jalon", "里程碑", "hito"]),
    (C::TextBody, &["textbody", "body", "textkörper", "nachrichtentext", "text", "corpsdutexte", "文本正文"]),
    (C::CommentTime, &["commentcreateddate", "kommentardatum", "kommentarerstelltam", "kommentiertam"]),
    (C::CommentBy, &["commentcreatedby", "kommentarvon", "kommentarerstelltvon", "kommentiertvon"]),
    (C::Cases, &["case", "cases", "ticket", "tickets", "incident", "incidents", "request", "requests", "servicerequests", "fall", "fälle", "vorgang", "vorgänge", "kundenvorgang", "kundenvorgänge", "anfragen", "störungen", "requêtes", "requête", "demandes", "casos", "caso", "个案", "案件", "工单", "เคส"]),
    (C::History, &["history", "casehistory", "tickethistory", "audit", "auditlog", "changelog", "changes", "verlauf", "historie", "vorgangshistorie", "vorgangsverlauf", "kundenvorgangsverlauf", "fallhistorie", "ticketverlauf", "änderungen", "historique", "historiquedesrequêtes", "historial", "个案历史", "历史", "变更记录", "ประวัติ"]),
    (C::Emails, &["email", "emails", "emailmessage", "emailmessages", "mails", "nachrichten", "emailnachrichten", "messages", "correos", "邮件", "电子邮件", "อีเมล"]),
    (C::Comments, &["comment", "comments", "casecomment", "casecomments", "kommentare", "vorgangskommentare", "commentaires", "comentarios", "评论", "ความคิดเห็น"]),
    (C::Milestones, &["milestone", "milestones", "casemilestone", "meilensteine", "jalons", "hitos", "里程碑"]),
    (C::Users, &["user", "users", "benutzer", "mitarbeiter", "utilisateurs", "usuarios", "用户", "ผู้ใช้"]),
];

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
    for (concept, names) in HEADERS {
        names.iter().for_each(|name| index.entry(fold(name)).or_default().push(*concept));
    }
    index
});
