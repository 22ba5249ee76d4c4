//! What a misspelt name was meant to be.

/// The name that is most like a misspelt one, if any is: one letter in three may differ, none in
/// words that are too short to be told apart.
pub(crate) fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let distances = names
        .iter()
        .map(|known| (strsim::damerau_levenshtein(name, known), *known));
    let (distance, known) = distances.min()?;
    let letters = known.chars().count();
    let room = if letters > 2 { letters.div_ceil(3) } else { 0 };
    (distance <= room).then_some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_letter_in_three_may_differ() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(
                nearest(name, &["theme", "keymap", "zh"]),
                expected,
                "{name}"
            );
        };
        check("them", Some("theme"));
        check("keypam", Some("keymap"));
        check("colour", None);
        check("zn", None);
    }
}
