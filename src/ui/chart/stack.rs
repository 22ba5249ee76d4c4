//! A stack in a row of signs: each part has its own, so that none is told by its colour.

use crate::statistics::SIGNS;

/// The signs of the parts, of all others and of what is not stated.
const FILLS: [char; SIGNS] = ['█', '░', '▓', '▒', '╱', '╳', '·'];
const ASCII: [char; SIGNS] = ['#', '.', '*', ':', '/', 'x', '-'];

/// The sign of a part.
pub(crate) fn sign(number: usize, is_ascii: bool) -> char {
    let signs = if is_ascii { ASCII } else { FILLS };
    signs.get(number).copied().unwrap_or('?')
}

/// How many of `room` columns each part of a row takes, the longest row taking all of them. What is
/// there at all has a column while there are any.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a share of the columns of a screen"
)]
pub(crate) fn lengths(parts: &[f64], highest: f64, room: usize) -> Vec<usize> {
    let is_there = |part: &f64| *part > 0.0 && highest > 0.0;
    let mut waiting = parts.iter().filter(|part| is_there(part)).count();
    let (mut sum, mut used) = (0.0, 0);
    let lengths = parts.iter().map(|part| {
        if !is_there(part) {
            return 0;
        }
        sum += part;
        waiting -= 1;
        // Where the part ends, so that what is rounded does not add up.
        let end = (sum / highest * room as f64).round() as usize;
        let most = (room - used).saturating_sub(waiting).max(1);
        let length = end.saturating_sub(used).clamp(1, most).min(room - used);
        used += length;
        length
    });
    lengths.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_add_up_to_their_row_and_the_least_is_seen() {
        let check = |parts: &[f64], highest: f64, room: usize, expected: &[usize]| {
            assert_eq!(lengths(parts, highest, room), expected, "{parts:?}");
        };
        check(&[5.0, 3.0, 2.0], 10.0, 20, &[10, 6, 4]);
        check(&[5.0, 3.0, 2.0], 20.0, 20, &[5, 3, 2]);
        check(&[1.0, 1.0, 1.0], 3.0, 10, &[3, 4, 3]);
        check(&[1000.0, 1.0, 0.0, 1.0], 1002.0, 10, &[8, 1, 0, 1]);
        check(&[1.0, 998.0, 1.0], 1000.0, 10, &[1, 8, 1]);
        check(&[1.0, 1.0, 1.0], 3.0, 2, &[1, 1, 0]);
        check(&[1.0, 1.0], 2.0, 0, &[0, 0]);
        check(&[0.0], 0.0, 8, &[0]);
    }
}
