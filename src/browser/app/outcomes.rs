//! What became of what was asked of the world, in words.

use std::path::PathBuf;

use qiao_index::record::Record;

use super::App;
use crate::browser::event::Effect;
use crate::browser::overlays::{ByHand, EvidenceReading, LetterMenu, Reading};
use crate::browser::panes::status::Note;
use crate::desk::draft::Draft;
use crate::listing::evidence::EvidenceText;
use crate::messages::{Bilingual, Failure, fill, grouped};
use crate::ui::action::Action;
use crate::ui::clipboard::Channel;
use crate::work::desk::DeskOrder;
use crate::work::export::Exported;
use crate::work::import::ImportSummary;
use crate::work::new_matches::{ImportNews, listings};
use crate::work::writer::EditOrder;

impl App {
    /// Marks the listings that were asked for.
    pub(super) fn collected(&mut self, records: Result<Vec<Record>, Failure>) {
        match records {
            Ok(records) => {
                for record in records {
                    self.shared.marks.add(record);
                }
                // Marks that come back by themselves are no news beside what is said already.
                let marked = Note::good(self.shared.marked());
                self.shared.note.get_or_insert(marked);
            }
            Err(failure) => self.shared.fail(&failure),
        }
    }

    /// Says why the pager could not show a listing.
    pub(super) fn paged(&mut self, outcome: Result<(), Failure>) -> Vec<Effect> {
        self.shared.note = None;
        if let Err(failure) = outcome {
            self.shared.fail(&failure);
        }
        self.take_terminal()
    }

    /// Says what an import has done; rows that were rejected are listed.
    pub(super) fn imported(&mut self, outcome: Result<ImportSummary, Failure>) -> Vec<Effect> {
        let run = outcome.as_ref().ok().and_then(|imported| imported.run);
        self.shared.library.end_reading();
        let files = &self.shared.messages().files;
        let (title, note, report) = match outcome {
            Ok(imported) => {
                self.shared.library.failed_path = None;
                let done = imported.counts();
                let mut complaints = imported.complaints(self.language());
                complaints.extend(imported.remarks(self.language()));
                let count = |number: u64| grouped(number);
                let values = [
                    ("rows", &*count(done.rows())),
                    ("new", &*count(done.new)),
                    ("updated", &*count(done.updated)),
                    ("unchanged", &*count(done.unchanged)),
                    ("merged", &*count(done.merged)),
                    ("rejected", &*count(done.rejected)),
                ];
                let mut summary = fill(files.imported, &values);
                if self.shared.library.at_import.samples && done.new > 0 {
                    summary.push_str(files.samples_gone);
                }
                if imported.stopped {
                    summary = fill(files.stopped, &[("done", &summary)]);
                }
                let report = format!("{summary}\n\n{}", complaints.join("\n"));
                let note = Note::good(summary);
                (files.rejected, note, (report, !complaints.is_empty()))
            }
            Err(reason) => {
                let reason = reason.say(self.language()).to_owned();
                let first = reason.lines().next().unwrap_or_default();
                let note = Note::error(fill(files.import_failed, &[("reason", first)]));
                let width = usize::from(self.shared.setting.window.width);
                let whole =
                    reason == first && self.shared.setting.look.columns.fits(&note.text, width);
                (files.import, note, (reason, !whole))
            }
        };
        let (report, worth_reading) = report;
        self.report_on(title, &note, &report, worth_reading);
        let mut effects = vec![Effect::Refresh];
        effects.extend(run.map(|run| Effect::FindNews(Some(run))));
        effects
    }

    /// Keeps the note that was written in the editor.
    pub(super) fn note_written(
        &mut self,
        id: String,
        text: Result<String, Failure>,
    ) -> Vec<Effect> {
        let mut effects = self.take_terminal();
        match text {
            Ok(text) => effects.push(Effect::Desk(DeskOrder::Note { id, text })),
            Err(failure) => self.shared.fail(&failure),
        }
        effects
    }

    /// Asks what is to become of the letter that was written in the editor.
    pub(super) fn letter_written(
        &mut self,
        outcome: Result<Option<Box<Draft>>, Failure>,
    ) -> Vec<Effect> {
        match outcome {
            Ok(Some(draft)) => self.show(LetterMenu::new(*draft)),
            Ok(None) => self.shared.say(self.shared.messages().desk.letter_empty),
            Err(failure) => {
                // What a template lacks can be more than a line holds.
                let title = self.shared.messages().desk.letter_failed;
                let reason = failure.say(self.language()).to_owned();
                self.show(Reading::new(title, &reason));
            }
        }
        self.take_terminal()
    }

