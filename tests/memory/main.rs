//! Memory use of measuring any recording.

use std::alloc::{GlobalAlloc, Layout, System};
use std::convert::Infallible;
use std::f64::consts::TAU;
use std::sync::atomic::{AtomicUsize, Ordering};

use groundtruth_measure::{Recording, Settings, measure};

/// The measurement's part of the 150 MiB allowed for the program, without program and decoder.
const MOST_MIB: f64 = 145.0;

/// The system's allocator, with the bytes in use counted.
struct Counting;

static IN_USE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: both calls are passed on unchanged to the system's allocator; nothing else touches the memory.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let in_use = IN_USE.fetch_add(layout.size(), Ordering::Relaxed) + layout.size();
        PEAK.fetch_max(in_use, Ordering::Relaxed);
        // SAFETY: the caller keeps to the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the pointer came from `alloc` above, which is the system's.
        unsafe { System.dealloc(pointer, layout) }
    }

    // Large ones are remapped by the system and never exist twice.
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let in_use = IN_USE.fetch_add(size, Ordering::Relaxed) + size - layout.size();
        IN_USE.fetch_sub(layout.size(), Ordering::Relaxed);
        PEAK.fetch_max(in_use, Ordering::Relaxed);
        // SAFETY: as above.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

/// A recording generated while it is read.
struct Made<'a> {
    sample_rate_hz: f64,
    seconds: f64,
    /// The left sample at a time in seconds, with fresh noise in ±½; right is 60 dB below it.
    sample: &'a dyn Fn(f64, f64) -> f64,
    frame: u64,
    noise: u32,
}

impl Recording for Made<'_> {
    type Error = Infallible;

    fn sample_rate_hz(&self) -> f64 {
        self.sample_rate_hz
    }

    fn channels(&self) -> usize {
        2
    }

    fn rewind(&mut self) -> Result<(), Infallible> {
        (self.frame, self.noise) = (0, 1);
        Ok(())
    }

    fn read(&mut self, block: &mut [Vec<f64>]) -> Result<(), Infallible> {
        block.iter_mut().for_each(Vec::clear);
        let end = (self.frame + 16_384).min((self.seconds * self.sample_rate_hz) as u64);
        for frame in self.frame..end {
            self.noise = self.noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = f64::from(self.noise) / f64::from(u32::MAX) - 0.5;
            let left = (self.sample)(frame as f64 / self.sample_rate_hz, noise);
            block[0].push(left);
            block[1].push(1e-3 * left + 1e-5 * noise);
        }
        self.frame = end;
        Ok(())
    }
}

fn peak_mib(sample_rate_hz: f64, seconds: f64, sample: &dyn Fn(f64, f64) -> f64) -> f64 {
    let before = IN_USE.load(Ordering::Relaxed);
    PEAK.store(before, Ordering::Relaxed);
    let mut recording = Made { sample_rate_hz, seconds, sample, frame: 0, noise: 1 };
    let Ok(_) = measure(&mut recording, &Settings::default(), &mut |_| ());
    (PEAK.load(Ordering::Relaxed) - before) as f64 / f64::from(1 << 20)
}

/// A sample by its time in seconds and a random number.
type Sample<'a> = &'a dyn Fn(f64, f64) -> f64;

/// A single test: parallel ones would be counted together.
#[test]
fn no_signal_at_any_rate_takes_more_than_its_share() {
    let tone = |time_s: f64| 0.5 * (TAU * 997.0 * time_s).sin();
    let noise = |_: f64, noise: f64| 0.2 * noise;
    let steady = |time_s: f64, noise: f64| tone(time_s) + 1e-5 * noise;
    let late_tone = |time_s: f64, noise: f64| if time_s < 7.0 { 0.2 * noise } else { tone(time_s) };
    let clicks =
        |time_s: f64, noise: f64| if time_s % 0.03 < 1e-5 { 0.9 } else { tone(time_s) + 1e-5 * noise };
    // From 20 Hz up by a factor of 1000.
    let sweep_of = |seconds: f64| {
        let growth_s = seconds / 1000f64.ln();
        move |time_s: f64, _: f64| 0.5 * (TAU * 20.0 * growth_s * ((time_s / growth_s).exp() - 1.0)).sin()
    };
    let sweeps = [20.0, 30.0, 70.0].map(sweep_of);
    let row = |time_s: f64, noise: f64| {
        (0..12).map(|k| 0.02 * (TAU * (300.0 + 2.7 * f64::from(k)) * time_s).sin()).sum::<f64>()
            + 1e-5 * noise
    };
    let cases: [(&str, f64, f64, Sample); 14] = [
        ("noise", 48_000.0, 40.0, &noise),
        ("noise", 96_000.0, 30.0, &noise),
        ("noise", 192_000.0, 11.5, &noise),
        ("noise", 768_000.0, 4.0, &noise),
        ("noise, as long as one record could be", 192_000.0, 10.9, &noise),
        ("tone", 192_000.0, 10.0, &steady),
        ("noise, then a tone", 96_000.0, 16.0, &late_tone),
        ("clicks", 96_000.0, 8.0, &clicks),
        ("sweep", 96_000.0, 20.0, &sweeps[0]),
        ("sweep", 96_000.0, 30.0, &sweeps[1]),
        ("sweep, too long to be evaluated", 192_000.0, 20.0, &sweeps[0]),
        ("sweep", 48_000.0, 70.0, &sweeps[2]),
        ("a row of close tones", 48_000.0, 40.0, &row),
        ("a row of close tones", 192_000.0, 12.0, &row),
    ];
    for (what, sample_rate_hz, seconds, sample) in cases {
        let peak = peak_mib(sample_rate_hz, seconds, sample);
        println!("{what}, {seconds} s at {sample_rate_hz} Hz: {peak:.1} MiB");
        assert!(peak < MOST_MIB, "{what}, {seconds} s at {sample_rate_hz} Hz: {peak:.1} MiB");
    }
}
