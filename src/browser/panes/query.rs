//! The query line, its history, and the line below it.

use qiao_index::search::Page;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::listing::reasons;
use crate::messages::{fill, grouped, pick};
use crate::ui::entry::Entry;
use crate::ui::keymap::Key;
use crate::ui::presentation::Presentation;
use crate::ui::text::{Line, columns};
use crate::ui::theme::Role;
use crate::work::session::MAX_QUERIES;

/// The query line.
#[derive(Debug, Default)]
pub(crate) struct QueryLine {
    entry: Entry,
    typing: bool,
    history: Vec<String>,
    /// Place in the history while walking through it, and what stood in the line before.
    walk: Option<(usize, String)>,
}

impl QueryLine {
    /// A line with a finished query in it.
    pub(crate) fn new(query: &str) -> Self {
        let mut line = Self::default();
        line.set(query);
        line
    }

    /// The query as typed.
    pub(crate) fn text(&self) -> &str {
        self.entry.text()
    }

    /// Whether its last word is still being typed.
    pub(crate) const fn typing(&self) -> bool {
        self.typing
    }

    /// Whether nothing stands in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.entry.is_empty()
    }

    /// Replaces the query by a finished one.
    pub(crate) fn set(&mut self, query: &str) {
        self.entry.set(query);
        self.typing = false;
    }

    /// Empties the line; what stood in it goes into the history.
    pub(crate) fn clear(&mut self) {
        self.remember();
        self.set("");
    }

    /// Takes a key that is no command.
    pub(crate) fn key(&mut self, key: Key) {
        if self.entry.key(key) {
            self.edited();
        }
    }

    /// Takes a pasted text.
    pub(crate) fn paste(&mut self, text: &str) {
        if self.entry.paste(text) {
            self.edited();
        }
    }

    fn edited(&mut self) {
        self.walk = None;
        let open = !self.text().ends_with(char::is_whitespace);
        self.typing = self.entry.at_end() && open && !self.is_empty();
    }

    /// Puts the query into the history.
    pub(crate) fn remember(&mut self) {
        let query = self.text().trim().to_owned();
        if query.is_empty() {
            return;
        }
        self.history.retain(|known| *known != query);
        self.history.push(query);
        if self.history.len() > MAX_QUERIES {
            self.history.remove(0);
        }
        self.walk = None;
    }

    /// Queries of earlier days, the oldest first, go before those of today.
    pub(crate) fn recall(&mut self, mut queries: Vec<String>) {
        queries.retain(|query| !self.history.contains(query));
        queries.append(&mut self.history);
        self.history = queries;
    }

    /// The queries so far, the oldest first.
    pub(crate) fn history(&self) -> &[String] {
        &self.history
    }

    /// Brings back the query before.
    pub(crate) fn older(&mut self) {
        let (place, draft) = match self.walk.take() {
            Some((place, draft)) => (place.saturating_sub(1), draft),
            None => (self.history.len().saturating_sub(1), self.text().to_owned()),
        };
        if let Some(query) = self.history.get(place).cloned() {
            self.set(&query);
            self.walk = Some((place, draft));
        }
    }

    /// Goes forward again, at last to what was being typed.
    pub(crate) fn newer(&mut self) {
        let Some((place, draft)) = self.walk.take() else {
            return;
        };
        if let Some(query) = self.history.get(place + 1).cloned() {
            self.set(&query);
            self.walk = Some((place + 1, draft));
        } else {
            self.set(&draft);
        }
    }

    /// Draws the line; returns where its cursor stands.
    pub(crate) fn draw(&self, buffer: &mut Buffer, area: Rect, look: &Presentation) -> Position {
        let prompt = look.symbols.prompt;
        let used = Line::new(prompt, Role::Accent).draw(buffer, area, look.columns, &look.theme);
        let room = usize::from(area.width.saturating_sub(used));
        let (text, cursor) = self.entry.view(look.columns, room);
        let (text, role) = if self.is_empty() {
            let placeholder = look.messages.query.placeholder;
            (look.columns.fit(placeholder, room), Role::Dim)
        } else {
            (text.to_owned(), Role::Plain)
        };
        let at = Position::new(area.x + used, area.y);
        let style = look.theme.style(role);
        look.columns.put(buffer, at, room, &text, style);
        Position::new(at.x + columns(cursor), at.y)
    }
}

/// How a query is understood that says nothing but leaves out what is withdrawn.
const WITHDRAWN: &str = "-is:withdrawn";

