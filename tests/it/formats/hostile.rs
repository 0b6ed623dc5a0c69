//! What a student names means nothing to any format.

use infragrade::report::{Report, html};
use proptest::prelude::*;
use quick_xml::events::Event;
use quick_xml::{Reader, XmlVersion};
use serde_json::Value;

use super::reports::{HARM, hostile, of};
use super::{FORMATS, written};
use crate::support::fixtures;

/// Any text, with the pieces that mean something more often than chance would have them.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        any::<char>().prop_map(String::from),
        prop::sample::select(HARM.split_inclusive(' ').collect::<Vec<_>>()).prop_map(str::to_owned),
        prop::sample::select(vec!["<", ">", "\"", "'", "&", "::", "%", "\n", "]]>", "--", "`", "{1}", "##["])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(pieces, 1..12).prop_map(|pieces| pieces.concat())
}

fn format(name: &str, report: &Report) -> String {
    let (_, write) = FORMATS.into_iter().find(|(known, _)| *known == name).unwrap();
    written(write, report)
}

fn count(text: &str, c: char) -> usize {
    text.chars().filter(|other| *other == c).count()
}

/// Reads XML; gives the elements' names, and every value and text.
fn parse(xml: &str) -> (Vec<String>, Vec<String>) {
    let mut reader = Reader::from_str(xml);
    let (mut names, mut values) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return (names, values),
            Event::Start(element) | Event::Empty(element) => {
                names.push(String::from_utf8(element.name().as_ref().to_vec()).unwrap());
                for attribute in element.attributes() {
                    let value = attribute.unwrap().normalized_value(XmlVersion::Implicit1_0).unwrap();
                    values.push(value.into_owned());
                }
            }
            Event::Text(text) => values.push(text.decode().unwrap().into_owned()),
            _ => {}
        }
    }
}

/// The texts of a JSON document.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| texts(value, found)),
        Value::Object(entries) => entries.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn junit_keeps_its_shape(text in text()) {
        let (names, values) = parse(&format("junit", &hostile(&text)));
        prop_assert_eq!(names, parse(&format("junit", &hostile("x"))).0);
        let is_xml = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'));
        prop_assert!(values.iter().all(|value| value.chars().all(is_xml)));
    }

    #[test]
    fn the_page_keeps_its_elements(text in text()) {
        let page = format("html", &hostile(&text));
        let harmless = format("html", &hostile("xx"));
        // A text of several lines makes a code frame of several, and where one is empty there is nothing to mark.
        let varying = |page: &str| 6 * page.matches("<span class=\"line\">").count() + 2 * page.matches("<mark>").count();
        let own = |page: &str| count(page, '<') - varying(page);
        prop_assert_eq!(own(&page), own(&harmless));
        prop_assert_eq!(page.matches("<script").count(), 1);
        prop_assert!(!page.contains("<img"));
    }

    #[test]
    fn github_sees_only_our_commands(text in text()) {
        let log = format("github", &hostile(&text));
        let ours = ["::error ", "::warning ", "::notice "];
        for line in log.lines() {
            let is_ours = ours.iter().any(|command| line.starts_with(command));
            prop_assert!(is_ours || !(line.contains("::") || line.contains("##[")), "{}", line);
        }
        prop_assert_eq!(log.lines().count(), 4);
        prop_assert!(!log.contains('\r'));
    }

    #[test]
    fn sarif_and_gradescope_hold_text(text in text()) {
        let log: Value = serde_json::from_str(&format("sarif", &hostile(&text))).unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            prop_assert!(uri.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~/%".contains(&byte)));
            let message = result["message"]["text"].as_str().unwrap().replace("\\\\", "").replace("\\[", "").replace("\\]", "");
            prop_assert!(!message.contains('[') && !message.contains(']'), "{}", message);
        }
        let help = log["runs"][0]["tool"]["driver"]["rules"][0]["help"]["markdown"].as_str().unwrap();
        prop_assert!(!help.contains("<script") && !help.contains("<img"));
        let results: Value = serde_json::from_str(&format("gradescope", &hostile(&text))).unwrap();
        let mut found = Vec::new();
        texts(&results, &mut found);
        prop_assert!(found.iter().all(|text| text.chars().all(|c| c == '\n' || !c.is_control())));
    }
}

#[test]
fn a_picture_of_hostile_names_is_still_a_picture() {
    let folder = tempfile::tempdir().unwrap();
    let harm = serde_json::to_string(HARM).unwrap();
    let harm = harm.trim_matches('"');
    for entry in std::fs::read_dir(fixtures().join("starter")).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        // Construct paths, domain names, addresses: all but the names that files and stacks have.
        let text =
            text.replace("/yoctogram-", &format!("/{harm}")).replace("codyho.", harm).replace("10.0.", harm);
        let text =
            if path.ends_with("manifest.json") { std::fs::read_to_string(&path).unwrap() } else { text };
        std::fs::write(folder.path().join(path.file_name().unwrap()), text).unwrap();
    }
    let report = of(folder.path(), "");
    let mut page = Vec::new();
    html::write(&mut page, &report).unwrap();
    let page = String::from_utf8(page).unwrap();
    assert!(page.contains("&lt;script&gt;"), "the names are in it");
    assert_eq!(page.matches("<script").count(), 1);
    assert!(!page.contains("<img"));
    let start = page.find("<svg viewBox").unwrap();
    let end = start + page[start..].find("</svg>").unwrap() + "</svg>".len();
    let (names, _) = parse(&page[start..end]);
    assert!(names.iter().filter(|name| *name == "a").count() > 10, "what is wrong is marked");
}
