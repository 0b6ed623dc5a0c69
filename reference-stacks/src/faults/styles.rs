//! Faults in the style of `styles`: what other faults do there, and what only loops and constants make likely.

use super::container::container_in;
use super::grants::grant;
use super::network::second_vpc;
use super::subnets;
use crate::styles::styles;
use crate::variant::named;
use crate::{Changes, DataStack, Variant};

/// Faults in the other style.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "styles-cidr",
        says: "the address space's constant is 10.1.0.0/16",
        fails: &["network.vpc.cidr"],
        change: |changes| like(changes, "vpc-cidr-10-1"),
    },
    Variant {
        name: "styles-zones",
        says: "the zones' constant names us-west-2c",
        fails: &["network.subnets.zones"],
        change: |changes| like(changes, "zones-a-and-c"),
    },
    Variant {
        name: "styles-zones-option",
        says: "the zones' names are left out of the options, max_azs=3 is in them",
        fails: &["network.subnets.zones"],
        change: |changes| like(changes, "zones-max-azs-3"),
    },
    Variant {
        name: "styles-mask",
        says: "the subnets' constant is 26",
        fails: &["network.subnets.mask"],
        change: |changes| {
            styles(changes);
            subnets(changes, |groups| groups.iter_mut().for_each(|group| group.cidr_mask = Some(26)));
        },
    },
    Variant {
        name: "styles-mask-left-out",
        says: "no subnet's mask is given",
        fails: &["network.subnets.mask"],
        change: |changes| like(changes, "subnets-mask-left-out"),
    },
    Variant {
        name: "styles-second-vpc",
        says: "a helper makes a second VPC",
        fails: &["network.vpc.single"],
        change: |changes| {
            styles(changes);
            second_vpc(changes, "fargate-task-definition", "other-vpc");
        },
    },
    Variant {
        name: "styles-certificate-domain",
        says: "the backend certificate is for the site's name",
        fails: &["network.certificate.domain"],
        change: |changes| like(changes, "certificate-for-app-domain"),
    },
    Variant {
        name: "styles-certificate-names",
        says: "the alternative names lack the site's",
        fails: &["network.certificate.alternative_names"],
        change: |changes| like(changes, "certificate-names-without-app"),
    },
    Variant {
        name: "styles-certificate-email",
        says: "the validation's variable is by e-mail",
        fails: &["network.certificate.validation"],
        change: |changes| like(changes, "certificate-validation-email"),
    },
    Variant {
        name: "styles-certificate-validation-left-out",
        says: "no validation is given",
        fails: &["network.certificate.validation"],
        change: |changes| like(changes, "certificate-validation-left-out"),
    },
    Variant {
        name: "styles-database-version",
        says: "the engine's variable is of version 13.9",
        fails: &["data.database.version"],
        change: |changes| like(changes, "database-version-13-9"),
    },
    Variant {
        name: "styles-database-name",
        says: "the database's name is a constant: postgres",
        fails: &["data.database.name"],
        change: |changes| like(changes, "database-name-postgres"),
    },
    Variant {
        name: "styles-database-characters",
        says: "the excluded characters are left out of a helper variable",
        fails: &["data.database.password_characters"],
        change: |changes| like(changes, "credentials-characters-not-excluded"),
    },
    Variant {
        name: "styles-database-subnets",
        says: "the database lies in the public subnets",
        fails: &["data.database.subnets"],
        change: |changes| like(changes, "database-in-public-subnets"),
    },
    Variant {
        name: "styles-cors",
        says: "both buckets' CORS rule lacks POST",
        fails: &["data.images.cors"],
        change: |changes| like(changes, "images-cors-without-post"),
    },
    Variant {
        name: "styles-headers",
        says: "the helper's response headers name another origin",
        fails: &["data.images.distributions"],
        change: |changes| like(changes, "images-response-headers-other-origin"),
    },
    Variant {
        name: "styles-cors-in-loop",
        says: "one turn of the loop makes a bucket without CORS rules",
        fails: &["data.images.cors"],
        change: |changes| like(changes, "images-private-without-cors"),
    },
    Variant {
        name: "styles-cpu",
        says: "the task's dictionary holds 256",
        fails: &["compute.task.cpu"],
        change: |changes| like(changes, "task-cpu-256"),
    },
    Variant {
        name: "styles-memory",
        says: "the task's dictionary holds 4096",
        fails: &["compute.task.memory"],
        change: |changes| like(changes, "task-memory-4096"),
    },
    Variant {
        name: "styles-architecture",
        says: "the helper's default is X86_64",
        fails: &["compute.task.architecture"],
        change: |changes| like(changes, "task-x86"),
    },
    Variant {
        name: "styles-architecture-argument",
        says: "the helper is called with X86_64",
        fails: &["compute.task.architecture"],
        change: |changes| like(changes, "task-x86"),
    },
    Variant {
        name: "styles-platform-left-out",
        says: "the helper makes a platform that it does not pass on",
        fails: &["compute.task.architecture"],
        change: |changes| like(changes, "task-platform-left-out"),
    },
    Variant {
        name: "styles-port",
        says: "the port's constant is 8080",
        fails: &["compute.container.port"],
        change: |changes| like(changes, "container-port-8080"),
    },
    Variant {
        name: "styles-debug",
        says: "a helper's dictionary says DEBUG is true",
        fails: &["compute.container.runtime_environment"],
        change: |changes| like(changes, "environment-debug-true"),
    },
    Variant {
        name: "styles-bucket-arn",
        says: "the helper's loop gives the buckets' ARNs",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            styles(changes);
            container_in(changes, |container, stack| {
                let data: DataStack = stack.made("data-stack")?;
                let (public, private) = (data.s3_public_images, data.s3_private_images);
                container.environment.insert("PUBLIC_IMAGES_BUCKET", public.bucket_arn());
                container.environment.insert("PRIVATE_IMAGES_BUCKET", private.bucket_arn());
                Ok(())
            });
        },
    },
    Variant {
        name: "styles-distribution-id",
        says: "the helper's loop gives the distributions' ids",
        fails: &["compute.container.distribution_environment"],
        change: |changes| like(changes, "distributions-by-id"),
    },
    Variant {
        name: "styles-secret-field",
        says: "the fields' constant has the wrong one for POSTGRES_DB",
        fails: &["compute.container.database_secrets"],
        change: |changes| {
            styles(changes);
            changes.settings(|settings| {
                let mapping = settings.db_secret_mapping.iter_mut();
                mapping.filter(|mapped| mapped.0 == "POSTGRES_DB").for_each(|mapped| mapped.1 = "engine");
            });
        },
    },
    Variant {
        name: "styles-signing-key-left-out",
        says: "the helper's secrets lack SECRET_KEY",
        fails: &["compute.container.signing_key"],
        change: |changes| like(changes, "signing-key-missing"),
    },
    Variant {
        name: "styles-health-check",
        says: "the health check's constant asks for /health",
        fails: &["compute.container.health_check"],
        change: |changes| like(changes, "health-check-other-path"),
    },
    Variant {
        name: "styles-health-check-left-out",
        says: "the health check's variable is not passed on",
        fails: &["compute.container.health_check"],
        change: |changes| like(changes, "health-check-missing"),
    },
    Variant {
        name: "styles-log-retention",
        says: "the log driver's variable keeps logs a month",
        fails: &["compute.container.logging"],
        change: |changes| like(changes, "logging-one-month"),
    },
    Variant {
        name: "styles-image-grants",
        says: "the loop over the images grants reading only",
        fails: &["compute.grants.public_images", "compute.grants.private_images"],
        change: |changes| {
            styles(changes);
            grant(changes, "grant-public-images", |stack, task| {
                let data: DataStack = stack.made("data-stack")?;
                data.s3_public_images.grant_read(task.task_role(), "*").map(drop)
            });
            grant(changes, "grant-private-images", |stack, task| {
                let data: DataStack = stack.made("data-stack")?;
                data.s3_private_images.grant_read(task.task_role(), "*").map(drop)
            });
        },
    },
    Variant {
        name: "styles-secret-grants",
        says: "the loop over the secrets leaves the key out",
        fails: &["compute.grants.signing_key"],
        change: |changes| like(changes, "grants-signing-key-missing"),
    },
    Variant {
        name: "styles-health-path",
        says: "the target group's path is a constant: /health",
        fails: &["compute.service.placement"],
        change: |changes| like(changes, "service-health-path-other"),
    },
    Variant {
        name: "styles-redirect",
        says: "the helper's service does not redirect",
        fails: &["compute.service.redirect"],
        change: |changes| like(changes, "service-without-redirect"),
    },
    Variant {
        name: "styles-service-certificate",
        says: "the helper is passed the frontend's certificate",
        fails: &["compute.service.certificate"],
        change: |changes| like(changes, "service-frontend-certificate"),
    },
    Variant {
        name: "styles-service-domain",
        says: "the helper's domain name is the site's",
        fails: &["compute.service.domain"],
        change: |changes| like(changes, "service-domain-backend"),
    },
    Variant {
        name: "styles-http",
        says: "a method's behavior refuses HTTP for the pages",
        fails: &["compute.frontend.https"],
        change: |changes| like(changes, "frontend-http-refused"),
    },
    Variant {
        name: "styles-index",
        says: "the start page's constant is /index.html",
        fails: &["compute.frontend.root_object"],
        change: |changes| like(changes, "frontend-root-object-with-slash"),
    },
    Variant {
        name: "styles-api-cached",
        says: "a method's behavior has no cache policy",
        fails: &["compute.frontend.api_caching"],
        change: |changes| like(changes, "frontend-api-cached"),
    },
    Variant {
        name: "styles-api-methods",
        says: "a method's behavior allows reading only",
        fails: &["compute.frontend.api_methods"],
        change: |changes| like(changes, "frontend-api-methods-two"),
    },
    Variant {
        name: "styles-api-path",
        says: "the dictionary's key is /api",
        fails: &["compute.frontend.api_origin"],
        change: |changes| like(changes, "frontend-api-path-without-star"),
    },
    Variant {
        name: "styles-not-found",
        says: "a method's rule is for 403",
        fails: &["compute.frontend.not_found"],
        change: |changes| like(changes, "frontend-404-is-403"),
    },
    Variant {
        name: "styles-record",
        says: "the site's record is www",
        fails: &["compute.frontend.domain"],
        change: |changes| like(changes, "frontend-record-www"),
    },
    Variant {
        name: "styles-site-certificate",
        says: "the distribution uses the backend's certificate",
        fails: &["compute.frontend.certificate"],
        change: |changes| like(changes, "frontend-certificate-of-backend"),
    },
];

/// The fault of this name, in the other style.
fn like(changes: &mut Changes, fault: &str) {
    styles(changes);
    if let Some(fault) = named(fault) {
        (fault.change)(changes);
    }
}
