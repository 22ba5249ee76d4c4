//! Texts in other languages than a record's main ones.

use super::cells::{Cells, typed};
use super::headers::Target;
use super::text::line;
use crate::record::{Record, Translation};

/// The translations of a row: as we write them, else from columns of other languages. What says
/// the same as the record itself is none.
pub(super) fn translations(cells: &Cells, record: &Record) -> Vec<Translation> {
    let written: Option<Vec<Translation>> = cells.values(Target::Translations).find_map(typed);
    if let Some(written) = written {
        return written;
    }
    let translations = cells.languages().into_iter().map(|language| {
        let text = |targets: &[Target], own: &str| {
            let text = cells.translated(targets, language);
            Some(text).filter(|text| text != own).unwrap_or_default()
        };
        Translation {
            lang: language.to_owned(),
            title: line(&text(&[Target::Title, Target::TitleAlt], &record.title)),
            summary: text(&[Target::Summary], &record.summary),
            body: text(&[Target::Body], &record.body),
        }
    });
    let says = |it: &Translation| {
        [&it.title, &it.summary, &it.body]
            .iter()
            .any(|text| !text.is_empty())
    };
    translations.filter(says).collect()
}
