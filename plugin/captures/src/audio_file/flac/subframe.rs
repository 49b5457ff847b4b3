//! One channel of a FLAC frame (RFC 9639, 9.2).
//!
//! Samples are computed in 64 bits and checked against their depth one by one, so that no prediction can overflow.

use std::io::{Read, Seek};

use super::bit_reader::BitReader;
use super::stop::Stop;

/// Replaces the content of `samples` by `frames` samples of `depth` bits.
pub(super) fn read<R: Read + Seek>(
    bits: &mut BitReader<R>,
    depth: u32,
    frames: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    samples.clear();
    if bits.unsigned(1)? != 0 {
        return Err(Stop::Damaged("a subframe does not begin with zero"));
    }
    let kind = bits.unsigned(6)?;
    let wasted = wasted_bits(bits, depth)?;
    let depth = depth - wasted;
    match kind {
        0 => samples.resize(frames, bits.signed(depth)?),
        1 => read_plain(bits, depth, frames, samples)?,
        8..=12 => read_fixed(bits, depth, frames, kind as usize - 8, samples)?,
        32.. => read_linear(bits, depth, frames, kind as usize - 31, samples)?,
        _ => return Err(Stop::Damaged("a subframe's kind is reserved")),
    }
    if wasted > 0 {
        samples.iter_mut().for_each(|sample| *sample <<= wasted);
    }
    Ok(())
}

/// Number of lowest bits that are zero in every sample and not stored.
fn wasted_bits<R: Read + Seek>(bits: &mut BitReader<R>, depth: u32) -> Result<u32, Stop> {
    if bits.unsigned(1)? == 0 {
        return Ok(0);
    }
    let wasted = bits.unary(u64::from(depth))? as u32 + 1;
    if wasted < depth { Ok(wasted) } else { Err(Stop::Damaged("a subframe has no bits left")) }
}

fn read_plain<R: Read + Seek>(
    bits: &mut BitReader<R>,
    depth: u32,
    count: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    for _ in 0..count {
        samples.push(bits.signed(depth)?);
    }
    Ok(())
}

/// The samples before prediction begins.
fn read_warm_up<R: Read + Seek>(
    bits: &mut BitReader<R>,
    depth: u32,
    frames: usize,
    order: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    if order > frames {
        return Err(Stop::Damaged("a predictor is longer than the block"));
    }
    read_plain(bits, depth, order, samples)
}

/// Prediction by a polynomial: the residual is a difference of that order.
fn read_fixed<R: Read + Seek>(
    bits: &mut BitReader<R>,
    depth: u32,
    frames: usize,
    order: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    const COEFFICIENTS: [&[i64]; 5] = [&[], &[1], &[2, -1], &[3, -3, 1], &[4, -6, 4, -1]];
    read_warm_up(bits, depth, frames, order, samples)?;
    read_residual(bits, frames, order, samples)?;
    predict(COEFFICIENTS[order], 0, depth, samples)
}

/// Prediction by stored coefficients.
fn read_linear<R: Read + Seek>(
    bits: &mut BitReader<R>,
    depth: u32,
    frames: usize,
    order: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    read_warm_up(bits, depth, frames, order, samples)?;
    let precision = bits.unsigned(4)? as u32 + 1;
    let shift = bits.signed(5)?;
    if precision == 16 || shift < 0 {
        return Err(Stop::Damaged("a predictor's precision or shift cannot be"));
    }
    let mut coefficients = [0; 32];
    for coefficient in &mut coefficients[..order] {
        *coefficient = bits.signed(precision)?;
    }
    read_residual(bits, frames, order, samples)?;
    predict(&coefficients[..order], shift as u32, depth, samples)
}

/// Turns residuals into samples; those before the predictor's order are samples already. `coefficients` start with that
/// of the previous sample.
fn predict(coefficients: &[i64], shift: u32, depth: u32, samples: &mut [i64]) -> Result<(), Stop> {
    // Loops of a fixed length take half the time.
    match coefficients.len() {
        0..=4 => predict_by::<4>(coefficients, shift, depth, samples),
        5..=8 => predict_by::<8>(coefficients, shift, depth, samples),
        9..=12 => predict_by::<12>(coefficients, shift, depth, samples),
        _ => predict_by::<32>(coefficients, shift, depth, samples),
    }
}

/// For at most `N` coefficients.
fn predict_by<const N: usize>(
    coefficients: &[i64],
    shift: u32,
    depth: u32,
    samples: &mut [i64],
) -> Result<(), Stop> {
    let range = -(1i64 << (depth - 1))..1 << (depth - 1);
    let mut oldest_first = [0; N];
    for (index, coefficient) in coefficients.iter().enumerate() {
        oldest_first[N - 1 - index] = *coefficient;
    }
    for index in coefficients.len()..samples.len() {
        let (before, rest) = samples.split_at_mut(index);
        let predicted: i64 = match before.last_chunk::<N>() {
            Some(before) => oldest_first.iter().zip(before).map(|(c, sample)| c * sample).sum(),
            None => coefficients.iter().zip(before.iter().rev()).map(|(c, sample)| c * sample).sum(),
        };
        rest[0] += predicted >> shift;
        if !range.contains(&rest[0]) {
            return Err(Stop::Damaged("a sample is beyond its bit depth"));
        }
    }
    Ok(())
}

/// Appends the residual: Rice codes in partitions, each with its own parameter.
fn read_residual<R: Read + Seek>(
    bits: &mut BitReader<R>,
    frames: usize,
    order: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    let parameter_bits = match bits.unsigned(2)? {
        0 => 4,
        1 => 5,
        _ => return Err(Stop::Damaged("a residual's coding is reserved")),
    };
    let partitions = 1usize << bits.unsigned(4)?;
    let length = frames / partitions;
    if !frames.is_multiple_of(partitions) || length < order {
        return Err(Stop::Damaged("a residual's partitions do not fit the block"));
    }
    for partition in 0..partitions {
        let count = if partition == 0 { length - order } else { length };
        read_partition(bits, parameter_bits, count, samples)?;
    }
    Ok(())
}

fn read_partition<R: Read + Seek>(
    bits: &mut BitReader<R>,
    parameter_bits: u32,
    count: usize,
    samples: &mut Vec<i64>,
) -> Result<(), Stop> {
    /// With its sign folded into the lowest bit, a residual is less than 2³².
    const MOST: u64 = u32::MAX as u64;
    let parameter = bits.unsigned(parameter_bits)? as u32;
    if parameter == (1 << parameter_bits) - 1 {
        // All ones: the residuals are stored uncoded, with this number of bits each.
        let width = bits.unsigned(5)? as u32;
        return read_plain(bits, width, count, samples);
    }
    for _ in 0..count {
        let high = bits.unary(MOST >> parameter)?;
        let folded = high << parameter | bits.unsigned(parameter)?;
        samples.push((folded >> 1) as i64 ^ -((folded & 1) as i64));
    }
    Ok(())
}
