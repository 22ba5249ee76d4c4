//! The command line: one file a command, and the reading of the arguments in two languages.
//!
//! Its names, shapes and exit codes are a contract with scripts. Data goes to stdout, everything
//! else to stderr.

mod annotate;
mod backup;
mod chinese;
mod complete;
mod deal;
mod delete;
mod desk;
mod do_not_contact;
mod doctor;
mod draft;
mod duplicates;
pub(crate) mod edit;
mod evidence;
mod exit_codes;
mod export;
mod facets;
mod feedback;
mod figures;
mod filter;
mod forget;
mod form;
mod import;
mod imports;
mod log;
mod log_lines;
mod manual;
mod match_asker;
mod mistake;
mod network;
mod open;
mod panics;
mod reading;
mod reindex;
mod remote;
mod report;
mod search;
mod settings;
mod shortlist;
mod show;
mod source;
mod stats;
mod task;
mod today;
mod watch;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use qiao_index::Library;
use qiao_index::error::Error;
use qiao_index::query::Problem;
use qiao_index::search::Page;
use qiao_index::vocab::Language;
use ratatui::crossterm::style;

use crate::browser::run::{self, BrowseOptions};
use crate::config::{self, Config};
use crate::desk::{DeskError, Refusal};
use crate::messages::{Failure, Messages, caveats, escape_controls_keep_lines, pick};
use crate::plain;
use crate::ui::presentation::Presentation;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Depth;
use crate::ui::theme::Theme;
use crate::work::letters::Writing;
use crate::work::remotes::LOCAL;

/// Search technology-transfer listings: achievements, patents, needs, experts, institutions.
///
/// Without a command it opens the browser.
#[derive(Debug, Parser)]
#[command(name = "qiao", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    start: Start,
    #[command(subcommand)]
    command: Option<Command>,
}

