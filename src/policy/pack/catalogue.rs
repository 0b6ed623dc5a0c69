//! The checks of a pack, with what their METADATA says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Error, RuleFile, metadata};

/// The package below which checks lie.
const CHECKS: &str = "checks.";

/// The package that speaks for the pack as a whole.
const PACK: &str = "rules";

/// The checks of a pack in the order in which they are reported.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Catalogue {
    /// The pack's name.
    pub title: String,
    /// The sum of the checks' points.
    pub points: f64,
    /// The checks: by the order of the pack's sections, then by their own.
    pub checks: Vec<Check>,
}

/// One graded requirement: a Rego package below `checks`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Check {
    /// The package's path below `checks`, such as `network.vpc.cidr`.
    pub id: String,
    /// A short noun phrase.
    pub title: String,
    /// What must hold.
    pub description: String,
    /// What it is worth.
    pub points: f64,
    /// The ids of the checks without which this one means nothing.
    pub requires: Vec<String>,
    /// The section of the handout, such as `Network Stack / TLS Certificate`.
    pub handout: String,
    /// What to write, in a line.
    pub help: String,
    /// The Python keyword argument that it is about, where there is one.
    pub argument: Option<String>,
    /// Documentation.
    pub links: Vec<Link>,
}

/// A link to documentation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Link {
    /// What is there.
    pub title: String,
    /// The address.
    pub address: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackFields {
    points: f64,
    /// The sections of the handout in their order.
    sections: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckFields {
    points: f64,
    requires: Vec<String>,
    handout: String,
    /// The place within the section, ascending.
    order: i64,
    help: String,
    #[serde(default)]
    argument: Option<String>,
}

impl Catalogue {
    /// Reads the METADATA of a pack's files.
    ///
    /// # Errors
    /// The first file whose METADATA or package does not fit, with the line where there is one.
    pub fn read(directory: &Path, files: &[RuleFile]) -> Result<Self, Error> {
        let pack_file = files.iter().find(|file| file.package().is_some_and(|(name, _)| name == PACK));
        let Some(pack_file) = pack_file else {
            let problem = format!(
                "no file declares `package {PACK}`, whose METADATA gives the pack's points and sections"
            );
            return Err(Error::new(directory, problem));
        };
        let pack = metadata::of_package::<PackFields>(pack_file)?;
        let mut found = BTreeMap::new();
        for file in files.iter().filter(|file| !file.is_test()) {
            let Some((id, line)) =
                file.package().and_then(|(name, line)| Some((name.strip_prefix(CHECKS)?, line)))
            else {
                continue;
            };
            let (order, check) = read_check(directory, file, id, line, &pack.custom.sections)?;
            // A file has the place that its check's id says: no two have one id.
            found.insert(check.id.clone(), (order, check, file));
        }
        check_requirements(&found)?;
        let mut checks: Vec<_> = found.into_values().map(|(order, check, _)| (order, check)).collect();
        checks.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.id.cmp(&y.id)));
        let checks: Vec<_> = checks.into_iter().map(|(_, check)| check).collect();
        let sum: f64 = checks.iter().map(|check| check.points).sum();
        if (sum - pack.custom.points).abs() > f64::EPSILON {
            let problem =
                format!("the checks' points add up to {sum}, not to {} as the pack says", pack.custom.points);
            return Err(Error::new(&pack_file.path, problem));
        }
        Ok(Self { title: pack.title, points: sum, checks })
    }

    /// The check with an id.
    pub fn get(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }
}

type Order = (usize, i64);

fn read_check(
    directory: &Path,
    file: &RuleFile,
    id: &str,
    line: usize,
    sections: &[String],
) -> Result<(Order, Check), Error> {
    let expected = directory.join(id.replace('.', "/")).with_extension("rego");
    if file.path != expected {
        let problem = format!("the check {id} belongs into {}", expected.display());
        return Err(Error::at(&file.path, line, problem));
    }
    let annotations = metadata::of_package::<CheckFields>(file)?;
    let fields = annotations.custom;
    let Some(section) = sections.iter().position(|section| *section == fields.handout) else {
        let problem =
            format!("handout: {:?} is none of the pack's sections: {}", fields.handout, sections.join("; "));
        return Err(Error::at(&file.path, line, problem));
    };
    if !(fields.points.is_finite() && fields.points > 0.0) {
        return Err(Error::at(&file.path, line, format!("points: {} is no number above 0", fields.points)));
    }
    let links = annotations.related_resources.into_iter();
    let check = Check {
        id: id.to_owned(),
        title: annotations.title,
        description: annotations.description.trim().to_owned(),
        points: fields.points,
        requires: fields.requires,
        handout: fields.handout,
        help: fields.help.trim().to_owned(),
        argument: fields.argument,
        links: links.map(|link| Link { title: link.description, address: link.address }).collect(),
    };
    Ok(((section, fields.order), check))
}

fn check_requirements(found: &BTreeMap<String, (Order, Check, &RuleFile)>) -> Result<(), Error> {
    for (_, check, file) in found.values() {
        let line = file.package().map_or(1, |(_, line)| line);
        for required in &check.requires {
            if !found.contains_key(required) {
                return Err(Error::at(&file.path, line, format!("requires: there is no check {required}")));
            }
        }
        let mut reached = BTreeSet::new();
        let mut open: Vec<&str> = check.requires.iter().map(String::as_str).collect();
        while let Some(id) = open.pop() {
            if id == check.id {
                let problem = format!("requires: {id} requires itself, directly or through others");
                return Err(Error::at(&file.path, line, problem));
            }
            if reached.insert(id) {
                open.extend(found[id].1.requires.iter().map(String::as_str));
            }
        }
    }
    Ok(())
}
