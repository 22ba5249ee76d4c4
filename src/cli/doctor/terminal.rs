//! The terminal: what it is, how many colours it has, how wide it draws what can be narrow or
//! wide, whether it tells keys apart.

use std::io::{self, IsTerminal as _, Write as _};

use ratatui::crossterm::{cursor, terminal};

use super::{Finding, Speaker};
use crate::config::Config;
use crate::messages::fill;
use crate::ui::layout::SMALLEST;
use crate::ui::theme::Depth;

const TERMINAL: [&str; 2] = ["终端", "terminal"];
const COLOURS: [&str; 2] = ["颜色", "colours"];
const WIDTHS: [&str; 2] = ["字宽", "widths"];
const KEYS: [&str; 2] = ["按键", "keys"];

/// Characters that are one or two columns wide, depending on the terminal and its font.
const AMBIGUOUS: [&str; 9] = ["“", "”", "…", "—", "①", "→", "●", "℃", "│"];
/// Characters whose width is certain, and what it is.
const CERTAIN: [(&str, u16); 3] = [("a", 1), ("中", 2), ("e\u{301}", 1)];

/// Everything about the terminal.
pub(super) fn findings(
    speaker: Speaker,
    config: &Config,
    file: &str,
    depth: Depth,
) -> Vec<Finding> {
    let name = std::env::var("TERM").unwrap_or_default();
    let interactive = io::stdout().is_terminal() && io::stdin().is_terminal();
    let mut findings = vec![kind(speaker, &name, interactive)];
    findings.push(colours(speaker, &name, depth));
    if interactive && name != "dumb" {
        findings.push(keys(speaker));
        let measured = measure();
        findings.push(match measured {
            Ok(measured) => judge(speaker, &measured, config.ambiguous_wide, file),
            Err(_) => speaker.note(
                WIDTHS,
                speaker.say([
                    "终端没有回答光标的位置",
                    "the terminal does not report the cursor position",
                ]),
                speaker.say([
                    "若表格线错开，在配置中试 ambiguous_width = \"wide\" 或 borders = \"ascii\"",
                    "if lines are out of place, try ambiguous_width = \"wide\" or borders = \"ascii\"",
                ]),
            ),
        });
    }
    findings
}

fn kind(speaker: Speaker, name: &str, interactive: bool) -> Finding {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let around: Vec<_> = [
        ("tmux", "TMUX"),
        ("screen", "STY"),
        ("ssh", "SSH_CONNECTION"),
        ("WSL", "WSL_DISTRO_NAME"),
    ]
    .into_iter()
    .filter(|(_, variable)| set(variable))
    .map(|(name, _)| format!(", {name}"))
    .collect();
    let around = around.concat();
    if !interactive {
        let found = speaker.say(["这里不是终端", "not a terminal"]);
        let advice = speaker.say([
            "在终端里再运行一次，可以测字宽",
            "run it in a terminal as well: character widths are measured there",
        ]);
        return speaker.note(TERMINAL, format!("{found}{around}"), advice);
    }
    let (width, height) = terminal::size().unwrap_or_default();
    let found = format!("{name}, {width} × {height}{around}");
    if name.is_empty() || name == "dumb" {
        let advice = speaker.say([
            "这样的终端用 --plain；要用全屏界面，设 TERM=xterm-256color 之类",
            "the browser runs as with --plain here; for full screen set TERM to xterm-256color or similar",
        ]);
        return speaker.note(TERMINAL, found, advice);
    }
    if width < SMALLEST.0 || height < SMALLEST.1 {
        let advice = speaker.say(["放大窗口", "make the window larger"]);
        return speaker.bad(TERMINAL, found, advice);
    }
    speaker.good(TERMINAL, found)
}

fn colours(speaker: Speaker, name: &str, depth: Depth) -> Finding {
    match depth {
        Depth::True => speaker.good(COLOURS, speaker.say(["1600 万色", "16 million"])),
        Depth::Indexed => speaker.good(COLOURS, "256"),
        Depth::Sixteen => {
            let found = format!("16 (TERM={name})");
            let advice = speaker.say([
                "终端若有更多颜色：export COLORTERM=truecolor；主题 dark 和 light 要 256 色以上",
                "if the terminal supports more: export COLORTERM=truecolor; the dark and light themes need 256",
            ]);
            speaker.note(COLOURS, found, advice)
        }
        Depth::None => speaker.good(
            COLOURS,
            speaker.say([
                "不用（NO_COLOR 或 --color never）",
                "none (NO_COLOR or --color never)",
            ]),
        ),
    }
}

/// Whether the terminal offers the keyboard protocol of kitty, which the browser asks for.
fn keys(speaker: Speaker) -> Finding {
    // An error: it does not answer within two seconds, as those without the protocol may do.
    let offered = terminal::supports_keyboard_enhancement().unwrap_or(false);
    let found = if offered {
        [
            "有 kitty 键盘协议：Esc 不必等待，组合键都能分清",
            "kitty keyboard protocol: Esc responds at once, all key combinations are distinguished",
        ]
    } else {
        [
            "没有 kitty 键盘协议：Ctrl-I 即 Tab，Ctrl-M 即 Enter；自带的按键都可用",
            "no kitty keyboard protocol: Ctrl-I is Tab, Ctrl-M is Enter; all of qiao's own keys work",
        ]
    };
    speaker.good(KEYS, speaker.say(found))
}

