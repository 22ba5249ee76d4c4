//! Text that says itself what is in it: documents of patent offices, references, address books.

use super::errors::FileError;
use super::format::Format;
use super::origin::Origin;
use super::references::Tags;
use super::text::Text;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_format_of_its_own() {
        for document in Document::ALL {
            assert_eq!(Document::of_format(document.format()), Some(document));
        }
        assert_eq!(Document::of_format(Format::Csv), None);
    }
}
