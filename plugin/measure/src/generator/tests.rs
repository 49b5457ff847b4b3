use super::{Level, NoSignal, Quantiser, Recipe, Sides, Signal, SignalKind, multitone};

const RATE_HZ: f64 = 48_000.0;

fn recipe(kind: SignalKind) -> Recipe {
    Recipe { kind, level: Level::PeakDbfs(0.0), sample_rate_hz: RATE_HZ, frames: 1 << 40 }
}

fn block(signal: &Signal, first_frame: u64, frames: usize) -> Vec<Vec<f64>> {
    let mut channels = vec![vec![f64::NAN; frames]; 2];
    signal.fill(first_frame, &mut channels);
    channels
}

fn peak(samples: &[f64]) -> f64 {
    samples.iter().fold(0.0, |peak, x| peak.max(x.abs()))
}

#[test]
fn a_tone_of_whole_hertz_is_the_same_after_ten_hours() {
    let tone = SignalKind::Tone { frequency_hz: 997.0, sides: Sides::Both };
    let signal = Signal::new(&recipe(tone)).unwrap();
    let (early, late) = (block(&signal, 0, 48_000), block(&signal, 36_000 * 48_000, 48_000));
    let worst = early[0].iter().zip(&late[0]).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    // 64 bits of phase over 1.7e9 frames: 3e-10 rad at most; seen 4e-11.
    assert!(worst < 3e-10, "{worst:e}");
}

#[test]
fn blocks_of_any_size_make_the_same_signal() {
    let sweep = SignalKind::Sweep { low_hz: 10.0, high_hz: 22_000.0, sides: Sides::Each, pause_frames: 100 };
    for kind in [SignalKind::SMPTE, SignalKind::InterleavedMultitone { tones: 31 }, sweep] {
        let signal = Signal::new(&Recipe { frames: 200_000, ..recipe(kind) }).unwrap();
        let whole = block(&signal, 0, 3000);
        let parts: Vec<f64> = [0, 7, 1000, 1001]
            .windows(2)
            .flat_map(|w| block(&signal, w[0], (w[1] - w[0]) as usize)[1].clone())
            .collect();
        assert_eq!(whole[1][..1001], parts);
    }
}

#[test]
fn sides_that_do_not_play_are_digital_silence() {
    let signal = Signal::new(&recipe(SignalKind::Tone { frequency_hz: 997.0, sides: Sides::Right })).unwrap();
    let [left, right] = [0, 1].map(|side| block(&signal, 0, 4800)[side].clone());
    assert!(left.iter().all(|x| *x == 0.0));
    assert!(peak(&right) > 0.99);
}

#[test]
fn peaks_and_rms_read_what_was_asked() {
    let kinds = [SignalKind::Multitone { tones: 31 }, SignalKind::SMPTE, SignalKind::DFD];
    for kind in kinds {
        let signal = Signal::new(&recipe(kind)).unwrap();
        let reached = peak(&block(&signal, 0, 1 << 17)[0]);
        // 19 and 20 kHz repeat every 48 frames, and none of these samples their common peak: 0.962 is the highest.
        let least = if kind == SignalKind::DFD { 0.96 } else { 0.999 };
        assert!((least..1.0 + 1e-9).contains(&reached), "{kind:?} {reached}");
        let signal = Signal::new(&Recipe { level: Level::RmsDbfs(-12.0), ..recipe(kind) }).unwrap();
        let samples = &block(&signal, 0, 1 << 19)[0];
        let power = samples.iter().map(|x| x * x).sum::<f64>() * 2.0 / samples.len() as f64;
        assert!((10.0 * power.log10() + 12.0).abs() < 1e-3, "{kind:?}");
    }
}

#[test]
fn a_multitones_crest_factor_lies_2_db_below_that_of_random_phases() {
    for rate_hz in [44_100.0, 48_000.0, 96_000.0] {
        for tones in [31, 60] {
            let set = multitone::frequencies(tones, rate_hz).unwrap();
            let shape = multitone::low_crest(&set.bins, set.period_frames);
            let crest_db = 20.0 * shape.peak.log10() - 10.0 * (tones as f64 / 2.0).log10();
            println!("{rate_hz} Hz, {tones} tones: crest factor {crest_db:.2} dB");
            // Random phases: 12 to 13 dB; seen 9.7 to 10.2 dB.
            assert!(crest_db < 10.5, "{crest_db}");
        }
    }
}

