//! Makes the [`Visit`] of each request: language, address, and who is signed in.
//!
//! Also here, because it has to happen before any route: unsafe requests from other sites are refused.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use jiff::{SignedDuration, Timestamp};
use thai::{Bilingual, Language};

use super::{
    model::SESSION_IDLE,
    store::{self, HeldPost, Session},
};
use crate::{
    app::App,
    kit::{
        Error, Role, Viewer, Visit, clock, error::Refusal, error_page, forms::parse_urlencoded, secret,
        visit::RequestId,
    },
    organisation,
};

/// The cookie with the session's token.
pub const SESSION_COOKIE: &str = "prongsai_session";
/// The cookie with the chosen language.
pub const LANGUAGE_COOKIE: &str = "prongsai_language";
/// A session's last use is written down at most this often.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(5);

/// The layer around all routes: who is asking, and a page for every refusal.
pub async fn identify(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let jar = CookieJar::from_headers(request.headers());
    let asked_language = asked_language(request.uri());
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let mut visit = Visit {
        language: asked_language.unwrap_or_else(|| kept_language(&jar)),
        uri: request.uri().clone(),
        now: app.clock.now(),
        request: request.extensions().get::<RequestId>().map_or_else(String::new, |RequestId(id)| id.clone()),
        address: address(peer, request.headers(), app.listen.trusted_proxy),
        viewer: None,
        flash: None,
        demonstration: app.demonstration,
        navigation: app.navigation,
    };
    let response = match admit(&app, &jar, request.method().clone(), request.headers().clone(), &mut visit).await {
        Ok(()) => {
            request.extensions_mut().insert(visit.clone());
            next.run(request).await
        }
        Err(error) => error.into_response(),
    };
    let mut response = match response.extensions().get::<Refusal>() {
        Some(Refusal(error)) => error_page::show(error, &visit),
        None => response,
    };
    if let Some(language) = asked_language {
        let cookie = Cookie::build((LANGUAGE_COOKIE, language.tag()))
            .path("/")
            .same_site(SameSite::Lax)
            .http_only(true)
            .permanent();
        set_cookie(&mut response, &cookie.build());
    }
    response
}

async fn admit(app: &App, jar: &CookieJar, method: Method, headers: HeaderMap, visit: &mut Visit) -> Result<(), Error> {
    let unsafe_method = !matches!(method, Method::GET | Method::HEAD | Method::OPTIONS);
    if unsafe_method && is_foreign(&headers) {
        return Err(Error::ForeignForm);
    }
    if let Some(cookie) = jar.get(SESSION_COOKIE)
        && let Some((viewer, flash)) = recognise(app, cookie.value(), visit.now, unsafe_method).await?
    {
        visit.viewer = Some(viewer);
        visit.flash = flash;
    }
    Ok(())
}

/// Finds the session behind a token and everything a request needs to know of its owner.
async fn recognise(
    app: &App,
    token: &str,
    now: Timestamp,
    keep_flash: bool,
) -> Result<Option<(Viewer, Option<Bilingual>)>, Error> {
    let mut connection = app.database.read().await?;
    let idle_since = now - SESSION_IDLE;
    let Some(session) = store::find_session(&mut connection, secret::hash(token), now, idle_since).await? else {
        return Ok(None);
    };
    let Some(user) = store::find_user(&mut connection, session.user).await? else { return Ok(None) };
    let held = match user.person {
        Some(person) => store::list_held_posts(&mut connection, person, clock::day_of(now)).await?,
        None => Vec::new(),
    };
    let agency = match user.agency {
        Some(agency) => Some(organisation::load_agency(&mut connection, agency).await?),
        None => None,
    };
    drop(connection);
    let flash = refresh(app, &session, now, keep_flash).await?;
    let viewer = Viewer {
        user: user.id,
        person: user.person,
        session: session.id,
        form_token: session.form_token,
        name: user.name.unwrap_or(user.email),
        post: shown_post(&held, user.operator),
        roles: roles(&held, user.operator),
        agency,
    };
    Ok(Some((viewer, flash)))
}

