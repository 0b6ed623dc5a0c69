//! The same deployment in another style: the frontend is a construct of its own, and other orders and descriptions come
//! of loops and helper functions.

use synthesizer::Text;
use synthesizer::aws_ec2::{Connectable, Port};
use synthesizer::aws_ecs::ContainerDefinitionOptions;
use synthesizer::aws_ecs_patterns::ApplicationLoadBalancedFargateService;
use synthesizer::aws_secretsmanager::SecretProps;

use crate::compute_stack::frontend;
use crate::{Changes, DataStack, DnsStack, NetworkStack, Variant};

/// The finished assignment in another style.
pub(crate) const STYLES: Variant = Variant {
    name: "styles",
    says: "the finished assignment, with constants, helper functions, loops and several files",
    fails: &[],
    change: styles,
};

/// Changes the style, for faults in it too.
pub(crate) fn styles(changes: &mut Changes) {
    changes.props("app-secret-key", |key: &mut SecretProps| key.description = Some("JWT signing key".into()));
    changes.props("app-container", |container: &mut ContainerDefinitionOptions| {
        container.secrets.rotate_right(1);
        by_kind(container);
    });
    changes.replace("allow-to-database", |stack| {
        let service: ApplicationLoadBalancedFargateService = stack.made("fargate-service")?;
        let data: DataStack = stack.made("data-stack")?;
        service.service().connections().allow_to(&data.aurora_db, Port::tcp(5432), None)
    });
    changes.after("network-stack", |network: &mut NetworkStack, stack| {
        network.stack.add_dependency(&stack.made::<DnsStack>("dns-stack")?.stack)
    });
    changes.replace("frontend", |stack| {
        let (dns, network) = (stack.made("dns-stack")?, stack.made("network-stack")?);
        frontend(&stack.inside("website")?, &dns, &network)
    });
    for (piece, id) in [
        ("frontend-deployment-bucket", "bucket"),
        ("frontend-access-identity", "identity"),
        ("frontend-deployment", "deployment"),
        ("frontend-distribution", "distribution"),
        ("frontend-domain", "domain"),
    ] {
        changes.rename(piece, id);
    }
}

/// Orders the environment by kinds of images: a loop over them adds bucket and distribution.
fn by_kind(container: &mut ContainerDefinitionOptions) {
    for name in [
        "PUBLIC_IMAGES_BUCKET",
        "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION",
        "PRIVATE_IMAGES_BUCKET",
        "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION",
    ] {
        let value: Option<Text> = container.environment.remove(name);
        value.into_iter().for_each(|value| drop(container.environment.insert(name, value)));
    }
}
