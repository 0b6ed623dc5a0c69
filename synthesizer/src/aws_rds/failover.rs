//! Warnings of clusters that would be slow or fail after their writer failed.

use super::cluster_instance::Made;
use crate::construct::{Annotations, Node};

/// Looks at a cluster's instances.
pub(super) fn warn(node: &Node, writer: &Made, readers: &[Made], max_capacity: f64) {
    for reader in readers.iter().filter(|reader| reader.tier < 2) {
        warn_of_small_reader(node, writer, reader, max_capacity);
    }
    let Some(highest_tier) = readers.iter().map(|reader| reader.tier).min() else { return };
    let annotations = Annotations::of(node);
    let provisioned: Vec<&Made> = readers.iter().filter(|reader| !reader.is_serverless()).collect();
    if provisioned.is_empty() {
        if highest_tier > 1 {
            annotations.add_warning_v2(
                "@aws-cdk/aws-rds:noFailoverServerlessReaders",
                &format!(
                    "Cluster {} only has serverless readers and no reader is in promotion tier 0-1.Serverless readers \
                     in promotion tiers >= 2 will NOT scale with the writer, which can lead to availability issues if \
                     a failover event occurs. It is recommended that at least one reader has `scaleWithWriter` set to \
                     true",
                    node.id()
                ),
            );
        }
        return;
    }
    if highest_tier > 1 && readers.iter().any(|reader| reader.is_serverless() && reader.tier == highest_tier)
    {
        annotations.add_warning_v2(
            "@aws-cdk/aws-rds:serverlessInHighestTier2-15",
            &format!(
                "There are serverlessV2 readers in tier {highest_tier}. Since there are no instances in a higher tier, \
                 any instance in this tier is a failover target. Since this tier is > 1 the serverless reader will not \
                 scale with the writer which could lead to availability issues during failover."
            ),
        );
    }
    let mut others: Vec<&Made> =
        provisioned.into_iter().filter(|reader| reader.size != writer.size).collect();
    others.sort_by_key(|reader| reader.tier);
    if !others.is_empty() && !writer.is_serverless() {
        let sizes: Vec<String> = others.iter().map(|reader| reader.size_name()).collect();
        annotations.add_warning_v2(
            "@aws-cdk/aws-rds:provisionedReadersDontMatchWriter",
            &format!(
                "There are provisioned readers in the highest promotion tier {highest_tier} that do not have the same \
                 InstanceSize as the writer. Any of these instances could be chosen as the new writer in the event of \
                 a failover.\nWriter InstanceSize: {}\nReader InstanceSizes: {}",
                writer.size_name(),
                sizes.join(", ")
            ),
        );
    }
}

fn warn_of_small_reader(node: &Node, writer: &Made, reader: &Made, max_capacity: f64) {
    let size = writer.size_name();
    if writer.is_serverless() || !reader.is_serverless() || fits_serverless(&size, max_capacity) {
        return;
    }
    Annotations::of(node).add_warning_v2(
        "@aws-cdk/aws-rds:serverlessInstanceCantScaleWithWriter",
        &format!(
            "For high availability any serverless instances in promotion tiers 0-1 should be able to scale to match the \
             provisioned instance capacity.\nServerless instance {} is in promotion tier {},\nBut can not scale to \
             match the provisioned writer instance ({size})",
            reader.id, reader.tier
        ),
    );
}

/// Memory of the size `xlarge`, in GiB.
const XLARGE_MEMORY: [(&str, f64); 15] = [
    ("m5", 16.0),
    ("m5d", 16.0),
    ("m6g", 16.0),
    ("t4g", 16.0),
    ("t3", 16.0),
    ("m4", 16.0),
    ("r6g", 32.0),
    ("r5", 32.0),
    ("r5b", 32.0),
    ("r5d", 32.0),
    ("r4", 30.5),
    ("x2g", 64.0),
    ("x1e", 122.0),
    ("x1", 61.0),
    ("z1d", 32.0),
];

/// Whether a serverless instance can have as much memory as this size. A unit of capacity is 2 GiB.
fn fits_serverless(size: &str, max_capacity: f64) -> bool {
    let Some((class, size)) = size.split_once('.') else { return true };
    let Some(times) = size.strip_suffix("xlarge") else { return true };
    let times = if times.is_empty() { Ok(1.0) } else { times.parse::<f64>() };
    let memory = XLARGE_MEMORY.iter().find(|(name, _)| *name == class);
    match (times, memory) {
        (Ok(times), Some((_, memory))) => times * memory <= max_capacity * 2.0,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_compared() {
        assert!(fits_serverless("r5.xlarge", 16.0));
        assert!(!fits_serverless("r5.xlarge", 15.5));
        assert!(fits_serverless("t3.medium", 1.0));
        assert!(!fits_serverless("m5.24xlarge", 128.0));
        assert!(fits_serverless("unknown.xlarge", 1.0));
    }
}
