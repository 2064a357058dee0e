//! Signing in and out, invitations, new passwords, closing accounts.

use db::{Connection, Transaction, Uuid};
use jiff::Timestamp;
use serde_json::{Value, json};
use thai::Bilingual;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{
    model::{self, EmailAddress, INVITATION_LIFE, SESSION_LIFE, Throttle},
    store::{self, Session, User},
};
use crate::{
    app::App,
    kit::{
        Error, Viewer, Visit,
        audit::{self, Actor, Change, Subject},
        secret,
        visit::{AgencyId, SessionId, UserId},
    },
};

/// How many passwords are checked or hashed at the same time: each takes 19 MiB and a processor, on purpose, and
/// strangers may ask for it.
static HASHING: Semaphore = Semaphore::const_new(4);

/// Why somebody was not signed in. The page says the same for all, save for having to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInRefusal {
    /// Address and password do not belong together, or the account is closed.
    Mismatch,
    /// Too many failures: wait a minute.
    Wait,
}

/// Signs in; returns the token for the cookie.
pub async fn sign_in(
    app: &App,
    visit: &Visit,
    email: &str,
    password: &str,
    device: &str,
) -> Result<Result<String, SignInRefusal>, Error> {
    let email = email.trim().to_lowercase();
    let account = secret::hash(&email);
    let now = visit.now;
    // Held until the attempt is written down, so that tries made at once are counted, too.
    let _turn = turn().await?;
    let mut connection = app.database.read().await?;
    if !is_admitted(&mut connection, account, visit).await? {
        return Ok(Err(SignInRefusal::Wait));
    }
    let user = store::find_user_by_email(&mut connection, &email).await?.filter(|user| user.disabled_at.is_none());
    drop(connection);
    let matches = password_matches(password, user.as_ref()).await?;
    let mut tx = app.database.write().await?;
    store::add_attempt(&mut tx, account, &model::network(&visit.address), matches, now).await?;
    let Some(user) = user.filter(|_| matches) else {
        tx.commit().await?;
        return Ok(Err(SignInRefusal::Mismatch));
    };
    let token = open_session(&mut tx, &user, visit, device).await?;
    tx.commit().await?;
    Ok(Ok(token))
}

async fn is_admitted(connection: &mut Connection, account: [u8; 32], visit: &Visit) -> Result<bool, Error> {
    let (since, account_since) = (visit.now - Throttle::WINDOW, visit.now - Throttle::ACCOUNT_WINDOW);
    let attempts =
        store::load_attempts(connection, account, &model::network(&visit.address), since, account_since).await?;
    Ok(Throttle::admits(attempts, visit.now))
}

async fn turn() -> Result<SemaphorePermit<'static>, Error> {
    HASHING.acquire().await.map_err(|error| Error::Internal(error.into()))
}

async fn password_matches(password: &str, user: Option<&User>) -> Result<bool, Error> {
    let password = password.to_owned();
    let hash = user.and_then(|user| user.password_hash.clone());
    tokio::task::spawn_blocking(move || model::verify_password(&password, hash.as_deref()))
        .await
        .map_err(|error| Error::Internal(error.into()))
}

/// Does a PIN belong to this hash? As [`hash_off_thread`], in its turn and never within a transaction.
pub async fn matches_off_thread(typed: &str, hash: String) -> Result<bool, Error> {
    let _turn = turn().await?;
    let typed = typed.to_owned();
    tokio::task::spawn_blocking(move || model::verify_password(&typed, Some(&hash)))
        .await
        .map_err(|error| Error::Internal(error.into()))
}

async fn open_session(tx: &mut Transaction, user: &User, visit: &Visit, device: &str) -> Result<String, Error> {
    let token = secret::token();
    let session = Session {
        id: SessionId::new(),
        user: user.id,
        form_token: secret::token(),
        created_at: visit.now,
        seen_at: visit.now,
        address: visit.address.clone(),
        device: device.chars().take(200).collect(),
        flash: None,
    };
    store::add_session(tx, secret::hash(&token), &session, visit.now + SESSION_LIFE).await?;
    let actor = Actor {
        user: Some(user.id.0),
        name: user.name.clone().unwrap_or_else(|| user.email.clone()),
        post: String::new(),
    };
    let change = changed(user, "accounts.session.opened", json!(null), json!({"session": session.id}));
    audit::record(tx, &actor, change, visit.now).await?;
    Ok(token)
}

/// Signs out: ends the session of this visit.
pub async fn sign_out(app: &App, viewer: &Viewer, now: Timestamp) -> Result<(), Error> {
    end_session(app, viewer, viewer.session, now).await
}

