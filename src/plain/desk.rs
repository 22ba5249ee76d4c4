//! What is kept in a plain session: matches accepted and declined, and those that came in.

use std::io::Write;

use qiao_index::kept::Objection;
use qiao_index::request::Request;
use qiao_index::search::{Hit, match_ids};
use qiao_index::vocab::Language;

use super::commands::number;
use super::{PAGE, Session};
use crate::desk::Desk;
use crate::desk::log::{Contacted, LogWanted};
use crate::desk::watch::Watched;
use crate::listing::{contacted, kept, reasons, task};
use crate::messages::{Failure, fill, grouped};
use crate::work::day::{coming_day, today_here};
use crate::work::desk::{DeskOrder, Said, carry_out};
use crate::work::engine::Engine as _;
use crate::work::new_matches;
use crate::work::tasks::{TaskChange, day_in, has_impossible_day};
use crate::work::today::today;
use crate::work::watches::{self, WatchNews};

impl<W: Write> Session<W> {
    /// Accepts the match with a number, or that of the open listing.
    pub(super) fn accept(&mut self, argument: &str) -> anyhow::Result<()> {
        let (place, text) = numbered(argument);
        let said = Said {
            declined: None,
            text: text.to_owned(),
        };
        self.judge(place, Some(said))
    }

    /// Declines it, for a reason that is named first; a remark may follow.
    pub(super) fn decline(&mut self, argument: &str) -> anyhow::Result<()> {
        let (place, why) = numbered(argument);
        let Some((objection, text)) = objection(why) else {
            return self.say_objections();
        };
        if objection == Objection::Other && text.is_empty() {
            return Ok(self.tell(self.look.messages.desk.remark_needed)?);
        }
        let said = Said {
            declined: Some(objection),
            text: text.to_owned(),
        };
        self.judge(place, Some(said))
    }

    /// Takes back what was said of it.
    pub(super) fn undecide(&mut self, argument: &str) -> anyhow::Result<()> {
        let (place, _) = numbered(argument);
        self.judge(place, None)
    }

    /// Keeps what is said of a match, then asks the question again.
    fn judge(&mut self, place: Option<usize>, said: Option<Said>) -> anyhow::Result<()> {
        let messages = &self.look.messages.desk;
        let Some((asker, found, is_decided)) = self.matched(place)? else {
            return Ok(self.tell(&fill(messages.no_match, &[("key", ":who")]))?);
        };
        if asker.is_empty() {
            return Ok(self.tell(messages.asker_is_text)?);
        }
        if said.is_none() && !is_decided {
            return Ok(self.tell(messages.undecided)?);
        }
        let order = DeskOrder::Judge { asker, found, said };
        match carry_out(&self.folder, &order) {
            Ok(done) => self.tell(done.say(self.look.language))?,
            Err(error) => return Ok(self.say_failure(&error, messages.not_kept)?),
        }
        self.library.refresh()?;
        self.search()
    }

    /// Ids of who asks and of what was found, and whether something was said of the match: of the
    /// result with a number, or of the open listing.
    pub(super) fn matched(
        &mut self,
        place: Option<usize>,
    ) -> anyhow::Result<Option<(String, String, bool)>> {
        let chosen = match place {
            Some(number) => self.numbered(number)?,
            None => self.open.clone(),
        };
        let Some(record) = chosen else {
            return Ok(None);
        };
        let of_record = |hit: &&Hit| hit.record.id == record.id;
        let hit = self.page.hits.iter().find(of_record);
        let fit = hit.and_then(|hit| hit.fit.as_deref());
        Ok(fit.map(|fit| {
            let is_decided = fit.verdict().is_some();
            (fit.asker.id.clone(), record.id.clone(), is_decided)
        }))
    }

    /// Puts the marked listings, or the open one, on a shortlist, or takes them off; on its own,
    /// lists the shortlists.
    pub(super) fn shortlist(&mut self, name: &str, is_on: bool) -> anyhow::Result<()> {
        if name.is_empty() {
            let lists = Desk::open(&self.folder)?.shortlists()?.into_iter();
            let lists = lists.map(|list| (list.name, list.listings)).collect();
            return self.say_labels(lists, self.look.messages.desk.no_shortlists);
        }
        let Some(ids) = self.chosen_ids()? else {
            return Ok(());
        };
        let name = name.to_owned();
        self.keep_on_desk(&DeskOrder::Shortlist { name, ids, is_on })
    }

