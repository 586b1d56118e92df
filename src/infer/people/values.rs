//! What values that name people look like, in any script.

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "du", "da", "dos", "del", "della", "di", "la", "le", "zu", "zur", "bin", "al",
    "el", "ten", "ter", "y", "e",
];
/// What stands before a name.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "herr", "frau", "fr", "hr", "m", "mme", "mlle", "monsieur",
    "madame", "sr", "sra", "señor", "señora",
];
/// What stands before a name in Thai.
const THAI_TITLES: &[&str] = &["นาย", "นาง", "คุณ", "ด.ช.", "ด.ญ.", "ดร."];
/// What stands behind a name in Chinese.
const CHINESE_TITLES: &[&str] = &["先生", "女士", "小姐", "老师", "经理", "工程师"];
/// Family names of one letter, as most names in Chinese and Korean begin.
const FAMILIES: &str = "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于蒋蔣蔡余杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾夏韦傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤김이박최정강조윤장임한오서신권황안송류홍";
/// Family names of two letters.
const LONG_FAMILIES: &[&str] = &["欧阳", "司马", "诸葛", "上官", "司徒", "皇甫", "歐陽", "司馬"];

/// Whether a value reaches or names somebody for certain: an address of mail, or a telephone number.
pub fn is_address(value: &str) -> bool {
    value.contains('@') || is_phone(value)
}

/// At least seven digits, and nothing but what stands in numbers that are dialled.
fn is_phone(value: &str) -> bool {
    let digits = value.chars().filter(|letter| letter.is_numeric()).count();
    let is_dialled = |letter: char| letter.is_numeric() || matches!(letter, ' ' | '+' | '-' | '/' | '(' | ')' | '.');
    digits >= 7 && value.chars().all(is_dialled)
}

/// Whether a value looks like somebody's name. Two words with capitals do, whatever they mean.
pub fn may_be_name(value: &str) -> bool {
    if is_address(value) || is_login(value) || has_title(value) {
        return true;
    }
    if value.chars().any(char::is_numeric) {
        return false;
    }
    is_east_asian(value) || is_words(value)
}

/// `anna.schmidt`, `CORP\anna`.
fn is_login(value: &str) -> bool {
    let is_part = |part: &str| !part.is_empty() && part.chars().all(char::is_alphabetic);
    let is_dotted = value.split_once('.').is_some_and(|(first, last)| is_part(first) && is_part(last));
    is_dotted || value.split_once('\\').is_some_and(|(domain, login)| is_part(domain) && !login.is_empty())
}

fn has_title(value: &str) -> bool {
    let small = value.to_lowercase();
    let first = small.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
    let is_titled = TITLES.contains(&first) && small.split_whitespace().count() > 1;
    is_titled
        || THAI_TITLES.iter().any(|title| value.starts_with(title))
        || CHINESE_TITLES.iter().any(|title| value.ends_with(title))
}

/// A family name and one or two letters.
fn is_east_asian(value: &str) -> bool {
    let letters: Vec<char> = value.chars().filter(|letter| *letter != ' ' && *letter != '·').collect();
    let is_script = letters
        .iter()
        .all(|letter| ('\u{3400}'..='\u{9fff}').contains(letter) || ('\u{ac00}'..='\u{d7a3}').contains(letter));
    if !is_script || letters.len() < 2 {
        return false;
    }
    let is_long = letters.len() <= 4 && LONG_FAMILIES.iter().any(|family| value.starts_with(family));
    is_long || value.contains('·') || letters.len() <= 3 && FAMILIES.contains(letters[0])
}

/// Two to five words with capitals, or without where the script has none; small words may stand between.
fn is_words(value: &str) -> bool {
    let words: Vec<&str> = value.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let is_letter =
        |letter: char| letter.is_alphabetic() || is_mark(letter) || matches!(letter, '\'' | '’' | '-' | '.');
    if !(2..=5).contains(&words.len()) || !words.iter().all(|word| word.chars().all(is_letter)) {
        return false;
    }
    let starts_name = |word: &&&str| word.chars().next().is_some_and(|first| !first.is_lowercase());
    let names = words.iter().filter(starts_name).count();
    let is_rest = |word: &&&str| PARTICLES.contains(&word.to_lowercase().as_str());
    names >= 2 && words.iter().filter(|word| !starts_name(word)).all(|word| is_rest(&word))
}

/// Vowels and tones that are no letters by themselves, as in Thai.
fn is_mark(letter: char) -> bool {
    ('\u{0e31}'..='\u{0e4e}').contains(&letter)
        || ('\u{0900}'..='\u{0dff}').contains(&letter)
        || ('\u{0300}'..='\u{036f}').contains(&letter)
}
