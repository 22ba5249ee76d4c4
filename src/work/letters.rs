//! Letters: drafts of enquiries, made of templates and of what listings say. What is private (notes,
//! tags, the log but for its last day) never enters.

pub(crate) mod template;
pub(crate) mod variables;

use std::path::{Path, PathBuf};

use qiao_index::now;
use qiao_index::record::{Kind, Record};
use qiao_index::vocab::Language;

use super::day::today_here;
use super::engine::Engine as _;
use super::export::Existing;
use super::library::OpenLibrary;
use super::nearest::no_listing;
use crate::desk::draft::{Draft, Way};
use crate::desk::log::LogWanted;
use crate::desk::{Desk, Refusal, Snapshot};
use crate::export::{Mail, eml, mailto, write_whole_file};
use crate::messages::{Bilingual, Failure, escape_controls, fill, pick};
use template::Template;
use variables::{Sides, Values, contact, is_address, of_sides, one_line, put};

/// What a letter is written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Writing {
    /// What the user has said of himself, by the names of variables.
    pub(crate) me: Vec<(&'static str, String)>,
    /// Where the user's templates lie.
    pub(crate) templates: Option<PathBuf>,
    /// In which language it is.
    pub(crate) language: Language,
}

/// A letter that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LetterOrder {
    /// The listing that it is written on.
    pub(crate) id: String,
    /// The listing that it is a match with, where there is one.
    pub(crate) other: Option<String>,
    /// The name of its template.
    pub(crate) template: String,
    /// What it is written with.
    pub(crate) writing: Writing,
}

/// A letter that was made, and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Composed {
    /// The letter, not kept yet.
    pub(crate) draft: Draft,
    /// What it lacks, though it can be written.
    pub(crate) warnings: Vec<Failure>,
}

/// The template that a name stands for on a listing: of its own, or the one for this way (`mail`).
///
/// # Errors
/// There is none, or the user's cannot be read.
pub(crate) fn template_for(
    name: &str,
    record: &Record,
    writing: &Writing,
) -> anyhow::Result<Template> {
    let is_way = Way::ALL.iter().any(|(_, word)| *word == name);
    let whole = match (is_way, record.kind) {
        (true, Kind::Need) => format!("{name}-offer"),
        (true, _) => format!("{name}-need"),
        (false, _) => name.to_owned(),
    };
    let found = template::named(&whole, writing.templates.as_deref(), writing.language)?;
    let Some(found) = found else {
        let all = template::all(writing.templates.as_deref(), writing.language)?;
        let all: Vec<&str> = all.iter().map(|it| &*it.name).collect();
        let (shown, all) = (escape_controls(name), all.join(" "));
        return Err(Refusal::Invalid.because(Failure::new(
            format!("没有模板 {shown}；现有 {all}"),
            format!("there is no template {shown}; there are {all}"),
        )));
    };
    Ok(found)
}

/// Writes a letter on a listing, about the one that it is a match with, too.
///
/// # Errors
/// Something that the template names is not known, all of it in words; the desk cannot be read.
pub(crate) fn compose(
    template: &Template,
    (record, other): (&Record, Option<&Record>),
    desk: &Desk,
    writing: &Writing,
) -> anyhow::Result<Composed> {
    let sides = Sides::of(record, other);
    let to = sides.addressed(template.to);
    if let Some(to) = to {
        refuse_not_to_contact(desk, to)?;
    }
    let reached = to.and_then(|it| contact(it, template.way));
    let mut values = of_sides(sides, (to, reached), writing.language);
    add_days(&mut values, record, desk)?;
    values.extend(writing.me.iter().map(|(name, it)| (*name, one_line(it))));
    let subject = put(&template.subject, &values);
    let text = put(&template.text, &values);
    let (subject, text) = match (subject, text) {
        (Ok(subject), Ok(text)) => (subject, text),
        (subject, text) => {
            let wrong = [subject.err(), text.err()].into_iter().flatten().flatten();
            return Err(refused(&template.name, wrong.collect()));
        }
    };
    let draft = Draft {
        at: now(),
        listing: record.id.clone(),
        need: sides.need.map(|it| it.id.clone()).unwrap_or_default(),
        template: template.name.clone(),
        way: template.way,
        person: values.get("addressee").cloned().unwrap_or_default(),
        address: reached
            .map(|it| variables::address(it, template.way))
            .unwrap_or_default(),
        subject: one_line(&subject),
        text,
        ..Draft::default()
    };
    let warnings = warnings(&draft);
    Ok(Composed { draft, warnings })
}

