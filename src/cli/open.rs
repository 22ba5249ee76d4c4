//! The library that a command works on.

use qiao_index::Library;

use super::{Global, complain};
use crate::messages::pick;
use crate::work::library::OpenLibrary;

/// So many listings take long enough to index for the user to wonder.
const WORTH_TELLING: u64 = 5_000;

/// The user's library, or the samples while that is empty.
pub(super) fn for_reading(global: &Global) -> anyhow::Result<OpenLibrary> {
    let library = OpenLibrary::of(for_writing(global)?)?;
    if !library.shows_samples() {
        return Ok(library);
    }
    let text = [
        "资料库还是空的：以下是示例数据；用 `qiao import 文件` 导入自己的数据",
        "your library is empty: these are sample listings; bring in your own with `qiao import FILE`",
    ];
    complain(pick(global.language(), text));
    Ok(library)
}

/// The user's library.
pub(super) fn for_writing(global: &Global) -> anyhow::Result<Library> {
    let folder = global.data_dir()?;
    let bar = indicatif::ProgressBar::hidden();
    let visible = global.shows_progress();
    let mut told = false;
    let library = Library::open_with(&folder, &mut |done, all| {
        if all >= WORTH_TELLING && !told {
            told = true;
            let text = [
                "正在更新索引，只需一次……",
                "bringing the index up to date, once …",
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
