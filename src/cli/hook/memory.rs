//! What a repository's hook remembers from one commit to the next, in the repository's own folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

use infragrade::report::baseline::Baseline;

use crate::cli::{Failure, output};

/// The folder `infragrade` in `.git`.
pub(super) struct Memory {
    folder: PathBuf,
    branch: Option<PathBuf>,
}

impl Memory {
    /// That of the repository around a folder; a work tree of its own has its own.
    pub(super) fn of_repository(folder: &Path) -> Result<Self, Failure> {
        let here = std::env::current_dir()?.join(folder);
        // As it is named from here, where it is below.
        let git = git_folder(folder).or_else(|| here.ancestors().find_map(git_folder)).ok_or_else(|| {
            Failure::Call(
                "there is no git repository here: run this in one, or use `infragrade check --baseline FILE`"
                    .to_owned(),
            )
        })?;
        Ok(Self { branch: branch(&git), folder: git.join("infragrade") })
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where `--synth` puts its assembly.
    pub(super) fn assembly(&self) -> PathBuf {
        self.folder.join("cdk.out")
    }

    /// The last report of this branch; of a branch that is new, the last one of any. What cannot be read is as good as none.
    pub(super) fn baseline(&self) -> Option<Baseline> {
        self.of_branch().into_iter().chain([self.last()]).find_map(|file| Baseline::read(&file).ok())
    }

    /// Remembers a report as the last one.
    pub(super) fn renew(&self, report: &[u8]) -> Result<(), Failure> {
        for file in self.of_branch().into_iter().chain([self.last()]) {
            if fs::read(&file).is_ok_and(|known| known == report) {
                continue;
            }
            let failed = |source| Failure::Output { path: file.clone(), source };
            fs::create_dir_all(file.parent().unwrap_or(&self.folder)).map_err(failed)?;
            output::to(Some(&file), |sink| sink.write_all(report))?;
        }
        Ok(())
    }

    fn last(&self) -> PathBuf {
        self.folder.join("baseline.json")
    }

    fn of_branch(&self) -> Option<PathBuf> {
        let mut file = self.folder.join("branches").join(self.branch.as_ref()?).into_os_string();
        file.push(".json");
        Some(file.into())
    }
}

/// `.git` in a folder, or what the file of this name leads to in a further work tree.
fn git_folder(folder: &Path) -> Option<PathBuf> {
    let git = folder.join(".git");
    if git.is_dir() {
        return Some(git);
    }
    let text = fs::read_to_string(git).ok()?;
    let elsewhere = folder.join(text.strip_prefix("gitdir:")?.trim());
    elsewhere.is_dir().then_some(elsewhere)
}

/// The branch that is checked out, if there is one.
fn branch(git: &Path) -> Option<PathBuf> {
    let head = fs::read_to_string(git.join("HEAD")).ok()?;
    let branch = PathBuf::from(head.trim().strip_prefix("ref: refs/heads/")?);
    branch.components().all(|part| matches!(part, Component::Normal(_))).then_some(branch)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may fail")]

    use super::*;

    fn report(points: f64) -> Vec<u8> {
        let text =
            format!(r#"{{"schema": "infragrade/report/v1", "checks": [{{"id": "a", "points": {points}}}]}}"#);
        text.into_bytes()
    }

    fn head(root: &Path, head: &str) -> Memory {
        fs::create_dir_all(root.join(".git")).unwrap();
        fs::write(root.join(".git/HEAD"), head).unwrap();
        Memory::of_repository(root).unwrap()
    }

    #[test]
    fn each_branch_has_its_own_and_a_new_one_takes_the_last() {
        let root = tempfile::tempdir().unwrap();
        let points = |memory: &Memory| memory.baseline().map(|baseline| baseline.points("a"));
        let main = head(root.path(), "ref: refs/heads/main\n");
        assert_eq!(points(&main), None);
        main.renew(&report(2.0)).unwrap();
        let topic = head(root.path(), "ref: refs/heads/topic/one\n");
        assert_eq!(points(&topic), Some(Some(2.0)));
        topic.renew(&report(1.0)).unwrap();
        assert_eq!(points(&topic), Some(Some(1.0)));
        assert_eq!(points(&main), Some(Some(2.0)));
        assert_eq!(points(&head(root.path(), "0123456789abcdef\n")), Some(Some(1.0)), "no branch");
    }

    #[test]
    fn a_branch_never_leads_out_of_the_folder() {
        let root = tempfile::tempdir().unwrap();
        for hostile in ["../../../x", "/x", "a/../../x"] {
            let memory = head(root.path(), &format!("ref: refs/heads/{hostile}\n"));
            assert_eq!(memory.of_branch(), None, "{hostile}");
        }
    }

    #[test]
    fn a_further_work_tree_has_its_own() {
        let root = tempfile::tempdir().unwrap();
        let elsewhere = root.path().join("repository/.git/worktrees/tree");
        let tree = root.path().join("tree/cdk");
        fs::create_dir_all(&elsewhere).unwrap();
        fs::create_dir_all(&tree).unwrap();
        fs::write(root.path().join("tree/.git"), "gitdir: ../repository/.git/worktrees/tree\n").unwrap();
        let memory = Memory::of_repository(&tree).unwrap();
        assert!(
            memory.folder().ends_with("repository/.git/worktrees/tree/infragrade"),
            "{:?}",
            memory.folder()
        );
    }
}
