//! Reads reports from arbitrary JSON.

use groundtruth_measure::Report;

use crate::Input;

/// A text that reads as a report is written so that it reads as the same one.
pub fn report(bytes: &[u8]) -> Input {
    if let Ok(report) = serde_json::from_slice::<Report>(bytes) {
        assert_settles(&report);
    }
    Input::Used
}

/// Writing and reading a report twice gives the same result as once.
pub(crate) fn assert_settles(report: &Report) {
    let text = |report: &Report| serde_json::to_string(report).expect("a report is JSON");
    let read = |text: &str| serde_json::from_str::<Report>(text).expect("what was written can be read");
    let once = read(&text(report));
    let twice = read(&text(&once));
    assert_eq!(once, twice, "a report changes as it is written and read");
}
