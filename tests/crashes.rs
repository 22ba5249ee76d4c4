//! The program is killed, or the system fails, in the midst of everything that writes: nothing that was
//! there before is lost, what was being done is there whole or not at all, and doing it again
//! ends as if nothing had happened.
//!
//! `QIAO_TRIALS=20 cargo test --test crashes` tries every operation that often, `QIAO_SEED` repeats the
//! calls of a run (by the clock no moment comes twice).

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a failure is the test's result")]

mod common;
#[path = "crashes/operations.rs"]
mod operations;
#[path = "common/shim.rs"]
mod shim;
#[path = "common/skip.rs"]
mod skip;
#[path = "crashes/trials.rs"]
mod trials;

use operations::OPERATIONS;
use shim::shim;
use skip::{note, skipped};
use trials::{Hit, Random, Tried, Usual, seed, try_all};

/// Calls that change something, and so are moments to be killed at.
const WRITES: &str = "wsnc";
/// What the system can answer, by which calls.
const ERRORS: [(&str, i32); 5] = [
    // No room left.
    ("wcn", 28),
    // A disk that fails.
    ("rws", 5),
    // No permission (any more).
    ("cn", 13),
    // A disk that nobody may write to (any more).
    ("wcn", 30),
    // Too many files are open.
    ("oc", 24),
];

/// How often each operation is tried.
fn trials(usual: usize) -> usize {
    let given = std::env::var("QIAO_TRIALS").ok();
    given.and_then(|it| it.parse().ok()).unwrap_or(usual)
}

/// What hits an operation: mostly a call, every fourth kill by the clock.
fn hits(random: &mut Random, usual: &Usual, trial: usize) -> Vec<Hit> {
    let at = 1 + random.below(usual.calls);
    if shim().is_none() {
        return vec![Hit::After(usual.took.mul_f64(random.part()))];
    }
    let kill = if trial % 4 == 3 {
        Hit::After(usual.took.mul_f64(random.part()))
    } else {
        Hit::Call(WRITES, 0, at)
    };
    // All kinds of errors one after the other; most have as many calls as write.
    let place = random.below(ERRORS.len() as u64);
    let (kinds, number) = ERRORS[usize::try_from(place).unwrap()];
    let error = Hit::Call(kinds, number, 1 + random.below(usual.calls));
    vec![kill, error]
}

#[test]
fn kills_and_faults_at_random_moments_are_said_in_words_and_lose_nothing() {
    if shim().is_none() {
        skipped("no C compiler (cc) for the library that lets calls fail; only kills by the clock");
    }
    let seed = seed();
    let tried = try_all(&OPERATIONS, trials(1), seed, hits);
    let count = |is: fn(&&Tried) -> bool| tried.iter().filter(is).count();
    let text = format!(
        "{} kills ({} hit), {} faults ({} hit), {} wrong; seed {seed}",
        count(|it| it.was_kill),
        count(|it| it.was_kill && it.was_hit),
        count(|it| !it.was_kill),
        count(|it| !it.was_kill && it.was_hit),
        count(|it| it.wrong.is_some()),
    );
    if std::env::var_os("QIAO_TRIALS").is_some() {
        note(&text);
    }
    let wrong: Vec<&str> = tried.iter().filter_map(|it| it.wrong.as_deref()).collect();
    assert!(wrong.is_empty(), "{text}\n{}", wrong.join("\n"));
    let hit = count(|it| it.was_hit);
    assert!(
        hit * 3 > tried.len(),
        "most moments lie behind the end: {text}"
    );
}
