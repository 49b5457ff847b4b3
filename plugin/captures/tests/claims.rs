//! Claims about damping factor and power, from captures of planted outputs.

use std::sync::Arc;

use groundtruth_captures::comparison::{Claim, Column, Comparison, Mark, Shown, compare};
use groundtruth_captures::export::claim_lines;
use groundtruth_captures::{Calibration, Capture, Measured, Topology};
use groundtruth_measure::{Settings, measure_record};

const RATE_HZ: f64 = 48_000.0;
/// Volts of a full-scale sine.
const FULL_SCALE_VOLTS: f64 = 10.0;

/// An output: a source behind a resistance.
#[derive(Clone, Copy)]
struct Output {
    device: &'static str,
    topology: Topology,
    ohms: f64,
}

const SINGLE_ENDED: Output = Output { device: "Atlas", topology: Topology::SingleEnded, ohms: 0.1 };
const BALANCED: Output = Output { device: "Atlas", topology: Topology::Balanced, ohms: 0.2 };

/// One capture: unloaded level, load, and third harmonic.
#[derive(Clone, Copy)]
struct Taken {
    volts: f64,
    load_ohms: f64,
    thd_db: f64,
    seed: u64,
}

const TAKEN: Taken = Taken { volts: 2.0, load_ohms: 32.0, thd_db: -90.0, seed: 1 };

/// 997 Hz with noise at about −110 dBFS.
fn samples(volts: f64, thd_db: f64, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut noise = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 11) as f64 / (1u64 << 53) as f64 - 0.5) * 8e-6
    };
    let (amplitude, third) = (volts / FULL_SCALE_VOLTS, 10f64.powf(thd_db / 20.0));
    let sine = |n: u32, hz: f64| (std::f64::consts::TAU * hz * f64::from(n) / RATE_HZ).sin();
    (0..96_000).map(|n| amplitude * (sine(n, 997.0) + third * sine(n, 2991.0)) + noise()).collect()
}

fn capture(output: Output, taken: Taken, in_volts: bool) -> Column {
    let volts = taken.volts * taken.load_ohms / (taken.load_ohms + output.ohms);
    let report = measure_record(RATE_HZ, &[&samples(volts, taken.thd_db, taken.seed)[..]], Settings::DEFAULT);
    let volts: &[f64] = if in_volts { &[FULL_SCALE_VOLTS] } else { &[] };
    let calibration = Calibration::of(&report, volts, Some(taken.load_ohms)).expect("one number");
    let mut capture = Capture::new("", Measured { report, calibration });
    capture.details.device = output.device.to_owned();
    capture.details.topology = Some(output.topology);
    capture.details.load_ohms = Some(taken.load_ohms);
    Column::of(capture)
}

/// Both outputs into 32 Ω, then both into 300 Ω.
fn two_loads(outputs: [Output; 2], seed: u64) -> Vec<Column> {
    let loads = [32.0, 300.0].into_iter().enumerate();
    let taken = loads.flat_map(|(index, load_ohms)| {
        [0, 1].map(|output| (output, Taken { load_ohms, seed: seed + 2 * index as u64 + output, ..TAKEN }))
    });
    taken.map(|(output, taken)| capture(outputs[output as usize], taken, true)).collect()
}

/// The claim about B against A.
fn claim(comparison: &Comparison, id: &str) -> Claim {
    let of = |claim: &&Claim| claim.id == id && claim.capture.max(claim.against) == 1;
    comparison.claims.iter().find(of).expect("a claim of each kind").clone()
}

fn details(column: &mut Column) -> &mut groundtruth_captures::Details {
    &mut Arc::make_mut(&mut column.takes[0]).details
}

