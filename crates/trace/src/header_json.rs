//! From the JSON of a head or of a closing chunk, of any known version, to what it says.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::gathered::Gathered;
use crate::{Closing, FORMAT_VERSION, Header, Limits, ReadError, Vocabulary, upgrade};

/// Reads what is known of a run when it starts.
pub(crate) fn parse_head(
    version: u32,
    json: &[u8],
    gathered: &mut Gathered,
) -> Result<Header, ReadError> {
    parse(version, json, gathered)
}

/// Reads what is known of a run when it is over.
pub(crate) fn parse_closing(
    version: u32,
    json: &[u8],
    gathered: &mut Gathered,
) -> Result<Closing, ReadError> {
    let closing: Closing = parse(version, json, gathered)?;
    ReadError::check("events", closing.events, gathered.limits.events)?;
    Ok(closing)
}

/// Reads rows of the vocabulary.
pub(crate) fn parse_vocabulary(json: &[u8], gathered: &mut Gathered) -> Result<Vocabulary, ReadError> {
    parse(FORMAT_VERSION, json, gathered)
}

fn parse<T: DeserializeOwned>(
    version: u32,
    json: &[u8],
    gathered: &mut Gathered,
) -> Result<T, ReadError> {
    gathered.check_json(json)?;
    let error = |error: serde_json::Error| ReadError::Header(error.to_string());
    if version == FORMAT_VERSION {
        return serde_json::from_slice(json).map_err(error);
    }
    let mut fields: Map<String, Json> = serde_json::from_slice(json).map_err(error)?;
    upgrade::header(version, &mut fields);
    // By its text and not by its values: for those, all that is derived would be in the page a second time.
    let json = serde_json::to_vec(&fields).map_err(error)?;
    serde_json::from_slice(&json).map_err(error)
}

/// Counts the values of some JSON before it is parsed, and refuses it where it is too deep. It need not be
/// well-formed.
pub(crate) fn count_values(json: &[u8], limits: &Limits) -> Result<u64, ReadError> {
    let (mut values, mut depth, mut deepest) = (1_u64, 0_u32, 0_u32);
    let mut bytes = json.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => skip_string(&mut bytes),
            b'{' | b'[' => {
                values += 1;
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
    }
    ReadError::check(
        "levels in its header",
        u64::from(deepest),
        u64::from(limits.json_depth),
    )?;
    Ok(values)
}

fn skip_string(bytes: &mut std::slice::Iter<'_, u8>) {
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return,
            b'\\' => {
                bytes.next();
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Result<u64, &str>) {
        let limits = Limits {
            json_depth: 3,
            ..Limits::default()
        };
        let values = count_values(json.as_bytes(), &limits).map_err(|error| error.to_string());
        assert_eq!(values, expected.map_err(str::to_owned));
    }

    #[test]
    fn values_are_counted_before_anything_is_built() {
        check(r#"{"a":[{"b":1}]}"#, Ok(4));
        check(r#"{"a":"[[[[[[,,,,,,,,\"[[[["}"#, Ok(2));
        check("[0,0,0,0,0,0,0,0]", Ok(9));
        check(
            "[[[[",
            Err("This trace has 4 levels in its header, and no more than 3 are accepted."),
        );
    }
}
