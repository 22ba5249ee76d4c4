//! `qiao delete` and `qiao restore`

use clap::Args;
use qiao_index::record::Titled;

use super::{End, Global, complain, open, pick};
use crate::messages::{escape_controls, say};
use crate::work::keeping;
use crate::work::nearest::no_listing;

/// Arguments of `qiao delete`.
#[derive(Debug, Args)]
pub(super) struct DeleteArgs {
    /// Ids of the listings, as shown by `qiao search`
    #[arg(value_name = "ID", required = true, allow_hyphen_values = true)]
    ids: Vec<String>,
}

/// Arguments of `qiao restore`.
#[derive(Debug, Args)]
pub(super) struct RestoreArgs {
    /// Id of a deleted listing; without it, list all deleted listings
    #[arg(value_name = "ID", allow_hyphen_values = true)]
    id: Option<String>,
}

/// Deletes listings; importing their file again does not bring them back.
pub(super) fn delete(args: &DeleteArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut library = open::for_writing(global)?;
    let unknown = keeping::delete(&mut library, &args.ids)?;
    for id in &unknown {
        complain(no_listing(&library, id).say(language));
    }
    let deleted = args.ids.len() - unknown.len();
    if deleted == 0 {
        return Ok(End::Nothing);
    }
    let text = [
        "已删除 {n} 条；qiao restore 编号 可以恢复",
        "{n} {n:listing|listings} deleted; `qiao restore ID` restores one",
    ];
    complain(&say(language, text, &[("n", &deleted.to_string())]));
    Ok(End::Done)
}

/// Brings a deleted listing back, or lists what is deleted.
pub(super) fn restore(args: &RestoreArgs, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let mut library = open::for_writing(global)?;
    let Some(id) = &args.id else {
        let deleted = library.deleted()?;
        if deleted.is_empty() {
            complain(pick(
                language,
                ["没有删除过条目", "there are no deleted listings"],
            ));
            return Ok(End::Nothing);
        }
        print(&deleted)?;
        return Ok(End::Done);
    };
    let shown = escape_controls(id);
    if keeping::restore(&mut library, id)? {
        complain(keeping::restored(id).say(language));
        return Ok(End::Done);
    }
    let text = [
        "没有删除过编号为 {id} 的条目：qiao restore 列出已删除的",
        "there is no deleted listing with the id {id}: `qiao restore` lists them",
    ];
    complain(&say(language, text, &[("id", &shown)]));
    Ok(End::Nothing)
}

fn print(deleted: &[(Titled, String)]) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    for (listing, at) in deleted {
        let (id, title) = (
            escape_controls(&listing.id),
            escape_controls(&listing.title),
        );
        writeln!(out, "{id}\t{at}\t{title}")?;
    }
    Ok(())
}
