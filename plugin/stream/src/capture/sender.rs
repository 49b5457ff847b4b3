//! The audio thread's end.

use std::mem::MaybeUninit;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rtrb::Producer;

use super::listening::{Listening, Session};
use super::pace::Pace;
use super::packet::{FULL_HEADER_WORDS, LONGEST_PACKET_FRAMES, Lead, Place};
use crate::format::Format;
use crate::place::StreamPlace;
use crate::real_time::outruns;

/// Accepts every block of the audio thread. `Send` but not `Sync`: one thread at a time. Cannot fail.
///
/// ```compile_fail
/// fn shared_between_threads<T: Sync>() {}
/// shared_between_threads::<groundtruth_stream::capture::FrameSender>();
/// ```
#[derive(Debug)]
pub struct FrameSender {
    format: Format,
    listening: Arc<Listening>,
    producer: Producer<f32>,
    /// Position of a direct continuation; its `lost_frames` are those since the last packet that fitted.
    next: Place,
    /// Play position of the previous block, to detect one that stands still.
    last_position_frames: Option<i64>,
    /// Whether a new generation starts with the next block.
    fresh: bool,
    began: Option<Instant>,
    pace: Pace,
    declared_offline: bool,
    has_waited: bool,
    /// Free words when waiting was given up: as long as they are unchanged, waiting is pointless.
    gave_up_at: Option<usize>,
}

impl FrameSender {
    /// Longest wait for a worker that takes nothing. Analysing the longest record is shorter.
    const PATIENCE: Duration = Duration::from_secs(2);
    const NAP: Duration = Duration::from_millis(1);

    pub(crate) fn new(format: Format, listening: Arc<Listening>, producer: Producer<f32>) -> FrameSender {
        FrameSender {
            format,
            listening,
            producer,
            next: Place::start_of(Session::from_bits(0), 0),
            last_position_frames: None,
            fresh: true,
            began: None,
            pace: Pace::new(format.sample_rate_hz, format.ring_frames()),
            declared_offline: false,
            has_waited: false,
            gave_up_at: None,
        }
    }

    /// Sends one block; returns how many of its frames were lost.
    ///
    /// `main` holds the format's channels; the shortest one sets the block's length. Reference channels that are absent
    /// or shorter than the block are sent as zeros with a flag. `play_position_frames` is the host's position of the
    /// block's first frame. Samples arrive bit for bit. Blocks with too few channels are ignored.
    ///
    /// If the ring is full, frames are lost; the sender neither waits nor overwrites older frames. The next block that
    /// fits carries the number of frames lost before it.
    ///
    /// # Realtime
    /// Nobody listening: one relaxed load. Otherwise one copy and one release store per 2048 frames; no allocation,
    /// lock or system call. The clock is read (no system call on the usual platforms) at the start of a generation and
    /// while the ring is more than half full. Waits, in naps of 1 ms, only in an offline pass: set by
    /// [`FrameSender::set_offline`], or proven by the ring's second half filling in less than half of that audio's
    /// duration.
    pub fn push<S: AsRef<[f32]>>(
        &mut self,
        main: &[S],
        reference: Option<&[S]>,
        play_position_frames: Option<i64>,
    ) -> u64 {
        let Some(session) = self.listening.session() else { return 0 };
        let frames = self.block_frames(main);
        if frames == 0 {
            return 0;
        }
        if self.fresh || session != self.next.session {
            self.begin_generation(session);
        }
        let reference = reference.filter(|planes| self.is_complete(planes, frames)).unwrap_or(&[]);
        let mut lost = 0;
        let mut from = 0;
        while from < frames {
            let count = (frames - from).min(LONGEST_PACKET_FRAMES);
            let planes = main[..self.format.channels].iter().chain(reference);
            let planes = planes.map(|plane| &plane.as_ref()[from..from + count]);
            let position = play_position_frames.map(|at| at.wrapping_add(from as i64));
            if !self.push_packet(count, planes, !reference.is_empty(), position) {
                lost += count as u64;
            }
            from += count;
        }
        lost
    }

    /// Whether anybody needs the audio. Saves the caller the preparation of [`FrameSender::push`].
    ///
    /// # Realtime
    /// One relaxed load.
    pub fn is_listened_to(&self) -> bool {
        self.listening.is_on()
    }

    /// Starts a new generation with the next block: frames before and after it are never joined.
    ///
    /// # Realtime
    /// One plain store.
    pub fn reset(&mut self) {
        self.fresh = true;
        self.pace.relax();
    }

    /// Sets whether the host renders offline. Only if the host's flag is reliable: CLAP, not VST3.
    ///
    /// # Realtime
    /// One plain store.
    pub fn set_offline(&mut self, offline: bool) {
        self.declared_offline = offline;
    }

    /// Whether the pass since the last reset was, or appeared to be, offline: then the worker should be awaited before
    /// the pass ends.
    ///
    /// # Realtime
    /// Reads the clock.
    pub fn outran_real_time(&self) -> bool {
        let outran = |began: Instant| {
            outruns(self.next.first_frame, self.format.sample_rate_hz, began.elapsed().as_secs_f64())
        };
        self.declared_offline || self.has_waited || self.began.is_some_and(outran)
    }

    /// Place of the first frame of the block that was pushed last, which had this many frames. Of no use while nobody
    /// listens.
    ///
    /// # Realtime
    /// Plain loads.
    pub fn place_of_last(&self, frames: usize) -> StreamPlace {
        let frame = self.next.first_frame.saturating_sub(frames as u64);
        StreamPlace { generation: self.next.generation, frame }
    }

