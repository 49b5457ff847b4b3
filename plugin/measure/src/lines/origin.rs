//! Possible products of the stimulus in a device: multiples, intermodulation and aliases of both.

/// Highest order of a tone's multiples: a clipped or undithered tone fills the spectrum with aliases.
const ORDERS: u32 = 2000;
/// Highest `|m| + |n|` of a pair's products.
const PRODUCT_ORDERS: i32 = 30;

/// Largest share of the spectrum that may be explained: an unrelated line falls into it by chance with this
/// probability.
const MOST_EXPLAINED: f64 = 0.15;
/// Orders likely to exceed the noise.
const NEAR_ORDERS: u32 = 20;
const NEAR_PRODUCT_ORDERS: i32 = 20;

/// The frequencies that one tone or two explain. Many tones would explain nearly every frequency, and are not used.
pub(crate) struct Origin {
    /// Ascending, in bins.
    places: Vec<f64>,
}

impl Origin {
    /// For tones at these bins of records of `frames` frames: as many orders as leave most of the spectrum unexplained
    /// for lines within `reach` bins.
    pub(crate) fn new(tones: &[f64], frames: f64, reach: f64) -> Origin {
        let places = MOST_EXPLAINED * (frames / 2.0) / (2.0 * reach);
        let orders = (places as u32).clamp(NEAR_ORDERS, ORDERS);
        let products = (places.sqrt() as i32).clamp(NEAR_PRODUCT_ORDERS / 2, PRODUCT_ORDERS);
        Origin::up_to(tones, frames, orders, products)
    }

    /// Only the lowest orders, which have the strongest lines.
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

    /// Whether a line within `reach` bins of this frequency may be a product of the tones.
    pub(crate) fn explains(&self, bins: f64, reach: f64) -> bool {
        let first = self.places.partition_point(|place| *place < bins - reach);
        self.places.get(first).is_some_and(|place| *place <= bins + reach)
    }
}

/// Every pair of orders with a sum up to `most`, including multiples of one tone.
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
