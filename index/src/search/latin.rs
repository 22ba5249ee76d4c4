//! The Latin words of the index, in memory: what an unknown word may be a piece or a slip of.
//!
//! The engine's dictionary can be walked or asked for a beginning, but a word's end and its
//! slips are found in neither way faster than by looking at all words. Those of a segment are
//! joined into one text, read once, in which the standard library's substring search finds the
//! few candidates.

use std::collections::HashMap;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::index::SegmentId;
use tantivy::schema::Field;

use crate::analysis::JOINT;

/// Where the scripts of the Far East begin; all Latin words come before them in the
/// dictionary's order of bytes.
const FAR_EAST: &str = "\u{2e80}";

/// The Latin words that have been read, by segment and field. Segments never change.
pub(crate) type Cache = HashMap<(SegmentId, Field), Arc<Words>>;

/// Words in the order of the alphabet, a line end before and behind each.
#[derive(Debug)]
pub(crate) struct Words(String);

/// The Latin words of a field of a segment, read once.
pub(super) fn words(
    cache: &mut Cache,
    segment: &SegmentReader,
    field: Field,
) -> tantivy::Result<Arc<Words>> {
    let key = (segment.segment_id(), field);
    if let Some(known) = cache.get(&key) {
        return Ok(Arc::clone(known));
    }
    let index = segment.inverted_index(field)?;
    let mut terms = index.terms().range().lt(FAR_EAST).into_stream()?;
    let mut text = "\n".to_owned();
    while terms.advance() {
        // Pairs of a Latin word and a Han character are terms of the index, but no words.
        if let Ok(word) = std::str::from_utf8(terms.key())
            && !word.contains(JOINT)
        {
            text.push_str(word);
            text.push('\n');
        }
    }
    let words = Arc::new(Words(text));
    cache.insert(key, Arc::clone(&words));
    Ok(words)
}

impl Words {
    /// The words that begin or end with `piece`, and those one letter away from it where it has
    /// `least_mistyped` letters or more.
    pub(super) fn similar(&self, piece: &str, least_mistyped: usize) -> Vec<&str> {
        let mut found = self.holding(&format!("\n{piece}"));
        found.extend(self.holding(&format!("{piece}\n")));
        if piece.len() >= least_mistyped {
            // One slip, of one letter or two neighbours, leaves one of these two as it is.
            let middle = piece.len() / 2;
            let start = piece.get(..middle - 1).unwrap_or_default();
            let end = piece.get(middle..).unwrap_or_default();
            let near = |word: &&str| one_edit(word.as_bytes(), piece.as_bytes());
            found.extend(self.holding(&format!("\n{start}")).into_iter().filter(near));
            found.extend(self.holding(&format!("{end}\n")).into_iter().filter(near));
        }
        found
    }

    /// The words around each place of `needle`, which begins or ends with a line end.
    fn holding(&self, needle: &str) -> Vec<&str> {
        let places = self.0.match_indices(needle);
        let word = |(place, _): (usize, &str)| {
            let inside = place + usize::from(needle.starts_with('\n'));
            let (before, behind) = self.0.split_at_checked(inside)?;
            let start = before.rfind('\n')? + 1;
            let end = inside + behind.find('\n')?;
            self.0.get(start..end)
        };
        places.filter_map(word).collect()
    }
}

/// Whether one letter put in, left out, changed, or swapped with the next makes `a` of `b`.
pub(super) fn one_edit(known: &[u8], typed: &[u8]) -> bool {
    if known.len().abs_diff(typed.len()) > 1 {
        return false;
    }
    let same = |pair: &(&u8, &u8)| pair.0 == pair.1;
    let start = known.iter().zip(typed).take_while(same).count();
    let (known, typed) = (&known[start..], &typed[start..]);
    let end = known
        .iter()
        .rev()
        .zip(typed.iter().rev())
        .take_while(same)
        .count();
    let (known, typed) = (&known[..known.len() - end], &typed[..typed.len() - end]);
    let swapped =
        known.len() == 2 && typed.len() == 2 && known[0] == typed[1] && known[1] == typed[0];
    swapped || known.len() <= 1 && typed.len() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_slips_of_words_are_found() {
        let words = Words("\nbattery\ncathode\ngraphene\nhene\nphene\nsensor\n".to_owned());
        for (piece, expected) in [
            ("gra", "graphene"),
            ("phene", "phene graphene hene"),
            ("sensro", "sensor"),
            ("esnsor", "sensor"),
            ("senosr", "sensor"),
            ("sensr", "sensor"),
            ("sennsor", "sensor"),
            ("bettery", "battery"),
            ("batteri", "battery"),
            ("cathoda", "cathode"),
            ("zzzzz", ""),
            ("", "battery cathode graphene hene phene sensor"),
        ] {
            let mut found = words.similar(piece, 5);
            if piece.is_empty() {
                found.dedup();
                found.truncate(6);
            }
            let mut seen = Vec::new();
            found.retain(|word| {
                !seen.contains(word) && {
                    seen.push(word);
                    true
                }
            });
            assert_eq!(found.join(" "), expected, "{piece}");
        }
    }
}
