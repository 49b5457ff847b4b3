//! Claims that rest on several captures of each party.

use super::{Direction, Parties};
use crate::comparison::computed::{AtPlace, Computed, Kind};
use crate::comparison::data::{Claim, Mark, Shown};

impl Parties<'_> {
    /// A claim about damping factor or power.
    pub(super) fn computed(&self, computed: &Computed) -> Claim {
        let (id, predicate) = match computed.kind {
            Kind::Damping => ("damping", "lowers the damping factor"),
            Kind::Power => ("power", "gives more power"),
        };
        let undecided = self.undecided(id, predicate, "");
        match &computed.result {
            Ok(places) => self.of_places(computed.kind, places, undecided),
            Err(reason) => Claim { sentence: reason.clone(), ..undecided },
        }
    }

    fn of_places(&self, kind: Kind, places: &[AtPlace], undecided: Claim) -> Claim {
        let least = places.iter().min_by(|a, b| self.signed_at(a).total_cmp(&self.signed_at(b)));
        let Some(least) = least else { return undecided };
        let (shown, remark) = self.result(places);
        let is_turned = self.is_turned();
        // What it is compared with comes first, as in the other claims.
        let [captured, reference] = least.facts.clone();
        let facts = if is_turned { [captured, reference] } else { [reference, captured] };
        Claim {
            shown,
            place: Some(least.place.clone()),
            quantity: Some(least.quantity(kind, is_turned)),
            sentence: remark.into_iter().chain(facts).collect::<Vec<_>>().join(" "),
            ..undecided
        }
    }

    /// Whether the quantity is higher on all channels, with a remark where that is not the whole result: a lower damping
    /// factor into one load is a higher impedance.
    fn result(&self, places: &[AtPlace]) -> (Shown, Option<String>) {
        let shows =
            |at: &AtPlace, direction: Direction| direction.is_shown(self.signed_at(at), &at.difference, 0.0);
        let showing: Vec<&str> =
            places.iter().filter(|at| shows(at, Direction::Higher)).map(|at| at.place.as_str()).collect();
        if showing.len() == places.len() {
            return (Shown::Yes, None);
        }
        if let Some(open) = places.iter().find(|at| at.difference.mark == Mark::Open) {
            return (Shown::Open, open.difference.reason.as_ref().map(|reason| format!("{reason}.")));
        }
        if !showing.is_empty() {
            return (Shown::Open, Some(format!("Shown on {} only.", showing.join(", "))));
        }
        let is_opposite = places.iter().all(|at| shows(at, Direction::Lower));
        (Shown::No, is_opposite.then(|| "The opposite is shown.".to_owned()))
    }

    /// Whether the claim is about the reference.
    fn is_turned(&self) -> bool {
        self.claimed != self.captured
    }

    /// Claimed less other.
    fn signed_at(&self, at: &AtPlace) -> f64 {
        let value = at.difference.value.unwrap_or(0.0);
        if self.is_turned() { -value } else { value }
    }
}
