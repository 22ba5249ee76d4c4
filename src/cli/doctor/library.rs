//! The library, its index and the disk below them.

use std::io::ErrorKind;
use std::path::Path;

use qiao_index::error::Error;
use qiao_index::library::{Generations, Health, health};
use qiao_index::{NamesProblem, check_names};

use super::{Finding, Speaker};
use crate::desk::{self, Desk};
use crate::messages::{Failure, fill, grouped};

const LIBRARY: [&str; 2] = ["资料库", "library"];
const NAMES: [&str; 2] = ["单位名称", "names"];
const DESK: [&str; 2] = ["工作台", "desk"];
const DISK: [&str; 2] = ["磁盘", "disk"];

/// With less there is no room for an import, in bytes.
const LITTLE: u64 = 200_000_000;

/// The library; with what makes it unusable.
pub(super) fn library(speaker: Speaker, folder: &Path) -> (Finding, Option<anyhow::Error>) {
    let health = match there(folder) {
        there if there.is_dir() => health(folder),
        there => Err(Error::Open {
            path: folder.to_owned(),
            reason: std::io::Error::from(ErrorKind::NotADirectory).to_string()
                + &format!(" ({})", there.display()),
        }),
    };
    match health {
        Ok(health) => (judge(speaker, folder, health), None),
        Err(error) => {
            let advice = speaker.say([
                "换一个文件夹：--data-dir，或从备份取回 catalogue.db",
                "use another folder with --data-dir, or restore catalogue.db from a backup",
            ]);
            let error = anyhow::Error::from(error);
            let reason = Failure::of(&error).say(speaker.0).to_owned();
            (speaker.bad(LIBRARY, reason, advice), Some(error))
        }
    }
}

fn judge(speaker: Speaker, folder: &Path, health: Option<Health>) -> Finding {
    let path = folder.display().to_string();
    let Some(health) = health else {
        let words = [
            "{path}：还没有，先显示示例",
            "{path}: does not exist yet; the samples are shown",
        ];
        let advice = speaker.say(["qiao import 文件", "qiao import FILE"]);
        let found = fill(speaker.say(words), &[("path", &path)]);
        return speaker.note(LIBRARY, found, advice);
    };
    let values = [
        ("path", &*path),
        ("n", &*grouped(health.records)),
        ("revision", &*health.revision.to_string()),
    ];
    let words = [
        "{path}：{n} 条，版本 {revision}",
        "{path}: {n} {n:listing|listings}, revision {revision}",
    ];
    let found = fill(speaker.say(words), &values);
    if health.damaged {
        let damaged = speaker.say(["，索引文件已损坏", ", index files are damaged"]);
        return speaker.bad(LIBRARY, format!("{found}{damaged}"), "qiao reindex");
    }
    match health.indexed {
        Some(indexed) if indexed == health.revision => {
            let current = speaker.say(["，索引已是最新", ", the index is up to date"]);
            speaker.good(LIBRARY, format!("{found}{current}"))
        }
        Some(indexed) => {
            let words = [
                "，索引停在版本 {indexed}",
                ", the index stands at revision {indexed}",
            ];
            let lag = fill(speaker.say(words), &[("indexed", &indexed.to_string())]);
            let advice = speaker.say([
                "不用做什么：下次打开时补上（正在导入时属正常）",
                "nothing to do: it is brought up to date when the library is next opened (normal during an import)",
            ]);
            speaker.note(LIBRARY, format!("{found}{lag}"), advice)
        }
        None => {
            let lost = speaker.say(["，索引不可用", ", the index cannot be used"]);
            let advice = speaker.say([
                "qiao reindex（下次打开时也会自动重建）",
                "qiao reindex (or it is rebuilt when the library is next opened)",
            ]);
            speaker.note(LIBRARY, format!("{found}{lost}"), advice)
        }
    }
}

