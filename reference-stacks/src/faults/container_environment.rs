//! Faults of the container's environment.

use synthesizer::aws_ecs::ContainerDefinitionOptions;
use synthesizer::{Map, MapKey, Result, Text};

use super::container::{container, container_in};
use crate::{Changes, DataStack, StackBuilder, Variant};

/// Faults of the container's environment.
pub(super) const FAULTS: &[Variant] = &[
    Variant {
        name: "environment-production-missing",
        says: "PRODUCTION is not set",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container| drop(container.environment.remove("PRODUCTION")));
        },
    },
    Variant {
        name: "environment-debug-true",
        says: "DEBUG is true",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container| drop(container.environment.insert("DEBUG", "true".into())));
        },
    },
    Variant {
        name: "environment-production-and-debug-swapped",
        says: "PRODUCTION is false and DEBUG is true",
        fails: &["compute.container.runtime_environment"],
        change: |changes| container(changes, |container| swap(container, "PRODUCTION", "DEBUG")),
    },
    Variant {
        name: "environment-name-of-api",
        says: "FORWARD_FACING_NAME is the API's name",
        fails: &["compute.container.runtime_environment"],
        change: |changes| name_with(changes, "api."),
    },
    Variant {
        name: "environment-name-with-scheme",
        says: "FORWARD_FACING_NAME begins with https://, which the app puts before it a second time",
        fails: &["compute.container.runtime_environment"],
        change: |changes| name_with(changes, "https://"),
    },
    Variant {
        name: "environment-lower-case",
        says: "the environment variables' names are in lower case",
        fails: &["compute.container.runtime_environment"],
        change: |changes| {
            container(changes, |container| {
                for name in ["PRODUCTION", "DEBUG", "FORWARD_FACING_NAME"] {
                    rename(container, name, name.to_lowercase());
                }
            });
        },
    },
    Variant {
        name: "buckets-missing",
        says: "the container is not told of the buckets",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container(changes, |container| {
                container.environment.remove(PUBLIC_BUCKET);
                container.environment.remove(PRIVATE_BUCKET);
            });
        },
    },
    Variant {
        name: "buckets-swapped",
        says: "PUBLIC_IMAGES_BUCKET and PRIVATE_IMAGES_BUCKET are swapped",
        fails: &["compute.container.bucket_environment"],
        change: |changes| container(changes, |container| swap(container, PUBLIC_BUCKET, PRIVATE_BUCKET)),
    },
    Variant {
        name: "buckets-typed-by-hand",
        says: "the buckets' names are typed by hand, and no bucket has them",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container(changes, |container| {
                container.environment.insert(PUBLIC_BUCKET, "yoctogram-public-images".into());
                container.environment.insert(PRIVATE_BUCKET, "yoctogram-private-images".into());
            });
        },
    },
    Variant {
        name: "buckets-same",
        says: "both variables name the public images bucket",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container_in(changes, |container, stack| {
                container.environment.insert(PRIVATE_BUCKET, data(stack)?.s3_public_images.bucket_name());
                Ok(())
            });
        },
    },
    Variant {
        name: "buckets-by-arn",
        says: "PRIVATE_IMAGES_BUCKET is the bucket's ARN",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container_in(changes, |container, stack| {
                container.environment.insert(PRIVATE_BUCKET, data(stack)?.s3_private_images.bucket_arn());
                Ok(())
            });
        },
    },
    Variant {
        name: "buckets-by-domain",
        says: "PUBLIC_IMAGES_BUCKET is the bucket's domain name",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container_in(changes, |container, stack| {
                let domain = data(stack)?.s3_public_images.bucket_domain_name();
                container.environment.insert(PUBLIC_BUCKET, domain);
                Ok(())
            });
        },
    },
    Variant {
        name: "buckets-misspelt",
        says: "the variable is called PUBLIC_IMAGE_BUCKET",
        fails: &["compute.container.bucket_environment"],
        change: |changes| {
            container(changes, |container| rename(container, PUBLIC_BUCKET, "PUBLIC_IMAGE_BUCKET"));
        },
    },
    Variant {
        name: "distributions-swapped",
        says: "the two distributions are swapped",
        fails: &["compute.container.distribution_environment"],
        change: |changes| {
            container(changes, |container| swap(container, PUBLIC_DISTRIBUTION, PRIVATE_DISTRIBUTION));
        },
    },
    Variant {
        name: "distributions-private-missing",
        says: "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION is not set",
        fails: &["compute.container.distribution_environment"],
        change: |changes| {
            container(changes, |container| drop(container.environment.remove(PRIVATE_DISTRIBUTION)));
        },
    },
    Variant {
        name: "distributions-by-id",
        says: "the distributions are given by their ids",
        fails: &["compute.container.distribution_environment"],
        change: |changes| {
            container_in(changes, |container, stack| {
                let data = data(stack)?;
                let (public, private) = (data.cloudfront_public_images, data.cloudfront_private_images);
                container.environment.insert(PUBLIC_DISTRIBUTION, public.distribution_id());
                container.environment.insert(PRIVATE_DISTRIBUTION, private.distribution_id());
                Ok(())
            });
        },
    },
    Variant {
        name: "distributions-are-buckets",
        says: "the public distribution is given as the bucket's own domain name",
        fails: &["compute.container.distribution_environment"],
        change: |changes| {
            container_in(changes, |container, stack| {
                let domain = data(stack)?.s3_public_images.bucket_regional_domain_name();
                container.environment.insert(PUBLIC_DISTRIBUTION, domain);
                Ok(())
            });
        },
    },
];

const PUBLIC_BUCKET: &str = "PUBLIC_IMAGES_BUCKET";
const PRIVATE_BUCKET: &str = "PRIVATE_IMAGES_BUCKET";
const PUBLIC_DISTRIBUTION: &str = "PUBLIC_IMAGES_CLOUDFRONT_DISTRIBUTION";
const PRIVATE_DISTRIBUTION: &str = "PRIVATE_IMAGES_CLOUDFRONT_DISTRIBUTION";

fn data(stack: &StackBuilder<'_>) -> Result<DataStack> {
    stack.made("data-stack")
}

/// Writes something before the name that the backend is told.
fn name_with(changes: &mut Changes, prefix: &'static str) {
    changes.props_in("app-container", move |container: &mut ContainerDefinitionOptions, stack| {
        let name = format!("{prefix}{}", stack.settings().app_domain());
        container.environment.insert("FORWARD_FACING_NAME", name.into());
        Ok(())
    });
}

fn swap(container: &mut ContainerDefinitionOptions, one: &'static str, other: &'static str) {
    let environment = &mut container.environment;
    let values = (environment.get(one).cloned(), environment.get(other).cloned());
    if let (Some(first), Some(second)) = values {
        environment.insert(one, second);
        environment.insert(other, first);
    }
}

/// Gives a variable another name, at the same place.
fn rename(container: &mut ContainerDefinitionOptions, name: &str, new: impl Into<MapKey>) {
    let new = new.into();
    let environment: Map<Text> = std::mem::take(&mut container.environment);
    for (key, value) in environment {
        container.environment.insert(if *key == *name { new.clone() } else { key }, value);
    }
}
