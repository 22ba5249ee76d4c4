//! `qiao --plain`, and where `TERM` is `dumb`: the browser as a conversation. Line by line, results
//! by number, nothing drawn and no escape sequence: for screen readers, logs and pipes.

mod commands;
mod contacting;
mod deals;
mod desk;
mod desk_files;
mod drafts;
mod editing;
mod files;
mod filters;
mod library;
mod marked;
mod pages;
mod reading;
mod statistics;
mod visits;

use std::io::{self, BufRead, IsTerminal as _, Write};
use std::path::PathBuf;

use qiao_index::library::Suspects;
use qiao_index::record::Record;
use qiao_index::request::{Request, Sort};
use qiao_index::search::Page;

use crate::listing::{reasons, result_line};
use crate::messages::{caveats, escape_controls, fill, grouped, pick};
use crate::ui::presentation::Presentation;
use crate::work::desk_files::FileOrder;
use crate::work::desk_thread::DeskThread;
use crate::work::engine::Engine as _;
use crate::work::letters::Writing;
use crate::work::library::OpenLibrary;
use crate::work::marks::Marks;
use crate::work::new_matches::NewMatches;
use crate::work::session;
use commands::{Command, GROUPS, Said};
use library::Pending;

/// Results at a time.
const PAGE: usize = 10;

/// How a conversation begins.
pub(crate) struct ConversationOptions {
    /// The folder of the user's library.
    pub(crate) data_dir: PathBuf,
    /// The library that is searched: the user's, or the samples while that is empty.
    pub(crate) library: OpenLibrary,
    /// Language and widths.
    pub(crate) look: Presentation,
    /// Command that copies, where the settings name one.
    pub(crate) copy_command: Option<String>,
    /// Whether words that mean the same are added to queries.
    pub(crate) synonyms: bool,
    /// Whether it is remembered what was opened and whose contact was copied.
    pub(crate) remembers_opened: bool,
    /// What letters are written with.
    pub(crate) writing: Writing,
    /// What is searched for first.
    pub(crate) initial_query: String,
}

/// Holds a conversation until its input ends or the user leaves.
///
/// # Errors
/// The library cannot be searched, or the output is closed.
pub(crate) fn converse(options: ConversationOptions) -> anyhow::Result<()> {
    let mut session = Session::new(
        options.library,
        options.data_dir,
        options.look,
        io::stdout().lock(),
    );
    session.copy_command = options.copy_command;
    session.writing = options.writing;
    if options.remembers_opened {
        // What came of it is told to nobody: nobody has asked for it.
        session.memory = Some(DeskThread::start(session.folder.clone(), drop)?);
    }
    session.request.query = options.initial_query;
    session.request.without_synonyms = !options.synonyms;
    let prompted = io::stdin().is_terminal();
    session.begin()?;
    session.hold(io::stdin().lock(), prompted)?;
    if let Some(memory) = session.memory.take() {
        memory.finish();
    }
    if prompted {
        session.save()?;
    }
    Ok(())
}

/// A session: the question, its answer, the listing that was opened last.
struct Session<W: Write> {
    library: OpenLibrary,
    /// Of the user's library, whose place the samples may have taken.
    folder: PathBuf,
    look: Presentation,
    copy_command: Option<String>,
    /// Remembers what was opened and copied, where that is wanted.
    memory: Option<DeskThread>,
    /// What letters are written with.
    writing: Writing,
    request: Request,
    page: Page,
    /// The questions before, the last one at the end.
    before: Vec<Request>,
    /// Queries of this and earlier sessions, the oldest first.
    queries: Vec<String>,
    open: Option<Record>,
    marks: Marks,
    /// What is done when the user confirms it.
    pending: Option<Pending>,
    /// The copy that was held back, as its contact is not to be contacted: asked for again it is
    /// made.
    held_back: Option<String>,
    /// The pairs that were listed last.
    pairs: Vec<Suspects>,
    /// What the last import has brought that matches needs.
    news: Vec<NewMatches>,
    out: W,
}

impl<W: Write> Session<W> {
    fn new(library: OpenLibrary, folder: PathBuf, look: Presentation, out: W) -> Self {
        Self {
            queries: session::load(&folder).queries,
            library,
            folder,
            look,
            copy_command: None,
            memory: None,
            writing: Writing {
                me: Vec::new(),
                templates: None,
                language: look.language,
            },
            request: Request {
                limit: PAGE,
                ..Request::default()
            },
            page: Page::default(),
            before: Vec::new(),
            open: None,
            marks: Marks::default(),
            pending: None,
            held_back: None,
            pairs: Vec::new(),
            news: Vec::new(),
            out,
        }
    }

