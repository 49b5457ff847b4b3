//! The two ends and the ring between them.

use std::sync::Arc;

use rtrb::{Consumer, Producer, RingBuffer};

use super::listening::Listening;
use super::packet::FULL_HEADER_WORDS;
use super::receiver::FrameReceiver;
use super::sender::FrameSender;
use crate::format::Format;

/// Creates the two ends of a stream of `format`, gated by `listening`.
///
/// The ring holds at least [`Format::RING_S`] seconds at any block size, even single frames. It allocates only here:
/// 1.2 MB for stereo at 48 kHz, 31 MB for stereo with reference at 768 kHz.
///
/// # Panics
/// If `format` is outside its ranges.
pub fn channel(format: Format, listening: Arc<Listening>) -> (FrameSender, FrameReceiver) {
    format.assert_valid();
    let words_per_frame = 1 + format.planes();
    let capacity = format.ring_frames() * words_per_frame + RARE_HEADERS * FULL_HEADER_WORDS;
    let (mut producer, mut consumer) = RingBuffer::new(capacity);
    touch_every_page(&mut producer, &mut consumer);
    (FrameSender::new(format, listening.clone(), producer), FrameReceiver::new(format, listening, consumer))
}

/// New memory is mapped at the first write: without this the audio thread would take a page fault every 4 KB of its
/// first lap.
fn touch_every_page(producer: &mut Producer<f32>, consumer: &mut Consumer<f32>) {
    let capacity = producer.slots();
    if let Ok(chunk) = producer.write_chunk(capacity) {
        chunk.commit_all();
    }
    if let Ok(chunk) = consumer.read_chunk(capacity) {
        chunk.commit_all();
    }
}

/// Space for full headers at loops and jumps of the play position within one ring's time.
const RARE_HEADERS: usize = 64;
