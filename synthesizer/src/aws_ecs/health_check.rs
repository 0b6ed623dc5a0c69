//! How it is found out whether a container is well.

use crate::duration::Duration;
use crate::error::{Error, Result};
use crate::props;
use crate::value::Value;

/// How it is found out whether a container is well.
#[derive(Debug, Clone, Default)]
pub struct HealthCheck {
    /// One string is given to the shell; several are a program and its arguments.
    pub command: Vec<String>,
    /// Time between two checks, 5 to 300 seconds, 30 if not given.
    pub interval: Option<Duration>,
    /// How often it may fail, 3 if not given.
    pub retries: Option<u32>,
    /// How long failures do not count at first.
    pub start_period: Option<Duration>,
    /// How long it may take, 2 to 120 seconds, 5 if not given.
    pub timeout: Option<Duration>,
}

impl HealthCheck {
    /// This command, with the usual times.
    pub fn new<T: Into<String>>(command: impl IntoIterator<Item = T>) -> HealthCheck {
        HealthCheck { command: command.into_iter().map(Into::into).collect(), ..HealthCheck::default() }
    }

    pub(super) fn render(&self) -> Result<Value> {
        let seconds = |duration: Option<Duration>| duration.map(Duration::to_seconds).transpose();
        let (interval, timeout) = (seconds(self.interval)?, seconds(self.timeout)?);
        let refuse = |message: &str| Err(Error::message(message));
        if interval.is_some_and(|interval| !(5..=300).contains(&interval)) {
            return refuse("Interval must be between 5 seconds and 300 seconds.");
        }
        if timeout.is_some_and(|timeout| !(2..=120).contains(&timeout)) {
            return refuse("Timeout must be between 2 seconds and 120 seconds.");
        }
        if interval.zip(timeout).is_some_and(|(interval, timeout)| interval < timeout) {
            return refuse("Health check interval should be longer than timeout.");
        }
        Ok(props! {
            "Command" => self.full_command()?,
            "Interval" => interval.unwrap_or(30),
            "Retries" => self.retries.unwrap_or(3),
            "StartPeriod" => seconds(self.start_period)?,
            "Timeout" => timeout.unwrap_or(5),
        })
    }

    fn full_command(&self) -> Result<Vec<String>> {
        let first = match self.command.as_slice() {
            [] => {
                return Err(Error::message(
                    "At least one argument must be supplied for health check command.",
                ));
            }
            [_] => Some("CMD-SHELL"),
            [first, ..] if first == "CMD" || first == "CMD-SHELL" => None,
            _ => Some("CMD"),
        };
        Ok(first.map(str::to_owned).into_iter().chain(self.command.iter().cloned()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_to_fit() {
        let check = HealthCheck::new(["true"]);
        let error = |check: HealthCheck| check.render().unwrap_err().to_string();
        let often = HealthCheck { interval: Some(Duration::seconds(4)), ..check.clone() };
        assert_eq!(error(often), "Interval must be between 5 seconds and 300 seconds.");
        let long = HealthCheck { timeout: Some(Duration::minutes(3)), ..check.clone() };
        assert_eq!(error(long), "Timeout must be between 2 seconds and 120 seconds.");
        let both = HealthCheck {
            interval: Some(Duration::seconds(6)),
            timeout: Some(Duration::seconds(7)),
            ..check.clone()
        };
        assert_eq!(error(both), "Health check interval should be longer than timeout.");
        let nothing = HealthCheck { command: Vec::new(), ..check };
        assert_eq!(error(nothing), "At least one argument must be supplied for health check command.");
    }
}
