use groundtruth_analysis::{Context, Programme};
use groundtruth_measure::{Analyzer, Settings, WindowKind};

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

/// A report of noise, which is no test signal.
fn report() -> Report {
    let settings = Settings { transform_frames: Settings::SHORTEST_FRAMES, ..Settings::default() };
    let mut analyzer = Analyzer::new(48_000.0, 2, settings);
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state as f32 / u32::MAX as f32 - 0.5
    };
    let channels = [0, 1].map(|_| -> Vec<f32> { (0..settings.transform_frames).map(|_| next()).collect() });
    analyzer.push(0, &[&channels[0], &channels[1]]).expect("two channels");
    analyzer.report().expect("a record")
}

fn snapshot(end_frame: u64, power: f32) -> Snapshot {
    Snapshot {
        state: State::Running,
        report: Some(Arc::new(report())),
        context: Some(Context {
            sample_rate_hz: 48_000.0,
            channels: 2,
            generation: 1,
            end_frame,
            play_position_frames: None,
            gaps: 0,
            lost_frames: 0,
        }),
        programme: Programme { spectrum: Some(Arc::new(spectrum(power))), ..Programme::default() },
        ..Snapshot::default()
    }
}

fn level_db(shown: &Snapshot) -> f32 {
    10.0 * shown.spectrum.as_ref().expect("a spectrum").channels[0][100].log10()
}

#[test]
fn a_peak_is_shown_at_once_and_falls_at_its_speed() {
    let mut monitor = Monitor::default();
    let mut show =
        |end_frame, power| level_db(&monitor.in_place_of(&snapshot(end_frame, power), 20.0).expect("music"));
    show(4800, 1e-6);
    assert!((show(9600, 1.0)).abs() < 1e-3);
    // A tenth of a second at 20 dB a second.
    assert!((show(14_400, 1e-6) + 2.0).abs() < 1e-3);
    // The same snapshot drawn twice falls no further.
    assert!((show(14_400, 1e-6) + 2.0).abs() < 1e-3);
    assert!((show(48_000 * 10, 1e-6) + 60.0).abs() < 1e-3);
}

#[test]
fn without_audio_or_with_a_test_signal_the_long_spectrum_stays() {
    let silent = Snapshot { state: State::NoAudio, ..snapshot(4800, 1.0) };
    assert!(Monitor::default().in_place_of(&silent, 20.0).is_none());
    let mut toned = snapshot(4800, 1.0);
    Arc::make_mut(toned.report.as_mut().expect("a report")).stimulus.kind = StimulusKind::Tone;
    assert!(Monitor::default().in_place_of(&toned, 20.0).is_none());
}
