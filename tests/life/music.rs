//! Real music from a folder of mono or stereo WAV files named by the environment's `GROUNDTRUTH_MUSIC`. It must contain
//! no test tone and no mains hum.

use std::path::{Path, PathBuf};

use groundtruth_measure::{Report, Settings, measure_record};
use groundtruth_tests::clip::Clip;
use groundtruth_tests::evidence::{count, repeated};
use groundtruth_tests::life::{hum_claims, tone_claims};

/// The folder's WAV files in order of name, limited to the run's number; none without a folder.
fn files() -> Vec<PathBuf> {
    let Some(folder) = std::env::var_os("GROUNDTRUTH_MUSIC") else { return Vec::new() };
    let entries = std::fs::read_dir(&folder).expect("GROUNDTRUTH_MUSIC names a folder that can be read");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("wav")))
        .collect();
    assert!(!files.is_empty(), "GROUNDTRUTH_MUSIC names a folder without WAV files");
    files.sort();
    // Spread over the folder, so that a short run does not use only one album.
    let step = files.len().div_ceil(count(12, u64::MAX) as usize);
    files.into_iter().step_by(step).collect()
}

fn report(path: &Path) -> Report {
    let clip = Clip::read(path).expect("a mono or stereo WAV file");
    measure_record(clip.sample_rate_hz, &[clip.channel(0), clip.channel(1)], Settings::default())
}

fn check(claims: impl Fn(&Report) -> Vec<String> + Sync) {
    let files = files();
    let faults = repeated(files.len() as u64, |number| {
        let path = &files[number as usize];
        let claims = claims(&report(path));
        (!claims.is_empty()).then(|| format!("{}: {}", path.display(), claims.join("; ")))
    });
    let faults: Vec<String> = faults.into_iter().flatten().collect();
    assert!(faults.is_empty(), "{} of {} files:\n{}", faults.len(), files.len(), faults.join("\n"));
}

#[test]
fn real_music_is_programme_without_distortion_or_crosstalk() {
    check(tone_claims);
}

#[test]
fn no_hum_is_found_in_real_music() {
    check(hum_claims);
}
