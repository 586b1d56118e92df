//! Texts: interned once, carried, found.

use caseloom::rows::{Cell, Interner, Run, TextCache, TextId, Texts};
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

/// Lists texts, and gives the ids they get.
fn list(interner: &Interner, texts: &[String]) -> Vec<TextId> {
    let mut run = Run::default();
    assert!(texts.iter().all(|text| run.push(text)));
    assert_eq!((run.len(), run.is_empty()), (texts.len(), texts.is_empty()));
    let first = interner.list(run);
    (0..texts.len()).map(|at| TextId::of_listed(first + at)).collect()
}

fn numbered(numbers: std::ops::Range<u32>, kind: fn(u32) -> String) -> Vec<String> {
    numbers.map(kind).collect()
}

#[test]
fn a_run_takes_what_comes_after_its_last_text() {
    let mut run = Run::default();
    assert!(!run.push(""));
    assert!(run.push("b") && run.push("bb") && run.push("ก"));
    assert!(!run.push("ก") && !run.push("c"));
    assert_eq!(run.len(), 3);
}

#[test]
fn listed_texts_are_found_by_their_order() {
    for kind in [|number| format!("key {number:05}"), |number: u32| "k".repeat(number as usize + 1)] {
        let interner = Interner::over({
            let before = Interner::default();
            before.intern("other");
            before.freeze()
        });
        // Later ones first.
        let (late, early) = (numbered(300..1_000, kind), numbered(0..300, kind));
        let ids = [list(&interner, &late), list(&interner, &early)].concat();
        assert_eq!(interner.get(ids[5]), late[5], "a text that isn't frozen yet");
        let mut texts = interner.freeze();
        assert!(texts.settle_lists().is_none());
        assert_eq!(texts.len(), 1_001);
        for (text, id) in late.iter().chain(&early).zip(&ids) {
            assert_eq!((texts.get(*id), texts.find(text)), (text.as_str(), Some(*id)));
            assert!((id.word() as usize) < texts.id_bound());
        }
        assert!(texts.iter().all(|(id, text)| texts.find(text) == Some(id)));
        assert!(["", "a", "key 00001x", "zz"].iter().all(|text| texts.find(text).is_none()));
        // What is interned later has the id that it has.
        let interner = Interner::over(texts);
        assert_eq!((interner.intern(&early[7]), interner.get(ids[7]).as_ref()), (ids[707], late[7].as_str()));
        let mut many = Vec::new();
        interner.intern_many(&[(caseloom::rows::hash_of(late[1].as_bytes()), &late[1])], |_, id| many.push(id));
        assert_eq!(many, [ids[1].word()]);
        let next = interner.list({
            let mut run = Run::default();
            run.push("zzz");
            run
        });
        let mut texts = interner.freeze();
        assert!(texts.settle_lists().is_none());
        assert_eq!(texts.find("zzz"), Some(TextId::of_listed(next)));
    }
}

#[test]
fn texts_that_are_listed_twice_or_interned_beside_get_one_id() {
    let keys = numbered(0..600, |number| format!("key {number:05}"));
    let twice: [fn(&Interner, &[String]); 3] = [
        |interner, keys| {
            list(interner, &keys[400..500]);
        },
        |interner, keys| {
            interner.intern(&keys[9]);
        },
        |interner, keys| {
            list(interner, &[keys[599].clone(), "later".to_owned()]);
        },
    ];
    for twice in twice {
        let interner = Interner::default();
        let ids = list(&interner, &keys);
        twice(&interner, &keys);
        let mut texts = interner.freeze();
        let moved = texts.settle_lists().unwrap();
        for (key, id) in keys.iter().zip(ids) {
            let mut word = id.word();
            moved.follow(&mut word);
            assert_eq!(TextId::from_word(word), texts.find(key));
            assert_eq!(texts.get(TextId::from_word(word).unwrap()), key);
            let known = word;
            moved.follow(&mut word);
            assert_eq!(word, known, "an id that counts stays");
        }
        let mut null = 0;
        moved.follow(&mut null);
        assert_eq!(null, 0);
        assert!(texts.iter().all(|(id, text)| texts.find(text) == Some(id)));
    }
}

#[test]
fn nothing_is_found_where_nothing_is() {
    let texts = Texts::default();
    assert!(texts.is_empty());
    assert_eq!(texts.find(""), None);
    assert!(Cell::Null.is_null());
}
