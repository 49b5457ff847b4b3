//! Paints the triangles of egui on the processor: vertex colours times texture, premultiplied alpha, in gamma space, as
//! egui's own painters do.

use std::collections::HashMap;

use egui::epaint::{ClippedPrimitive, ImageDelta, Primitive, Vertex};
use egui::{Color32, ImageData, Mesh, Rect, TextureFilter, TextureId, TexturesDelta};

/// Pixels of 8 bits for red, green and blue; the first row is the top.
pub struct Image {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

impl Image {
    /// A black image.
    pub fn new(width: usize, height: usize) -> Image {
        Image { width, height, bytes: vec![0; 3 * width * height] }
    }

    /// Width in pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Height in pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// All pixels, row after row.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Colour of a pixel inside the image.
    pub fn pixel(&self, x: usize, y: usize) -> [u8; 3] {
        let place = 3 * (y * self.width + x);
        [self.bytes[place], self.bytes[place + 1], self.bytes[place + 2]]
    }

    /// Lays a premultiplied colour over a pixel.
    fn blend(&mut self, place: usize, colour: [f32; 4]) {
        let behind = 1.0 - colour[3] / 255.0;
        for (byte, part) in self.bytes[3 * place..3 * place + 3].iter_mut().zip(colour) {
            *byte = (part + behind * f32::from(*byte) + 0.5) as u8;
        }
    }
}

/// The textures that triangles refer to.
#[derive(Default)]
pub struct Textures {
    all: HashMap<TextureId, Texture>,
}

struct Texture {
    size: [usize; 2],
    texels: Vec<Color32>,
    is_smooth: bool,
}

impl Textures {
    /// Takes the changes of a frame.
    pub fn apply(&mut self, changes: &TexturesDelta) {
        for (id, deltas) in &changes.set {
            for delta in deltas {
                self.set(*id, delta);
            }
        }
    }

    fn set(&mut self, id: TextureId, delta: &ImageDelta) {
        let ImageData::Color(image) = &delta.image;
        let is_smooth = delta.options.magnification == TextureFilter::Linear;
        let Some([left, top]) = delta.pos else {
            self.all.insert(id, Texture { size: image.size, texels: image.pixels.clone(), is_smooth });
            return;
        };
        let Some(texture) = self.all.get_mut(&id) else { return };
        for (row, pixels) in image.pixels.chunks(image.size[0].max(1)).enumerate() {
            let first = (top + row) * texture.size[0] + left;
            if let Some(texels) = texture.texels.get_mut(first..first + pixels.len()) {
                texels.copy_from_slice(pixels);
            }
        }
    }
}

impl Texture {
    /// The colour at a place, 0 to 255 per part.
    fn at(&self, [u, v]: [f32; 2]) -> [f32; 4] {
        let [width, height] = self.size;
        let (x, y) = (u * width as f32, v * height as f32);
        if !self.is_smooth {
            return self.texel(x.floor() as isize, y.floor() as isize);
        }
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (x - left, y - top);
        let (column, row) = (left as isize, top as isize);
        let mix = |a: [f32; 4], b: [f32; 4], part: f32| {
            std::array::from_fn::<f32, 4, _>(|index| a[index] + part * (b[index] - a[index]))
        };
        let upper = mix(self.texel(column, row), self.texel(column + 1, row), across);
        if down == 0.0 {
            return upper;
        }
        mix(upper, mix(self.texel(column, row + 1), self.texel(column + 1, row + 1), across), down)
    }