    /// Puts a tag on them, or takes it off; on its own, lists the tags.
    pub(super) fn tag(&mut self, tag: &str, is_on: bool) -> anyhow::Result<()> {
        if tag.is_empty() {
            let tags = Desk::open(&self.folder)?.all_tags()?;
            return self.say_labels(tags, self.look.messages.desk.no_tags);
        }
        let Some(ids) = self.chosen_ids()? else {
            return Ok(());
        };
        let tag = tag.to_owned();
        self.keep_on_desk(&DeskOrder::Tag { tag, ids, is_on })
    }

    /// Writes the note on the open listing, or removes it; on its own, reads what is kept of it.
    pub(super) fn note(&mut self, text: &str) -> anyhow::Result<()> {
        let Some(record) = self.opened()? else {
            return Ok(());
        };
        if text.is_empty() {
            let kept = self.library.shown().kept(&record.id);
            let fields = kept
                .map(|kept| kept::fields(kept, &self.look))
                .unwrap_or_default();
            if fields.is_empty() {
                let words = self.say(["还没有记过什么", "Nothing is kept of it"]);
                self.line(words)?;
            }
            for (name, text) in fields {
                let colon = self.say(["：", ": "]);
                for line in format!("{name}{colon}{text}").lines() {
                    self.line(line)?;
                }
            }
            return Ok(());
        }
        let text = if text == "-" {
            String::new()
        } else {
            text.to_owned()
        };
        let id = record.id;
        self.keep_on_desk(&DeskOrder::Note { id, text })
    }

    /// Logs a call, mail or meeting about the open listing, whose word comes first; on its own,
    /// reads the log.
    pub(super) fn log(&mut self, argument: &str) -> anyhow::Result<()> {
        let (word, text) = argument
            .split_once(char::is_whitespace)
            .unwrap_or((argument, ""));
        let how = Contacted::ALL.into_iter().find(|(how, known)| {
            let said = [Language::Chinese, Language::English].map(|it| contacted::how(*how, it));
            word == *known || said.contains(&word)
        });
        if let Some((how, _)) = how {
            let Some(record) = self.opened()? else {
                return Ok(());
            };
            let (id, text) = (record.id, text.trim().to_owned());
            return self.keep_on_desk(&DeskOrder::Log { id, how, text });
        }
        let lines = Desk::open(&self.folder)?.logged(&LogWanted::default())?;
        if lines.is_empty() || !argument.is_empty() {
            let words = self.say([
                "写法如 :记录 电话 谈了价格；方式有 电话 邮件 拜访 会面 消息",
                "Log it as :log call talked about the price; call, mail, visit, meeting or message",
            ]);
            self.line(words)?;
        }
        for (line, listing) in lines.iter().take(PAGE) {
            let line = contacted::line(line, self.look.language);
            self.line(&line)?;
            self.line(&format!("   {}", listing.title))?;
        }
        Ok(())
    }

    /// Takes back what was kept last.
    pub(super) fn undo_desk(&mut self) -> anyhow::Result<()> {
        self.keep_on_desk(&DeskOrder::Undo)
    }

    /// Says what is to be done today; with a number, asks for the listings that it is about.
    pub(super) fn today(&mut self, argument: &str) -> anyhow::Result<()> {
        let desk = Desk::open(&self.folder)?;
        let lines = today(&self.library, &desk, &watches::all(&self.library, &desk)?)?;
        let place = number(argument).and_then(|number| number.checked_sub(1));
        if let Some(line) = place.and_then(|place| lines.get(place)) {
            if let Some((query, filters)) = line.target.query() {
                return self.ask(Request {
                    query,
                    filters,
                    ..self.request.clone()
                });
            }
            let words = self.say(["这件事与条目无关", "It is about no listing"]);
            return Ok(self.line(words)?);
        }
        if lines.is_empty() {
            let words = self.say(["今天没有要做的事", "Nothing is to be done today"]);
            return Ok(self.line(words)?);
        }
        for (number, line) in (1..).zip(&lines) {
            let heading = self.say(line.due.heading());
            let colon = self.say(["：", ": "]);
            let said = line.said.say(self.look.language);
            self.line(&format!("{number}. {heading}{colon}{} · {said}", line.text))?;
        }
        Ok(())
    }

