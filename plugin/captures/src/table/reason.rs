//! Reasons for missing numbers in two words, for narrow columns.

use groundtruth_measure::Refusal;

/// The reason in at most 14 characters, the width of a number.
pub fn short(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::NoTone { .. } => "no tone",
        Refusal::NotDriven { .. } => "not driven",
        Refusal::BothDriven { .. } => "both driven",
        Refusal::RelatedTones { .. } => "tones meet",
        Refusal::OutsideBand { .. } => "out of band",
        Refusal::FundamentalOutsideRange { .. } => "out of range",
        Refusal::NoLine { .. } => "no line",
        Refusal::Unsteady { .. } => "unsteady",
        Refusal::TonesTooClose { .. } => "too close",
        Refusal::TooFewTones { .. } => "few tones",
        Refusal::TooShort { .. } => "too short",
        Refusal::NotFinite { .. } => "not finite",
        Refusal::DigitalSilence => "silence",
        Refusal::WrongStimulus { needs } => short_need(needs),
        Refusal::NoHum { .. } => "none found",
        Refusal::NotSet { .. } => "not set",
        Refusal::NotLookedFor => "not looked for",
        Refusal::Glides { .. } => "a sweep",
        Refusal::SweepTooLong { .. } => "too long",
        Refusal::AnotherPhase { .. } => "other phase",
        Refusal::SameLoads { .. } => "one load",
        Refusal::SectionMissing { .. } => "section missing",
        Refusal::OutsideSeries { .. } => "not played",
        Refusal::DistortedThroughout { .. } => "never below",
        Refusal::OneLoad => "one load",
        Refusal::OneChannel => "one channel",
        Refusal::LevelRises { .. } => "level rises",
        Refusal::NoCommonDelay { .. } => "no delay fits",
        Refusal::NoPolarity { .. } => "not 0°/180°",
        Refusal::Unlike { .. } => "too unlike",
        Refusal::Internal { .. } => "internal",
        Refusal::Recorded { sentence } => short_recorded(sentence),
    }
}

/// What the signal is not.
fn short_need(needs: &str) -> &'static str {
    const NEEDS: [(&str, &str); 7] = [
        ("a single tone", "needs one tone"),
        ("the same tone on both", "needs same tone"),
        ("an SMPTE pair", "no SMPTE pair"),
        ("a DIN pair", "no DIN pair"),
        ("two equal tones", "no equal pair"),
        ("tones whose products", "products meet"),
        ("a multitone", "no multitone"),
    ];
    let named = NEEDS.iter().find(|(start, _)| needs.starts_with(start));
    named.map_or("wrong signal", |(_, words)| words)
}

/// The part of a recorded reason before its colon, if short enough.
fn short_recorded(reason: &str) -> &str {
    let head = reason.split(':').next().unwrap_or(reason);
    if head.chars().count() <= 12 { head } else { "not given" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_recorded_reason_fits_where_a_number_would_be() {
        let recorded = |reason: &str| Refusal::Recorded { sentence: reason.to_owned() };
        assert_eq!(short(&recorded("not driven: the tone is 46.7 dB below the driven side")), "not driven");
        let long = recorded("order 2 at 26000 Hz lies outside the band, which ends at 20000 Hz");
        assert!(short(&long).chars().count() <= 12);
    }
}
