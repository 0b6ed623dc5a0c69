//! Lengths of time.

use std::fmt;

use crate::error::{Error, Result};

/// A length of time, remembered in the unit in which it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    amount: u32,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl Unit {
    const fn milliseconds(self) -> i64 {
        match self {
            Unit::Milliseconds => 1,
            Unit::Seconds => 1_000,
            Unit::Minutes => 60_000,
            Unit::Hours => 3_600_000,
            Unit::Days => 86_400_000,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Unit::Milliseconds => "millis",
            Unit::Seconds => "seconds",
            Unit::Minutes => "minutes",
            Unit::Hours => "hours",
            Unit::Days => "days",
        }
    }
}

impl Duration {
    /// So many milliseconds.
    pub const fn millis(amount: u32) -> Duration {
        Duration { amount, unit: Unit::Milliseconds }
    }

    /// So many seconds.
    pub const fn seconds(amount: u32) -> Duration {
        Duration { amount, unit: Unit::Seconds }
    }

    /// So many minutes.
    pub const fn minutes(amount: u32) -> Duration {
        Duration { amount, unit: Unit::Minutes }
    }

    /// So many hours.
    pub const fn hours(amount: u32) -> Duration {
        Duration { amount, unit: Unit::Hours }
    }

    /// So many days.
    pub const fn days(amount: u32) -> Duration {
        Duration { amount, unit: Unit::Days }
    }

    /// In seconds, of which it must be a whole number.
    pub fn to_seconds(self) -> Result<i64> {
        self.whole(Unit::Seconds)
    }

    /// In minutes, of which it must be a whole number.
    pub fn to_minutes(self) -> Result<i64> {
        self.whole(Unit::Minutes)
    }

    /// In days, of which it must be a whole number.
    pub fn to_days(self) -> Result<i64> {
        self.whole(Unit::Days)
    }

    /// Amount, label, ISO label, and milliseconds of one unit.
    pub(crate) fn parts(self) -> (u32, &'static str, &'static str, i64) {
        let iso_label = match self.unit {
            Unit::Milliseconds => "",
            Unit::Seconds => "S",
            Unit::Minutes => "M",
            Unit::Hours => "H",
            Unit::Days => "D",
        };
        (self.amount, self.unit.label(), iso_label, self.unit.milliseconds())
    }

    fn whole(self, unit: Unit) -> Result<i64> {
        let total = i64::from(self.amount) * self.unit.milliseconds();
        if total % unit.milliseconds() != 0 {
            return Err(Error::message(format!(
                "'{self}' cannot be converted into a whole number of {}.",
                unit.label()
            )));
        }
        Ok(total / unit.milliseconds())
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.amount, self.unit.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_converted_into_whole_numbers_only() {
        assert_eq!(Duration::days(2).to_seconds().unwrap(), 172_800);
        assert_eq!(Duration::minutes(1440).to_days().unwrap(), 1);
        let error = Duration::seconds(90).to_minutes().unwrap_err().to_string();
        assert_eq!(error, "'90 seconds' cannot be converted into a whole number of minutes.");
    }
}
