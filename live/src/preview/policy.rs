//! Who may do what: IAM policies of roles, and policies of buckets.
//!
//! Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>

use serde_json::{Value, json};

use super::deployment::{Deployment, flag, items, strings};
use super::wildcard::fits;

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Principal {
    /// A role, by ARN.
    Role(String),
    /// A CloudFront origin access identity: its id, and its canonical user.
    Identity {
        id: String,
        canonical: String,
    },
    /// A distribution that signs with origin access control, by ARN.
    Distribution(String),
    Anonymous,
    /// The preview itself, which deploys: may do everything.
    Deployer,
}

/// What is asked.
pub(super) struct Request<'a> {
    pub(super) principal: &'a Principal,
    pub(super) action: &'a str,
    pub(super) resource: &'a str,
    /// Whether it came over TLS.
    pub(super) secure: bool,
    pub(super) account: &'a str,
}

/// The statements of one policy document.
#[derive(Debug, Clone, Default)]
pub(super) struct Statements(Vec<Value>);

impl Statements {
    pub(super) fn of(document: &Value) -> Self {
        Self(items(&document["Statement"]).cloned().collect())
    }

    /// Whether a statement lets everyone in, which a public access block forbids.
    pub(super) fn are_public(&self) -> bool {
        let everyone =
            |principal: &Value| principal == "*" || strings(&principal["AWS"]).iter().any(|who| who == "*");
        self.0.iter().any(|statement| {
            statement["Effect"] == "Allow"
                && everyone(&statement["Principal"])
                && statement["Condition"].as_object().is_none_or(|conditions| conditions.is_empty())
        })
    }

    /// Without what lets everyone in.
    pub(super) fn without_public(&self) -> Self {
        let kept = self.0.iter().filter(|statement| !Self(vec![(*statement).clone()]).are_public());
        Self(kept.cloned().collect())
    }

    fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether a statement with this effect speaks of the request; of a role's own policies no principal is asked.
    fn say(&self, effect: &str, request: &Request<'_>, with_principal: bool) -> bool {
        self.0.iter().any(|statement| {
            statement["Effect"] == effect
                && (!with_principal || names(statement, request))
                && covers(statement, "Action", request.action, true)
                && covers(statement, "Resource", request.resource, false)
                && conditions_hold(&statement["Condition"], request, effect == "Deny")
        })
    }
}

/// Whether the role's own statements and the resource's together allow the request.
pub(super) fn allows(identity: &Statements, resource: &Statements, request: &Request<'_>) -> bool {
    if *request.principal == Principal::Deployer {
        return true;
    }
    let denied = identity.say("Deny", request, false) || resource.say("Deny", request, true);
    !denied && (identity.say("Allow", request, false) || resource.say("Allow", request, true))
}

/// All statements of a role: inline, attached, and managed. What is attached but not known here is named.
pub(super) fn of_role(deployment: &Deployment, arn: &str, unknown: &mut Vec<String>) -> Statements {
    let mut all = Statements::default();
    let Some(role) = deployment.find("AWS::IAM::Role", arn) else {
        return all;
    };
    for policy in items(role.get("Policies")) {
        all.extend(Statements::of(&policy["PolicyDocument"]));
    }
    let mut managed = strings(role.get("ManagedPolicyArns"));
    for kind in ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"] {
        for policy in deployment.of(kind) {
            let attached = strings(policy.get("Roles")).contains(&role.reference);
            if attached || managed.contains(&policy.reference) {
                all.extend(Statements::of(policy.get("PolicyDocument")));
                managed.retain(|arn| *arn != policy.reference);
            }
        }
    }
    for arn in managed {
        match aws_managed(arn.rsplit('/').next().unwrap_or_default()) {
            Some(document) => all.extend(Statements::of(&document)),
            None => unknown
                .push(format!("{}: the managed policy {arn} is not known, and grants nothing", role.title())),
        }
    }
    if !role.get("PermissionsBoundary").is_null() {
        unknown.push(format!("{}: its permissions boundary is not looked at", role.title()));
    }
    all
}

