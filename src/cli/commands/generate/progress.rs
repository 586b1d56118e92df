//! Progress on a terminal: bytes read, then cases done.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::terminal::Terminal;

/// How often the spinner turns.
const TICK: Duration = Duration::from_millis(100);

/// Shows how many bytes were read.
pub fn reading(terminal: &Terminal) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, terminal.progress_target());
    bar.set_style(style("{spinner} reading  {bytes}  {bytes_per_sec}"));
    bar.enable_steady_tick(TICK);
    bar
}

/// Shows how many cases are done.
pub fn running(terminal: &Terminal, cases: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(cases), terminal.progress_target());
    bar.set_style(style("{spinner} cases    {human_pos} of {human_len}  {wide_bar}  {eta}"));
    bar.enable_steady_tick(TICK);
    bar
}

/// Shows how many batches of cases are done.
pub fn batches(target: ProgressDrawTarget, batches: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(batches), target);
    bar.set_style(style("{spinner} batches  {human_pos} of {human_len}  {wide_bar}  {eta}"));
    bar.enable_steady_tick(TICK);
    bar
}

/// The templates above are right; were one not, the default would do.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
