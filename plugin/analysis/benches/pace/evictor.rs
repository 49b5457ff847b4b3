//! Cache load of a host with software drawing.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// Threads, one per core, that write through more memory than the caches near a core hold, 30 times a second.
pub struct Evictor {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

/// A few windows of pixels with their textures.
const WORDS: usize = 2 << 20;
const PAUSE: Duration = Duration::from_millis(33);
const MOST_THREADS: usize = 4;

impl Evictor {
    pub fn start() -> Evictor {
        let stop = Arc::new(AtomicBool::new(false));
        let cores = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let threads = (0..cores).map(|_| {
            thread::spawn({
                let stop = stop.clone();
                move || sweep(&stop)
            })
        });
        Evictor { threads: threads.collect(), stop }
    }
}

impl Drop for Evictor {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.threads.drain(..).for_each(|thread| drop(thread.join()));
    }
}

fn sweep(stop: &AtomicBool) {
    let mut memory = vec![0u64; WORDS];
    while !stop.load(Ordering::Relaxed) {
        memory.iter_mut().for_each(|word| *word = word.wrapping_add(1));
        black_box(&mut memory);
        thread::sleep(PAUSE);
    }
}