/// Reads a text as a template of either form and puts values into it, for fuzzing.
#[cfg(any(test, fuzzing))]
pub(crate) fn fill_any(text: &str) {
    let record = Record::default();
    let values = of_sides(Sides::of(&record, None), (None, None), Language::English);
    for template in template::read_any(text) {
        for text in [&template.subject, &template.text] {
            if let Ok(filled) = put(text, &values) {
                one_line(&filled);
            }
        }
    }
}

/// Today, and when somebody was last contacted about a listing: the day alone.
fn add_days(values: &mut Values, record: &Record, desk: &Desk) -> anyhow::Result<()> {
    values.insert("today", today_here().to_string());
    let wanted = LogWanted {
        listing: Some(record.id.clone()),
        ..LogWanted::default()
    };
    let logged = desk.logged(&wanted)?.into_iter().next();
    values.extend(logged.map(|(line, _)| ("last_contact", line.day)));
    Ok(())
}

/// That a template cannot be filled in, with every reason once.
fn refused(name: &str, mut wrong: Vec<Failure>) -> anyhow::Error {
    let mut said = Vec::new();
    wrong.retain(|it| {
        let is_new = !said.contains(it);
        said.push(it.clone());
        is_new
    });
    let [chinese, english] = [Language::Chinese, Language::English].map(|language| {
        let reasons = wrong.iter().map(|it| it.say(language).to_owned());
        reasons
            .collect::<Vec<_>>()
            .join(pick(language, ["；", "; "]))
    });
    let name = escape_controls(name);
    Refusal::Invalid.because(Failure::new(
        format!("写不成草稿（模板 {name}）：{chinese}"),
        format!("no draft (template {name}): {english}"),
    ))
}

/// Refuses to write to whom the user does not want to contact.
fn refuse_not_to_contact(desk: &Desk, to: &Record) -> anyhow::Result<()> {
    let Some(whom) = desk.is_not_to_contact(to)? else {
        return Ok(());
    };
    let words = [
        "{whom} 在“不联系”之列，不写信稿；要写请先 qiao do-not-contact remove",
        "{whom} is not to be contacted, and no letter is written: `qiao do-not-contact remove` comes first",
    ];
    let failure = Failure::filled(words, &[("whom", &escape_controls(&whom))]);
    Err(Refusal::Invalid.because(failure))
}

/// What a letter lacks.
pub(crate) fn warnings(draft: &Draft) -> Vec<Failure> {
    let words = match draft.way {
        _ if !draft.address.is_empty() => return Vec::new(),
        Way::Mail => [
            "没有收信人的邮箱：发送前请自行填写",
            "no e-mail address of the addressee is known: add it before you send the mail",
        ],
        Way::Letter => [
            "没有收信人的地址：寄出前请自行填写",
            "no postal address of the addressee is known: add it before you send the letter",
        ],
        Way::Wechat => [
            "没有收信人的微信号：请自行查找",
            "no WeChat account of the addressee is known: look it up before you send the message",
        ],
    };
    vec![Failure::new(words[0], words[1])]
}

/// Writes the letter that is ordered.
///
/// # Errors
/// As for [`template_for`] and [`compose`]; a listing is not there.
pub(crate) fn write(folder: &Path, order: &LetterOrder) -> anyhow::Result<Composed> {
    let library = OpenLibrary::open(folder)?;
    let found = |id: &String| {
        let record = library.records(std::slice::from_ref(id))?.pop();
        record.ok_or_else(|| anyhow::Error::new(no_listing(library.shown(), id)))
    };
    let record = found(&order.id)?;
    let other = order.other.as_ref().map(found).transpose()?;
    let template = template_for(&order.template, &record, &order.writing)?;
    let desk = Desk::open(folder)?;
    compose(&template, (&record, other.as_ref()), &desk, &order.writing)
}

/// Keeps a letter as it was written in the end; it with its number.
///
/// # Errors
/// The library cannot be read, or the desk not written.
pub(crate) fn keep_written(folder: &Path, mut draft: Draft) -> anyhow::Result<Draft> {
    let library = OpenLibrary::open(folder)?;
    let ids = [draft.listing.clone(), draft.need.clone()];
    let about = library.records(&ids)?;
    draft.number = keep(
        &mut Desk::open(folder)?,
        &draft,
        &about.iter().collect::<Vec<_>>(),
    )?;
    Ok(draft)
}

