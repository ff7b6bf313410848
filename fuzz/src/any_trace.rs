//! Traces of all shapes, made from bytes: valid ones, with everything that is unusual.

use arbitrary::{Arbitrary, Result, Unstructured};
use laneway_trace::{
    Actor, ActorId, ActorKind, Chunk, Ending, Event, EventKind, EventRow, Events, Header, Host, Lesson,
    LessonText, Location, LocationId, Object, ObjectId, ObjectKind, ObjectRow, Predicate, Prompt,
    Provenance, StartMethod, Step, TextId, Trace, Value, Vocabulary,
};
use serde_json::{Map, Value as Json};

/// Any trace that may be written.
pub(crate) fn trace(u: &mut Unstructured<'_>) -> Result<Trace> {
    let texts = several(u, 8, any_string)?;
    let mut header = any_header(u)?;
    let chunks = several(u, 2, any_chunk)?;
    let events = any_events(u, &header, texts.len())?;
    header.events = events.len() as u64;
    Ok(Trace {
        header,
        texts,
        events,
        chunks,
    })
}

fn any_header(u: &mut Unstructured<'_>) -> Result<Header> {
    let mut header = Header {
        recorder: any_string(u)?,
        title: any_string(u)?,
        command: several(u, 3, any_string)?,
        started_unix_ms: any_number(u)?,
        duration_ns: any_number(u)?,
        lost: any_number(u)?,
        times_corrected: any_number(u)?,
        unseen: several(u, 2, any_string)?,
        sources: several(u, 2, |u| Ok((any_string(u)?, any_string(u)?)))?
            .into_iter()
            .collect(),
        locations: several(u, 4, any_location)?,
        ..Header::default()
    };
    header.provenance = match u.int_in_range(0..=2)? {
        0 => Provenance::Simulated,
        1 => Provenance::Imported,
        _ => Provenance::Other(unknown_word(u)?),
    };
    header.ending = match u.int_in_range(0..=2)? {
        0 => Ending::Stuck,
        1 => Ending::Timeout,
        _ => Ending::Other(unknown_word(u)?),
    };
    header.vocabulary = Vocabulary {
        objects: several(u, 2, any_object_row)?,
        events: several(u, 2, any_event_row)?,
    };
    header.host = Host {
        os: any_string(u)?,
        cores: u.arbitrary()?,
        extra: any_fields(u)?,
        ..Host::default()
    };
    for row in 0..=u.int_in_range(0..=5)? {
        let parent = u.int_in_range(0..=row)?;
        header.actors.push(any_actor(u, parent)?);
    }
    for row in 0..u.int_in_range(0..=5)? {
        let parent = u.int_in_range(0..=row)?;
        header.objects.push(any_object(u, parent)?);
    }
    if u.ratio(1, 2)? {
        header.lesson = Some(any_lesson(u)?);
    }
    header.extra = any_fields(u)?;
    Ok(header)
}

fn any_object_row(u: &mut Unstructured<'_>) -> Result<ObjectRow> {
    let known = u.choose(ObjectKind::ALL)?;
    let row = ObjectRow::of(&ObjectKind::new(known.name));
    Ok(ObjectRow {
        kind: ObjectKind::new(unknown_word(u)?),
        extra: any_fields(u)?,
        ..row.unwrap_or_else(|| unreachable!("it is known"))
    })
}

fn any_event_row(u: &mut Unstructured<'_>) -> Result<EventRow> {
    let known = u.choose(EventKind::ALL)?;
    let row = EventRow::of(known.kind);
    Ok(EventRow {
        kind: EventKind(u.arbitrary()?),
        name: any_string(u)?,
        extra: any_fields(u)?,
        ..row.unwrap_or_else(|| unreachable!("it is known"))
    })
}

