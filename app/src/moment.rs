//! Times in answers and in queries. All are UTC.

use std::fmt::Write;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};

/// How answers show a time: a space before the hour, since clients split there for the date.
///
/// Written out, since a page of the feed has a hundred and chrono reads its pattern for each.
pub(crate) fn show(moment: DateTime<Utc>) -> String {
    let mut text = String::with_capacity("2026-11-22 12:00:00.000000+00:00".len());
    let (year, month, day) = (moment.year(), moment.month(), moment.day());
    let (hour, minute, second) = (moment.hour(), moment.minute(), moment.second());
    let micros = moment.timestamp_subsec_micros();
    // Writing to a string cannot fail.
    let _ = write!(text, "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{micros:06}+00:00");
    text
}

/// Reads what clients send: RFC 3339, the shape of [`show`], either without an offset (then UTC), a
/// date alone, or seconds since 1970.
pub(crate) fn parse(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<i64>() {
        return DateTime::from_timestamp(seconds, 0);
    }
    if let Ok(date) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(date.and_time(chrono::NaiveTime::MIN).and_utc());
    }
    // A plus sign that was not escaped arrives as a space.
    let repaired = match text.rfind(' ') {
        Some(at) if at > "2000-01-01 00:00".len() => format!("{}+{}", &text[..at], &text[at + 1..]),
        _ => text.to_owned(),
    };
    let candidate = repaired.replacen(' ', "T", 1);
    DateTime::parse_from_rfc3339(&candidate).map(|moment| moment.to_utc()).ok().or_else(|| {
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(&candidate, format).ok())
            .map(|moment| moment.and_utc())
    })
}

#[cfg(test)]
mod tests {
    use super::{parse, show};

    #[test]
    fn every_accepted_shape_means_the_same_moment() {
        let expected = "2026-11-22 12:30:00.000000+00:00";
        for text in [
            "2026-11-22T12:30:00Z",
            "2026-11-22T12:30:00.000Z",
            "2026-11-22T13:30:00+01:00",
            "2026-11-22T13:30:00 01:00",
            "2026-11-22 12:30:00.000000+00:00",
            "2026-11-22 12:30:00.000000 00:00",
            "2026-11-22 12:30:00",
            "2026-11-22T12:30",
            "1795350600",
        ] {
            assert_eq!(parse(text).map(show).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse("2026-11-22").map(show).as_deref(), Some("2026-11-22 00:00:00.000000+00:00"));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "undefined",
            "yesterday",
            "2026-13-01",
            "2026-11-22T25:00:00Z",
            "99999999999999999",
            "é 2026-11-22T12:30:00 ü",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
