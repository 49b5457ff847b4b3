//! Opens the view alone, without a host, on a stimulus of the gallery or on a snapshot with known contents:
//! `cargo run --example editor_preview -- [STIMULUS | STATE | FILE.wav] [spectrum|crosstalk|noise|bench|compare] [help] [dark|light] [WIDTHxHEIGHT]`.

use std::path::Path;

use groundtruth_analysis::{Played, PlayerStatus, Snapshot};
use groundtruth_measure::{Report, Settings};
use groundtruth_plugin::editor::history::SettingsHistory;
use groundtruth_plugin::editor::preferences::{
    BelowSpectrum, BenchPage, BenchPlot, LevelUnit, Lower, Preferences, Quantity, Sort, Tab, Theme,
};
use groundtruth_plugin::editor::view::{Action, PlayerInput, View, ViewInput};
use groundtruth_plugin::jobs::Work;
use groundtruth_plugin::session::{SessionCapture, SessionInput};
use groundtruth_plugin::settings::InstrumentSettings;
use nice_plug_egui::baseview::{self, HandlerError, dpi::LogicalSize};
use nice_plug_egui::{App, EguiWindow, EguiWindowSettings, Frame};

#[path = "../tests/support/session.rs"]
mod session;
#[path = "../tests/support/snapshots.rs"]
mod snapshots;

use snapshots::stimuli::Stimulus;

/// Choices from the command line.
struct Preview {
    view: View,
    snapshot: Snapshot,
    restored: Option<Report>,
    settings: InstrumentSettings,
    preferences: Preferences,
    history: SettingsHistory,
    frozen: bool,
    take: i32,
    messages: Vec<String>,
    session: SessionInput,
    work: Vec<Work>,
    player: PlayerInput,
}

impl Preview {
    fn from_words(words: &[String]) -> Preview {
        let mut preview = Preview {
            view: View::new(),
            snapshot: snapshots::tone_left(),
            restored: None,
            settings: InstrumentSettings::default(),
            preferences: Preferences::default(),
            history: SettingsHistory::default(),
            frozen: false,
            take: 0,
            messages: Vec::new(),
            session: SessionInput::default(),
            work: Vec::new(),
            player: PlayerInput::default(),
        };
        words.iter().for_each(|word| preview.apply(word));
        preview.settings.measure = Settings { load_ohms: Some(32.0), ..preview.snapshot.settings };
        preview
    }

