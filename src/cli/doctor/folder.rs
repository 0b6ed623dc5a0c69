//! What has to be in the assignment's folder.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use infragrade::sunet::{self, Sunet};

use super::Finding;

/// Files that are read are no longer.
const LONGEST_FILE: u64 = 32 << 20;

/// What is there, and whose it is.
pub(super) fn look(root: &Path, given: Option<Sunet>) -> (Option<Sunet>, Vec<Finding>) {
    let (read, file) = sunet_file(root);
    let sunet = given.or(read);
    let mut findings = vec![file];
    for (folder, look) in [("cdk", cdk as fn(&Path, Option<&Sunet>) -> Vec<Finding>), ("web", web)] {
        if root.join(folder).is_dir() {
            findings.extend(look(root, sunet.as_ref()));
        } else {
            let problem = format!("{}: no such folder", root.join(folder).display());
            findings.push(Finding::missing(
                problem,
                "run infragrade doctor in the assignment's root, or give it",
            ));
        }
    }
    (sunet, findings)
}

fn sunet_file(root: &Path) -> (Option<Sunet>, Finding) {
    let path = root.join("SUNET");
    let fix = format!("echo codyho > {}   # with your own SUNet ID", path.display());
    match sunet::read(&path) {
        Ok(Some(sunet)) => (Some(sunet.clone()), Finding::present(format!("SUNET ({sunet})"))),
        Ok(None) => (None, Finding::missing(format!("{}: no such file", path.display()), fix)),
        Err(error) => (None, Finding::missing(error.to_string(), fix)),
    }
}

fn cdk(root: &Path, sunet: Option<&Sunet>) -> Vec<Finding> {
    let path = root.join("cdk").join(".env");
    let name = sunet.map_or_else(|| "codyho".to_owned(), Sunet::to_string);
    let fix = format!(
        "printf 'SUNET={name}\\nCDK_DEFAULT_ACCOUNT=%s\\n' \"$(aws sts get-caller-identity --query Account --output text)\" > {}",
        path.display()
    );
    let entries = match entries(&path) {
        Ok(entries) => entries,
        Err(problem) => return vec![Finding::missing(problem, fix)],
    };
    let value =
        |name: &str| entries.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let problem = match (value("SUNET"), value("CDK_DEFAULT_ACCOUNT")) {
        (None, _) => Some("no SUNET".to_owned()),
        (Some(found), _) if found.parse::<Sunet>().is_err() => {
            Some(format!("SUNET is {found:?}, which is no SUNet ID"))
        }
        (Some(found), _) if sunet.is_some_and(|sunet| found != sunet.to_string()) => {
            Some(format!("SUNET is {found}, but you are {name}"))
        }
        (_, None) => Some("no CDK_DEFAULT_ACCOUNT".to_owned()),
        (_, Some(account)) if account.len() != 12 || !account.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(format!("CDK_DEFAULT_ACCOUNT is {account:?}, but an account's ID has 12 digits"))
        }
        _ => None,
    };
    vec![match problem {
        None => Finding::present("cdk/.env"),
        Some(problem) => Finding::missing(format!("{}: {problem}", path.display()), fix),
    }]
}

fn web(root: &Path, sunet: Option<&Sunet>) -> Vec<Finding> {
    let path = root.join("web").join(".env");
    let name = sunet.map_or_else(|| "codyho".to_owned(), Sunet::to_string);
    let wanted = format!("https://yoctogram.{name}.infracourse.cloud");
    let fix = format!("echo 'VITE_PROD_API={wanted}' > {}", path.display());
    let api = entries(&path).map(|entries| {
        entries.into_iter().rev().find(|(key, _)| key == "VITE_PROD_API").map(|(_, value)| value)
    });
    let problem = match api {
        Err(problem) => Some(problem),
        Ok(None) => Some(format!("{}: no VITE_PROD_API", path.display())),
        Ok(Some(api)) if api.trim_end_matches('/') != wanted => {
            Some(format!("{}: VITE_PROD_API is {api:?}, but should be {wanted}", path.display()))
        }
        Ok(Some(_)) => None,
    };
    let file = match problem {
        None => Finding::present("web/.env"),
        Some(problem) => Finding::missing(problem, fix),
    };
    vec![file, built(root, &wanted)]
}

/// Whether the website is built, and not for another address.
fn built(root: &Path, wanted: &str) -> Finding {
    let web = root.join("web");
    let fix = format!("(cd {} && npm install && npm run build)", web.display());
    let dist = web.join("dist");
    if let Err(error) = read(&dist.join("index.html")) {
        return Finding::missing(format!("{}: {}", dist.join("index.html").display(), describe(&error)), fix);
    }
    let scripts = std::fs::read_dir(dist.join("assets")).into_iter().flatten().flatten();
    let mut scripts: Vec<_> = scripts
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "js"))
        .collect();
    scripts.sort();
    for path in scripts {
        let text = read(&path).unwrap_or_default();
        if let Some(other) = addresses(&text).find(|address| *address != wanted) {
            let problem = format!("{} is built for {other}, not for {wanted}", dist.display());
            return Finding::missing(problem, fix);
        }
    }
    Finding::present("web/dist")
}

