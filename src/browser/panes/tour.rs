//! The tour: a line of instruction at a time that watches what the user really does and goes on.
//! Nothing is locked meanwhile; every step can be skipped.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::messages::{fill, pick};
use crate::ui::action::Action;
use crate::ui::frame;
use crate::ui::keymap::Keymap;
use crate::ui::layout::Pane;
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::ui::wrap;

/// Columns of text.
const WIDTH: u16 = 60;
/// Rows that the box leaves to the browser; where there are fewer the bottom line has the words.
const LEFT: u16 = 7;

/// What the browser is like, as far as the tour watches it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Seen {
    /// There is a query, and something is found.
    pub(crate) found: bool,
    /// Place of the chosen result.
    pub(crate) selected: usize,
    /// Which pane has the focus.
    pub(crate) focus: Pane,
    /// Number of filters.
    pub(crate) filters: usize,
    /// The action that opens the popup above the panes.
    pub(crate) popup: Option<Action>,
}

/// One step: what to do, by which action, and whether that was done: what the browser was like
/// when the step began, what it is like now, what the user has just done.
struct Step {
    words: [&'static str; 2],
    action: Action,
    done: fn(&Seen, &Seen, Option<Action>) -> bool,
}

const STEPS: [Step; 14] = [
    Step {
        words: [
            "输入一个词，比如 石墨烯：结果随每个按键更新，下一行显示对它的理解。",
            "Type a word such as graphene: the results update with every key, and the line below shows how it was understood.",
        ],
        action: Action::OlderQuery,
        done: |_, seen, _| seen.found,
    },
    Step {
        words: [
            "按 {key} 选下一条；窗口够宽时，右边同时显示全文。",
            "{key} selects the next listing; a wide window also shows it on the right.",
        ],
        action: Action::Down,
        done: |begun, seen, _| seen.selected != begun.selected || seen.focus == Pane::Listing,
    },
    Step {
        words: ["按 {key} 打开它。", "{key} opens it."],
        action: Action::Accept,
        done: |_, seen, _| seen.focus == Pane::Listing,
    },
    Step {
        words: [
            "按 {key} 跳到下一处匹配。",
            "{key} jumps to the next match.",
        ],
        action: Action::NextMatch,
        done: |_, _, acted| acted == Some(Action::NextMatch),
    },
    Step {
        words: [
            "按 {key}，再按一个数字：复制电话、邮箱、引文等，有的条目没有其中几项。tmux 和 ssh 中也可用。",
            "{key}, then a digit, copies the phone number, e-mail, citation …, whatever the listing has. It works in tmux and over ssh too.",
        ],
        action: Action::CopyMenu,
        done: |_, _, acted| matches!(acted, Some(Action::Copy(_))),
    },
    Step {
        words: [
            "按 {key} 退一步，直到回到结果。它从不退出程序。",
            "{key} goes back one step at a time, as far as the results. It never quits.",
        ],
        action: Action::Back,
        done: |_, seen, _| seen.popup.is_none() && seen.focus == Pane::Results,
    },
    Step {
        words: ["按 {key} 转到筛选。", "{key} goes to the filters."],
        action: Action::Filters,
        done: |_, seen, _| seen.focus == Pane::Facets,
    },
    Step {
        words: [
            "用 ↑ ↓ 找一个值，按 {key} 选中。在这里输入文字会缩小选项。",
            "↑ ↓ move to a value, {key} selects it. Typing here narrows the values.",
        ],
        action: Action::Toggle,
        done: |begun, seen, _| seen.filters > begun.filters,
    },
    Step {
        words: ["按 {key} 去掉全部筛选。", "{key} removes all filters."],
        action: Action::ResetFilters,
        done: |begun, seen, acted| {
            let none = seen.filters == 0;
            none && (begun.filters > 0 || acted == Some(Action::ResetFilters))
        },
    },
    Step {
        words: [
            "按 {key}：把条目放进清单，写笔记，记电话、任务和交易，写信。",
            "{key} keeps a listing: on a shortlist, with a note, a call, a task, a letter, a deal.",
        ],
        action: Action::DeskMenu,
        done: |_, seen, _| seen.popup == Some(Action::DeskMenu),
    },
    Step {
        words: [
            "按 {key} 到工作台：今天要做的事，和您保存的一切；Esc 回到检索。",
            "{key} goes to the desk: what is to be done today, and all that you keep; Esc comes back.",
        ],
        action: Action::DeskScreen,
        done: |_, _, acted| acted == Some(Action::DeskScreen),
    },
    Step {
        words: [
            "按 {key} 看统计：当前结果按字段、年份的数量；Enter 查看那些条目，Esc 返回。",
            "{key} counts what is found by fields and years; Enter goes to those listings, Esc comes back.",
        ],
        action: Action::StatisticsScreen,
        done: |_, _, acted| acted == Some(Action::StatisticsScreen),
    },
    Step {
        words: [
            "按 {key} 打开命令面板：任何命令都能按中文、英文或拼音首字母找到。",
            "{key} lists all commands: find any by its name in English or Chinese, or by pinyin initials.",
        ],
        action: Action::Palette,
        done: |_, seen, _| seen.popup == Some(Action::Palette),
    },
    Step {
        words: [
            "就是这些。{key} 导入自己的文件，F1 查看全部按键和检索式。",
            "That's all. {key} imports a file of your own; F1 shows all keys and the query language.",
        ],
        action: Action::Import,
        done: |_, seen, _| seen.popup == Some(Action::Import),
    },
];

/// The tour, at one of its steps.
#[derive(Debug, Default)]
pub(crate) struct Tour {
    step: usize,
    /// What the browser was like when the step began.
    begun: Option<Seen>,
    acted: Option<Action>,
}

impl Tour {
    /// Takes note of what the user does, whatever the way.
    pub(crate) const fn note(&mut self, action: Action) {
        self.acted = Some(action);
    }

