//! Security groups.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::connections::{Connectable, Connections, ConnectionsProps};
use super::security_group_rules::{
    ALLOW_ALL, ALLOW_ALL_IPV6, DISALLOW_ALL, NOBODY, Rule, description_or, no_traffic_port,
};
use super::{Peer, Port, Vpc};
use crate::cfn::CfnResource;
use crate::construct::{Annotations, Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::json::Map;
use crate::props;
use crate::value::{Lazy, Text, Value};

/// A firewall around some hosts, made here or imported. Cheap to clone.
#[derive(Debug, Clone)]
pub struct SecurityGroup {
    node: Node,
    details: Rc<Details>,
}

crate::construct!(SecurityGroup);

#[derive(Debug)]
struct Details {
    security_group_id: Text,
    kind: Kind,
    /// How many peers had ids that are known only at deployment.
    indirect_peers: Cell<usize>,
}

/// Where its rules go.
#[derive(Debug)]
pub(super) enum Kind {
    Own(OwnRules),
    Imported { ingress: bool, egress: bool, allow_all_outbound: bool },
}

#[derive(Debug)]
pub(super) struct OwnRules {
    vpc_id: Text,
    allow_all_outbound: bool,
    allow_all_ipv6_outbound: bool,
    /// Whether every rule is a resource of its own.
    disable_inline_rules: bool,
    ingress: Rc<RefCell<Vec<Rule>>>,
    egress: Rc<RefCell<Vec<Rule>>>,
}

/// What a security group can be told.
#[derive(Debug, Clone)]
pub struct SecurityGroupProps {
    /// The VPC.
    pub vpc: Vpc,
    /// Its name; CloudFormation makes one if not given.
    pub security_group_name: Option<String>,
    /// For people; the construct's path if not given.
    pub description: Option<String>,
    /// Whether members may talk to all IPv4 addresses.
    pub allow_all_outbound: bool,
    /// Whether members may talk to all IPv6 addresses.
    pub allow_all_ipv6_outbound: bool,
    /// Whether every rule is a resource of its own; by default as the context says.
    pub disable_inline_rules: Option<bool>,
}

impl SecurityGroupProps {
    /// A group whose members may talk to all IPv4 addresses, and whom nobody may talk to.
    pub fn new(vpc: &Vpc) -> SecurityGroupProps {
        SecurityGroupProps {
            vpc: vpc.clone(),
            security_group_name: None,
            description: None,
            allow_all_outbound: true,
            allow_all_ipv6_outbound: false,
            disable_inline_rules: None,
        }
    }
}

impl PartialEq for SecurityGroup {
    fn eq(&self, other: &SecurityGroup) -> bool {
        self.node == other.node
    }
}

impl Connectable for SecurityGroup {
    fn connections(&self) -> Connections {
        // A group always has its connections attached, unless its app is gone.
        Connections::of(self).unwrap_or_else(|| Connections::of_peer(Peer::group(self.clone())))
    }
}

impl SecurityGroup {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ec2.SecurityGroup");

    /// A security group without rules but those about outbound traffic.
    pub fn new(scope: &dyn Construct, id: &str, props: SecurityGroupProps) -> Result<SecurityGroup> {
        let node = Node::new(scope, id, SecurityGroup::INFO)?;
        let by_context = || node.try_get_context(DISABLE_INLINE_RULES).is_some_and(|value| value.is_truthy());
        let own = OwnRules {
            vpc_id: props.vpc.vpc_id(),
            allow_all_outbound: props.allow_all_outbound,
            allow_all_ipv6_outbound: props.allow_all_ipv6_outbound,
            disable_inline_rules: props.disable_inline_rules.unwrap_or_else(by_context),
            ingress: Rc::default(),
            egress: Rc::default(),
        };
        let description = props.description.filter(|text| !text.is_empty());
        let resource = CfnResource::typed(
            &node,
            "Resource",
            "AWS::EC2::SecurityGroup",
            props! {
                "GroupName" => props.security_group_name,
                "GroupDescription" => description.map_or_else(|| Text::from(node.path()), Text::from),
                "SecurityGroupIngress" => lazy_rules(&own.ingress),
                "SecurityGroupEgress" => lazy_rules(&own.egress),
                "VpcId" => props.vpc.vpc_id(),
            },
        )?;
        let group = SecurityGroup::at(node, resource.get_att("GroupId"), Kind::Own(own));
        group.add_default_rules()?;
        Ok(group)
    }

    pub(super) fn at(node: Node, security_group_id: Text, kind: Kind) -> SecurityGroup {
        let details = Rc::new(Details { security_group_id, kind, indirect_peers: Cell::new(0) });
        let group = SecurityGroup { node, details };
        Connections::new(
            &group,
            ConnectionsProps { security_groups: vec![group.clone()], default_port: None },
        );
        group
    }

    fn add_default_rules(&self) -> Result<()> {
        let Kind::Own(own) = &self.details.kind else { return Ok(()) };
        let all = Port::all_traffic();
        match (own.disable_inline_rules, own.allow_all_outbound) {
            (false, true) => own.egress.borrow_mut().push(Rule::allow_all()),
            (false, false) => own.egress.borrow_mut().push(Rule::no_traffic()),
            (true, true) => self.add_rule(Way::To, &Peer::any_ipv4(), &all, ALLOW_ALL.into(), false)?,
            (true, false) => {
                self.add_rule(Way::To, &Peer::ipv4(NOBODY)?, &no_traffic_port(), DISALLOW_ALL.into(), false)?;
            }
        }
        match (own.disable_inline_rules, own.allow_all_ipv6_outbound) {
            (_, false) => Ok(()),
            (false, true) => {
                own.egress.borrow_mut().push(Rule::allow_all_ipv6());
                Ok(())
            }
            (true, true) => self.add_rule(Way::To, &Peer::any_ipv6(), &all, ALLOW_ALL_IPV6.into(), false),
        }
    }

    /// For example `sg-0a1b2c3d`.
    pub fn security_group_id(&self) -> Text {
        self.details.security_group_id.clone()
    }

    /// The VPC; not known of imported groups.
    pub fn security_group_vpc_id(&self) -> Option<Text> {
        match &self.details.kind {
            Kind::Own(own) => Some(own.vpc_id.clone()),
            Kind::Imported { .. } => None,
        }
    }

    /// Whether members may talk to all IPv4 addresses.
    pub fn allow_all_outbound(&self) -> bool {
        match &self.details.kind {
            Kind::Own(own) => own.allow_all_outbound,
            Kind::Imported { allow_all_outbound, .. } => *allow_all_outbound,
        }
    }

    pub(super) fn unique_id(&self) -> Result<String> {
        self.node.unique_id()
    }

    /// Lets a peer talk to the members. A description is made if none is given.
    pub fn add_ingress_rule(&self, peer: &Peer, port: &Port, description: Option<&str>) -> Result<()> {
        self.add_ingress_rule_for(peer, port, description, false)
    }

    /// Lets the members talk to a peer. Ignored, with a warning, where they may talk to everyone.
    pub fn add_egress_rule(&self, peer: &Peer, port: &Port, description: Option<&str>) -> Result<()> {
        self.add_egress_rule_for(peer, port, description, false)
    }

    /// `remote`: the rule is the other side of one that was asked for elsewhere.
    pub(super) fn add_ingress_rule_for(
        &self,
        peer: &Peer,
        port: &Port,
        description: Option<&str>,
        remote: bool,
    ) -> Result<()> {
        let description = description_or(description, "from", peer, port)?;
        match &self.details.kind {
            Kind::Imported { ingress: false, .. } => Ok(()),
            Kind::Own(own) if own.can_inline(peer, port) => {
                add_once(&own.ingress, Rule::new(peer.ingress_config(), port, &description));
                Ok(())
            }
            _ => self.add_rule(Way::From, peer, port, description, remote),
        }
    }

    pub(super) fn add_egress_rule_for(
        &self,
        peer: &Peer,
        port: &Port,
        description: Option<&str>,
        remote: bool,
    ) -> Result<()> {
        let own = match &self.details.kind {
            Kind::Own(own) => own,
            Kind::Imported { egress: false, .. } => return Ok(()),
            Kind::Imported { .. } => {
                let description = description_or(description, "to", peer, port)?;
                return self.add_rule(Way::To, peer, port, description, remote);
            }
        };
        if own.lets_everything_out(peer) {
            if !remote {
                self.warn_of_ignored_rule(peer);
            }
            return Ok(());
        }
        if !peer.is_ipv6() {
            self.remove_no_traffic_rule(own)?;
        }
        if !own.can_inline(peer, port) {
            let description = description_or(description, "to", peer, port)?;
            return self.add_rule(Way::To, peer, port, description, remote);
        }
        if peer.is_everyone() && port.is_all_traffic() {
            return Err(self.node.error(
                "Cannot add an \"all traffic\" egress rule in this way; set allowAllOutbound=true (for ipv6) or \
                 allowAllIpv6Outbound=true (for ipv6) on the SecurityGroup instead.",
            ));
        }
        // The CDK says "from" here, though the traffic goes out.
        let description = description_or(description, "from", peer, port)?;
        add_once(&own.egress, Rule::new(peer.egress_config(), port, &description));
        Ok(())
    }

    fn warn_of_ignored_rule(&self, peer: &Peer) {
        let (id, option) = match peer.is_ipv6() {
            true => ("ipv6IgnoreEgressRule", "allowAllIpv6Outbound"),
            false => ("ipv4IgnoreEgressRule", "allowAllOutbound"),
        };
        Annotations::of(self).add_warning_v2(
            &format!("@aws-cdk/aws-ec2:{id}"),
            &format!(
                "Ignoring Egress rule since '{option}' is set to true; To add customized rules, set {option}=false on \
                 the SecurityGroup"
            ),
        );
    }

    fn remove_no_traffic_rule(&self, own: &OwnRules) -> Result<()> {
        if own.disable_inline_rules {
            let (scope, id) = self.rule_scope(Way::To, &Peer::ipv4(NOBODY)?, &no_traffic_port(), false)?;
            scope.try_remove_child(&id);
        } else {
            own.egress.borrow_mut().retain(|rule| !rule.is_same(&Rule::no_traffic()));
        }
        Ok(())
    }

    /// Adds a rule that is a resource of its own.
    fn add_rule(&self, way: Way, peer: &Peer, port: &Port, description: Text, remote: bool) -> Result<()> {
        let (scope, id) = self.rule_scope(way, peer, port, remote)?;
        if scope.try_find_child(&id).is_some() {
            return Ok(());
        }
        let (resource_type, config) = match way {
            Way::From => ("AWS::EC2::SecurityGroupIngress", peer.ingress_config()),
            Way::To => ("AWS::EC2::SecurityGroupEgress", peer.egress_config()),
        };
        let mut properties: Map<Value> = crate::entries! { "GroupId" => self.security_group_id() };
        for (key, text) in config {
            properties.insert(key, text.into());
        }
        port.add_to(&mut properties);
        properties.insert("Description", description.into());
        CfnResource::typed(&scope, &id, resource_type, Value::Struct(properties))?;
        Ok(())
    }

    /// Where a rule's resource is. The other side of a rule between two stacks is put into the peer's stack, so that the
    /// stacks do not need each other.
    fn rule_scope(&self, way: Way, peer: &Peer, port: &Port, remote: bool) -> Result<(Node, String)> {
        if let Some(group) = peer.as_group().filter(|_| remote)
            && group.node.stack()? != self.node.stack()?
        {
            let reversed = way.reversed().name();
            return Ok((group.node.clone(), format!("{}:{} {reversed}", self.unique_id()?, port.name())));
        }
        let id = format!("{} {}:{}", way.name(), self.peer_name(peer)?, port.name());
        Ok((self.node.clone(), id.replacen('/', "_", 1)))
    }

    fn peer_name(&self, peer: &Peer) -> Result<String> {
        if let Some(name) = peer.unique_id()?.as_literal() {
            return Ok(name.to_owned());
        }
        let before = self.details.indirect_peers.get();
        self.details.indirect_peers.set(before + 1);
        Ok(if before == 0 {
            "{IndirectPeer}".to_owned()
        } else {
            format!("'{{IndirectPeer{}}}'", before + 1)
        })
    }
}

#[derive(Debug, Clone, Copy)]
enum Way {
    From,
    To,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::From => "from",
            Way::To => "to",
        }
    }

    fn reversed(self) -> Way {
        match self {
            Way::From => Way::To,
            Way::To => Way::From,
        }
    }
}

impl OwnRules {
    fn can_inline(&self, peer: &Peer, port: &Port) -> bool {
        peer.can_inline_rule() && port.can_inline_rule() && !self.disable_inline_rules
    }

    fn lets_everything_out(&self, peer: &Peer) -> bool {
        if peer.is_ipv6() { self.allow_all_ipv6_outbound } else { self.allow_all_outbound }
    }
}

const DISABLE_INLINE_RULES: &str = "@aws-cdk/aws-ec2.securityGroupDisableInlineRules";

fn lazy_rules(rules: &Rc<RefCell<Vec<Rule>>>) -> Value {
    let rules = rules.clone();
    Lazy::any(move |_| Ok(Value::List(rules.borrow().iter().map(Rule::value).collect())))
}

fn add_once(rules: &RefCell<Vec<Rule>>, rule: Rule) {
    let mut rules = rules.borrow_mut();
    if !rules.iter().any(|known| known.is_same(&rule)) {
        rules.push(rule);
    }
}
