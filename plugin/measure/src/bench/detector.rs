//! Markers in a stream of two channels, by a matched filter at a low rate.
//!
//! The statistic is the share of the band's energy, over the length of a marker, that the marker explains with a gain of
//! its own on either channel. Of noise it is about 1/1000, and above [`LEAST_SHARE`] with a probability below 1e-100; of
//! other sounds it may pass now and then. A run needs three markers at the distances of the plan ([`super::run`]).

use realfft::num_complex::Complex;

use super::glide::Glide;
use super::plan;
use crate::spectra::tally::is_no_number;
use crate::spectra::transform::{Forward, Inverse};

/// Lowest rate at which markers are looked for.
const LOW_RATE_HZ: f64 = 7000.0;
/// Low-rate samples of one transform.
const BLOCK: usize = 16_384;
/// Least share of the energy that a marker explains: it may be as weak as the noise in its band.
const LEAST_SHARE: f32 = 0.3;
/// Markers lie farther apart than this.
const APART_S: f64 = 0.15;
/// Most markers kept; more would not be a recording of the track.
const MOST: usize = 10_000;

/// A sound that looks like a marker.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Mark {
    /// Its start, to a fraction of a low-rate sample.
    pub(crate) frame: f64,
    /// Gain on either channel, negative if inverted.
    pub(crate) gains: [f64; 2],
    share: f32,
}

impl Mark {
    /// The same marker in a stream that started as many frames earlier.
    pub(crate) fn later(&self, frames: f64) -> Mark {
        Mark { frame: self.frame + frames, ..*self }
    }

    /// A clear one.
    #[cfg(test)]
    pub(crate) fn at(frame: f64, gains: [f64; 2]) -> Mark {
        Mark { frame, gains, share: 1.0 }
    }
}

/// Looks for markers in a stream of two channels.
#[derive(Clone)]
pub(crate) struct Detector {
    /// Frames summed for one low-rate sample.
    factor: usize,
    sums: [(f32, usize); 2],
    held: [Vec<f32>; 2],
    /// Number of the first low-rate sample held.
    first: usize,
    forward: Forward<f32>,
    inverse: [Inverse<f32>; 2],
    /// Conjugate spectrum of the marker; zero outside its band.
    marker: Vec<Complex<f32>>,
    marker_length: usize,
    apart: usize,
    marks: Vec<Mark>,
}

impl Detector {
    /// At the start of a recording; `None` if its rate is too low for markers.
    pub(crate) fn new(sample_rate_hz: f64) -> Option<Detector> {
        let factor = (sample_rate_hz / LOW_RATE_HZ) as usize;
        if factor == 0 {
            return None;
        }
        let low_rate_hz = sample_rate_hz / factor as f64;
        let mut forward = Forward::new(BLOCK);
        let glide = plan::mark();
        let marker_length = (glide.length_s * low_rate_hz).ceil() as usize;
        let spectrum = forward.of(low_rate_marker(&glide, sample_rate_hz, factor, marker_length)).to_vec();
        let inverse = Inverse::new(BLOCK);
        Some(Detector {
            factor,
            sums: [(0.0, 0); 2],
            held: [(); 2].map(|()| Vec::with_capacity(BLOCK)),
            first: 0,
            inverse: [inverse.another(), inverse],
            marker: in_band(&spectrum, low_rate_hz),
            marker_length,
            apart: (APART_S * low_rate_hz) as usize,
            marks: Vec::new(),
            forward,
        })
    }

    /// Takes the next frames, the same number on both channels. Returns whether more of the stream was searched.
    pub(crate) fn take<S: Copy + Into<f64>>(&mut self, [left, right]: [&[S]; 2]) -> bool {
        let before = self.first;
        let chunk = self.factor * (BLOCK / 4);
        for (left, right) in left.chunks(chunk).zip(right.chunks(chunk)) {
            self.sum_up(0, left);
            self.sum_up(1, right);
            while self.held[0].len() >= BLOCK {
                self.search();
            }
        }
        self.first > before
    }

    /// Means of `factor` frames.
    fn sum_up<S: Copy + Into<f64>>(&mut self, channel: usize, samples: &[S]) {
        let (mut sum, mut count) = self.sums[channel];
        let scale = 1.0 / self.factor as f32;
        for sample in samples {
            let sample: f64 = (*sample).into();
            sum += if is_no_number(sample) { 0.0 } else { sample as f32 };
            count += 1;
            if count == self.factor {
                self.held[channel].push(sum * scale);
                (sum, count) = (0.0, 0);
            }
        }
        self.sums[channel] = (sum, count);
    }

    /// The markers found so far, in order. All that start before [`Detector::searched_frame`] are among them.
    pub(crate) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// First frame in which a marker may start that is not known yet.
    pub(crate) fn searched_frame(&self) -> f64 {
        (self.first * self.factor) as f64
    }

