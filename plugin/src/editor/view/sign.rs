//! A word beside an element that stands for a moment: what was asked for is done.

use egui::{Align, Id, LayerId, Order, Rect, Ui, pos2};

use super::draw;
use crate::editor::theme::{self, Palette};

/// How long it stands, in seconds.
const STANDS_S: f64 = 1.2;
const HEIGHT: f32 = 18.0;
/// Space at both sides of the word, and between the sign and its element.
const MARGIN: f32 = 6.0;

/// The newest sign, if one stands.
#[derive(Default)]
pub struct Sign(Option<Said>);

struct Said {
    of: Id,
    words: &'static str,
    at_s: f64,
}

/// Where the sign stands.
#[derive(Clone, Copy)]
pub enum Side {
    /// At the left of its element.
    Left,
    /// Below it.
    Below,
}

impl Sign {
    /// Says something of the element with this id.
    pub fn say(&mut self, ui: &Ui, of: Id, words: &'static str) {
        self.0 = Some(Said { of, words, at_s: ui.input(|input| input.time) });
    }

    /// Whether the sign is of this element.
    pub fn is_of(&self, id: Id) -> bool {
        self.0.as_ref().is_some_and(|said| said.of == id)
    }

    /// Removes the sign after its time.
    pub fn expire(&mut self, ui: &Ui) {
        let now_s = ui.input(|input| input.time);
        self.0.take_if(|said| now_s - said.at_s >= STANDS_S);
    }

    /// Paints the sign if it is of this element.
    pub fn paint(&self, ui: &Ui, id: Id, element: Rect, side: Side, palette: Palette) {
        let Some(said) = self.0.as_ref().filter(|said| said.of == id) else { return };
        let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, ui.scope_id().with("sign")));
        let font = theme::sans(theme::TICK);
        let width = draw::width(&painter, said.words, font.clone()) + 2.0 * MARGIN;
        let corner = match side {
            Side::Left => pos2(element.left() - MARGIN - width, element.center().y - HEIGHT / 2.0),
            Side::Below => pos2(element.right() - width, element.bottom() + MARGIN),
        };
        let place = Rect::from_min_size(corner, egui::vec2(width, HEIGHT));
        painter.rect_filled(place, 4.0, palette.text);
        draw::text_in(&painter, place, Align::Center, said.words, font, palette.panel);
        let left_s = said.at_s + STANDS_S - ui.input(|input| input.time);
        ui.ctx().request_repaint_after_secs(left_s.max(0.01) as f32);
    }
}