/// The line below the query: what is odd about it, or how it was understood.
pub(crate) fn notice(page: &Page, samples: bool, import_key: &str, look: &Presentation) -> Line {
    let messages = look.messages;
    if let Some(problem) = page.problems.first() {
        let mut line = Line::default();
        if page.relaxed {
            line.push(messages.query.relaxed, Role::Warning);
            line.push(look.symbols.dot, Role::Dim);
        }
        line.push(messages.problem(problem), Role::Warning);
        return line;
    }
    if page.relaxed {
        return relaxed(page, look);
    }
    let is_bare =
        page.interpreted.is_empty() || page.withdrawn > 0 && page.interpreted == WITHDRAWN;
    if samples && is_bare {
        let key = [("key", import_key)];
        return Line::new(fill(messages.query.samples, &key), Role::Accent);
    }
    if !page.interpreted.is_empty() {
        let query = [("query", &*look.query(&page.interpreted))];
        let mut line = Line::default();
        if let Some(asker) = &page.asker {
            line.push(fill(messages.query.asker, &[("title", asker)]), Role::Plain);
            line.push(look.symbols.dot, Role::Dim);
        }
        if let Some(missing) = page.ask.first() {
            let question = reasons::question(*missing, look);
            let says_little = fill(messages.query.ask, &[("question", question)]);
            line.push(says_little, Role::Warning);
            return line;
        }
        for model in &page.models {
            line.push(fill(messages.query.like, &[("title", model)]), Role::Plain);
            line.push(look.symbols.dot, Role::Dim);
        }
        line.push(fill(messages.query.understood, &query), Role::Dim);
        if page.unreadable > 0 {
            line.push(look.symbols.dot, Role::Dim);
            line.push(messages.unreadable(page.unreadable), Role::Warning);
        }
        if page.withdrawn > 0 {
            line.push(look.symbols.dot, Role::Dim);
            line.push(messages.withdrawn(page.withdrawn), Role::Dim);
        }
        if page.declined > 0 {
            line.push(look.symbols.dot, Role::Dim);
            line.push(messages.declined(page.declined), Role::Dim);
        }
        return line;
    }
    Line::default()
}

/// What a mistyped query may mean, and the key that asks for it.
pub(crate) fn suggestion(query: &str, key: &str, look: &Presentation) -> Line {
    let mut line = Line::new(look.messages.query.suggestion, Role::Dim);
    line.push(query.trim(), Role::Accent);
    line.push(look.symbols.dot, Role::Dim);
    line.push(key, Role::Plain);
    line
}

/// Nothing matches strictly: which clause it fails on.
fn relaxed(page: &Page, look: &Presentation) -> Line {
    let mut line = Line::new(look.messages.query.relaxed, Role::Warning);
    if !page.clauses.is_empty() {
        line.push(look.messages.query.alone, Role::Dim);
    }
    for (at, clause) in page.clauses.iter().enumerate() {
        let colon = pick(look.language, ["：", ": "]);
        let before = if at == 0 { colon } else { look.symbols.dot };
        line.push(before, Role::Dim);
        line.push(look.query(&clause.clause), Role::Plain);
        line.push(format!(" {}", grouped(clause.count)), Role::Dim);
    }
    line
}

#[cfg(test)]
mod tests {
    use ratatui::crossterm::event::{KeyCode, KeyEvent};

    use super::*;

    fn press(line: &mut QueryLine, keys: &str) {
        for letter in keys.chars() {
            line.key(Key::new(KeyEvent::from(KeyCode::Char(letter))));
        }
    }

    #[test]
    fn the_last_word_is_being_typed_until_it_is_finished() {
        let mut line = QueryLine::new("电池");
        assert!(!line.typing(), "a query from the command line is finished");
        press(&mut line, " lith");
        assert!(line.typing());
        press(&mut line, " ");
        assert!(!line.typing());
        press(&mut line, "x");
        line.key(Key::new(KeyEvent::from(KeyCode::Home)));
        assert!(line.typing(), "moving the cursor asks nothing new");
        press(&mut line, "y");
        assert!(!line.typing());
    }

    #[test]
    fn the_history_goes_back_and_forth() {
        let mut line = QueryLine::default();
        for query in ["one", "two", "one", "  "] {
            line.set(query);
            line.clear();
        }
        press(&mut line, "dra");
        let mut seen = Vec::new();
        for _ in 0..3 {
            line.older();
            seen.push(line.text().to_owned());
        }
        for _ in 0..3 {
            line.newer();
            seen.push(line.text().to_owned());
        }
        assert_eq!(seen, ["one", "two", "two", "one", "dra", "dra"]);
    }
}
