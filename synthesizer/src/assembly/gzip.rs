//! Gzip for several short texts.

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use crate::error::{Error, Result};

/// Magic number, deflate, no flags, no time, nothing special, unknown system.
const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];

/// A compressor whose tables, of some hundred kilobytes, serve all texts.
#[derive(Default)]
pub(super) struct Gzip(Option<Compress>);

impl Gzip {
    /// The text as a gzip file.
    pub(super) fn compress(&mut self, text: &[u8]) -> Result<Vec<u8>> {
        if let Some(used) = &mut self.0 {
            used.reset();
        }
        let compress = self.0.get_or_insert_with(|| Compress::new(Compression::default(), false));
        // Deflate's own worst case is a few bytes in every 16 KiB.
        let mut out = Vec::with_capacity(HEADER.len() + text.len() + text.len() / 1024 + 64);
        out.extend(HEADER);
        let status = compress.compress_vec(text, &mut out, FlushCompress::Finish);
        if !matches!(status, Ok(Status::StreamEnd)) {
            return Err(Error::message("the analytics could not be compressed"));
        }
        let mut check = Crc::new();
        check.update(text);
        out.extend(check.sum().to_le_bytes());
        out.extend(check.amount().to_le_bytes());
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn every_text_is_as_if_it_were_the_first() {
        let long: String = (0..9999).map(|number| format!("{number},")).collect();
        let mut gzip = Gzip::default();
        for text in ["first", "", &long, "first"] {
            let packed = gzip.compress(text.as_bytes()).unwrap();
            assert_eq!(packed, Gzip::default().compress(text.as_bytes()).unwrap());
            let mut unpacked = String::new();
            GzDecoder::new(packed.as_slice()).read_to_string(&mut unpacked).unwrap();
            assert_eq!(unpacked, text);
        }
    }
}
