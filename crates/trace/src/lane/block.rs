//! A block of events as bytes, before they are deflated. docs/FORMAT.md describes the layout.

use std::collections::HashMap;
use std::ops::Range;

use super::predict::{Base, Next, Predictor, Seen, Template};
use super::varint::{self, Numbers, unzigzag, zigzag};
use crate::{EventKind, Events, Tables, Value};

/// The most events a block may have.
pub(super) const MOST_EVENTS: usize = 65_536;

/// The most bytes an event may take before it is deflated: a control byte and six numbers; its share of
/// the templates and of the block's beginning is on top.
pub(super) const MOST_EVENT_BYTES: usize = 1 + 10 + 5 + 5 + 5 + 5 + 10 + 10;

/// Bits of an event's control byte: what was not as expected and stands in its own column.
mod control {
    pub(super) const ACTOR: u8 = 1;
    /// The second of the expected contexts.
    pub(super) const SECOND: u8 = 2;
    /// The template is written; not together with `SECOND`.
    pub(super) const TEMPLATE: u8 = 4;
    pub(super) const OBJECT: u8 = 8;
    pub(super) const SEQUENCE: u8 = 16;
    pub(super) const VALUE: u8 = 32;
    pub(super) const UNKNOWN: u8 = !(ACTOR | SECOND | TEMPLATE | OBJECT | SEQUENCE | VALUE);
}

/// Bits of a template's flags.
mod flag {
    pub(super) const SEQUENCED: u8 = 1;
    /// Two bits.
    pub(super) const BASE_SHIFT: u8 = 1;
    /// Values are written in the unit of the times.
    pub(super) const SCALED: u8 = 8;
    pub(super) const UNKNOWN: u8 = !(SEQUENCED | 3 << BASE_SHIFT | SCALED);
}

/// The columns of a block while it is written, in their order in the file.
#[derive(Debug, Default)]
struct Columns {
    control: Vec<u8>,
    time: Vec<u8>,
    actor: Vec<u8>,
    template: Vec<u8>,
    object: Vec<u8>,
    sequence: Vec<u8>,
    value: Vec<u8>,
}

/// Appends these rows as a block. They point into their tables. Times are written in units of `unit_ns` if
/// all of them are multiples of it.
///
/// Costs two passes over the rows: the first finds the base that predicts each template's values best.
pub(super) fn encode(
    events: &Events,
    rows: Range<usize>,
    unit_ns: u64,
    predictor: &mut Predictor,
    out: &mut Vec<u8>,
) {
    let (templates, of_row) = templates(events, rows.clone());
    let is_rounded = events.time_ns[rows.clone()]
        .iter()
        .all(|time_ns| time_ns % unit_ns == 0);
    let unit_ns = if is_rounded { unit_ns } else { 1 };
    let mut last = events.time_ns[rows.start] / unit_ns;
    let scales = scales(events, rows.clone(), unit_ns, templates.len(), &of_row);
    let bases = bases(events, rows.clone(), predictor, &scales, &of_row);
    varint::put(out, rows.len() as u64);
    varint::put(out, unit_ns);
    varint::put(out, last);
    varint::put(out, templates.len() as u64);
    for ((template, &base), &scale) in templates.iter().zip(&bases).zip(&scales) {
        varint::put(out, u64::from(template.kind.0));
        out.push(template.value_tag);
        let is_scaled = if scale > 1 { flag::SCALED } else { 0 };
        out.push(u8::from(template.sequenced) | (base as u8) << flag::BASE_SHIFT | is_scaled);
        varint::put(out, u64::from(template.location));
    }
    let mut columns = Columns::default();
    predictor.start_block(templates.len());
    for (row, &template) in rows.zip(&of_row) {
        let time = events.time_ns[row] / unit_ns;
        varint::put(&mut columns.time, time.wrapping_sub(last));
        last = time;
        let how = (bases[template as usize], scales[template as usize]);
        columns.push(events, row, template, how, predictor);
    }
    let Columns {
        control,
        time,
        actor,
        template,
        object,
        sequence,
        value,
    } = columns;
    let columns = [time, actor, template, object, sequence, value];
    for column in &columns {
        varint::put(out, column.len() as u64);
    }
    out.extend(control);
    for column in columns {
        out.extend(column);
    }
}

