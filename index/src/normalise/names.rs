//! Names of people and of institutions: where one ends, and in which order its parts stand.

use super::text::line;

/// Surnames of two characters; all others have one.
const LONG_SURNAMES: [&str; 36] = [
    "欧阳", "司马", "上官", "诸葛", "夏侯", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒",
    "司空", "长孙", "宇文", "端木", "百里", "南宫", "呼延", "拓跋", "独孤", "鲜于", "闾丘", "万俟",
    "太史", "淳于", "单于", "申屠", "公羊", "澹台", "濮阳", "赫连", "钟离", "轩辕", "第五", "司寇",
];

/// Words behind a comma that belong to a person's name.
const SUFFIXES: [&str; 14] = [
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "dr", "esq", "prof", "msc", "mba", "dds", "dvm",
];

/// Words that a surname can begin with.
const PARTICLES: [&str; 26] = [
    "de", "da", "do", "dos", "du", "di", "del", "della", "la", "le", "van", "von", "der", "den",
    "zu", "zur", "ter", "ten", "bin", "ibn", "al", "el", "st", "st.", "mac", "af",
];

/// Forms of companies: they belong to the name in front of the comma.
const LEGAL_FORMS: [&str; 48] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "co",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "ag",
    "kg",
    "kgaa",
    "se",
    "sa",
    "sas",
    "sarl",
    "sl",
    "spa",
    "srl",
    "bv",
    "nv",
    "plc",
    "kk",
    "ab",
    "oy",
    "oyj",
    "as",
    "aps",
    "pty",
    "ptyltd",
    "pte",
    "pteltd",
    "coltd",
    "coinc",
    "cokg",
    "gmbhcokg",
    "gmbh&cokg",
    "sadecv",
    "sabdecv",
    "pc",
    "pllc",
    "na",
    "ltda",
    "sro",
    "doo",
];

/// Forms of companies that are no given names (`Na`, `Se` are).
const COMPANIES: [&str; 13] = [
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "lp",
    "corp",
    "corporation",
    "company",
    "gmbh",
    "plc",
    "coltd",
];

/// Words in the names of institutions that are no companies.
const INSTITUTION_WORDS: [&str; 22] = [
    "university",
    "universität",
    "universitaet",
    "universite",
    "université",
    "universidad",
    "univ",
    "institute",
    "institut",
    "inst",
    "college",
    "school",
    "laboratory",
    "laboratories",
    "lab",
    "hospital",
    "academy",
    "foundation",
    "centre",
    "center",
    "ministry",
    "society",
];

/// People who are nobody.
const NOBODY: [&str; 7] = [
    "others",
    "and others",
    "et al",
    "et al.",
    "等",
    "等人",
    "and",
];

/// One person's name as people read it: `杨, 育明` is 杨育明, `Roe, Jane` and `Roe; Jane` are Jane
/// Roe. Empty for "and others"; the name of a company stays as it is.
#[must_use]
pub fn person(text: &str) -> String {
    let name = without_country(text);
    let name = name.trim_start_matches("and ").trim();
    if NOBODY.contains(&&*name.to_lowercase()) {
        return String::new();
    }
    let parts: Vec<String> = name
        .split([',', '，', ';', '；'])
        .map(line)
        .filter(|part| !part.is_empty())
        .collect();
    if parts.last().is_some_and(|last| is_one_of(last, &COMPANIES)) {
        return line(name);
    }
    let (parts, suffix) = without_suffixes(parts);
    let name = match &*parts {
        [family, suffix, given] if is_one_of(suffix, &SUFFIXES) => {
            format!("{given} {family}, {suffix}")
        }
        [family, given] if is_chinese_pair(family, given) => format!("{family}{given}"),
        [family, given] if is_latin(family) && is_latin(given) => format!("{given} {family}"),
        [name] => name.clone(),
        _ => name.to_owned(),
    };
    if suffix.is_empty() {
        name
    } else {
        format!("{name}, {suffix}")
    }
}

/// Parts `Poe, Edgar, Jr.` from its suffix.
fn without_suffixes(mut parts: Vec<String>) -> (Vec<String>, String) {
    let mut suffixes = Vec::new();
    while parts.len() > 1
        && let Some(last) = parts.pop_if(|last| is_one_of(last, &SUFFIXES))
    {
        suffixes.insert(0, last);
    }
    (parts, suffixes.join(", "))
}

/// Whether a word is one of a list, its dots and blanks aside.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    let bare = word.to_lowercase().replace(['.', ' '], "");
    words.contains(&&*bare)
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '·')
}

/// Whether these are family name and given name of one Chinese person.
fn is_chinese_pair(family: &str, given: &str) -> bool {
    let length = |text: &str| text.chars().all(is_han).then(|| text.chars().count());
    let is_family = length(family) == Some(1) || LONG_SURNAMES.contains(&family);
    is_family && matches!(length(given), Some(1 | 2))
}

/// Whether a text has letters, none of them Chinese, and no digits.
fn is_latin(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(|c| is_han(c) || c.is_ascii_digit())
}

