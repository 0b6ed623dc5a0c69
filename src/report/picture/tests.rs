//! Pictures of deployments of every shape, from templates.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::layout::{self, Rect, Scene};
use super::marks::Marked;
use super::{End, Kind, Manner, Picture, Tier};
use crate::assembly::{self, Assembly, Environment, Limits, Stack};
use crate::grade::{Grading, grade};
use crate::input;
use crate::policy::{self, Pack};
use crate::report::Report;

fn assembly(resources: Value) -> Assembly {
    let stack = Stack {
        name: "app".to_owned(),
        template_file: "app.template.json".into(),
        template: json!({ "Resources": resources }),
        dependencies: Vec::new(),
        environment: Environment::default(),
        paths: Default::default(),
        images: Vec::new(),
    };
    Assembly { stacks: vec![stack], ..Assembly::default() }
}

/// Some VPC with so many zones and so many subnets of each tier in a zone.
fn network(zones: usize, subnets: usize) -> Map<String, Value> {
    let mut resources = Map::new();
    let mut add = |id: String, kind: &str, properties: Value| {
        resources.insert(id, json!({ "Type": kind, "Properties": properties }));
    };
    add("Vpc".to_owned(), "AWS::EC2::VPC", json!({ "CidrBlock": "10.0.0.0/16" }));
    add("Igw".to_owned(), "AWS::EC2::InternetGateway", json!({}));
    let attached = json!({ "VpcId": { "Ref": "Vpc" }, "InternetGatewayId": { "Ref": "Igw" } });
    add("Attached".to_owned(), "AWS::EC2::VPCGatewayAttachment", attached);
    for (tier, route) in [("Public", Some("GatewayId")), ("Egress", Some("NatGatewayId")), ("Isolated", None)]
    {
        for zone in 0..zones {
            for n in 0..subnets {
                let id = format!("{tier}{zone}{n}");
                let subnet = json!({ "VpcId": { "Ref": "Vpc" }, "AvailabilityZone": format!("zone-{zone}"), "CidrBlock": "10.0.0.0/24" });
                add(id.clone(), "AWS::EC2::Subnet", subnet);
                add(format!("{id}Table"), "AWS::EC2::RouteTable", json!({}));
                let table = json!({ "Ref": format!("{id}Table") });
                let association = json!({ "SubnetId": { "Ref": id }, "RouteTableId": table });
                add(format!("{id}In"), "AWS::EC2::SubnetRouteTableAssociation", association);
                if let Some(route) = route {
                    let target = if tier == "Public" { "Igw" } else { "Nat" };
                    let route = json!({ "RouteTableId": table, "DestinationCidrBlock": "0.0.0.0/0", route: { "Ref": target } });
                    add(format!("{id}Route"), "AWS::EC2::Route", route);
                }
            }
        }
    }
    if zones * subnets > 0 {
        add("Nat".to_owned(), "AWS::EC2::NatGateway", json!({ "SubnetId": { "Ref": "Public00" } }));
    }
    resources
}

fn report(picture: &Picture, checks: Vec<crate::report::Graded>) -> Marked {
    let report = Report {
        schema: "",
        score: 0.0,
        max_score: 0.0,
        notes: Vec::new(),
        checks,
        sources: Default::default(),
        sunet: None,
        picture: None,
    };
    Marked::new(picture, &report)
}

fn overlap(a: Rect, b: Rect) -> bool {
    a.x < b.right() && b.x < a.right() && a.y < b.bottom() && b.y < a.bottom()
}

