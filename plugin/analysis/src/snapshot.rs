//! The analysis thread's output: a complete, immutable value. The newest one replaces the others.

use std::collections::VecDeque;
use std::sync::Arc;

use groundtruth_measure::{Averaging, DensityPoint, Refusal, Report, ResidualWaveform, Settings, Spectrum};

use crate::{BenchProgress, Programme};

/// Everything that the editor draws, at one moment of the stream. Cheap to clone: large parts are shared.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// Rises by one with every snapshot of an instance.
    pub version: u64,
    /// Rises when `spectrum`, `report`, `density`, `residuals` or the histories change; meters change with `version`.
    pub record_version: u64,
    /// State of the analysis.
    pub state: State,
    /// The reason if `state` is [`State::Failed`].
    pub message: Option<String>,
    /// Position in the stream; `None` before any audio.
    pub context: Option<Context>,
    /// Settings the figures were made with.
    pub settings: Settings,
    /// Per channel, since the last restart of the record.
    pub meters: Vec<Meter>,
    /// What music has, whatever the records: loudness, correlation, a spectrum that answers at once.
    pub programme: Programme,
    /// Records averaged so far.
    pub progress: Progress,
    /// Averaged spectrum in linear power.
    pub spectrum: Option<Arc<Spectrum>>,
    /// Largest power per bin since the last clear, channel by channel, same bins as `spectrum`.
    pub max_hold: Vec<Arc<[f32]>>,
    /// Figures of the average.
    pub report: Option<Arc<Report>>,
    /// Noise density per channel, lines removed.
    pub density: Arc<Vec<Vec<DensityPoint>>>,
    /// What distortion leaves of each channel over one period of its tone, or why that cannot be shown; empty before the
    /// first record.
    pub residuals: Arc<Vec<Result<ResidualWaveform, Refusal>>>,
    /// Crosstalk of the last minute, oldest first.
    pub crosstalk: Arc<VecDeque<CrosstalkPoint>>,
    /// Spectrogram of the last minute.
    pub spectrogram: Spectrogram,
    /// The newest run of the bench track in the stream; `None` if there was none.
    pub bench: Option<Arc<BenchProgress>>,
}

impl Snapshot {
    /// Discards the figures; those of other settings follow. The bench track's stay.
    pub(crate) fn forget_figures(&mut self, settings: Settings) {
        self.settings = settings;
        self.progress = Progress::default();
        self.programme = Programme::default();
        self.spectrum = None;
        self.report = None;
        self.density = Arc::default();
        self.residuals = Arc::default();
        self.record_version += 1;
    }
}

/// State of the analysis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// No audio since the start, or for half a second.
    #[default]
    NoAudio,
    /// The first record is filling.
    Filling {
        /// Frames available.
        frames: usize,
        /// Frames of a record.
        of: usize,
    },
    /// Records are being analysed.
    Running,
    /// Frozen by the user: figures and curves stay, audio is not analysed.
    Frozen,
    /// The analysis itself failed and was restarted; the message gives the place.
    Failed,
}

impl State {
    /// With as many frames of a record at hand.
    pub(crate) fn at(is_failed: bool, frames: usize, of: usize) -> State {
        match () {
            () if is_failed => State::Failed,
            () if frames < of => State::Filling { frames, of },
            () => State::Running,
        }
    }
}

/// Position of a snapshot in the stream.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Context {
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// 1 or 2.
    pub channels: usize,
    /// Rises with every activation, reset or reopening: figures never join two generations.
    pub generation: u32,
    /// Absolute frame after the newest one used.
    pub end_frame: u64,
    /// Position in the host's timeline at `end_frame`, in frames, if the host provides one.
    pub play_position_frames: Option<i64>,
    /// Gaps since the generation began.
    pub gaps: u32,
    /// Frames lost in them.
    pub lost_frames: u64,
}

/// Level of one channel.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meter {
    /// Largest absolute sample since the previous snapshot, linear.
    pub peak: f32,
    /// Largest absolute sample since the restart, linear.
    pub peak_hold: f32,
    /// Mean square since the previous snapshot, linear.
    pub mean_square: f64,
    /// Samples at or beyond full scale (|x| ≥ 1) since the restart.
    pub clipped_samples: u64,
    /// NaN or infinite samples since the restart.
    pub not_finite_samples: u64,
}

/// Samples as they came from the stream, without a gap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Samples {
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Absolute frame of the first sample.
    pub first_frame: u64,
    /// One list per channel, all of one length; full scale is ±1.
    pub channels: Vec<Vec<f32>>,
}

/// Progress of the average.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records in the average.
    pub records: u32,
    /// Records that complete it; `None` if it is never complete.
    pub of: Option<u32>,
}

impl Progress {
    /// Whether the figures are those of a finished average.
    pub(crate) fn is_finished(self, averaging: Averaging) -> bool {
        !matches!(averaging, Averaging::Records { .. }) || Some(self.records) == self.of
    }
}

/// One moment of the crosstalk strip chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrosstalkPoint {
    /// Absolute frame of the record's end, for the time axis.
    pub end_frame: u64,
    /// Selective crosstalk left to right; `None` when not measurable.
    pub left_to_right: Option<CrosstalkLevel>,
    /// Right to left.
    pub right_to_left: Option<CrosstalkLevel>,
}

/// Selective crosstalk of one record.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CrosstalkLevel {
    /// Level in dB; for a limit its upper end.
    pub level_db: f32,
    /// True if the true value is at or below it.
    pub limit: bool,
}

/// Columns of the last minute, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Spectrogram {
    /// Shared columns.
    pub columns: Arc<VecDeque<Arc<SpectrogramColumn>>>,
}

/// One moment of the spectrogram.
#[derive(Clone, Debug, PartialEq)]
pub struct SpectrogramColumn {
    /// Absolute frame of the record's end.
    pub end_frame: u64,
    /// Sample rate in Hz.
    pub sample_rate_hz: f64,
    /// Level in dBFS, largest bin of each of [`Spectrogram::BANDS`] log-spaced bands, louder channel.
    pub levels_dbfs: Box<[f32]>,
}

impl Spectrogram {
    /// Bands of a column, log-spaced from [`Spectrogram::LOW_HZ`] to [`Spectrogram::HIGH_HZ`].
    pub const BANDS: usize = 256;
    /// Lower edge of the first band.
    pub const LOW_HZ: f64 = 10.0;
    /// Upper edge of the last band; bands above half the sample rate read −∞.
    pub const HIGH_HZ: f64 = 40_000.0;
}
