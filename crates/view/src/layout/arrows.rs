//! Arrows: what led to what, for the selection and while playing the newest; and at the playhead who
//! waits for whom.

use laneway_model::{Edge, FindingKind, Moment};
use laneway_trace::ActorId;

use super::Picture;
use crate::scale::MARGIN_PX;
use crate::{Area, Op, Scene, Selection, Stroke, Target, Token, known};

/// The most arrows for one selection: the newest up to the playhead.
const MOST_ARROWS: usize = 12;
/// So many links are looked through for those of a lane.
const SEARCHED_LINKS: usize = 4096;

/// While playing, an arrow goes when the playhead is so far from it.
const FRESH_PX: f64 = 120.0;

impl Picture<'_> {
    pub(super) fn draw_arrows(&self, scene: &mut Scene) {
        for link in self.links() {
            self.draw_link(scene, link);
        }
        let (waits, position) = self.waits();
        for (from, to) in waits {
            self.draw_wait(scene, from, to, position);
        }
    }

    /// The links that are drawn, as rows of `model.links`.
    fn links(&self) -> Vec<usize> {
        let model = self.model;
        let newest = || {
            let newest = model.links_until(self.now).len().checked_sub(1);
            newest.filter(|&link| self.is_fresh(link)).into_iter().collect()
        };
        match self.state.selection {
            Selection::None | Selection::Object(_) | Selection::Finding(_) if self.state.playing => {
                newest()
            }
            Selection::None | Selection::Object(_) | Selection::Finding(_) => Vec::new(),
            Selection::Event(row) => self.links_of_row(row),
            Selection::Phase(phase) => {
                let start = model.phases.start_row.get(phase as usize).copied();
                let lane = self.state.selection.lane(model);
                let end = lane.map(|lane| model.phase_span(lane, phase).end);
                let end = end.and_then(Moment::row).filter(|&row| Some(row) != start);
                let rows = start.into_iter().chain(end);
                rows.flat_map(|row| self.links_of_row(row)).collect()
            }
            Selection::Hold(hold) => model.holds.get(hold as usize).map_or(Vec::new(), |hold| {
                let rows = [Some(hold.start_row), hold.end_row];
                rows.into_iter()
                    .flatten()
                    .flat_map(|row| self.links_of_row(row))
                    .collect()
            }),
            Selection::Lane(lane) => self.links_of_lane(lane),
        }
    }

    /// True while the playhead has not gone far from a link's effect.
    fn is_fresh(&self, link: usize) -> bool {
        let effect = self.clock.row_position(self.model.links[link].to_row);
        self.frame.playhead - effect <= FRESH_PX * self.geometry.scale.units_per_px
    }

    /// The links into and out of an event.
    fn links_of_row(&self, row: u32) -> Vec<usize> {
        let model = self.model;
        let first = model.links_until(Moment(row)).len();
        let into = first..first + model.links_into(row..row.saturating_add(1)).len();
        let from = model.links_from(row).filter_map(|link| self.index_of(link));
        into.chain(from).take(MOST_ARROWS).collect()
    }

    /// The row of a link in `model.links`, which is sorted by the row of the effect.
    fn index_of(&self, link: &Edge) -> Option<usize> {
        let first = self.model.links_until(Moment(link.to_row)).len();
        let same = &self.model.links[first..];
        same.iter()
            .take_while(|other| other.to_row == link.to_row)
            .position(|other| other == link)
            .map(|at| first + at)
    }

    /// The newest links of a lane up to the playhead, among those in sight.
    fn links_of_lane(&self, lane: u32) -> Vec<usize> {
        let from = self.clock.moment(self.geometry.from());
        let until = self.model.links_until(self.now).len();
        let links = self.model.links[..until]
            .iter()
            .enumerate()
            .rev()
            .take(SEARCHED_LINKS);
        links
            .take_while(|(_, link)| link.to_row >= from.0)
            .filter(|(_, link)| link.from_lane == lane || link.to_lane == lane)
            .map(|(index, _)| index)
            .take(MOST_ARROWS)
            .collect()
    }

    /// From the bar of the cause to that of the effect, with a halo so that it is seen over bars.
    fn draw_link(&self, scene: &mut Scene, index: usize) {
        let Some(link) = self.model.links.get(index) else {
            return;
        };
        let Some([from, to]) = self.two_bars(link.from_lane, link.to_lane) else {
            return;
        };
        let down = to.y > from.y;
        let (y1, y2) = if down {
            (from.bottom(), to.y)
        } else {
            (from.y, to.bottom())
        };
        let x1 = self.geometry.x(self.clock.row_position(link.from_row));
        let x2 = self.geometry.x(self.clock.row_position(link.to_row));
        let bend = ((y2 - y1).abs() * 0.5).clamp(10.0, 60.0) * if down { 1.0 } else { -1.0 };
        let points = [[x1, y1], [x1, y1 + bend], [x2, y2 - bend], [x2, y2]];
        let head = 9.0;
        push_arrow(scene, points, None, head);
        let touch = Area::new(
            x1.min(x2) - 4.0,
            y1.min(y2),
            (x2 - x1).abs() + 8.0,
            (y2 - y1).abs(),
        );
        if touch.width < 24.0 {
            scene.region(touch, self.open, Target::Link(index as u32));
        }
    }

    /// The bars of two lanes, if both are shown and in different rows.
    fn two_bars(&self, from: u32, to: u32) -> Option<[Area; 2]> {
        if self.rows.row(from) == self.rows.row(to) {
            return None;
        }
        let bar = |lane| Some(self.bar_area(self.geometry.lane_y(self.rows, lane)?));
        Some([bar(from)?, bar(to)?])
    }

    /// Who waits for whom, and where on the clock: the chain of the selected lane at the playhead, or of the selected
    /// phase while it lasted, or the cycle of a deadlock.
    fn waits(&self) -> (Vec<(u32, u32)>, f64) {
        let at_playhead = self.frame.playhead;
        match (self.state.selection, self.state.selection.lane(self.model)) {
            (Selection::Phase(phase), Some(lane)) if !self.lasts(lane, phase) => {
                let at = self.model.phase_span(lane, phase).start;
                if at > known(self.model, self.state.curtain, self.frame.furthest) {
                    return (Vec::new(), at_playhead);
                }
                (self.chain(lane, at), self.clock.position(at))
            }
            (_, Some(lane)) => (self.chain(lane, self.now), at_playhead),
            (_, None) => (self.deadlock(), at_playhead),
        }
    }

    /// True for a phase that a lane is in at the playhead.
    fn lasts(&self, lane: u32, phase: u32) -> bool {
        self.model.phase_at(lane, self.now) == Some(phase)
    }

    /// From a lane to the root of what keeps it.
    fn chain(&self, lane: u32, at: Moment) -> Vec<(u32, u32)> {
        let lane_of = |actor: ActorId| self.model.lane_of(actor);
        let explanation = self.model.explain(self.model.lanes[lane as usize].actor, at);
        let links = explanation.links.iter().take(MOST_ARROWS);
        links
            .filter_map(|link| Some((lane_of(link.actor)?, lane_of(*link.others.first()?)?)))
            .collect()
    }

    fn deadlock(&self) -> Vec<(u32, u32)> {
        let model = self.model;
        let lane_of = |actor: ActorId| model.lane_of(actor);
        let complete = model.findings_until(self.now).iter();
        let mut newest = complete.rev().take(MOST_ARROWS);
        let deadlock = newest.find(|finding| finding.kind == FindingKind::Deadlock);
        let actors = deadlock.map_or(&[][..], |finding| &finding.actors);
        let next = actors.iter().cycle().skip(1);
        actors
            .iter()
            .zip(next)
            .filter_map(|(&from, &to)| Some((lane_of(from)?, lane_of(to)?)))
            .collect()
    }

    /// A dashed arrow right of a position, which is mostly the playhead, where bars have no text. Those that lead up go around those
    /// that lead down, so that lanes that wait for each other make a ring.
    fn draw_wait(&self, scene: &mut Scene, from: u32, to: u32, position: f64) {
        let Some([from, to]) = self.two_bars(from, to) else {
            return;
        };
        let area = self.geometry.area;
        let x = self.geometry.x(position);
        let middle = |bar: Area| bar.y + bar.height / 2.0;
        let (y1, y2) = (middle(from), middle(to));
        let (near, far) = if y2 > y1 { (7.0, 0.0) } else { (9.0, 8.0) };
        let bulge = near + far + ((y2 - y1).abs() * 0.03).min(6.0);
        // At the end of the run there is just room for it.
        let x = x.min(area.right() - MARGIN_PX as f32);
        // It leaves below the middle and arrives above it: the ends of two arrows do not meet.
        let apart = (self.geometry.row.bar * 0.2).round();
        let (y1, y2) = (y1 + apart, y2 - apart);
        // A curve comes three quarters as far out as the points that pull at it.
        let (start, out) = (x + 3.0, x + bulge / 0.75);
        let points = [[start, y1], [out, y1], [out, y2], [start, y2]];
        push_arrow(scene, points, Some([5.0, 3.0]), 9.0);
    }
}

/// An arrow with a halo.
fn push_arrow(scene: &mut Scene, points: [[f32; 2]; 4], dash_px: Option<[f32; 2]>, head_px: f32) {
    let halo = Stroke::solid(Token::Lane, 5.0);
    scene.ops.push(Op::Arrow {
        points,
        stroke: halo,
        head_px: head_px + 5.0,
    });
    let stroke = Stroke {
        color: Token::Arrow,
        width_px: 2.0,
        dash_px,
    };
    scene.ops.push(Op::Arrow {
        points,
        stroke,
        head_px,
    });
}
