//! What is published about the audibility of a claim's figure.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// A published threshold, or the statement that none was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Audibility {
    /// The finding, in one sentence.
    pub finding: Cow<'static, str>,
    /// Where it is published; empty if nothing was found.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub source: Cow<'static, str>,
}

/// Claim, finding and source.
const PUBLISHED: [[&str; 3]; 5] = [
    [
        "crosstalk",
        "With 16 dB of separation, 9 of 10 listeners found the stereo image good, through loudspeakers; no threshold for \
         headphones was found.",
        "F. K. Harvey and M. R. Schroeder, Subjective Evaluation of Factors Affecting 2-Channel Stereophony, J. Audio Eng. Soc. 9, 1961",
    ],
    [
        "distortion",
        "In informal tests, distortion of low order was heard from −40 dB on with test signals, from −26 dB on with music; \
         crossover distortion was not tested.",
        "J. Vanderkooy and K. Krauel, Another View of Distortion Perception, AES 133rd Convention, Engineering Brief 76, 2012",
    ],
    [
        "intermodulation",
        "Measured figures of intermodulation hardly correlate with what listeners heard: no threshold exists.",
        "L. Lee and E. Geddes, Auditory Perception of Nonlinear Distortion, AES 115th Convention, paper 5891, 2003",
    ],
    [
        "noise",
        "A tone of 1 kHz is audible from 2.4 dB SPL on in a quiet free field; what the noise is at the ear depends on the \
         headphone's sensitivity.",
        "ISO 389-7:2019, Table 1",
    ],
    [
        "louder",
        "The smallest audible difference in level of a broadband sound is about 0.4 dB.",
        "G. A. Miller, Sensitivity to Changes in the Intensity of White Noise, J. Acoust. Soc. Am. 19, 1947",
    ],
];

impl Audibility {
    /// What is published for a claim, by the name of its subject (`distortion`).
    pub fn of(claim: &str) -> Option<Audibility> {
        let [_, finding, source] = PUBLISHED.into_iter().find(|[id, ..]| *id == claim)?;
        Some(Audibility { finding: finding.into(), source: source.into() })
    }
}
