//! Contact sheets: small pictures in columns, each with its label.

use std::sync::Arc;

use egui::{Align2, Color32, ColorImage, Context, FontId, Pos2, RawInput, Rect, TextureOptions, Vec2};
use groundtruth_plugin::editor::picture::raster::{self, Image, Textures};

/// Width of a picture on the sheet.
const WIDTH: usize = 720;
/// Height of a label.
const LABEL: f32 = 20.0;
/// Between pictures.
const GAP: f32 = 8.0;

/// A picture in the sheet's size, with its label.
pub struct Cell {
    label: String,
    image: Arc<ColorImage>,
}

impl Cell {
    pub fn new(label: String, image: &Image) -> Cell {
        Cell { label, image: Arc::new(shrunk(image)) }
    }
}

/// Every pixel is the mean of those that it stands for.
fn shrunk(image: &Image) -> ColorImage {
    let height = image.height() * WIDTH / image.width();
    let ends =
        |at: usize, of: usize, all: usize| (at * all / of, ((at + 1) * all / of).max(at * all / of + 1));
    let mut small = ColorImage::filled([WIDTH, height], Color32::BLACK);
    for y in 0..height {
        let rows = ends(y, height, image.height());
        for x in 0..WIDTH {
            let columns = ends(x, WIDTH, image.width());
            small[(x, y)] = mean(image, rows, columns);
        }
    }
    small
}

fn mean(image: &Image, rows: (usize, usize), columns: (usize, usize)) -> Color32 {
    let mut sum = [0u32; 3];
    for (y, x) in (rows.0..rows.1).flat_map(|y| (columns.0..columns.1).map(move |x| (y, x))) {
        sum.iter_mut().zip(image.pixel(x, y)).for_each(|(sum, part)| *sum += u32::from(part));
    }
    let count = ((rows.1 - rows.0) * (columns.1 - columns.0)) as u32;
    let [red, green, blue] = sum.map(|sum| (sum / count) as u8);
    Color32::from_rgb(red, green, blue)
}

/// Cells row by row.
pub struct Sheet {
    columns: usize,
    cells: Vec<Cell>,
}

impl Sheet {
    pub fn new(columns: usize) -> Sheet {
        Sheet { columns, cells: Vec::new() }
    }

    pub fn push(&mut self, cell: Cell) {
        self.cells.push(cell);
    }

    pub fn paint(&self) -> Image {
        let (places, size) = self.places();
        let context = Context::default();
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)),
            max_texture_side: Some(8192),
            ..RawInput::default()
        };
        let output = context.run_ui(input, |ui| self.draw(ui.painter(), &places));
        let mut textures = Textures::default();
        textures.apply(&output.textures_delta);
        let primitives = context.tessellate(output.shapes.clone(), 1.0);
        output.drop_without_applying_deltas();
        let mut image = Image::new(size.x as usize, size.y as usize);
        raster::paint(&mut image, &primitives, &textures, 1.0);
        image
    }

    /// Where each picture goes, and the size of the sheet.
    fn places(&self) -> (Vec<Rect>, Vec2) {
        let mut places = Vec::new();
        let mut top = 0.0;
        for row in self.cells.chunks(self.columns) {
            let height = row.iter().map(|cell| cell.image.height()).max().unwrap_or(0) as f32;
            for (column, cell) in row.iter().enumerate() {
                let corner = Pos2::new(column as f32 * (WIDTH as f32 + GAP), top + LABEL);
                places.push(Rect::from_min_size(corner, Vec2::new(WIDTH as f32, cell.image.height() as f32)));
            }
            top += LABEL + height + GAP;
        }
        (places, Vec2::new(self.columns as f32 * (WIDTH as f32 + GAP) - GAP, top - GAP))
    }

    fn draw(&self, painter: &egui::Painter, places: &[Rect]) {
        painter.rect_filled(painter.clip_rect(), 0.0, Color32::from_gray(0x70));
        for (cell, place) in self.cells.iter().zip(places) {
            let corner = place.left_top() - Vec2::new(-4.0, 3.0);
            let font = FontId::proportional(14.0);
            painter.text(corner, Align2::LEFT_BOTTOM, &cell.label, font, Color32::WHITE);
            let texture =
                painter.ctx().load_texture(&*cell.label, cell.image.clone(), TextureOptions::NEAREST);
            let whole = Rect::from_min_max(Pos2::ZERO, Pos2::new(1.0, 1.0));
            painter.image(texture.id(), *place, whole, Color32::WHITE);
        }
    }
}
