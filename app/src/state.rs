//! What all calls share.

use std::ops::Deref;
use std::sync::Arc;

use sqlx::PgPool;

use crate::config::{Config, ImagesConfig};
use crate::error::ApiError;
use crate::password::{Cost, Passwords};
use crate::rate::Limits;
use crate::storage::{Local, S3};
use crate::token::Tokens;
use crate::uploads::Looks;

/// The parts of the service. Cheap to clone.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

/// See [`App`].
#[derive(Debug)]
pub struct Parts {
    pub(crate) pool: PgPool,
    pub(crate) passwords: Passwords,
    pub(crate) tokens: Tokens,
    pub(crate) limits: Limits,
    pub(crate) storage: Storage,
    pub(crate) looks: Looks,
    pub(crate) debug: bool,
    pub(crate) allowed_origin: Option<String>,
}

/// Where images are kept.
#[derive(Debug)]
pub(crate) enum Storage {
    S3(Box<S3>),
    Local(Local),
}

impl App {
    /// Puts the parts together. Opens nothing but the directory for uploads, where there is one.
    ///
    /// # Errors
    /// When that directory cannot be written.
    pub async fn new(config: &Config, pool: PgPool, cost: Cost) -> Result<Self, ApiError> {
        let storage = match &config.images {
            ImagesConfig::S3(s3) => Storage::S3(Box::new(S3::new(s3).await)),
            ImagesConfig::Local(directory) => {
                Storage::Local(Local::open(directory).await.map_err(ApiError::internal)?)
            }
        };
        Ok(Self(Arc::new(Parts {
            pool,
            passwords: Passwords::new(cost)?,
            tokens: Tokens::new(&config.secret_key),
            limits: Limits::new(config.rate_limits, config.production()),
            storage,
            looks: Looks::default(),
            debug: config.debug,
            allowed_origin: config.allowed_origin.clone(),
        })))
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
