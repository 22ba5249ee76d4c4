//! The library that a command works on.

use qiao_index::Library;
use qiao_index::vocab::Language;

use super::{Global, complain, usage};
use crate::messages::{escape_controls, pick, say};
use crate::work::backup;
use crate::work::engine::OpenSearch;
use crate::work::library::OpenLibrary;
use crate::work::remotes::{self, Remote};

/// From this number of listings on, indexing takes long enough for the user to wonder.
const MIN_TO_TELL: u64 = 5_000;

/// What is to be asked: the remote that is named or set, else the user's library, or the samples
/// while that is empty.
pub(super) fn for_asking(global: &Global) -> anyhow::Result<OpenLibrary> {
    let Some(remote) = remote(global)? else {
        return for_reading(global);
    };
    let mut library = OpenLibrary::of(for_writing(global)?, &global.data_dir()?)?;
    library.set_remote(Some(OpenSearch::of(&remote)?))?;
    Ok(library)
}

/// The remote that the command line names, or the settings where it names none.
pub(super) fn remote(global: &Global) -> anyhow::Result<Option<Remote>> {
    let Some(name) = global.remote_name() else {
        return Ok(None);
    };
    let remote = remotes::named(&global.data_dir()?, &name)?;
    match remote {
        None => Err(usage(no_remote(&name, global.language()))),
        remote => Ok(remote),
    }
}

/// Says that there is no such remote.
pub(super) fn no_remote(name: &str, language: Language) -> String {
    let text = [
        "没有名为 {name} 的远程库：`qiao remote list` 列出全部",
        "there is no remote named {name}: `qiao remote list` lists them",
    ];
    say(language, text, &[("name", &escape_controls(name))])
}

/// Refuses a remote for a command that works on the local library only; where it is the settings
/// that name one, says where the answer is from.
pub(super) fn refuse_remote(global: &Global) -> anyhow::Result<()> {
    let Some(name) = global.remote_name() else {
        return Ok(());
    };
    let language = global.language();
    if global.remote.is_some() {
        let text = [
            "这个命令只在本地资料库中进行，不能用 --remote {name}",
            "this command works on the local library only, not with --remote {name}",
        ];
        let name = escape_controls(&name);
        return Err(usage(say(language, text, &[("name", &name)])));
    }
    let text = [
        "以下出自本地资料库，不是远程库 {name}",
        "this is from the local library, not from the remote {name}",
    ];
    complain(&say(language, text, &[("name", &escape_controls(&name))]));
    Ok(())
}

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
