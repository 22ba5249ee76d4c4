//! Trials: an operation begins in a copy of its home, is hit at some moment, and what is left is looked at.

use std::fs;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime};

use crate::common::Home;
use crate::operations::{Held, Operation, filled};
use crate::shim::{Fault, put_between};

/// Trials that run at the same time.
const THREADS: usize = 2;
/// What says that words of the engine or of the system reached the user, or a fault of the program.
const NOT_IN_WORDS: [&str; 6] = [
    "panicked",
    "IoError",
    "Os {",
    "Error code",
    "internal error",
    "TantivyError",
];
/// What tells the user what to do; a sentence has one of these.
const REMEDIES: [&str; 9] = [
    "free some space",
    "check",
    "another",
    "close other programs",
    "try again",
    "permission",
    "`qiao ",
    "full",
    "wait",
];

/// Numbers that are the same for the same seed.
pub(crate) struct Random(u64);

/// The seed of a run: as `QIAO_SEED` says, else of the time of day.
pub(crate) fn seed() -> u64 {
    let given = std::env::var("QIAO_SEED").ok();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let now = u64::from(now.unwrap().subsec_nanos());
    given.and_then(|it| it.parse().ok()).unwrap_or(now)
}

impl Random {
    /// Numbers of its own for what is in a place, whichever thread comes to it first.
    fn of(seed: u64, place: usize) -> Self {
        Self(seed ^ (place as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// A number from 0 up to another, without that.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // A linear congruential sequence; its upper half is random enough.
        let factor = 6_364_136_223_846_793_005;
        self.0 = self
            .0
            .wrapping_mul(factor)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }

    /// From 0 to 1.
    pub(crate) fn part(&mut self) -> f64 {
        f64::from(u32::try_from(self.below(1 << 16)).unwrap()) / f64::from(1 << 16)
    }
}

/// How an operation runs when nothing hits it.
pub(crate) struct Usual {
    /// How long it takes.
    pub(crate) took: Duration,
    /// How many calls it makes that write.
    pub(crate) calls: u64,
    before: Held,
    after: Held,
}

/// What hits it.
#[derive(Debug, Clone)]
pub(crate) enum Hit {
    /// It is killed after a while.
    After(Duration),
    /// From a call of these kinds on all fail with an error; 0 kills it there.
    Call(&'static str, i32, u64),
}

/// What came of a trial.
pub(crate) struct Tried {
    /// Whether it was to be killed.
    pub(crate) was_kill: bool,
    /// Whether it did not end as usual.
    pub(crate) was_hit: bool,
    /// What went wrong.
    pub(crate) wrong: Option<String>,
}

/// Tries every operation so many times; `choose` says what hits it.
pub(crate) fn try_all(
    operations: &[Operation],
    trials: usize,
    seed: u64,
    choose: impl Fn(&mut Random, &Usual, usize) -> Vec<Hit> + Sync,
) -> Vec<Tried> {
    let filled = filled();
    let filled = filled.folder();
    let filled: &Path = filled.path();
    let waiting = Mutex::new(operations.iter().enumerate());
    let tried = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().next();
                    let Some((place, operation)) = next else {
                        return;
                    };
                    let mut random = Random::of(seed, place);
                    let home = operation.home(filled);
                    let usual = usual(operation, &home);
                    for trial in 0..trials {
                        let hits = choose(&mut random, &usual, trial);
                        let done = hits
                            .iter()
                            .map(|hit| try_once(operation, &home, &usual, hit));
                        let done: Vec<Tried> = done.collect();
                        tried.lock().unwrap().extend(done);
                    }
                }
            });
        }
    });
    tried.into_inner().unwrap()
}

/// A copy of a home.
fn copied(home: &Home) -> Home {
    copy_of(home.folder().path())
}

/// A home with all that is in a folder.
pub(crate) fn copy_of(folder: &Path) -> Home {
    let copy = Home::new();
    copy_folder(folder, copy.folder().path());
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, target).unwrap();
        }
    }
}

