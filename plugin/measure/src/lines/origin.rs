//! What a device may make of its stimulus: multiples, products and all that folds back from beyond half the rate.

/// Highest order of a tone's multiples: a clipped or undithered tone fills the spectrum with folded ones.
const ORDERS: u32 = 2000;
/// Highest `|m| + |n|` of a pair's products.
const PRODUCT_ORDERS: i32 = 30;

/// Share of the spectrum that may be explained: a line of another origin falls into it by chance as often.
const MOST_EXPLAINED: f64 = 0.15;
/// Orders of what is likely to stand out of the noise.
const NEAR_ORDERS: u32 = 20;
const NEAR_PRODUCT_ORDERS: i32 = 20;

/// The places that one tone or two explain. Many tones explain too much, and so nothing.
pub(crate) struct Origin {
    /// Rising, in bins.
    places: Vec<f64>,
}

impl Origin {
    /// Of tones at so many bins of records of `frames` frames, as many orders as leave most of the spectrum unexplained when
    /// lines within `reach` bins are.
    pub(crate) fn new(tones: &[f64], frames: f64, reach: f64) -> Origin {
        let places = MOST_EXPLAINED * (frames / 2.0) / (2.0 * reach);
        let orders = (places as u32).clamp(NEAR_ORDERS, ORDERS);
        let products = (places.sqrt() as i32).clamp(NEAR_PRODUCT_ORDERS / 2, PRODUCT_ORDERS);
        Origin::up_to(tones, frames, orders, products)
    }

    /// The lowest orders alone: the lines that stand highest.
    pub(crate) fn near(tones: &[f64], frames: f64) -> Origin {
        Origin::up_to(tones, frames, NEAR_ORDERS, NEAR_PRODUCT_ORDERS / 2)
    }

    fn up_to(tones: &[f64], frames: f64, orders: u32, product_orders: i32) -> Origin {
        let folded = |bins: f64| {
            let inside = bins.abs() % frames;
            inside.min(frames - inside)
        };
        let mut places: Vec<f64> = match *tones {
            [tone] => (1..=orders).map(|order| folded(f64::from(order) * tone)).collect(),
            [a, b] => {
                let multiples = (1..=orders as i32).flat_map(|order| [(order, 0), (0, order)]);
                let all = products(product_orders).chain(multiples);
                all.map(|(m, n)| folded(f64::from(m) * a + f64::from(n) * b)).collect()
            }
            _ => Vec::new(),
        };
        places.sort_by(f64::total_cmp);
        Origin { places }
    }

    /// Whether a line within `reach` bins of this place may be the tones' own.
    pub(crate) fn explains(&self, bins: f64, reach: f64) -> bool {
        let first = self.places.partition_point(|place| *place < bins - reach);
        self.places.get(first).is_some_and(|place| *place <= bins + reach)
    }
}

/// Every pair of orders whose sum is `most` at most, multiples of one tone among them.
fn products(most: i32) -> impl Iterator<Item = (i32, i32)> {
    (0..=most).flat_map(move |m| {
        let rest = most - m;
        (-rest..=rest).map(move |n| (m, n)).filter(|pair| *pair != (0, 0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn multiples_and_their_folded_images_are_a_tones_own() {
        let origin = Origin::up_to(&[1000.3], 10_000.0, 20, 20);
        for bins in [1000.3, 4001.2, 10_000.0 - 6001.8, 11_003.3 - 10_000.0] {
            assert!(origin.explains(bins, 0.01), "{bins}");
        }
        assert!(!origin.explains(1500.0, 0.01));
    }

    #[test]
    fn products_belong_to_a_pair() {
        let origin = Origin::new(&[60.1, 7000.2], 65_536.0, 0.3);
        assert!(origin.explains(7000.2 - 2.0 * 60.1, 0.01));
        assert!(origin.explains(15.0 * 60.1, 0.01));
        assert!(!origin.explains(333.3, 0.01));
    }
}
