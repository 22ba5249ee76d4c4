//! What a sync came to, in words.

use std::ops::ControlFlow;

use qiao_index::vocab::Language;

use super::{SourceSummary, SyncEvent, vanished};
use crate::import::rejected_line;
use crate::messages::{escape_controls, fill, grouped, pick, say};
use crate::work::import::{ImportEvent, broken, named_remarks};

/// No more lines are kept of rows and files.
const MAX_LINES: usize = 200;

/// What a sync came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct SyncReport {
    /// Source by source.
    pub(crate) sources: Vec<SourceSummary>,
    /// What is to be said of rows and files that were not taken in, or not as they are.
    pub(crate) complaints: Vec<String>,
    /// The user has stopped it.
    pub(crate) stopped: bool,
}

impl SyncReport {
    /// Takes notice of what happens, in words.
    pub(crate) fn note(&mut self, event: &SyncEvent<'_>, language: Language) {
        let mut lines = match event {
            SyncEvent::Begins
            | SyncEvent::File(ImportEvent::Begins(_) | ImportEvent::Read { .. }) => {
                return;
            }
            SyncEvent::Vanished(source) => vec![vanished(source).say(language).to_owned()],
            SyncEvent::File(ImportEvent::Rejected(rejected)) => {
                vec![rejected_line(rejected, language)]
            }
            SyncEvent::File(ImportEvent::Unread(error)) => vec![error.say(language)],
            SyncEvent::File(ImportEvent::Ended(file)) => {
                let errors = file.remarks.iter().chain(broken(file));
                let mut lines: Vec<_> = errors.map(|error| error.say(language)).collect();
                lines.extend(named_remarks(file, language));
                lines
            }
        };
        lines.truncate(MAX_LINES.saturating_sub(self.complaints.len()));
        self.complaints.append(&mut lines);
    }

    /// Whether to go on; whoever breaks has stopped the sync.
    pub(crate) fn told(&mut self, flow: ControlFlow<()>) -> ControlFlow<()> {
        self.stopped |= flow.is_break();
        flow
    }

    /// All sources together, in one line.
    pub(crate) fn summary(&self, language: Language) -> String {
        let mut sum = SourceSummary::default();
        for source in &self.sources {
            sum.files += source.files;
            sum.read += source.read;
            sum.counts.add(&source.counts);
            sum.lost.gone += source.lost.gone;
            sum.lost.deleted += source.lost.deleted;
            sum.lost.kept += source.lost.kept;
        }
        let text = counted(&sum, language);
        if !self.stopped {
            return text;
        }
        let stopped = [
            "同步已停止，已读入的会保留；{text}",
            "sync stopped, what was read is kept; {text}",
        ];
        say(language, stopped, &[("text", &text)])
    }

    /// A line for each source, then what is to be said of its rows and files.
    pub(crate) fn lines(&self, language: Language) -> Vec<String> {
        let colon = pick(language, ["：", ": "]);
        let line = |source: &SourceSummary| {
            let name = escape_controls(&source.name);
            format!("{name}{colon}{}", counted(source, language))
        };
        let sources = self.sources.iter().map(line);
        let mut lines: Vec<_> = sources.collect();
        if !self.complaints.is_empty() {
            lines.push(String::new());
            lines.extend(self.complaints.iter().cloned());
        }
        lines
    }
}

/// What came of a source, in a line.
fn counted(source: &SourceSummary, language: Language) -> String {
    let text = [
        "{files} 个文件，读了 {read} 个；新增 {new}，更新 {updated}，未变 {unchanged}，合并 {merged}，退回 {rejected}，消失 {gone}，删除 {deleted}",
        "{files} {files:file|files}, {read} read; {new} new, {updated} updated, {unchanged} unchanged, {merged} merged, {rejected} rejected, {gone} gone, {deleted} deleted",
    ];
    let counts = &source.counts;
    let numbers = [
        ("new", counts.new),
        ("updated", counts.updated),
        ("unchanged", counts.unchanged),
        ("merged", counts.merged),
        ("rejected", counts.rejected),
        ("gone", source.lost.gone),
        ("deleted", source.lost.deleted),
    ];
    let mut values: Vec<(&str, String)> = numbers
        .into_iter()
        .map(|(name, number)| (name, grouped(number)))
        .collect();
    values.push(("files", source.files.to_string()));
    values.push(("read", source.read.to_string()));
    let values: Vec<_> = values
        .iter()
        .map(|(name, it)| (*name, it.as_str()))
        .collect();
    let mut line = fill(pick(language, text), &values);
    if source.lost.kept > 0 {
        let kept = [
            "；{n} 条已消失，因您修改过而保留",
            "; {n} gone but kept because you edited {n:it|them}",
        ];
        line.push_str(&say(language, kept, &[("n", &grouped(source.lost.kept))]));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Counts;

    #[test]
    fn a_sync_is_summed_up_and_told_source_by_source() {
        let source = |name: &str, new| SourceSummary {
            name: name.to_owned(),
            files: 2,
            read: 1,
            counts: Counts {
                new,
                ..Counts::default()
            },
            ..SourceSummary::default()
        };
        let report = SyncReport {
            sources: vec![source("武大", 3), source("华科", 4)],
            complaints: vec!["a.csv: no title".to_owned()],
            stopped: true,
        };
        assert_eq!(
            report.summary(Language::English),
            "sync stopped, what was read is kept; 4 files, 2 read; 7 new, 0 updated, \
            0 unchanged, 0 merged, 0 rejected, 0 gone, 0 deleted"
        );
        let lines = report.lines(Language::Chinese);
        assert!(
            lines[0].starts_with("武大：2 个文件，读了 1 个；新增 3，"),
            "{lines:?}"
        );
        assert_eq!(lines.last().map(String::as_str), Some("a.csv: no title"));
    }
}
