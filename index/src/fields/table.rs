//! The table: one row a field, in the order in which fields are listed.

use super::{Field, Label, Merge, Shape};
use crate::record::Kind;
use crate::request::Facet;

use Kind::{Achievement, Expert, Institution, Need, Patent};
use Shape::{Count, Date, Line, List, Parts, Price, Text};

/// A field that every kind has and a user can change, read under a header of its own name.
const fn field(
    name: &'static str,
    label: Label,
    shape: Shape,
    paths: &'static [&'static str],
) -> Field {
    Field {
        name,
        label,
        labels_of_kinds: &[],
        also: &[],
        shape,
        kind: None,
        paths,
        merge: match shape {
            Text => Merge::Longer,
            Price => Merge::Whole,
            Date => Merge::Precise,
            Line | List | Parts | Count => Merge::Newest,
        },
        targets: &[],
        facet: None,
        is_phrase: false,
        is_editable: true,
    }
}

impl Field {
    const fn of(self, kind: Kind) -> Self {
        Self {
            kind: Some(kind),
            ..self
        }
    }

    /// With labels of its own in some kinds.
    const fn labelled(self, labels_of_kinds: &'static [(Kind, Label)]) -> Self {
        Self {
            labels_of_kinds,
            ..self
        }
    }

    const fn also(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }

    const fn merged(self, merge: Merge) -> Self {
        Self { merge, ..self }
    }

    const fn read_as(self, targets: &'static [&'static str]) -> Self {
        Self { targets, ..self }
    }

    const fn coded(self, facet: Facet) -> Self {
        Self {
            facet: Some(facet),
            ..self
        }
    }

    const fn phrased(self) -> Self {
        Self {
            is_phrase: true,
            ..self
        }
    }

    const fn fixed(self) -> Self {
        Self {
            is_editable: false,
            ..self
        }
    }
}

