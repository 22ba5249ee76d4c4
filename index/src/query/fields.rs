//! The names of the fields, in both languages and as other services have them.

use super::Field;

/// The names of one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldNames {
    /// The field.
    pub field: Field,
    /// The name that is printed.
    pub short: &'static str,
    /// The English word; the short name again where there is no other.
    pub long: &'static str,
    /// Further English names, as other services have them.
    pub others: &'static [&'static str],
    /// Chinese names.
    pub chinese: &'static [&'static str],
}

const fn names(
    field: Field,
    short: &'static str,
    long: &'static str,
    others: &'static [&'static str],
    chinese: &'static [&'static str],
) -> FieldNames {
    FieldNames {
        field,
        short,
        long,
        others,
        chinese,
    }
}

impl FieldNames {
    /// All names.
    pub fn all(&self) -> impl Iterator<Item = &'static str> {
        let rest = self.others.iter().chain(self.chinese).copied();
        [self.short, self.long].into_iter().chain(rest)
    }
}

/// Every field that can be named, in the order of the help page.
#[rustfmt::skip]
pub const FIELDS: &[FieldNames] = &[
    names(Field::Title, "ti", "title", &["ttl", "name", "titles"], &["名称", "标题", "题名", "题目", "篇名", "项目名称", "成果名称", "专利名称", "需求名称"]),
    names(Field::Abstract, "ab", "abstract", &["abst", "abs", "summary"], &["摘要", "简介"]),
    names(Field::Keyword, "kw", "keyword", &["keywords"], &["关键词", "关键字", "主题词"]),
    names(Field::Text, "tx", "text", &["fulltext", "full-text", "description"], &["全文", "正文", "说明书"]),
    names(Field::Institution, "org", "institution",
        &["pa", "as", "applicant", "applicants", "assignee", "owner", "institutions", "organization", "organisation", "affiliation", "company", "university"],
        &["单位", "申请人", "权利人", "专利权人", "机构", "单位名称", "所属单位", "完成单位", "企业", "公司", "学校", "高校", "院校", "申请单位", "工作单位", "依托单位"]),
    names(Field::Person, "in", "person",
        &["inv", "inventor", "inventors", "author", "au", "people", "expert"],
        &["人员", "发明人", "完成人", "联系人", "姓名", "专家", "负责人", "作者", "设计人"]),
    names(Field::Pinyin, "py", "pinyin", &[], &["拼音"]),
    names(Field::Like, "like", "like", &[], &["类似"]),
    names(Field::Match, "match", "match", &["matches"], &["匹配", "对接"]),
    names(Field::List, "list", "shortlist", &["lists", "shortlists"], &["清单"]),
    names(Field::Tag, "tag", "tag", &["tags", "label"], &["标签"]),
    names(Field::Note, "note", "note", &["notes"], &["笔记", "备注"]),
    names(Field::Number, "num", "number",
        &["pn", "an", "ap", "apn", "phone", "email", "tel", "mobile", "qq", "family", "lens", "publication-number", "application-number", "patent-number", "id"],
        &["号码", "电话", "邮箱", "申请号", "公开号", "公告号", "公开公告号", "专利号", "登记号", "成果登记号", "优先权号", "同族", "手机", "手机号", "邮件", "编号"]),
    names(Field::Ipc, "ipc", "cpc", &["ic", "icl", "class", "classification"], &["分类", "分类号", "专利分类", "主分类号", "国际分类"]),
    names(Field::TechField, "fld", "field", &["fields", "area"], &["领域", "技术领域", "所属领域"]),
    names(Field::Industry, "ind", "industry", &["industries"], &["行业", "产业", "所属行业", "应用行业"]),
    names(Field::Discipline, "dis", "discipline", &["subject"], &["学科", "所属学科"]),
    names(Field::Region, "city", "region", &["province", "location", "country", "place"],
        &["地区", "城市", "省份", "省", "市", "所在地", "地域", "区域", "所属地区", "所在地区", "国家"]),
    names(Field::Stage, "st", "stage", &["maturity"], &["阶段", "成熟度", "所处阶段"]),
    names(Field::Trl, "trl", "trl", &[], &["技术就绪度"]),
    names(Field::Cooperation, "coop", "cooperation", &[], &["合作", "合作方式", "转让方式"]),
    names(Field::Legal, "ls", "legal", &["legal-status"], &["法律状态"]),
    names(Field::Status, "status", "status", &[], &["状态", "发布状态"]),
    names(Field::Price, "price", "price", &[], &["价格", "报价", "转让价格"]),
    names(Field::Budget, "budget", "budget", &[], &["预算", "投资预算", "意向金额"]),
    names(Field::Year, "year", "year", &[], &["年份", "年", "年度"]),
    names(Field::Month, "month", "month", &["months"], &["月份"]),
    names(Field::Filed, "filed", "filed", &["ad", "filing-date", "application-date"], &["申请日", "申请日期", "申请时间"]),
    names(Field::Published, "published", "published", &["pd", "publication-date", "date"],
        &["公开日", "公开日期", "公告日", "公开公告日", "发布日", "发布日期", "发布时间", "日期"]),
    names(Field::Granted, "granted", "granted", &["grant-date"], &["授权日", "授权公告日", "授权日期"]),
    names(Field::Expires, "expires", "expires", &["expiry", "deadline", "valid-until"], &["有效期", "截止日期", "到期日"]),
    names(Field::Added, "added", "added", &["date-added"], &["入库", "入库日期", "加入日期"]),
    names(Field::Changed, "changed", "changed", &["updated", "modified"], &["变更", "变更日期", "更新", "更新日期"]),
    names(Field::Source, "src", "source", &["sources"], &["来源", "数据来源"]),
    names(Field::Kind, "kind", "kind", &[], &["类型", "种类", "类别"]),
    names(Field::Post, "post", "post", &["rank", "position"], &["职称", "职务"]),
    names(Field::Office, "office", "jurisdiction", &["authority"], &["专利局", "受理局", "公开国别"]),
    names(Field::PatentKind, "type", "patent-kind", &["patent-type"], &["专利类型"]),
    names(Field::KindCode, "kindcode", "kind-code", &["kd"], &["文献代码", "文献种类代码"]),
    names(Field::DocumentType, "doctype", "document-type", &[], &["文献类型"]),
    names(Field::UsClass, "uspc", "us-class", &[], &["美国分类"]),
    names(Field::Literature, "lit", "literature", &[], &["非专利引文"]),
    names(Field::LegalEvent, "event", "legal-event", &[], &["法律事件"]),
    names(Field::Cites, "cites", "cites", &[], &["引证数"]),
    names(Field::CitedBy, "citedby", "cited-by", &[], &["被引", "被引数"]),
    names(Field::FamilySize, "famsize", "family-size", &[], &["同族数"]),
    names(Field::Priority, "priority", "priority-date", &["pr", "prd"], &["优先权日", "优先权"]),
    names(Field::Has, "has", "has", &[], &[]),
    names(Field::Is, "is", "is", &[], &[]),
];

/// What `has:` and `is:` can ask for.
pub const FLAGS: &[(Field, &[&str])] = &[
    (
        Field::Has,
        &["phone", "email", "contact", "patent", "price", "conflict"],
    ),
    (
        Field::Is,
        &[
            "expired",
            "stale",
            "dead",
            "past-term",
            "incomplete",
            "gone",
            "withdrawn",
            "accepted",
            "declined",
            "listed",
            "tagged",
            "noted",
            "contacted",
            "opened",
            "copied",
        ],
    ),
];
