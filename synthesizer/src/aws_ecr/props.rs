//! What a repository can be told.

use crate::aws_kms::Key;
use crate::cfn::RemovalPolicy;
use crate::construct::Node;
use crate::error::Result;
use crate::props;
use crate::value::Value;
use crate::value::macros::text_enum;

text_enum! {
    /// Whether a tag can be moved to another image.
    TagMutability {
        Mutable = "MUTABLE",
        Immutable = "IMMUTABLE",
    }
}

text_enum! {
    /// What encrypts images.
    RepositoryEncryption {
        Aes256 = "AES256",
        Kms = "KMS",
    }
}

/// What a repository can be told. The default is one that stays when its stack goes.
#[derive(Debug, Clone, Default)]
pub struct RepositoryProps {
    /// Generated if none is given.
    pub repository_name: Option<String>,
    /// Whether images are looked at for known faults when they come.
    pub image_scan_on_push: Option<bool>,
    /// Whether tags can be moved.
    pub image_tag_mutability: Option<TagMutability>,
    /// What encrypts images.
    pub encryption: Option<RepositoryEncryption>,
    /// The key that encrypts them.
    pub encryption_key: Option<Key>,
    /// What happens to it when it leaves its stack; it stays if nothing is said.
    pub removal_policy: Option<RemovalPolicy>,
}

impl RepositoryProps {
    /// The property `EncryptionConfiguration`.
    pub(super) fn encryption(&self, node: &Node) -> Result<Option<Value>> {
        let default = self.encryption_key.as_ref().map(|_| RepositoryEncryption::Kms);
        let Some(encryption) = self.encryption.or(default) else { return Ok(None) };
        match (encryption, &self.encryption_key) {
            (RepositoryEncryption::Aes256, Some(_)) => Err(node.error(format!(
                "encryptionKey is specified, so 'encryption' must be set to KMS (value: {})",
                encryption.as_str()
            ))),
            (RepositoryEncryption::Aes256, None) => Ok(None),
            (RepositoryEncryption::Kms, key) => {
                let key = key.as_ref().map(Key::key_arn);
                Ok(Some(props! { "EncryptionType" => "KMS", "KmsKey" => key }))
            }
        }
    }

    /// Refuses a name that AWS would refuse.
    pub(super) fn validate(&self, node: &Node) -> Result<()> {
        let Some(name) = &self.repository_name else { return Ok(()) };
        let mut errors = Vec::new();
        if !(2..=256).contains(&name.len()) {
            errors.push("Repository name must be at least 2 and no more than 256 characters");
        }
        if !name.split('/').all(is_part) {
            errors.push(
                "Repository name must start with a letter and can only contain lowercase letters, numbers, hyphens, \
                 underscores, periods and forward slashes",
            );
        }
        if errors.is_empty() {
            return Ok(());
        }
        let errors = errors.join("\n");
        Err(node.error(format!("Invalid ECR repository name (value: {name})\n{errors}")))
    }
}

/// Letters and digits, with single signs between them.
fn is_part(part: &str) -> bool {
    let word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let sign = |c: char| "._-".contains(c);
    let allowed = part.chars().all(|c| word(c) || sign(c));
    let doubled = part.chars().zip(part.chars().skip(1)).any(|(a, b)| sign(a) && sign(b));
    allowed && !doubled && part.starts_with(word) && part.ends_with(word)
}

#[cfg(test)]
mod tests {
    use super::is_part;

    #[test]
    fn names_are_checked() {
        assert!(["a", "course-1.x", "9_b"].into_iter().all(is_part));
        assert!(!["", "-a", "a-", "a--b", "A"].into_iter().any(is_part));
    }
}
