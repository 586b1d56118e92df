//! How the allocator treats memory that is free.

/// From this bound on, in bytes, free memory may be kept for a moment.
#[cfg(unix)]
const AMPLE: u64 = 256 << 20;

/// What mimalloc reads when the program starts: after how many milliseconds free memory goes back to the system, and that
/// none is taken beforehand.
///
/// To give memory back and take it again costs a tenth of the time. What is kept for ten milliseconds is some 16 MiB more
/// with two threads.
#[cfg(unix)]
fn settings(bound: u64) -> [(&'static str, &'static str); 2] {
    let delay = if bound < AMPLE { "0" } else { "10" };
    [("MIMALLOC_PURGE_DELAY", delay), ("MIMALLOC_ARENA_EAGER_COMMIT", "0")]
}

/// Lets free memory count as free: otherwise the allocator keeps some of it for long, beyond any bound.
///
/// It is told when the program starts, so the program is begun once more, in the same process. Where somebody has told the
/// allocator otherwise, or the system can't, things stay as they are.
#[cfg(unix)]
pub fn give_back_soon(bound: u64) {
    use std::os::unix::process::CommandExt as _;
    let settings = settings(bound);
    let is_told = settings.iter().any(|(name, _)| std::env::var_os(name).is_some());
    let (false, Ok(program)) = (is_told, std::env::current_exe()) else { return };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_else(|| program.clone().into_os_string());
    // It comes back only where that isn't possible.
    let _ = std::process::Command::new(program).arg0(name).args(arguments).envs(settings).exec();
}

/// The same, where a process can't begin once more.
#[cfg(not(unix))]
pub fn give_back_soon(_bound: u64) {}
