//! 01xx: the syntax of YAML.

codes! {
    INVALID_YAML = "E0101" "invalid-yaml" {
        title: "the file is not valid YAML",
        explanation: "x",
        example: "x",
    }
}
