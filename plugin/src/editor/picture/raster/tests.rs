use egui::{ColorImage, Pos2, pos2};

use super::*;

/// A texture whose first texel is white.
fn textures() -> Textures {
    let image = ColorImage::filled([2, 2], Color32::WHITE);
    let options = egui::TextureOptions::LINEAR;
    let mut textures = Textures::default();
    textures.set(TextureId::default(), &ImageDelta::full(image, options));
    textures
}

fn painted(mesh: Mesh, clip_rect: Rect) -> Image {
    let mut image = Image::new(20, 20);
    paint(&mut image, &[ClippedPrimitive { clip_rect, primitive: Primitive::Mesh(mesh) }], &textures(), 2.0);
    image
}

fn quad(corners: [Pos2; 4], colours: [Color32; 4]) -> Mesh {
    let mut mesh = Mesh::default();
    for (corner, colour) in corners.into_iter().zip(colours) {
        mesh.colored_vertex(corner, colour);
    }
    mesh.add_triangle(0, 1, 2);
    mesh.add_triangle(0, 2, 3);
    mesh
}

#[test]
fn a_common_edge_is_painted_once_and_nothing_outside() {
    let half = Color32::from_rgba_premultiplied(100, 100, 100, 128);
    // A slanted quad; its diagonal crosses pixel centres.
    let corners = [pos2(1.0, 1.0), pos2(9.0, 1.0), pos2(9.0, 9.0), pos2(1.0, 9.0)];
    let image = painted(quad(corners, [half; 4]), Rect::EVERYTHING);
    for y in 0..20 {
        for x in 0..20 {
            let is_inside = (2..18).contains(&x) && (2..18).contains(&y);
            assert_eq!(image.pixel(x, y), if is_inside { [100; 3] } else { [0; 3] }, "{x} {y}");
        }
    }
}

#[test]
fn what_is_clipped_stays_as_it_was() {
    let whole = [pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0), pos2(0.0, 10.0)];
    let clip = Rect::from_min_max(pos2(2.0, 3.0), pos2(4.0, 5.0));
    let image = painted(quad(whole, [Color32::RED; 4]), clip);
    let red = (0..20 * 20).filter(|place| image.pixel(place % 20, place / 20) == [255, 0, 0]).count();
    assert_eq!((red, image.pixel(4, 6), image.pixel(3, 6)), (16, [255, 0, 0], [0; 3]));
}

#[test]
fn colours_change_evenly_and_lie_over_what_was_there() {
    let (black, white) = (Color32::BLACK, Color32::WHITE);
    let whole = [pos2(0.0, 0.0), pos2(10.0, 0.0), pos2(10.0, 10.0), pos2(0.0, 10.0)];
    let mut mesh = quad(whole, [black, white, white, black]);
    let image = painted(mesh.clone(), Rect::EVERYTHING);
    for x in 0..20 {
        let expected = 255.0 * (x as f32 + 0.5) / 20.0;
        assert!((f32::from(image.pixel(x, 7)[1]) - expected).abs() <= 1.0, "{x}");
    }
    let half_red = Color32::from_rgba_premultiplied(128, 0, 0, 128);
    mesh.append(quad(whole, [half_red; 4]));
    let image = painted(mesh, Rect::EVERYTHING);
    let [red, green, _] = image.pixel(19, 0);
    assert!(
        (red, green) == (252, 124) || (red.abs_diff(252) <= 2 && green.abs_diff(124) <= 2),
        "{red} {green}"
    );
}

#[test]
fn a_patch_changes_its_part_of_a_texture() {
    let mut textures = textures();
    let patch = ColorImage::filled([1, 1], Color32::GREEN);
    textures.set(TextureId::default(), &ImageDelta::partial([1, 0], patch, egui::TextureOptions::LINEAR));
    let texture = &textures.all[&TextureId::default()];
    assert_eq!(texture.at([0.75, 0.25]), [0.0, 255.0, 0.0, 255.0]);
    assert_eq!(texture.at([0.5, 0.25]), [127.5, 255.0, 127.5, 255.0], "half way between two texels");
    assert_eq!(texture.at([0.25, 0.75]), [255.0; 4]);
}