    /// Keeps a task about the open listing, if there is one, or changes one; on its own, lists them.
    pub(super) fn task(&mut self, argument: &str) -> anyhow::Result<()> {
        let today = today_here();
        if argument.is_empty() {
            return self.say_tasks();
        }
        if let Some((number, change)) = task_change(argument) {
            return match change {
                Ok(change) => self.keep_on_desk(&DeskOrder::ChangeTask { number, change }),
                Err(failure) => Ok(self.tell(failure.say(self.look.language))?),
            };
        }
        let typed = day_in(argument, today);
        if typed.is_none() && has_impossible_day(argument, today) {
            return Ok(self.tell(self.look.messages.desk.no_such_day)?);
        }
        let (day, text) = match typed {
            Some((day, text)) => (Some(day), text),
            None => (None, argument.to_owned()),
        };
        let id = self.open.as_ref().map(|record| record.id.clone());
        self.keep_on_desk(&DeskOrder::Task { text, day, id })
    }

    fn say_tasks(&mut self) -> anyhow::Result<()> {
        let tasks = Desk::open(&self.folder)?.tasks()?;
        let open: Vec<_> = tasks.iter().filter(|task| task.is_open()).collect();
        if open.is_empty() {
            let words = self.say([
                "没有要做的事：:任务 周五 回电话 记下一件",
                "Nothing is to be done: `:task friday call back` keeps a task",
            ]);
            return Ok(self.line(words)?);
        }
        for task in open {
            let line = task::line(task);
            self.line(&format!("{}. {} {line}", task.number, task.day))?;
        }
        Ok(())
    }

    /// Watches what is searched for under a name; on its own, says what watched searches have to
    /// tell.
    pub(super) fn watch(&mut self, name: &str) -> anyhow::Result<()> {
        if !name.is_empty() {
            let query = self.request.query.clone();
            let watched = Watched::Query(query, self.request.filters.clone());
            let name = name.to_owned();
            return self.keep_on_desk(&DeskOrder::Watch { name, watched });
        }
        let desk = Desk::open(&self.folder)?;
        let news = watches::all(&self.library, &desk)?;
        if news.is_empty() {
            return Ok(self.line(self.look.messages.desk.no_watches)?);
        }
        for (number, WatchNews { watch, moved }) in (1..).zip(&news) {
            self.line(&format!("{number}. {}", watch.name))?;
            let words = [["新增", "new"], ["变化", "changed"], ["消失", "gone"]];
            let [new, changed, gone] = words.map(|words| self.say(words));
            let new = moved.new.iter().map(|it| (new, it));
            let changed = moved.changed.iter().map(|it| (changed, &it.now));
            let gone = moved.gone.iter().map(|it| (gone, it));
            for (what, record) in new.chain(changed).chain(gone) {
                self.line(&format!("   {what}: {}", record.title))?;
            }
        }
        Ok(())
    }

    pub(super) fn keep_on_desk(&mut self, order: &DeskOrder) -> anyhow::Result<()> {
        match carry_out(&self.folder, order) {
            Ok(done) => self.tell(done.say(self.look.language))?,
            Err(error) => self.say_failure(&error, self.look.messages.desk.not_kept)?,
        }
        self.library.refresh()
    }

    /// Ids of the marked listings, else of the open one; says where there is none.
    fn chosen_ids(&mut self) -> anyhow::Result<Option<Vec<String>>> {
        if self.marks.is_empty() {
            return Ok(self.opened()?.map(|record| vec![record.id]));
        }
        let marked = self.marks.records().iter();
        Ok(Some(marked.map(|record| record.id.clone()).collect()))
    }

    fn say_labels(&mut self, labels: Vec<(String, u64)>, none: &str) -> anyhow::Result<()> {
        if labels.is_empty() {
            return Ok(self.tell(none)?);
        }
        for (name, listings) in labels {
            self.line(&format!("{name}: {}", grouped(listings)))?;
        }
        Ok(())
    }

