//! Overlays that say nothing new change nothing.

use caseloom::compare::{Compared, compare};
use caseloom::diagnostic::{Diagnostics, Files};
use caseloom::resolve;
use caseloom::shipped::{self, Home, Located};

/// A mapping that is laid over itself.
fn laid_over_itself(name: &str) -> (serde_json::Value, serde_json::Value, Vec<String>) {
    let original = shipped::locate(name).unwrap();
    let (mut files, mut found) = (Files::new(), Diagnostics::new());
    let base = resolve::open(&mut files, &original, name, &mut found);
    let text = original.text.replacen("caseloom: 1\n", &format!("caseloom: 1\nextends: {name}\n"), 1);
    let home = Home::Shipped(name.to_owned());
    let located = Located { display: "itself.yaml".to_owned(), text: text.into(), home };
    let both = resolve::open(&mut files, &located, "itself.yaml", &mut found);
    let resolved = resolve::resolve_extended(&mut files, &both, None, &mut found);
    resolved.check(&mut found);
    let changes = compare(&Compared::of(&base), &Compared::of(&both));
    let told = found.iter().map(|each| each.message.clone());
    let told = told.chain(changes.iter().map(|change| format!("{change:?}"))).collect();
    let json = |tree| serde_json::to_value(tree).unwrap();
    (json(&base.tree), json(&both.tree), told)
}

#[test]
fn a_mapping_laid_over_itself_is_itself() {
    for name in shipped::names() {
        let (once, twice, told) = laid_over_itself(&name);
        assert_eq!(once, twice, "{name}");
        assert!(told.is_empty(), "{name}: {told:?}");
    }
}

#[test]
fn an_empty_overlay_is_its_base() {
    for name in shipped::names() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mine.yaml");
        std::fs::write(&path, format!("extends: {name}\n")).unwrap();
        let mine = super::open(&path, None);
        let base = super::open(std::path::Path::new(&name), None);
        assert_eq!(mine.json(), base.json(), "{name}");
        assert_eq!(mine.resolved.digest(), base.resolved.digest(), "{name}");
        assert_eq!(mine.found, base.found, "{name}");
        assert!(mine.plan.is_some(), "{name}");
    }
}
