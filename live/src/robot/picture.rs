//! Pictures as pixels, and PNG files.

use std::io::Cursor;

use thiserror::Error;

/// An opaque picture, 8 bits for each of red, green and blue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    bytes: Vec<u8>,
}

/// Why bytes are no picture that can be compared.
#[derive(Debug, Error)]
pub enum Error {
    /// Something else than PNG.
    #[error("not a PNG picture ({0})")]
    Png(#[from] png::DecodingError),
    /// Larger than any that is expected.
    #[error("a picture of {width} by {height} pixels, which is more than is looked at")]
    Size {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
}

/// No side of a picture is longer: those that are posted have 1000 pixels, screenshots 1920.
const LONGEST_SIDE: u32 = 2048;
/// What the decoder may use beside the pixels.
const DECODER_MEMORY: usize = 64 << 20;

impl Picture {
    /// A picture that nobody has seen before, in squares of 8 pixels, so that it stays small as a file.
    pub fn random(width: usize, height: usize) -> Self {
        const SQUARE: usize = 8;
        let columns = width.div_ceil(SQUARE);
        let colours: Vec<[u8; 3]> = (0..columns * height.div_ceil(SQUARE))
            .map(|_| [fastrand::u8(..), fastrand::u8(..), fastrand::u8(..)])
            .collect();
        Self::from_fn(width, height, |x, y| colours[y / SQUARE * columns + x / SQUARE])
    }

    /// The picture with these colours.
    pub fn from_fn(width: usize, height: usize, colour: impl Fn(usize, usize) -> [u8; 3]) -> Self {
        let bytes = (0..width * height).flat_map(|at| colour(at % width, at / width)).collect();
        Self { width, height, bytes }
    }

    /// Decodes a PNG file. What is transparent is seen on white.
    ///
    /// # Errors
    /// Anything but a PNG of a reasonable size.
    pub fn from_png(file: &[u8]) -> Result<Self, Error> {
        let limits = png::Limits { bytes: DECODER_MEMORY };
        let mut decoder = png::Decoder::new_with_limits(Cursor::new(file), limits);
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info()?;
        let (width, height) = (reader.info().width, reader.info().height);
        let size = reader.output_buffer_size();
        let Some(size) = size.filter(|_| width <= LONGEST_SIDE && height <= LONGEST_SIDE) else {
            return Err(Error::Size { width, height });
        };
        let mut samples = vec![0; size];
        let frame = reader.next_frame(&mut samples)?;
        let bytes = samples[..frame.buffer_size()]
            .chunks_exact(frame.color_type.samples())
            .flat_map(|pixel| match *pixel {
                [grey] => [grey; 3],
                [grey, alpha] => [on_white(grey, alpha); 3],
                [red, green, blue, alpha] => [red, green, blue].map(|value| on_white(value, alpha)),
                [red, green, blue, ..] => [red, green, blue],
                [] => [0; 3],
            })
            .collect();
        Ok(Self { width: width as usize, height: height as usize, bytes })
    }

    /// The picture as a PNG file.
    ///
    /// # Panics
    /// Never: writing to memory does not fail.
    #[expect(clippy::expect_used, reason = "the size fits, and writing to memory does not fail")]
    pub fn to_png(&self) -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, self.width as u32, self.height as u32);
        encoder.set_color(png::ColorType::Rgb);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.set_compression(png::Compression::High);
        let written = encoder.write_header().and_then(|mut writer| writer.write_image_data(&self.bytes));
        written.expect("a picture in memory");
        file
    }

    /// In pixels.
    pub fn width(&self) -> usize {
        self.width
    }

    /// In pixels.
    pub fn height(&self) -> usize {
        self.height
    }

    /// The colours, row by row.
    pub fn pixels(&self) -> impl Iterator<Item = [u8; 3]> + '_ {
        self.bytes.chunks_exact(3).map(|pixel| [pixel[0], pixel[1], pixel[2]])
    }

    /// The other picture in pale grey, and in red every pixel that is not the same in this one.
    pub fn difference(&self, other: &Self) -> Self {
        Self::from_fn(other.width, other.height, |x, y| {
            let theirs = other.at(x, y);
            if x < self.width && y < self.height && self.at(x, y) == theirs {
                let grey = theirs.iter().map(|value| u16::from(*value)).sum::<u16>() / 3;
                [(191 + grey / 4) as u8; 3]
            } else {
                [208, 0, 32]
            }
        })
    }

    fn at(&self, x: usize, y: usize) -> [u8; 3] {
        let start = (y * self.width + x) * 3;
        [self.bytes[start], self.bytes[start + 1], self.bytes[start + 2]]
    }
}

fn on_white(value: u8, alpha: u8) -> u8 {
    let (value, alpha) = (u32::from(value), u32::from(alpha));
    ((value * alpha + 255 * (255 - alpha) + 127) / 255) as u8
}
