//! Yoctogram on AWS: the stacks, deployed in the order in which they are made here.

use synthesizer::{App, AppProps, CloudAssembly, Result};

use crate::{Changes, ComputeStack, DataStack, Deployment, DnsStack, NetworkStack, Settings};

/// Synthesizes a deployment with some changes, in memory.
pub fn synthesize(mut props: AppProps, settings: &Settings, changes: &Changes) -> Result<CloudAssembly> {
    let mut settings = settings.clone();
    changes.apply_to_settings(&mut settings);
    changes.apply_to_context(&mut props.context);

    let app = App::new(props);
    let scope = changes.scope_of(&app, &settings)?;
    let deployment = Deployment::new(&scope, &settings, changes);
    changes.other_stacks().unwrap_or(stacks)(&deployment)?;
    changes.check_all_met()?;
    app.synth()
}

fn stacks(deployment: &Deployment<'_>) -> Result<()> {
    let dns = DnsStack::new(deployment)?;
    let network = NetworkStack::new(deployment, &dns)?;
    let data = DataStack::new(deployment, &network)?;
    let compute = ComputeStack::new(deployment, &dns, &network, &data)?;

    data.stack.add_dependency(&network.stack)?;
    compute.stack.add_dependency(&data.stack)
}
