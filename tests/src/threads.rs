//! The threads of this process according to the system (Linux).

use std::collections::BTreeSet;
use std::fs;
use std::thread::sleep;
use std::time::Duration;

/// Identifiers of all threads of this process.
pub fn thread_ids() -> BTreeSet<u32> {
    let tasks = fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    tasks.filter_map(|task| task.file_name().to_str()?.parse().ok()).collect()
}

/// Threads started since `before`, except those with the name `but`.
pub fn new_threads(before: &BTreeSet<u32>, but: &str) -> BTreeSet<u32> {
    let name = |id: &u32| fs::read_to_string(format!("/proc/self/task/{id}/comm")).unwrap_or_default();
    thread_ids().difference(before).filter(|id| name(id).trim() != but).copied().collect()
}

/// Wake-ups per second of these threads during a wait.
pub fn wakeups_per_second(threads: &BTreeSet<u32>, time: Duration) -> f64 {
    let before = sleeps(threads);
    sleep(time);
    (sleeps(threads) - before) as f64 / time.as_secs_f64()
}

/// How often these threads have voluntarily gone to sleep since they started.
fn sleeps(threads: &BTreeSet<u32>) -> u64 {
    let of_thread = |id: &u32| {
        let status = fs::read_to_string(format!("/proc/self/task/{id}/status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?;
        line.split_whitespace().last()?.parse::<u64>().ok()
    };
    threads.iter().filter_map(of_thread).sum()
}

/// Identifier of the calling thread; 0 if the system has none.
pub fn this_thread() -> u32 {
    let own = fs::read_link("/proc/thread-self").unwrap_or_default();
    own.file_name().and_then(|id| id.to_str()?.parse().ok()).unwrap_or(0)
}

/// Time that a thread has spent on a core since it started.
pub fn cpu_time(thread: u32) -> Duration {
    let counts = fs::read_to_string(format!("/proc/self/task/{thread}/schedstat")).unwrap_or_default();
    let nanoseconds = counts.split_whitespace().next().and_then(|count| count.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Memory of this process that is in use, in bytes.
pub fn resident_bytes() -> u64 {
    const PAGE_BYTES: u64 = 4096;
    let statm = fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok());
    pages.unwrap_or(0) * PAGE_BYTES
}
