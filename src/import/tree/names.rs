//! Names of people in the order in which they are spoken.

/// What stands behind a comma and is no given name: generations, forms of companies.
const GENERATIONS: [&str; 7] = ["jr", "sr", "ii", "iii", "iv", "2nd", "3rd"];
const COMPANIES: [&str; 17] = [
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
    "plc",
    "s.a",
    "n.v",
    "b.v",
];
/// Chinese family names of two characters.
const DOUBLE: [&str; 16] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
    "端木", "长孙", "南宫", "西门",
];

/// `Love; John J.`, `Love, John J.` → `John J. Love`; `Poe, Edgar, Jr.` → `Edgar Poe, Jr.`;
/// `杨, 育明` → `杨育明`. Names of companies stay as they are.
pub(in crate::import) fn given_name_first(text: &str) -> String {
    if let Some((family, given)) = text.split_once(';') {
        return format!("{} {}", given.trim(), family.trim())
            .trim()
            .to_owned();
    }
    let parts: Vec<&str> = text
        .split([',', '，'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    match parts[..] {
        [only] => only.to_owned(),
        [_, last] | [_, _, last] if is_in(&COMPANIES, last) => text.trim().to_owned(),
        [_, last] if is_in(&GENERATIONS, last) => text.trim().to_owned(),
        [family, given] if is_chinese(family) && is_chinese(given) => {
            let is_family = family.chars().count() == 1 || DOUBLE.contains(&family);
            let whole = || format!("{family}{given}");
            if is_family {
                whole()
            } else {
                text.trim().to_owned()
            }
        }
        [family, given] => format!("{given} {family}"),
        [family, given, generation] if is_in(&GENERATIONS, generation) => {
            format!("{given} {family}, {generation}")
        }
        [family, generation, given] if is_in(&GENERATIONS, generation) => {
            format!("{given} {family}, {generation}")
        }
        [family, given, more] if !is_chinese(family) => format!("{given}, {more} {family}"),
        _ => text.trim().to_owned(),
    }
}

fn is_in(words: &[&str], text: &str) -> bool {
    let word = text.trim_end_matches('.').to_lowercase();
    words.contains(&&*word)
}

fn is_chinese(text: &str) -> bool {
    text.chars()
        .all(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '·'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_in_spoken_order() {
        for (text, expected) in [
            ("Love; John J.", "John J. Love"),
            ("Love, John J.", "John J. Love"),
            ("Plato", "Plato"),
            ("Poe, Edgar, Jr.", "Edgar Poe, Jr."),
            ("Poe, Jr., Edgar", "Edgar Poe, Jr."),
            ("Edgar Poe, Jr.", "Edgar Poe, Jr."),
            ("Volta, Inc.", "Volta, Inc."),
            ("Panasono Co., Ltd.", "Panasono Co., Ltd."),
            ("杨, 育明", "杨育明"),
            ("欧阳, 示例", "欧阳示例"),
            ("张示例, 李示例", "张示例, 李示例"),
            ("李示例, ", "李示例"),
            ("", ""),
        ] {
            assert_eq!(given_name_first(text), expected, "{text}");
        }
    }
}
