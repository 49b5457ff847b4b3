//! How a run ends.

/// Why the output stopped playing a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum EndReason {
    /// It was played to its end.
    Complete = 1,
    /// The user stopped it.
    Stopped = 2,
    /// The renderer was too slow: the ring had less than the next block and a fade.
    Underrun = 3,
    /// The host's transport had been rolling, and stopped.
    TransportStopped = 4,
    /// The host changed the sample rate or the channels.
    FormatChanged = 5,
    /// The host reset or reactivated the plugin.
    HostReset = 6,
    /// The editor closed.
    EditorClosed = 7,
    /// The plugin's instance was removed.
    InstanceGone = 8,
    /// The host loaded a state.
    SessionLoaded = 9,
    /// The host asked for no audio for some seconds.
    NoAudio = 10,
    /// The renderer failed.
    RendererFailed = 11,
}

impl EndReason {
    const ALL: [EndReason; 11] = [
        EndReason::Complete,
        EndReason::Stopped,
        EndReason::Underrun,
        EndReason::TransportStopped,
        EndReason::FormatChanged,
        EndReason::HostReset,
        EndReason::EditorClosed,
        EndReason::InstanceGone,
        EndReason::SessionLoaded,
        EndReason::NoAudio,
        EndReason::RendererFailed,
    ];

    /// The reason with this number; 0 stands for none.
    pub(crate) fn from_number(number: u32) -> Option<EndReason> {
        EndReason::ALL.get((number as usize).wrapping_sub(1)).copied()
    }
}

/// The end of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// Why it ended.
    pub reason: EndReason,
    /// Frames of the signal that were played, the fade at the end included.
    pub frame: u64,
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_its_number() {
        for reason in EndReason::ALL {
            assert_eq!(EndReason::from_number(reason as u32), Some(reason));
        }
        assert_eq!(EndReason::from_number(0), None);
        assert_eq!(EndReason::from_number(12), None);
    }
}
