//! The main loop of the analysis thread.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crossbeam::channel::{Receiver, RecvTimeoutError};
use groundtruth_measure::Settings;
use groundtruth_stream::capture::FrameReceiver;

use super::command::{Command, Subscriber, Watcher};
use super::nap::Nap;
use crate::Controls;
use crate::live::Live;

pub(crate) struct ThreadLoop {
    controls: Controls,
    inbox: Receiver<Command>,
    live: Live,
    stream: Option<FrameReceiver>,
    subscriber: Option<Subscriber>,
    /// Called when there are new figures.
    watcher: Option<Watcher>,
    nap: Nap,
    /// The last count of [`Controls::restarts`] processed.
    restarts: u32,
}

/// Whether the thread continues.
enum Next {
    Look,
    Stop,
}

impl ThreadLoop {
    /// Above this fill level the worker is behind, and skips the display's finer hops.
    const BEHIND_FILL: f32 = 0.25;

    pub fn new(controls: Controls, settings: Settings, inbox: Receiver<Command>) -> ThreadLoop {
        let live = Live::new(settings, &controls);
        let restarts = controls.restarts.load(Ordering::Relaxed);
        ThreadLoop {
            controls,
            inbox,
            live,
            stream: None,
            subscriber: None,
            watcher: None,
            nap: Nap::new(),
            restarts,
        }
    }

    /// Sleeps, processes commands and polls until stopped. A panic discards the current average but does not end the
    /// host.
    pub fn run(mut self) {
        loop {
            let command = self.sleep();
            match catch_unwind(AssertUnwindSafe(|| self.step(command))) {
                Ok(Next::Look) => {}
                Ok(Next::Stop) => return,
                Err(panic) => self.recover(&message_of(&*panic)),
            }
        }
    }

    /// Sleeps until a command arrives or, while somebody listens, until the nap is over.
    fn sleep(&mut self) -> Command {
        if !self.controls.listening.is_on() {
            return self.inbox.recv().unwrap_or(Command::Stop);
        }
        match self.inbox.recv_timeout(self.nap.length()) {
            Ok(command) => command,
            Err(RecvTimeoutError::Timeout) => Command::Wake,
            Err(RecvTimeoutError::Disconnected) => Command::Stop,
        }
    }

    fn step(&mut self, command: Command) -> Next {
        match command {
            Command::Stop => return Next::Stop,
            Command::Wake => {}
            Command::Connect(stream) => {
                self.take_all();
                self.stream = Some(stream);
            }
            Command::SetSettings(settings) => self.live.set_settings(settings),
            Command::ClearMaxHold => self.live.clear_max_hold(),
            Command::Subscribe(subscriber) => {
                self.subscriber = Some(subscriber);
                self.publish();
            }
            Command::Unsubscribe => self.subscriber = None,
            Command::Watch(watcher) => self.watcher = watcher,
            Command::Drain(done) => {
                self.take_all();
                if self.live.catch_up() {
                    self.publish();
                }
                // The waiting thread may have given up.
                let _ = done.send(());
            }
            Command::Samples(samples) => {
                let _ = samples.send(self.live.samples());
            }
        }
        self.look();
        Next::Look
    }

    /// Reads the controls and analyses queued audio; commands that arrive meanwhile are processed between blocks.
    fn look(&mut self) {
        if self.live.set_frozen(self.controls.frozen.load(Ordering::Relaxed)) {
            self.publish();
        }
        let restarts = self.controls.restarts.load(Ordering::Relaxed);
        if restarts != std::mem::replace(&mut self.restarts, restarts) {
            self.live.restart();
        }
        self.note_fill();
        while self.take_one() && self.inbox.is_empty() {}
        let is_listening = self.controls.listening.is_on();
        let silent = self.nap.is_silent() || !is_listening;
        if silent && self.live.note_silence() {
            self.publish();
        }
        if !is_listening {
            self.live.rest();
        }
        if self.stream.as_ref().is_some_and(FrameReceiver::is_finished) {
            self.stream = None;
        }
    }

    fn note_fill(&mut self) {
        self.nap.after(self.stream.as_ref().map_or(0.0, FrameReceiver::fill));
    }

    fn take_all(&mut self) {
        self.note_fill();
        while self.take_one() {}
    }

    /// Analyses one block; false when there is none.
    fn take_one(&mut self) -> bool {
        let Some(stream) = &mut self.stream else { return false };
        let slides = self.subscriber.is_some() && stream.fill() < Self::BEHIND_FILL;
        let Some(block) = stream.pop() else { return false };
        let subscriber = &mut self.subscriber;
        let before = self.live.snapshot().report.clone();
        self.live.take(&block, slides, &mut |snapshot| {
            if let Some(subscriber) = subscriber {
                subscriber.publish(snapshot);
            }
        });
        if let (Some(watcher), Some(report)) = (&self.watcher, &self.live.snapshot().report)
            && !before.is_some_and(|before| Arc::ptr_eq(&before, report))
        {
            watcher();
        }
        self.nap.note_audio();
        true
    }

    fn publish(&mut self) {
        if let Some(subscriber) = &mut self.subscriber {
            subscriber.publish(self.live.snapshot());
        }
    }

    /// Restarts with an error message. A subscriber whose wake panics again is dropped.
    fn recover(&mut self, message: &str) {
        self.live = Live::after_failure(&self.live, &self.controls, message.to_owned());
        if catch_unwind(AssertUnwindSafe(|| self.publish())).is_err() {
            self.subscriber = None;
        }
    }
}

/// The text of a panic, if it has one.
fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("the analysis stopped without a message").to_owned()
}
