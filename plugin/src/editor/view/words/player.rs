//! The player: the plugin's output plays a test signal.

use groundtruth_analysis::{NotPlayed, Played, PlayerStatus};
use groundtruth_measure::BenchForm;
use groundtruth_stream::playback::EndReason;

use super::help::SIGNALS;
use crate::editor::view::format;
use crate::playing::{PlayOrder, PlayRefused, PlaySignal};

/// Hint of the header's button.
pub const HINT: &str = "Play the bench track or a test signal through the plugin's output, in place of its input: opens the Bench view";
/// Above the choice of signals.
pub const MEANING: &str = "The output plays the signal, and the input is analysed but not passed on.";
/// Hint of the level.
pub const LEVEL_HINT: &str = "Level of the signal's highest peaks; nothing leaves above it";
/// The switch for going on without the editor.
pub const KEEP: &str = "Play on when the editor closes";
/// The same where there is little room.
pub const KEEP_SHORT: &str = "Play on when closed";
/// Its hint.
pub const KEEP_HINT: &str = "Otherwise closing or hiding the editor fades the signal out";
/// Under what is playing.
pub const NOT_PASSED: &str = "The input is analysed and not passed on.";
/// Under what is playing on a mono track.
pub const LEFT_ONLY: &str = "The track is mono: the left side plays, and sections on the right are silent.";

/// A signal's name.
pub fn name(signal: PlaySignal) -> String {
    match signal {
        PlaySignal::Bench(BenchForm::Full) => "Bench track".to_owned(),
        PlaySignal::Bench(BenchForm::Quick) => "Quick bench track".to_owned(),
        PlaySignal::Stimulus(stimulus) => {
            let words = SIGNALS.iter().find(|words| words.stimulus == stimulus);
            words.map_or_else(String::new, |words| words.name.to_owned())
        }
    }
}

/// A signal in the choice of all.
pub fn choice(signal: PlaySignal) -> String {
    match signal {
        PlaySignal::Bench(form) => format!("{}, {:.0} s", name(signal), form.length_s()),
        PlaySignal::Stimulus(_) => name(signal),
    }
}

/// The button that plays.
pub fn play(signal: PlaySignal) -> &'static str {
    match signal {
        PlaySignal::Bench(_) => "Play bench track",
        PlaySignal::Stimulus(_) => "Play signal",
    }
}

/// The question before the first time.
pub fn question(level_dbfs: f64) -> String {
    format!(
        "The plugin's output will play at up to {} dBFS. Turn the amplifier down first, and take headphones off. The \
         input is not passed on meanwhile.",
        level(level_dbfs)
    )
}

/// A level in volts: what a calibrated input reads of it.
pub fn volts([left, right]: [f64; 2], level_dbfs: f64) -> String {
    let of = |volts: f64| format::fixed(volts * 10f64.powf(level_dbfs / 20.0), 3);
    let value = if left == right { of(left) } else { format!("{}, {}", of(left), of(right)) };
    format!("{value} V at the input, if the loop has no gain")
}

/// What plays now, how far it is, and how loud.
pub fn playing(played: &Played) -> String {
    format!(
        "{} of {} s, peaks at {} dBFS",
        format::fixed(played.played_s, 1),
        format::fixed(played.length_s, 1),
        level(played.level_dbfs)
    )
}

/// The same where there is little room; the level is the highest.
pub fn playing_short(played: &Played) -> String {
    format!(
        "{} of {} s, {} dBFS",
        format::fixed(played.played_s, 0),
        format::fixed(played.length_s, 0),
        level(played.level_dbfs)
    )
}

/// The mark below the header.
pub fn mark(played: &Played) -> String {
    format!(
        "Output plays at up to {} dBFS, input is not passed: {}, {} of {} s",
        level(played.level_dbfs),
        played.name,
        format::fixed(played.played_s, 0),
        format::fixed(played.length_s, 0)
    )
}

/// How the last signal ended; `None` if nothing has to be said.
pub fn ended(status: &PlayerStatus) -> Option<String> {
    match status {
        PlayerStatus::Off | PlayerStatus::Playing(_) => None,
        PlayerStatus::Complete(played) => Some(format!("{}: played to its end.", played.name)),
        PlayerStatus::Broken(played, reason) => {
            let at = format::fixed(played.played_s, 1);
            Some(format!("{}: ended after {at} s. {}", played.name, because(*reason)))
        }
        PlayerStatus::Impossible(played, reason) => {
            Some(format!("{} cannot be played: {reason}.", played.name))
        }
    }
}

/// How it ended otherwise than as it should, in two words; [`ended`] has the sentence.
pub fn trouble(status: &PlayerStatus) -> Option<String> {
    match status {
        PlayerStatus::Off | PlayerStatus::Playing(_) | PlayerStatus::Complete(_) => None,
        PlayerStatus::Broken(played, _) => {
            Some(format!("ended after {} s", format::fixed(played.played_s, 1)))
        }
        PlayerStatus::Impossible(..) => Some("cannot be played".to_owned()),
    }
}

fn because(reason: EndReason) -> &'static str {
    match reason {
        EndReason::Complete | EndReason::Stopped => "It was stopped.",
        EndReason::Underrun => {
            "This computer did not render it in time: close other programs and play it again."
        }
        EndReason::TransportStopped => "The host's transport stopped.",
        EndReason::FormatChanged => "The host changed the sample rate or the channels.",
        EndReason::HostReset => "The host reset the plugin.",
        EndReason::EditorClosed => "The editor was closed.",
        EndReason::InstanceGone => "The plugin was removed.",
        EndReason::SessionLoaded => "The host loaded a session.",
        EndReason::NoAudio => "The host asked for no audio for 5 s: start its audio, then play it again.",
        EndReason::RendererFailed => "The renderer failed, which is a fault of the plugin.",
    }
}

/// Why a signal is not played.
pub fn refused(reason: &PlayRefused) -> String {
    let [lowest, highest] = PlayOrder::LEVELS_DBFS.map(level);
    match reason {
        PlayRefused::Unconfirmed { .. } => {
            "Nothing was played: the level is above the one that was confirmed.".to_owned()
        }
        PlayRefused::Level => format!("Nothing was played: choose a level from {lowest} to {highest} dBFS."),
        PlayRefused::NoStream => {
            "Nothing was played: the host has not started the plugin's audio, or runs it below 1 kHz."
                .to_owned()
        }
        PlayRefused::NotPlayed(NotPlayed::Busy) => "Another signal is playing: stop it first.".to_owned(),
        PlayRefused::NotPlayed(error) => format!("Nothing was played: {error}."),
    }
}

fn level(dbfs: f64) -> String {
    format::fixed(dbfs, if dbfs.fract() == 0.0 { 0 } else { 1 })
}
