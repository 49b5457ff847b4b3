//! Averaging modes: what each one keeps, gains and discards.

use groundtruth_measure::ChannelFigure::{Frequency, LevelFundamental, NoiseRms, ThdF};
use groundtruth_measure::{Analyzer, Averaging, Band, GlitchScan, Report, Settings, SweepListener};
use groundtruth_tests::reading::{Readings, left, listened, measure_live};
use groundtruth_tests::stimulus::{Signal, Tone};
use groundtruth_tests::tolerance::{Spread, Tolerance};

use crate::{IN_BAND_DB, RATE_HZ};

const FRAMES: usize = 8192;
const TONE: Tone = Tone { frequency_hz: 997.0, level_dbfs: -6.0, phase_rad: 0.2 };

fn settings(averaging: Averaging) -> Settings {
    Settings { transform_frames: FRAMES, averaging, ..Settings::default() }
}

fn noisy(records: usize, seed: u64) -> Signal {
    Signal::silence(RATE_HZ, FRAMES * records)
        .with_tone(TONE)
        .with_harmonics(TONE, &[(2, -70.0, 0.0)])
        .with_noise(-80.0, seed)
}

/// Pushes records that do not overlap and have independent noise.
fn pushed_apart(analyzer: &mut Analyzer, signal: &Signal) {
    for (record, first) in signal.samples.chunks_exact(FRAMES).zip((0u64..).step_by(FRAMES)) {
        analyzer.push(signal.first_frame + first, &[record]).expect("a record of every channel");
    }
}

fn apart(averaging: Averaging, signal: &Signal) -> Analyzer {
    let mut analyzer = Analyzer::new(RATE_HZ, 1, settings(averaging));
    pushed_apart(&mut analyzer, signal);
    analyzer
}

fn report(analyzer: &Analyzer) -> Report {
    analyzer.report().expect("records were pushed")
}

fn noise_rms_spread(averaging: Averaging, records: usize) -> f64 {
    let read = |seed: u64| left(&report(&apart(averaging, &noisy(records, 700 + seed)))).value(NoiseRms);
    Spread::of(&(0..40).map(read).collect::<Vec<f64>>()).deviation
}

#[test]
fn sixteen_records_narrow_the_noise_reading_fourfold() {
    let (one, sixteen) = (noise_rms_spread(Averaging::Off, 1), noise_rms_spread(Averaging::Infinite, 16));
    println!("spread {one:.4} dB alone, {sixteen:.4} dB in an average of 16");
    assert!((2.8..5.6).contains(&(one / sixteen)), "4 expected, ± 11 % each from 40 trials");
}

#[test]
fn every_power_average_reads_the_same_noise_and_the_same_lines() {
    let (records, signal) = (16, noisy(16, 711));
    for averaging in
        [Averaging::Infinite, Averaging::Exponential { records: 8 }, Averaging::Records { records: 16 }]
    {
        let report = report(&apart(averaging, &signal));
        assert!(report.source.records.is_some_and(|n| n as usize <= records), "{:?}", report.source);
        // Eight records of 8192 through the window: 4.34·1.92/√(19 980 Hz·1.37 s) = 0.05 dB.
        Tolerance::new(0.2, "4 times the spread").check(
            "noise",
            left(&report).value(NoiseRms),
            -80.0 + IN_BAND_DB,
        );
        // A line 30 dB over the noise under it in each record.
        Tolerance::new(0.5, "4 times the spread").check("THD", left(&report).value(ThdF), -70.0);
        Tolerance::new(0.005, "4 times the spread").check(
            "level",
            left(&report).value(LevelFundamental),
            -6.0,
        );
    }
}

/// The noise floor that an analyzer reads on the left.
fn noise_floor(analyzer: &Analyzer) -> f64 {
    left(&report(analyzer)).value(NoiseRms)
}

