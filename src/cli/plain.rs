//! `qiao --plain`, and where `TERM` is `dumb`: the browser as a conversation. Line by line, results
//! by number, nothing drawn and no escape sequence: for screen readers, logs and pipes.

mod commands;

use std::io::{self, BufRead, IsTerminal as _, Write};

use qiao_index::Library;
use qiao_index::record::Record;
use qiao_index::search::{Counting, Facet, Page, Request, Sort};

use super::{End, Global, complain, filter, open};
use crate::action::{Action, Part};
use crate::clipboard;
use crate::event::Channel;
use crate::export;
use crate::fields;
use crate::keymap::{Key, Keymap, Meaning, Place};
use crate::look::Look;
use crate::messages::{fill, grouped, pick};
use crate::panes::{copying, words};
use crate::terminal;
use crate::text::Columns;
use crate::theme::Theme;
use commands::{COMMANDS, Command, Said};

/// Results at a time.
const PAGE: usize = 10;

/// Holds a session until its input ends or the user leaves.
pub(super) fn run(global: &Global, query: Option<String>) -> anyhow::Result<End> {
    let (config, warnings) = global.settings()?;
    let language = global.language();
    for warning in &warnings {
        complain(warning.say(language));
    }
    let library = open::for_reading(global)?;
    let columns = Columns {
        ambiguous_wide: config.ambiguous_wide,
    };
    let mut session = Session {
        library,
        look: Look::new(language, Theme::ansi(), columns, true),
        copy_command: config.copy_command,
        request: Request {
            query: query.unwrap_or_default(),
            limit: PAGE,
            ..Request::default()
        },
        page: Page::default(),
        open: None,
        out: io::stdout().lock(),
    };
    session.begin()?;
    session.hold(io::stdin().lock(), io::stdin().is_terminal())?;
    Ok(End::Done)
}

/// A session: the question, its answer, the listing that was opened last.
struct Session<W: Write> {
    library: Library,
    look: Look,
    copy_command: Option<String>,
    request: Request,
    page: Page,
    open: Option<Record>,
    out: W,
}