/// How the browser begins.
#[derive(Debug, Clone, Args)]
struct Start {
    /// Open the browser with this query
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    query: Option<String>,
    /// Start with an empty query instead of where the last session ended
    #[arg(long)]
    fresh: bool,
    /// Start with a three-minute tour
    #[arg(long)]
    tour: bool,
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Library folder
    #[arg(long, global = true, value_name = "DIR", env = "QIAO_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// Configuration file
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Ask this remote instead of the library (search, facets, show, export, match, browser); `local` for none
    #[arg(long, global = true, value_name = "NAME")]
    remote: Option<String>,
    /// Language of messages [default: from the locale]
    #[arg(long, global = true, value_name = "LANGUAGE")]
    lang: Option<Lang>,
    /// Plain lines only: no full screen, boxes or progress bars (for screen readers and logs)
    #[arg(long, global = true)]
    plain: bool,
    /// When to use colour
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

/// `--lang`
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lang {
    /// 中文
    Zh,
    /// English
    En,
}

impl Lang {
    const fn language(self) -> Language {
        match self {
            Self::Zh => Language::Chinese,
            Self::En => Language::English,
        }
    }
}

/// `--color`
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// Only on a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the listings that match a query
    Search(search::SearchArgs),
    /// Count the values of a facet among the matching listings
    Facets(facets::FacetsArgs),
    /// Count the matching listings by fields and over time: tables and charts
    Stats(stats::StatsArgs),
    /// Write a report: tables, charts and lists of a month, a quarter or a year
    Report(report::ReportArgs),
    /// List the network of centres, sub-centres and workstations, with what each has
    Network(network::NetworkArgs),
    /// List published figures on technology transfer with their sources
    Figures(figures::FiguresArgs),
    /// Print one listing
    Show(show::ShowArgs),
    /// List who answers a need, an offer, an expert or a text, and why
    Match(match_asker::MatchArgs),
    /// Print what is to be done today: tasks, watches that moved, needs that wait
    Today(today::TodayArgs),
    /// Accept a match: it is marked as accepted from now on
    Accept(feedback::AcceptArgs),
    /// Decline a match and say why: it is left out of matches from now on
    Decline(feedback::DeclineArgs),
    /// Keep listings on named lists, for a need or a client
    Shortlist(shortlist::ShortlistArgs),
    /// Write a note on a listing, or print it
    Note(annotate::NoteArgs),
    /// Put tags on a listing, or take them off
    Tag(annotate::TagArgs),
    /// Watch searches and listings: what is new, changed and gone
    Watch(watch::WatchArgs),
    /// Keep a log of calls, mails and meetings
    Log(log::LogArgs),
    /// Keep tasks, by the day they are due
    Task(task::TaskArgs),
    /// Write a mail, a letter or a message about a listing from a template
    Draft(draft::DraftArgs),
    /// Manage what you keep as a whole
    Desk(desk::DeskArgs),
    /// Write catalogue and desk to one file
    Backup(backup::BackupArgs),
    /// Put a backup in the place of the library
    RestoreBackup(backup::RestoreArgs),
    /// Keep deals by their stages, from the first lead to the payment
    Deal(deal::DealArgs),
    /// Keep whom not to contact: warned of before anything goes out
    DoNotContact(do_not_contact::DoNotContactArgs),
    /// Import files into the library
    Import(import::ImportArgs),
    /// Export the listings that match a query
    Export(export::ExportArgs),
    /// Manage the files that listings come from, and read in what has changed
    Source(source::SourceArgs),
    /// Edit fields of a listing; edits take precedence over imports
    Edit(edit::EditArgs),
    /// List past imports by number, with their results
    Imports(imports::ImportsArgs),
    /// Undo an import; later imports and your edits are kept
    Undo(imports::UndoArgs),
    /// List suspected duplicates; merge them or keep them apart
    Duplicates(duplicates::DuplicatesArgs),
    /// Delete listings; they stay deleted when their file is imported again
    Delete(delete::DeleteArgs),
    /// Restore a deleted listing
    Restore(delete::RestoreArgs),
    /// Erase a person or a listing from library, history and desk; it cannot be undone
    Forget(forget::ForgetArgs),
    /// Rebuild the full-text index
    Reindex,
    /// Manage clusters that hold more than one machine can, and send the library to them
    Remote(remote::RemoteArgs),
    /// Show where the configuration is and what it can contain
    Config(settings::ConfigArgs),
    /// Check terminal, clipboard, settings and library, and suggest fixes
    Doctor(doctor::DoctorArgs),
    /// Print shell completions
    Completions(complete::CompletionsArgs),
    /// Print the manual page
    Man,
}

impl Command {
    /// Whether it needs no settings, or shows itself what is wrong with them.
    const fn shows_settings(&self) -> bool {
        matches!(
            self,
            Self::Config(_) | Self::Doctor(_) | Self::Completions(_) | Self::Man
        )
    }

    /// Whether it answers from the local library, so that it has to be said where a remote is
    /// set.
    const fn is_of_the_library(&self) -> bool {
        if let Self::Match(args) = self {
            return args.asks_for_needs();
        }
        !matches!(
            self,
            Self::Search(_)
                | Self::Facets(_)
                | Self::Export(_)
                | Self::Show(_)
                | Self::Remote(_)
                | Self::Config(_)
                | Self::Doctor(_)
                | Self::Figures(_)
                | Self::Completions(_)
                | Self::Man
        )
    }
}

/// How a command ends when nothing went wrong.
pub(crate) enum End {
    /// Found, done.
    Done,
    /// Nothing found.
    Nothing,
    /// A file could not be read.
    Unread,
    /// The library holds something that cannot be read any more.
    Damaged,
    /// Stopped by the user (Ctrl-C).
    Interrupted,
}

impl Global {
    /// Folder of the library: the option, the environment, the platform's data folder.
    pub(crate) fn data_dir(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.data_dir {
            return Ok(folder.clone());
        }
        let folders = directories::ProjectDirs::from("", "", "qiao");
        folders
            .map(|folders| folders.data_dir().to_owned())
            .ok_or_else(|| {
                anyhow::Error::new(Failure::new(
                    "系统没有指定存放数据的文件夹：请用 --data-dir 给出",
                    "this system has no standard data folder: give one with --data-dir",
                ))
            })
    }

