//! The VST3's entry points, which replace the framework's `nice_export_vst3!`: that macro gives no access to an
//! instance's controller and thus to the host's component handler.

use std::ffi::c_void;
use std::sync::Arc;

use nice_plug::wrapper::setup_logger;
use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::IEditController;
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    FIDString, FUnknown, IPluginFactory, IPluginFactory2Trait, IPluginFactory3, IPluginFactory3Trait,
    IPluginFactoryTrait, PClassInfo, PClassInfo2, PClassInfoW, PFactoryInfo, TUID, int32, kInvalidArgument,
    kNoInterface, kResultOk, tresult,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComWrapper};
use nice_plug::wrapper::vst3::{PluginInfo, Vst3Plugin, Wrapper};

use crate::GroundtruthVst3;
use crate::host::{self, ComponentHandler, Host};

/// The factory of the one class.
struct Factory(PluginInfo);

impl Class for Factory {
    type Interfaces = (IPluginFactory3,);
}

/// Writes into the host's memory, if there is any.
///
/// # Safety
///
/// The pointer is null or good for a `T`.
unsafe fn fill<T>(place: *mut T, value: T) -> tresult {
    if place.is_null() {
        return kInvalidArgument;
    }
    // SAFETY: by the caller.
    unsafe { place.write(value) };
    kResultOk
}

impl Factory {
    /// Fills in the information about the class with this index.
    ///
    /// # Safety
    ///
    /// The pointer is null or good for a `T`.
    unsafe fn class_info<T>(&self, index: int32, info: *mut T, make: impl Fn(&PluginInfo) -> T) -> tresult {
        if index != 0 {
            return kInvalidArgument;
        }
        // SAFETY: by the caller.
        unsafe { fill(info, make(&self.0)) }
    }
}

impl IPluginFactoryTrait for Factory {
    unsafe fn getFactoryInfo(&self, info: *mut PFactoryInfo) -> tresult {
        // SAFETY: by the host.
        unsafe { fill(info, self.0.create_factory_info()) }
    }

    unsafe fn countClasses(&self) -> int32 {
        1
    }

    unsafe fn getClassInfo(&self, index: int32, info: *mut PClassInfo) -> tresult {
        // SAFETY: by the host.
        unsafe { self.class_info(index, info, PluginInfo::create_class_info) }
    }

    unsafe fn createInstance(
        &self,
        class: FIDString,
        interface: FIDString,
        object: *mut *mut c_void,
    ) -> tresult {
        if class.is_null() || interface.is_null() || object.is_null() {
            return kInvalidArgument;
        }
        // SAFETY: ids are 16 bytes.
        if unsafe { class.cast::<[u8; 16]>().read() } != GroundtruthVst3::PLATFORM_VST3_CLASS_ID {
            return kInvalidArgument;
        }
        let handler = Arc::new(ComponentHandler::default());
        let create = || ComWrapper::new(Wrapper::<GroundtruthVst3>::new());
        let instance = host::created_by(Host::Vst3(handler.clone()), create);
        let (Some(controller), Some(unknown)) =
            (instance.as_com_ref::<IEditController>(), instance.as_com_ref::<FUnknown>())
        else {
            return kNoInterface;
        };
        let unknown = unknown.as_ptr();
        // SAFETY: nobody else knows the instance yet, and the host's pointer is good for one more.
        unsafe {
            host::watch(controller, &handler);
            ((*(*unknown).vtbl).queryInterface)(unknown, interface.cast::<TUID>(), object)
        }
    }
}

impl IPluginFactory2Trait for Factory {
    unsafe fn getClassInfo2(&self, index: int32, info: *mut PClassInfo2) -> tresult {
        // SAFETY: by the host.
        unsafe { self.class_info(index, info, PluginInfo::create_class_info_2) }
    }
}

impl IPluginFactory3Trait for Factory {
    unsafe fn getClassInfoUnicode(&self, index: int32, info: *mut PClassInfoW) -> tresult {
        // SAFETY: by the host.
        unsafe { self.class_info(index, info, PluginInfo::create_class_info_unicode) }
    }

    unsafe fn setHostContext(&self, _context: *mut FUnknown) -> tresult {
        kResultOk
    }
}

/// Makes the factory, which then belongs to the host.
#[unsafe(no_mangle)]
pub extern "system" fn GetPluginFactory() -> *mut c_void {
    let factory = ComWrapper::new(Factory(PluginInfo::for_plugin::<GroundtruthVst3>()));
    let pointer = factory.to_com_ptr::<IPluginFactory>();
    pointer.map_or(std::ptr::null_mut(), |factory| factory.into_raw().cast())
}

/// The names under which each system's hosts look for the two calls around all others.
macro_rules! entry_and_exit {
    ($system:meta, $abi:literal, $entry:ident($($context:ident)?), $exit:ident) => {
        /// The library was loaded.
        #[cfg($system)]
        #[unsafe(no_mangle)]
        pub extern $abi fn $entry($($context: *mut c_void)?) -> bool {
            $(let _ = $context;)?
            setup_logger::<GroundtruthVst3>();
            true
        }

        /// The library is about to be unloaded.
        #[cfg($system)]
        #[unsafe(no_mangle)]
        pub extern $abi fn $exit() -> bool {
            true
        }
    };
}

entry_and_exit!(all(target_family = "unix", not(target_os = "macos")), "C", ModuleEntry(library), ModuleExit);
entry_and_exit!(target_os = "macos", "C", bundleEntry(bundle), bundleExit);
entry_and_exit!(target_os = "windows", "system", InitDll(), ExitDll);
