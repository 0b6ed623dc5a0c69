//! What the kernel lets a container do.

use std::cell::RefCell;
use std::rc::Rc;

use crate::construct::{Construct, ConstructInfo, Node};
use crate::error::Result;
use crate::props;
use crate::value::Value;
use crate::value::macros::text_enum;

text_enum! {
    /// Rights that are otherwise the system administrator's.
    Capability {
        All = "ALL",
        AuditControl = "AUDIT_CONTROL",
        AuditWrite = "AUDIT_WRITE",
        BlockSuspend = "BLOCK_SUSPEND",
        Chown = "CHOWN",
        DacOverride = "DAC_OVERRIDE",
        DacReadSearch = "DAC_READ_SEARCH",
        Fowner = "FOWNER",
        Fsetid = "FSETID",
        IpcLock = "IPC_LOCK",
        IpcOwner = "IPC_OWNER",
        Kill = "KILL",
        Lease = "LEASE",
        LinuxImmutable = "LINUX_IMMUTABLE",
        MacAdmin = "MAC_ADMIN",
        MacOverride = "MAC_OVERRIDE",
        Mknod = "MKNOD",
        NetAdmin = "NET_ADMIN",
        NetBindService = "NET_BIND_SERVICE",
        NetBroadcast = "NET_BROADCAST",
        NetRaw = "NET_RAW",
        Setfcap = "SETFCAP",
        Setgid = "SETGID",
        Setpcap = "SETPCAP",
        Setuid = "SETUID",
        SysAdmin = "SYS_ADMIN",
        SysBoot = "SYS_BOOT",
        SysChroot = "SYS_CHROOT",
        SysModule = "SYS_MODULE",
        SysNice = "SYS_NICE",
        SysPacct = "SYS_PACCT",
        SysPtrace = "SYS_PTRACE",
        SysRawio = "SYS_RAWIO",
        SysResource = "SYS_RESOURCE",
        SysTime = "SYS_TIME",
        SysTtyConfig = "SYS_TTY_CONFIG",
        Syslog = "SYSLOG",
        WakeAlarm = "WAKE_ALARM",
    }
}

/// What the kernel is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct LinuxParametersProps {
    /// Whether a first process takes care of the others.
    pub init_process_enabled: Option<bool>,
    /// Memory that processes share, in MiB.
    pub shared_memory_size: Option<u32>,
    /// Memory that may be put to the disk, in MiB.
    pub max_swap_mib: Option<u32>,
    /// How readily, 0 to 100. Only with `max_swap_mib`.
    pub swappiness: Option<u8>,
}

/// What the kernel lets a container do. Cheap to clone: all clones are the same.
#[derive(Debug, Clone)]
pub struct LinuxParameters {
    node: Node,
    props: LinuxParametersProps,
    capabilities: Rc<RefCell<Capabilities>>,
}

crate::construct!(LinuxParameters);

#[derive(Debug, Default)]
struct Capabilities {
    added: Vec<Capability>,
    dropped: Vec<Capability>,
}

impl LinuxParameters {
    const INFO: ConstructInfo = ConstructInfo::cdk("aws-cdk-lib.aws_ecs.LinuxParameters");

    /// What the kernel is told.
    pub fn new(scope: &dyn Construct, id: &str, props: LinuxParametersProps) -> Result<LinuxParameters> {
        let node = Node::new(scope, id, LinuxParameters::INFO)?;
        if let Some(swappiness) = props.swappiness.filter(|swappiness| *swappiness > 100) {
            return Err(node
                .error(format!("swappiness: Must be an integer between 0 and 100; received {swappiness}.")));
        }
        Ok(LinuxParameters { node, props, capabilities: Rc::default() })
    }

    /// Gives rights.
    pub fn add_capabilities(&self, capabilities: impl IntoIterator<Item = Capability>) {
        self.capabilities.borrow_mut().added.extend(capabilities);
    }

    /// Takes rights away.
    pub fn drop_capabilities(&self, capabilities: impl IntoIterator<Item = Capability>) {
        self.capabilities.borrow_mut().dropped.extend(capabilities);
    }

    /// A container's `LinuxParameters`.
    pub(super) fn render(&self) -> Value {
        let capabilities = self.capabilities.borrow();
        let list = |list: &Vec<Capability>| (!list.is_empty()).then(|| list.clone());
        props! {
            "InitProcessEnabled" => self.props.init_process_enabled,
            "SharedMemorySize" => self.props.shared_memory_size,
            "MaxSwap" => self.props.max_swap_mib,
            "Swappiness" => self.props.swappiness.filter(|_| self.props.max_swap_mib.is_some()).map(u32::from),
            "Capabilities" => props! { "Add" => list(&capabilities.added), "Drop" => list(&capabilities.dropped) },
        }
    }
}
