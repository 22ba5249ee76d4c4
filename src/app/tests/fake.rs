//! A library of a few made-up listings that answers by plain comparison of texts.

use std::collections::BTreeMap;

use qiao_index::record::{
    Contact, Date, Dates, Kind, Legal, LegalClass, Maturity, Patent, Price, Provenance, Record,
    Stage, Subjects,
};
use qiao_index::search::{
    ClauseCount, Count, Facet, Filter, Highlighter, Hit, Page, Request, Sort,
};

use qiao_index::vocab;

pub(super) struct Library {
    records: Vec<Record>,
}

/// Title, kind, institution, region, stage, year, field, IPC.
type Row = (
    &'static str,
    Kind,
    &'static str,
    &'static str,
    Stage,
    u16,
    &'static str,
    &'static str,
);

const ROWS: [Row; 12] = [
    (
        "石墨烯改性环氧防腐涂层",
        Kind::Achievement,
        "示例大学",
        "4201",
        Stage::Pilot,
        2023,
        "新材料",
        "C09D163/00",
    ),
    (
        "一种锂离子电池负极材料及其制备方法",
        Kind::Patent,
        "示例大学",
        "4201",
        Stage::Unknown,
        2021,
        "新能源与节能",
        "H01M4/36",
    ),
    (
        "Graphene-reinforced aluminium composite for lightweight vehicle frames",
        Kind::Achievement,
        "Example Institute of Materials",
        "4208",
        Stage::Lab,
        2022,
        "新材料",
        "C22C1/05",
    ),
    (
        "寻求沿海桥梁钢结构长效防腐技术",
        Kind::Need,
        "荆门示例重工有限公司",
        "4208",
        Stage::Unknown,
        2024,
        "先进制造与自动化",
        "",
    ),
    (
        "张示例",
        Kind::Expert,
        "示例理工大学",
        "4201",
        Stage::Unknown,
        2020,
        "电子信息",
        "",
    ),
    (
        "示例技术转移中心",
        Kind::Institution,
        "示例技术转移中心",
        "42",
        Stage::Unknown,
        2019,
        "",
        "",
    ),
    (
        "稻米副产物“米糠”高值化利用：从米糠油到谷维素的连续提取工艺（含中试线设计）",
        Kind::Achievement,
        "示例农业大学",
        "4201",
        Stage::Mature,
        2018,
        "生物与新医药",
        "C11B1/10",
    ),
    (
        "黄鳝人工繁育①号技术",
        Kind::Achievement,
        "示例农业大学",
        "4208",
        Stage::Mature,
        2017,
        "生物与新医药",
        "A01K61/10",
    ),
    (
        "光纤布拉格光栅桥梁健康监测系统",
        Kind::Achievement,
        "示例理工大学",
        "44",
        Stage::Pilot,
        2022,
        "电子信息",
        "G01B11/16",
    ),
    (
        "一种水性防腐涂料",
        Kind::Patent,
        "示例化工股份有限公司",
        "44",
        Stage::Unknown,
        2016,
        "新材料",
        "C09D5/08",
    ),
    (
        "Low-temperature denitration catalyst",
        Kind::Patent,
        "Example Institute of Materials",
        "4201",
        Stage::Unknown,
        2020,
        "资源与环境",
        "B01J23/34",
    ),
    (
        "智能温室环境控制系统",
        Kind::Achievement,
        "示例农业大学",
        "4201",
        Stage::Lab,
        2021,
        "电子信息",
        "A01G9/24",
    ),
];

impl Library {
    pub(super) fn new() -> Self {
        Self {
            records: (0..)
                .zip(ROWS)
                .map(|(number, row)| record(number, row))
                .collect(),
        }
    }

    /// The same listings over and over.
    pub(super) fn of(number: usize) -> Self {
        let rows = ROWS.into_iter().cycle().take(number);
        Self {
            records: (0..)
                .zip(rows)
                .map(|(number, row)| record(number, row))
                .collect(),
        }
    }

    /// Gives every listing this web address.
    pub(super) fn link(&mut self, link: &str) {
        for record in &mut self.records {
            record.links = vec![link.to_owned()];
        }
    }

    pub(super) fn len(&self) -> u64 {
        self.records.len() as u64
    }

    pub(super) fn answer(&self, request: &Request) -> Page {
        let words: Vec<&str> = request.query.split_whitespace().collect();
        let queried = |record: &Record| words.iter().all(|word| holds(record, word));
        let mut hits: Vec<&Record> = self
            .records
            .iter()
            .filter(|record| queried(record) && passes(record, &request.filters, None))
            .collect();
        if request.sort == Sort::Newest {
            hits.sort_by_key(|record| std::cmp::Reverse(record.dates.year()));
        }
        let facets = Facet::ALL.into_iter().map(|facet| {
            let counted = self
                .records
                .iter()
                .filter(|record| queried(record) && passes(record, &request.filters, Some(facet)));
            (facet, counts(facet, counted))
        });
        let alone = |word: &&str| self.records.iter().filter(|r| holds(r, word)).count() as u64;
        let clauses = words.iter().map(|word| ClauseCount {
            clause: (*word).to_owned(),
            count: alone(word),
        });
        Page {
            interpreted: words.join(" AND "),
            problems: Vec::new(),
            total: hits.len() as u64,
            relaxed: false,
            facets: facets.collect(),
            clauses: if hits.is_empty() && words.len() > 1 {
                clauses.collect()
            } else {
                Vec::new()
            },
            hits: hits
                .into_iter()
                .skip(request.offset)
                .take(request.limit)
                .map(|record| Hit {
                    record: record.clone(),
                    score: 1.0,
                })
                .collect(),
            highlighter: Highlighter::default(),
        }
    }
}

