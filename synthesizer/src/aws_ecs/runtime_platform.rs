//! What tasks run on.

use crate::error::{Error, Result};
use crate::props;
use crate::value::Value;

/// A kind of processor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the processors")]
pub enum CpuArchitecture {
    X86_64,
    Arm64,
}

/// An operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are those of the systems")]
pub enum OperatingSystemFamily {
    Linux,
    WindowsServer2004Core,
    WindowsServer2016Full,
    WindowsServer2019Core,
    WindowsServer2019Full,
    WindowsServer2022Core,
    WindowsServer2022Full,
    WindowsServer20H2Core,
}

impl OperatingSystemFamily {
    fn name(self) -> &'static str {
        match self {
            OperatingSystemFamily::Linux => "LINUX",
            OperatingSystemFamily::WindowsServer2004Core => "WINDOWS_SERVER_2004_CORE",
            OperatingSystemFamily::WindowsServer2016Full => "WINDOWS_SERVER_2016_FULL",
            OperatingSystemFamily::WindowsServer2019Core => "WINDOWS_SERVER_2019_CORE",
            OperatingSystemFamily::WindowsServer2019Full => "WINDOWS_SERVER_2019_FULL",
            OperatingSystemFamily::WindowsServer2022Core => "WINDOWS_SERVER_2022_CORE",
            OperatingSystemFamily::WindowsServer2022Full => "WINDOWS_SERVER_2022_FULL",
            OperatingSystemFamily::WindowsServer20H2Core => "WINDOWS_SERVER_20H2_CORE",
        }
    }
}

/// What tasks run on. What is not given is x86 and Linux.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuntimePlatform {
    /// The processor.
    pub cpu_architecture: Option<CpuArchitecture>,
    /// The operating system.
    pub operating_system_family: Option<OperatingSystemFamily>,
}

impl RuntimePlatform {
    pub(super) fn render(self) -> Value {
        let architecture = self.cpu_architecture.map(|architecture| match architecture {
            CpuArchitecture::X86_64 => "X86_64",
            CpuArchitecture::Arm64 => "ARM64",
        });
        let family = self.operating_system_family.map(OperatingSystemFamily::name);
        props! { "CpuArchitecture" => architecture, "OperatingSystemFamily" => family }
    }

    /// Windows tasks have only some sizes.
    pub(super) fn check_size(self, cpu: u32, memory: u32) -> Result<()> {
        let family = match self.operating_system_family {
            Some(family) if family != OperatingSystemFamily::Linux => family.name(),
            _ => return Ok(()),
        };
        let (least, most, message) = match cpu {
            1024 => {
                (1024, 8192, "a min of 1024 and a max of 8192, in 1024 increments. Provided memoryMiB was")
            }
            2048 => (4096, 16384, "a min of 4096 and max of 16384, in 1024 increments. Provided memoryMiB"),
            4096 => {
                (8192, 30720, "a min of 8192 and a max of 30720, in 1024 increments.Provided memoryMiB was")
            }
            _ => {
                return Err(Error::message(format!(
                    "If operatingSystemFamily is {family}, then cpu must be in 1024 (1 vCPU), 2048 (2 vCPU), or 4096 \
                     (4 vCPU). Provided value was: {cpu}"
                )));
            }
        };
        if (least..=most).contains(&memory) && memory.is_multiple_of(1024) {
            return Ok(());
        }
        Err(Error::message(format!("If provided cpu is {cpu}, then memoryMiB must have {message} {memory}.")))
    }
}
