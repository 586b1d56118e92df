//! The page in a real browser. Without one the tests report themselves skipped.

mod driver;

use std::path::PathBuf;

use driver::Browser;
use serde_json::json;

use super::{MAPPING, hostile};
use crate::cli::{caseloom_in, files};

/// A page in a folder that goes with it.
struct Page {
    file: PathBuf,
    _folder: tempfile::TempDir,
}

fn page(arguments: &[&str]) -> Page {
    page_of(MAPPING, arguments)
}

fn page_of(mapping: &str, arguments: &[&str]) -> Page {
    let folder = tempfile::tempdir().unwrap();
    files(folder.path(), &[("mapping.yaml", mapping)]);
    let fixed = ["--format", "html", "--output", "page.html"];
    let ran = caseloom_in(folder.path(), &[&["docs"], arguments, &fixed].concat());
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    Page { file: folder.path().join("page.html"), _folder: folder }
}

/// A browser that shows a shipped mapping's page in every language.
fn shipped(name: &str) -> Option<(Browser, Page)> {
    let browser = Browser::start()?;
    let page = page(&[name, "--locale", "all"]);
    browser.open(&page.file, "");
    Some((browser, page))
}

/// The titles of the attributes that are seen.
const SEEN: &str = "return [...document.querySelectorAll('article[id*=-attribute-]')].filter((each) => each.checkVisibility())\
                    .map((each) => each.querySelector('.name').textContent);";

#[test]
fn a_search_shows_what_it_finds_and_hides_the_rest() {
    let Some((browser, _page)) = shipped("salesforce-service-cloud") else { return };
    let before = browser.run(SEEN);
    assert!(before.as_array().unwrap().len() > 40, "{before}");
    browser.write("#en-search", "AgentHandoff");
    assert_eq!(browser.run(SEEN), json!(["AgentHandoffCount"]));
    assert_ne!(browser.run("return document.querySelector('.edition:not([hidden]) .search-result').value;"), json!(""));
    browser.write("#en-search", " nothing of the kind");
    assert_eq!(browser.run(SEEN), json!([]));
    let told = "return document.querySelector('.edition:not([hidden]) .nothing').checkVisibility();";
    assert_eq!(browser.run(told), json!(true));
    browser.write("#en-search", "\u{e00c}");
    assert_eq!(browser.run(SEEN), before, "Escape shows all again");
}

#[test]
fn a_search_knows_no_case_and_no_accents_and_finds_columns() {
    let Some((browser, _page)) = shipped("genesys-cloud-cx") else { return };
    browser.click("[data-switch=fr]");
    browser.write("#fr-search", "résolution au premier");
    let found = browser.run(SEEN);
    assert!(found.as_array().unwrap().contains(&json!("IsFirstContactResolution")), "{found}");
    browser.write("#fr-search", "\u{e00c}RESOLUTION AU PREMIER");
    assert_eq!(browser.run(SEEN), found);
    browser.write("#fr-search", "\u{e00c}disconnectType");
    let rows = browser.run(
        "return [...document.querySelectorAll('#fr-source-segment [data-row]')].filter((each) => each.checkVisibility()).length;",
    );
    assert_eq!(rows, json!(1), "only the row of that column");
}

#[test]
fn the_table_of_contents_leads_to_its_places() {
    let Some((browser, _page)) = shipped("servicenow-incident") else { return };
    browser.click(".edition:not([hidden]) .toc a[href='#en-activity-incident_resolved']");
    let place = "document.getElementById('en-activity-incident_resolved').getBoundingClientRect()";
    browser.wait_for(&format!("{place}.top >= 0 && {place}.top < innerHeight"));
    assert_eq!(browser.run("return location.hash;"), json!("#en-activity-incident_resolved"));
    browser.write("#en-search", "IsGroupPingPong");
    browser.click(".edition:not([hidden]) .toc a[href='#en-guide']");
    browser.wait_for("document.getElementById('en-guide').checkVisibility()");
}

#[test]
fn a_link_into_another_language_shows_that_language() {
    let Some((browser, page)) = shipped("servicenow-incident") else { return };
    browser.open(&page.file, "#zh-guide");
    browser.run("location.reload();");
    browser.wait_for("document.documentElement.lang === 'zh'");
    assert_eq!(browser.run("return document.getElementById('zh-guide').checkVisibility();"), json!(true));
}