fn any_actor(u: &mut Unstructured<'_>, parent: u32) -> Result<Actor> {
    Ok(Actor {
        kind: match u.int_in_range(0..=3)? {
            0 => ActorKind::Process,
            1 => ActorKind::Thread,
            2 => ActorKind::Task,
            _ => ActorKind::Other(unknown_word(u)?),
        },
        name: any_string(u)?,
        parent: ActorId::new(parent),
        pid: u.arbitrary()?,
        tid: u.arbitrary()?,
        daemon: u.arbitrary()?,
        start_method: match u.int_in_range(0..=2)? {
            0 => None,
            1 => Some(StartMethod::Spawn),
            _ => Some(StartMethod::Other(unknown_word(u)?)),
        },
        extra: any_fields(u)?,
    })
}

fn any_object(u: &mut Unstructured<'_>, parent: u32) -> Result<Object> {
    Ok(Object {
        kind: match u.int_in_range(0..=2)? {
            0 => ObjectKind::QUEUE,
            1 => ObjectKind::CELL,
            _ => ObjectKind::new(unknown_word(u)?),
        },
        name: any_string(u)?,
        parent: ObjectId::new(parent),
        capacity: u.arbitrary()?,
        shared: u.arbitrary()?,
        extra: any_fields(u)?,
    })
}

fn any_location(u: &mut Unstructured<'_>) -> Result<Location> {
    Ok(Location {
        file: any_string(u)?,
        line: u.arbitrary()?,
        column: u.arbitrary()?,
    })
}

fn any_lesson(u: &mut Unstructured<'_>) -> Result<Lesson> {
    let step = Step {
        id: any_string(u)?,
        at: any_predicate(u)?,
        extra: any_fields(u)?,
    };
    let prompt = Prompt {
        ask: any_predicate(u)?,
        right: u.arbitrary()?,
        extra: any_fields(u)?,
        ..Prompt::default()
    };
    let text = LessonText {
        title: any_string(u)?,
        extra: any_fields(u)?,
        ..LessonText::default()
    };
    Ok(Lesson {
        id: any_string(u)?,
        parameters: several(u, 3, |u| Ok((any_string(u)?, any_json(u, 2)?)))?
            .into_iter()
            .collect(),
        steps: vec![step],
        prompts: vec![prompt],
        texts: [(any_string(u)?, text)].into(),
        extra: any_fields(u)?,
        ..Lesson::default()
    })
}

fn any_predicate(u: &mut Unstructured<'_>) -> Result<Predicate> {
    let mut predicate = Predicate::default();
    for _ in 0..u.int_in_range(0..=3)? {
        predicate = Predicate {
            event: Some(any_string(u)?),
            // A `null` reads as no value.
            value: Some(any_json(u, 1)?).filter(|value| !value.is_null()),
            nth: u.arbitrary()?,
            last: u.arbitrary()?,
            after: Some(predicate.into()),
            extra: any_fields(u)?,
            ..Predicate::default()
        };
    }
    Ok(predicate)
}

fn any_chunk(u: &mut Unstructured<'_>) -> Result<Chunk> {
    let mut tag = *b"x~~~";
    tag[1] = u.int_in_range(b'!'..=b'~')?;
    Ok(Chunk {
        tag,
        raw_length: u.arbitrary()?,
        stored: u.arbitrary()?,
    })
}

/// Events, a phrase at a time that is said again and again, as programs do.
fn any_events(u: &mut Unstructured<'_>, header: &Header, texts: usize) -> Result<Events> {
    let mut events = Events::default();
    let mut time_ns = 0_u64;
    let mut last = 0_u32;
    while !u.is_empty() {
        let phrase = several(u, 4, |u| any_event(u, header, texts))?;
        let times = u.int_in_range(0..=7)?;
        let follow: bool = u.arbitrary()?;
        for round in 0..times {
            for event in &phrase {
                time_ns = time_ns.saturating_add(event.time_ns);
                let mut event = Event { time_ns, ..*event };
                if follow && event.sequence > 0 {
                    last = last.wrapping_add(1);
                    event.sequence = last;
                }
                if let (true, Value::Int(number)) = (follow, event.value) {
                    event.value = Value::Int(number.wrapping_add(i64::from(round)));
                }
                events.push(event);
            }
        }
    }
    Ok(events)
}

