//! What a handle on a process tells of its end.

use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use super::processes::exit_code;

/// `struct pidfd_info` of linux/pidfd.h in its first version.
#[repr(C)]
#[derive(Default)]
struct Info {
    mask: u64,
    cgroup: u64,
    ids: [u32; 11],
    exit_status: i32,
}

/// `PIDFD_INFO_EXIT`: asks for `exit_status`, which is there once the process was reaped.
const EXIT: u64 = 1 << 3;

nix::ioctl_readwrite!(
    /// `PIDFD_GET_INFO`, since Linux 6.13; since 6.15 of the dead, too.
    pidfd_get_info, 0xff, 11, Info
);

/// The exit code of a process that was reaped by somebody else; `None` where the kernel does not know.
pub(super) fn reaped_exit_code(handle: &OwnedFd) -> Option<i32> {
    let mut info = Info {
        mask: EXIT,
        ..Info::default()
    };
    // SAFETY: the descriptor is open, and the kernel writes no more than the structure, whose size is part
    // of the call's number.
    unsafe { pidfd_get_info(handle.as_raw_fd(), &raw mut info) }.ok()?;
    (info.mask & EXIT != 0).then(|| exit_code(info.exit_status))
}

/// True if a handle's process is dead.
pub(super) fn is_dead(handle: &OwnedFd) -> bool {
    let mut fds = [PollFd::new(handle.as_fd(), PollFlags::POLLIN)];
    poll(&mut fds, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_knows_who_was_reaped_or_says_nothing() {
        let mut child = std::process::Command::new("sh")
            .args(["-c", "exit 3"])
            .spawn()
            .expect("a shell");
        let handle = super::super::kill::pidfd_of(child.id()).expect("a handle");
        child.wait().expect("its end");
        assert!(is_dead(&handle));
        assert!(matches!(reaped_exit_code(&handle), None | Some(3)));
    }

    #[test]
    fn the_structure_is_the_kernels() {
        assert_eq!(size_of::<Info>(), 64);
    }
}