    /// A texel; beyond the edges the nearest one.
    fn texel(&self, x: isize, y: isize) -> [f32; 4] {
        let [width, height] = self.size;
        let inside = |place: isize, side: usize| place.clamp(0, side as isize - 1) as usize;
        parts(self.texels[inside(y, height) * width + inside(x, width)])
    }
}

fn parts(colour: Color32) -> [f32; 4] {
    colour.to_array().map(f32::from)
}

/// Paints all triangles in their order.
pub fn paint(image: &mut Image, primitives: &[ClippedPrimitive], textures: &Textures, pixels_per_point: f32) {
    for ClippedPrimitive { clip_rect, primitive } in primitives {
        // Nothing in this editor paints by itself.
        let Primitive::Mesh(mesh) = primitive else { continue };
        let Some(texture) = textures.all.get(&mesh.texture_id) else { continue };
        let clip = Clip::of(*clip_rect, image, pixels_per_point);
        for corners in triangles(mesh) {
            let corners = corners.map(|vertex| Corner::of(vertex, pixels_per_point));
            triangle(image, clip, texture, corners);
        }
    }
}

fn triangles(mesh: &Mesh) -> impl Iterator<Item = [Vertex; 3]> {
    mesh.indices.chunks_exact(3).map(|all| [0, 1, 2].map(|index| mesh.vertices[all[index] as usize]))
}

/// The pixels that may be painted: from the first up to, but without, the second.
#[derive(Clone, Copy)]
struct Clip {
    x: [usize; 2],
    y: [usize; 2],
}

impl Clip {
    fn of(rect: Rect, image: &Image, pixels_per_point: f32) -> Clip {
        let pixel =
            |points: f32, most: usize| (points * pixels_per_point).round().clamp(0.0, most as f32) as usize;
        Clip {
            x: [rect.left(), rect.right()].map(|points| pixel(points, image.width)),
            y: [rect.top(), rect.bottom()].map(|points| pixel(points, image.height)),
        }
    }
}

/// A corner of a triangle: place in pixels; colour and place in the texture as `VALUES` numbers.
#[derive(Clone, Copy)]
struct Corner {
    x: f32,
    y: f32,
    values: Values,
}

/// Premultiplied red, green, blue and alpha, then the place in the texture.
type Values = [f32; 6];

impl Corner {
    fn of(vertex: Vertex, pixels_per_point: f32) -> Corner {
        let [red, green, blue, alpha] = parts(vertex.color);
        Corner {
            x: vertex.pos.x * pixels_per_point,
            y: vertex.pos.y * pixels_per_point,
            values: [red, green, blue, alpha, vertex.uv.x, vertex.uv.y],
        }
    }
}

/// Paints the pixels whose centres lie inside. On a common edge each pixel belongs to one triangle only.
fn triangle(image: &mut Image, clip: Clip, texture: &Texture, corners: [Corner; 3]) {
    let Some(slopes) = Slopes::of(&corners) else { return };
    let ys = corners.map(|corner| corner.y);
    let [top, bottom] = [ys.into_iter().fold(f32::INFINITY, f32::min), ys.into_iter().fold(0.0, f32::max)];
    let uv = corners.map(|corner| [corner.values[4], corner.values[5]]);
    // Most triangles have no texture: all corners lie on its white texel.
    let plain = (uv[0] == uv[1] && uv[1] == uv[2]).then(|| texture.at(uv[0]));
    for y in inside([top, bottom], clip.y) {
        let Some(ends) = ends_of_row(&corners, y as f32 + 0.5) else { continue };
        for x in inside(ends, clip.x) {
            let values = slopes.at(x as f32 + 0.5, y as f32 + 0.5);
            let texel = plain.unwrap_or_else(|| texture.at([values[4], values[5]]));
            let colour = std::array::from_fn(|part| values[part].clamp(0.0, 255.0) * texel[part] / 255.0);
            image.blend(y * image.width + x, colour);
        }
    }
}

/// The pixels whose centres lie between two places, the first included.
fn inside(ends: [f32; 2], clip: [usize; 2]) -> std::ops::Range<usize> {
    let [first, end] = ends.map(|end| (end - 0.5).ceil().max(0.0) as usize);
    first.max(clip[0])..end.min(clip[1])
}

/// Where a row enters and leaves the triangle.
fn ends_of_row(corners: &[Corner; 3], y: f32) -> Option<[f32; 2]> {
    let mut ends = [f32::INFINITY, f32::NEG_INFINITY];
    for (from, to) in [(0, 1), (1, 2), (2, 0)] {
        // The same way round for both triangles of an edge, so that their ends agree to the last bit.
        let (from, to) = (&corners[from], &corners[to]);
        let (upper, lower) = if (from.y, from.x) <= (to.y, to.x) { (from, to) } else { (to, from) };
        if upper.y <= y && y < lower.y {
            let x = upper.x + (y - upper.y) / (lower.y - upper.y) * (lower.x - upper.x);
            ends = [ends[0].min(x), ends[1].max(x)];
        }
    }
    (ends[0] < ends[1]).then_some(ends)
}

/// Values change evenly across and down.
struct Slopes {
    origin: Corner,
    across: Values,
    down: Values,
}

impl Slopes {
    /// `None` for a triangle without area.
    fn of([a, b, c]: &[Corner; 3]) -> Option<Slopes> {
        let (ab, ac) = ([b.x - a.x, b.y - a.y], [c.x - a.x, c.y - a.y]);
        let area = ab[0] * ac[1] - ac[0] * ab[1];
        if area == 0.0 || !area.is_finite() {
            return None;
        }
        let steps: [[f32; 2]; 6] = std::array::from_fn(|index| {
            [b.values[index] - a.values[index], c.values[index] - a.values[index]]
        });
        let across = steps.map(|[to_b, to_c]| (to_b * ac[1] - to_c * ab[1]) / area);
        let down = steps.map(|[to_b, to_c]| (to_c * ab[0] - to_b * ac[0]) / area);
        Some(Slopes { origin: *a, across, down })
    }

    fn at(&self, x: f32, y: f32) -> Values {
        let (right, below) = (x - self.origin.x, y - self.origin.y);
        std::array::from_fn(|index| {
            self.origin.values[index] + right * self.across[index] + below * self.down[index]
        })
    }
}

#[cfg(test)]
mod tests;