/// What must hold of every picture; gives the scene.
fn sound(marked: &Marked) -> Scene {
    let scene = layout::lay_out(marked);
    let cards: Vec<Rect> = scene.cards.values().copied().collect();
    assert_eq!(cards.len(), marked.picture.nodes.len(), "everything is drawn");
    assert_eq!(scene.wires.len(), marked.picture.links.len());
    let whole = Rect { x: 0, y: 0, w: scene.width, h: scene.height };
    let boxes = scene.vpcs.iter().map(|vpc| vpc.rect);
    for rect in cards.iter().copied().chain(boxes).chain([scene.visitors]) {
        let inside = rect.x >= 0 && rect.y >= 0 && rect.right() <= whole.w && rect.bottom() <= whole.h;
        assert!(inside && rect.w > 0 && rect.h > 0, "{rect:?} in {whole:?}");
    }
    for (i, card) in cards.iter().enumerate() {
        assert!(!overlap(*card, scene.visitors), "{card:?} on the visitors");
        for other in &cards[..i] {
            assert!(!overlap(*card, *other), "{card:?} on {other:?}");
        }
    }
    for (i, vpc) in scene.vpcs.iter().enumerate() {
        assert!(scene.vpcs[..i].iter().all(|other| !overlap(vpc.rect, other.rect)));
        for (j, cell) in vpc.cells.iter().enumerate() {
            assert!(vpc.cells[..j].iter().all(|other| !overlap(cell.rect, other.rect)), "{cell:?}");
        }
        for (node, card) in &scene.cards {
            let is_within = marked.picture.nodes[*node].within.as_ref().is_some_and(|w| w.vpc == vpc.vpc);
            assert_eq!(overlap(*card, vpc.rect), is_within, "what lies in a VPC is drawn in it");
        }
    }
    scene
}

#[test]
fn networks_of_every_size() {
    for zones in 0..7 {
        for subnets in 0..6 {
            let picture = Picture::of(&assembly(Value::Object(network(zones, subnets))));
            sound(&report(&picture, Vec::new()));
            let [vpc] = picture.vpcs.as_slice() else { panic!("one VPC") };
            let drawn: usize = vpc.subnets.iter().map(|subnet| subnet.count).sum();
            assert_eq!(drawn, 3 * zones * subnets, "none is left out");
            assert!(vpc.has_internet_gateway && vpc.zones.len() <= 4);
            if subnets == 1 {
                for tier in [Tier::Public, Tier::Egress, Tier::Isolated] {
                    let count: usize = vpc.subnets.iter().filter(|s| s.tier == tier).map(|s| s.count).sum();
                    assert_eq!(count, zones, "{tier:?}");
                }
            }
        }
    }
}

#[test]
fn hundreds_of_resources_are_a_picture_of_bounded_size() {
    let mut resources = network(3, 1);
    for i in 0..400 {
        let kinds = [
            "AWS::S3::Bucket",
            "AWS::SecretsManager::Secret",
            "AWS::CloudFront::Distribution",
            "AWS::RDS::DBCluster",
        ];
        resources.insert(format!("R{i}"), json!({ "Type": kinds[i % kinds.len()], "Properties": {} }));
    }
    for i in 0..5 {
        let network =
            json!({ "AwsvpcConfiguration": { "Subnets": [{ "Ref": "Egress00" }, { "Ref": "Egress20" }] } });
        let service =
            json!({ "Type": "AWS::ECS::Service", "Properties": { "NetworkConfiguration": network } });
        resources.insert(format!("Service{i}"), service);
    }
    let picture = Picture::of(&assembly(Value::Object(resources)));
    let scene = sound(&report(&picture, Vec::new()));
    assert!(
        picture.nodes.len() < 40 && scene.height < 3000,
        "{} nodes, {} px",
        picture.nodes.len(),
        scene.height
    );
    let members: usize = picture.nodes.iter().map(|node| node.members.len()).sum();
    assert_eq!(members, 405, "each is part of something that is drawn");
}

#[test]
fn values_that_refer_to_each_other_in_circles_end() {
    let mut assembly = assembly(
        json!({ "B": { "Type": "AWS::S3::BucketPolicy", "Properties": { "Bucket": { "Fn::ImportValue": "x" } } } }),
    );
    let export =
        |name: &str| assembly::Export { stack: "app".to_owned(), value: json!({ "Fn::ImportValue": name }) };
    assembly.exports.insert("x".to_owned(), export("y"));
    assembly.exports.insert("y".to_owned(), export("x"));
    assert!(Picture::of(&assembly).nodes.is_empty());
}

fn recorded(name: &str) -> (Picture, Marked) {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    let assembly = assembly::read(&directory, &Limits::default()).unwrap();
    let mut pack = Pack::builtin().unwrap();
    let evaluations = pack.evaluate(input::build(&assembly, "codyho"), &policy::Limits::default());
    let grading = Grading { catalogue: pack.catalogue(), points_per_violation: None, only: "" };
    let graded = grade(grading, evaluations, &assembly);
    let picture = Picture::of(&assembly);
    let marked = Marked::new(&picture, &graded);
    (picture, marked)
}

