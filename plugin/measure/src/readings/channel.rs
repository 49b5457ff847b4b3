//! One channel's report.

use super::context::{Context, complete, refused, shows_noise};
use super::intermodulation::Method;
use super::lines::ChannelLines;
use super::tone::{ToneReadings, total_form};
use super::{hum, intermodulation, multitone};
use crate::figures::estimate::{Power, Z95};
use crate::figures::figure::{ChannelFigure, Figure, Figures, Outcome};
use crate::figures::refusal::Refusal;
use crate::figures::report::{ChannelReport, Density, Harmonic, RoundingLines, Spur, ToneLine};
use crate::lines::model::Role;
use crate::lines::neighbourhood::SpurLine;
use crate::noise::quasi_peak;
use crate::terms::settings::Band;
use crate::terms::units::{amplitude_to_db, mean_square_to_dbfs, power_to_db};
use crate::terms::weighting::Weighting;

pub(crate) fn report(context: &Context, lines: &ChannelLines, name: &str) -> ChannelReport {
    let average = context.average;
    let used = [average.first_frame, average.end_frame - average.first_frame];
    let mut report = ChannelReport::new(name, used, Figures::new());
    if let Some(refusal) = context.poison(lines.channel) {
        report.figures = refused(&refusal);
        return report;
    }
    let tone = ToneReadings::new(lines);
    report.figures = complete(|id| read(lines, &tone, id));
    if let Ok(readings) = &tone {
        report.harmonics = harmonics(lines, readings);
    }
    report.tones = tones(lines);
    report.products = intermodulation::products(lines);
    if shows_noise(context.kind) {
        if hum::level(lines).is_ok_and(|hum| !hum.limit) {
            report.hum_lines = hum::listed(lines);
            report.hum_pattern = hum::pattern(lines);
        }
        report.spurs = spurs(lines);
        report.rounding = rounding(lines);
        report.density = density(lines);
    }
    report
}

/// One figure. The match names every id, so that a new one does not compile without its reading.
fn read(lines: &ChannelLines, tone: &Result<ToneReadings, Refusal>, id: ChannelFigure) -> Outcome {
    use ChannelFigure as Id;
    let average = lines.context.channel(lines.channel);
    let tone = || tone.as_ref().map_err(Clone::clone);
    // Where two channels' tones are related, harmonics of one may be the other, or its harmonics.
    let lone_tone = || tone().and_then(|tone| lines.context.related_tones().map(|()| tone));
    match id {
        Id::Frequency => Ok(tone()?.frequency()),
        Id::FrequencyDrift => Ok(tone()?.drift()),
        Id::LevelFundamental => Ok(tone()?.fundamental.level()),
        Id::LevelRms => Ok(Figure::exact(mean_square_to_dbfs(average.mean_square))),
        Id::LevelPeak => Ok(Figure::exact(amplitude_to_db(average.peak))),
        Id::Dc => Ok(dc(lines)),
        Id::ThdF => lone_tone()?.thd(),
        Id::ThdR => lone_tone()?.thd().map(total_form),
        Id::ThdnAes17 => Ok(total_form(lone_tone()?.thdn())),
        Id::ThdnF => Ok(lone_tone()?.thdn()),
        Id::SinadIeee1057 => Ok(lone_tone()?.sinad()),
        Id::Enob => Ok(lone_tone()?.enob()),
        Id::SplitHarmonics => lone_tone()?.harmonic_share(),
        Id::SplitHum => lone_tone()?.hum_share(),
        Id::SplitSpurs => Ok(lone_tone()?.spur_share()),
        Id::SplitNoise => Ok(lone_tone()?.share(lines.noise)),
        Id::EvenOddEven => lone_tone()?.parity(2),
        Id::EvenOddOdd => lone_tone()?.parity(3),
        Id::NoiseRms => noise(lines).map(Power::level),
        Id::NoiseTotal => noise(lines).map(|noise| noise.plus(lines.hum()).plus(lines.spurs()).level()),
        Id::NoiseA => weighted(lines, Weighting::A),
        Id::NoiseCcirRms => weighted(lines, Weighting::CcirRms),
        Id::NoiseItu468 => quasi_peak(lines),
        Id::NoiseDensity => noise(lines).map(|noise| noise.times(1.0 / band_width_hz(lines)).level()),
        Id::Snr => Ok(lines.noise.over(tone()?.fundamental).negated()),
        Id::DrAes17 => lone_tone()?.dynamic_range(),
        Id::Hum => hum::level(lines),
        Id::HumMains => hum::mains(lines),
        Id::Spurs => spurs_level(lines),
        Id::Glitches => Err(Refusal::NotLookedFor),
        Id::ImdSmpte => intermodulation::read(lines, Method::Smpte),
        Id::ImdDin => intermodulation::read(lines, Method::Din),
        Id::ImdDfd2 => intermodulation::read(lines, Method::Dfd2),
        Id::ImdDfd3 => intermodulation::read(lines, Method::Dfd3),
        Id::ImdCcif => intermodulation::read(lines, Method::Ccif),
        Id::TdnMultitone => multitone::distortion_and_noise(lines),
        Id::TdnMultitoneCrest => multitone::crest_factor(lines),
    }
}

