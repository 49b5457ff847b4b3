//! The reviewer's sheet of planted amplifiers: every row against its formula.

use groundtruth_captures::sheet::{Circuit, OtherLoad, Sheet, SheetRow};
use groundtruth_measure::{BenchForm, BenchSection, Bound, Figure, Reading, Report, Settings};
use groundtruth_tests::amplifier::{Amplifier, Drive, HumLine, Pole, Topology};
use groundtruth_tests::bench_track::track;
use groundtruth_tests::evidence::repeated;
use groundtruth_tests::stimulus::amplitude;

use super::measured;

const RATE_HZ: f64 = 48_000.0;
const BAND_HZ: [f64; 2] = [20.0, 20_000.0];
const TOP_DBFS: f64 = -1.5;
const VOLTS: f64 = 2.0;
const FLAT: Pole = Pole { share: 1.0 };
const PLACES: [&str; 2] = ["L", "R"];

/// A third harmonic of 1 % 4 dB below full scale, and hum 100 dB below it.
fn planted() -> Amplifier {
    Amplifier {
        topology: Topology::SingleEnded { shared_return_ohm: 0.1 },
        curve: [1e-3, 0.09, 0.0, 0.0],
        coupling_farad: 0.0,
        hum: vec![HumLine { order: 1, level_dbfs: -104.0 }, HumLine { order: 3, level_dbfs: -108.0 }],
        noise_dbfs: -112.0,
        ..Amplifier::single_ended()
    }
}

fn recorded(amplifier: &Amplifier, pole: Pole, form: BenchForm, top_dbfs: f64, seed: u64) -> Report {
    let recording = amplifier.play(&track(form, top_dbfs, RATE_HZ), pole, RATE_HZ, seed);
    measured(&recording, RATE_HZ, Settings::DEFAULT)
}

fn circuit(amplifier: &Amplifier) -> Circuit {
    Circuit { reference_volts: vec![VOLTS], load_ohms: Some(amplifier.load_ohm) }
}

fn sheet(report: &Report, circuit: &Circuit) -> Sheet {
    Sheet::of(report, circuit, None).expect("a bench track")
}

fn row<'a>(sheet: &'a Sheet, id: &str) -> &'a SheetRow {
    sheet.row(id).unwrap_or_else(|| panic!("no row {id}"))
}

fn figure(sheet: &Sheet, id: &str, place: &str) -> Figure {
    match row(sheet, id).reading(place) {
        Some(Reading::Measured(figure)) => *figure,
        other => panic!("{id} at {place}: {other:?}"),
    }
}

/// Why every cell of a row has no figure, if that is so; the first of the reasons.
fn reason(sheet: &Sheet, id: &str) -> String {
    let reason = |(_, reading): &(String, Reading)| match reading {
        Reading::NotMeasurable(refusal) => refusal.to_string(),
        Reading::Measured(figure) => panic!("{id}: {figure:?}"),
    };
    let reasons: Vec<String> = row(sheet, id).cells.iter().map(reason).collect();
    let start = |sentence: &str| sentence[..20.min(sentence.len())].to_owned();
    assert!(reasons.iter().all(|other| start(other) == start(&reasons[0])), "{reasons:?}");
    reasons[0].clone()
}

/// The drive at which something that rises with it passes a value.
fn drive_at(
    amplifier: &Amplifier,
    is_below: impl Fn(&groundtruth_tests::amplifier::KnownAnswers) -> bool,
) -> Drive {
    let drive = |amplitude| Drive { frequency_hz: 997.0, amplitude };
    let (mut low, mut high) = (1e-9, 1.0);
    for _ in 0..80 {
        let middle = 0.5 * (low + high);
        let answers = amplifier.answers(drive(middle), RATE_HZ, BAND_HZ);
        if is_below(&answers) { low = middle } else { high = middle }
    }
    drive(low)
}