/// Keeps a letter; its number.
///
/// # Errors
/// The desk cannot be written.
pub(crate) fn keep(desk: &mut Desk, draft: &Draft, about: &[&Record]) -> anyhow::Result<u64> {
    let about: Vec<Snapshot> = about.iter().map(|it| Snapshot::of(it)).collect();
    desk.add_draft(draft, &about)
}

/// Takes note that a letter was sent today, with a line in the log; what came of it, in words.
///
/// # Errors
/// There is no such draft, or it was sent already; the desk cannot be written.
pub(crate) fn send(desk: &mut Desk, number: u64, language: Language) -> anyhow::Result<Bilingual> {
    let day = today_here().to_string();
    let sent = desk.send_draft(number, (&day, &now()), |draft| {
        let words = ["已发出草稿 {n}：{subject}", "draft {n} sent: {subject}"];
        let values = [
            ("n", &*draft.number.to_string()),
            ("subject", &draft.subject),
        ];
        fill(pick(language, words), &values)
    })?;
    let words = [
        "草稿 {n} 已发出，并已记入联系记录（{day}）",
        "draft {n} is sent and logged for {day}",
    ];
    let values = [("n", &*sent.number.to_string()), ("day", &sent.sent)];
    Ok(Failure::filled(words, &values))
}

/// The address by which a mail program opens a letter, where it is a mail, is known whom it is to,
/// and is short enough.
pub(crate) fn link(draft: &Draft) -> Option<String> {
    let is_mail = draft.way == Way::Mail && is_address(&draft.address);
    is_mail
        .then(|| mailto(&draft.address, &draft.subject, &draft.text))
        .flatten()
}

/// Writes a letter to a file: a mail (`.eml`), or a text (`.md`, `.txt`).
///
/// # Errors
/// The file has another ending, is there already and is to be kept, or cannot be written.
pub(crate) fn to_file(
    draft: &Draft,
    me: &[(&'static str, String)],
    path: &Path,
    existing: Existing,
) -> anyhow::Result<()> {
    let ending = path
        .extension()
        .and_then(|it| it.to_str())
        .unwrap_or_default();
    let bytes = match &*ending.to_ascii_lowercase() {
        "eml" => as_mail(draft, me),
        "md" | "txt" => format!("# {}\n\n{}\n", draft.subject, draft.text).into_bytes(),
        _ => {
            return Err(Refusal::Invalid.because(Failure::new(
                "文件名应以 .eml（邮件）或 .md（文字）结尾",
                "the file's name ends in .eml for a mail or .md for a text",
            )));
        }
    };
    if existing == Existing::Keep && path.exists() {
        let name = path.to_string_lossy();
        let name = escape_controls(&name);
        anyhow::bail!(Failure::new(
            format!("已有文件 {name}，请换一个名字"),
            format!("{name} already exists: choose another name"),
        ));
    }
    write_whole_file(path, |out| Ok(out.write_all(&bytes)?))
}

/// Writes a letter to a file of its own in a folder, by its number; the file.
///
/// # Errors
/// It cannot be written.
pub(crate) fn save_in(
    folder: &Path,
    draft: &Draft,
    me: &[(&'static str, String)],
    ending: &str,
) -> anyhow::Result<PathBuf> {
    let number = draft.number;
    let names = std::iter::once(format!("draft-{number}.{ending}"))
        .chain((2..).map(|again| format!("draft-{number}-{again}.{ending}")));
    let mut paths = names.map(|name| folder.join(name));
    let path = paths.find(|path| !path.exists()).unwrap_or_default();
    to_file(draft, me, &path, Existing::Keep)?;
    Ok(path)
}

fn as_mail(draft: &Draft, me: &[(&'static str, String)]) -> Vec<u8> {
    let mine = |name: &str| {
        let found = me.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, value)| &**value)
    };
    let known = |name: &str, address: &str| {
        is_address(address).then(|| (one_line(name), address.to_owned()))
    };
    eml(&Mail {
        from: known(mine("user_name"), mine("user_email")),
        to: known(&draft.person, &draft.address),
        subject: &draft.subject,
        text: &draft.text,
    })
}