    /// Goes on where the step is done; whether there is more to come.
    pub(crate) fn watch(&mut self, seen: &Seen) -> bool {
        let mut acted = self.acted.take();
        while let Some(step) = STEPS.get(self.step) {
            let begun = *self.begun.get_or_insert(*seen);
            if !(step.done)(&begun, seen, acted.take()) {
                return true;
            }
            self.skip();
        }
        false
    }

    /// Goes on; whether there is more to come.
    pub(crate) const fn skip(&mut self) -> bool {
        self.step += 1;
        self.begun = None;
        self.step < STEPS.len()
    }

    /// What to do now.
    fn words(&self, keymap: &Keymap, look: &Presentation) -> String {
        let Some(step) = STEPS.get(self.step) else {
            return String::new();
        };
        let key = keymap.key_of(step.action);
        fill(pick(look.language, step.words), &[("key", &key)])
    }

    fn title(&self, look: &Presentation) -> String {
        let name = look.messages.tour.title;
        format!("{name} {}/{}", self.step + 1, STEPS.len())
    }

    /// Columns and rows of the box; `None` where it would leave no room for the browser.
    fn size(&self, window: Rect, keymap: &Keymap, look: &Presentation) -> Option<(u16, u16)> {
        let width = WIDTH.min(window.width.checked_sub(6)?);
        let words = self.words(keymap, look);
        let rows = wrap::wrap(look.columns, &words, usize::from(width)).len();
        let height = columns(rows).saturating_add(2);
        let left = window.height.checked_sub(height)?;
        (left >= LEFT).then_some((width + 4, height))
    }

    /// The box in the window's last rows, which are its own; at the top where a popup is in the
    /// way. Empty where there is no room for it.
    pub(crate) fn area(
        &self,
        window: Rect,
        popup: Rect,
        keymap: &Keymap,
        look: &Presentation,
    ) -> Rect {
        let Some((width, height)) = self.size(window, keymap, look) else {
            return Rect::ZERO;
        };
        let at = |y| Rect {
            x: window.width.saturating_sub(width + 1),
            y,
            width,
            height,
        };
        let places = [at(window.height.saturating_sub(height)), at(0)];
        let free = places.into_iter().find(|area| !area.intersects(popup));
        free.unwrap_or_default()
    }

