//! What the user keeps of a listing, in words.

use qiao_index::kept::KeptListing;

use crate::messages::pick;
use crate::ui::presentation::Presentation;

/// The signs of what is kept, for its line in the results: on a shortlist, tagged, noted,
/// contacted.
pub(crate) fn signs(kept: &KeptListing, look: &Presentation) -> String {
    let signs = [
        (!kept.shortlists.is_empty(), look.symbols.listed),
        (!kept.tags.is_empty(), look.symbols.tagged),
        (!kept.note.is_empty(), look.symbols.noted),
        (kept.contacted, look.symbols.contacted),
    ];
    let signs = signs.into_iter().filter(|(is_so, _)| *is_so);
    signs.map(|(_, sign)| sign).collect()
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
