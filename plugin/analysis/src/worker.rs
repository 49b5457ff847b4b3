//! The handle of an instance's analysis thread.

use std::io;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender};
use groundtruth_measure::Settings;
use groundtruth_stream::capture::FrameReceiver;

use crate::{Controls, Samples, SnapshotWriter};

mod command;
mod nap;
mod thread_loop;

use command::{Command, Subscriber};
use thread_loop::ThreadLoop;

/// Owns one analysis thread; dropping it stops and joins the thread.
///
/// The thread sleeps without wake-ups while nobody listens, and otherwise polls: every 15 ms while audio arrives,
/// falling to 8 times a second without audio. Methods may be called from any thread except the audio thread, because
/// each may make a system call. Only [`Worker::drain`] and the drop wait for the analysis.
pub struct Worker {
    commands: Sender<Command>,
    thread: Option<JoinHandle<()>>,
}

/// A requested drain.
pub struct Drain(Receiver<()>);

impl Drain {
    /// Waits for it, at most `timeout`. False on timeout.
    pub fn wait(self, timeout: Duration) -> bool {
        self.0.recv_timeout(timeout).is_ok()
    }
}

/// Requested samples.
pub struct RequestedSamples(Receiver<Samples>);

impl RequestedSamples {
    /// Waits for them, at most `timeout`. `None` on timeout.
    pub fn wait(self, timeout: Duration) -> Option<Samples> {
        self.0.recv_timeout(timeout).ok()
    }
}

impl Worker {
    /// Name of the thread in debuggers and `ps` (15 characters at most on Linux).
    pub const THREAD_NAME: &str = "groundtruth";

    /// Starts the thread, which sleeps until there is work.
    ///
    /// # Errors
    /// If the system cannot create a thread.
    pub fn spawn(controls: Controls, settings: Settings) -> io::Result<Worker> {
        let (commands, inbox) = channel::unbounded();
        let thread = thread::Builder::new()
            .name(Self::THREAD_NAME.into())
            .spawn(move || ThreadLoop::new(controls, settings, inbox).run())?;
        Ok(Worker { commands, thread: Some(thread) })
    }

    /// Replaces the stream; queued audio of the previous one is still analysed.
    pub fn connect(&self, stream: FrameReceiver) {
        self.send(Command::Connect(stream));
    }

    /// Applies new settings; a change starts a new record.
    pub fn set_settings(&self, settings: Settings) {
        self.send(Command::SetSettings(settings));
    }

    /// Clears the maximum hold.
    pub fn clear_max_hold(&self) {
        self.send(Command::ClearMaxHold);
    }

    /// Publishes snapshots to `writer`, replacing any earlier subscriber, starting with the newest at once. `wake` is
    /// called on the analysis thread after each: it should only request a repaint.
    pub fn subscribe(&self, writer: SnapshotWriter, wake: Box<dyn Fn() + Send>) {
        self.send(Command::Subscribe(Subscriber::new(writer, wake)));
    }

    /// Stops publishing. A call of `wake` in progress may still be running.
    pub fn unsubscribe(&self) {
        self.send(Command::Unsubscribe);
    }

    /// Calls `watcher` on the analysis thread when there are new figures, in place of an earlier one; `None` ends that.
    pub fn watch(&self, watcher: Option<Box<dyn Fn() + Send>>) {
        self.send(Command::Watch(watcher));
    }

    /// Reads [`Controls`] now: call it when listening starts or ends, or for a quick freeze or restart.
    pub fn wake(&self) {
        self.send(Command::Wake);
    }

    /// Waits until everything queued before this call is analysed, at most `timeout`. False on timeout.
    pub fn drain(&self, timeout: Duration) -> bool {
        self.begin_drain().wait(timeout)
    }

    /// Requests the same without waiting, for a caller that holds a lock.
    pub fn begin_drain(&self) -> Drain {
        let (done, wait) = channel::bounded(1);
        self.send(Command::Drain(done));
        Drain(wait)
    }

    /// Requests the newest samples of the record, without waiting: 30 s at most, and 24 MiB.
    pub fn samples(&self) -> RequestedSamples {
        let (send, wait) = channel::bounded(1);
        self.send(Command::Samples(send));
        RequestedSamples(wait)
    }

    /// The thread drops its end only after `Stop`, so sending cannot fail while this handle exists.
    fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.send(Command::Stop);
        if let Some(thread) = self.thread.take() {
            // Panics are contained inside the thread; any other could not be propagated from a drop.
            let _ = thread.join();
        }
    }
}
