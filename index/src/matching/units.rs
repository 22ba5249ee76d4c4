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
    /// What its nought is in the base unit: other than nought for temperatures.
    pub(super) zero: f64,
    /// Bytes of the text that it takes, a blank before it included.
    pub(super) length: usize,
}

/// What a unit by itself measures, its size, and its nought.
type Known = (&'static str, f64, f64);

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
        let zero = cells.next().and_then(|zero| zero.parse().ok());
        let known = (quantity, size, zero.unwrap_or(0.0));
        units.extend(names.split('|').map(|name| (name, known)));
    }
    units
});

/// Characters of the longest spelling.
const MAX_CHARACTERS: usize = 12;

/// Reads the unit that a text begins with.
pub(super) fn read(text: &str) -> Option<Unit> {
    let blank = text.len() - text.trim_start_matches([' ', '\u{a0}']).len();
    let (length, (quantity, size, zero)) = one(text.get(blank..)?)?;
    let mut unit = Unit {
        quantity: quantity.to_owned(),
        size,
        zero,
        length: blank + length,
    };
    let mut is_below = false;
    while let Some((joint, length, known)) = further(text.get(unit.length..)?, is_below) {
        is_below |= joint == '/';
        unit.multiply(joint, is_below, known);
        unit.length += length;
    }
    // `W/(m·K)`
    if is_below && text.get(unit.length..)?.starts_with([')', '）']) {
        let bracket = text.get(unit.length..)?.chars().next();
        unit.length += bracket.map_or(0, char::len_utf8);
    }
    Some(unit)
}

impl Unit {
    /// Joins a further unit; what stands behind a stroke divides.
    fn multiply(&mut self, joint: char, is_below: bool, (quantity, size, _): Known) {
        self.quantity = format!("{}{joint}{quantity}", self.quantity);
        self.size = if is_below {
            self.size / size
        } else {
            self.size * size
        };
        // What is joined is a difference.
        self.zero = 0.0;
    }
}

/// A further unit of a product or quotient: how it is joined, bytes, what it is. Behind a stroke
/// all divide, with a stroke of its own where it has a negative power: `mAh·g-1`.
fn further(text: &str, is_below: bool) -> Option<(char, usize, Known)> {
    let joints = [
        ("/(", '/'),
        ("/（", '/'),
        ("/", '/'),
        ("／", '/'),
        ("每", '/'),
        (" per ", '/'),
        ("·", '·'),
        ("⋅", '·'),
        ("•", '·'),
        ("・", '·'),
        (" ", '·'),
    ];
    joints.iter().find_map(|(written, joint)| {
        let rest = text.strip_prefix(written)?;
        if let Some((length, unit)) = inverse(rest).filter(|_| *joint == '·') {
            let joint = if is_below { '·' } else { '/' };
            return Some((joint, written.len() + length, unit));
        }
        // A blank joins powers only: behind `5 h` may follow `m` of another word.
        let (length, unit) = one(rest).filter(|_| *written != " ")?;
        Some((*joint, written.len() + length, unit))
    })
}

/// A unit with a negative power that a text begins with: `g-1`, `cm⁻²`.
fn inverse(text: &str) -> Option<(usize, Known)> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.take(MAX_CHARACTERS).find_map(|end| {
        let name = text.get(..end)?;
        let behind = text.get(end..)?;
        let rest = behind.strip_prefix(['-', '−', '⁻', '–'])?;
        let power = rest.chars().next()?;
        let known = match plain(power) {
            '1' => UNITS.get(&*all_plain(name)),
            '2' => UNITS.get(&*format!("{}2", all_plain(name))),
            '3' => UNITS.get(&*format!("{}3", all_plain(name))),
            _ => None,
        };
        let length = text.len() - rest.len() + power.len_utf8();
        known.map(|known| (length, *known))
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
        let known = UNITS.get(&*all_plain(name)).copied();
        known.filter(|_| !goes_on).map(|unit| (end, unit))
    })
}

fn all_plain(name: &str) -> String {
    name.chars().map(plain).collect()
}

/// A character with its plain digit, and one sign for micro, ohm and minus.
pub(super) const fn plain(c: char) -> char {
    match c {
        '⁰' => '0',
        '¹' => '1',
        '²' => '2',
        '³' => '3',
        '⁴' => '4',
        '⁵' => '5',
        '⁶' => '6',
        '⁷' => '7',
        '⁸' => '8',
        '⁹' => '9',
        '⁻' => '-',
        '\u{b5}' => '\u{3bc}',
        '\u{2126}' => '\u{3a9}',
        c => c,
    }
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
        check(" W/(m·K)", "power/length·temperature", 1.0, 9);
        check("W/m·K", "power/length·temperature", 1.0, 6);
        check("mW·cm-1·K-1", "power/length·temperature", 0.1, 13);
        check("mAh·g⁻¹", "charge/mass", 3600.0, 11);
        check("mA cm-2", "current/area", 10.0, 7);
        check(" mAh/g", "charge/mass", 3600.0, 6);
        check("Wh/kg", "energy/mass", 3600.0, 5);
        check("S/m", "conductance/length", 1.0, 3);
        check("μS/cm", "conductance/length", 1e-4, 6);
        check("lm/W", "light/power", 1.0, 4);
        check("流明每瓦", "light/power", 1.0, 12);
        check("r/min", "rotation", 1.0, 5);
        check("转每分钟", "rotation", 1.0, 12);
        check("t/a", "mass/time", 1000.0 / 31_556_952.0, 3);
        check("吨/年", "mass/time", 1000.0 / 31_556_952.0, 7);
        check("t/d", "mass/time", 1000.0 / 86_400.0, 3);
        check("mg/L", "mass/volume", 1e-3, 4);
        check("mol/L", "amount/volume", 1000.0, 5);
        check("亿元", "yuan", 1e8, 6);
        check("psi", "pressure", 6894.757, 3);
        check("N·m", "force·length", 1.0, 4);
        check("Gbps", "data/time", 1.25e8, 4);
    }

    #[test]
    fn temperatures_have_noughts_of_their_own() {
        let value = |text: &str, number: f64| {
            let unit = read(text).unwrap_or_else(|| panic!("{text} is a unit"));
            assert_eq!(unit.quantity, "temperature", "{text}");
            (number.mul_add(unit.size, unit.zero) * 100.0).round() / 100.0
        };
        for (text, number, expected) in
            [("℉", 392.0, 200.0), ("°F", 32.0, 0.0), (" K", 300.0, 26.85)]
        {
            assert!((value(text, number) - expected).abs() < 0.01, "{text}");
        }
        let rise = read(" K/min").map(|unit| unit.zero);
        assert_eq!(rise, Some(0.0), "a rise of 5 K is one of 5 ℃");
    }

    #[test]
    fn a_word_that_begins_like_a_unit_is_none() {
        for text in ["steps", " million", "maps", "kgf", "", "，小时"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
