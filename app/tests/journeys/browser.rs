//! A real browser, driven as a person would use it.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

/// How wide the screen is, and whether pages may run script.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Width in CSS pixels.
    pub width: u32,
    /// May pages run script?
    pub script: bool,
}

/// A desk.
pub const DESK: Screen = Screen { width: 1280, script: true };
/// A desk with script turned off.
pub const DESK_WITHOUT_SCRIPT: Screen = Screen { width: 1280, script: false };
/// The narrowest phone.
pub const PHONE: Screen = Screen { width: 320, script: true };

/// How long an answer may take, on a machine that is busy with other tests.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser window on an installation.
pub struct Browser {
    client: Client,
    base: String,
    screen: Screen,
    findings: Mutex<Vec<String>>,
    session: String,
    port: u16,
    driver: Child,
    _profile: TempDir,
}

impl Browser {
    /// Opens a browser.
    pub async fn open(base: &str, screen: Screen) -> Self {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is missing: install Debian's chromium and chromium-driver");
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let client = connect(port, capabilities(profile.path(), screen)).await;
        let session = client.session_id().await.expect("a session").expect("a session with a name");
        Self { client, base: base.into(), screen, findings: Mutex::default(), session, port, driver, _profile: profile }
    }

    /// Opens an address of the installation.
    pub async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.expect("the page opens");
        self.look().await;
    }

    /// Signs in with a sample account.
    pub async fn sign_in(&self, email: &str) {
        self.go("/sign-in").await;
        self.fill("email", email).await;
        self.fill("password", prongsai::demo::PASSWORD).await;
        self.press("เข้าสู่ระบบ").await;
        assert!(self.path().await.starts_with("/office"), "signed in, but at {}", self.path().await);
    }

    /// Types into the field of this name.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find(&format!("main [name='{name}']")).await;
        field.clear().await.expect("an empty field");
        field.send_keys(text).await.expect("typing");
    }

    /// Chooses an option of a select by its value.
    pub async fn choose(&self, name: &str, value: &str) {
        self.find(&format!("main select[name='{name}']")).await.select_by_value(value).await.expect("an option");
    }

    /// Ticks a box or a radio by name and value.
    pub async fn tick(&self, name: &str, value: &str) {
        let input = self.find(&format!("main input[name='{name}'][value='{value}']")).await;
        self.bring_to_sight(&input).await;
        input.click().await.expect("a box that can be ticked");
    }

    /// Scrolls as a person would, so that nothing that stays at the edge of the window lies over the element.
    async fn bring_to_sight(&self, element: &Element) {
        let element = serde_json::to_value(element).expect("a reference");
        let script = "arguments[0].scrollIntoView({block: 'center'})";
        self.client.execute(script, vec![element]).await.expect("scrolling");
    }

    /// Chooses a file.
    pub async fn attach(&self, name: &str, file: &Path) {
        let field = self.find(&format!("main input[type=file][name='{name}']")).await;
        let file = file.canonicalize().expect("a file that is there");
        field.send_keys(&file.display().to_string()).await.expect("choosing a file");
    }

    /// Presses the button, or follows the link, whose words are (or begin with) these.
    pub async fn press(&self, words: &str) {
        let any = format!(
            "//main//*[self::button or self::a][starts-with(normalize-space(.), '{words}')] | //nav//a[starts-with(normalize-space(.), '{words}')]"
        );
        let found = self.client.find_all(Locator::XPath(&any)).await.expect("a search");
        let mut visible = Vec::new();
        for element in found {
            if element.is_displayed().await.unwrap_or(false) {
                visible.push(element);
            }
        }
        let Some(element) = visible.into_iter().next() else {
            panic!("nothing to press that says {words} at {}:\n{}", self.path().await, self.text().await)
        };
        self.follow(element).await;
    }

    /// Presses the element and waits until the page that it leads to is there. The driver's own waiting is not enough:
    /// a press can return before the answer arrives, and what is read then is the old page, or none.
    pub async fn follow(&self, element: Element) {
        let before = self.client.find(Locator::Css("html")).await.expect("a page").element_id();
        self.bring_to_sight(&element).await;
        element.click().await.unwrap_or_else(|error| panic!("it cannot be pressed: {error}"));
        let patience = Instant::now();
        loop {
            let page = self.client.find(Locator::Css("html:has(> body main)")).await;
            if page.is_ok_and(|page| page.element_id() != before) {
                break;
            }
            assert!(patience.elapsed() < PATIENCE, "the press led nowhere from {}", self.path().await);
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        self.look().await;
    }

    /// The element of a CSS selector, waited for a moment.
    pub async fn find(&self, selector: &str) -> Element {
        match self.client.wait().at_most(PATIENCE).for_element(Locator::Css(selector)).await {
            Ok(element) => element,
            Err(_) => panic!("no {selector} at {}:\n{}", self.path().await, self.text().await),
        }
    }

    /// How many elements a CSS selector finds.
    pub async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.expect("a search").len()
    }

    /// What a reader sees of the page.
    pub async fn text(&self) -> String {
        let body = self.client.find(Locator::Css("body")).await.expect("a page");
        body.text().await.expect("a page that stays while it is read")
    }

    /// Waits until a part of the page says this.
    pub async fn wait_for_text(&self, selector: &str, words: &str) {
        let patience = Instant::now();
        loop {
            let said = match self.client.find(Locator::Css(selector)).await {
                Ok(part) => part.text().await.unwrap_or_default(),
                Err(_) => String::new(),
            };
            if said.contains(words) {
                return;
            }
            assert!(patience.elapsed() < PATIENCE, "{selector} never said {words}, but {said}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The path of the page.
    pub async fn path(&self) -> String {
        self.client.current_url().await.expect("an address").path().to_owned()
    }

    /// Walks the page by keyboard: presses Tab this often and says, stop by stop, what has the focus and whether a
    /// ring around it can be seen.
    pub async fn tab_through(&self, times: usize) -> Vec<(String, bool)> {
        let mut stops = Vec::new();
        for _ in 0..times {
            let focused = self.client.active_element().await.expect("a focused element");
            focused.send_keys(&Key::Tab.to_string()).await.expect("the Tab key");
            let script = "const e = document.activeElement, s = getComputedStyle(e); return [(e.innerText || e.name || e.getAttribute('aria-label') || e.tagName).trim(), s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2 || s.boxShadow !== 'none']";
            let stop = self.client.execute(script, vec![]).await.expect("a focused element");
            stops.push((stop[0].as_str().unwrap_or_default().to_owned(), stop[1].as_bool().unwrap_or_default()));
        }
        stops
    }

    /// Forgets who is signed in.
    pub async fn forget_cookies(&self) {
        self.client.delete_all_cookies().await.expect("forgetting cookies");
    }

    /// The cookies of this browser, as a header.
    pub async fn cookies(&self) -> String {
        let cookies = self.client.get_all_cookies().await.expect("cookies");
        cookies.iter().map(|cookie| format!("{}={}", cookie.name(), cookie.value())).collect::<Vec<_>>().join("; ")
    }

    /// Looks at the page that opened: nothing wider than the screen, and no violation that axe can find. What is found
    /// is told all together when the browser closes.
    pub async fn look(&self) {
        if !self.screen.script {
            return;
        }
        let path = self.path().await;
        let mut found = self.axe().await;
        let width = self.client.execute("return document.documentElement.scrollWidth", vec![]).await.expect("a width");
        let width = width.as_u64().unwrap_or_default();
        if width > u64::from(self.screen.width) {
            let script = "return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.scroll')).slice(0, 3).map(e => e.outerHTML.slice(0, 160))";
            let wide = self.client.execute(script, vec![]).await.unwrap_or_default();
            found.push(format!("{width} px wide on a screen of {} px: {wide}", self.screen.width));
        }
        if !found.is_empty() {
            let mut findings = self.findings.lock().expect("nobody panics while holding it");
            findings.extend(found.into_iter().map(|finding| format!("{path}: {finding}")));
        }
    }

    /// Ends the session, so that the browser itself ends too: killing its driver alone would leave it running. Said by
    /// hand, because nothing can be awaited while a value is dropped.
    fn close_window(&self) -> std::io::Result<()> {
        let mut driver = TcpStream::connect(("127.0.0.1", self.port))?;
        driver.set_read_timeout(Some(PATIENCE))?;
        let path = format!("/session/{}", self.session);
        write!(driver, "DELETE {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
        driver.read(&mut [0; 256]).map(drop)
    }

    async fn axe(&self) -> Vec<String> {
        let file =
            std::env::var("PRONGSAI_AXE").expect("PRONGSAI_AXE names axe-core's axe.min.js; run scripts/test journeys");
        let axe = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        self.client.execute(&axe, vec![]).await.expect("axe loads");
        let script = "const done = arguments[0]; axe.run().then(result => done(result.violations.map(v => v.id + ': ' + v.help + ' — ' + v.nodes.map(n => n.target.join(' ')).slice(0, 4).join(' | '))))";
        let found = self.client.execute_async(script, vec![]).await.expect("axe runs");
        let Value::Array(found) = found else { panic!("axe answered {found}") };
        found.into_iter().map(|violation| violation.as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.close_window();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let findings = self.findings.get_mut().map(std::mem::take).unwrap_or_default();
        if !std::thread::panicking() {
            assert!(findings.is_empty(), "{} things are wrong:\n{}", findings.len(), findings.join("\n"));
        }
    }
}

fn capabilities(profile: &Path, screen: Screen) -> serde_json::Map<String, Value> {
    let user_data = format!("--user-data-dir={}", profile.display());
    let window = format!("--window-size={},900", screen.width.max(500));
    let arguments = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        &user_data,
        &window,
    ];
    let mut options = json!({
        "binary": "/usr/bin/chromium",
        "args": arguments,
        "prefs": {"profile.managed_default_content_settings.javascript": if screen.script { 1 } else { 2 }},
    });
    if screen.width < 500 {
        options["mobileEmulation"] =
            json!({"deviceMetrics": {"width": screen.width, "height": 700, "pixelRatio": 1.0}});
    }
    let mut capabilities = serde_json::Map::new();
    capabilities.insert("goog:chromeOptions".into(), options);
    capabilities
}

/// Connects as soon as the driver answers.
async fn connect(port: u16, capabilities: serde_json::Map<String, Value>) -> Client {
    let patience = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(client) => return client,
            Err(error) if patience.elapsed() > Duration::from_secs(20) => panic!("no browser session: {error}"),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}
