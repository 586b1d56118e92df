//! Mail addresses.

/// The address in small letters, without a name or `mailto:` beside it; none where it isn't one.
///
/// RFC 5321 lets a server tell capitals apart before the `@`; none does that callers would know of.
pub fn mail_address(text: &str) -> Option<String> {
    let inner = match (text.rfind('<'), text.strip_suffix('>')) {
        (Some(start), Some(whole)) => whole.get(start + 1..)?,
        _ => text,
    };
    let address = inner.trim().to_lowercase();
    let address = address.strip_prefix("mailto:").unwrap_or(&address);
    let (local, domain) = address.split_once('@')?;
    let is_plain =
        |part: &str| !part.is_empty() && !part.contains(|letter: char| letter == '@' || letter.is_whitespace());
    (is_plain(local) && is_plain(domain)).then(|| address.to_owned())
}
