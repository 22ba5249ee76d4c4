//! What comes from the terminal and from the system, as events.

use std::io;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use ratatui::crossterm::{event, terminal as size};

use crate::browser::event::Event;
use crate::ui::terminal::{self, LateAnswer};

/// Reads keys, mouse and the like on a thread of its own; a terminal that is lost ends all.
///
/// It tells all that is there, then waits for leave to read on: what is typed while a program has
/// the terminal is that program's.
///
/// # Errors
/// The system has no thread left.
pub(crate) fn read_terminal(mut late: LateAnswer, events: Sender<Event>) -> io::Result<Sender<()>> {
    let (leave, granted) = channel();
    let parked = events.clone();
    let mut tell = move |input| {
        let told = late.takes(&input) || events.send(Event::Terminal(input)).is_ok();
        told.then_some(())
    };
    let read = move || {
        while let Ok(input) = event::read() {
            let mut going = tell(input);
            while going.is_some() && event::poll(Duration::ZERO).unwrap_or(false) {
                going = event::read().ok().and_then(&mut tell);
            }
            let waits = going.is_some() && parked.send(Event::Parked).is_ok();
            if !waits || granted.recv().is_err() {
                break;
            }
        }
        parked.send(Event::Stop).ok();
    };
    std::thread::Builder::new()
        .name("terminal".to_owned())
        .spawn(read)?;
    Ok(leave)
}

/// Turns signals into events.
///
/// # Errors
/// The system has no thread left, or does not tell of signals.
#[cfg(unix)]
pub(crate) fn heed_signals(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    let heeded = [SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH];
    let mut signals = signal_hook::iterator::Signals::new(heeded)?;
    let heed = move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGCONT => Event::Resumed,
                // Ctrl-C in an editor is for the editor.
                SIGINT if terminal::is_lent() => continue,
                // The reading thread heeds it too, but only once it has begun to read.
                SIGWINCH => match size::size() {
                    Ok((width, height)) => Event::Terminal(event::Event::Resize(width, height)),
                    Err(_) => continue,
                },
                _ => Event::Stop,
            };
            if events.send(event).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(heed)
        .map(drop)
}
