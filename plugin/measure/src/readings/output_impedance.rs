//! Output impedance from the same tone into two loads.

use crate::figures::estimate::{LIMIT_SIGMAS, Z95};
use crate::figures::figure::Figure;
use crate::figures::refusal::Refusal;
use crate::terms::units;

/// The level of a tone and its load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LoadedLevel {
    /// In dBFS or dBV, the same for both loads.
    pub level: Figure,
    /// The load's resistance in Ω; infinite for none.
    pub load_ohms: f64,
}

/// The output impedance in Ω with its 95 % interval, from one tone into two loads: `Zo = (V1 − V2)/(V2/R2 − V1/R1)`
/// (section 6 of the measurement contract; Ohm's law on both circuits).
///
/// Two captures share no phase reference, so this is the real part, which is all of a resistive output. Their gain must
/// be the same. An impedance within three standard deviations of 0 is a limit.
///
/// # Errors
///
/// [`Refusal::SameLoads`]; [`Refusal::LevelRises`] where the smaller load has the higher level, by more than its
/// uncertainty.
pub fn output_impedance(first: LoadedLevel, second: LoadedLevel) -> Result<Figure, Refusal> {
    let [light, heavy] = if first.load_ohms >= second.load_ohms { [first, second] } else { [second, first] };
    let drop_db = light.level.value - heavy.level.value;
    let [light_siemens, heavy_siemens] = [light, heavy].map(|loaded| 1.0 / loaded.load_ohms);
    if !(heavy_siemens > light_siemens && light_siemens >= 0.0) {
        return Err(Refusal::SameLoads { ohms: heavy.load_ohms });
    }
    let ohms = |drop_db: f64| {
        let ratio = units::db_to_amplitude(-drop_db);
        let current = ratio * heavy_siemens - light_siemens;
        if current > 0.0 { (1.0 - ratio) / current } else { f64::INFINITY }
    };
    let half_db = half_width_db(&light.level).hypot(half_width_db(&heavy.level));
    let high = ohms(drop_db + half_db);
    if high <= 0.0 {
        return Err(Refusal::LevelRises { by_db: -drop_db });
    }
    let limit = drop_db <= LIMIT_SIGMAS / Z95 * half_db;
    let value = if limit { high } else { ohms(drop_db) };
    Ok(Figure { low: ohms(drop_db - half_db).max(0.0), high, limit, ..Figure::exact(value) })
}

fn half_width_db(level: &Figure) -> f64 {
    (level.value - level.low).max(level.high - level.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded(output_ohms: f64, load_ohms: f64, half_db: f64) -> LoadedLevel {
        let volts = if load_ohms.is_finite() { load_ohms / (load_ohms + output_ohms) } else { 1.0 };
        LoadedLevel { level: Figure::within(20.0 * volts.log10(), half_db), load_ohms }
    }

    #[test]
    fn a_divider_gives_its_own_resistance_back() {
        for (output, light, heavy) in [(0.1, f64::INFINITY, 32.0), (10.0, 300.0, 32.0), (120.0, 600.0, 16.0)]
        {
            for pair in [[light, heavy], [heavy, light]] {
                let [a, b] = pair.map(|load| loaded(output, load, 0.0));
                let figure = output_impedance(a, b).expect("two loads");
                assert!((figure.value / output - 1.0).abs() < 1e-9, "{output} Ω: {figure:?}");
            }
        }
    }

    #[test]
    fn what_the_levels_do_not_show_is_a_limit_or_refused() {
        let figure =
            output_impedance(loaded(0.001, 300.0, 0.01), loaded(0.001, 32.0, 0.01)).expect("a limit");
        assert!(figure.limit && figure.low == 0.0 && figure.value > 0.001, "{figure:?}");
        let swapped = [loaded(10.0, 300.0, 0.0), loaded(10.0, 32.0, 0.0)];
        let rising = output_impedance(
            LoadedLevel { load_ohms: 32.0, ..swapped[0] },
            LoadedLevel { load_ohms: 300.0, ..swapped[1] },
        );
        assert!(matches!(rising, Err(Refusal::LevelRises { by_db }) if by_db > 2.0), "{rising:?}");
        let same = output_impedance(loaded(10.0, 32.0, 0.0), loaded(10.0, 32.0, 0.0));
        assert_eq!(same, Err(Refusal::SameLoads { ohms: 32.0 }));
    }
}
