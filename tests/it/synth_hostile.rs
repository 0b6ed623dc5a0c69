//! Apps that attack the grader: `tests/hostile/synth/*.py`, each of which says what it tries.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use infragrade::synth::{self, Error, Limits, Options, Synthesis};

use crate::support::root;

const SECRET: &str = "the grader's secret";

/// A submission with a hostile app, and beside it a folder of the grader's that is open to everyone.
struct Attack {
    folder: tempfile::TempDir,
    name: String,
    /// Holds up what would connect to it.
    _socket: UnixListener,
}

impl Attack {
    fn new(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (cdk, results) = (folder.path().join("assignment/cdk"), folder.path().join("results"));
        for made in [&cdk, &results] {
            fs::create_dir_all(made).unwrap();
        }
        for entry in fs::read_dir(sources()).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, cdk.join(path.file_name().unwrap())).unwrap();
        }
        fs::write(cdk.join("../SUNET"), "codyho").unwrap();
        fs::write(results.join("secret.txt"), SECRET).unwrap();
        fs::write(results.join("results.json"), "{}").unwrap();
        let socket = UnixListener::bind(results.join("socket")).unwrap();
        let attack = Self { folder, name: name.to_owned(), _socket: socket };
        // The last word is how its processes are found.
        let app = format!("python3 {name}.py {}", attack.token());
        fs::write(cdk.join("cdk.json"), serde_json::json!({ "app": app }).to_string()).unwrap();
        open_to_all(attack.folder.path());
        attack
    }

    fn token(&self) -> String {
        self.folder.path().file_name().unwrap().to_string_lossy().into_owned()
    }

    fn cdk(&self) -> PathBuf {
        self.folder.path().join("assignment/cdk")
    }

    fn options(&self, namespaces: bool) -> Options {
        let mut options = Options::new(&self.cdk(), Path::new(env!("CARGO_BIN_EXE_infragrade")));
        options.variables.clear();
        options.virtual_environment = None;
        options.namespaces = namespaces;
        options.limits = limits();
        // What is going to wait for its end need not wait long.
        if ["fork_bomb", "never_ends", "ignores_signals"].contains(&self.name.as_str()) {
            options.limits.wall = Duration::from_secs(2);
        }
        options
    }

    fn run(&self, namespaces: bool) -> Result<Synthesis, Error> {
        let result = synth::run(&self.options(namespaces));
        self.expect_nothing_changed();
        result
    }

    /// What holds after every attack: nobody else's file is changed, no process is left.
    fn expect_nothing_changed(&self) {
        let name = &self.name;
        let results = self.folder.path().join("results");
        assert_eq!(fs::read_to_string(results.join("secret.txt")).unwrap(), SECRET, "{name}");
        assert_eq!(fs::read_to_string(results.join("results.json")).unwrap(), "{}", "{name}");
        assert_eq!(names(&results), ["results.json", "secret.txt", "socket"], "{name}");
        assert_eq!(names(&self.folder.path().join("assignment")), ["SUNET", "cdk"], "{name}");
        let mut expected: BTreeSet<String> = names(&sources()).into_iter().collect();
        expected.insert("cdk.json".to_owned());
        let found: BTreeSet<String> =
            names(&self.cdk()).into_iter().filter(|name| name != "cdk.out").collect();
        assert_eq!(found, expected, "{name}");
        assert_eq!(processes_with(&self.token()), Vec::<String>::new(), "{name}");
        for folder in ["/tmp", "/var/tmp", "/dev/shm", "/run", "/etc"] {
            assert!(!Path::new(folder).join("infragrade-hostile").exists(), "{name}: {folder}");
        }
    }
}

/// Little, so that each attack is over in seconds.
fn limits() -> Limits {
    Limits {
        wall: Duration::from_secs(60),
        cpu_seconds: 3,
        memory: 256 << 20,
        processes: 48,
        open_files: 256,
        file_bytes: 32 << 20,
        disk_bytes: 64 << 20,
        disk_entries: 5_000,
        output_entries: 1_000,
        output_bytes: 48 << 20,
        ..Limits::default()
    }
}

fn sources() -> PathBuf {
    root().join("tests/hostile/synth")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// As bad as it can be: another user could read and write all of it.
fn open_to_all(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match fs::symlink_metadata(&path).unwrap().is_dir() {
            true => open_to_all(&path),
            false => fs::set_permissions(&path, fs::Permissions::from_mode(0o666)).unwrap(),
        }
    }
}

