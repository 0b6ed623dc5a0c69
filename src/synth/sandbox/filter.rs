//! seccomp: the system calls that Python and node need, and no others. No network, no new namespaces, no debugging.

use std::collections::BTreeMap;

use nix::libc as c;
use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition,
    SeccompFilter, SeccompRule, TargetArch, apply_filter,
};

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Flags of `clone` that make a namespace.
const NEW_NAMESPACES: i32 = c::CLONE_NEWNS
    | c::CLONE_NEWCGROUP
    | c::CLONE_NEWUTS
    | c::CLONE_NEWIPC
    | c::CLONE_NEWUSER
    | c::CLONE_NEWPID
    | c::CLONE_NEWNET;

/// What of `prctl` is let through: names, nothing that would weaken the guard.
const PRCTL: [i32; 8] = [
    c::PR_SET_NAME,
    c::PR_GET_NAME,
    c::PR_GET_DUMPABLE,
    c::PR_GET_PDEATHSIG,
    c::PR_GET_NO_NEW_PRIVS,
    c::PR_SET_NO_NEW_PRIVS,
    c::PR_CAPBSET_READ,
    c::PR_SET_VMA,
];

/// Applies the filter to this process and all that come of it.
pub(super) fn apply() -> Result<(), Error> {
    let architecture: TargetArch = std::env::consts::ARCH.try_into()?;
    // glibc takes ENOSYS of it as from an old kernel, and uses `clone`, whose flags a filter can see.
    let replaced = Rules::from([(c::SYS_clone3, Vec::new())]);
    let replaced = SeccompFilter::new(
        replaced,
        SeccompAction::Allow,
        SeccompAction::Errno(c::ENOSYS as u32),
        architecture,
    )?;
    let allowed = SeccompFilter::new(
        allowed()?,
        SeccompAction::Errno(c::EPERM as u32),
        SeccompAction::Allow,
        architecture,
    )?;
    for filter in [replaced, allowed] {
        apply_filter(&BpfProgram::try_from(filter)?)?;
    }
    Ok(())
}

fn allowed() -> Result<Rules, BackendError> {
    let mut rules: Rules = ALLOWED.iter().chain(LEGACY).map(|call| (*call, Vec::new())).collect();
    rules.insert(
        c::SYS_clone,
        vec![rule(vec![condition(0, SeccompCmpOp::MaskedEq(NEW_NAMESPACES as u32 as u64), 0)?])?],
    );
    // Between a process and its children; a connected stream reaches nobody else.
    let kind = SeccompCmpOp::MaskedEq(!((c::SOCK_NONBLOCK | c::SOCK_CLOEXEC) as u32) as u64);
    rules.insert(
        c::SYS_socketpair,
        vec![rule(vec![
            condition(0, SeccompCmpOp::Eq, c::AF_UNIX as u64)?,
            condition(1, kind, c::SOCK_STREAM as u64)?,
        ])?],
    );
    // Not what would type into a terminal.
    rules.insert(
        c::SYS_ioctl,
        vec![rule(vec![
            condition(1, SeccompCmpOp::Ne, c::TIOCSTI as u32 as u64)?,
            condition(1, SeccompCmpOp::Ne, c::TIOCLINUX as u32 as u64)?,
        ])?],
    );
    let options = PRCTL.iter().map(|option| rule(vec![condition(0, SeccompCmpOp::Eq, *option as u64)?]));
    rules.insert(c::SYS_prctl, options.collect::<Result<_, _>>()?);
    Ok(rules)
}

fn rule(conditions: Vec<SeccompCondition>) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(conditions)
}

fn condition(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)
}

