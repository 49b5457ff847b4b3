//! The last picture, shown until there is a new one: after a restart nothing goes blank for a record.

use groundtruth_analysis::Snapshot;

/// The newest snapshot with figures.
#[derive(Clone, Default)]
pub struct Previous(Option<Snapshot>);

impl Previous {
    /// What to draw while the first record fills: the figures and curves before it, in the state of now. `None` if the
    /// snapshot has figures of its own, or there were none in its format.
    pub fn in_place_of(&mut self, snapshot: &Snapshot) -> Option<Snapshot> {
        if snapshot.report.is_some() {
            if self.0.as_ref().is_none_or(|kept| kept.version != snapshot.version) {
                self.0 = Some(snapshot.clone());
            }
            return None;
        }
        let kept = self.0.as_ref()?;
        let format = |snapshot: &Snapshot| {
            snapshot.context.as_ref().map(|context| (context.sample_rate_hz, context.channels))
        };
        (format(snapshot) == format(kept)).then(|| Snapshot {
            spectrum: kept.spectrum.clone(),
            max_hold: kept.max_hold.clone(),
            report: kept.report.clone(),
            density: kept.density.clone(),
            programme: kept.programme.clone(),
            residuals: kept.residuals.clone(),
            ..snapshot.clone()
        })
    }
}
