//! Any trace, written and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laneway_fuzz::traces(bytes));
