//! The boxes of processes, and the labels on the left with the sign of what each lane is doing.

use laneway_model::State as Doing;

use super::Picture;
use super::geometry::{has_title, indent_px};
use crate::draw::base_line;
use crate::explain::focus;
use crate::metrics::{fit, fit_ends, text_px};
use crate::names::lane_label;
use crate::{Align, Area, Fill, Font, Glyph, Scene, Selection, Stroke, Target, Token};

impl Picture<'_> {
    /// A rounded box for each process in sight.
    pub(super) fn draw_boxes(&self, scene: &mut Scene) {
        let geometry = &self.geometry;
        for process in geometry.processes(self.model, self.timeline) {
            // Open to the right, where time goes on.
            let mut area = geometry.process_area(self.model, self.timeline, process);
            area.width += 24.0;
            let daemon = self.is_daemon_process(process);
            let edge = if daemon {
                Stroke::dashed(Token::LaneLine, 1.0, [5.0, 4.0])
            } else {
                Stroke::solid(Token::CardEdge, 1.0)
            };
            scene.rect(area, 8.0, Some(Fill::solid(Token::Card)), Some(edge));
            if has_title(self.model, process) {
                self.draw_title(scene, process, area, daemon);
            }
        }
    }

    fn draw_title(&self, scene: &mut Scene, process: usize, area: Area, daemon: bool) {
        let row = &self.geometry.row;
        let font = Font::bold(row.label_font.saturating_sub(1).max(10));
        let x = area.x + indent_px(self.model, process, false) - 4.0;
        let name = self.model.actor_name(self.model.processes[process].actor);
        let name = format!("{} {name}", self.labels.process);
        // The title has the whole width of the box: nothing else is beside it.
        let Some(name) = fit(&name, font, self.geometry.area.right() - x - 12.0) else {
            return;
        };
        let width = text_px(&name, font);
        scene.text(
            name,
            x,
            base_line(area.y, row.title, font),
            font,
            Token::Ink,
            Align::Start,
        );
        if daemon {
            self.draw_daemon_badge(
                scene,
                x + width + 8.0,
                area.y,
                row.title,
                self.geometry.area.right() - 8.0,
            );
        }
        let title = Area::new(area.x, area.y, area.width, row.title);
        scene.region(title, self.geometry.body, Target::Process(process as u32));
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

    /// The labels of the lanes in sight.
    pub(super) fn draw_gutter(&self, scene: &mut Scene, lanes: &[(u32, f32)]) {
        for &(lane, y) in lanes {
            self.draw_label(scene, lane, y);
        }
    }

    fn draw_label(&self, scene: &mut Scene, lane: u32, y: f32) {
        let geometry = &self.geometry;
        let row = &geometry.row;
        let facts = &self.model.lanes[lane as usize];
        let process = facts.process as usize;
        let titled = has_title(self.model, process);
        let doing = self.doing(lane);
        let selected = self.state.selection.lane(self.model) == Some(lane);
        let alive = doing.is_some_and(|doing| doing != Doing::Finished);
        let font = Font {
            bold: selected || !titled,
            ..Font::regular(row.label_font)
        };
        let color = if alive || selected {
            Token::Ink
        } else {
            Token::InkSoft
        };

        let left = geometry.body.x + indent_px(self.model, process, titled);
        let sign = f32::from(row.label_font).min(row.height - 2.0);
        let right = geometry.area.x - sign - 10.0;
        let (bar_y, bar) = (y + row.bar_y(), row.bar);
        let daemon = self.model.is_daemon(lane) && !(titled && self.is_daemon_process(process));
        let badge = if daemon {
            f32::from(row.label_font) + 4.0
        } else {
            0.0
        };
        if let Some(name) = fit_ends(lane_label(self.model, lane), font, right - left - badge) {
            let behind = left + text_px(&name, font) + 6.0;
            scene.text(name, left, base_line(bar_y, bar, font), font, color, Align::Start);
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
        let outlined = self.state.selection == Selection::Lane(lane);
        if !outlined && focus(self.model, self.timeline, self.state.selection, self.now) == Some(lane) {
            // What is explained.
            let tab = Area::new(geometry.body.x + 4.0, bar_y, 4.0, bar);
            scene.rect(tab, 2.0, Some(Fill::solid(Token::Playhead)), None);
        }
        if outlined {
            let outline = Area::new(8.0, y + 1.0, geometry.area.x - 12.0, row.height - 2.0);
            scene.rect(outline, 6.0, None, Some(Stroke::solid(Token::Selection, 2.0)));
        }
        if matches!(self.frame.hover, Some(Target::Label(over)) if over == lane) {
            scene.fill(area, Token::Hover);
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

    pub(super) fn is_daemon_process(&self, process: usize) -> bool {
        let actor = self.model.processes[process].actor;
        self.model
            .header
            .actors
            .get(actor.index())
            .is_some_and(|actor| actor.daemon)
    }
}

/// The colour of a state's sign on a card: a stuck lane's black would be lost on a dark one.
fn sign_color(doing: Doing) -> Token {
    match doing {
        Doing::Stuck => Token::Ink,
        Doing::Finished => Token::InkSoft,
        doing => Token::State(doing),
    }
}
