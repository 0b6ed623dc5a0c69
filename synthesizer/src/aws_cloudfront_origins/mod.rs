//! Origins of CloudFront's distributions.

mod http_origin;
mod load_balancer_origin;
mod origin_group;
mod s3_origin;

pub use http_origin::{HttpOrigin, HttpOriginProps};
pub use load_balancer_origin::LoadBalancerV2Origin;
pub use origin_group::OriginGroup;
pub use s3_origin::{S3Origin, S3OriginProps};
