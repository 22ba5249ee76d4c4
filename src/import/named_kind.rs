//! What the name of a list or sheet says of the rows in it: `experts`, `需求清单`.

use qiao_index::record::Kind;

/// Words, and the kind of the rows in what they name.
const WORDS: [(&str, Kind); 32] = [
    ("achievement", Kind::Achievement),
    ("achievements", Kind::Achievement),
    ("technologies", Kind::Achievement),
    ("成果", Kind::Achievement),
    ("patent", Kind::Patent),
    ("patents", Kind::Patent),
    ("专利", Kind::Patent),
    ("need", Kind::Need),
    ("needs", Kind::Need),
    ("demand", Kind::Need),
    ("demands", Kind::Need),
    ("requirement", Kind::Need),
    ("requirements", Kind::Need),
    ("challenges", Kind::Need),
    ("需求", Kind::Need),
    ("难题", Kind::Need),
    ("揭榜", Kind::Need),
    ("expert", Kind::Expert),
    ("experts", Kind::Expert),
    ("researchers", Kind::Expert),
    ("scientists", Kind::Expert),
    ("talents", Kind::Expert),
    ("专家", Kind::Expert),
    ("人才", Kind::Expert),
    ("教师", Kind::Expert),
    ("institution", Kind::Institution),
    ("institutions", Kind::Institution),
    ("organizations", Kind::Institution),
    ("organisations", Kind::Institution),
    ("service agencies", Kind::Institution),
    ("服务机构", Kind::Institution),
    ("科研机构", Kind::Institution),
];

/// The kind that a name says, where it says one alone. Chinese words stand anywhere in it,
/// others stand by themselves.
pub(super) fn kind_of_name(name: &str) -> Option<Kind> {
    let folded = in_words(name);
    let says = |word: &str| {
        let is_whole = word.is_ascii();
        if is_whole {
            folded.split(' ').any(|found| found == word) || folded == word
        } else {
            folded.contains(word)
        }
    };
    let mut kinds = WORDS
        .iter()
        .filter(|(word, _)| says(word))
        .map(|(_, kind)| *kind);
    let first = kinds.next()?;
    kinds.all(|kind| kind == first).then_some(first)
}

/// `techDemands`, `tech_demands` → `tech demands`.
fn in_words(name: &str) -> String {
    let mut words = String::with_capacity(name.len());
    let mut was_small = false;
    for c in name.chars() {
        if c.is_alphabetic() {
            if c.is_uppercase() && was_small {
                words.push(' ');
            }
            words.extend(c.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
        was_small = c.is_lowercase();
    }
    words.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_the_kind() {
        for (name, expected) in [
            ("experts", Some(Kind::Expert)),
            ("techDemands", Some(Kind::Need)),
            ("expert_list_2024", Some(Kind::Expert)),
            ("2024年企业技术需求", Some(Kind::Need)),
            ("科技成果", Some(Kind::Achievement)),
            ("专利成果", None),
            ("results", None),
            ("needless", None),
            ("Sheet1", None),
            ("", None),
        ] {
            assert_eq!(kind_of_name(name), expected, "{name}");
        }
    }
}