/// Writes characters and asks where the cursor went. An error: the terminal does not say, within
/// the two seconds that are waited for its first answer.
fn measure() -> io::Result<Vec<(&'static str, u16)>> {
    terminal::enable_raw_mode()?;
    let certain = CERTAIN.iter().map(|(text, _)| *text);
    let texts = certain.chain(AMBIGUOUS);
    let measured: io::Result<Vec<_>> = texts.map(|text| Ok((text, width(text)?))).collect();
    let wiped = write("\r\x1b[K");
    terminal::disable_raw_mode()?;
    wiped?;
    measured
}

fn width(text: &str) -> io::Result<u16> {
    write(&format!("\r\x1b[K{text}"))?;
    Ok(cursor::position()?.0)
}

fn write(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// What the widths that were measured mean for the settings.
fn judge(speaker: Speaker, measured: &[(&str, u16)], wide: bool, file: &str) -> Finding {
    let odd: Vec<_> = CERTAIN
        .into_iter()
        .filter(|certain| !measured.contains(certain))
        .map(|(text, _)| text)
        .collect();
    if !odd.is_empty() {
        let words = ["画错了：{odd}", "drawn with an unexpected width: {odd}"];
        let found = fill(speaker.say(words), &[("odd", &odd.join(" "))]);
        let advice = speaker.say([
            "让终端使用 UTF-8 和等宽中文字体",
            "set the terminal to UTF-8 and a monospaced font with Chinese characters",
        ]);
        return speaker.bad(WIDTHS, found, advice);
    }
    let with_width = |columns| {
        let ambiguous = measured.iter().filter(|(text, _)| AMBIGUOUS.contains(text));
        let those = ambiguous.filter(|(_, width)| *width == columns);
        those.map(|(text, _)| *text).collect::<Vec<_>>().join(" ")
    };
    let (narrow, two) = (with_width(1), with_width(2));
    let found = if two.is_empty() {
        fill(
            speaker.say(["一列：{n}", "one column: {n}"]),
            &[("n", &narrow)],
        )
    } else if narrow.is_empty() {
        fill(
            speaker.say(["两列：{n}", "two columns: {n}"]),
            &[("n", &two)],
        )
    } else {
        let words = ["一列：{one}；两列：{two}", "one column: {one}; two: {two}"];
        fill(speaker.say(words), &[("one", &narrow), ("two", &two)])
    };
    // Where both occur the wider is the safer: a blank too many harms no line.
    let needed = !two.is_empty();
    if needed == wide {
        return speaker.good(WIDTHS, found);
    }
    let value = if needed { "wide" } else { "narrow" };
    let words = [
        "在 {file} 中写 ambiguous_width = \"{value}\"",
        "set ambiguous_width = \"{value}\" in {file}",
    ];
    let advice = fill(speaker.say(words), &[("value", value), ("file", file)]);
    speaker.bad(WIDTHS, found, advice)
}

#[cfg(test)]
mod tests {
    use qiao_index::vocab::Language;

    use super::super::Verdict;
    use super::*;

    fn measured(ambiguous: impl Fn(&str) -> u16) -> Vec<(&'static str, u16)> {
        let ambiguous = AMBIGUOUS.map(|text| (text, ambiguous(text)));
        CERTAIN.into_iter().chain(ambiguous).collect()
    }

    #[test]
    fn widths_are_held_against_the_settings() {
        let check = |measured: &[(&str, u16)], wide, verdict, advice: Option<&str>| {
            let finding = judge(Speaker(Language::English), measured, wide, "c.toml");
            assert_eq!(finding.verdict, verdict, "{finding:?}");
            assert_eq!(finding.advice.as_deref(), advice);
        };
        let to_wide = Some("set ambiguous_width = \"wide\" in c.toml");
        let to_narrow = Some("set ambiguous_width = \"narrow\" in c.toml");
        check(&measured(|_| 1), false, Verdict::Good, None);
        check(&measured(|_| 2), true, Verdict::Good, None);
        check(&measured(|_| 2), false, Verdict::Bad, to_wide);
        check(&measured(|_| 1), true, Verdict::Bad, to_narrow);
        let some = measured(|text| if text == "①" { 2 } else { 1 });
        check(&some, false, Verdict::Bad, to_wide);
    }

    #[test]
    fn a_terminal_that_cannot_draw_chinese_is_told_so() {
        let broken = [("a", 1), ("中", 6), ("e\u{301}", 1)];
        let finding = judge(Speaker(Language::Chinese), &broken, false, "c.toml");
        assert_eq!(finding.verdict, Verdict::Bad);
        assert_eq!(finding.found, "画错了：中");
    }
}
