//! The plugin's editor in a window of the host, on X11: opening, resizing, clicking, screenshots.

use std::time::{Duration, Instant};

use clack_extensions::gui::{GuiApiType, GuiConfiguration, GuiSize, PluginGui, Window};
use x11rb::connection::{Connection, RequestConnection};
use x11rb::protocol::damage::{ConnectionExt as _, ReportLevel};
use x11rb::protocol::xproto::{
    AtomEnum, ConfigureWindowAux, ConnectionExt as _, CreateWindowAux, EventMask, ImageFormat, PropMode,
    WindowClass,
};
use x11rb::protocol::{Event, damage};
use x11rb::rust_connection::RustConnection;
use x11rb::wrapper::ConnectionExt as _;

use crate::clap_host::Instance;
use crate::input;
pub use crate::input::Key;
use crate::picture::{Colour, Picture};

mod fault;

pub use fault::EditorFault;

/// Background of the host's window, visible until the editor has drawn. No theme has this colour.
const UNDRAWN: Colour = [255, 0, 255];

/// Longest wait for an editor's first frame.
const FIRST_FRAME_LIMIT: Duration = Duration::from_secs(10);

/// An open editor inside a window of the host. Close it with [`EditorWindow::close`].
pub struct EditorWindow {
    x: RustConnection,
    window: u32,
    gui: PluginGui,
    size: GuiSize,
    opened_in: Duration,
    damage: Option<u32>,
    frames: u64,
    close_requested: bool,
    delete_atom: u32,
}

impl EditorWindow {
    /// Opens the editor as a DAW does, in a window with this title: creates it, gives it a window of the size it names, waits for its first frame.
    pub fn open(instance: &mut Instance, title: &str) -> Result<EditorWindow, EditorFault> {
        let started = Instant::now();
        let (x, screen_index) = x11rb::connect(None)?;
        let gui = instance.gui()?;
        let configuration = GuiConfiguration { api_type: GuiApiType::X11, is_floating: false };
        gui.create(&instance.plugin().plugin_handle(), configuration)?;
        // A host without an opinion on the scale may say so; the plugin need not accept it.
        let _ = gui.set_scale(&instance.plugin().plugin_handle(), 1.0);
        let size = gui.get_size(&instance.plugin().plugin_handle()).ok_or(EditorFault::NoSize)?;
        let (window, delete_atom) = make_window(&x, screen_index, size, title)?;

        let mut editor = EditorWindow {
            x,
            window,
            gui,
            size,
            opened_in: Duration::ZERO,
            damage: None,
            frames: 0,
            close_requested: false,
            delete_atom,
        };
        editor.embed(instance)?;
        editor.wait_for_first_frame(instance, started)?;
        editor.count_frames()?;
        Ok(editor)
    }

    fn embed(&self, instance: &mut Instance) -> Result<(), EditorFault> {
        let parent = Window::from_x11_handle(self.window.into());
        // SAFETY: the window lives until `close`, which destroys the editor first.
        unsafe { self.gui.set_parent(&instance.plugin().plugin_handle(), parent)? };
        // Embedded editors may be visible from the start and refuse a second "show".
        let _ = self.gui.show(&instance.plugin().plugin_handle());
        Ok(())
    }

    fn wait_for_first_frame(&mut self, instance: &mut Instance, started: Instant) -> Result<(), EditorFault> {
        while !self.header_is_drawn()? {
            if started.elapsed() > FIRST_FRAME_LIMIT {
                return Err(EditorFault::NothingDrawn(started.elapsed()));
            }
            self.serve(instance)?;
            std::thread::sleep(Duration::from_millis(2));
        }
        self.opened_in = started.elapsed();
        Ok(())
    }

    /// Whether a strip of the header contains text: more colours than a cleared window.
    fn header_is_drawn(&self) -> Result<bool, EditorFault> {
        const TEXT_COLOURS: usize = 8;
        let strip = self.look_at(0, 0, self.size.width as u16, 40)?;
        Ok(strip.colours() >= TEXT_COLOURS && strip.find(|colour| colour == UNDRAWN).is_empty())
    }

    /// Requests a notification from the server for every drawing into the editor's own window.
    fn count_frames(&mut self) -> Result<(), EditorFault> {
        self.x.extension_information(damage::X11_EXTENSION_NAME)?;
        self.x.damage_query_version(1, 1)?.reply()?;
        let children = self.x.query_tree(self.window)?.reply()?.children;
        let Some(child) = children.first() else { return Ok(()) };
        let id = self.x.generate_id()?;
        self.x.damage_create(id, *child, ReportLevel::NON_EMPTY)?.check()?;
        self.damage = Some(id);
        Ok(())
    }

    /// Time from the request for the editor to its first frame.
    pub fn opened_in(&self) -> Duration {
        self.opened_in
    }

    /// Current size in pixels.
    pub fn size(&self) -> GuiSize {
        self.size
    }

    /// Drawings seen so far; drawings closer together than two calls of [`EditorWindow::serve`] count once.
    pub fn frames(&self) -> u64 {
        self.frames
    }

    /// Whether the user has closed the window.
    pub fn close_requested(&self) -> bool {
        self.close_requested
    }