impl<W: Write> Session<W> {
    fn say(&self, words: [&'static str; 2]) -> &'static str {
        pick(self.look.language, words)
    }

    fn line(&mut self, text: &str) -> io::Result<()> {
        writeln!(self.out, "{}", export::visible(text))
    }

    fn begin(&mut self) -> anyhow::Result<()> {
        let words = self.say([
            "输入检索词；输入结果的编号打开；:help 是帮助，:quit 退出",
            "type a query; the number of a result opens it; :help helps, :quit leaves",
        ]);
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
        match commands::read(line, self.page.hits.len()) {
            Said::Nothing => self.turn(true)?,
            Said::Open(number) => self.open(number)?,
            Said::Query(query) => {
                query.clone_into(&mut self.request.query);
                self.request.offset = 0;
                self.search()?;
            }
            Said::Unknown(name) => {
                let words = self.say([
                    "没有命令 {name}：:help 列出全部命令",
                    "there is no command {name}: :help lists them",
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
            Command::Reset => {
                self.request.filters.clear();
                self.request.offset = 0;
                self.search()?;
            }
            Command::Sort => self.sort(argument)?,
            Command::Copy => self.copy(argument)?,
            Command::Link => self.link()?,
            Command::Help => self.help()?,
            Command::Quit => {}
        }
        Ok(())
    }

    fn search(&mut self) -> anyhow::Result<()> {
        self.page = self.library.search(&self.request)?;
        let messages = self.look.messages;
        let problems: Vec<_> = self
            .page
            .problems
            .iter()
            .map(|it| messages.problem(it))
            .collect();
        for problem in problems {
            self.line(&problem)?;
        }
        if !self.page.interpreted.is_empty() {
            let query = [("query", &*self.page.interpreted)];
            self.line(&fill(messages.query.understood, &query))?;
        }
        if self.page.total == 0 {
            return Ok(self.nothing()?);
        }
        if self.page.relaxed {
            self.line(messages.query.relaxed)?;
        }
        self.results()?;
        Ok(())
    }

    /// Nothing was found: what each clause would find alone.
    fn nothing(&mut self) -> io::Result<()> {
        let nothing = &self.look.messages.nothing;
        self.line(nothing.found)?;
        for clause in self.page.clauses.clone() {
            let values = [("clause", &*clause.clause), ("n", &*grouped(clause.count))];
            self.line(&fill(nothing.without_clause, &values))?;
        }
        Ok(())
    }

    fn results(&mut self) -> io::Result<()> {
        let messages = self.look.messages;
        let first = self.request.offset + 1;
        let last = self.request.offset + self.page.hits.len();
        let values = [
            ("n", &*messages.listings(self.page.total)),
            (
                "order",
                messages
                    .sorts
                    .get(self.request.sort as usize)
                    .copied()
                    .unwrap_or_default(),
            ),
            ("first", &*first.to_string()),
            ("last", &*last.to_string()),
        ];
        let words = self.say([
            "{n}，按{order}；第 {first} 到 {last} 条：",
            "{n} by {order}; {first} to {last}:",
        ]);
        self.line(&fill(words, &values))?;
        for number in 0..self.page.hits.len() {
            let Some(hit) = self.page.hits.get(number) else {
                break;
            };
            let title = format!("{}. {}", number + 1, hit.record.title);
            let facts = words::facts(&hit.record, &self.look);
            let facts = facts.join(self.say(["，", ", "]));
            self.line(&title)?;
            self.line(&format!("   {facts}"))?;
        }
        Ok(())
    }

    fn turn(&mut self, forward: bool) -> anyhow::Result<()> {
        let offset = self.request.offset;
        let total = usize::try_from(self.page.total).unwrap_or(usize::MAX);
        let next = if forward {
            offset.saturating_add(PAGE)
        } else {
            offset.saturating_sub(PAGE)
        };
        if next >= total || next == offset {
            let end = self.say(["没有更多结果", "there are no more results"]);
            return Ok(self.line(end)?);
        }
        self.request.offset = next;
        self.page = self.library.search(&self.request)?;
        Ok(self.results()?)
    }

    fn open(&mut self, number: usize) -> io::Result<()> {
        let hit = number
            .checked_sub(1)
            .and_then(|place| self.page.hits.get(place));
        let Some(hit) = hit else { return Ok(()) };
        self.open = Some(hit.record.clone());
        let text = fields::text(&hit.record, &self.look);
        write!(self.out, "{text}")
    }

    /// The values of a facet, or the names of the facets.
    fn values(&mut self, name: &str) -> anyhow::Result<()> {
        let Some(facet) = self.facet(name)? else {
            return Ok(());
        };
        let counted = self.library.search(&Request {
            limit: 0,
            offset: 0,
            counting: Counting::RolledUp,
            ..self.request.clone()
        })?;
        let values = counted.facets.iter().find(|(known, _)| *known == facet);
        let values = values.map_or_else(Vec::new, |(_, values)| values.most(2 * PAGE));
        for count in values {
            let label = self.look.label(facet, count.value);
            let name = facet.as_str();
            let number = grouped(count.count);
            self.line(&format!("{name}={}  {label}  {number}", count.value))?;
        }
        Ok(())
    }

    /// The facet with a name in either language; else says which there are.
    fn facet(&mut self, name: &str) -> io::Result<Option<Facet>> {
        let messages = self.look.messages;
        let is_meant = |facet: &Facet| facet.as_str() == name || messages.facet(*facet) == name;
        let found = Facet::ALL.into_iter().find(is_meant);
        if found.is_none() {
            let names =
                Facet::ALL.map(|facet| format!("{} {}", facet.as_str(), messages.facet(facet)));
            let separator = self.say(["，", ", "]);
            let words = self.say(["分面：", "facets: "]);
            self.line(&format!("{words}{}", names.join(separator)))?;
        }
        Ok(found)
    }

    fn filter(&mut self, argument: &str) -> anyhow::Result<()> {
        if argument.is_empty() {
            let filters: Vec<_> = self
                .request
                .filters
                .iter()
                .map(|it| self.look.filter(it))
                .collect();
            let none = self.say(["没有筛选", "no filters"]);
            return Ok(self.line(
                if filters.is_empty() {
                    none.to_owned()
                } else {
                    filters.join("; ")
                }
                .as_str(),
            )?);
        }
        let Some((name, value)) = argument.split_once(['=', '＝']) else {
            let words = self.say([
                "写成 分面=值 或 分面!=值，如 region=湖北",
                "write FACET=VALUE or FACET!=VALUE, as in region=Hubei",
            ]);
            return Ok(self.line(words)?);
        };
        let (name, not) = match name.trim().strip_suffix(['!', '！']) {
            Some(name) => (name.trim(), "!"),
            None => (name.trim(), ""),
        };
        let Some(facet) = self.facet(name)? else {
            return Ok(());
        };
        match filter::parse(&format!("{}{not}={}", facet.as_str(), value.trim())) {
            Ok(filter) => {
                self.request.filters.push(filter);
                self.request.offset = 0;
                self.search()
            }
            Err(reason) => Ok(self.line(reason.say(self.look.language))?),
        }
    }

    fn sort(&mut self, argument: &str) -> anyhow::Result<()> {
        const SORTS: [(&str, Sort); 4] = [
            ("relevance", Sort::Relevance),
            ("newest", Sort::Newest),
            ("oldest", Sort::Oldest),
            ("title", Sort::Title),
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
        let words = self.say(["可以按：", "orders: "]);
        Ok(self.line(&format!("{words}{names}"))?)
    }

    /// Copies what the copy menu has under a digit.
    fn copy(&mut self, digit: &str) -> anyhow::Result<()> {
        let copy = &self.look.messages.copy;
        let Some(record) = &self.open else {
            return Ok(self.line(self.look.messages.nothing.listing)?);
        };
        let Some(part) = part(digit)? else {
            let help = COMMANDS.iter().find(|row| row.command == Command::Copy);
            return Ok(self.line(help.map_or("", |row| self.say(row.help)))?);
        };
        let Some(text) = copying::part(record, part, &self.look) else {
            let row = Action::Copy(part).described();
            let what = row.map_or("", |row| self.say(row.help));
            return Ok(self.line(&fill(copy.lacks, &[("what", what)]))?);
        };
        let shown = text.lines().collect::<Vec<_>>().join(" ");
        let message = match clipboard::copy(&text, self.copy_command.clone()) {
            Channel::Program(program) => {
                fill(copy.program, &[("program", &program), ("text", &shown)])
            }
            Channel::Desktop => fill(copy.desktop, &[("text", &shown)]),
            Channel::Terminal if io::stdout().is_terminal() => {
                terminal::put_on_clipboard(&text)?;
                let words = self.say(["已发给终端：", "sent to the terminal: "]);
                format!("{words}{shown}")
            }
            Channel::Terminal | Channel::ByHand => {
                return Ok(writeln!(self.out, "{}", export::visible_lines(&text))?);
            }
        };
        Ok(self.line(&message)?)
    }

    fn link(&mut self) -> io::Result<()> {
        let copy = &self.look.messages.copy;
        let Some(record) = &self.open else {
            return self.line(self.look.messages.nothing.listing);
        };
        let message = match words::web_address(record) {
            None => copy.no_link.to_owned(),
            Some(link) => match ::open::that_detached(link) {
                Ok(()) => fill(copy.link, &[("link", link)]),
                Err(_) => fill(copy.link_failed, &[("link", link)]),
            },
        };
        self.line(&message)
    }

    fn help(&mut self) -> io::Result<()> {
        let words = self.say([
            "命令前加冒号，写英文首字母或拼音首字母也可：",
            "commands begin with a colon; the first letter is enough:",
        ]);
        self.line(words)?;
        for row in &COMMANDS {
            let [name, argument, help] = [row.names, row.argument, row.help].map(|it| self.say(it));
            let blank = if argument.is_empty() { "" } else { " " };
            self.line(&format!(":{name}{blank}{argument}  {help}"))?;
        }
        self.line(self.look.messages.general.language)?;
        for (example, meaning) in self.look.messages.general.examples {
            self.line(&format!("{example}  {meaning}"))?;
        }
        Ok(())
    }
}

/// What the copy menu has under a digit.
fn part(digit: &str) -> anyhow::Result<Option<Part>> {
    let key = Key::parse(digit);
    let keymap = Keymap::new("default", &[])?;
    let meaning = key.map(|key| keymap.meaning(Place::Copy, &[key]));
    Ok(match meaning {
        Some(Meaning::Action(Action::Copy(part))) if part != Part::ShownText => Some(part),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

    use qiao_index::vocab::Language;

    use super::*;

    /// Says lines to a session on the samples; what it answers.
    fn said(language: Language, lines: &str) -> String {
        let mut session = Session {
            library: crate::samples::library().unwrap(),
            look: Look::new(language, Theme::ansi(), Columns::default(), true),
            copy_command: Some("cat >/dev/null".to_owned()),
            request: Request {
                limit: PAGE,
                ..Request::default()
            },
            page: Page::default(),
            open: None,
            out: Vec::new(),
        };
        session.begin().unwrap();
        session.hold(lines.as_bytes(), false).unwrap();
        String::from_utf8(session.out).unwrap()
    }

    #[test]
    fn a_phone_number_is_found_and_copied() {
        let answers = said(Language::English, "石墨烯 防腐\n1\n:copy 1\n:quit\nnever\n");
        assert!(answers.contains("understood as"), "{answers}");
        assert!(answers.contains(" by relevance; 1 to "), "{answers}");
        assert!(answers.contains("0724-0000316"), "{answers}");
        let last = answers.lines().last().unwrap();
        assert_eq!(last, "handed to cat >/dev/null: 0724-0000316");
    }

    #[test]
    fn filters_orders_and_pages_are_said_in_chinese() {
        let lines =
            "：取值 类型\n：筛选 类型=patent\n：排序 最新\n\n：上一页\n：清除筛选\n：筛选\n";
        let answers = said(Language::Chinese, lines);
        for expected in [
            "165 条结果，按相关度；第 1 到 10 条：",
            "kind=patent  专利  40",
            "40 条结果，按相关度；第 1 到 10 条：",
            "40 条结果，按最新；第 11 到 20 条：",
            "没有筛选",
        ] {
            assert!(answers.contains(expected), "{expected} in {answers}");
        }
    }

    #[test]
    fn what_cannot_be_done_is_said_with_what_can() {
        let check = |lines: &str, expected: &str| {
            let answers = said(Language::English, lines);
            let last = answers.lines().last().unwrap();
            assert!(last.contains(expected), "{lines:?}: {last}");
        };
        check(":dance", "there is no command dance: :help lists them");
        check(":copy 1", "no listing chosen");
        check("1\n:copy x", "1 phone, 2 e-mail");
        check(":values colour", "facets: kind Kind");
        check(":filter region", "write FACET=VALUE");
        check(":sort size", "orders: relevance, newest");
        check("year:1990..1991 防腐", "without ");
        check("\n".repeat(20).as_str(), "there are no more results");
    }

    #[test]
    fn nothing_is_written_that_a_screen_reader_would_read_as_noise() {
        let lines = "石墨烯\n1\n:help\n:values region\n:filter region!=42\n";
        for language in [Language::Chinese, Language::English] {
            let answers = said(language, lines);
            let noise = |c: char| c != '\n' && (c.is_control() || "│─╭▌▸▾━┃●".contains(c));
            assert!(!answers.contains(noise), "{answers}");
        }
    }
}
