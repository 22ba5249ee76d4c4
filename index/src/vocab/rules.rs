//! Running text that stands for a stage: the crosswalk to technology readiness levels.

use std::sync::LazyLock;

use super::table::{fold, lines};
use crate::record::{Maturity, Stage};

/// Longer texts (bytes) are stories, not values.
const LONGEST_VALUE: usize = 2_000;

/// Words of sources and the readiness levels they stand for, longest words first.
static STAGE_WORDS: LazyLock<Vec<(String, u8, u8)>> = LazyLock::new(|| {
    let mut words: Vec<(String, u8, u8)> = lines(include_str!("stages.tsv"))
        .filter_map(|columns| match *columns {
            [words, lowest, highest] => Some((
                fold(words).into_owned(),
                lowest.parse().ok()?,
                highest.parse().ok()?,
            )),
            _ => None,
        })
        .collect();
    words.sort_by_key(|(words, ..)| std::cmp::Reverse(words.len()));
    words
});

/// Words that turn a stage into its opposite.
const NEGATIONS: [&str; 6] = ["未", "尚无", "不", "没有", "非", "not"];

/// Stage and readiness levels that a source's words stand for; the words are kept.
///
/// Words of several stages make a range, whose lowest level gives the stage.
#[must_use]
pub fn maturity(text: &str) -> Maturity {
    let levels = if text.is_empty() || text.len() > LONGEST_VALUE {
        None
    } else {
        let folded = fold(text).replace(['—', '-', '~', '至', '到', '〜'], "–");
        stated_levels(&folded).or_else(|| levels_of_words(&folded))
    };
    Maturity {
        stage: levels.map_or(Stage::Unknown, |(lowest, _)| stage_of(lowest)),
        stage_raw: text.to_owned(),
        trl_min: levels.map(|(lowest, _)| lowest),
        trl_max: levels.map(|(_, highest)| highest),
    }
}

/// The stage that a technology readiness level (1–9) belongs to.
#[must_use]
pub const fn stage_of(level: u8) -> Stage {
    match level {
        1..=5 => Stage::Lab,
        6..=7 => Stage::Pilot,
        8..=9 => Stage::Mature,
        _ => Stage::Unknown,
    }
}

/// `TRL 6`, `trl4–6`, `6级`, `4–6`.
fn stated_levels(folded: &str) -> Option<(u8, u8)> {
    let bare = folded
        .trim_start_matches("技术成熟度")
        .trim_start_matches("trl")
        .trim_start_matches([':', '–', '=']);
    let bare = bare.replace(['级', '(', ')'], "").replace("trl", "");
    let (lowest, highest) = bare.split_once('–').unwrap_or((&bare, &bare));
    let level = |text: &str| {
        text.parse::<u8>()
            .ok()
            .filter(|level| (1..=9).contains(level))
    };
    let (first, second) = (level(lowest)?, level(highest)?);
    Some((first.min(second), first.max(second)))
}

fn levels_of_words(folded: &str) -> Option<(u8, u8)> {
    if NEGATIONS.iter().any(|word| folded.contains(word)) {
        return None;
    }
    let mut rest = folded.to_owned();
    let mut levels = None;
    for (words, lowest, highest) in STAGE_WORDS.iter() {
        if rest.contains(words) {
            // A longer word must not be counted again by a shorter one inside it.
            rest = rest.replace(words, " ");
            let (low, high) = levels.unwrap_or((*lowest, *highest));
            levels = Some((low.min(*lowest), high.max(*highest)));
        }
    }
    levels
}