#[test]
fn coherent_averaging_lowers_the_curve_by_10_lg_of_the_records_and_keeps_every_figure() {
    let records = 64;
    let analyzer = apart(Averaging::Coherent, &noisy(records, 712));
    let single = apart(Averaging::Off, &noisy(1, 713));
    let floor = |analyzer: &Analyzer| {
        let spectrum = analyzer.spectrum().expect("records were pushed");
        // Well away from the tone and its harmonic; thousands of bins, so that the mean is known to 0.1 dB.
        let bins = &spectrum.channels[0][1000..3400];
        10.0 * (bins.iter().map(|p| f64::from(*p)).sum::<f64>() / bins.len() as f64).log10()
    };
    let gain = Tolerance::new(0.6, "4 times the spread of two means of 2400 bins, 900 of them independent");
    gain.check("floor", floor(&analyzer), floor(&single) - 10.0 * (records as f64).log10());
    let report = report(&analyzer);
    Tolerance::new(0.1, "4 times Cramér-Rao of 64 records").check("THD", left(&report).value(ThdF), -70.0);
    Tolerance::new(0.001, "4 times Cramér-Rao of 64 records").check(
        "level",
        left(&report).value(LevelFundamental),
        -6.0,
    );
    let single = noise_floor(&single);
    Tolerance::new(0.5, "4 times the spread of two readings of one record's worth").check(
        "noise floor",
        noise_floor(&analyzer),
        single,
    );
}

#[test]
fn coherent_averaging_narrows_a_harmonics_interval() {
    let width = |records| {
        let report = report(&apart(Averaging::Coherent, &noisy(records, 714)));
        let thd = left(&report).measured(ThdF);
        thd.high - thd.low
    };
    let (few, many) = (width(4), width(64));
    println!("THD's interval: {few:.3} dB after 4 records, {many:.3} dB after 64");
    assert!((3.0..5.5).contains(&(few / many)), "√16 expected: {}", few / many);
}

#[test]
fn without_averaging_only_the_last_record_counts() {
    let signal = noisy(5, 715);
    let last =
        Signal { first_frame: 4 * FRAMES as u64, samples: signal.samples[4 * FRAMES..].to_vec(), ..signal };
    let all = report(&apart(Averaging::Off, &noisy(5, 715)));
    let alone = report(&apart(Averaging::Off, &last));
    assert_eq!(all.channels, alone.channels);
}

#[test]
fn a_finished_block_stays_while_the_next_one_fills() {
    let averaging = Averaging::Records { records: 4 };
    let block = report(&apart(averaging, &noisy(4, 716)));
    let mut analyzer = Analyzer::new(RATE_HZ, 1, settings(averaging));
    pushed_apart(&mut analyzer, &noisy(4, 716));
    analyzer.push(4 * FRAMES as u64, &[&noisy(1, 717).samples[..]]).expect("a record of every channel");
    assert_eq!(report(&analyzer).channels, block.channels);
    assert_eq!(analyzer.progress().1, Some(4));
}

/// Every averaging mode keeps what ended: in *off* the last record, of blocks the last whole one, also if the tone changes
/// between two blocks.
#[test]
fn tone_a_is_handed_out_when_tone_b_begins() {
    let other = Signal::silence(RATE_HZ, 2 * FRAMES).with_tone(Tone { frequency_hz: 2311.0, ..TONE });
    for (averaging, of_a, records) in [
        (Averaging::Off, 5, 1),
        (Averaging::Exponential { records: 4 }, 5, 4),
        (Averaging::Records { records: 2 }, 5, 2),
        (Averaging::Records { records: 2 }, 4, 2),
        (Averaging::Infinite, 5, 5),
        (Averaging::Coherent, 5, 5),
    ] {
        let mut analyzer = apart(averaging, &noisy(of_a, 721));
        let running = report(&analyzer);
        assert!(analyzer.take_ended().is_none(), "{averaging:?}: tone A goes on");
        let first_frame = (of_a * FRAMES) as u64;
        pushed_apart(&mut analyzer, &Signal { first_frame, ..other.clone() });
        let ended = analyzer.take_ended().expect("tone A ended").report();
        assert_eq!(ended, running, "{averaging:?}: as it was before tone B, bit for bit");
        assert_eq!(ended.source.records, Some(records));
        assert!((left(&report(&analyzer)).value(Frequency) - 2311.0).abs() < 0.1);
        assert!(analyzer.take_ended().is_none(), "handed out once");
    }
}

