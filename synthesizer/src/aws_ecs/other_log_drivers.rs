//! Log drivers besides CloudWatch's.

use super::{ContainerDefinition, LogDriver, Secret};
use crate::error::{Error, Result};
use crate::json::Map;
use crate::props;
use crate::secret_value::SecretValue;
use crate::value::macros::text_enum;
use crate::value::{Text, Value};

const FIRELENS: &str = "awsfirelens";

/// A driver by its name, with what it is told.
#[derive(Clone)]
pub(super) struct OtherDriver {
    name: String,
    options: Option<Map<Value>>,
    /// Options that are secrets, by their names; none where no such list is written at all.
    secret_options: Option<Vec<(String, Secret)>>,
}

impl OtherDriver {
    pub(super) fn bind(&self, container: &ContainerDefinition) -> Result<Value> {
        let secrets = self.secret_options.as_ref().map(|secrets| {
            let rendered = secrets.iter().map(|(name, secret)| {
                secret.grant_read(&container.task_definition().obtain_execution_role()?)?;
                Ok(props! { "Name" => name, "ValueFrom" => &secret.arn })
            });
            rendered.collect::<Result<Vec<Value>>>()
        });
        Ok(props! {
            "LogDriver" => &self.name,
            "Options" => self.options.clone().map(Value::Object),
            "SecretOptions" => secrets.transpose()?,
        })
    }

    pub(super) fn firelens_options(&self) -> Option<&Map<Value>> {
        if self.name == FIRELENS { self.options.as_ref() } else { None }
    }
}

/// What the driver for FireLens can be told.
#[derive(Clone, Default)]
pub struct FireLensLogDriverProps {
    /// What the router of logs is told, such as `Name`, which says where they go.
    pub options: Option<Map<Value>>,
    /// What it is told that is secret.
    pub secret_options: Vec<(String, Secret)>,
}

/// What any driver can be told.
#[derive(Clone, Default)]
pub struct GenericLogDriverProps {
    /// Its name in Docker, such as `fluentd`.
    pub log_driver: String,
    /// What it is told.
    pub options: Map<Value>,
    /// What it is told that is secret.
    pub secret_options: Vec<(String, Secret)>,
}

text_enum! {
    /// How messages look in Splunk.
    SplunkLogFormat {
        Inline = "inline",
        Json = "json",
        Raw = "raw",
    }
}

/// What the driver for Splunk can be told.
#[derive(Clone, Default)]
pub struct SplunkLogDriverProps {
    /// The token, written into the template. One of this and `secret_token` is needed.
    pub token: Option<SecretValue>,
    /// The token, read when a container starts.
    pub secret_token: Option<Secret>,
    /// Where Splunk is, such as `https://splunk.example.com:8088`.
    pub url: String,
    /// What Splunk calls the source.
    pub source: Option<String>,
    /// What Splunk calls the source's type.
    pub source_type: Option<String>,
    /// Index in Splunk.
    pub index: Option<String>,
    /// File with the root certificate.
    pub ca_path: Option<String>,
    /// Name in the certificate.
    pub ca_name: Option<String>,
    /// Whether the certificate is not checked.
    pub insecure_skip_verify: Option<String>,
    /// How messages look.
    pub format: Option<SplunkLogFormat>,
    /// Whether containers start only if Splunk answers.
    pub verify_connection: Option<bool>,
    /// Whether messages are compressed.
    pub gzip: Option<bool>,
    /// From -1 to 9.
    pub gzip_level: Option<i8>,
    /// What messages are marked with.
    pub tag: Option<String>,
    /// Labels of the container that come with messages.
    pub labels: Option<Vec<String>>,
    /// Variables of the container that come with messages.
    pub env: Option<Vec<String>>,
    /// The same by a pattern.
    pub env_regex: Option<String>,
}

impl LogDriver {
    /// To a container of the task that sends it on; see [`TaskDefinition::add_firelens_log_router`].
    ///
    /// [`TaskDefinition::add_firelens_log_router`]: super::TaskDefinition::add_firelens_log_router
    pub fn firelens(props: FireLensLogDriverProps) -> LogDriver {
        LogDriver::other(OtherDriver {
            name: FIRELENS.to_owned(),
            options: props.options,
            secret_options: Some(props.secret_options).filter(|secrets| !secrets.is_empty()),
        })
    }

    /// To wherever a driver of Docker sends it.
    pub fn generic(props: GenericLogDriverProps) -> LogDriver {
        LogDriver::other(OtherDriver {
            name: props.log_driver,
            options: Some(props.options),
            secret_options: Some(props.secret_options).filter(|secrets| !secrets.is_empty()),
        })
    }

    /// To Splunk.
    pub fn splunk(props: SplunkLogDriverProps) -> Result<LogDriver> {
        if props.token.is_none() && props.secret_token.is_none() {
            return Err(Error::message("Please provide either token or secretToken."));
        }
        if let Some(level) = props.gzip_level.filter(|level| !(-1..=9).contains(level)) {
            return Err(Error::message(format!("`{level}` must be within range -1:9")));
        }
        let secret_options = props.secret_token.clone().map(|token| vec![("splunk-token".to_owned(), token)]);
        let options = Some(splunk_options(&props));
        Ok(LogDriver::other(OtherDriver { name: "splunk".to_owned(), options, secret_options }))
    }
}

fn splunk_options(props: &SplunkLogDriverProps) -> Map<Value> {
    let joined = |names: &Option<Vec<String>>| names.as_ref().map(|names| Text::from(names.join(",")));
    let text = |given: &Option<String>| given.as_ref().map(Text::from);
    let flag = |given: Option<bool>| given.map(|flag| Text::from(flag.to_string()));
    let options = [
        ("splunk-token", props.token.as_ref().map(SecretValue::unsafe_unwrap)),
        ("splunk-url", Some(props.url.as_str().into())),
        ("splunk-source", text(&props.source)),
        ("splunk-sourcetype", text(&props.source_type)),
        ("splunk-index", text(&props.index)),
        ("splunk-capath", text(&props.ca_path)),
        ("splunk-caname", text(&props.ca_name)),
        ("splunk-insecureskipverify", text(&props.insecure_skip_verify)),
        ("splunk-format", props.format.map(|format| format.as_str().into())),
        ("splunk-verify-connection", flag(props.verify_connection)),
        ("splunk-gzip", flag(props.gzip)),
        ("splunk-gzip-level", props.gzip_level.map(|level| level.to_string().into())),
        ("tag", text(&props.tag)),
        ("labels", joined(&props.labels)),
        ("env", joined(&props.env)),
        ("env-regex", text(&props.env_regex)),
    ];
    options.into_iter().filter_map(|(name, value)| Some((name, Value::Text(value?)))).collect()
}