    /// Format of this stream.
    pub fn format(&self) -> Format {
        self.format
    }

    fn block_frames<S: AsRef<[f32]>>(&self, main: &[S]) -> usize {
        if main.len() < self.format.channels {
            return 0;
        }
        main[..self.format.channels].iter().map(|plane| plane.as_ref().len()).min().unwrap_or(0)
    }

    fn is_complete<S: AsRef<[f32]>>(&self, reference: &[S], frames: usize) -> bool {
        reference.len() == self.format.reference_channels
            && reference.iter().all(|plane| plane.as_ref().len() >= frames)
    }

    fn begin_generation(&mut self, session: Session) {
        self.next = Place::start_of(session, self.listening.next_generation());
        self.last_position_frames = None;
        self.fresh = false;
        self.began = Some(Instant::now());
        self.has_waited = false;
    }

    /// False if the packet did not fit and is now part of the gap.
    fn push_packet<'a>(
        &mut self,
        frames: usize,
        planes: impl Iterator<Item = &'a [f32]>,
        reference: bool,
        position: Option<i64>,
    ) -> bool {
        let place = Place { play_position_frames: position, ..self.next };
        let lead = self.lead(frames, reference, position);
        let header_words = if lead.full { FULL_HEADER_WORDS } else { 1 };
        let plane_count = self.format.channels + if reference { self.format.reference_channels } else { 0 };
        let words = header_words + frames * plane_count;
        let fits =
            (self.has_room(words) || self.wait_for_room(words)) && self.write(words, lead, place, planes);
        self.next = place.after(frames);
        if fits {
            self.last_position_frames = position;
        } else {
            self.next.lost_frames = place.lost_frames + frames as u64;
        }
        self.note_fill(frames);
        fits
    }

    fn lead(&self, frames: usize, reference: bool, position: Option<i64>) -> Lead {
        let goes_on = position == self.next.play_position_frames;
        let held = !goes_on && position.is_some() && position == self.last_position_frames;
        let first = self.next.first_frame == 0;
        let full = first || self.next.lost_frames > 0 || !(goes_on || held);
        Lead { frames, full, reference, positioned: position.is_some(), held: held && !full }
    }

    fn has_room(&self, words: usize) -> bool {
        self.producer.cached_slots() >= words || self.producer.slots() >= words
    }

    fn write<'a>(
        &mut self,
        words: usize,
        lead: Lead,
        place: Place,
        planes: impl Iterator<Item = &'a [f32]>,
    ) -> bool {
        let Ok(mut chunk) = self.producer.write_chunk_uninit(words) else { return false };
        let (one, two) = chunk.as_mut_slices();
        let mut cursor = Cursor { here: one, then: two };
        cursor.put(&[lead.to_word()]);
        if lead.full {
            cursor.put(&place.to_words());
        }
        planes.for_each(|plane| cursor.put(plane));
        debug_assert!(cursor.here.is_empty() && cursor.then.is_empty());
        let written = words - cursor.here.len() - cursor.then.len();
        // SAFETY: the cursor has initialised exactly the `written` words at the front of the chunk.
        unsafe { chunk.commit(written) };
        true
    }

    /// Starts or ends a window of the pace measurement. `cached_slots` is a lower bound that costs no shared access, so
    /// that the worker's cache line is touched only once per half ring.
    fn note_fill(&mut self, frames: usize) {
        let half = self.producer.buffer().capacity() / 2;
        if self.producer.cached_slots() >= half || self.producer.slots() >= half {
            self.pace.relax();
        } else {
            self.pace.press(frames, Instant::now);
        }
    }

    /// Waits for the worker to make room, if the pass is proven or set to be offline.
    #[cold]
    fn wait_for_room(&mut self, words: usize) -> bool {
        let began = Instant::now();
        let mut free = self.producer.slots();
        let offline = self.declared_offline || self.pace.outruns_real_time(began);
        if !offline || self.gave_up_at == Some(free) {
            return free >= words;
        }
        self.has_waited = true;
        let mut progress = began;
        while free < words && self.is_awaited() && progress.elapsed() < Self::PATIENCE {
            std::thread::sleep(Self::NAP);
            let now_free = self.producer.slots();
            if now_free != free {
                (free, progress) = (now_free, Instant::now());
            }
        }
        self.pace.waited(began.elapsed());
        self.gave_up_at = (free < words).then_some(free);
        free >= words
    }

    fn is_awaited(&self) -> bool {
        self.listening.session() == Some(self.next.session) && !self.producer.is_abandoned()
    }
}

/// Fills the two parts of a chunk front to back.
struct Cursor<'a> {
    here: &'a mut [MaybeUninit<f32>],
    then: &'a mut [MaybeUninit<f32>],
}

impl Cursor<'_> {
    fn put(&mut self, words: &[f32]) {
        let now = words.len().min(self.here.len());
        self.fill(&words[..now]);
        if now < words.len() {
            self.here = std::mem::take(&mut self.then);
            self.fill(&words[now..]);
        }
    }

    fn fill(&mut self, words: &[f32]) {
        let (target, rest) = std::mem::take(&mut self.here).split_at_mut(words.len());
        target.write_copy_of_slice(words);
        self.here = rest;
    }
}
