//! What became of what was asked of the world, in words.

use std::path::PathBuf;

use crate::action::Action;
use crate::app::App;
use crate::event::{Channel, Effect};
use crate::import::Counts;
use crate::messages::{Failure, fill, grouped};
use crate::panes::status::Note;

impl App {
    /// Says what an import has done; rows that were rejected are listed.
    pub(super) fn imported(&mut self, outcome: Result<(Counts, Vec<String>), Failure>) {
        self.library.importing = None;
        self.library.leaving = false;
        let look = &self.setting.look;
        let files = &look.messages.files;
        match outcome {
            Ok((done, rejected)) => {
                let count = |number: u64| grouped(number);
                let values = [
                    ("rows", &*count(done.rows())),
                    ("new", &*count(done.new)),
                    ("updated", &*count(done.updated)),
                    ("unchanged", &*count(done.unchanged)),
                    ("merged", &*count(done.merged)),
                    ("rejected", &*count(done.rejected)),
                ];
                let summary = fill(files.imported, &values);
                if !rejected.is_empty() {
                    let text = format!("{summary}\n\n{}", rejected.join("\n"));
                    self.read(files.rejected, &text);
                }
                self.note = Some(Note::good(summary));
            }
            Err(reason) => {
                let reason = reason.say(self.language()).to_owned();
                let first = reason.lines().next().unwrap_or_default();
                let failed = fill(files.import_failed, &[("reason", first)]);
                // What to do next takes more than the line at the bottom.
                if first != reason {
                    self.read(files.import, &reason);
                }
                self.note = Some(Note::error(failed));
            }
        }
    }

    /// What has become of an export.
    pub(super) fn exported(&self, outcome: Result<(u64, PathBuf), Failure>) -> Note {
        let files = &self.setting.look.messages.files;
        match outcome {
            Ok((number, path)) => {
                let path = path.display().to_string();
                let values = [("n", &*grouped(number)), ("path", &*path)];
                Note::good(fill(files.exported, &values))
            }
            Err(reason) => {
                let reason = [("reason", reason.say(self.language()))];
                Note::error(fill(files.export_failed, &reason))
            }
        }
    }

    /// Says which way a copy went; where there is none it is shown to be selected by hand.
    pub(super) fn copied(&mut self, text: &str, channel: &Channel) -> Vec<Effect> {
        let copy = &self.setting.look.messages.copy;
        let shown = text.lines().collect::<Vec<_>>().join(" ");
        let shown = self.setting.look.columns.fit(&shown, 40);
        let key = self.key_of(Action::CopyMenu);
        let message = match channel {
            Channel::Program(program) => {
                fill(copy.program, &[("program", program), ("text", &shown)])
            }
            Channel::Desktop => fill(copy.desktop, &[("text", &shown)]),
            Channel::Terminal => fill(copy.terminal, &[("key", &key), ("text", &shown)]),
            Channel::ByHand => return self.show_by_hand(text),
        };
        self.note = Some(Note::good(message));
        Vec::new()
    }

    /// What has become of a link.
    pub(super) fn opened(&self, link: &str, outcome: &Result<(), String>) -> Note {
        let copy = &self.setting.look.messages.copy;
        match outcome {
            Ok(()) => Note::good(fill(copy.link, &[("link", link)])),
            // The system's reason is long, and in its own words; the address is of more use.
            Err(_) => Note::error(fill(copy.link_failed, &[("link", link)])),
        }
    }

    /// Says what became of an edit; a text that is not saved is kept.
    pub(super) fn edited(&mut self, outcome: Result<usize, Failure>) {
        self.library.editing = false;
        let editing = &self.setting.look.messages.editing;
        match outcome {
            Ok(0) => self.note = Some(Note::good(editing.unchanged)),
            Ok(fields) => {
                let count = [("n", &*fields.to_string())];
                self.note = Some(Note::good(fill(editing.saved, &count)));
            }
            Err(failure) => {
                let reason = failure.say(self.language());
                let key = self.key_of(Action::Edit);
                let text = fill(editing.kept, &[("key", &key), ("reason", reason)]);
                self.read(editing.failed, &text);
            }
        }
    }
}
