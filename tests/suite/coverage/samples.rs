//! Surveys of shipped samples, against the manifests of runs over them.

use crate::program::{command, generate, root};
use serde_json::Value;

const SAMPLES: &[(&str, &str)] =
    &[("genesys-cloud-cx", "sample"), ("salesforce-service-cloud", "sample"), ("servicenow-incident", "sample")];

fn survey(mapping: &str, sample: &str) -> Value {
    let input = root().join("mappings").join(mapping).join(sample);
    let arguments = ["coverage", "--mapping", mapping, "--input", input.to_str().unwrap(), "--timezone", "UTC"];
    let output = command(root(), &[&arguments[..], &["--format", "json"]].concat()).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_survey_counts_what_a_run_counts() {
    for (mapping, sample) in SAMPLES {
        let survey = survey(mapping, sample);
        let input = root().join("mappings").join(mapping).join(sample);
        let manifest = generate(mapping, &input, &["--timezone", "UTC"]).manifest();
        let totals = &manifest["totals"];
        for name in ["rows", "cases", "events"] {
            assert_eq!(survey[name], totals[name], "{name} of {mapping}");
        }
        let counts = |rules: &Value| -> Vec<Vec<u64>> {
            let of = |rule: &Value| {
                ["matched", "events", "merged", "not_chosen", "yielded", "no_time"]
                    .map(|key| rule[key].as_u64().unwrap())
            };
            rules.as_array().unwrap().iter().map(|rule| of(rule).to_vec()).collect()
        };
        assert_eq!(counts(&survey["rules"]), counts(&manifest["rules"]), "{mapping}");
        let unknown: Vec<(&Value, &Value, &Value)> = manifest["fields"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|field| field["unknown_values"].as_array().unwrap().iter().map(move |value| (field, value)))
            .map(|(field, value)| (&field["id"], &value["value"], &value["count"]))
            .collect();
        for value in survey["unknown_values"].as_array().unwrap() {
            assert!(unknown.contains(&(&value["field"], &value["value"], &value["changes"])), "{mapping}: {value:#}");
        }
        assert_eq!(survey["flow"]["without_events"]["count"], totals["cases_without_events"], "{mapping}");
    }
}
