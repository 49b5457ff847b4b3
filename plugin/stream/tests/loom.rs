//! Every interleaving of the threads that share [`Listening`]: run with `RUSTFLAGS="--cfg loom"`.
#![cfg(loom)]

use groundtruth_stream::capture::{Listening, Reason};
use loom::sync::Arc;
use loom::thread;

#[test]
fn reasons_set_and_cleared_at_once_are_never_lost() {
    loom::model(|| {
        let listening = Arc::new(Listening::new());
        listening.set(Reason::Shown, true);
        let threads = [(Reason::Shown, false), (Reason::Watched, true)].map(|(reason, wanted)| {
            let listening = listening.clone();
            thread::spawn(move || listening.set(reason, wanted))
        });
        let edges = threads.map(|thread| thread.join().unwrap());
        // Either the session continued under the second reason, or it ended and another one started.
        assert!(listening.is_on());
        assert!(edges == [false, false] || edges == [true, true]);
        assert!(listening.set(Reason::Watched, false));
        assert!(!listening.is_on());
    });
}

#[test]
fn of_two_openers_exactly_one_begins_the_session() {
    loom::model(|| {
        let listening = Arc::new(Listening::new());
        let threads = [Reason::Shown, Reason::Background].map(|reason| {
            let listening = listening.clone();
            thread::spawn(move || listening.set(reason, true))
        });
        let began = threads.map(|thread| thread.join().unwrap());
        assert_eq!(began.iter().filter(|&&began| began).count(), 1);
    });
}
