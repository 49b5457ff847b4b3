//! The MD5 of a stream's samples (RFC 9639, 8.2): interleaved, little-endian, in whole bytes.

use md5::{Digest, Md5};

/// Takes frame after frame.
#[derive(Default)]
pub(super) struct SampleDigest {
    md5: Md5,
    buffer: Vec<u8>,
}

impl SampleDigest {
    /// Adds samples of `bits` bits, one vector per channel.
    pub(super) fn add(&mut self, channels: &[Vec<i64>], bits: u32) {
        let width = bits.div_ceil(8) as usize;
        let frames = channels.first().map_or(0, Vec::len);
        self.buffer.clear();
        for frame in 0..frames {
            for samples in channels {
                self.buffer.extend_from_slice(&samples[frame].to_le_bytes()[..width]);
            }
        }
        self.md5.update(&self.buffer);
    }

    /// The MD5 of everything added.
    pub(super) fn finish(self) -> [u8; 16] {
        self.md5.finalize().into()
    }
}
