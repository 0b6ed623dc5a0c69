//! Watching databases.

use crate::aws_iam::{ManagedPolicy, Role, RoleProps, ServicePrincipal};
use crate::aws_kms::Key;
use crate::construct::Node;
use crate::duration::Duration;
use crate::entries;
use crate::error::Result;
use crate::json::Map;
use crate::value::{Text, Value};

/// How long Performance Insights keeps what it found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PerformanceInsightRetention {
    /// Seven days, which cost nothing.
    #[default]
    Default,
    /// Months of 31 days: 1 to 23.
    Months(u8),
    /// Two years.
    LongTerm,
}

impl PerformanceInsightRetention {
    fn days(self) -> i64 {
        match self {
            PerformanceInsightRetention::Default => 7,
            PerformanceInsightRetention::Months(months) => 31 * i64::from(months),
            PerformanceInsightRetention::LongTerm => 731,
        }
    }
}

/// What Performance Insights is told. It is on if anything is said.
#[derive(Debug, Clone, Default)]
pub struct PerformanceInsights {
    /// Whether it is on.
    pub enabled: Option<bool>,
    /// How long it keeps what it found.
    pub retention: Option<PerformanceInsightRetention>,
    /// Encrypts what it found.
    pub encryption_key: Option<Key>,
}

impl PerformanceInsights {
    /// An instance's properties.
    pub(super) fn render(&self, node: &Node) -> Result<Map<Value>> {
        let more = self.retention.is_some() || self.encryption_key.is_some();
        if more && self.enabled == Some(false) {
            return Err(node.error(
                "`enablePerformanceInsights` disabled, but `performanceInsightRetention` or \
                 `performanceInsightEncryptionKey` was set",
            ));
        }
        let on = more || self.enabled == Some(true);
        Ok(entries! {
            "EnablePerformanceInsights" => if on { Some(true) } else { self.enabled },
            "PerformanceInsightsKMSKeyId" => self.encryption_key.as_ref().map(Key::key_arn),
            "PerformanceInsightsRetentionPeriod" => on.then(|| self.retention.unwrap_or_default().days()),
        })
    }
}

/// The role by which an instance sends measurements, made if there are any and none is given.
pub(super) fn monitoring_role(
    node: &Node,
    interval: Option<Duration>,
    given: Option<&Role>,
) -> Result<Option<Text>> {
    if let Some(role) = given {
        return Ok(Some(role.role_arn()));
    }
    if interval.map(Duration::to_seconds).transpose()?.unwrap_or(0) == 0 {
        return Ok(None);
    }
    let policy = ManagedPolicy::from_aws_managed_policy_name("service-role/AmazonRDSEnhancedMonitoringRole");
    let principal = ServicePrincipal::new("monitoring.rds.amazonaws.com");
    let props = RoleProps { managed_policies: vec![policy], ..RoleProps::assumed_by(principal) };
    Ok(Some(Role::new(node, "MonitoringRole", props)?.role_arn()))
}
