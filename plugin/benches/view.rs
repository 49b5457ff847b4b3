//! Cost of layout and tessellation of one frame at 1100 × 720 with the longest record shown.

use std::hint::black_box;
use std::sync::Arc;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use egui::{Context, Pos2, RawInput, Rect, Vec2};
use groundtruth_analysis::Snapshot;
use groundtruth_plugin::editor::history::SettingsHistory;
use groundtruth_plugin::editor::preferences::{Preferences, Tab};
use groundtruth_plugin::editor::view::{PlayerInput, View, ViewInput};
use groundtruth_plugin::session::{SessionCapture, SessionInput};
use groundtruth_plugin::settings::InstrumentSettings;

#[path = "../tests/support/session.rs"]
mod session;
#[path = "../tests/support/snapshots.rs"]
mod snapshots;

/// An editor without a window.
struct Editor {
    ctx: Context,
    view: View,
    settings: InstrumentSettings,
    preferences: Preferences,
    history: SettingsHistory,
    session: SessionInput,
}

impl Editor {
    fn on(tab: Tab) -> Editor {
        Editor {
            ctx: Context::default(),
            view: View::new(),
            settings: InstrumentSettings::default(),
            session: session::crowd(),
            history: SettingsHistory::default(),
            preferences: Preferences { tab, show_max_hold: true, ..Preferences::default() },
        }
    }

    /// Lays out and tessellates one frame.
    fn frame(&mut self, snapshot: &Snapshot) -> usize {
        let size = Vec2::new(1100.0, 720.0);
        let input =
            RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, size)), ..RawInput::default() };
        let Editor { ctx, view, settings, preferences, history, session } = self;
        let mut output = ctx.run_ui(input, |ui| {
            let (restored, frozen, take, track, messages, work) = (None, false, 0, None, &[][..], &[][..]);
            let session = &*session;
            view.ui(
                ui,
                ViewInput {
                    snapshot,
                    restored,
                    settings,
                    preferences,
                    history,
                    frozen,
                    take,
                    track,
                    session,
                    messages,
                    work,
                    player: &PlayerInput::default(),
                },
            );
        });
        // The textures are not uploaded here; egui requires the deltas to be cleared.
        output.textures_delta.clear();
        ctx.tessellate(output.shapes, output.pixels_per_point).len()
    }
}

fn frames(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("editor");
    group.sample_size(30);
    let mut snapshot = snapshots::long_record();
    for (tab, name) in [
        (Tab::Spectrum, "spectrum"),
        (Tab::Crosstalk, "crosstalk"),
        (Tab::Noise, "noise"),
        (Tab::Compare, "compare_12"),
    ] {
        let mut editor = Editor::on(tab);
        editor.frame(&snapshot);
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(editor.frame(&snapshot)));
        });
    }
    let mut editor = Editor::on(Tab::Spectrum);
    group.bench_function("spectrum_new_record", |bencher| {
        let renew = || {
            // A record is known by its identity.
            snapshot.spectrum = snapshot.spectrum.as_deref().cloned().map(Arc::new);
            snapshot.clone()
        };
        bencher.iter_batched(renew, |snapshot| black_box(editor.frame(&snapshot)), BatchSize::SmallInput);
    });
    let mut music = snapshots::music();
    for (name, overlays) in [("music", 0), ("music_two_overlays", 2)] {
        let mut editor = Editor::on(Tab::Spectrum);
        editor.preferences.overlays =
            editor.session.captures.iter().map(SessionCapture::id).take(overlays).collect();
        group.bench_function(name, |bencher| {
            let renew = || {
                let programme = &mut music.programme.channels;
                programme.now = programme.now.as_deref().cloned().map(Arc::new);
                programme.mean = programme.mean.as_deref().cloned().map(Arc::new);
                if let Some(context) = &mut music.context {
                    context.end_frame += 800;
                }
                music.clone()
            };
            bencher.iter_batched(renew, |music| black_box(editor.frame(&music)), BatchSize::SmallInput);
        });
    }
    group.finish();
}

criterion_group!(benches, frames);
criterion_main!(benches);