#[test]
fn the_language_is_switched_and_the_place_kept() {
    let Some((browser, _page)) = shipped("genesys-cloud-cx") else { return };
    let seen = "return [...document.querySelectorAll('.edition')].filter((each) => each.checkVisibility()).map((each) => each.lang);";
    assert_eq!(browser.run(seen), json!(["en"]));
    browser.run("location.hash = 'en-attribute-case-QueueName';");
    for (language, title) in
        [("th", "ชื่อคิว"), ("zh", "队列名称"), ("fr", "Nom de la file d'attente"), ("en", "Queue name")]
    {
        browser.click(&format!(".edition:not([hidden]) [data-switch={language}]"));
        browser.wait_for(&format!("document.documentElement.lang === '{language}'"));
        assert_eq!(browser.run(seen), json!([language]));
        assert_eq!(browser.run("return location.hash;"), json!(format!("#{language}-attribute-case-QueueName")));
        let heading =
            format!("return document.querySelector('#{language}-attribute-case-QueueName h4').firstChild.textContent;");
        assert_eq!(browser.run(&heading), json!(title));
    }
}

#[test]
fn nothing_is_asked_of_anybody_and_nothing_goes_wrong() {
    let Some((browser, page)) = shipped("salesforce-service-cloud") else { return };
    browser.write("#en-search", "case");
    browser.click(".edition:not([hidden]) .theme");
    browser.click("[data-switch=zh]");
    browser.click(".edition:not([hidden]) .toc a[href='#zh-guide']");
    let console = browser.console();
    assert!(console.is_empty(), "{console:?}");
    let own = format!("file://{}", page.file.display());
    let requests = browser.requests();
    assert!(!requests.is_empty());
    for request in requests {
        let is_start = ["data:", "chrome:", "about:"].iter().any(|scheme| request.starts_with(scheme));
        assert!(request.starts_with(&own) || is_start, "{request}");
    }
}

#[test]
fn the_policy_lets_nothing_be_loaded() {
    let Some((browser, _page)) = shipped("servicenow-incident") else { return };
    browser.run("const image = new Image(); image.src = 'https://example.com/x.png'; document.body.append(image);");
    browser.run("const script = document.createElement('script'); script.textContent = 'window.hurt = 1'; document.body.append(script);");
    assert_eq!(browser.run("return window.hurt ?? null;"), json!(null));
    let console = browser.console();
    assert!(console.iter().filter(|line| line.contains("Content Security Policy")).count() >= 2, "{console:?}");
}