/// Ends one of the viewer's own sessions.
pub async fn end_session(app: &App, viewer: &Viewer, session: SessionId, now: Timestamp) -> Result<(), Error> {
    let mut tx = app.database.write().await?;
    match store::end_session(&mut tx, viewer.user, session).await {
        Err(db::Error::Stale(_)) => return Err(Error::NotFound),
        other => other?,
    }
    let change = Change {
        agency: viewer.chain(),
        action: "accounts.session.ended",
        subject: Subject { kind: "user", id: viewer.user.0 },
        before: json!({"session": session}),
        after: json!(null),
    };
    audit::record(&mut tx, &viewer.into(), change, now).await?;
    Ok(tx.commit().await?)
}

/// Ends all sessions of the viewer but this one; says how many there were.
pub async fn end_other_sessions(tx: &mut Transaction, viewer: &Viewer, now: Timestamp) -> Result<u64, Error> {
    let ended = store::end_sessions(tx, viewer.user, Some(viewer.session)).await?;
    let change = Change {
        agency: viewer.chain(),
        action: "accounts.sessions.ended",
        subject: Subject { kind: "user", id: viewer.user.0 },
        before: json!({"sessions": ended}),
        after: json!({"sessions": 0}),
    };
    audit::record(tx, &viewer.into(), change, now).await?;
    Ok(ended)
}

/// Makes an account for a person and a link by which they set their password. Returns the link's token.
pub async fn invite(
    tx: &mut Transaction,
    actor: &Actor,
    agency: Option<AgencyId>,
    person: Option<Uuid>,
    email: &EmailAddress,
    now: Timestamp,
) -> Result<(UserId, String), Error> {
    if store::find_user_by_email(tx, email.as_str()).await?.is_some() {
        return Err(Error::Conflict(Bilingual::new(
            "อีเมลนี้มีบัญชีอยู่แล้ว ใช้อีเมลอื่น หรือออกลิงก์ตั้งรหัสใหม่ให้บัญชีเดิม",
            "This address has an account already. Use another one, or issue a new link for that account.",
        )));
    }
    let id = UserId::new();
    store::add_user(tx, id, person, email.as_str(), person.is_none(), now).await?;
    let token = issue_link(tx, id, false, now).await?;
    let change = Change {
        agency: agency.unwrap_or(AgencyId(Uuid::nil())),
        action: "accounts.user.invited",
        subject: Subject { kind: "user", id: id.0 },
        before: json!(null),
        after: json!({"email": email.as_str(), "operator": person.is_none()}),
    };
    audit::record(tx, actor, change, now).await?;
    Ok((id, token))
}

/// Issues a link by which a user sets a new password; earlier links stop working.
pub async fn issue_reset(tx: &mut Transaction, actor: &Actor, user: &User, now: Timestamp) -> Result<String, Error> {
    store::withdraw_invitations(tx, user.id, now).await?;
    let token = issue_link(tx, user.id, user.password_hash.is_some(), now).await?;
    audit::record(tx, actor, changed(user, "accounts.link.issued", json!(null), json!({"email": user.email})), now)
        .await?;
    Ok(token)
}

async fn issue_link(tx: &mut Transaction, user: UserId, reset: bool, now: Timestamp) -> Result<String, Error> {
    let token = secret::token();
    store::add_invitation(tx, user, reset, secret::hash(&token), now, now + INVITATION_LIFE).await?;
    Ok(token)
}

/// Accepts an invitation: sets the password and ends all other sessions of the user.
pub async fn accept(app: &App, token: &str, password: &str, now: Timestamp) -> Result<(), Error> {
    let mut connection = app.database.read().await?;
    let (invitation, user) = open_invitation(&mut connection, token, now).await?.ok_or(Error::NotFound)?;
    drop(connection);
    let hash = hash_off_thread(password).await?;
    let mut tx = app.database.write().await?;
    store::use_invitation(&mut tx, invitation.id, now).await?;
    store::set_password(&mut tx, user.id, &hash).await?;
    store::end_sessions(&mut tx, user.id, None).await?;
    let actor = Actor { user: Some(user.id.0), name: user.name.clone().unwrap_or_default(), post: String::new() };
    audit::record(&mut tx, &actor, changed(&user, "accounts.password.set", json!(null), json!(null)), now).await?;
    Ok(tx.commit().await?)
}

