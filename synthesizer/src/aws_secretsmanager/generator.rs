//! Generated secrets.

use crate::props;
use crate::value::Value;

/// How a secret is generated: 32 characters of all kinds if nothing else is said.
#[derive(Debug, Clone, Default)]
pub struct SecretStringGenerator {
    /// Characters that it has not.
    pub exclude_characters: Option<String>,
    /// Whether it has no small letters.
    pub exclude_lowercase: Option<bool>,
    /// Whether it has no digits.
    pub exclude_numbers: Option<bool>,
    /// Whether it has no punctuation.
    pub exclude_punctuation: Option<bool>,
    /// Whether it has no capitals.
    pub exclude_uppercase: Option<bool>,
    /// Key of the JSON below which it is put. Only with a template.
    pub generate_string_key: Option<String>,
    /// Whether it may have spaces.
    pub include_space: Option<bool>,
    /// How many characters it has.
    pub password_length: Option<u32>,
    /// Whether it has a character of each kind.
    pub require_each_included_type: Option<bool>,
    /// JSON that it is put into. Only with a key.
    pub secret_string_template: Option<String>,
}

impl SecretStringGenerator {
    pub(super) fn has_half_a_template(&self) -> bool {
        let given = |text: &Option<String>| text.as_ref().is_some_and(|text| !text.is_empty());
        given(&self.secret_string_template) != given(&self.generate_string_key)
    }

    pub(super) fn render(&self) -> Value {
        props! {
            "ExcludeCharacters" => self.exclude_characters.as_ref(),
            "ExcludeLowercase" => self.exclude_lowercase,
            "ExcludeNumbers" => self.exclude_numbers,
            "ExcludePunctuation" => self.exclude_punctuation,
            "ExcludeUppercase" => self.exclude_uppercase,
            "GenerateStringKey" => self.generate_string_key.as_ref(),
            "IncludeSpace" => self.include_space,
            "PasswordLength" => self.password_length,
            "RequireEachIncludedType" => self.require_each_included_type,
            "SecretStringTemplate" => self.secret_string_template.as_ref(),
        }
    }
}
