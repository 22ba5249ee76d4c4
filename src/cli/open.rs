//! The library that a command works on.

use qiao_index::Library;

use super::{Global, complain};
use crate::messages::pick;
use crate::work::backup;
use crate::work::library::OpenLibrary;

/// From this number of listings on, indexing takes long enough for the user to wonder.
const MIN_TO_TELL: u64 = 5_000;

/// The user's library, or the samples while that is empty.
pub(super) fn for_reading(global: &Global) -> anyhow::Result<OpenLibrary> {
    let library = OpenLibrary::of(for_writing(global)?, &global.data_dir()?)?;
    if let Some(estranged) = library.meet_desk() {
        complain(estranged.said().say(global.language()));
    }
    if !library.shows_samples() {
        return Ok(library);
    }
    let text = [
        "资料库还是空的：以下是示例数据；用 `qiao import 文件` 导入自己的数据",
        "your library is empty: these are sample listings; import your own with `qiao import FILE`",
    ];
    complain(pick(global.language(), text));
    Ok(library)
}

/// The user's library.
pub(super) fn for_writing(global: &Global) -> anyhow::Result<Library> {
    let folder = global.data_dir()?;
    backup::finish(&folder)?;
    let bar = indicatif::ProgressBar::hidden();
    let visible = global.shows_progress();
    let mut told = false;
    let library = Library::open_with(&folder, &mut |done, all| {
        if all >= MIN_TO_TELL && !told {
            told = true;
            let text = [
                "正在更新索引，只需一次……",
                "updating the index, this happens once …",
            ];
            complain(pick(global.language(), text));
        }
        if visible && bar.is_hidden() {
            bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        }
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    Ok(library)
}
