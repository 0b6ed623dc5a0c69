//! The settings, read from the environment once, before anything else happens.

use std::env;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use thiserror::Error;

/// Why the environment cannot be used. Every variant names the variable.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// A variable that must be there is not, or is empty.
    #[error("{name} is not set; set it to {expected}")]
    Missing {
        /// The variable.
        name: &'static str,
        /// What belongs there.
        expected: &'static str,
    },
    /// A variable holds something that cannot be meant.
    #[error("{name} is {found}; set it to {expected}")]
    Bad {
        /// The variable.
        name: &'static str,
        /// What is there, in quotes, or a description of it where it is secret.
        found: String,
        /// What belongs there.
        expected: &'static str,
    },
}

/// A value that no log line and no debug output shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Wraps `value`.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the one call that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(secret)")
    }
}

/// Everything the process is told from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// Internal errors are shown to callers.
    pub debug: bool,
    /// TCP port to listen on.
    pub port: u16,
    /// Address to listen on; all of the machine's where there is none.
    pub listen_address: Option<IpAddr>,
    /// Where the database is.
    pub database: DatabaseConfig,
    /// Signs the access tokens.
    pub secret_key: Secret,
    /// Registering and signing in are limited by client address.
    pub rate_limits: bool,
    /// Where the images go; S3 means production.
    pub images: ImagesConfig,
    /// The only origin that browsers may call from, such as `https://yoctogram.example.com`;
    /// any origin where there is none.
    pub allowed_origin: Option<String>,
}

/// How to reach PostgreSQL.
#[derive(Clone, Debug)]
pub struct DatabaseConfig {
    /// Host name, address, or the directory of a Unix socket.
    pub host: String,
    /// TCP port, or the number in the socket's name.
    pub port: u16,
    /// Role to connect as.
    pub user: String,
    /// Its password; may be empty on a Unix socket.
    pub password: Secret,
    /// Database name.
    pub name: String,
}

/// Where images are kept.
#[derive(Clone, Debug)]
pub enum ImagesConfig {
    /// Production: two buckets, each behind its CloudFront distribution.
    S3(S3Config),
    /// Everywhere else: files in this directory.
    Local(PathBuf),
}

/// The buckets and what stands before them.
#[derive(Clone, Debug)]
pub struct S3Config {
    /// AWS region of both buckets.
    pub region: String,
    /// Another S3-compatible service, as `scheme://host[:port]`; AWS where there is none.
    pub endpoint: Option<String>,
    /// Bucket and distribution of public images.
    pub public: BucketConfig,
    /// Bucket and distribution of private images.
    pub private: BucketConfig,
}

/// One bucket.
#[derive(Clone, Debug)]
pub struct BucketConfig {
    /// Bucket name.
    pub bucket: String,
    /// Host name of its CloudFront distribution.
    pub distribution: String,
}

impl Config {
    /// Reads the process environment.
    ///
    /// # Errors
    /// The first variable that is missing or bad.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::from_lookup(|name| env::var(name).ok())
    }

    /// Reads the variables through `lookup`.
    ///
    /// # Errors
    /// The first variable that is missing or bad.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let vars = Variables(lookup);
        let production = vars.flag("PRODUCTION", None)?;
        let forward_facing =
            if production { Some(vars.host("FORWARD_FACING_NAME", "the site's host name")?) } else { None };
        Ok(Self {
            debug: vars.flag("DEBUG", Some(false))?,
            port: vars.port("PORT", 80)?,
            listen_address: vars.address("LISTEN_ADDRESS")?,
            database: vars.database()?,
            secret_key: vars.secret_key(production)?,
            rate_limits: vars.flag("RATE_LIMITS", Some(true))?,
            images: if production {
                ImagesConfig::S3(vars.s3()?)
            } else {
                ImagesConfig::Local(vars.upload_dir())
            },
            allowed_origin: forward_facing.map(|host| format!("https://{host}")),
        })
    }

    /// Whether images are in S3 and callers come through the load balancer.
    pub fn production(&self) -> bool {
        matches!(self.images, ImagesConfig::S3(_))
    }
}

/// The shortest signing key that production accepts, in bytes.
const SHORTEST_KEY: usize = 16;

struct Variables<F>(F);

