//! `fixtures/combinations/zones.py`

use synthesizer::aws_ec2::{Vpc, VpcAttributes};
use synthesizer::aws_iam::{AccountPrincipal, Role, RoleProps};
use synthesizer::aws_route53::*;
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::{App, CfnOutput, CfnOutputProps, Construct, Duration, Result, Text};

use crate::support::{assert_all_equal, combinations, named_stack, stack};
use crate::surroundings::{imported_vpc, imported_zone, small_vpc, texts};

fn output(scope: &dyn Construct, id: &str, value: Text) -> Result<()> {
    CfnOutput::new(scope, id, CfnOutputProps::new(value)).map(drop)
}

fn record_kinds(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let zone = PublicHostedZone::new(&scope, "Zone", PublicHostedZoneProps::new("example.com"))?;
    let named = |name: &str| RecordSetOptions::named(&zone, name);
    let unnamed = || RecordSetOptions::new(&zone);
    let addresses = RecordTarget::from_ip_addresses(["192.0.2.1", "192.0.2.2"]);
    ARecord::new(&scope, "Apex", addresses.clone(), unnamed())?;
    let ttl = Some(Duration::minutes(5));
    ARecord::new(&scope, "Relative", addresses.clone(), RecordSetOptions { ttl, ..named("www") })?;
    let comment = Some("app".to_owned());
    ARecord::new(
        &scope,
        "Full",
        addresses.clone(),
        RecordSetOptions { comment, ..named("app.example.com") },
    )?;
    ARecord::new(&scope, "Dotted", addresses, named("dot.example.com."))?;
    AaaaRecord::new(&scope, "Six", RecordTarget::from_ip_addresses(["2001:db8::1"]), named("six"))?;
    CnameRecord::new(&scope, "Cname", "example.net".into(), named("alias"))?;
    TxtRecord::new(&scope, "Text", &["v=\"1\"", "plain"], named("_text"))?;
    TxtRecord::new(&scope, "LongText", &[&"0123456789".repeat(60)], named("_long"))?;
    let server = |host_name: &str, priority| MxRecordValue { host_name: host_name.into(), priority };
    let servers = vec![server("mx1.example.com", 10), server("mx2.example.com", 20)];
    MxRecord::new(&scope, "Mail", servers, unnamed())?;
    let sip = SrvRecordValue { host_name: "sip.example.com".into(), port: 5060, priority: 1, weight: 2 };
    SrvRecord::new(&scope, "Service", vec![sip], named("_sip._tcp"))?;
    let authority = CaaRecordValue { flag: 0, tag: CaaTag::Issue, value: "letsencrypt.org".into() };
    CaaRecord::new(&scope, "Authority", vec![authority], unnamed())?;
    CaaAmazonRecord::new(&scope, "Amazon", named("amazon"))?;
    NsRecord::new(&scope, "Servers", texts(["ns1.example.net", "ns2.example.net."]), named("sub"))?;
    DsRecord::new(&scope, "Signer", texts(["12345 3 1 123456789ABC"]), named("signed"))?;
    Ok(())
}

fn zone_options(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let props = PublicHostedZoneProps {
        comment: Some("the course's".to_owned()),
        caa_amazon: true,
        query_logs_log_group_arn: Some("arn:aws:logs:us-east-1:123456789012:log-group:/dns".into()),
        ..PublicHostedZoneProps::new("example.com")
    };
    let zone = PublicHostedZone::new(&scope, "Zone", props)?;
    let student = PublicHostedZone::new(&scope, "Student", PublicHostedZoneProps::new("cody.example.com"))?;
    let options =
        ZoneDelegationOptions { comment: Some("a student's".to_owned()), ttl: Some(Duration::hours(1)) };
    zone.add_delegation(&student, options)?;
    let props = RoleProps {
        role_name: Some("delegate".into()),
        ..RoleProps::assumed_by(AccountPrincipal::new("210987654321"))
    };
    zone.grant_delegation(&Role::new(&scope, "Delegate", props)?)?;
    let bare =
        PublicHostedZoneProps { add_trailing_dot: false, ..PublicHostedZoneProps::new("bare.example.com") };
    PublicHostedZone::new(&scope, "Bare", bare)?;
    output(&scope, "Arn", student.hosted_zone_arn()?)
}

