//! Claims that rest on several captures of each party.

use super::{Direction, Parties};
use crate::comparison::computed::{AtPlace, Computed, Kind};
use crate::comparison::data::{Claim, Mark, Shown};

impl Parties<'_> {
    /// A claim about damping factor or power.
    pub(super) fn computed(&self, computed: &Computed) -> Claim {
        let (id, predicate, direction) = match computed.kind {
            // A higher impedance at the output is a lower damping factor into the same load.
            Kind::Damping => ("damping", "lowers the damping factor", Direction::Higher),
            Kind::Power => ("power", "gives more power", Direction::Higher),
        };
        let undecided = self.undecided(id, predicate, "");
        let places = match &computed.result {
            Ok(places) => places,
            Err(reason) => return Claim { sentence: reason.clone(), ..undecided },
        };
        let is_turned = self.claimed != self.captured;
        let signed = |at: &AtPlace| {
            let value = at.difference.value.unwrap_or(0.0);
            if is_turned { -value } else { value }
        };
        let shows = |at: &&AtPlace, direction: Direction| direction.is_shown(signed(at), &at.difference, 0.0);
        let showing = places.iter().filter(|at| shows(at, direction)).count();
        let is_opposite = places.iter().all(|at| shows(&at, direction.opposite()));
        let open = places.iter().find(|at| at.difference.mark == Mark::Open);
        let shown = match (showing, open) {
            (showing, _) if showing == places.len() => Shown::Yes,
            (0, None) => Shown::No,
            _ => Shown::Open,
        };
        let Some(least) = places.iter().min_by(|a, b| signed(a).total_cmp(&signed(b))) else {
            return undecided;
        };
        let mut sentences = Vec::new();
        if is_opposite {
            sentences.push("The opposite is shown.".to_owned());
        } else if let Some(reason) = open.and_then(|at| at.difference.reason.as_ref()) {
            sentences.push(format!("{reason}."));
        } else if shown == Shown::Open {
            let names = places.iter().filter(|at| shows(at, direction)).map(|at| at.place.as_str());
            sentences.push(format!("Shown on {} only.", names.collect::<Vec<_>>().join(", ")));
        }
        // What it is compared with comes first, as in the other claims.
        let [captured, reference] = &least.facts;
        let facts = if is_turned { [captured, reference] } else { [reference, captured] };
        sentences.extend(facts.into_iter().cloned());
        Claim {
            shown,
            place: Some(least.place.clone()),
            quantity: Some(least.quantity(computed.kind, is_turned)),
            sentence: sentences.join(" "),
            ..undecided
        }
    }
}
