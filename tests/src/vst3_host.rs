//! A VST3 host, with or without a run loop: drives the linked plugin through its COM interfaces.

use std::ffi::c_void;
use std::ptr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use nice_plug::wrapper::vst3::vst3::Steinberg::Vst::{
    IComponent, IComponentHandler, IComponentTrait, IEditController, IEditControllerTrait,
};
use nice_plug::wrapper::vst3::vst3::Steinberg::{
    IBStream, IBStreamTrait, IPlugFrame, IPlugView, IPlugViewTrait, IPluginBaseTrait, IPluginFactory,
    IPluginFactoryTrait, PClassInfo, int32, int64, kInvalidArgument, kPlatformTypeX11EmbedWindowID,
    kResultOk, tresult,
};
use nice_plug::wrapper::vst3::vst3::{Class, ComPtr, ComWrapper, Interface};

mod callbacks;

pub use callbacks::Callbacks;

/// An instance of the plugin that is linked into this program.
pub struct Vst3Host {
    component: ComPtr<IComponent>,
    controller: Controller,
    callbacks: ComWrapper<Callbacks>,
}

/// Its parameters, for any thread, as hosts set them from any thread.
#[derive(Clone)]
pub struct Controller(ComPtr<IEditController>);

/// An editor inside a window of the host; removed with this value.
pub struct Vst3View(ComPtr<IPlugView>);

impl Vst3Host {
    /// A fresh instance.
    ///
    /// # Panics
    /// When the plugin makes none.
    pub fn linked() -> Vst3Host {
        let factory = groundtruth_plugin::GetPluginFactory().cast::<IPluginFactory>();
        // SAFETY: the entry point returns a factory that this pointer then owns, and class and interface ids are 16 bytes.
        let component = unsafe {
            let factory = ComPtr::from_raw(factory).expect("a factory");
            let mut class: PClassInfo = std::mem::zeroed();
            assert_eq!(factory.getClassInfo(0, &mut class), kResultOk, "a class");
            let mut made: *mut c_void = ptr::null_mut();
            let id = IComponent::IID.as_ptr().cast();
            assert_eq!(factory.createInstance(class.cid.as_ptr(), id, &mut made), kResultOk, "an instance");
            ComPtr::from_raw(made.cast::<IComponent>()).expect("an instance")
        };
        // SAFETY: the plugin takes a host without a context.
        assert_eq!(unsafe { component.initialize(ptr::null_mut()) }, kResultOk, "initialised");
        let controller = Controller(component.cast().expect("one object for processor and controller"));
        let callbacks = ComWrapper::new(Callbacks::on_this_thread());
        let handler = callbacks.as_com_ref::<IComponentHandler>().expect("a handler");
        // SAFETY: the handler outlives the instance.
        assert_eq!(unsafe { controller.0.setComponentHandler(handler.as_ptr()) }, kResultOk, "a handler");
        Vst3Host { component, controller, callbacks }
    }

    /// What the plugin calls here.
    pub fn callbacks(&self) -> &Callbacks {
        &self.callbacks
    }

    /// The parameters, for any thread.
    pub fn controller(&self) -> Controller {
        self.controller.clone()
    }

    /// Saves the state.
    ///
    /// # Panics
    /// When the plugin refuses.
    pub fn save(&self) -> Vec<u8> {
        let stream = ComWrapper::new(Stream::default());
        let pointer = stream.to_com_ptr::<IBStream>().expect("a stream");
        // SAFETY: the stream outlives the call.
        assert_eq!(unsafe { self.component.getState(pointer.as_ptr()) }, kResultOk, "saved");
        stream.content().bytes.clone()
    }

    /// Whether the plugin loads this state.
    pub fn load(&self, bytes: &[u8]) -> bool {
        let stream = ComWrapper::new(Stream(Mutex::new(Content { bytes: bytes.to_vec(), position: 0 })));
        let pointer = stream.to_com_ptr::<IBStream>().expect("a stream");
        // SAFETY: the stream outlives the call.
        unsafe { self.component.setState(pointer.as_ptr()) == kResultOk }
    }

    /// Opens the editor in an X11 window of this host; `None` when the plugin refuses.
    pub fn open(&self, window: u32) -> Option<Vst3View> {
        self.open_in(window, ptr::null_mut())
    }

