//! Recordings and settings composed of typical components: a few bytes reach deep code, and every mutation of them is a
//! recording again.

use std::f64::consts::TAU;

use arbitrary::{Result, Unstructured};
use groundtruth_measure::{Averaging, Band, DeclaredStimulus, Mains, Settings};

/// Something to measure.
pub(crate) struct Scenario {
    pub(crate) sample_rate_hz: f64,
    pub(crate) channels: Vec<Vec<f64>>,
    pub(crate) settings: Settings,
}

impl Scenario {
    pub(crate) fn from_choices(choices: &mut Unstructured<'_>) -> Result<Scenario> {
        /// Enough for consecutive records at the rates below, few enough for some hundred recordings per second.
        const MOST_FRAMES: usize = 8000;
        let settings = settings(choices)?;
        let sample_rate_hz = *choices.choose(&[48_000.0, 8000.0, 1000.0, 44_100.0, 3_072_000.0])?;
        let frames = choices.int_in_range(0..=MOST_FRAMES)?;
        let channels = *choices.choose(&[2, 1, 2, 1, 2, 3])?;
        let mut scenario = Scenario { sample_rate_hz, channels: Vec::new(), settings };
        for channel in 0..channels {
            let mut samples = match scenario.channels.last() {
                Some(before) if choices.ratio(1u8, 4u8)? => before.clone(),
                _ => vec![0.0; frames],
            };
            while !choices.is_empty() && !choices.ratio(1u8, 4u8)? {
                add_layer(choices, &mut samples, channel as u64)?;
            }
            scenario.channels.push(samples);
        }
        Ok(scenario)
    }
}

/// Settings accepted by the command line.
fn settings(choices: &mut Unstructured<'_>) -> Result<Settings> {
    let band = match choices.int_in_range(0..=7)? {
        0..=3 => Band::AUDIO,
        4 => Band::FULL,
        5 => Band::WIDE_40K,
        _ => {
            let (one, other) = (positive(choices)?, positive(choices)?);
            let (low_hz, high_hz) = (one.min(other), one.max(other));
            if low_hz < high_hz { Band { low_hz, high_hz } } else { Band::AUDIO_22K4 }
        }
    };
    let mains = *choices.choose(&[Mains::Auto, Mains::Hz50, Mains::Hz60])?;
    let declared = if choices.ratio(1u8, 3u8)? { Some(declared(choices)?) } else { None };
    let load_ohms = if choices.ratio(1u8, 4u8)? { Some(positive(choices)?) } else { None };
    let output_impedance_ohms = if choices.ratio(1u8, 4u8)? { Some(positive(choices)?) } else { None };
    let averaging = Averaging::Off;
    Ok(Settings { averaging, band, mains, declared, load_ohms, output_impedance_ohms, ..Settings::DEFAULT })
}

fn declared(choices: &mut Unstructured<'_>) -> Result<DeclaredStimulus> {
    Ok(match choices.int_in_range(0..=6)? {
        0 => DeclaredStimulus::Tone(positive(choices)?),
        1 => DeclaredStimulus::DualTone([positive(choices)?, positive(choices)?]),
        2 => DeclaredStimulus::TwinTone([positive(choices)?, positive(choices)?]),
        3 => DeclaredStimulus::Multitone,
        4 => DeclaredStimulus::Sweep,
        5 => DeclaredStimulus::Silence,
        _ => DeclaredStimulus::Programme,
    })
}

/// A number above 0: mostly one that users would type, sometimes any.
fn positive(choices: &mut Unstructured<'_>) -> Result<f64> {
    match choices.int_in_range(0..=3)? {
        0 => Ok(*choices.choose(&[997.0, 50.0, 60.0, 7000.0, 19_000.0, 20_000.0, 8.0, f64::MAX])?),
        1 | 2 => Ok(f64::from(choices.int_in_range(1u32..=250_000)?) / 10.0),
        _ => {
            let any = f64::from_bits(choices.arbitrary()?).abs();
            Ok(if any > 0.0 && any.is_finite() { any } else { 1.0 })
        }
    }
}

/// Adds one component to the channel.
fn add_layer(choices: &mut Unstructured<'_>, samples: &mut [f64], seed: u64) -> Result<()> {
    match choices.int_in_range(0..=9)? {
        0..=2 => add_tone(choices, samples),
        3 => add_noise(choices, samples, seed),
        4 => add_sweep(choices, samples),
        5 => transform_each(choices, samples),
        6 => place_raw(choices, samples),
        7 => move_stretch(choices, samples),
        8 => place_odd(choices, samples),
        _ => {
            let half_period = choices.int_in_range(1usize..=4000)?;
            let height = amplitude(choices)?;
            add(samples, |frame| if (frame / half_period).is_multiple_of(2) { height } else { -height });
            Ok(())
        }
    }
}

