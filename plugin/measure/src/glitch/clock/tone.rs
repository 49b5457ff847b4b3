//! A tone before or after a step, compared with the samples.

use std::f64::consts::TAU;

/// A tone of a frequency, with its phase at a frame.
pub(super) struct Tone {
    pub(super) turns_per_frame: f64,
    pub(super) frame: u64,
    pub(super) turns: f64,
}

impl Tone {
    fn at(&self, frame: u64) -> f64 {
        let frames = frame as f64 - self.frame as f64;
        (TAU * (self.turns + (self.turns_per_frame * frames).fract())).cos()
    }
}

/// For each place from the first sample to the end: how well samples from `first_frame` on match the first tone before
/// the place and the second one after it.
pub(super) fn alike(samples: &[f64], first_frame: u64, [before, after]: &[Tone; 2]) -> Vec<f64> {
    let mut alike = Vec::with_capacity(samples.len() + 1);
    let mut sum = 0.0;
    alike.push(sum);
    for (x, frame) in samples.iter().zip(first_frame..) {
        sum += x * (before.at(frame) - after.at(frame));
        alike.push(sum);
    }
    alike
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_places_where_phases_meet_samples_tell_the_one_where_tones_change() {
        let [before, after] =
            [0.01, 0.013].map(|turns_per_frame| Tone { turns_per_frame, frame: 700, turns: 0.1 });
        let samples: Vec<f64> = (0..2000).map(|n| if n < 700 { before.at(n) } else { after.at(n) }).collect();
        let alike = alike(&samples, 0, &[before, after]);
        // The candidates are a whole turn of the two tones' difference apart: 333 frames.
        let places = [34, 367, 700, 1033, 1367, 1700];
        let most = places.into_iter().max_by(|&a, &b| alike[a].total_cmp(&alike[b]));
        assert_eq!(most, Some(700));
    }
}
