//! Any chunks behind a header, with checksums that are right.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laneway_fuzz::chunks(bytes));