fn private_zones(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let zone = PrivateHostedZone::new(&scope, "Zone", "inside.example.com", &small_vpc(&scope)?)?;
    zone.add_vpc(&imported_vpc(&scope)?)?;
    let host = RecordTarget::from_ip_addresses(["10.0.0.9"]);
    ARecord::new(&scope, "Host", host, RecordSetOptions::named(&zone, "host"))?;
    let far = VpcAttributes {
        vpc_id: "vpc-9".into(),
        availability_zones: texts(["us-east-2a"]),
        region: Some("us-east-2".into()),
        ..VpcAttributes::default()
    };
    let far = Vpc::from_vpc_attributes(&scope, "Far", far)?;
    let general = HostedZoneProps { vpcs: vec![far], ..HostedZoneProps::new("general.example.com") };
    let general = HostedZone::new(&scope, "General", general)?;
    TxtRecord::new(&general, "Text", &["inside"], RecordSetOptions::new(&general)).map(drop)
}

fn imported_zones(app: &App) -> Result<()> {
    let (dns, site) = (named_stack(app, "Dns")?, named_stack(app, "Site")?);
    let made = PublicHostedZone::new(&dns, "Zone", PublicHostedZoneProps::new("example.com"))?;
    let by_id = HostedZone::from_hosted_zone_id(&site, "ById", "Z11111111")?;
    let target = RecordTarget::from_values(["192.0.2.7"]);
    let imported = imported_zone(&site)?;
    ARecord::new(&site, "Attributes", target.clone(), RecordSetOptions::named(&imported, "www"))?;
    ARecord::new(&site, "Made", target, RecordSetOptions::named(&made, "www"))?;
    output(&site, "IdArn", by_id.hosted_zone_arn()?)?;
    output(&site, "Servers", made.zone_name()?)
}

fn alias_records(app: &App) -> Result<()> {
    let scope = stack(app)?;
    let zone = imported_zone(&scope)?;
    let addresses = RecordTarget::from_ip_addresses(["192.0.2.1"]);
    let record = ARecord::new(&scope, "Apex", addresses, RecordSetOptions::new(&zone))?;
    let www = RecordTarget::from_alias(Route53RecordTarget::new(&record));
    ARecord::new(&scope, "Www", www, RecordSetOptions::named(&zone, "www"))?;
    let props = BucketProps {
        bucket_name: Some("site.example.org".into()),
        website_index_document: Some("index.html".to_owned()),
        ..BucketProps::default()
    };
    let bucket = Bucket::new(&scope, "Site", props)?;
    let site = RecordTarget::from_alias(BucketWebsiteTarget::new(&bucket));
    AaaaRecord::new(&scope, "Bucket", site, RecordSetOptions::named(&zone, "site")).map(drop)
}

#[test]
fn combinations_equal_the_recordings() {
    assert_all_equal(combinations![
        record_kinds,
        zone_options,
        private_zones.without_paths(),
        imported_zones,
        alias_records
    ]);
}

#[test]
fn a_public_zone_takes_no_vpc() {
    let app = App::new(synthesizer::AppProps::default());
    let scope = stack(&app).unwrap();
    let zone = PublicHostedZone::new(&scope, "Zone", PublicHostedZoneProps::new("example.com")).unwrap();
    let error = zone.add_vpc(&imported_vpc(&scope).unwrap()).unwrap_err().to_string();
    assert_eq!(error, "Stack/Zone: Cannot associate public hosted zones with a VPC");
}
