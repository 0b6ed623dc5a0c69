//! Digests as the CDK writes them.

use std::rc::Rc;

use sha2::Digest;

pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&sha2::Sha256::digest(bytes))
}

pub(crate) fn md5(bytes: &[u8]) -> String {
    hex(&md5::Md5::digest(bytes))
}

/// `Node.addr`: what identifies a construct by its path.
pub(crate) fn node_address(ids: &[Rc<str>]) -> String {
    let mut hash = sha1::Sha1::new();
    for id in ids.iter().filter(|id| &***id != "Default") {
        hash.update(id.as_bytes());
        hash.update(b"\n");
    }
    format!("c8{}", hex(&hash.finalize()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    let mut out = String::with_capacity(bytes.len() * 2);
    out.extend(bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]));
    out
}
