//! A file's bytes with the current position.

use std::io::{self, Read, Seek, SeekFrom};

use super::fault::{Fault, Part};

/// Buffered reading that tracks its position and the file's length, so that faults can give an offset and header claims
/// can be verified.
pub(super) struct Bytes<R> {
    input: R,
    /// Length of the file when it was opened.
    length: u64,
    /// Offset in the file of the buffer's first byte.
    start: u64,
    buffer: Box<[u8]>,
    /// Bytes of the buffer already returned, and bytes filled.
    taken: usize,
    valid: usize,
}

impl<R: Read + Seek> Bytes<R> {
    /// Positioned at the first byte.
    pub(super) fn new(mut input: R) -> Result<Bytes<R>, Fault> {
        /// At this size system calls take negligible time, and it fits the cache.
        const BUFFER: usize = 1 << 16;
        let length = input.seek(SeekFrom::End(0)).map_err(Fault::Unreadable)?;
        input.rewind().map_err(Fault::Unreadable)?;
        let buffer = vec![0; BUFFER].into_boxed_slice();
        Ok(Bytes { input, length, start: 0, buffer, taken: 0, valid: 0 })
    }

    /// Offset of the next byte.
    pub(super) fn position(&self) -> u64 {
        self.start + self.taken as u64
    }

    /// Length of the file.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Bytes from here to the end.
    pub(super) fn remaining(&self) -> u64 {
        self.length.saturating_sub(self.position())
    }

    /// Goes to an offset.
    pub(super) fn seek(&mut self, position: u64) -> Result<(), Fault> {
        match position.checked_sub(self.start) {
            Some(taken) if taken <= self.valid as u64 => self.taken = taken as usize,
            _ => {
                self.input.seek(SeekFrom::Start(position)).map_err(Fault::Unreadable)?;
                (self.start, self.taken, self.valid) = (position, 0, 0);
            }
        }
        Ok(())
    }

    /// The next bytes, which belong to `part`.
    pub(super) fn array<const N: usize>(&mut self, part: Part) -> Result<[u8; N], Fault> {
        let mut bytes = [0; N];
        self.exactly(&mut bytes, part)?;
        Ok(bytes)
    }

    /// Fills `target` with bytes that belong to `part`.
    pub(super) fn exactly(&mut self, target: &mut [u8], part: Part) -> Result<(), Fault> {
        self.fill(target).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof => Fault::CutShort { part, offset: self.position() },
            _ => Fault::Unreadable(error),
        })
    }

    /// The next bytes, without consuming them; zeros beyond the end.
    pub(super) fn peek<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (position, mut bytes) = (self.position(), [0; N]);
        for byte in &mut bytes {
            match self.next().map_err(Fault::Unreadable)? {
                Some(next) => *byte = next,
                None => break,
            }
        }
        self.seek(position)?;
        Ok(bytes)
    }

    /// Refills the buffer when it is used up. False at the end.
    fn refill(&mut self) -> io::Result<bool> {
        if self.taken < self.valid {
            return Ok(true);
        }
        self.start += self.valid as u64;
        (self.taken, self.valid) = (0, 0);
        self.valid = loop {
            match self.input.read(&mut self.buffer) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read?,
            }
        };
        Ok(self.valid > 0)
    }

    /// The next byte; `None` at the end.
    #[inline(always)]
    pub(super) fn next(&mut self) -> io::Result<Option<u8>> {
        if self.taken == self.valid && !self.refill()? {
            return Ok(None);
        }
        self.taken += 1;
        Ok(Some(self.buffer[self.taken - 1]))
    }

    fn fill(&mut self, target: &mut [u8]) -> io::Result<()> {
        let mut filled = 0;
        while filled < target.len() {
            if !self.refill()? {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let count = (target.len() - filled).min(self.valid - self.taken);
            target[filled..filled + count].copy_from_slice(&self.buffer[self.taken..self.taken + count]);
            self.taken += count;
            filled += count;
        }
        Ok(())
    }
}
