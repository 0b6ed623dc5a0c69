//! Where the browser finds hosts: rules for its resolver, of which the first that fits a name is followed.

use crate::robot::http::{Failure, public_address};
use crate::robot::options::{Options, Resolve};

/// The rules, in Chromium's own language.
///
/// # Errors
/// A browser that may reach only the website, whose name leads nowhere, or to an address that is not public.
pub(super) fn rules(options: &Options) -> Result<Vec<String>, Failure> {
    let given = options.resolve.iter();
    let mut rules: Vec<String> =
        given.map(|Resolve { host, port, address }| format!("MAP {host}:{port} {address}")).collect();
    let Some(host) = options.site.url().host_str().filter(|_| options.confined && options.dns) else {
        rules.extend((!options.dns).then(nowhere));
        return Ok(rules);
    };
    // Looked up once, so that no later answer can lead elsewhere. The port stays the one that is asked for.
    if !options.resolve.iter().any(|given| given.host == host) {
        let address = public_address(host)?;
        rules.push(if address.is_ipv6() {
            format!("MAP {host} [{address}]")
        } else {
            format!("MAP {host} {address}")
        });
    }
    rules.push(nowhere());
    Ok(rules)
}

fn nowhere() -> String {
    "MAP * ~NOTFOUND".to_owned()
}
