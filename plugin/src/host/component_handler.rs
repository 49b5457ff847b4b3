//! The host of a VST3: the component handler that it gives to an instance's controller.
//!
//! The framework keeps the handler to itself. So the controller's table of functions is exchanged for one that also
//! looks at the handler as it passes.

use std::sync::{Arc, OnceLock, Weak};

use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IComponentHandler, IComponentHandler2, IComponentHandler2Trait, IEditController, IEditControllerVtbl,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::tresult;
use nice_plug::wrapper::vst3::vst3::{ComPtr, ComRef};
use parking_lot::Mutex;

/// The component handler of one instance, if its host has given it one that is told of changes.
#[derive(Default)]
pub(crate) struct ComponentHandler(Mutex<Option<ComPtr<IComponentHandler2>>>);

impl ComponentHandler {
    /// Says that the state has changed. Main thread only.
    pub fn set_dirty(&self) {
        // Cloned, because the host may replace the handler within this call.
        let handler = self.0.lock().clone();
        if let Some(handler) = handler {
            // SAFETY: this is the main thread, and the handler is counted.
            unsafe { handler.setDirty(1) };
        }
    }
}

/// The controllers that are watched, by address, with the instance's handler.
static WATCHED: Mutex<Vec<(usize, Weak<ComponentHandler>)>> = Mutex::new(Vec::new());

/// The framework's functions of a controller, and the same with ours in one place.
static TABLES: OnceLock<[IEditControllerVtbl; 2]> = OnceLock::new();

/// Puts the handlers that the host gives to this controller into `handler`.
///
/// # Safety
///
/// The controller is the framework's, and no other thread knows it yet.
pub(crate) unsafe fn watch(controller: ComRef<'_, IEditController>, handler: &Arc<ComponentHandler>) {
    let controller = controller.as_ptr();
    // SAFETY: a controller begins with the pointer to its table.
    let framework = unsafe { *(*controller).vtbl };
    let ours = IEditControllerVtbl { setComponentHandler: set_component_handler, ..framework };
    let [_, ours] = TABLES.get_or_init(|| [framework, ours]);
    let mut watched = WATCHED.lock();
    // A new controller may have the address of an earlier one.
    watched.retain(|(address, known)| *address != controller as usize && known.strong_count() > 0);
    watched.push((controller as usize, Arc::downgrade(handler)));
    // SAFETY: nobody reads the pointer meanwhile; the table lives as long as the library.
    unsafe { (*controller).vtbl = ours };
}

/// The host gives the controller a handler, or takes it away with a null pointer.
unsafe extern "system" fn set_component_handler(
    controller: *mut IEditController,
    handler: *mut IComponentHandler,
) -> tresult {
    // SAFETY: a host's pointer to a handler is valid or null.
    let given = unsafe { ComRef::from_raw(handler) }.and_then(|handler| handler.cast::<IComponentHandler2>());
    let watched = WATCHED.lock();
    let of_controller = watched.iter().find(|(address, _)| *address == controller as usize);
    let instance = of_controller.and_then(|(_, instance)| instance.upgrade());
    drop(watched);
    // The earlier one is released when no lock is held.
    let _earlier = instance.map(|instance| std::mem::replace(&mut *instance.0.lock(), given));
    match TABLES.get() {
        // SAFETY: the framework's own function for its own controller.
        Some([framework, _]) => unsafe { (framework.setComponentHandler)(controller, handler) },
        None => nice_plug::wrapper::vst3::vst3::Steinberg::kInternalError,
    }
}
