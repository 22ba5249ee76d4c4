//! What kind of institution a name says.

use super::{Language, institution};

/// Kinds with their Chinese and English names, and what names of each hold, in small letters. The
/// first kind that fits counts: a hospital of a university is a hospital, an academy no college.
const KINDS: [(&str, [&str; 2], &[&str]); 5] = [
    ("hospital", ["医院", "hospital"], &["医院", "hospital"]),
    (
        "company",
        ["企业", "company"],
        &[
            "公司",
            "集团",
            "厂",
            "合作社",
            " inc",
            " ltd",
            " llc",
            " corp",
            " co.",
            " gmbh",
            " s.a.",
            " ag",
            " plc",
            " company",
            " b.v.",
            " s.r.l",
            " limited",
            " kk",
        ],
    ),
    (
        "institute",
        ["科研院所", "research institute"],
        &[
            "科学院",
            "研究院",
            "研究所",
            "设计院",
            "研究中心",
            "实验室",
            "农科院",
            "科学研究",
            "institute of science",
            "research institute",
            "laborator",
            "academy of",
            "research center",
            "research centre",
        ],
    ),
    (
        "university",
        ["高等院校", "university"],
        &[
            "大学",
            "学院",
            "高等专科",
            "universit",
            "college",
            "institute of technology",
            "polytechnic",
        ],
    ),
    ("other", ["其他", "other"], &[""]),
];

/// The kinds of institutions.
pub const INSTITUTION_KINDS: [&str; KINDS.len()] =
    [KINDS[0].0, KINDS[1].0, KINDS[2].0, KINDS[3].0, KINDS[4].0];

/// The kind of institution that a name says: `university`, `institute`, `company`, `hospital`,
/// or `other`.
#[must_use]
pub fn institution_kind(name: &str) -> &'static str {
    if institution(name).is_some() {
        return "university";
    }
    let name = format!(" {}", name.trim().to_lowercase().replace(',', " "));
    let says = |marks: &[&str]| marks.iter().any(|mark| name.contains(mark));
    let kind = KINDS.iter().find(|(.., marks)| says(marks));
    kind.map_or("other", |(kind, ..)| *kind)
}

/// What people read for a kind of institution.
#[must_use]
pub fn institution_kind_name(kind: &str, language: Language) -> &str {
    let row = KINDS.iter().find(|(known, ..)| *known == kind);
    row.map_or(kind, |(_, [chinese, english], _)| match language {
        Language::Chinese => chinese,
        Language::English => english,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_kind_of_institution_it_is() {
        for (name, expected) in [
            ("华中科技大学", "university"),
            ("武大", "university"),
            ("荆楚理工学院", "university"),
            ("中国科学院武汉岩土力学研究所", "institute"),
            ("湖北省农业科学院", "institute"),
            ("同济医学院附属协和医院", "hospital"),
            ("武汉光谷某某有限公司", "company"),
            ("Example Materials Co., Ltd.", "company"),
            ("EXAMPLE ELECTRONICS CO LTD", "company"),
            ("University of Example", "university"),
            ("Example National Laboratory", "institute"),
            ("某某街道办事处", "other"),
        ] {
            assert_eq!(institution_kind(name), expected, "{name}");
        }
        assert_eq!(institution_kind_name("company", Language::Chinese), "企业");
    }
}
