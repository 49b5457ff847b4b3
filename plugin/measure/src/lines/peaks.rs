//! Peaks of a power spectrum and the density around them.

/// Bins per block of the search. The main lobe of the 7-term window is no wider, so at most two lines that it resolves
/// share a block.
const BLOCK_BINS: usize = 16;

/// A local maximum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Peak {
    /// Bin, refined by a parabola through the logarithms.
    pub(crate) bins: f64,
    pub(crate) power: f64,
}

/// The `count` strongest local maxima, strongest first.
pub(crate) fn strongest(power: &[f64], count: usize) -> Vec<Peak> {
    let mut found: Vec<(f64, usize)> = Vec::with_capacity(count + 1);
    for (block, bins) in power.chunks(BLOCK_BINS).enumerate() {
        let threshold = if found.len() == count { found[count - 1].0 } else { 0.0 };
        let highest = bins.iter().fold(0.0, |a: f64, &b| if b > a { b } else { a });
        if highest > threshold {
            let inner = bins.iter().position(|&b| b == highest).unwrap_or(0);
            let bin = block * BLOCK_BINS + inner;
            if is_summit(power, bin) {
                let place = found.partition_point(|&(other, _)| other >= highest);
                found.insert(place, (highest, bin));
                found.truncate(count);
            }
        }
    }
    found.into_iter().map(|(_, bin)| refined(power, bin)).collect()
}

fn is_summit(power: &[f64], bin: usize) -> bool {
    bin > 0 && bin + 1 < power.len() && power[bin] > power[bin - 1] && power[bin] >= power[bin + 1]
}

/// A parabola through the logarithms of a peak and its neighbours: exact for a Gaussian, and the 7-term window's lobe
/// is nearly one (error below 0.02 bins).
pub(crate) fn refined(power: &[f64], bin: usize) -> Peak {
    let at = |k: usize| power[k].max(f64::MIN_POSITIVE).ln();
    let (below, centre, above) = (at(bin - 1), at(bin), at(bin + 1));
    let curvature = 2.0 * centre - below - above;
    // Powers that overflow have no curvature.
    let offset =
        if curvature > 0.0 && curvature.is_finite() { (above - below) / (2.0 * curvature) } else { 0.0 };
    Peak { bins: bin as f64 + offset.clamp(-0.5, 0.5), power: power[bin] }
}

/// Local density per bin around a line: the median of `reach` bins on either side without the lobe, as a mean (÷ ln 2,
/// the median of an exponential distribution). The median is robust to other lines.
pub(crate) fn local_density(power: &[f64], bins: f64, lobe: usize, reach: usize) -> f64 {
    let centre = bins.round().max(0.0) as usize;
    let first = centre.saturating_sub(lobe + reach).max(1);
    let last = (centre + lobe + reach).min(power.len().saturating_sub(1));
    let around = (first..=last).filter(|k| k.abs_diff(centre) > lobe).map(|k| power[k]);
    median(&mut around.collect::<Vec<f64>>()) / std::f64::consts::LN_2
}

/// The median; 0 for an empty slice.
pub(crate) fn median(values: &mut [f64]) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let middle = values.len() / 2;
    *values.select_nth_unstable_by(middle, f64::total_cmp).1
}