    /// Draws the box.
    pub(crate) fn draw(
        &self,
        buffer: &mut Buffer,
        popup: Rect,
        keymap: &Keymap,
        look: &Presentation,
    ) {
        let area = self.area(buffer.area, popup, keymap, look);
        if area.is_empty() {
            return;
        }
        let skip = [("key", &*keymap.key_of(Action::Tour))];
        let hint = fill(look.messages.tour.hint, &skip);
        let inside = frame::draw_at(buffer, area, &self.title(look), &hint, look);
        let words = self.words(keymap, look);
        let ranges = wrap::wrap(look.columns, &words, usize::from(inside.width));
        for (range, row) in ranges.into_iter().zip(inside.rows()) {
            let line = Line::new(words.get(range).unwrap_or(""), Role::Plain);
            line.draw(buffer, row, look.columns, &look.theme);
        }
    }

    /// The words for the bottom line, where there is no room for the box.
    pub(crate) fn line(&self, window: Rect, keymap: &Keymap, look: &Presentation) -> Option<Line> {
        let small = self.size(window, keymap, look).is_none();
        let words = || {
            format!(
                "{}/{} {}",
                self.step + 1,
                STEPS.len(),
                self.words(keymap, look)
            )
        };
        small.then(|| Line::new(words(), Role::Accent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::action::Part;

    #[test]
    fn every_step_waits_for_what_it_asks_for() {
        let mut tour = Tour::default();
        let mut seen = Seen::default();
        let mut check = |seen: &Seen, acted: Option<Action>, step: usize| {
            tour.acted = acted;
            assert!(tour.watch(seen));
            assert_eq!(tour.step, step, "{seen:?} {acted:?}");
        };
        check(&seen, None, 0);
        seen.found = true;
        check(&seen, None, 1);
        seen.selected = 1;
        check(&seen, Some(Action::Down), 2);
        seen.focus = Pane::Listing;
        check(&seen, Some(Action::Accept), 3);
        check(&seen, Some(Action::PreviousMatch), 3);
        check(&seen, Some(Action::NextMatch), 4);
        seen.popup = Some(Action::CopyMenu);
        check(&seen, Some(Action::CopyMenu), 4);
        seen.popup = None;
        check(&seen, Some(Action::Copy(Part::Citation)), 5);
        check(&seen, Some(Action::Back), 5);
        seen.focus = Pane::Results;
        check(&seen, Some(Action::Back), 6);
        seen.focus = Pane::Facets;
        check(&seen, Some(Action::Filters), 7);
        seen.filters = 1;
        check(&seen, Some(Action::Toggle), 8);
        seen.filters = 0;
        check(&seen, Some(Action::ResetFilters), 9);
    }

    #[test]
    fn what_was_so_before_a_step_began_is_not_taken_for_doing_it() {
        let mut tour = Tour::default();
        let seen = Seen {
            found: true,
            selected: 4,
            filters: 2,
            ..Seen::default()
        };
        assert!(tour.watch(&seen));
        assert_eq!(tour.step, 1, "a listing further down was chosen already");
        tour.step = 7;
        tour.begun = None;
        assert!(tour.watch(&seen));
        assert_eq!(tour.step, 7, "there were filters already");
        let without = Seen { filters: 0, ..seen };
        tour.step = 8;
        tour.begun = None;
        assert!(tour.watch(&without));
        assert_eq!(tour.step, 8, "there were no filters to take away");
        tour.note(Action::ResetFilters);
        tour.watch(&without);
        assert_eq!(tour.step, 9);
    }

    #[test]
    fn it_ends_after_its_last_step() {
        let mut tour = Tour::default();
        let more = (0..STEPS.len()).map(|_| tour.skip()).filter(|more| *more);
        assert_eq!(more.count(), STEPS.len() - 1);
    }
}
