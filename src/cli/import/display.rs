//! How an import or a sync is shown while it runs: a bar, the first rejected rows, what is odd.

use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indicatif::{ProgressBar, ProgressStyle};
use qiao_index::vocab::Language;

use super::rejects::Rejects;
use crate::cli::{End, Global, complain};
use crate::import::{FailedFile, FileError, FileReport, size};
use crate::messages::{escape_controls, pick, say};
use crate::ui::text::DisplayWidth;
use crate::work::import::{ImportEvent, broken};

/// Width of a file's name in front of the bar, in columns.
const NAME_WIDTH: usize = 24;

/// Shows on stderr what an import does, and breaks it where the user says so (Ctrl-C).
pub(in crate::cli) struct ImportDisplay {
    language: Language,
    rejects: Rejects,
    bar: ProgressBar,
    interrupted: Arc<AtomicBool>,
    shows_progress: bool,
    /// A file could not be read, or not to its end.
    unread: bool,
}

impl ImportDisplay {
    /// Rejected rows go to a file, or the first of them to stderr.
    pub(in crate::cli) fn new(rejects: Option<&Path>, global: &Global) -> anyhow::Result<Self> {
        let interrupted = Arc::new(AtomicBool::new(false));
        // The second Ctrl-C ends the program at once; what is committed stays.
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            let flag = || Arc::clone(&interrupted);
            signal_hook::flag::register_conditional_shutdown(signal, 130, flag())?;
            signal_hook::flag::register(signal, flag())?;
        }
        Ok(Self {
            language: global.language(),
            rejects: Rejects::new(rejects)?,
            bar: ProgressBar::hidden(),
            interrupted,
            shows_progress: global.shows_progress(),
            unread: false,
        })
    }

    /// Shows what happens.
    pub(in crate::cli) fn show(&mut self, event: ImportEvent<'_>) -> ControlFlow<()> {
        match event {
            ImportEvent::Begins(path) if self.go_on().is_continue() => self.start_bar(path),
            ImportEvent::Begins(_) => {}
            ImportEvent::Read { bytes, .. } => self.bar.set_position(bytes),
            ImportEvent::Rejected(rejected) => {
                let (rejects, language) = (&mut self.rejects, self.language);
                self.bar.suspend(|| rejects.add(rejected, language));
            }
            ImportEvent::Ended(report) => self.ended(report),
            ImportEvent::Unread(error) => {
                self.clear();
                self.complain_of(error);
            }
        }
        self.go_on()
    }

    /// Whether the user wants it to go on.
    pub(in crate::cli) fn go_on(&self) -> ControlFlow<()> {
        if self.interrupted.load(Ordering::Relaxed) {
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    }

    /// Takes the bar away.
    pub(in crate::cli) fn clear(&self) {
        self.bar.finish_and_clear();
    }

    fn ended(&mut self, report: &FileReport) {
        self.clear();
        self.warn_of_replaced(&report.path, report.encoding, report.replaced);
        self.warn_of(&report.remarks);
        if let Some(error) = broken(report) {
            self.complain_of(error);
        }
    }

    /// Reports a file that could not be looked at, unless the user has stopped it.
    pub(in crate::cli) fn fail(&mut self, error: &FailedFile) {
        if !matches!(error.error, FileError::Stopped) {
            self.complain_of(error);
        }
    }

    fn complain_of(&mut self, error: &FailedFile) {
        self.unread = true;
        complain(&error.say(self.language));
    }

    /// Says that something is not as it should be, so that the command ends as one that failed.
    pub(in crate::cli) fn complain(&mut self, words: &str) {
        self.unread = true;
        complain(words);
    }

    /// Shows how far a file is read, on a terminal: of how much, how fast, and how long it will
    /// take, where its size is known.
    fn start_bar(&mut self, path: &Path) {
        if !self.shows_progress {
            return;
        }
        let left = pick(self.language, ["剩余 {eta}", "{eta} left"]);
        let template = match size(path) {
            Some(_) => {
                format!("{{msg}} {{wide_bar}} {{bytes}}/{{total_bytes}} {{bytes_per_sec}} {left}")
            }
            None => "{msg} {spinner} {bytes} {bytes_per_sec}".to_owned(),
        };
        let style = ProgressStyle::with_template(&template);
        self.bar = match size(path) {
            Some(size) => ProgressBar::new(size),
            None => ProgressBar::no_length(),
        };
        self.bar
            .set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        let name = path.file_name().unwrap_or(path.as_os_str());
        let name = name.to_string_lossy();
        let name = DisplayWidth::default().fit(&escape_controls(&name), NAME_WIDTH);
        self.bar.set_message(name);
    }

    /// Says what is odd about a file without being a failure.
    pub(in crate::cli) fn warn_of(&self, remarks: &[FailedFile]) {
        for remark in remarks {
            complain(&remark.say(self.language));
        }
    }

    /// Says that a file has bytes that are no text.
    pub(in crate::cli) fn warn_of_replaced(&self, path: &str, encoding: &str, replaced: u64) {
        if replaced == 0 {
            return;
        }
        let text = [
            "{path}：有 {n} 处不是有效的 {encoding} 文本，所在的行未导入；如编码不对请用 --encoding 指定",
            "{path}: {n} {n:byte sequence is|byte sequences are} not valid {encoding}; the rows that contain them were rejected. If the encoding is wrong, give the right one with --encoding",
        ];
        let values = [
            ("path", &*escape_controls(path)),
            ("n", &replaced.to_string()),
            ("encoding", encoding),
        ];
        complain(&say(self.language, text, &values));
    }

    /// Finishes the list of rejected rows.
    pub(in crate::cli) fn finish(&mut self) -> anyhow::Result<()> {
        self.clear();
        self.rejects.finish(self.language)
    }

    /// How the command ends.
    pub(in crate::cli) fn end(&self) -> End {
        if self.go_on().is_break() {
            complain(pick(
                self.language,
                [
                    "导入已停止；已导入的内容已保存。重新执行同一命令即可继续：未变的行会跳过",
                    "import stopped; what was imported is saved. Run the same command again to continue: unchanged rows are skipped",
                ],
            ));
            return End::Interrupted;
        }
        if self.unread { End::Unread } else { End::Done }
    }
}