#[test]
fn twice_the_output_impedance_halves_the_damping_factor() {
    let comparison = compare(&two_loads([SINGLE_ENDED, BALANCED], 10), 0, None);
    let damping = claim(&comparison, "damping");
    assert_eq!((damping.shown, damping.claim.as_str()), (Shown::Yes, "Balanced lowers the damping factor"));
    let quantity = damping.quantity.as_ref().expect("both impedances");
    for (measured, planted) in [(&quantity.claimed, 0.2), (&quantity.against, 0.1)] {
        let (low, high) = (measured.low.expect("an interval"), measured.high.expect("an interval"));
        assert!(low < planted && planted < high && high - low < 0.02, "{measured:?}");
    }
    assert_eq!(quantity.difference.mark, Mark::Worse);
    assert!(quantity.difference.holds && quantity.difference.low > Some(0.08));
    // With the partner's letter, and what two levels cannot show.
    for part in ["A, with C: 0.1", "damping factor 32", "into 32 Ω", "B, with D: 0.2", "if both were driven"]
    {
        assert!(damping.sentence.contains(part), "{part}: {}", damping.sentence);
    }
    let line =
        &claim_lines(&comparison)[comparison.claims.iter().position(|one| *one == damping).expect("it")];
    let figures = line.figures.as_ref().expect("figures");
    assert!(figures.label == "Output impedance, M" && figures.difference.ends_with(" Ω"), "{figures:?}");
}

#[test]
fn about_the_reference_the_same_is_shown_with_the_signs_turned() {
    // The balanced one is the reference: claims are made about it all the same.
    let comparison = compare(&two_loads([BALANCED, SINGLE_ENDED], 20), 0, None);
    let damping = claim(&comparison, "damping");
    assert_eq!((damping.capture, damping.against, damping.shown), (0, 1, Shown::Yes));
    let quantity = damping.quantity.expect("both impedances");
    assert!(quantity.difference.low > Some(0.08) && quantity.difference.mark == Mark::Worse);
    assert!(quantity.claimed.value > quantity.against.value);
}

#[test]
fn equal_impedances_show_nothing_and_their_intervals_hold_the_truth() {
    const DRAWS: u64 = 12;
    let (mut shown, mut held) = (0, 0);
    for draw in 0..DRAWS {
        let other = Output { topology: Topology::Balanced, ..SINGLE_ENDED };
        let damping = claim(&compare(&two_loads([SINGLE_ENDED, other], 100 + 10 * draw), 0, None), "damping");
        let measured = damping.quantity.expect("both impedances").claimed;
        held += u64::from(measured.low < Some(0.1) && Some(0.1) < measured.high);
        shown += u64::from(damping.shown != Shown::No);
    }
    // Of 12 intervals at 95 %, fewer than 9 hold the truth twice in 1000 times.
    assert!(shown == 0 && held >= 9, "{shown} shown, {held} held of {DRAWS}");
}

#[test]
fn without_two_loads_of_a_named_device_the_damping_factor_is_open() {
    let sentence = |columns: &[Column]| {
        let damping = claim(&compare(columns, 0, None), "damping");
        assert_eq!((damping.shown, &damping.quantity), (Shown::Open, &None));
        damping.sentence
    };
    let columns = two_loads([SINGLE_ENDED, BALANCED], 30);
    let other = sentence(&columns[..2]);
    assert!(
        other.contains("B has no other capture of the same device and drive level into another load"),
        "{other}"
    );
    let mut nameless = columns.clone();
    details(&mut nameless[1]).device.clear();
    assert!(sentence(&nameless).contains("B names no device"));
    let mut loadless = columns.clone();
    details(&mut loadless[1]).load_ohms = None;
    assert!(sentence(&loadless).contains("B names no load"));
    let mut driven = columns.clone();
    details(&mut driven[3]).drive_level_dbfs = Some(-20.0);
    assert!(sentence(&driven).contains("same device and drive level"));
    let one_output = [columns[0].clone(), columns[2].clone()];
    assert_eq!(sentence(&one_output), "A and B are captures of one output.");
}

/// Captures of one output at levels into 32 Ω, in mW, with THD in dB.
fn levels(output: Output, levels: &[(f64, f64)]) -> Vec<Column> {
    let taken = levels.iter().enumerate().map(|(index, (milliwatts, thd_db))| {
        let volts = (1e-3 * milliwatts * TAKEN.load_ohms).sqrt();
        let volts = volts * (TAKEN.load_ohms + output.ohms) / TAKEN.load_ohms;
        Taken { volts, thd_db: *thd_db, seed: 50 + index as u64, ..TAKEN }
    });
    taken.map(|taken| capture(output, taken, true)).collect()
}

