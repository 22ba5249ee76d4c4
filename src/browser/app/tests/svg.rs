//! The picture of the browser for the README: a screen as SVG, every cell in its place.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};

/// Width and height of a cell; text stands so far below a cell's upper edge.
const CELL: (f32, f32) = (8.4, 19.0);
const BASELINE: f32 = 14.0;
/// Around the screen.
const MARGIN: f32 = 14.0;

/// The terminal that the picture shows: its background and its own colours.
pub(super) struct Paper {
    ground: Rgb,
    ink: Rgb,
    pale: Rgb,
    edge: Rgb,
    cyan: Rgb,
    yellow: Rgb,
    red: Rgb,
}

type Rgb = [u8; 3];

pub(super) const LIGHT: Paper = Paper {
    ground: [0xfd, 0xfc, 0xf9],
    ink: [0x1f, 0x23, 0x28],
    pale: [0x6a, 0x73, 0x7d],
    edge: [0xd0, 0xd3, 0xd7],
    cyan: [0x0a, 0x72, 0x85],
    yellow: [0x8a, 0x5a, 0x00],
    red: [0xc0, 0x22, 0x2c],
};

pub(super) const DARK: Paper = Paper {
    ground: [0x14, 0x1a, 0x1d],
    ink: [0xd4, 0xdb, 0xde],
    pale: [0x83, 0x8e, 0x93],
    edge: [0x2c, 0x35, 0x39],
    cyan: [0x6f, 0xd3, 0xe3],
    yellow: [0xe7, 0xb7, 0x5f],
    red: [0xff, 0x7b, 0x72],
};

fn hex([red, green, blue]: Rgb) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// Fonts that most systems have. Every word is placed by itself and set to its length, so a
/// font of another width does no harm.
const STYLE: &str = "text{white-space:pre;font:14px 'DejaVu Sans Mono',Menlo,Consolas,monospace}\
.w{font:16.8px 'Noto Sans Mono CJK SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif}\
.b{font-weight:700}";

/// Colours and weight of a cell.
#[derive(Clone, Copy, PartialEq)]
struct Ink {
    text: Rgb,
    ground: Option<Rgb>,
    bold: bool,
    underlined: bool,
}

impl Paper {
    fn colour(&self, colour: Color) -> Option<Rgb> {
        match colour {
            Color::Cyan => Some(self.cyan),
            Color::Yellow => Some(self.yellow),
            Color::Red => Some(self.red),
            Color::Rgb(red, green, blue) => Some([red, green, blue]),
            _ => None,
        }
    }

    fn ink(&self, cell: &Cell) -> Ink {
        let has = |modifier| cell.modifier.contains(modifier);
        let pale = if has(Modifier::DIM) {
            self.pale
        } else {
            self.ink
        };
        let text = self.colour(cell.fg).unwrap_or(pale);
        let reversed = has(Modifier::REVERSED);
        Ink {
            text: if reversed { self.ground } else { text },
            ground: if reversed {
                Some(text)
            } else {
                self.colour(cell.bg)
            },
            bold: has(Modifier::BOLD),
            underlined: has(Modifier::UNDERLINED),
        }
    }
}

fn x(column: u16) -> f32 {
    MARGIN + f32::from(column) * CELL.0
}

fn y(row: u16) -> f32 {
    MARGIN + f32::from(row) * CELL.1
}

/// Characters side by side that look alike.
struct Run {
    ink: Ink,
    wide: bool,
    text: String,
    columns: std::ops::Range<u16>,
}

impl Run {
    fn write(&self, svg: &mut String, row: u16) {
        let class = match (self.wide, self.ink.bold) {
            (false, false) => "",
            (true, false) => " class=\"w\"",
            (false, true) => " class=\"b\"",
            (true, true) => " class=\"w b\"",
        };
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;");
        let left = x(self.columns.start);
        writeln!(
            svg,
            "<text{class} fill=\"{}\" x=\"{left:.1}\" y=\"{}\" textLength=\"{:.1}\">{text}</text>",
            hex(self.ink.text),
            y(row) + BASELINE,
            x(self.columns.end) - left,
        )
        .unwrap();
    }
}

fn rectangle(svg: &mut String, (x, y): (f32, f32), (width, height): (f32, f32), fill: Rgb) {
    writeln!(
        svg,
        "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{}\"/>",
        hex(fill)
    )
    .unwrap();
}