/// The templates of these rows, and the index of each row's.
fn templates(events: &Events, rows: Range<usize>) -> (Vec<Template>, Vec<u32>) {
    let mut templates = Vec::new();
    let mut index = HashMap::new();
    // The latest template of each slot: most rows are one of few, and found without a hash.
    let mut recent: [Option<(Template, u32)>; 64] = [None; 64];
    let of_row = rows
        .map(|row| {
            let template = template(events, row);
            let slot = (usize::from(template.kind.0) + 7 * template.location as usize) % recent.len();
            if let Some((_, index)) = recent[slot].filter(|(recent, _)| *recent == template) {
                return index;
            }
            let index = *index.entry(template).or_insert_with(|| {
                templates.push(template);
                templates.len() as u32 - 1
            });
            recent[slot] = Some((template, index));
            index
        })
        .collect();
    (templates, of_row)
}

fn template(events: &Events, row: usize) -> Template {
    Template {
        kind: events.kind[row],
        value_tag: events.value_tag[row],
        location: events.location[row],
        sequenced: events.sequence[row] > 0,
    }
}

/// For each template what its values are divided by: the unit, if all of them are numbers that it divides
/// (those that are lengths of time were rounded, too), or else 1.
fn scales(
    events: &Events,
    rows: Range<usize>,
    unit_ns: u64,
    templates: usize,
    of_row: &[u32],
) -> Vec<i64> {
    let Some(unit) = i64::try_from(unit_ns).ok().filter(|&unit| unit > 1) else {
        return vec![1; templates];
    };
    let mut scales = vec![unit; templates];
    for (row, &template) in rows.zip(of_row) {
        let is_multiple = events.value_tag[row] == Value::INT && events.value[row] % unit == 0;
        if !is_multiple {
            scales[template as usize] = 1;
        }
    }
    scales
}

/// For each template the base with the fewest surprises.
fn bases(
    events: &Events,
    rows: Range<usize>,
    predictor: &mut Predictor,
    scales: &[i64],
    of_row: &[u32],
) -> Vec<Base> {
    let mut surprises = vec![[0_u32; 3]; scales.len()];
    let mut strides: Vec<[i64; 3]> = Vec::new();
    predictor.start_block(scales.len());
    for (row, &template) in rows.zip(of_row) {
        let (actor, object) = (events.actor[row], events.object[row]);
        let value = scaled(events, row, scales[template as usize]);
        let (_, next) = next(predictor, actor, template);
        let Some(context) = predictor.advance(actor, next) else {
            continue;
        };
        if strides.len() <= context as usize {
            strides.resize(context as usize + 1, [0; 3]);
        }
        for base in Base::ALL {
            let from = predictor.base(context, object, base).unwrap_or(0);
            let stride = &mut strides[context as usize][base as usize];
            surprises[template as usize][base as usize] +=
                u32::from(from.wrapping_add(*stride) != value);
            *stride = value.wrapping_sub(from);
        }
        let has_value = events.value_tag[row] != Value::NONE;
        let sequence = events.sequence[row];
        predictor.note(
            context,
            &Seen {
                object,
                sequence,
                has_value,
                value,
                base: 0,
            },
        );
    }
    let best = |counts: &[u32; 3]| {
        let best = Base::ALL.into_iter().min_by_key(|&base| counts[base as usize]);
        best.unwrap_or(Base::Own)
    };
    surprises.iter().map(best).collect()
}

/// The value in this row, as it is written.
fn scaled(events: &Events, row: usize, scale: i64) -> i64 {
    match scale {
        1 => events.value[row],
        scale => events.value[row] / scale,
    }
}

/// How to say that this template comes next for this actor.
fn next(predictor: &Predictor, actor: u32, template: u32) -> (u8, Next) {
    let is_it =
        |context: Option<u32>| context.is_some_and(|context| predictor.template(context) == template);
    let [first, second] = predictor.expected(actor);
    if is_it(first) {
        (0, Next::First)
    } else if is_it(second) {
        (control::SECOND, Next::Second)
    } else {
        (control::TEMPLATE, Next::Template(template))
    }
}