    /// The settings, and what is wrong with them.
    fn settings(&self) -> anyhow::Result<(Config, Vec<Failure>)> {
        config::load(self.config.as_deref())
    }

    /// Says what is wrong with the settings: an answer that heeds others than the user has written
    /// would pass for theirs.
    fn say_settings_problems(&self) -> anyhow::Result<()> {
        for problem in self.settings()?.1 {
            complain(problem.say(self.language()));
        }
        Ok(())
    }

    /// Whether words that mean the same are added to queries.
    fn adds_synonyms(&self) -> bool {
        let settings = self.settings();
        settings.is_ok_and(|(config, _)| config.synonyms)
    }

    /// The name of the remote that is to be asked: the option, the settings.
    fn remote_name(&self) -> Option<String> {
        let set = || self.settings().ok().and_then(|(config, _)| config.remote);
        let name = self.remote.clone().or_else(set);
        name.filter(|name| name != LOCAL)
    }

    /// Whether to show how far something has got.
    fn shows_progress(&self) -> bool {
        io::stderr().is_terminal() && !self.plain
    }

    /// Language of messages that the command line names.
    fn told_language(&self) -> Option<Language> {
        self.lang.map(Lang::language)
    }

    /// Language of messages: the option, the settings, the locale.
    pub(crate) fn language(&self) -> Language {
        spoken(self.told_language(), self.config.as_deref())
    }

    /// Whether what a command prints is coloured: as `--color` says, of itself on a terminal only.
    fn paints(&self) -> bool {
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let fit = io::stdout().is_terminal() && !self.plain && !dumb;
        let paints = (self.color == Color::Always || fit) && self.depth() != Depth::None;
        // From here on `NO_COLOR` is settled: crossterm need not heed it again.
        style::force_color_output(paints);
        paints
    }

    /// How many colours may be used: `--color`, `NO_COLOR`, what the terminal has.
    fn depth(&self) -> Depth {
        let set = |name: &str| std::env::var(name).unwrap_or_default();
        let never = self.color == Color::Never;
        let unwanted = self.color == Color::Auto && !set("NO_COLOR").is_empty();
        if never || unwanted {
            return Depth::None;
        }
        Depth::of(&set("COLORTERM"), &set("TERM"))
    }
}

/// Says how many listings could not be read and were left out.
fn say_unreadable(library: &Library, global: &Global) {
    let number = library.left_out();
    if number > 0 {
        complain(&Messages::of(global.language()).unreadable(number));
    }
}

/// Says how many listings a search has left out.
fn say_left_out(page: &Page, global: &Global) {
    let messages = Messages::of(global.language());
    say_problems(&page.problems, global);
    if page.withdrawn > 0 {
        complain(&messages.withdrawn(page.withdrawn));
    }
    if page.declined > 0 {
        complain(&messages.declined(page.declined));
    }
    for caveat in page.elsewhere.iter().flat_map(caveats) {
        complain(caveat.say(global.language()));
    }
}

/// Says what of a query could not be read as meant.
fn say_problems(problems: &[Problem], global: &Global) {
    let messages = Messages::of(global.language());
    for problem in problems {
        complain(&messages.problem(problem));
    }
}

/// Says that nothing matches exactly and these are the nearest, where that is so.
fn say_relaxed(page: &Page, global: &Global) {
    if page.relaxed {
        complain(Messages::of(global.language()).query.relaxed);
    }
}

/// Language of messages: as told, as the settings in this file or in the usual one say, the
/// locale's.
fn spoken(told: Option<Language>, settings: Option<&Path>) -> Language {
    // What is wrong with the settings is said later, in this language.
    let settings = config::load(settings).map(|(settings, _)| settings);
    config::language(told, &settings.unwrap_or_default(), &config::locale())
}

