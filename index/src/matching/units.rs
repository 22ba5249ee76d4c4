//! Units of measure: what stands behind a number, and how many base units it is.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A unit, or a product or quotient of units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// What it measures: `time`, `mass/volume`.
    pub(super) quantity: String,
    /// Its size in the base unit of that.
    pub(super) size: f64,
    /// Bytes of the text that it takes, a blank before it included.
    pub(super) length: usize,
}

/// What a unit by itself measures, and its size.
type Known = (&'static str, f64);

/// The table, by spelling.
static UNITS: LazyLock<HashMap<&str, Known>> = LazyLock::new(|| {
    let lines = include_str!("units.tsv").lines();
    let rows = lines.filter(|line| !line.starts_with('#'));
    let mut units = HashMap::new();
    for row in rows {
        let mut cells = row.split('\t');
        let (Some(names), Some(quantity), Some(size)) = (cells.next(), cells.next(), cells.next())
        else {
            continue;
        };
        let size = size.parse().unwrap_or(1.0);
        units.extend(names.split('|').map(|name| (name, (quantity, size))));
    }
    units
});

/// Characters of the longest spelling.
const MAX_CHARACTERS: usize = 12;

/// Reads the unit that a text begins with.
pub(super) fn read(text: &str) -> Option<Unit> {
    let blank = text.len() - text.trim_start_matches([' ', '\u{a0}']).len();
    let (length, (quantity, size)) = one(text.get(blank..)?)?;
    let mut unit = Unit {
        quantity: quantity.to_owned(),
        size,
        length: blank + length,
    };
    while let Some((joint, length, (quantity, size))) = further(text.get(unit.length..)?) {
        unit.quantity = format!("{}{joint}{quantity}", unit.quantity);
        unit.size = if joint == '/' {
            unit.size / size
        } else {
            unit.size * size
        };
        unit.length += length;
    }
    Some(unit)
}

/// A further unit of a product or quotient: how it is joined, bytes, what it is.
fn further(text: &str) -> Option<(char, usize, Known)> {
    let joints = [
        ("/", '/'),
        ("／", '/'),
        ("每", '/'),
        (" per ", '/'),
        ("·", '·'),
    ];
    joints.iter().find_map(|(written, joint)| {
        let rest = text.strip_prefix(written)?;
        let (length, unit) = one(rest)?;
        Some((*joint, written.len() + length, unit))
    })
}

/// The longest single unit that a text begins with: bytes, what it is.
fn one(text: &str) -> Option<(usize, Known)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut ends: Vec<usize> = ends.take(MAX_CHARACTERS).collect();
    ends.reverse();
    ends.into_iter().find_map(|end| {
        let name = text.get(..end)?;
        // A letter behind one of letters is another word: `5 steps` is not 5 s.
        let goes_on = name.ends_with(|c: char| c.is_ascii_alphabetic())
            && text
                .get(end..)?
                .starts_with(|c: char| c.is_ascii_alphanumeric());
        let known = UNITS.get(&*plain(name)).copied();
        known.filter(|_| !goes_on).map(|unit| (end, unit))
    })
}

/// A unit with plain digits and one sign for micro and ohm.
fn plain(name: &str) -> String {
    let plain = |c: char| match c {
        '²' => '2',
        '³' => '3',
        '\u{b5}' => '\u{3bc}',
        '\u{2126}' => '\u{3a9}',
        c => c,
    };
    name.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_alone_and_joined_in_both_languages() {
        let check = |text: &str, quantity: &str, size: f64, length: usize| {
            let unit = read(text).unwrap_or_else(|| panic!("{text} is a unit"));
            assert_eq!((&*unit.quantity, unit.length), (quantity, length), "{text}");
            assert!(
                (unit.size / size - 1.0).abs() < 1e-9,
                "{text}: {}",
                unit.size
            );
        };
        check("小时以上", "time", 3600.0, 6);
        check(" h salt spray", "time", 3600.0, 2);
        check("兆帕", "pressure", 1e6, 6);
        check("MPa，", "pressure", 1e6, 3);
        check("克每升", "mass/volume", 1.0, 9);
        check(" g/L", "mass/volume", 1.0, 4);
        check("mg/m³", "mass/volume", 1e-6, 6);
        check("mΩ·cm²", "resistance·area", 1e-7, 9);
        check("µA/cm²", "current/area", 1e-2, 8);
        check("吨/天", "mass/time", 1000.0 / 86400.0, 7);
        check("℃", "temperature", 1.0, 3);
        check("万元", "yuan", 10000.0, 6);
        check("% of", "ratio", 0.01, 1);
    }

    #[test]
    fn a_word_that_begins_like_a_unit_is_none() {
        for text in ["steps", " million", "maps", "kgf", "", "，小时"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
