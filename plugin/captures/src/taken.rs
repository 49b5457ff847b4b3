//! When a capture was taken.

use ulid::Ulid;

/// Date and time at which an id was made, in UTC: `2026-11-27 03:39`.
pub fn taken_utc(id: Ulid) -> String {
    utc(id.timestamp_ms())
}

fn utc(milliseconds: u64) -> String {
    let minutes = milliseconds / 60_000;
    let (days, minute, hour) = (minutes / 1440, minutes % 60, minutes / 60 % 24);
    // Years that begin in March, so that a leap day is the last: Hinnant, "chrono-compatible low-level date algorithms".
    let days = days + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = year_of_era + 400 * era + u64::from(month <= 2);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02}")
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(utc(0), "1970-01-01 00:00");
        assert_eq!(utc(951_782_400_000), "2000-02-29 00:00");
        assert_eq!(utc(1_795_750_740_000), "2026-11-27 03:39");
        assert_eq!(utc(4_107_542_399_999), "2100-02-28 23:59");
        assert_eq!(utc(4_107_542_400_000), "2100-03-01 00:00");
    }
}