/// Runs the program.
#[must_use]
pub fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let language = reading::spoken_before(&words);
    let arguments = match reading::read(words, language) {
        Ok(arguments) => arguments,
        Err(error) => return reading::refuse(&error, language),
    };
    let folder = arguments.global.data_dir().ok();
    let Ok(done) = panics::guarded(language, || execute(arguments)) else {
        return ExitCode::from(101);
    };
    match done {
        Ok(End::Done) => ExitCode::SUCCESS,
        Ok(End::Nothing) => ExitCode::from(1),
        Ok(End::Unread) => ExitCode::from(3),
        Ok(End::Damaged) => ExitCode::from(4),
        Ok(End::Interrupted) => ExitCode::from(130),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            let name = pick(language, ["qiao：", "qiao: "]);
            let place = place_of_trouble(&error, folder.as_deref());
            let said = Failure::of(&error);
            complain(&format!("{name}{}{place}", said.say(language)));
            ExitCode::from(exit_code(&error))
        }
    }
}

fn execute(arguments: Arguments) -> anyhow::Result<End> {
    let global = &arguments.global;
    if arguments
        .command
        .as_ref()
        .is_some_and(Command::is_of_the_library)
    {
        open::refuse_remote(global)?;
    }
    if arguments
        .command
        .as_ref()
        .is_some_and(|command| !command.shows_settings())
    {
        global.say_settings_problems()?;
    }
    match arguments.command {
        None => browse(global, arguments.start),
        Some(Command::Search(args)) => search::run(&args, global),
        Some(Command::Facets(args)) => facets::run(&args, global),
        Some(Command::Stats(args)) => stats::run(&args, global),
        Some(Command::Report(args)) => report::run(&args, global),
        Some(Command::Network(args)) => network::run(&args, global),
        Some(Command::Figures(args)) => figures::run(&args, global),
        Some(Command::Show(args)) => show::run(&args, global),
        Some(Command::Match(args)) => match_asker::run(&args, global),
        Some(Command::Today(args)) => today::run(&args, global),
        Some(Command::Accept(args)) => feedback::accept(&args, global),
        Some(Command::Decline(args)) => feedback::decline(&args, global),
        Some(Command::Shortlist(args)) => shortlist::run(&args, global),
        Some(Command::Note(args)) => annotate::run_note(&args, global),
        Some(Command::Tag(args)) => annotate::run_tag(&args, global),
        Some(Command::Watch(args)) => watch::run(&args, global),
        Some(Command::Log(args)) => log::run(&args, global),
        Some(Command::Task(args)) => task::run(&args, global),
        Some(Command::Draft(args)) => draft::run(&args, global),
        Some(Command::Desk(args)) => desk::run(&args, global),
        Some(Command::Backup(args)) => backup::write(&args, global),
        Some(Command::RestoreBackup(args)) => backup::restore(&args, global),
        Some(Command::Deal(args)) => deal::run(&args, global),
        Some(Command::DoNotContact(args)) => do_not_contact::run(&args, global),
        Some(Command::Import(args)) => import::run(&args, global),
        Some(Command::Export(args)) => export::run(&args, global),
        Some(Command::Source(args)) => source::run(&args, global),
        Some(Command::Edit(args)) => edit::run(&args, global),
        Some(Command::Imports(args)) => imports::list(&args, global),
        Some(Command::Undo(args)) => imports::undo(&args, global),
        Some(Command::Duplicates(args)) => duplicates::run(&args, global),
        Some(Command::Delete(args)) => delete::delete(&args, global),
        Some(Command::Restore(args)) => delete::restore(&args, global),
        Some(Command::Reindex) => reindex::run(global),
        Some(Command::Remote(args)) => remote::run(&args, global),
        Some(Command::Config(args)) => settings::run(&args, global),
        Some(Command::Forget(args)) => forget::run(&args, global),
        Some(Command::Doctor(args)) => doctor::run(&args, global),
        Some(Command::Completions(args)) => complete::completions(&args, global),
        Some(Command::Man) => manual::man(global),
    }
}

