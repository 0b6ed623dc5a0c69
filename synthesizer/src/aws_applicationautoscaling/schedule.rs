//! When something happens.

use crate::duration::Duration;
use crate::error::Result;

/// When something happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule(String);

/// A time by the clock, as cron has it. What is not given is any.
#[derive(Debug, Clone, Default)]
pub struct CronOptions {
    /// Minutes of the hour.
    pub minute: Option<String>,
    /// Hours of the day.
    pub hour: Option<String>,
    /// Days of the month; not together with `week_day`.
    pub day: Option<String>,
    /// Months of the year.
    pub month: Option<String>,
    /// Days of the week.
    pub week_day: Option<String>,
    /// Years.
    pub year: Option<String>,
}

impl Schedule {
    /// As Application Auto Scaling writes it.
    pub fn expression(expression: &str) -> Schedule {
        Schedule(expression.to_owned())
    }

    /// Again and again after so many minutes.
    pub fn rate(interval: Duration) -> Result<Schedule> {
        let minutes = interval.to_minutes()?;
        let unit = if minutes == 1 { "minute" } else { "minutes" };
        Ok(Schedule(format!("rate({minutes} {unit})")))
    }

    /// By the clock.
    pub fn cron(options: CronOptions) -> Schedule {
        let any = |part: Option<String>| part.unwrap_or_else(|| "*".to_owned());
        let (day, week_day) = match (options.day, options.week_day) {
            (day, None) => (any(day), "?".to_owned()),
            (_, Some(week_day)) => ("?".to_owned(), week_day),
        };
        let (minute, hour) = (any(options.minute), any(options.hour));
        let (month, year) = (any(options.month), any(options.year));
        Schedule(format!("cron({minute} {hour} {day} {month} {week_day} {year})"))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }
}

/// Other bounds from a time on; at least one of them.
#[derive(Debug, Clone)]
pub struct ScalingSchedule {
    /// When.
    pub schedule: Schedule,
    /// The least.
    pub min_capacity: Option<u32>,
    /// The most.
    pub max_capacity: Option<u32>,
}
