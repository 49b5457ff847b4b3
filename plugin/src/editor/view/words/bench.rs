//! The Bench view: sections, the run, what its plots show, and what to do while there is none.

use groundtruth_measure::{BenchForm, BenchSection, FigureId, RunFault};

use crate::editor::view::format;

// Without a run.

/// What to do.
pub const NO_RUN: &str = "Play the bench track through the amplifier, or import a recording of it: its sections tick off here, and every figure \
                          and curve is measured from the one file.";
/// Where the file goes.
pub const HOW_TO_PLAY: &str = "Put it on the track that feeds the device, and Groundtruth on the track that records it. It is found at any place, \
                               with another clock, inverted or with sides exchanged.";
/// Hint of the button that imports.
pub const IMPORT_HINT: &str =
    "WAV, AIFF or FLAC: measured with the current settings and kept as a capture, which is shown here";
/// Labels of the buttons.
pub fn write(form: BenchForm) -> String {
    let name = if form == BenchForm::Full { "Write the track" } else { "Quick form" };
    format!("{name}, {} s…", format::fixed(form.length_s(), 0))
}
/// The button that imports.
pub const IMPORT: &str = "Import a recording…";

// The run.

/// Name of the choice of runs, and of the live one.
pub const RUNS: &str = "Run";
pub const NOW: &str = "now";
/// Hint of *Capture* while a complete run is shown.
pub const CAPTURE_RUN_HINT: &str = "Keep this run with its curves for comparison. Key C.";
/// Shown in place of what does not fit.
pub const MORE: &str = "… point here for more";

/// Its name with how much of it was heard, in a long and a short form: "BENCH TRACK · 66 of 75 s".
pub fn headings(form: BenchForm, heard_s: Option<f64>, length_s: f64) -> [String; 2] {
    let names = match form {
        BenchForm::Full => ["BENCH TRACK", "TRACK"],
        BenchForm::Quick => ["QUICK BENCH TRACK", "QUICK"],
    };
    let heard = heard_s.map_or_else(String::new, |heard_s| format!("{} of ", format::fixed(heard_s, 0)));
    names.map(|name| format!("{name} · {heard}{} s", format::fixed(length_s, 0)))
}

/// A section in the list.
pub fn section(section: BenchSection) -> &'static str {
    match section {
        BenchSection::Silence => "Silence",
        BenchSection::ToneLeft => "997 Hz left",
        BenchSection::ToneRight => "997 Hz right",
        BenchSection::Tone => "997 Hz, −1 dB",
        BenchSection::ToneLower => "997 Hz, −3 dB",
        BenchSection::ToneEach => "Tone per side",
        BenchSection::Smpte => "SMPTE",
        BenchSection::Dfd => "19 + 20 kHz",
        BenchSection::Multitone => "Multitone",
        BenchSection::QuietTone => "997 Hz, −60 dBFS",
        BenchSection::Levels => "Level series",
        BenchSection::SweepLeft => "Sweep left",
        BenchSection::SweepRight => "Sweep right",
        BenchSection::Unknown => "Later version",
    }
}

/// States in the list.
pub const RUNNING: &str = "running";
pub const MISSING: &str = "missing";

/// Where the track begins in a recording.
pub fn delay(frames: f64) -> String {
    format!("delay {} frames", format::fixed(frames, 2))
}

/// Time from the plugin's output to its input: "loop delay 512.42 frames (10.68 ms)".
pub fn loop_delay(frames: f64, sample_rate_hz: f64) -> String {
    let milliseconds = 1e3 * frames / sample_rate_hz;
    format!("loop delay {} frames ({} ms)", format::fixed(frames, 2), format::fixed(milliseconds, 2))
}

/// Where the track lies: "delay 412.37 frames · clock +3.1 ppm · polarity kept".
pub fn run(delay: Option<String>, clock_ppm: Option<f64>, polarity: &str, is_swapped: bool) -> String {
    let clock = clock_ppm.map_or_else(
        || "clock unknown".to_owned(),
        |ppm| {
            let text = format::fixed(ppm, 1);
            let sign = if text.starts_with('−') || text == "0.0" { "" } else { "+" };
            format!("clock {sign}{text} ppm")
        },
    );
    let sides = if is_swapped { " · left and right exchanged" } else { "" };
    let delay = delay.map_or_else(String::new, |delay| format!("{delay} · "));
    format!("{delay}{clock} · {polarity}{sides}")
}

