//! Shortlists and tags to be put on listings: a list of those that there are, which makes a new
//! one of what is typed.

use qiao_index::kept::KeptListing;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, fill, grouped};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::desk::DeskOrder;
use crate::work::overview::{Entries, Register};

/// A shortlist, or a tag.
#[derive(Debug)]
struct Label<const IS_TAG: bool> {
    name: String,
    /// How many listings have it.
    listings: u64,
}

/// Opens the shortlists.
pub(super) fn open_shortlists(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    open::<false>(Register::Shortlists, shared, screen)
}

/// Opens the tags.
pub(super) fn open_tags(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    open::<true>(Register::Tags, shared, screen)
}

fn open<const IS_TAG: bool>(
    register: Register,
    shared: &mut Shared,
    screen: &dyn Screen,
) -> Opening {
    if screen.records(shared).is_empty() {
        return Opening::Refused(shared.messages().nothing.listing.to_owned());
    }
    Opening::wanting(
        List::<Label<IS_TAG>>::reading(),
        vec![Effect::List(register)],
    )
}

impl<const IS_TAG: bool> Label<IS_TAG> {
    /// Whether a listing has it.
    fn is_on(&self, kept: Option<&KeptListing>) -> bool {
        let names = kept.map(|kept| if IS_TAG { &kept.tags } else { &kept.shortlists });
        names.is_some_and(|names| names.contains(&self.name))
    }
}

/// Puts a label on the listings that are meant, or takes it off.
fn put<const IS_TAG: bool>(
    name: &str,
    is_on: bool,
    shared: &mut Shared,
    screen: &dyn Screen,
) -> Outcome {
    let records = screen.records(shared);
    let ids: Vec<String> = records.iter().map(|record| record.id.clone()).collect();
    shared.about_marks = ids == shared.marks.ids();
    let name = name.to_owned();
    let order = if IS_TAG {
        DeskOrder::Tag {
            tag: name,
            ids,
            is_on,
        }
    } else {
        DeskOrder::Shortlist { name, ids, is_on }
    };
    Outcome::Close(vec![Effect::Desk(order)])
}

impl<const IS_TAG: bool> ListLine for Label<IS_TAG> {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        let desk = &messages.desk;
        if IS_TAG {
            (desk.tags, desk.no_tags)
        } else {
            (desk.shortlists, desk.no_shortlists)
        }
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        let named = match entries {
            Entries::Tags(tags) if IS_TAG => tags,
            Entries::Shortlists(lists) if !IS_TAG => lists,
            _ => return None,
        };
        let labels = named.into_iter();
        Some(
            labels
                .map(|(name, listings)| Self { name, listings })
                .collect(),
        )
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        fits(typed, &[&self.name])
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        draw_sides(
            buffer,
            area,
            (&self.name, &grouped(self.listings)),
            shared.look(),
        );
    }

    fn explanation(&self, look: &Presentation) -> String {
        let desk = &look.messages.desk;
        let words = if IS_TAG {
            desk.tag_help
        } else {
            desk.shortlist_help
        };
        fill(
            words,
            &[("name", &self.name), ("n", &grouped(self.listings))],
        )
    }

    fn accept(&self, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        // Of several, those that have it already stay as they are.
        let takes_off = screen.records(shared).len() == 1 && self.is_on(screen.kept());
        put::<IS_TAG>(&self.name, !takes_off, shared, screen)
    }

    fn offer(typed: &str, look: &Presentation) -> Option<String> {
        let desk = &look.messages.desk;
        let words = if IS_TAG {
            desk.new_tag
        } else {
            desk.new_shortlist
        };
        Some(fill(words, &[("name", typed)]))
    }

    fn make(typed: &str, shared: &mut Shared, screen: &dyn Screen) -> Outcome {
        put::<IS_TAG>(typed, true, shared, screen)
    }
}