/// On every architecture.
const ALLOWED: &[i64] = &[
    // Memory.
    c::SYS_brk,
    c::SYS_madvise,
    c::SYS_membarrier,
    c::SYS_mmap,
    c::SYS_mprotect,
    c::SYS_mremap,
    c::SYS_msync,
    c::SYS_munmap,
    // Files.
    c::SYS_chdir,
    c::SYS_close,
    c::SYS_close_range,
    c::SYS_copy_file_range,
    c::SYS_dup,
    c::SYS_dup3,
    c::SYS_faccessat,
    c::SYS_faccessat2,
    c::SYS_fadvise64,
    c::SYS_fallocate,
    c::SYS_fchdir,
    c::SYS_fchmod,
    c::SYS_fchmodat,
    c::SYS_fcntl,
    c::SYS_fdatasync,
    c::SYS_flock,
    c::SYS_fstat,
    c::SYS_fstatfs,
    c::SYS_fsync,
    c::SYS_ftruncate,
    c::SYS_getcwd,
    c::SYS_getdents64,
    c::SYS_linkat,
    c::SYS_lseek,
    c::SYS_mkdirat,
    c::SYS_newfstatat,
    c::SYS_openat,
    c::SYS_openat2,
    c::SYS_pread64,
    c::SYS_preadv,
    c::SYS_preadv2,
    c::SYS_pwrite64,
    c::SYS_pwritev,
    c::SYS_pwritev2,
    c::SYS_read,
    c::SYS_readahead,
    c::SYS_readlinkat,
    c::SYS_readv,
    c::SYS_renameat,
    c::SYS_renameat2,
    c::SYS_sendfile,
    c::SYS_statfs,
    c::SYS_statx,
    c::SYS_symlinkat,
    c::SYS_truncate,
    c::SYS_umask,
    c::SYS_unlinkat,
    c::SYS_utimensat,
    c::SYS_write,
    c::SYS_writev,
    // Pipes, events and timers.
    c::SYS_epoll_create1,
    c::SYS_epoll_ctl,
    c::SYS_epoll_pwait,
    c::SYS_epoll_pwait2,
    c::SYS_eventfd2,
    c::SYS_getitimer,
    c::SYS_inotify_add_watch,
    c::SYS_inotify_init1,
    c::SYS_inotify_rm_watch,
    c::SYS_pipe2,
    c::SYS_ppoll,
    c::SYS_pselect6,
    c::SYS_setitimer,
    c::SYS_splice,
    c::SYS_tee,
    c::SYS_timer_create,
    c::SYS_timer_delete,
    c::SYS_timer_getoverrun,
    c::SYS_timer_gettime,
    c::SYS_timer_settime,
    c::SYS_timerfd_create,
    c::SYS_timerfd_gettime,
    c::SYS_timerfd_settime,
    // Between a process and its children, over the sockets of `socketpair`.
    c::SYS_getpeername,
    c::SYS_getsockname,
    c::SYS_getsockopt,
    c::SYS_recvfrom,
    c::SYS_recvmsg,
    c::SYS_sendmsg,
    c::SYS_sendto,
    c::SYS_setsockopt,
    c::SYS_shutdown,
    // Processes and signals. What the other filter refuses stays refused.
    c::SYS_clone3,
    c::SYS_execve,
    c::SYS_exit,
    c::SYS_exit_group,
    c::SYS_futex,
    c::SYS_get_robust_list,
    c::SYS_kill,
    c::SYS_pidfd_open,
    c::SYS_pidfd_send_signal,
    c::SYS_restart_syscall,
    c::SYS_rseq,
    c::SYS_rt_sigaction,
    c::SYS_rt_sigpending,
    c::SYS_rt_sigprocmask,
    c::SYS_rt_sigreturn,
    c::SYS_rt_sigsuspend,
    c::SYS_rt_sigtimedwait,
    c::SYS_set_robust_list,
    c::SYS_set_tid_address,
    c::SYS_setpgid,
    c::SYS_setsid,
    c::SYS_sigaltstack,
    c::SYS_tgkill,
    c::SYS_tkill,
    c::SYS_wait4,
    c::SYS_waitid,
    // Questions.
    c::SYS_capget,
    c::SYS_clock_getres,
    c::SYS_clock_gettime,
    c::SYS_clock_nanosleep,
    c::SYS_getcpu,
    c::SYS_getegid,
    c::SYS_geteuid,
    c::SYS_getgid,
    c::SYS_getgroups,
    c::SYS_getpgid,
    c::SYS_getpid,
    c::SYS_getppid,
    c::SYS_getpriority,
    c::SYS_getrandom,
    c::SYS_getresgid,
    c::SYS_getresuid,
    c::SYS_getrusage,
    c::SYS_getsid,
    c::SYS_gettid,
    c::SYS_gettimeofday,
    c::SYS_getuid,
    c::SYS_nanosleep,
    c::SYS_prlimit64,
    c::SYS_sched_get_priority_max,
    c::SYS_sched_get_priority_min,
    c::SYS_sched_getaffinity,
    c::SYS_sched_getparam,
    c::SYS_sched_getscheduler,
    c::SYS_sched_setaffinity,
    c::SYS_sched_yield,
    c::SYS_setpriority,
    c::SYS_sysinfo,
    c::SYS_times,
    c::SYS_uname,
];

/// Older forms of the same calls, which newer architectures do not have.
#[cfg(target_arch = "x86_64")]
const LEGACY: &[i64] = &[
    c::SYS_access,
    c::SYS_alarm,
    c::SYS_arch_prctl,
    c::SYS_chmod,
    c::SYS_creat,
    c::SYS_dup2,
    c::SYS_epoll_create,
    c::SYS_epoll_wait,
    c::SYS_eventfd,
    c::SYS_fork,
    c::SYS_futimesat,
    c::SYS_getdents,
    c::SYS_getpgrp,
    c::SYS_getrlimit,
    c::SYS_inotify_init,
    c::SYS_link,
    c::SYS_lstat,
    c::SYS_mkdir,
    c::SYS_open,
    c::SYS_pause,
    c::SYS_pipe,
    c::SYS_poll,
    c::SYS_readlink,
    c::SYS_rename,
    c::SYS_rmdir,
    c::SYS_select,
    c::SYS_setrlimit,
    c::SYS_stat,
    c::SYS_symlink,
    c::SYS_time,
    c::SYS_unlink,
    c::SYS_utime,
    c::SYS_utimes,
    c::SYS_vfork,
];

#[cfg(not(target_arch = "x86_64"))]
const LEGACY: &[i64] = &[];
