//! Discontinuities anywhere in tones: in the middle, in the first and last frames, and close to each other.

use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::stimulus::{Fault, Random, Signal, Tone, amplitude};

use super::scan::{Scanned, between, rate_hz, scan, scan_in, spread};

/// Numbers of faults planted, found and classified correctly; and other findings.
#[derive(Default, Debug)]
struct Tally {
    planted: usize,
    found: usize,
    named: usize,
    cut: usize,
    more: usize,
    wrong: Vec<String>,
}

impl Tally {
    /// Compares the findings with faults at their frames. A jump may have the name of any jump: noise may hide the
    /// number of frames, and other numbers may explain the same phase.
    fn add(&mut self, scanned: &Scanned, faults: &[(usize, Fault)]) {
        let mut rest: Vec<_> = scanned.glitches.iter().collect();
        let before = self.named;
        for (at, fault) in faults {
            self.planted += 1;
            self.cut += usize::from(scanned.is_cut(*at as u64, 24));
            let near = rest.iter().position(|glitch| glitch.frame.abs_diff(*at as u64) <= 24);
            let Some(glitch) = near.map(|index| rest.remove(index)) else { continue };
            self.found += 1;
            let (kind, frames) = fault.reported();
            let is_jump = |kind: &str| ["dropped", "repeated", "phase_jump"].contains(&kind);
            let is_right = glitch.kind.id() == kind && (kind != "zeroed" || glitch.frames == frames);
            self.named += usize::from(is_right || (is_jump(kind) && is_jump(glitch.kind.id())));
        }
        self.more += rest.len();
        if self.named - before < faults.len() || !rest.is_empty() {
            self.wrong.push(format!("{faults:?}: {:?}", scanned.glitches));
        }
    }

    /// Least percentages of faults found, classified and cut; and the largest number of other findings.
    #[track_caller]
    fn demand(&self, what: &str, [found, named, cut]: [usize; 3], more: usize) {
        let Tally { planted, .. } = self;
        println!(
            "{what}: of {planted} {} found, {} named, {} cut; {} more",
            self.found, self.named, self.cut, self.more
        );
        let holds = |part: usize, least: usize| 100 * part >= least * planted;
        let is_good = holds(self.found, found) && holds(self.named, named) && holds(self.cut, cut);
        assert!(is_good && 100 * self.more <= more * planted, "{what}: {self:#?}");
    }
}

/// A tone in noise at least 45 dB below it, half of them distorted.
fn sound(random: &mut Random) -> (Signal, Vec<Tone>, f64) {
    let rate_hz = rate_hz(random);
    let level_dbfs = between(random, -40.0, -1.0);
    let tone =
        Tone { phase_rad: random.phase_rad(), ..Tone::new(spread(random, 100.0, 15_000.0), level_dbfs) };
    let mut tones = vec![tone];
    if random.unit() < 0.5 {
        tones.push(tone.harmonic(2, between(random, -90.0, -55.0), 0.4));
    }
    let noise_dbfs = between(random, -120.0, level_dbfs - 45.0);
    let signal = Signal::silence(rate_hz, (1.6 * rate_hz) as usize)
        .with_tones(tones.iter().copied())
        .with_noise(noise_dbfs, random.next_bits());
    (signal, tones, amplitude(noise_dbfs))
}

/// A fault of one of five kinds that the noise does not hide.
fn fault(random: &mut Random, kind: u64, tones: &[Tone], noise: f64, rate_hz: f64) -> Fault {
    let size = amplitude(tones[0].level_dbfs);
    // Numbers of frames after which the tone's phase differs.
    let turns_per_frame = tones[0].frequency_hz / rate_hz;
    let mut frames = || loop {
        let frames = 1 + (300.0 * random.unit()) as usize;
        let turns = frames as f64 * turns_per_frame;
        if (turns - turns.round()).abs() > 0.03 {
            break frames;
        }
    };
    match kind {
        0 => Fault::Dropped(frames()),
        1 => Fault::Repeated(frames()),
        2 => Fault::Zeroed(3 + (300.0 * random.unit()) as usize),
        3 => Fault::PhaseJump(between(random, 0.3, 2.8)),
        _ => Fault::Click(spread(random, 0.02, 1.0).max(20.0 * noise / size) * size),
    }
}

const KINDS: [&str; 5] = ["dropped", "repeated", "zeroed", "phase_jump", "click"];

#[test]
#[ignore = "full: statistics"]
fn each_kind_is_found_wherever_it_lies() {
    for (kind, name) in (0..).zip(KINDS) {
        let mut tally = Tally::default();
        for (faults, scanned) in repeated(count(100, 500), |trial| {
            let mut random = Random::new(4500 + 1000 * kind + trial);
            let (signal, tones, noise) = sound(&mut random);
            let fault = fault(&mut random, kind, &tones, noise, signal.sample_rate_hz);
            let room = signal.samples.len() - 1200;
            let at = 600 + (room as f64 * random.unit()) as usize;
            (vec![(at, fault)], scan(&signal.with_fault(fault, at, &tones)))
        }) {
            tally.add(&scanned, &faults);
        }
        tally.demand(name, [98, 97, 98], 2);
    }
}

