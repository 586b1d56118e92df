//! A browser, driven over the WebDriver protocol.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

/// Where chromedriver is told to stand.
pub const VARIABLE: &str = "CASELOOM_BROWSER";

/// What chromium is started with: no display, no rights of its own, nothing that calls home.
const ARGUMENTS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,900",
];

/// A browser with one window; it ends when it is dropped.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one, or says that the test is skipped.
    pub fn start() -> Option<Self> {
        let Some(path) = std::env::var_os(VARIABLE) else {
            eprintln!("skipped: {VARIABLE} doesn't say where chromedriver is");
            return None;
        };
        let mut driver = Command::new(&path)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{VARIABLE} is {}: {error}", Path::new(&path).display()));
        let port = port(&mut driver);
        let profile = tempfile::tempdir().unwrap();
        let mut browser = Self { driver, port, session: String::new(), _profile: profile };
        browser.begin();
        Some(browser)
    }

    fn begin(&mut self) {
        let profile = format!("--user-data-dir={}", self._profile.path().display());
        let arguments: Vec<&str> = ARGUMENTS.iter().copied().chain([profile.as_str()]).collect();
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
            "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
        } } });
        let answer = self.send("POST", "/session", &capabilities);
        self.session = answer["sessionId"].as_str().unwrap().to_owned();
    }

    /// One request; the answer's value.
    fn send(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = if method == "POST" { body.to_string() } else { String::new() };
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}",
            self.port
        );
        stream.write_all(request.as_bytes()).unwrap();
        let answer = body_of(&mut BufReader::new(stream));
        let answer: Value = serde_json::from_slice(&answer).unwrap();
        assert!(answer["value"]["error"].is_null(), "{method} {path}: {answer:#}");
        answer["value"].clone()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.send("POST", &format!("/session/{}{path}", self.session), body)
    }

    /// Opens a file.
    pub fn open(&self, file: &Path, anchor: &str) {
        self.post("/url", &json!({ "url": format!("file://{}{anchor}", file.display()) }));
    }

    /// What a function's body gives in the page.
    pub fn run(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until an expression holds in the page.
    pub fn wait_for(&self, expression: &str) {
        let script = format!("return Boolean({expression});");
        for _ in 0..100 {
            if self.run(&script) == json!(true) {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("it never came that {expression}");
    }

    /// Clicks an element as a user would: it has to be seen.
    pub fn click(&self, selector: &str) {
        let element = self.find(selector);
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into an element.
    pub fn write(&self, selector: &str, text: &str) {
        let element = self.find(selector);
        self.post(&format!("/element/{element}/value"), &json!({ "text": text }));
    }

    /// Presses keys, whatever has the focus.
    pub fn press(&self, keys: &[&str]) {
        let actions: Vec<Value> = keys
            .iter()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        self.post("/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }));
    }

    /// Makes the screen as large as that, whatever a window may be.
    pub fn resize(&self, width: u32, height: u32) {
        self.command(
            "Emulation.setDeviceMetricsOverride",
            &json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
    }

    /// A command of the browser's own protocol.
    pub fn command(&self, name: &str, parameters: &Value) {
        self.post("/goog/cdp/execute", &json!({ "cmd": name, "params": parameters }));
    }

    fn find(&self, selector: &str) -> String {
        let found = self.post("/element", &json!({ "using": "css selector", "value": selector }));
        found.as_object().unwrap().values().next().unwrap().as_str().unwrap().to_owned()
    }

    /// What the console says.
    pub fn console(&self) -> Vec<String> {
        let entries = self.post("/se/log", &json!({ "type": "browser" }));
        entries.as_array().unwrap().iter().map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
    }

    /// The addresses that were asked for.
    pub fn requests(&self) -> Vec<String> {
        let entries = self.post("/se/log", &json!({ "type": "performance" }));
        let message = |entry: &Value| serde_json::from_str::<Value>(entry["message"].as_str().unwrap()).unwrap();
        let messages = entries.as_array().unwrap().iter().map(message);
        messages
            .filter(|message| message["message"]["method"] == "Network.requestWillBeSent")
            .map(|message| message["message"]["params"]["request"]["url"].as_str().unwrap().to_owned())
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if !self.session.is_empty() {
            let path = format!("/session/{}", self.session);
            let ended =
                std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.send("DELETE", &path, &Value::Null)));
            drop(ended);
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

/// The port that the driver chose.
fn port(driver: &mut Child) -> u16 {
    let told = BufReader::new(driver.stdout.take().unwrap());
    let ready = told.lines().map(|line| line.unwrap()).find(|line| line.contains("started successfully on port "));
    let ready = ready.expect("the driver says on which port it listens");
    ready.rsplit(' ').next().unwrap().trim_end_matches('.').parse().unwrap()
}

/// The body of an answer.
fn body_of(stream: &mut impl BufRead) -> Vec<u8> {
    let mut length = 0;
    let mut line = String::new();
    while stream.read_line(&mut line).unwrap() > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
        line.clear();
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    body
}