/// Signs of the channels: "polarity kept", "L inverted", "R silent".
pub fn polarity<'a>(signs: impl Iterator<Item = (&'a String, &'a i8)>) -> String {
    let odd = signs.filter_map(|(channel, sign)| match sign {
        1 => None,
        -1 => Some(format!("{channel} inverted")),
        _ => Some(format!("{channel} silent")),
    });
    let odd: Vec<String> = odd.collect();
    if odd.is_empty() { "polarity kept".to_owned() } else { odd.join(", ") }
}

/// Nothing broke it.
pub const NO_DROPOUTS: &str = "no dropouts";

/// Sections that were not heard whole.
pub fn missing(count: usize) -> String {
    if count == 1 { "1 section missing".to_owned() } else { format!("{count} sections missing") }
}

/// A fault with its place and the figures that it touches.
pub fn fault(fault: &RunFault, sample_rate_hz: f64) -> String {
    let place = format::moment(fault.frame as f64 / sample_rate_hz);
    let jump = match fault.late_frames {
        frames if frames <= -0.5 => format!(", {:.0} frames missing", -frames),
        frames if frames >= 0.5 => format!(", {frames:.0} frames too many"),
        _ => String::new(),
    };
    let touched = touched(&fault.figures);
    let touched = if touched.is_empty() { String::new() } else { format!("; touches {touched}") };
    format!("fault at {place} in {}{jump}{touched}", section(fault.section))
}

/// Figures by name, the first few of them.
fn touched(ids: &[String]) -> String {
    const MOST: usize = 3;
    let name = |id: &String| match FigureId::from_id(id) {
        Some(figure) => figure.definition().name.to_owned(),
        None => curve(id),
    };
    let mut names: Vec<String> = ids.iter().map(name).collect();
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", names.join(", "))
}

/// A curve by its name in a report.
fn curve(id: &str) -> String {
    id.replace('_', " ").replace("thdn", "THD+N").replace("thd", "THD")
}

/// It ended early.
pub fn broken(reason: &str) -> String {
    format!("broken off: {reason}")
}

// Chief figures.

/// The level at which distortion passes 1 %.
pub fn one_percent(level: &str) -> String {
    format!("1 % at {level}")
}
/// It stays below.
pub const BELOW_ONE_PERCENT: &str = "THD below 1 %";

// The plots.

pub const RESPONSE: &str = "Response, dB re 1 kHz";
pub const PHASE: &str = "Phase, degrees";
pub const DELAY: &str = "Group delay, µs";
pub const OVER_FREQUENCY: &str = "over frequency, dB";
pub const OVER_LEVEL: &str = "over level, dB";
pub const CROSSTALK: &str = "Crosstalk over frequency, dB";
pub const BALANCE: &str = "Balance R − L, dB";
/// Choices at the plots.
pub const RESPONSE_CHOICES: [&str; 3] = ["level", "phase", "delay"];
pub const LEVEL_CHOICES: [&str; 4] = ["THD+N", "THD", "noise", "crosstalk"];
pub const COUPLING_CHOICES: [&str; 2] = ["crosstalk", "balance"];

/// Hint of a plot's title.
pub fn enlarge_hint(is_enlarged: bool) -> &'static str {
    if is_enlarged { "Click: all four plots" } else { "Click: this plot alone" }
}

/// In place of a plot: while the run goes on, and after it.
pub const NO_SWEEP: [&str; 2] =
    ["Comes with the sweeps at the end of the track", "The sweeps are missing in this run"];
pub const NO_LEVELS: [&str; 2] = ["Comes with the level series", "The level series is missing in this run"];
pub const NO_CROSSTALK: [&str; 2] =
    ["Comes with the sweep of each side", "The sweep of a side is missing in this run"];
/// In place of a harmonic that nothing is measured of.
pub const NO_HARMONIC: &str = "This harmonic lies outside the band";

/// How far a response departs from 1 kHz in a band: "20 Hz–20 kHz +0.00 −0.45 dB".
pub fn response_range(band: &str, [low_db, high_db]: [f64; 2]) -> String {
    let signed = |db: f64, sign: &str| format!("{sign}{}", format::fixed(db.abs(), 2));
    format!("{band} {} {} dB", signed(high_db.max(0.0), "+"), signed(low_db.min(0.0), "−"))
}

