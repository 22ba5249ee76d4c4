//! What the user has said of matches, as searches and matches heed it.

use qiao_index::Library;
use qiao_index::kept::{Kept, Objection, Verdict};
use qiao_index::matching::{Asking, Evidence, Matches, What};
use qiao_index::request::Request;
use qiao_index::search::Page;

use super::samples::{library, samples};

const NEED: &str = "sample:n001";
const ANSWER: &str = "sample:a001";

fn verdict(declined: Option<Objection>) -> Verdict {
    Verdict {
        declined,
        text: "still in the lab".to_owned(),
        at: "2026-11-30T08:00:00Z".to_owned(),
    }
}

/// The samples, and what the user has said of the pair.
fn judged(verdict: Verdict) -> Library {
    let mut library = library(samples());
    let mut kept = Kept::default();
    kept.judge(NEED, ANSWER, verdict);
    library.set_kept(kept);
    library
}

fn matches(library: &Library, id: &str) -> Matches {
    super::samples::matches(library, Asking::Id(id.to_owned()), &[])
}

fn ask(library: &Library, query: &str) -> Page {
    let request = Request {
        query: query.to_owned(),
        limit: 20,
        ..Request::default()
    };
    library.search(&request).unwrap()
}

fn ids(page: &Page) -> Vec<&str> {
    page.hits.iter().map(|hit| hit.record.id.as_str()).collect()
}

fn found(matches: &Matches) -> Vec<&str> {
    let ids = matches.matches.iter().map(|it| it.record.id.as_str());
    ids.collect()
}

#[test]
fn what_was_declined_is_left_out_and_counted() {
    let said = verdict(Some(Objection::Early));
    let library = judged(said.clone());
    // Whichever of the two asks.
    for (asker, other) in [(NEED, ANSWER), (ANSWER, NEED)] {
        let matches = matches(&library, asker);
        assert!(!found(&matches).contains(&other), "{asker}");
        let [declined] = matches.declined.as_slice() else {
            panic!("{asker}: {:?}", matches.declined);
        };
        assert_eq!(declined.record.id, other);
        let first = declined.fit.against.first();
        assert_eq!(
            first.map(|it| &it.what),
            Some(&What::Declined(said.clone()))
        );
        let page = ask(&library, &format!("match:\"{asker}\""));
        assert!(!ids(&page).contains(&other), "{asker}");
        assert_eq!(page.declined, 1, "{asker}");
        let page = ask(&library, &format!("match:\"{asker}\" is:declined"));
        assert_eq!((ids(&page), page.declined), (vec![other], 0), "{asker}");
    }
    let mut both = [ANSWER, NEED];
    both.sort_unstable();
    let page = ask(&library, "is:declined");
    let mut told = ids(&page);
    told.sort_unstable();
    assert_eq!(told, both);
    assert_eq!(ask(&library, "is:accepted").total, 0);
}

#[test]
fn what_was_accepted_says_so_first() {
    let said = verdict(None);
    let library = judged(said.clone());
    let matches = matches(&library, NEED);
    assert_eq!(found(&matches).first(), Some(&ANSWER));
    let fit = &matches.matches.first().unwrap().fit;
    let first: Option<&Evidence> = fit.reasons.first();
    assert_eq!(first.map(|it| &it.what), Some(&What::Accepted(said)));
    assert_eq!(ask(&library, "is:accepted kind:need").total, 1);
}

#[test]
fn several_needs_are_answered_at_once_and_each_answer_says_which() {
    let library = library(samples());
    let page = ask(&library, "match:(\"sample:n001\" OR \"sample:n002\")");
    assert_eq!(page.problems, []);
    for (need, answer) in [("sample:n001", ANSWER), ("sample:n002", "sample:a011")] {
        let place = ids(&page).iter().position(|id| *id == answer);
        assert!(place.is_some_and(|place| place < 4), "{:?}", ids(&page));
        let fit = page.hits[place.unwrap()].fit.as_ref().unwrap();
        assert_eq!(fit.asker.id, need);
        let title = library.record(need).unwrap().unwrap().title;
        let first = fit.reasons.first().map(|it| &it.what);
        assert_eq!(first, Some(&What::Answers(title.clone())));
        assert!(page.asker.as_ref().unwrap().contains(&title));
    }
}

#[test]
fn an_id_that_is_not_there_answers_nothing_among_several() {
    let library = library(samples());
    let page = ask(&library, "match:(\"sample:n001\" OR \"sample:nowhere\")");
    assert_eq!(ids(&page).first(), Some(&ANSWER));
    assert_eq!(ask(&library, "match:\"sample:nowhere\"").total, 0);
}
