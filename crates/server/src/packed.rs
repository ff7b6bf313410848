//! What is made while the server runs, compressed once and not for each who asks.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;

use crate::answer::Answer;
use crate::encoding::Encoding;
use crate::pack;

/// A few milliseconds for a hundred kilobytes; the best quality takes fifty times as long for a tenth less.
const QUALITY: i32 = 9;

/// A content in every form in which it is sent.
#[derive(Clone, Debug)]
pub(crate) struct Packed {
    hash: String,
    plain: Vec<u8>,
    brotli: Vec<u8>,
    gzip: Vec<u8>,
}

impl Packed {
    pub(crate) fn new(plain: Vec<u8>) -> io::Result<Self> {
        Ok(Self {
            hash: hash(&plain),
            brotli: pack::brotli(&plain, QUALITY)?,
            gzip: pack::gzip(&plain)?,
            plain,
        })
    }

    pub(crate) fn answer(&self, content_type: &'static str, encoding: Encoding) -> Answer {
        let body = match encoding {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
            Encoding::Identity => &self.plain,
        };
        Answer {
            encoding,
            etag: Some(encoding.etag(&self.hash).into()),
            ..Answer::new(content_type, body.clone())
        }
    }
}

fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
