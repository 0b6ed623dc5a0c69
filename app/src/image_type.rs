//! What kind of image some bytes begin.

/// The bytes that are enough to tell.
pub(crate) const ENOUGH: usize = 16;

/// The media type of an image that starts with `head`; none for anything else. What the sender
/// says about it does not count: a browser may believe the content instead.
pub(crate) fn detect(head: &[u8]) -> Option<&'static str> {
    if head.starts_with(b"\xff\xd8\xff") {
        Some("image/jpeg")
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else if head.starts_with(b"GIF87a") || head.starts_with(b"GIF89a") {
        Some("image/gif")
    } else if head.starts_with(b"RIFF") && head.get(8..15) == Some(b"WEBPVP8") {
        Some("image/webp")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::detect;

    #[test]
    fn content_decides() {
        assert_eq!(detect(b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0"), Some("image/jpeg"));
        assert_eq!(detect(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR"), Some("image/png"));
        assert_eq!(detect(b"GIF89a\x01\0\x01\0\0\0\0\0\0\0"), Some("image/gif"));
        assert_eq!(detect(b"RIFF\x24\0\0\0WEBPVP8L"), Some("image/webp"));
        for other in [&b""[..], b"\x89PN", b"RIFF\x24\0\0\0WAVEfmt ", b"<svg xmlns=", b"%PDF-1.7", b"BM\0\0"]
        {
            assert_eq!(detect(other), None);
        }
    }
}