    /// Likewise in a frame with a run loop, which [`Callbacks::serve`] turns.
    pub fn open_with_run_loop(&self, window: u32) -> Option<Vst3View> {
        self.open_in(window, self.callbacks.as_com_ref::<IPlugFrame>()?.as_ptr())
    }

    fn open_in(&self, window: u32, frame: *mut IPlugFrame) -> Option<Vst3View> {
        // SAFETY: the view is removed before it is released, the frame outlives it, and the plugin checks the window.
        unsafe {
            let view = ComPtr::from_raw(self.controller.0.createView(c"editor".as_ptr()))?;
            if !frame.is_null() {
                assert_eq!(view.setFrame(frame), kResultOk, "a frame");
            }
            let window = window as usize as *mut c_void;
            let attached = view.attached(window, kPlatformTypeX11EmbedWindowID) == kResultOk;
            attached.then_some(Vst3View(view))
        }
    }
}

impl Drop for Vst3Host {
    fn drop(&mut self) {
        // SAFETY: the last calls before the release.
        unsafe {
            self.controller.0.setComponentHandler(ptr::null_mut());
            self.component.terminate();
        }
    }
}

impl Controller {
    /// Number of parameters.
    pub fn count(&self) -> i32 {
        // SAFETY: a plain question.
        unsafe { self.0.getParameterCount() }
    }

    /// Whether the plugin accepts this value, 0 to 1, for the parameter with this id.
    pub fn set(&self, id: &str, value: f64) -> bool {
        // The framework's ids: 31 · h + byte, reduced to 31 bits.
        let hash = id.bytes().fold(0u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
        // SAFETY: an id that the plugin does not know is refused.
        unsafe { self.0.setParamNormalized(hash & 0x7fff_ffff, value) == kResultOk }
    }
}

impl Drop for Vst3View {
    fn drop(&mut self) {
        // SAFETY: it was attached.
        unsafe {
            self.0.removed();
            self.0.setFrame(ptr::null_mut());
        }
    }
}

/// Bytes in memory, as hosts hand them over.
#[derive(Default)]
struct Stream(Mutex<Content>);

#[derive(Default)]
struct Content {
    bytes: Vec<u8>,
    position: usize,
}

impl Stream {
    fn content(&self) -> MutexGuard<'_, Content> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Class for Stream {
    type Interfaces = (IBStream,);
}

impl IBStreamTrait for Stream {
    unsafe fn read(&self, buffer: *mut c_void, wanted: int32, read: *mut int32) -> tresult {
        let mut content = self.content();
        let rest = &content.bytes[content.position..];
        let count = rest.len().min(wanted.max(0) as usize);
        // SAFETY: the caller's buffer holds as many bytes as it asks for.
        unsafe { ptr::copy_nonoverlapping(rest.as_ptr(), buffer.cast(), count) };
        content.position += count;
        // SAFETY: where the caller wants the count, the pointer is good.
        unsafe { read.as_mut() }.into_iter().for_each(|read| *read = count as int32);
        kResultOk
    }

    unsafe fn write(&self, buffer: *mut c_void, count: int32, written: *mut int32) -> tresult {
        // SAFETY: the caller's buffer holds as many bytes as it says.
        let bytes = unsafe { std::slice::from_raw_parts(buffer.cast::<u8>(), count.max(0) as usize) };
        self.content().bytes.extend_from_slice(bytes);
        // SAFETY: where the caller wants the count, the pointer is good.
        unsafe { written.as_mut() }.into_iter().for_each(|written| *written = count);
        kResultOk
    }

    unsafe fn seek(&self, place: int64, mode: int32, result: *mut int64) -> tresult {
        let mut content = self.content();
        let from = match mode {
            0 => 0,
            1 => content.position as int64,
            2 => content.bytes.len() as int64,
            _ => return kInvalidArgument,
        };
        content.position = (from + place).clamp(0, content.bytes.len() as int64) as usize;
        // SAFETY: where the caller wants the place, the pointer is good.
        unsafe { result.as_mut() }.into_iter().for_each(|result| *result = content.position as int64);
        kResultOk
    }

    unsafe fn tell(&self, place: *mut int64) -> tresult {
        // SAFETY: where the caller wants the place, the pointer is good.
        unsafe { place.as_mut() }.into_iter().for_each(|place| *place = self.content().position as int64);
        kResultOk
    }
}
