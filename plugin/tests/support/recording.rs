//! A snapshot computed from a WAV file by the live analysis, record by record.

use std::collections::VecDeque;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use std::time::Duration;

use groundtruth_analysis::{
    Context, Controls, CrosstalkLevel, CrosstalkPoint, Meter, Programme, Progress, Snapshot, Spectrogram,
    SpectrogramColumn, State, Worker, snapshot_channel,
};
use groundtruth_measure::{Analyzer, PairFigure, Report, Settings, Spectrum};
use groundtruth_stream::Format;
use groundtruth_stream::capture::{Reason, channel};

/// Analyses the whole file in records that overlap by three quarters.
pub fn snapshot(path: &Path, settings: Settings) -> Result<Snapshot, Box<dyn Error>> {
    analysed(&read(path)?, settings)
}

/// The same of samples.
pub fn analysed(recording: &Recording, settings: Settings) -> Result<Snapshot, Box<dyn Error>> {
    let Recording { rate_hz, channels } = recording;
    let rate_hz = *rate_hz;
    let mut analyzer = Analyzer::new(rate_hz, channels.len(), settings);
    let (frames, record) = (channels[0].len(), settings.transform_frames);
    let (mut crosstalk, mut columns) = (VecDeque::new(), VecDeque::new());
    for first in (0..=frames.saturating_sub(record)).step_by(record / 4) {
        let slices: Vec<&[f32]> = channels.iter().map(|channel| &channel[first..first + record]).collect();
        analyzer.push(first as u64, &slices)?;
        let end_frame = (first + record) as u64;
        if let Some(report) = analyzer.report() {
            crosstalk.push_back(crosstalk_point(&report, end_frame));
        }
        columns.extend(analyzer.spectrum().map(|spectrum| Arc::new(column(&spectrum, end_frame))));
    }
    let (records, of) = analyzer.progress();
    Ok(Snapshot {
        version: 1,
        record_version: 1,
        state: State::Running,
        context: Some(Context {
            sample_rate_hz: rate_hz,
            channels: channels.len(),
            generation: 1,
            end_frame: frames as u64,
            play_position_frames: None,
            gaps: 0,
            lost_frames: 0,
        }),
        settings,
        meters: channels.iter().map(|samples| meter(samples)).collect(),
        progress: Progress { records, of },
        spectrum: analyzer.spectrum().map(Arc::new),
        report: analyzer.report().map(Arc::new),
        max_hold: analyzer.spectrum().map(|spectrum| spectrum.channels).unwrap_or_default(),
        density: Arc::new(analyzer.density()),
        crosstalk: Arc::new(crosstalk),
        spectrogram: Spectrogram { columns: Arc::new(columns) },
        programme: programme(recording, settings)?,
        ..Snapshot::default()
    })
}

/// What the worker itself says of the recording, as of music.
fn programme(recording: &Recording, settings: Settings) -> Result<Programme, Box<dyn Error>> {
    const BLOCK_FRAMES: usize = 512;
    let format = Format {
        sample_rate_hz: recording.rate_hz,
        channels: recording.channels.len(),
        reference_channels: 0,
    };
    let controls = Controls::default();
    let worker = Worker::spawn(controls.clone(), settings)?;
    let (writer, mut reader) = snapshot_channel();
    controls.listening.set(Reason::Shown, true);
    let (mut sender, receiver) = channel(format, controls.listening.clone());
    worker.connect(receiver);
    worker.subscribe(writer, Box::new(|| ()));
    sender.set_offline(true);
    for first in (0..recording.channels[0].len()).step_by(BLOCK_FRAMES) {
        let block = |samples: &'_ Vec<f32>| -> Vec<f32> {
            samples[first..samples.len().min(first + BLOCK_FRAMES)].to_vec()
        };
        let block: Vec<Vec<f32>> = recording.channels.iter().map(block).collect();
        let planes: Vec<&[f32]> = block.iter().map(Vec::as_slice).collect();
        sender.push(&planes, None, None);
    }
    if !worker.drain(Duration::from_secs(60)) {
        return Err("the worker hangs".into());
    }
    Ok(reader.latest().programme.clone())
}

/// Samples, channel by channel.
pub struct Recording {
    pub rate_hz: f64,
    pub channels: Vec<Vec<f32>>,
}

fn read(path: &Path) -> Result<Recording, Box<dyn Error>> {
    let mut reader = hound::WavReader::open(path)?;
    let spec = reader.spec();
    let full_scale = 2f64.powi(i32::from(spec.bits_per_sample) - 1);
    let samples: Vec<f32> = match spec.sample_format {
        hound::SampleFormat::Float => reader.samples::<f32>().collect::<Result<_, _>>()?,
        hound::SampleFormat::Int => reader
            .samples::<i32>()
            .map(|s| s.map(|s| (f64::from(s) / full_scale) as f32))
            .collect::<Result<_, _>>()?,
    };
    let channels = usize::from(spec.channels);
    let split =
        (0..channels).map(|channel| samples.iter().skip(channel).step_by(channels).copied().collect());
    Ok(Recording { rate_hz: f64::from(spec.sample_rate), channels: split.collect() })
}

fn meter(samples: &[f32]) -> Meter {
    let peak = samples.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs()));
    let mean_square =
        samples.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / samples.len() as f64;
    let clipped_samples = samples.iter().filter(|sample| sample.abs() >= 1.0).count() as u64;
    Meter { peak, peak_hold: peak, mean_square, clipped_samples, not_finite_samples: 0 }
}

fn crosstalk_point(report: &Report, end_frame: u64) -> CrosstalkPoint {
    let level = |from: &str, to: &str| {
        let reading = report.pair(from, to)?.figures.get(&PairFigure::XtalkSelective)?;
        reading.figure().map(|figure| CrosstalkLevel { level_db: figure.value as f32, limit: figure.limit })
    };
    CrosstalkPoint { end_frame, left_to_right: level("L", "R"), right_to_left: level("R", "L") }
}

/// The largest bin of each band, the louder channel's.
fn column(spectrum: &Spectrum, end_frame: u64) -> SpectrogramColumn {
    let ratio = Spectrogram::HIGH_HZ / Spectrogram::LOW_HZ;
    let mut powers = vec![0.0f32; Spectrogram::BANDS];
    for channel in &spectrum.channels {
        for (bin, power) in channel.iter().enumerate().skip(1) {
            let place =
                (spectrum.bin_hz(bin) / Spectrogram::LOW_HZ).ln() / ratio.ln() * Spectrogram::BANDS as f64;
            if (0.0..Spectrogram::BANDS as f64).contains(&place) {
                powers[place as usize] = powers[place as usize].max(*power);
            }
        }
    }
    let levels_dbfs = powers.iter().map(|power| 10.0 * power.log10()).collect();
    SpectrogramColumn { end_frame, sample_rate_hz: spectrum.sample_rate_hz, levels_dbfs }
}
