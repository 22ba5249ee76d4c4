//! The imports by number; one of them can be taken back.

use qiao_index::history::Run;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::list::{List, ListLine, draw_sides};
use super::question::Question;
use super::{Opening, Outcome};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::{Messages, fill, grouped, pick};
use crate::ui::entry::fits;
use crate::ui::presentation::Presentation;
use crate::work::keeping::KeepOrder;
use crate::work::overview::{Entries, Register};

/// Opens the list of imports.
pub(super) fn open(_: &mut Shared, _: &dyn Screen) -> Opening {
    Opening::wanting(
        List::<Run>::reading(),
        vec![Effect::List(Register::Imports)],
    )
}

impl ListLine for Run {
    fn heading(messages: &'static Messages) -> (&'static str, &'static str) {
        (messages.library.imports, messages.library.no_imports)
    }

    fn of(entries: Entries) -> Option<Vec<Self>> {
        match entries {
            Entries::Imports(runs) => Some(runs),
            _ => None,
        }
    }

    fn nearness(&self, typed: &str) -> Option<usize> {
        let number = self.number.to_string();
        let files = self.files.join(" ");
        fits(typed, &[&number, &self.at, &files])
    }

    fn draw(&self, buffer: &mut Buffer, area: Rect, shared: &Shared) {
        let look = shared.look();
        let messages = &look.messages.library;
        let number = grouped(self.counts.new);
        let state = if !self.undone.is_empty() {
            messages.run_undone.to_owned()
        } else if self.ended {
            fill(messages.run_new, &[("n", &number)])
        } else {
            messages.run_unfinished.to_owned()
        };
        let name = format!(
            "{}  {}  {}",
            self.number,
            look.moment(&self.at),
            names(self, look)
        );
        draw_sides(buffer, area, (&name, &state), look);
    }

    fn explanation(&self, look: &Presentation) -> String {
        format!(
            "{}\n{}",
            look.messages.library.counted(&self.counts),
            self.files.join("\n")
        )
    }

    fn accept(&self, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        let messages = &shared.messages().library;
        let run = self.number.to_string();
        let number = [("run", &*run)];
        if !self.undone.is_empty() {
            shared.warn(fill(messages.undone_already, &number));
            return Outcome::Stay;
        }
        let look = shared.look();
        let values = [
            ("at", &*look.moment(&self.at)),
            ("files", &names(self, look)),
            ("counts", &look.messages.library.counted(&self.counts)),
        ];
        let question = Question::new(
            fill(messages.undo, &number),
            fill(messages.undo_help, &values),
            vec![(
                fill(messages.undo_yes, &number),
                Effect::Keep(KeepOrder::Undo(self.number)),
            )],
            shared,
        );
        Outcome::Open(Box::new(question), Vec::new())
    }
}

/// The names of the files, without their folders.
fn names(run: &Run, look: &Presentation) -> String {
    let name = |path: &String| {
        let last = path.rsplit(['/', '\\']).find(|part| !part.is_empty());
        last.unwrap_or(path).to_owned()
    };
    let names: Vec<String> = run.files.iter().map(name).collect();
    names.join(pick(look.language, ["、", ", "]))
}
