//! From the JSON of a header, of any known version, to a [`Header`] whose tables make sense.

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

/// Takes parents out of the tables that are not there, that do not stand before their children as actors'
/// must, or that are among their own children. Says what was wrong.
pub(crate) fn check_parents(header: &mut Header) -> Vec<String> {
    let mut wrong = Vec::new();
    for (row, actor) in header.actors.iter_mut().enumerate() {
        if let Some(parent) = actor.parent.filter(|parent| parent.index() >= row) {
            wrong.push(format!(
                "the actor {} has the parent {}, which is not before it",
                row + 1,
                parent.number()
            ));
            actor.parent = None;
        }
    }
    let mut parents: Vec<Option<usize>> = header
        .objects
        .iter()
        .map(|object| object.parent.map(|parent| parent.index()))
        .collect();
    for row in cut_circles(&mut parents) {
        let parent = header.objects[row]
            .parent
            .take()
            .map_or(0, |parent| parent.number());
        wrong.push(format!(
            "the object {} has the parent {parent}, which is not there or its own child",
            row + 1
        ));
    }
    wrong
}

/// Takes out the parents that are not in the table or lead back to the row itself; says which. Linear:
/// every row is walked over once.
fn cut_circles(parents: &mut [Option<usize>]) -> Vec<usize> {
    let mut cut = Vec::new();
    // The walk, from 1, on which a row was met.
    let mut met = vec![0; parents.len()];
    for start in 0..parents.len() {
        let mut row = start;
        while met[row] == 0 {
            met[row] = start + 1;
            match parents[row] {
                None => {}
                Some(parent) if parent < parents.len() && met[parent] != start + 1 => row = parent,
                Some(_) => {
                    parents[row] = None;
                    cut.push(row);
                }
            }
        }
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Actor, ActorId, Object, ObjectId};

    #[test]
    fn parents_that_lead_nowhere_are_taken_out() {
        let object = |parent| Object {
            parent: ObjectId::new(parent),
            ..Object::default()
        };
        let actor = |parent| Actor {
            parent: ActorId::new(parent),
            ..Actor::default()
        };
        let mut header = Header {
            actors: [0, 1, 3, 9].map(actor).into(),
            objects: [2, 3, 2, 4, 9, 1, 0].map(object).into(),
            ..Header::default()
        };
        assert_eq!(
            check_parents(&mut header),
            [
                "the actor 3 has the parent 3, which is not before it",
                "the actor 4 has the parent 9, which is not before it",
                "the object 3 has the parent 2, which is not there or its own child",
                "the object 4 has the parent 4, which is not there or its own child",
                "the object 5 has the parent 9, which is not there or its own child",
            ]
        );
        assert_eq!(header.actors, [0, 1, 0, 0].map(actor));
        assert_eq!(header.objects, [2, 3, 0, 0, 0, 1, 0].map(object));
    }

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
