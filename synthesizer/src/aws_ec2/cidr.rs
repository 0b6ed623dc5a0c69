//! Blocks of IPv4 addresses.

use crate::error::{Error, Result};

/// A block of addresses, such as `10.0.0.0/16`. Its first address is a multiple of its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CidrBlock {
    first: u64,
    pub(super) mask: u32,
}

impl CidrBlock {
    /// The block that this address begins, or is the first one after.
    pub(super) fn at(address: u64, mask: u32) -> CidrBlock {
        let size = 1u64 << (32 - mask);
        CidrBlock { first: address.div_ceil(size) * size, mask }
    }

    /// The block of a notation such as `10.0.0.0/16`.
    pub(super) fn parse(text: &str) -> Result<CidrBlock> {
        let (address, mask) = text.split_once('/').unwrap_or((text, ""));
        let mask = mask.parse().ok().filter(|mask| *mask <= 32);
        let mask =
            mask.ok_or_else(|| Error::message(format!("{text} is not a CIDR block: no mask of 0 to 32")))?;
        Ok(CidrBlock::at(parse_address(address)?, mask))
    }

    pub(super) fn last(&self) -> u64 {
        self.first + (1u64 << (32 - self.mask)) - 1
    }

    pub(super) fn contains(&self, other: &CidrBlock) -> bool {
        self.first <= other.first && other.last() <= self.last()
    }

    pub(super) fn notation(&self) -> String {
        let [a, b, c, d] = (self.first as u32).to_be_bytes();
        format!("{a}.{b}.{c}.{d}/{}", self.mask)
    }
}

fn parse_address(text: &str) -> Result<u64> {
    let octets: Vec<u8> = text.split('.').filter_map(|octet| octet.parse().ok()).collect();
    match (octets.as_slice(), text.split('.').count()) {
        ([a, b, c, d], 4) => Ok(u64::from(u32::from_be_bytes([*a, *b, *c, *d]))),
        _ => Err(Error::message(format!("{text} is not valid"))),
    }
}

/// Hands out one block after the other.
#[derive(Debug)]
pub(super) struct NetworkBuilder {
    pub(super) network: CidrBlock,
    next: u64,
}

impl NetworkBuilder {
    pub(super) fn new(network: CidrBlock) -> NetworkBuilder {
        NetworkBuilder { network, next: network.first }
    }

    pub(super) fn add_subnet(&mut self, mask: u32) -> Result<CidrBlock> {
        if !(16..=28).contains(&mask) {
            return Err(invalid_range(&mask.to_string()));
        }
        let end = self.next + (1u64 << (32 - mask));
        if self.network.last() < end - 1 {
            let network = self.network.notation();
            return Err(Error::message(format!("1 of /{mask} exceeds remaining space of {network}")));
        }
        let subnet = CidrBlock::at(self.next, mask);
        self.next = subnet.last() + 1;
        Ok(subnet)
    }

    /// The mask with which this many subnets fill what is left.
    pub(super) fn mask_for_remaining_subnets(&self, count: usize) -> Result<u32> {
        let remaining = (self.network.last() + 1).saturating_sub(self.next);
        match (remaining / count as u64).checked_ilog2() {
            Some(bits) => Ok(32 - bits),
            None => Err(invalid_range("Infinity")),
        }
    }
}

fn invalid_range(mask: &str) -> Error {
    Error::message(format!(
        "x.x.x.x/{mask} is not a valid VPC CIDR range. VPCs must be between /16 and /28 and the minimum subnet size is \
         /28."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_aligned() {
        let mut builder = NetworkBuilder::new(CidrBlock::parse("172.16.0.0/18").unwrap());
        assert_eq!(builder.add_subnet(28).unwrap().notation(), "172.16.0.0/28");
        assert_eq!(builder.add_subnet(21).unwrap().notation(), "172.16.8.0/21");
        assert_eq!(builder.mask_for_remaining_subnets(3).unwrap(), 19 + 1);
    }

    #[test]
    fn a_space_that_is_too_small_is_refused() {
        let mut builder = NetworkBuilder::new(CidrBlock::parse("10.0.0.0/28").unwrap());
        builder.add_subnet(28).unwrap();
        let error = builder.add_subnet(28).unwrap_err().to_string();
        assert_eq!(error, "1 of /28 exceeds remaining space of 10.0.0.0/28");
        assert!(builder.mask_for_remaining_subnets(2).is_err());
        assert!(
            builder
                .add_subnet(29)
                .unwrap_err()
                .to_string()
                .starts_with("x.x.x.x/29 is not a valid VPC CIDR range")
        );
    }

    #[test]
    fn what_is_no_block_is_refused() {
        assert_eq!(CidrBlock::parse("10.0.0/16").unwrap_err().to_string(), "10.0.0 is not valid");
        assert!(CidrBlock::parse("10.0.0.0").unwrap_err().to_string().contains("no mask"));
    }
}
