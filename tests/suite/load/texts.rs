//! Texts: interned once, carried, found.

use caseloom::rows::{Cell, Interner, TextCache, Texts};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

#[test]
fn equal_texts_have_equal_ids_whatever_the_thread() {
    let interner = Interner::default();
    let ids: Vec<_> = (0..40_000_u32)
        .into_par_iter()
        .map(|number| (number % 1_000, interner.intern(&format!("text {}", number % 1_000))))
        .collect();
    let texts = interner.freeze();
    assert_eq!(texts.len(), 1_000);
    for (number, id) in ids {
        assert_eq!(texts.get(id), format!("text {number}"));
        assert_eq!(texts.find(&format!("text {number}")), Some(id));
    }
    assert_eq!(texts.find("text 1000"), None);
}

#[test]
fn ids_outlive_a_freeze() {
    let interner = Interner::default();
    let before: Vec<_> = (0..500).map(|number| interner.intern(&number.to_string())).collect();
    let interner = Interner::over(interner.freeze());
    let after: Vec<_> = (0..1_000).map(|number| interner.intern(&number.to_string())).collect();
    assert_eq!(before, after[..500]);
    assert_eq!(interner.get(after[900]), "900", "a text that isn't frozen yet");
    let texts = interner.freeze();
    let read: Vec<_> = after.iter().map(|id| texts.get(*id).to_owned()).collect();
    assert_eq!(read, (0..1_000).map(|number| number.to_string()).collect::<Vec<_>>());
    assert!(texts.iter().all(|(id, text)| texts.find(text) == Some(id) && (id.word() as usize) < texts.id_bound()));
}

#[test]
fn a_cache_agrees_with_its_interner() {
    let interner = Interner::default();
    let (mut few, mut many) = (TextCache::default(), TextCache::default());
    for number in 0..5_000 {
        let text = format!("{}", number % 7);
        assert_eq!(few.intern(&interner, &text), interner.intern(&text));
        let text = format!("unique {number}");
        assert_eq!(many.intern(&interner, &text), interner.intern(&text));
    }
    let long = "é".repeat(100);
    assert_eq!(few.intern(&interner, &long), interner.intern(&long));
}

#[test]
fn carried_texts_come_back_by_length() {
    let interner = Interner::default();
    let (mut first, mut second) = (interner.open_arena(), interner.open_arena());
    let lengths = [0, 1, 62, 63, 64, 65, 4_095, 4_096, 300_000];
    let ids: Vec<_> = lengths.iter().map(|length| first.add(&"x".repeat(*length)).unwrap()).collect();
    let other = second.add("größer\u{1f}").unwrap();
    interner.close_arena(second);
    interner.close_arena(first);
    let texts = interner.freeze();
    assert_eq!(ids.iter().map(|id| texts.carried(*id).len()).collect::<Vec<_>>(), lengths);
    assert_eq!(texts.carried(other), "größer\u{1f}");
    let interner = Interner::over(texts);
    let mut third = interner.open_arena();
    let last = third.add("last").unwrap();
    interner.close_arena(third);
    let texts = interner.freeze();
    assert_eq!((texts.carried(last), texts.carried(other)), ("last", "größer\u{1f}"));
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let texts = Texts::default();
    assert!(texts.is_empty());
    assert_eq!(texts.find(""), None);
    assert!(Cell::Null.is_null());
}
