//! The captures that an instance keeps in its state, and what a window shows of all of them.
//!
//! Nothing here is touched by an audio thread.

use std::sync::{Arc, LazyLock, OnceLock, Weak};
use std::time::{Duration, Instant};

use groundtruth_captures::pack::{PackError, PackedCapture, PackedCaptures, SetAside};
use groundtruth_captures::{Capture, Details};
use groundtruth_measure::Report;
use parking_lot::Mutex;
use ulid::Ulid;

use crate::host::HostLink;
use crate::shelf::listed::Listed;

/// The windows of this process that show the session.
static WINDOWS: LazyLock<Mutex<Vec<Weak<Draw>>>> = LazyLock::new(Mutex::default);

/// A capture in a session. It stays packed until it is looked at, so that sessions load quickly.
#[derive(Clone)]
pub struct SessionCapture {
    packed: Arc<PackedCapture>,
    unpacked: Arc<OnceLock<Result<Arc<Capture>, PackError>>>,
}

impl PartialEq for SessionCapture {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.packed, &other.packed)
    }
}

impl SessionCapture {
    /// A new capture.
    ///
    /// # Errors
    ///
    /// It is too long for a session.
    pub fn new(capture: impl Into<Arc<Capture>>) -> Result<SessionCapture, PackError> {
        let capture = capture.into();
        let packed = Arc::new(PackedCapture::pack(&capture)?);
        Ok(SessionCapture { packed, unpacked: Arc::new(OnceLock::from(Ok(capture))) })
    }

    fn of_state(packed: PackedCapture) -> SessionCapture {
        SessionCapture { packed: Arc::new(packed), unpacked: Arc::default() }
    }

    /// Id of the capture.
    pub fn id(&self) -> Ulid {
        self.packed.id
    }

    /// What the user says about it.
    pub fn details(&self) -> &Details {
        &self.packed.details
    }

    /// The capture, unpacked at the first call.
    ///
    /// # Errors
    ///
    /// It is damaged.
    pub fn capture(&self) -> Result<&Arc<Capture>, &PackError> {
        self.unpacked.get_or_init(|| self.packed.unpack().map(Arc::new)).as_ref()
    }

    fn with_details(&self, details: Details) -> SessionCapture {
        let packed = PackedCapture { details: details.clone(), ..(*self.packed).clone() };
        let unpacked = OnceLock::new();
        if let Some(Ok(capture)) = self.unpacked.get() {
            let capture = Capture { details, ..(**capture).clone() };
            _ = unpacked.set(Ok(Arc::new(capture)));
        }
        SessionCapture { packed: Arc::new(packed), unpacked: Arc::new(unpacked) }
    }
}

/// What a window shows of the session.
#[derive(Clone, Default)]
pub struct SessionInput {
    /// The captures of all instances, in the order of their making.
    pub captures: Vec<SessionCapture>,
    /// What the instances measure now, that of this window first.
    pub live: Vec<Live>,
    /// The captures of the library.
    pub library: Arc<Listed>,
}

/// An instance of the process.
#[derive(Clone)]
pub struct Live {
    /// Number of the instance.
    pub id: u64,
    /// Name of its track.
    pub track: String,
    /// Its last finished report.
    pub report: Option<Arc<Report>>,
    /// Whether it is shown beside the captures.
    pub is_shown: bool,
    /// What it measures now in the form of a capture, if it is shown; `None` before there are figures.
    pub capture: Option<Arc<Capture>>,
}

/// Requests a frame of a window.
type Draw = dyn Fn() + Send + Sync;
type Repaint = Arc<Draw>;

/// Most changes that can be taken back.
const MOST_STEPS: usize = 100;

/// Changes of one capture's details that follow within this time are one step.
const TYPING: Duration = Duration::from_secs(3);

/// The captures before a change, or after one that was taken back.
struct Step {
    captures: Vec<SessionCapture>,
    /// When the change was made: with several instances the newest is taken back first.
    made: Instant,
    /// The capture whose details were edited; `None` for other changes.
    edited: Option<Ulid>,
}

/// The captures of one instance, with their history.
#[derive(Default)]
pub(crate) struct Session {
    held: Mutex<Held>,
    window: Mutex<Option<Repaint>>,
    host: Arc<HostLink>,
}

#[derive(Default)]
struct Held {
    captures: Vec<SessionCapture>,
    /// Unreadable parts of the loaded state, saved again as they are.
    set_aside: Vec<SetAside>,
    /// Changes to take back, the newest last.
    done: Vec<Step>,
    /// Changes to make again, the next one last.
    undone: Vec<Step>,
}

impl Session {
    /// Without captures; changes of them are noted for this host.
    pub(crate) fn new(host: Arc<HostLink>) -> Session {
        Session { host, ..Session::default() }
    }

    /// Those that this instance keeps.
    pub(crate) fn captures(&self) -> Vec<SessionCapture> {
        self.held.lock().captures.clone()
    }

    /// Adds a capture at the end.
    pub(crate) fn add(&self, capture: SessionCapture) {
        self.held.lock().change(None, |captures| captures.push(capture));
        self.changed();
    }

