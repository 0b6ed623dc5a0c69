"""Calls the parts of the kernel that have been attacked most, and those that undo a sandbox."""

import ctypes
import os
import platform

from hostile import attempt, finish

libc = ctypes.CDLL(None, use_errno=True)
# Numbers on x86-64 and on 64-bit ARM; None where there is no such call.
CALLS = {
    "ptrace": (101, 117),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "open_by_handle_at": (304, 265),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "memfd_create": (319, 279),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "fsopen": (430, 430),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "setuid": (105, 146),
    "setgid": (106, 144),
    "setgroups": (116, 159),
    "capset": (126, 91),
    "seccomp": (317, 277),
    "personality": (135, 92),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "sethostname": (170, 161),
    "fanotify_init": (300, 262),
    "quotactl": (179, 60),
    "acct": (163, 89),
    "iopl": (172, None),
    "modify_ldt": (154, None),
}
column = 0 if platform.machine() == "x86_64" else 1
EPERM, ENOSYS = 1, 38


def call(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(number, *arguments)
    error = ctypes.get_errno()
    # Another error than these would come from inside the call.
    return [] if result == -1 and error in (EPERM, ENOSYS) else [result, os.strerror(error)]


for name, numbers in CALLS.items():
    if numbers[column] is not None:
        attempt(name, lambda: call(numbers[column], 0, 0, 0, 0, 0))
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
clone = (56, 220)[column]
attempt("clone into a user namespace", lambda: call(clone, CLONE_NEWUSER, 0, 0, 0, 0))
attempt("clone into a network namespace", lambda: call(clone, CLONE_NEWNET | CLONE_NEWUSER, 0, 0, 0, 0))
attempt("clone3", lambda: call(435, 0, 0))
PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_MM = 4, 1, 22, 35
prctl = (157, 167)[column]
for option in [PR_SET_DUMPABLE, PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_MM]:
    attempt(f"prctl {option}", lambda: call(prctl, option, 0, 0, 0, 0))
TIOCSTI = 0x5412
attempt("type into a terminal", lambda: call((16, 29)[column], 1, TIOCSTI, ctypes.create_string_buffer(b"x")))
finish()