    /// Serves plugin and display. Call it often.
    pub fn serve(&mut self, instance: &mut Instance) -> Result<(), EditorFault> {
        instance.serve();
        if let Some(size) = instance.requests().take_size() {
            self.resize(instance, size)?;
        }
        while let Some(event) = self.x.poll_for_event()? {
            match event {
                Event::DamageNotify(_) => {
                    self.frames += 1;
                    if let Some(id) = self.damage {
                        self.x.damage_subtract(id, x11rb::NONE, x11rb::NONE)?;
                        self.x.flush()?;
                    }
                }
                Event::ClientMessage(message) if message.data.as_data32()[0] == self.delete_atom => {
                    self.close_requested = true;
                }
                Event::ConfigureNotify(now) if now.window == self.window => {
                    self.follow_window(instance, now.width.into(), now.height.into());
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Serves for a while.
    pub fn serve_for(&mut self, instance: &mut Instance, time: Duration) -> Result<(), EditorFault> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            self.serve(instance)?;
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }

    /// The user dragged the window's edge: the editor follows.
    fn follow_window(&mut self, instance: &mut Instance, width: u32, height: u32) {
        let size = GuiSize { width, height };
        if size != self.size && self.gui.set_size(&instance.plugin().plugin_handle(), size).is_ok() {
            self.size = size;
        }
    }

    /// Resizes as a DAW does: asks the plugin to adjust the size, then sets the result.
    pub fn resize(&mut self, instance: &mut Instance, wanted: GuiSize) -> Result<GuiSize, EditorFault> {
        let handle = instance.plugin().plugin_handle();
        let size = self.gui.adjust_size(&handle, wanted).unwrap_or(wanted);
        self.force_size(instance, size)
    }

    /// Resizes as a careless host does, without asking the plugin to adjust the size.
    pub fn force_size(&mut self, instance: &mut Instance, size: GuiSize) -> Result<GuiSize, EditorFault> {
        self.gui.set_size(&instance.plugin().plugin_handle(), size)?;
        let window_size = ConfigureWindowAux::new().width(size.width).height(size.height);
        self.x.configure_window(self.window, &window_size)?.check()?;
        self.size = size;
        Ok(size)
    }

    /// Moves the pointer and clicks the first button.
    pub fn click(&self, x: i16, y: i16) -> Result<(), EditorFault> {
        Ok(input::click(&self.x, self.window, (x, y))?)
    }

    /// Presses keys together. They arrive after a click into the editor.
    pub fn press(&self, keys: &[Key]) -> Result<(), EditorFault> {
        Ok(input::press(&self.x, keys)?)
    }

    /// Moves the window on the screen.
    pub fn move_to(&self, x: i32, y: i32) -> Result<(), EditorFault> {
        let place = ConfigureWindowAux::new().x(x).y(y);
        Ok(self.x.configure_window(self.window, &place)?.check()?)
    }

    /// Moves the pointer off the window, so that no hover text is in a picture.
    pub fn park_pointer(&self) -> Result<(), EditorFault> {
        let root = self.x.setup().roots[0].root;
        self.x.warp_pointer(x11rb::NONE, root, 0, 0, 0, 0, 1590, 990)?.check()?;
        Ok(())
    }

    /// The whole window as it is on the screen.
    pub fn screenshot(&self) -> Result<Picture, EditorFault> {
        self.look_at(0, 0, self.size.width as u16, self.size.height as u16)
    }

    fn look_at(&self, x: i16, y: i16, width: u16, height: u16) -> Result<Picture, EditorFault> {
        let image = self.x.get_image(ImageFormat::Z_PIXMAP, self.window, x, y, width, height, !0)?.reply()?;
        // 24-bit visuals come as blue, green, red, unused on every little-endian server.
        let pixels = image.data.chunks_exact(4).map(|p| [p[2], p[1], p[0]]).collect();
        Ok(Picture::new(width.into(), pixels))
    }

    /// Destroys the editor, then its window.
    pub fn close(self, instance: &mut Instance) -> Result<(), EditorFault> {
        self.gui.destroy(&instance.plugin().plugin_handle());
        instance.serve();
        self.x.destroy_window(self.window)?.check()?;
        Ok(())
    }
}

fn make_window(
    x: &RustConnection,
    screen_index: usize,
    size: GuiSize,
    title: &str,
) -> Result<(u32, u32), EditorFault> {
    let screen = &x.setup().roots[screen_index];
    let window = x.generate_id()?;
    let [red, green, blue] = UNDRAWN.map(u32::from);
    let look = CreateWindowAux::new()
        .background_pixel(red << 16 | green << 8 | blue)
        .event_mask(EventMask::STRUCTURE_NOTIFY);
    let (width, height) = (size.width as u16, size.height as u16);
    let (class, root) = (WindowClass::INPUT_OUTPUT, screen.root);
    x.create_window(screen.root_depth, window, root, 0, 0, width, height, 0, class, 0, &look)?.check()?;

    let protocols = x.intern_atom(false, b"WM_PROTOCOLS")?.reply()?.atom;
    let delete = x.intern_atom(false, b"WM_DELETE_WINDOW")?.reply()?.atom;
    x.change_property32(PropMode::REPLACE, window, protocols, AtomEnum::ATOM, &[delete])?.check()?;
    x.change_property8(PropMode::REPLACE, window, AtomEnum::WM_NAME, AtomEnum::STRING, title.as_bytes())?
        .check()?;
    x.map_window(window)?.check()?;
    Ok((window, delete))
}