/// The invitation behind a link with its user, if it still holds.
pub async fn open_invitation(
    connection: &mut Connection,
    token: &str,
    now: Timestamp,
) -> Result<Option<(store::Invitation, User)>, Error> {
    let Some(invitation) = store::find_invitation(connection, secret::hash(token)).await? else { return Ok(None) };
    if invitation.used_at.is_some() || invitation.expires_at <= now {
        return Ok(None);
    }
    let user = store::find_user(connection, invitation.user).await?.filter(|user| user.disabled_at.is_none());
    Ok(user.map(|user| (invitation, user)))
}

/// Changes the viewer's own password and ends their other sessions. Tries with a wrong present password are slowed as
/// at sign-in: whoever finds a signed-in device must not guess it there.
pub async fn change_password(
    app: &App,
    visit: &Visit,
    present: &str,
    new: &str,
) -> Result<Result<(), SignInRefusal>, Error> {
    let (viewer, now) = (visit.viewer()?, visit.now);
    let turn = turn().await?;
    let mut connection = app.database.read().await?;
    let user = store::find_user(&mut connection, viewer.user).await?.ok_or(Error::NotFound)?;
    let account = secret::hash(&user.email);
    if !is_admitted(&mut connection, account, visit).await? {
        return Ok(Err(SignInRefusal::Wait));
    }
    drop(connection);
    if !password_matches(present, Some(&user)).await? {
        let mut tx = app.database.write().await?;
        store::add_attempt(&mut tx, account, &model::network(&visit.address), false, now).await?;
        tx.commit().await?;
        return Ok(Err(SignInRefusal::Mismatch));
    }
    drop(turn);
    let hash = hash_off_thread(new).await?;
    let mut tx = app.database.write().await?;
    store::set_password(&mut tx, user.id, &hash).await?;
    store::end_sessions(&mut tx, user.id, Some(viewer.session)).await?;
    audit::record(&mut tx, &viewer.into(), changed(&user, "accounts.password.set", json!(null), json!(null)), now)
        .await?;
    tx.commit().await?;
    Ok(Ok(()))
}

/// Closes an account and ends its sessions, or opens it again.
pub async fn set_disabled(
    tx: &mut Transaction,
    actor: &Actor,
    user: &User,
    disabled: bool,
    now: Timestamp,
) -> Result<(), Error> {
    store::set_disabled(tx, user.id, disabled.then_some(now)).await?;
    if disabled {
        store::end_sessions(tx, user.id, None).await?;
    }
    let action = if disabled { "accounts.user.disabled" } else { "accounts.user.enabled" };
    let state = |disabled| json!({"email": user.email, "disabled": disabled});
    let change = changed(user, action, state(!disabled), state(disabled));
    Ok(audit::record(tx, actor, change, now).await?)
}

/// Sets a password directly; for the command line and the demonstration only.
pub async fn set_password(
    tx: &mut Transaction,
    actor: &Actor,
    user: &User,
    password: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let hash = hash_off_thread(password).await?;
    store::set_password(tx, user.id, &hash).await?;
    store::end_sessions(tx, user.id, None).await?;
    Ok(audit::record(tx, actor, changed(user, "accounts.password.set", json!(null), json!(null)), now).await?)
}

/// Hashes a password or PIN beside the threads that answer visits, when its turn has come. Never within a transaction: it
/// takes a good part of a second.
pub async fn hash_off_thread(password: &str) -> Result<String, Error> {
    let _turn = turn().await?;
    let password = password.to_owned();
    let hashed = tokio::task::spawn_blocking(move || model::hash_password(&password))
        .await
        .map_err(|error| Error::Internal(error.into()))?;
    hashed.map_err(|error| Error::Internal(anyhow::anyhow!("hashing a password: {error}")))
}

fn changed(user: &User, action: &'static str, before: Value, after: Value) -> Change {
    Change {
        agency: user.agency.unwrap_or(AgencyId(Uuid::nil())),
        action,
        subject: Subject { kind: "user", id: user.id.0 },
        before,
        after,
    }
}

/// Ends every sign-in of the installation and withdraws every open invitation and link to a new password: what was brought
/// back from a backup may have been ended since. Returns how many of both; nothing is recorded where there were none.
pub async fn close_all_access(tx: &mut Transaction, actor: &Actor, now: Timestamp) -> db::Result<(u64, u64)> {
    let (sessions, links) = (store::end_all_sessions(tx).await?, store::withdraw_all_invitations(tx, now).await?);
    if sessions + links > 0 {
        let subject = Subject { kind: "installation", id: Uuid::nil() };
        let after = json!({ "sessions": sessions, "links": links });
        let (agency, action) = (AgencyId(Uuid::nil()), "accounts.access.closed");
        audit::record(tx, actor, Change { agency, action, subject, before: Value::Null, after }, now).await?;
    }
    Ok((sessions, links))
}
