//! Any bytes, as a .lane or .jsonl file. Start with the golden files as the corpus.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laneway_fuzz::bytes(bytes));