impl Columns {
    /// Appends what is surprising about an event. Nothing, for an event that does not point into its tables.
    fn push(
        &mut self,
        events: &Events,
        row: usize,
        template: u32,
        (base, scale): (Base, i64),
        predictor: &mut Predictor,
    ) {
        let (actor, object) = (events.actor[row], events.object[row]);
        let (sequence, value) = (events.sequence[row], scaled(events, row, scale));
        let mut control = 0;
        if predictor.actor() != actor {
            control |= control::ACTOR;
            varint::put(&mut self.actor, u64::from(actor));
        }
        let (bits, next) = next(predictor, actor, template);
        control |= bits;
        if let Next::Template(template) = next {
            varint::put(&mut self.template, u64::from(template));
        }
        let Some(context) = predictor.advance(actor, next) else {
            return;
        };
        let moved = i64::from(object) - i64::from(predictor.object(context));
        if moved != 0 {
            control |= control::OBJECT;
            varint::put(&mut self.object, zigzag(moved));
        }
        let sequenced = sequence > 0;
        let Some(expected) = (if sequenced {
            predictor.sequence(object)
        } else {
            Some(0)
        }) else {
            return;
        };
        let moved = i64::from(sequence.wrapping_sub(expected) as i32);
        if moved != 0 {
            control |= control::SEQUENCE;
            varint::put(&mut self.sequence, zigzag(moved));
        }
        let Some(base) = predictor.base(context, object, base) else {
            return;
        };
        let moved = value.wrapping_sub(base.wrapping_add(predictor.stride(context)));
        if moved != 0 {
            control |= control::VALUE;
            varint::put(&mut self.value, zigzag(moved));
        }
        let has_value = events.value_tag[row] != Value::NONE;
        predictor.note(
            context,
            &Seen {
                object,
                sequence,
                has_value,
                value,
                base,
            },
        );
        self.control.push(control);
    }
}

/// Why a block ends before its end.
pub(super) type Damage = &'static str;

/// Appends the events of a block. On damage, those before it are appended, and the damage said.
///
/// Costs about 20 ns an event; the memory is that of the events, and at most 48 bytes an event more while
/// it runs.
pub(super) fn decode(
    block: &[u8],
    predictor: &mut Predictor,
    tables: &Tables,
    events: &mut Events,
) -> Result<(), Damage> {
    let mut block = Block::new(block, tables).ok_or("the beginning of a block makes no sense")?;
    events.reserve(block.control.len());
    predictor.start_block(block.templates.len());
    let mut time = block.first;
    for &control in block.control {
        block.event(control, &mut time, predictor, tables, events)?;
    }
    let columns = [
        block.time,
        block.actor,
        block.template,
        block.object,
        block.sequence,
        block.value,
    ];
    if columns.iter().all(Numbers::is_empty) {
        Ok(())
    } else {
        Err("a block has more in its columns than events")
    }
}

/// A block while it is read.
struct Block<'a> {
    /// What times are multiples of, and the first one in this unit.
    unit_ns: u64,
    first: u64,
    /// With what their values are multiplied by.
    templates: Vec<(Template, Base, i64)>,
    control: &'a [u8],
    time: Numbers<'a>,
    actor: Numbers<'a>,
    template: Numbers<'a>,
    object: Numbers<'a>,
    sequence: Numbers<'a>,
    value: Numbers<'a>,
}

impl<'a> Block<'a> {
    fn new(bytes: &'a [u8], tables: &Tables) -> Option<Self> {
        let mut numbers = Numbers::new(bytes);
        let count = numbers.next().filter(|&count| count <= MOST_EVENTS as u64)?;
        let unit_ns = numbers.next().filter(|&unit_ns| unit_ns > 0)?;
        let first = numbers.next()?;
        let templates = numbers.next().filter(|&templates| templates <= count)?;
        let templates = (0..templates)
            .map(|_| {
                read_template(&mut numbers, unit_ns)
                    .filter(|(template, ..)| tables.has_location(template.location))
            })
            .collect::<Option<Vec<_>>>()?;
        let mut lengths = [0; 6];
        for length in &mut lengths {
            *length = numbers.next()?;
        }
        let control = numbers.take(count)?;
        let mut column = |index: usize| numbers.take(lengths[index]).map(Numbers::new);
        let block = Self {
            unit_ns,
            first,
            templates,
            control,
            time: column(0)?,
            actor: column(1)?,
            template: column(2)?,
            object: column(3)?,
            sequence: column(4)?,
            value: column(5)?,
        };
        numbers.is_empty().then_some(block)
    }

