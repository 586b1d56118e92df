//! Digests of the input, made beside the reading.

use super::input::BoundSource;
use super::model::Loaded;
use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::plan::Plan;
use crate::read::ReadError;

/// The digests of a source's files.
type Digests = Vec<Result<[u8; 32], ReadError>>;

/// Loads, and digests all files on a thread of its own meanwhile, where that is wanted.
pub fn beside(
    plan: &Plan,
    bound: &[BoundSource],
    is_wanted: bool,
    load: impl FnOnce() -> Result<Loaded, Diagnostics>,
) -> Result<Loaded, Diagnostics> {
    if !is_wanted {
        return load();
    }
    let (loaded, digests) = std::thread::scope(|scope| {
        let digests = scope.spawn(|| bound.iter().map(of_source).collect::<Vec<Digests>>());
        (load(), digests.join().unwrap_or_default())
    });
    let mut loaded = loaded?;
    let mut problems = Diagnostics::new();
    for (report, digests) in loaded.sources.iter_mut().zip(digests) {
        for (file, digest) in report.files.iter_mut().zip(digests) {
            match digest {
                Ok(digest) => file.digest = Some(digest),
                Err(error) => problems.push(
                    Diagnostic::new(codes::UNREADABLE_FILE, error.to_string())
                        .in_file(&file.name, "")
                        .help(error.help()),
                ),
            }
        }
    }
    for level in (0..plan.sources.len()).filter(|source| plan.root(*source) != *source) {
        // A level has the files of the source at the top.
        let digests: Vec<_> = loaded.sources[plan.root(level)].files.iter().map(|file| file.digest).collect();
        loaded.sources[level].files.iter_mut().zip(digests).for_each(|(file, digest)| file.digest = digest);
    }
    if problems.is_empty() { Ok(loaded) } else { Err(problems) }
}

fn of_source(source: &BoundSource) -> Digests {
    source.files.iter().map(|file| file.file().digest()).collect()
}