fn add(samples: &mut [f64], mut value: impl FnMut(usize) -> f64) {
    samples.iter_mut().enumerate().for_each(|(frame, sample)| *sample += value(frame));
}

/// From −200 to +10 dBFS.
fn amplitude(choices: &mut Unstructured<'_>) -> Result<f64> {
    Ok(10f64.powf(f64::from(choices.int_in_range(-200i16..=10)?) / 20.0))
}

/// A fraction of the sample rate, up to a half.
fn turns_per_frame(choices: &mut Unstructured<'_>) -> Result<f64> {
    Ok(f64::from(choices.arbitrary::<u16>()?) / 131_070.0)
}

fn add_tone(choices: &mut Unstructured<'_>, samples: &mut [f64]) -> Result<()> {
    let (turns, height) = (turns_per_frame(choices)?, amplitude(choices)?);
    let phase = f64::from(choices.arbitrary::<u8>()?) / 256.0;
    add(samples, |frame| height * (TAU * (turns * frame as f64 + phase)).sin());
    Ok(())
}

fn add_sweep(choices: &mut Unstructured<'_>, samples: &mut [f64]) -> Result<()> {
    let (low, high) = (turns_per_frame(choices)?.max(1e-4), turns_per_frame(choices)?.max(1e-4));
    let height = amplitude(choices)?;
    let rise = (high / low).powf(1.0 / samples.len().max(1) as f64);
    let (mut turns, mut step) = (0.0, low);
    add(samples, |_| {
        turns += step;
        step *= rise;
        height * (TAU * turns).sin()
    });
    Ok(())
}

/// Uniform noise by a multiplicative generator: white enough to be taken for noise.
fn add_noise(choices: &mut Unstructured<'_>, samples: &mut [f64], seed: u64) -> Result<()> {
    let height = amplitude(choices)?;
    let mut state = seed * 2 + 1;
    add(samples, |_| {
        state = state.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1);
        height * ((state >> 33) as f64 / f64::from(1u32 << 30) - 1.0)
    });
    Ok(())
}

/// Offset, gain, clipping, a kink, whole numbers of 16 bits.
fn transform_each(choices: &mut Unstructured<'_>, samples: &mut [f64]) -> Result<()> {
    let height = amplitude(choices)?;
    let change: &dyn Fn(f64) -> f64 = match choices.int_in_range(0..=4)? {
        0 => &|sample| sample + height,
        1 => &|sample| sample * height,
        2 => &|sample| sample.clamp(-height, height),
        3 => &|sample| sample + height * sample * sample,
        _ => &|sample| (sample * 32_768.0).round() / 32_768.0,
    };
    samples.iter_mut().for_each(|sample| *sample = change(*sample));
    Ok(())
}

/// A stretch of samples directly from the bytes: arbitrary floats, or 16-bit integers.
fn place_raw(choices: &mut Unstructured<'_>, samples: &mut [f64]) -> Result<()> {
    let start = choices.int_in_range(0..=samples.len())?;
    let is_float = choices.arbitrary()?;
    let count = choices.int_in_range(0u8..=64)?;
    for sample in samples[start..].iter_mut().take(usize::from(count)) {
        *sample = if is_float {
            f64::from(f32::from_bits(choices.arbitrary()?))
        } else {
            f64::from(choices.arbitrary::<i16>()?) / 32_768.0
        };
    }
    Ok(())
}

/// Silences a stretch, repeats one, or leaves one out.
fn move_stretch(choices: &mut Unstructured<'_>, samples: &mut [f64]) -> Result<()> {
    let start = choices.int_in_range(0..=samples.len())?;
    let frames = choices.int_in_range(0..=samples.len() - start)?;
    let shift = choices.int_in_range(0..=samples.len() - start - frames)?;
    match choices.int_in_range(0..=2)? {
        0 => samples[start..start + frames].fill(0.0),
        1 => samples.copy_within(start..start + frames, start + shift),
        _ => samples.copy_within(start + shift..start + shift + frames, start),
    }
    Ok(())
}

/// One sample of an odd value.
fn place_odd(choices: &mut Unstructured<'_>, samples: &mut [f64]) -> Result<()> {
    const ODD: [f64; 7] =
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN_POSITIVE / 4.0, 1.0, -0.0];
    let value = *choices.choose(&ODD)?;
    let frame = choices.int_in_range(0..=samples.len())?;
    if let Some(sample) = samples.get_mut(frame) {
        *sample = value;
    }
    Ok(())
}
