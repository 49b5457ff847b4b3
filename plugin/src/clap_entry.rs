//! The CLAP's entry point, which replaces the framework's `nice_export_clap!`: that macro does not expose the host and
//! thus its log.

use std::ffi::{CStr, c_char, c_void};
use std::ptr;
use std::sync::{Arc, OnceLock};

use nice_plug::wrapper::clap::{
    CLAP_PLUGIN_FACTORY_ID, CLAP_VERSION, PluginDescriptor, Wrapper, clap_host, clap_plugin,
    clap_plugin_descriptor, clap_plugin_entry, clap_plugin_factory,
};

use crate::host::{self, ClapHost, Host};
use crate::{Groundtruth, instances};

/// Entry point for CLAP hosts.
#[unsafe(no_mangle)]
#[used]
pub static clap_entry: clap_plugin_entry = clap_plugin_entry {
    clap_version: CLAP_VERSION,
    init: Some(init),
    deinit: Some(deinit),
    get_factory: Some(factory),
};

static FACTORY: clap_plugin_factory = clap_plugin_factory {
    get_plugin_count: Some(plugin_count),
    get_plugin_descriptor: Some(plugin_descriptor),
    create_plugin: Some(create_plugin),
};

fn descriptor() -> &'static PluginDescriptor {
    static DESCRIPTOR: OnceLock<PluginDescriptor> = OnceLock::new();
    DESCRIPTOR.get_or_init(PluginDescriptor::for_plugin::<Groundtruth>)
}

unsafe extern "C" fn init(_path: *const c_char) -> bool {
    true
}

unsafe extern "C" fn deinit() {}

unsafe extern "C" fn factory(id: *const c_char) -> *const c_void {
    // SAFETY: a host's ids are strings or null.
    let is_asked = !id.is_null() && unsafe { CStr::from_ptr(id) } == CLAP_PLUGIN_FACTORY_ID;
    if is_asked { (&raw const FACTORY).cast() } else { ptr::null() }
}

unsafe extern "C" fn plugin_count(_factory: *const clap_plugin_factory) -> u32 {
    1
}

unsafe extern "C" fn plugin_descriptor(
    _factory: *const clap_plugin_factory,
    index: u32,
) -> *const clap_plugin_descriptor {
    if index == 0 { descriptor().clap_plugin_descriptor() } else { ptr::null() }
}

/// The framework's function for calls on the main thread.
static FRAMEWORK: OnceLock<Option<unsafe extern "C" fn(*const clap_plugin)>> = OnceLock::new();

/// A call on the main thread, which the framework or [`host::HostLink::request_main_thread`] has asked for.
///
/// The framework's tasks are not enough: where a host takes any thread for its main thread, as qtractor does, they run
/// on the window's.
unsafe extern "C" fn on_main_thread(plugin: *const clap_plugin) {
    instances::report_changes();
    if let Some(Some(framework)) = FRAMEWORK.get() {
        // SAFETY: the host's own arguments.
        unsafe { framework(plugin) };
    }
}

unsafe extern "C" fn create_plugin(
    _factory: *const clap_plugin_factory,
    host: *const clap_host,
    id: *const c_char,
) -> *const clap_plugin {
    // SAFETY: a host's ids are strings or null.
    let is_asked = !id.is_null() && unsafe { CStr::from_ptr(id) } == descriptor().clap_id();
    // SAFETY: the host outlives its instances.
    let Some(link) = unsafe { ClapHost::new(host) }.filter(|_| is_asked) else { return ptr::null() };
    // SAFETY: likewise. The framework takes this reference back in `destroy`.
    unsafe {
        let wrapper = host::created_by(Host::Clap(link), || Wrapper::<Groundtruth>::new(host));
        let plugin = (*Arc::into_raw(wrapper)).clap_plugin.as_ptr();
        FRAMEWORK.get_or_init(|| (*plugin).on_main_thread);
        (*plugin).on_main_thread = Some(on_main_thread);
        plugin
    }
}
