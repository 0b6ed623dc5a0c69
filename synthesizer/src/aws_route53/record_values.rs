//! Values of records that have parts.

use crate::json::Json;
use crate::text;
use crate::value::Text;

/// A mail server.
#[derive(Debug, Clone)]
pub struct MxRecordValue {
    /// Its name.
    pub host_name: Text,
    /// The lower, the sooner it is tried.
    pub priority: u16,
}

/// A server of some service.
#[derive(Debug, Clone)]
pub struct SrvRecordValue {
    /// Its name.
    pub host_name: Text,
    /// Its port.
    pub port: u16,
    /// The lower, the sooner it is tried.
    pub priority: u16,
    /// The higher, the more often it is taken among those of its priority.
    pub weight: u16,
}

/// What a certificate authority may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaaTag {
    /// Issue certificates.
    Issue,
    /// Issue certificates with wildcards.
    Issuewild,
    /// Not an authority, but an address for reports.
    Iodef,
}

/// Who may issue certificates.
#[derive(Debug, Clone)]
pub struct CaaRecordValue {
    /// 128 if authorities that do not know the tag must not issue.
    pub flag: u8,
    /// What it may do.
    pub tag: CaaTag,
    /// The authority's domain.
    pub value: Text,
}

impl From<MxRecordValue> for Text {
    fn from(value: MxRecordValue) -> Text {
        text![format!("{} ", value.priority), value.host_name]
    }
}

impl From<SrvRecordValue> for Text {
    fn from(value: SrvRecordValue) -> Text {
        text![format!("{} {} {} ", value.priority, value.weight, value.port), value.host_name]
    }
}

impl From<CaaRecordValue> for Text {
    fn from(value: CaaRecordValue) -> Text {
        let tag = match value.tag {
            CaaTag::Issue => "issue",
            CaaTag::Issuewild => "issuewild",
            CaaTag::Iodef => "iodef",
        };
        text![format!("{} {tag} \"", value.flag), value.value, "\""]
    }
}

/// Quoted strings of at most 255 characters each.
pub(super) fn format_txt(text: &str) -> String {
    const MOST: usize = 255;
    let characters: Vec<char> = text.chars().collect();
    characters.chunks(MOST).map(|part| Json::from(part.iter().collect::<String>()).stringify(0)).collect()
}
