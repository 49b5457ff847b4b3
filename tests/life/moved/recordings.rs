//! Stereo recordings of all kinds of stimulus, 48 kHz.

use groundtruth_tests::life::{Case, Sound};
use groundtruth_tests::stimulus::{Signal, Tone};

const RATE_HZ: f64 = 48_000.0;

/// One of the kinds; `unsteady` ones only if the same frames are compared.
pub fn recording(case: &mut Case, unsteady: bool) -> [Signal; 2] {
    let frames = (RATE_HZ * case.draw.between(5.0, 12.0)) as usize;
    let kinds: &[Kind] = if unsteady { &Kind::ALL } else { &Kind::ALL[..5] };
    let kind = case.draw.pick(kinds);
    let noise_dbfs = case.draw.between(-125.0, -100.0);
    case.note(format!("{kind:?}, {frames} frames, noise {noise_dbfs:.1} dBFS"));
    let noise = [(); 2].map(|()| Signal::silence(RATE_HZ, frames).with_noise(noise_dbfs, case.draw.seed()));
    kind.added(case, noise)
}

/// Kinds of recording.
#[derive(Clone, Copy, Debug)]
enum Kind {
    OneSide,
    BothSides,
    TwinTone,
    Multitone,
    Idle,
    Programme,
}

impl Kind {
    /// The steady ones first.
    const ALL: [Kind; 6] =
        [Kind::OneSide, Kind::BothSides, Kind::TwinTone, Kind::Multitone, Kind::Idle, Kind::Programme];

    fn added(self, case: &mut Case, noise: [Signal; 2]) -> [Signal; 2] {
        match self {
            Kind::OneSide => one_side(case, noise),
            Kind::BothSides => both_sides(case, noise),
            Kind::TwinTone => twin_tone(case, noise),
            Kind::Multitone => multitone(case, noise),
            Kind::Idle => noise.map(|side| hum_and_spur(case, side)),
            Kind::Programme => programme(case, noise),
        }
    }
}

/// Hum and a spur of random levels.
fn hum_and_spur(case: &mut Case, side: Signal) -> Signal {
    let mains_hz = case.draw.pick(&[50.0, 60.0]) * (1.0 + 1e-4 * case.draw.between(-5.0, 5.0));
    let hum_dbfs = case.draw.between(-95.0, -80.0);
    // Below the −70 dBFS of a tone.
    let spur = case.draw.tone(1100.0, 19_000.0, hum_dbfs + 3.0);
    case.note(format!("mains {mains_hz:.3} Hz {hum_dbfs:.1} dBFS, spur {:.2} Hz", spur.frequency_hz));
    side.with_hum(mains_hz, &[(1, hum_dbfs), (3, hum_dbfs - 4.0)]).with_tone(spur)
}

/// A tone with its harmonics 2 to 5, all in band.
fn driven(case: &mut Case) -> (Tone, Vec<(u32, f64, f64)>) {
    let level_dbfs = case.draw.between(-20.0, -1.0);
    let tone = case.draw.tone(150.0, 3900.0, level_dbfs);
    let second_dbc = case.draw.between(-95.0, -50.0);
    case.note(format!("{tone:?}, H2 {second_dbc:.1} dBc"));
    (tone, case.draw.harmonics(tone, RATE_HZ, second_dbc))
}

fn one_side(case: &mut Case, [one, other]: [Signal; 2]) -> [Signal; 2] {
    let (tone, harmonics) = driven(case);
    let leak_db = case.draw.between(-90.0, -40.0);
    let one = hum_and_spur(case, one.with_tone(tone).with_harmonics(tone, &harmonics));
    [one, other.with_tone(tone.through(leak_db, case.draw.phase_rad()))]
}

fn both_sides(case: &mut Case, [one, other]: [Signal; 2]) -> [Signal; 2] {
    let (tone, harmonics) = driven(case);
    let late = tone.delayed(case.draw.between(0.0, 4.0), RATE_HZ).through(case.draw.between(-1.0, 0.0), 0.0);
    let one = hum_and_spur(case, one.with_tone(tone).with_harmonics(tone, &harmonics));
    [one, other.with_tone(late).with_harmonics(late, &harmonics)]
}

/// A pair and its products from a curve x + a·x² + b·x³, without those that would alias at 48 kHz: at another rate
/// these would be no products.
fn twin_tone(case: &mut Case, noise: [Signal; 2]) -> [Signal; 2] {
    let (low_hz, high_hz, ratio): (f64, f64, f64) = case.draw.pick(&[
        (60.0, 7000.0, 0.25),
        (250.0, 8000.0, 0.25),
        (18_000.0, 19_000.0, 1.0),
        (13_000.0, 14_000.0, 1.0),
    ]);
    let (second, third) = (case.draw.log_between(1e-5, 1e-3), case.draw.log_between(1e-5, 1e-3));
    case.note(format!("{low_hz} + {high_hz} Hz, x² {second:.1e}, x³ {third:.1e}"));
    let (low, high) = (0.4, 0.4 * ratio);
    let products = [
        (high_hz - low_hz, second * low * high),
        (high_hz + low_hz, second * low * high),
        (high_hz - 2.0 * low_hz, 0.75 * third * low * low * high),
        (high_hz + 2.0 * low_hz, 0.75 * third * low * low * high),
        (2.0 * high_hz - low_hz, 0.75 * third * low * high * high),
    ];
    let lines = [(low_hz, low), (high_hz, high)].into_iter().chain(products);
    let lines: Vec<Tone> = lines
        .filter(|(hz, _)| hz.abs() < 0.49 * RATE_HZ)
        .map(|(hz, size)| Tone::new(hz.abs(), 20.0 * size.log10()))
        .collect();
    noise.map(|side| side.with_tones(lines.iter().copied()))
}

fn multitone(case: &mut Case, noise: [Signal; 2]) -> [Signal; 2] {
    let hz = |k: u32| 20.0 * 990f64.powf(f64::from(k) / 30.0);
    let phases: Vec<f64> = (0..31).map(|_| case.draw.phase_rad()).collect();
    let tones = (0..31).zip(&phases).map(|(k, phase)| Tone { phase_rad: *phase, ..Tone::new(hz(k), -30.0) });
    noise.map(|side| side.with_tones(tones.clone()))
}

fn programme(case: &mut Case, noise: [Signal; 2]) -> [Signal; 2] {
    let kind = case.draw.pick(&[Sound::Band, Sound::Decays, Sound::Speech, Sound::Vibrato]);
    let seconds = noise[0].duration_s() + 0.01;
    let sound = kind.play(RATE_HZ, seconds, case.draw.between(0.1, 0.9), &mut case.draw);
    case.note(format!("{kind:?}"));
    noise.map(|mut side| {
        side.samples.iter_mut().zip(&sound.samples).for_each(|(x, y)| *x += y);
        side
    })
}
