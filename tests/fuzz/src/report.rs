//! Reports read from any JSON.

use groundtruth_measure::Report;

use crate::Input;

/// A text that reads as a report is written so that it reads as the same one.
pub fn report(bytes: &[u8]) -> Input {
    if let Ok(report) = serde_json::from_slice::<Report>(bytes) {
        assert_settles(&report);
    }
    Input::Used
}

/// Written and read, a report is one that no more of it changes.
pub(crate) fn assert_settles(report: &Report) {
    let text = |report: &Report| serde_json::to_string(report).expect("a report is JSON");
    let read = |text: &str| serde_json::from_str::<Report>(text).expect("what was written can be read");
    let once = read(&text(report));
    let twice = read(&text(&once));
    assert_eq!(once, twice, "a report changes as it is written and read");
}
