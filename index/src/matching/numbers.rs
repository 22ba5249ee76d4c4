//! Numbers and ranges of running text in base units: `45～60 g/L`, `52 万次`, `1.2×10⁻³ S/cm`,
//! `-40~120℃`.

use super::units;

/// Signs between the ends of a range.
const RANGE_SIGNS: &[&str] = &["～", "~", "–", "—", "-", "至", "到", " to "];

/// Chinese words that multiply a number.
const MULTIPLES: &[(&str, f64)] = &[("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2)];

/// Signs of a number below nought.
const MINUS: &[&str] = &["零下", "-", "−", "－"];
/// What is measured below nought; a hyphen before another figure is a hyphen.
const SIGNED: &[&str] = &["temperature", "level", "voltage"];

/// Whether the words before a number end with its sign, and the words before that.
pub(super) fn signed(before: &str) -> (bool, &str) {
    let trimmed = before.trim_end();
    let rest = MINUS.iter().find_map(|sign| trimmed.strip_suffix(sign));
    let is_joint = |rest: &str| rest.ends_with(|c: char| c.is_ascii_alphanumeric() || c == ')');
    match rest.filter(|rest| !is_joint(rest)) {
        Some(rest) => (true, rest),
        None => (false, before),
    }
}

/// A number or range with its unit.
pub(super) struct Number {
    /// The number, or the ends of the range, in base units.
    pub(super) range: (f64, f64),
    /// What is measured.
    pub(super) quantity: String,
    /// Where it ends.
    pub(super) end: usize,
}

impl Number {
    /// Reads the number that begins at a place, behind its sign.
    pub(super) fn read(text: &str, start: usize, is_negative: bool) -> Option<Self> {
        let (first, end) = digits(text, start)?;
        let own = Measure::read(text, end);
        let Some((second, measure)) = far_end(text, own.end) else {
            let value = own.value(first, is_negative);
            return Some(Self {
                range: (value, value),
                quantity: own.quantity,
                end: own.end,
            });
        };
        // `10~50万元`: what stands behind the second end counts for both, unless the first has
        // its own.
        let is_bare = own.quantity.is_empty() && own.size <= 1.0;
        let of_first = if is_bare { &measure } else { &own };
        let (low, high) = (
            of_first.value(first, is_negative),
            measure.value(second.0, second.1),
        );
        Some(Self {
            range: (low.min(high), low.max(high)),
            quantity: measure.quantity,
            end: measure.end,
        })
    }
}

/// The far end of a range, whether it has a sign, and its measure.
fn far_end(text: &str, at: usize) -> Option<((f64, bool), Measure)> {
    let rest = text.get(at..)?;
    let rest = RANGE_SIGNS
        .iter()
        .find_map(|sign| rest.strip_prefix(sign))?;
    let rest = rest.trim_start_matches(' ');
    let unsigned = MINUS.iter().find_map(|sign| rest.strip_prefix(sign));
    let start = text.len() - unsigned.unwrap_or(rest).len();
    let (number, end) = digits(text, start)?;
    Some(((number, unsigned.is_some()), Measure::read(text, end)))
}

/// What stands behind digits: a unit, perhaps multiplied (`52 万次`).
struct Measure {
    quantity: String,
    size: f64,
    zero: f64,
    end: usize,
}

impl Measure {
    /// A number of it in base units.
    fn value(&self, number: f64, is_negative: bool) -> f64 {
        let is_negative = is_negative && SIGNED.contains(&&*self.quantity);
        let number = if is_negative { -number } else { number };
        number.mul_add(self.size, self.zero)
    }

    fn read(text: &str, at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(unit) = units::read(rest) {
            return Self {
                quantity: unit.quantity,
                size: unit.size,
                zero: unit.zero,
                end: at + unit.length,
            };
        }
        let bare = Self {
            quantity: String::new(),
            size: 1.0,
            zero: 0.0,
            end: at,
        };
        let trimmed = rest.trim_start_matches(' ');
        let blank = rest.len() - trimmed.len();
        let multiple = MULTIPLES.iter().find_map(|(word, times)| {
            let rest = trimmed.strip_prefix(word)?;
            Some((units::read(rest)?, blank + word.len(), *times))
        });
        multiple.map_or(bare, |(unit, before, times)| Self {
            quantity: unit.quantity,
            size: unit.size * times,
            zero: 0.0,
            end: at + before + unit.length,
        })
    }
}

/// The number whose digits begin at a place, thousands parted by commas or not, and its end.
fn digits(text: &str, start: usize) -> Option<(f64, usize)> {
    let rest = text.get(start..)?;
    let mut end = 0;
    for (at, c) in rest.char_indices() {
        let followed = rest
            .get(at + 1..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if c.is_ascii_digit() || matches!(c, '.' | ',') && end > 0 && followed {
            end = at + 1;
        } else {
            break;
        }
    }
    let number: f64 = rest.get(..end)?.replace(',', "").parse().ok()?;
    match power(rest.get(end..)?) {
        Some((exponent, length)) => Some((number * 10_f64.powi(exponent), start + end + length)),
        None => Some((number, start + end)),
    }
}

/// The power of ten that a text begins with, `×10⁻³` `×10^5`, and its bytes. `×10` by itself may be a
/// width, and `×108` a number.
fn power(text: &str) -> Option<(i32, usize)> {
    let rest = text.trim_start_matches(' ');
    let rest = rest.strip_prefix(['×', 'x', 'X', '*'])?;
    let rest = rest.trim_start_matches(' ').strip_prefix("10")?;
    let plain: String = rest.chars().take(MAX_POWER).map(units::plain).collect();
    let exponent = plain.strip_prefix('^').unwrap_or(&plain);
    let (sign, digits) = match exponent.strip_prefix(['-', '−']) {
        Some(digits) => (-1, digits),
        None => (1, exponent),
    };
    let is_raised = plain.starts_with(['^', '-', '−']) || !rest.starts_with(|c: char| c.is_ascii());
    let end = digits.find(|c: char| !c.is_ascii_digit());
    let digits = digits.get(..end.unwrap_or(digits.len()))?;
    let number: i32 = digits.parse().ok().filter(|_| is_raised)?;
    let taken =
        plain.chars().count() - exponent.chars().count() + digits.len() + usize::from(sign < 0);
    let length: usize = rest.chars().take(taken).map(char::len_utf8).sum();
    Some((sign * number, text.len() - rest.len() + length))
}

/// Characters of the longest power: `^-12`.
const MAX_POWER: usize = 4;
