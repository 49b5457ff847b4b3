//! The JSON form of [`Figures`]: an object by definition id, each entry a value with its unit or a refusal.

use std::collections::BTreeMap;

use serde::de::IgnoredAny;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::figures::figure::{Assumption, Bound, Figure, FigureKey, Figures, Reading};
use crate::figures::refusal::Refusal;

/// The JSON form of a reading. A missing number is −∞: JSON has none.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum StoredReading {
    /// A reason.
    NotMeasurable {
        /// The sentence, for people.
        not_measurable: String,
        /// The same, typed. Absent in reports of the first version.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<Reason>,
    },
    /// A figure.
    Measured {
        /// Absent for −∞.
        value: Option<f64>,
        /// Unit of value and interval; empty for pure numbers.
        #[serde(default)]
        unit: String,
        /// As in [`Figure`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phase_rad: Option<f64>,
        /// As in [`Figure`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        modulo: Option<f64>,
        /// Lower end of the 95 % interval; absent for −∞.
        low: Option<f64>,
        /// Upper end of the 95 % interval; absent for −∞.
        high: Option<f64>,
        /// As in [`Figure`].
        limit: bool,
        /// Only for lower limits: an entry without it is an upper limit.
        #[serde(default, skip_serializing_if = "Bound::is_upper")]
        bound: Bound,
        /// As in [`Figure`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assumes: Option<Assumption>,
    },
}

/// A reason, or an unknown value from a later version.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub enum Reason {
    /// One of this version.
    Known(Refusal),
    /// One of a later version.
    #[serde(skip_serializing)]
    Unknown(IgnoredAny),
}

impl StoredReading {
    /// A reading in this unit.
    pub fn of(reading: &Reading, unit: &str) -> StoredReading {
        let finite = |number: f64| number.is_finite().then_some(number);
        match reading {
            Reading::NotMeasurable(refusal) => StoredReading::NotMeasurable {
                not_measurable: refusal.to_string(),
                reason: match refusal {
                    Refusal::Recorded { .. } => None,
                    typed => Some(Reason::Known(typed.clone())),
                },
            },
            Reading::Measured(figure) => StoredReading::Measured {
                value: finite(figure.value),
                unit: unit.to_owned(),
                phase_rad: figure.phase_rad,
                modulo: figure.modulo,
                low: finite(figure.low),
                high: finite(figure.high),
                limit: figure.limit || !figure.value.is_finite(),
                bound: figure.bound,
                assumes: figure.assumes,
            },
        }
    }

    fn into_reading(self) -> Reading {
        let number = |stored: Option<f64>| stored.unwrap_or(f64::NEG_INFINITY);
        match self {
            StoredReading::NotMeasurable { reason: Some(Reason::Known(refusal)), .. } => {
                Reading::NotMeasurable(refusal)
            }
            StoredReading::NotMeasurable { not_measurable: sentence, .. } => {
                Reading::NotMeasurable(Refusal::Recorded { sentence })
            }
            StoredReading::Measured {
                value, phase_rad, modulo, low, high, limit, bound, assumes, ..
            } => Reading::Measured(Figure {
                value: number(value),
                low: number(low),
                high: number(high),
                limit,
                bound,
                phase_rad,
                modulo,
                assumes,
            }),
        }
    }
}

pub(super) fn serialize<Id: FigureKey, S: Serializer>(
    figures: &Figures<Id>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(figures.len()))?;
    for (id, reading) in figures {
        map.serialize_entry(id.definition().id, &StoredReading::of(reading, id.definition().unit))?;
    }
    map.end()
}

/// Ids of later versions are skipped.
pub(super) fn deserialize<'de, Id: FigureKey, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Figures<Id>, D::Error> {
    let entries = BTreeMap::<String, StoredReading>::deserialize(deserializer)?;
    Ok(entries
        .into_iter()
        .filter_map(|(id, entry)| Some((Id::from_id(&id)?, entry.into_reading())))
        .collect())
}