    /// Shows what is known of a deal, a person or an institution.
    pub(super) fn evidence_found(&mut self, outcome: Result<EvidenceText, Failure>) {
        match outcome {
            Ok(evidence) => self.show(EvidenceReading::new(&evidence, &self.shared)),
            Err(failure) => self.shared.fail(&failure),
        }
    }

    /// Says what came of a file that holds what the user keeps; library and desk may be others now.
    pub(super) fn file_done(&mut self, outcome: Result<Bilingual, Failure>) -> Vec<Effect> {
        match outcome {
            Ok(done) => self.shared.say(done.say(self.language())),
            Err(failure) => self.shared.fail(&failure),
        }
        vec![Effect::Refresh]
    }

    /// Says where a letter or evidence was written to.
    pub(super) fn text_saved(&mut self, outcome: Result<PathBuf, Failure>) {
        match outcome {
            Ok(path) => {
                let path = path.display().to_string();
                let message = self.shared.messages().desk.letter_saved;
                self.shared.say(fill(message, &[("path", &path)]));
            }
            Err(failure) => self.shared.fail(&failure),
        }
    }

    /// That listings stay marked, where something was done with all of them.
    fn marks_stay(&mut self) -> String {
        let about_marks = std::mem::take(&mut self.shared.about_marks);
        if !about_marks || self.shared.marks.is_empty() {
            return String::new();
        }
        let key = self.key_of(Action::ClearMarks);
        fill(self.shared.messages().desk.marks_stay, &[("key", &key)])
    }

    /// Says what came of what the user wanted kept.
    pub(super) fn kept_on_desk(&mut self, outcome: &Result<Bilingual, Failure>) -> Vec<Effect> {
        let language = self.language();
        match outcome {
            Ok(done) => {
                let done = done.say(language);
                let stays = self.marks_stay();
                self.shared.say(format!("{done}{stays}"));
            }
            Err(failure) => {
                let message = self.shared.messages().desk.not_kept;
                let reason = [("reason", failure.say(language))];
                self.shared.note = Some(Note::error(fill(message, &reason)));
            }
        }
        vec![Effect::Refresh]
    }

    /// Says what an import has brought: matches with needs, and watches that moved.
    pub(super) fn news(&mut self, outcome: Result<ImportNews, Failure>) {
        let messages = &self.shared.messages().desk;
        let news = match outcome {
            Ok(news) => news,
            Err(failure) => return self.shared.fail(&failure),
        };
        let mut said = Vec::new();
        match news.matches {
            Some(matches) => {
                let number = listings(&matches);
                if number > 0 {
                    let key = self.key_of(Action::NewMatches);
                    let values = [("n", &*grouped(number)), ("key", &key)];
                    said.push(fill(messages.news, &values));
                }
                if news.of_import {
                    self.shared.library.new_matches = matches;
                }
            }
            None => said.push(messages.too_many_new.to_owned()),
        }
        if news.moved > 0 {
            let key = self.key_of(Action::Watches);
            let values = [("n", &*grouped(news.moved)), ("key", &key)];
            said.push(fill(messages.watches_moved, &values));
        }
        if !said.is_empty() {
            let look = self.shared.look();
            let news = said.join(look.symbols.dot);
            // What the import came to stays beside it, where there is room for both.
            let before = self.shared.note.as_ref().map(|note| &note.text);
            let both = before.map(|before| format!("{before}{}{news}", look.symbols.dot));
            let width = usize::from(self.window().width);
            let fits = |text: &String| look.columns.width(text) <= width;
            self.shared.say(both.filter(fits).unwrap_or(news));
        }
    }

    /// Keeps a report, and shows it where that takes nothing from the user's hands; else the
    /// bottom line says how to see it.
    pub(super) fn report_on(
        &mut self,
        title: &'static str,
        note: &Note,
        report: &str,
        worth_reading: bool,
    ) {
        let files = &self.shared.messages().files;
        self.shared.library.report = Some((title, report.to_owned()));
        let free = self.shared.library.at_import.watched && self.open.is_none();
        let text = if worth_reading && !free {
            let key = self.key_of(Action::Report);
            fill(files.report_at, &[("key", &key), ("text", &note.text)])
        } else {
            note.text.clone()
        };
        self.shared.note = Some(Note {
            text,
            role: note.role,
        });
        if worth_reading && free {
            self.show(Reading::new(title, report));
        }
    }

