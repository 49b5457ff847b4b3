//! From the worker to the editor: the latest snapshot replaces earlier ones.

use crate::Snapshot;

/// The worker's end. Wait-free.
pub struct SnapshotWriter(triple_buffer::Input<Snapshot>);

/// The editor's end. Wait-free.
pub struct SnapshotReader(triple_buffer::Output<Snapshot>);

/// Creates a pair of ends. Both start with [`Snapshot::default`].
pub fn snapshot_channel() -> (SnapshotWriter, SnapshotReader) {
    let (writer, reader) = triple_buffer::triple_buffer(&Snapshot::default());
    (SnapshotWriter(writer), SnapshotReader(reader))
}

impl SnapshotWriter {
    /// Publishes a snapshot, replacing any unread one.
    pub fn publish(&mut self, snapshot: Snapshot) {
        self.0.write(snapshot);
    }
}

impl SnapshotReader {
    /// The newest snapshot; the same as before if there is no newer one.
    pub fn latest(&mut self) -> &Snapshot {
        self.0.read()
    }
}
