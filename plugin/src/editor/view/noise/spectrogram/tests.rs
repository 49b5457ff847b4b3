use super::*;

const RATE_HZ: f64 = 48_000.0;

fn column(seconds: f64, dbfs: f32) -> SpectrogramColumn {
    SpectrogramColumn {
        end_frame: (seconds * RATE_HZ) as u64,
        sample_rate_hz: RATE_HZ,
        levels_dbfs: vec![dbfs; BANDS].into(),
    }
}

fn level(texture: &SpectrogramTexture, seconds: f64) -> u8 {
    let slot = (seconds / SLOT_S) as i64;
    texture.levels[slot.rem_euclid(SLOTS as i64) as usize * BANDS]
}

#[test]
fn only_the_slots_since_the_last_column_are_written() {
    let mut texture = SpectrogramTexture::default();
    let mut columns = vec![column(1.0, -80.0)];
    assert_eq!(texture.take_in(columns.iter(), 1.0), Dirty::All);
    assert_eq!(texture.take_in(columns.iter(), 1.0), Dirty::Nothing);
    columns.push(column(1.35, -60.0));
    assert_eq!(texture.take_in(columns.iter(), 1.0), Dirty::Slots(11..=13));
    assert_eq!([1.0, 1.15, 1.35].map(|s| level(&texture, s)), [-80.0, -60.0, -60.0].map(quantised));
}

#[test]
fn a_pause_longer_than_a_record_stays_empty() {
    let mut texture = SpectrogramTexture::default();
    texture.take_in([column(1.0, -80.0), column(9.0, -60.0)].iter(), 1.0);
    assert_eq!([5.0, 8.95].map(|s| level(&texture, s)), [0, quantised(-60.0)]);
}

#[test]
fn the_louder_of_two_columns_in_one_slot_stays() {
    let mut texture = SpectrogramTexture::default();
    texture.take_in([column(1.01, -20.0), column(1.05, -90.0)].iter(), 1.0);
    assert_eq!(level(&texture, 1.05), quantised(-20.0));
}

#[test]
fn a_stream_that_starts_again_clears_the_picture() {
    let mut texture = SpectrogramTexture::default();
    texture.take_in([column(30.0, -20.0)].iter(), 1.0);
    assert_eq!(texture.take_in([column(2.0, -40.0)].iter(), 1.0), Dirty::All);
    assert_eq!(level(&texture, 30.0), 0);
}

#[test]
fn the_highest_band_is_on_top() {
    let mut levels = vec![0; SLOTS * BANDS];
    levels[BANDS - 1] = 255;
    let colours = colour_map::colours(Theme::Dark);
    let picture = image(&levels, 0..1, &colours);
    assert_eq!(picture.pixels[0], colours[255]);
}
