//! The template's own words, in each of its languages.

use super::language::Language;
use crate::plan::{EventKind, StandardValue, ValueType};

use super::model::{Need, Role, Scope};

/// Defines the words: a field each, and a value of them for each language.
macro_rules! wording {
    ($($key:ident: $en:literal, $zh:literal, $fr:literal, $th:literal;)*) => {
        /// The words in one language.
        #[derive(Debug)]
        #[expect(missing_docs, reason = "each says in English what it is, below")]
        pub struct Wording {
            $(pub $key: &'static str,)*
        }

        static ENGLISH: Wording = Wording { $($key: $en,)* };
        static CHINESE: Wording = Wording { $($key: $zh,)* };
        static FRENCH: Wording = Wording { $($key: $fr,)* };
        static THAI: Wording = Wording { $($key: $th,)* };
    };
}

wording! {
    colon: ": ", "：", " : ", ": ";
    title: "Data template", "数据模板", "Modèle de données", "แม่แบบข้อมูล";
    contents: "Contents", "目录", "Sommaire", "สารบัญ";
    attributes: "Recommended attributes to collect", "建议收集的属性", "Attributs recommandés à collecter", "แอตทริบิวต์ที่แนะนำให้เก็บ";
    activities: "Key activities to track", "需要追踪的关键活动", "Activités clés à suivre", "กิจกรรมสำคัญที่ควรติดตาม";
    guide: "Extraction guide", "提取指南", "Guide d'extraction", "คู่มือการดึงข้อมูล";
    case: "What a case is", "案例的定义", "Ce qu'est un cas", "เคสคืออะไร";
    params: "Parameters", "参数", "Paramètres", "พารามิเตอร์";
    params_intro: "What an organisation sets where its own words or targets differ.", "组织自有的取值或目标与默认值不同时，在此设定。", "Ce qu'une organisation règle lorsque ses propres valeurs ou objectifs diffèrent.", "ค่าที่องค์กรกำหนดเองเมื่อคำหรือเป้าหมายต่างจากค่าเริ่มต้น";
    profiles: "Kinds of export", "导出类型", "Types d'export", "ชนิดของการส่งออก";
    standard: "Standard columns", "标准列", "Colonnes standard", "คอลัมน์มาตรฐาน";
    standard_intro: "Every event of the log has these; the log's tables are `events.csv` and `cases.csv`.", "日志中的每个事件都有这些列；日志的表为 `events.csv` 和 `cases.csv`。", "Chaque événement du journal les possède ; les tables du journal sont `events.csv` et `cases.csv`.", "ทุกเหตุการณ์ในบันทึกมีคอลัมน์เหล่านี้ ตารางของบันทึกคือ `events.csv` และ `cases.csv`";
    name: "Name", "名称", "Nom", "ชื่อ";
    activity: "Activity", "活动", "Activité", "กิจกรรม";
    description: "Description", "描述", "Description", "คำอธิบาย";
    why: "Why it matters", "为何重要", "Pourquoi c'est important", "เหตุใดจึงสำคัญ";
    from: "Where to get it", "获取方式", "Où obtenir", "แหล่งที่มา";
    reads: "Read from", "读取自", "Lu dans", "อ่านจาก";
    computed: "Computed from the activities", "由以下活动计算", "Calculé à partir des activités", "คำนวณจากกิจกรรม";
    examples: "Examples", "示例", "Exemples", "ตัวอย่าง";
    captured: "How it is captured", "捕获", "Capture", "วิธีบันทึก";
    kind: "Event type", "事件类型", "Type d'événement", "ประเภทเหตุการณ์";
    explicit: "explicit", "显式", "explicite", "บันทึกโดยตรง";
    inferred: "inferred", "推断", "inféré", "อนุมาน";
    calculated: "calculated", "计算", "calculé", "คำนวณ";
    required: "Required", "必需", "Requis", "จำเป็น";
    recommended: "Recommended", "推荐", "Recommandé", "แนะนำ";
    optional: "Optional", "可选", "Facultatif", "ไม่บังคับ";
    needed: "Needed", "要求", "Nécessité", "ความจำเป็น";
    of_log: "Log", "日志", "Journal", "บันทึก";
    of_case: "Case", "案例", "Cas", "เคส";
    of_event: "Event", "事件", "Événement", "เหตุการณ์";
    kind_of_value: "Type", "类型", "Type", "ชนิดข้อมูล";
    text: "text", "文本", "texte", "ข้อความ";
    integer: "whole number", "整数", "nombre entier", "จำนวนเต็ม";
    number: "number", "数字", "nombre", "ตัวเลข";
    boolean: "true or false", "布尔值", "vrai ou faux", "จริง/เท็จ";
    time: "time", "时间戳", "horodatage", "วันเวลา";
    date: "date", "日期", "date", "วันที่";
    time_of_day: "time of day", "时刻", "heure", "เวลา";
    duration: "duration", "时长", "durée", "ระยะเวลา";
    list: "list", "列表", "liste", "รายการ";
    any: "text or number", "文本或数字", "texte ou nombre", "ข้อความหรือตัวเลข";
    default: "Default", "默认值", "Par défaut", "ค่าเริ่มต้น";
    no_values: "none", "无", "aucune", "ไม่มี";
    from_export: "from the export where it has it:", "若导出中有，则取自：", "tiré de l'export s'il le contient :", "จากข้อมูลส่งออกหากมี:";
    files: "Files", "文件", "Fichiers", "ไฟล์";
    table: "Table", "表", "Table", "ตาราง";
    columns: "Columns", "列", "Colonnes", "คอลัมน์";
    column: "Column", "列", "Colonne", "คอลัมน์";
    header: "Header", "表头", "En-tête", "หัวคอลัมน์";
    path: "Path", "路径", "Chemin", "พาธ";
    feeds: "Feeds", "用于", "Alimente", "ใช้กับ";
    not_there: "not in this export", "此类导出中没有", "absent de cet export", "ไม่มีในการส่งออกชนิดนี้";
    within: "Stands inside the records of", "位于以下记录之内：", "Se trouve dans les enregistrements de", "อยู่ภายในระเบียนของ";
    queries: "Ready queries", "现成的查询", "Requêtes prêtes à l'emploi", "คำสั่งดึงข้อมูลพร้อมใช้";
    notes: "Notes", "说明", "Remarques", "หมายเหตุ";
    reference: "Documentation of the system", "系统文档", "Documentation du système", "เอกสารของระบบ";
    window: "Time window of the queries", "查询的时间窗口", "Période des requêtes", "ช่วงเวลาของคำสั่งดึงข้อมูล";
    since: "from", "自", "du", "ตั้งแต่";
    before: "to, not included", "至（不含）", "au, exclu", "จนถึง (ไม่รวม)";
    copy: "Copy", "复制", "Copier", "คัดลอก";
    copied: "Copied", "已复制", "Copié", "คัดลอกแล้ว";
    search: "Search", "搜索", "Rechercher", "ค้นหา";
    search_hint: "attributes, activities, columns…", "属性、活动、列……", "attributs, activités, colonnes…", "แอตทริบิวต์ กิจกรรม คอลัมน์…";
    found: "found", "项结果", "trouvés", "รายการที่พบ";
    nothing: "Nothing found", "未找到结果", "Aucun résultat", "ไม่พบรายการ";
    language: "Language", "语言", "Langue", "ภาษา";
    theme: "Light or dark", "浅色或深色", "Clair ou sombre", "สว่างหรือมืด";
    print: "Print", "打印", "Imprimer", "พิมพ์";
    skip: "Skip to the content", "跳到正文", "Aller au contenu", "ข้ามไปยังเนื้อหา";
    link: "Link to this place", "此处的链接", "Lien vers cet endroit", "ลิงก์มายังตำแหน่งนี้";
    untranslated: "not translated yet", "尚未翻译", "pas encore traduit", "ยังไม่ได้แปล";
    source_system: "Source system", "源系统", "Système source", "ระบบต้นทาง";
    made: "Made by caseloom from the mapping", "由 caseloom 根据以下映射生成：", "Produit par caseloom à partir du mappage", "สร้างโดย caseloom จากการจับคู่";
    role_key: "key", "键", "clé", "คีย์";
    role_case: "tells the case", "指明案例", "désigne le cas", "ระบุเคส";
    role_time: "time of the row", "行的时间", "date de la ligne", "เวลาของแถว";
    role_who: "who did it", "执行者", "auteur", "ผู้กระทำ";
    role_order: "order of rows", "行的顺序", "ordre des lignes", "ลำดับแถว";
    role_filter: "which rows count", "筛选行", "choix des lignes", "เลือกแถว";
    role_duplicates: "finds duplicates", "识别重复", "doublons", "หาแถวซ้ำ";
    role_reference: "links tables", "关联表", "lie les tables", "เชื่อมตาราง";
    role_keep: "which cases count", "筛选案例", "choix des cas", "เลือกเคส";
    role_same_case: "joins records into one case", "将多条记录合为一个案例", "réunit des enregistrements en un cas", "รวมระเบียนเป็นเคสเดียว";
    role_param: "sets the parameter", "设定参数", "règle le paramètre", "กำหนดพารามิเตอร์";
    case_record: "Each record of {1} is a case.", "{1} 的每条记录为一个案例。", "Chaque enregistrement de {1} est un cas.", "แต่ละระเบียนของ {1} คือหนึ่งเคส";
    case_named: "A case is what the rows of {1} name.", "案例由 {1} 的行所指明。", "Un cas est ce que désignent les lignes de {1}.", "เคสคือสิ่งที่แถวของ {1} ระบุ";
    case_id: "It is called by {1}.", "以 {1} 为标识。", "Il est désigné par {1}.", "ใช้ {1} เป็นรหัสเคส";
    case_rows: "Rows of {1} say by {2} which case they belong to.", "{1} 的行以 {2} 指明所属案例。", "Les lignes de {1} indiquent leur cas par {2}.", "แถวของ {1} ระบุเคสด้วย {2}";
    case_keep: "Not every case goes into the log: {1} decide.", "并非所有案例都进入日志：由 {1} 决定。", "Tous les cas n'entrent pas dans le journal : {1} en décident.", "ไม่ใช่ทุกเคสที่เข้าสู่บันทึก ขึ้นอยู่กับ {1}";
    case_orphans: "Rows whose case has no record are set aside, and reported.", "所属案例没有记录的行会被隔离并报告。", "Les lignes dont le cas n'a pas d'enregistrement sont mises à part et signalées.", "แถวที่เคสไม่มีระเบียนจะถูกแยกไว้และรายงาน";
    case_orphans_kept: "Rows whose case has no record make a case of their own.", "所属案例没有记录的行自成一个案例。", "Les lignes dont le cas n'a pas d'enregistrement forment leur propre cas.", "แถวที่เคสไม่มีระเบียนจะเป็นเคสของตนเอง";
    case_same: "Rows of {1} with the same {2} are one case where each begins no later than {3} after the one before it ended.", "{1} 中 {2} 相同的行，若每一行都在前一行结束后 {3} 之内开始，则属于同一案例。", "Les lignes de {1} de mêmes {2} forment un seul cas si chacune débute au plus {3} après la fin de la précédente.", "แถวของ {1} ที่มี {2} เหมือนกันเป็นเคสเดียวกัน หากแต่ละแถวเริ่มภายใน {3} หลังจากแถวก่อนหน้าสิ้นสุด";
    standard_case_id: "The case that the event belongs to.", "事件所属的案例。", "Le cas auquel appartient l'événement.", "เคสที่เหตุการณ์สังกัด";
    standard_event_id: "The event's own id, the same in every run.", "事件自身的标识，每次运行均相同。", "L'identifiant de l'événement, le même à chaque exécution.", "รหัสของเหตุการณ์ เหมือนเดิมทุกครั้งที่ประมวลผล";
    standard_activity: "What happened.", "发生了什么。", "Ce qui s'est passé.", "สิ่งที่เกิดขึ้น";
    standard_activity_id: "The activity's id in the mapping, in no language.", "活动在映射中的标识，与语言无关。", "L'identifiant de l'activité dans le mappage, sans langue.", "รหัสกิจกรรมในการจับคู่ ไม่ขึ้นกับภาษา";
    standard_timestamp: "When it happened, or began, in UTC.", "发生或开始的时间（UTC）。", "Quand cela s'est produit, ou a commencé, en UTC.", "เวลาที่เกิดขึ้นหรือเริ่มต้น (UTC)";
    standard_end: "When it ended, where it lasts.", "结束时间（若有持续）。", "Quand cela s'est terminé, si cela dure.", "เวลาที่สิ้นสุด หากมีระยะเวลา";
    standard_resource: "Who did it.", "执行者。", "Qui l'a fait.", "ผู้กระทำ";
    standard_kind: "Whether the source records the event (`explicit`), something else shows it (`inferred`), or it follows from the whole case (`calculated`).", "事件由源系统直接记录（`explicit`）、由其他记录推断（`inferred`），或由整个案例计算得出（`calculated`）。", "Si la source enregistre l'événement (`explicit`), si autre chose le montre (`inferred`), ou s'il découle du cas entier (`calculated`).", "ระบบบันทึกเหตุการณ์โดยตรง (`explicit`) อนุมานจากข้อมูลอื่น (`inferred`) หรือคำนวณจากทั้งเคส (`calculated`)";
    standard_lifecycle: "Whether it is the start or the end of the activity.", "活动的开始或完成。", "S'il s'agit du début ou de la fin de l'activité.", "เป็นจุดเริ่มต้นหรือสิ้นสุดของกิจกรรม";
    standard_source: "The table of the export that it came from.", "所来自的导出表。", "La table de l'export dont il provient.", "ตารางต้นทางในข้อมูลส่งออก";
    standard_source_system: "The system that it came from.", "所来自的系统。", "Le système dont il provient.", "ระบบต้นทาง";
}

impl Wording {
    /// The words of a language.
    pub fn of(language: Language) -> &'static Self {
        match language {
            Language::English => &ENGLISH,
            Language::Chinese => &CHINESE,
            Language::French => &FRENCH,
            Language::Thai => &THAI,
        }
    }

    /// How much an analysis needs something.
    pub fn need(&self, need: Need) -> &'static str {
        match need {
            Need::Required => self.required,
            Need::Recommended => self.recommended,
            Need::Optional => self.optional,
        }
    }

    /// What an attribute describes.
    pub fn scope(&self, scope: Scope) -> &'static str {
        match scope {
            Scope::Log => self.of_log,
            Scope::Case => self.of_case,
            Scope::Event => self.of_event,
        }
    }

    /// How an event is known.
    pub fn event_kind(&self, kind: EventKind) -> &'static str {
        match kind {
            EventKind::Explicit => self.explicit,
            EventKind::Inferred => self.inferred,
            EventKind::Calculated => self.calculated,
        }
    }

    /// A type of values.
    pub fn value_type(&self, kind: ValueType) -> &'static str {
        match kind {
            ValueType::Text => self.text,
            ValueType::Integer => self.integer,
            ValueType::Number => self.number,
            ValueType::Boolean => self.boolean,
            ValueType::Time => self.time,
            ValueType::Date => self.date,
            ValueType::TimeOfDay => self.time_of_day,
            ValueType::Duration => self.duration,
            ValueType::List => self.list,
            ValueType::Any => self.any,
        }
    }

    /// What a column is for in its table.
    pub fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Key => self.role_key,
            Role::Case => self.role_case,
            Role::Time => self.role_time,
            Role::Who => self.role_who,
            Role::Order => self.role_order,
            Role::Filter => self.role_filter,
            Role::Duplicates => self.role_duplicates,
            Role::Reference => self.role_reference,
            Role::Keep => self.role_keep,
            Role::SameCase => self.role_same_case,
        }
    }

    /// What every event has.
    pub fn standard_value(&self, value: StandardValue) -> &'static str {
        match value {
            StandardValue::CaseId => self.standard_case_id,
            StandardValue::EventId => self.standard_event_id,
            StandardValue::Activity => self.standard_activity,
            StandardValue::ActivityId => self.standard_activity_id,
            StandardValue::Timestamp => self.standard_timestamp,
            StandardValue::End => self.standard_end,
            StandardValue::Resource => self.standard_resource,
            StandardValue::Kind => self.standard_kind,
            StandardValue::Lifecycle => self.standard_lifecycle,
            StandardValue::Source => self.standard_source,
            StandardValue::SourceSystem => self.standard_source_system,
        }
    }
}

/// A sentence with its parts put in: `{1}` is the first.
pub fn sentence(pattern: &str, parts: &[&str]) -> String {
    let put = |text: String, (index, part): (usize, &&str)| text.replace(&format!("{{{}}}", index + 1), part);
    parts.iter().enumerate().fold(pattern.to_owned(), put)
}
