//! Somebody with a browser.

use axum::{
    Router,
    body::Body,
    http::{Method, Request, header},
};
use db::{sql, values};
use prongsai::{
    accounts::identify::SESSION_COOKIE,
    app::App,
    kit::{secret, visit::SessionId},
};
use tower::ServiceExt;

use super::Answer;

/// Somebody with a browser: keeps cookies and the token of their forms.
#[derive(Clone)]
pub struct Person {
    service: Router,
    cookies: Vec<(String, String)>,
    form_token: String,
}

impl Person {
    pub(super) fn new(service: Router) -> Self {
        Self { service, cookies: Vec::new(), form_token: String::new() }
    }

    /// Signs in without the page, so that stories about other things are quick.
    pub(super) async fn open_session(&mut self, app: &App, email: &str) {
        let token = secret::token();
        self.form_token = secret::token();
        let now = app.clock.now();
        let mut tx = app.database.write().await.expect("a transaction");
        let user =
            prongsai::accounts::store::find_user_by_email(&mut tx, email).await.expect("a query").expect("a user");
        tx.execute_one(
            sql("INSERT INTO sessions (token_hash, id, user_id, form_token, created_at, seen_at, expires_at, address, device)
                 VALUES ($1, $2, $3, $4, $5, $5, $6, '127.0.0.1', 'test')"),
            values![
                secret::hash(&token),
                SessionId::new(),
                user.id,
                self.form_token,
                now,
                now + prongsai::accounts::model::SESSION_LIFE
            ],
        )
        .await
        .expect("a session");
        tx.commit().await.expect("a commit");
        self.cookies.push((SESSION_COOKIE.into(), token));
    }

    /// Reads in English from now on.
    pub fn in_english(mut self) -> Self {
        self.cookies.push((prongsai::accounts::identify::LANGUAGE_COOKIE.into(), "en".into()));
        self
    }

    /// Forgets the token of their forms, as a page of another site would.
    pub fn without_form_token(mut self) -> Self {
        self.form_token.clear();
        self
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        let request = self.request(Method::GET, path).body(Body::empty()).expect("a request");
        self.send(request).await
    }

    /// Sends a form, with the token of the session.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token.clone();
        let fields = [("csrf", token.as_str())].into_iter().chain(fields.iter().copied());
        let body: Vec<String> = fields.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")))
            .expect("a request");
        self.send(request).await
    }

    /// Sends a form with one file.
    pub async fn upload(&mut self, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
        const EDGE: &str = "edge-of-a-part-of-a-story";
        let mut body = Vec::new();
        let token = self.form_token.clone();
        for (name, value) in [("csrf", token.as_str())].into_iter().chain(fields.iter().copied()) {
            body.extend(
                format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
            );
        }
        let (field, file_name, bytes) = file;
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{file_name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        let request = self
            .request(Method::POST, path)
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={EDGE}"))
            .body(Body::from(body))
            .expect("a request");
        self.send(request).await
    }

    /// Sends a request as it is.
    pub async fn send(&mut self, request: Request<Body>) -> Answer {
        let response = self.service.clone().oneshot(request).await.expect("the service always answers");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let text = cookie.to_str().expect("a readable cookie");
            let (name, value) = text.split(';').next().and_then(|pair| pair.split_once('=')).expect("name and value");
            self.cookies.retain(|(kept, _)| kept != name);
            self.cookies.push((name.into(), value.into()));
        }
        let answer = Answer::read(response).await;
        if let Some(token) = answer.form_token() {
            self.form_token = token;
        }
        answer
    }

    /// The beginning of a request, with cookies, as a browser on our own page sends it.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "localhost")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, cookies.join("; "))
    }
}

fn encode(text: &str) -> String {
    prongsai::kit::listing::encode(text)
}