/// `20·lg` of the rms voltage of a power over the voltage of full scale.
fn level_of_milliwatts(amplifier: &Amplifier, milliwatts: f64) -> f64 {
    20.0 * ((milliwatts * 1e-3 * amplifier.load_ohm).sqrt() / VOLTS).log10()
}

fn thdn_at(amplifier: &Amplifier, level_dbfs: f64) -> f64 {
    let drive = drive_at(amplifier, |answers| answers.level_dbfs < level_dbfs);
    amplifier.answers(drive, RATE_HZ, BAND_HZ).thdn_db
}

/// The level in dBFS at which THD passes a limit.
fn level_at_thd(amplifier: &Amplifier, percent: f64) -> f64 {
    let limit_db = 20.0 * (percent / 100.0).log10();
    let drive = drive_at(amplifier, |answers| answers.thd_db < limit_db);
    amplifier.answers(drive, RATE_HZ, BAND_HZ).level_dbfs
}

fn milliwatts(amplifier: &Amplifier, level_dbfs: f64) -> f64 {
    1e3 * (VOLTS * 10f64.powf(level_dbfs / 20.0)).powi(2) / amplifier.load_ohm
}

/// Noise with hum in dBFS.
fn total_noise(amplifier: &Amplifier) -> f64 {
    let answers = amplifier.answers(Drive { frequency_hz: 997.0, amplitude: 0.1 }, RATE_HZ, BAND_HZ);
    let power = |dbfs: f64| 10f64.powf(dbfs / 10.0);
    10.0 * (power(answers.noise_dbfs) + answers.hum_dbfs.map_or(0.0, power)).log10()
}

fn assert_near(sheet: &Sheet, id: &str, place: &str, truth: f64, most: f64) {
    let found = figure(sheet, id, place);
    println!("{id} {place}: {truth:.4}, found {:.4} [{:.4}, {:.4}]", found.value, found.low, found.high);
    assert!((found.value - truth).abs() <= most, "{id} at {place}: {found:?}, planted {truth}");
    assert!(
        found.low <= found.value && found.value <= found.high && !found.limit,
        "{id} at {place}: {found:?}"
    );
}

#[test]
fn power_distortion_and_noise_of_a_planted_amplifier() {
    let amplifier = planted();
    let report = recorded(&amplifier, FLAT, BenchForm::Full, TOP_DBFS, 1);
    let sheet = sheet(&report, &circuit(&amplifier));
    let [one, tenth] = [1.0, 0.1].map(|percent| level_at_thd(&amplifier, percent));
    let low_dbfs = 20.0 * (0.05 / VOLTS).log10();
    let noise_dbfs = total_noise(&amplifier);
    let microvolts = |dbfs: f64| 1e6 * VOLTS * 10f64.powf(dbfs / 20.0);
    let hum_dbfs =
        amplifier.answers(Drive { frequency_hz: 997.0, amplitude: 0.1 }, RATE_HZ, BAND_HZ).hum_dbfs;
    for place in PLACES {
        // 0.02 dB of level are 0.46 % of power.
        assert_near(
            &sheet,
            "power.1_percent",
            place,
            milliwatts(&amplifier, one),
            0.0046 * milliwatts(&amplifier, one),
        );
        assert_near(
            &sheet,
            "volts.1_percent",
            place,
            VOLTS * amplitude(one),
            0.0023 * VOLTS * amplitude(one),
        );
        let planted = milliwatts(&amplifier, tenth);
        assert_near(&sheet, "power.0_1_percent", place, planted, 0.01 * planted);
        for (id, level) in [
            ("thdn.1_mw", level_of_milliwatts(&amplifier, 1.0)),
            ("thdn.10_mw", level_of_milliwatts(&amplifier, 10.0)),
            ("thdn.50_mv", low_dbfs),
        ] {
            let planted = thdn_at(&amplifier, level);
            assert_near(&sheet, id, place, planted, 0.15);
            assert_near(
                &sheet,
                &format!("{id}.percent"),
                place,
                100.0 * amplitude(planted),
                0.02 * 100.0 * amplitude(planted),
            );
        }
        assert_near(&sheet, "snr.50_mv", place, low_dbfs - noise_dbfs, 0.15);
        assert_near(&sheet, "snr.full", place, one - noise_dbfs, 0.15);
        assert_near(&sheet, "noise.volts", place, microvolts(noise_dbfs), 0.02 * microvolts(noise_dbfs));
        let hum = microvolts(hum_dbfs.expect("hum"));
        assert_near(&sheet, "hum.volts", place, hum, 0.05 * hum);
    }
}

