//! The part of a domain name that someone registered.

/// `example.co.uk` of `www.example.co.uk`. A name below no known suffix is taken for a suffix.
pub(super) fn apex_domain(name: &str) -> &str {
    match psl::suffix(name.as_bytes()) {
        Some(suffix) if suffix.is_known() => psl::domain_str(name).unwrap_or(name),
        _ => name.rsplit('.').next().unwrap_or(name),
    }
}

#[cfg(test)]
mod tests {
    use super::apex_domain;

    #[test]
    fn suffixes_are_known() {
        assert_eq!(apex_domain("deep.in.example.com"), "example.com");
        assert_eq!(apex_domain("*.mail.example.com"), "example.com");
        assert_eq!(apex_domain("www.example.co.uk"), "example.co.uk");
        assert_eq!(apex_domain("co.uk"), "co.uk");
        assert_eq!(apex_domain("host.local-only"), "local-only");
    }
}
