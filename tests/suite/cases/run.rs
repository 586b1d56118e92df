//! Running a test through the binary.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use serde_yaml::Value;

use super::actual::{Actual, Written};
use super::find::Found;
use crate::program::{command, generate, root};

/// Runs a test.
pub fn run(found: &Found) -> Result<Actual, String> {
    let kept = tempfile::tempdir().unwrap();
    let input = input(found, kept.path())?;
    let mapping = found.mapping.to_str().unwrap();
    let mut arguments = found.test.arguments()?;
    arguments.extend(["--threads".to_owned(), "1".to_owned()]);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let log = generate(mapping, &input, &arguments);
    let written = log.wrote().then(|| Written::read(&log, &in_force(&found.mapping))).transpose()?;
    let findings = found.test.findings.is_some().then(|| findings(found, &input, &arguments)).transpose()?;
    Ok(Actual { exit: log.code(), said: log.said(), written, findings })
}

/// The folder with the input; texts are written into `folder`.
fn input(found: &Found, folder: &Path) -> Result<PathBuf, String> {
    let files = &found.test.input;
    if let (1, Some(path)) = (files.len(), files.get("folder")) {
        let path = found.file.parent().unwrap().join(path);
        return if path.is_dir() { Ok(path) } else { Err(format!("there is no folder `{}`", path.display())) };
    }
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    Ok(folder.to_owned())
}

/// The codes that `generate` and `validate` print.
fn findings(found: &Found, input: &Path, arguments: &[&str]) -> Result<BTreeSet<String>, String> {
    let mapping = found.mapping.to_str().unwrap();
    let mut json = vec!["--diagnostics", "json"];
    json.extend(arguments);
    let mut codes = codes(&generate(mapping, input, &json).output.stdout)?;
    let mut validate = vec!["validate", mapping, "--input", input.to_str().unwrap(), "--format", "json"];
    for (name, value) in [("--profile", &found.test.profile), ("--timezone", &found.test.timezone)] {
        validate.extend(value.iter().flat_map(|value| [name, value.as_str()]));
    }
    codes.extend(self::codes(&command(root(), &validate).output().unwrap().stdout)?);
    Ok(codes)
}

fn codes(json: &[u8]) -> Result<BTreeSet<String>, String> {
    let found: Vec<serde_json::Value> =
        serde_json::from_slice(json).map_err(|error| format!("no findings: {error}"))?;
    Ok(found.iter().filter_map(|each| each["code"].as_str().map(str::to_owned)).collect())
}

/// The mapping in force, as the program shows it; once per folder.
fn in_force(mapping: &Path) -> Value {
    static SHOWN: LazyLock<Mutex<BTreeMap<PathBuf, Value>>> = LazyLock::new(Mutex::default);
    let mut shown = SHOWN.lock().unwrap();
    let show = || {
        let output = command(root(), &["show", mapping.to_str().unwrap()]).output().unwrap();
        serde_yaml::from_slice(&output.stdout).unwrap()
    };
    shown.entry(mapping.to_owned()).or_insert_with(show).clone()
}