fn browse(global: &Global, start: Start) -> anyhow::Result<End> {
    let interactive = io::stdout().is_terminal() && io::stdin().is_terminal();
    let dumb = interactive && std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    if global.plain || dumb {
        return converse(global, start.query);
    }
    if !interactive {
        let words = [
            "浏览界面需要终端；在脚本中请用 qiao search 检索式",
            "the browser needs a terminal; in scripts use `qiao search QUERY`",
        ];
        return Err(usage(pick(global.language(), words)));
    }
    let (config, warnings) = global.settings()?;
    run::browse(&BrowseOptions {
        data_dir: global.data_dir()?,
        remote: open::remote(global)?,
        restore: !start.fresh && start.query.is_none() && !start.tour,
        initial_query: start.query.unwrap_or_default(),
        tour: start.tour,
        language: global.told_language(),
        depth: global.depth(),
        config_file: global.config.clone().or_else(config::path),
        config,
        warnings,
    })?;
    Ok(End::Done)
}

/// The browser as a conversation in lines.
fn converse(global: &Global, query: Option<String>) -> anyhow::Result<End> {
    let (config, warnings) = global.settings()?;
    let language = global.language();
    for warning in &warnings {
        complain(warning.say(language));
    }
    let columns = DisplayWidth {
        ambiguous_wide: config.ambiguous_wide,
    };
    plain::converse(plain::ConversationOptions {
        data_dir: global.data_dir()?,
        library: open::for_asking(global)?,
        look: Presentation::new(language, Theme::ansi(), columns, true),
        copy_command: config.copy_command,
        synonyms: config.synonyms,
        remembers_opened: config.remember_opened,
        writing: Writing {
            me: config.me,
            templates: config.templates,
            language,
        },
        initial_query: query.unwrap_or_default(),
    })?;
    Ok(End::Done)
}

/// A mistake in how the program was called: exit code 2.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

/// An error that ends the program with exit code 2.
pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
    Usage(message.into()).into()
}

/// The library's folder, where its disk is in trouble and the error does not name it.
fn place_of_trouble(error: &anyhow::Error, folder: Option<&Path>) -> String {
    let ours = error.downcast_ref::<Error>();
    let is_nameless = |error: &&Error| {
        matches!(
            error,
            Error::Catalogue(_) | Error::Index(_) | Error::CatalogueDamaged(_)
        )
    };
    let folder = ours.filter(is_nameless).and(folder);
    folder.map_or_else(String::new, |folder| format!(" ({})", folder.display()))
}

fn exit_code(error: &anyhow::Error) -> u8 {
    let refusal = error.downcast_ref::<Refusal>();
    if refusal == Some(&Refusal::Unknown) {
        1
    } else if error.is::<Usage>() || refusal.is_some() {
        2
    } else if error.is::<Error>() || error.is::<DeskError>() {
        4
    } else {
        3
    }
}

/// Whoever reads our output has had enough: a normal end.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let kinds = error.chain().filter_map(|cause| {
        let plain = cause.downcast_ref::<io::Error>();
        let json = cause.downcast_ref::<serde_json::Error>();
        // The table writer's errors come wrapped in one of the system's.
        let within = plain.and_then(|error| error.get_ref()?.downcast_ref::<csv::Error>());
        let table = cause.downcast_ref::<csv::Error>().or(within);
        let table = table.and_then(|error| match error.kind() {
            csv::ErrorKind::Io(error) => Some(error.kind()),
            _ => None,
        });
        let json = json.and_then(serde_json::Error::io_error_kind);
        table.or(json).or(plain.map(io::Error::kind))
    });
    kinds
        .into_iter()
        .any(|kind| kind == io::ErrorKind::BrokenPipe)
}

