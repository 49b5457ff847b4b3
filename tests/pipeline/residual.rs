//! The residual over one period comes with every record, and goes with the figures.

use groundtruth_measure::Refusal;

use crate::rig::{FRAMES, Rig, planted, settings};

#[test]
fn every_record_has_the_residual_of_each_channel() {
    let mut rig = Rig::new(settings());
    rig.feed_plainly(&planted(2 * FRAMES));
    rig.drained();
    let snapshot = rig.wait_for("a record", |snapshot| !snapshot.residuals.is_empty());
    assert!(snapshot.report.is_some());
    let [left, right] = &snapshot.residuals[..] else { panic!("two channels: {:?}", snapshot.residuals) };
    // H2 and H3 at 1e-4 and 3.2e-5 of the fundamental; the noise in 20 harmonics adds far less.
    let waveform = left.as_ref().expect("driven by 997 Hz");
    let largest = waveform.points.iter().map(|point| point.abs()).fold(0.0, f32::max);
    assert!((9e-5..1.5e-4).contains(&largest), "{largest}");
    assert!(matches!(right, Err(Refusal::NotDriven { .. })), "{right:?}");

    rig.sender.reset();
    rig.feed_plainly(&planted(FRAMES / 4));
    rig.drained();
    let snapshot = rig.wait_for("a restart", |snapshot| snapshot.report.is_none());
    assert!(snapshot.residuals.is_empty());
}