/// First level of each first, so that they are A and B.
fn power(single_ended: &[(f64, f64)], balanced: &[(f64, f64)]) -> Claim {
    let (mut first, second) = (levels(SINGLE_ENDED, single_ended), levels(BALANCED, balanced));
    let further = first.split_off(1);
    first.extend(second);
    first.extend(further);
    claim(&compare(&first, 0, None), "power")
}

#[test]
fn more_power_is_shown_where_one_clips_below_what_the_other_reaches_cleanly() {
    let claim = power(&[(15.0, -70.0), (20.0, -34.0)], &[(60.0, -60.0)]);
    assert_eq!((claim.shown, claim.claim.as_str()), (Shown::Yes, "Balanced gives more power"));
    let quantity = claim.quantity.expect("both powers");
    let value = quantity.difference.value.expect("a bound");
    // 60 against at most 20 mW: 4.77 dB or more.
    assert!((value - 4.771).abs() < 0.01 && quantity.difference.mark == Mark::Better, "{value}");
    assert!(quantity.claimed.limit && !quantity.against.limit);
    let near =
        |value: Option<f64>, planted: f64| value.is_some_and(|value| (value / planted - 1.0).abs() < 1e-3);
    assert!(near(quantity.claimed.value, 60.0) && near(quantity.against.low, 15.0), "{:?}", quantity.against);
    assert!(near(quantity.against.high, 20.0));
    for part in ["A: 1 % lies between 15.0 mW (0.693 V) with 0.032 % and 20.0 mW", "B: 60.0 mW"] {
        assert!(claim.sentence.contains(part), "{part}: {}", claim.sentence);
    }
}

#[test]
fn less_power_is_not_shown_and_said() {
    let claim = power(&[(60.0, -60.0)], &[(20.0, -34.0)]);
    assert_eq!(claim.shown, Shown::No);
    assert!(claim.sentence.starts_with("The opposite is shown."), "{}", claim.sentence);
}

#[test]
fn levels_that_leave_the_power_open_say_what_to_record() {
    let below_only = power(&[(20.0, -60.0)], &[(60.0, -60.0)]);
    assert_eq!(below_only.shown, Shown::Open);
    assert!(
        below_only.sentence.starts_with("Record B and A at rising levels until THD is 1 %."),
        "{}",
        below_only.sentence
    );
    // Both clip between 15 and 40 mW.
    let overlapping = power(&[(15.0, -60.0), (40.0, -30.0)], &[(20.0, -60.0), (35.0, -30.0)]);
    assert_eq!(overlapping.shown, Shown::Open);
    assert!(
        overlapping.sentence.starts_with("Record levels nearer to 1 % of THD."),
        "{}",
        overlapping.sentence
    );
    // THD above 1 % at a low level, as of crossover distortion, bounds nothing from above.
    let crossover = power(&[(1.0, -35.0), (20.0, -60.0)], &[(60.0, -60.0)]);
    assert_eq!(crossover.shown, Shown::Open, "{}", crossover.sentence);
}

#[test]
fn power_needs_volts_and_one_load() {
    let sentence = |columns: &[Column]| {
        let power = claim(&compare(columns, 0, None), "power");
        assert_eq!((power.shown, &power.quantity), (Shown::Open, &None));
        power.sentence
    };
    let columns = levels(SINGLE_ENDED, &[(20.0, -34.0)]);
    let uncalibrated = [columns[0].clone(), capture(BALANCED, TAKEN, false)];
    assert!(sentence(&uncalibrated).contains("voltage of full scale is not set for B"));
    let other_load = [columns[0].clone(), capture(BALANCED, Taken { load_ohms: 300.0, ..TAKEN }, true)];
    assert!(sentence(&other_load).contains("B has 300 Ω, A has 32 Ω"));
}

#[test]
fn json_keeps_the_quantity() {
    let comparison = compare(&two_loads([SINGLE_ENDED, BALANCED], 40), 0, None);
    let text = serde_json::to_string(&comparison).expect("plain data");
    let read: Comparison = serde_json::from_str(&text).expect("its own form");
    assert_eq!(read, comparison);
    assert!(text.contains("\"quantity\":{\"name\":\"Output impedance, M\""));
}
