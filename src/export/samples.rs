//! Records for the tests of this module.

use qiao_index::record::{
    Achievement, Contact, Date, Dates, Kind, LegalClass, Maturity, Patent, Person, Price,
    Provenance, Record, Stage,
};

/// An achievement with something in most fields.
pub(crate) fn achievement() -> Record {
    Record {
        id: "sample:7".to_owned(),
        kind: Kind::Achievement,
        title: "石墨烯导热膜的制备方法".to_owned(),
        summary: "导热膜用于手机散热。".to_owned(),
        keywords: vec!["石墨烯".to_owned(), "导热膜".to_owned()],
        institutions: vec!["江城材料研究所".to_owned(), "江城大学".to_owned()],
        people: vec![person("王小桥", "completer"), person("李见", "completer")],
        region: "4208".to_owned(),
        maturity: Maturity {
            stage: Stage::Pilot,
            stage_raw: "中试".to_owned(),
            trl_min: Some(6),
            trl_max: Some(7),
        },
        price: Some(Price {
            min: Some(100_000.0),
            max: Some(505_000.0),
            ..Price::default()
        }),
        dates: Dates {
            published: Date::new(2023, 5, 0),
            ..Dates::default()
        },
        contact: vec![contact()],
        achievement: Some(Box::new(Achievement {
            registration_number: "HBK2023Y0001".to_owned(),
            ..Achievement::default()
        })),
        sources: vec![Provenance {
            name: "sample".to_owned(),
            file: "sample.csv".to_owned(),
            row: 7,
            imported_at: "2024-01-01T00:00:00Z".to_owned(),
            hash: "00".to_owned(),
            ..Provenance::default()
        }],
        ..Record::default()
    }
}

/// A granted patent with four inventors.
pub(crate) fn patent() -> Record {
    Record {
        id: "patent:CN100000001B".to_owned(),
        kind: Kind::Patent,
        title: "一种导热膜".to_owned(),
        institutions: ["江城大学", "甲公司", "乙公司", "丙公司"]
            .map(str::to_owned)
            .to_vec(),
        people: vec![person("王小桥", "inventor")],
        dates: Dates {
            filed: Date::new(2020, 1, 2),
            granted: Date::new(2022, 11, 8),
            ..Dates::default()
        },
        patent: Some(Box::new(Patent {
            office: "CN".to_owned(),
            application_number: "202010000001.X".to_owned(),
            publication_number: "100000001".to_owned(),
            kind_code: "B".to_owned(),
            legal: qiao_index::record::Legal {
                class: LegalClass::Alive,
                raw: "授权".to_owned(),
                ..Default::default()
            },
            ..Patent::default()
        })),
        ..Record::default()
    }
}

/// A contact in which everything is known.
pub(crate) fn contact() -> Contact {
    Contact {
        name: "王小桥".to_owned(),
        organisation: "江城材料研究所".to_owned(),
        role: "项目经理".to_owned(),
        phones: vec!["027-00001234".to_owned(), "+86 27 0000 5678".to_owned()],
        emails: vec!["wang@example.com".to_owned()],
        wechat: "wang_example".to_owned(),
        qq: String::new(),
        address: "湖北省荆门市桥头路1号; 2楼".to_owned(),
        website: "https://example.com".to_owned(),
    }
}

fn person(name: &str, role: &str) -> Person {
    Person {
        name: name.to_owned(),
        role: role.to_owned(),
    }
}