/// What the user keeps, where there is anything: whether it can be read, and whether a line of the
/// log or an event of a deal was changed after it was written.
pub(super) fn desk(speaker: Speaker, folder: &Path) -> Option<Finding> {
    let path = folder.join(desk::FILE).display().to_string();
    match Desk::open_kept(folder).and_then(|desk| desk.map(|desk| changed(&desk)).transpose()) {
        Ok(None) => None,
        Ok(Some(None)) => {
            Some(estranged(speaker, folder, &path).unwrap_or_else(|| speaker.good(DESK, path)))
        }
        Ok(Some(Some((words, number)))) => {
            let values = [("path", &*path), ("n", &*grouped(number))];
            let advice = speaker.say([
                "此后的记录不能作为凭证；可与备份对照",
                "what follows it is no evidence; compare it with a backup",
            ]);
            Some(speaker.bad(DESK, fill(speaker.say(words), &values), advice))
        }
        Err(error) => {
            let reason = Failure::of(&error).say(speaker.0).to_owned();
            let advice = speaker.say([
                "资料库照常可用；清单、笔记、关注等要等它能读才有",
                "the library works without it; shortlists, notes and watches come back when it can be read",
            ]);
            Some(speaker.bad(DESK, reason, advice))
        }
    }
}

/// Whether the desk met another library than its own, or an earlier state of it.
fn estranged(speaker: Speaker, folder: &Path, path: &str) -> Option<Finding> {
    let desk = Desk::open_kept(folder).ok()??;
    let library = Generations::of(folder).ok()??;
    let now = library.now().ok()?;
    let (estranged, since) = desk.estranged(&now, |known| library.holds(known)).ok()??;
    let said = estranged.said();
    let day = since.get(..10).unwrap_or(&since);
    let values = [("path", path), ("day", day), ("said", said.say(speaker.0))];
    let found = fill(
        speaker.say(["{path}：{said}（{day}）", "{path}: {said} ({day})"]),
        &values,
    );
    let advice = speaker.say([
        "工作台保留了每个条目的快照，照常可用；要两者一致：qiao restore-backup 文件，或重新导入缺少的来源",
        "it works, with a snapshot of every listing; to bring both together: qiao restore-backup FILE, or import what is missing again",
    ]);
    Some(speaker.note(DESK, found, advice))
}

