//! The analytics text, which two compressors may write differently.

use std::io::Read;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;

use super::{Files, parse};
use crate::error::{Error, Result};
use crate::hash::sha256;
use crate::json::Json;

const PREFIX: &str = "v2:deflate64:";

/// Our files with the recorded analytics in them, where both say the same, and with the hashes that follow.
pub(super) fn with_recorded_analytics(theirs: &Files, mut ours: Files) -> Result<Files> {
    let templates: Vec<String> =
        ours.keys().filter(|file| file.ends_with(".template.json")).cloned().collect();
    for file in templates {
        let Some(recorded) = theirs.get(&file) else { continue };
        let own = &ours[&file];
        let (Some(old), Some(new)) = (analytics_of(&file, own)?, analytics_of(&file, recorded)?) else {
            continue;
        };
        if old == new || decode(&old)? != decode(&new)? {
            continue;
        }
        let changed = replace(own, &old, &new);
        let (old_hash, new_hash) = (sha256(own), sha256(&changed));
        ours.insert(file, changed);
        for (_, content) in ours.iter_mut().filter(|(name, _)| !name.ends_with(".template.json")) {
            *content = replace(content, &old_hash, &new_hash);
        }
    }
    Ok(ours)
}

fn replace(content: &[u8], from: &str, to: &str) -> Vec<u8> {
    String::from_utf8_lossy(content).replace(from, to).into_bytes()
}

fn analytics_of(file: &str, template: &[u8]) -> Result<Option<String>> {
    let template = parse(file, template)?;
    let mut place = Some(&template);
    for key in ["Resources", "CDKMetadata", "Properties", "Analytics"] {
        place = place.and_then(Json::as_object).and_then(|map| map.get(key));
    }
    Ok(place.and_then(Json::as_str).map(str::to_owned))
}

/// The text that analytics stand for.
fn decode(analytics: &str) -> Result<String> {
    let broken = |why: String| Error::message(format!("the analytics {analytics} cannot be decoded: {why}"));
    let encoded = analytics.strip_prefix(PREFIX).ok_or_else(|| broken(format!("no {PREFIX}")))?;
    let bytes = STANDARD.decode(encoded).map_err(|error| broken(error.to_string()))?;
    let mut text = String::new();
    GzDecoder::new(&bytes[..]).read_to_string(&mut text).map_err(|error| broken(error.to_string()))?;
    Ok(text)
}
