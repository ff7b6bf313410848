//! Single events that have a sign on their lane.

use laneway_model::{FindingKind, Model};
use laneway_trace::Sign;

use crate::Glyph;

/// The signs of all lanes: 4 bytes a sign, 8 bytes a lane.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// Rows of the events, by lane, ascending.
    rows: Vec<u32>,
    /// Where each lane's rows begin.
    rows_from: Vec<u32>,
    /// Rows of `model.findings`, by lane, in order of their moments.
    findings: Vec<u32>,
    /// Where each lane's findings begin.
    findings_from: Vec<u32>,
}

impl Marks {
    /// One pass over the events, one over the findings.
    pub fn new(model: &Model) -> Self {
        let lanes = model.lanes.len();
        let has_sign = |row: &&u32| model.event_facts(**row).sign.is_some();
        let mut marks = Self::default();
        for lane in 0..lanes as u32 {
            marks.rows_from.push(marks.rows.len() as u32);
            marks.rows.extend(model.lane_rows(lane).iter().filter(has_sign));
        }
        let mut by_lane: Vec<Vec<u32>> = vec![Vec::new(); lanes];
        for (index, finding) in model.findings.iter().enumerate() {
            let mut push = |lane: Option<u32>| {
                if let Some(findings) = lane.and_then(|lane| by_lane.get_mut(lane as usize)) {
                    findings.push(index as u32);
                }
            };
            // What a write does to others' updates is marked there; in the others everybody has a part.
            if is_of_a_write(finding.kind) {
                push(finding.at.row().and_then(|row| model.lane_of_row(row)));
            } else {
                finding
                    .actors
                    .iter()
                    .for_each(|&actor| push(model.lane_of(actor)));
            }
        }
        for findings in by_lane {
            marks.findings_from.push(marks.findings.len() as u32);
            marks.findings.extend(findings);
        }
        marks
    }

    /// The rows of a lane's signs, ascending.
    pub fn rows(&self, lane: u32) -> &[u32] {
        part(&self.rows, &self.rows_from, lane)
    }

    /// The findings on a lane, in order of their moments.
    pub fn findings(&self, lane: u32) -> &[u32] {
        part(&self.findings, &self.findings_from, lane)
    }

    /// True if there is no sign on any lane.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.findings.is_empty()
    }
}

/// True for what is to be seen at the write that completes it.
const fn is_of_a_write(kind: FindingKind) -> bool {
    matches!(
        kind,
        FindingKind::UpdateInDanger | FindingKind::LostUpdate | FindingKind::CheckThenAct
    )
}

fn part<'a>(all: &'a [u32], from: &[u32], lane: u32) -> &'a [u32] {
    let lane = lane as usize;
    let Some(&start) = from.get(lane) else { return &[] };
    let end = from.get(lane + 1).map_or(all.len(), |&end| end as usize);
    &all[start as usize..end]
}

/// What a sign of the vocabulary looks like.
pub(crate) const fn glyph(sign: Sign) -> Glyph {
    match sign {
        Sign::Read => Glyph::Read,
        Sign::Write => Glyph::Write,
        Sign::Print => Glyph::Print,
        Sign::Note => Glyph::Note,
        Sign::Exit => Glyph::Exit,
        Sign::Terminate => Glyph::Terminate,
        Sign::Kill => Glyph::Kill,
        Sign::Lost => Glyph::Lost,
        Sign::Session => Glyph::Session,
        Sign::Failure => Glyph::Failure,
    }
}