/// Top level of the sweeps.
pub fn at_level(level: &str) -> String {
    format!("at {level}")
}

/// Cause of a crosstalk: "150 mΩ shared return, 0.90 nF".
pub fn cause(shared: Option<String>, coupling: Option<String>) -> Option<String> {
    let parts: Vec<String> =
        shared.map(|ohms| format!("{ohms} shared return")).into_iter().chain(coupling).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Where the balance departs farthest.
pub fn worst_balance(db: &str) -> String {
    format!("worst {db} dB")
}

// The reviewer's sheet.

/// The two pages of a run.
pub const PAGES: [&str; 2] = ["curves", "sheet"];
/// Their hints.
pub const PAGE_HINTS: [&str; 2] = [
    "What the sweeps and the level series measured",
    "The reviewer's sheet: what reviews of headphone amplifiers print",
];
/// Before the first report.
pub const NO_SHEET: &str = "Comes with the first section of the track";
/// Buttons of the sheet.
pub const COPY_SHEET: &str = "Copy sheet";
pub const COPY_SHEET_HINT: &str = "Copy the sheet as Markdown, with intervals, reasons and conditions";
pub const SAVE_SHEET: &str = "HTML…";
pub const SAVE_SHEET_HINT: &str = "Save the sheet as one page for a browser and for paper";
/// Its file.
pub const SHEET_FILE: &str = "Groundtruth sheet.html";
/// Above what holds for the figures of a section.
pub const CONDITIONS: &str = "conditions";
/// Title of the copy, for a live run.
pub const SHEET_TITLE: &str = "Bench track";

/// Below the plots: how to read them.
pub const POINT_AT_IT: &str = "every point has its 95 % interval: point at it";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_run_is_said_in_one_line() {
        let signs = |left, right| [("L".to_owned(), left), ("R".to_owned(), right)];
        let said = |signs: &[(String, i8)]| polarity(signs.iter().map(|(name, sign)| (name, sign)));
        assert_eq!(said(&signs(1, 1)), "polarity kept");
        assert_eq!(said(&signs(-1, 0)), "L inverted, R silent");
        let line = run(Some(delay(412.3712)), Some(3.12), "polarity kept", false);
        assert_eq!(line, "delay 412.37 frames · clock +3.1 ppm · polarity kept");
        let line = run(Some(delay(-7.0)), Some(-0.04), "polarity kept", true);
        assert_eq!(line, "delay −7.00 frames · clock 0.0 ppm · polarity kept · left and right exchanged");
        assert_eq!(run(None, None, "polarity kept", false), "clock unknown · polarity kept");
        assert_eq!(loop_delay(512.4196, 48_000.0), "loop delay 512.42 frames (10.68 ms)");
    }

    #[test]
    fn a_fault_names_its_place_and_the_figures_that_it_touches() {
        let ids = ["thd.f", "thd.r", "thdn.aes17", "snr"].map(str::to_owned);
        let mut found = RunFault {
            section: BenchSection::Tone,
            frame: 594_576,
            frames: 48,
            late_frames: -48.0,
            figures: ids.to_vec(),
        };
        let expected = "fault at 12.387 s in 997 Hz, −1 dB, 48 frames missing; touches THD, THD, total form, THD+N \
                        and 1 more";
        assert_eq!(fault(&found, 48_000.0), expected);
        found.late_frames = 0.0;
        found.figures = vec!["thdn_over_level".to_owned()];
        assert!(fault(&found, 48_000.0).ends_with("−1 dB; touches THD+N over level"));
    }

    #[test]
    fn a_response_is_said_by_how_far_it_departs() {
        assert_eq!(response_range("20 Hz–20 kHz", [-0.449, 0.001]), "20 Hz–20 kHz +0.00 −0.45 dB");
        assert_eq!(response_range("20 Hz–20 kHz", [0.0, 0.0]), "20 Hz–20 kHz +0.00 −0.00 dB");
    }

    #[test]
    fn the_heading_says_how_much_was_heard() {
        let long = |form, heard_s, length_s| headings(form, heard_s, length_s)[0].clone();
        assert_eq!(long(BenchForm::Full, Some(65.6), 75.2), "BENCH TRACK · 66 of 75 s");
        assert_eq!(long(BenchForm::Quick, None, 25.4), "QUICK BENCH TRACK · 25 s");
    }
}
