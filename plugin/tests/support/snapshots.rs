//! Snapshots with known contents, for looking at the view and for testing it. Spectra are computed line by line, so
//! that every figure shown has an origin in this file.
#![allow(
    dead_code,
    unused_imports,
    reason = "shared by the preview, the tests and the bench, each using a part"
)]

use std::collections::VecDeque;
use std::f64::consts::PI;
use std::sync::Arc;

use groundtruth_analysis::{
    Context, CrosstalkLevel, CrosstalkPoint, Meter, Progress, Snapshot, Spectrogram, SpectrogramColumn, State,
};
use groundtruth_measure::{
    ChannelFigure, CurvePoint, DensityPoint, Figure, Glitch, GlitchKind, PairFigure, PairReport, Reading,
    Refusal, ResidualWaveform, Settings, Spectrum, Stimulus, StimulusKind, WindowKind,
};

mod figures;
mod generated;
pub mod recording;
// With its path, so that its own modules are looked for in the same folder wherever it is used.
#[path = "stimuli.rs"]
pub mod stimuli;

use figures::{harmonic_dbc, hum_lines, measured, report};
pub use generated::{clean_tone, dfd, din, hot_noise, multitone, music, odd_pair, of, smpte};
use stimuli::{FLOOR_DBFS, RATE_HZ};

const ENBW_BINS: f64 = 2.631_905;

/// One line of a spectrum.
#[derive(Clone, Copy)]
struct Line {
    frequency_hz: f64,
    level_dbfs: f64,
}

/// An amplifier with a shared return, 997 Hz on the left.
pub fn tone_left() -> Snapshot {
    amplifier(&[Some(997.0), None], 65_536)
}

/// The same with a tone on each side.
pub fn dual_tone() -> Snapshot {
    amplifier(&[Some(997.0), Some(1103.0)], 65_536)
}

/// The longest transform.
pub fn long_record() -> Snapshot {
    amplifier(&[Some(997.0), None], 1 << 20)
}

/// One channel alone.
pub fn mono() -> Snapshot {
    amplifier(&[Some(997.0)], 65_536)
}

/// Music: no tone, and no figure that needs one.
pub fn programme() -> Snapshot {
    let mut snapshot = amplifier(&[None, None], 65_536);
    let report = Arc::make_mut(snapshot.report.as_mut().expect("an amplifier reports"));
    report.stimulus = Stimulus { kind: StimulusKind::Programme, tones_hz: Default::default() };
    let refusal = Refusal::NoTone { strongest_dbfs: Some(-23.4) };
    for channel in &mut report.channels {
        for (id, reading) in &mut channel.figures {
            *reading = match id {
                ChannelFigure::LevelRms => measured(-18.42, 0.01),
                ChannelFigure::LevelPeak => measured(-3.1, 0.001),
                ChannelFigure::Glitches => measured(0.0, 0.0),
                _ => Reading::NotMeasurable(refusal.clone()),
            };
        }
        channel.harmonics.clear();
        channel.hum_lines.clear();
        channel.hum_pattern = None;
    }
    for pair in &mut report.pairs {
        pair.figures.insert(PairFigure::XtalkSelective, Reading::NotMeasurable(refusal.clone()));
        pair.figures.insert(PairFigure::XtalkBroadband, Reading::NotMeasurable(refusal.clone()));
        pair.figures.insert(PairFigure::BalanceLevel, Reading::NotMeasurable(refusal.clone()));
        pair.figures.insert(PairFigure::Correlation, measured(0.62, 0.02));
    }
    snapshot.crosstalk = Arc::default();
    snapshot.density = Arc::default();
    snapshot
}

/// Alternating sweeps through a shared return, and from left to right also through a coupling.
pub fn sweep() -> Snapshot {
    let mut snapshot = amplifier(&[None, None], 65_536);
    let report = Arc::make_mut(snapshot.report.as_mut().expect("an amplifier reports"));
    report.stimulus = Stimulus { kind: StimulusKind::Sweep, tones_hz: Default::default() };
    let refusal = || Reading::NotMeasurable(Refusal::Glides { octaves_per_s: 0.7 });
    for channel in &mut report.channels {
        let kept =
            [ChannelFigure::LevelRms, ChannelFigure::LevelPeak, ChannelFigure::Dc, ChannelFigure::Glitches];
        let others = channel.figures.iter_mut().filter(|(id, _)| !kept.contains(id));
        others.for_each(|(_, reading)| *reading = refusal());
        channel.harmonics.clear();
        channel.hum_lines.clear();
        channel.hum_pattern = None;
        channel.spurs.clear();
    }
    for (pair, coupling_s) in report.pairs.iter_mut().zip([2e-8, 0.0]) {
        let kept = [PairFigure::Correlation, PairFigure::CorrelationCoherence];
        let others = pair.figures.iter_mut().filter(|(id, _)| !kept.contains(id));
        others.for_each(|(_, reading)| *reading = refusal());
        give_curve(pair, coupling_s);
    }
    snapshot.crosstalk = Arc::default();
    snapshot.density = Arc::default();
    snapshot
}

