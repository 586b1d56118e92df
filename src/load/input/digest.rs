//! Digests of the files that reading them doesn't give, made beside the reading.

use crate::diagnostic::{Diagnostic, Diagnostics, codes};
use crate::load::input::{BoundFile, BoundSource, Content};
use crate::load::model::{Loaded, SourceReport};
use crate::plan::Plan;
use crate::read::{Digest, ReadError};
use crate::timing::Stopwatch;

/// The digests of a source's files, where they were made.
type Digests = Vec<Option<Result<Digest, ReadError>>>;

/// Loads, and digests files on a thread of its own meanwhile, where that is wanted.
pub fn beside(
    plan: &Plan,
    bound: &[BoundSource],
    is_wanted: bool,
    load: impl FnOnce() -> Result<Loaded, Diagnostics>,
) -> Result<Loaded, Diagnostics> {
    let is_beside = |file: &BoundFile| !matches!(&file.content, Content::Csv(csv) if csv.is_plain());
    if !is_wanted {
        return load();
    }
    let (loaded, (digests, time)) = std::thread::scope(|scope| {
        let digests = scope.spawn(|| {
            let mut watch = Stopwatch::start();
            let of_file = |file: &BoundFile| is_beside(file).then(|| file.file().digest());
            let of_source = |source: &BoundSource| source.files.iter().map(of_file).collect();
            (bound.iter().map(of_source).collect::<Vec<Digests>>(), watch.lap())
        });
        (load(), digests.join().unwrap_or_default())
    });
    let mut loaded = loaded?;
    loaded.times.digest = time;
    let mut problems = Diagnostics::new();
    for ((report, digests), source) in loaded.sources.iter_mut().zip(digests).zip(bound) {
        fill(report, digests, source, &mut problems);
    }
    for level in (0..plan.sources.len()).filter(|source| plan.root(*source) != *source) {
        // A level has the files of the source at the top.
        let digests: Vec<_> = loaded.sources[plan.root(level)].files.iter().map(|file| file.digest).collect();
        loaded.sources[level].files.iter_mut().zip(digests).for_each(|(file, digest)| file.digest = digest);
    }
    if problems.is_empty() { Ok(loaded) } else { Err(problems) }
}

/// Fills in the digests that reading didn't give.
fn fill(report: &mut SourceReport, digests: Digests, source: &BoundSource, problems: &mut Diagnostics) {
    let files = report.files.iter_mut().zip(digests).zip(&source.files);
    for ((file, digest), bound) in files.filter(|((file, _), _)| file.digest.is_none()) {
        match digest.unwrap_or_else(|| bound.file().digest()) {
            Ok(digest) => file.digest = Some(digest),
            Err(error) => problems.push(
                Diagnostic::new(codes::UNREADABLE_FILE, error.to_string()).in_file(&file.name, "").help(error.help()),
            ),
        }
    }
}
