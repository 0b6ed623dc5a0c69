//! Amazon Resource Names.

use super::Stack;
use crate::error::Result;
use crate::value::Text;

/// How the last part of an ARN is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ArnFormat {
    /// `…:resource`
    NoResourceName,
    /// `…:resource:name`
    ColonResourceName,
    /// `…:resource/name`
    #[default]
    SlashResourceName,
    /// `…:/resource/name`
    SlashResourceSlashResourceName,
}

/// The parts of an ARN. Partition, region and account are the stack's where none are given.
#[derive(Debug, Clone, Default)]
pub struct ArnComponents {
    /// For example `aws`.
    pub partition: Option<Text>,
    /// For example `s3`.
    pub service: Text,
    /// Empty for services without regions.
    pub region: Option<Text>,
    /// Empty for services whose ARNs have no account.
    pub account: Option<Text>,
    /// For example `cluster`, or all of the last part.
    pub resource: Text,
    /// For example the cluster's name.
    pub resource_name: Option<Text>,
    /// How the last part is written.
    pub arn_format: ArnFormat,
}

impl Stack {
    /// The ARN with these parts.
    pub fn format_arn(&self, components: ArnComponents) -> Result<Text> {
        let colon: Text = ":".into();
        let separator = match components.arn_format {
            ArnFormat::ColonResourceName => colon.clone(),
            _ => "/".into(),
        };
        let mut parts = vec![
            "arn:".into(),
            components.partition.map_or_else(|| self.partition(), Ok)?,
            colon.clone(),
            components.service,
            colon.clone(),
            components.region.map_or_else(|| self.region(), Ok)?,
            colon.clone(),
            components.account.map_or_else(|| self.account(), Ok)?,
            colon,
        ];
        if components.arn_format == ArnFormat::SlashResourceSlashResourceName {
            parts.push("/".into());
        }
        parts.push(components.resource);
        if let Some(name) = components.resource_name {
            parts.extend([separator, name]);
        }
        Ok(Text::concat(parts))
    }
}
