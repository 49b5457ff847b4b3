//! Arguments of `stimulus`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use groundtruth_captures::stimulus::{
    BENCH_LEVEL_DBFS, DUAL_HZ, LENGTH_S, LEVEL_DBFS, MULTITONE_TONES, SWEEP_HZ, SampleForm, TONE_HZ, bench,
    sweep,
};
use groundtruth_measure::generator::{Level, Recipe, Sides, SignalKind};
use groundtruth_measure::{Band, BenchForm, RelatedTones};

use super::quantities::{above_zero, level_dbfs};

const EXAMPLES: &str = "\
Examples:
  groundtruth stimulus tone -o tone.wav                      997 Hz on both channels at -6 dBFS
  groundtruth stimulus tone --sides left -o left.wav         crosstalk from left to right
  groundtruth stimulus dual --frequency 997,1499 -o two.wav  a tone per channel: crosstalk both ways
  groundtruth stimulus multitone --sides each -o many.wav    interleaved: crosstalk over frequency
  groundtruth stimulus sweep --length 20 --rate 96000 --bits 32f -o sweep.wav
  groundtruth stimulus silence -o idle.wav                   dither alone, for noise
  groundtruth stimulus bench -o bench.wav                    every test in one file: play, record, measure
  groundtruth stimulus tone -o - | aplay                     to standard output

Exit code: 0 on success; 1 if the file cannot be written; 2 for incorrect usage.";

/// Arguments of `stimulus`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct StimulusArguments {
    /// Type of signal
    #[arg(value_enum)]
    pub kind: StimulusKind,
    /// WAV file to write; - for standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Peak level relative to full scale; the level of a tone in dBFS [default: -6; bench -12]
    #[arg(long, alias = "level", value_name = "DB", allow_hyphen_values = true, value_parser = level_dbfs)]
    pub level_dbfs: Option<f64>,
    /// Duration in seconds [default: 30; bench its own]
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = above_zero)]
    pub length: Option<f64>,
    /// The bench track in 27 s instead of 75 s
    #[arg(long)]
    pub quick: bool,
    /// Sample rate in Hz
    #[arg(long, value_name = "HZ", default_value = "48000", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(8000..=768_000))]
    pub rate: u32,
    /// Sample format; integers are dithered (TPDF)
    #[arg(long, value_enum, default_value = "24")]
    pub bits: Bits,
    /// Frequency in Hz: one for tone, two for dual (LEFT,RIGHT), twin and sweep (START,STOP)
    /// [default: tone 997; dual 997,1499; twin 19000,20000; sweep 20,20000]
    #[arg(long, value_name = "HZ[,HZ]", value_delimiter = ',', num_args = 1, allow_hyphen_values = true, value_parser = above_zero)]
    pub frequency: Vec<f64>,
    /// Channels that carry a tone, multitone or sweep [default: both; sweep each]
    #[arg(long, value_enum)]
    pub sides: Option<Side>,
    /// Number of tones of a multitone per channel [default: 31]
    #[arg(long, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(2..=120))]
    pub tones: Option<u16>,
    /// Overwrite an existing file; links, devices and pipes are written through
    #[arg(long)]
    pub force: bool,
}

/// Kinds of signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StimulusKind {
    /// One sine wave
    Tone,
    /// One sine wave on the left channel, another on the right
    Dual,
    /// Sum of two sine waves, 1:1
    Twin,
    /// SMPTE intermodulation signal: 60 Hz and 7 kHz, 4:1
    Smpte,
    /// DIN intermodulation signal: 250 Hz and 8 kHz, 4:1
    Din,
    /// Difference-frequency signal: 19 kHz and 20 kHz, 1:1
    Dfd,
    /// Sum of many sine waves, 20 Hz to 20 kHz
    Multitone,
    /// Exponential sine sweep
    Sweep,
    /// Silence
    Silence,
    /// The bench track: markers, tones, intermodulation, multitone, levels and sweeps, recognised when it is measured
    Bench,
}

