//! `qiao doctor --deep` and `--recover`: what of the catalogue is damaged, and saving the rest.

use std::fs;
use std::path::Path;

use qiao_index::Library;
use qiao_index::library::{Damage, OWN_FILES, Saved, damage, recover};

use super::{Finding, Speaker};
use crate::cli::{End, Global, complain};
use crate::desk::{self, Desk};
use crate::messages::{Failure, escape_controls, fill, grouped, say};

const CATALOGUE: [&str; 2] = ["目录文件", "catalogue"];

/// Listings that are named, at most.
const MAX_NAMED: usize = 10;

/// Reads all of the catalogue: what is damaged, and whether anything is.
///
/// `is_said`: why the library cannot be opened was said already.
pub(super) fn catalogue(speaker: Speaker, folder: &Path, is_said: bool) -> (Vec<Finding>, bool) {
    match damage(folder, &mut |_, _| {}) {
        Ok(Some(damage)) => (judge(speaker, &damage), !damage.is_none()),
        Ok(None) => (Vec::new(), false),
        Err(_) if is_said => (Vec::new(), false),
        Err(error) => {
            let reason = Failure::of(&error.into()).say(speaker.0).to_owned();
            let finding = speaker.bad(CATALOGUE, reason, advice(speaker));
            (vec![finding], true)
        }
    }
}

/// What can be done about damage.
fn advice(speaker: Speaker) -> &'static str {
    speaker.say([
        "qiao doctor --recover 文件夹 救出能读的，或 qiao restore-backup 文件 --replace 恢复备份",
        "`qiao doctor --recover FOLDER` saves what can be read; `qiao restore-backup FILE --replace` restores a backup",
    ])
}

fn judge(speaker: Speaker, damage: &Damage) -> Vec<Finding> {
    let whole = [("n", &*grouped(damage.whole))];
    let words = [
        "逐条读过 {n} 条，均完好",
        "{n} {n:listing|listings} read one by one, all whole",
    ];
    if damage.is_none() {
        return vec![speaker.good(CATALOGUE, fill(speaker.say(words), &whole))];
    }
    let mut findings = Vec::new();
    let mut bad = |words: [&'static str; 2], values: &[(&str, &str)]| {
        let found = fill(speaker.say(words), values);
        findings.push(speaker.bad(CATALOGUE, found, advice(speaker)));
    };
    let unreadable = &damage.unreadable;
    if !unreadable.is_empty() {
        let names = unreadable.iter().map(|(row, id)| match &**id {
            "" => format!("#{row}"),
            id => id.to_owned(),
        });
        let values = [
            ("n", &*grouped(unreadable.len() as u64)),
            ("whole", &*grouped(damage.whole)),
            ("names", &*listed(names)),
        ];
        let words = [
            "{n} 条读不出，{whole} 条完好：{names}",
            "{n} {n:listing|listings} cannot be read, {whole} are whole: {names}",
        ];
        bad(words, &values);
    }
    if !damage.parts.is_empty() {
        let rows = damage.parts.iter().map(|row| format!("#{row}"));
        let number = grouped(damage.parts.len() as u64);
        let words = [
            "{n} 条的来源或历史读不出：{names}",
            "sources or history of {n} {n:listing|listings} cannot be read: {names}",
        ];
        bad(words, &[("n", &number), ("names", &listed(rows))]);
    }
    if !damage.dictionaries.is_empty() {
        let words = [
            "压缩用的字典有两份，第 {names} 号有一份已损坏；另一份完好，条目没有损失，请现在备份",
            "one of the two copies of dictionary {names} is damaged: the other one is used and no listing is lost, back up now",
        ];
        let numbers = damage.dictionaries.iter().map(ToString::to_string);
        bad(words, &[("names", &listed(numbers))]);
    }
    if !damage.faults.is_empty() {
        let words = ["数据库原话：{names}", "the database says: {names}"];
        bad(words, &[("names", &listed(damage.faults.iter().cloned()))]);
    }
    findings
}

/// The first of some names.
fn listed(names: impl ExactSizeIterator<Item = String>) -> String {
    let rest = if names.len() > MAX_NAMED { " …" } else { "" };
    let first: Vec<String> = names.take(MAX_NAMED).collect();
    first.join(", ") + rest
}

/// Saves what can be read of the library into a new one in a folder, and says what is missing.
pub(super) fn save(into: &Path, global: &Global) -> anyhow::Result<End> {
    let (folder, language) = (global.data_dir()?, global.language());
    let is_free = match fs::read_dir(into) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => !into.exists(),
    };
    if !is_free {
        let name = into.to_string_lossy();
        let name = escape_controls(&name);
        anyhow::bail!(Failure::new(
            format!("{name} 不是空文件夹：请给出一个新的"),
            format!("{name} is no empty folder: name a new one"),
        ));
    }
    let saved = recover(&folder, into, &mut |_, _| {})?;
    for name in OWN_FILES {
        if folder.join(name).is_file() {
            fs::copy(folder.join(name), into.join(name))?;
        }
    }
    let copied = Desk::open_kept(&folder)
        .and_then(|desk| desk.map_or(Ok(()), |desk| desk.copy_to(&into.join(desk::FILE))));
    drop(Library::open(into)?);
    for line in said(&saved) {
        complain(&say(
            language,
            line.0,
            &[("n", &line.1), ("names", &line.2)],
        ));
    }
    if let Err(error) = copied {
        let words = [
            "工作台没有救出：{why}",
            "the desk could not be saved: {why}",
        ];
        let why = Failure::of(&error);
        complain(&say(language, words, &[("why", why.say(language))]));
    }
    Ok(End::Done)
}

/// What was saved and what is missing: words, a number, names.
fn said(saved: &Saved) -> Vec<([&'static str; 2], String, String)> {
    let mut lines = vec![(
        ["已救出 {n} 条", "{n} {n:listing|listings} saved"],
        grouped(saved.listings),
        String::new(),
    )];
    if !saved.missing.is_empty() {
        let words = [
            "缺 {n} 条，读不出：{names}",
            "{n} {n:listing is|listings are} missing, they cannot be read: {names}",
        ];
        let names = saved
            .missing
            .iter()
            .map(|id| escape_controls(id).into_owned());
        let number = grouped(saved.missing.len() as u64);
        lines.push((words, number, names.collect::<Vec<_>>().join(", ")));
    }
    if !saved.incomplete.is_empty() {
        let words = [
            "另有内容可能不全：{names}",
            "other things may be incomplete: {names}",
        ];
        lines.push((words, String::new(), saved.incomplete.join(", ")));
    }
    lines
}
