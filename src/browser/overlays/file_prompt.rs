//! The prompt for a file that holds what the user keeps: a backup, or the desk as JSON Lines.

use std::path::{MAIN_SEPARATOR, PathBuf};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::laid_text::wrapped;
use super::path_entry::PathEntry;
use super::question::Question;
use super::{Input, Opening, Outcome, Overlay};
use crate::browser::event::Effect;
use crate::browser::screens::Screen;
use crate::browser::shared::Shared;
use crate::messages::pick;
use crate::ui::action::Action;
use crate::ui::frame;
use crate::ui::scrolling::Extent;
use crate::ui::text::columns;
use crate::ui::theme::Role;
use crate::work::backup::BackupSummary;
use crate::work::day::today_here;
use crate::work::desk::DeskOrder;
use crate::work::desk_files::FileOrder;

/// Columns and rows: what is written or read, the path, names.
const SIZE: (u16, u16) = (70, 10);

/// What a file is asked for. Words are Chinese first.
#[derive(Debug)]
struct Purpose {
    action: Action,
    /// The ending of the name that is proposed; nothing where a file is read.
    proposed: Option<&'static str>,
    /// Below the prompt.
    hint: [&'static str; 2],
    /// What is in the file.
    help: [&'static str; 2],
    /// It is being done.
    doing: [&'static str; 2],
    order: fn(PathBuf) -> FileOrder,
}

const WRITES: [&str; 2] = [
    "Tab 补全 · Enter 写入 · Esc 返回",
    "Tab completes · Enter writes it · Esc goes back",
];
const READS: [&str; 2] = [
    "Tab 补全 · Enter 读入 · Esc 返回",
    "Tab completes · Enter reads it · Esc goes back",
];

const BACKUP: Purpose = Purpose {
    action: Action::Backup,
    proposed: Some("backup"),
    hint: WRITES,
    help: [
        "资料库和您保存的内容都写入这一个文件，“恢复备份”可以取回。",
        "The library and what you keep go into this one file; “Restore backup” brings them back.",
    ],
    doing: ["正在备份……", "backing up …"],
    order: FileOrder::Backup,
};

const RESTORE: Purpose = Purpose {
    action: Action::RestoreBackup,
    proposed: None,
    hint: READS,
    help: [
        "选一份备份。先说明其中有什么，确认之后才代替现在的内容。",
        "Choose a backup. You are told what it holds and asked before anything is replaced.",
    ],
    doing: ["正在恢复……", "restoring …"],
    order: FileOrder::RestoreBackup,
};

const EXPORT: Purpose = Purpose {
    action: Action::ExportDesk,
    proposed: Some("desk.jsonl"),
    hint: WRITES,
    help: [
        "清单、标签、笔记、记录、任务、关注、草稿和交易写成 JSON Lines；条目本身不在其中。",
        "Shortlists, tags, notes, log, tasks, watches, drafts and deals as JSON Lines; the listings themselves are not in it.",
    ],
    doing: ["正在导出……", "exporting …"],
    order: FileOrder::ExportDesk,
};

const IMPORT: Purpose = Purpose {
    action: Action::ImportDesk,
    proposed: None,
    hint: READS,
    help: [
        "选一个导出的工作台（JSON Lines）。已有的不会被代替，可以撤销。",
        "Choose an exported desk (JSON Lines). Nothing that is there is replaced; it can be undone.",
    ],
    doing: ["正在导入……", "importing …"],
    order: FileOrder::ImportDesk,
};

/// Asks for a file.
#[derive(Debug)]
struct FilePrompt {
    purpose: &'static Purpose,
    path: PathEntry,
    /// The backup that is being looked at: what is said of any other comes too late.
    looked_at: Option<PathBuf>,
}

/// Asks for the file of a backup to be written.
pub(super) fn open_backup(_: &mut Shared, _: &dyn Screen) -> Opening {
    open(&BACKUP)
}

/// Asks for the backup to be restored.
pub(super) fn open_restore(_: &mut Shared, _: &dyn Screen) -> Opening {
    open(&RESTORE)
}

/// Asks for the file of a desk to be written.
pub(super) fn open_export(_: &mut Shared, _: &dyn Screen) -> Opening {
    open(&EXPORT)
}

/// Asks for the desk to be read.
pub(super) fn open_import(_: &mut Shared, _: &dyn Screen) -> Opening {
    open(&IMPORT)
}

/// Asks whether to forget what was opened and copied.
pub(super) fn ask_to_clear(shared: &mut Shared, _: &dyn Screen) -> Opening {
    let desk = &shared.messages().desk;
    let (title, help, yes) = (
        desk.clear_opened,
        desk.clear_opened_help,
        desk.clear_opened_yes,
    );
    let answers = vec![(yes.to_owned(), Effect::Desk(DeskOrder::ClearOpened))];
    Opening::of(Question::new(
        title.to_owned(),
        help.to_owned(),
        answers,
        shared,
    ))
}

/// A name that is proposed says the day.
fn open(purpose: &'static Purpose) -> Opening {
    let name = purpose
        .proposed
        .map(|ending| format!("qiao-{}.{ending}", today_here()));
    let name = name.unwrap_or_default();
    let path = PathEntry::of(&name);
    let prompt = FilePrompt {
        purpose,
        path,
        looked_at: None,
    };
    Opening::wanting(prompt, vec![Effect::Complete(name)])
}

impl FilePrompt {
    /// Whether a file would be written over.
    fn is_taken(&self) -> bool {
        self.purpose.proposed.is_some() && self.path.is_there()
    }

    fn accept(&mut self, shared: &mut Shared) -> Outcome {
        let Some(path) = self.path.chosen() else {
            return self.path.ask();
        };
        if self.path.typed().trim().ends_with(MAIN_SEPARATOR) || self.is_taken() {
            return Outcome::Stay;
        }
        match (self.purpose.order)(path) {
            FileOrder::RestoreBackup(path) => {
                self.looked_at = Some(path.clone());
                Outcome::Want(vec![Effect::LookAtBackup(path)])
            }
            order => {
                shared.say(pick(shared.language(), self.purpose.doing));
                Outcome::Close(vec![Effect::File(order)])
            }
        }
    }

    /// Asks whether a backup is to be restored, now that it is known what it holds.
    fn ask_first(path: PathBuf, summary: &BackupSummary, shared: &Shared) -> Outcome {
        let desk = &shared.messages().desk;
        let asked = summary.question(&path);
        let restore = Effect::File(FileOrder::RestoreBackup(path));
        let question = Question::new(
            desk.restore_backup.to_owned(),
            asked.say(shared.language()).to_owned(),
            vec![(desk.restore_backup_yes.to_owned(), restore)],
            shared,
        );
        Outcome::Open(Box::new(question), Vec::new())
    }
}

impl Overlay for FilePrompt {
    fn size(&self) -> (u16, u16) {
        SIZE
    }

    fn draw(&self, buffer: &mut Buffer, shared: &Shared, _: &dyn Screen) -> Option<Position> {
        let look = shared.look();
        let title = self.purpose.action.described().map(|row| row.name);
        let [title, hint] =
            [title.unwrap_or_default(), self.purpose.hint].map(|words| pick(look.language, words));
        let area = frame::draw(buffer, SIZE, title.trim_end_matches('…'), hint, look);
        let (words, role) = if self.is_taken() {
            (look.messages.files.taken, Role::Warning)
        } else {
            (pick(look.language, self.purpose.help), Role::Dim)
        };
        let lines = wrapped(words, role, usize::from(area.width), look);
        for (line, row) in lines.iter().zip(area.rows()) {
            line.draw(buffer, row, look.columns, &look.theme);
        }
        let above = columns(lines.len()).min(area.height.saturating_sub(1));
        let below = Rect {
            y: area.y + above,
            height: area.height - above,
            ..area
        };
        let words = match self.purpose.proposed {
            Some(_) => look.messages.files.path,
            None => look.symbols.prompt,
        };
        Some(self.path.draw(buffer, below, words, look))
    }

    fn update(&mut self, input: Input, shared: &mut Shared, _: &dyn Screen) -> Outcome {
        if let Input::BackupRead(path, outcome) = input {
            if self.looked_at.as_ref() != Some(&path) {
                return Outcome::Stay;
            }
            return match outcome {
                Ok(summary) => Self::ask_first(path, &summary, shared),
                Err(failure) => {
                    shared.fail(&failure);
                    Outcome::Stay
                }
            };
        }
        if !matches!(input, Input::Completed(..)) {
            self.looked_at = None;
        }
        if self.path.is_taken_by(&input) {
            return self.accept(shared);
        }
        self.path.update(input)
    }

    fn extent(&self, rows: u16) -> Extent {
        self.path.extent(rows)
    }

    fn scroll_to(&mut self, first: usize, rows: u16) {
        self.path.scroll_to(first, rows);
    }
}
