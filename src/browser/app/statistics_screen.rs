//! Going from figures to the listings behind them, and back.

use std::path::PathBuf;

use super::App;
use crate::browser::event::Effect;
use crate::browser::screens::{Input, Screen as _, ScreenName};
use crate::messages::{Failure, fill};
use crate::ui::action::Action;

impl App {
    /// Counts what is searched for now.
    pub(super) fn go_to_statistics(&mut self) {
        if self.screens.at != ScreenName::Statistics {
            let (query, filters) = self.screens.search.asked();
            let (query, filters) = (query.to_owned(), filters.to_vec());
            self.screens.statistics.count(&query, &filters);
        }
        self.go_to_screen(ScreenName::Statistics);
    }

    /// Carries out an action that is the statistics' own; `None` where it is not.
    pub(super) fn act_on_statistics(&mut self, action: Action) -> Option<Vec<Effect>> {
        if self.screens.at != ScreenName::Statistics {
            return self.come_back_to_statistics(action);
        }
        match action {
            Action::Accept => self.search_for_cell(),
            Action::Back if self.screens.statistics.is_plain() => {
                self.go_to_screen(ScreenName::Search);
            }
            Action::CopyMenu | Action::Export => {
                return Some(self.update_screen(Input::Act(action)));
            }
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Searches for the listings of the chosen bar or cell; one step back comes back.
    fn search_for_cell(&mut self) {
        match self.screens.statistics.sought() {
            None => {}
            Some(Err(why)) => self.shared.warn(why.say(self.language())),
            Some(Ok((query, filters))) => {
                self.screens.search.ask_query(&query, filters, &self.shared);
                self.go_to_screen(ScreenName::Search);
                self.left_statistics_for = Some(query);
            }
        }
    }

    /// Comes back to the figures where a step back leads there.
    fn come_back_to_statistics(&mut self, action: Action) -> Option<Vec<Effect>> {
        let query = self.left_statistics_for.as_ref()?;
        let search = &mut self.screens.search;
        if action != Action::Back || !search.is_at_results_of(query) {
            return None;
        }
        search.go_back(&mut self.shared);
        self.go_to_screen(ScreenName::Statistics);
        Some(Vec::new())
    }

    /// Says where figures were written to.
    pub(super) fn figures_saved(&mut self, outcome: Result<Vec<PathBuf>, Failure>) {
        match outcome {
            Ok(paths) => {
                let paths: Vec<String> = paths.iter().map(|it| it.display().to_string()).collect();
                let paths = paths.join(self.shared.look().symbols.dot);
                let message = self.shared.messages().desk.letter_saved;
                self.shared.say(fill(message, &[("path", &paths)]));
            }
            Err(failure) => self.shared.fail(&failure),
        }
    }
}
