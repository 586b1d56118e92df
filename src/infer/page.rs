//! Writing YAML with comments.

/// Where a comment begins, in characters.
const COMMENTS: usize = 48;

/// YAML in the making.
#[derive(Debug, Default)]
pub(super) struct Page {
    lines: Vec<String>,
}

impl Page {
    /// A line of YAML, `depth` levels deep.
    pub fn line(&mut self, depth: usize, text: impl AsRef<str>) {
        self.lines.push(format!("{}{}", "  ".repeat(depth), text.as_ref()));
    }

    /// A line of YAML with a comment behind it.
    pub fn noted(&mut self, depth: usize, text: &str, comment: &str) {
        let line = format!("{}{text}", "  ".repeat(depth));
        let gap = COMMENTS.saturating_sub(line.chars().count()).max(1);
        self.lines.push(format!("{line}{}# {}", " ".repeat(gap), one_line(comment)));
    }

    /// A line of comment.
    pub fn comment(&mut self, depth: usize, text: &str) {
        self.lines.push(format!("{}# {}", "  ".repeat(depth), one_line(text)));
    }

    /// An empty line, but never two.
    pub fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(String::new());
        }
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Adds what was written elsewhere.
    pub fn append(&mut self, other: Self) {
        self.lines.extend(other.lines);
    }

    /// The text.
    pub fn finish(self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }
}

/// A comment stays on its line, whatever a value holds.
fn one_line(text: &str) -> String {
    text.chars()
        .map(
            |letter| {
                if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{85}') { ' ' } else { letter }
            },
        )
        .collect()
}

/// A text as a YAML scalar that stays a text.
pub(super) fn scalar(text: &str) -> String {
    let is_plain_letter = |letter: char| {
        letter.is_alphanumeric() || matches!(letter, ' ' | '_' | '-' | '.' | '/' | '(' | ')' | '–' | '+')
    };
    let starts = text.chars().next().is_some_and(char::is_alphabetic);
    let ends = text.chars().next_back().is_some_and(|letter| letter != ' ');
    let is_word = !matches!(
        text.to_lowercase().as_str(),
        "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan"
    );
    if starts && ends && is_word && text.chars().all(is_plain_letter) { text.to_owned() } else { quoted(text) }
}

fn quoted(text: &str) -> String {
    let letter = |letter: char| match letter {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\t' => "\\t".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        other if other.is_control() || matches!(other, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
            format!("\\u{:04X}", other as u32)
        }
        other => other.to_string(),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

/// Texts as a list on one line.
pub(super) fn list<T: AsRef<str>>(texts: &[T]) -> String {
    format!("[{}]", texts.iter().map(|text| scalar(text.as_ref())).collect::<Vec<_>>().join(", "))
}

/// Words as a list on one line. They may look like anything, so each is quoted.
pub(super) fn quoted_list<T: AsRef<str>>(words: &[T]) -> String {
    format!("[{}]", words.iter().map(|word| quoted(word.as_ref())).collect::<Vec<_>>().join(", "))
}

/// Words of true and false: each side has at least that of the language.
pub(super) fn words(yes: &[&str], no: &[&str]) -> String {
    let or =
        |words: &[&str], otherwise: &str| if words.is_empty() { quoted_list(&[otherwise]) } else { quoted_list(words) };
    format!("words: {{ true: {}, false: {} }}", or(yes, "true"), or(no, "false"))
}

/// A number with its thousands set apart.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// A number of things.
pub(super) fn many(number: u64, one: &str, several: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { several })
}

/// A value for a comment, shortened.
pub(super) fn shown(value: &str) -> String {
    let short: String = value.chars().take(60).collect();
    if short.len() < value.len() { format!("{short}…") } else { short }
}