/// DC from the joint fit with the tone, else the mean of the samples. Partial periods of a tone, and rumble, contribute
/// to the mean; the interval includes it.
fn dc(lines: &ChannelLines) -> Figure {
    let average = lines.context.channel(lines.channel);
    let fitted = average.stimulus.get(Role::Dc).map_or(average.mean, |line| line.aligned.re);
    // DC is read at half a line's scale, and at 0 Hz all noise is real: `n/4` is the variance of the mean.
    let variance = lines.noise_under(0.0) / 4.0 * lines.widening() * average.stimulus.shares.fit_amplitude();
    let half = Z95 * variance.sqrt();
    let (low, high) = (average.mean.min(fitted) - half, average.mean.max(fitted) + half);
    Figure { low, high, ..Figure::exact(fitted) }
}

/// Noise in band, if the signal does not mask it.
fn noise(lines: &ChannelLines) -> Result<Power, Refusal> {
    if shows_noise(lines.context.kind) { Ok(lines.noise) } else { Err(lines.context.no_tone(lines.channel)) }
}

fn weighted(lines: &ChannelLines, weighting: Weighting) -> Outcome {
    noise(lines)?;
    Ok(lines.floor.band_power(lines.context.band, weighting).level())
}

/// The spread of the reading is that of the weighted rms times a known factor.
fn quasi_peak(lines: &ChannelLines) -> Outcome {
    noise(lines)?;
    let power = lines.context.channel(lines.channel).quasi_peak.powi(2);
    let weighted = lines.floor.band_power(lines.context.band, Weighting::CcirRms);
    let deviation = power * quasi_peak::SPREAD * weighted.relative_deviation();
    Ok(Power { value: power, null: deviation * deviation, slope: 0.0 }.level())
}

fn band_width_hz(lines: &ChannelLines) -> f64 {
    let Band { low_hz, high_hz } = lines.context.band;
    high_hz - low_hz
}

/// All spurs together; without any, their detection limit.
fn spurs_level(lines: &ChannelLines) -> Outcome {
    noise(lines)?;
    let spurs = lines.spurs();
    if spurs.value > 0.0 {
        return Ok(spurs.level());
    }
    let hidden = power_to_db(lines.floor.hidden_spur(lines.context.band));
    Ok(Figure { low: f64::NEG_INFINITY, limit: true, ..Figure::exact(hidden) })
}

/// Density at six points per octave, in band.
fn density(lines: &ChannelLines) -> Vec<Density> {
    const PER_OCTAVE: i32 = 6;
    let points = lines.floor.density(PER_OCTAVE).into_iter();
    points
        .filter(|point| lines.in_band(point.frequency_hz) && point.power_per_hz > 0.0)
        .map(|point| Density {
            frequency_hz: point.frequency_hz,
            level_dbfs_per_root_hz: power_to_db(point.power_per_hz),
        })
        .collect()
}

/// Lines found in the noise, and strong ones on multiples of the mains, ascending.
fn spurs(lines: &ChannelLines) -> Vec<Spur> {
    let found = lines.found_spurs().map(|spur| (lines.context.hz(spur.bins), spur.power));
    let loud = lines.loud_multiples_of_mains().into_iter().map(|(hz, power)| (hz, power.value));
    let mut spurs: Vec<Spur> = found
        .chain(loud)
        .filter(|(hz, _)| lines.in_band(*hz))
        .map(|(frequency_hz, power)| Spur {
            frequency_hz,
            level_dbfs: power_to_db(power.max(f64::MIN_POSITIVE)),
        })
        .collect();
    spurs.sort_by(|a, b| a.frequency_hz.total_cmp(&b.frequency_hz));
    spurs
}

/// Every tone of a channel driven by several, ascending.
fn tones(lines: &ChannelLines) -> Vec<ToneLine> {
    let context = lines.context;
    let driven = context.average.stimulus.driven.get(lines.channel).filter(|driven| driven.len() > 1);
    let line = |&tone: &usize| {
        let Figure { value, low, high, .. } = lines.stimulus_power(Role::Tone(tone))?.level();
        let frequency_hz = context.hz(*context.channel(lines.channel).tones.get(tone)?);
        let is_level = value.is_finite() && low.is_finite() && high.is_finite();
        is_level.then_some(ToneLine { frequency_hz, level_dbfs: value, low, high })
    };
    let mut tones: Vec<ToneLine> = driven.into_iter().flatten().filter_map(line).collect();
    tones.sort_by(|a, b| a.frequency_hz.total_cmp(&b.frequency_hz));
    tones
}

fn harmonics(lines: &ChannelLines, tone: &ToneReadings) -> Vec<Harmonic> {
    let level = |db: f64| db.is_finite().then_some(db);
    let listed = |h: super::lines::HarmonicPower| {
        let figure = h.power.over(tone.fundamental);
        Harmonic {
            order: h.order,
            frequency_hz: h.hz,
            level_dbc: level(figure.value),
            phase_rad: h.phase_rad,
            low: level(figure.low),
            high: level(figure.high),
            limit: figure.limit,
            aliased: h.aliased,
        }
    };
    lines.harmonics(tone.tone).into_iter().map(listed).collect()
}

/// In-band lines possibly due to rounding to the format.
fn rounding(lines: &ChannelLines) -> Option<RoundingLines> {
    let in_band = |spur: &&SpurLine| lines.in_band(lines.context.hz(spur.bins));
    let powers: Vec<f64> = lines.rounding_lines().filter(in_band).map(|spur| spur.power).collect();
    let total: f64 = powers.iter().sum();
    (total > 0.0).then(|| RoundingLines { lines: powers.len(), level_dbfs: power_to_db(total) })
}
