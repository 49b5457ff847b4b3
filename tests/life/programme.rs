//! Sounds without a tone are programme, an idle output with lines is silence.

use groundtruth_measure::ChannelFigure::{NoiseRms, NoiseTotal, Spurs};
use groundtruth_measure::StimulusKind;
use groundtruth_tests::life::{Case, Sound, cases, hum_claims, tone_claims};
use groundtruth_tests::reading::{left, measure};
use groundtruth_tests::stimulus::{Signal, Tone};

use crate::{db, in_band_db, power, rate_hz};

/// A stereo sound: the right channel is the same, has another level, or is partly another sound.
fn stereo(case: &mut Case, kind: Sound) -> [Signal; 2] {
    let (rate_hz, seconds) = (rate_hz(&mut case.draw), case.draw.between(4.0, 9.0));
    let (peak, pan) = (10f64.powf(case.draw.between(-20.0, 0.0) / 20.0), case.draw.whole(0..=2));
    case.note(format!("{kind:?}, {rate_hz} Hz, {seconds:.1} s, peak {peak:.3}, pan {pan}"));
    let one = kind.play(rate_hz, seconds, peak, &mut case.draw);
    let mut other = one.clone().scaled(if pan == 0 { 1.0 } else { case.draw.between(0.3, 0.9) });
    if pan == 2 {
        let more = kind.play(rate_hz, seconds, 0.3 * peak, &mut case.draw);
        other.samples.iter_mut().zip(more.samples).for_each(|(x, y)| *x += y);
    }
    [one.dithered(24, case.draw.seed()), other.dithered(24, case.draw.seed())]
}

fn is_programme(case: &mut Case, kind: Sound) {
    let [one, other] = stereo(case, kind);
    let report = measure(&[&one, &other]);
    let is_programme = report.stimulus.kind == StimulusKind::Programme;
    case.expect(is_programme, format!("kind {:?}", report.stimulus.kind));
    let claims = tone_claims(&report);
    case.expect(claims.is_empty(), claims.join("; "));
}

#[test]
fn music_and_speech_are_programme_without_distortion_or_crosstalk() {
    cases("programme", 16, 200, |case| {
        let kind =
            case.draw.pick(&[Sound::Vibrato, Sound::Decays, Sound::Speech, Sound::Band, Sound::LongNote]);
        is_programme(case, kind);
    });
}

#[test]
fn a_steady_chord_is_programme() {
    cases("chords", 10, 100, |case| is_programme(case, Sound::Chord));
}

#[test]
fn percussion_is_programme_and_never_silence() {
    cases("percussion", 10, 100, |case| is_programme(case, Sound::Percussion));
}

#[test]
fn no_hum_is_found_in_sounds_without_mains() {
    cases("hum in sounds", 14, 140, |case| {
        let kind = case.draw.pick(&Sound::ALL);
        let [one, other] = stereo(case, kind);
        let claims = hum_claims(&measure(&[&one, &other]));
        case.expect(claims.is_empty(), claims.join("; "));
    });
}

/// Multiples of 1 kHz as caused by USB frames: none reaches the −70 dBFS required for a tone.
#[test]
fn an_idle_output_with_usb_lines_is_silence_and_keeps_its_lines_in_the_noise() {
    cases("usb lines", 10, 100, |case| {
        let rate_hz = rate_hz(&mut case.draw);
        let noise_dbfs = case.draw.between(-120.0, -98.0);
        let step_hz =
            case.draw.pick(&[1000.0, 8000.0, 2000.0]) * (1.0 + 1e-5 * case.draw.between(-10.0, 10.0));
        let orders = (19_900.0 / step_hz) as u64;
        let lines: Vec<Tone> = (1..=case.draw.whole(1..=orders.min(12)))
            .map(|k| (k as f64 * step_hz, case.draw.between(-90.0, -75.0), case.draw.phase_rad()))
            .map(|(hz, level, phase_rad)| Tone { phase_rad, ..Tone::new(hz, level) })
            .collect();
        let levels: Vec<String> = lines.iter().map(|line| format!("{:.1}", line.level_dbfs)).collect();
        case.note(format!(
            "{rate_hz} Hz, noise {noise_dbfs:.1}, every {step_hz:.2} Hz: {}",
            levels.join(" ")
        ));
        let seconds = case.draw.between(4.0, 10.0);
        let signal = Signal::silence(rate_hz, (rate_hz * seconds) as usize)
            .with_noise(noise_dbfs, case.draw.seed())
            .with_tones(lines.iter().copied());
        let report = measure(&[&signal]);
        let kind = report.stimulus.kind;
        case.expect(kind == StimulusKind::Silence, format!("kind {kind:?}"));
        let spurs: f64 = lines.iter().map(|line| power(line.level_dbfs)).sum();
        let noise_dbfs = noise_dbfs + in_band_db(rate_hz);
        case.holds(left(&report), NoiseTotal, db(spurs + power(noise_dbfs)), 0.2);
        case.holds(left(&report), NoiseRms, noise_dbfs, 0.5);
        case.holds(left(&report), Spurs, db(spurs), 0.2);
    });
}
