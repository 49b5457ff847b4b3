//! A row of a table of words.

use egui::{Align, Layout, Ui, vec2};

/// Space between columns.
pub const GAP: f32 = 10.0;

/// Columns of these widths beside each other, their text wrapped.
pub fn row<const N: usize>(ui: &mut Ui, widths: [f32; N], mut cell: impl FnMut(&mut Ui, usize)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (column, width) in widths.into_iter().enumerate() {
            let size = vec2(width.max(1.0), 0.0);
            ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
                ui.set_width(size.x);
                cell(ui, column);
            });
        }
    });
}
