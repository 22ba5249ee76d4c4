//! Work shared out among the cores.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::thread;

use tantivy::DocId;

/// Documents of one segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) segment: usize,
    pub(super) documents: Range<DocId>,
}

/// Documents below which a thread costs more than it saves.
const MIN_DOCUMENTS_OF_A_THREAD: u64 = 10_000;
/// More threads than this are not asked for: other programs run here too.
const MAX_THREADS: u64 = 8;

/// How many threads should look through segments of these sizes.
fn workers(sizes: &[DocId]) -> u64 {
    let documents: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
    (documents / MIN_DOCUMENTS_OF_A_THREAD).clamp(1, CORES.min(MAX_THREADS))
}

/// Cores that this program may use. Asking reads files, too many of them for every search.
static CORES: LazyLock<u64> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, |cores| cores.get() as u64));

/// Parts the documents of all segments into equal shares for a number of workers.
fn parted(sizes: &[DocId], workers: u64) -> Vec<Vec<Piece>> {
    let documents: u64 = sizes.iter().map(|&size| u64::from(size)).sum();
    let share = documents.div_ceil(workers).max(1);
    let mut shares = vec![Vec::new()];
    let mut room = share;
    for (segment, &size) in sizes.iter().enumerate() {
        let mut start = 0;
        while start < size {
            if room == 0 {
                shares.push(Vec::new());
                room = share;
            }
            let length = u64::from(size - start).min(room);
            let end = start + DocId::try_from(length).unwrap_or(size - start);
            if let Some(last) = shares.last_mut() {
                last.push(Piece {
                    segment,
                    documents: start..end,
                });
            }
            room -= length;
            start = end;
        }
    }
    shares
}

/// Shares of the documents of segments of these sizes, one for each core that it is worth it.
pub(super) fn shares(sizes: &[DocId]) -> Vec<Vec<Piece>> {
    parted(sizes, workers(sizes))
}

/// Does all work at once, on threads of its own but for the first.
pub(super) fn on_threads<T: Send, R: Send>(work: Vec<T>, does: impl Fn(T) -> R + Sync) -> Vec<R> {
    let mut work = work.into_iter();
    let own = work.next();
    let does = &does;
    thread::scope(|scope| {
        let others: Vec<_> = work.map(|work| scope.spawn(move || does(work))).collect();
        let mut done: Vec<R> = own.map(does).into_iter().collect();
        // A panic goes on where it would have gone on without the thread.
        let others = others.into_iter().map(thread::ScopedJoinHandle::join);
        done.extend(others.map(|other| other.unwrap_or_else(|panic| resume_unwind(panic))));
        done
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_shared_out_whole_and_evenly() {
        for (sizes, workers, expected) in [
            (&[][..], 2, vec![vec![]]),
            (&[5], 1, vec![vec![(0, 0..5)]]),
            (&[5], 2, vec![vec![(0, 0..3)], vec![(0, 3..5)]]),
            (
                &[2, 0, 7, 1],
                2,
                vec![vec![(0, 0..2), (2, 0..3)], vec![(2, 3..7), (3, 0..1)]],
            ),
        ] {
            let expected: Vec<Vec<Piece>> = expected
                .into_iter()
                .map(|share| {
                    let pieces = share.into_iter();
                    pieces
                        .map(|(segment, documents)| Piece { segment, documents })
                        .collect()
                })
                .collect();
            assert_eq!(parted(sizes, workers), expected, "{sizes:?}");
        }
    }
}
