//! 01xx: the syntax of YAML.

codes! {
    pub(super) SYNTAX;

    INVALID_YAML = "E0101" "invalid-yaml" {
        title: "the file is not valid YAML",
        explanation: "The file breaks a rule of YAML that has no code of its own. Nothing behind this place can be \
            read, so only the first such error is reported. Mend the line that is marked, or the one above \
            it, and check again.",
        example: r#"activities: @all        # wrong: a value can't begin with `@`
activities: "@all"      # right"#,
    }

    TAB_INDENTATION = "E0102" "tab-indentation" {
        title: "a tab stands where only spaces are allowed",
        explanation: "YAML knows levels by leading spaces and forbids tabs there, as their width isn't fixed. Replace \
            tabs by spaces; most editors can do it for the whole file.",
        example: r#"case:
	record: cases          # wrong: a tab
  record: cases          # right: two spaces"#,
    }

    UNCLOSED_QUOTE = "E0103" "unclosed-quote" {
        title: "a quote is never closed",
        explanation: "A quoted text runs to its closing quote, over lines if need be. Where it is missing, or where a \
            quote stands within the text, the rest of the file is read as text. Close the quote; write `''` \
            for a quote within single quotes and `\\\"` within double quotes.",
        example: r#"label: 'it's done        # wrong: the text ends after `it`
label: "it's done"       # right"#,
    }

    UNCLOSED_BRACKET = "E0104" "unclosed-bracket" {
        title: "a bracket or brace isn't closed",
        explanation: "Lists in `[ … ]` and mappings in `{ … }` need their closing bracket, of the same kind. Close it \
            where the list ends, or quote the value if the bracket is part of a text.",
        example: r#"to: [Resolved, Closed    # wrong
to: [Resolved, Closed]   # right"#,
    }

    BAD_INDENTATION = "E0105" "bad-indentation" {
        title: "the indentation doesn't fit",
        explanation: "Keys of one mapping, and items of one list, begin in the same column. A line that is indented \
            otherwise belongs to no level, or is read as part of the text above it. Give it the indentation \
            of its neighbours.",
        example: r#"case:
    record: cases
  id: CaseNumber         # wrong: fits neither level
    id: CaseNumber       # right"#,
    }

    UNQUOTED_COLON = "E0106" "unquoted-colon" {
        title: "a value holds a colon and isn't quoted",
        explanation: "In a value without quotes a colon and a space make a key of what stands before them. Quote the \
            value.",
        example: r#"description: note: see below      # wrong
description: "note: see below"    # right"#,
    }

    RESERVED_CHARACTER = "E0107" "reserved-character" {
        title: "a value begins with a reserved character",
        explanation: "YAML keeps `@`, the backtick and `%` at the start of a value for itself. Quote the value.",
        example: r#"keywords: [@vip]         # wrong
keywords: ["@vip"]       # right"#,
    }

    INVALID_ESCAPE = "E0108" "invalid-escape" {
        title: "an escape isn't known",
        explanation: "In double quotes a backslash begins an escape such as `\\n` or `\\u00e9`; any other one is an \
            error. Double the backslash, or use single quotes, in which it is an ordinary character. \
            Patterns are best put in single quotes.",
        example: r#"matches: "\d+"          # wrong: \d is no escape of YAML
matches: '\d+'          # right"#,
    }

    DUPLICATE_KEY = "E0109" "duplicate-key" {
        title: "a key stands twice",
        explanation: "A mapping holds a key once. With a second one it isn't clear which counts, and a part of the \
            mapping would be lost in silence. Keep one of the two, rename one, or join what they hold.",
        example: r#"sources:
  cases: { files: Case.csv }
  cases: { files: Case2.csv }      # wrong
  more_cases: { files: Case2.csv } # right"#,
    }

    KEY_NOT_TEXT = "E0110" "key-not-text" {
        title: "a key is not a text",
        explanation: "YAML allows lists, mappings and nothing at all as keys; a mapping of this program has names. \
            Write `name: value`; quote a value that begins with `{`, `[` or `?`.",
        example: r#"{ [a, b]: c }            # wrong: a list as a key
{ ab: c }                # right"#,
    }

    TAG_NOT_ALLOWED = "E0111" "tag-not-allowed" {
        title: "a YAML tag is used",
        explanation: "Tags such as `!!str` tell a YAML reader the type of a value. Here the type follows from the \
            place in the mapping, so a tag has no meaning. Leave it out; quote a value that must be a text.",
        example: r#"version: !!str 1.0       # wrong
version: "1.0"           # right"#,
    }

    SEVERAL_DOCUMENTS = "E0112" "several-documents" {
        title: "the file holds several YAML documents",
        explanation: "A line `---` starts another document. A mapping is one document, and what follows would be \
            ignored in silence. Put each in a file of its own.",
        example: r#"caseloom: 1
---                      # wrong: remove it, or split the file
name: other"#,
    }

    MERGE_KEY = "E0113" "merge-key" {
        title: "the merge key isn't supported",
        explanation: "`<<` copies the keys of an anchor in some readers of YAML, and isn't part of its present \
            version. Write the keys out.",
        example: r#"<<: *defaults            # wrong
optional: true           # right: the keys themselves"#,
    }

    UNKNOWN_ANCHOR = "E0114" "unknown-anchor" {
        title: "an anchor isn't known",
        explanation: "`*name` stands for the value that was marked `&name` further up. There is none, or it isn't \
            complete yet as it holds itself. Define it first, or quote a text that begins with `*`.",
        example: r#"files: *.csv             # wrong: read as a reference
files: "*.csv"           # right"#,
    }

    TOO_MANY_VALUES = "E0115" "too-many-values" {
        title: "the file holds too many values",
        explanation: "Values that are repeated through anchors count wherever they are used, so that a small file can \
            grow without bounds. The limit is far beyond what a mapping needs. Repeat less, and keep tables \
            as CSV files.",
        example: r#"a: &a [x, x, x, x]
b: &b [*a, *a, *a, *a]   # each level multiplies the one before"#,
    }

    TOO_DEEP = "E0116" "too-deep" {
        title: "lists and mappings are nested too deep",
        explanation: "Nesting is limited so that no file can exhaust the program. No mapping needs as many levels; \
            most often a bracket isn't closed.",
        example: r#"any: [[[[[[[[ … ]]]]]]]]  # wrong"#,
    }

    EXPRESSION_NOT_QUOTED = "E0117" "expression-not-quoted" {
        title: "an expression isn't quoted and YAML cuts it",
        explanation: "YAML knows nothing of expressions. In `{ … }` and `[ … ]` it ends a value at a comma, bracket or \
            brace, everywhere at `: ` and before ` #`. The rest then becomes another key, or an error. Quote \
            such an expression, or write it below its key as `script: |`.",
        example: r#"{ at: = max(a, b) }      # wrong: YAML sees the keys `at` and `b)`
{ at: "= max(a, b)" }    # right"#,
    }

    INVALID_CHARACTER = "E0118" "invalid-character" {
        title: "a character isn't allowed",
        explanation: "Control characters and byte order marks within the file aren't part of YAML text. They come from \
            copying or joining files, and can't be seen in most editors. Remove the character.",
        example: r#"name: sales\u0000force   # wrong: a null character
name: salesforce         # right"#,
    }

    MAPPING_NOT_UTF8 = "E0119" "mapping-not-utf8" {
        title: "a mapping is not UTF-8",
        explanation: "Mappings and scripts are read as UTF-8, so that names in all languages come out right. Save the \
            file as UTF-8.",
        example: r#"label: { fr: Cas cr\xe9\xe9 }   # wrong: Latin-1 bytes
label: { fr: Cas créé }       # right: UTF-8"#,
    }

    MISSING_COMMA = "E0120" "missing-comma" {
        title: "a comma or a closing bracket is missing",
        explanation: "Values in `[ … ]` and `{ … }` are parted by commas, one between two values. Where one is missing, \
            or a value holds a bracket or a brace and isn't quoted, YAML can't tell where the value ends.",
        example: r#"{ from: Open to: Closed }    # wrong
{ from: Open, to: Closed }   # right"#,
    }

    LOOKALIKE_CHARACTER = "E0121" "lookalike-character" {
        title: "a character looks like a sign, but isn't it",
        explanation: "Keyboards and word processors for other scripts give full-width punctuation and typographic quotes. \
            They look like the signs of YAML and of scripts and mean nothing there. Write the ASCII sign that the help \
            names; within quotes such characters are ordinary text.",
        example: r#"key：Id                  # wrong: a full-width colon
key: Id                  # right"#,
    }
}
