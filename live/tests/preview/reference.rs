//! The finished assignment, and what students begin with.

use std::process::Command;

use infragrade_live::preview::{Options, grade, run};
use infragrade_live::robot;

use super::support::{client, input, interaction, options, preview, root, told};

const SITE: &str = "yoctogram.codyho.infracourse.cloud";

#[tokio::test]
async fn the_finished_assignment_can_be_used() {
    let preview = preview(&input("reference")).await;
    assert_eq!(preview.problems(), Vec::<String>::new(), "{}", told(&preview));
    assert_eq!(preview.website(), Some(SITE));
    let failed = interaction(&preview).await;
    assert!(failed.is_none(), "{failed:#?}\n{}", told(&preview));

    let client = client(&preview);
    for path in ["/", "/login", "/p/1"] {
        let page = client.get(format!("https://{SITE}{path}")).send().await.unwrap();
        assert_eq!(
            (page.status().as_u16(), &page.headers()["content-type"]),
            (200, &"text/html".parse().unwrap()),
            "{path}"
        );
    }
    for (from, to) in [
        (format!("http://{SITE}/a?b=1"), format!("https://{SITE}/a?b=1")),
        (format!("http://api.{SITE}/a?b=1"), format!("https://api.{SITE}:443/a?b=1")),
    ] {
        let answer = client.get(&from).send().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.headers()["location"].to_str().unwrap()),
            (301, to.as_str())
        );
    }
    // The certificate of the website is not for other names that lead there.
    let wrong = preview.hosts().iter().find(|(name, _)| name.ends_with(".elb.amazonaws.com")).unwrap().0;
    let refused = client.get(format!("https://{wrong}/")).send().await.unwrap_err();
    assert!(format!("{refused:?}").contains("NotValidForName"), "{refused:?}");
    preview.stop().await;
}

/// The website itself, in the real Chromium.
#[test]
fn the_finished_assignment_has_all_points() {
    let web = root().join("web/dist");
    assert!(web.is_dir(), "{}: run `npm ci && npm run build` in web/ first", web.display());
    let options = Options { web: Some(web), ..options() };
    let robot = robot::Options::new(format!("https://{SITE}").parse().unwrap());
    let mut problems = Vec::new();
    let graded =
        grade(&input("reference"), &options, robot, |preview| problems.extend_from_slice(preview.problems()));
    let report = graded.unwrap().unwrap();
    assert_eq!((report.score, report.max_score), (60.0, 60.0), "{report:#?}\n{problems:#?}");
    assert_eq!(problems, Vec::<String>::new());
    let wrong: Vec<_> = report.advice.iter().filter(|advice| !advice.ok).collect();
    assert!(wrong.is_empty() && report.advice.len() == 6, "{report:#?}");
}

#[tokio::test]
async fn the_robot_finds_no_other_names() {
    let preview = preview(&input("reference")).await;
    let robot = robot::Options::new("https://localhost".parse().unwrap());
    let robot = robot::Options { advice: false, ..preview.visitor(robot).unwrap() };
    let report = tokio::task::spawn_blocking(move || robot::run(&robot)).await.unwrap();
    let said: Vec<_> = report.steps.iter().filter_map(|step| step.message.as_deref()).collect();
    assert_eq!(
        said,
        [
            "the name localhost does not resolve (no record leads there)",
            "the front page does not open: net::ERR_NAME_NOT_RESOLVED"
        ]
    );
    preview.stop().await;
}

#[tokio::test]
async fn what_is_not_run_is_named() {
    let preview = preview(&input("reference")).await;
    let unmodelled = preview.unmodelled().join("\n");
    for named in ["AWS::Lambda::Function (", "AWS::S3::Bucket LifecycleConfiguration (yoctogram-data-stack/"]
    {
        assert!(unmodelled.contains(named), "{unmodelled}");
    }
    preview.stop().await;
}

#[tokio::test]
async fn the_starter_is_told_what_is_missing() {
    let preview = preview(&input("starter")).await;
    let problems = preview.problems().join("\n");
    for told in [
        "Service: the task ended with exit status 1: yoctogram: PRODUCTION is not set; set it to true or false",
        "yoctogram.codyho.infracourse.cloud leads here and is not one of its aliases, so it answers 403",
    ] {
        assert!(problems.contains(told), "{problems}");
    }
    let failed = interaction(&preview).await.unwrap();
    assert_eq!(failed.id, "interaction.first.register");
    assert!(failed.message.unwrap().contains("was not accepted (it is for another name)"));
    assert!(failed.help.unwrap().contains("this name among its domain names"));
    preview.stop().await;
}

#[test]
fn a_signal_ends_all_and_leaves_nothing_behind() {
    let mut seen = None;
    run(&input("reference"), &options(), |preview| {
        let folder = preview.authority_file().parent().unwrap().to_owned();
        let addresses: Vec<_> = preview.hosts().values().copied().collect();
        assert!(folder.is_dir() && std::net::TcpStream::connect(addresses[0]).is_ok());
        seen = Some((folder, addresses));
        let own = std::process::id().to_string();
        assert!(Command::new("kill").args(["-TERM", &own]).status().unwrap().success());
    })
    .unwrap();
    let (folder, addresses) = seen.unwrap();
    assert!(!folder.exists());
    for address in addresses {
        assert!(std::net::TcpStream::connect(address).is_err(), "{address}");
    }
    let own = std::process::id().to_string();
    let children = Command::new("ps").args(["--no-headers", "-o", "comm", "--ppid", &own]).output().unwrap();
    let children = String::from_utf8_lossy(&children.stdout).replace("ps\n", "");
    assert!(!children.contains("postgres") && !children.contains("yoctogram"), "{children}");
}
