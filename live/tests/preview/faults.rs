//! Recorded faults, previewed: each breaks what it breaks in AWS, and the student is told why.

use std::sync::Arc;

use infragrade_live::preview::{Input, Preview};
use serde_json::json;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::support::{client, input, interaction, preview, told};

/// What a fault breaks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Breaks {
    /// A step of the robot.
    Step(&'static str),
    /// A page of the site that ought to be `index.html`.
    Page(&'static str),
    /// The redirect from HTTP.
    Redirect(&'static str),
}

struct Fault {
    recording: &'static str,
    breaks: Breaks,
    /// Is in what is told of the deployment, or in its log.
    because: &'static str,
    edit: fn(&mut Input),
}

const fn fault(recording: &'static str, breaks: Breaks, because: &'static str) -> Fault {
    Fault { recording, breaks, because, edit: |_| {} }
}

const FAULTS: &[Fault] = &[
    fault(
        "environment-production-missing",
        Breaks::Step("interaction.first.register"),
        "PRODUCTION is not set",
    ),
    fault("database-secrets-missing", Breaks::Step("interaction.first.register"), "POSTGRES_HOST is not set"),
    fault("database-name-missing", Breaks::Step("interaction.first.register"), "has no key dbname"),
    fault(
        "container-port-8080",
        Breaks::Step("interaction.first.register"),
        "sends to port 8080; the backend listens on port 80",
    ),
    fault(
        "health-check-port-8080",
        Breaks::Step("interaction.first.register"),
        "ECS stops the task, because its health check fails",
    ),
    fault("service-health-path-other", Breaks::Step("interaction.first.register"), "no healthy target"),
    fault("service-without-database-access", Breaks::Step("interaction.first.register"), "in on port 5432"),
    fault(
        "service-in-isolated-subnets",
        Breaks::Step("interaction.first.register"),
        "isolated: it has no route to the internet",
    ),
    fault("frontend-record-missing", Breaks::Step("interaction.first.register"), "does not resolve"),
    fault(
        "frontend-certificate-us-west-2",
        Breaks::Step("interaction.first.register"),
        "CloudFront takes certificates of us-east-1 only",
    ),
    fault("frontend-api-missing", Breaks::Step("interaction.first.register"), "does not allow POST"),
    fault("frontend-api-origin-http-only", Breaks::Step("interaction.first.register"), "301"),
    fault("grants-public-images-missing", Breaks::Step("interaction.post.public"), "may not s3:PutObject"),
    fault("grants-private-images-missing", Breaks::Step("interaction.post.private"), "may not s3:PutObject"),
    fault("frontend-api-headers-left-out", Breaks::Step("interaction.view.own_public"), "401"),
    fault("buckets-swapped", Breaks::Step("interaction.view.own_public"), "may not s3:ListBucket"),
    fault("distributions-swapped", Breaks::Step("interaction.view.own_public"), "may not s3:ListBucket"),
    // What forbids caching wins over a minimum of no time; so the minimum is raised, which the CDK's default policy
    // does too, but to one second only.
    Fault {
        recording: "frontend-api-cached-a-minute",
        breaks: Breaks::Step("interaction.view.others_private"),
        because: "a stranger was told an address",
        edit: cache_for_a_minute,
    },
    fault("frontend-404-left-out", Breaks::Page("/login"), "404"),
    fault("frontend-identity-without-permission", Breaks::Page("/"), "may not s3:GetObject"),
    fault("service-without-redirect", Breaks::Redirect("api.yoctogram.codyho.infracourse.cloud"), ""),
    fault("frontend-http-allowed", Breaks::Redirect("yoctogram.codyho.infracourse.cloud"), "200"),
];

fn cache_for_a_minute(input: &mut Input) {
    for stack in &mut input.stacks {
        for (_, resource) in stack.template["Resources"].as_object_mut().into_iter().flatten() {
            if resource["Type"] == "AWS::CloudFront::CachePolicy" {
                resource["Properties"]["CachePolicyConfig"]["MinTTL"] = json!(60);
            }
        }
    }
}

/// Several at once: a preview mostly waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_fault_is_felt_and_explained() {
    let places = Arc::new(Semaphore::new(3));
    let mut trials = JoinSet::new();
    for fault in FAULTS {
        let places = Arc::clone(&places);
        trials.spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            try_out(fault).await
        });
    }
    let surprises: Vec<String> = trials.join_all().await.into_iter().flatten().collect();
    assert!(surprises.is_empty(), "{}", surprises.join("\n\n"));
}

/// What is not as the table says.
async fn try_out(fault: &Fault) -> Option<String> {
    let mut input = input(fault.recording);
    (fault.edit)(&mut input);
    let preview = preview(&input).await;
    let (broken, seen) = first_broken(&preview, fault.breaks).await;
    let told = format!("{seen}\n{}", told(&preview));
    preview.stop().await;
    let as_expected = broken == Some(fault.breaks) && told.contains(fault.because);
    (!as_expected).then(|| {
        format!(
            "{}: expected {:?} because {:?}, found {broken:?}\n{told}",
            fault.recording, fault.breaks, fault.because
        )
    })
}

/// What is broken: a step of the robot before all, then what is looked for; and what was seen.
async fn first_broken(preview: &Preview, expected: Breaks) -> (Option<Breaks>, String) {
    if let Some(failed) = interaction(preview).await {
        return (Some(Breaks::Step(failed.id)), format!("{failed:#?}"));
    }
    let get = |url: String| async move {
        match client(preview).get(url).send().await {
            Ok(response) => (response.status().as_u16(), response.text().await.unwrap_or_default()),
            Err(error) => (0, format!("{error:?}")),
        }
    };
    match expected {
        Breaks::Step(_) => (None, String::new()),
        Breaks::Page(path) => {
            let (status, text) = get(format!("https://yoctogram.codyho.infracourse.cloud{path}")).await;
            ((status != 200 || !text.contains("<html")).then_some(expected), format!("{status} {text}"))
        }
        Breaks::Redirect(host) => {
            let (status, text) = get(format!("http://{host}/")).await;
            ((status != 301).then_some(expected), format!("{status} {text}"))
        }
    }
}
