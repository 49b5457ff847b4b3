//! Level, peak and DC compared with a plain computation over the used frames given in the report.

use groundtruth_measure::ChannelFigure::{Dc, LevelPeak, LevelRms};
use groundtruth_measure::ChannelReport;
use groundtruth_tests::life::{Case, Sound, cases, shown};
use groundtruth_tests::reading::measure;
use groundtruth_tests::stimulus::{Fault, Signal, Tone};

use crate::{db, rate_hz};

/// Summation order: 1e-10 of the level.
const ROUNDING_DB: f64 = 1e-8;

/// Directly computed values of the used frames: level, peak in dBFS, mean and root mean square.
fn plain(signal: &Signal, [first, count]: [u64; 2]) -> [f64; 4] {
    let used = &signal.samples[first as usize..(first + count) as usize];
    let mean_square = used.iter().map(|x| x * x).sum::<f64>() / count as f64;
    let peak = used.iter().fold(0f64, |most, x| most.max(x.abs()));
    let mean = used.iter().sum::<f64>() / count as f64;
    [db(2.0 * mean_square), 20.0 * peak.log10(), mean, mean_square.sqrt()]
}

fn check(case: &mut Case, signal: &Signal, channel: &ChannelReport) {
    let used = channel.used_frames;
    let [rms_dbfs, peak_dbfs, mean, rms] = plain(signal, used);
    case.note(format!("used {used:?} of {}", signal.samples.len()));
    for (id, plain) in [(LevelRms, rms_dbfs), (LevelPeak, peak_dbfs)] {
        if let Some(figure) = case.measured(channel, id) {
            let error = (figure.value - plain).abs();
            case.expect(error < ROUNDING_DB, format!("{id} {}, plain {plain:.6}", shown(&figure)));
        }
    }
    if let Some(dc) = case.measured(channel, Dc) {
        let said = || format!("dc [{:.4e}, {:.4e}], plain mean {mean:.4e}, rms {rms:.4e}", dc.low, dc.high);
        // The mean itself is known to rounding; 1e-12 of the rms is that of 10^7 terms.
        let holds = dc.low - 1e-12 * rms <= mean && mean <= dc.high + 1e-12 * rms;
        case.expect(holds, said());
        case.expect(dc.high - dc.low <= 0.1 * rms, format!("wide: {}", said()));
    }
}

/// A tone with DC and noise, whose first part is cut off by a click, a gap or silence.
fn tone(case: &mut Case) -> Signal {
    let rate_hz = rate_hz(&mut case.draw);
    let frames = (rate_hz * case.draw.between(4.0, 10.0)) as usize;
    let level_dbfs = case.draw.between(-40.0, -1.0);
    let tone = case.draw.tone(60.0, 9000.0, level_dbfs);
    let offset = case.draw.between(-0.02, 0.02);
    case.note(format!("{tone:?}, offset {offset:.4}, {rate_hz} Hz"));
    Signal::silence(rate_hz, frames).with_tone(tone).with_dc(offset).with_noise(-90.0, case.draw.seed())
}

#[test]
fn level_peak_and_dc_are_those_of_the_used_frames_of_a_steady_tone() {
    cases("levels of tones", 8, 100, |case| {
        let signal = tone(case);
        check(case, &signal, &measure(&[&signal]).channels[0]);
    });
}

#[test]
fn level_peak_and_dc_are_those_of_the_used_frames_where_these_begin_inside_the_file() {
    cases("levels after a fault", 10, 100, |case| {
        let signal = tone(case);
        let at = (case.draw.between(0.1, 0.45) * signal.samples.len() as f64) as usize;
        let fault = case.draw.pick(&[Fault::Click(0.9), Fault::Dropped(731), Fault::Zeroed(2000)]);
        case.note(format!("{fault:?} at {at}"));
        // The part before the fault is louder by 3 to 6 dB, so that its frames would be noticed.
        let (gain, mut signal) = (case.draw.between(1.4, 2.0), signal.with_fault(fault, at, &[]));
        signal.samples[..at].iter_mut().for_each(|x| *x *= gain);
        check(case, &signal, &measure(&[&signal]).channels[0]);
    });
}

#[test]
fn level_peak_and_dc_are_those_of_the_used_frames_after_a_lead_in() {
    cases("levels after a lead-in", 8, 100, |case| {
        let mut signal = tone(case);
        let lead = (case.draw.between(0.05, 0.4) * signal.samples.len() as f64) as usize;
        let gain = case.draw.pick(&[0.0, 0.001, 0.05]);
        case.note(format!("lead-in of {lead} frames, gain {gain}"));
        signal.samples[..lead].iter_mut().for_each(|x| *x *= gain);
        check(case, &signal, &measure(&[&signal]).channels[0]);
    });
}

#[test]
fn level_peak_and_dc_are_those_of_the_used_frames_of_any_sound() {
    cases("levels of sounds", 14, 140, |case| {
        let (kind, rate_hz) = (case.draw.pick(&Sound::ALL), rate_hz(&mut case.draw));
        let (seconds, peak) = (case.draw.between(4.0, 10.0), case.draw.between(0.05, 0.99));
        let offset = case.draw.pick(&[0.0, 0.003, -0.01]);
        case.note(format!("{kind:?}, {seconds:.1} s, {rate_hz} Hz, peak {peak:.3}, offset {offset}"));
        let signal = kind.play(rate_hz, seconds, peak, &mut case.draw).with_dc(offset);
        check(case, &signal, &measure(&[&signal]).channels[0]);
    });
}

#[test]
fn the_interval_of_dc_holds_the_mean_beside_a_rumble() {
    cases("dc beside a rumble", 10, 100, |case| {
        let (rumble_hz, rumble_dbfs) = (case.draw.log_between(0.7, 12.0), case.draw.between(-60.0, -15.0));
        let rumble = Tone { phase_rad: case.draw.phase_rad(), ..Tone::new(rumble_hz, rumble_dbfs) };
        case.note(format!("rumble {rumble_hz:.3} Hz, {rumble_dbfs:.1} dBFS"));
        let signal = tone(case).with_tone(rumble);
        check(case, &signal, &measure(&[&signal]).channels[0]);
    });
}
