//! What IAM calls the services and actions of the SDK.

/// Prefixes with dashes, which services have under names without them too.
const WITH_DASHES: &str = "\
    access-analyzer acm-pca app-integrations application-autoscaling application-cost-profiler \
    arc-zonal-shift autoscaling-plans backup-gateway backup-storage cloudtrail-data codeguru-profiler \
    codeguru-reviewer codeguru-security codestar-connections codestar-notifications cognito-identity \
    cognito-sync compute-optimizer connect-campaigns devops-guru docdb-elastic ec2-instance-connect \
    ecr-public elastic-inference emr-containers emr-serverless kendra-ranking license-manager \
    license-manager-linux-subscriptions license-manager-user-subscriptions managedblockchain-query \
    mediapackage-vod medical-imaging memory-db migrationhub-orchestrator migrationhub-strategy \
    network-firewall opsworks-cm payment-cryptography pca-connector-ad private-networks rds-data \
    redshift-data redshift-serverless resource-explorer-2 resource-groups route53-recovery-cluster \
    route53-recovery-control-config route53-recovery-readiness s3-outposts sagemaker-geospatial \
    snow-device-management ssm-contacts ssm-incidents ssm-sap vpc-lattice waf-regional workspaces-web";

/// Services, without dashes, whose prefix is another word.
const OTHERS: &str = "\
    alexaforbusiness=a4b amp=aps apigatewaymanagementapi=execute-api apigatewayv2=apigateway \
    appconfigdata=appconfig applicationdiscoveryservice=discovery \
    augmentedairuntime=sage-maker-a2iruntime chimesdkidentity=chime chimesdkmediapipelines=chime \
    chimesdkmeetings=chime chimesdkmessaging=chime chimesdkvoice=chime cloudcontrol=cloudcontrolapi \
    cloudhsmv2=cloudhsm cloudsearchdomain=cloudsearch cloudwatch=monitoring cloudwatchevents=events \
    cloudwatchlogs=logs cognitoidentityprovider=cognito-idp cognitoidentityserviceprovider=cognito-idp \
    configservice=config connectcases=cases connectcontactlens=connect connectparticipant=execute-api \
    costandusagereportservice=cur costexplorer=ce customerprofiles=profile databasemigrationservice=dms \
    directoryservice=ds docdb=rds dynamodbstreams=dynamodb efs=elasticfilesystem \
    elasticloadbalancingv2=elasticloadbalancing elasticsearchservice=es elb=elasticloadbalancing \
    elbv2=elasticloadbalancing emr=elasticmapreduce eventbridge=events finspacedata=finspace-api \
    forecastquery=forecast forecastqueryservice=forecast forecastservice=forecast \
    greengrassv2=greengrass iot1clickdevicesservice=iot1click iot1clickprojects=iot1click \
    iotdataplane=iotdata iotjobsdataplane=iot-jobs-data iotsecuretunneling=IoTSecuredTunneling \
    ivsrealtime=ivs keyspaces=cassandra kinesisanalyticsv2=kinesisanalytics \
    kinesisvideoarchivedmedia=kinesisvideo kinesisvideomedia=kinesisvideo \
    kinesisvideosignaling=kinesisvideo kinesisvideosignalingchannels=kinesisvideo \
    kinesisvideowebrtcstorage=kinesisvideo lexmodelbuildingservice=lex lexmodelsv2=lex lexruntime=lex \
    lexruntimeservice=lex lexruntimev2=lex location=geo marketplacecatalog=aws-marketplace \
    marketplaceentitlementservice=aws-marketplace marketplacemetering=aws-marketplace \
    mediastoredata=mediastore migrationhub=mgh migrationhubconfig=mgh \
    migrationhubrefactorspaces=refactor-spaces mobile=AWSMobileHubService mturk=mturk-requester \
    mwaa=airflow neptune=rds neptunedata=neptune-db opensearch=es opensearchserverless=aoss \
    paymentcryptographydata=payment-cryptography personalizeevents=personalize \
    personalizeruntime=personalize pinpoint=mobiletargeting pinpointemail=ses pinpointsmsvoice=sms-voice \
    pinpointsmsvoicev2=sms-voice qldbsession=qldb rdsdataservice=rds-data \
    rekognitionstreaming=rekognition resourcegroupstaggingapi=tagging s3control=s3 \
    sagemakera2iruntime=sagemaker sagemakeredge=sagemaker sagemakerfeaturestoreruntime=sagemaker \
    sagemakermetrics=sagemaker sagemakerruntime=sagemaker serverlessapplicationrepository=serverlessrepo \
    servicecatalogappregistry=servicecatalog sesv2=ses sfn=states sso=awsssoportal ssoadmin=sso \
    ssooidc=awsssooidc stepfunctions=states timestreamquery=timestream timestreamwrite=timestream \
    transcribeservice=transcribe transcribestreaming=transcribe";

/// The action in policies for a call of the SDK, named as in its version 2 or 3: `SSM` and `getParameter`, or
/// `@aws-sdk/client-ssm` and `GetParameterCommand`.
pub(super) fn iam_action(service: &str, action: &str) -> String {
    let service = service.to_lowercase();
    let service = service.strip_prefix("@aws-sdk/client-").unwrap_or(&service);
    format!("{}:{}", prefix(service), action_name(service, action))
}

fn prefix(service: &str) -> String {
    let plain = service.replace('-', "");
    let mut others = OTHERS.split(' ').filter_map(|pair| pair.split_once('='));
    if let Some((_, prefix)) = others.find(|(name, _)| *name == plain) {
        return prefix.to_owned();
    }
    let dashed = WITH_DASHES.split(' ').find(|prefix| prefix.replace('-', "") == plain);
    dashed.map_or(plain, str::to_owned)
}

/// Small first letters are those of version 2; in version 3 most names end in `Command`, which a few actions do by
/// themselves.
fn action_name(service: &str, action: &str) -> String {
    const COMMANDS: [(&str, &str); 4] = [
        ("ecs", "ExecuteCommand"),
        ("qldb-session", "SendCommand"),
        ("ssm", "CancelCommand"),
        ("ssm", "SendCommand"),
    ];
    let mut characters = action.chars();
    match characters.next() {
        Some(first) if !first.is_uppercase() => first.to_uppercase().chain(characters).collect(),
        _ if COMMANDS.contains(&(service, action)) => action.to_owned(),
        _ => action.strip_suffix("Command").unwrap_or(action).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_named_as_in_policies() {
        let actions = [
            (("SSM", "getParameter"), "ssm:GetParameter"),
            (("@aws-sdk/client-ssm", "GetParameterCommand"), "ssm:GetParameter"),
            (("ssm", "SendCommand"), "ssm:SendCommand"),
            (("CloudWatchLogs", "createLogGroup"), "logs:CreateLogGroup"),
            (("cloudwatch-logs", "CreateLogGroup"), "logs:CreateLogGroup"),
            (("ACMPCA", "issueCertificate"), "acm-pca:IssueCertificate"),
            (("ELBv2", "describeRules"), "elasticloadbalancing:DescribeRules"),
            (("S3", "getObject"), "s3:GetObject"),
        ];
        for ((service, action), expected) in actions {
            assert_eq!(iam_action(service, action), expected);
        }
    }
}
