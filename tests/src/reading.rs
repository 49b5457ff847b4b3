//! From planted signals to figures in one step, and the figures by name.

use groundtruth_measure::{
    Analyzer, ChannelFigure, ChannelReport, Figure, FigureKey, Figures, PairFigure, PairReport, Reading,
    Refusal, Report, Settings, measure_record,
};

use crate::stimulus::Signal;

/// The figures of signals taken as one record, in the standard band.
pub fn measure(channels: &[&Signal]) -> Report {
    measure_with(&Settings::default(), channels)
}

/// The figures of signals taken as one record.
pub fn measure_with(settings: &Settings, channels: &[&Signal]) -> Report {
    let samples: Vec<&[f64]> = channels.iter().map(|signal| signal.samples.as_slice()).collect();
    measure_record(channels[0].sample_rate_hz, &samples, *settings)
}

/// The analyzer after all records of the signals at 75 % overlap, as in a live session.
pub fn listened(settings: Settings, channels: &[&Signal]) -> Analyzer {
    let samples: Vec<&[f64]> = channels.iter().map(|signal| signal.samples.as_slice()).collect();
    listened_to(settings, channels[0].sample_rate_hz, channels[0].first_frame, &samples)
}

/// [`listened`] for samples of any precision.
pub fn listened_to<S: Copy + Into<f64>>(
    settings: Settings,
    sample_rate_hz: f64,
    first_frame: u64,
    channels: &[&[S]],
) -> Analyzer {
    let mut analyzer = Analyzer::new(sample_rate_hz, channels.len(), settings);
    let frames = settings.transform_frames;
    for first in (0..=channels[0].len() - frames).step_by(frames / 4) {
        let record: Vec<&[S]> = channels.iter().map(|samples| &samples[first..first + frames]).collect();
        analyzer.push(first_frame + first as u64, &record).expect("a record of every channel");
    }
    analyzer
}

/// The figures after all records of the signals at 75 % overlap.
pub fn measure_live(settings: Settings, channels: &[&Signal]) -> Report {
    listened(settings, channels).report().expect("at least one record was pushed")
}

/// The first channel.
pub fn left(report: &Report) -> &ChannelReport {
    &report.channels[0]
}

/// The second channel.
pub fn right(report: &Report) -> &ChannelReport {
    &report.channels[1]
}

/// From the first channel to the second.
pub fn left_to_right(report: &Report) -> &PairReport {
    report.pair("L", "R").expect("a stereo report has both directions")
}

/// From the second channel to the first.
pub fn right_to_left(report: &Report) -> &PairReport {
    report.pair("R", "L").expect("a stereo report has both directions")
}

/// Figures by id, for tests with known expectations.
pub trait Readings {
    /// Those of a channel or of a pair.
    type Id: FigureKey;

    /// All of them.
    fn figures(&self) -> &Figures<Self::Id>;

    /// One that must be measured.
    #[track_caller]
    fn measured(&self, id: Self::Id) -> Figure {
        match &self.figures()[&id] {
            Reading::Measured(figure) => *figure,
            Reading::NotMeasurable(refusal) => panic!("{id} is not measurable: {refusal}"),
        }
    }

    /// The value of one that must be measured.
    #[track_caller]
    fn value(&self, id: Self::Id) -> f64 {
        self.measured(id).value
    }

    /// The reason of one that must be refused.
    #[track_caller]
    fn refusal(&self, id: Self::Id) -> &Refusal {
        match &self.figures()[&id] {
            Reading::NotMeasurable(refusal) => refusal,
            Reading::Measured(figure) => panic!("{id} is measured: {figure:?}"),
        }
    }
}

impl Readings for ChannelReport {
    type Id = ChannelFigure;

    fn figures(&self) -> &Figures<ChannelFigure> {
        &self.figures
    }
}

impl Readings for PairReport {
    type Id = PairFigure;

    fn figures(&self) -> &Figures<PairFigure> {
        &self.figures
    }
}