/// The command lines that hold a word. What is a zombie has none.
fn processes_with(word: &str) -> Vec<String> {
    let own = std::process::id().to_string();
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let others = entries.filter(|entry| entry.file_name().to_str() != Some(&own));
    let lines = others.filter_map(|entry| fs::read(entry.path().join("cmdline")).ok());
    lines.map(|line| String::from_utf8_lossy(&line).into_owned()).filter(|line| line.contains(word)).collect()
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// Runs an attack in both kinds of sandbox.
fn each(name: &str, expect: impl Fn(&Attack, Result<Synthesis, Error>)) {
    for namespaces in [true, false] {
        let attack = Attack::new(name);
        let result = attack.run(namespaces);
        expect(&attack, result);
    }
}

/// The app was let run to its end, and nothing that it tried gave it anything.
fn refused(name: &str) {
    each(name, |_, result| {
        let printed = result.unwrap_or_else(|error| panic!("{name}: {error:?}")).printed;
        assert!(printed.contains("all was tried") && !printed.contains("BREACH"), "{name}: {printed}");
        assert!(printed.contains("refused:") || printed.contains("nothing:"), "{name}: {printed}");
    });
}

/// The app was ended, or failed, with one of these texts.
fn ended(name: &str, texts: &[&str]) {
    each(name, |attack, result| {
        let Err(Error::App(failure)) = result else {
            panic!("{name}: {result:?}");
        };
        let said = format!("{failure}\n{}", failure.printed);
        assert!(texts.iter().any(|text| said.contains(text)), "{name}: {said}");
        assert!(!attack.cdk().join("cdk.out").exists(), "{name}");
    });
}

/// What it wrote was not taken, for one of these reasons.
fn not_taken(name: &str, texts: &[&str]) {
    each(name, |attack, result| {
        let said = match result {
            Err(error @ (Error::Untrusted(_) | Error::Assembly(_))) => error.to_string(),
            other => panic!("{name}: {other:?}"),
        };
        assert!(texts.iter().any(|text| said.contains(text)), "{name}: {said}");
        assert!(!said.contains(SECRET), "{name}: {said}");
        assert!(!attack.cdk().join("cdk.out").exists(), "{name}");
    });
}

/// It was taken, without what was wrong with it; returned for a closer look.
fn taken(name: &str, expect: impl Fn(&Attack, &Synthesis)) {
    each(name, |attack, result| {
        let synthesis = result.unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(synthesis.assembly.stacks.len(), 1, "{name}");
        let output = attack.cdk().join("cdk.out");
        for entry in walkdir::WalkDir::new(&output) {
            let entry = entry.unwrap();
            assert!(entry.file_type().is_dir() || entry.file_type().is_file(), "{name}: {entry:?}");
            assert_eq!(entry.metadata().unwrap().permissions().mode() & 0o7022, 0, "{name}: {entry:?}");
        }
        expect(attack, &synthesis);
    });
}

#[test]
fn nothing_outside_is_written() {
    refused("writes_outside");
}

#[test]
fn nothing_of_others_is_read() {
    refused("reads_others");
    refused("reads_environment");
}

#[test]
fn the_grader_is_not_seen_in_proc() {
    refused("reads_proc");
}

#[test]
fn nothing_is_connected() {
    refused("connects_tcp");
    refused("connects_udp");
    refused("connects_ipv6");
    refused("connects_otherwise");
}

#[test]
fn sockets_of_others_are_not_reached() {
    refused("connects_unix");
}

#[test]
fn the_kernel_is_not_called() {
    refused("calls_the_kernel");
}

#[test]
fn no_rights_are_had() {
    refused("runs_setuid");
    refused("devices");
    refused("hard_link");
}

#[test]
fn the_guard_is_not_killed() {
    // It may well kill the shell that started it.
    each("kills_the_grader", |_, result| assert!(matches!(result, Ok(_) | Err(Error::App(_))), "{result:?}"));
}

#[test]
fn open_files_do_not_lead_to_the_grader() {
    taken("forges_the_verdict", |_, synthesis| {
        assert!(!synthesis.printed.contains("BREACH"), "{}", synthesis.printed);
        assert!(synthesis.notes.iter().all(|note| !note.contains("FORGED")));
    });
}

#[test]
fn processes_are_bounded() {
    ended("fork_bomb", &["did not end within", "memory"]);
    each("thread_bomb", |_, result| {
        let printed = result.unwrap().printed;
        assert!(printed.contains("nothing: threads"), "{printed}");
    });
}

#[test]
fn memory_is_bounded() {
    ended("memory_bomb", &["MemoryError", "memory"]);
    ended("memory_bomb_in_parts", &["used more than 256 MiB of memory"]);
    ended("memory_bomb_shared", &["used more than 256 MiB of memory"]);
}

#[test]
fn the_disk_is_not_filled() {
    ended("fills_disk_one_file", &["File too large"]);
    ended("fills_disk_many_files", &["No space left on device", "wrote more than 64 MiB"]);
    ended("fills_disk_nameless", &["No space left on device", "wrote more than 64 MiB"]);
    ended("fills_inodes", &["No space left on device", "wrote more than 64 MiB or 5000 files"]);
}

#[test]
fn time_is_bounded() {
    ended("never_ends", &["did not end within 2 s"]);
    ended("ignores_signals", &["did not end within 2 s"]);
    ended("spins", &["used more than 3 s of processor time"]);
}

#[test]
fn nothing_runs_when_the_output_is_read() {
    for name in ["double_forks", "background_writer"] {
        taken(name, |attack, synthesis| {
            assert!(synthesis.printed.contains("all was tried"));
            std::thread::sleep(Duration::from_millis(300));
            attack.expect_nothing_changed();
            let template = attack.cdk().join("cdk.out/honest.template.json");
            assert!(!fs::read_to_string(template).unwrap().contains("Forged"));
        });
    }
}

#[test]
fn what_is_printed_is_bounded_and_harmless() {
    each("prints_gigabytes", |_, result| {
        let Err(Error::App(failure)) = result else { panic!("{result:?}") };
        assert!(failure.printed.len() < 50_000, "{}", failure.printed.len());
    });
    each("prints_escapes", |_, result| {
        let Err(Error::App(failure)) = result else { panic!("{result:?}") };
        let said = format!("{failure}{}", failure.printed).replace(['\n', '\t'], " ");
        assert!(!said.contains(|c: char| c.is_control() || c == '\u{202e}'), "{said:?}");
        assert_eq!(failure.problem, "ValueError: 90 of 90 points\u{fffd}\u{fffd}");
    });
}

#[test]
fn an_exception_that_is_made_up_shows_no_file() {
    each("forges_an_exception", |_, result| {
        let Err(Error::App(failure)) = result else { panic!("{result:?}") };
        assert_eq!((failure.place, failure.code), (None, None));
        assert!(!failure.printed.contains(SECRET));
    });
}

#[test]
fn only_regular_files_are_taken() {
    not_taken("symlinked_template", &["linked.template.json, which is not a regular file"]);
    ended("fifo_as_manifest", &["Operation not permitted"]);
    taken("symlinked_folder", |attack, synthesis| {
        assert_eq!(names(&attack.cdk().join("cdk.out/asset.0")), ["file"]);
        assert!(synthesis.notes.iter().any(|note| note.contains("left out")), "{:?}", synthesis.notes);
    });
}

#[test]
fn sizes_are_bounded() {
    not_taken("huge_json", &["the file is larger, more than the 8 MiB"]);
    not_taken("deep_json", &["nested too deeply"]);
    not_taken("many_stacks", &["more than 50 stacks"]);
    not_taken("many_resources", &["20000 resources"]);
    not_taken("many_files", &["more than 1000 files"]);
    not_taken("deep_folders", &["folders more than 32 deep", "more than 1000 files"]);
}

#[test]
fn a_manifest_that_lies_is_refused() {
    not_taken("lying_manifest", &["refused to follow `../../results/secret.txt`"]);
    not_taken("lying_manifest_absolute", &["refused to follow `/etc/passwd`"]);
    not_taken("lying_manifest_nested", &["refused to follow `asset/../..`"]);
    not_taken("broken_json", &["not UTF-8 text"]);
}

#[test]
fn rights_that_were_taken_away_hinder_nobody() {
    each("unreadable_folder", |_, result| match result {
        Ok(synthesis) => assert_eq!(synthesis.assembly.stacks.len(), 1),
        Err(error) => assert!(error.to_string().contains("cannot be taken over"), "{error}"),
    });
}

#[test]
fn names_are_harmless_on_a_terminal() {
    for name in ["odd_names", "odd_names_in_errors"] {
        let attack = Attack::new(name);
        let output = command(&attack.cdk(), Path::new(env!("CARGO_BIN_EXE_infragrade")));
        attack.expect_nothing_changed();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!said.replace('\n', "").contains(char::is_control), "{name}: {said:?}");
        assert!(!said.contains("\n90 of 90") && !said.contains("\n::error"), "{name}: {said:?}");
    }
}

