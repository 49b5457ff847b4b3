//! The bench track in the stream, as the snapshot shows it.

use std::sync::Arc;

use groundtruth_measure::{BenchListener, HeardRun, Report, RunEnd, SectionState, Settings, WrongShape};
use groundtruth_stream::capture::Block;

use crate::{BenchEnd, BenchProgress, Latest};

/// What of a snapshot is filled in here.
type Shown = Option<Arc<BenchProgress>>;

/// Follows the stream from one break to the next. Restarts of the record and changed settings are none.
pub(super) struct Bench {
    /// Built with the first block after a break.
    listener: Option<BenchListener>,
    /// Whether its newest run is shown with its end.
    is_over: bool,
    /// Generation of the newest block.
    generation: u32,
    /// The report put in the slot.
    kept: Option<Arc<Report>>,
    last: Latest<Report>,
}

/// What breaks the stream off.
#[derive(Clone, Copy, Debug)]
pub(super) enum Break {
    /// Frames were lost.
    Gap(u64),
    Generation,
    Freeze,
    Failure,
    /// Nobody listens any more.
    Unheard,
}

impl Bench {
    /// Reports of complete runs are put in this slot.
    pub fn new(last: Latest<Report>) -> Bench {
        Bench { listener: None, is_over: true, generation: 0, kept: None, last }
    }

    /// Takes frames of a block.
    ///
    /// # Errors
    ///
    /// Another number of channels than at the start: no frame was taken.
    pub fn take(
        &mut self,
        block: &Block<'_>,
        from: usize,
        count: usize,
        settings: &Settings,
    ) -> Result<(), WrongShape> {
        self.generation = block.generation;
        let (rate_hz, channels) = (block.sample_rate_hz, block.channels());
        let first_frame = block.first_frame + from as u64;
        let listener = self
            .listener
            .get_or_insert_with(|| BenchListener::new(rate_hz, channels, first_frame, *settings));
        let samples = |channel: usize| &block.channel(channel)[from..from + count];
        let samples: Vec<&[f32]> = (0..channels).map(samples).collect();
        listener.take(&samples)
    }

    pub fn set_settings(&mut self, settings: Settings) {
        if let Some(listener) = &mut self.listener {
            listener.set_settings(settings);
        }
    }

    /// Ends a run under way with what was heard of it.
    pub fn break_off(&mut self, why: Break, shown: &mut Shown) {
        let Some(mut listener) = self.listener.take() else { return };
        listener.break_off();
        self.keep(&listener);
        self.show_run(listener.newest(), why, shown);
        self.is_over = true;
    }

    /// Completes a run whose last marker was heard. Returns whether it did.
    pub fn catch_up(&mut self, shown: &mut Shown) -> bool {
        let is_complete = self.listener.as_mut().is_some_and(BenchListener::catch_up);
        if is_complete {
            self.show(shown);
        }
        is_complete
    }

    /// Shows the newest run.
    pub fn show(&mut self, shown: &mut Shown) {
        let Some(listener) = self.listener.take() else { return };
        self.keep(&listener);
        // A run breaks off only with its listener, so the reason does not show.
        self.show_run(listener.newest(), Break::Unheard, shown);
        self.listener = Some(listener);
    }

    /// Hands out the report of a complete run.
    fn keep(&mut self, listener: &BenchListener) {
        let Some(complete) = listener.complete() else { return };
        if !self.kept.as_ref().is_some_and(|kept| Arc::ptr_eq(kept, complete)) {
            self.kept = Some(complete.clone());
            self.last.set(Some(complete.clone()));
        }
    }

    fn show_run(&mut self, run: Option<&HeardRun>, why: Break, shown: &mut Shown) {
        let Some(run) = run else { return };
        if run.end.is_some() && self.is_over {
            return;
        }
        self.is_over = run.end.is_some();
        *shown = Some(Arc::new(progress(run, why, self.generation, shown.as_deref())));
    }
}

/// A run as the snapshot shows it, after what it showed before.
fn progress(run: &HeardRun, why: Break, generation: u32, before: Option<&BenchProgress>) -> BenchProgress {
    let end = run.end.map(|end| match end {
        RunEnd::Complete => BenchEnd::Complete,
        RunEnd::Lost(section) => BenchEnd::Broken(format!(
            "No marker was heard after “{section}”: the track stopped, or something covered it."
        )),
        RunEnd::BrokenOff => BenchEnd::Broken(sentence(why)),
    });
    let is_same_report = |before: &BenchProgress| {
        before.report.as_ref().map(Arc::as_ptr) == run.report.as_ref().map(Arc::as_ptr)
    };
    let is_same = |before: &&BenchProgress| {
        before.sections == run.sections && before.end == end && is_same_report(before)
    };
    let version = before.map_or(0, |before| before.version) + u64::from(before.filter(is_same).is_none());
    BenchProgress {
        version,
        form: run.form,
        heard_s: run.heard_s,
        length_s: run.form.length_s(),
        sections: run.sections.clone(),
        report: run.report.clone(),
        generation,
        end,
    }
}

/// A run that was under way, ended by a break.
pub(super) fn broken(shown: Shown, why: Break) -> Shown {
    let shown = shown?;
    if shown.end.is_some() {
        return Some(shown);
    }
    let version = shown.version + 1;
    let sections = shown.sections.iter().map(|(section, state)| match state {
        SectionState::Measured => (*section, *state),
        _ => (*section, SectionState::Missing),
    });
    let sections = sections.collect();
    Some(Arc::new(BenchProgress {
        version,
        sections,
        end: Some(BenchEnd::Broken(sentence(why))),
        ..(*shown).clone()
    }))
}

fn sentence(why: Break) -> String {
    match why {
        Break::Gap(frames) => format!("The stream broke off: {frames} frames were lost."),
        Break::Generation => "The host started the stream anew.".to_owned(),
        Break::Freeze => "The analysis was frozen.".to_owned(),
        Break::Failure => "The analysis failed and was started anew.".to_owned(),
        Break::Unheard => "The analysis was switched off.".to_owned(),
    }
}
