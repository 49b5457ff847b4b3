//! The largest power of each bin since the last clear.

use std::sync::Arc;

use groundtruth_measure::Spectrum;

/// Kept on the worker's side, because a reader may miss snapshots.
#[derive(Debug, Default)]
pub(crate) struct MaxHold {
    channels: Vec<Vec<f32>>,
}

impl MaxHold {
    pub fn clear(&mut self) {
        self.channels.clear();
    }

    /// Adds a spectrum; one of another shape restarts the hold.
    pub fn add(&mut self, spectrum: &Spectrum) {
        let lengths = spectrum.channels.iter().map(|powers| powers.len());
        if !self.channels.iter().map(Vec::len).eq(lengths) {
            self.channels = spectrum.channels.iter().map(|powers| powers.to_vec()).collect();
        }
        for (held, powers) in self.channels.iter_mut().zip(&spectrum.channels) {
            for (held, &power) in held.iter_mut().zip(powers.iter()) {
                *held = held.max(power);
            }
        }
    }

    /// The hold as a value.
    pub fn read(&self) -> Vec<Arc<[f32]>> {
        self.channels.iter().map(|channel| channel.as_slice().into()).collect()
    }
}

#[cfg(test)]
mod tests {
    use groundtruth_measure::WindowKind;

    use super::*;

    fn spectrum(powers: &[f32]) -> Spectrum {
        Spectrum {
            sample_rate_hz: 48_000.0,
            frames: 2 * (powers.len() - 1),
            window: WindowKind::Hann,
            enbw_bins: 1.5,
            records: 1,
            channels: vec![powers.into()],
        }
    }

    #[test]
    fn each_bin_keeps_its_largest_power_until_cleared_or_reshaped() {
        let mut hold = MaxHold::default();
        hold.add(&spectrum(&[1.0, 5.0, 2.0]));
        hold.add(&spectrum(&[3.0, 4.0, f32::NAN]));
        assert_eq!(*hold.read()[0], [3.0, 5.0, 2.0]);
        hold.add(&spectrum(&[1.0; 5]));
        assert_eq!(*hold.read()[0], [1.0; 5]);
        hold.clear();
        assert!(hold.read().is_empty());
    }
}