fn usual(operation: &Operation, home: &Home) -> Usual {
    let before = copied(home).held().unwrap();
    let copy = copied(home);
    let count = copy.path("calls");
    let start = Instant::now();
    let output = run(
        operation,
        &copy,
        Some(&Fault {
            kinds: "wsnc",
            number: -1,
            at: 0,
        }),
    );
    let took = start.elapsed();
    assert!(
        output.status.success(),
        "{:?}: {}",
        operation.arguments,
        said(&output)
    );
    let calls = fs::read_to_string(count).unwrap_or_default();
    Usual {
        took,
        calls: calls.trim().parse().unwrap_or(1),
        before,
        after: copy.held().unwrap(),
    }
}

fn run(operation: &Operation, home: &Home, fault: Option<&Fault>) -> Output {
    let mut command = home.in_home(operation.arguments);
    if let Some(fault) = fault {
        put_between(
            &mut command,
            home.folder().path(),
            fault,
            &home.path("calls"),
        );
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn try_once(operation: &Operation, home: &Home, usual: &Usual, hit: &Hit) -> Tried {
    let copy = copied(home);
    let (was_hit, wrong) = match hit {
        Hit::After(moment) => (killed_after(operation, &copy, *moment), None),
        Hit::Call(kinds, number, at) => {
            let fault = Fault {
                kinds,
                number: *number,
                at: *at,
            };
            let output = run(operation, &copy, Some(&fault));
            (!output.status.success(), not_in_words(&output))
        }
    };
    let wrong = wrong.or_else(|| lost(operation, &copy, usual).err());
    let told = |wrong: String| format!("{:?} hit by {hit:?}: {wrong}", operation.arguments);
    Tried {
        was_kill: !matches!(hit, Hit::Call(_, 1.., _)),
        was_hit,
        wrong: wrong.map(told),
    }
}

/// Whether the operation did not come to its end.
fn killed_after(operation: &Operation, home: &Home, moment: Duration) -> bool {
    let mut command = home.in_home(operation.arguments);
    let mut child = command
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while start.elapsed() < moment {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::yield_now();
    }
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

/// What is wrong with the way in which an operation failed.
fn not_in_words(output: &Output) -> Option<String> {
    let err = said(output);
    match output.status.code() {
        // Killed, or it could do without.
        None | Some(0) => return None,
        Some(3 | 4) => {}
        Some(code) => return Some(format!("exit {code}: {err}")),
    }
    let all = format!("{err}{}", String::from_utf8_lossy(&output.stdout));
    let engine = NOT_IN_WORDS.iter().find(|words| all.contains(**words));
    if let Some(words) = engine {
        return Some(format!("{words} in {all}"));
    }
    let names_a_file = all.contains('/') || all.contains(".csv") || all.contains("saved");
    let has_remedy = REMEDIES.iter().any(|words| all.contains(words));
    (!names_a_file || !has_remedy).then(|| format!("no file or no remedy: {all}"))
}

/// What is lost, or half there, or keeps the operation from being done again.
fn lost(operation: &Operation, home: &Home, usual: &Usual) -> Result<(), String> {
    let held = home.held()?;
    if held != usual.before && held != usual.after {
        return Err(format!("neither before nor after: {held:?}"));
    }
    if held == usual.after && operation.layout.is_none() && usual.before != usual.after {
        return Ok(());
    }
    // What was half saved is no library, and is said so.
    let saved = home.path("saved");
    if saved.exists() {
        fs::remove_dir_all(saved).unwrap();
    }
    let again = run(operation, home, None);
    if again.status.code().is_none_or(|code| code > 2) {
        return Err(format!("not done again: {}", said(&again)));
    }
    let held = home.held()?;
    let is_after = held == usual.after || operation.arguments[0] == "log";
    if is_after {
        Ok(())
    } else {
        Err(format!("not as usual after a second time: {held:?}"))
    }
}
