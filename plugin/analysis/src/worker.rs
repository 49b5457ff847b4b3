//! The handle of an instance's analysis thread.

use std::io;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crossbeam::channel::{self, Receiver, Sender};
use groundtruth_measure::Settings;
use groundtruth_stream::capture::FrameReceiver;

use crate::{Controls, SnapshotWriter};

mod command;
mod nap;
mod thread_loop;

use command::{Command, Subscriber};
use thread_loop::ThreadLoop;

/// Owns one analysis thread; dropping it stops and joins the thread.
///
/// The thread sleeps without any wake-up while nobody listens, and polls while somebody does: every 15 ms while
/// audio comes, falling to 8 times a second when none does. Methods may be called from any thread but the audio
/// thread: each may make a system call. None waits for the analysis but [`Worker::drain`] and the drop.
pub struct Worker {
    commands: Sender<Command>,
    thread: Option<JoinHandle<()>>,
}

/// A drain that was asked for.
pub struct Drain(Receiver<()>);

impl Drain {
    /// Waits for it, at most `timeout`. False when that was too short.
    pub fn wait(self, timeout: Duration) -> bool {
        self.0.recv_timeout(timeout).is_ok()
    }
}

impl Worker {
    /// Name of the thread, as debuggers and `ps` show it (15 characters at most on Linux).
    pub const THREAD_NAME: &str = "groundtruth";

    /// Starts the thread, asleep until it has something to do.
    ///
    /// # Errors
    /// When the system refuses a thread.
    pub fn spawn(controls: Controls, settings: Settings) -> io::Result<Worker> {
        let (commands, inbox) = channel::unbounded();
        let thread = thread::Builder::new()
            .name(Self::THREAD_NAME.into())
            .spawn(move || ThreadLoop::new(controls, settings, inbox).run())?;
        Ok(Worker { commands, thread: Some(thread) })
    }

    /// Takes a stream in place of the one before, whose queued audio is still analysed.
    pub fn connect(&self, stream: FrameReceiver) {
        self.send(Command::Connect(stream));
    }

    /// Takes new settings; a change begins a fresh record.
    pub fn set_settings(&self, settings: Settings) {
        self.send(Command::SetSettings(settings));
    }

    /// Forgets the largest levels.
    pub fn clear_max_hold(&self) {
        self.send(Command::ClearMaxHold);
    }

    /// Publishes snapshots to `writer`, in place of any earlier subscriber; the newest at once. `wake` is called on
    /// the analysis thread after each: it should only ask for a repaint.
    pub fn subscribe(&self, writer: SnapshotWriter, wake: Box<dyn Fn() + Send>) {
        self.send(Command::Subscribe(Subscriber::new(writer, wake)));
    }

    /// Publishes no more. A call of `wake` that has begun may still be running.
    pub fn unsubscribe(&self) {
        self.send(Command::Unsubscribe);
    }

    /// Looks at [`Controls`] now: call it when a session of listening began or ended, or for a quick freeze or restart.
    pub fn wake(&self) {
        self.send(Command::Wake);
    }

    /// Waits until everything queued before this call is analysed, at most `timeout`. False when that was too
    /// short.
    pub fn drain(&self, timeout: Duration) -> bool {
        self.begin_drain().wait(timeout)
    }

    /// Asks for the same without waiting, for a caller that holds a lock.
    pub fn begin_drain(&self) -> Drain {
        let (done, wait) = channel::bounded(1);
        self.send(Command::Drain(done));
        Drain(wait)
    }

    /// The thread drops its end only after `Stop`, so that sending cannot fail while this handle lives.
    fn send(&self, command: Command) {
        let _ = self.commands.send(command);
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.send(Command::Stop);
        if let Some(thread) = self.thread.take() {
            // A panic is contained inside the thread; one that is not has nowhere to go from a drop.
            let _ = thread.join();
        }
    }
}
