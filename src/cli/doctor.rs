//! `qiao doctor`: what the browser meets with on this machine and in this terminal, and what to
//! change. It changes nothing itself and works without a terminal, where it asks less.

mod deep;
mod library;
mod terminal;
mod tmux;

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;
use qiao_index::vocab::Language;

use super::{End, Global};
use crate::config::{self, Config};
use crate::messages::{escape_controls, pick};
use crate::ui::clipboard::{self, Channel};
use crate::ui::text::DisplayWidth;

/// How good something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// As it should be.
    Good,
    /// It works, but could be better.
    Note,
    /// It does not work.
    Bad,
}

impl Verdict {
    const fn word(self) -> [&'static str; 2] {
        match self {
            Self::Good => ["正常", "ok"],
            Self::Note => ["注意", "note"],
            Self::Bad => ["有误", "bad"],
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Finding {
    verdict: Verdict,
    /// What was looked at.
    subject: &'static str,
    /// What was found.
    found: String,
    /// What to change.
    advice: Option<String>,
}

/// Words in the user's language.
#[derive(Debug, Clone, Copy)]
struct Speaker(Language);

impl Speaker {
    const fn say(self, words: [&'static str; 2]) -> &'static str {
        pick(self.0, words)
    }

    fn good(self, subject: [&'static str; 2], found: impl Into<String>) -> Finding {
        Finding {
            verdict: Verdict::Good,
            subject: self.say(subject),
            found: found.into(),
            advice: None,
        }
    }

    fn note(
        self,
        subject: [&'static str; 2],
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        Finding {
            verdict: Verdict::Note,
            advice: Some(advice.into()),
            ..self.good(subject, found)
        }
    }

    fn bad(
        self,
        subject: [&'static str; 2],
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Finding {
        Finding {
            verdict: Verdict::Bad,
            ..self.note(subject, found, advice)
        }
    }
}

/// Arguments of `qiao doctor`.
#[derive(Debug, Args)]
pub(super) struct DoctorArgs {
    /// Read the whole catalogue, listing by listing
    #[arg(long)]
    deep: bool,
    /// Save what can be read of a damaged library into a new one in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "deep")]
    recover: Option<PathBuf>,
}

/// Runs the command.
pub(super) fn run(args: &DoctorArgs, global: &Global) -> anyhow::Result<End> {
    match &args.recover {
        Some(folder) => deep::save(folder, global),
        None => look(args, global),
    }
}

/// Looks at everything and says what was found.
fn look(args: &DoctorArgs, global: &Global) -> anyhow::Result<End> {
    let speaker = Speaker(global.language());
    let (config, warnings) = global.settings()?;
    let file = global.config.clone().or_else(config::path);
    let file = file.map_or_else(String::new, |file| file.display().to_string());
    print(speaker, &program(speaker))?;
    for finding in terminal::findings(speaker, &config, &file, global.depth()) {
        print(speaker, &finding)?;
    }
    for finding in tmux::findings(speaker) {
        print(speaker, &finding)?;
    }
    print(speaker, &clipboard(speaker, &config))?;
    print(speaker, &locale(speaker))?;
    let mut settings = vec![speaker.good(SETTINGS, &file)];
    if !warnings.is_empty() {
        let lines = warnings.iter().map(|warning| {
            let advice = speaker.say(["改正这一行", "correct this line"]);
            speaker.bad(SETTINGS, warning.say(speaker.0), advice)
        });
        settings = lines.collect();
    }
    for finding in settings {
        print(speaker, &finding)?;
    }
    let folder = global.data_dir()?;
    let (finding, failure) = library::library(speaker, &folder);
    print(speaker, &finding)?;
    if let Some(finding) = library::privacy(speaker, &folder) {
        print(speaker, &finding)?;
    }
    let mut is_damaged = false;
    if args.deep {
        let (findings, damaged) = deep::catalogue(speaker, &folder, failure.is_some());
        is_damaged = damaged;
        for finding in findings {
            print(speaker, &finding)?;
        }
    }
    if let Some(finding) = library::names(speaker, &folder) {
        print(speaker, &finding)?;
    }
    if let Some(finding) = library::desk(speaker, &folder) {
        print(speaker, &finding)?;
    }
    print(speaker, &library::disk(speaker, &folder))?;
    // A library that cannot be used is the one thing without which nothing works.
    match failure {
        Some(failure) => Err(failure),
        None if is_damaged => Ok(End::Damaged),
        None => Ok(End::Done),
    }
}

const SETTINGS: [&str; 2] = ["配置", "settings"];

/// Columns of the verdict and of the subject.
const LEFT: [usize; 2] = [6, 12];

fn print(speaker: Speaker, finding: &Finding) -> io::Result<()> {
    let columns = DisplayWidth::default();
    let pad = |text: &str, width: usize| {
        let blanks = width.saturating_sub(columns.width(text));
        format!("{text}{}", " ".repeat(blanks))
    };
    let [verdict, subject] = LEFT;
    let verdict = pad(speaker.say(finding.verdict.word()), verdict);
    let subject = pad(finding.subject, subject);
    let mut out = io::stdout().lock();
    writeln!(out, "{verdict}{subject}{}", escape_controls(&finding.found))?;
    if let Some(advice) = &finding.advice {
        let indent = " ".repeat(LEFT.iter().sum());
        let words = speaker.say(["可以：", "do: "]);
        writeln!(out, "{indent}{words}{}", escape_controls(advice))?;
    }
    out.flush()
}

fn program(speaker: Speaker) -> Finding {
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let version = env!("CARGO_PKG_VERSION");
    speaker.good(
        ["程序", "program"],
        format!("qiao {version}, {system} {machine}"),
    )
}

/// The ways to a clipboard, in the order in which they are tried.
fn clipboard(speaker: Speaker, config: &Config) -> Finding {
    let ways = clipboard::open_ways(config.copy_command.clone());
    let name = |way: &Channel| match way {
        Channel::Program(program) => program.clone(),
        Channel::Desktop => speaker.say(["桌面剪贴板", "the desktop's own"]).to_owned(),
        Channel::Terminal => speaker
            .say(["终端（OSC 52）", "the terminal (OSC 52)"])
            .to_owned(),
        Channel::ByHand => speaker
            .say(["显示后手工选取", "selecting by hand"])
            .to_owned(),
    };
    let found: Vec<_> = ways.iter().map(name).collect();
    let found = found.join(speaker.say(["，再 ", ", then "]));
    match ways.first() {
        Some(Channel::Program(_) | Channel::Desktop) => speaker.good(CLIPBOARD, found),
        _ => speaker.note(
            CLIPBOARD,
            found,
            speaker.say([
                "安装 wl-copy、xclip 或 xsel，或在配置中写 copy_command；终端是否收下 OSC 52 无从得知",
                "install wl-copy, xclip or xsel, or set copy_command; there is no way to tell whether the terminal supports OSC 52",
            ]),
        ),
    }
}

const CLIPBOARD: [&str; 2] = ["剪贴板", "clipboard"];

fn locale(speaker: Speaker) -> Finding {
    let subject = ["区域设置", "locale"];
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let value = names.into_iter().find_map(set).unwrap_or_default();
    let lower = value.to_lowercase();
    if cfg!(windows) || lower.contains("utf-8") || lower.contains("utf8") {
        return speaker.good(subject, value);
    }
    let shown = if value.is_empty() {
        speaker.say(["未设置", "not set"])
    } else {
        &value
    };
    speaker.note(
        subject,
        shown,
        speaker.say([
            "export LANG=zh_CN.UTF-8（或 C.UTF-8），否则 tmux 等会把中文画错",
            "export LANG=C.UTF-8 (or zh_CN.UTF-8); otherwise tmux and other programs garble Chinese",
        ]),
    )
}
