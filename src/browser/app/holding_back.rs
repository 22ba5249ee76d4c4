//! A contact that is not to be contacted is copied only when that is asked for twice.

use qiao_index::record::Record;

use super::App;
use crate::browser::event::Effect;
use crate::listing::copying::{is_in_contact, is_of_contact};
use crate::messages::fill;
use crate::ui::action::Part;

impl App {
    /// Holds the copy of a contact back where the user wanted not to contact it, and says so; the
    /// same copy asked for again is let through.
    pub(super) fn hold_back(&mut self, part: Option<Part>, effects: Vec<Effect>) -> Vec<Effect> {
        let copied = effects.iter().find_map(|effect| match effect {
            Effect::Copy(order) => Some(order.text.clone()),
            _ => None,
        });
        let Some(text) = copied else {
            return effects;
        };
        let Some(whom) = self.whom_not_to_contact(part, &text) else {
            return effects;
        };
        let library = &mut self.shared.library;
        if library.held_back.take().is_some_and(|held| held == text) {
            return effects;
        }
        library.held_back = Some(text);
        let words = self.shared.messages().desk.held_back;
        self.shared.warn(fill(words, &[("whom", &whom)]));
        Vec::new()
    }

    /// Who in the listings whose contact is copied is not to be contacted.
    fn whom_not_to_contact(&self, part: Option<Part>, text: &str) -> Option<String> {
        let names = &self.shared.library.do_not_contact;
        let records = self.screens.current().records(&self.shared);
        let is_copied =
            |record: &&&Record| part.map_or_else(|| is_in_contact(record, text), is_of_contact);
        let mut copied = records.iter().filter(is_copied);
        copied
            .find_map(|record| names.of(record))
            .map(str::to_owned)
    }
}
