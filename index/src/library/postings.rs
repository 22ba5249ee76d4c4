//! The index while it is written to.

use tantivy::merge_policy::LogMergePolicy;
use tantivy::{Index, IndexWriter, TantivyDocument, TantivyError, Term};

use crate::inner_error::Result;

/// Most threads that index beside the one that takes records in, which has a core to itself: where
/// there are more threads than cores, they take each other's time and each its memory.
const MAX_THREADS: usize = 2;
/// Memory of these threads together: the more, the fewer segments have to be merged.
const MEMORY: usize = 64 << 20;
/// Memory of a writer that only merges.
const LEAST_MEMORY: usize = 15 << 20;

/// Segments that a library may be left with. Every query opens the lists of its words in each.
const MAX_SEGMENTS: usize = 4;

/// So many segments of one size are merged while an import goes on: a million records are merged
/// once, at its end, and not over and over on the way.
const MERGED_MEANWHILE: usize = 64;

/// From so many records on, two segments are made at the end of an import, side by side.
const MERGED_IN_TWO: u64 = 100_000;

/// A segment joins smaller ones where it holds at most this many times as many records as they do
/// together: so a large one is seldom written again for a few records.
const MAX_TIMES_LARGER: u64 = 3;

/// The index, to be written to. Only one at a time, over all processes.
pub(super) struct Postings {
    /// Open until the last commit.
    writer: Option<IndexWriter>,
}

impl Postings {
    /// Opens an index for writing.
    pub(super) fn open(index: &Index) -> tantivy::Result<Self> {
        let writer = index.writer_with_num_threads(threads(), MEMORY)?;
        let mut policy = LogMergePolicy::default();
        policy.set_min_num_segments(MERGED_MEANWHILE);
        writer.set_merge_policy(Box::new(policy));
        // A program that was killed leaves files whose names the next commit would want.
        writer.garbage_collect_files().wait()?;
        Ok(Self {
            writer: Some(writer),
        })
    }

    fn writer(&mut self) -> tantivy::Result<&mut IndexWriter> {
        let closed = || TantivyError::SystemError("the index is closed".to_owned());
        self.writer.as_mut().ok_or_else(closed)
    }

    /// Adds a document.
    pub(super) fn add(&mut self, document: TantivyDocument) -> Result<()> {
        self.writer()?.add_document(document)?;
        Ok(())
    }

    /// Takes the documents with a term out.
    pub(super) fn forget(&mut self, term: Term) -> Result<()> {
        self.writer()?.delete_term(term);
        Ok(())
    }

    /// Takes all documents out.
    pub(super) fn clear(&mut self) -> Result<()> {
        self.writer()?.delete_all_documents()?;
        Ok(())
    }

    /// Makes what was done last, with a word that says of what state it is.
    pub(super) fn commit(&mut self, state: &str) -> Result<()> {
        let mut prepared = self.writer()?.prepare_commit()?;
        prepared.set_payload(state);
        prepared.commit()?;
        Ok(())
    }

    /// Writes the segments anew in which something was deleted, so that nothing is left of it.
    pub(super) fn purge(&mut self, index: &Index) -> Result<()> {
        let writer = self.writer()?;
        for segment in index.searchable_segment_metas()? {
            if segment.num_deleted_docs() > 0 {
                writer.merge(&[segment.id()]).wait()?;
            }
        }
        writer.garbage_collect_files().wait()?;
        self.close(index)?;
        Ok(())
    }

    /// Ends the writing: waits for what is being merged, then merges what is left of small segments.
    pub(super) fn close(&mut self, index: &Index) -> Result<()> {
        let Some(writer) = self.writer.take() else {
            return Ok(());
        };
        writer.wait_merging_threads()?;
        let mut segments = Vec::new();
        for segment in index.searchable_segment_metas()? {
            segments.push((u64::from(segment.num_docs()), segment.id()));
        }
        let sizes: Vec<u64> = segments.iter().map(|(size, _)| *size).collect();
        let joined = joined(&sizes);
        if joined.is_empty() {
            return Ok(());
        }
        let mut writer: IndexWriter = index.writer_with_num_threads(1, LEAST_MEMORY)?;
        let merges = in_two(joined, &sizes).into_iter().map(|joined| {
            let joined: Vec<_> = joined.into_iter().map(|at| segments[at].1).collect();
            writer.merge(&joined)
        });
        let merges: Vec<_> = merges.collect();
        for merge in merges {
            merge.wait()?;
        }
        writer.garbage_collect_files().wait()?;
        Ok(writer.wait_merging_threads()?)
    }
}

/// How many threads index.
fn threads() -> usize {
    let cores = std::thread::available_parallelism();
    let others = cores.map_or(1, |cores| cores.get() - 1);
    others.clamp(1, MAX_THREADS)
}

/// The places of the segments of these sizes that are to become one; none where there are few.
fn joined(sizes: &[u64]) -> Vec<usize> {
    if sizes.len() <= MAX_SEGMENTS {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| sizes[at]);
    let mut together = 0;
    let mut joined: Vec<usize> = Vec::new();
    for at in order {
        if joined.len() > 1 && sizes[at] > MAX_TIMES_LARGER * together {
            break;
        }
        together += sizes[at];
        joined.push(at);
    }
    joined
}

/// Shares out what is to become one segment, where two of about half its size can be made at the same
/// time; smaller than those, it is left in one.
fn in_two(joined: Vec<usize>, sizes: &[u64]) -> Vec<Vec<usize>> {
    let all: u64 = joined.iter().map(|&at| sizes[at]).sum();
    let left = sizes.len() - joined.len();
    if all < MERGED_IN_TWO || joined.len() < 4 || left + 2 > MAX_SEGMENTS {
        return vec![joined];
    }
    let mut halves = [(0, Vec::new()), (0, Vec::new())];
    // They come in order of their sizes.
    for at in joined.into_iter().rev() {
        let smaller = usize::from(halves[1].0 < halves[0].0);
        halves[smaller].0 += sizes[at];
        halves[smaller].1.push(at);
    }
    let halves = halves.into_iter().map(|(_, half)| half);
    // One that is alone stays as it is.
    halves.filter(|half| half.len() > 1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_segments_become_one_and_a_large_one_stays() {
        for (sizes, expected) in [
            (&[][..], &[][..]),
            (&[5, 6, 7, 8], &[]),
            (&[5, 6, 7, 8, 9], &[0, 1, 2, 3, 4]),
            (&[900_000, 1, 2, 1, 1], &[1, 3, 4, 2]),
            (&[100, 100, 100, 900_000, 100, 900], &[0, 1, 2, 4, 5]),
        ] {
            assert_eq!(joined(sizes), expected, "{sizes:?}");
        }
    }

    #[test]
    fn many_records_become_two_segments_of_about_one_size() {
        for (sizes, expected) in [
            (&[30_000, 5_000, 7_000][..], &[&[1, 2, 0][..]][..]),
            (&[60_000, 50_000, 20_000, 40_000], &[&[0, 2], &[1, 3]]),
            (&[90_000, 10_000, 10_000, 10_000], &[&[3, 2, 1]]),
        ] {
            let mut joined: Vec<usize> = (0..sizes.len()).collect();
            joined.sort_by_key(|&at| sizes[at]);
            assert_eq!(in_two(joined, sizes), expected, "{sizes:?}");
        }
        // Where large ones are left alone, no more than one may come.
        let sizes = [900_000, 900_000, 900_000, 30_000, 30_000, 30_000, 30_000];
        assert_eq!(in_two(vec![3, 4, 5, 6], &sizes), [[3, 4, 5, 6]]);
    }
}
