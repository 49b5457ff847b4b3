//! From the worker to whoever draws: the latest snapshot wins.

use crate::Snapshot;

/// The worker's end. Wait-free.
pub struct SnapshotWriter(triple_buffer::Input<Snapshot>);

/// The end of whoever draws. Wait-free.
pub struct SnapshotReader(triple_buffer::Output<Snapshot>);

/// Makes a pair of ends. Both begin with [`Snapshot::default`].
pub fn snapshot_channel() -> (SnapshotWriter, SnapshotReader) {
    let (writer, reader) = triple_buffer::triple_buffer(&Snapshot::default());
    (SnapshotWriter(writer), SnapshotReader(reader))
}

impl SnapshotWriter {
    /// Publishes a snapshot in place of any that was not read yet.
    pub fn publish(&mut self, snapshot: Snapshot) {
        self.0.write(snapshot);
    }
}

impl SnapshotReader {
    /// The newest snapshot; the same as before when there is no newer one.
    pub fn latest(&mut self) -> &Snapshot {
        self.0.read()
    }

    /// True when [`SnapshotReader::latest`] would give another snapshot than last time.
    pub fn has_news(&self) -> bool {
        self.0.updated()
    }
}
