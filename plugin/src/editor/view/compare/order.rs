//! The user's order of the captures.

use std::cmp::Ordering;

use ulid::Ulid;

use crate::session::SessionCapture;

/// Places in the session in the user's order. Captures that it does not name follow as they were made.
pub fn places(captures: &[SessionCapture], order: &[Ulid]) -> Vec<usize> {
    let rank =
        |place: &usize| order.iter().position(|id| *id == captures[*place].id()).unwrap_or(order.len());
    let mut places: Vec<usize> = (0..captures.len()).collect();
    places.sort_by_cached_key(rank);
    places
}

/// Moves a capture by one place, up or down, if there is one.
pub fn step(captures: &[SessionCapture], order: &mut Vec<Ulid>, moved: Ulid, direction: Ordering) {
    let Some(from) = places(captures, order).iter().position(|place| captures[*place].id() == moved) else {
        return;
    };
    match direction {
        Ordering::Less if from > 0 => insert(captures, order, moved, from - 1),
        Ordering::Greater => insert(captures, order, moved, from + 2),
        Ordering::Less | Ordering::Equal => {}
    }
}

/// Moves a capture into the gap before the capture at `gap` in the list; behind the last one if there is none.
///
/// Ids of captures that are not in the session stay, behind the others: another instance may still be loading.
pub fn insert(captures: &[SessionCapture], order: &mut Vec<Ulid>, moved: Ulid, gap: usize) {
    let mut ids: Vec<Ulid> = places(captures, order).into_iter().map(|place| captures[place].id()).collect();
    let Some(from) = ids.iter().position(|id| *id == moved) else { return };
    let to = if gap > from { gap - 1 } else { gap }.min(ids.len() - 1);
    if to == from {
        return;
    }
    ids.remove(from);
    ids.insert(to, moved);
    let absent: Vec<Ulid> = order.iter().filter(|id| !ids.contains(id)).copied().collect();
    ids.extend(absent);
    *order = ids;
}

#[cfg(test)]
mod tests {
    use groundtruth_captures::{Capture, Measured};
    use groundtruth_measure::{Settings, measure_record};

    use super::*;

    fn captures(count: usize) -> Vec<SessionCapture> {
        let report = measure_record(48_000.0, &[&[0.0; 480][..]], Settings::DEFAULT);
        let capture = || Capture::new("", Measured { report: report.clone(), calibration: None });
        (0..count).map(|_| SessionCapture::new(capture()).expect("short")).collect()
    }

    #[test]
    fn captures_that_the_order_does_not_name_follow_as_they_were_made() {
        let captures = captures(4);
        let stranger = Ulid::generate();
        assert_eq!(places(&captures, &[stranger, captures[2].id()]), [2, 0, 1, 3]);
    }

    #[test]
    fn a_capture_moves_up_and_down_and_stops_at_the_ends() {
        let captures = captures(3);
        let id = |place: usize| captures[place].id();
        let stranger = Ulid::generate();
        let mut order = vec![stranger];
        step(&captures, &mut order, id(2), Ordering::Less);
        assert_eq!(order, [id(0), id(2), id(1), stranger]);
        step(&captures, &mut order, id(2), Ordering::Less);
        step(&captures, &mut order, id(2), Ordering::Less);
        assert_eq!(places(&captures, &order), [2, 0, 1]);
        step(&captures, &mut order, id(2), Ordering::Greater);
        assert_eq!(places(&captures, &order), [0, 2, 1]);
        insert(&captures, &mut order, id(0), 3);
        assert_eq!(places(&captures, &order), [2, 1, 0]);
        step(&captures, &mut order, id(0), Ordering::Greater);
        insert(&captures, &mut order, stranger, 0);
        assert_eq!(places(&captures, &order), [2, 1, 0]);
    }
}
