//! Tables of HTML, which many web sites hand out as `.xls`.
//!
//! Every table is a sheet; a table inside a cell of another, as pages are laid out with, too.

use std::ops::ControlFlow;

use html5gum::{DefaultEmitter, IoReader, StartTag, Token, Tokenizer};

use super::budget::{MAX_COLUMNS, MAX_COLUMNS_SPANNED, MAX_ROWS_SPANNED, MAX_TABLES_OPEN};
use super::damage::Damage;
use super::errors::{FileError, RowError};
use super::sheet::{Cells, Merged, Sheet, Sheets, gather};
use super::text::{Bounded, Text};

/// Tags that begin a new line inside of a cell.
const LINES: [&[u8]; 12] = [
    b"br", b"p", b"div", b"li", b"h1", b"h2", b"h3", b"h4", b"tr", b"ul", b"ol", b"hr",
];

/// Whether a text that begins with `head` is HTML with a table in it.
pub(super) fn has_table(head: &str) -> bool {
    let lower = head.to_ascii_lowercase();
    lower.trim_start().starts_with('<') && lower.contains("<table")
}

/// Reads the tables of a page.
pub(super) fn read(text: &mut Text, sheets: &mut Sheets) -> Result<(), FileError> {
    let mut page = Page::default();
    let result = read_page(text, &mut page, sheets);
    // Tables need not be closed; and what was read before an error counts.
    while !page.open.is_empty() && page.end(b"table", sheets).is_continue() {}
    result
}

fn read_page(text: &mut Text, page: &mut Page, sheets: &mut Sheets) -> Result<(), FileError> {
    let (bounded, rest) = Bounded::new(text);
    let mut emitter = DefaultEmitter::default();
    // The contents of `<style>` and `<script>` are no text.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(IoReader::new(bounded), emitter) {
        rest.rest();
        let flow = match token? {
            Token::StartTag(tag) => page.start(&tag, sheets),
            Token::EndTag(tag) => page.end(&tag.name, sheets),
            Token::String(text) => {
                page.text(&String::from_utf8_lossy(&text));
                ControlFlow::Continue(())
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => ControlFlow::Continue(()),
        };
        if let Some(damage) = rest.damage() {
            page.damage(damage);
        }
        if flow.is_break() {
            page.open.clear();
            break;
        }
    }
    Ok(())
}

/// What is open of a page.
#[derive(Default)]
struct Page {
    /// Tables in one another, the innermost last.
    open: Vec<Table>,
    /// Tables so far.
    tables: usize,
}

struct Table {
    sheet: Sheet,
    rows: u64,
    row: Option<Row>,
    /// Down to which row, without that, the last cell reaches that stands in a column.
    reach: Vec<u64>,
    /// And what stands in them.
    merged: Merged,
}

#[derive(Default)]
struct Row {
    cells: Cells,
    column: usize,
    cell: Option<Cell>,
}

#[derive(Default)]
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
    /// A blank is to come before the next word.
    blank: bool,
}

impl Page {
    fn start(&mut self, tag: &StartTag<()>, sheets: &mut Sheets) -> ControlFlow<()> {
        let name: &[u8] = &tag.name;
        if name == b"table" && self.open.len() < MAX_TABLES_OPEN {
            self.tables += 1;
            let number = self.tables.to_string();
            let name = if self.tables == 1 { "" } else { &number };
            self.open.push(Table::new(sheets.open(name)));
            return ControlFlow::Continue(());
        }
        let Some(table) = self.open.last_mut() else {
            return ControlFlow::Continue(());
        };
        match name {
            b"tr" => {
                table.close_row(sheets)?;
                table.row = Some(Row::default());
            }
            b"td" | b"th" => table.open_cell(tag),
            _ if LINES.contains(&name) => table.cell(Cell::new_line),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn end(&mut self, name: &[u8], sheets: &mut Sheets) -> ControlFlow<()> {
        let Some(table) = self.open.last_mut() else {
            return ControlFlow::Continue(());
        };
        match name {
            b"td" | b"th" => table.close_cell(),
            b"tr" => table.close_row(sheets)?,
            b"table" => {
                table.close_row(sheets)?;
                if let Some(table) = self.open.pop() {
                    sheets.close(table.sheet)?;
                }
            }
            _ if LINES.contains(&name) => table.cell(Cell::new_line),
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn damage(&mut self, damage: Damage) {
        if let Some(row) = self.open.last_mut().and_then(|table| table.row.as_mut()) {
            row.cells.reject(row.column, RowError::Undecodable(damage));
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(table) = self.open.last_mut() {
            table.cell(|cell| cell.add(text));
        }
    }
}

impl Table {
    fn new(sheet: Sheet) -> Self {
        Self {
            sheet,
            rows: 0,
            row: None,
            reach: Vec::new(),
            merged: Merged::default(),
        }
    }

    /// Does something with the open cell, if there is one.
    fn cell(&mut self, change: impl FnOnce(&mut Cell)) {
        if let Some(cell) = self.row.as_mut().and_then(|row| row.cell.as_mut()) {
            change(cell);
        }
    }

    fn open_cell(&mut self, tag: &StartTag<()>) {
        self.close_cell();
        let span = |name: &[u8], most: usize| {
            let value = tag.attributes.get(name).map(|value| &***value);
            let number =
                value.and_then(|value| std::str::from_utf8(value).ok()?.trim().parse().ok());
            number.unwrap_or(1).clamp(1, most)
        };
        let cell = Cell {
            columns: span(b"colspan", MAX_COLUMNS_SPANNED),
            rows: span(b"rowspan", MAX_ROWS_SPANNED),
            ..Cell::default()
        };
        self.row.get_or_insert_default().cell = Some(cell);
    }

    fn close_cell(&mut self) {
        let Some(row) = &mut self.row else { return };
        let Some(cell) = row.cell.take() else { return };
        // Cells from above stand in the way.
        let above = self.reach.iter().skip(row.column);
        row.column += above.take_while(|reach| **reach > self.rows).count();
        // A row of more columns is refused: no more of them have to be known.
        let next = (row.column + cell.columns).min(MAX_COLUMNS + 1);
        if cell.rows > 1 && row.column < next {
            if self.reach.len() < next {
                self.reach.resize(next, 0);
            }
            let last = self.rows.saturating_add(cell.rows as u64);
            self.reach[row.column..next].fill(last);
            self.merged.reach(row.column, &cell.text, last);
        }
        row.cells.put(row.column, cell.text);
        row.column = next.max(row.column);
    }

    fn close_row(&mut self, sheets: &mut Sheets) -> ControlFlow<()> {
        self.close_cell();
        let Some(mut row) = self.row.take() else {
            return ControlFlow::Continue(());
        };
        self.rows += 1;
        self.merged.fill(self.rows, &mut row.cells);
        sheets.row(&mut self.sheet, self.rows, row.cells)
    }
}

impl Cell {
    /// Adds text as a page shows it: blanks and line ends are one blank.
    fn add(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace();
        self.blank |= text.starts_with(is_blank);
        for word in text.split_ascii_whitespace() {
            if self.blank && !self.text.is_empty() && !self.text.ends_with('\n') {
                gather(&mut self.text, " ");
            }
            gather(&mut self.text, word);
            self.blank = true;
        }
        self.blank = text.ends_with(is_blank) || (self.blank && text.is_empty());
    }

    fn new_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            gather(&mut self.text, "\n");
        }
        self.blank = false;
    }
}
