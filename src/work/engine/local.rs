//! The local library as an engine, or the remote that answers in its place.

use std::collections::HashMap;

use qiao_index::error::Error;
use qiao_index::matching::{MatchRequest, Matches};
use qiao_index::record::Record;
use qiao_index::request::Request;
use qiao_index::search::Page;
use qiao_index::statistics::{Table, Tabulation};

use super::{Engine, StillWanted};
use crate::messages::Failure;
use crate::work::library::{LibraryState, OpenLibrary};

impl Engine for OpenLibrary {
    fn state(&self) -> anyhow::Result<LibraryState> {
        if let Some(remote) = self.remote() {
            let (records, revision, turns) = remote.seen();
            return Ok(LibraryState {
                samples: false,
                remote: true,
                records,
                turns,
                revision,
                desk: self.desk_revision(),
            });
        }
        Ok(LibraryState {
            samples: self.shows_samples(),
            remote: false,
            records: self.shown().len()?,
            turns: self.shown().turns(),
            revision: self.shown().revision()?,
            desk: self.desk_revision(),
        })
    }

    fn refresh(&mut self) -> anyhow::Result<()> {
        if let Some(remote) = self.remote() {
            remote.refresh();
        }
        self.take_in_changes()
    }

    fn answer_in_parts(
        &self,
        request: &Request,
        still_wanted: StillWanted<'_>,
        first: &mut dyn FnMut(Page),
    ) -> anyhow::Result<Option<Page>> {
        if let Some(remote) = self.remote() {
            return remote.answer_in_parts(self.shown(), request, still_wanted, first);
        }
        match self.shown().search_in_parts(request, still_wanted, first) {
            Ok(page) => Ok(Some(page)),
            Err(Error::Overtaken) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn tabulate_while(
        &self,
        wanted: &Tabulation,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Table>> {
        if let Some(remote) = self.remote() {
            return Err(not_there(remote.name()).into());
        }
        match self.shown().tabulate_while(wanted, still_wanted) {
            Ok(table) => Ok(Some(table)),
            Err(Error::Overtaken) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn match_while(
        &self,
        request: &MatchRequest,
        still_wanted: StillWanted<'_>,
    ) -> anyhow::Result<Option<Matches>> {
        if let Some(remote) = self.remote() {
            return remote.match_while(self.shown(), request, still_wanted);
        }
        match self.shown().match_while(request, still_wanted) {
            Ok(matches) => Ok(matches),
            Err(Error::Overtaken) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn records(&self, ids: &[String]) -> anyhow::Result<Vec<Record>> {
        if let Some(remote) = self.remote() {
            return self.with_own(ids, remote.records(ids)?);
        }
        let found = ids.iter().map(|id| self.shown().record(id).transpose());
        Ok(found.flatten().collect::<Result<_, _>>()?)
    }
}

impl OpenLibrary {
    /// The listings of a remote with those that only the library has, in the order of their ids.
    fn with_own(&self, ids: &[String], theirs: Vec<Record>) -> anyhow::Result<Vec<Record>> {
        let mut theirs: HashMap<String, Record> = theirs
            .into_iter()
            .map(|record| (record.id.clone(), record))
            .collect();
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let record = match theirs.remove(id) {
                None => self.shown().record(id)?,
                record => record,
            };
            found.extend(record);
        }
        Ok(found)
    }
}

/// What only the local library can do.
fn not_there(remote: &str) -> Failure {
    let text = [
        "统计只能在本地资料库中进行，远程库 {name} 做不了：加上 `--remote local`",
        "figures are of the local library only, the remote {name} cannot give them: use `--remote local`",
    ];
    Failure::filled(text, &[("name", remote)])
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn an_answer_that_is_not_wanted_any_more_is_none() {
        let home = tempfile::tempdir().unwrap();
        let library = OpenLibrary::open(home.path()).unwrap();
        let request = Request {
            query: "石墨烯".to_owned(),
            ..Request::default()
        };
        let asked = AtomicUsize::new(0);
        let overtaken = || asked.fetch_add(1, Ordering::Relaxed) < 1;
        assert_eq!(library.answer_while(&request, &overtaken).unwrap(), None);
        assert!(library.answer(&request).unwrap().total > 0);
    }
}
