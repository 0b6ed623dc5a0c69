//! Which files of an asset are left out.

use super::pattern::Pattern;
use crate::error::Result;

/// How patterns are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum IgnoreMode {
    /// As shells do.
    #[default]
    Glob,
    /// As `.gitignore`.
    Git,
    /// As `.dockerignore`.
    Docker,
}

impl IgnoreMode {
    pub(super) fn name(self) -> &'static str {
        match self {
            IgnoreMode::Glob => "glob",
            IgnoreMode::Git => "git",
            IgnoreMode::Docker => "docker",
        }
    }
}

/// Patterns, the last of which decides.
#[derive(Debug)]
pub(super) struct Ignore {
    mode: IgnoreMode,
    rules: Vec<Rule>,
}

#[derive(Debug)]
struct Rule {
    negative: bool,
    /// The pattern has no `/`, so it is about names at any depth (glob and git).
    name_only: bool,
    /// It is about folders only (git).
    folders_only: bool,
    pattern: Pattern,
}

impl Ignore {
    pub(super) fn new(mode: IgnoreMode, patterns: &[String]) -> Result<Ignore> {
        let rules = patterns.iter().filter_map(|pattern| Rule::parse(mode, pattern).transpose());
        Ok(Ignore { mode, rules: rules.collect::<Result<_>>()? })
    }

    /// Whether a path below the root is left out.
    pub(super) fn ignores(&self, path: &str) -> bool {
        if path.is_empty() {
            return false;
        }
        // What is in a folder that Git leaves out stays out, whatever else is said of it.
        if self.mode == IgnoreMode::Git
            && let Some((parent, _)) = path.rsplit_once('/')
            && (self.ignores(parent) || self.decide(parent, true))
        {
            return true;
        }
        self.decide(path, false)
    }

    fn decide(&self, path: &str, is_folder: bool) -> bool {
        let matching = self.rules.iter().rev().find(|rule| rule.matches(self.mode, path, is_folder));
        matching.is_some_and(|rule| !rule.negative)
    }
}

impl Rule {
    fn parse(mode: IgnoreMode, text: &str) -> Result<Option<Rule>> {
        let text = if mode == IgnoreMode::Glob { text } else { text.trim() };
        if text.is_empty() || text.starts_with('#') {
            return Ok(None);
        }
        let (negative, rest) = match text.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let folders_only = mode == IgnoreMode::Git && rest.ends_with('/');
        let trimmed = match mode {
            IgnoreMode::Glob => rest,
            IgnoreMode::Git => rest.trim_end_matches('/'),
            IgnoreMode::Docker => rest.trim().trim_end_matches('/').trim_start_matches("./"),
        };
        let name_only = mode != IgnoreMode::Docker && !trimmed.contains('/');
        let anchored = if mode == IgnoreMode::Glob { trimmed } else { trimmed.trim_start_matches('/') };
        if anchored.is_empty() {
            return Ok(None);
        }
        let pattern = Pattern::new(anchored, mode == IgnoreMode::Glob)?;
        Ok(Some(Rule { negative, name_only, folders_only, pattern }))
    }

    fn matches(&self, mode: IgnoreMode, path: &str, is_folder: bool) -> bool {
        if self.folders_only && !is_folder {
            return false;
        }
        if self.name_only {
            let name = path.rsplit('/').next().unwrap_or(path);
            return self.pattern.matches(name) || self.pattern.matches(path);
        }
        // A pattern of Docker's is also about everything below what it matches.
        self.pattern.matches(path)
            || (mode == IgnoreMode::Docker
                && path.match_indices('/').any(|(place, _)| self.pattern.matches(&path[..place])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignored(mode: IgnoreMode, patterns: &[&str], paths: &[&'static str]) -> Vec<&'static str> {
        let patterns: Vec<String> = patterns.iter().map(|pattern| (*pattern).to_owned()).collect();
        let ignore = Ignore::new(mode, &patterns).unwrap_or_else(|error| panic!("{error}"));
        paths.iter().copied().filter(|path| ignore.ignores(path)).collect()
    }

    const PATHS: [&str; 6] = ["a.html", "index.html", ".hidden", "css/site.css", "css/a.html", "drafts"];

    #[test]
    fn globs_without_a_slash_are_about_names_and_stars_match_no_leading_dot() {
        assert_eq!(
            ignored(IgnoreMode::Glob, &["*"], &PATHS),
            PATHS[..2].iter().chain(&PATHS[3..]).copied().collect::<Vec<_>>()
        );
        assert_eq!(ignored(IgnoreMode::Glob, &["*.html", "!index.html"], &PATHS), ["a.html", "css/a.html"]);
        assert_eq!(ignored(IgnoreMode::Glob, &["css/**"], &PATHS), ["css/site.css", "css/a.html"]);
    }

    #[test]
    fn docker_patterns_begin_at_the_root_and_take_what_is_below() {
        assert_eq!(ignored(IgnoreMode::Docker, &["*.html"], &PATHS), ["a.html", "index.html"]);
        assert_eq!(ignored(IgnoreMode::Docker, &["css", "!css/a.html"], &PATHS), ["css/site.css"]);
        assert_eq!(ignored(IgnoreMode::Docker, &["**/*.css"], &PATHS), ["css/site.css"]);
    }

    #[test]
    fn nothing_comes_back_from_a_folder_that_git_leaves_out() {
        assert_eq!(
            ignored(IgnoreMode::Git, &["css/", "!css/a.html"], &PATHS),
            ["css/site.css", "css/a.html"]
        );
        assert_eq!(ignored(IgnoreMode::Git, &["/a.html"], &PATHS), ["a.html"]);
    }
}