#[test]
fn each_kind_is_found_in_the_first_and_last_thousand_frames() {
    for (kind, name) in (0..).zip(KINDS) {
        let mut tally = Tally::default();
        for (faults, scanned) in repeated(count(100, 500), |trial| {
            let mut random = Random::new(14_500 + 1000 * kind + trial);
            let (signal, tones, noise) = sound(&mut random);
            let fault = fault(&mut random, kind, &tones, noise, signal.sample_rate_hz);
            // Clicks may be in the very first and last frame; repeated or zeroed frames need their length beside the
            // fault.
            let least = if kind == 4 { 0 } else { 16 + fault.reported().1 as usize };
            let beside = least + ((1000 - least) as f64 * random.unit()) as usize;
            let at = if trial % 2 == 0 { beside } else { signal.samples.len() - 1 - beside };
            (vec![(at, fault)], scan(&signal.with_fault(fault, at, &tones)))
        }) {
            tally.add(&scanned, &faults);
        }
        tally.demand(name, [95, 92, 95], 3);
    }
}

/// Two faults at a distance in frames, clicks or any. A phase jump can only be planted in tones not moved by another
/// fault: only the second one may be a jump.
fn pair(trial: u64, low: f64, high: f64, are_clicks: bool) -> (Vec<(usize, Fault)>, Scanned) {
    let mut random = Random::new(24_500 + trial);
    let (signal, tones, noise) = sound(&mut random);
    let mut fault = |kinds: &[u64]| {
        let kind = if are_clicks { 4 } else { kinds[(kinds.len() as f64 * random.unit()) as usize] };
        fault(&mut random, kind, &tones, noise, signal.sample_rate_hz)
    };
    let (first, second) = (fault(&[0, 1, 2, 4]), fault(&[0, 1, 2, 3, 4]));
    let frames = if let Fault::Zeroed(frames) = first { frames } else { 0 };
    let apart = frames + spread(&mut random, low, high) as usize;
    let at = 1500
        + ((signal.samples.len() - 3500 - apart.min(signal.samples.len() / 2)) as f64 * random.unit())
            as usize;
    let apart = apart.min(signal.samples.len() - 1000 - at);
    let moved = match first {
        Fault::Dropped(frames) => -(frames as isize),
        Fault::Repeated(frames) => frames as isize,
        _ => 0,
    };
    let source = (at + apart).saturating_add_signed(-moved);
    let signal = signal.with_fault(second, source, &tones).with_fault(first, at, &tones);
    (vec![(at, first), (at + apart, second)], scan(&signal))
}

#[test]
#[ignore = "full: statistics"]
fn clicks_do_not_hide_each_other() {
    for (low, high, least) in
        [(60.0, 300.0, 80), (300.0, 2000.0, 96), (2000.0, 16_000.0, 98), (16_000.0, 60_000.0, 98)]
    {
        let mut tally = Tally::default();
        for (faults, scanned) in repeated(count(100, 500), |trial| pair(trial, low, high, true)) {
            tally.add(&scanned, &faults);
        }
        tally.demand(&format!("{low} to {high} frames apart"), [least, least - 4, least], 2);
    }
}

#[test]
#[ignore = "full: statistics"]
fn discontinuities_of_any_kind_do_not_hide_each_other() {
    // Jumps of tones near a repeat need the stretch before it, so they are further apart.
    for (low, high, least) in [(350.0, 2000.0, 96), (2000.0, 16_000.0, 97), (16_000.0, 60_000.0, 97)] {
        let mut tally = Tally::default();
        for (faults, scanned) in repeated(count(100, 500), |trial| pair(1000 + trial, low, high, false)) {
            tally.add(&scanned, &faults);
        }
        tally.demand(&format!("{low} to {high} frames apart"), [least, least - 5, least], 3);
    }
}

#[test]
fn the_same_samples_give_the_same_glitches_whatever_the_blocks() {
    for trial in 0..10 {
        let mut random = Random::new(34_500 + trial);
        let (signal, tones, noise) = sound(&mut random);
        let fault = fault(&mut random, trial % 5, &tones, noise, signal.sample_rate_hz);
        let at = 600 + (50_000.0 * random.unit()) as usize;
        let signal = signal.with_fault(fault, at, &tones).clipped(0.9 * amplitude(tones[0].level_dbfs));
        let whole = scan(&signal);
        let parts = scan_in(&signal, || 1 + spread(&mut random, 1.0, 60_000.0) as usize);
        assert_eq!((&whole.glitches, whole.count), (&parts.glitches, parts.count), "{fault:?} at {at}");
        assert_eq!(whole.breaks, parts.breaks);
    }
}

#[test]
fn clicks_without_end_are_counted_and_a_part_of_them_listed() {
    let mut signal = Signal::silence(48_000.0, 480_000).with_noise(-60.0, 44_500);
    signal.samples.iter_mut().skip(500).step_by(800).for_each(|sample| *sample += 0.5);
    let scanned = scan(&signal);
    assert_eq!(scanned.glitches.len(), 256);
    assert!((570..=600).contains(&scanned.count), "{} of 600", scanned.count);
}
