//! What SVG pictures are put together from.

use unicode_width::UnicodeWidthChar;

use crate::statistics::SIGNS;

/// Size of letters, and the space that a line of them takes.
const LETTER: f64 = 13.0;
pub(super) const LINE: f64 = 22.0;
/// Space around everything.
pub(super) const MARGIN: f64 = 16.0;
/// Space between the lines that hatch a box.
const HATCH: f64 = 4.0;

/// Where a text stands to its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture that grows downwards.
pub(super) struct Canvas {
    body: String,
    width: f64,
    /// Where the next part begins.
    pub(super) y: f64,
}

impl Canvas {
    pub(super) const fn new() -> Self {
        Self {
            body: String::new(),
            width: 480.0,
            y: MARGIN,
        }
    }

    /// A heading.
    pub(super) fn title(&mut self, text: &str) {
        self.width = self.width.max(text_width(text) * 1.25 + 2.0 * MARGIN);
        let y = self.y + LETTER;
        let text = escaped(text);
        self.push(format_args!(
            r#"<text x="{MARGIN}" y="{y:.1}" font-size="16" font-weight="bold">{text}</text>"#
        ));
        self.y += 2.0 * LINE - 8.0;
    }

    /// A line of small print.
    pub(super) fn note(&mut self, text: &str) {
        self.width = self.width.max(text_width(text) + 2.0 * MARGIN);
        let y = self.y + LINE - 4.0;
        self.text((MARGIN, y), Anchor::Start, text);
        self.y += LINE;
    }

    pub(super) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let (anchor, end) = match anchor {
            Anchor::Start => ("start", x + text_width(text)),
            Anchor::Middle => ("middle", x + text_width(text) / 2.0),
            Anchor::End => ("end", x),
        };
        self.width = self.width.max(end + MARGIN);
        let text = escaped(text);
        self.push(format_args!(
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}">{text}</text>"#
        ));
    }

    /// A filled box: black, from white where `share` is 0.
    pub(super) fn block(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), share: f64) {
        self.width = self.width.max(x + width + MARGIN);
        let light = 255.0 - 175.0 * share.clamp(0.0, 1.0);
        self.push(format_args!(
            r##"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="rgb({light:.0},{light:.0},{light:.0})" stroke="#444" stroke-width="0.5"/>"##
        ));
    }

    /// A box that is filled as the others with this number are, and no other one: with a shade, or
    /// with lines in one direction.
    pub(super) fn hatched(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), sign: usize) {
        const SHADES: [f64; SIGNS] = [0.95, 0.0, 0.5, 0.0, 0.0, 0.2, 0.0];
        let shade = SHADES.get(sign).copied().unwrap_or_default();
        self.block((x, y), (width, height), shade);
        let (right, bottom) = (x + width, y + height);
        match sign {
            1 => self.strokes(steps(x, right).map(|at| ((at, y), (at, bottom)))),
            3 => self.strokes(steps(y, bottom).map(|at| ((x, at), (right, at)))),
            4 => {
                // From below to above, cut where the box ends.
                let starts = steps(x - height, right);
                self.strokes(starts.map(|at| {
                    let (from, to) = (at.max(x), (at + height).min(right));
                    ((from, bottom - (from - at)), (to, bottom - (to - at)))
                }));
            }
            _ => {}
        }
    }

    fn strokes(&mut self, lines: impl Iterator<Item = ((f64, f64), (f64, f64))>) {
        let lines =
            lines.map(|((x, y), (to_x, to_y))| format!("M{x:.1} {y:.1}L{to_x:.1} {to_y:.1}"));
        let path: String = lines.collect();
        self.push(format_args!(
            r##"<path d="{path}" stroke="#444" stroke-width="0.8" fill="none"/>"##
        ));
    }

    /// A text in the middle of a box, on white, where the box has room for it.
    pub(super) fn label(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), text: &str) {
        let needed = text_width(text) + 4.0;
        if needed > width - 2.0 {
            return;
        }
        let middle = x + width / 2.0;
        let (left, top) = (middle - needed / 2.0, y + 1.5);
        let height = height - 3.0;
        self.push(format_args!(
            r##"<rect x="{left:.1}" y="{top:.1}" width="{needed:.1}" height="{height:.1}" fill="#fff"/>"##
        ));
        self.text((middle, y + 12.0), Anchor::Middle, text);
    }

    /// A thin line.
    pub(super) fn rule(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.width = self.width.max(from.0.max(to.0) + MARGIN);
        self.push(format_args!(
            r##"<line x1="{:.1}" y1="{:.1}" x2="{:.1}" y2="{:.1}" stroke="#999" stroke-width="0.5"/>"##,
            from.0, from.1, to.0, to.1
        ));
    }

    /// A line through points, dashed as told.
    pub(super) fn course(&mut self, points: &[(f64, f64)], dashes: &str) {
        for (x, _) in points {
            self.width = self.width.max(x + MARGIN);
        }
        let path: Vec<String> = points
            .iter()
            .map(|(x, y)| format!("{x:.1},{y:.1}"))
            .collect();
        let path = path.join(" ");
        self.push(format_args!(
            r##"<polyline points="{path}" fill="none" stroke="#000" stroke-width="1.5" stroke-dasharray="{dashes}"/>"##
        ));
        for (x, y) in points {
            self.push(format_args!(r#"<circle cx="{x:.1}" cy="{y:.1}" r="2"/>"#));
        }
    }

    /// A piece of a dashed line, to be named.
    pub(super) fn sample(&mut self, (x, y): (f64, f64), length: f64, dashes: &str) {
        let end = x + length;
        self.push(format_args!(
            r##"<line x1="{x:.1}" y1="{y:.1}" x2="{end:.1}" y2="{y:.1}" stroke="#000" stroke-width="1.5" stroke-dasharray="{dashes}"/>"##
        ));
    }

    fn push(&mut self, part: std::fmt::Arguments<'_>) {
        self.body.push_str(&part.to_string());
        self.body.push('\n');
    }

    /// The whole picture.
    pub(super) fn finish(self) -> String {
        let (width, height) = (self.width.ceil(), (self.y + MARGIN).ceil());
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" font-family="Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif" font-size="{LETTER}">
<rect width="100%" height="100%" fill="#fff"/>
{}</svg>
"##,
            self.body
        )
    }
}

/// Places between two lines that hatch a box.
fn steps(from: f64, to: f64) -> impl Iterator<Item = f64> {
    std::iter::successors(Some(from + HATCH), |at| Some(at + HATCH)).take_while(move |at| *at < to)
}

/// How much room a text takes: two thirds of a letter for narrow characters, a whole for wide ones.
#[expect(clippy::cast_precision_loss, reason = "the length of a line")]
pub(super) fn text_width(text: &str) -> f64 {
    let columns: usize = text.chars().filter_map(UnicodeWidthChar::width).sum();
    columns as f64 * LETTER * 0.56
}

/// A text as XML shows it, without what XML cannot hold.
pub(in super::super) fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars().filter(|it| !it.is_control()) {
        match character {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            other => shown.push(other),
        }
    }
    shown
}
