//! The question whether two listings are the same.

use qiao_index::library::Suspects;
use qiao_index::record::Record;

use super::question::Question;
use crate::browser::event::Effect;
use crate::browser::shared::Shared;
use crate::messages::fill;
use crate::work::keeping::{KeepOrder, common};

/// Asks whether a pair is one listing.
pub(super) fn ask(pair: &Suspects, shared: &Shared) -> Question {
    let messages = &shared.messages().library;
    let ids = [pair.one.id.clone(), pair.other.id.clone()];
    let title = |record: &Record| {
        let title = record.title_in(shared.language().code());
        format!("{title} ({})", record.id)
    };
    let values = [
        ("one", &*title(&pair.one)),
        ("other", &title(&pair.other)),
        ("common", &common(&pair.common, shared.language())),
    ];
    let merge = fill(messages.merge, &[("one", &pair.one.id)]);
    Question::new(
        messages.decide.to_owned(),
        fill(messages.decide_help, &values),
        vec![
            (merge, Effect::Keep(KeepOrder::Join(ids.clone()))),
            (
                messages.apart.to_owned(),
                Effect::Keep(KeepOrder::Part(ids)),
            ),
        ],
        shared,
    )
}
