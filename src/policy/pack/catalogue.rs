//! The checks of a pack, with what their METADATA says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::metadata::{self, Annotations};
use super::{Error, Explanation, RuleFile};

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
    /// What must hold, in a line.
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

/// What stands under `custom` in a check's METADATA.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckFields {
    points: f64,
    requires: Vec<String>,
    handout: String,
    /// The place within the section, ascending.
    order: i64,
    #[serde(default)]
    pub(super) explain: Option<Explanation>,
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
        let (catalogue, problems) = Self::survey(directory, files);
        match problems.into_iter().next() {
            Some(problem) => Err(problem),
            None => Ok(catalogue),
        }
    }

    /// What can be read of the METADATA of a pack's files, and everything that does not fit.
    pub fn survey(directory: &Path, files: &[RuleFile]) -> (Self, Vec<Error>) {
        let mut problems = Vec::new();
        let pack = read_pack(directory, files).map_err(|problem| problems.push(problem)).ok();
        let sections = pack.as_ref().map(|(_, pack)| pack.custom.sections.as_slice());
        let mut found = BTreeMap::new();
        let mut refused = false;
        for file in files.iter().filter(|file| !file.is_test()) {
            let Some(id) = file.check() else {
                continue;
            };
            match read_check(directory, file, id, sections) {
                // A file has the place that its check's id says: no two have one id.
                Ok((order, check)) => drop(found.insert(check.id.clone(), (order, check, file))),
                Err(problem) => {
                    refused = true;
                    problems.push(problem);
                }
            }
        }
        // What a refused check is worth and its id are not known: only the others' mistakes are certain.
        if !refused {
            problems.extend(requirements(&found));
        }
        let mut checks: Vec<_> = found.into_values().map(|(order, check, _)| (order, check)).collect();
        checks.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.id.cmp(&y.id)));
        let checks: Vec<_> = checks.into_iter().map(|(_, check)| check).collect();
        let points: f64 = checks.iter().map(|check| check.points).sum();
        if let Some((file, pack)) = pack.as_ref().filter(|_| !refused) {
            problems.extend(sum(file, pack.custom.points, points));
        }
        let title = pack.map(|(_, pack)| pack.title).unwrap_or_default();
        (Self { title, points, checks }, problems)
    }

    /// The check with an id.
    pub fn get(&self, id: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.id == id)
    }
}

type Order = (usize, i64);

fn read_pack<'f>(
    directory: &Path,
    files: &'f [RuleFile],
) -> Result<(&'f RuleFile, Annotations<PackFields>), Error> {
    let file = files.iter().find(|file| file.package().is_some_and(|(name, _)| name == PACK));
    let Some(file) = file else {
        let problem =
            format!("no file declares `package {PACK}`, whose METADATA gives the pack's points and sections");
        return Err(Error::new(directory, problem).fix("add a main.rego as docs/rules.md shows it"));
    };
    Ok((file, metadata::of_package(file)?))
}

fn sum(file: &RuleFile, declared: f64, points: f64) -> Option<Error> {
    let problem = format!("the checks' points add up to {points}, not to {declared} as the pack says");
    let error = Error::at(&file.path, metadata::line(file, "points"), problem);
    ((points - declared).abs() > f64::EPSILON)
        .then(|| error.fix(format!("write `points: {points}`, or change a check's")))
}

fn read_check(
    directory: &Path,
    file: &RuleFile,
    id: &str,
    sections: Option<&[String]>,
) -> Result<(Order, Check), Error> {
    let expected = directory.join(id.replace('.', "/")).with_extension("rego");
    let refused = |field: &str, problem: String| Error::at(&file.path, metadata::line(file, field), problem);
    if file.path != expected {
        let problem = format!("the check {id} belongs into {}", expected.display());
        return Err(refused("package", problem).fix("move the file, or declare the package of its path"));
    }
    let annotations = metadata::of_package::<CheckFields>(file)?;
    let fields = annotations.custom;
    // Without a pack file there are no sections to compare with.
    let section =
        sections.map_or(Some(0), |sections| sections.iter().position(|section| *section == fields.handout));
    let Some(section) = section else {
        let known = sections.unwrap_or_default().join("; ");
        let problem = format!("handout: {:?} is none of the pack's sections: {known}", fields.handout);
        return Err(
            refused("handout", problem).fix("name one of them, or add this one to the pack's METADATA")
        );
    };
    if !(fields.points.is_finite() && fields.points > 0.0) {
        let problem = format!("points: {} is no number above 0", fields.points);
        return Err(refused("points", problem).fix("give what the check is worth"));
    }
    let links = annotations.related_resources.into_iter();
    let check = Check {
        id: id.to_owned(),
        title: annotations.title,
        // Its line breaks are those of the rule's file.
        description: annotations.description.split_whitespace().collect::<Vec<_>>().join(" "),
        points: fields.points,
        requires: fields.requires,
        handout: fields.handout,
        help: fields.help.trim().to_owned(),
        argument: fields.argument,
        links: links.map(|link| Link { title: link.description, address: link.address }).collect(),
    };
    Ok(((section, fields.order), check))
}

/// Requirements that are unknown or go round in a circle, one for each check.
fn requirements(found: &BTreeMap<String, (Order, Check, &RuleFile)>) -> Vec<Error> {
    let problem = |(_, check, file): &(Order, Check, &RuleFile)| {
        let refused = |problem| Error::at(&file.path, metadata::line(file, "requires"), problem);
        if let Some(unknown) = check.requires.iter().find(|id| !found.contains_key(*id)) {
            let problem = format!("requires: there is no check {unknown}");
            return Some(refused(problem).fix("name checks by their package below `checks`"));
        }
        let problem = format!("requires: {} requires itself, directly or through others", check.id);
        requires_itself(check, found).then(|| refused(problem).fix("take out one of the circle"))
    };
    found.values().filter_map(problem).collect()
}

fn requires_itself(check: &Check, found: &BTreeMap<String, (Order, Check, &RuleFile)>) -> bool {
    let mut reached = BTreeSet::new();
    let mut open: Vec<&str> = check.requires.iter().map(String::as_str).collect();
    while let Some(id) = open.pop() {
        if id == check.id {
            return true;
        }
        if reached.insert(id) {
            let further = found.get(id).into_iter().flat_map(|(_, check, _)| &check.requires);
            open.extend(further.map(String::as_str));
        }
    }
    false
}