    fn say(&self, words: [&'static str; 2]) -> &'static str {
        pick(self.look.language, words)
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", escape_controls(text))
    }

    /// Writes a message, which may be one of the browser's short ones, as a sentence.
    fn tell(&mut self, message: &str) -> io::Result<()> {
        let mut letters = message.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        let sentence: String = first.into_iter().chain(letters).collect();
        self.line(&sentence)
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        let words = self.say([
            "输入检索词；输入结果的编号打开；:帮助 列出命令，:退出 离开",
            "Type a query; type a result's number to open it; :help lists the commands, :quit exits",
        ]);
        self.line(words)?;
        let searched = self.search();
        self.said_of_remote(searched, ())
    }

    /// What a remote does not do is said, and the session goes on; whatever fails in the library
    /// ends it.
    fn said_of_remote<T>(&mut self, done: anyhow::Result<T>, instead: T) -> anyhow::Result<T> {
        match done {
            Err(error) if self.library.remote().is_some() => {
                let words = self.say([
                    "{reason}（:本地 改查本地资料库）",
                    "{reason} (:local asks the local library)",
                ]);
                self.say_failure(&error, words)?;
                Ok(instead)
            }
            done => done,
        }
    }

    /// Asks the library from now on.
    fn ask_library(&mut self) -> anyhow::Result<()> {
        self.library.set_remote(None)?;
        let words = self.say(["改查本地资料库", "The local library is asked from now on"]);
        self.line(words)?;
        self.search()
    }

    /// Takes line after line; a prompt is written for people only.
    fn hold(&mut self, input: impl BufRead, prompted: bool) -> anyhow::Result<()> {
        let mut lines = input.lines();
        loop {
            if prompted {
                write!(self.out, "> ")?;
            }
            self.out.flush()?;
            let Some(line) = lines.next() else {
                return Ok(());
            };
            if !self.take(&line?)? {
                return Ok(());
            }
        }
    }

    /// Does what a line says; whether to go on.
    fn take(&mut self, line: &str) -> anyhow::Result<bool> {
        let done = self.heed(line);
        self.said_of_remote(done, true)
    }

    fn heed(&mut self, line: &str) -> anyhow::Result<bool> {
        let said = commands::read(line);
        if !matches!(said, Said::Command(Command::Confirm, _)) {
            self.pending = None;
        }
        match said {
            Said::Nothing => self.turn(true)?,
            Said::Number(number, line) => self.number(number, line)?,
            Said::Query(query) => self.query(query)?,
            Said::Unknown(name) => {
                let words = self.say([
                    "没有命令 {name}：:帮助 列出全部命令",
                    "No command is called {name}: :help lists them",
                ]);
                self.line(&fill(words, &[("name", name)]))?;
            }
            Said::Command(Command::Quit, _) => return Ok(false),
            Said::Command(command, argument) => self.carry_out(command, argument)?,
        }
        Ok(true)
    }

    fn carry_out(&mut self, command: Command, argument: &str) -> anyhow::Result<()> {
        match command {
            Command::Next => self.turn(true)?,
            Command::Previous => self.turn(false)?,
            Command::Values => self.values(argument)?,
            Command::Filter => self.filter(argument)?,
            Command::Reset => self.reset(argument)?,
            Command::Sort => self.sort(argument)?,
            Command::Families => self.families()?,
            Command::Suggestion => self.suggestion()?,
            Command::History => self.history(argument)?,
            Command::Back => self.back()?,
            Command::Whole => self.read_out(true)?,
            Command::Copy => self.copy(argument)?,
            Command::Link => self.link()?,
            Command::Matches => self.matches()?,
            Command::AcceptMatch => self.accept(argument)?,
            Command::DeclineMatch => self.decline(argument)?,
            Command::UndecideMatch => self.undecide(argument)?,
            Command::NewMatches => self.new_matches(argument)?,
            Command::Shortlist => self.shortlist(argument, true)?,
            Command::Unlist => self.shortlist(argument, false)?,
            Command::Tag => self.tag(argument, true)?,
            Command::Untag => self.tag(argument, false)?,
            Command::Note => self.note(argument)?,
            Command::Log => self.log(argument)?,
            Command::UndoDesk => self.undo_desk()?,
            Command::Statistics => self.statistics(argument)?,
            Command::AskLibrary => self.ask_library()?,
            Command::Network => self.network()?,
            Command::Today => self.today(argument)?,
            Command::Task => self.task(argument)?,
            Command::Draft => self.draft(argument)?,
            Command::Sent => self.sent(argument)?,
            Command::Deal => self.deal(argument)?,
            Command::Watch => self.watch(argument)?,
            Command::DoNotContact => self.do_not_contact(argument)?,
            Command::MayContact => self.may_contact(argument)?,
            Command::Evidence => self.evidence(argument)?,
            Command::Backup => self.keep_file(argument, FileOrder::Backup)?,
            Command::RestoreBackup => self.restore_backup(argument)?,
            Command::ExportDesk => self.keep_file(argument, FileOrder::ExportDesk)?,
            Command::ImportDesk => self.keep_file(argument, FileOrder::ImportDesk)?,
            Command::ClearOpened => self.clear_opened()?,
            Command::MoreLikeThis => self.more_like_this()?,
            Command::SameInstitution => self.same_institution()?,
            Command::Related => self.related()?,
            Command::Mark => self.mark(argument)?,
            Command::Unmark => self.unmark(argument)?,
            Command::Marks => self.say_marks()?,
            Command::Compare => self.compare()?,
            Command::Import => self.import(argument)?,
            Command::Export => self.export(argument)?,
            Command::Edit => self.edit(argument)?,
            Command::Sync => self.sync(argument)?,
            Command::Imports => self.imports()?,
            Command::Undo => self.undo(argument)?,
            Command::Delete => self.delete(argument)?,
            Command::Restore => self.restore(argument)?,
            Command::Duplicates => self.duplicates(argument)?,
            Command::Merge => self.decide(argument, true)?,
            Command::Apart => self.decide(argument, false)?,
            Command::Confirm => self.confirm()?,
            Command::Help => self.help(argument)?,
            Command::Quit => {}
        }
        Ok(())
    }

    /// Asks what was typed.
    fn query(&mut self, query: &str) -> anyhow::Result<()> {
        self.queries.retain(|known| known != query);
        self.queries.push(query.to_owned());
        self.ask(Request {
            query: query.to_owned(),
            ..self.request.clone()
        })
    }

    /// Asks something else; the way back is remembered.
    pub(super) fn ask(&mut self, request: Request) -> anyhow::Result<()> {
        let last = Request {
            offset: 0,
            ..request
        };
        self.before.push(std::mem::replace(&mut self.request, last));
        self.search()
    }

    fn search(&mut self) -> anyhow::Result<()> {
        self.page = self.library.answer(&self.request)?;
        let messages = self.look.messages;
        let problems = self.page.problems.iter();
        let problems: Vec<_> = problems.map(|it| messages.problem(it)).collect();
        for problem in problems {
            self.tell(&problem)?;
        }
        if !self.page.interpreted.is_empty() {
            let query = [("query", &*self.page.interpreted)];
            self.tell(&fill(messages.query.understood, &query))?;
        }
        let elsewhere = self.page.elsewhere.clone();
        for caveat in elsewhere.iter().flat_map(caveats) {
            self.tell(caveat.say(self.look.language))?;
        }
        if self.page.withdrawn > 0 {
            self.tell(&messages.withdrawn(self.page.withdrawn))?;
        }
        if self.page.declined > 0 {
            self.tell(&messages.declined(self.page.declined))?;
        }
        if self.page.unreadable > 0 {
            self.tell(&messages.unreadable(self.page.unreadable))?;
        }
        self.say_found()
    }

    /// Says what the question has found, and what it may have been meant to find.
    fn say_found(&mut self) -> anyhow::Result<()> {
        if let Some(suggestion) = &self.page.suggestion {
            let words = self.say([
                "是不是要查：{query}（:采用建议 改查）",
                "Did you mean {query}? (:take searches for it)",
            ]);
            self.line(&fill(words, &[("query", suggestion)]))?;
        }
        if self.page.total == 0 {
            return Ok(self.nothing()?);
        }
        if self.page.relaxed {
            self.tell(self.look.messages.query.relaxed)?;
        }
        Ok(self.results()?)
    }

    /// Nothing was found: what each clause would find alone, and which filters there are.
    fn nothing(&mut self) -> io::Result<()> {
        let nothing = &self.look.messages.nothing;
        self.line(nothing.found)?;
        for clause in self.page.clauses.clone() {
            let values = [("clause", &*clause.clause), ("n", &*grouped(clause.count))];
            self.tell(&fill(nothing.without_clause, &values))?;
        }
        if !self.request.filters.is_empty() {
            self.say_filters()?;
            let words = self.say([":清除筛选 去掉全部筛选", ":reset removes all filters"]);
            self.line(words)?;
        }
        Ok(())
    }

    fn results(&mut self) -> io::Result<()> {
        let messages = self.look.messages;
        let first = self.request.offset + 1;
        let last = self.request.offset + self.page.hits.len();
        let order = messages.sorts.get(self.request.sort as usize);
        let values = [
            ("n", &*messages.listings(self.page.total)),
            ("order", order.copied().unwrap_or_default()),
            ("first", &*first.to_string()),
            ("last", &*last.to_string()),
        ];
        let words = match (self.page.total, first == last) {
            (1, _) => "{n}",
            (_, true) => self.say([
                "{n}，按{order}；第 {first} 条",
                "{n}, {order}; number {first}",
            ]),
            _ => self.say([
                "{n}，按{order}；第 {first} 到 {last} 条",
                "{n}, {order}; {first} to {last}",
            ]),
        };
        let colon = self.say(["：", ":"]);
        self.line(&format!("{}{colon}", fill(words, &values)))?;
        if !self.request.filters.is_empty() {
            self.say_filters()?;
        }
        for (number, hit) in (first..).zip(self.page.hits.clone()) {
            self.result(number, &hit.record)?;
            if let Some(fit) = hit.fit.as_deref() {
                let line = reasons::summary(fit, &hit.record, &self.look);
                let pieces = line.pieces.iter().map(|piece| &*piece.text);
                self.line(&format!("   {}", pieces.collect::<String>()))?;
            }
        }
        Ok(())
    }

    fn result(&mut self, number: usize, record: &Record) -> io::Result<()> {
        let mark = if self.marks.has(&record.id) {
            self.say(["（已标记）", " (marked)"])
        } else {
            ""
        };
        self.line(&format!(
            "{number}. {}{mark}",
            record.title_in(self.look.language.code())
        ))?;
        let facts = result_line::facts(record, &self.look);
        let facts = facts.join(self.say(["，", ", "]));
        self.line(&format!("   {facts}"))
    }

    fn sort(&mut self, argument: &str) -> anyhow::Result<()> {
        const SORTS: [(&str, Sort); 6] = [
            ("relevance", Sort::Relevance),
            ("newest", Sort::Newest),
            ("oldest", Sort::Oldest),
            ("title", Sort::Title),
            ("budget", Sort::Budget),
            ("added", Sort::Added),
        ];
        let orders = SORTS.iter().zip(self.look.messages.sorts);
        let mut fitting =
            orders.filter(|((name, _), shown)| *name == argument || *shown == argument);
        if let Some(((_, sort), _)) = fitting.next() {
            self.request.sort = *sort;
            self.request.offset = 0;
            return self.search();
        }
        let names = self.look.messages.sorts.join(self.say(["、", ", "]));
        let words = self.say(["可以按：", "Orders: "]);
        Ok(self.line(&format!("{words}{names}"))?)
    }

    /// Lists one of every family from now on, or all again.
    fn families(&mut self) -> anyhow::Result<()> {
        self.request.one_per_family = !self.request.one_per_family;
        self.request.offset = 0;
        let panes = &self.look.messages.panes;
        self.tell(if self.request.one_per_family {
            panes.one_per_family
        } else {
            panes.all_of_families
        })?;
        self.search()
    }

    /// The commands, or how queries are written.
    fn help(&mut self, about: &str) -> io::Result<()> {
        if ["检索式", "query"].contains(&about) {
            for (example, meaning) in self.look.messages.general.examples {
                self.line(&format!("{example}  {meaning}"))?;
            }
            return Ok(());
        }
        let words = self.say([
            "命令前加冒号；写拼音首字母，或英文名的开头也可：",
            "Commands begin with a colon; the beginning of a name is enough:",
        ]);
        self.line(words)?;
        for (heading, rows) in &GROUPS {
            self.line(&format!("{}{}", self.say(*heading), self.say(["：", ":"])))?;
            for row in *rows {
                let [name, argument, help] =
                    [row.names, row.argument, row.help].map(|it| self.say(it));
                let blank = if argument.is_empty() { "" } else { " " };
                self.line(&format!(":{name}{blank}{argument}  {help}"))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