/// Prints a message to stderr; what it quotes never steers the terminal. Where that fails too there
/// is nobody left to tell.
pub(crate) fn complain(message: &str) {
    let message = escape_controls_keep_lines(message);
    drop(writeln!(io::stderr(), "{message}"));
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::panic::catch_unwind;

    use clap::builder::PossibleValue;
    use clap::{Arg, ArgAction};

    use super::*;

    /// What may stand behind any option.
    const VALUES: [&str; 15] = [
        "kind=need",
        "kind",
        "listings",
        "utf-8",
        "1",
        "2026-01-02",
        "2026",
        "need",
        "text",
        "jsonl",
        "title=a",
        "newest",
        "a",
        "https://example.com/a",
        "+1d",
    ];

    /// Whether the program takes these words; `None` where it panics.
    fn is_taken(words: &[&str]) -> Option<bool> {
        let words: Vec<OsString> = words.iter().map(OsString::from).collect();
        catch_unwind(|| reading::read(words, Language::English).is_ok()).ok()
    }

    /// Options that go with others only.
    const WITH: [(&str, &[&str]); 5] = [
        ("facets", &["--by", "kind"]),
        ("stats", &["--by", "kind"]),
        ("--new", &["--all"]),
        ("--user", &["--password-command", "a"]),
        ("--password-command", &["--user", "a"]),
    ];

    /// Words that a command needs, whatever else is said, but for an option.
    fn needed(command: &clap::Command, option: &Arg) -> Vec<String> {
        let with = WITH.iter().filter(|(name, words)| {
            let is_named =
                *name == command.get_name() || option.get_long() == name.strip_prefix("--");
            is_named && !words.contains(&&*format!("--{}", option.get_id()))
        });
        let with = with.flat_map(|(_, words)| words.iter().map(|word| (*word).to_owned()));
        let others = command.get_arguments().filter(|it| {
            it.is_required_set() && it.get_id() != option.get_id() && it.get_long() != Some("by")
        });
        let words = others.flat_map(|it| {
            let value = it.get_possible_values();
            let value = value.first().map_or("1", |it| it.get_name()).to_owned();
            let name = it.get_long().map(|name| format!("--{name}"));
            name.into_iter().chain([value])
        });
        words.chain(with).collect()
    }

    fn each_option(command: &clap::Command, before: &[&str], untaken: &mut Vec<String>) {
        let is_option = |it: &&Arg| {
            it.get_long().is_some()
                && !it.is_global_set()
                && !matches!(it.get_action(), ArgAction::Help | ArgAction::Version)
        };
        for option in command.get_arguments().filter(is_option) {
            let needed = needed(command, option);
            let needed = needed.iter().map(String::as_str);
            let fixed: Vec<&str> = before.iter().copied().chain(needed).collect();
            let name = format!("--{}", option.get_long().unwrap_or_default());
            let own: Vec<_> = option.get_possible_values();
            let values = own.iter().map(PossibleValue::get_name).chain(VALUES);
            let flag = (!option.get_action().takes_values()).then_some(None);
            let mut tries = flag.into_iter().chain(values.map(Some));
            let taken = tries.any(|value| {
                let with: Vec<&str> = fixed.iter().copied().chain([&*name]).chain(value).collect();
                let with_one: Vec<&str> = with.iter().copied().chain(["1"]).collect();
                [with, with_one]
                    .iter()
                    .any(|words| is_taken(words).unwrap_or_else(|| panic!("{words:?}")))
            });
            if !taken {
                untaken.push([&fixed.join(" "), " ", &name].concat());
            }
        }
        for below in command.get_subcommands() {
            let before: Vec<&str> = before.iter().copied().chain([below.get_name()]).collect();
            each_option(below, &before, untaken);
        }
    }

    #[test]
    fn every_option_of_every_command_can_be_given() {
        let mut untaken = Vec::new();
        each_option(
            &reading::command(Language::English),
            &["qiao"],
            &mut untaken,
        );
        assert_eq!(untaken, Vec::<String>::new());
    }
}
