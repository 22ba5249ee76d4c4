//! A record as plain text, for `show`, pagers and screen readers, and a contact for copying.

use std::borrow::Cow;

use qiao_index::record::{Contact, Kind, Price, Record, Stage};
use qiao_index::search::Facet;
use qiao_index::vocab::{Language, label, path};

use super::{LIST_SEPARATOR, visible, visible_lines};
use crate::import::pick;

/// The whole record, in the order in which a scout reads: what it does, how far it is, what it
/// needs, whom to ask. Nothing in it can move a terminal's cursor.
pub(crate) fn text(record: &Record, language: Language) -> String {
    let mut page = Page {
        language,
        text: String::new(),
    };
    page.paragraph(&record.title);
    page.head(record);
    page.texts(record);
    page.kind(record);
    for contact in &record.contact {
        page.gap();
        page.heading(("联系人", "contact"));
        page.paragraph(&contact_text(contact));
    }
    page.gap();
    page.tail(record);
    page.text
}

/// A contact as lines: name, organisation, telephone, e-mail, address.
pub(crate) fn contact_text(contact: &Contact) -> String {
    let name = match (contact.name.as_str(), contact.role.as_str()) {
        (name, "") => name.to_owned(),
        ("", role) => role.to_owned(),
        (name, role) => format!("{name} ({role})"),
    };
    let wechat = match contact.wechat.as_str() {
        "" => String::new(),
        account => format!("WeChat {account}"),
    };
    let first = [name, contact.organisation.clone()];
    let last = [wechat, contact.address.clone(), contact.website.clone()];
    let lines = first
        .iter()
        .chain(&contact.phones)
        .chain(&contact.emails)
        .chain(&last)
        .filter(|line| !line.is_empty())
        .map(|line| visible(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// A label in Chinese and English.
type Label = (&'static str, &'static str);

/// The text so far.
struct Page {
    language: Language,
    text: String,
}

impl Page {
    fn line(&mut self, name: Label, value: &str) {
        if !value.is_empty() {
            let (name, colon) = (self.word(name), self.word(("：", ": ")));
            let line = format!("{name}{colon}{}\n", visible(value));
            self.text.push_str(&line);
        }
    }

    fn list(&mut self, name: Label, values: &[String]) {
        self.line(name, &values.join(LIST_SEPARATOR));
    }

    fn coded(&mut self, name: Label, facet: Facet, values: &[String]) {
        let labels = values
            .iter()
            .map(|value| label(facet, value, self.language));
        let labels: Vec<Cow<'_, str>> = labels.collect();
        self.line(name, &labels.join(LIST_SEPARATOR));
    }

    fn heading(&mut self, name: Label) {
        self.text.push_str(self.word(name));
        self.text.push('\n');
    }

    fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            self.text.push_str(&visible_lines(text.trim_end()));
            self.text.push('\n');
        }
    }

    fn section(&mut self, name: Label, text: &str) {
        if !text.is_empty() {
            self.gap();
            self.heading(name);
            self.paragraph(text);
        }
    }

    /// One empty line.
    fn gap(&mut self) {
        if !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    const fn word(&self, name: Label) -> &'static str {
        pick(self.language, name.0, name.1)
    }

    fn head(&mut self, record: &Record) {
        self.list(("别名", "also"), &record.title_alt);
        let kind = [record.kind.as_str().to_owned()];
        self.coded(("类型", "kind"), Facet::Kind, &kind);
        self.line(("编号", "id"), &record.id);
        self.list(("单位", "institutions"), &record.institutions);
        let people = record.people.iter().map(|person| person.name.clone());
        self.list(("人员", "people"), &people.collect::<Vec<_>>());
        self.line(("地区", "region"), &place(&record.region, self.language));
        self.line(("阶段", "stage"), &stage(record, self.language));
        self.coded(
            ("合作方式", "cooperation"),
            Facet::Cooperation,
            &record.cooperation,
        );
        let price = record.price.as_ref();
        let price = price.map(|price| price_text(price, self.language));
        self.line(("价格", "price"), &price.unwrap_or_default());
        self.list(("关键词", "keywords"), &record.keywords);
    }

    fn texts(&mut self, record: &Record) {
        self.section(("摘要", "summary"), &record.summary);
        self.section(("详情", "description"), &record.body);
        if let Some(need) = &record.need {
            self.section(("拟解决的问题", "problem"), &need.problem);
            self.section(("关键技术", "key technology"), &need.key_technology);
            self.section(("技术目标", "target"), &need.target);
            self.section(("现有基础", "current state"), &need.current_state);
        }
        if let Some(patent) = &record.patent {
            self.section(("权利要求", "claims"), &patent.claims.join("\n"));
        }
        self.gap();
    }

    fn kind(&mut self, record: &Record) {
        match record.kind {
            Kind::Achievement => self.achievement(record),
            Kind::Patent => self.patent(record),
            Kind::Need => self.need(record),
            Kind::Expert => self.expert(record),
            Kind::Institution => self.institution(record),
        }
    }

    fn achievement(&mut self, record: &Record) {
        let Some(achievement) = &record.achievement else {
            return;
        };
        self.line(
            ("登记号", "registration number"),
            &achievement.registration_number,
        );
        self.line(("类别", "class"), &achievement.class);
        self.line(("体现形式", "form"), &achievement.form);
        self.line(("属性", "attribute"), &achievement.attribute);
        self.line(("水平", "level"), &achievement.level);
        self.line(("应用状态", "application"), &achievement.application_state);
        self.line(("评价方式", "evaluation"), &achievement.evaluation);
        self.list(("获奖", "awards"), &achievement.awards);
        self.list(("知识产权", "intellectual property"), &achievement.ip);
    }

    fn patent(&mut self, record: &Record) {
        let Some(patent) = &record.patent else {
            return;
        };
        let publication = format!("{}{}", patent.publication_number, patent.kind_code);
        self.line(("公开国", "office"), &patent.office);
        self.line(("公开号", "publication number"), &publication);
        self.line(("申请号", "application number"), &patent.application_number);
        self.line(("专利类型", "type"), &patent.patent_type);
        self.list(("当前权利人", "owners"), &patent.owners);
        self.line(("代理机构", "agent"), &patent.agent);
        self.list(("优先权", "priority"), &patent.priority);
        self.line(("同族", "family"), &patent.family);
        self.list(("引用", "citations"), &patent.citations);
        let class = [patent.legal.class.as_str().to_owned()];
        self.coded(("有效性", "legal class"), Facet::Legal, &class);
        self.line(("法律状态", "legal status"), &patent.legal.raw);
    }

    fn need(&mut self, record: &Record) {
        let Some(need) = &record.need else {
            return;
        };
        let budget = need.budget.as_ref();
        let budget = budget.map(|price| price_text(price, self.language));
        self.line(("预算", "budget"), &budget.unwrap_or_default());
        self.line(("截止日期", "deadline"), &written(need.deadline));
        if need.desired_stage != Stage::Unknown {
            let stage = [need.desired_stage.as_str().to_owned()];
            self.coded(("期望阶段", "desired stage"), Facet::Stage, &stage);
        }
    }

    fn expert(&mut self, record: &Record) {
        let Some(expert) = &record.expert else {
            return;
        };
        self.line(("职称", "post"), &expert.post);
        self.line(("学历", "degree"), &expert.degree);
        self.list(("研究方向", "interests"), &expert.interests);
        self.list(("服务", "services"), &expert.services);
    }

    fn institution(&mut self, record: &Record) {
        let Some(institution) = &record.institution else {
            return;
        };
        self.line(("机构类型", "type"), &institution.institution_type);
        self.list(("简称", "aliases"), &institution.aliases);
        self.line(("网络级别", "network level"), &institution.network_level);
        self.line(("上级单位", "parent"), &institution.parent);
        self.list(("服务", "services"), &institution.services);
    }

    fn tail(&mut self, record: &Record) {
        let subjects = &record.subjects;
        self.coded(("领域", "fields"), Facet::Field, &subjects.fields);
        self.coded(
            ("行业", "industries"),
            Facet::Industry,
            &subjects.industries,
        );
        self.coded(
            ("学科", "disciplines"),
            Facet::Discipline,
            &subjects.disciplines,
        );
        self.list(("IPC", "IPC"), &subjects.ipc);
        let status = [record.status.as_str().to_owned()];
        self.coded(("状态", "status"), Facet::Status, &status);
        let dates = &record.dates;
        self.line(("申请日", "filed"), &written(dates.filed));
        self.line(("发布", "published"), &written(dates.published));
        self.line(("授权", "granted"), &written(dates.granted));
        self.line(("登记", "registered"), &written(dates.registered));
        self.line(("更新", "updated"), &written(dates.updated));
        self.line(("核实", "verified"), &written(dates.verified));
        self.line(("有效期至", "expires"), &written(dates.expires));
        self.list(("链接", "links"), &record.links);
        let references = record.references.iter();
        let references =
            references.map(|it| format!("{} {}", it.relation, it.id).trim().to_owned());
        self.list(("相关", "related"), &references.collect::<Vec<_>>());
        for source in &record.sources {
            let mut place = format!("{} ({}:{})", source.name, source.file, source.row);
            if !source.gone.is_empty() {
                place.push_str(self.word(("，已从来源中消失", ", gone from it")));
            }
            self.line(("来源", "source"), &place);
        }
    }
}

fn written(date: Option<qiao_index::record::Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// A region with those it lies in: `湖北省荆门市`.
fn place(region: &str, language: Language) -> String {
    let path = path(Facet::Region, region);
    let labels = path.iter().map(|code| label(Facet::Region, code, language));
    labels.collect::<Vec<_>>().join(pick(language, "", " / "))
}

/// Stage, the source's own words, and the readiness levels.
fn stage(record: &Record, language: Language) -> String {
    let maturity = &record.maturity;
    let stage = match maturity.stage {
        Stage::Unknown => Cow::Borrowed(""),
        stage => label(Facet::Stage, stage.as_str(), language),
    };
    let levels = match (maturity.trl_min, maturity.trl_max) {
        (Some(min), Some(max)) if min < max => format!("TRL {min}–{max}"),
        (Some(level), _) | (None, Some(level)) => format!("TRL {level}"),
        (None, None) => String::new(),
    };
    let raw = Some(maturity.stage_raw.as_str()).filter(|raw| *raw != stage);
    let parts = [&*stage, raw.unwrap_or_default(), &levels];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// A price: in 万元 for Chinese readers, where it is yuan and not a trifle.
fn price_text(price: &Price, language: Language) -> String {
    let figure = match (price.min, price.max) {
        (Some(min), Some(max)) if min < max => Some((min, Some(max))),
        (Some(figure), _) | (None, Some(figure)) => Some((figure, None)),
        (None, None) => None,
    };
    let amount = figure.map(|(from, to)| {
        let currency = if price.currency.is_empty() {
            "CNY"
        } else {
            &price.currency
        };
        let (unit, name) = match (currency, language) {
            ("CNY", Language::Chinese) if from >= 10_000.0 => (10_000.0, " 万元"),
            ("CNY", Language::Chinese) => (1.0, " 元"),
            _ => (1.0, ""),
        };
        let to = to.map(|to| format!("–{}", to / unit)).unwrap_or_default();
        let before = if name.is_empty() {
            format!("{currency} ")
        } else {
            String::new()
        };
        format!("{before}{}{to}{name}", from / unit)
    });
    let negotiable = price
        .negotiable
        .then(|| pick(language, "面议", "negotiable").to_owned());
    let parts: Vec<String> = amount.into_iter().chain(negotiable).collect();
    parts.join(pick(language, "，", ", "))
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::super::samples::{achievement, contact, patent};
    use super::*;

    fn check(record: &Record, language: Language, expected: &Expect) {
        expected.assert_eq(&text(record, language));
    }

    #[test]
    fn records_read_like_a_page() {
        check(
            &achievement(),
            Language::Chinese,
            &expect![[r"
                石墨烯导热膜的制备方法
                类型：成果
                编号：sample:7
                单位：江城材料研究所; 江城大学
                人员：王小桥; 李见
                地区：湖北省荆门市
                阶段：中试阶段 · 中试 · TRL 6–7
                价格：10–50.5 万元
                关键词：石墨烯; 导热膜

                摘要
                导热膜用于手机散热。

                登记号：HBK2023Y0001

                联系人
                王小桥 (项目经理)
                江城材料研究所
                027-00001234
                +86 27 0000 5678
                wang@example.com
                WeChat wang_example
                湖北省荆门市桥头路1号; 2楼
                https://example.com

                状态：已发布
                发布：2023-05
                来源：sample (sample.csv:7)
            "]],
        );
        check(
            &patent(),
            Language::English,
            &expect![[r"
                一种导热膜
                kind: Patent
                id: patent:CN100000001B
                institutions: 江城大学; 甲公司; 乙公司; 丙公司
                people: 王小桥

                office: CN
                publication number: 100000001B
                application number: 202010000001.X
                legal class: In force
                legal status: 授权

                status: Published
                filed: 2020-01-02
                granted: 2022-11-08
            "]],
        );
    }

    #[test]
    fn nothing_in_a_record_reaches_the_terminal_raw() {
        let mut record = achievement();
        record.title = "\u{1b}[2Jtitle\u{202e}".to_owned();
        record.body = "a\nb\u{7}".to_owned();
        record.contact[0].name = "x\ny\u{9b}".to_owned();
        let shown = text(&record, Language::English);
        assert!(shown.starts_with("\\u{1b}[2Jtitle\\u{202e}\n"), "{shown}");
        assert!(shown.contains("\na\nb\\u{7}\n"), "{shown}");
        assert!(shown.contains("\nx\\u{a}y\\u{9b} ("), "{shown}");
        assert!(!shown.contains(|c: char| c.is_control() && c != '\n'));
    }

    #[test]
    fn a_contact_is_copied_as_lines() {
        let expected = "王小桥 (项目经理)\n江城材料研究所\n027-00001234\n+86 27 0000 5678\n\
            wang@example.com\nWeChat wang_example\n湖北省荆门市桥头路1号; 2楼\nhttps://example.com";
        assert_eq!(contact_text(&contact()), expected);
        assert_eq!(contact_text(&Contact::default()), "");
    }

    fn check_price(min: Option<f64>, max: Option<f64>, currency: &str, expected: [&str; 2]) {
        let currency = currency.to_owned();
        let price = Price {
            min,
            max,
            currency,
            negotiable: min.is_none(),
        };
        let texts = [Language::Chinese, Language::English].map(|it| price_text(&price, it));
        assert_eq!(texts, expected);
    }

    #[test]
    fn prices_are_written_as_the_reader_counts() {
        check_price(
            Some(1e5),
            Some(5.05e5),
            "",
            ["10–50.5 万元", "CNY 100000–505000"],
        );
        check_price(Some(800.0), Some(800.0), "CNY", ["800 元", "CNY 800"]);
        check_price(Some(5e4), None, "USD", ["USD 50000", "USD 50000"]);
        check_price(None, None, "", ["面议", "negotiable"]);
    }
}