#[test]
fn every_recording_can_be_drawn() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut drawn = 0;
    for entry in std::fs::read_dir(fixtures).unwrap() {
        let entry = entry.unwrap();
        if entry.path().join("manifest.json").is_file() {
            let (_, marked) = recorded(&entry.file_name().to_string_lossy());
            sound(&marked);
            assert!(marked.elsewhere.is_empty(), "{:?}", entry.file_name());
            drawn += 1;
        }
    }
    assert!(drawn > 10);
}

#[test]
fn the_finished_assignment_is_connected_as_the_handout_says() {
    let (picture, marked) = recorded("reference");
    let name = |node: usize| {
        picture.nodes[node]
            .facts
            .first()
            .filter(|_| picture.nodes[node].kind == Kind::Name)
            .cloned()
            .unwrap_or(picture.nodes[node].name.clone())
    };
    let links: Vec<String> = picture
        .links
        .iter()
        .filter(|link| link.manner != Manner::Setup)
        .map(|link| {
            let from = match link.from {
                End::Visitors => "visitors".to_owned(),
                End::Node(node) => name(node),
            };
            format!("{from} → {} {}", name(link.to), link.label)
        })
        .collect();
    insta::assert_snapshot!(links.join("\n").replace("yoctogram-", ""));
    assert!(marked.nodes.iter().all(Vec::is_empty) && marked.vpcs.iter().all(Vec::is_empty));
    let inside: Vec<_> =
        picture.nodes.iter().filter_map(|node| Some((node.kind, node.within.as_ref()?))).collect();
    for (kind, tier) in
        [(Kind::LoadBalancer, Tier::Public), (Kind::Service, Tier::Egress), (Kind::Database, Tier::Isolated)]
    {
        let (_, within) = inside.iter().find(|(known, _)| *known == kind).unwrap();
        assert!(
            within.subnets.iter().all(|subnet| picture.vpcs[0].subnets[*subnet].tier == tier),
            "{kind:?}"
        );
    }
}

#[test]
fn what_is_wrong_or_missing_is_marked_at_its_place() {
    let (_, marked) = recorded("vpc-cidr-10-1");
    let ids = |marks: &[super::marks::Mark]| marks.iter().map(|mark| mark.check.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&marked.vpcs[0]), ["network.vpc.cidr"]);
    assert!(marked.nodes.iter().all(Vec::is_empty));

    let (_, marked) = recorded("subnets-without-nat-gateway");
    assert!(ids(&marked.vpcs[0]).contains(&"network.subnets.egress".to_owned()));

    let mut checks = recorded_checks();
    let missing = |i: usize, kind: &str, checks: &mut Vec<crate::report::Graded>| {
        checks[i].violations[0].violation =
            policy::Violation { kind: Some(kind.to_owned()), ..Default::default() };
    };
    missing(0, "AWS::EC2::VPC", &mut checks);
    missing(1, "AWS::RDS::DBCluster", &mut checks);
    missing(2, "AWS::Glue::Job", &mut checks);
    let marked = report(&Picture::default(), checks);
    let scene = sound(&marked);
    assert_eq!((scene.vpcs.len(), scene.cards.len()), (1, 1));
    assert!(marked.is_missing_vpc(0) && marked.is_missing_node(0));
    assert_eq!(marked.picture.nodes[0].kind, Kind::Database);
    assert_eq!(marked.elsewhere.len(), 1);
}

/// Three checks that failed.
fn recorded_checks() -> Vec<crate::report::Graded> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/starter");
    let assembly = assembly::read(&directory, &Limits::default()).unwrap();
    let mut pack = Pack::builtin().unwrap();
    let evaluations = pack.evaluate(input::build(&assembly, "codyho"), &policy::Limits::default());
    let grading = Grading { catalogue: pack.catalogue(), points_per_violation: None, only: "" };
    let mut checks = grade(grading, evaluations, &assembly).checks;
    checks.retain(|check| check.status == crate::report::Status::Fail);
    checks.truncate(3);
    checks.iter_mut().for_each(|check| check.violations.truncate(1));
    checks
}
