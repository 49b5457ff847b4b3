//! The captures that an instance keeps in its state, and what a window shows of all of them.
//!
//! Nothing here is touched by an audio thread.

use std::sync::{Arc, LazyLock, OnceLock, Weak};

use egui::util::undoer::Undoer;
use groundtruth_captures::pack::{PackError, PackedCapture, PackedCaptures, SetAside};
use groundtruth_captures::{Capture, Details};
use groundtruth_measure::Report;
use parking_lot::Mutex;
use ulid::Ulid;

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
    pub fn new(capture: Capture) -> Result<SessionCapture, PackError> {
        let packed = Arc::new(PackedCapture::pack(&capture)?);
        Ok(SessionCapture { packed, unpacked: Arc::new(OnceLock::from(Ok(Arc::new(capture)))) })
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
    /// What other instances measure now.
    pub live: Vec<Live>,
}

/// Another instance of the process.
#[derive(Clone)]
pub struct Live {
    /// Name of its track.
    pub track: String,
    /// Its last finished report.
    pub report: Option<Arc<Report>>,
}

/// Requests a frame of a window.
type Draw = dyn Fn() + Send + Sync;
type Repaint = Arc<Draw>;

type History = Undoer<Vec<SessionCapture>>;
/// A step in it, from the current state.
type Step = for<'a> fn(&'a mut History, &Vec<SessionCapture>) -> Option<&'a Vec<SessionCapture>>;

/// The captures of one instance, with their history.
#[derive(Default)]
pub(crate) struct Session {
    held: Mutex<Held>,
    window: Mutex<Option<Repaint>>,
}

#[derive(Default)]
struct Held {
    captures: Vec<SessionCapture>,
    /// Unreadable parts of the loaded state, saved again as they are.
    set_aside: Vec<SetAside>,
    history: History,
}

impl Session {
    /// Those that this instance keeps.
    pub(crate) fn captures(&self) -> Vec<SessionCapture> {
        self.held.lock().captures.clone()
    }

    /// Adds a capture at the end.
    pub(crate) fn add(&self, capture: SessionCapture) {
        self.change(|captures| captures.push(capture));
    }

    /// Replaces the details of a capture; whether it is here.
    pub(crate) fn edit(&self, id: Ulid, details: Details) -> bool {
        self.change_one(id, |captures, place| captures[place] = captures[place].with_details(details))
    }

    /// Removes a capture; whether it was here.
    pub(crate) fn remove(&self, id: Ulid) -> bool {
        self.change_one(id, |captures, place| _ = captures.remove(place))
    }

    /// Takes back the last change, if there was one.
    pub(crate) fn undo(&self) {
        self.go(Undoer::undo);
    }

    /// Makes the change again that was taken back, if there was one.
    pub(crate) fn redo(&self) {
        self.go(Undoer::redo);
    }

    fn go(&self, step: Step) {
        {
            let mut held = self.held.lock();
            let current = held.captures.clone();
            if let Some(captures) = step(&mut held.history, &current).cloned() {
                held.captures = captures;
            }
        }
        repaint_all();
    }

    /// The window that shows the session; `None` when it closes.
    pub(crate) fn show_in(&self, window: Option<Repaint>) {
        let mut windows = WINDOWS.lock();
        windows.retain(|known| known.strong_count() > 0);
        windows.extend(window.as_ref().map(Arc::downgrade));
        *self.window.lock() = window;
    }

    fn change_one(&self, id: Ulid, change: impl FnOnce(&mut Vec<SessionCapture>, usize)) -> bool {
        let place = self.held.lock().captures.iter().position(|capture| capture.id() == id);
        place.map(|place| self.change(|captures| change(captures, place))).is_some()
    }

    fn change(&self, change: impl FnOnce(&mut Vec<SessionCapture>)) {
        self.change_held(change);
        repaint_all();
    }

    fn change_held(&self, change: impl FnOnce(&mut Vec<SessionCapture>)) {
        let mut held = self.held.lock();
        let before = held.captures.clone();
        held.history.add_undo(&before);
        change(&mut held.captures);
        let after = held.captures.clone();
        held.history.add_undo(&after);
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
            history: Undoer::default(),
        };
        messages
    }
}

/// Requests a frame of every open window.
pub(crate) fn repaint_all() {
    let windows: Vec<Repaint> = WINDOWS.lock().iter().filter_map(Weak::upgrade).collect();
    windows.iter().for_each(|repaint| repaint());
}

#[cfg(test)]
mod tests;