fn holds(record: &Record, word: &str) -> bool {
    format!("{record:?}")
        .to_lowercase()
        .contains(&word.to_lowercase())
}

fn values(record: &Record, facet: Facet) -> Vec<String> {
    let mut values = match facet {
        Facet::Kind => vec![record.kind.to_string()],
        Facet::Field => record.subjects.fields.clone(),
        Facet::Ipc => record.subjects.ipc.clone(),
        Facet::Institution => record.institutions.clone(),
        Facet::Region => vec![record.region.clone()],
        Facet::Stage => vec![record.maturity.stage.as_str().to_owned()],
        Facet::Cooperation => record.cooperation.clone(),
        Facet::Status => vec![record.status.as_str().to_owned()],
        Facet::Year => record
            .dates
            .year()
            .map(|year| year.to_string())
            .into_iter()
            .collect(),
        Facet::Source => record
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect(),
        Facet::Legal => record
            .patent
            .iter()
            .map(|p| p.legal.class.as_str().to_owned())
            .collect(),
        Facet::Industry | Facet::Discipline => Vec::new(),
    };
    let mut above: Vec<String> = values
        .iter()
        .filter_map(|v| vocab::parent(facet, v))
        .collect();
    while let Some(value) = above.pop() {
        above.extend(vocab::parent(facet, &value));
        values.push(value);
    }
    values.retain(|value| !value.is_empty());
    values.sort();
    values.dedup();
    values
}

fn passes(record: &Record, filters: &[Filter], ignored: Option<Facet>) -> bool {
    let filters = filters
        .iter()
        .filter(|filter| Some(filter.facet) != ignored);
    let (out, wanted): (Vec<_>, Vec<_>) = filters.partition(|filter| filter.exclude);
    let has = |filter: &&Filter| values(record, filter.facet).contains(&filter.value);
    let excluded = out.iter().any(has);
    let all = Facet::ALL.iter().all(|facet| {
        let mut of_facet = wanted
            .iter()
            .filter(|filter| filter.facet == *facet)
            .peekable();
        of_facet.peek().is_none() || of_facet.any(has)
    });
    !excluded && all
}

fn counts<'a>(facet: Facet, records: impl Iterator<Item = &'a Record>) -> Vec<Count> {
    let mut counted: BTreeMap<String, u64> = BTreeMap::new();
    for value in records.flat_map(|record| values(record, facet)) {
        *counted.entry(value).or_default() += 1;
    }
    let mut counts: Vec<_> = counted
        .into_iter()
        .map(|(value, count)| Count { value, count })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.count));
    counts
}

fn record(number: u64, (title, kind, institution, region, stage, year, field, ipc): Row) -> Record {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Record {
        id: format!("example:{number}"),
        kind,
        title: title.to_owned(),
        summary: format!("{title}。本成果由{institution}完成，已在武汉、荆门等地的企业试用（2 年以上），效果良好，适合中小企业采用；欢迎来函来电洽谈。"),
        body: "一、技术原理\n采用原位聚合法，把改性填料分散在树脂里，涂层厚度 80 μm 时盐雾试验可达 3,000 h（GB/T 1771），附着力 ≥ 8 MPa。\n二、应用情况\nThe coating has been applied to two bridges since 2021 and inspected every six months.".to_owned(),
        keywords: vec!["石墨烯".into(), "防腐".into(), "anti-corrosion".into()],
        institutions: vec![institution.to_owned()],
        subjects: Subjects {
            fields: some(field).into_iter().collect(),
            ipc: some(ipc).into_iter().collect(),
            ..Subjects::default()
        },
        region: region.to_owned(),
        maturity: Maturity {
            stage,
            trl_min: (stage == Stage::Pilot).then_some(6),
            trl_max: (stage == Stage::Pilot).then_some(7),
            ..Maturity::default()
        },
        cooperation: vec!["transfer".into(), "joint development".into()],
        price: number.is_multiple_of(3).then(|| Price {
            min: Some(500_000.0),
            max: Some(1_000_000.0),
            ..Price::default()
        }),
        dates: Dates {
            published: Date::new(year, 5, 0),
            ..Dates::default()
        },
        contact: contact(number, institution),
        links: vec!["https://example.com/listings/1".into()],
        patent: (kind == Kind::Patent).then(|| Box::new(patent(number))),
        sources: vec![Provenance {
            name: "示例平台".into(),
            file: "成果2024.csv".into(),
            row: number + 2,
            imported_at: "2024-06-01T08:00:00Z".into(),
            hash: String::new(),
        }],
        ..Record::default()
    }
}

fn contact(number: u64, institution: &str) -> Vec<Contact> {
    if number == 3 {
        return Vec::new();
    }
    vec![Contact {
        name: "李示例".into(),
        organisation: institution.to_owned(),
        role: "技术转移办公室".into(),
        phones: vec!["027-00001234".into()],
        emails: vec!["li@example.com".into()],
        ..Contact::default()
    }]
}

fn patent(number: u64) -> Patent {
    Patent {
        office: "CN".into(),
        application_number: "CN202110000001.5".into(),
        publication_number: "112345678".into(),
        kind_code: "B".into(),
        legal: Legal {
            class: if number == 9 {
                LegalClass::Dead
            } else {
                LegalClass::Alive
            },
            raw: if number == 9 {
                "未缴年费专利权终止"
            } else {
                "授权"
            }
            .into(),
            ..Legal::default()
        },
        ..Patent::default()
    }
}
