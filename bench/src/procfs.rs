//! What the kernel says about a process: its CPU time, its memory, the allocator it was built with.

use anyhow::{Context, Result};
use std::fs;
use std::path::Path;

/// Seconds of CPU time, user and system, of all threads of a process; exact to a clock tick (10 ms as a rule).
pub(crate) fn cpu(pid: u32) -> Result<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).context("the server is gone")?;
    let ticks = ticks(&stat).with_context(|| format!("/proc/{pid}/stat: {stat}"))?;
    Ok(ticks as f64 / rustix::param::clock_ticks_per_second() as f64)
}

/// The same to a microsecond, of the threads that are there: two looks are compared while none of them ends.
pub(crate) fn cpu_fine(pid: u32) -> Result<f64> {
    let mut nanoseconds = 0_u64;
    for task in fs::read_dir(format!("/proc/{pid}/task")).context("the server is gone")? {
        let path = task?.path().join("schedstat");
        // A thread may end between the list and the look at it.
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let used = text.split_whitespace().next().and_then(|first| first.parse::<u64>().ok());
        nanoseconds += used.with_context(|| format!("{}: {text}", path.display()))?;
    }
    // A kernel that does not count so.
    if nanoseconds == 0 { cpu(pid) } else { Ok(nanoseconds as f64 / 1e9) }
}

/// `utime` and `stime`, the 14th and 15th fields; the second is a name in brackets that may hold anything.
fn ticks(stat: &str) -> Option<u64> {
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
    Some(user + system)
}

/// Kilobytes of a process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// Pages it alone has and has written: what ends when it ends.
    pub(crate) private_dirty: u64,
    pub(crate) resident: u64,
}

pub(crate) fn memory(pid: u32) -> Result<Memory> {
    let read = |file: &str, key: &str| -> Result<u64> {
        let path = format!("/proc/{pid}/{file}");
        let text = fs::read_to_string(&path).with_context(|| path.clone())?;
        kilobytes(&text, key).with_context(|| format!("no {key} in {path}"))
    };
    Ok(Memory { private_dirty: read("smaps_rollup", "Private_Dirty:")?, resident: read("status", "VmRSS:")? })
}

fn kilobytes(text: &str, key: &str) -> Option<u64> {
    let value = text.lines().find_map(|line| line.strip_prefix(key))?;
    value.trim().strip_suffix("kB")?.trim_end().parse().ok()
}

/// The allocator a program carries, told by the names in its file, or its C library's.
pub(crate) fn allocator(program: &Path) -> Result<&'static str> {
    let bytes = fs::read(program).with_context(|| program.display().to_string())?;
    let found = [
        ("jemalloc", "jemalloc"),
        ("mimalloc", "mimalloc"),
        ("tcmalloc", "tcmalloc"),
        ("ld-musl", "musl's"),
        ("libc.so.6", "glibc's"),
    ];
    let has = |needle: &str| memchr::memmem::find(&bytes, needle.as_bytes()).is_some();
    Ok(found.iter().find(|(needle, _)| has(needle)).map_or("the C library's", |(_, name)| name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_is_found_behind_any_name() {
        let fields = "S 1 2 3 4 -1 5 6 7 8 9 100 23 0 0 20 0 4 0 99";
        for name in ["(causette)", "(a ) b)", "((x))"] {
            assert_eq!(ticks(&format!("42 {name} {fields}")), Some(123));
        }
        assert_eq!(ticks("42 (causette) S 1 2"), None);
        assert_eq!(ticks(""), None);
    }

    #[test]
    fn kilobytes_are_read_by_key() {
        let text = "Name:\tx\nVmRSS:\t    1234 kB\nPrivate_Dirty:        88 kB\n";
        assert_eq!(kilobytes(text, "VmRSS:"), Some(1234));
        assert_eq!(kilobytes(text, "Private_Dirty:"), Some(88));
        assert_eq!(kilobytes(text, "VmSwap:"), None);
    }

    #[test]
    fn this_process_can_be_asked() {
        let pid = std::process::id();
        assert!(cpu(pid).unwrap() >= 0.0);
        let before = cpu_fine(pid).unwrap();
        (0..100).for_each(|_| drop(memory(pid)));
        assert!(before > 0.0 && cpu_fine(pid).unwrap() > before);
        let memory = memory(pid).unwrap();
        assert!(memory.private_dirty > 0 && memory.resident >= memory.private_dirty);
    }
}