/// The addresses of course websites in a text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    const END: &str = ".infracourse.cloud";
    text.match_indices("https://yoctogram.").filter_map(|(start, begin)| {
        let rest = &text[start..];
        let label = rest[begin.len()..].find(|c: char| !c.is_ascii_alphanumeric())?;
        let end = begin.len() + label;
        rest[end..].starts_with(END).then(|| &rest[..end + END.len()])
    })
}

/// The variables of a file `.env`: `NAME=VALUE` on a line each, the value perhaps quoted.
fn entries(path: &Path) -> Result<Vec<(String, String)>, String> {
    let text = read(path).map_err(|error| format!("{}: {}", path.display(), describe(&error)))?;
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let entry = |line: &str| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=')?;
        let value = value.trim();
        let bare = ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
        Some((name.trim().to_owned(), bare.unwrap_or(value).to_owned()))
    };
    Ok(lines.filter(|line| !line.starts_with('#')).filter_map(entry).collect())
}

fn read(path: &Path) -> io::Result<String> {
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(LONGEST_FILE).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".to_owned(),
        _ => format!("cannot be read ({error})"),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::State;
    use super::*;

    const API: &str = "VITE_PROD_API=https://yoctogram.codyho.infracourse.cloud";

    /// A folder that is complete, with one file replaced, or removed.
    fn findings(file: &str, content: Option<&str>) -> Vec<Finding> {
        let root = tempfile::tempdir().unwrap();
        for folder in ["cdk", "web/dist/assets"] {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let complete = [
            ("SUNET", "codyho\n"),
            ("cdk/.env", "# mine\nSUNET=codyho\nexport CDK_DEFAULT_ACCOUNT=\"123456789012\"\n"),
            ("web/.env", API),
            ("web/dist/index.html", "<!doctype html>"),
            (
                "web/dist/assets/index.js",
                "a(\"https://yoctogram.codyho.infracourse.cloud\"),b(\"https://yoctogram.x\")",
            ),
        ];
        for (name, content) in complete {
            fs::write(root.path().join(name), content).unwrap();
        }
        match content {
            Some(content) => fs::write(root.path().join(file), content).unwrap(),
            None => fs::remove_file(root.path().join(file)).unwrap(),
        }
        look(root.path(), None).1
    }

    #[test]
    fn a_complete_folder_misses_nothing() {
        let found = findings("web/.env", Some(&format!("{API}/\r\n")));
        let expected = ["SUNET (codyho)", "cdk/.env", "web/.env", "web/dist"].map(Finding::present);
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_wrong_is_named_with_what_mends_it() {
        for (file, content, message, fix) in [
            ("SUNET", None, "SUNET: no such file", "echo codyho > "),
            ("SUNET", Some("cody ho"), "must hold only your SUNet ID", "echo codyho > "),
            ("cdk/.env", None, ".env: no such file", "printf 'SUNET=codyho\\nCDK_DEFAULT_ACCOUNT=%s\\n'"),
            ("cdk/.env", Some("CDK_DEFAULT_ACCOUNT=123456789012"), "no SUNET", "printf"),
            ("cdk/.env", Some("SUNET=SUNETID"), "SUNET is SUNETID, but you are codyho", "printf"),
            ("cdk/.env", Some("SUNET=codyho"), "no CDK_DEFAULT_ACCOUNT", "printf"),
            (
                "cdk/.env",
                Some("SUNET=codyho\nCDK_DEFAULT_ACCOUNT=yourawsaccountid"),
                "CDK_DEFAULT_ACCOUNT is \"yourawsaccountid\", but an account's ID has 12 digits",
                "aws sts get-caller-identity",
            ),
            ("web/.env", None, ".env: no such file", API),
            ("web/.env", Some(""), "no VITE_PROD_API", API),
            (
                "web/.env",
                Some("VITE_PROD_API=https://yoctogram.SUNETID.infracourse.cloud"),
                "but should be https://yoctogram.codyho",
                API,
            ),
            ("web/dist/index.html", None, "index.html: no such file", "npm run build"),
            (
                "web/dist/assets/index.js",
                Some("\"https://yoctogram.akps.infracourse.cloud\""),
                "is built for https://yoctogram.akps.infracourse.cloud",
                "npm run build",
            ),
        ] {
            let found = findings(file, content);
            let missing: Vec<_> = found.iter().filter(|finding| finding.state == State::Missing).collect();
            assert_eq!(missing.len(), 1, "{file} {content:?} {found:#?}");
            assert!(
                missing[0].message.contains(message) && missing[0].fix.contains(fix),
                "{:#?}",
                missing[0]
            );
        }
    }

    #[test]
    fn another_folder_is_recognized() {
        let root = tempfile::tempdir().unwrap();
        let (sunet, found) = look(root.path(), Some("codyho".parse().unwrap()));
        assert_eq!(sunet.unwrap().to_string(), "codyho");
        assert!(
            found[1..].iter().all(|finding| finding.fix.contains("in the assignment's root")),
            "{found:#?}"
        );
    }
}
