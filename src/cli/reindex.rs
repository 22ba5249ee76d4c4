//! `qiao reindex`

use indicatif::{ProgressBar, ProgressDrawTarget};
use qiao_index::vocab::Language;

use super::{End, Global, complain, open};
use crate::messages::plural;

/// Runs the command.
pub(super) fn run(global: &Global) -> anyhow::Result<End> {
    let mut library = open::for_writing(global)?;
    let bar = ProgressBar::hidden();
    if global.shows_progress() {
        bar.set_draw_target(ProgressDrawTarget::stderr());
    }
    let mut count = 0;
    library.reindex(&mut |done, all| {
        bar.set_length(all);
        bar.set_position(done);
        count = done;
    })?;
    bar.finish_and_clear();
    complain(&match global.language() {
        Language::Chinese => format!("已重建索引：{count} 条"),
        Language::English => {
            let listings = plural(count, "listing", "listings");
            format!("index built anew: {count} {listings}")
        }
    });
    Ok(End::Done)
}
