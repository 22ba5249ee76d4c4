//! tmux, where the browser runs inside it: the settings that keys, colours and news of the focus
//! depend on. Copies do not: they go through tmux's own command.

use std::process::Command;

use super::{Finding, Speaker};
use crate::messages::fill;

const TMUX: [&str; 2] = ["tmux", "tmux"];

/// An option of tmux that matters here.
struct Check {
    /// Its name, as tmux's formats have it.
    option: &'static str,
    /// Whether a value is as it should be.
    is_good: fn(&str) -> bool,
    /// What comes of it where it is not, Chinese first.
    harm: [&'static str; 2],
    /// What to write into `~/.tmux.conf`.
    change: &'static str,
}

/// Milliseconds that tmux may wait after Esc, in which it could be the beginning of a key.
const SHORT: u32 = 50;

const CHECKS: [Check; 4] = [
    Check {
        option: "escape-time",
        is_good: |value| value.parse().is_ok_and(|time: u32| time <= SHORT),
        harm: [
            "Esc 要等这么多毫秒才生效",
            "Esc only takes effect after this many milliseconds",
        ],
        change: "set -s escape-time 10",
    },
    Check {
        option: "focus-events",
        is_good: |value| value == "1",
        harm: [
            "切回窗口时不会立即读入别处的变化",
            "changes made elsewhere are not noticed when you come back to the window",
        ],
        change: "set -g focus-events on",
    },
    Check {
        option: "default-terminal",
        is_good: |value| value.contains("256color") || value.contains("direct"),
        harm: ["只有 16 色以下", "sixteen colours at most"],
        change: "set -g default-terminal tmux-256color",
    },
    Check {
        option: "client_termfeatures",
        is_good: |value| value.split(',').any(|feature| feature == "RGB"),
        harm: [
            "颜色被归到 256 色；终端若支持 1600 万色，tmux 并不知道",
            "colours are reduced to 256: tmux does not know that the terminal has 16 million",
        ],
        change: "set -as terminal-features ',*:RGB'",
    },
];

/// What tmux says of itself; nothing outside it.
pub(super) fn findings(speaker: Speaker) -> Vec<Finding> {
    if std::env::var_os("TMUX").is_none_or(|value| value.is_empty()) {
        return Vec::new();
    }
    let options = CHECKS.iter().map(|check| check.option);
    let format: Vec<_> = ["version"]
        .into_iter()
        .chain(options)
        .map(|option| format!("#{{{option}}}"))
        .collect();
    let answer = Command::new("tmux")
        .args(["display-message", "-p", &format.join("\n")])
        .output();
    let answer = answer.ok().filter(|answer| answer.status.success());
    let Some(answer) = answer else {
        return vec![speaker.note(
            TMUX,
            speaker.say(["没有回答", "does not answer"]),
            speaker.say([
                "在 tmux 中运行 tmux display-message 看看",
                "run `tmux display-message` here to see why",
            ]),
        )];
    };
    judge(speaker, &String::from_utf8_lossy(&answer.stdout))
}

/// What the version and the options, one a line, mean.
fn judge(speaker: Speaker, answer: &str) -> Vec<Finding> {
    let mut lines = answer.lines();
    let version = lines.next().unwrap_or_default().to_owned();
    let values = CHECKS.iter().zip(lines.map(str::trim));
    let amiss: Vec<_> = values
        .filter(|(check, value)| !(check.is_good)(value))
        .map(|(check, value)| amiss(speaker, check, value))
        .collect();
    if amiss.is_empty() {
        return vec![speaker.good(TMUX, version)];
    }
    amiss
}

fn amiss(speaker: Speaker, check: &Check, value: &str) -> Finding {
    let colon = speaker.say(["：", ": "]);
    let set = format!("{} {value}", check.option);
    let found = format!("{}{colon}{}", set.trim_end(), speaker.say(check.harm));
    let words = [
        "在 ~/.tmux.conf 中写 {change}",
        "add to ~/.tmux.conf: {change}",
    ];
    let advice = fill(speaker.say(words), &[("change", check.change)]);
    speaker.note(TMUX, found, advice)
}

#[cfg(test)]
mod tests {
    use qiao_index::vocab::Language;

    use super::super::Verdict;
    use super::*;

    #[test]
    fn settings_that_get_in_the_way_are_named_with_the_line_that_mends_them() {
        let speaker = Speaker(Language::English);
        let good = judge(speaker, "3.4\n10\n1\ntmux-256color\n256,RGB,title\n");
        assert_eq!(good, [speaker.good(TMUX, "3.4")]);
        let amiss = judge(speaker, "3.3a\n500\n0\nscreen\n\n");
        let said = amiss.iter().map(|it| (it.verdict, &*it.found));
        assert_eq!(
            said.collect::<Vec<_>>(),
            [
                "escape-time 500: Esc only takes effect after this many milliseconds",
                "focus-events 0: changes made elsewhere are not noticed when you come back to the \
                 window",
                "default-terminal screen: sixteen colours at most",
                "client_termfeatures: colours are reduced to 256: tmux does not know that the \
                 terminal has 16 million",
            ]
            .map(|found| (Verdict::Note, found))
        );
        let advice = amiss.first().and_then(|it| it.advice.as_deref());
        assert_eq!(advice, Some("add to ~/.tmux.conf: set -s escape-time 10"));
        let chinese = judge(
            Speaker(Language::Chinese),
            "3.4\n10\n0\ntmux-256color\nRGB\n",
        );
        let advice = chinese.first().and_then(|it| it.advice.as_deref());
        assert_eq!(advice, Some("在 ~/.tmux.conf 中写 set -g focus-events on"));
    }
}
