//! Every sentence of the editor, so that they can be read in one go. Labels of one or two words stay with what they
//! label; definitions of figures are in `measure`, reasons of refusals in [`groundtruth_measure::Refusal`].

/// Two tones that no method of measuring intermodulation uses.
pub const NO_STANDARD_PAIR: &str = "no standard pair of tones";
/// Two tones whose products coincide.
pub const PRODUCTS_MEET: &str = "products coincide with lines";
/// A figure without a short reason.
pub const NOT_MEASURABLE: &str = "not measurable";
/// Meaning of one tone of a pair.
pub const TONE_OF_PAIR: &str = "One of the two tones on this side: frequency or level, by least-squares fit.";
/// Meaning of one product of a pair.
pub const PRODUCT_OF_PAIR: &str =
    "Level of this intermodulation product of the two tones, f1 the lower one, noise power subtracted.";
/// In place of the noise density while a signal masks it.
pub const NOISE_MASKED: &str =
    "Music, sweeps and loud noise mask the noise floor. Stop playback or play a test tone to measure it.";
