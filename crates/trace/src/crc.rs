//! The checksum of a chunk.

use crc::{CRC_32_ISO_HDLC, Crc, Table};

/// By a table of 1 kB. `crc32fast`, which comes with flate2, is some times as fast and would bring 16 kB into the page
/// that cannot be compressed.
const CRC_32: Crc<u32, Table<1>> = Crc::<u32, Table<1>>::new(&CRC_32_ISO_HDLC);

/// The CRC-32 that gzip and PNG use.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    CRC_32.checksum(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_one_of_gzip() {
        let check = |bytes: &[u8], expected: u32| assert_eq!(crc32(bytes), expected);
        check(b"", 0);
        check(b"123456789", 0xcbf4_3926);
        let mut peer = flate2::Crc::new();
        peer.update(include_bytes!("crc.rs"));
        check(include_bytes!("crc.rs"), peer.sum());
    }
}
