//! How large a row may be that is read line by line.

use super::budget::{MAX_ROW_BYTES, MAX_VALUES};
use super::damage::Damage;
use super::errors::RowError;
use super::text::Unit;

/// How large the row has become that is read line by line.
#[derive(Debug, Default)]
pub(super) struct RowSize {
    bytes: usize,
    values: usize,
    /// The first line with bytes that could not be decoded.
    damaged: Option<(Damage, String)>,
}

impl RowSize {
    /// Takes notice of a line; false once there is no room for it.
    pub(super) fn has_room_for(&mut self, line: &str) -> bool {
        self.bytes += line.len() + 1;
        self.values += 1;
        self.too_large().is_none()
    }

    /// Takes notice of bytes in a line that could not be decoded.
    pub(super) fn see_damage(&mut self, unit: &Unit) {
        if let (None, Some(damage)) = (&self.damaged, unit.damage) {
            self.damaged = Some((damage, unit.text.clone()));
        }
    }

    /// What is wrong with a row of this size, and the line where that is.
    pub(super) fn row_error(&self) -> Option<(RowError, &str)> {
        let damaged = || {
            let (damage, line) = self.damaged.as_ref()?;
            Some((RowError::Undecodable(*damage), line.as_str()))
        };
        self.too_large()
            .map(|row_error| (row_error, ""))
            .or_else(damaged)
    }

    const fn too_large(&self) -> Option<RowError> {
        if self.bytes > MAX_ROW_BYTES {
            Some(RowError::RowTooLong)
        } else if self.values > MAX_VALUES {
            Some(RowError::TooMany(MAX_VALUES))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_may_have_so_many_lines_and_bytes() {
        let mut size = RowSize::default();
        assert!((0..MAX_VALUES).all(|_| size.has_room_for("")));
        assert!(!size.has_room_for(""));
        assert_eq!(size.row_error(), Some((RowError::TooMany(MAX_VALUES), "")));
        let mut size = RowSize::default();
        assert!(!size.has_room_for(&" ".repeat(MAX_ROW_BYTES)));
        assert_eq!(size.row_error(), Some((RowError::RowTooLong, "")));
    }
}