    fn apply(&mut self, word: &str) {
        match word {
            "long" => self.snapshot = snapshots::long_record(),
            "programme" => self.snapshot = snapshots::programme(),
            "troubled" => self.snapshot = snapshots::troubled(),
            "odd" => self.snapshot = snapshots::odd_pair(),
            "clean" => self.snapshot = snapshots::clean_tone(),
            "volts" => self.settings.reference_volts = Some([2.0, 2.0]),
            "dBr" => self.preferences.level_unit = LevelUnit::Dbr,
            "dBV" => self.preferences.level_unit = LevelUnit::Dbv,
            "V" => self.preferences.level_unit = LevelUnit::Volts,
            "%" => self.preferences.level_unit = LevelUnit::Percent,
            "W" => self.preferences.level_unit = LevelUnit::Watts,
            "table" => self.preferences.below_spectrum = BelowSpectrum::Table,
            "residual" => self.preferences.below_spectrum = BelowSpectrum::Residual,
            "limits" => self.snapshot = snapshots::limits(),
            "playing" => self.player = playing(),
            "sheet" => self.preferences.bench.page = BenchPage::Sheet,
            "ask" => self.view.ask_player(),
            "empty" => self.snapshot = Snapshot::default(),
            "restored" => {
                self.restored = snapshots::dual_tone().report.as_deref().cloned();
                self.snapshot = Snapshot::default();
            }
            "message" => self
                .messages
                .push("The saved band could not be read; 20 Hz–20 kHz is used instead.".to_owned()),
            "work" => {
                let title = "Importing 3 files".to_owned();
                self.work.push(Work { id: self.work.len() as u64, title, share: 0.37 });
            }
            "help" => self.view.open_help(),
            "frozen" => self.frozen = true,
            "hold" => self.preferences.show_max_hold = true,
            "spectrum" => self.preferences.tab = Tab::Spectrum,
            "crosstalk" => self.preferences.tab = Tab::Crosstalk,
            "noise" => self.preferences.tab = Tab::Noise,
            "bench" => self.preferences.tab = Tab::Bench,
            "compare" => self.preferences.tab = Tab::Compare,
            "pair" => self.session = session::pair(),
            "library" => {
                self.session = session::with_library(std::mem::take(&mut self.session));
                self.preferences.compare.library = true;
            }
            "overlay" => {
                self.preferences.overlays =
                    self.session.captures.iter().map(SessionCapture::id).take(2).collect();
            }
            "crowd" => self.session = session::crowd(),
            "loopback" => {
                self.session = session::with_loopback();
                self.preferences.compare.baseline = Some(self.session.captures[2].id());
            }
            "swept" => self.session = session::swept(),
            "benched" => self.session = session::benched(),
            "response" => self.preferences.bench.enlarged = Some(BenchPlot::Response),
            "distortion" => self.preferences.bench.enlarged = Some(BenchPlot::Distortion),
            "levels" => self.preferences.bench.enlarged = Some(BenchPlot::Levels),
            "harmonics" => self.preferences.compare.quantity = Quantity::Harmonics,
            "balance" => self.preferences.compare.quantity = Quantity::Balance,
            "difference" => self.preferences.compare.difference = true,
            "sorted" => {
                let (figure, place) = ("thd.f".to_owned(), "L".to_owned());
                self.preferences.compare.sort = Some(Sort { figure, place, is_reversed: false });
                self.preferences.compare.only_differences = true;
            }
            "claims" => self.preferences.compare.lower = Lower::Claims,
            "dark" => self.preferences.theme = Theme::Dark,
            "light" => self.preferences.theme = Theme::Light,
            file if file.ends_with(".wav") => {
                match snapshots::recording::snapshot(Path::new(file), Settings::default()) {
                    Ok(snapshot) => self.snapshot = snapshot,
                    Err(error) => self.messages.push(format!("{file}: {error}")),
                }
            }
            other => match (Stimulus::of(other), other.split_once('x')) {
                (Some(stimulus), _) => self.snapshot = snapshots::of(stimulus),
                (None, Some((width, height))) => {
                    self.preferences.window_width = width.parse().unwrap_or(1100.0);
                    self.preferences.window_height = height.parse().unwrap_or(720.0);
                }
                (None, None) => self.messages.push(format!("No stimulus or option “{other}”.")),
            },
        }
    }
}

/// A signal that plays.
fn playing() -> PlayerInput {
    let name = "Bench track".to_owned();
    let played = Played { name, played_s: 12.3, length_s: 76.0, level_dbfs: -12.0, channels: 2, began: None };
    PlayerInput { status: PlayerStatus::Playing(played), confirmed_dbfs: Some(-12.0) }
}

impl App for Preview {
    fn build(&mut self, _ctx: egui::Context, _frame: &mut Frame) -> Result<(), HandlerError> {
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        let input = ViewInput {
            snapshot: &self.snapshot,
            restored: self.restored.as_ref(),
            settings: &mut self.settings,
            preferences: &mut self.preferences,
            history: &mut self.history,
            frozen: self.frozen,
            take: self.take,
            track: Some("Amplifier B"),
            session: &self.session,
            messages: &self.messages,
            work: &self.work,
            player: &self.player,
        };
        for action in self.view.ui(ui, input) {
            match action {
                Action::SetFrozen(frozen) => self.frozen = frozen,
                Action::SetTake(take) => self.take = take,
                Action::DismissMessage => drop(self.messages.remove(0)),
                other => println!("{other:?}"),
            }
        }
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // SAFETY: this is a separate program, not a library in a host.
    unsafe { baseview::assume_standalone_in_process() };
    let words: Vec<String> = std::env::args().skip(1).collect();
    let preview = Preview::from_words(&words);
    let Preferences { window_width, window_height, .. } = preview.preferences;
    let size = LogicalSize { width: window_width, height: window_height };
    let settings = EguiWindowSettings::new().with_title("Groundtruth").with_size(size);
    EguiWindow::create(settings, preview)
        .map_err(|error| format!("{error:?}"))?
        .run_until_closed()
        .map_err(|error| format!("{error:?}"))?;
    Ok(())
}