#[test]
fn a_weighted_ratios_take_the_hum_by_its_frequency() {
    let amplifier = planted();
    let report = recorded(&amplifier, FLAT, BenchForm::Full, TOP_DBFS, 2);
    let sheet = sheet(&report, &circuit(&amplifier));
    // White noise through the A curve: −96.16 + 93.32 dB relative to 0–24 kHz (MEASUREMENTS, section 3).
    let power = |dbfs: f64| 10f64.powf(dbfs / 10.0);
    let noise = power(amplifier.noise_dbfs - 2.84);
    let weighted = |line: &HumLine| {
        let hz = amplifier.mains_hz * f64::from(line.order);
        power(line.level_dbfs) * groundtruth_measure::a_weighting_power(hz)
    };
    let a_dbfs = 10.0 * (noise + amplifier.hum.iter().map(weighted).sum::<f64>()).log10();
    let full = level_at_thd(&amplifier, 1.0);
    for place in PLACES {
        assert_near(&sheet, "snr.full.a", place, full - a_dbfs, 0.15);
        assert_near(&sheet, "snr.50_mv.a", place, 20.0 * (0.05 / VOLTS).log10() - a_dbfs, 0.15);
        let microvolts = 1e6 * VOLTS * amplitude(a_dbfs);
        assert_near(&sheet, "noise.volts.a", place, microvolts, 0.02 * microvolts);
        let range = figure(&sheet, "dr.aes17.full", place);
        // CCIR-RMS of white noise: −92.44 + 93.32 dB; the quiet tone's residual is noise and hum.
        assert!((range.value - (full - amplifier.noise_dbfs - 0.88)).abs() < 0.6, "{range:?}");
    }
}

#[test]
fn response_crosstalk_and_balance_of_a_planted_circuit() {
    let amplifier = Amplifier { curve: [4e-4, 1.6e-3, 0.0, 0.0], ..planted() };
    let pole = Pole { share: 0.6 };
    let gain_db = |hz: f64| 20.0 * pole.response(hz / RATE_HZ).0.log10();
    let report = recorded(&amplifier, pole, BenchForm::Full, -6.0, 3);
    let sheet = sheet(&report, &circuit(&amplifier));
    let crosstalk_db =
        amplifier.answers(Drive { frequency_hz: 997.0, amplitude: 0.5 }, RATE_HZ, BAND_HZ).crosstalk_db;
    let edge_hz = (1..20_000).map(f64::from).find(|hz| *hz > 1e3 && gain_db(*hz) - gain_db(1e3) < -3.0);
    for place in PLACES {
        assert_near(&sheet, "response.lowest", place, gain_db(20_000.0) - gain_db(1e3), 0.02);
        assert_near(&sheet, "response.highest", place, gain_db(20.0) - gain_db(1e3), 0.01);
        let edge_hz = edge_hz.expect("an edge in band");
        assert_near(&sheet, "response.to", place, edge_hz, 0.01 * edge_hz);
        let from = figure(&sheet, "response.from", place);
        assert!(from.limit && from.bound == Bound::Upper && from.value < 21.0, "{from:?}");
    }
    for pair in ["L>R", "R>L"] {
        assert_near(&sheet, "xtalk.1_khz", pair, crosstalk_db, 0.02);
        assert_near(&sheet, "xtalk.worst", pair, crosstalk_db, 0.5);
    }
    assert_near(&sheet, "balance.1_khz", "L>R", 0.0, 0.002);
    assert!(figure(&sheet, "balance.worst", "L>R").value.abs() < 0.05);
    let note = sheet.notes.iter().find(|(section, _)| section.words() == "response").expect("a note");
    // −6 dBFS of 2 V into 32 Ω are 31.4 mW, less the divider of 0.1 Ω, the return and the pole at 997 Hz.
    assert!(note.1.contains("30.5 mW (L)") && note.1.contains("not with 1 mW"), "{note:?}");
}

