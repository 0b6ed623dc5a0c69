//! Clusters with all their options, and services that others find by name (`fixtures/combinations/services.py`).

use synthesizer::aws_ecs::*;
use synthesizer::aws_kms::{Key, KeyProps};
use synthesizer::aws_logs::{LogGroup, LogGroupProps};
use synthesizer::aws_s3::{Bucket, BucketProps};
use synthesizer::aws_servicediscovery::DnsRecordType;
use synthesizer::{App, AppProps, Duration};

use crate::services::{cluster, task};
use crate::support::{USUAL, assert_equal, stack};
use crate::surroundings::small_vpc;

fn namespace(name: &str) -> CloudMapNamespaceOptions {
    CloudMapNamespaceOptions { name: name.to_owned(), ..CloudMapNamespaceOptions::default() }
}

#[test]
fn cluster_options() {
    assert_equal("cluster-options", USUAL, |app| {
        let scope = stack(app)?;
        let vpc = small_vpc(&scope)?;
        let key = Key::new(&scope, "Key", KeyProps::default())?;
        let logs = ExecuteCommandLogConfiguration {
            cloud_watch_log_group: Some(LogGroup::new(&scope, "Commands", LogGroupProps::default())?),
            cloud_watch_encryption_enabled: Some(true),
            s3_bucket: Some(Bucket::new(&scope, "Bucket", BucketProps::default())?),
            s3_encryption_enabled: Some(true),
            s3_key_prefix: Some("commands".to_owned()),
        };
        let props = ClusterProps {
            vpc: Some(vpc),
            cluster_name: Some("classroom".to_owned()),
            container_insights: Some(true),
            enable_fargate_capacity_providers: true,
            default_cloud_map_namespace: Some(namespace("inside")),
            execute_command_configuration: Some(ExecuteCommandConfiguration {
                kms_key: Some(key),
                log_configuration: Some(logs),
                logging: Some(ExecuteCommandLogging::Override),
            }),
        };
        let cluster = Cluster::new(&scope, "Cluster", props)?;
        let name = CloudMapOptions {
            name: Some("web".to_owned()),
            dns_ttl: Some(Duration::seconds(10)),
            ..CloudMapOptions::default()
        };
        let props = FargateServiceProps {
            enable_execute_command: Some(true),
            cloud_map_options: Some(name),
            ..FargateServiceProps::new(&cluster, &task(&scope)?)
        };
        FargateService::new(&scope, "Service", props).map(drop)
    });
}

fn web_port() -> ServiceConnectService {
    ServiceConnectService {
        port_mapping_name: "web".to_owned(),
        dns_name: Some("web.inside".to_owned()),
        port: Some(81),
        discovery_name: Some("site".to_owned()),
        ingress_port_override: None,
    }
}

#[test]
fn service_connect() {
    assert_equal("service-connect", USUAL, |app| {
        let scope = stack(app)?;
        let cluster = cluster(&scope)?;
        cluster.add_default_cloud_map_namespace(CloudMapNamespaceOptions {
            use_for_service_connect: true,
            ..namespace("mesh")
        })?;
        let task = FargateTaskDefinition::new(&scope, "Task", FargateTaskDefinitionProps::default())?;
        let port = PortMapping { name: Some("web".to_owned()), ..PortMapping::new(80) };
        let image = ContainerDefinitionOptions::new(ContainerImage::from_registry("nginx:1.25"));
        task.add_container("web", ContainerDefinitionOptions { port_mappings: vec![port], ..image })?;
        let logs = AwsLogDriverProps { stream_prefix: "mesh".to_owned(), ..AwsLogDriverProps::default() };
        let connect = ServiceConnectProps {
            services: vec![web_port()],
            log_driver: Some(LogDriver::aws_logs(logs)?),
            namespace: None,
        };
        let props = FargateServiceProps {
            service_connect_configuration: Some(connect),
            ..FargateServiceProps::new(&cluster, &task)
        };
        FargateService::new(&scope, "Service", props).map(drop)
    });
}

#[test]
fn services_without_a_namespace_are_refused() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let (cluster, task) = (cluster(&scope).unwrap(), task(&scope).unwrap());
    let service = FargateService::new(&scope, "Service", FargateServiceProps::new(&cluster, &task)).unwrap();
    let by_name = || service.enable_cloud_map(CloudMapOptions::default()).unwrap_err().to_string();
    let expected = "Stack/Service: Cannot enable service discovery if a Cloudmap Namespace has not been created in \
                    the cluster.";
    assert_eq!(by_name(), expected);
    let connect = |services| {
        let props = ServiceConnectProps { services, ..ServiceConnectProps::default() };
        service.enable_service_connect(&props).unwrap_err().to_string()
    };
    let expected = "Stack/Service: Namespace must be defined either in serviceConnectConfig or \
                    cluster.defaultCloudMapNamespace";
    assert_eq!(connect(Vec::new()), expected);
    cluster.add_default_cloud_map_namespace(namespace("mesh")).unwrap();
    let error = cluster.add_default_cloud_map_namespace(namespace("mesh")).unwrap_err().to_string();
    assert_eq!(error, "Stack/Cluster: Can only add default namespace once.");
    let expected = "Stack/Service: Port Mapping 'web' does not exist on the task definition.";
    assert_eq!(connect(vec![web_port()]), expected);
    let expected = "Stack/Service: Cannot create multiple services with the discoveryName 'site'.";
    assert_eq!(connect(vec![web_port(), web_port()]), expected);
}

#[test]
fn dns_may_answer_ports() {
    let app = App::new(AppProps::default());
    let scope = stack(&app).unwrap();
    let (cluster, task) = (cluster(&scope).unwrap(), task(&scope).unwrap());
    cluster.add_default_cloud_map_namespace(namespace("inside")).unwrap();
    let service = FargateService::new(&scope, "Service", FargateServiceProps::new(&cluster, &task)).unwrap();
    let options = |container_port| CloudMapOptions {
        dns_record_type: Some(DnsRecordType::Srv),
        container_port,
        ..CloudMapOptions::default()
    };
    let error = service.enable_cloud_map(options(Some(81))).unwrap_err().to_string();
    assert_eq!(error, "Stack/Task: Cannot add discovery for a container port that has not been mapped");
    service.enable_cloud_map(options(None)).unwrap();
    let template = scope.to_template().unwrap().stringify(0);
    assert!(template.contains(r#""ContainerName":"web","ContainerPort":8080,"RegistryArn""#), "{template}");
    assert!(template.contains(r#""DnsRecords":[{"TTL":60,"Type":"SRV"}]"#), "{template}");
}
