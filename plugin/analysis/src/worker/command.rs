//! Requests from a worker's owner to its thread.

use crossbeam::channel::Sender;
use groundtruth_measure::Settings;
use groundtruth_stream::capture::FrameReceiver;

use crate::{Samples, Snapshot, SnapshotWriter};

/// Destination of snapshots, and the function to call after each.
pub(crate) struct Subscriber {
    writer: SnapshotWriter,
    wake: Box<dyn Fn() + Send>,
}

impl Subscriber {
    pub(crate) fn new(writer: SnapshotWriter, wake: Box<dyn Fn() + Send>) -> Subscriber {
        Subscriber { writer, wake }
    }

    pub(crate) fn publish(&mut self, snapshot: &Snapshot) {
        self.writer.publish(snapshot.clone());
        (self.wake)();
    }
}

/// A function to call when there are new figures.
pub(crate) type Watcher = Box<dyn Fn() + Send>;

/// One request.
pub(crate) enum Command {
    Connect(FrameReceiver),
    SetSettings(Settings),
    ClearMaxHold,
    Subscribe(Subscriber),
    Unsubscribe,
    Watch(Option<Watcher>),
    Drain(Sender<()>),
    Samples(Sender<Samples>),
    Wake,
    Stop,
}
