//! Lengths of time.

use std::fmt;

/// A length of time, in whole milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration {
    millis: u64,
}

impl Duration {
    /// This many milliseconds.
    pub const fn millis(amount: u64) -> Duration {
        Duration { millis: amount }
    }

    /// This many seconds.
    pub const fn seconds(amount: u64) -> Duration {
        Duration::millis(amount * 1000)
    }

    /// This many minutes.
    pub const fn minutes(amount: u64) -> Duration {
        Duration::seconds(amount * 60)
    }

    /// This many hours.
    pub const fn hours(amount: u64) -> Duration {
        Duration::minutes(amount * 60)
    }

    /// This many days.
    pub const fn days(amount: u64) -> Duration {
        Duration::hours(amount * 24)
    }

    /// In whole seconds; what is left over is dropped.
    pub const fn to_seconds(self) -> i64 {
        (self.millis / 1000) as i64
    }
}

/// In words, the largest unit first: `1 minute 30 seconds`.
impl fmt::Display for Duration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [(u64, &str); 5] =
            [(86_400_000, "day"), (3_600_000, "hour"), (60_000, "minute"), (1000, "second"), (1, "milli")];
        let mut rest = self.millis;
        let mut words = Vec::new();
        for (size, name) in UNITS {
            let amount = rest / size;
            rest %= size;
            match amount {
                0 => {}
                1 => words.push(format!("1 {name}")),
                _ => words.push(format!("{amount} {name}s")),
            }
        }
        if words.is_empty() {
            formatter.write_str("0 seconds")
        } else {
            formatter.write_str(&words.join(" "))
        }
    }
}
