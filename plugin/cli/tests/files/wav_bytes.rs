//! WAV files byte by byte, valid or invalid.

/// A WAV of 16-bit stereo at 48 kHz, whose header may be false.
#[derive(Clone)]
pub struct WavBytes {
    pub riff: [u8; 4],
    pub riff_bytes: Option<u32>,
    pub tag: u16,
    pub channels: u16,
    pub rate_hz: u32,
    pub frame_bytes: Option<u16>,
    pub bits: u16,
    /// Chunks before the audio, complete.
    pub before: Vec<u8>,
    pub data_bytes: Option<u32>,
    pub audio: Vec<u8>,
    /// Bytes after the audio.
    pub after: Vec<u8>,
}

impl WavBytes {
    /// This many frames, with the samples 1, 2, 3 and so on.
    pub fn counting(frames: u16) -> WavBytes {
        let audio = (1..=2 * frames).flat_map(|sample| sample.to_le_bytes()).collect();
        WavBytes {
            riff: *b"RIFF",
            riff_bytes: None,
            tag: 1,
            channels: 2,
            rate_hz: 48_000,
            frame_bytes: None,
            bits: 16,
            before: Vec::new(),
            data_bytes: None,
            audio,
            after: Vec::new(),
        }
    }

    /// A chunk, padded where odd.
    pub fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let mut chunk = [name.as_slice(), &(content.len() as u32).to_le_bytes(), content].concat();
        chunk.resize(chunk.len().next_multiple_of(2), 0);
        chunk
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let frame_bytes = self.frame_bytes.unwrap_or(self.channels.wrapping_mul(self.bits / 8));
        let byte_rate = self.rate_hz.wrapping_mul(u32::from(frame_bytes));
        let format = [
            self.tag.to_le_bytes().as_slice(),
            &self.channels.to_le_bytes(),
            &self.rate_hz.to_le_bytes(),
            &byte_rate.to_le_bytes(),
            &frame_bytes.to_le_bytes(),
            &self.bits.to_le_bytes(),
        ]
        .concat();
        let data_bytes = self.data_bytes.unwrap_or(self.audio.len() as u32);
        let rest = [
            b"WAVE".as_slice(),
            &self.before,
            &WavBytes::chunk(b"fmt ", &format),
            b"data",
            &data_bytes.to_le_bytes(),
            &self.audio,
            &self.after,
        ]
        .concat();
        let riff_bytes = self.riff_bytes.unwrap_or(rest.len() as u32);
        [self.riff.as_slice(), &riff_bytes.to_le_bytes(), &rest].concat()
    }
}

/// A second of an amplifier in 24 bits: 997 Hz at −6 dBFS on the left with a second harmonic at −80 dB, 60 dB less of
/// the tone on the right, hum of 50 Hz at −80 dBFS on both.
pub fn single_ended() -> WavBytes {
    const FRAMES: usize = 48_000;
    const FULL_SCALE: f64 = 8_388_608.0;
    let sine = |frame: usize, hz: f64| (std::f64::consts::TAU * hz * frame as f64 / FRAMES as f64).sin();
    let level = |dbfs: f64| 10f64.powf(dbfs / 20.0);
    let sides = |frame| {
        let hum = level(-80.0) * sine(frame, 50.0);
        let tone = level(-6.0) * sine(frame, 997.0);
        [tone + level(-86.0) * sine(frame, 1994.0) + hum, level(-60.0) * tone + hum]
    };
    let sample = |x: f64| ((x * FULL_SCALE).round() as i32).to_le_bytes()[..3].to_vec();
    let mut wav = WavBytes::counting(0);
    wav.bits = 24;
    wav.audio = (0..FRAMES).flat_map(sides).flat_map(sample).collect();
    wav
}