/// The policies of AWS that matter to this assignment, as far as they matter.
fn aws_managed(name: &str) -> Option<Value> {
    let allow =
        |actions: Value| json!({"Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]});
    Some(match name {
        "AdministratorAccess" => allow(json!("*")),
        "PowerUserAccess" => {
            json!({"Statement": [{"Effect": "Allow", "NotAction": ["iam:*", "organizations:*", "account:*"], "Resource": "*"}]})
        }
        "AmazonS3FullAccess" => allow(json!(["s3:*", "s3-object-lambda:*"])),
        "AmazonS3ReadOnlyAccess" => allow(json!(["s3:Get*", "s3:List*", "s3:Describe*"])),
        "SecretsManagerReadWrite" => allow(json!(["secretsmanager:*"])),
        "AmazonECSTaskExecutionRolePolicy" => allow(json!([
            "ecr:GetAuthorizationToken",
            "ecr:BatchCheckLayerAvailability",
            "ecr:GetDownloadUrlForLayer",
            "ecr:BatchGetImage",
            "logs:CreateLogStream",
            "logs:PutLogEvents"
        ])),
        "AWSLambdaBasicExecutionRole" => allow(json!(["logs:*"])),
        _ => return None,
    })
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
fn covers(statement: &Value, element: &str, asked: &str, ignore_case: bool) -> bool {
    let fold = |text: &str| if ignore_case { text.to_ascii_lowercase() } else { text.to_owned() };
    let any = |patterns: &Value| strings(patterns).iter().any(|pattern| fits(&fold(pattern), &fold(asked)));
    match statement.get(format!("Not{element}")) {
        Some(patterns) => !any(patterns),
        None => any(&statement[element]),
    }
}

fn names(statement: &Value, request: &Request<'_>) -> bool {
    match statement.get("NotPrincipal") {
        Some(principal) => !is_principal(principal, request),
        None => is_principal(&statement["Principal"], request),
    }
}

fn is_principal(principal: &Value, request: &Request<'_>) -> bool {
    let aws = strings(&principal["AWS"]);
    if principal == "*" || aws.iter().any(|who| who == "*") {
        return true;
    }
    match request.principal {
        Principal::Role(arn) => aws.iter().any(|who| {
            who == arn || who == request.account || *who == format!("arn:aws:iam::{}:root", request.account)
        }),
        Principal::Identity { id, canonical } => {
            let user = format!("arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity {id}");
            aws.contains(&user) || strings(&principal["CanonicalUser"]).contains(canonical)
        }
        Principal::Distribution(_) => {
            strings(&principal["Service"]).iter().any(|service| service == "cloudfront.amazonaws.com")
        }
        Principal::Anonymous | Principal::Deployer => false,
    }
}

/// Whether all conditions hold. One that is not known here neither allows nor lifts a denial.
fn conditions_hold(conditions: &Value, request: &Request<'_>, denies: bool) -> bool {
    conditions.as_object().into_iter().flatten().all(|(operator, keys)| {
        keys.as_object()
            .into_iter()
            .flatten()
            .all(|(key, wanted)| condition_holds(operator, key, wanted, request).unwrap_or(denies))
    })
}

/// `None` when the operator or the key is not known here.
fn condition_holds(operator: &str, key: &str, wanted: &Value, request: &Request<'_>) -> Option<bool> {
    let secure = if request.secure { "true" } else { "false" };
    let actual = match (key.to_ascii_lowercase().as_str(), request.principal) {
        ("aws:securetransport", _) => secure,
        ("aws:sourcearn", Principal::Distribution(arn)) => arn,
        ("aws:sourceaccount", Principal::Distribution(_)) => request.account,
        ("aws:principalarn", Principal::Role(arn)) => arn,
        ("aws:principalaccount", Principal::Role(_)) => request.account,
        ("aws:sourcearn" | "aws:sourceaccount" | "aws:principalarn" | "aws:principalaccount", _) => "",
        _ => return None,
    };
    let operator = operator.strip_suffix("IfExists").unwrap_or(operator);
    let any = |holds: &dyn Fn(&str) -> bool| {
        items(wanted).any(|one| holds(&one.as_str().map_or_else(|| one.to_string(), str::to_owned)))
    };
    Some(match operator {
        "Bool" => flag(&Value::from(actual)) == items(wanted).any(flag),
        "StringEquals" | "ArnEquals" => any(&|one| fits_if_arn(operator, one, actual)),
        "StringLike" | "ArnLike" => any(&|one| fits(one, actual)),
        "StringNotEquals" => !any(&|one| one == actual),
        "StringNotLike" | "ArnNotLike" | "ArnNotEquals" => !any(&|one| fits(one, actual)),
        _ => return None,
    })
}

/// `ArnEquals` takes wildcards as `ArnLike` does.
fn fits_if_arn(operator: &str, pattern: &str, actual: &str) -> bool {
    if operator == "ArnEquals" { fits(pattern, actual) } else { pattern == actual }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks<'a>(principal: &'a Principal, action: &'a str, resource: &'a str, secure: bool) -> Request<'a> {
        Request { principal, action, resource, secure, account: "1" }
    }

    #[test]
    fn a_denial_wins_over_what_is_allowed() {
        let own = Statements::of(&json!({"Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"},
            {"Effect": "Deny", "Action": ["s3:put*"], "Resource": "*"},
        ]}));
        let role = Principal::Role("arn:r".to_owned());
        let none = Statements::default();
        assert!(allows(&own, &none, &asks(&role, "s3:GetObject", "arn:aws:s3:::b/k", true)));
        assert!(!allows(&own, &none, &asks(&role, "s3:PutObject", "arn:aws:s3:::b/k", true)));
        assert!(!allows(&own, &none, &asks(&role, "s3:GetObject", "arn:aws:s3:::c/k", true)));
    }

    #[test]
    fn a_bucket_lets_in_the_identity_it_names_and_only_over_tls() {
        let bucket = Statements::of(&json!({"Statement": [
            {"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "s3:*", "Resource": "*",
             "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            {"Effect": "Allow", "Principal": {"CanonicalUser": "abc"}, "Action": "s3:GetObject", "Resource": "*"},
        ]}));
        let own = Statements::default();
        let user =
            |canonical: &str| Principal::Identity { id: "E1".to_owned(), canonical: canonical.to_owned() };
        assert!(allows(&own, &bucket, &asks(&user("abc"), "s3:GetObject", "arn:aws:s3:::b/k", true)));
        assert!(!allows(&own, &bucket, &asks(&user("abc"), "s3:GetObject", "arn:aws:s3:::b/k", false)));
        assert!(!allows(&own, &bucket, &asks(&user("x"), "s3:GetObject", "arn:aws:s3:::b/k", true)));
        assert!(!allows(
            &own,
            &bucket,
            &asks(&Principal::Anonymous, "s3:GetObject", "arn:aws:s3:::b/k", true)
        ));
    }

    #[test]
    fn origin_access_control_is_bound_to_its_distribution() {
        let bucket = Statements::of(&json!({"Statement": {
            "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"}, "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/*", "Condition": {"StringEquals": {"AWS:SourceArn": "arn:d1"}},
        }}));
        let asked = |arn: &str| {
            let principal = Principal::Distribution(arn.to_owned());
            allows(
                &Statements::default(),
                &bucket,
                &asks(&principal, "s3:GetObject", "arn:aws:s3:::b/k", true),
            )
        };
        assert!(asked("arn:d1"));
        assert!(!asked("arn:d2"));
    }

    #[test]
    fn conditions_that_are_not_known_never_help() {
        let own = Statements::of(&json!({"Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
        ]}));
        let role = Principal::Role("arn:r".to_owned());
        assert!(!allows(&own, &Statements::default(), &asks(&role, "s3:GetObject", "x", true)));
    }
}