/// Crosstalk of 0.15 Ω in 32 Ω and of a capacitance, with what follows from it.
fn give_curve(pair: &mut PairReport, coupling_s: f64) {
    let point = |step: u32| {
        let frequency_hz = 20.0 * 1000f64.powf(f64::from(step) / 80.0);
        let (re, im): (f64, f64) = (-0.15 / 32.15, 2.0 * PI * frequency_hz * coupling_s);
        let level_db = 20.0 * re.hypot(im).log10();
        CurvePoint {
            frequency_hz,
            level_db: Some(level_db),
            phase_rad: im.atan2(re),
            low: Some(level_db - 0.01),
            high: Some(level_db + 0.01),
            limit: false,
        }
    };
    pair.crosstalk_curve = (0..=80).map(point).collect();
    let highest = pair.crosstalk_curve[80].level_db.expect("not silent");
    pair.figures.insert(PairFigure::XtalkCurve, measured(highest, 0.01));
    pair.figures.insert(PairFigure::XtalkCauseResistance, measured(150.0, 0.4));
    let picofarads = coupling_s * 8e10;
    let limit = coupling_s == 0.0;
    let coupling = Figure { low: 0.0, high: picofarads + 1.2, limit, ..Figure::exact(picofarads.max(1.2)) };
    pair.figures.insert(PairFigure::XtalkCauseCapacitance, Reading::Measured(coupling));
}

/// Every figure refused with a long reason, channels clipped, frames lost, hundreds of glitches.
pub fn troubled() -> Snapshot {
    let mut snapshot = tone_left();
    let report = Arc::make_mut(snapshot.report.as_mut().expect("an amplifier reports"));
    let long = || {
        Reading::NotMeasurable(Refusal::OutsideBand {
            order: 2,
            frequency_hz: 26_000.0,
            band_high_hz: 20_000.0,
        })
    };
    for channel in &mut report.channels {
        channel.figures.values_mut().for_each(|reading| *reading = long());
        channel.figures.insert(ChannelFigure::Glitches, measured(1234.0, 0.0));
        channel.glitches = (0..256)
            .map(|index| Glitch {
                frame: 178_000_000 + 4096 * index,
                frames: index % 3,
                kind: [GlitchKind::PhaseJump, GlitchKind::Dropped, GlitchKind::Repeated][index as usize % 3],
            })
            .collect();
    }
    for pair in &mut report.pairs {
        pair.figures.values_mut().for_each(|reading| {
            *reading = Reading::NotMeasurable(Refusal::BothDriven { frequency_hz: 997.0 });
        });
    }
    snapshot.crosstalk = Arc::default();
    for meter in &mut snapshot.meters {
        (meter.peak_hold, meter.clipped_samples, meter.not_finite_samples) = (1.0, 123_456, 7);
    }
    if let Some(context) = &mut snapshot.context {
        (context.gaps, context.lost_frames) = (12, 1_234_567);
    }
    snapshot
}

/// Every figure a limit, as for a quiet balanced amplifier.
pub fn limits() -> Snapshot {
    let mut snapshot = dual_tone();
    let report = Arc::make_mut(snapshot.report.as_mut().expect("an amplifier reports"));
    let limit = |reading: &mut Reading| {
        if let Reading::Measured(figure) = reading {
            *figure =
                Figure { low: -170.0, limit: true, phase_rad: figure.phase_rad, ..Figure::exact(-148.23) };
        }
    };
    let kept = [
        ChannelFigure::Frequency,
        ChannelFigure::LevelFundamental,
        ChannelFigure::NoiseRms,
        ChannelFigure::HumMains,
    ];
    let figures = report.channels.iter_mut().flat_map(|channel| &mut channel.figures);
    figures.filter(|(id, _)| !kept.contains(id)).for_each(|(_, reading)| limit(reading));
    report.pairs.iter_mut().flat_map(|pair| &mut pair.figures).for_each(|(_, reading)| limit(reading));
    for harmonic in report.channels.iter_mut().flat_map(|channel| &mut channel.harmonics) {
        (harmonic.limit, harmonic.level_dbc) = (true, Some(-148.0 - f64::from(harmonic.order % 3)));
    }
    snapshot
}

