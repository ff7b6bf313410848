//! Whole numbers in as few bytes as they need: LEB128, and zigzag for signed ones.

/// Appends a number, seven bits a byte, the lowest first; the top bit says that another byte follows.
pub(super) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Maps 0, -1, 1, -2, ... to 0, 1, 2, 3, ...
pub(super) fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

/// The reverse of [`zigzag`].
pub(super) fn unzigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

/// Reads numbers from the front of some bytes.
#[derive(Clone, Debug)]
pub(super) struct Numbers<'a> {
    bytes: &'a [u8],
}

impl<'a> Numbers<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    /// The next number; `None` if the bytes end or the number has more than 64 bits. One byte is the
    /// common case and costs one branch.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u64> {
        let (&first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        if first < 0x80 {
            Some(u64::from(first))
        } else {
            self.next_long(first)
        }
    }

    fn next_long(&mut self, first: u8) -> Option<u64> {
        let mut number = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                // The tenth byte has room for one bit.
                return (shift < 63 || byte <= 1).then_some(number);
            }
        }
        None
    }

    /// The next number, if it fits.
    pub(super) fn next_u32(&mut self) -> Option<u32> {
        u32::try_from(self.next()?).ok()
    }

    /// That many bytes.
    pub(super) fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(usize::try_from(length).ok()?)?;
        self.bytes = rest;
        Some(taken)
    }

    /// The bytes that were not read.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    /// True if every byte was read.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: u64, expected: &[u8]) {
        let mut bytes = Vec::new();
        put(&mut bytes, number);
        assert_eq!(bytes, expected);
        let mut numbers = Numbers::new(&bytes);
        assert_eq!(numbers.next(), Some(number));
        assert!(numbers.is_empty());
    }

    #[test]
    fn numbers_take_seven_bits_a_byte() {
        check(0, &[0]);
        check(127, &[127]);
        check(128, &[0x80, 1]);
        check(
            u64::MAX,
            &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
        );
    }

    #[test]
    fn numbers_that_end_early_or_are_too_long_are_none() {
        assert_eq!(Numbers::new(&[]).next(), None);
        assert_eq!(Numbers::new(&[0x80]).next(), None);
        assert_eq!(
            Numbers::new(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 2]).next(),
            None
        );
        assert_eq!(Numbers::new(&[0x80; 11]).next(), None);
    }

    #[test]
    fn small_signed_numbers_are_small() {
        for (signed, unsigned) in [
            (0, 0),
            (-1, 1),
            (1, 2),
            (i64::MAX, u64::MAX - 1),
            (i64::MIN, u64::MAX),
        ] {
            assert_eq!(zigzag(signed), unsigned);
            assert_eq!(unzigzag(unsigned), signed);
        }
    }
}
