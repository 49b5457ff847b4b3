//! All instances of the process: each window shows the captures of all of them.
//!
//! A closed instance takes its captures with it: they are in its state.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock, Weak};

use groundtruth_captures::Details;
use parking_lot::Mutex;
use ulid::Ulid;

use crate::instance::Instance;
use crate::jobs;
use crate::session::{Live, SessionCapture, SessionInput, repaint_all};
use crate::shelf;

/// All instances of this process.
static INSTANCES: LazyLock<Mutex<Vec<Weak<Instance>>>> = LazyLock::new(Mutex::default);

/// Makes an instance known to the others.
pub(crate) fn register(instance: &Arc<Instance>) {
    let mut instances = INSTANCES.lock();
    instances.retain(|known| known.strong_count() > 0);
    instances.push(Arc::downgrade(instance));
}

// Here, because an instance knows nothing of the others.
impl Drop for Instance {
    /// Unregisters. The last one waits for the work in progress: the plugin may be unloaded after it.
    fn drop(&mut self) {
        let is_last = {
            let mut instances = INSTANCES.lock();
            instances.retain(|known| known.strong_count() > 0 && !std::ptr::eq(known.as_ptr(), self));
            instances.is_empty()
        };
        if is_last {
            jobs::end_all();
        }
    }
}

/// Replaces the details of a capture, in the instance that keeps it and in the library.
pub(crate) fn edit(id: Ulid, details: &Details) {
    let mut all = instances();
    // A copied track brings copies of its captures.
    all.retain(|instance| instance.session.edit(id, details.clone()));
    if let Some(keeping) = all.first() {
        shelf::edit(keeping, [(id, details.clone())]);
    }
}

/// Removes a capture from the instances that keep it.
pub(crate) fn remove(id: Ulid) {
    instances().iter().for_each(|instance| _ = instance.session.remove(id));
}

/// Takes back the newest change of the captures, whichever instance keeps them, or of the library.
pub(crate) fn undo() {
    let Some(instance) = instances().into_iter().max_by_key(|instance| instance.session.last_done()) else {
        return;
    };
    if shelf::last_deleted() > instance.session.last_done() {
        return shelf::undo(&instance);
    }
    shelf::edit(&instance, instance.session.undo());
    repaint_all();
}

/// Makes the change again that was taken back last.
pub(crate) fn redo() {
    let undone = instances().into_iter().filter(|instance| instance.session.next_undone().is_some());
    let next = undone.min_by_key(|instance| instance.session.next_undone());
    next.iter().for_each(|instance| shelf::edit(instance, instance.session.redo()));
    repaint_all();
}

/// Whether captures or settings of any instance have changed since the last call: [`report_changes`] is due.
pub(crate) fn take_changes() -> bool {
    instances().iter().filter(|instance| instance.host_link().take_change()).count() > 0
}

/// Tells each host of changes that it does not know of yet. Main thread only.
pub(crate) fn report_changes() {
    instances().iter().for_each(|instance| instance.host_link().report_change());
}

/// The captures of all instances, each once, in the order of their making.
pub(crate) fn captures() -> Vec<SessionCapture> {
    let all = instances();
    let mut captures: Vec<SessionCapture> =
        all.iter().flat_map(|instance| instance.session.captures()).collect();
    // A copied track brings copies of its captures.
    let mut known = BTreeSet::new();
    captures.retain(|capture| known.insert(capture.id()));
    captures.sort_by_key(SessionCapture::id);
    captures
}

/// The session as the window of one instance shows it, which shows these instances beside the captures.
pub(crate) fn seen_from(instance: &Arc<Instance>, watched: &BTreeSet<u64>) -> SessionInput {
    let all = instances();
    let live = |(place, measuring): (usize, &Arc<Instance>)| {
        let is_shown = watched.contains(&measuring.id());
        Live {
            id: measuring.id(),
            track: measuring.track().unwrap_or_else(|| format!("instance {}", place + 1)),
            report: measuring.last_report(),
            is_shown,
            capture: if is_shown { measuring.live_capture() } else { None },
        }
    };
    let mut live: Vec<Live> = all.iter().enumerate().map(live).collect();
    live.sort_by_key(|live| live.id != instance.id());
    SessionInput { live, captures: captures(), library: shelf::listed() }
}

/// Notes that a window shows what an instance measures, or does no longer.
pub(crate) fn watch(id: u64, is_shown: bool) {
    instances().iter().filter(|instance| instance.id() == id).for_each(|instance| instance.watch(is_shown));
}

/// The newest instance that the calling thread created, for a program that is the host of its own plugin, as tests are.
pub fn created_by_this_thread() -> Option<Arc<Instance>> {
    instances().into_iter().rev().find(|instance| instance.host_link().is_main_thread())
}

/// All instances of the process, in the order of their creation.
fn instances() -> Vec<Arc<Instance>> {
    INSTANCES.lock().iter().filter_map(Weak::upgrade).collect()
}

#[cfg(test)]
mod tests;
