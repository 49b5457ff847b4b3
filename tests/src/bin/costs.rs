//! Costs of an instance of the built bundle to its host, as one JSON object of figures by name.

use std::process::ExitCode;

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    use groundtruth_tests::screen;
    // Always a private display: other windows on the user's own would affect the figures.
    if !screen::is_private() {
        return match screen::rerun_on_private_screen() {
            Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
            Err(fault) => fail(&fault),
        };
    }
    match linux::measure() {
        Ok(figures) => {
            println!("{}", serde_json::Value::Object(figures));
            ExitCode::SUCCESS
        }
        Err(fault) => fail(&*fault),
    }
}

#[cfg(target_os = "linux")]
fn fail(fault: &dyn std::error::Error) -> ExitCode {
    eprintln!("costs: {fault}");
    ExitCode::FAILURE
}

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    eprintln!("costs: counts threads and pages the Linux way");
    ExitCode::FAILURE
}

#[cfg(target_os = "linux")]
mod linux {
    use std::error::Error;
    use std::time::{Duration, Instant};

    use groundtruth_plugin::settings::InstrumentSettings;
    use groundtruth_tests::amplifier::{Amplifier, Drive};
    use groundtruth_tests::bundle;
    use groundtruth_tests::clap_host::{AUDIO_THREAD, HostFault, Instance, Library, Pace};
    use groundtruth_tests::clip::Clip;
    use groundtruth_tests::editor_window::EditorWindow;
    use groundtruth_tests::threads::{new_threads, resident_bytes, thread_ids, wakeups_per_second};
    use serde_json::{Map, Value, json};

    type Outcome<T> = Result<T, Box<dyn Error>>;

    /// Time over which wake-ups and frames are counted.
    const WATCH: Duration = Duration::from_secs(5);

    /// Time for threads to settle after a start or an end.
    const SETTLE: Duration = Duration::from_secs(2);

    pub fn measure() -> Outcome<Map<String, Value>> {
        let started = Instant::now();
        let library = Library::open(&bundle::clap_bundle())?;
        let load_and_list_ms = milliseconds(started.elapsed());
        let drive = Drive { frequency_hz: 997.0, amplitude: 0.5 };
        let clip = Amplifier::single_ended().capture(drive, 48_000.0, 5 * 48_000, 1);

        let mut figures = Map::new();
        let mut note = |name: &str, value: f64| figures.insert(name.to_owned(), json!(value));
        note("load_and_list_ms", load_and_list_ms);
        note("create_ms", create_ms(&library)?);
        note("closed_wakeups_per_s", closed_wakeups_per_s(&library, &clip)?);
        note("instance_mib", instance_mib(&library, &clip)?);
        let (first_ms, median_ms) = open_ms(&library)?;
        note("first_open_ms", first_ms);
        note("open_ms", median_ms);
        let (wakeups, frames) = idle_per_s(&library)?;
        note("idle_wakeups_per_s", wakeups);
        note("idle_frames_per_s", frames);
        Ok(figures)
    }

    fn milliseconds(time: Duration) -> f64 {
        time.as_secs_f64() * 1e3
    }

    /// Mean over as many instances as a large session has.
    fn create_ms(library: &Library) -> Outcome<f64> {
        const INSTANCES: u32 = 50;
        let started = Instant::now();
        let instances = (0..INSTANCES).map(|_| Instance::new(library)).collect::<Result<Vec<_>, _>>()?;
        let time = started.elapsed();
        drop(instances);
        Ok(milliseconds(time / INSTANCES))
    }

    /// Wake-ups of the plugin's threads while audio plays and no editor is open.
    fn closed_wakeups_per_s(library: &Library, clip: &Clip) -> Outcome<f64> {
        let before = thread_ids();
        let mut instance = Instance::new(library)?;
        let playback = instance.start(clip, Pace::TimesRealTime(1.0), true)?;
        std::thread::sleep(SETTLE);
        let wakeups = wakeups_per_second(&new_threads(&before, AUDIO_THREAD), WATCH);
        instance.finish(playback)?;
        Ok(wakeups)
    }

    /// Growth of the process per instance that analyses at default settings, its histories half filled.
    fn instance_mib(library: &Library, clip: &Clip) -> Outcome<f64> {
        const INSTANCES: usize = 4;
        let before = resident_bytes();
        let instances = (0..INSTANCES)
            .map(|_| {
                let mut instance = Instance::new(library)?;
                let mut state = instance.save_state()?;
                let settings =
                    InstrumentSettings { analyse_while_closed: true, ..InstrumentSettings::default() };
                state.set_field("settings", &json!(settings));
                instance.load_state(&state)?;
                for _ in 0..6 {
                    instance.play_to_end(clip, Pace::Offline)?;
                }
                Ok(instance)
            })
            .collect::<Result<Vec<_>, HostFault>>()?;
        let growth = resident_bytes().saturating_sub(before);
        drop(instances);
        Ok(growth as f64 / INSTANCES as f64 / f64::from(1 << 20))
    }

    /// From the request for the editor to its first frame: the first in this process, and the median of five more.
    fn open_ms(library: &Library) -> Outcome<(f64, f64)> {
        let mut times = Vec::new();
        for _ in 0..6 {
            let mut instance = Instance::new(library)?;
            let editor = EditorWindow::open(&mut instance, "costs")?;
            times.push(milliseconds(editor.opened_in()));
            editor.close(&mut instance)?;
        }
        let first = times.remove(0);
        times.sort_by(f64::total_cmp);
        Ok((first, times[times.len() / 2]))
    }

    /// Wake-ups of the plugin's threads and frames drawn per second while the editor is open and no audio comes.
    fn idle_per_s(library: &Library) -> Outcome<(f64, f64)> {
        let before = thread_ids();
        let mut instance = Instance::new(library)?;
        let mut editor = EditorWindow::open(&mut instance, "costs")?;
        editor.serve_for(&mut instance, SETTLE)?;
        let drawn = editor.frames();
        let wakeups = wakeups_per_second(&new_threads(&before, AUDIO_THREAD), WATCH);
        editor.serve(&mut instance)?;
        let frames = (editor.frames() - drawn) as f64 / WATCH.as_secs_f64();
        editor.close(&mut instance)?;
        Ok((wakeups, frames))
    }
}
