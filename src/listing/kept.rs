//! What the user keeps of a listing, in words.

use qiao_index::kept::KeptListing;

use crate::messages::pick;
use crate::ui::presentation::Presentation;

/// The signs of what is kept, for its line in the results: on a shortlist, tagged, noted,
/// contacted.
pub(crate) fn signs(kept: &KeptListing, look: &Presentation) -> String {
    let is_so = [
        !kept.shortlists.is_empty(),
        !kept.tags.is_empty(),
        !kept.note.is_empty(),
        kept.contacted,
    ];
    let signs = is_so.into_iter().zip(all_signs(look));
    let signs = signs.filter(|(is_so, _)| *is_so);
    signs.map(|(_, sign)| sign).collect()
}

/// All of these signs, in their order.
pub(crate) const fn all_signs(look: &Presentation) -> [&'static str; 4] {
    let symbols = &look.symbols;
    [
        symbols.listed,
        symbols.tagged,
        symbols.noted,
        symbols.contacted,
    ]
}

/// What it is called, and what it says: one line each, the note last.
pub(crate) fn fields(kept: &KeptListing, look: &Presentation) -> Vec<(&'static str, String)> {
    let between = pick(look.language, ["；", "; "]);
    let rows = [
        (["清单", "Shortlists"], kept.shortlists.join(between)),
        (["标签", "Tags"], kept.tags.join(between)),
        (["上次打开", "Last opened"], look.moment(&kept.opened)),
        (
            ["复制联系方式", "Contact copied"],
            look.moment(&kept.copied),
        ),
        (["笔记", "Note"], kept.note.clone()),
    ];
    let rows = rows.into_iter().filter(|(_, text)| !text.is_empty());
    rows.map(|(name, text)| (pick(look.language, name), text))
        .collect()
}
