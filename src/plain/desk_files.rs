//! Files that hold what the user keeps in a plain session: backups, the desk as JSON Lines.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::Session;
use super::library::Pending;
use crate::work::backup;
use crate::work::desk::DeskOrder;
use crate::work::desk_files::{FileOrder, carry_out};

impl<W: Write> Session<W> {
    /// Writes or reads the file that is named.
    pub(super) fn keep_file(
        &mut self,
        path: &str,
        order: fn(PathBuf) -> FileOrder,
    ) -> anyhow::Result<()> {
        match self.named_file(path)? {
            Some(path) => self.carry_out_file(&order(path)),
            None => Ok(()),
        }
    }

    /// Says what a backup holds, and asks whether it is to take the place of what is there.
    pub(super) fn restore_backup(&mut self, path: &str) -> anyhow::Result<()> {
        let Some(path) = self.named_file(path)? else {
            return Ok(());
        };
        match backup::summary(&path) {
            Ok(summary) => {
                let question = summary.question(&path);
                let order = FileOrder::RestoreBackup(path);
                Ok(self.ask_first(question.say(self.look.language), Pending::File(order))?)
            }
            Err(error) => Ok(self.say_failure(&error, "{reason}")?),
        }
    }

    /// Asks whether to forget which listings were opened, and whose contacts were copied.
    pub(super) fn clear_opened(&mut self) -> anyhow::Result<()> {
        let desk = &self.look.messages.desk;
        let question = format!("{} {}", desk.clear_opened, desk.clear_opened_help);
        Ok(self.ask_first(&question, Pending::Desk(DeskOrder::ClearOpened))?)
    }

    /// Carries out what is to be done with a file, and looks at library and desk again.
    pub(super) fn carry_out_file(&mut self, order: &FileOrder) -> anyhow::Result<()> {
        match carry_out(&self.folder, order) {
            Ok(done) => self.tell(done.say(self.look.language))?,
            Err(error) => return Ok(self.say_failure(&error, "{reason}")?),
        }
        match order {
            FileOrder::RestoreBackup(_) | FileOrder::ImportDesk(_) => self.look_again(),
            FileOrder::Backup(_) | FileOrder::ExportDesk(_) => Ok(()),
        }
    }

    /// The file that is named; without one, says how.
    fn named_file(&mut self, path: &str) -> anyhow::Result<Option<PathBuf>> {
        let path = path.trim_matches(['"', '\'']);
        if path.is_empty() {
            let words = self.say([
                "请写上文件，如 :备份 qiao.backup",
                "Give a file, e.g. :backup qiao.backup",
            ]);
            self.line(words)?;
            return Ok(None);
        }
        Ok(Some(Path::new(path).to_owned()))
    }
}
