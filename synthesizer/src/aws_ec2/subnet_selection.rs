//! Choosing subnets of a VPC.

use super::{Subnet, SubnetFilter, SubnetType, Vpc};
use crate::construct::{Construct, DependencyGroup};
use crate::error::{Error, Result};
use crate::value::Text;

/// Which subnets of a VPC are meant: at most one of type, group and subnets. Without any, the private ones with egress,
/// else the isolated ones, else the public ones.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SubnetSelection {
    /// All of this type.
    pub subnet_type: Option<SubnetType>,
    /// All of the group with this name.
    pub subnet_group_name: Option<String>,
    /// These.
    pub subnets: Option<Vec<Subnet>>,
    /// Only those in these zones.
    pub availability_zones: Option<Vec<Text>>,
    /// Only the first of each zone.
    pub one_per_az: bool,
    /// Only those that pass.
    pub subnet_filters: Vec<SubnetFilter>,
}

impl SubnetSelection {
    /// All subnets of this type.
    pub fn of_type(subnet_type: SubnetType) -> SubnetSelection {
        SubnetSelection { subnet_type: Some(subnet_type), ..SubnetSelection::default() }
    }

    /// Exactly these subnets.
    pub fn of_subnets(subnets: Vec<Subnet>) -> SubnetSelection {
        SubnetSelection { subnets: Some(subnets), ..SubnetSelection::default() }
    }

    fn check(&self) -> Result<()> {
        let given = [
            ("subnets", self.subnets.is_some()),
            ("subnetType", self.subnet_type.is_some()),
            ("subnetGroupName", self.subnet_group_name.is_some()),
        ];
        let names: Vec<&str> = given.iter().filter(|(_, given)| *given).map(|(name, _)| *name).collect();
        if names.len() > 1 {
            let names = names.join(",");
            return Err(Error::message(format!(
                "Only one of '{names}' can be supplied to subnet selection."
            )));
        }
        Ok(())
    }

    fn filters(&self) -> Vec<SubnetFilter> {
        let mut filters = self.subnet_filters.clone();
        filters.extend(self.availability_zones.clone().map(SubnetFilter::availability_zones));
        filters.extend(self.one_per_az.then(SubnetFilter::one_per_az));
        filters
    }
}

/// The subnets that a selection found.
#[derive(Debug, Clone)]
pub struct SelectedSubnets {
    /// Their ids.
    pub subnet_ids: Vec<Text>,
    /// The subnets.
    pub subnets: Vec<Subnet>,
    /// To wait for what makes them reach the internet.
    pub internet_connectivity_established: DependencyGroup,
    /// Whether any of them is public.
    pub has_public: bool,
}

impl SelectedSubnets {
    /// The zone of each.
    pub fn availability_zones(&self) -> Result<Vec<Text>> {
        self.subnets.iter().map(Subnet::availability_zone).collect()
    }
}

impl Vpc {
    /// The subnets that a selection means.
    pub fn select_subnets(&self, selection: &SubnetSelection) -> Result<SelectedSubnets> {
        let subnets = self.select_subnet_objects(selection)?;
        let established = DependencyGroup::new();
        subnets.iter().for_each(|subnet| established.add(subnet.internet_connectivity_established()));
        Ok(SelectedSubnets {
            subnet_ids: subnets.iter().map(Subnet::subnet_id).collect(),
            internet_connectivity_established: established,
            has_public: subnets.iter().any(|subnet| self.public_subnets().contains(subnet)),
            subnets,
        })
    }

    pub(super) fn select_subnet_objects(&self, selection: &SubnetSelection) -> Result<Vec<Subnet>> {
        selection.check()?;
        if let Some(subnets) = &selection.subnets {
            return Ok(subnets.clone());
        }
        let mut subnets = match &selection.subnet_group_name {
            Some(name) => self.subnets_by_name(name)?,
            None => self.subnets_by_type(selection.subnet_type.unwrap_or_else(|| self.usual_type()))?,
        };
        for filter in selection.filters() {
            subnets = filter.select(subnets)?;
        }
        Ok(subnets)
    }

    fn usual_type(&self) -> SubnetType {
        if !self.private_subnets().is_empty() {
            SubnetType::PrivateWithEgress
        } else if !self.isolated_subnets().is_empty() {
            SubnetType::PrivateIsolated
        } else {
            SubnetType::Public
        }
    }

    fn subnets_by_type(&self, subnet_type: SubnetType) -> Result<Vec<Subnet>> {
        let subnets = match subnet_type.current() {
            SubnetType::Public => self.public_subnets(),
            SubnetType::PrivateIsolated => self.isolated_subnets(),
            _ => self.private_subnets(),
        };
        if !subnets.is_empty() {
            return Ok(subnets.to_vec());
        }
        let available = [
            (self.isolated_subnets(), "Isolated,Deprecated_Isolated"),
            (self.private_subnets(), "Deprecated_Private_NAT,Private,Deprecated_Private"),
            (self.public_subnets(), "Public"),
        ];
        let available: Vec<&str> =
            available.iter().filter(|(subnets, _)| !subnets.is_empty()).map(|(_, names)| *names).collect();
        Err(self.node().error(format!(
            "There are no '{}' subnet groups in this VPC. Available types: {}",
            subnet_type.value(),
            available.join(",")
        )))
    }

    fn subnets_by_name(&self, name: &str) -> Result<Vec<Subnet>> {
        let all = [self.public_subnets(), self.private_subnets(), self.isolated_subnets()].concat();
        let mut names: Vec<String> = Vec::new();
        let mut found = Vec::new();
        for subnet in all {
            let group = group_name(&subnet.node().id());
            if group == name {
                found.push(subnet);
            }
            if !names.contains(&group) {
                names.push(group);
            }
        }
        if found.is_empty() {
            let names = names.join(",");
            return Err(self.node().error(format!(
                "There are no subnet groups with name '{name}' in this VPC. Available names: {names}"
            )));
        }
        Ok(found)
    }
}

/// The name that a subnet's id was made of.
fn group_name(id: &str) -> String {
    let without_number = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let name = without_number.strip_suffix("Subnet").filter(|_| without_number.len() < id.len());
    name.unwrap_or(id).to_owned()
}