    /// Reads the event with this control byte.
    #[inline]
    fn event(
        &mut self,
        control: u8,
        time: &mut u64,
        predictor: &mut Predictor,
        tables: &Tables,
        events: &mut Events,
    ) -> Result<(), Damage> {
        const SHORT: Damage = "a column of a block is too short";
        const NO_OBJECT: Damage = "an event names an object that is not in the table";
        if control & control::UNKNOWN != 0 {
            return Err("an event has an unknown mark");
        }
        *time = time.wrapping_add(self.time.next().ok_or(SHORT)?);
        let actor = match control & control::ACTOR {
            0 => predictor.actor(),
            _ => self.actor.next_u32().ok_or(SHORT)?,
        };
        if actor == 0 || actor as usize > tables.actors {
            return Err("an event names an actor that is not in the table");
        }
        let next = match control & (control::SECOND | control::TEMPLATE) {
            0 => Next::First,
            control::SECOND => Next::Second,
            control::TEMPLATE => Next::Template(self.template.next_u32().ok_or(SHORT)?),
            _ => return Err("an event has contradicting marks"),
        };
        let context = predictor
            .advance(actor, next)
            .ok_or("an event has an unknown template")?;
        let (template, base, scale) = self.templates[predictor.template(context) as usize];
        let mut object = predictor.object(context);
        if control & control::OBJECT != 0 {
            let moved = unzigzag(self.object.next().ok_or(SHORT)?).wrapping_add(i64::from(object));
            object = u32::try_from(moved).map_err(|_| NO_OBJECT)?;
        }
        let mut sequence = match template.sequenced {
            true => predictor.sequence(object).ok_or(NO_OBJECT)?,
            false => 0,
        };
        if control & control::SEQUENCE != 0 {
            let moved = unzigzag(self.sequence.next().ok_or(SHORT)?);
            sequence = sequence.wrapping_add(moved as u32);
        }
        let base = predictor.base(context, object, base).ok_or(NO_OBJECT)?;
        let mut value = base.wrapping_add(predictor.stride(context));
        if control & control::VALUE != 0 {
            value = value.wrapping_add(unzigzag(self.value.next().ok_or(SHORT)?));
        }
        let shown = value.wrapping_mul(scale);
        if !tables.has_value(template.value_tag, shown) {
            return Err("a value names a text or an actor that is not in its table");
        }
        let has_value = template.value_tag != Value::NONE;
        predictor
            .note(
                context,
                &Seen {
                    object,
                    sequence,
                    has_value,
                    value,
                    base,
                },
            )
            .ok_or(NO_OBJECT)?;
        events.time_ns.push(time.wrapping_mul(self.unit_ns));
        events.actor.push(actor);
        events.kind.push(template.kind);
        events.object.push(object);
        events.sequence.push(sequence);
        events.value_tag.push(template.value_tag);
        events.value.push(shown);
        events.location.push(template.location);
        Ok(())
    }
}

fn read_template(numbers: &mut Numbers<'_>, unit_ns: u64) -> Option<(Template, Base, i64)> {
    let kind = EventKind(u16::try_from(numbers.next()?).ok()?);
    let &[value_tag, flags] = numbers.take(2)?.first_chunk()?;
    if flags & flag::UNKNOWN != 0 {
        return None;
    }
    let base = *Base::ALL.get(usize::from(flags >> flag::BASE_SHIFT & 3))?;
    let scale = match flags & flag::SCALED {
        0 => 1,
        _ => i64::try_from(unit_ns).ok()?,
    };
    let location = numbers.next_u32()?;
    let template = Template {
        kind,
        value_tag,
        location,
        sequenced: flags & flag::SEQUENCED != 0,
    };
    Some((template, base, scale))
}
