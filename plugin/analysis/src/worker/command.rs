//! What the owner of a worker asks of its thread.

use crossbeam::channel::Sender;
use groundtruth_measure::Settings;
use groundtruth_stream::capture::FrameReceiver;

use crate::{Snapshot, SnapshotWriter};

/// Where snapshots go, and who is declared.
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

/// One request.
pub(crate) enum Command {
    Connect(FrameReceiver),
    SetSettings(Settings),
    ClearMaxHold,
    Subscribe(Subscriber),
    Unsubscribe,
    Drain(Sender<()>),
    Wake,
    Stop,
}
