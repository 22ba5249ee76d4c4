//! The watches and what has happened since each was looked at last; Enter looks. What is typed
//! names a watch of what is searched for now.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::desk::watch::Watched;
use crate::messages::{Messages, fill, grouped};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::desk::DeskOrder;
use crate::work::overview::{Entries, Register};
use crate::work::today::Target;
use crate::work::watches::WatchNews;

/// Most listings that are named below the list.
const MAX_NAMED: usize = 2;

/// Opens the list.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<WatchNews>::reading(),
        vec![Effect::List(Register::Watches)],
    )
}

impl ListLine for WatchNews {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.desk.watches, messages.desk.no_watches)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        match entries {
            Entries::Watches(watches) => Some(watches),
            _ => None,
        }
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        fits(typed, &[&self.watch.name])
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let news = summary(self, look);
        draw_sides(buffer, area, (&self.watch.name, &news), look);
    }

    fn explanation(&self, look: &Presentation) -> String {
        let new = self.moved.new.iter();
        let changed = self.moved.changed.iter().map(|changed| &changed.now);
        let titles = new.chain(changed).chain(&self.moved.gone);
        let titles: Vec<&str> = titles.map(|it| &*it.title).take(MAX_NAMED).collect();
        if !titles.is_empty() {
            return titles.join("\n");
        }
        let seen = self.watch.seen_at.get(..10).unwrap_or_default();
        let number = grouped(self.watch.listings);
        let values = [("n", &*number), ("day", seen)];
        fill(look.messages.desk.watch_seen, &values)
    }

    fn accept(&self, _: &mut Shared, _: &dyn Screen) -> Outcome {
        let (query, filters) = Target::of_news(self).query().unwrap_or_default();
        let name = self.watch.name.clone();
        let seen = Effect::Desk(DeskOrder::Seen { name });
        let effects = self.moved.is_anything().then_some(seen);
        Outcome::Ask(query, filters, effects.into_iter().collect())
    }

    fn offer(typed: &str, look: &Presentation) -> Option<String> {
        Some(fill(look.messages.desk.new_watch, &[("name", typed)]))
    }

    fn make(typed: &str, _: &mut Shared, screen: &dyn Screen) -> Outcome {
        let (query, filters) = screen.asked();
        let watched = Watched::Query(query.to_owned(), filters.to_vec());
        let name = typed.to_owned();
        Outcome::Close(vec![Effect::Desk(DeskOrder::Watch { name, watched })])
    }
}

/// What has happened, in short; empty for nothing.
fn summary(news: &WatchNews, look: &Presentation) -> String {
    let desk = &look.messages.desk;
    let parts = [
        (desk.watch_new, news.moved.new.len()),
        (desk.watch_changed, news.moved.changed.len()),
        (desk.watch_gone, news.moved.gone.len()),
    ];
    let parts = parts.into_iter().filter(|(_, number)| *number > 0);
    let parts = parts.map(|(words, number)| fill(words, &[("n", &number.to_string())]));
    parts.collect::<Vec<_>>().join(look.symbols.dot)
}
