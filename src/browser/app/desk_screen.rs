//! Going from the desk to what its rows are about, and back.

use qiao_index::search::{match_ids, more_like_id};

use super::App;
use crate::browser::event::Effect;
use crate::browser::overlays::{Opening, deal_steps, task_steps};
use crate::browser::screens::ScreenName;
use crate::ui::action::Action;
use crate::work::desk::DeskOrder;
use crate::work::desk_view::{DeskEntry, Section};
use crate::work::today::Target;

impl App {
    /// Goes to a screen.
    pub(super) fn go_to_screen(&mut self, name: ScreenName) {
        self.screens.at = name;
        self.shared.note = None;
        self.left_desk_for = None;
        self.left_statistics_for = None;
    }

    /// Carries out an action that is the desk's own, or says that it is not.
    pub(super) fn act_on_desk(&mut self, action: Action) -> Option<Vec<Effect>> {
        if self.screens.at != ScreenName::Desk {
            return self.come_back_to_desk(action);
        }
        match action {
            Action::Accept => Some(self.open_row()),
            Action::RemoveFromDesk => Some(self.remove_row()),
            Action::Watches => {
                self.screens.desk.show(Section::Watches);
                Some(Vec::new())
            }
            Action::Back if self.screens.desk.is_plain() => {
                self.go_to_screen(ScreenName::Search);
                Some(Vec::new())
            }
            Action::Matches | Action::MoreLikeThis => {
                let id = self.screens.current().record()?.id.clone();
                let query = if action == Action::Matches {
                    match_ids([&*id]).to_string()
                } else {
                    more_like_id(&id).to_string()
                };
                Some(self.leave_desk(&Target::Query(query, Vec::new())))
            }
            _ => None,
        }
    }

    /// Comes back to the desk where a step back leads there.
    fn come_back_to_desk(&mut self, action: Action) -> Option<Vec<Effect>> {
        let query = self.left_desk_for.as_ref()?;
        let search = &mut self.screens.search;
        if action != Action::Back || !search.is_at_results_of(query) {
            return None;
        }
        search.go_back(&mut self.shared);
        self.go_to_screen(ScreenName::Desk);
        Some(Vec::new())
    }

    /// Opens what the chosen row is about: a task has more than one thing to be done with.
    fn open_row(&mut self) -> Vec<Effect> {
        let Some(row) = self.screens.desk.chosen(&self.shared) else {
            return Vec::new();
        };
        let entry = &row.entry;
        let target = entry.target();
        if let Some(number) = entry.task() {
            let steps = task_steps(number, &target);
            return self.open_as(Opening::Open(Box::new(steps), Vec::new()), None);
        }
        if let DeskEntry::Deal(news) = entry {
            let steps = deal_steps(&news.deal, &self.shared);
            return self.open_as(Opening::Open(steps, Vec::new()), None);
        }
        let seen = match entry {
            DeskEntry::Watch(news) if news.moved.is_anything() => Some(news.watch.name.clone()),
            _ => None,
        };
        let mut effects = self.leave_desk(&target);
        effects.extend(seen.map(|name| Effect::Desk(DeskOrder::Seen { name })));
        effects
    }

    /// Goes to what a row is about; one step back comes back.
    pub(super) fn leave_desk(&mut self, target: &Target) -> Vec<Effect> {
        let Some((query, filters)) = target.query() else {
            self.shared.warn(self.shared.messages().desk.about_nothing);
            return Vec::new();
        };
        self.screens.search.ask_query(&query, filters, &self.shared);
        self.go_to_screen(ScreenName::Search);
        self.left_desk_for = Some(query);
        Vec::new()
    }

    /// Removes what the chosen row stands for.
    fn remove_row(&mut self) -> Vec<Effect> {
        let row = self.screens.desk.chosen(&self.shared);
        let order = row.and_then(|row| match &row.entry {
            DeskEntry::Shortlist(list) => Some(DeskOrder::DeleteShortlist {
                name: list.name.clone(),
            }),
            DeskEntry::Watch(news) => Some(DeskOrder::RemoveWatch {
                name: news.watch.name.clone(),
            }),
            entry => entry.task().map(DeskOrder::remove_task),
        });
        let Some(order) = order else {
            self.shared.warn(self.shared.messages().desk.not_removed);
            return Vec::new();
        };
        vec![Effect::Desk(order)]
    }
}
