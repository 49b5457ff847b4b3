//! Forms of FLAC that encoders rarely write, each tested against known samples.

use groundtruth_captures::audio_file::Truncated;

use crate::flac_bytes::{Bits, frame, stream};
use crate::planted::read;

const INDEPENDENT_MONO: i64 = 0;
const MID_SIDE: i64 = 10;
/// The stream's depth.
const ANY_DEPTH: i64 = 0;
const DEPTH_16: i64 = 4;

/// The samples of the first channels as integers of `bits` bits.
fn samples(file: Vec<u8>, bits: i32) -> Vec<Vec<i64>> {
    let content = read(file, Truncated::Refuse).unwrap_or_else(|fault| panic!("{fault}"));
    let integer = |sample: &f64| (sample * 2f64.powi(bits - 1)) as i64;
    content.channels.iter().map(|channel| channel.iter().map(integer).collect()).collect()
}

/// One mono frame of 16 bits.
fn mono_of_16_bits(frames: usize, subframe: &Bits) -> Vec<u8> {
    stream(1, 16, frames as i64, &frame(0, frames, INDEPENDENT_MONO, DEPTH_16, subframe))
}

/// A subframe's header: its kind, no wasted bits.
fn subframe(kind: i64) -> Bits {
    let mut bits = Bits::default();
    bits.put(kind, 7).put(0, 1);
    bits
}

const VERBATIM: i64 = 1;
const FIXED_0: i64 = 8;

#[test]
fn escaped_partitions_hold_plain_residuals() {
    for (method, parameter_bits) in [(0, 4), (1, 5)] {
        let mut bits = subframe(FIXED_0);
        bits.put(method, 2).put(2, 4);
        // Four partitions of four: plain in 6 bits, plain in none, Rice coded, plain in 16 bits.
        bits.put(-1, parameter_bits).put(6, 5).put_all(&[-32, 31, 0, -1], 6);
        bits.put(-1, parameter_bits).put(0, 5);
        bits.put(3, parameter_bits);
        bits.put_all_rice(&[5, -6, 70, -71], 3);
        bits.put(-1, parameter_bits).put(16, 5).put_all(&[-32_768, 32_767, 1, -2], 16);
        let expected = vec![-32, 31, 0, -1, 0, 0, 0, 0, 5, -6, 70, -71, -32_768, 32_767, 1, -2];
        assert_eq!(samples(mono_of_16_bits(16, &bits), 16), [expected], "coding method {method}");
    }
}

#[test]
fn thirty_two_bits_of_extreme_middle_and_side_are_exact() {
    let pairs = [(i32::MAX, i32::MIN), (i32::MIN, i32::MAX), (-1, 0), (7, 6), (i32::MIN, i32::MIN)];
    let pairs = pairs.map(|(left, right)| (i64::from(left), i64::from(right)));
    let mut bits = subframe(VERBATIM);
    bits.put_all(&pairs.map(|(left, right)| (left + right) >> 1), 32);
    bits.put(VERBATIM, 7).put(0, 1).put_all(&pairs.map(|(left, right)| left - right), 33);
    let file = stream(2, 32, 5, &frame(0, 5, MID_SIDE, ANY_DEPTH, &bits));
    let [left, right] = pairs.iter().copied().unzip::<i64, i64, Vec<_>, Vec<_>>().into();
    assert_eq!(samples(file, 32), [left, right]);
}

#[test]
fn wasted_bits_are_put_back_as_zeros() {
    let mut bits = Bits::default();
    bits.put(VERBATIM, 7).put(1, 1).put_unary(2).put_all(&[-4096, 4095, 1], 13);
    assert_eq!(samples(mono_of_16_bits(3, &bits), 16), [vec![-32_768, 32_760, 8]]);
}

