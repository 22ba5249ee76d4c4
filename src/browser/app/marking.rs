//! Marking listings, and what can be done with the marked ones together.

use qiao_index::record::Record;
use qiao_index::request::{Counting, Request};

use crate::browser::app::{App, Popup};
use crate::browser::event::{Effect, Selection};
use crate::browser::panes::compare::Comparison;
use crate::browser::panes::status::Note;
use crate::listing::copying;
use crate::messages::{Failure, fill, grouped};
use crate::ui::action::Part;
use crate::ui::layout::Pane;
use crate::work::marks::MAX_MARKS;

impl App {
    /// Marks the chosen listing or takes its mark away; in the results goes on to the next.
    pub(super) fn mark(&mut self) {
        let Some(record) = self.panes.listing.record() else {
            self.note = Some(Note::warning(self.setting.look.messages.nothing.listing));
            return;
        };
        if !self.marks.turn(record) {
            self.say_too_many();
        } else if self.panes.focus == Pane::Results {
            self.panes.results.step(1);
        }
    }

    /// Marks all that is found, where that is not too much to look at.
    pub(super) fn mark_all(&mut self) -> Vec<Effect> {
        if self.nothing_found() || self.choices() == 0 {
            self.note = Some(Note::warning(self.setting.look.messages.nothing.found));
        } else if self.choices() > MAX_MARKS {
            self.say_too_many();
        } else {
            return vec![Effect::Collect(self.whole_request())];
        }
        Vec::new()
    }

    /// The request for all that is found.
    pub(super) fn whole_request(&self) -> Request {
        Request {
            offset: 0,
            limit: self.choices(),
            counting: Counting::Nothing,
            ..self.request()
        }
    }

    fn say_too_many(&mut self) {
        let most = MAX_MARKS.to_string();
        let message = self.setting.look.messages.marks.too_many;
        self.note = Some(Note::warning(fill(message, &[("n", &most)])));
    }

    /// Marks the listings that were asked for.
    pub(super) fn collected(&mut self, records: Result<Vec<Record>, Failure>) {
        match records {
            Ok(records) => {
                for record in records {
                    self.marks.add(record);
                }
                let number = self.marked();
                let message = self.setting.look.messages.marks.marked;
                // Marks that come back by themselves are no news beside what is said already.
                let marked = Note::good(fill(message, &[("n", &number)]));
                self.note.get_or_insert(marked);
            }
            Err(reason) => self.note = Some(Note::error(reason.say(self.language()))),
        }
    }

    fn marked(&self) -> String {
        grouped(u64::try_from(self.marks.len()).unwrap_or(u64::MAX))
    }

    /// Takes all marks away.
    pub(super) fn clear_marks(&mut self) {
        self.marks.clear();
        self.note = Some(Note::good(self.setting.look.messages.marks.cleared));
    }

    /// How many are marked, for the bottom line.
    pub(super) fn marks_line(&self) -> Option<String> {
        let message = self.setting.look.messages.marks.marked;
        (!self.marks.is_empty()).then(|| fill(message, &[("n", &self.marked())]))
    }

    /// Puts the marked listings side by side.
    pub(super) fn compare(&mut self) {
        let records = self.marks.records();
        if records.len() < 2 {
            let key = self.key_of(crate::ui::action::Action::Mark);
            let message = self.setting.look.messages.marks.too_few;
            self.note = Some(Note::warning(fill(message, &[("key", &key)])));
            return;
        }
        self.popup = Some(Popup::Compare(Comparison::new(records.to_vec())));
    }

    /// The listings that a copy is of: the one that is read, else the marked ones, else the one
    /// that is chosen.
    pub(super) fn copied_records(&self) -> Vec<&Record> {
        if self.marks.is_empty() || self.panes.focus == Pane::Listing {
            self.record().into_iter().collect()
        } else {
            self.marks.records().iter().collect()
        }
    }

    /// What is copied of them.
    pub(super) fn copied_text(&self, part: Part) -> Option<String> {
        copying::parts(&self.copied_records(), part, &self.setting.look)
    }

    /// The ids of the marked listings.
    pub(super) fn marked_ids(&self) -> Vec<String> {
        let records = self.marks.records().iter();
        records.map(|record| record.id.clone()).collect()
    }

    /// What an export writes: the marked listings, or all that is found.
    pub(super) fn selection(&self, marked: bool) -> Selection {
        if marked {
            Selection::Marked(self.marked_ids())
        } else {
            Selection::Found(self.whole_request())
        }
    }
}