fn amplifier(tones_hz: &[Option<f64>], frames: usize) -> Snapshot {
    let lines: Vec<Vec<Line>> = (0..tones_hz.len()).map(|channel| lines_of(tones_hz, channel)).collect();
    let channels =
        lines.iter().enumerate().map(|(index, lines)| spectrum(lines, frames, index as u64 + 1)).collect();
    let spectrum = Spectrum {
        sample_rate_hz: RATE_HZ,
        frames,
        window: WindowKind::BlackmanHarris7,
        enbw_bins: ENBW_BINS,
        records: 16,
        channels,
    };
    let end_frame = 70 * RATE_HZ as u64;
    let stereo = tones_hz.len() > 1;
    Snapshot {
        version: 1,
        record_version: 1,
        state: State::Running,
        context: Some(Context {
            sample_rate_hz: RATE_HZ,
            channels: tones_hz.len(),
            generation: 1,
            end_frame,
            play_position_frames: None,
            gaps: 0,
            lost_frames: 0,
        }),
        settings: Settings { transform_frames: frames, ..Settings::default() },
        meters: tones_hz.iter().map(|tone| meter(tone.is_some())).collect(),
        progress: Progress { records: 16, of: Some(16) },
        max_hold: spectrum.channels.iter().map(|powers| powers.iter().map(|p| p * 2.0).collect()).collect(),
        spectrum: Some(Arc::new(spectrum)),
        report: Some(Arc::new(report(tones_hz))),
        density: Arc::new(tones_hz.iter().map(|_| density()).collect()),
        residuals: Arc::new(tones_hz.iter().map(|tone| residual(tone.is_some())).collect()),
        crosstalk: Arc::new(if stereo { last_minute(end_frame) } else { VecDeque::new() }),
        spectrogram: Spectrogram { columns: Arc::new(spectrogram(end_frame)) },
        ..Snapshot::default()
    }
}

fn meter(driven: bool) -> Meter {
    let peak = if driven { 0.4955 } else { 0.0023 };
    Meter {
        peak,
        peak_hold: peak,
        mean_square: f64::from(peak).powi(2) / 2.0,
        clipped_samples: 0,
        not_finite_samples: 0,
    }
}

fn lines_of(tones_hz: &[Option<f64>], channel: usize) -> Vec<Line> {
    let mut lines: Vec<Line> =
        hum_lines().iter().map(|l| Line { frequency_hz: l.frequency_hz, level_dbfs: l.level_dbfs }).collect();
    for (index, tone_hz) in tones_hz.iter().enumerate() {
        let Some(tone_hz) = *tone_hz else { continue };
        let level_dbfs = if index == channel { -6.1 } else { -6.1 - 46.65 };
        lines.push(Line { frequency_hz: tone_hz, level_dbfs });
        if index == channel {
            let harmonics =
                (2..=20).map(|order| (f64::from(order) * tone_hz, level_dbfs + harmonic_dbc(order)));
            lines.extend(harmonics.map(|(frequency_hz, level_dbfs)| Line { frequency_hz, level_dbfs }));
        }
    }
    lines
}

/// Averaged noise powers with the lines' main lobes on top.
fn spectrum(lines: &[Line], frames: usize, seed: u64) -> Arc<[f32]> {
    let bins = frames / 2 + 1;
    let bin_hz = RATE_HZ / frames as f64;
    let noise = 10f64.powf(FLOOR_DBFS / 10.0) / 19_980.0 * bin_hz * ENBW_BINS;
    let mut random = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut uniform = move || {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((random >> 11) as f64 + 1.0) / (1u64 << 53) as f64
    };
    // The mean of four records' powers.
    let mut powers: Vec<f64> =
        (0..bins).map(|_| -noise * (0..4).map(|_| uniform().ln()).sum::<f64>() / 4.0).collect();
    for line in lines {
        let centre = line.frequency_hz / bin_hz;
        let first = (centre - 9.0).max(0.0) as usize;
        for (bin, power) in powers.iter_mut().enumerate().skip(first).take(19) {
            *power += 10f64.powf(line.level_dbfs / 10.0) * main_lobe(bin as f64 - centre);
        }
    }
    powers.into_iter().map(|power| power as f32).collect()
}