/// Sample formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Bits {
    /// 16-bit integers
    #[value(name = "16")]
    Integer16,
    /// 24-bit integers
    #[value(name = "24")]
    Integer24,
    /// 32-bit floats
    #[value(name = "32f")]
    Float32,
}

impl Bits {
    /// The same of a file.
    pub fn form(self) -> SampleForm {
        match self {
            Bits::Integer16 => SampleForm::Integer16,
            Bits::Integer24 => SampleForm::Integer24,
            Bits::Float32 => SampleForm::Float32,
        }
    }
}

/// Channels that carry the signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Side {
    /// Left channel only
    Left,
    /// Right channel only
    Right,
    /// The same signal on both channels
    Both,
    /// Left, then right; a multitone interleaves its tones
    Each,
}

impl StimulusArguments {
    /// The requested signal.
    ///
    /// # Errors
    ///
    /// Incompatible or invalid options, with the valid range.
    pub fn recipe(&self) -> Result<Recipe, String> {
        if self.kind == StimulusKind::Silence && self.level_dbfs.is_some() {
            return Err("--level-dbfs is not for silence".to_owned());
        }
        if self.kind != StimulusKind::Multitone && self.tones.is_some() {
            return Err(format!("--tones is for a multitone, not for {}", self.kind_name()));
        }
        if self.kind != StimulusKind::Bench && self.quick {
            return Err(format!("--quick is for bench, not for {}", self.kind_name()));
        }
        if self.kind == StimulusKind::Bench {
            return self.bench();
        }
        let sample_rate_hz = f64::from(self.rate);
        let frames = (self.length_s() * sample_rate_hz).round() as u64;
        let level = Level::PeakDbfs(self.level_dbfs.unwrap_or(LEVEL_DBFS));
        Ok(Recipe { kind: self.signal()?, level, sample_rate_hz, frames })
    }

    /// Duration in seconds, of a signal without its own.
    pub fn length_s(&self) -> f64 {
        self.length.unwrap_or(f64::from(LENGTH_S))
    }

    fn bench(&self) -> Result<Recipe, String> {
        /// Lowest rate that carries 20 kHz.
        const LOWEST_RATE: u32 = 44_100;
        if self.length.is_some() || self.sides.is_some() || !self.frequency.is_empty() {
            return Err(
                "--length, --sides and --frequency are not for bench, whose sections are fixed".to_owned()
            );
        }
        if self.rate < LOWEST_RATE {
            return Err(format!("--rate {}: bench needs {LOWEST_RATE} Hz or more", self.rate));
        }
        let form = if self.quick { BenchForm::Quick } else { BenchForm::Full };
        Ok(bench(form, self.level_dbfs.unwrap_or(BENCH_LEVEL_DBFS), self.rate))
    }

    fn signal(&self) -> Result<SignalKind, String> {
        let signal = match self.kind {
            StimulusKind::Tone => {
                let [frequency_hz] = self.frequencies([TONE_HZ])?;
                return Ok(SignalKind::Tone { frequency_hz, sides: self.tone_sides()? });
            }
            StimulusKind::Multitone => return self.multitone(),
            StimulusKind::Sweep => return self.sweep(),
            StimulusKind::Dual => SignalKind::DualTone(self.dual()?),
            StimulusKind::Twin => {
                SignalKind::TwinTone { frequencies_hz: self.frequencies([19_000.0, 20_000.0])?, ratio: 1.0 }
            }
            StimulusKind::Smpte => self.fixed(SignalKind::SMPTE)?,
            StimulusKind::Din => self.fixed(SignalKind::DIN)?,
            StimulusKind::Dfd => self.fixed(SignalKind::DFD)?,
            StimulusKind::Silence | StimulusKind::Bench => self.fixed(SignalKind::Silence)?,
        };
        match self.sides {
            None | Some(Side::Both) => Ok(signal),
            Some(_) => {
                Err(format!("--sides is for a tone, a multitone or a sweep, not for {}", self.kind_name()))
            }
        }
    }

