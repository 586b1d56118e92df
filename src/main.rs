//! The command line.

mod cli;

/// Counts what each thread allocates, so that a script gets no more than its budget.
#[global_allocator]
static ALLOCATOR: caseloom::memory::Counting<mimalloc::MiMalloc> = caseloom::memory::Counting(mimalloc::MiMalloc);

fn main() -> std::process::ExitCode {
    cli::run()
}