/// What was changed after it was written, in words and by its number; `None` where all is as it
/// was.
fn changed(desk: &Desk) -> anyhow::Result<Option<([&'static str; 2], u64)>> {
    desk.kept()?;
    let line = desk.first_changed_line()?.map(|line| {
        let words = [
            "{path}：联系记录第 {n} 行在写下之后被改动过",
            "{path}: line {n} of the log was changed after it was written",
        ];
        (words, line)
    });
    let event = desk.first_changed_event()?.map(|event| {
        let words = [
            "{path}：交易的第 {n} 号事件在写下之后被改动过",
            "{path}: event {n} of the deals was changed after it was written",
        ];
        (words, event)
    });
    Ok(line.or(event))
}

/// The user's names of institutions, where there are any.
pub(super) fn names(speaker: Speaker, folder: &Path) -> Option<Finding> {
    let path = folder.join("names.tsv").display().to_string();
    let (words, value, advice) = match check_names(folder) {
        Ok(None) => return None,
        Ok(Some(lines)) => {
            let words = ["{path}：{n} 行", "{path}: {n} {n:line|lines}"];
            let values = [("path", &*path), ("n", &*grouped(lines as u64))];
            return Some(speaker.good(NAMES, fill(speaker.say(words), &values)));
        }
        Err(NamesProblem::Unreadable(reason)) => (
            [
                "{path}：无法读取（{what}）",
                "{path}: cannot be read ({what})",
            ],
            reason,
            ["改存为 UTF-8 文本", "save it as UTF-8 text"],
        ),
        Err(NamesProblem::BadLines(lines)) => (
            [
                "{path}：第 {what} 行不是两列，未采用",
                "{path}: not two columns, left out: line {what}",
            ],
            listed(&lines),
            [
                "每行写：写法、制表符、名称",
                "write a spelling, a tab and a name on each line",
            ],
        ),
    };
    let found = fill(speaker.say(words), &[("path", &path), ("what", &value)]);
    Some(speaker.bad(NAMES, found, speaker.say(advice)))
}

/// The first of some numbers of lines.
fn listed(lines: &[usize]) -> String {
    const MAX_LISTED: usize = 5;
    let first = lines.iter().take(MAX_LISTED).map(ToString::to_string);
    let rest = if lines.len() > MAX_LISTED { " …" } else { "" };
    first.collect::<Vec<_>>().join(", ") + rest
}

/// The folder, or as much of the way to it as there is.
fn there(folder: &Path) -> &Path {
    let mut way = folder.ancestors();
    way.find(|folder| folder.exists()).unwrap_or(Path::new("."))
}

/// Whether others can enter the library's folder, as folders that older programs made let them.
#[cfg(unix)]
pub(super) fn privacy(speaker: Speaker, folder: &Path) -> Option<Finding> {
    use std::os::unix::fs::PermissionsExt as _;

    let mode = std::fs::metadata(folder).ok()?.permissions().mode();
    let path = folder.display().to_string();
    let words = [
        "{path}：本机的其他用户也能读",
        "{path}: other users of this machine can read it",
    ];
    let found = fill(speaker.say(words), &[("path", &path)]);
    (mode & 0o077 != 0).then(|| speaker.note(LIBRARY, found, format!("chmod 700 {path}")))
}

/// Whether others can enter the library's folder: not known here.
#[cfg(not(unix))]
pub(super) fn privacy(_: Speaker, _: &Path) -> Option<Finding> {
    None
}

/// Room on the disk of the library.
pub(super) fn disk(speaker: Speaker, folder: &Path) -> Finding {
    match fs4::available_space(there(folder)) {
        Ok(free) => {
            let megabytes = [("n", &*grouped(free / 1_000_000))];
            let found = fill(speaker.say(["可用 {n} MB", "{n} MB free"]), &megabytes);
            if free >= LITTLE {
                return speaker.good(DISK, found);
            }
            let advice = speaker.say(["腾出空间再导入", "free some space before the next import"]);
            speaker.bad(DISK, found, advice)
        }
        Err(error) => {
            let reason = Failure::of(&error.into());
            let advice = speaker.say(["检查该文件夹", "check the folder"]);
            speaker.note(DISK, reason.say(speaker.0), advice)
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use qiao_index::vocab::Language;

    use super::super::Verdict;
    use super::*;

    #[test]
    fn a_file_of_names_that_cannot_be_understood_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let speaker = Speaker(Language::English);
        assert_eq!(names(speaker, folder.path()), None);
        let path = folder.path().join("names.tsv");
        std::fs::write(&path, "A\tB\nC\n").unwrap();
        let finding = names(speaker, folder.path()).unwrap();
        assert_eq!(finding.verdict, Verdict::Bad);
        assert!(finding.found.ends_with("left out: line 2"), "{finding:?}");
        std::fs::write(&path, "A\tB\n").unwrap();
        let finding = names(speaker, folder.path()).unwrap();
        assert!(finding.found.ends_with("names.tsv: 1 line"), "{finding:?}");
    }

    #[test]
    fn a_desk_that_cannot_be_read_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let speaker = Speaker(Language::English);
        assert_eq!(desk(speaker, folder.path()), None);
        drop(Desk::open(folder.path()).unwrap());
        let finding = desk(speaker, folder.path()).unwrap();
        assert_eq!(finding.verdict, Verdict::Good, "{finding:?}");
        let path = folder.path().join(desk::FILE);
        std::fs::write(&path, "no database at all, but a text of some length").unwrap();
        let finding = desk(speaker, folder.path()).unwrap();
        assert_eq!(finding.verdict, Verdict::Bad);
        assert!(finding.found.contains("is damaged"), "{finding:?}");
    }

    #[test]
    fn the_index_is_judged_by_the_catalogue() {
        let check = |indexed, verdict, words: &str| {
            let health = Health {
                records: 1_000,
                revision: 7,
                indexed,
                damaged: false,
            };
            let finding = judge(Speaker(Language::English), Path::new("/l"), Some(health));
            assert_eq!(finding.verdict, verdict, "{finding:?}");
            assert!(finding.found.starts_with("/l: 1,000 listings, revision 7"));
            assert!(finding.found.contains(words), "{finding:?}");
        };
        check(Some(7), Verdict::Good, "up to date");
        check(Some(5), Verdict::Note, "stands at revision 5");
        check(None, Verdict::Note, "cannot be used");
        let damaged = Health {
            records: 1,
            revision: 1,
            indexed: Some(1),
            damaged: true,
        };
        let damaged = judge(Speaker(Language::Chinese), Path::new("/l"), Some(damaged));
        assert_eq!(damaged.verdict, Verdict::Bad);
        assert!(damaged.found.ends_with("，索引文件已损坏"), "{damaged:?}");
        assert_eq!(damaged.advice.as_deref(), Some("qiao reindex"));
        let none = judge(Speaker(Language::Chinese), Path::new("/l"), None);
        assert_eq!(none.verdict, Verdict::Note);
        assert_eq!(none.advice.as_deref(), Some("qiao import 文件"));
    }
}