#[test]
fn two_loads_give_output_impedance_and_damping_factor() {
    let loaded = Amplifier { output_ohm: 2.0, noise_dbfs: -120.0, ..Amplifier::balanced() };
    let open = Amplifier { load_ohm: 1e9, ..loaded.clone() };
    let reports = [&loaded, &open].map(|amplifier| recorded(amplifier, FLAT, BenchForm::Quick, -12.0, 4));
    let other = OtherLoad { report: &reports[1], load_ohms: f64::INFINITY };
    let sheet = Sheet::of(&reports[0], &circuit(&loaded), Some(other)).expect("a bench track");
    for place in PLACES {
        assert_near(&sheet, "zout", place, 2.0, 0.002);
        assert_near(&sheet, "damping", place, 16.0, 0.016);
    }
    let no_load = Circuit { load_ohms: None, ..circuit(&loaded) };
    let sheet = Sheet::of(&reports[0], &no_load, Some(other)).expect("a bench track");
    assert!(reason(&sheet, "zout").starts_with("needs the load resistance"));
}

#[test]
fn what_is_missing_is_asked_for() {
    let amplifier = Amplifier { noise_dbfs: -110.0, ..Amplifier::balanced() };
    let report = recorded(&amplifier, FLAT, BenchForm::Quick, -30.0, 5);
    let bare = sheet(&report, &Circuit::default());
    for id in ["power.1_percent", "volts.1_percent", "thdn.1_mw", "thdn.50_mv", "snr.50_mv", "noise.volts"] {
        assert!(reason(&bare, id).starts_with("needs the voltage of a full-scale sine"), "{id}");
    }
    assert_eq!(reason(&bare, "zout"), "needs a second recording of the track, with another load");
    let no_load = sheet(&report, &Circuit { load_ohms: None, ..circuit(&amplifier) });
    for id in ["power.1_percent", "thdn.10_mw"] {
        assert!(reason(&no_load, id).starts_with("needs the load resistance"), "{id}");
    }
    let full = sheet(&report, &circuit(&amplifier));
    // The highest step is at −30 dBFS: 2 V less 30 dB into 32 Ω are 0.125 mW.
    let power = figure(&full, "power.1_percent", "L");
    assert!(power.limit && power.bound == Bound::Lower && (power.value - 0.125).abs() < 0.003, "{power:?}");
    let snr = figure(&full, "snr.full", "L");
    assert!(snr.limit && snr.bound == Bound::Lower);
    // √(10 mW · 32 Ω) is 11 dB below 2 V.
    let missing = reason(&full, "thdn.10_mw");
    assert!(
        missing.starts_with("the level series ends 19.") && missing.contains("higher level"),
        "{missing}"
    );
    let loud = sheet(&report, &Circuit { reference_volts: vec![5000.0], ..circuit(&amplifier) });
    assert!(reason(&loud, "thdn.50_mv").contains("lower level"));
}

#[test]
fn a_recording_that_ends_early_names_the_sections_that_are_missing() {
    let amplifier = planted();
    let recording = amplifier.play(&track(BenchForm::Quick, TOP_DBFS, RATE_HZ), FLAT, RATE_HZ, 6);
    let levels_start = (0.5 * recording[0].len() as f64) as usize;
    let cut = recording.map(|samples| samples[..levels_start].to_vec());
    let report = measured(&cut, RATE_HZ, Settings::DEFAULT);
    assert!(report.run.as_ref().expect("a run").missing.contains(&BenchSection::Levels));
    let sheet = sheet(&report, &circuit(&amplifier));
    assert!(reason(&sheet, "power.1_percent").contains("level series"));
    assert!(reason(&sheet, "xtalk.worst").contains("sweep"));
    assert!(reason(&sheet, "response.to").contains("sweep"));
    assert!(figure(&sheet, "snr.50_mv", "L").value > 50.0);
}

