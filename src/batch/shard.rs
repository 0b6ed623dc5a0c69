//! A part of the submissions, for one machine of several.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The `index`-th of `count` parts, from 1. A submission is in a part by its name alone, so that the parts of several
/// machines stay the same when others hand in late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shard {
    /// From 1.
    pub index: u64,
    /// How many parts there are.
    pub count: u64,
}

impl Shard {
    /// Whether the submission with a name is in this part.
    pub fn holds(self, name: &str) -> bool {
        fnv1a(name) % self.count == self.index - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').and_then(|(index, count)| {
            let (index, count) = (index.parse().ok()?, count.parse().ok()?);
            (1 <= index && index <= count).then_some(Self { index, count })
        });
        numbers.ok_or_else(|| "write which part of how many, from 1/N to N/N, such as 2/8".to_owned())
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.index, self.count)
    }
}

/// The 64-bit hash FNV-1a, which is the same everywhere and always.
fn fnv1a(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    // Its low bits alone depend on the low bits of the text alone.
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_disjoint_and_of_like_size() {
        let names: Vec<String> = (0..1000).map(|i| format!("student{i}")).collect();
        for count in [1, 2, 3, 8] {
            let shards: Vec<Shard> = (1..=count).map(|index| Shard { index, count }).collect();
            let mut sizes = vec![0; shards.len()];
            for name in &names {
                let holding: Vec<usize> = (0..shards.len()).filter(|i| shards[*i].holds(name)).collect();
                assert_eq!(holding.len(), 1, "{name}");
                sizes[holding[0]] += 1;
            }
            let even = 1000 / count as usize;
            assert!(sizes.iter().all(|size| (even / 2..=even * 3 / 2).contains(size)), "{sizes:?}");
        }
    }

    #[test]
    fn they_are_written_from_one() {
        assert_eq!("2/8".parse(), Ok(Shard { index: 2, count: 8 }));
        assert_eq!("2/8".parse::<Shard>().unwrap().to_string(), "2/8");
        for text in ["0/8", "9/8", "2", "2/", "/8", "2/0", "a/b", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }
}