    pub(super) fn say_objections(&mut self) -> anyhow::Result<()> {
        let words = self.say([
            "写明原因，如 :否决 2 early 还在实验室；原因有：",
            "Say why, e.g. :decline 2 early still in the lab; the reasons are:",
        ]);
        self.line(words)?;
        for objection in Objection::ALL {
            let words = reasons::objection(objection, self.look.language);
            self.line(&format!("{}  {words}", objection.as_str()))?;
        }
        Ok(())
    }

    /// Says how many new listings of an import match needs.
    pub(super) fn say_news(&mut self, run: u64) -> anyhow::Result<()> {
        let messages = &self.look.messages.desk;
        let came = new_matches::news(&self.folder, Some(run))?;
        if came.moved > 0 {
            let values = [("n", &*grouped(came.moved)), ("key", ":watches")];
            self.tell(&fill(messages.watches_moved, &values))?;
        }
        let Some(news) = came.matches else {
            return Ok(self.tell(messages.too_many_new)?);
        };
        let number = new_matches::listings(&news);
        self.news = news;
        if number > 0 {
            let values = [("n", &*grouped(number)), ("key", ":new")];
            self.tell(&fill(messages.news, &values))?;
        }
        Ok(())
    }

    /// Lists the needs for which the last import has brought matches, or shows those of one.
    pub(super) fn new_matches(&mut self, argument: &str) -> anyhow::Result<()> {
        if self.news.is_empty() {
            return Ok(self.line(self.look.messages.desk.no_new_matches)?);
        }
        let place = number(argument).and_then(|number| number.checked_sub(1));
        if let Some(news) = place.and_then(|place| self.news.get(place)) {
            let query = match_ids([&*news.need.id]).to_string();
            return self.query(&query);
        }
        for (number, news) in (1..).zip(self.news.clone()) {
            self.line(&format!("{number}. {}", news.need.title))?;
            for (listing, band) in &news.found {
                let band = reasons::band(*band, &self.look);
                self.line(&format!("   {band}: {}", listing.title))?;
            }
        }
        let words = self.say([
            ":新的匹配 编号 列出该需求的全部匹配",
            "`:new N` lists all matches of that need",
        ]);
        Ok(self.line(words)?)
    }
}

/// The number that an argument begins with, and the rest.
fn numbered(argument: &str) -> (Option<usize>, &str) {
    let (first, rest) = argument
        .split_once(char::is_whitespace)
        .unwrap_or((argument, ""));
    match number(first).filter(|_| !first.is_empty()) {
        Some(number) => (Some(number), rest.trim()),
        None => (None, argument.trim()),
    }
}

/// What is to be done with which task, where a text says that; or why its day cannot be read.
fn task_change(text: &str) -> Option<(u64, Result<TaskChange, Failure>)> {
    let (word, rest) = text.split_once(char::is_whitespace)?;
    let (place, rest) = numbered(rest.trim());
    let number = u64::try_from(place?).ok()?;
    let change = match word {
        "完成" | "done" if rest.is_empty() => Ok(TaskChange::Done),
        "删除" | "remove" if rest.is_empty() => Ok(TaskChange::Remove),
        "推迟" | "later" | "snooze" => coming_day(rest, today_here()).map(TaskChange::Snooze),
        _ => return None,
    };
    Some((number, change))
}

/// The reason that a text begins with, by its word or its name, and the remark behind it.
pub(super) fn objection(text: &str) -> Option<(Objection, &str)> {
    Objection::ALL.into_iter().find_map(|objection| {
        let names =
            [Language::Chinese, Language::English].map(|it| reasons::objection(objection, it));
        let names = names.into_iter().chain([objection.as_str()]);
        let behind = names.filter_map(|name| text.strip_prefix(name));
        let whole = |behind: &&str| !behind.starts_with(|c: char| c.is_ascii_alphabetic());
        let remark = behind.filter(whole).min_by_key(|behind| behind.len())?;
        let parts = |c: char| c.is_whitespace() || "：:；;，,".contains(c);
        Some((objection, remark.trim_matches(parts)))
    })
}
