//! The finished assignment, and what students begin with.

use std::process::Command;

use infragrade_live::preview::run;

use super::person::{self, client};
use super::support::{input, options, preview, told};

const SITE: &str = "yoctogram.codyho.infracourse.cloud";

#[tokio::test]
async fn the_finished_assignment_can_be_used() {
    let preview = preview(&input("reference")).await;
    assert_eq!(preview.problems(), Vec::<String>::new(), "{}", told(&preview));
    assert_eq!(preview.website(), Some(SITE));
    let used = person::use_website(&preview).await;
    assert_eq!(used, Ok(()), "{}", told(&preview));

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
    assert!(person::use_website(&preview).await.is_err_and(|failed| failed.step == 1), "{problems}");
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
