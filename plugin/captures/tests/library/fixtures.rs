//! Files of version 1: each later version has to read them.

use groundtruth_captures::pack::PackedCaptures;
use groundtruth_captures::{Capture, Details, Topology};
use groundtruth_measure::ChannelFigure;

use crate::common::VERSION_1;

const STATE_1: &str = include_str!("../fixtures/state-1.json");

fn assert_as_it_was(capture: &Capture) {
    assert_eq!(capture.id.to_string(), "01M8DJ50CBMMB9Q639BDDNGQZK");
    let details = Details {
        name: "Amp 3, balanced".to_owned(),
        device: "Amp 3".to_owned(),
        topology: Some(Topology::Balanced),
        load_ohms: Some(32.0),
        drive_level_dbfs: Some(-6.0),
        price: "€ 249".to_owned(),
        notes: "Second unit.".to_owned(),
        colour: Some([40, 120, 200]),
    };
    assert_eq!(capture.details, details);
    assert_eq!(capture.origin.position_frames, Some(480_000));
    assert_eq!(capture.reference_volts("L"), Some(2.83));
    let thd = &capture.report().channels[0].figures[&ChannelFigure::ThdF];
    assert_eq!(thd.figure().expect("measured").value, THD_DB);
}

/// THD of the left side as version 1 measured it.
const THD_DB: f64 = -97.23405593022632;

#[test]
fn a_capture_of_version_1_is_read() {
    assert_as_it_was(&Capture::from_json(VERSION_1).expect("a capture"));
}

#[test]
fn a_capture_is_written_as_it_was_read() {
    let read = Capture::from_json(VERSION_1).expect("a capture");
    assert_eq!(read.to_json(), VERSION_1);
}

#[test]
fn a_state_of_version_1_is_read() {
    let state = PackedCaptures::from_json(STATE_1).expect("an array");
    assert_eq!((state.captures.len(), state.set_aside.len()), (2, 0));
    assert_as_it_was(&state.captures[0].unpack().expect("whole"));
    assert_eq!(state.captures[1].unpack().expect("whole").details.name, "renamed in the session");
    assert_eq!(state.to_json(), STATE_1.trim_end());
}
