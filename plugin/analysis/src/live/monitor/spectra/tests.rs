use std::f64::consts::TAU;

use super::*;

const RATE_HZ: f64 = 48_000.0;

fn sine(frequency_hz: f64, amplitude: f64, frames: usize) -> Vec<f32> {
    let sample = |frame: usize| (amplitude * (TAU * frequency_hz * frame as f64 / RATE_HZ).sin()) as f32;
    (0..frames).map(sample).collect()
}

fn now(spectra: &Spectra) -> Arc<Spectrum> {
    spectra.read()[0].now.clone().expect("a transform")
}

#[test]
fn a_sine_on_a_bin_reads_its_level() {
    let mut spectra = Spectra::new(RATE_HZ, 1);
    let bin_hz = RATE_HZ / spectra.short.transform.frames() as f64;
    spectra.take(&[&sine(40.0 * bin_hz, 0.5, 5000)]);
    spectra.transform();
    assert!((10.0 * now(&spectra).channels[0][40].log10() + 6.0206).abs() < 1e-3);
}

#[test]
fn the_spectrum_does_not_depend_on_the_runs() {
    let signal = sine(997.0, 0.5, 40_000);
    let read = |run: usize| {
        let mut spectra = Spectra::new(RATE_HZ, 1);
        signal.chunks(run).for_each(|samples| spectra.take(&[samples]));
        spectra.transform();
        let [MonitorSpectra { now, mean, .. }, _] = spectra.read();
        [now, mean].map(|spectrum| spectrum.expect("a transform").channels[0].clone())
    };
    assert_eq!(read(40_000), read(1));
    assert_eq!(read(40_000), read(333));
}

#[test]
fn a_beat_stands_half_an_amplitude_high_after_11_ms() {
    let mut spectra = Spectra::new(RATE_HZ, 1);
    let click_then = |silence: usize| [vec![0.0; 4096], vec![1.0], vec![0.0; silence]].concat();
    let quarter = spectra.short.transform.frames() / 4;
    spectra.take(&[&click_then(quarter)]);
    spectra.transform();
    let early = now(&spectra).channels[0][100];
    spectra.take(&[&vec![0.0; quarter]]);
    spectra.transform();
    let settled = now(&spectra).channels[0][100];
    assert!(quarter as f64 / RATE_HZ < 0.011);
    assert!(10.0 * (settled / early).log10() < 6.1, "{early} {settled}");
}

#[test]
fn the_mean_falls_to_its_eth_part_in_a_second_and_the_hold_stays() {
    let mut spectra = Spectra::new(RATE_HZ, 1);
    let frames = spectra.long.transform.frames();
    let bin_hz = RATE_HZ / frames as f64;
    spectra.take(&[&sine(40.0 * 8.0 * bin_hz, 0.5, frames)]);
    spectra.transform();
    let mean = |spectra: &Spectra| spectra.read()[0].mean.clone().expect("a mean").channels[0][320];
    assert!((mean(&spectra) - 0.25).abs() < 1e-4);
    // The tone leaves the window within the first third of a second; then the mean falls by itself.
    spectra.take(&[&vec![0.0; frames]]);
    spectra.transform();
    let before = mean(&spectra);
    for _ in 0..48 {
        spectra.take(&[&[0.0; 1000]]);
        spectra.transform();
    }
    let fall = f64::from(mean(&spectra) / before);
    assert!((fall.ln() + 1.0).abs() < 0.1, "{fall}");
    assert!((spectra.read()[0].max_hold[0][40] - 0.25).abs() < 1e-4);
    spectra.clear_max_hold();
    assert!(spectra.read()[0].max_hold.is_empty());
}

#[test]
fn the_mean_parts_two_notes_of_the_bass() {
    let mut spectra = Spectra::new(RATE_HZ, 1);
    // E1 and A1, the open strings of a bass guitar: 13.8 Hz apart.
    let [low, high] = [41.2, 55.0].map(|hz| sine(hz, 0.25, 48_000));
    let both: Vec<f32> = low.iter().zip(&high).map(|(low, high)| low + high).collect();
    both.chunks(800).for_each(|run| {
        spectra.take(&[run]);
        spectra.transform();
    });
    let [MonitorSpectra { now, mean, .. }, _] = spectra.read();
    let level =
        |spectrum: &Spectrum, hz: f64| spectrum.channels[0][(hz / spectrum.bin_hz(1)).round() as usize];
    let dip = |spectrum: &Spectrum| 10.0 * (level(spectrum, 41.2) / level(spectrum, 47.6)).log10();
    let (now, mean) = (now.expect("a transform"), mean.expect("a mean"));
    assert!(dip(&mean) > 6.0 && dip(&now) < 6.0, "{} {}", dip(&mean), dip(&now));
}

#[test]
fn equal_sides_are_all_mid_and_opposite_ones_all_side() {
    let tone = sine(40.0 * RATE_HZ / 2048.0, 0.5, 20_000);
    let inverted: Vec<f32> = tone.iter().map(|sample| -sample).collect();
    for (right, sounding, silent) in [(&tone, 0, 1), (&inverted, 1, 0)] {
        let mut spectra = Spectra::new(RATE_HZ, 2);
        spectra.take(&[&tone, right]);
        spectra.transform();
        let [_, MonitorSpectra { now, mean, max_hold }] = spectra.read();
        let now = now.expect("mid and side");
        assert!((now.channels[sounding][40] - 0.25).abs() < 1e-4);
        assert_eq!(now.channels[silent][40], 0.0);
        assert_eq!((mean.expect("a mean").channels.len(), max_hold.len()), (2, 2));
    }
}

#[test]
fn the_newest_frames_are_those_of_both_sides() {
    let mut spectra = Spectra::new(RATE_HZ, 2);
    assert!(spectra.newest().is_empty());
    let ramp: Vec<f32> = (0..5000).map(|frame| frame as f32).collect();
    spectra.take(&[&ramp, &ramp[..]]);
    spectra.transform();
    let newest = spectra.newest();
    assert_eq!((newest.len(), newest[0], newest[1023]), (1024, [2952.0; 2], [4998.0; 2]));
    let mut mono = Spectra::new(RATE_HZ, 1);
    mono.take(&[&ramp]);
    mono.transform();
    assert!(mono.newest().is_empty());
}
