//! The boxes of processes, and the labels on the left with the sign of what each lane is doing.

use std::borrow::Cow;

use laneway_model::State as Doing;

use super::geometry::indent_px;
use super::{Picture, Shown};
use crate::draw::base_line;
use crate::explain::focus;
use crate::lane_choice::has_lane_tools;
use crate::lane_names::{Alike, fit_name};
use crate::lane_rows::{Block, pattern};
use crate::metrics::{fit, fit_ends, text_px};
use crate::names::lane_label;
use crate::{Align, Area, Fill, Font, Glyph, Group, Op, Scene, Selection, Stroke, Target, Token};

impl Picture<'_> {
    /// A rounded box for each block in sight.
    pub(super) fn draw_boxes(&self, scene: &mut Scene) {
        let geometry = &self.geometry;
        for index in geometry.blocks(self.rows) {
            let block = &self.rows.blocks()[index];
            // Open to the right, where time goes on.
            let mut area = geometry.block_area(self.rows, index);
            area.width += 24.0;
            let daemon = self.is_daemon_group(block.group);
            let edge = if daemon {
                Stroke::dashed(Token::LaneLine, 1.0, [5.0, 4.0])
            } else {
                Stroke::solid(Token::CardEdge, 1.0)
            };
            scene.rect(area, 8.0, Some(Fill::solid(Token::Card)), Some(edge));
            if block.titled {
                self.draw_title(scene, block, area, daemon);
            }
        }
    }

    fn draw_title(&self, scene: &mut Scene, block: &Block, area: Area, daemon: bool) {
        let row = &self.geometry.row;
        let font = Font::bold(row.label_font.saturating_sub(1).max(10));
        let mut x = area.x + self.indent_px(block, false) - 4.0;
        if self.folds(block.group) {
            x = draw_triangle(scene, x, area.y + row.title / 2.0, font.size_px, false);
        }
        let title = Area::new(area.x, area.y, area.width, row.title);
        scene.region(title, self.geometry.body, Target::Group(block.group));
        if self.frame.hover == Some(Target::Group(block.group)) && self.folds(block.group) {
            scene.fill(title, Token::Hover);
        }
        // The title has the whole width of the box: nothing else is beside it.
        let right = self.geometry.area.right();
        let name = self.title(block);
        let Some(name) = fit(&name, font, right - x - 12.0) else {
            return;
        };
        let width = text_px(&name, font);
        let base = base_line(area.y, row.title, font);
        scene.text(name, x, base, font, Token::Ink, Align::Start);
        if daemon {
            self.draw_daemon_badge(scene, x + width + 8.0, area.y, row.title, right - 8.0);
        }
    }

    /// What stands above the rows of a block.
    fn title(&self, block: &Block) -> String {
        match block.group {
            Group::Pinned => self.labels.pinned.clone(),
            Group::Process(_) => format!("{} {}", self.labels.process, self.group_name(block.group)),
            Group::Names(_) => format!("{} ({})", self.group_name(block.group), block.rows.len()),
        }
    }

    /// The name of a process, told apart from others of the same name; or what names have in common.
    fn group_name(&self, group: Group) -> String {
        match group {
            Group::Pinned => self.labels.pinned.clone(),
            Group::Process(process) => {
                let name = self
                    .model
                    .actor_name(self.model.processes[process as usize].actor);
                match self.timeline.names.process_number(process as usize) {
                    Some(number) => format!("{name} {number}"),
                    None => name.to_owned(),
                }
            }
            Group::Names(lane) => pattern(lane_label(self.model, lane)),
        }
    }

    /// True if a click folds the lanes of a group.
    fn folds(&self, group: Group) -> bool {
        group != Group::Pinned && has_lane_tools(self.model, self.state)
    }

    /// How far a title, or a label `below` one, is moved to the right.
    fn indent_px(&self, block: &Block, below: bool) -> f32 {
        let process = match block.group {
            Group::Process(process) => self.model.processes.get(process as usize),
            Group::Pinned | Group::Names(_) => None,
        };
        indent_px(process.map_or(0, |process| process.depth), below)
    }

    /// The sign of a daemon, and the word where it fits before `right`. Gives the x behind it.
    fn draw_daemon_badge(&self, scene: &mut Scene, x: f32, y: f32, height: f32, right: f32) -> f32 {
        let font = Font::regular(self.geometry.row.label_font.saturating_sub(3).max(9));
        let size = f32::from(font.size_px) + 1.0;
        let word = &self.labels.daemon;
        let width = size + 14.0 + text_px(word, font);
        if x + width > right {
            scene.glyph(
                Glyph::Daemon,
                x,
                (y + (height - size) / 2.0).round(),
                size,
                Token::InkSoft,
            );
            return x + size;
        }
        let tall = size + 5.0;
        let badge = Area::new(x, (y + (height - tall) / 2.0).round(), width, tall);
        scene.rect(
            badge,
            tall / 2.0,
            None,
            Some(Stroke::dashed(Token::InkSoft, 1.0, [3.0, 2.0])),
        );
        scene.glyph(Glyph::Daemon, x + 5.0, badge.y + 2.5, size, Token::InkSoft);
        let base = base_line(badge.y, tall, font);
        scene.text(
            word.as_str(),
            x + size + 7.0,
            base,
            font,
            Token::InkSoft,
            Align::Start,
        );
        x + width
    }

    /// The labels of the rows in sight.
    pub(super) fn draw_gutter(&self, scene: &mut Scene, shown: &[Shown<'_>]) {
        for row in shown {
            match row.block.is_folded() {
                true => self.draw_folded_label(scene, row),
                false => self.draw_label(scene, row),
            }
        }
    }

    fn draw_label(&self, scene: &mut Scene, shown: &Shown<'_>) {
        let &Shown { block, lane, y } = shown;
        let geometry = &self.geometry;
        let row = &geometry.row;
        let doing = self.doing(lane);
        let selected = self.state.selection.lane(self.model) == Some(lane);
        let alive = doing.is_some_and(|doing| doing != Doing::Finished);
        let font = Font {
            bold: selected || !block.titled,
            ..Font::regular(row.label_font)
        };
        let color = if alive || selected {
            Token::Ink
        } else {
            Token::InkSoft
        };

        let left = geometry.body.x + self.indent_px(block, block.titled);
        let sign = f32::from(row.label_font).min(row.height - 2.0);
        let right = geometry.area.x - sign - 10.0;
        let (bar_y, bar) = (y + row.bar_y(), row.bar);
        let daemon = self.model.is_daemon(lane) && !(block.titled && self.is_daemon_group(block.group));
        let badge = if daemon {
            f32::from(row.label_font) + 4.0
        } else {
            0.0
        };
        if let Some(behind) = self.draw_lane_name(scene, shown, font, color, [left, right - badge]) {
            if daemon {
                self.draw_daemon_badge(scene, behind, bar_y, bar, right - 2.0);
            }
        }
        if let Some(doing) = doing {
            let glyph_y = (bar_y + (bar - sign) / 2.0).round();
            scene.glyph(Glyph::State(doing), right + 4.0, glyph_y, sign, sign_color(doing));
        }
        let area = Area::new(geometry.body.x, y, geometry.area.x - geometry.body.x, row.height);
        scene.region(area, geometry.body, Target::Label(lane));
        self.draw_selected(scene, lane, y);
        if matches!(self.frame.hover, Some(Target::Label(over)) if over == lane) {
            scene.fill(area, Token::Hover);
        }
    }

    /// The name of a lane between two x, and which one of that name it is. Gives the x behind it, if it has room.
    fn draw_lane_name(
        &self,
        scene: &mut Scene,
        shown: &Shown<'_>,
        font: Font,
        color: Token,
        [left, right]: [f32; 2],
    ) -> Option<f32> {
        let row = &self.geometry.row;
        let (name, alike) = self.name_in(shown.block.group, shown.lane);
        let number = self.timeline.names.lane_number(shown.lane);
        let small = Font::regular(font.size_px.saturating_sub(2).max(9));
        let number_px = number.as_ref().map_or(0.0, |number| text_px(number, small) + 4.0);
        let name = fit_name(&name, alike, font, right - left - number_px)?.into_owned();
        let behind = left + text_px(&name, font);
        let base = base_line(shown.y + row.bar_y(), row.bar, font);
        scene.text(name, left, base, font, color, Align::Start);
        if let Some(number) = number {
            scene.text(number, behind + 4.0, base, small, Token::InkSoft, Align::Start);
        }
        Some(behind + number_px + 6.0)
    }

    /// The name of a lane in a block, and what may be cut of it. Where its process is not said above, it is said here.
    fn name_in(&self, group: Group, lane: u32) -> (Cow<'_, str>, Alike) {
        let (name, alike) = (lane_label(self.model, lane), self.timeline.names.alike(lane));
        let process = self.model.lanes[lane as usize].process;
        let several = self.model.processes[process as usize].lanes.len() > 1;
        if matches!(group, Group::Process(_)) || !several || self.model.processes.len() == 1 {
            return (Cow::Borrowed(name), alike);
        }
        let process = self.group_name(Group::Process(process));
        (
            Cow::Owned(format!("{process}/{name}")),
            alike.behind(process.len() + 1),
        )
    }

    /// The sign that a lane is selected, or what is explained.
    fn draw_selected(&self, scene: &mut Scene, lane: u32, y: f32) {
        let (geometry, row) = (&self.geometry, self.rows.row(lane));
        let is_here = |other: Option<u32>| other.is_some_and(|other| self.rows.row(other) == row);
        let selection = self.state.selection;
        let outlined = matches!(selection, Selection::Lane(selected) if is_here(Some(selected)));
        if !outlined && is_here(focus(self.model, self.timeline, selection, self.now)) {
            // What is explained.
            let bar_y = y + geometry.row.bar_y();
            let tab = Area::new(geometry.body.x + 4.0, bar_y, 4.0, geometry.row.bar);
            scene.rect(tab, 2.0, Some(Fill::solid(Token::Playhead)), None);
        }
        if outlined {
            let outline = Area::new(8.0, y + 1.0, geometry.area.x - 12.0, geometry.row.height - 2.0);
            scene.rect(outline, 6.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
        }
    }

    /// What the lanes of a row have in common, and how many they are. A click unfolds them.
    fn draw_folded_label(&self, scene: &mut Scene, shown: &Shown<'_>) {
        let &Shown { block, lane, y } = shown;
        let (geometry, row) = (&self.geometry, &self.geometry.row);
        let font = Font::bold(row.label_font);
        let middle = y + row.bar_y() + row.bar / 2.0;
        let left = geometry.body.x + self.indent_px(block, false) - 4.0;
        let left = draw_triangle(scene, left, middle, font.size_px, true);
        let count = format!(" ({})", self.rows.folded(block).len());
        let room_px = geometry.area.x - left - 8.0 - text_px(&count, font);
        if let Some(name) = fit_ends(&self.group_name(block.group), font, room_px) {
            let base = base_line(y + row.bar_y(), row.bar, font);
            scene.text(
                format!("{name}{count}"),
                left,
                base,
                font,
                Token::Ink,
                Align::Start,
            );
        }
        let area = Area::new(geometry.body.x, y, geometry.body.width, row.height);
        scene.region(area, geometry.body, Target::Group(block.group));
        self.draw_selected(scene, lane, y);
        if self.frame.hover == Some(Target::Group(block.group)) {
            scene.fill(
                Area::new(area.x, y, geometry.area.x - area.x, row.height),
                Token::Hover,
            );
        }
    }

    /// Where there are more lanes than fit, which of them are in sight.
    pub(super) fn draw_scroll_bar(&self, scene: &mut Scene) {
        let geometry = &self.geometry;
        if geometry.scroll_max_px <= 0.0 {
            return;
        }
        let body = geometry.body;
        let all = body.height + geometry.scroll_max_px;
        let thumb = Area::new(
            body.right() - 7.0,
            body.y + 2.0 + (geometry.scroll_px / all * body.height).round(),
            5.0,
            (body.height / all * body.height - 4.0).max(16.0).round(),
        );
        let edge = Stroke::solid(Token::Lane, 1.0);
        scene.rect(thumb, 2.5, Some(Fill::solid(Token::LaneLine)), Some(edge));
    }

    /// What a lane is doing at the playhead; `None` before its first event. A lane that was stuck when its
    /// process was ended stays so: that it was ended changes nothing.
    fn doing(&self, lane: u32) -> Option<Doing> {
        let states = &self.model.phases.state;
        let phase = self.model.phase_at(lane, self.now)?;
        let before = phase
            .checked_sub(1)
            .filter(|&before| before >= self.model.lane_phases(lane).start);
        let doing = states[phase as usize];
        match before.map(|before| states[before as usize]) {
            Some(Doing::Stuck) if doing == Doing::Finished => Some(Doing::Stuck),
            _ => Some(doing),
        }
    }

    fn is_daemon_group(&self, group: Group) -> bool {
        matches!(group, Group::Process(process) if self.is_daemon_process(process as usize))
    }

    pub(super) fn is_daemon_process(&self, process: usize) -> bool {
        let actor = self.model.processes[process].actor;
        self.model
            .header
            .actors
            .get(actor.index())
            .is_some_and(|actor| actor.daemon)
    }
}

/// A triangle that points down at what it stands above, or right where that is folded. Gives the x behind it.
fn draw_triangle(scene: &mut Scene, x: f32, middle: f32, size_px: u8, folded: bool) -> f32 {
    let half = (f32::from(size_px) * 0.32).round();
    let at = |across: f32, down: f32| match folded {
        true => [x + half + down, middle + across],
        false => [x + half + across, middle + down],
    };
    scene.ops.push(Op::Shape {
        points: vec![at(-half, -half / 2.0), at(half, -half / 2.0), at(0.0, half / 2.0)],
        fill: Some(Token::InkSoft),
        stroke: None,
    });
    x + 2.0 * half + 4.0
}

/// The colour of a state's sign on a card: a stuck lane's black would be lost on a dark one.
fn sign_color(doing: Doing) -> Token {
    match doing {
        Doing::Stuck => Token::Ink,
        Doing::Finished => Token::InkSoft,
        doing => Token::State(doing),
    }
}
