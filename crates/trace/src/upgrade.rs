//! From older format versions to the current one, a step at a time.

/// The version of the format that is written. An older one is upgraded, a newer one refused.
pub const FORMAT_VERSION: u32 = 1;