#[test]
fn a_multitones_tones_meet_no_low_product_and_stand_in_a_row() {
    for tones in [30, 31, 60] {
        let set = multitone::frequencies(tones, RATE_HZ).unwrap();
        let bins = &set.bins;
        assert!(bins.windows(2).all(|pair| pair[0] < pair[1]) && bins.iter().all(|bin| bin % 2 == 1));
        let meets = |order: usize| bins.iter().filter(|bin| bins.contains(&(*bin * order))).count();
        assert_eq!((2..=9).map(meets).sum::<usize>(), 0, "{tones} tones");
        let step = 1000f64.ln() / (tones - 1) as f64;
        let off = |(k, bin): (usize, &usize)| {
            let hz = *bin as f64 * RATE_HZ / set.period_frames as f64;
            ((hz / 20.0).ln() - k as f64 * step).abs() / step
        };
        let worst = bins.iter().enumerate().map(off).fold(0.0, f64::max);
        println!("{tones} tones: at most {worst:.3} steps off; {bins:?}");
        assert!(worst < 0.3, "{worst}");
    }
}

#[test]
fn a_sweep_begins_with_a_whole_turn_and_its_sides_take_turns() {
    let kind = SignalKind::Sweep { low_hz: 10.0, high_hz: 22_000.0, sides: Sides::Each, pause_frames: 4800 };
    let signal = Signal::new(&Recipe { frames: 300_000, ..recipe(kind) }).unwrap();
    let channels = block(&signal, 0, 300_000);
    let span = |samples: &[f64]| {
        (samples.iter().position(|x| *x != 0.0).unwrap(), samples.iter().rposition(|x| *x != 0.0).unwrap())
    };
    let (left, right) = (span(&channels[0]), span(&channels[1]));
    assert!(left.0 >= 4800 && right.0 >= left.1 + 4800 && right.1 < 300_000 - 4800, "{left:?} {right:?}");
    assert_eq!(channels[0][left.0..left.1], channels[1][right.0..right.1]);
}

#[test]
fn what_cannot_be_played_says_why() {
    let tone = |frequency_hz| SignalKind::Tone { frequency_hz, sides: Sides::Both };
    for frequency_hz in [0.0, -1.0, 24_000.0, f64::NAN, f64::INFINITY] {
        let refused = Signal::new(&recipe(tone(frequency_hz)));
        assert!(matches!(refused, Err(NoSignal::Frequency { .. })), "{frequency_hz}");
    }
    let loud = Signal::new(&Recipe { level: Level::RmsDbfs(-1.0), ..recipe(SignalKind::DFD) });
    assert!(matches!(loud, Err(NoSignal::TooLoud { .. })));
    let unheard = Signal::new(&Recipe { level: Level::PeakDbfs(f64::NAN), ..recipe(tone(997.0)) });
    assert_eq!(unheard, Err(NoSignal::Parameter));
    let sweep =
        SignalKind::Sweep { low_hz: 10.0, high_hz: 22_000.0, sides: Sides::Each, pause_frames: u64::MAX };
    assert!(matches!(Signal::new(&recipe(sweep)), Err(NoSignal::TooShort { .. })));
    for tones in [0, 1, usize::MAX / 4] {
        assert_eq!(Signal::new(&recipe(SignalKind::Multitone { tones })), Err(NoSignal::Parameter));
    }
}

#[test]
fn dither_leaves_a_quarter_of_a_squared_step_and_no_bias() {
    let mut quantiser = Quantiser::new(16, 7);
    let frames = 200_000;
    let errors: Vec<f64> = (0..frames)
        .map(|n| 0.25 + 0.5 * f64::from(n) / f64::from(frames) * 1e-3)
        .map(|x| f64::from(quantiser.quantise(x)) - x * 32_768.0)
        .collect();
    let mean = errors.iter().sum::<f64>() / errors.len() as f64;
    let power = errors.iter().map(|e| e * e).sum::<f64>() / errors.len() as f64;
    // Six standard deviations: 0.5/√200 000, and 1.1e-3 relative for the power.
    assert!(mean.abs() < 0.007 && (power - 0.25).abs() < 0.004, "{mean} {power}");
}

#[test]
fn what_is_louder_than_full_scale_clips_and_no_number_is_zero() {
    let mut quantiser = Quantiser::new(24, 1);
    assert_eq!(quantiser.quantise(2.0), (1 << 23) - 1);
    assert_eq!(quantiser.quantise(f64::NEG_INFINITY), -(1 << 23));
    assert_eq!(quantiser.quantise(f64::NAN), 0);
}
