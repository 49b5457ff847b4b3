use groundtruth_analysis::{Context, Programme};
use groundtruth_measure::WindowKind;

use super::*;

fn spectrum(power: f32) -> Spectrum {
    Spectrum {
        sample_rate_hz: 48_000.0,
        frames: 2048,
        window: WindowKind::Hann,
        enbw_bins: 1.5,
        records: 1,
        channels: vec![vec![power; 1025].into(); 2],
    }
}

fn spectra(power: f32) -> MonitorSpectra {
    MonitorSpectra { now: Some(Arc::new(spectrum(power))), ..MonitorSpectra::default() }
}

fn snapshot(end_frame: u64, power: f32) -> Snapshot {
    Snapshot {
        spectrum: Some(Arc::new(spectrum(0.5))),
        context: Some(Context {
            sample_rate_hz: 48_000.0,
            channels: 2,
            generation: 1,
            end_frame,
            play_position_frames: None,
            gaps: 0,
            lost_frames: 0,
        }),
        programme: Programme {
            channels: spectra(power),
            mid_side: spectra(power / 4.0),
            ..Programme::default()
        },
        ..Snapshot::default()
    }
}

fn level_db(shown: &Traces) -> f32 {
    10.0 * shown.spectrum.as_ref().expect("a spectrum").channels[0][100].log10()
}

#[test]
fn a_peak_is_shown_at_once_and_falls_at_its_speed() {
    let (mut monitor, preferences) = (Monitor::default(), Preferences::default());
    let mut show =
        |end_frame, power| level_db(&monitor.traces(&snapshot(end_frame, power), true, &preferences));
    show(4800, 1e-6);
    assert!((show(9600, 1.0)).abs() < 1e-3);
    // A tenth of a second at 20 dB a second.
    assert!((show(14_400, 1e-6) + 2.0).abs() < 1e-3);
    // The same snapshot drawn twice falls no further.
    assert!((show(14_400, 1e-6) + 2.0).abs() < 1e-3);
    assert!((show(48_000 * 10, 1e-6) + 60.0).abs() < 1e-3);
}

#[test]
fn the_same_snapshot_gives_the_same_curves() {
    let (mut monitor, preferences) = (Monitor::default(), Preferences::default());
    let snapshot = snapshot(4800, 1.0);
    let [first, again] = [0, 1].map(|_| monitor.traces(&snapshot, true, &preferences));
    assert!(first.is_same(&again));
}

#[test]
fn mid_and_side_are_shown_if_asked_for_without_the_peaks_of_the_channels() {
    let (mut monitor, mut preferences) = (Monitor::default(), Preferences::default());
    monitor.traces(&snapshot(4800, 1.0), true, &preferences);
    preferences.sides = Sides::MidSide;
    let shown = monitor.traces(&snapshot(4801, 1.0), true, &preferences);
    assert_eq!(shown.sides, Sides::MidSide);
    assert!((level_db(&shown) + 6.02).abs() < 0.01);
}

#[test]
fn with_a_test_signal_the_long_spectrum_stays() {
    let (mut monitor, preferences) = (Monitor::default(), Preferences::default());
    let snapshot = snapshot(4800, 1.0);
    let shown = monitor.traces(&snapshot, false, &preferences);
    assert!(!shown.is_music && (level_db(&shown) + 3.01).abs() < 0.01);
    // So it does without spectra of music.
    let restored = Snapshot { programme: Programme::default(), ..snapshot };
    assert!(!monitor.traces(&restored, true, &preferences).is_music);
}
