//! Settings of a deployment, those of the handout's `Settings`.

use std::path::{Path, PathBuf};

use synthesizer::{Environment, Error, Result};

/// What differs from one student's deployment to another's, and names that the stacks share.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Begins the ids of stacks and constructs.
    pub project_name: String,
    /// The course's domain, above the student's.
    pub course_dns_root: String,
    /// Where all stacks are deployed.
    pub region: String,
    /// The student's id.
    pub sunet: String,
    /// The account to deploy to, 12 digits.
    pub account: String,
    /// Folder with the backend and its Dockerfile.
    pub yoctogram_app_dir: PathBuf,
    /// Folder with the frontend, built into `dist` below it.
    pub yoctogram_web_dir: PathBuf,
    /// Characters that the database's password must not have.
    pub db_special_chars_exclude: String,
    /// Variables of the container, and the fields of the database's secret that they come from.
    pub db_secret_mapping: Vec<(&'static str, &'static str)>,
}

impl Settings {
    /// The settings of one student, everything else as the course gives it.
    pub fn new(sunet: impl Into<String>, account: impl Into<String>) -> Settings {
        Settings {
            project_name: "yoctogram".to_owned(),
            course_dns_root: "infracourse.cloud".to_owned(),
            region: "us-west-2".to_owned(),
            sunet: sunet.into(),
            account: account.into(),
            yoctogram_app_dir: PathBuf::from("../app"),
            yoctogram_web_dir: PathBuf::from("../web"),
            db_special_chars_exclude: " !\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~".to_owned(),
            db_secret_mapping: vec![
                ("POSTGRES_HOST", "host"),
                ("POSTGRES_PORT", "port"),
                ("POSTGRES_USER", "username"),
                ("POSTGRES_PASSWORD", "password"),
                ("POSTGRES_DB", "dbname"),
            ],
        }
    }

    /// The settings that the recordings in this folder were made with.
    pub fn of_recordings(fixtures: &Path) -> Settings {
        Settings {
            yoctogram_app_dir: fixtures.join("app"),
            yoctogram_web_dir: fixtures.join("web"),
            ..Settings::new("codyho", "123456789012")
        }
    }

    /// Refuses an id or an account that AWS would refuse after minutes of deploying.
    pub fn check(&self) -> Result<()> {
        let label = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.sunet.is_empty() || !self.sunet.chars().all(label) {
            let sunet = &self.sunet;
            return Err(Error::message(format!(
                "SUNET is {sunet:?}: give an id of small letters and digits"
            )));
        }
        if self.account.len() != 12 || !self.account.chars().all(|c| c.is_ascii_digit()) {
            let account = &self.account;
            return Err(Error::message(format!("CDK_DEFAULT_ACCOUNT is {account:?}: give the 12 digits")));
        }
        Ok(())
    }

    /// The student's domain.
    pub fn sunet_dns_root(&self) -> String {
        format!("{}.{}", self.sunet, self.course_dns_root)
    }

    /// The app's domain, below the student's.
    pub fn app_domain(&self) -> String {
        format!("{}.{}", self.project_name, self.sunet_dns_root())
    }

    /// An id that begins with the project's name.
    pub fn id(&self, id: &str) -> String {
        format!("{}-{id}", self.project_name)
    }

    /// Where the stacks are deployed.
    pub fn environment(&self) -> Environment {
        Environment::new(self.account.as_str(), self.region.as_str())
    }
}
