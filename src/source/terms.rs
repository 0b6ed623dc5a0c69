//! A check's help in the student's own terms: the names that their imports and variables have.

use super::python::Program;
use super::python::syntax::File;

/// What the help calls the modules of the CDK, as the starter code imports them.
const MODULES: [(&str, &str); 12] = [
    ("acm", "aws_cdk.aws_certificatemanager"),
    ("cloudfront", "aws_cdk.aws_cloudfront"),
    ("ec2", "aws_cdk.aws_ec2"),
    ("ecs", "aws_cdk.aws_ecs"),
    ("ecs_patterns", "aws_cdk.aws_ecs_patterns"),
    ("logs", "aws_cdk.aws_logs"),
    ("origins", "aws_cdk.aws_cloudfront_origins"),
    ("r53", "aws_cdk.aws_route53"),
    ("rds", "aws_cdk.aws_rds"),
    ("s3", "aws_cdk.aws_s3"),
    ("s3_deployment", "aws_cdk.aws_s3_deployment"),
    ("secretsmanager", "aws_cdk.aws_secretsmanager"),
];

/// What the help calls the only construct of a class, as the starter code does.
const VARIABLES: [(&str, &str); 2] =
    [("app_secret_key", "Secret"), ("task_definition", "FargateTaskDefinition")];

/// Puts the names of a file for those of the starter code, where they are known for sure.
pub(super) fn of_file<'t>(help: &str, program: &Program<'t>, files: &'t [File], file: usize) -> String {
    let mut text = String::with_capacity(help.len());
    let mut rest = help;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic() || c == '_') {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(from.len());
        let (name, after) = from.split_at(end);
        text.push_str(before);
        // After a dot it is somebody's attribute, before `=` an argument's name.
        let is_free = !text.ends_with('.') && !after.starts_with('=');
        let own = if is_free { own_name(name, after, program, files, file) } else { None };
        text.push_str(own.unwrap_or(name));
        rest = after;
    }
    text + rest
}

fn own_name<'t>(
    name: &str,
    after: &str,
    program: &Program<'t>,
    files: &'t [File],
    file: usize,
) -> Option<&'t str> {
    if let Some((_, module)) = MODULES.iter().find(|(known, _)| *known == name && after.starts_with('.')) {
        let mut bound =
            program.imports.iter().filter(|import| import.file == file && import.dotted == *module);
        let import = bound.next()?;
        return bound.all(|other| other.name == import.name).then_some(import.name);
    }
    let (_, class) = VARIABLES.iter().find(|(known, _)| *known == name)?;
    let mut made = program.events.iter().filter(|event| event.is_construct && event.name == *class);
    let event = made.next().filter(|event| event.span.file == file)?;
    if made.any(|other| other.span != event.span) {
        return None;
    }
    files[file].assigned_name(event.span)
}