fn command(cdk: &Path, program: &Path) -> Output {
    let mut command = Command::new(program);
    command.args(["synth", "--time-limit", "20"]).arg(cdk).env("SECRET", SECRET);
    command.output().unwrap()
}

/// Without the sandbox the same attacks get through: the tests above would see it.
#[test]
fn the_attacks_are_real() {
    for name in ["reads_others", "reads_proc", "connects_udp", "connects_unix"] {
        let attack = Attack::new(name);
        let mut options = attack.options(false);
        options.protection = synth::Protection::Off;
        let printed = synth::run(&options).unwrap().printed;
        assert!(printed.contains("BREACH"), "{name}: {printed}");
    }
}

/// As root the app is another user; as another user it has no more rights than that one.
#[test]
fn an_ordinary_user_is_guarded_too() {
    if !is_root() {
        return;
    }
    for name in ["writes_outside", "reads_others", "reads_proc", "connects_unix", "double_forks"] {
        let attack = Attack::new(name);
        let program = attack.folder.path().join("infragrade");
        fs::copy(env!("CARGO_BIN_EXE_infragrade"), &program).unwrap();
        let mut command = Command::new(&program);
        command.args(["synth", "--verbose", "--require-sandbox"]).arg(attack.cdk()).env_clear();
        command.env("PATH", "/usr/bin:/bin").env("TMPDIR", "/tmp");
        std::os::unix::process::CommandExt::uid(&mut command, 65_534);
        let output = command.output().unwrap();
        fs::remove_file(&program).unwrap();
        attack.expect_nothing_changed();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && said.contains("all was tried"), "{name}: {said}");
        assert!(!said.contains("BREACH"), "{name}: {said}");
    }
}
