//! The snapshot that the worker makes of a recording.

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use groundtruth_analysis::{Controls, Snapshot, State, Worker, snapshot_channel};
use groundtruth_measure::Settings;
use groundtruth_stream::Format;
use groundtruth_stream::capture::{Reason, channel};

use super::stimuli::Recording;

/// Frames of a block.
const BLOCK_FRAMES: usize = 512;

/// Plays a whole WAV file.
pub fn snapshot(path: &Path, settings: Settings) -> Result<Snapshot, Box<dyn Error>> {
    analysed(&read(path)?, settings)
}

/// Plays a recording offline and returns the state at its end.
pub fn analysed(recording: &Recording, settings: Settings) -> Result<Snapshot, Box<dyn Error>> {
    let Recording { rate_hz, channels } = recording;
    let format = Format { sample_rate_hz: *rate_hz, channels: channels.len(), reference_channels: 0 };
    let controls = Controls::default();
    let worker = Worker::spawn(controls.clone(), settings)?;
    let (writer, mut reader) = snapshot_channel();
    // Before the audio: the display's spectra are made only while somebody looks.
    worker.subscribe(writer, Box::new(|| ()));
    controls.listening.set(Reason::Shown, true);
    let (mut sender, receiver) = channel(format, controls.listening.clone());
    worker.connect(receiver);
    sender.set_offline(true);
    for first in (0..channels[0].len()).step_by(BLOCK_FRAMES) {
        let end = channels[0].len().min(first + BLOCK_FRAMES);
        let planes: Vec<&[f32]> = channels.iter().map(|samples| &samples[first..end]).collect();
        sender.push(&planes, None, None);
    }
    if !worker.drain(Duration::from_secs(120)) {
        return Err("the worker hangs".into());
    }
    // Whether the worker has noticed the end of the audio by now is a matter of pace.
    Ok(Snapshot { state: State::Running, ..reader.latest().clone() })
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
