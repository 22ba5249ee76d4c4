//! Text that says itself what is in it: documents of patent offices, references, address books.

use super::decode::Damage;
use super::errors::{FileError, RowError};
use super::recognise::{Format, Origin};
use super::references::Tags;
use super::text::{MAX_ROW_BYTES, MAX_VALUES, Text, Unit};
use super::{Sink, aps, bibtex, references, vcard, xml};

/// A kind of such text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Document {
    /// XML of a patent office.
    Xml,
    /// Text of the USPTO.
    Aps,
    /// References with tags.
    References(Tags),
    /// References as `BibTeX`.
    Bibtex,
    /// An address book.
    Vcard,
}

impl Document {
    /// All of them.
    const ALL: [Self; 7] = [
        Self::Xml,
        Self::Aps,
        Self::References(Tags::Ris),
        Self::References(Tags::NoteExpress),
        Self::References(Tags::EndNote),
        Self::Bibtex,
        Self::Vcard,
    ];

    /// The format to report.
    pub(super) const fn format(self) -> Format {
        match self {
            Self::Xml => Format::Xml,
            Self::Aps => Format::Aps,
            Self::References(Tags::Ris) => Format::Ris,
            Self::References(Tags::NoteExpress) => Format::Noteexpress,
            Self::References(Tags::EndNote) => Format::Endnote,
            Self::Bibtex => Format::Bibtex,
            Self::Vcard => Format::Vcard,
        }
    }

    /// The kind of this format.
    pub(super) fn of_format(format: Format) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|document| document.format() == format)
    }

    /// What a text is that begins with `head`; `None` where it is nothing of the sort.
    pub(super) fn of(head: &str) -> Option<Self> {
        if xml::has_documents(head) {
            Some(Self::Xml)
        } else if aps::is_aps(head) {
            Some(Self::Aps)
        } else if vcard::is_address_book(head) {
            Some(Self::Vcard)
        } else if bibtex::is_bibliography(head) {
            Some(Self::Bibtex)
        } else {
            Tags::of(head).map(Self::References)
        }
    }

    /// Reads the rows.
    pub(super) fn read(
        self,
        text: &mut Text,
        origin: &Origin,
        sink: &mut Sink,
    ) -> Result<(), FileError> {
        match self {
            Self::Xml => xml::read(text, origin, sink),
            Self::Aps => aps::read(text, origin, sink),
            Self::References(tags) => references::read(text, tags, origin, sink),
            Self::Bibtex => bibtex::read(text, origin, sink),
            Self::Vcard => vcard::read(text, origin, sink),
        }
    }
}

/// How large the row has become that is read line by line.
#[derive(Debug, Default)]
pub(super) struct Size {
    bytes: usize,
    values: usize,
    /// The first line with bytes that could not be decoded.
    damaged: Option<(Damage, String)>,
}

impl Size {
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
        let mut size = Size::default();
        assert!((0..MAX_VALUES).all(|_| size.has_room_for("")));
        assert!(!size.has_room_for(""));
        assert_eq!(size.row_error(), Some((RowError::TooMany(MAX_VALUES), "")));
        let mut size = Size::default();
        assert!(!size.has_room_for(&" ".repeat(MAX_ROW_BYTES)));
        assert_eq!(size.row_error(), Some((RowError::RowTooLong, "")));
    }

    #[test]
    fn every_document_has_a_format_of_its_own() {
        for document in Document::ALL {
            assert_eq!(Document::of_format(document.format()), Some(document));
        }
        assert_eq!(Document::of_format(Format::Csv), None);
    }
}