    /// Forgets the markers before a frame.
    pub(crate) fn forget_before(&mut self, frame: f64) {
        self.marks.retain(|mark| mark.frame >= frame);
    }

    /// Searches the end of the stream, as if silence followed.
    pub(crate) fn finish(&mut self) {
        while self.held[0].len() > self.marker_length {
            self.held.iter_mut().for_each(|held| held.resize(held.len().max(BLOCK), 0.0));
            self.search();
        }
    }

    /// Searches the block held and drops the part of it that no later marker starts in.
    fn search(&mut self) {
        let lags = BLOCK - self.marker_length;
        let (mut explained, mut energy) = (vec![0.0; lags], vec![0.0; lags]);
        let mut gains = [Vec::new(), Vec::new()];
        for (channel, gains) in gains.iter_mut().enumerate() {
            let spectrum = self.forward.of(self.held[channel][..BLOCK].iter().copied());
            let [correlated, band] = &mut self.inverse;
            for (((product, kept), bin), marker) in
                correlated.spectrum().iter_mut().zip(band.spectrum()).zip(spectrum).zip(&self.marker)
            {
                *product = bin * marker;
                *kept = if marker.re == 0.0 && marker.im == 0.0 { Complex::default() } else { *bin };
            }
            let correlated = correlated.run();
            running_energy(band.run(), self.marker_length, &mut energy);
            explained.iter_mut().zip(&*correlated).for_each(|(sum, gain)| *sum += gain * gain);
            *gains = correlated[..lags].to_vec();
        }
        // The inverse transform of a band is not normalised, the marker is.
        let scale = BLOCK as f32;
        let share = |lag: usize| explained[lag] / (energy[lag] / (scale * scale)).max(f32::MIN_POSITIVE);
        for lag in 0..lags {
            if share(lag) > LEAST_SHARE {
                let size = |lag: usize| explained.get(lag).map_or(0.0, |x| f64::from(x.sqrt()));
                let offset = vertex([size(lag.wrapping_sub(1)), size(lag), size(lag + 1)]);
                let frame = ((self.first + lag) as f64 + offset) * self.factor as f64;
                let gains = [0, 1].map(|channel: usize| f64::from(gains[channel][lag]));
                self.note(Mark { frame, gains, share: share(lag) });
            }
        }
        self.held.iter_mut().for_each(|held| drop(held.drain(..lags)));
        self.first += lags;
    }

    /// Keeps the best of adjacent places.
    fn note(&mut self, mark: Mark) {
        let apart = (self.apart * self.factor) as f64;
        let has_room = self.marks.len() < MOST;
        match self.marks.last_mut().filter(|last| mark.frame - last.frame < apart) {
            Some(last) if mark.share > last.share => *last = mark,
            Some(_) => (),
            None if has_room => self.marks.push(mark),
            None => (),
        }
    }
}

/// The marker as the detector's low rate has it.
fn low_rate_marker(
    glide: &Glide,
    sample_rate_hz: f64,
    factor: usize,
    length: usize,
) -> impl Iterator<Item = f32> {
    let mean = move |index: usize| {
        let at = |frame: usize| glide.at((index * factor + frame) as f64 / sample_rate_hz);
        (0..factor).map(at).sum::<f64>() / factor as f64
    };
    (0..BLOCK).map(move |index| if index < length { mean(index) as f32 } else { 0.0 })
}

/// The conjugate of a marker's spectrum in its band, for correlations with a marker of energy 1, transform included.
fn in_band(spectrum: &[Complex<f32>], low_rate_hz: f64) -> Vec<Complex<f32>> {
    let bin_hz = low_rate_hz / BLOCK as f64;
    let band = plan::MARK_BAND_HZ[0]..plan::MARK_BAND_HZ[1].min(0.49 * low_rate_hz);
    let kept = |(bin, value): (usize, &Complex<f32>)| {
        if band.contains(&(bin as f64 * bin_hz)) { value.conj() } else { Complex::default() }
    };
    let kept: Vec<Complex<f32>> = spectrum.iter().enumerate().map(kept).collect();
    let energy = 2.0 * kept.iter().map(Complex::norm_sqr).sum::<f32>() / BLOCK as f32;
    let scale = 1.0 / (energy.sqrt() * BLOCK as f32);
    kept.into_iter().map(|value| value * scale).collect()
}

/// Adds the energy of `length` samples from each place on.
fn running_energy(samples: &[f32], length: usize, energy: &mut [f32]) {
    let square = |index: usize| f64::from(samples[index]) * f64::from(samples[index]);
    let mut sum: f64 = (0..length).map(square).sum();
    for (lag, energy) in energy.iter_mut().enumerate() {
        *energy += sum.max(0.0) as f32;
        sum += square(lag + length) - square(lag);
    }
}

/// Place of the vertex of a parabola through three points one apart, relative to the middle one.
fn vertex([before, at, after]: [f64; 3]) -> f64 {
    let bend = before - 2.0 * at + after;
    if bend < 0.0 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 }
}
