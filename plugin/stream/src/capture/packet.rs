//! Format of blocks in the ring: packets of 32-bit words.
//!
//! A packet consists of one word (frame count and flags), a full header if the block does not directly continue the
//! previous one, and the samples, plane after plane. The words are `f32` so that audio is copied unchanged; header
//! words are stored as bit patterns and never used as numbers.

use super::listening::Session;

/// Most frames per packet; longer blocks are split. Keeps the receiver's buffer in the cache.
pub(crate) const LONGEST_PACKET_FRAMES: usize = 2048;

/// Words of a full header, including the first.
pub(crate) const FULL_HEADER_WORDS: usize = 9;

/// Position of a packet in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub session: Session,
    pub generation: u32,
    pub first_frame: u64,
    pub lost_frames: u64,
    pub play_position_frames: Option<i64>,
}

/// The first word of a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Lead {
    /// At most [`LONGEST_PACKET_FRAMES`].
    pub frames: usize,
    /// Whether a full header follows.
    pub full: bool,
    /// Whether the reference planes follow the main ones.
    pub reference: bool,
    /// Whether the host gives a play position (full header only).
    pub positioned: bool,
    /// Whether the play position stands still: it equals the previous packet's.
    pub held: bool,
}

const FULL: u32 = 1 << 31;
const REFERENCE: u32 = 1 << 30;
const POSITIONED: u32 = 1 << 29;
const HELD: u32 = 1 << 28;
const FRAMES: u32 = HELD - 1;

impl Lead {
    pub(crate) fn to_word(self) -> f32 {
        let flag = |set: bool, bit: u32| if set { bit } else { 0 };
        let bits = self.frames as u32
            | flag(self.full, FULL)
            | flag(self.reference, REFERENCE)
            | flag(self.positioned, POSITIONED)
            | flag(self.held, HELD);
        f32::from_bits(bits)
    }

    pub(crate) fn from_word(word: f32) -> Lead {
        let bits = word.to_bits();
        Lead {
            frames: (bits & FRAMES) as usize,
            full: bits & FULL != 0,
            reference: bits & REFERENCE != 0,
            positioned: bits & POSITIONED != 0,
            held: bits & HELD != 0,
        }
    }
}

impl Place {
    pub(crate) fn start_of(session: Session, generation: u32) -> Place {
        Place { session, generation, first_frame: 0, lost_frames: 0, play_position_frames: None }
    }

    /// The words after the first one of a full header.
    pub(crate) fn to_words(self) -> [f32; FULL_HEADER_WORDS - 1] {
        let low = |value: u64| value as u32;
        let high = |value: u64| (value >> 32) as u32;
        let position = self.play_position_frames.unwrap_or(0) as u64;
        [
            self.session.to_bits(),
            self.generation,
            low(self.first_frame),
            high(self.first_frame),
            low(self.lost_frames),
            high(self.lost_frames),
            low(position),
            high(position),
        ]
        .map(f32::from_bits)
    }

    pub(crate) fn from_words(words: [f32; FULL_HEADER_WORDS - 1], positioned: bool) -> Place {
        let bits = words.map(f32::to_bits);
        let long = |i: usize| u64::from(bits[i]) | u64::from(bits[i + 1]) << 32;
        Place {
            session: Session::from_bits(bits[0]),
            generation: bits[1],
            first_frame: long(2),
            lost_frames: long(4),
            play_position_frames: positioned.then_some(long(6) as i64),
        }
    }

    /// Position of the direct continuation of a packet of `frames` frames.
    pub(crate) fn after(self, frames: usize) -> Place {
        Place {
            first_frame: self.first_frame + frames as u64,
            lost_frames: 0,
            play_position_frames: self.play_position_frames.map(|at| at.wrapping_add(frames as i64)),
            ..self
        }
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;

    #[test]
    fn the_lead_word_comes_back() {
        for flags in 0..16u32 {
            let lead = Lead {
                frames: LONGEST_PACKET_FRAMES,
                full: flags & 1 != 0,
                reference: flags & 2 != 0,
                positioned: flags & 4 != 0,
                held: flags & 8 != 0,
            };
            assert_eq!(Lead::from_word(lead.to_word()), lead);
        }
    }

    #[test]
    fn a_place_comes_back_even_where_its_words_look_like_signalling_nans() {
        let place = Place {
            session: Session::from_bits(0x7f80_0001),
            generation: 0xff80_0001,
            first_frame: 0x7fa0_0000_ffbf_ffff,
            lost_frames: u64::MAX,
            play_position_frames: Some(-1),
        };
        assert_eq!(Place::from_words(place.to_words(), true), place);
        assert_eq!(Place::from_words(place.to_words(), false).play_position_frames, None);
    }
}