/// Notes the use of a session now and then, and takes its message out so that it is shown once.
async fn refresh(app: &App, session: &Session, now: Timestamp, keep_flash: bool) -> Result<Option<Bilingual>, Error> {
    let show_flash = session.flash.is_some() && !keep_flash;
    let stale = now.duration_since(session.seen_at) >= TOUCH_AFTER;
    if show_flash || stale {
        match note_use(app, session, now, show_flash).await {
            // With a full disk reading goes on; the message is then shown once more.
            Err(error @ db::Error::Unavailable(_)) => tracing::warn!("the use of a session is not noted: {error}"),
            noted => noted?,
        }
    }
    let flash = session.flash.as_deref().filter(|_| show_flash);
    Ok(flash.and_then(|flash| serde_json::from_str(flash).ok()))
}

async fn note_use(app: &App, session: &Session, now: Timestamp, shown: bool) -> db::Result<()> {
    let mut tx = app.database.write().await?;
    store::touch_session(&mut tx, session.user, session.id, now).await?;
    if shown {
        store::set_flash(&mut tx, session.id, None).await?;
    }
    tx.commit().await
}

fn shown_post(held: &[HeldPost], operator: bool) -> Bilingual {
    match held.first() {
        Some(post) if post.acting => {
            Bilingual::new(format!("รักษาการแทน{}", post.name.th), format!("Acting {}", post.name.en))
        }
        Some(post) => post.name.clone(),
        None if operator => Role::Operator.name(),
        None => Bilingual::new("ยังไม่มีตำแหน่ง", "No post yet"),
    }
}

fn roles(held: &[HeldPost], operator: bool) -> Vec<Role> {
    let mut roles: Vec<Role> = held.iter().filter_map(|post| post.role).collect();
    if operator {
        roles.push(Role::Operator);
    }
    roles.sort();
    roles.dedup();
    roles
}

/// Does an unsafe request come from another site? Browsers say so in `Sec-Fetch-Site`; older ones send `Origin`.
/// A request with neither is no browser's form, and no form of ours can be abused by it without the session's token;
/// for forms without a session that is not enough, so it is refused too.
fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site != "same-origin" && site != "none",
        (None, Some(origin)) => {
            let host = text("host").unwrap_or_default();
            origin.split_once("://").is_none_or(|(_, origin_host)| origin_host != host)
        }
        (None, None) => true,
    }
}

fn asked_language(uri: &Uri) -> Option<Language> {
    let query = parse_urlencoded(uri.query().unwrap_or_default().as_bytes());
    let tag = &query.iter().find(|(name, _)| name == "lang")?.1;
    [Language::Thai, Language::English].into_iter().find(|language| language.tag() == tag)
}

fn kept_language(jar: &CookieJar) -> Language {
    match jar.get(LANGUAGE_COOKIE).map(Cookie::value) {
        Some("en") => Language::English,
        _ => Language::Thai,
    }
}

/// The visitor's address: the peer's, or what the trusted proxy says it is.
fn address(peer: Option<IpAddr>, headers: &HeaderMap, trusted_proxy: Option<IpAddr>) -> String {
    let forwarded = || {
        let list = headers.get("x-forwarded-for")?.to_str().ok()?;
        list.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let believed = peer.filter(|peer| Some(*peer) == trusted_proxy).and_then(|_| forwarded());
    believed.or(peer).map_or_else(|| "-".into(), |address| address.to_string())
}

/// Adds a cookie to a response.
pub fn set_cookie(response: &mut Response, cookie: &Cookie<'_>) {
    if let Ok(value) = cookie.to_string().parse() {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn forms_of_other_sites_are_told_apart() {
        assert!(!is_foreign(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(is_foreign(&headers(&[
            ("sec-fetch-site", "cross-site"),
            ("origin", "https://a.th"),
            ("host", "a.th")
        ])));
        assert!(!is_foreign(&headers(&[("origin", "https://a.th"), ("host", "a.th")])));
        assert!(is_foreign(&headers(&[("origin", "https://b.th"), ("host", "a.th")])));
        assert!(is_foreign(&headers(&[("origin", "null"), ("host", "a.th")])));
        assert!(is_foreign(&headers(&[])));
    }

    #[test]
    fn only_the_trusted_proxy_is_believed() {
        let proxy: IpAddr = "10.0.0.1".parse().unwrap();
        let forwarded = headers(&[("x-forwarded-for", "6.6.6.6, 1.2.3.4")]);
        assert_eq!(address(Some(proxy), &forwarded, Some(proxy)), "1.2.3.4");
        assert_eq!(address(Some(proxy), &forwarded, None), "10.0.0.1");
    }
}
