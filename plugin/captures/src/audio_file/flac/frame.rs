//! A FLAC frame: header, a subframe per channel, checksum (RFC 9639, 9).

use std::io::{Read, Seek};

use super::bit_reader::BitReader;
use super::frame_header::{Assignment, FrameHeader};
use super::metadata::StreamInfo;
use super::stop::Stop;
use super::subframe;
use crate::audio_file::bytes::Bytes;

/// Decoded samples, one vector per channel; the memory is reused for every frame.
#[derive(Debug, Default)]
pub(super) struct Frame {
    pub(super) channels: Vec<Vec<i64>>,
    /// Number of the block or of its first frame.
    pub(super) number: u64,
}

impl Frame {
    /// Frames (samples per channel) read.
    pub(super) fn frames(&self) -> u64 {
        self.channels.first().map_or(0, |samples| samples.len() as u64)
    }

    /// Replaces the content by the frame that starts at the next byte.
    pub(super) fn read<R: Read + Seek>(
        &mut self,
        bytes: &mut Bytes<R>,
        info: &StreamInfo,
    ) -> Result<(), Stop> {
        let mut bits = BitReader::new(bytes);
        let header = FrameHeader::read(&mut bits)?;
        if let Some(contradiction) = header.contradiction(info) {
            return Err(Stop::Contradiction(contradiction));
        }
        self.number = header.number;
        self.channels.resize(info.channels, Vec::new());
        for (index, samples) in self.channels.iter_mut().enumerate() {
            let depth = info.bits + u32::from(header.assignment.is_side(index));
            subframe::read(&mut bits, depth, header.frames, samples)?;
        }
        bits.align()?;
        compare_checksum(&mut bits)?;
        self.join_sides(header.assignment);
        self.check_depth(info.bits)
    }

    /// Converts the stored channels into left and right in place.
    fn join_sides(&mut self, assignment: Assignment) {
        let [first, second] = self.channels.as_mut_slice() else { return };
        for (first, second) in first.iter_mut().zip(second) {
            (*first, *second) = match assignment {
                Assignment::Independent(_) => return,
                Assignment::LeftSide => (*first, *first - *second),
                Assignment::SideRight => (*first + *second, *second),
                Assignment::MidSide => {
                    // The sum's lowest bit equals the difference's.
                    let sum = *first << 1 | *second & 1;
                    ((sum + *second) >> 1, (sum - *second) >> 1)
                }
            };
        }
    }

    fn check_depth(&self, bits: u32) -> Result<(), Stop> {
        let range = -(1i64 << (bits - 1))..1 << (bits - 1);
        match self.channels.iter().flatten().all(|sample| range.contains(sample)) {
            true => Ok(()),
            false => Err(Stop::Damaged("a sample is beyond its bit depth")),
        }
    }
}

fn compare_checksum<R: Read + Seek>(bits: &mut BitReader<R>) -> Result<(), Stop> {
    let (computed, offset) = (bits.crc16(), bits.position());
    match bits.unsigned(16)? as u16 {
        stored if stored == computed => Ok(()),
        _ => Err(Stop::Checksum { bytes: 2, offset, computed }),
    }
}