impl<F: Fn(&str) -> Option<String>> Variables<F> {
    fn optional(&self, name: &str) -> Option<String> {
        (self.0)(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn required(&self, name: &'static str, expected: &'static str) -> Result<String, ConfigError> {
        self.optional(name).ok_or(ConfigError::Missing { name, expected })
    }

    fn flag(&self, name: &'static str, default: Option<bool>) -> Result<bool, ConfigError> {
        let expected = "true or false";
        let Some(value) = self.optional(name) else {
            return default.ok_or(ConfigError::Missing { name, expected });
        };
        match value.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" => Ok(true),
            "false" | "0" | "no" | "off" => Ok(false),
            _ => Err(bad(name, &value, expected)),
        }
    }

    fn port(&self, name: &'static str, default: u16) -> Result<u16, ConfigError> {
        let Some(value) = self.optional(name) else {
            return Ok(default);
        };
        match value.parse() {
            Ok(port) if port > 0 => Ok(port),
            _ => Err(bad(name, &value, "a port number from 1 to 65535")),
        }
    }

    fn address(&self, name: &'static str) -> Result<Option<IpAddr>, ConfigError> {
        let Some(value) = self.optional(name) else {
            return Ok(None);
        };
        value.parse().map(Some).map_err(|_| bad(name, &value, "an IP address such as 127.0.0.1"))
    }

    /// A host name; a scheme before it and a slash after it are tolerated.
    fn host(&self, name: &'static str, expected: &'static str) -> Result<String, ConfigError> {
        let value = self.required(name, expected)?;
        let host = value.strip_prefix("https://").unwrap_or(&value).trim_end_matches('/');
        let plain = |character: char| character.is_ascii_alphanumeric() || "-._:".contains(character);
        if host.is_empty() || !host.chars().all(plain) {
            return Err(bad(name, &value, expected));
        }
        Ok(host.to_ascii_lowercase())
    }

    fn database(&self) -> Result<DatabaseConfig, ConfigError> {
        Ok(DatabaseConfig {
            host: self.required("POSTGRES_HOST", "the database's host name")?,
            port: self.port("POSTGRES_PORT", 5432)?,
            user: self.required("POSTGRES_USER", "the database role to connect as")?,
            // Not trimmed: a generated password may begin or end with anything.
            password: Secret((self.0)("POSTGRES_PASSWORD").ok_or(ConfigError::Missing {
                name: "POSTGRES_PASSWORD",
                expected: "that role's password",
            })?),
            name: self.required("POSTGRES_DB", "the database's name")?,
        })
    }

    fn secret_key(&self, production: bool) -> Result<Secret, ConfigError> {
        let expected = "a long random string that only this service knows";
        let key = self.required("SECRET_KEY", expected)?;
        if production && key.len() < SHORTEST_KEY {
            let found = format!("only {} bytes long", key.len());
            return Err(ConfigError::Bad {
                name: "SECRET_KEY",
                found,
                expected: "a random string of 16 bytes or more",
            });
        }
        Ok(Secret(key))
    }

    fn upload_dir(&self) -> PathBuf {
        self.optional("LOCAL_UPLOAD_DIR").map_or_else(|| PathBuf::from("/uploads"), PathBuf::from)
    }

    fn s3(&self) -> Result<S3Config, ConfigError> {
        Ok(S3Config {
            region: self.region()?,
            endpoint: self.endpoint()?,
            public: BucketConfig {
                bucket: self.bucket("PUBLIC_IMAGES_BUCKET", "the name of the bucket for public images")?,
                distribution: self.host(
                    "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION",
                    "the host name of the distribution before the public images",
                )?,
            },
            private: BucketConfig {
                bucket: self.bucket("PRIVATE_IMAGES_BUCKET", "the name of the bucket for private images")?,
                distribution: self.host(
                    "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION",
                    "the host name of the distribution before the private images",
                )?,
            },
        })
    }

    fn region(&self) -> Result<String, ConfigError> {
        let region = self.optional("AWS_DEFAULT_REGION").unwrap_or_else(|| "us-west-2".to_owned());
        let plain = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
        };
        if region.chars().all(plain) {
            Ok(region)
        } else {
            Err(bad("AWS_DEFAULT_REGION", &region, "a region such as us-west-2"))
        }
    }

    fn endpoint(&self) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.optional("AWS_ENDPOINT_URL_S3") else {
            return Ok(None);
        };
        let rest = value.strip_prefix("http://").or_else(|| value.strip_prefix("https://"));
        match rest.map(|rest| rest.trim_end_matches('/')) {
            Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
                Ok(Some(value.trim_end_matches('/').to_owned()))
            }
            _ => Err(bad("AWS_ENDPOINT_URL_S3", &value, "a URL such as http://localhost:9000")),
        }
    }

    fn bucket(&self, name: &'static str, expected: &'static str) -> Result<String, ConfigError> {
        let bucket = self.required(name, expected)?;
        let plain = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || "-.".contains(character)
        };
        if (3..=63).contains(&bucket.len()) && bucket.chars().all(plain) {
            Ok(bucket)
        } else {
            Err(bad(name, &bucket, expected))
        }
    }
}

fn bad(name: &'static str, value: &str, expected: &'static str) -> ConfigError {
    ConfigError::Bad { name, found: format!("{value:?}"), expected }
}
