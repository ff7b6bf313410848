//! From the JSON of a header, of any known version, to a [`Header`].

use serde_json::{Map, Value as Json};

use crate::{FORMAT_VERSION, Header, Limits, ReadError, upgrade};

/// Reads a header.
pub(crate) fn parse(version: u32, json: &[u8], limits: &Limits) -> Result<Header, ReadError> {
    check_size(json, limits)?;
    let error = |error: serde_json::Error| ReadError::Header(error.to_string());
    let header: Header = if version == FORMAT_VERSION {
        serde_json::from_slice(json).map_err(error)?
    } else {
        let mut fields: Map<String, Json> = serde_json::from_slice(json).map_err(error)?;
        upgrade::header(version, &mut fields);
        serde_json::from_value(Json::Object(fields)).map_err(error)?
    };
    ReadError::check("actors", header.actors.len() as u64, limits.actors)?;
    ReadError::check("objects", header.objects.len() as u64, limits.objects)?;
    ReadError::check("locations", header.locations.len() as u64, limits.locations)?;
    ReadError::check("events", header.events, limits.events)?;
    Ok(header)
}

/// Counts the values and the depth of some JSON before it is parsed. It need not be well-formed.
pub(crate) fn check_size(json: &[u8], limits: &Limits) -> Result<(), ReadError> {
    ReadError::check("bytes of header", json.len() as u64, limits.header_bytes)?;
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
    ReadError::check("values in its header", values, limits.json_values)?;
    ReadError::check(
        "levels in its header",
        u64::from(deepest),
        u64::from(limits.json_depth),
    )
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
    fn check(json: &str, expected: Result<(), &str>) {
        let limits = Limits {
            json_depth: 3,
            json_values: 8,
            header_bytes: 40,
            ..Limits::default()
        };
        let size = check_size(json.as_bytes(), &limits).map_err(|error| error.to_string());
        assert_eq!(size, expected.map_err(str::to_owned));
    }

    #[test]
    fn sizes_are_checked_before_anything_is_built() {
        check(r#"{"a":[{"b":1}]}"#, Ok(()));
        check(r#"{"a":"[[[[[[,,,,,,,,\"[[[["}"#, Ok(()));
        check(
            "[[[[",
            Err("This trace has 4 levels in its header, and no more than 3 are accepted."),
        );
        check(
            "[0,0,0,0,0,0,0,0]",
            Err("This trace has 9 values in its header, and no more than 8 are accepted."),
        );
        check(
            &"\"".repeat(41),
            Err("This trace has 41 bytes of header, and no more than 40 are accepted."),
        );
    }
}
