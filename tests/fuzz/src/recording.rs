//! Measures arbitrary recordings.

use arbitrary::Unstructured;
use groundtruth_measure::measure_record;

use crate::Input;
use crate::report::assert_settles;
use crate::scenario::Scenario;
use crate::soundness::assert_sound;

/// The report of the recording described by the bytes is sound, and stable as JSON.
pub fn measure(bytes: &[u8]) -> Input {
    let Ok(scenario) = Scenario::from_choices(&mut Unstructured::new(bytes)) else {
        return Input::Foreign;
    };
    let channels: Vec<&[f64]> = scenario.channels.iter().map(Vec::as_slice).collect();
    let report = measure_record(scenario.sample_rate_hz, &channels, scenario.settings);
    assert_eq!(report.channels.len(), channels.len());
    assert_eq!(report.pairs.len(), channels.len() * (channels.len() - 1));
    assert_sound(&report);
    assert_settles(&report);
    Input::Used
}
