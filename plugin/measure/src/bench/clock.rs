//! From the track's time to the recording's frames.

/// A marker: its time in the track and its frame in the recording.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Knot {
    pub(crate) track_s: f64,
    pub(crate) frame: f64,
}

/// Between two markers the clocks differ from those elsewhere by less than this, unless frames are missing or repeated.
const MOST_WANDER: f64 = 60e-6;
/// Where the clocks wander less, so does this limit: to this many times the median departure, and half a frame.
const USUAL_WANDERS: f64 = 10.0;
const LEAST_JUMP_FRAMES: f64 = 0.5;
/// A clock nearer to the player's than this is the same one: the markers do not resolve the rest.
const SAME_CLOCK: f64 = 1e-8;
/// Markers this near to a straight line, in frames, are on it.
const STRAIGHT_FRAMES: f64 = 0.02;

/// The clock of a run.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clock {
    sample_rate_hz: f64,
    knots: Vec<Knot>,
    /// Frames that are missing (negative) or too many between a knot and the next one.
    jumps: Vec<f64>,
    /// Recorded seconds per second of the track, less 1; `None` from a single marker.
    pub(crate) offset: Option<f64>,
    /// Largest distance of a marker from a straight line, in frames.
    pub(crate) wander_frames: f64,
    /// The line through all markers: frame at the track's start, and frames per second.
    line: [f64; 2],
}

/// The map of one section: a straight line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Stretch {
    /// Frame of the track's time `from_s`.
    pub(crate) frame: f64,
    pub(crate) from_s: f64,
    pub(crate) frames_per_s: f64,
}

impl Stretch {
    /// The frame at a time of the track.
    pub(crate) fn frame_at(&self, track_s: f64) -> f64 {
        self.frame + (track_s - self.from_s) * self.frames_per_s
    }
}

impl Clock {
    /// From the markers in order.
    pub(crate) fn new(knots: Vec<Knot>, sample_rate_hz: f64) -> Clock {
        let slopes: Vec<f64> = knots.windows(2).map(|pair| slope(pair) / sample_rate_hz - 1.0).collect();
        let middle = median(&slopes);
        let departures: Vec<f64> = slopes.iter().map(|slope| (slope - middle).abs()).collect();
        let usual_wander = USUAL_WANDERS * median(&departures);
        let is_smooth = |pair: &[Knot], slope: f64| {
            let frame = LEAST_JUMP_FRAMES / (pair[1].track_s - pair[0].track_s) / sample_rate_hz;
            (slope - middle).abs() < (usual_wander + frame).min(MOST_WANDER)
        };
        let (mut seconds, mut frames) = (0.0, 0.0);
        for (pair, _) in knots.windows(2).zip(&slopes).filter(|(pair, slope)| is_smooth(pair, **slope)) {
            seconds += pair[1].track_s - pair[0].track_s;
            frames += pair[1].frame - pair[0].frame;
        }
        let offset = (seconds > 0.0).then(|| frames / seconds / sample_rate_hz - 1.0);
        let usual = sample_rate_hz * (1.0 + offset.unwrap_or(0.0));
        let jump = |(pair, slope): (&[Knot], &f64)| match is_smooth(pair, *slope) {
            true => 0.0,
            false => pair[1].frame - pair[0].frame - (pair[1].track_s - pair[0].track_s) * usual,
        };
        let jumps: Vec<f64> = knots.windows(2).zip(&slopes).map(jump).collect();
        let (line, wander_frames) = straight(&knots, &jumps, sample_rate_hz);
        let offset = offset.map(|_| line[1] / sample_rate_hz - 1.0);
        Clock { sample_rate_hz, knots, jumps, offset, wander_frames, line }
    }

    /// Frame of the track's start.
    pub(crate) fn start_frame(&self) -> f64 {
        self.line[0]
    }

    /// Frames missing (negative) or too many between the marker at a time and the next one.
    pub(crate) fn jump_after(&self, mark_s: f64) -> f64 {
        self.index(mark_s).and_then(|index| self.jumps.get(index)).copied().unwrap_or(0.0)
    }

    /// The map for what follows the marker at a time; `None` if that marker is not there.
    pub(crate) fn stretch(&self, mark_s: f64) -> Option<Stretch> {
        let index = self.index(mark_s)?;
        let knot = self.knots[index];
        let jumped: f64 = self.jumps[..index].iter().sum();
        let frame = self.line[0] + jumped + mark_s * self.line[1];
        if self.wander_frames < STRAIGHT_FRAMES {
            let is_same = self.offset.is_none_or(|offset| offset.abs() < SAME_CLOCK);
            let frames_per_s = if is_same { self.sample_rate_hz } else { self.line[1] };
            return Some(Stretch { frame, from_s: mark_s, frames_per_s });
        }
        let next = self.knots.get(index + 1).filter(|_| self.jumps[index] == 0.0);
        let frames_per_s = next.map_or(self.line[1], |next| slope(&[knot, *next]));
        Some(Stretch { frame: knot.frame, from_s: mark_s, frames_per_s })
    }

    fn index(&self, mark_s: f64) -> Option<usize> {
        self.knots.iter().position(|knot| (knot.track_s - mark_s).abs() < 1e-9)
    }
}

fn slope(pair: &[Knot]) -> f64 {
    (pair[1].frame - pair[0].frame) / (pair[1].track_s - pair[0].track_s)
}

/// The least-squares line through the markers, jumps taken out, and the largest distance from it.
fn straight(knots: &[Knot], jumps: &[f64], sample_rate_hz: f64) -> ([f64; 2], f64) {
    let mut jumped = 0.0;
    let points: Vec<[f64; 2]> = knots
        .iter()
        .enumerate()
        .map(|(index, knot)| {
            jumped += index.checked_sub(1).map_or(0.0, |before| jumps[before]);
            [knot.track_s, knot.frame - jumped]
        })
        .collect();
    let count = points.len() as f64;
    let mean = |axis: usize| points.iter().map(|point| point[axis]).sum::<f64>() / count;
    let [middle_s, middle] = [mean(0), mean(1)];
    let spread: f64 = points.iter().map(|[s, _]| (s - middle_s).powi(2)).sum();
    let product: f64 = points.iter().map(|[s, frame]| (s - middle_s) * (frame - middle)).sum();
    let frames_per_s = if spread > 0.0 { product / spread } else { sample_rate_hz };
    let start = middle - middle_s * frames_per_s;
    let off = |[s, frame]: &[f64; 2]| (frame - start - s * frames_per_s).abs();
    ([start, frames_per_s], points.iter().map(off).fold(0.0, f64::max))
}

fn median(values: &[f64]) -> f64 {
    crate::lines::peaks::median(&mut values.to_vec())
}