/// Every field of a record.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    field("id", ["编号", "Id"], Line, &["id"]).read_as(&["id"]).fixed(),
    field("kind", ["类型", "Kind"], Line, &["kind"]).read_as(&["kind", "profile"]).coded(Facet::Kind).fixed(),
    field("title", ["名称", "Title"], Line, &["title"]).read_as(&["title", "name"]),
    field("title_alt", ["又名", "Also called"], List, &["title_alt"]).read_as(&["title_alt"]).also(&["别名"]),
    field("summary", ["摘要", "Summary"], Text, &["summary"]).read_as(&["summary"]),
    field("body", ["正文", "Text"], Text, &["body"]).read_as(&["body"]).also(&["详情"]),
    field("translations", ["其他语言", "Other languages"], Parts, &["translations"]).read_as(&["translations"]).fixed(),
    field("keywords", ["关键词", "Keywords"], List, &["keywords"]).read_as(&["keywords"]),
    field("institutions", ["单位", "Institution"], List, &["institutions"]).labelled(&[(Patent, ["申请人", "Applicant"])]).read_as(&["institutions", "institution"]),
    field("people", ["人员", "People"], List, &["people"]).read_as(&["people", "inventors", "completers"]).merged(Merge::Names),
    field("fields", ["领域", "Field"], List, &["fields"]).read_as(&["fields"]).coded(Facet::Field),
    field("industries", ["行业", "Industry"], List, &["industries"]).read_as(&["industries"]).coded(Facet::Industry),
    field("disciplines", ["学科", "Discipline"], List, &["disciplines"]).read_as(&["disciplines"]).coded(Facet::Discipline),
    field("ipc", ["IPC", "IPC"], List, &["ipc"]).read_as(&["ipc"]).also(&["分类号"]),
    field("region", ["地区", "Region"], Line, &["region"]).read_as(&["region", "province", "city", "county"]).coded(Facet::Region),
    field("stage", ["阶段", "Stage"], Line, &["stage", "stage_raw", "trl_min", "trl_max"]).read_as(&["stage", "trl", "trl_min", "trl_max"]).merged(Merge::Whole),
    field("cooperation", ["合作方式", "Cooperation"], List, &["cooperation"]).read_as(&["cooperation"]).coded(Facet::Cooperation),
    field("price", ["价格", "Price"], Price, &["price"]).read_as(&["price", "price_min", "price_max", "currency"]),
    field("status", ["状态", "Listing"], Line, &["status"]).read_as(&["status", "review"]).coded(Facet::Status),
    field("filed", ["申请日", "Filed"], Date, &["dates.filed"]).read_as(&["filed"]),
    field("published", ["发布日", "Published"], Date, &["dates.published"]).labelled(&[(Patent, ["公开日", "Published"]), (Need, ["发布日", "Posted"])]).also(&["公开日"]).read_as(&["published", "year"]),
    field("granted", ["授权日", "Granted"], Date, &["dates.granted"]).read_as(&["granted"]),
    field("registered", ["登记日", "Registered"], Date, &["dates.registered"]).read_as(&["registered"]).also(&["登记日期"]),
    field("updated", ["更新日", "Updated"], Date, &["dates.updated"]).read_as(&["updated"]).also(&["更新日期"]),
    field("verified", ["核实日", "Verified"], Date, &["dates.verified"]).read_as(&["verified"]).also(&["核实日期"]),
    field("expires", ["有效期至", "Offered until"], Date, &["dates.expires"]).labelled(&[(Patent, ["到期日", "Expires"])]).read_as(&["expires"]),
    field("contact_name", ["联系人", "Contact"], Line, &["contact.0.name"]).read_as(&["contact_name", "contact"]),
    field("organisation", ["联系单位", "Contact's organisation"], Line, &["contact.0.organisation"]).read_as(&["organisation"]),
    field("role", ["联系人职务", "Contact's role"], Line, &["contact.0.role"]).read_as(&["role"]).phrased(),
    field("phone", ["电话", "Telephone"], List, &["contact.0.phones"]).read_as(&["phone"]).merged(Merge::Digits),
    field("email", ["邮箱", "E-mail"], List, &["contact.0.emails"]).read_as(&["email"]),
    field("wechat", ["微信", "WeChat"], Line, &["contact.0.wechat"]).read_as(&["wechat"]),
    field("qq", ["QQ", "QQ"], Line, &["contact.0.qq"]).read_as(&["qq"]),
    field("address", ["地址", "Address"], Line, &["contact.0.address"]).read_as(&["address"]),
    field("website", ["网站", "Web site"], Line, &["contact.0.website"]).read_as(&["website"]),
    field("links", ["链接", "Links"], List, &["links"]).read_as(&["links"]).also(&["网址"]),
    field("references", ["相关条目", "Related listings"], Parts, &["references"]).read_as(&["references"]).fixed(),

    field("registration_number", ["登记号", "Registration"], Line, &["achievement.registration_number"]).of(Achievement).read_as(&["registration_number"]),
    field("class", ["成果类别", "Class"], Line, &["achievement.class"]).of(Achievement).read_as(&["class"]).phrased(),
    field("form", ["体现形式", "Form"], Line, &["achievement.form"]).of(Achievement).read_as(&["form"]).phrased(),
    field("attribute", ["成果属性", "Attribute"], Line, &["achievement.attribute"]).of(Achievement).read_as(&["attribute"]).phrased(),
    field("level", ["水平", "Level"], Line, &["achievement.level"]).of(Achievement).read_as(&["level"]).also(&["成果水平"]).phrased(),
    field("application_state", ["应用状态", "In use"], Line, &["achievement.application_state"]).of(Achievement).read_as(&["application_state"]).phrased(),
    field("evaluation", ["评价", "Evaluation"], Line, &["achievement.evaluation"]).of(Achievement).read_as(&["evaluation"]).also(&["评价方式"]).phrased(),
    field("awards", ["奖励", "Awards"], List, &["achievement.awards"]).of(Achievement).read_as(&["awards"]).also(&["获奖情况"]),
    field("ip", ["知识产权", "Rights"], List, &["achievement.ip"]).of(Achievement).read_as(&["ip", "number"]),

    field("publication_number", ["公开号", "Publication"], Line, &["patent.office", "patent.publication_number", "patent.kind_code"]).of(Patent).read_as(&["publication_number", "office", "kind_code"]),
    field("application_number", ["申请号", "Application"], Line, &["patent.application_number"]).of(Patent).read_as(&["application_number"]),
    field("type", ["专利类型", "Patent type"], Line, &["patent.type"]).of(Patent).read_as(&["type"]).phrased(),
    field("owners", ["当前权利人", "Owner"], List, &["patent.owners"]).of(Patent).read_as(&["owners"]).also(&["权利人"]),
    field("agent", ["代理机构", "Agent"], Line, &["patent.agent"]).of(Patent).read_as(&["agent"]),
    field("priority", ["优先权", "Priority"], List, &["patent.priority"]).of(Patent).read_as(&["priority"]).also(&["优先权号"]),
    field("family", ["同族号", "Family"], Line, &["patent.family"]).of(Patent).read_as(&["family"]).also(&["同族"]),
    field("citations", ["引用", "Cites"], List, &["patent.citations"]).of(Patent).read_as(&["citations"]).also(&["引证专利"]),
    field("claims", ["权利要求", "Claims"], Text, &["patent.claims"]).of(Patent).read_as(&["claims"]),
    field("legal", ["法律状态", "Legal status"], Line, &["patent.legal"]).of(Patent).read_as(&["legal", "legal_code", "legal_date"]).merged(Merge::Whole).coded(Facet::Legal),
    field("legal_events", ["法律事件", "Legal events"], Parts, &["patent.legal_events"]).of(Patent).read_as(&["legal_events"]).fixed(),
    field("cpc", ["CPC", "CPC"], List, &["patent.cpc"]).of(Patent).read_as(&["cpc"]),
    field("us_classes", ["美国分类", "US classes"], List, &["patent.us_classes"]).of(Patent).read_as(&["us_classes"]),
    field("document_type", ["文献类型", "Document type"], Line, &["patent.document_type"]).of(Patent).read_as(&["document_type"]).phrased(),
    field("earliest_priority", ["最早优先权日", "Earliest priority"], Date, &["patent.earliest_priority"]).of(Patent).read_as(&["earliest_priority"]),
    field("family_members", ["同族成员", "Family members"], List, &["patent.family_members"]).of(Patent).read_as(&["family_members"]),
    field("family_size", ["同族数", "Family size"], Count, &["patent.family_size"]).of(Patent).read_as(&["family_size"]),
    field("literature", ["非专利引文", "Other literature"], List, &["patent.literature"]).of(Patent).read_as(&["literature"]),
    field("cites_count", ["引证数", "Patents cited"], Count, &["patent.cites_count"]).of(Patent).read_as(&["cites_count"]),
    field("cited_by_count", ["被引数", "Cited by"], Count, &["patent.cited_by_count"]).of(Patent).read_as(&["cited_by_count"]),

    field("problem", ["要解决的问题", "Problem"], Text, &["need.problem"]).of(Need).read_as(&["problem"]).also(&["拟解决的问题"]),
    field("key_technology", ["关键技术", "Key technology"], Text, &["need.key_technology"]).of(Need).read_as(&["key_technology"]),
    field("target", ["指标", "Target"], Text, &["need.target"]).of(Need).read_as(&["target"]).also(&["技术目标"]),
    field("current_state", ["现状", "Present state"], Text, &["need.current_state"]).of(Need).read_as(&["current_state"]).also(&["现有基础"]),
    field("budget", ["预算", "Budget"], Price, &["need.budget"]).of(Need).read_as(&["budget"]),
    field("deadline", ["截止", "Deadline"], Date, &["need.deadline"]).of(Need).read_as(&["deadline"]).also(&["截止日期"]),
    field("desired_stage", ["希望阶段", "Stage wanted"], Line, &["need.desired_stage"]).of(Need).read_as(&["desired_stage"]).also(&["期望阶段"]).coded(Facet::Stage),

    field("post", ["职称", "Post"], Line, &["expert.post"]).of(Expert).read_as(&["post"]).phrased(),
    field("degree", ["学位", "Degree"], Line, &["expert.degree"]).of(Expert).read_as(&["degree"]).also(&["学历"]).phrased(),
    field("interests", ["研究方向", "Interests"], List, &["expert.interests"]).of(Expert).read_as(&["interests"]),
    field("services", ["可提供", "Offers"], List, &["expert.services"]).of(Expert).read_as(&["services"]).also(&["服务内容"]).phrased(),

    field("institution_type", ["机构类型", "Institution type"], Line, &["institution.type"]).of(Institution).read_as(&["institution_type"]).phrased(),
    field("aliases", ["简称", "Short names"], List, &["institution.aliases"]).of(Institution).read_as(&["aliases"]),
    field("network_level", ["网络层级", "Level in the network"], Line, &["institution.network_level"]).of(Institution).read_as(&["network_level"]).also(&["网络级别"]).phrased(),
    field("parent", ["上级", "Belongs to"], Line, &["institution.parent"]).of(Institution).read_as(&["parent"]).also(&["上级单位"]),
    field("services", ["可提供", "Offers"], List, &["institution.services"]).of(Institution).read_as(&["services"]).also(&["服务内容"]).phrased(),

    field("other_numbers", ["其他号码", "Other numbers"], List, &["other_numbers"]).read_as(&["other_numbers"]).fixed(),
    field("inferred", ["推断所得", "Inferred"], List, &["inferred"]).read_as(&["inferred"]).fixed(),

    field("sources", ["来源", "Source"], Parts, &["sources"]).read_as(&["sources"]).fixed(),
    field("edits", ["已修改", "Edited by you"], Parts, &["edits"]).fixed(),
    field("conflicts", ["说法不一", "Sources disagree"], Parts, &["conflicts"]).fixed(),
    field("raw", ["原始数据", "Original data"], Parts, &["raw"]).fixed(),
];