/// Lines and blocks are drawn, as no font's lines reach from row to row.
fn drawn(svg: &mut String, symbol: &str, at: (f32, f32), fill: Rgb) -> bool {
    let (width, height) = CELL;
    let (middle, centre) = (at.0 + width / 2.0, at.1 + height / 2.0);
    let eighths = symbol.chars().next().and_then(|symbol| {
        let eighths = u32::from(symbol).checked_sub(0x2580)?;
        (1..=8)
            .contains(&eighths)
            .then(|| f32::from(u8::try_from(eighths).unwrap()))
    });
    // ▁ to █ stand on the ground.
    if let Some(eighths) = eighths {
        let free = height * (1.0 - eighths / 8.0);
        rectangle(
            svg,
            (at.0, at.1 + free),
            (width + 0.1, height - free + 0.1),
            fill,
        );
        return true;
    }
    match symbol {
        "┃" => rectangle(svg, (middle - 1.0, at.1), (3.0, height + 0.1), fill),
        "━" => rectangle(svg, (at.0, centre - 1.0), (width + 0.1, 3.0), fill),
        "╸" => rectangle(svg, (at.0, centre - 1.0), (width / 2.0, 3.0), fill),
        "▌" => rectangle(svg, at, (width / 2.0, height + 0.1), fill),
        "│" => rectangle(svg, (middle, at.1), (1.0, height), fill),
        "─" => rectangle(svg, (at.0, centre), (width + 0.1, 1.0), fill),
        "┬" => {
            rectangle(svg, (at.0, centre), (width + 0.1, 1.0), fill);
            rectangle(svg, (middle, centre), (1.0, height / 2.0), fill);
        }
        _ => return false,
    }
    true
}

/// Grounds and underlines, each in one piece as far as it reaches.
fn grounds(svg: &mut String, buffer: &Buffer, paper: &Paper, row: u16) {
    let inks: Vec<Ink> = (0..buffer.area.width)
        .map(|column| paper.ink(&buffer[(column, row)]))
        .collect();
    let mut column = 0;
    for alike in inks.chunk_by(|a, b| a == b) {
        let (left, ink) = (x(column), alike[0]);
        column += u16::try_from(alike.len()).unwrap();
        let width = x(column) - left;
        if let Some(ground) = ink.ground {
            rectangle(svg, (left, y(row)), (width, CELL.1), ground);
        }
        if ink.underlined {
            let under = (left, y(row) + BASELINE + 2.5);
            rectangle(svg, under, (width, 1.0), ink.text);
        }
    }
}

fn row(svg: &mut String, buffer: &Buffer, paper: &Paper, row: u16) {
    grounds(svg, buffer, paper, row);
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(column, row)];
        let (ink, width) = (paper.ink(cell), cell.cell_width().max(1));
        let symbol = cell.symbol();
        let blank = symbol.trim().is_empty();
        if !blank && !drawn(svg, symbol, (x(column), y(row)), ink.text) {
            let next = column + width;
            let alike = runs.last_mut().filter(|run| {
                run.ink == ink && run.wide == (width > 1) && run.columns.end == column
            });
            if let Some(run) = alike {
                run.text.push_str(symbol);
                run.columns.end = next;
            } else {
                runs.push(Run {
                    ink,
                    wide: width > 1,
                    text: symbol.to_owned(),
                    columns: column..next,
                });
            }
        }
        column += width;
    }
    for run in runs {
        run.write(svg, row);
    }
}

/// The screen as an SVG file.
pub(super) fn svg(buffer: &Buffer, cursor: Option<Position>, paper: &Paper) -> String {
    let (width, height) = (
        x(buffer.area.width) + MARGIN,
        y(buffer.area.height) + MARGIN,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" \
         width=\"{width:.0}\" height=\"{height:.0}\">\n<style>{STYLE}</style>\n\
         <rect x=\"0.5\" y=\"0.5\" width=\"{:.0}\" height=\"{:.0}\" rx=\"8\" fill=\"{}\" \
         stroke=\"{}\"/>\n",
        width - 1.0,
        height - 1.0,
        hex(paper.ground),
        hex(paper.edge),
    );
    for at in 0..buffer.area.height {
        row(&mut svg, buffer, paper, at);
    }
    if let Some(at) = cursor {
        rectangle(
            &mut svg,
            (x(at.x), y(at.y) + 1.0),
            (2.0, CELL.1 - 2.0),
            paper.ink,
        );
    }
    svg.push_str("</svg>\n");
    svg
}