/// The people in a text whose names are parted by commas, if it holds several: commas part names
/// and stand inside them.
pub(super) fn people_in(text: &str) -> Option<Vec<String>> {
    let parts = with_suffixes(text);
    let pairs: Vec<&[String]> = parts.chunks(2).collect();
    let are_pairs = |is_pair: fn(&str, &str) -> bool| {
        let is_pair = |pair: &&[String]| matches!(pair, [first, second] if is_pair(first, second));
        pairs.len() > 1 && pairs.iter().all(is_pair)
    };
    if are_pairs(is_chinese_pair) || are_pairs(is_inverted) {
        return Some(pairs.iter().map(|pair| pair.join(", ")).collect());
    }
    let whole = parts.iter().filter(|name| is_whole(name)).count();
    let is_list = match &*parts {
        [family, given] => !is_chinese_pair(family, given) && whole == 2 && !has_particle(family),
        [_, _, ..] => whole * 2 > parts.len(),
        _ => false,
    };
    is_list.then_some(parts)
}

/// The parts between commas; `Jr.` stays with the name before it.
fn with_suffixes(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split([',', '，']).map(line) {
        match names.last_mut() {
            Some(name) if is_one_of(&part, &SUFFIXES) => *name = format!("{name}, {part}"),
            _ if part.is_empty() => {}
            _ => names.push(part),
        }
    }
    names
}

/// Whether a name is one without the part behind a comma: Chinese, or of several words.
fn is_whole(name: &str) -> bool {
    !is_latin(name) || name.contains(' ')
}

/// `Roe` and `J. A.`: a family name and initials.
fn is_inverted(family: &str, given: &str) -> bool {
    let is_initials = |text: &str| {
        let letters = text.chars().filter(|c| c.is_alphabetic());
        letters.clone().count() <= 3
            && letters.clone().all(char::is_uppercase)
            && text.contains('.')
    };
    is_latin(family) && is_initials(given) && !is_initials(family)
}

/// `van der Berg`, `De Souza`: a family name of several words.
fn has_particle(name: &str) -> bool {
    let first = name.split(' ').next().unwrap_or_default();
    PARTICLES.contains(&&*first.to_lowercase())
}

/// The institutions in a text whose names are parted by commas, if it holds several.
pub(super) fn companies_in(text: &str) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for part in text.split(',').map(line) {
        match names.last_mut() {
            Some(name) if is_one_of(&part, &LEGAL_FORMS) => *name = format!("{name}, {part}"),
            _ if part.is_empty() => {}
            _ => names.push(part),
        }
    }
    (names.len() > 1 && names.iter().all(|name| is_institution(name))).then_some(names)
}

/// Whether a name has the form of a company or a word of other institutions.
fn is_institution(name: &str) -> bool {
    let lower = name.to_lowercase();
    let words = lower.split([' ', ',']).filter(|word| !word.is_empty());
    let is_known = |word: &str| INSTITUTION_WORDS.contains(&word);
    let last = words.clone().next_back().unwrap_or_default();
    is_one_of(last, &LEGAL_FORMS) && words.clone().count() > 1 || words.clone().any(is_known)
}

/// Espacenet writes the country behind a name: `LEE SANG HO [KR]`.
pub(super) fn without_country(name: &str) -> String {
    match name
        .trim_end()
        .strip_suffix(']')
        .and_then(|name| name.rsplit_once('['))
    {
        Some((name, country)) if is_country(country) && !name.trim().is_empty() => {
            name.trim().to_owned()
        }
        _ => name.to_owned(),
    }
}

fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// `ROE JANE [KR] POE ED [KR]`: a country in brackets ends a name, whatever parts them.
pub(super) fn at_countries(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut from = 0;
    while let Some(at) = rest.get(from..).and_then(|text| text.find(']')) {
        let end = from + at + 1;
        let ends = rest
            .get(end.saturating_sub(4)..end)
            .and_then(|mark| mark.strip_prefix('['))
            .and_then(|mark| mark.strip_suffix(']'))
            .is_some_and(is_country);
        if ends {
            let (name, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
            parts.push(name);
            rest = behind;
            from = 0;
        } else {
            from = end;
        }
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::super::list::{institutions, people};
    use super::*;

    #[test]
    fn a_person_s_name_is_put_in_the_order_in_which_people_read_it() {
        for (text, expected) in [
            ("杨, 育明", "杨育明"),
            ("杨，育明", "杨育明"),
            ("欧阳, 示例", "欧阳示例"),
            ("杨育明", "杨育明"),
            ("Roe, Jane", "Jane Roe"),
            ("ROE, RICHARD", "RICHARD ROE"),
            ("Poe, Edgar, Jr.", "Edgar Poe, Jr."),
            ("Edgar Poe, Jr.", "Edgar Poe, Jr."),
            ("van der Berg, Jan", "Jan van der Berg"),
            ("KRESS; ROBERT W.", "ROBERT W. KRESS"),
            ("DOE JANE", "DOE JANE"),
            ("LEE SANG\u{2003}[KR]", "LEE SANG"),
            ("others", ""),
            ("et al.", ""),
            ("等", ""),
            ("张三, 李示例, 王五", "张三, 李示例, 王五"),
            ("张示例, 李示例", "张示例, 李示例"),
            ("Poe, Jr., Edgar", "Edgar Poe, Jr."),
            ("Volta, Inc.", "Volta, Inc."),
            ("Panasono Co., Ltd.", "Panasono Co., Ltd."),
            ("Li, Na", "Na Li"),
            ("Plato", "Plato"),
            ("李示例, ", "李示例"),
            ("", ""),
        ] {
            assert_eq!(person(text), expected, "{text}");
        }
    }

    #[test]
    fn people_in_one_cell_are_told_apart() {
        let cases: [(&str, &[&str]); 26] = [
            ("杨, 育明", &["杨育明"]),
            (
                "杨, 育明; 欧阳, 示例; 蔡洪生",
                &["杨育明", "欧阳示例", "蔡洪生"],
            ),
            ("杨, 育明, 李, 示例", &["杨育明", "李示例"]),
            ("张三,李四", &["张三", "李四"]),
            ("张三，李四、王五", &["张三", "李四", "王五"]),
            ("崔示例, 郑示例", &["崔示例", "郑示例"]),
            ("张三 李四", &["张三", "李四"]),
            ("张 三", &["张 三"]),
            ("张三、李四等", &["张三", "李四"]),
            ("张三；李四；等", &["张三", "李四"]),
            ("Jane Roe, Edgar Poe, Jr.", &["Jane Roe", "Edgar Poe, Jr."]),
            ("Jane Roe, Edgar Poe", &["Jane Roe", "Edgar Poe"]),
            (
                "Jane Roe, Edgar Poe, Madonna",
                &["Jane Roe", "Edgar Poe", "Madonna"],
            ),
            ("Roe, Jane", &["Jane Roe"]),
            ("Roe, Jane A.", &["Jane A. Roe"]),
            ("De Souza, Maria Clara", &["Maria Clara De Souza"]),
            ("Roe, J., Poe, E. A.", &["J. Roe", "E. A. Poe"]),
            ("Roe, Jane||Poe, Edgar", &["Jane Roe", "Edgar Poe"]),
            ("DOE JANE;;ROE, RICHARD", &["DOE JANE", "RICHARD ROE"]),
            (
                "KRESS; ROBERT W.;;STUMP; JOSEPH W.",
                &["ROBERT W. KRESS", "JOSEPH W. STUMP"],
            ),
            ("ROE JANE [KR] POE ED [KR]", &["ROE JANE", "POE ED"]),
            ("LEE SANG\u{2003}[KR]; KIM [KR]", &["LEE SANG", "KIM"]),
            (
                "Y. Roe; M. Poe; J. van Doe",
                &["Y. Roe", "M. Poe", "J. van Doe"],
            ),
            ("Roe, Jane; et al.", &["Jane Roe"]),
            ("Jane Roe and Ed Poe", &["Jane Roe", "Ed Poe"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(people(text), expected, "{text}");
        }
    }

    #[test]
    fn institutions_in_one_cell_are_told_apart() {
        let cases: [(&str, &[&str]); 16] = [
            ("Volta, Inc.", &["Volta, Inc."]),
            (
                "Volta, Inc., Panasono Co., Ltd.",
                &["Volta, Inc.", "Panasono Co., Ltd."],
            ),
            (
                "Volta, Inc., University of Hillsdale",
                &["Volta, Inc.", "University of Hillsdale"],
            ),
            (
                "University of California, Berkeley",
                &["University of California, Berkeley"],
            ),
            ("ACME CO., LTD.;;FOO INC", &["ACME CO., LTD.", "FOO INC"]),
            ("Foo, LLC; Bar S.A.", &["Foo, LLC", "Bar S.A."]),
            (
                "KRESS; ROBERT W.;;STUMP; JOSEPH W.",
                &["KRESS; ROBERT W.", "STUMP; JOSEPH W."],
            ),
            ("IND COOP [KR] ROE JANE [KR]", &["IND COOP", "ROE JANE"]),
            ("甲公司 | 乙大学", &["甲公司", "乙大学"]),
            ("甲公司,乙大学", &["甲公司", "乙大学"]),
            ("甲公司；乙大学", &["甲公司", "乙大学"]),
            ("甲大学||乙公司", &["甲大学", "乙公司"]),
            (
                "水利部、交通运输部南京水利科学研究院",
                &["水利部、交通运输部南京水利科学研究院"],
            ),
            (
                "FOO INC (2017-01-03);;BAR LTD (2018-01-03)",
                &["FOO INC", "BAR LTD"],
            ),
            ("Hitachi Ltd., Tokyo", &["Hitachi Ltd., Tokyo"]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(institutions(text), expected, "{text}");
        }
    }
}