    /// Says what has become of an export.
    pub(super) fn exported(&mut self, outcome: Result<Exported, Failure>) {
        let files = &self.shared.messages().files;
        match outcome {
            Ok(exported) => {
                let said = exported.written.said(files, &exported.path);
                self.shared.note = Some(match &exported.careful {
                    Some(careful) => {
                        let careful = careful.say(self.language());
                        Note::warning(format!("{said} · {careful}"))
                    }
                    None => Note::good(said),
                });
            }
            Err(reason) => {
                let reason = reason.say(self.language());
                let text = fill(files.export_failed, &[("reason", reason)]);
                self.shared.library.report = Some((files.export, text.clone()));
                self.shared.note = Some(Note::error(text));
            }
        }
    }

    /// Says which way a copy went; where there is none it is shown to be selected by hand.
    pub(super) fn copied(&mut self, text: &str, channel: &Channel) -> Vec<Effect> {
        let copy = &self.shared.messages().copy;
        let shown = text.lines().collect::<Vec<_>>().join(" ");
        let shown = self.shared.setting.look.columns.fit(&shown, 40);
        let key = self.key_of(Action::CopyMenu);
        let message = match channel {
            Channel::Program(program) => {
                fill(copy.program, &[("program", program), ("text", &shown)])
            }
            Channel::Desktop => fill(copy.desktop, &[("text", &shown)]),
            Channel::Terminal => fill(copy.terminal, &[("key", &key), ("text", &shown)]),
            Channel::ByHand => return self.open_as(ByHand::open(text, &self.shared), None),
        };
        self.shared.note = Some(Note::good(message));
        let by_terminal = *channel == Channel::Terminal;
        let effect = by_terminal.then(|| Effect::CopyByTerminal(text.to_owned()));
        effect.into_iter().collect()
    }

    /// Says what has become of a link.
    pub(super) fn opened(&mut self, link: &str, outcome: &Result<(), String>) {
        let copy = &self.shared.messages().copy;
        self.shared.note = Some(match outcome {
            Ok(()) => Note::good(fill(copy.link, &[("link", link)])),
            // The system's reason is long, and in its own words; the address is of more use.
            Err(_) => Note::error(fill(copy.link_failed, &[("link", link)])),
        });
    }

    /// Has saved what was changed in the user's editor, and takes the terminal again.
    pub(super) fn editor_closed(&mut self, outcome: Result<EditOrder, Failure>) -> Vec<Effect> {
        let mut effects = self.take_terminal();
        match outcome {
            Ok(order) if !order.changes.is_empty() => {
                if self.shared.library.importing.is_some() {
                    self.shared.say(self.shared.messages().editing.waiting);
                }
                effects.push(Effect::SaveEdit(order));
            }
            outcome => self.say_edited(outcome.map(|_| 0)),
        }
        effects
    }

    /// Looks at what was edited as it is now.
    pub(super) fn edited(&mut self, outcome: Result<usize, Failure>) -> Vec<Effect> {
        let is_changed = outcome.is_ok();
        self.say_edited(outcome);
        // A listing that is watched may be the one that was edited.
        let news = is_changed.then_some(Effect::FindNews(None));
        std::iter::once(Effect::Refresh).chain(news).collect()
    }

    /// Says what became of an edit; a text that is not saved is kept.
    fn say_edited(&mut self, outcome: Result<usize, Failure>) {
        self.shared.library.editing = false;
        let editing = &self.shared.messages().editing;
        match outcome {
            Ok(0) => self.shared.note = Some(Note::good(editing.unchanged)),
            Ok(fields) => {
                let count = [("n", &*fields.to_string())];
                self.shared.note = Some(Note::good(fill(editing.saved, &count)));
            }
            Err(failure) => {
                let reason = failure.say(self.language());
                let key = self.key_of(Action::Edit);
                let text = fill(editing.kept, &[("key", &key), ("reason", reason)]);
                self.show(Reading::new(editing.failed, &text));
            }
        }
    }
}
