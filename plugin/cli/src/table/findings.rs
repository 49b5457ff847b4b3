//! Findings other than figures: trims, glitches, hum, other lines.

use groundtruth_measure::{ChannelReport, Glitch, HumPattern, Report, Spur};

use groundtruth_captures::table::number::hertz;

/// Findings listed individually; more are counted.
const LISTED: usize = 4;

/// One line per finding.
pub(super) fn of(report: &Report) -> Vec<String> {
    report.channels.iter().flat_map(|channel| of_channel(report, channel)).collect()
}

fn of_channel(report: &Report, channel: &ChannelReport) -> Vec<String> {
    let rate_hz = report.source.sample_rate_hz;
    let found = [
        trim(report, channel),
        list("glitches", &channel.glitches, |glitch| glitch_text(glitch, rate_hz)),
        hum(channel),
        list("other lines", &strongest_first(&channel.spurs), spur_text),
    ];
    found.into_iter().flatten().map(|text| format!("{}: {text}", channel.name)).collect()
}

fn trim(report: &Report, channel: &ChannelReport) -> Option<String> {
    let [first, count] = channel.used_frames;
    let seconds = |frames: u64| frames as f64 / report.source.sample_rate_hz;
    (count > 0 && (first > 0 || count < report.source.frames)).then(|| {
        let (from_s, to_s) = (seconds(first), seconds(first + count));
        format!("figures from {from_s:.3} s to {to_s:.3} s (frames {first} to {})", first + count - 1)
    })
}

fn list<T>(name: &str, found: &[T], text: impl Fn(&T) -> String) -> Option<String> {
    let listed: Vec<String> = found.iter().take(LISTED).map(text).collect();
    let more = match found.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(", {more} more"),
    };
    (!found.is_empty()).then(|| format!("{name}: {}{more}", listed.join(", ")))
}

fn glitch_text(glitch: &Glitch, rate_hz: f64) -> String {
    let kind = glitch.kind.words();
    format!(
        "{kind} at {:.3} s (frame {}, {} long)",
        glitch.frame as f64 / rate_hz,
        glitch.frame,
        glitch.frames
    )
}

fn hum(channel: &ChannelReport) -> Option<String> {
    let looks = match channel.hum_pattern? {
        HumPattern::GroundLoop => "a ground loop: low odd harmonics of the mains",
        HumPattern::Rectifier => "supply ripple: twice the mains and its multiples",
        HumPattern::Induction => "induction: the mains line alone",
    };
    Some(format!("hum looks like {looks}"))
}

fn strongest_first(spurs: &[Spur]) -> Vec<Spur> {
    let mut spurs = spurs.to_vec();
    spurs.sort_by(|one, other| other.level_dbfs.total_cmp(&one.level_dbfs));
    spurs
}

fn spur_text(spur: &Spur) -> String {
    format!("{} at {:.1} dBFS", hertz(spur.frequency_hz), spur.level_dbfs)
}