/// An event whose time is that since the one before.
fn any_event(u: &mut Unstructured<'_>, header: &Header, texts: usize) -> Result<Event> {
    let mut row = |rows: usize, from: u32| u.int_in_range(from..=rows as u32);
    let actor = row(header.actors.len(), 1)?;
    let other = row(header.actors.len(), 1)?;
    let object = row(header.objects.len(), 0)?;
    let location = row(header.locations.len(), 0)?;
    let text = row(texts, 0)?;
    let value = match u.int_in_range(0..=5)? {
        0 => Value::None,
        1 => Value::Int(any_number(u)? as i64),
        2 => TextId::new(text).map_or(Value::None, Value::Text),
        3 => ActorId::new(other).map_or(Value::None, Value::Actor),
        // Ids that cannot be, and a nothing that is something.
        4 => Value::from_bits(u.int_in_range(0..=3)?, *u.choose(&[0, -1, i64::MIN, 1 << 32])?),
        _ => Value::from_bits(u.int_in_range(4..=255)?, any_number(u)? as i64),
    };
    Ok(Event {
        time_ns: any_number(u)?,
        actor: ActorId::new(actor).unwrap_or_else(|| unreachable!("from 1")),
        kind: match u.choose_index(EventKind::ALL.len() + 10)? {
            known if known < EventKind::ALL.len() => EventKind::ALL[known].kind,
            _ => EventKind(u.arbitrary()?),
        },
        object: ObjectId::new(object),
        sequence: any_number(u)? as u32,
        value,
        location: LocationId::new(location),
    })
}

/// Small numbers, and those at the ends.
fn any_number(u: &mut Unstructured<'_>) -> Result<u64> {
    match u.int_in_range(0..=7)? {
        0 => u.arbitrary(),
        1 => Ok(*u.choose(&[
            u64::MAX,
            u64::MAX - 1,
            1 << 63,
            (1 << 63) - 1,
            u64::from(u32::MAX),
            1 << 53,
        ])?),
        _ => u.int_in_range(0..=300),
    }
}

fn any_string(u: &mut Unstructured<'_>) -> Result<String> {
    const ODD: [&str; 10] = [
        "",
        "\0",
        "\r\n",
        "\u{2028}\u{85}",
        "\"\\/",
        "泳道",
        "𝄞 e\u{301}",
        "\u{feff}",
        "{\"text\":1}",
        "</script><b>",
    ];
    match u.ratio(1, 2)? {
        true => Ok((*u.choose(&ODD)?).to_owned()),
        false => String::arbitrary(u),
    }
}

/// A word that no version knows.
fn unknown_word(u: &mut Unstructured<'_>) -> Result<String> {
    Ok(format!("x{}", any_string(u)?))
}

/// Fields that no version knows.
fn any_fields(u: &mut Unstructured<'_>) -> Result<Map<String, Json>> {
    let field = |u: &mut Unstructured<'_>| Ok((unknown_word(u)?, any_json(u, 3)?));
    Ok(several(u, 2, field)?.into_iter().collect())
}

fn any_json(u: &mut Unstructured<'_>, depth: u32) -> Result<Json> {
    Ok(match u.int_in_range(0..=if depth > 0 { 7 } else { 5 })? {
        0 => Json::Null,
        1 => u.arbitrary::<bool>()?.into(),
        2 => any_number(u)?.into(),
        3 => (any_number(u)? as i64).into(),
        // Not finite ones are null.
        4 => u.arbitrary::<f64>()?.into(),
        5 => any_string(u)?.into(),
        6 => several(u, 3, |u| any_json(u, depth - 1))?.into(),
        _ => {
            let field = |u: &mut Unstructured<'_>| Ok((any_string(u)?, any_json(u, depth - 1)?));
            Json::Object(several(u, 3, field)?.into_iter().collect())
        }
    })
}

fn several<'a, T>(
    u: &mut Unstructured<'a>,
    most: usize,
    mut one: impl FnMut(&mut Unstructured<'a>) -> Result<T>,
) -> Result<Vec<T>> {
    let count = u.int_in_range(0..=most)?;
    (0..count).map(|_| one(u)).collect()
}
