//! Output impedance of a device from one tone into two loads, with the damping factor that follows.

use groundtruth_measure::{
    Bound, ChannelFigure, ChannelReport, Figure, LoadedLevel, Reading, Refusal, output_impedance,
};

use crate::table::number::{measured, significant, within_interval};

/// Largest relative distance of tones that count as the same.
const SAME_TONE: f64 = 1e-3;

/// An output impedance, and the conditions that it holds for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OutputImpedance {
    /// In Ω.
    pub ohms: Figure,
    /// Frequency of the tone.
    pub frequency_hz: f64,
    /// The smaller of both loads, which the damping factor is for.
    pub load_ohms: f64,
}

impl OutputImpedance {
    /// From the levels of one tone into two loads, both in dBFS at the same gain, or in dBV.
    ///
    /// # Errors
    ///
    /// The loads are equal, or the level rises with a smaller load.
    pub fn of(levels: [LoadedLevel; 2], frequency_hz: f64) -> Result<OutputImpedance, Refusal> {
        let [first, second] = levels;
        let ohms = output_impedance(first, second)?;
        Ok(OutputImpedance { ohms, frequency_hz, load_ohms: first.load_ohms.min(second.load_ohms) })
    }

    /// From a channel in two reports.
    ///
    /// # Errors
    ///
    /// As [`OutputImpedance::of`], in words; or there is no tone, not the same tone, or one report is a copy of the other.
    pub fn between(channels: [&ChannelReport; 2], loads_ohms: [f64; 2]) -> Result<OutputImpedance, String> {
        let [first_hz, second_hz] = channels.map(|channel| figure(channel, ChannelFigure::Frequency));
        let (first_hz, second_hz) = (first_hz?.value, second_hz?.value);
        if (first_hz / second_hz - 1.0).abs() > SAME_TONE {
            return Err(format!("the tones differ: {first_hz:.1} Hz and {second_hz:.1} Hz"));
        }
        let [first, second] = channels.map(|channel| figure(channel, ChannelFigure::LevelFundamental));
        let (first, second) = (first?, second?);
        if first == second {
            return Err("both recordings have the same level to the last digit: is one a copy of the other?"
                .to_owned());
        }
        let levels = [
            LoadedLevel { level: first, load_ohms: loads_ohms[0] },
            LoadedLevel { level: second, load_ohms: loads_ohms[1] },
        ];
        OutputImpedance::of(levels, first_hz).map_err(|refusal| refusal.to_string())
    }

    /// The load over the output impedance; a lower bound where the impedance is an upper one.
    pub fn damping_factor(&self) -> Figure {
        let OutputImpedance { ohms, load_ohms, .. } = self;
        let bound = if ohms.limit { Bound::Lower } else { Bound::Upper };
        let value = load_ohms / ohms.value;
        // An impedance that may be 0 has no upper bound: the interval then ends at the value.
        let high = if ohms.low > 0.0 { load_ohms / ohms.low } else { value };
        Figure { low: load_ohms / ohms.high, high, limit: ohms.limit, bound, ..Figure::exact(value) }
    }

    /// `0.100 ±0.002 Ω at 997.0 Hz, damping factor 320 into 32 Ω`.
    pub fn words(&self) -> String {
        let OutputImpedance { ohms, frequency_hz, load_ohms } = self;
        let damping = self.damping_factor();
        let damping = within_interval(damping.value, damping.low, damping.high, 3);
        if ohms.limit {
            let most = significant(ohms.value, 2);
            return format!(
                "≤ {most} Ω at {frequency_hz:.1} Hz, damping factor ≥ {damping} into {load_ohms} Ω"
            );
        }
        let number = measured(ohms.value, ohms.low, ohms.high, false, 4);
        format!("{number} Ω at {frequency_hz:.1} Hz, damping factor {damping} into {load_ohms} Ω")
    }
}

fn figure(channel: &ChannelReport, id: ChannelFigure) -> Result<Figure, String> {
    match channel.figures.get(&id) {
        Some(Reading::Measured(figure)) => Ok(*figure),
        Some(Reading::NotMeasurable(refusal)) => Err(refusal.to_string()),
        None => Err("no test tone".to_owned()),
    }
}
