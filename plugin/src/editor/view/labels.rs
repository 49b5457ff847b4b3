//! Placement of small labels without overlap.

use egui::{Pos2, Rect, Vec2};

/// A label and the preferred position of the middle of its lower edge.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Middle of the lower edge.
    pub anchor: Pos2,
    /// Size of the text.
    pub size: Vec2,
}

/// Alternative positions of a label, in its own widths and heights: sideways first, then up.
const SHIFTS: [(f32, f32); 6] =
    [(0.0, 0.0), (0.55, 0.0), (-0.55, 0.0), (0.0, 1.1), (0.55, 1.1), (-0.55, 1.1)];

/// Places labels in order of importance: each at its preferred position, else slightly beside or above, else not at
/// all. They overlap neither each other nor `taken`, and stay within `bounds`.
pub fn place(wishes: &[Wish], bounds: Rect, taken: &[Rect]) -> Vec<Option<Rect>> {
    let mut occupied = taken.to_vec();
    wishes
        .iter()
        .map(|wish| {
            let spot = SHIFTS.iter().map(|shift| inside(wish, *shift, bounds)).find(|rect| {
                bounds.contains_rect(*rect) && occupied.iter().all(|other| !other.intersects(*rect))
            })?;
            occupied.push(spot);
            Some(spot)
        })
        .collect()
}

fn inside(wish: &Wish, (aside, up): (f32, f32), bounds: Rect) -> Rect {
    let bottom = wish.anchor + Vec2::new(aside * wish.size.x, -up * wish.size.y);
    let rect = Rect::from_min_size(bottom - Vec2::new(wish.size.x / 2.0, wish.size.y), wish.size);
    let right = (rect.right() - bounds.right()).max(0.0);
    let left = (bounds.left() - rect.left()).max(0.0);
    let down = (bounds.top() - rect.top()).max(0.0);
    rect.translate(Vec2::new(left - right, if up == 0.0 { down } else { 0.0 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Rect = Rect { min: Pos2::ZERO, max: Pos2::new(200.0, 100.0) };

    fn wish(x: f32, y: f32) -> Wish {
        Wish { anchor: Pos2::new(x, y), size: Vec2::new(20.0, 12.0) }
    }

    #[test]
    fn labels_never_cover_each_other_and_stay_inside() {
        let wishes: Vec<_> = (0..40).map(|i| wish(i as f32 * 5.0, 50.0 + (i % 3) as f32)).collect();
        let placed: Vec<Rect> = place(&wishes, BOUNDS, &[]).into_iter().flatten().collect();
        assert!(placed.len() >= 10);
        for (index, rect) in placed.iter().enumerate() {
            assert!(BOUNDS.contains_rect(*rect));
            assert!(placed[index + 1..].iter().all(|other| !rect.intersects(*other)));
        }
    }

    #[test]
    fn the_first_label_gets_its_wish_and_the_next_makes_room() {
        let placed = place(&[wish(100.0, 50.0), wish(104.0, 50.0)], BOUNDS, &[]);
        assert_eq!(placed[0], Some(Rect::from_min_max(Pos2::new(90.0, 38.0), Pos2::new(110.0, 50.0))));
        assert!(placed[1].is_some_and(|rect| rect.bottom() <= 50.0));
        assert!(placed[0].zip(placed[1]).is_some_and(|(a, b)| !a.intersects(b)));
    }

    #[test]
    fn a_label_at_the_edge_is_pushed_inside() {
        let placed = place(&[wish(1.0, 5.0)], BOUNDS, &[]);
        assert_eq!(placed[0].map(|rect| rect.min), Some(Pos2::ZERO));
    }
}
