//! Changes that must not affect the figures: cut ends, silence around the sound, gain, polarity, another sample rate.

use std::collections::BTreeMap;

use groundtruth_measure::ChannelFigure::{
    Dc, DrAes17, Enob, FrequencyDrift, Glitches, LevelPeak, LevelRms, SinadIeee1057, Snr, TdnMultitoneCrest,
};
use groundtruth_measure::PairFigure::{BalanceDelay, Correlation};
use groundtruth_measure::{Figure, FigureId as Id, FigureKey, Figures, Reading, Report};
use groundtruth_tests::life::{Case, cases, resampled, shown};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::Signal;

use recordings::recording;

mod recordings;

/// A change of a recording, and its expected effect on the figures.
#[derive(Clone, Copy)]
struct Change {
    /// Levels rise by this amount; the mean is multiplied by it.
    gain_db: f64,
    /// −1 if both channels were inverted: the mean changes its sign.
    sign: f64,
    /// Ratio of the sample rates.
    rate: f64,
    /// Figures not compared: they depend on the frames, or on a band up to half the sample rate.
    skipped: &'static [Id],
}

const SAME: Change =
    Change { gain_db: 0.0, sign: 1.0, rate: 1.0, skipped: &[Id::Channel(Glitches), Id::Channel(DrAes17)] };

/// Largest sample, mean, crest factor and zero-lag correlation depend on the exact frames, so they differ with other
/// frames by fractions of a cycle; the count of faults is that of another file.
const OTHER_FRAMES: &[Id] = &[
    Id::Channel(Glitches),
    Id::Channel(DrAes17),
    Id::Channel(LevelPeak),
    Id::Channel(Dc),
    Id::Channel(TdnMultitoneCrest),
    Id::Pair(Correlation),
];

/// Additionally, figures up to half the sample rate.
const OTHER_RATE: &[Id] = &[
    Id::Channel(Glitches),
    Id::Channel(DrAes17),
    Id::Channel(LevelPeak),
    Id::Channel(Dc),
    Id::Channel(TdnMultitoneCrest),
    Id::Channel(SinadIeee1057),
    Id::Channel(Enob),
    Id::Pair(Correlation),
];

/// Effect of other frames on the total level: up to 4 deviations of noise over 2 s, 4·4.34·√(1/96 000) dB.
const LEVEL_OF_OTHER_FRAMES_DB: f64 = 0.06;

impl Change {
    fn moved(&self, id: Id, x: f64) -> f64 {
        match id.definition().unit {
            "dBFS" | "dBFS/√Hz" => x + self.gain_db,
            "FS" => x * self.sign * 10f64.powf(self.gain_db / 20.0),
            _ if id == Id::Pair(BalanceDelay) => x * self.rate,
            // (SINAD − 1.76 − level)/6.02
            _ if id == Id::Channel(Enob) => x - self.gain_db / 6.02,
            _ => x,
        }
    }

    fn compare<I: FigureKey>(&self, case: &mut Case, place: &str, before: &Figures<I>, after: &Figures<I>) {
        for (id, was) in before.iter().filter(|(id, _)| !self.skipped.contains(&(**id).into())) {
            match (was, &after[id]) {
                (Reading::Measured(was), Reading::Measured(is)) => {
                    let fault = !self.agrees((*id).into(), was, is);
                    case.expect(!fault, format!("{place}: {id} was {}, is {}", shown(was), shown(is)));
                }
                (Reading::NotMeasurable(_), Reading::NotMeasurable(_)) => {}
                (was, is) => case.expect(false, format!("{place}: {id} was {}, is {}", said(was), said(is))),
            }
        }
    }

    /// Whether a figure changed by no more than both half-widths together. A limit only bounds the other.
    fn agrees(&self, id: Id, was: &Figure, is: &Figure) -> bool {
        let [value, low, high] = [was.value, was.low, was.high].map(|x| self.moved(id, x));
        let (low, high) = (low.min(high), low.max(high));
        // f64 arithmetic in another order: 1e-7 of a dB, or of the number.
        let rounding = match id {
            // A line half a hertz beside the tone pulls its phase at the ends of a stretch: by less than any clock drifts, and
            // by a hundredth of what section 8 allows a delay.
            Id::Channel(FrequencyDrift) => 5e-4,
            Id::Pair(BalanceDelay) => 1e-5,
            _ => 1e-7 * value.abs().max(1.0),
        };
        let is_lower_bound = matches!(id, Id::Channel(Snr | SinadIeee1057 | Enob));
        match (was.limit, is.limit) {
            (true, true) => true,
            (true, false) => {
                if is_lower_bound {
                    is.high >= value - rounding
                } else {
                    is.low <= value + rounding
                }
            }
            (false, true) => {
                if is_lower_bound {
                    high >= is.value - rounding
                } else {
                    low <= is.value + rounding
                }
            }
            (false, false) => {
                let both = if is.value > value {
                    high - value + is.value - is.low
                } else {
                    value - low + is.high - is.value
                };
                let other_frames =
                    self.skipped.contains(&Id::Channel(LevelPeak)) && id == Id::Channel(LevelRms);
                let reason = if other_frames { LEVEL_OF_OTHER_FRAMES_DB } else { 0.0 };
                is.value == value || (is.value - value).abs() <= both + reason + rounding
            }
        }
    }
}

