//! Peak, mean square and faults of each channel.

use crate::Meter;

/// Meters of all channels. Sums are accumulated sample by sample, so they do not depend on the block size.
#[derive(Debug, Default)]
pub(crate) struct Meters {
    channels: Vec<Channel>,
}

#[derive(Clone, Debug, Default)]
struct Channel {
    meter: Meter,
    square_sum: f64,
    finite_samples: u64,
}

impl Meters {
    pub fn new(channels: usize) -> Meters {
        Meters { channels: vec![Channel::default(); channels] }
    }

    /// Resets everything, including the holds.
    pub fn restart(&mut self) {
        self.channels.fill(Channel::default());
    }

    pub fn add(&mut self, channel: usize, samples: &[f32]) {
        let Channel { meter, square_sum, finite_samples } = &mut self.channels[channel];
        for &sample in samples {
            let size = sample.abs();
            if size.is_finite() {
                meter.peak = meter.peak.max(size);
                meter.clipped_samples += u64::from(size >= 1.0);
                *square_sum += f64::from(size) * f64::from(size);
                *finite_samples += 1;
            } else {
                meter.not_finite_samples += 1;
            }
        }
    }

    /// Reads all meters and starts the next interval; the holds continue.
    pub fn read(&mut self) -> Vec<Meter> {
        self.channels.iter_mut().map(Channel::read).collect()
    }
}

impl Channel {
    fn read(&mut self) -> Meter {
        self.meter.peak_hold = self.meter.peak_hold.max(self.meter.peak);
        self.meter.mean_square = self.square_sum / self.finite_samples.max(1) as f64;
        let reading = self.meter;
        self.meter.peak = 0.0;
        (self.square_sum, self.finite_samples) = (0.0, 0);
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn peaks_and_sums_are_of_the_interval_and_holds_of_the_record() {
        let mut meters = Meters::new(1);
        meters.add(0, &[0.5, -0.75]);
        meters.read();
        meters.add(0, &[0.25, -0.25]);
        let meter = meters.read()[0];
        assert_eq!((meter.peak, meter.peak_hold, meter.mean_square), (0.25, 0.75, 0.0625));
        meters.restart();
        assert_eq!(meters.read()[0], Meter::default());
    }

    #[test]
    fn clipped_and_not_finite_samples_are_counted_apart() {
        let mut meters = Meters::new(1);
        meters.add(0, &[1.0, -1.5, 0.999, f32::NAN, f32::INFINITY]);
        let meter = meters.read()[0];
        assert_eq!((meter.clipped_samples, meter.not_finite_samples, meter.peak), (2, 2, 1.5));
        assert!(meter.mean_square.is_finite());
    }

    #[test]
    fn the_sum_does_not_depend_on_the_cuts() {
        let signal: Vec<f32> = (0..5000).map(|i| ((i * i) as f32).sin()).collect();
        let reading = |run: usize| {
            let mut meters = Meters::new(1);
            signal.chunks(run).for_each(|samples| meters.add(0, samples));
            meters.read()[0]
        };
        assert_eq!(reading(5000), reading(1));
        assert_eq!(reading(5000), reading(97));
    }
}
