//! What the robot has to know to find its way in a preview.

use super::{Error, Preview};
use crate::robot::{Options, Resolve, read_certificates};

impl Preview {
    /// The options with which the robot finds this preview's names, and no others.
    ///
    /// # Errors
    /// When the preview's own certificate cannot be read.
    pub fn visitor(&self, options: Options) -> Result<Options, Error> {
        let named = self.hosts.iter().flat_map(|(host, address)| {
            [443, 80].map(|port| Resolve { host: host.clone(), port, address: *address })
        });
        // The buckets have no name: presigned addresses hold the storage server's.
        let storage =
            Resolve { host: self.storage.ip().to_string(), port: self.storage.port(), address: self.storage };
        Ok(Options {
            resolve: named.chain([storage]).collect(),
            dns: false,
            root_certificates: read_certificates(self.authority.as_bytes())?,
            ..options
        })
    }
}
