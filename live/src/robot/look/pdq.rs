//! PDQ, a perceptual hash of pictures: 256 bits that differ little where two pictures look alike.
//!
//! The algorithm is described in <https://github.com/facebook/ThreatExchange/tree/main/pdq>: luminance, blurred twice
//! and sampled down to 64 by 64; of its cosine transform the 16 by 16 lowest frequencies without the constant one; a
//! bit for each says whether it is above their median.

use std::f64::consts::PI;
use std::fmt;

use crate::robot::picture::Picture;

/// The side of the picture that is transformed.
const SIDE: usize = 64;
/// The number of frequencies in each direction.
const FREQUENCIES: usize = 16;
const PASSES: usize = 2;

/// A picture's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hash([u64; 4]);

impl Hash {
    /// The number of bits of a hash.
    pub const BITS: u32 = 256;

    /// The hash of a picture of at least 5 by 5 pixels.
    pub fn of(picture: &Picture) -> Self {
        let (width, height) = (picture.width(), picture.height());
        let mut luminance = luminance(picture);
        if (width, height) != (SIDE, SIDE) {
            for _ in 0..PASSES {
                luminance = blur_rows(&luminance, width);
                luminance = transpose(&blur_rows(&transpose(&luminance, width), height), height);
            }
        }
        let frequencies = transform(&sample(&luminance, width, height));
        let mut sorted = frequencies;
        sorted.sort_unstable_by(f32::total_cmp);
        // Of the two in the middle the lower.
        let median = sorted[sorted.len() / 2 - 1];
        let mut words = [0; 4];
        for (bit, _) in frequencies.iter().enumerate().filter(|(_, frequency)| **frequency > median) {
            words[3 - bit / 64] |= 1 << (bit % 64);
        }
        Self(words)
    }

    /// In how many bits two hashes differ.
    pub fn distance(&self, other: &Self) -> u32 {
        self.0.iter().zip(&other.0).map(|(one, two)| (one ^ two).count_ones()).sum()
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|word| write!(formatter, "{word:016x}"))
    }
}

fn luminance(picture: &Picture) -> Vec<f32> {
    let of = |[red, green, blue]: [u8; 3]| {
        0.299 * f32::from(red) + 0.587 * f32::from(green) + 0.114 * f32::from(blue)
    };
    picture.pixels().map(of).collect()
}

/// The mean of the pixels around each, along the rows; as many as make half a block of the sampled picture.
fn blur_rows(pixels: &[f32], width: usize) -> Vec<f32> {
    let window = width.div_ceil(2 * SIDE);
    let (before, after) = ((window - 1) / 2, window / 2);
    let mut blurred = Vec::with_capacity(pixels.len());
    for row in pixels.chunks_exact(width) {
        let mut sum: f32 = row[..after.min(width)].iter().sum();
        for at in 0..width {
            if at + after < width {
                sum += row[at + after];
            }
            if at > before {
                sum -= row[at - before - 1];
            }
            let count = (at + after).min(width - 1) - at.saturating_sub(before) + 1;
            blurred.push(sum / count as f32);
        }
    }
    blurred
}

fn transpose(pixels: &[f32], width: usize) -> Vec<f32> {
    let height = pixels.len() / width;
    let mut transposed = Vec::with_capacity(pixels.len());
    for column in 0..width {
        transposed.extend((0..height).map(|row| pixels[row * width + column]));
    }
    transposed
}

/// The pixels in the middle of each of 64 by 64 blocks.
fn sample(pixels: &[f32], width: usize, height: usize) -> Vec<f32> {
    let middle = |block: usize, size: usize| ((2 * block + 1) * size) / (2 * SIDE);
    (0..SIDE * SIDE).map(|at| pixels[middle(at / SIDE, height) * width + middle(at % SIDE, width)]).collect()
}

fn transform(pixels: &[f32]) -> [f32; FREQUENCIES * FREQUENCIES] {
    let scale = (2.0 / SIDE as f64).sqrt();
    let mut waves = [[0_f32; SIDE]; FREQUENCIES];
    for (frequency, wave) in waves.iter_mut().enumerate() {
        for (at, value) in wave.iter_mut().enumerate() {
            let angle = PI / (2.0 * SIDE as f64) * ((frequency + 1) * (2 * at + 1)) as f64;
            *value = (scale * angle.cos()) as f32;
        }
    }
    let mut down = [[0_f32; SIDE]; FREQUENCIES];
    for (wave, sums) in waves.iter().zip(&mut down) {
        for (column, sum) in sums.iter_mut().enumerate() {
            *sum = wave.iter().enumerate().map(|(row, value)| value * pixels[row * SIDE + column]).sum();
        }
    }
    let mut frequencies = [0_f32; FREQUENCIES * FREQUENCIES];
    for (at, frequency) in frequencies.iter_mut().enumerate() {
        let (row, wave) = (&down[at / FREQUENCIES], &waves[at % FREQUENCIES]);
        *frequency = row.iter().zip(wave).map(|(one, two)| one * two).sum();
    }
    frequencies
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the reference implementation (in PyPI's package `pdqhash`, 0.2.8) makes of pictures that a formula draws.
    const PUBLISHED: [(usize, usize, usize, &str); 6] = [
        (64, 64, 1, "07f87c0787f83c07c3f01e0761f88f0738f827874c78ad876b3c5aa3556e5358"),
        (128, 128, 2, "0fbf7f60fc00e17fdd48c0df8ff01e08cc7a3e02ce3f98f231c4550531c01f55"),
        (200, 100, 3, "0058ffffe9200108ab5f01f9fffffe00c09f8e51c07f0ff03e00f00f3e80f80f"),
        (517, 389, 5, "4cca8d9a1aaa3552ea55d6a52d2d1249e4d9999b263358e3e3c70e0ef07e0ff8"),
        (1000, 1000, 4, "1e0e7e1e781ef83ef03ec07ec0fc01fe01f803f81ff87fe0ffe8ff00fd000000"),
        (1920, 1080, 6, "00fc54fe02fc50a80bfc4efe2ffcaaa8fff8eee8fff0eea0ffc0ee0054000000"),
    ];

    #[test]
    fn hashes_are_those_of_the_reference_implementation() {
        for (width, height, seed, hash) in PUBLISHED {
            let picture = Picture::from_fn(width, height, |x, y| {
                let red = x * x / (7 + seed) + y * (3 + seed);
                [red, x * y / (50 + 13 * seed), (x + 2 * y) * seed].map(|value| (value % 256) as u8)
            });
            assert_eq!(Hash::of(&picture).to_string(), hash, "{width}x{height}");
        }
    }

    #[test]
    fn what_looks_alike_is_near_and_what_does_not_is_far() {
        let plasma = |x: usize, y: usize| ((x * x / 300 + y * y / 200) % 256) as u8;
        let picture = Picture::from_fn(640, 360, |x, y| [plasma(x, y); 3]);
        let brighter = Picture::from_fn(640, 360, |x, y| [plasma(x, y) / 2 + 100; 3]);
        let turned = Picture::from_fn(640, 360, |x, y| [plasma(639 - x, y); 3]);
        let white = Picture::from_fn(640, 360, |_, _| [255; 3]);
        let hash = Hash::of(&picture);
        assert_eq!(hash.distance(&hash), 0);
        assert!(hash.distance(&Hash::of(&brighter)) <= 16);
        assert!(hash.distance(&Hash::of(&turned)) > 64);
        assert!(hash.distance(&Hash::of(&white)) > 64);
    }
}
