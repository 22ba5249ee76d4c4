#![no_main]

use libfuzzer_sys::fuzz_target;

// Panics of the library that reads workbooks are caught, and are no finds.
fuzz_target!(
    init: drop(std::panic::take_hook()),
    |bytes: &[u8]| qiao::fuzzing::run("archives", bytes)
);