#[test]
fn hostile_words_are_shown_and_not_run() {
    let Some(browser) = Browser::start() else { return };
    let page = page_of(&hostile(), &["mapping.yaml", "--locale", "all"]);
    browser.open(&page.file, "");
    browser.wait_for("document.querySelectorAll('.edition').length === 4");
    assert_eq!(browser.run("return window.hurt ?? null;"), json!(null));
    let heading = browser.run("return document.querySelector('#en-attribute-case-State h4').firstChild.textContent;");
    assert!(heading.as_str().unwrap().starts_with(r#"<img src=x onerror="window.hurt=1"><script>"#), "{heading}");
    assert_eq!(
        browser.run("return document.images.length + document.scripts.length;"),
        json!(1),
        "the page's own script"
    );
    assert_eq!(browser.console(), Vec::<String>::new());
}

#[test]
fn a_phone_shows_the_page_without_scrolling_sideways() {
    let Some((browser, _page)) = shipped("salesforce-service-cloud") else { return };
    for width in [320, 390, 768, 1280] {
        browser.resize(width, 800);
        let wide = browser.run("return document.documentElement.scrollWidth - innerWidth;");
        assert!(wide.as_i64().unwrap() <= 0, "at {width} it is {wide} too wide");
    }
    browser.resize(390, 800);
    let folded = "return document.querySelector('.edition:not([hidden]) .toc-whole').open;";
    browser.wait_for("!document.querySelector('.edition:not([hidden]) .toc-whole').open");
    browser.click(".edition:not([hidden]) .toc-whole > summary");
    assert_eq!(browser.run(folded), json!(true));
    browser.click(".edition:not([hidden]) .toc a[href='#en-guide']");
    assert_eq!(browser.run(folded), json!(false), "it makes way for what was chosen");
}

#[test]
fn the_keyboard_alone_will_do() {
    let Some((browser, _page)) = shipped("servicenow-incident") else { return };
    browser.press(&["\u{e004}"]);
    assert_eq!(browser.run("return document.activeElement.className;"), json!("skip"));
    browser.press(&["\u{e007}"]);
    browser.wait_for("document.activeElement.id === 'en-content'");
    browser.press(&["/"]);
    browser.wait_for("document.activeElement.id === 'en-search'");
    assert_eq!(browser.run("return document.activeElement.value;"), json!(""), "the key itself isn't typed");
    browser.press(&["S", "L", "A"]);
    assert_eq!(browser.run("return document.activeElement.value;"), json!("SLA"));
    let unreachable = browser.run(
        "return [...document.querySelectorAll('.edition:not([hidden]) button, .edition:not([hidden]) pre')]\
         .filter((each) => each.tabIndex < 0).length;",
    );
    assert_eq!(unreachable, json!(0));
}

#[test]
fn days_that_are_chosen_stand_in_every_query() {
    let Some((browser, _page)) = shipped("genesys-cloud-cx") else { return };
    let query = "return document.querySelector('#zh-source-conversation pre').textContent;";
    assert!(browser.run(query).as_str().unwrap().contains("2025-01-01T00:00:00.000Z/2026-01-01T00:00:00.000Z"));
    browser.run(
        "const input = document.querySelector('#en-guide ~ .window [data-bound=since]'); input.value = '2025-12-24';\
         input.dispatchEvent(new Event('input'));",
    );
    assert!(browser.run(query).as_str().unwrap().contains("2025-12-24T00:00:00.000Z/2026-01-01T00:00:00.000Z"));
}

#[test]
fn a_query_is_copied_as_it_stands() {
    let Some((browser, _page)) = shipped("salesforce-service-cloud") else { return };
    browser.run(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } });",
    );
    browser.click("#en-source-cases .copy");
    browser.wait_for("document.querySelector('#en-source-cases .copy').classList.contains('done')");
    let copied = browser.run("return window.copied;");
    assert!(copied.as_str().unwrap().starts_with("SELECT Id, CaseNumber, CreatedDate"), "{copied}");
    assert!(copied.as_str().unwrap().ends_with("CreatedDate < 2026-01-01T00:00:00Z"), "{copied}");
}

#[test]
fn light_and_dark_can_be_chosen_and_can_be_read() {
    let Some((browser, _page)) = shipped("servicenow-incident") else { return };
    let ground = "return getComputedStyle(document.body).backgroundColor;";
    let dark = |browser: &Browser, wanted: &str| {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": wanted }] });
        browser.command("Emulation.setEmulatedMedia", &features);
    };
    dark(&browser, "light");
    let light = browser.run(ground);
    dark(&browser, "dark");
    assert_ne!(browser.run(ground), light);
    assert!(browser.run(CONTRAST).as_f64().unwrap() >= 4.5, "dark: {}", browser.run(CONTRAST));
    browser.click(".edition:not([hidden]) .theme");
    assert_eq!(browser.run(ground), light, "the button wins over the system");
    assert!(browser.run(CONTRAST).as_f64().unwrap() >= 4.5, "light: {}", browser.run(CONTRAST));
}

/// The least contrast of any seen text with the colour behind it, as the accessibility guidelines count it.
const CONTRAST: &str = "
const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
const light = (colour) => {
  const [red, green, blue] = parts(colour).map((part) => part / 255)
    .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
const behind = (element) => {
  for (let each = element; each; each = each.parentElement) {
    const colour = getComputedStyle(each).backgroundColor;
    if ((parts(colour)[3] ?? 1) > 0) return colour;
  }
  return 'rgb(255, 255, 255)';
};
const texts = [...document.querySelectorAll('.edition:not([hidden]) *')].filter((each) => each.checkVisibility()
  && getComputedStyle(each).opacity !== '0' && [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
return Math.min(...texts.map((each) => {
  const pair = [light(getComputedStyle(each).color), light(behind(each))].sort((one, other) => other - one);
  return (pair[0] + 0.05) / (pair[1] + 0.05);
}));";
