//! The analytics text, which two compressors may write differently.

use std::cmp::Reverse;
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
    let mut templates = Vec::new();
    for (file, content) in ours.iter().filter(|(file, _)| file.ends_with(".template.json")) {
        templates.push((file.clone(), asset_hash(file, content)?));
    }
    // The hash of a nested stack's template is in that of its parent, whose name is shorter.
    templates.sort_by_key(|(file, _)| (!is_nested(file), Reverse(file.len())));
    for (file, old_hash) in templates {
        if let Some(recorded) = theirs.get(&file) {
            let own = &ours[&file];
            if let (Some(old), Some(new)) = (analytics_of(&file, own)?, analytics_of(&file, recorded)?)
                && old != new
                && decode(&old)? == decode(&new)?
            {
                let changed = replace(own, &old, &new);
                ours.insert(file.clone(), changed);
            }
        }
        let new_hash = asset_hash(&file, &ours[&file])?;
        if new_hash != old_hash {
            ours.values_mut().for_each(|content| *content = replace(content, &old_hash, &new_hash));
        }
    }
    Ok(ours)
}

fn is_nested(file: &str) -> bool {
    file.ends_with(".nested.template.json")
}

/// The hash by which a template is uploaded. That of a nested stack is one of its JSON without line breaks.
fn asset_hash(file: &str, template: &[u8]) -> Result<String> {
    if is_nested(file) {
        return Ok(sha256(parse(file, template)?.stringify(0).as_bytes()));
    }
    Ok(sha256(template))
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
