//! How the allocator treats memory that is free.

/// What mimalloc reads when the program starts: free memory goes back to the system at once, and none is taken beforehand.
#[cfg(unix)]
const SETTINGS: [(&str, &str); 2] = [("MIMALLOC_PURGE_DELAY", "0"), ("MIMALLOC_ARENA_EAGER_COMMIT", "0")];

/// Lets free memory count as free: otherwise the allocator keeps some of it for a while, beyond any bound.
///
/// It is told when the program starts, so the program is begun once more, in the same process. Where somebody has told the
/// allocator otherwise, or the system can't, things stay as they are.
#[cfg(unix)]
pub fn give_back_at_once() {
    use std::os::unix::process::CommandExt as _;
    let is_told = SETTINGS.iter().any(|(name, _)| std::env::var_os(name).is_some());
    let (false, Ok(program)) = (is_told, std::env::current_exe()) else { return };
    let mut arguments = std::env::args_os();
    let name = arguments.next().unwrap_or_else(|| program.clone().into_os_string());
    // It comes back only where that isn't possible.
    let _ = std::process::Command::new(program).arg0(name).args(arguments).envs(SETTINGS).exec();
}

/// The same, where a process can't begin once more.
#[cfg(not(unix))]
pub fn give_back_at_once() {}