#[test]
fn linear_prediction_follows_its_coefficients() {
    let coefficients = [1900, -930];
    let mut bits = subframe(31 + 2);
    bits.put_all(&[1000, 990], 16).put(12 - 1, 4).put(10, 5).put_all(&coefficients, 12);
    bits.put(0, 2).put(0, 4).put(2, 4);
    let residuals = [3, -5, 0, 12, -1];
    bits.put_all_rice(&residuals, 2);
    let mut expected = vec![1000i64, 990];
    for residual in residuals {
        let [.., before, last] = expected[..] else { unreachable!("two samples at least") };
        expected.push(residual + (coefficients[0] * last + coefficients[1] * before).div_euclid(1 << 10));
    }
    assert_eq!(samples(mono_of_16_bits(7, &bits), 16), [expected]);
}

fn constant(value: i64) -> Bits {
    let mut bits = subframe(0);
    bits.put(value, 16);
    bits
}

#[test]
fn a_stream_without_a_header_is_read_by_its_first_frame() {
    let first = frame(100, 20, INDEPENDENT_MONO, DEPTH_16, &constant(-3));
    let second = frame(101, 20, INDEPENDENT_MONO, DEPTH_16, &constant(9));
    let expected = [vec![-3; 20], vec![9; 20]].concat();
    assert_eq!(samples([first, second].concat(), 16), [expected]);
}

#[test]
fn numbers_may_count_blocks_or_frames_and_never_jump() {
    let file = |second: i64| {
        let content = [(0, 4), (second, 9)]
            .map(|(number, value)| frame(number, 20, INDEPENDENT_MONO, DEPTH_16, &constant(value)));
        stream(1, 16, 0, &content.concat())
    };
    for second in [1, 20] {
        assert_eq!(samples(file(second), 16)[0].len(), 40);
    }
    let said = read(file(2), Truncated::Accept).err().map(|fault| fault.to_string());
    assert!(said.is_some_and(|said| said.contains("frames before it are missing")));
}

#[test]
fn a_stream_that_changes_its_depth_is_named() {
    const DEPTH_24: i64 = 6;
    let first = frame(0, 20, INDEPENDENT_MONO, DEPTH_16, &constant(1));
    let second = frame(1, 20, INDEPENDENT_MONO, DEPTH_24, &constant(1));
    let place = 42 + first.len();
    let file = stream(1, 16, 40, &[first, second].concat());
    let said = read(file, Truncated::Refuse).err().map(|fault| fault.to_string()).unwrap_or_default();
    let expected = format!(
        "changes in the FLAC frame at byte {place}, after 20 frames (its bit depth is not the stream's); \
         export each part to a file"
    );
    assert_eq!(said, expected);
}

#[test]
fn what_no_encoder_writes_is_damage() {
    let after = |kind: i64, values: &[(i64, u32)]| {
        let mut bits = subframe(kind);
        for (value, count) in values {
            bits.put(*value, *count);
        }
        mono_of_16_bits(4, &bits)
    };
    let table = [
        (after(2, &[]), "a subframe's kind is reserved"),
        (after(31 + 5, &[]), "a predictor is longer than the block"),
        (after(FIXED_0, &[(2, 2)]), "a residual's coding is reserved"),
        (after(FIXED_0, &[(0, 2), (3, 4)]), "a residual's partitions do not fit the block"),
        (
            after(FIXED_0, &[(0, 2), (0, 4), (15, 4), (17, 5), (0xFFFF, 17)]),
            "a sample is beyond its bit depth",
        ),
        (after(31 + 1, &[(0, 16), (15, 4)]), "a predictor's precision or shift cannot be"),
        (after(FIXED_0, &[(0, 2), (0, 4), (0, 4), (15, 4), (1, 1)]), "the padding at its end is not zero"),
        (after(-1, &[]), "a subframe does not begin with zero"),
    ];
    for (file, reason) in table {
        let said = read([file, vec![0; 64]].concat(), Truncated::Refuse).err().map(|fault| fault.to_string());
        assert!(
            said.as_ref().is_some_and(|said| said.contains(reason)),
            "said: {said:?}\nexpected: {reason}"
        );
    }
}
