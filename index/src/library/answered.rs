//! Answers that were given lately. Whoever deletes what he has typed asks the same again, and the
//! empty query, which has every record for an answer, is asked most of all.

use std::collections::VecDeque;

use crate::record::Date;
use crate::request::Request;
use crate::search::Page;

/// Answers that are kept. One with the counts of a large library can take megabytes.
const MAX_ANSWERS: usize = 8;

/// In which state of the library an answer was given: of its index, and the day.
type State = (u64, Date);

/// The last answers, newest first, without what is known of their hits beside their records.
#[derive(Default)]
pub(super) struct Answered {
    state: State,
    pages: VecDeque<(Request, Page)>,
}

impl Answered {
    /// The answer to a request that was given in this state.
    pub(super) fn get(&mut self, request: &Request, state: State) -> Option<Page> {
        if self.state != state {
            self.pages.clear();
            self.state = state;
        }
        let place = self.pages.iter().position(|(known, _)| known == request)?;
        let found = self.pages.remove(place)?;
        let page = found.1.clone();
        self.pages.push_front(found);
        Some(page)
    }

    /// Keeps an answer of the state that was asked for last.
    ///
    /// The empty query's stay longest: everybody comes back to it.
    pub(super) fn keep(&mut self, request: &Request, page: &Page) {
        if self.pages.len() >= MAX_ANSWERS {
            let mut known = self.pages.iter();
            let oldest = known.rposition(|(request, _)| !request.query.is_empty());
            self.pages.remove(oldest.unwrap_or(MAX_ANSWERS - 1));
        }
        self.pages.push_front((request.clone(), page.clone()));
    }

    /// Something has changed that answers depend on.
    pub(super) fn forget(&mut self) {
        self.pages.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(query: usize) -> Request {
        Request {
            query: query.to_string(),
            ..Request::default()
        }
    }

    #[test]
    fn the_last_answers_are_given_again_in_the_same_state_only() {
        let mut answered = Answered::default();
        let day = |day| Date::new(2026, 11, day).unwrap_or_default();
        let page = |total| Page {
            total,
            ..Page::default()
        };
        let empty = Request::default();
        assert_eq!(answered.get(&empty, (1, day(1))), None);
        answered.keep(&empty, &page(99));
        for query in 0..MAX_ANSWERS {
            assert_eq!(answered.get(&request(query), (1, day(1))), None);
            answered.keep(&request(query), &page(query as u64));
        }
        assert_eq!(answered.get(&request(0), (1, day(1))), None, "too long ago");
        assert_eq!(answered.get(&request(1), (1, day(1))), Some(page(1)));
        assert_eq!(answered.get(&empty, (1, day(1))), Some(page(99)));
        assert_eq!(
            answered.get(&request(1), (2, day(1))),
            None,
            "another index"
        );
        answered.keep(&request(1), &page(7));
        assert_eq!(answered.get(&request(1), (2, day(2))), None, "another day");
    }
}
