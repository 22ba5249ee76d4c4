//! Reading a listing in a plain session, copying from it, opening its address.

use std::io::{self, IsTerminal as _, Write};

use qiao_index::record::Record;

use super::Session;
use super::commands::{Command, described};
use crate::desk::Touch;
use crate::listing::copying;
use crate::listing::fields;
use crate::listing::reasons;
use crate::listing::result_line;
use crate::messages::{escape_controls_keep_lines, fill, grouped};
use crate::ui::action::{Action, Part};
use crate::ui::clipboard::{self, Channel};
use crate::ui::keymap::{Key, Keymap, Meaning, Place};
use crate::ui::terminal;

/// Letters of a section that are read without being asked for: a patent's details have 100,000.
const READ: usize = 1_500;

impl<W: Write> Session<W> {
    /// Reads the open listing, long sections only in part unless all is wanted.
    pub(super) fn read_out(&mut self, whole: bool) -> anyhow::Result<()> {
        let Some(record) = self.opened()? else {
            return Ok(());
        };
        write!(self.out, "{}", fields::head(&record, &self.look))?;
        self.warn_of(&record)?;
        self.read_reasons(&record)?;
        for (_, text) in fields::sections(&record, &self.look) {
            let letters = text.chars().count();
            if whole || letters <= READ {
                write!(self.out, "\n{text}")?;
                continue;
            }
            let part: String = text.chars().take(READ).collect();
            write!(self.out, "\n{part}…\n")?;
            let words = self.say([
                "（这一部分共 {n} 字，:全文 读出全部）",
                "({n} characters in all: :whole shows the full text)",
            ]);
            let number = grouped(u64::try_from(letters).unwrap_or(u64::MAX));
            self.line(&fill(words, &[("n", &number)]))?;
        }
        Ok(())
    }

    /// Reads why the open listing answers, where the results are those that do.
    fn read_reasons(&mut self, record: &Record) -> io::Result<()> {
        let mut hits = self.page.hits.iter();
        let fit = hits
            .find(|hit| hit.record.id == record.id)
            .and_then(|hit| hit.fit.clone());
        let Some(fit) = fit else {
            return Ok(());
        };
        self.line(reasons::band(fit.band, &self.look))?;
        for (side, evidence) in reasons::all(&fit) {
            let (said, _) = reasons::line(evidence, side, record, &self.look);
            self.line(&said)?;
        }
        Ok(())
    }

    /// Copies what the copy menu has under a digit, of the open listing or the marked ones.
    pub(super) fn copy(&mut self, digit: &str) -> anyhow::Result<()> {
        let records: Vec<Record> = match &self.open {
            Some(record) => vec![record.clone()],
            None => self.marks.records().to_vec(),
        };
        if records.is_empty() {
            self.opened()?;
            return Ok(());
        }
        let copy = &self.look.messages.copy;
        let Some(part) = part(digit)? else {
            let help = described(Command::Copy).map_or("", |row| self.say(row.help));
            return Ok(self.line(help)?);
        };
        let records: Vec<&Record> = records.iter().collect();
        let Some(text) = copying::parts(&records, part, &self.look) else {
            let row = Action::Copy(part).described();
            let what = row.map_or("", |row| self.say(row.help));
            return Ok(self.tell(&fill(copy.lacks, &[("what", what)]))?);
        };
        if copying::is_of_contact(part) && self.holds_back(&records, &text)? {
            return Ok(());
        }
        if copying::is_of_contact(part) {
            self.touch(&records, Touch::Copied);
        }
        let shown = text.lines().collect::<Vec<_>>().join(" ");
        let message = match clipboard::copy(&text, self.copy_command.clone()) {
            Channel::Program(program) => {
                fill(copy.program, &[("program", &program), ("text", &shown)])
            }
            Channel::Desktop => fill(copy.desktop, &[("text", &shown)]),
            Channel::Terminal if io::stdout().is_terminal() => {
                terminal::put_on_clipboard(&text)?;
                let words = self.say(["已发给终端：", "Sent to the terminal: "]);
                format!("{words}{shown}")
            }
            Channel::Terminal | Channel::ByHand => {
                return Ok(writeln!(self.out, "{}", escape_controls_keep_lines(&text))?);
            }
        };
        Ok(self.tell(&message)?)
    }

    /// Whether a copy is held back, and says why: somebody in the listings is not to be contacted.
    /// The same copy asked for again is made.
    fn holds_back(&mut self, records: &[&Record], text: &str) -> io::Result<bool> {
        let names = self.library.do_not_contact();
        let whom = records.iter().find_map(|record| names.of(record));
        let Some(whom) = whom.map(str::to_owned) else {
            return Ok(false);
        };
        if self.held_back.take().is_some_and(|held| held == text) {
            return Ok(false);
        }
        self.held_back = Some(text.to_owned());
        let words = self.look.messages.desk.held_back;
        self.tell(&fill(words, &[("whom", &whom)]))?;
        Ok(true)
    }

    pub(super) fn link(&mut self) -> io::Result<()> {
        let Some(record) = self.opened()? else {
            return Ok(());
        };
        let copy = &self.look.messages.copy;
        let message = match result_line::web_address(&record) {
            None => copy.no_link.to_owned(),
            Some(link) => match ::open::that_detached(link) {
                Ok(()) => fill(copy.link, &[("link", link)]),
                Err(_) => fill(copy.link_failed, &[("link", link)]),
            },
        };
        self.tell(&message)
    }
}

/// What the copy menu has under a digit.
fn part(digit: &str) -> anyhow::Result<Option<Part>> {
    let key = Key::parse(digit);
    let keymap = Keymap::new("default", &[])?;
    let meaning = key.map(|key| keymap.meaning(Place::Copy, &[key]));
    Ok(match meaning {
        Some(Meaning::Action(Action::Copy(part))) if part != Part::ShownText => Some(part),
        _ => None,
    })
}
