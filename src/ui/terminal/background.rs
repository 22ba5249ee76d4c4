//! The colour behind the text: the one thing that is ever asked of the terminal, and only for the
//! theme `auto`.

use std::time::Duration;

use ratatui::crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use terminal_colorsaurus::{Error, QueryOptions, background_color};

/// The first frame is not kept waiting for longer.
const MAX_WAIT: Duration = Duration::from_millis(100);

/// What stands behind the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Background {
    /// Something dark.
    Dark,
    /// Something light.
    Light,
}

/// Asks the terminal, before anything else reads from it; `None` where it does not say in time.
/// The second value takes care of an answer that comes later.
pub(crate) fn ask() -> (Option<Background>, LateAnswer) {
    let mut options = QueryOptions::default();
    options.timeout = MAX_WAIT;
    match background_color(options) {
        Ok(colour) if colour.perceived_lightness() > 0.5 => {
            (Some(Background::Light), LateAnswer::default())
        }
        Ok(_) => (Some(Background::Dark), LateAnswer::default()),
        Err(Error::Timeout(_)) => (None, LateAnswer::Expected),
        Err(_) => (None, LateAnswer::default()),
    }
}

/// Drops an answer that comes after all (`ESC ] 11 ; rgb:1e1e/1e1e/1e1e BEL`): it would be read
/// as keys and stand in the query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum LateAnswer {
    /// None is to come.
    #[default]
    None,
    /// It may come.
    Expected,
    /// It has begun.
    Begun,
}

impl LateAnswer {
    /// Whether an event is part of the answer.
    pub(crate) fn takes(&mut self, event: &Event) -> bool {
        let Event::Key(key) = event else {
            return false;
        };
        *self = match *self {
            Self::Expected if is(key, ']', KeyModifiers::ALT) => Self::Begun,
            Self::Begun if ends(key) => {
                *self = Self::None;
                return true;
            }
            Self::Begun if continues(key) => Self::Begun,
            Self::Begun => Self::None,
            other => other,
        };
        *self == Self::Begun
    }
}

fn is(key: &KeyEvent, letter: char, modifiers: KeyModifiers) -> bool {
    key.code == KeyCode::Char(letter) && key.modifiers == modifiers
}

fn ends(key: &KeyEvent) -> bool {
    is(key, 'g', KeyModifiers::CONTROL) || is(key, '\\', KeyModifiers::ALT)
}

fn continues(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(letter) if letter.is_ascii_hexdigit() || "rgb:/;".contains(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(letter: char, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(KeyCode::Char(letter), modifiers))
    }

    fn kept(mut late: LateAnswer, events: Vec<Event>) -> String {
        let letters = events.into_iter().filter(|event| !late.takes(event));
        letters
            .filter_map(|event| match event {
                Event::Key(KeyEvent {
                    code: KeyCode::Char(letter),
                    ..
                }) => Some(letter),
                _ => None,
            })
            .collect()
    }

    fn answered(end: Event) -> Vec<Event> {
        let plain = |letters: &str| {
            let letters = letters
                .chars()
                .map(|letter| key(letter, KeyModifiers::NONE));
            letters.collect::<Vec<_>>()
        };
        let begin = vec![key(']', KeyModifiers::ALT)];
        [
            plain("ab"),
            begin,
            plain("11;rgb:1e1e/1e1e/ffff"),
            vec![end],
            plain("cd"),
        ]
        .concat()
    }

    #[test]
    fn an_answer_that_comes_late_is_no_text() {
        let bell = || key('g', KeyModifiers::CONTROL);
        assert_eq!(kept(LateAnswer::Expected, answered(bell())), "abcd");
        let terminator = key('\\', KeyModifiers::ALT);
        assert_eq!(kept(LateAnswer::Expected, answered(terminator)), "abcd");
        let typed = kept(LateAnswer::None, answered(bell()));
        assert_eq!(typed, "ab]11;rgb:1e1e/1e1e/ffffgcd");
    }

    #[test]
    fn a_key_that_only_looks_like_its_beginning_costs_nothing_more() {
        let events = vec![
            key(']', KeyModifiers::ALT),
            key('石', KeyModifiers::NONE),
            key('1', KeyModifiers::NONE),
        ];
        assert_eq!(kept(LateAnswer::Expected, events), "石1");
    }
}