#[test]
fn slices_of_another_number_or_length_are_an_error_and_change_nothing() {
    let signal = noisy(2, 722);
    let (record, long) = (&signal.samples[..FRAMES], &signal.samples[..FRAMES + 1]);
    let mut analyzer = Analyzer::new(RATE_HZ, 2, settings(Averaging::Infinite));
    analyzer.push(0, &[record, record]).expect("two records");
    let before = report(&analyzer);
    let wrong: [&[&[f64]]; 5] = [&[], &[record], &[record; 3], &[record, &record[1..]], &[record, long]];
    for channels in wrong {
        let error = analyzer.push(FRAMES as u64, channels).expect_err("the wrong shape");
        assert_eq!(analyzer.slide(channels), Err(error));
        assert_eq!((error.expected_channels, error.expected_frames), (2, FRAMES));
        assert_eq!(error.channels, channels.len());
        let other = channels.iter().map(|samples| samples.len()).find(|frames| *frames != FRAMES);
        assert_eq!(error.frames, other.unwrap_or(FRAMES));
        assert_eq!(report(&analyzer), before);
    }
    let error = analyzer.push(0, &[record]).expect_err("one channel of two");
    assert_eq!(error.to_string(), "needs 2 channels of 8192 frames, got 1 of 8192");
    let mut scan = GlitchScan::new(RATE_HZ, 2, 0);
    let mut sweeps = SweepListener::new(RATE_HZ, 2, 0, Band::AUDIO);
    let narrow: Vec<f32> = record.iter().map(|x| *x as f32).collect();
    for channels in [&[][..], &[&narrow[..]], &[&narrow[..], &narrow[1..]]] {
        assert!(scan.take(channels).is_err() && sweeps.take(channels).is_err());
    }
    assert_eq!(scan.take(&[&narrow[..], &narrow]).and(sweeps.take(&[&narrow[..], &narrow])), Ok(()));
}

#[test]
fn a_restart_forgets_everything() {
    for averaging in [Averaging::Infinite, Averaging::Coherent, Averaging::Exponential { records: 4 }] {
        let mut analyzer = apart(averaging, &noisy(6, 718).scaled(-0.3).with_dc(0.1));
        analyzer.restart();
        assert!(analyzer.report().is_none() && analyzer.progress().0 == 0);
        pushed_apart(&mut analyzer, &noisy(3, 719));
        let fresh = apart(averaging, &noisy(3, 719));
        assert_eq!(report(&analyzer), report(&fresh), "{averaging:?}: bit for bit");
    }
}

#[test]
fn three_quarters_of_overlap_change_no_figure_but_its_spread() {
    let overlapped = measure_live(settings(Averaging::Infinite), &[&noisy(16, 720)]);
    let apart = report(&apart(Averaging::Infinite, &noisy(16, 720)));
    let difference = left(&overlapped).value(NoiseRms) - left(&apart).value(NoiseRms);
    Tolerance::new(0.2, "4 times the spread of 16 records").check("noise", difference, 0.0);
    let width = |report: &Report| {
        let noise = left(report).measured(NoiseRms);
        noise.high - noise.low
    };
    assert!(width(&overlapped) < width(&apart), "overlap wins back what the window's ends lose");
    assert!(width(&overlapped) > 0.4 * width(&apart), "61 overlapped records are not 61 independent ones");
}

#[test]
fn progress_counts_the_records() {
    let analyzer = listened(settings(Averaging::Infinite), &[&noisy(3, 721)]);
    assert_eq!(analyzer.progress(), (9, None));
    let analyzer = listened(settings(Averaging::Records { records: 16 }), &[&noisy(3, 721)]);
    assert_eq!(analyzer.progress(), (9, Some(16)));
}
