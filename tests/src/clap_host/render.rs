//! A bounce: renders audio through the plugin offline, and reads the figures from the session saved afterwards.

use groundtruth_measure::{Report, Settings};
use groundtruth_plugin::settings::InstrumentSettings;
use serde_json::json;

use super::{HostFault, Instance, Library, Pace};
use crate::clip::Clip;

/// Renders a clip through a fresh instance without an editor; the report of its last finished record.
///
/// The report comes from the saved state, as a DAW would keep it: nothing is analysed here.
pub fn render(library: &Library, clip: &Clip, measure: Settings) -> Result<Report, HostFault> {
    let mut instance = Instance::new(library)?;
    let mut state = instance.save_state()?;
    let settings =
        InstrumentSettings { measure, analyse_while_closed: true, ..InstrumentSettings::default() };
    state.set_field("settings", &json!(settings));
    instance.load_state(&state)?;

    let count = instance.play_to_end(clip, Pace::Offline)?;
    if count.altered_samples + count.failed_blocks > 0 {
        return Err(HostFault::NotTransparent(count));
    }
    instance.save_state()?.report().ok_or(HostFault::NoReport)
}
