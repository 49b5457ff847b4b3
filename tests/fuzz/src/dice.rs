//! Random changes of inputs, the same in every run.

/// Pseudo-random numbers (xorshift).
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Dice {
        Dice::new()
    }
}

impl Dice {
    /// The beginning of the one sequence.
    pub fn new() -> Dice {
        Dice(1)
    }

    fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % count.max(1) as u64) as usize
    }

    /// Up to four changes of bytes: set, cut out, cut off, repeated. Half of them fall into the first bytes, where headers
    /// are.
    pub fn change(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        const HEADER: usize = 80;
        for _ in 0..=self.below(3) {
            let reach = if self.below(2) == 0 { bytes.len().min(HEADER) } else { bytes.len() };
            let at = self.below(reach);
            let end = (at + 1 + self.below(8)).min(bytes.len());
            match self.below(5) {
                _ if bytes.is_empty() => {}
                0 => bytes[at] ^= 1 << self.below(8),
                1 => bytes[at..end].fill([0, 0x7F, 0x80, 0xFF][self.below(4)]),
                2 => bytes.truncate(at),
                3 => drop(bytes.drain(at..end)),
                _ => bytes.extend_from_within(at..),
            }
        }
        bytes
    }
}
