//! Codes of languages.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use super::words::Text;
use crate::diagnostic::nearest;

/// The two-letter codes of ISO 639-1.
const TWO_LETTERS: &str = "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el \
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg \
ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr \
nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti \
tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

/// Languages in use that have three letters only; every other language has two.
const THREE_LETTERS: &str = "ceb cmn fil gsw haw hmn hsb dsb kab kok lzh mai nan nds sah sat tzm wuu yue zgh";

/// Scripts that a language may be written in, of ISO 15924.
const SCRIPTS: &str = "Arab Armn Beng Cyrl Deva Ethi Geor Grek Gujr Guru Hans Hant Hebr Jpan Khmr Knda Kore Laoo Latn Mlym \
Mong Mymr Orya Sinh Taml Telu Thai Tibt";

/// The codes of languages that labels may have.
pub fn known() -> impl Iterator<Item = &'static str> + Clone {
    TWO_LETTERS.split_whitespace().chain(THREE_LETTERS.split_whitespace())
}

/// The same, to be looked up: a mapping has many labels.
static LANGUAGES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| known().collect());

/// Whether a code names a language: `zh`, `zh-Hant`, `pt-BR`.
pub fn is_known(code: &str) -> bool {
    let mut parts = code.split('-');
    let language = parts.next().unwrap_or_default();
    let is_region = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_script = |part: &str| SCRIPTS.split_whitespace().any(|script| script == part);
    LANGUAGES.contains(language) && parts.all(|part| is_region(part) || is_script(part))
}

/// What is wrong with a language that is asked for, and what to do about it: it is none, or no label is in it, though
/// labels have languages.
pub fn fault<'a>(code: &str, labels: impl Iterator<Item = &'a Text>) -> Option<(String, String)> {
    let mut known: Vec<&str> = labels.flat_map(Text::languages).map(|key| key.text.as_str()).collect();
    known.sort_unstable();
    known.dedup();
    let message = if !is_known(code) {
        format!("`{code}` is no code of a language")
    } else if !known.is_empty() && !known.contains(&code) {
        format!("no label is in `{code}`")
    } else {
        return None;
    };
    let help = nearest::suggest(code, "languages", known.into_iter())
        .unwrap_or_else(|| "write a code of ISO 639 such as `en`, `zh` or `pt-BR`".to_owned());
    Some((message, help))
}
