//! Evidence: results of many records of planted signals, compared with the required accuracy.
//!
//! A test prints each row as text, and again as JSON after [`MARK`], from which `cargo xtask accuracy` makes its
//! tables. Seeds are fixed, so that a row is reproducible.

pub use accuracy::{Asked, Row};
pub use coverage::Counts;
pub use normalised::Normalised;

mod accuracy;
mod coverage;
mod normalised;

/// Prefix of a row's JSON.
pub const MARK: &str = "evidence: ";

/// Records or trials of a row: `few` in an ordinary run, `many` if the environment has `GROUNDTRUTH_LONG_TESTS`, but no
/// more than its value if that is a number above 1.
pub fn count(few: u64, many: u64) -> u64 {
    let Some(asked) = std::env::var_os("GROUNDTRUTH_LONG_TESTS") else { return few };
    let most = asked.to_str().and_then(|number| number.parse().ok()).filter(|number| *number > 1);
    many.min(most.unwrap_or(many))
}

/// The results of `record` for the numbers from 0 on, computed on all cores, in order.
pub fn repeated<T: Send>(count: u64, record: impl Fn(u64) -> T + Sync) -> Vec<T> {
    let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get() as u64);
    let share = |thread: u64| (thread * count / threads)..((thread + 1) * count / threads);
    std::thread::scope(|scope| {
        let record = &record;
        let workers: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || share(thread).map(record).collect::<Vec<T>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a record was measured")).collect()
    })
}

/// The value below which this share of the sorted ones lies.
fn percentile(sorted: &[f64], percent: f64) -> f64 {
    let place = percent / 100.0 * (sorted.len() - 1) as f64;
    let (below, above) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
    below + (above - below) * place.fract()
}

/// The 5th, 25th, 50th, 75th and 95th percentile.
fn percentiles(sorted: &[f64]) -> [f64; 5] {
    [5.0, 25.0, 50.0, 75.0, 95.0].map(|percent| percentile(sorted, percent))
}

fn sorted(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values
}

fn root_mean_square(values: &[f64]) -> f64 {
    (values.iter().map(|x| x * x).sum::<f64>() / values.len() as f64).sqrt()
}
