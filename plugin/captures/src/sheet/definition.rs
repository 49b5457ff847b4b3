//! What the rows of the sheet are.

/// The definition of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetDefinition {
    /// Stable id, the key in JSON.
    pub id: &'static str,
    /// Name, as reviews print it.
    pub name: &'static str,
    /// Unit of its numbers.
    pub unit: &'static str,
    /// The part of the sheet that it stands in.
    pub section: SheetSection,
    /// Definition and source in one sentence.
    pub meaning: &'static str,
}

/// Parts of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetSection {
    /// Power and voltage at limits of distortion.
    Power,
    /// Distortion and noise at low levels.
    Distortion,
    /// Noise, hum, and ratios to it.
    Noise,
    /// Frequency response.
    Response,
    /// Intermodulation.
    Intermodulation,
    /// Crosstalk and balance.
    Channels,
    /// Output impedance.
    Output,
}

impl SheetSection {
    /// Name in headings and notes.
    pub fn words(self) -> &'static str {
        match self {
            SheetSection::Power => "power",
            SheetSection::Distortion => "distortion",
            SheetSection::Noise => "noise",
            SheetSection::Response => "response",
            SheetSection::Intermodulation => "intermodulation",
            SheetSection::Channels => "channels",
            SheetSection::Output => "output",
        }
    }
}

macro_rules! definitions {
    ($($name:ident: $id:literal, $title:literal, $unit:literal, $section:ident, $meaning:literal;)*) => {
        $(pub(super) const $name: SheetDefinition = SheetDefinition {
            id: $id,
            name: $title,
            unit: $unit,
            section: SheetSection::$section,
            meaning: $meaning,
        };)*
    };
}

definitions! {
    POWER_1: "power.1_percent", "Power at 1 % THD", "mW", Power,
        "V²/R at the level at which THD passes 1 % (maximum output of IEC 60268-3, as a level of the fundamental), both channels driven.";
    VOLTS_1: "volts.1_percent", "Power at 1 % THD", "V", Power, "The voltage (rms) at that level.";
    POWER_01: "power.0_1_percent", "Power at 0.1 % THD", "mW", Power,
        "V²/R at the level at which THD passes 0.1 %, both channels driven.";
    VOLTS_01: "volts.0_1_percent", "Power at 0.1 % THD", "V", Power, "The voltage (rms) at that level.";
    THDN_1_MW: "thdn.1_mw", "THD+N at 1 mW", "dB", Distortion, "THD+N (AES17 6.3.3, over the total rms) with 1 mW into the load.";
    THDN_1_MW_PERCENT: "thdn.1_mw.percent", "THD+N at 1 mW", "%", Distortion, "The same in per cent.";
    THDN_10_MW: "thdn.10_mw", "THD+N at 10 mW", "dB", Distortion, "THD+N (AES17 6.3.3, over the total rms) with 10 mW into the load.";
    THDN_10_MW_PERCENT: "thdn.10_mw.percent", "THD+N at 10 mW", "%", Distortion, "The same in per cent.";
    THDN_50_MV: "thdn.50_mv", "THD+N at 50 mV", "dB", Distortion,
        "THD+N (AES17 6.3.3, over the total rms) at 50 mV rms, a listening level of sensitive earphones.";
    THDN_50_MV_PERCENT: "thdn.50_mv.percent", "THD+N at 50 mV", "%", Distortion, "The same in per cent.";
    SNR_50_MV: "snr.50_mv", "SNR re 50 mV", "dB", Noise, "50 mV rms over the noise of silence in band, hum and other lines included.";
    SNR_50_MV_A: "snr.50_mv.a", "SNR re 50 mV, A", "dB", Noise, "50 mV rms over the A-weighted noise of silence (IEC 61672), hum and other lines included.";
    SNR_FULL: "snr.full", "SNR re full output", "dB", Noise,
        "The level at 1 % THD over the noise of silence in band, hum and other lines included (IEC 60268-3).";
    SNR_FULL_A: "snr.full.a", "SNR re full output, A", "dB", Noise, "The same with A-weighted noise.";
    DYNAMIC_RANGE: "dr.aes17.full", "Dynamic range, AES17", "dB", Noise,
        "The level at 1 % THD over the CCIR-RMS residual of a quiet tone, −60 dBFS in the track (AES17 6.4.1, over full output).";
    NOISE: "noise.volts", "Noise", "µV", Noise, "Noise of silence in band, hum and other lines included, rms.";
    NOISE_A: "noise.volts.a", "Noise, A-weighted", "µV", Noise, "The same through the A curve of IEC 61672.";
    HUM: "hum.volts", "Hum", "µV", Noise, "Root-sum-square of the mains line and its harmonics.";
    RESPONSE_HIGHEST: "response.highest", "Response, highest", "dB", Response, "Highest point from 20 Hz to 20 kHz, over that at 1 kHz.";
    RESPONSE_LOWEST: "response.lowest", "Response, lowest", "dB", Response, "Lowest point from 20 Hz to 20 kHz, over that at 1 kHz.";
    RESPONSE_FROM: "response.from", "-3 dB range, from", "Hz", Response, "Frequency below 1 kHz at which the response has fallen by 3 dB.";
    RESPONSE_TO: "response.to", "-3 dB range, to", "Hz", Response, "Frequency above 1 kHz at which the response has fallen by 3 dB.";
    SMPTE: "imd.smpte", "IMD SMPTE", "dB", Intermodulation, "Sidebands of 7 kHz at ±60 and ±120 Hz, over the 7 kHz tone (SMPTE RP 120).";
    DFD_2: "imd.dfd2", "IMD 19+20 kHz, 2nd", "dB", Intermodulation, "Difference tone of 1 kHz over the sum of both amplitudes (IEC 60268-3).";
    DFD_3: "imd.dfd3", "IMD 19+20 kHz, 3rd", "dB", Intermodulation, "18 and 21 kHz over the sum of both amplitudes (IEC 60268-3).";
    CROSSTALK: "xtalk.1_khz", "Crosstalk at 1 kHz", "dB", Channels, "The tone of the driven channel as it appears on the other one, at 997 Hz alone.";
    CROSSTALK_WORST: "xtalk.worst", "Crosstalk to 10 kHz", "dB", Channels, "Highest crosstalk of the sweep from 20 Hz to 10 kHz.";
    BALANCE: "balance.1_khz", "Balance at 1 kHz", "dB", Channels, "Level of the second channel less that of the first, at 997 Hz.";
    BALANCE_WORST: "balance.worst", "Balance, worst", "dB", Channels, "Largest deviation of the balance over frequency from its value at 1 kHz.";
    IMPEDANCE: "zout", "Output impedance", "Ω", Output, "(V1−V2)/(V2/R2−V1/R1) at 997 Hz, the resistive part, from two loads.";
    DAMPING: "damping", "Damping factor", "", Output, "The smaller of both loads over the output impedance.";
}
