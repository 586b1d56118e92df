//! 11xx: overlays.

codes! {
    pub(super) OVERLAYS;

    OVERLAY_CYCLE = "E1101" "overlay-cycle" {
        title: "mappings extend each other in a circle",
        explanation: "Each file says that it changes the next, and the last one the first, so there is nothing to begin with.",
        example: r#"a.yaml: extends: b.yaml
b.yaml: extends: a.yaml                        # wrong"#,
    }

    BASE_VERSION = "E1102" "base-version" {
        title: "the base hasn't the version that the overlay is for",
        explanation: "The overlay says for which versions of its base it was written, and this isn't one of them. \
            `caseloom upgrade-check` shows what another version changes under it.",
        example: r#"extends: { mapping: desk, version: "<2" }       # wrong, where desk is 2.1.0
extends: { mapping: desk, version: ">=1, <3" }  # right"#,
    }

    INVALID_VERSION = "E1103" "invalid-version" {
        title: "a version can't be read",
        explanation: "Versions have three numbers, `1.2.0`. What is asked of a version are comparisons with a comma between \
            them, or `^1.2`: what is compatible with 1.2.",
        example: r#"extends: { mapping: desk, version: "1 to 2" }    # wrong
extends: { mapping: desk, version: ">=1, <2" }   # right"#,
    }

    OVERRIDE_TARGETS_NOTHING = "E1104" "override-targets-nothing" {
        title: "an overlay changes what isn't there",
        explanation: "The base has nothing of that name, and what stands here says too little to be something new. The name \
            is misspelt, or the base has changed.",
        example: r#"activities: { survey_snt: off }      # wrong
activities: { survey_sent: off }     # right"#,
    }

    DISABLED_IN_USE = "E1105" "disabled-in-use" {
        title: "what is switched off is used",
        explanation: "Something else in the mapping needs what the overlay takes away. Take that away, too, or give it \
            something else.",
        example: r#"activities: { survey_sent: off }     # wrong, where the attribute `WasSurveyed` counts it
attributes: { case: { WasSurveyed: off } }    # so it goes, too"#,
    }

    BASE_CHANGED = "W1106" "base-changed" {
        title: "the base isn't the one that the overlay was made for",
        explanation: "The lock file beside the overlay keeps the base as it was when somebody last looked. `caseloom upgrade-check` \
            tells what has changed since, and with `--accept` writes the lock file anew.",
        example: r#"caseloom upgrade-check desk.yaml             # what has changed
caseloom upgrade-check desk.yaml --accept    # it has been looked at"#,
    }

    INVALID_LOCK = "E1107" "invalid-lock" {
        title: "a lock file can't be read",
        explanation: "The file is written by `caseloom upgrade-check --accept` and isn't meant to be edited. Remove it, or have it \
            written anew.",
        example: r#"caseloom upgrade-check desk.yaml --accept"#,
    }

    NOT_AN_OVERLAY = "E1108" "not-an-overlay" {
        title: "a mapping extends no other",
        explanation: "The command compares an overlay with the mapping that it extends, and this one extends none.",
        example: r#"caseloom diff salesforce-service-cloud                   # wrong: it is no overlay
caseloom diff salesforce-service-cloud acme.yaml         # right: two mappings"#,
    }

    NEARLY_KNOWN_PROFILE = "W1109" "nearly-known-profile" {
        title: "a new profile is called nearly like one of the base's",
        explanation: "A profile that the base hasn't is a new one, and changes nothing of the base's. Where one of these was meant, \
            what stands here has no effect on it.",
        example: r#"profiles: { repot: { sources: { tickets: { files: T.csv } } } }     # wrong, where the base has `report`
profiles: { report: { sources: { tickets: { files: T.csv } } } }    # right"#,
    }
}
