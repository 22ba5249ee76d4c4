#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| qiao::fuzzing::run("references", bytes));