#[test]
fn distortion_above_the_limit_at_every_level_is_said() {
    // The noise stays 20 dB below the tones, so that the harmonics of a square wave are seen at every level.
    let mut recording = track(BenchForm::Quick, -12.0, RATE_HZ);
    recording.iter_mut().flatten().for_each(|sample| *sample += 0.3 * sample.abs());
    let report = measured(&[recording[0].clone(), recording[1].clone()], RATE_HZ, Settings::DEFAULT);
    let sheet = sheet(&report, &Circuit { reference_volts: vec![VOLTS], load_ohms: Some(32.0) });
    assert!(reason(&sheet, "power.1_percent").contains("THD is not below 1 % at any level"));
}

#[test]
fn a_mono_recording_holds_no_track() {
    let mono = track(BenchForm::Quick, -12.0, RATE_HZ).remove(0);
    let report = groundtruth_measure::measure_record(RATE_HZ, &[&mono[..]], Settings::DEFAULT);
    assert!(Sheet::of(&report, &Circuit::default(), None).is_none());
}

/// Rows whose intervals hold the planted value, by run.
fn held(seed: u64) -> Vec<(&'static str, bool)> {
    let amplifier = Amplifier { noise_dbfs: -90.0, ..planted() };
    let report = recorded(&amplifier, FLAT, BenchForm::Quick, TOP_DBFS, 1000 + seed);
    let sheet = sheet(&report, &circuit(&amplifier));
    let (full, noise) = (level_at_thd(&amplifier, 1.0), total_noise(&amplifier));
    let truths = [
        ("power.1_percent", milliwatts(&amplifier, full)),
        ("thdn.1_mw", thdn_at(&amplifier, level_of_milliwatts(&amplifier, 1.0))),
        ("snr.full", full - noise),
        ("noise.volts", 1e6 * VOLTS * amplitude(noise)),
    ];
    let cells = truths.into_iter().flat_map(|(id, truth)| PLACES.map(|place| (id, truth, place)));
    cells
        .map(|(id, truth, place)| {
            let Figure { low, high, .. } = figure(&sheet, id, place);
            (id, (low..=high).contains(&truth))
        })
        .collect()
}

/// Probability that at most so many of `count` intervals hold, if each does with 95 %. In logarithms: the powers are tiny.
fn at_most(held: usize, count: usize) -> f64 {
    let mut logarithm = count as f64 * 0.05f64.ln();
    let mut sum = logarithm.exp();
    for index in 0..held {
        logarithm += ((count - index) as f64 / (index + 1) as f64 * (0.95 / 0.05)).ln();
        sum += logarithm.exp();
    }
    sum
}

fn shares_hold(runs: u64) {
    let all: Vec<(&str, bool)> = repeated(runs, held).into_iter().flatten().collect();
    for id in ["power.1_percent", "thdn.1_mw", "snr.full", "noise.volts"] {
        let own: Vec<bool> =
            all.iter().filter(|(other, _)| *other == id).map(|(_, is_held)| *is_held).collect();
        let held = own.iter().filter(|is_held| **is_held).count();
        println!("{id}: {held} of {} hold", own.len());
        // The interpolation's allowance may make it more than 95 %; of fewer, chance has to be an explanation.
        let chance = at_most(held, own.len());
        assert!(chance > 0.001, "{id}: {held} of {}, by chance in {chance:.5} of all cases", own.len());
    }
}

#[test]
fn intervals_hold_the_planted_values() {
    shares_hold(6);
}

#[test]
#[ignore = "full: intervals of many runs"]
fn intervals_hold_the_planted_values_of_many_runs() {
    shares_hold(150);
}
