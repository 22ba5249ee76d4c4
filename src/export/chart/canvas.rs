//! What SVG pictures are put together from.

use unicode_width::UnicodeWidthChar;

/// Size of letters, and the space that a line of them takes.
const LETTER: f64 = 13.0;
pub(super) const LINE: f64 = 22.0;
/// Space around everything.
pub(super) const MARGIN: f64 = 16.0;

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
