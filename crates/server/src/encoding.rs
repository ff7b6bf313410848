//! How what is sent is compressed, and who takes it so.

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// By brotli.
    Brotli,
    /// By gzip.
    Gzip,
    /// Not at all.
    Identity,
}

impl Encoding {
    /// Its name in HTTP.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
            Self::Identity => "identity",
        }
    }

    /// What an asker with this `Accept-Encoding` likes best of what compresses; of what they like as well, the
    /// smallest.
    pub(crate) fn best(header: &str) -> Self {
        let mut best = (Self::Identity, 0.0);
        for encoding in [Self::Brotli, Self::Gzip] {
            let weight = encoding.weight(header);
            if weight > best.1 {
                best = (encoding, weight);
            }
        }
        best.0
    }

    /// How much they like it, from 0 for not at all to 1.
    fn weight(self, header: &str) -> f32 {
        let mut rest = None;
        for item in header.split(',') {
            let mut parts = item.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            let weight = weight.unwrap_or(1.0);
            if name.eq_ignore_ascii_case(self.name()) {
                return weight;
            }
            if name == "*" {
                rest = Some(weight);
            }
        }
        rest.unwrap_or(0.0)
    }

    /// The tag of a content that is sent so, with its quotes: what differs in a byte has another one.
    pub(crate) fn etag(self, hash: &str) -> String {
        match self {
            Self::Identity => format!("\"{hash}\""),
            packed => format!("\"{hash}-{}\"", packed.name()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_is_sent_of_what_is_taken() {
        let check =
            |header, expected: &str| assert_eq!(Encoding::best(header).name(), expected, "{header}");
        check("gzip, deflate, br, zstd", "br");
        check("gzip, deflate", "gzip");
        check("br;q=0.5, GZIP;q=1.0", "gzip");
        check("br; q=0, gzip", "gzip");
        check("BR", "br");
        check("*", "br");
        check("*;q=0.1, gzip;q=0.2", "gzip");
        check("br;q=0, *;q=0.5", "gzip");
        check("identity, gzip;q=0.5", "gzip");
        check("gzip;q=0, br;q=0", "identity");
        check("deflate", "identity");
        check("", "identity");
    }
}
