//! 10xx: sets of mappings.

codes! {
    pub(super) SETS;

    MAPPING_TWICE = "E1001" "mapping-twice" {
        title: "a mapping stands twice in a set",
        explanation: "The mappings of a set are told apart by their names, in options, columns and the manifest. Two have the \
            same name, or one was given twice.",
        example: r#"--mapping desk.yaml --mapping desk.yaml    # wrong
--mapping desk.yaml --mapping calls.yaml   # right"#,
    }

    SET_IN_SET = "E1002" "set-in-set" {
        title: "a set stands where a mapping should",
        explanation: "A set names mappings, not other sets, so that their order is seen in one place; and no set is run beside \
            other mappings.",
        example: r#"mappings: { desk-and-calls: {} }           # wrong: a set
mappings: { desk: {}, calls: {} }          # right"#,
    }

    MAPPING_NAMED_OTHERWISE = "E1003" "mapping-named-otherwise" {
        title: "a mapping isn't called as the set calls it",
        explanation: "A set calls each mapping by its name, the `name:` in its file; `mapping:` says where the file stands.",
        example: r#"mappings: { desk: { mapping: my-desk.yaml } }      # wrong, where the file says `name: my-desk`
mappings: { my-desk: { mapping: my-desk.yaml } }   # right"#,
    }

    INPUT_NOT_GIVEN = "E1004" "input-not-given" {
        title: "a mapping of a set has no input",
        explanation: "Each mapping reads its own export. `--input NAME=DIR` names the folder of one mapping, `--input DIR` that of \
            all for which none is named.",
        example: r#"--input desk=export                            # wrong, where there is `calls`, too
--input desk=export --input calls=dump         # right"#,
    }

    AMBIGUOUS_PARAM = "E1005" "ambiguous-param" {
        title: "several mappings of a set have the param",
        explanation: "Params of one name may mean something else in each mapping, so it has to be said which is meant.",
        example: r#"--set closed=Done                              # wrong
--set desk.closed=Done                         # right"#,
    }

    OPTION_GIVEN_TWICE = "E1006" "option-given-twice" {
        title: "an option is given twice",
        explanation: "Two values were given for the same mapping, and it isn't clear which counts.",
        example: r#"--profile desk=api --profile desk=report       # wrong
--profile desk=api --profile calls=report      # right"#,
    }

    COMMON_TWICE = "E1007" "common-twice" {
        title: "two attributes of a mapping would be one column in a set",
        explanation: "`common:` is the attribute's column in a log of several systems. Another attribute of the mapping has that \
            column already, or the same attribute has another one.",
        example: r#"Opened: { from: case.Opened, common: At }
Closed: { from: case.Closed, common: At }      # wrong"#,
    }

    COLUMN_SET_APART = "W1008" "column-set-apart" {
        title: "an attribute is written under its mapping's name",
        explanation: "Attributes of one name are one column of a joined log. These have different types, or the header is that of \
            a standard column, so the later one is written `mapping.Name`.",
        example: r#"Due: case.DueDate                              # a time in one mapping
Due: case.DueIn                                # a duration in the other"#,
    }

    COMMON_MISPLACED = "E1009" "common-misplaced" {
        title: "`common` stands where no attribute is",
        explanation: "`common:` names an attribute's column in a log of several systems. Inside the attribute's value, in a column or \
            in a rule's time it names nothing.",
        example: r#"Agent: { from: [{ as_of: owner, common: Owner }] }   # wrong
Agent: { from: [{ as_of: owner }], common: Owner }   # right"#,
    }
}
