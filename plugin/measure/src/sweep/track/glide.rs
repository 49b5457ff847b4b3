//! Straight rises and falls of log frequency.

/// Steps in log frequency between blocks of one sweep.
const LARGEST_FALL: f64 = 0.05;
const LARGEST_RISE: f64 = 0.7;
/// Least range of a sweep: three octaves, as a natural logarithm.
const LEAST_RISE: f64 = 2.08;
/// Largest distance of two channels that play one sweep, in blocks (1/8 s), and largest difference in slope.
const AT_ONCE_BLOCKS: f64 = 3.0;
const SAME_SLOPE: f64 = 0.1;
/// Fewest blocks for a straight line.
const FEWEST_BLOCKS: usize = 8;
/// Largest and rms departure from the line within a sweep.
const LARGEST_DEPARTURE: f64 = 0.12;
const LARGEST_RMS: f64 = 0.03;
/// Share of the blocks between the first and the last that lie on the line.
const LEAST_SHARE: f64 = 0.8;

/// A straight rise or fall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Glide {
    /// First block on the line, and the first one after it.
    pub(super) first: usize,
    pub(super) end: usize,
    /// Log frequency at the first block.
    pub(super) log_bins: f64,
    /// Rise per block; negative for a fall.
    pub(super) slope: f64,
}

/// The rises and falls in a series of log frequencies with gaps.
pub(super) fn find(log_bins: &[Option<f64>]) -> Vec<Glide> {
    let turned: Vec<Option<f64>> = log_bins.iter().map(|y| y.map(|y| -y)).collect();
    rises(log_bins).into_iter().chain(rises(&turned).into_iter().map(Glide::turned)).collect()
}

fn rises(log_bins: &[Option<f64>]) -> Vec<Glide> {
    let mut runs: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut last: Option<(usize, f64)> = None;
    for (block, y) in log_bins.iter().enumerate().filter_map(|(block, y)| Some((block, (*y)?))) {
        let goes_on = |(before, low): (usize, f64)| {
            before + 1 == block && (-LARGEST_FALL..LARGEST_RISE).contains(&(y - low))
        };
        match runs.last_mut().filter(|_| last.is_some_and(goes_on)) {
            Some(run) => run.push((block as f64, y)),
            None => runs.push(vec![(block as f64, y)]),
        }
        last = Some((block, y));
    }
    runs.iter().filter_map(|run| Glide::of(run)).collect()
}

impl Glide {
    /// Whether two channels play one sweep: they have the same frequency at the same time.
    pub(super) fn is_at_once_with(&self, other: &Glide) -> bool {
        let apart = other.log_bins - self.at(other.first as f64);
        let late_blocks = apart / self.slope;
        let is_as_fast = (other.slope / self.slope - 1.0).abs() < SAME_SLOPE;
        self.first < other.end && other.first < self.end && is_as_fast && late_blocks.abs() < AT_ONCE_BLOCKS
    }

    /// Log frequency at a block.
    pub(super) fn at(&self, block: f64) -> f64 {
        self.log_bins + (block - self.first as f64) * self.slope
    }

    fn turned(self) -> Glide {
        Glide { log_bins: -self.log_bins, slope: -self.slope, ..self }
    }

    /// The line through most of a run: its slope is the median over pairs half a run apart (Theil, 1950), which
    /// excludes hum in the pause before the sweep.
    fn of(run: &[(f64, f64)]) -> Option<Glide> {
        let half = run.len() / 2;
        if run.len() < FEWEST_BLOCKS {
            return None;
        }
        let slopes = run.iter().zip(&run[half..]).map(|(a, b)| (b.1 - a.1) / (b.0 - a.0));
        let slope = median(slopes.collect());
        let zero = median(run.iter().map(|(x, y)| y - slope * x).collect());
        let near = |point: &&(f64, f64)| (point.1 - zero - slope * point.0).abs() < LARGEST_DEPARTURE;
        let kept: Vec<(f64, f64)> = run.iter().filter(near).copied().collect();
        Glide::through(&kept)
    }

    fn through(points: &[(f64, f64)]) -> Option<Glide> {
        let (first, last) = (points.first()?.0, points.last()?.0);
        let (zero, slope) = straight_line(points);
        let square = |(x, y): &(f64, f64)| (y - zero - slope * x).powi(2);
        let rms = (points.iter().map(square).sum::<f64>() / points.len() as f64).sqrt();
        let straight = points.len() >= FEWEST_BLOCKS
            && points.len() as f64 >= LEAST_SHARE * (last - first + 1.0)
            && rms < LARGEST_RMS
            && slope * (last - first) > LEAST_RISE;
        let log_bins = zero + slope * first;
        straight.then_some(Glide { first: first as usize, end: last as usize + 1, log_bins, slope })
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Value at 0 and slope of the least-squares line.
fn straight_line(points: &[(f64, f64)]) -> (f64, f64) {
    let count = points.len() as f64;
    let mean = |value: fn(&(f64, f64)) -> f64| points.iter().map(value).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let xx: f64 = points.iter().map(|point| (point.0 - x).powi(2)).sum();
    let xy: f64 = points.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    (y - xy / xx * x, xy / xx)
}
