//! How long a run took, step by step, rule by rule and script by script, for people who wait for it.

use std::fmt::Write as _;
use std::time::Duration;

use caseloom::load::LoadTimes;
use caseloom::plan::{Plan, ScriptPlan};

use caseloom::timing::Cost;

use super::log::LogTimes;

/// What was measured of the steps.
pub struct Times {
    /// Reading and checking the mapping.
    pub checked: Duration,
    /// By mapping.
    pub load: Vec<LoadTimes>,
    pub log: LogTimes,
    /// Whether the end of the log had to be found before.
    pub finds_end: bool,
}

/// The table of a run.
pub fn table(times: &Times, plans: &[&Plan]) -> String {
    let mut text = String::from("\nsteps, in seconds\n");
    let load = |part: fn(&LoadTimes) -> Duration| times.load.iter().map(part).sum::<Duration>();
    let running = times.log.run.saturating_sub(times.log.while_running);
    for (what, time) in [
        ("check the mapping", times.checked),
        ("discover files", load(|times| times.discover)),
        ("read rows", load(|times| times.read)),
        ("group by case", load(|times| times.group)),
        ("digest files, beside reading and grouping", load(|times| times.digest)),
        (if times.finds_end { "run cases, once before to find the end of the log" } else { "run cases" }, running),
        ("write files", times.log.write),
    ] {
        // Writing to a string doesn't fail, here and below.
        let _ = writeln!(text, "{:>10.3}  {what}", time.as_secs_f64());
    }
    if times.finds_end {
        text.push_str("(`--extracted-at` says when the log ends; what follows is that of the run proper)\n");
    }
    for plan in plans {
        let of_mapping = if plans.len() > 1 { format!(" of `{}`", plan.name) } else { String::new() };
        rules(&mut text, plan, &of_mapping);
        scripts(&mut text, plan, &of_mapping);
    }
    text
}

fn rules(text: &mut String, plan: &Plan, of_mapping: &str) {
    if plan.rules.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nrules{of_mapping}, in seconds of all threads together (estimated from samples)");
    let _ = writeln!(text, "{:>10}  {:>12}  {:>8}", "total", "cases", "ns/case");
    let mut rules: Vec<(String, Cost)> = Vec::with_capacity(plan.rules.len());
    for activity in &plan.activities {
        let several = activity.rules.len() > 1;
        for (number, rule) in (1..).zip(activity.rules.clone()) {
            let place = if several { format!(", rule {number}") } else { String::new() };
            rules.push((format!("{}{place}", activity.id), plan.rules[rule].meter.cost()));
        }
    }
    rules.sort_by_key(|(_, cost)| std::cmp::Reverse(cost.total));
    for (name, cost) in rules {
        let each = cost.total.as_nanos() / u128::from(cost.calls.max(1));
        let _ = writeln!(text, "{:>10.3}  {:>12}  {each:>8}  {name}", cost.total.as_secs_f64(), cost.calls);
    }
}

fn scripts(text: &mut String, plan: &Plan, of_mapping: &str) {
    if plan.scripts.is_empty() {
        return;
    }
    let _ = writeln!(text, "\nscripts{of_mapping}, in seconds of all threads together (estimated from samples)");
    let _ = writeln!(text, "{:>10}  {:>12}  {:>8}", "total", "calls", "ns/call");
    let mut scripts: Vec<&ScriptPlan> = plan.scripts.iter().collect();
    scripts.sort_by_key(|script| std::cmp::Reverse(script.compiled.meter().cost().total));
    for script in scripts {
        let cost = script.compiled.meter().cost();
        let each = cost.total.as_nanos() / u128::from(cost.calls.max(1));
        let (seconds, how) = (cost.total.as_secs_f64(), how(script, cost.handed_over));
        let _ = writeln!(text, "{seconds:>10.3}  {:>12}  {each:>8}  {}, {how}", cost.calls, script.title);
    }
}

fn how(script: &ScriptPlan, handed_over: u64) -> String {
    match script.compiled.lowered() {
        Ok(()) if handed_over == 0 => "native".to_owned(),
        Ok(()) => format!("native, but {handed_over} handed to the interpreter"),
        Err(reason) => {
            let place = if reason.file.is_some() { " in a shared file" } else { "" };
            format!("interpreted: {}{place}", reason.construct)
        }
    }
}
