//! The lines in a record's model and their frequencies.

use crate::lines::origin::Origin;

/// Role of a line in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// The mean.
    Dc,
    /// A tone of the stimulus, by index.
    Tone(usize),
    /// A multiple of a tone.
    Harmonic { tone: usize, order: u32 },
    /// `first·f1 + second·f2` of a pair.
    Product { first: i32, second: i32 },
    /// A multiple of the mains.
    Hum(u32),
}

/// The fundamentals of a model, in bins.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Fundamentals {
    pub(crate) tones: Vec<f64>,
    pub(crate) mains: Option<f64>,
    /// Orders of the mains excluded from the model.
    pub(crate) strays: Vec<u32>,
}

/// Least number of harmonics listed, aliased ones included.
pub(crate) const LISTED_HARMONICS: u32 = 20;
/// Multiples of the mains searched.
pub(crate) const HUM_ORDERS: u32 = 20;
/// Highest order `|m|+|n|` of a pair's products in the model; others are found as spurs.
const PRODUCT_ORDER: i32 = 5;

impl Role {
    /// Frequency of the line for these fundamentals, in bins, before folding; negative for a reversed difference, whose
    /// line is at the positive frequency.
    fn signed_bins(self, at: &Fundamentals) -> f64 {
        match self {
            Role::Dc => 0.0,
            Role::Tone(tone) => at.tones[tone],
            Role::Harmonic { tone, order } => f64::from(order) * at.tones[tone],
            Role::Product { first, second } => {
                f64::from(first) * at.tones[0] + f64::from(second) * at.tones[1]
            }
            Role::Hum(order) => at.mains.map_or(0.0, |mains| f64::from(order) * mains),
        }
    }

    fn unfolded_bins(self, at: &Fundamentals) -> f64 {
        self.signed_bins(at).abs()
    }

    /// Frequency of the line, folded into 0…N/2.
    pub(crate) fn bins(self, at: &Fundamentals, frames: f64) -> f64 {
        let bins = self.unfolded_bins(at) % frames;
        if bins > frames / 2.0 { frames - bins } else { bins }
    }

    /// Whether the line is above half the sample rate and appears at its alias.
    pub(crate) fn aliased(self, at: &Fundamentals, frames: f64) -> bool {
        self.unfolded_bins(at) > frames / 2.0
    }

    /// Whether folding, at 0 or at half the sample rate, inverted the line's phase.
    pub(crate) fn reversed(self, at: &Fundamentals, frames: f64) -> bool {
        (self.unfolded_bins(at) % frames > frames / 2.0) != (self.signed_bins(at) < 0.0)
    }
}

/// The lines of a stimulus in ascending order of frequency, at least `separation` bins apart. Roles named first have
/// priority, and unfolded lines have priority over folded ones. `pair` means two tones on one channel.
///
/// A multitone has only its tones: its thousands of products stay in the residual.
pub(crate) fn roles(at: &Fundamentals, pair: bool, frames: f64, separation: f64) -> Vec<Role> {
    let mut chosen = Chosen { at, frames, separation, lines: vec![(0.0, Role::Dc)] };
    chosen.add((0..at.tones.len()).map(Role::Tone));
    match at.tones.len() {
        1 => chosen.add_unfolded_first(harmonics(at, frames, u32::MAX)),
        2 if pair => chosen.add_unfolded_first(products().chain(harmonics(at, frames, PRODUCT_ORDER as u32))),
        2 => chosen.add_unfolded_first(harmonics(at, frames, u32::MAX).chain(products())),
        _ => (),
    }
    if at.mains.is_some() {
        let origin = Origin::near(&at.tones, frames);
        let is_own =
            |order: u32| at.mains.is_some_and(|mains| origin.explains(f64::from(order) * mains, separation));
        let orders = (1..=HUM_ORDERS).filter(|order| !at.strays.contains(order) && !is_own(*order));
        chosen.add(orders.map(Role::Hum));
    }
    chosen.lines.into_iter().map(|(_, role)| role).collect()
}

/// Multiples of every tone, up to half the sample rate or the 20th, but not above `highest`.
fn harmonics(at: &Fundamentals, frames: f64, highest: u32) -> impl Iterator<Item = Role> + Clone + '_ {
    (0..at.tones.len()).flat_map(move |tone| {
        let whole = (frames / 2.0 / at.tones[tone]) as u32;
        (2..=whole.max(LISTED_HARMONICS).min(highest)).map(move |order| Role::Harmonic { tone, order })
    })
}

/// Products of two tones by ascending order.
pub(crate) fn products() -> impl Iterator<Item = Role> + Clone {
    (2..=PRODUCT_ORDER).flat_map(|total| {
        let signed =
            move |second| [total - second, second - total].map(|first| Role::Product { first, second });
        (1..total).flat_map(signed)
    })
}

struct Chosen<'a> {
    at: &'a Fundamentals,
    frames: f64,
    separation: f64,
    lines: Vec<(f64, Role)>,
}

impl Chosen<'_> {
    fn add(&mut self, roles: impl Iterator<Item = Role>) {
        roles.for_each(|role| self.add_one(role));
    }

    fn add_unfolded_first(&mut self, roles: impl Iterator<Item = Role> + Clone) {
        let (at, frames) = (self.at, self.frames);
        self.add(roles.clone().filter(|role| !role.aliased(at, frames)));
        self.add(roles.filter(|role| role.aliased(at, frames)));
    }

    fn add_one(&mut self, role: Role) {
        let bins = role.bins(self.at, self.frames);
        let index = self.lines.partition_point(|line| line.0 < bins);
        let near = |line: Option<&(f64, Role)>| line.is_some_and(|l| (l.0 - bins).abs() < self.separation);
        let below = index.checked_sub(1).and_then(|below| self.lines.get(below));
        let edge = bins > self.frames / 2.0 - self.separation;
        let folded_hum = matches!(role, Role::Hum(_)) && role.aliased(self.at, self.frames);
        if !near(below) && !near(self.lines.get(index)) && !edge && !folded_hum {
            self.lines.insert(index, (bins, role));
        }
    }
}
