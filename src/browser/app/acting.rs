//! What each action does that is the same on every screen.

use qiao_index::vocab::Language;

use super::App;
use crate::browser::event::Effect;
use crate::browser::overlays;
use crate::browser::screens::{Input, ScreenName};
use crate::messages::fill;
use crate::ui::action::Action;
use crate::work::desk::DeskOrder;

impl App {
    /// Carries out an action.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        if let Some(tour) = &mut self.shared.tour {
            tour.note(action);
        }
        // What is asked for twice is asked for at once.
        if !matches!(action, Action::Copy(_) | Action::CopyMenu | Action::Accept) {
            self.shared.library.held_back = None;
        }
        if self.open.is_some() {
            self.act_in_overlay(action)
        } else {
            self.act_on_screen(action)
        }
    }

    /// Carries out an action with no overlay open.
    pub(super) fn act_on_screen(&mut self, action: Action) -> Vec<Effect> {
        if let Some(effects) = self.act_on_desk(action) {
            return effects;
        }
        if let Some(effects) = self.act_on_statistics(action) {
            return effects;
        }
        if let Some(opener) = overlays::opener(action) {
            return self.open(opener, action);
        }
        match action {
            Action::SearchScreen => self.go_to_screen(ScreenName::Search),
            Action::DeskScreen => self.go_to_screen(ScreenName::Desk),
            Action::StatisticsScreen => self.go_to_statistics(),
            Action::UndoDesk => return vec![Effect::Desk(DeskOrder::Undo)],
            Action::Tour => self.tour(),
            Action::ClearMarks => self.clear_marks(),
            Action::ToggleLanguage => self.toggle_language(),
            Action::ToggleMouse => self.toggle_mouse(),
            Action::StopImport => return self.stop_import(),
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return self.quit(),
            action => return self.update_screen(Input::Act(action)),
        }
        Vec::new()
    }

    /// Ends the browser; while an import runs only when it is asked for twice.
    fn quit(&mut self) -> Vec<Effect> {
        if self.shared.library.importing.is_none() || self.shared.library.leaving {
            return self.end();
        }
        self.shared.library.leaving = true;
        let key = self.key_of(Action::Quit);
        let message = self.shared.messages().files.leaving;
        self.shared.warn(fill(message, &[("key", &key)]));
        Vec::new()
    }

    fn clear_marks(&mut self) {
        self.shared.marks.clear();
        self.shared.say(self.shared.messages().marks.cleared);
    }

    /// Stops the import that is running; what has become of it is said when it has ended.
    fn stop_import(&mut self) -> Vec<Effect> {
        let files = &self.shared.messages().files;
        if self.shared.library.importing.is_none() {
            self.shared.warn(files.no_import);
            return Vec::new();
        }
        self.shared.say(files.stopping);
        vec![Effect::StopImport]
    }

    fn toggle_mouse(&mut self) {
        let mouse = !self.shared.setting.mouse;
        self.shared.setting.mouse = mouse;
        let general = &self.shared.messages().general;
        self.shared.say(if mouse {
            general.mouse_on
        } else {
            general.mouse_off
        });
    }

    fn toggle_language(&mut self) {
        let other = match self.language() {
            Language::Chinese => Language::English,
            Language::English => Language::Chinese,
        };
        self.shared.setting.look.speak(other);
    }
}
