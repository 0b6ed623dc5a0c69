//! Uses the website as a person would.
