//! Cost of live analysis in a session, in percent of a core: CPU time of the worker's thread while blocks arrive at the
//! pace of a host, through the real ring, with shared caches.
//!
//! `cargo bench --package groundtruth-analysis --bench pace -- [--warm] [FILE.wav …]` plays files instead of the
//! built-in signals; `--warm` leaves the caches to the worker. Needs Linux, whose /proc counts a thread's time.

use std::error::Error;
use std::path::Path;

mod pace {
    pub mod evictor;
    pub mod session;
    pub mod signals;
}

use pace::evictor::Evictor;
use pace::session::{Cost, Session};
use pace::signals::{self, Clip};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // Test runs start benches too, without this argument.
    if !cfg!(target_os = "linux") || !arguments.iter().any(|argument| argument == "--bench") {
        return Ok(());
    }
    let evictor = (!arguments.iter().any(|argument| argument == "--warm")).then(Evictor::start);
    let files: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let clips = match files.as_slice() {
        [] => vec![signals::tone(), signals::music(), signals::bench_track()],
        files => files.iter().map(|file| signals::read(Path::new(file))).collect::<Result<_, _>>()?,
    };
    for clip in &clips {
        for editor in [false, true] {
            print(clip, editor, &Session::play(clip, editor)?);
        }
    }
    drop(evictor);
    Ok(())
}

/// Prints one line; `cargo xtask bench` reads the percentage from it.
fn print(clip: &Clip, editor: bool, cost: &Cost) {
    println!(
        "pace/{}/{}: worker {:.2} % of a core, {:.0} wake-ups/s, {} frames lost, {} ms without a snapshot, load {}",
        clip.name,
        if editor { "open" } else { "closed" },
        100.0 * cost.share,
        cost.wakeups_per_s,
        cost.lost_frames,
        cost.longest_pause.as_millis(),
        cost.load,
    );
}
