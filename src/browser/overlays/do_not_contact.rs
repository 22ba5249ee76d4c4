//! Those whom the user does not want to contact, behind the names in the chosen listing that can be
//! added. Enter adds a name, or takes one off again.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::do_not_contact::{NotToContact, names_in};
use crate::messages::{Messages, fill};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::ui::text::Line;
use crate::ui::theme::Role;
use crate::work::desk::DeskOrder;
use crate::work::overview::{Entries, Register};

/// A line of the list.
#[derive(Debug)]
enum ContactLine {
    /// A name in the chosen listing.
    Named(String),
    /// One that is not to be contacted.
    Forbidden(NotToContact),
}

/// Opens the list; first come the names in the chosen listing.
pub(super) fn open(shared: &mut Shared, screen: &dyn Screen) -> Opening {
    let known = &shared.library.do_not_contact;
    let mut names: Vec<&str> = Vec::new();
    for name in screen.record().into_iter().flat_map(names_in) {
        if !names.contains(&name) && !known.has(name) {
            names.push(name);
        }
    }
    let lines = names.into_iter();
    let lines = lines.map(|name| ContactLine::Named(name.to_owned()));
    Opening::wanting(
        List::reading_behind(lines.collect()),
        vec![Effect::List(Register::NotToContact)],
    )
}

fn forbid(name: &str) -> Outcome {
    let order = DeskOrder::DoNotContact(name.to_owned());
    Outcome::Close(vec![Effect::Desk(order)])
}

impl ListLine for ContactLine {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        let desk = &messages.desk;
        (desk.not_to_contact, desk.nobody_forbidden)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        let Entries::NotToContact(names) = entries else {
            return None;
        };
        let names = names.names().iter().cloned();
        Some(names.map(Self::Forbidden).collect())
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        match self {
            Self::Named(name) => fits(typed, &[name]),
            Self::Forbidden(it) => fits(typed, &[&it.name]),
        }
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        match self {
            Self::Named(name) => {
                let words = fill(look.messages.desk.forbid, &[("name", name)]);
                Line::new(words, Role::Accent)
                    .fit(look.columns, usize::from(area.width))
                    .draw(buffer, area, look.columns, &look.theme);
            }
            Self::Forbidden(it) => {
                let day = it.at.get(..10).unwrap_or_default();
                let name = match &*it.name {
                    "" => look.messages.desk.forgotten,
                    name => name,
                };
                draw_sides(buffer, area, (name, day), look);
            }
        }
    }

    fn explanation(&self, look: &Presentation) -> String {
        let desk = &look.messages.desk;
        match self {
            Self::Named(_) => desk.forbid_help.to_owned(),
            Self::Forbidden(it) if it.name.is_empty() => desk.forgotten_help.to_owned(),
            Self::Forbidden(it) => fill(desk.allow_help, &[("name", &it.name)]),
        }
    }

    fn accept(&self, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        match self {
            Self::Named(name) => forbid(name),
            Self::Forbidden(it) if it.name.is_empty() => {
                shared.warn(shared.messages().desk.forgotten_help);
                Outcome::Stay
            }
            Self::Forbidden(it) => {
                let order = DeskOrder::MayContact(it.name.clone());
                Outcome::Close(vec![Effect::Desk(order)])
            }
        }
    }

    fn offer(typed: &str, look: &Presentation) -> Option<String> {
        Some(fill(look.messages.desk.forbid, &[("name", typed)]))
    }

    fn make(typed: &str, _: &mut Shared, _: &dyn Screen) -> Outcome {
        forbid(typed)
    }
}
