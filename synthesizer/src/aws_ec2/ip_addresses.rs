//! Where the addresses of a VPC come from.

use super::cidr::{CidrBlock, NetworkBuilder};
use crate::error::{Error, Result};
use crate::value::Text;

/// Where the addresses of a VPC and its subnets come from.
#[derive(Debug, Clone)]
pub struct IpAddresses {
    cidr_block: Text,
}

impl IpAddresses {
    /// A block such as `10.0.0.0/16`, which subnets share: those with a mask first, the others what is left.
    pub fn cidr(cidr_block: impl Into<Text>) -> IpAddresses {
        IpAddresses { cidr_block: cidr_block.into() }
    }

    pub(super) fn block(&self) -> Result<CidrBlock> {
        match self.cidr_block.as_literal() {
            Some(block) => CidrBlock::parse(block),
            None => Err(Error::message(
                "'cidr' property must be a concrete CIDR string, got a Token (we need to parse it for automatic \
                 subdivision)",
            )),
        }
    }
}

/// One block for each mask. Subnets without a mask share what the others leave.
pub(super) fn allocate_subnets(network: CidrBlock, masks: &[Option<u32>]) -> Result<Vec<CidrBlock>> {
    let mut builder = NetworkBuilder::new(network);
    let mut blocks: Vec<Option<CidrBlock>> = masks
        .iter()
        .map(|mask| mask.map(|mask| builder.add_subnet(mask)).transpose())
        .collect::<Result<_>>()?;
    let open = masks.iter().filter(|mask| mask.is_none()).count();
    if open > 0 {
        let mask = builder.mask_for_remaining_subnets(open)?;
        for block in blocks.iter_mut().filter(|block| block.is_none()) {
            *block = Some(builder.add_subnet(mask)?);
        }
    }
    Ok(blocks.into_iter().flatten().collect())
}
