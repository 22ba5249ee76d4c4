//! Which libraries the desk was used with. It holds what is the user's own and is never refused: that
//! it met another library, or one that has lost what the desk knows, is said once where that is
//! noticed, and by `doctor` from then on.

use std::time::Duration;

use qiao_index::error;
use qiao_index::library::Generation;
use qiao_index::now;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Desk, PATIENCE};
use crate::messages::Bilingual;

/// The word for a library that is as it should be.
const FITTING: &str = "fits";

/// Why the library is not the one that the desk knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Estranged {
    /// It is another one.
    Other,
    /// It is the same, without a state that the desk has seen: an earlier copy was put back.
    Older,
}

impl Estranged {
    const ALL: [Self; 2] = [Self::Other, Self::Older];

    /// The word that is kept.
    const fn word(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Older => "older",
        }
    }

    /// What the user is to know.
    pub(crate) fn said(self) -> Bilingual {
        let [chinese, english] = match self {
            Self::Other => [
                "工作台（清单、笔记、交易等）以前用于另一个资料库：其中有些条目这里可能没有",
                "the desk (shortlists, notes, deals …) was used with another library: this one may lack \
                 some of its listings",
            ],
            Self::Older => [
                "资料库比工作台旧，像是恢复了较早的副本：工作台上后来的条目这里可能没有",
                "the library is older than its desk, as if an earlier copy of it was put back: it may \
                 lack listings that the desk knows",
            ],
        };
        Bilingual::new(chinese, english)
    }
}

/// A library that the desk was used with.
struct Met {
    number: i64,
    at: String,
    how: String,
    generation: Generation,
}

impl Desk {
    /// Meets the library that it is used with, and remembers it: what is not as it was, the first time
    /// that it is noticed.
    ///
    /// # Errors
    /// The desk or the library cannot be read.
    pub(crate) fn meet(
        &self,
        library: &Generation,
        has_been: impl FnOnce(&Generation) -> error::Result<bool>,
    ) -> anyhow::Result<Option<Estranged>> {
        let last = self.read(|connection| last(connection, ""))?;
        if last.as_ref().is_some_and(|it| it.generation == *library) {
            return Ok(None);
        }
        let estranged = judged(last.as_ref(), library, has_been)?;
        // A desk that is being written to is met again next time.
        self.connection.busy_timeout(Duration::ZERO)?;
        let known = last.filter(|_| estranged.is_none());
        let kept = keep(&self.connection, known.as_ref(), (library, estranged));
        self.connection.busy_timeout(PATIENCE)?;
        kept.unwrap_or_default();
        Ok(estranged)
    }

    /// What is not as it was with a library, or was not when the desk met one last, and since when.
    ///
    /// # Errors
    /// The desk or the library cannot be read.
    pub(crate) fn estranged(
        &self,
        library: &Generation,
        has_been: impl FnOnce(&Generation) -> error::Result<bool>,
    ) -> anyhow::Result<Option<(Estranged, String)>> {
        let known = self.read(|connection| last(connection, ""))?;
        if let Some(estranged) = judged(known.as_ref(), library, has_been)? {
            return Ok(Some((estranged, now())));
        }
        let amiss = self.read(|connection| last(connection, FITTING))?;
        Ok(amiss.and_then(|met| {
            let mut all = Estranged::ALL.into_iter();
            Some((all.find(|it| it.word() == met.how)?, met.at))
        }))
    }
}

/// What is not as it was.
fn judged(
    last: Option<&Met>,
    library: &Generation,
    has_been: impl FnOnce(&Generation) -> error::Result<bool>,
) -> error::Result<Option<Estranged>> {
    let Some(last) = last else {
        return Ok(None);
    };
    if last.generation.library != library.library {
        return Ok(Some(Estranged::Other));
    }
    let is_known = has_been(&last.generation)?;
    Ok((!is_known).then_some(Estranged::Older))
}

/// The library that was met last, but for those that were met in one way.
fn last(connection: &Connection, but: &str) -> anyhow::Result<Option<Met>> {
    let sql = "SELECT number, at, how, library, revision, state FROM met
        WHERE how <> ?1 ORDER BY number DESC LIMIT 1";
    let met = connection.prepare_cached(sql)?.query_row([but], |row| {
        Ok(Met {
            number: row.get(0)?,
            at: row.get(1)?,
            how: row.get(2)?,
            generation: Generation {
                library: row.get(3)?,
                revision: row.get::<_, i64>(4)?.unsigned_abs(),
                state: row.get(5)?,
            },
        })
    });
    Ok(met.optional()?)
}

/// Keeps a library: in the place of an earlier state of the same, or as one that is met now.
fn keep(
    connection: &Connection,
    known: Option<&Met>,
    (library, estranged): (&Generation, Option<Estranged>),
) -> anyhow::Result<()> {
    let revision = i64::try_from(library.revision)?;
    if let Some(known) = known {
        let sql = "UPDATE met SET revision = ?2, state = ?3 WHERE number = ?1";
        connection.execute(sql, params![known.number, revision, library.state])?;
        return Ok(());
    }
    let how = estranged.map_or(FITTING, Estranged::word);
    let sql = "INSERT INTO met (at, how, library, revision, state) VALUES (?1, ?2, ?3, ?4, ?5)";
    let values = params![now(), how, library.library, revision, library.state];
    connection.execute(sql, values)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use super::*;

    fn generation(library: &str, revision: u64, state: &str) -> Generation {
        Generation {
            library: library.to_owned(),
            revision,
            state: state.to_owned(),
        }
    }

    #[test]
    fn a_desk_that_meets_another_or_an_older_library_says_so_once_and_the_doctor_always() {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path()).unwrap();
        let check = |library: &Generation, has_been: bool, once, always| {
            let seen = desk.estranged(library, |_| Ok(has_been)).unwrap();
            assert_eq!(seen.map(|(it, _)| it), always, "{library:?}");
            let met = desk.meet(library, |_| Ok(has_been)).unwrap();
            assert_eq!(met, once, "{library:?}");
            assert_eq!(desk.meet(library, |_| Ok(has_been)).unwrap(), None);
            let seen = desk.estranged(library, |_| Ok(true)).unwrap();
            assert_eq!(seen.map(|(it, _)| it), always, "{library:?}");
        };
        check(&generation("a", 1, "a-1"), true, None, None);
        check(&generation("a", 7, "a-7"), true, None, None);
        let (other, older) = (Some(Estranged::Other), Some(Estranged::Older));
        check(&generation("a", 3, "a-3"), false, older, older);
        check(&generation("a", 4, "a-4"), true, None, older);
        check(&generation("b", 9, "b-9"), false, other, other);
        let before = desk.revision().unwrap();
        desk.meet(&generation("b", 10, "b-a"), |_| Ok(true))
            .unwrap();
        assert_eq!(desk.revision().unwrap(), before, "nothing was kept anew");
    }
}