    /// Replaces the details of a capture; whether it is here.
    pub(crate) fn edit(&self, id: Ulid, details: Details) -> bool {
        self.change_one(id, Some(id), |captures, place| {
            captures[place] = captures[place].with_details(details);
        })
    }

    /// What the user says about a capture of this instance.
    pub(crate) fn details(&self, id: Ulid) -> Option<Details> {
        let held = self.held.lock();
        held.captures.iter().find(|capture| capture.id() == id).map(|capture| capture.details().clone())
    }

    /// Removes a capture; whether it was here.
    pub(crate) fn remove(&self, id: Ulid) -> bool {
        self.change_one(id, None, |captures, place| _ = captures.remove(place))
    }

    fn change_one(
        &self,
        id: Ulid,
        edited: Option<Ulid>,
        change: impl FnOnce(&mut Vec<SessionCapture>, usize),
    ) -> bool {
        let mut held = self.held.lock();
        let Some(place) = held.captures.iter().position(|capture| capture.id() == id) else { return false };
        held.change(edited, |captures| change(captures, place));
        drop(held);
        self.changed();
        true
    }

    fn changed(&self) {
        self.host.note_change();
        repaint_all();
    }

    /// When the last change was made that can be taken back.
    pub(crate) fn last_done(&self) -> Option<Instant> {
        self.held.lock().done.last().map(|step| step.made)
    }

    /// When the change was made that can be made again next.
    pub(crate) fn next_undone(&self) -> Option<Instant> {
        self.held.lock().undone.last().map(|step| step.made)
    }

    /// Takes back the last change, if there was one. Returns the captures that have other details now.
    pub(crate) fn undo(&self) -> Vec<(Ulid, Details)> {
        let Held { captures, done, undone, .. } = &mut *self.held.lock();
        if !done.is_empty() {
            self.host.note_change();
        }
        step(captures, done, undone)
    }

    /// Makes the change again that was taken back, if there was one. Returns the captures that have other details now.
    pub(crate) fn redo(&self) -> Vec<(Ulid, Details)> {
        let Held { captures, done, undone, .. } = &mut *self.held.lock();
        if !undone.is_empty() {
            self.host.note_change();
        }
        step(captures, undone, done)
    }

    /// The window that shows the session; `None` when it closes.
    pub(crate) fn show_in(&self, window: Option<Repaint>) {
        let mut windows = WINDOWS.lock();
        windows.retain(|known| known.strong_count() > 0);
        windows.extend(window.as_ref().map(Arc::downgrade));
        *self.window.lock() = window;
    }

    /// The text for the state.
    pub(crate) fn to_json(&self) -> String {
        let held = self.held.lock();
        let captures = held.captures.iter().map(|capture| (*capture.packed).clone()).collect();
        PackedCaptures { captures, set_aside: held.set_aside.clone() }.to_json()
    }

    /// Takes the captures of a state. Returns a message for each one that cannot be read.
    pub(crate) fn restore(&self, text: &str) -> Vec<String> {
        let read = PackedCaptures::from_json(text).unwrap_or_default();
        let say = |aside: &SetAside| {
            format!(
                "The saved capture “{}” could not be read ({}): it is kept as it is.",
                aside.name, aside.reason
            )
        };
        let messages = read.set_aside.iter().map(say).collect();
        *self.held.lock() = Held {
            captures: read.captures.into_iter().map(SessionCapture::of_state).collect(),
            set_aside: read.set_aside,
            ..Held::default()
        };
        messages
    }
}

impl Held {
    fn change(&mut self, edited: Option<Ulid>, change: impl FnOnce(&mut Vec<SessionCapture>)) {
        let made = Instant::now();
        let is_typing = |last: &&mut Step| {
            edited.is_some() && last.edited == edited && made.duration_since(last.made) < TYPING
        };
        match self.done.last_mut().filter(|_| self.undone.is_empty()).filter(is_typing) {
            Some(last) => last.made = made,
            None => {
                self.done.push(Step { captures: self.captures.clone(), made, edited });
                let beyond = self.done.len().saturating_sub(MOST_STEPS);
                self.done.drain(..beyond);
                self.undone.clear();
            }
        }
        change(&mut self.captures);
    }
}

/// Exchanges the captures with the last step of `from`, which moves over to `to`. Returns those with other details.
fn step(
    captures: &mut Vec<SessionCapture>,
    from: &mut Vec<Step>,
    to: &mut Vec<Step>,
) -> Vec<(Ulid, Details)> {
    let Some(mut step) = from.pop() else { return Vec::new() };
    std::mem::swap(captures, &mut step.captures);
    let is_edited = |capture: &&SessionCapture| {
        let mut before = step.captures.iter().filter(|before| before.id() == capture.id());
        before.any(|before| before.details() != capture.details())
    };
    let edited = captures.iter().filter(is_edited);
    let edited = edited.map(|capture| (capture.id(), capture.details().clone())).collect();
    to.push(step);
    edited
}

/// Requests a frame of every open window.
pub(crate) fn repaint_all() {
    let windows: Vec<Repaint> = WINDOWS.lock().iter().filter_map(Weak::upgrade).collect();
    windows.iter().for_each(|repaint| repaint());
}

#[cfg(test)]
mod tests;
