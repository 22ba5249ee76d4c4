//! How everything looks: language, colours, widths, line characters.

use chrono::{DateTime, Local};
use qiao_index::query::parse;
use qiao_index::record::Date;
use qiao_index::request::{Facet, Filter};

use crate::messages::{Messages, pick};
use crate::ui::text::DisplayWidth;
use crate::ui::theme::Theme;
use qiao_index::vocab::{self, Language};

/// Characters that draw lines and marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Symbols {
    /// Between panes.
    pub(crate) upright: &'static str,
    /// Between rows.
    pub(crate) level: &'static str,
    /// Where a line between panes begins.
    pub(crate) tee: &'static str,
    /// Corners of a popup: top left, top right, bottom left, bottom right.
    pub(crate) corners: [&'static str; 4],
    /// Before the chosen line.
    pub(crate) chosen: &'static str,
    /// Before the query.
    pub(crate) prompt: &'static str,
    /// A closed branch.
    pub(crate) closed: &'static str,
    /// An open branch.
    pub(crate) open: &'static str,
    /// A chosen value.
    pub(crate) yes: &'static str,
    /// An excluded value.
    pub(crate) no: &'static str,
    /// A listing is on a shortlist.
    pub(crate) listed: &'static str,
    /// It has tags.
    pub(crate) tagged: &'static str,
    /// It has a note.
    pub(crate) noted: &'static str,
    /// Somebody was contacted about it.
    pub(crate) contacted: &'static str,
    /// Before what speaks for a listing.
    pub(crate) favours: &'static str,
    /// Before what speaks against it.
    pub(crate) opposes: &'static str,
    /// Removes a chip.
    pub(crate) remove: &'static str,
    /// Before a field in which listings differ.
    pub(crate) differs: &'static str,
    /// Between facts in a row.
    pub(crate) dot: &'static str,
    /// Parts of a bar: half a cell, a whole one.
    pub(crate) bar: [&'static str; 2],
    /// Columns of a histogram, an eighth of a cell high, two eighths … a whole one.
    pub(crate) histogram: [&'static str; 8],
    /// The part of a scrollbar that can be dragged.
    pub(crate) thumb: &'static str,
}

const UNICODE: Symbols = Symbols {
    upright: "│",
    level: "─",
    tee: "┬",
    corners: ["╭", "╮", "╰", "╯"],
    chosen: "▌",
    prompt: "› ",
    closed: "▸",
    open: "▾",
    yes: "✓",
    no: "−",
    listed: "✦",
    tagged: "#",
    noted: "✎",
    contacted: "✆",
    favours: "✓",
    opposes: "✗",
    remove: "×",
    differs: "≠",
    dot: " · ",
    bar: ["╸", "━"],
    histogram: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    thumb: "┃",
};

const ASCII: Symbols = Symbols {
    upright: "|",
    level: "-",
    tee: "+",
    corners: ["+", "+", "+", "+"],
    chosen: ">",
    prompt: "> ",
    closed: "+",
    open: "-",
    yes: "x",
    no: "!",
    listed: "*",
    tagged: "#",
    noted: "n",
    contacted: "c",
    favours: "+",
    opposes: "-",
    remove: "x",
    differs: "!=",
    dot: " | ",
    bar: ["-", "="],
    histogram: [".", ".", ":", ":", "+", "+", "#", "#"],
    thumb: "#",
};

/// How everything looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Presentation {
    /// Language of the words.
    pub(crate) language: Language,
    /// The words.
    pub(crate) messages: &'static Messages,
    /// The colours.
    pub(crate) theme: Theme,
    /// The widths.
    pub(crate) columns: DisplayWidth,
    /// The lines.
    pub(crate) symbols: &'static Symbols,
    /// The day for which listings are checked.
    pub(crate) today: Date,
    /// Moments are shown in UTC, not as the clock of the user says.
    pub(crate) utc: bool,
}

impl Presentation {
    /// A look; where line characters may be two columns wide, lines are ASCII.
    pub(crate) fn new(
        language: Language,
        theme: Theme,
        columns: DisplayWidth,
        ascii: bool,
    ) -> Self {
        Self {
            language,
            messages: Messages::of(language),
            theme,
            columns,
            symbols: if ascii || columns.ambiguous_wide {
                &ASCII
            } else {
                &UNICODE
            },
            today: qiao_index::today(),
            utc: false,
        }
    }

    /// A moment of RFC 3339 as it is shown, to the minute, by the user's clock; empty for none.
    pub(crate) fn moment(&self, at: &str) -> String {
        match DateTime::parse_from_rfc3339(at) {
            Ok(moment) if !self.utc => {
                let here = moment.with_timezone(&Local);
                here.format("%Y-%m-%d %H:%M").to_string()
            }
            _ => at.get(..16).unwrap_or(at).replace('T', " "),
        }
    }

    /// This presentation in another language.
    pub(crate) fn speak(&mut self, language: Language) {
        self.language = language;
        self.messages = Messages::of(language);
    }

    /// The words for a facet's value; IPC symbols stand before their titles.
    pub(crate) fn label(&self, facet: Facet, value: &str) -> String {
        let label = vocab::label(facet, value, self.language);
        if facet == Facet::Ipc && label != value {
            return format!("{value} {label}");
        }
        label.into_owned()
    }

    /// A query as the reader would type it: with the names of fields in their language.
    pub(crate) fn query(&self, query: &str) -> String {
        match self.language {
            Language::English => query.to_owned(),
            Language::Chinese => parse(query, false).query.said_in(self.language),
        }
    }

    /// A filter in words: "Region: not Hubei".
    pub(crate) fn filter(&self, filter: &Filter) -> String {
        let not = if filter.exclude {
            self.messages.panes.not
        } else {
            ""
        };
        let facet = self.messages.facet(filter.facet);
        if filter.exclude && filter.value.is_empty() {
            return format!("{facet} {}", pick(self.language, ["未注明", "not stated"]));
        }
        format!("{facet} {not}{}", self.label(filter.facet, &filter.value))
    }
}