    /// Two tones whose harmonics do not coincide.
    fn dual(&self) -> Result<[f64; 2], String> {
        /// Lines are resolved from 3/T on; a short file alone is no reason to refuse a pair.
        const WIDEST_HZ: f64 = 1.0;
        let pair_hz = self.frequencies(DUAL_HZ)?;
        let separation_hz = (3.0 / self.length_s()).min(WIDEST_HZ);
        let highest_hz = self.highest_hz().min(Band::AUDIO.high_hz);
        let Some(related) = RelatedTones::of(pair_hz, highest_hz, separation_hz) else {
            return Ok(pair_hz);
        };
        let other = match related.clear_pair_hz(highest_hz, self.highest_hz()) {
            Some([left_hz, right_hz]) => format!("use two others, such as {left_hz},{right_hz}"),
            None => "use two others".to_owned(),
        };
        Err(format!(
            "{}: {related}, where distortion and crosstalk cannot be told apart; {other}",
            self.frequency_option()
        ))
    }

    fn multitone(&self) -> Result<SignalKind, String> {
        let tones = self.tones.map_or(MULTITONE_TONES, usize::from);
        match self.sides {
            None | Some(Side::Both) => self.fixed(SignalKind::Multitone { tones }),
            Some(Side::Each) => self.fixed(SignalKind::InterleavedMultitone { tones }),
            Some(_) => Err("--sides of a multitone: use both or each".to_owned()),
        }
    }

    fn sweep(&self) -> Result<SignalKind, String> {
        let [low_hz, high_hz] = self.frequencies(SWEEP_HZ)?;
        if low_hz >= high_hz {
            return Err(format!(
                "{}: a sweep rises; use START,STOP with START below STOP",
                self.frequency_option()
            ));
        }
        Ok(sweep([low_hz, high_hz], sides(self.sides.unwrap_or(Side::Each)), self.rate))
    }

    /// A signal with fixed frequencies.
    fn fixed(&self, signal: SignalKind) -> Result<SignalKind, String> {
        let highest_hz = match signal {
            SignalKind::TwinTone { frequencies_hz: [_, second_hz], .. } => second_hz,
            _ => 0.0,
        };
        if !self.frequency.is_empty() {
            return Err(format!("--frequency is not for {}", self.kind_name()));
        }
        if highest_hz >= self.highest_hz() {
            let kind = self.kind_name();
            return Err(format!("--rate {}: {kind} needs more than {} Hz", self.rate, 2.0 * highest_hz));
        }
        Ok(signal)
    }

    fn frequencies<const N: usize>(&self, default: [f64; N]) -> Result<[f64; N], String> {
        let count = self.frequency.len();
        let asked = if count == 0 { Ok(default) } else { <[f64; N]>::try_from(self.frequency.as_slice()) };
        let frequencies =
            asked.map_err(|_| format!("--frequency takes {N} for {}, not {count}", self.kind_name()))?;
        let highest_hz = self.highest_hz();
        match frequencies.iter().find(|hz| **hz >= highest_hz) {
            None => Ok(frequencies),
            Some(_) if count == 0 => {
                Err(format!("--rate {}: too low for the default frequencies; set --frequency", self.rate))
            }
            Some(_) => Err(format!(
                "{}: use frequencies above 0 and below {highest_hz} Hz, half of --rate",
                self.frequency_option()
            )),
        }
    }

    /// Half the sample rate.
    fn highest_hz(&self) -> f64 {
        f64::from(self.rate) / 2.0
    }

    /// `--frequency 1000,3000`, as typed.
    fn frequency_option(&self) -> String {
        let numbers: Vec<String> = self.frequency.iter().map(f64::to_string).collect();
        format!("--frequency {}", numbers.join(","))
    }

    fn kind_name(&self) -> String {
        self.kind.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    fn tone_sides(&self) -> Result<Sides, String> {
        match self.sides.unwrap_or(Side::Both) {
            Side::Each => Err("--sides each is not for a tone; use dual for one tone per channel".to_owned()),
            side => Ok(sides(side)),
        }
    }
}

fn sides(side: Side) -> Sides {
    match side {
        Side::Left => Sides::Left,
        Side::Right => Sides::Right,
        Side::Both => Sides::Both,
        Side::Each => Sides::Each,
    }
}
