//! One finding, as data.

use std::path::Path;

use super::{Code, Severity, Span};

/// Where something is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// A range in a text that [`Files`](super::Files) keeps.
    Text(Span),
    /// A whole file or folder.
    File(String),
    /// A place in an input file, whose text isn't kept.
    Data {
        /// The file's path.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// The column in characters, counted from 1.
        column: Option<u64>,
        /// What stands there.
        text: Option<Excerpt>,
    },
}

/// A piece of an input file.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Excerpt {
    /// What stands before it on its line, or the end of that.
    pub before: String,
    /// The value or the row in question.
    pub text: String,
    /// What stands behind it, or the beginning of that.
    pub after: String,
    /// How many of all characters before it on its line are two units of UTF-16.
    pub pairs_before: u64,
}

impl From<String> for Excerpt {
    fn from(text: String) -> Self {
        Self { text, ..Self::default() }
    }
}

/// A place and what is said of it there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The place.
    pub place: Place,
    /// What it adds to the headline; may be empty.
    pub text: String,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind of finding.
    pub code: Code,
    /// What is wrong: one sentence in lower case without a final period.
    pub message: String,
    /// Where; the first is the primary one.
    pub labels: Vec<Label>,
    /// What to do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without a place yet.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), labels: Vec::new(), help: None }
    }

    /// Adds the place that the finding is about.
    #[must_use]
    pub fn at(self, span: Span, text: impl Into<String>) -> Self {
        self.label(Place::Text(span), text)
    }

    /// Adds another place that explains it.
    #[must_use]
    pub fn also(self, span: Span, text: impl Into<String>) -> Self {
        self.label(Place::Text(span), text)
    }

    /// Adds a place in an input file: line and column counted from 1, and an excerpt.
    #[must_use]
    pub fn in_data(
        self,
        file: impl Into<String>,
        line: u64,
        column: Option<u64>,
        excerpt: Option<String>,
        text: impl Into<String>,
    ) -> Self {
        self.label(Place::Data { file: file.into(), line, column, text: excerpt.map(Excerpt::from) }, text)
    }

    /// Adds a value in a row of an input file, beside what stands around it: line and column are its own.
    #[must_use]
    pub fn in_row(
        self,
        file: impl Into<String>,
        (line, column): (u64, u64),
        excerpt: Excerpt,
        text: impl Into<String>,
    ) -> Self {
        self.label(Place::Data { file: file.into(), line, column: Some(column), text: Some(excerpt) }, text)
    }

    /// Adds a whole file or folder.
    #[must_use]
    pub fn in_file(self, file: impl Into<String>, text: impl Into<String>) -> Self {
        self.label(Place::File(file.into()), text)
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says which mapping of several it is about.
    #[must_use]
    pub fn in_mapping(mut self, mapping: &str) -> Self {
        self.message = format!("`{mapping}`: {}", self.message);
        self
    }

    /// Names input files from where the command runs, rather than from their input folder.
    #[must_use]
    pub fn with_input(mut self, folder: &Path) -> Self {
        for label in &mut self.labels {
            if let Place::Data { file, .. } | Place::File(file) = &mut label.place {
                let whole = folder.join(&*file);
                // A file in a zip is there where the zip is.
                let zip = file.split_once(".zip!").map(|(zip, _)| folder.join(format!("{zip}.zip")));
                if (whole.exists() || zip.is_some_and(|zip| zip.exists())) && Path::new(file) != folder {
                    *file = whole.display().to_string();
                }
            }
        }
        self
    }

    /// Error or warning, by the code.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// The place that the finding is about.
    #[must_use]
    pub fn primary(&self) -> Option<&Label> {
        self.labels.first()
    }

    fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }
}
