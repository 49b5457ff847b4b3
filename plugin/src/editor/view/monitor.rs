//! The spectrum of music: peaks that appear at once and fall slowly, in place of the averaged one.

use std::sync::Arc;

use groundtruth_analysis::{Snapshot, State};
use groundtruth_measure::{Report, Spectrum, StimulusKind};

/// The falling peaks, kept between frames.
#[derive(Clone, Default)]
pub struct Monitor {
    falling: Option<(u64, Spectrum)>,
}

/// Whether figures of music are shown: of what plays now, and no test signal.
pub fn is_programme(snapshot: &Snapshot, report: Option<&Report>) -> bool {
    let is_live = !matches!(snapshot.state, State::NoAudio | State::Failed);
    let kind = report.map(|report| report.stimulus.kind);
    is_live && kind == Some(StimulusKind::Programme) && snapshot.programme.spectrum.is_some()
}

impl Monitor {
    /// The snapshot with the short spectrum's falling peaks in place of the long spectrum. `None` with a test signal, or
    /// without audio: then the long one is shown.
    pub fn in_place_of(&mut self, snapshot: &Snapshot, fall_db_per_s: f32) -> Option<Snapshot> {
        if !is_programme(snapshot, snapshot.report.as_deref()) {
            self.falling = None;
            return None;
        }
        let newest = snapshot.programme.spectrum.as_deref()?;
        let end_frame = snapshot.context.map_or(0, |context| context.end_frame);
        let shown = match self.falling.take() {
            Some((before, peaks)) if before <= end_frame && is_same_shape(&peaks, newest) => {
                let elapsed_s = (end_frame - before) as f64 / newest.sample_rate_hz;
                fallen(&peaks, newest, 10f64.powf(-f64::from(fall_db_per_s) * elapsed_s / 10.0) as f32)
            }
            _ => newest.clone(),
        };
        self.falling = Some((end_frame, shown.clone()));
        Some(Snapshot {
            spectrum: Some(Arc::new(shown)),
            max_hold: snapshot.programme.max_hold.clone(),
            // The curves change with every snapshot, not only with every record.
            record_version: snapshot.version,
            ..snapshot.clone()
        })
    }
}

fn is_same_shape(one: &Spectrum, other: &Spectrum) -> bool {
    let lengths =
        |spectrum: &Spectrum| -> Vec<usize> { spectrum.channels.iter().map(|powers| powers.len()).collect() };
    one.sample_rate_hz == other.sample_rate_hz && lengths(one) == lengths(other)
}

/// The larger of the newest power and the earlier peak after its fall.
fn fallen(peaks: &Spectrum, newest: &Spectrum, factor: f32) -> Spectrum {
    let larger = |(peak, newest): (&Arc<[f32]>, &Arc<[f32]>)| -> Arc<[f32]> {
        peak.iter().zip(newest.iter()).map(|(peak, newest)| newest.max(peak * factor)).collect()
    };
    let channels = peaks.channels.iter().zip(&newest.channels).map(larger).collect();
    Spectrum { channels, ..newest.clone() }
}

#[cfg(test)]
mod tests;