fn said(reading: &Reading) -> String {
    match reading {
        Reading::Measured(figure) => shown(figure),
        Reading::NotMeasurable(refusal) => format!("refused ({refusal})"),
    }
}

/// Compares the kind and all figures of two reports.
fn compare(case: &mut Case, change: Change, before: &Report, after: &Report) {
    let kinds = (before.stimulus.kind, after.stimulus.kind);
    case.expect(kinds.0 == kinds.1, format!("kind was {:?}, is {:?}", kinds.0, kinds.1));
    for (was, is) in before.channels.iter().zip(&after.channels) {
        change.compare(case, &was.name, &was.figures, &is.figures);
    }
    let pairs: BTreeMap<_, _> = after.pairs.iter().map(|pair| ((&pair.from, &pair.to), pair)).collect();
    for was in &before.pairs {
        let place = format!("{} to {}", was.from, was.to);
        change.compare(case, &place, &was.figures, &pairs[&(&was.from, &was.to)].figures);
    }
}

fn report(sides: &[Signal; 2]) -> Report {
    measure(&[&sides[0], &sides[1]])
}

#[test]
fn inverting_a_recording_moves_no_figure() {
    cases("inverted", 10, 100, |case| {
        let before = recording(case, true);
        let after = before.clone().map(|side| side.scaled(-1.0));
        compare(case, Change { sign: -1.0, ..SAME }, &report(&before), &report(&after));
    });
}

/// Halving is exact in binary.
#[test]
fn halving_a_recording_moves_levels_alone() {
    cases("halved", 10, 100, |case| {
        let halvings = case.draw.whole(1..=5) as i32;
        case.note(format!("halved {halvings} times"));
        let before = recording(case, true);
        let after = before.clone().map(|side| side.scaled(0.5f64.powi(halvings)));
        let gain_db = -20.0 * f64::from(halvings) * 2f64.log10();
        compare(case, Change { gain_db, ..SAME }, &report(&before), &report(&after));
    });
}

#[test]
fn gain_moves_levels_alone() {
    cases("gained", 10, 100, |case| {
        let gain_db = case.draw.between(-25.0, 0.0);
        case.note(format!("gain {gain_db:.3} dB"));
        let before = recording(case, true);
        let after = before.clone().map(|side| side.scaled(10f64.powf(gain_db / 20.0)));
        compare(case, Change { gain_db, ..SAME }, &report(&before), &report(&after));
    });
}

#[test]
fn silence_around_a_recording_moves_no_figure() {
    cases("padded", 10, 100, |case| {
        let before = recording(case, true);
        let rate_hz = before[0].sample_rate_hz;
        let [head, tail] = [(); 2].map(|()| case.draw.pick(&[0.0, 0.003, 0.1, 0.5, 1.3, 2.0]) * rate_hz);
        case.note(format!("{head} frames of silence before, {tail} behind"));
        let after = before.clone().map(|mut side| {
            side.samples.splice(0..0, vec![0.0; head as usize]);
            side.samples.extend(vec![0.0; tail as usize]);
            side
        });
        compare(case, Change { skipped: OTHER_FRAMES, ..SAME }, &report(&before), &report(&after));
    });
}

#[test]
fn cutting_the_ends_of_a_recording_moves_no_figure_of_a_steady_signal() {
    cases("cut", 10, 100, |case| {
        let before = recording(case, false);
        let frames = before[0].samples.len() as f64;
        let [head, tail] = [(); 2].map(|()| (frames * case.draw.between(0.0, 0.3)) as usize);
        case.note(format!("{head} frames cut before, {tail} behind"));
        let after = before.clone().map(|side| {
            let kept = side.samples[head..side.samples.len() - tail].to_vec();
            Signal { samples: kept, ..side }
        });
        compare(case, Change { skipped: OTHER_FRAMES, ..SAME }, &report(&before), &report(&after));
    });
}

#[test]
fn resampling_a_recording_moves_no_figure_of_the_band() {
    cases("resampled", 8, 100, |case| {
        let before = recording(case, false);
        let rate_hz = case.draw.pick(&[44_100.0, 96_000.0, 88_200.0, 47_952.0]);
        case.note(format!("resampled to {rate_hz} Hz"));
        let rate = rate_hz / before[0].sample_rate_hz;
        let after = before.clone().map(|side| resampled(&side, rate_hz));
        compare(case, Change { rate, skipped: OTHER_RATE, ..SAME }, &report(&before), &report(&after));
    });
}
