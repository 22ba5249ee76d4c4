//! `qiao reindex`

use indicatif::{ProgressBar, ProgressDrawTarget};

use super::{End, Global, complain, open};
use crate::messages::say;

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
    let text = [
        "已重建索引：{n} 条",
        "index rebuilt: {n} {n:listing|listings}",
    ];
    let values = [("n", &*count.to_string())];
    complain(&say(global.language(), text, &values));
    super::say_unreadable(&library, global);
    Ok(End::Done)
}