/// Power of the seven-term Blackman-Harris window `x` bins from a line: the sum of its cosines' kernels.
fn main_lobe(x: f64) -> f64 {
    const TERMS: [f64; 7] = [
        0.271_051_400_693_42,
        0.433_297_939_234_48,
        0.218_122_999_543_11,
        0.065_925_446_388_03,
        0.010_811_742_098_37,
        0.000_776_584_825_22,
        0.000_013_887_217_35,
    ];
    let sinc = |x: f64| if x.abs() < 1e-9 { 1.0 } else { (PI * x).sin() / (PI * x) };
    let kernel: f64 =
        TERMS.iter().enumerate().map(|(k, a)| a * (sinc(x - k as f64) + sinc(x + k as f64)) / 2.0).sum();
    (kernel / TERMS[0]).powi(2)
}

/// The harmonics of [`figures`] over one period, each with its phase of 0.31 rad.
fn residual(driven: bool) -> Result<ResidualWaveform, Refusal> {
    const POINTS: usize = 512;
    if !driven {
        return Err(Refusal::NotDriven { below_db: 46.65 });
    }
    let point = |index: usize| -> f64 {
        let harmonic = |order: u32| {
            let turned = 2.0 * PI * f64::from(order) * index as f64 / POINTS as f64;
            10f64.powf(harmonic_dbc(order) / 20.0) * (turned + 0.31).sin()
        };
        (2..=20).map(harmonic).sum()
    };
    Ok(ResidualWaveform {
        points: (0..POINTS).map(|index| point(index) as f32).collect(),
        half: 6e-7,
        highest_order: 20,
        missing_orders: Vec::new(),
    })
}

fn density() -> Vec<DensityPoint> {
    let power_per_hz = 10f64.powf(FLOOR_DBFS / 10.0) / 19_980.0;
    (0..=264)
        .map(|step| DensityPoint {
            frequency_hz: 10.0 * 2f64.powf(f64::from(step) / 24.0),
            power_per_hz: power_per_hz * (1.0 + 30.0 / (10.0 * 2f64.powf(f64::from(step) / 24.0))),
        })
        .take_while(|point| point.frequency_hz < RATE_HZ / 2.0)
        .collect()
}

/// A plug pushed in fully for eight seconds.
fn last_minute(end_frame: u64) -> VecDeque<CrosstalkPoint> {
    (0..600)
        .map(|index| {
            let level_db = if (330..420).contains(&index) { -52.65 } else { -46.65 };
            let wobble = 0.02 * (f64::from(index) * 0.7).sin() as f32;
            CrosstalkPoint {
                end_frame: end_frame - (599 - index) as u64 * 4800,
                left_to_right: Some(CrosstalkLevel { level_db: level_db + wobble, limit: false }),
                right_to_left: Some(CrosstalkLevel { level_db: level_db - wobble, limit: false }),
            }
        })
        .collect()
}

fn spectrogram(end_frame: u64) -> VecDeque<Arc<SpectrogramColumn>> {
    let band_of =
        |hz: f64| (hz / Spectrogram::LOW_HZ).ln() / (Spectrogram::HIGH_HZ / Spectrogram::LOW_HZ).ln() * 256.0;
    (0..170)
        .map(|index| {
            let mut levels_dbfs: Vec<f32> = (0..Spectrogram::BANDS)
                .map(|band| -140.0 + ((band * 7 + index * 13) % 11) as f32 + band as f32 * 0.05)
                .collect();
            for (hz, dbfs) in [
                (50.02, -96.0),
                (100.0, -104.0),
                (150.0, -99.0),
                (997.0, -6.1),
                (2991.0, -110.0),
                (4985.0, -121.0),
            ] {
                levels_dbfs[band_of(hz) as usize] = dbfs;
            }
            Arc::new(SpectrogramColumn {
                end_frame: end_frame - (169 - index as u64) * 16_384,
                sample_rate_hz: RATE_HZ,
                levels_dbfs: levels_dbfs.into(),
            })
        })
        .collect()
}
