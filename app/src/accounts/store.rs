//! Users, sessions, invitations and sign-in attempts.

use db::{Connection, FromRow, Row, Transaction, Uuid, sql, values};
use jiff::{Timestamp, civil::Date};
use thai::Bilingual;

use super::model::Attempts;
use crate::kit::{
    Role,
    visit::{AgencyId, SessionId, UserId},
};

/// A user with the person behind it.
#[derive(Clone, Debug)]
pub struct User {
    /// Identifier.
    pub id: UserId,
    /// The person; none for a platform operator.
    pub person: Option<Uuid>,
    /// The person's agency.
    pub agency: Option<AgencyId>,
    /// The person's name.
    pub name: Option<String>,
    /// Sign-in address.
    pub email: String,
    /// Hash of the password; none until the invitation is accepted.
    pub password_hash: Option<String>,
    /// Runs the installation.
    pub operator: bool,
    /// Since when the account is closed.
    pub disabled_at: Option<Timestamp>,
}

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Identifier.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// Token for forms.
    pub form_token: String,
    /// Signed in at.
    pub created_at: Timestamp,
    /// Last used at.
    pub seen_at: Timestamp,
    /// From which address.
    pub address: String,
    /// With what, as the browser says.
    pub device: String,
    /// What the last change has to say.
    pub flash: Option<String>,
}

/// A post held or acted for, with its roles.
#[derive(Clone, Debug)]
pub struct HeldPost {
    /// Name of the post.
    pub name: Bilingual,
    /// Only acting.
    pub acting: bool,
    /// One of its roles, if it has any.
    pub role: Option<Role>,
}

/// An invitation that was looked up by its link.
#[derive(Clone, Debug)]
pub struct Invitation {
    /// Identifier.
    pub id: Uuid,
    /// For whom.
    pub user: UserId,
    /// First password or a new one.
    pub reset: bool,
    /// Until when it holds.
    pub expires_at: Timestamp,
    /// When it was used.
    pub used_at: Option<Timestamp>,
}

impl FromRow for User {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            person: row.optional("person_id")?,
            agency: row.optional("agency_id")?,
            name: row.optional("name")?,
            email: row.get("email")?,
            password_hash: row.optional("password_hash")?,
            operator: row.get("operator")?,
            disabled_at: row.optional("disabled_at")?,
        })
    }
}

impl FromRow for Session {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            form_token: row.get("form_token")?,
            created_at: row.get("created_at")?,
            seen_at: row.get("seen_at")?,
            address: row.get("address")?,
            device: row.get("device")?,
            flash: row.optional("flash")?,
        })
    }
}

impl FromRow for HeldPost {
    fn from_row(row: &Row) -> db::Result<Self> {
        let role: Option<String> = row.optional("role")?;
        Ok(Self {
            name: Bilingual::new(row.get::<String>("name_th")?, row.get::<String>("name_en")?),
            acting: row.get("acting")?,
            role: role.map(|_| row.keyword("role", Role::from_key)).transpose()?,
        })
    }
}

impl FromRow for Invitation {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            reset: row.keyword("purpose", |purpose| match purpose {
                "invitation" => Some(false),
                "reset" => Some(true),
                _ => None,
            })?,
            expires_at: row.get("expires_at")?,
            used_at: row.optional("used_at")?,
        })
    }
}

/// The user with this sign-in address.
pub async fn find_user_by_email(connection: &mut Connection, email: &str) -> db::Result<Option<User>> {
    connection
        .find(
            sql("SELECT u.id, u.person_id, p.agency_id, p.name, u.email, u.password_hash, u.operator, u.disabled_at
                 FROM users u
                 LEFT JOIN people p ON p.id = u.person_id
                 WHERE u.email = $1"),
            values![email],
        )
        .await
}

/// The user.
pub async fn find_user(connection: &mut Connection, id: UserId) -> db::Result<Option<User>> {
    connection
        .find(
            sql("SELECT u.id, u.person_id, p.agency_id, p.name, u.email, u.password_hash, u.operator, u.disabled_at
                 FROM users u
                 LEFT JOIN people p ON p.id = u.person_id
                 WHERE u.id = $1"),
            values![id],
        )
        .await
}

/// A user as the list of users shows them.
#[derive(Clone, Debug)]
pub struct ListedUser {
    /// The user.
    pub user: User,
    /// When they last used the program.
    pub seen_at: Option<Timestamp>,
    /// Until when a link for them holds that was not used yet.
    pub invited_until: Option<Timestamp>,
}

impl FromRow for ListedUser {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            user: User::from_row(row)?,
            seen_at: row.optional("seen_at")?,
            invited_until: row.optional("invited_until")?,
        })
    }
}

/// The users of an agency, by name.
pub async fn list_users(
    connection: &mut Connection,
    agency: AgencyId,
    limit: i64,
    offset: i64,
) -> db::Result<Vec<ListedUser>> {
    connection
        .list(
            sql("SELECT u.id, u.person_id, p.agency_id, p.name, u.email, u.password_hash, u.operator, u.disabled_at,
                        u.seen_at,
                        (SELECT MAX(i.expires_at) FROM invitations i WHERE i.user_id = u.id AND i.used_at IS NULL) AS invited_until
                 FROM users u
                 JOIN people p ON p.id = u.person_id
                 WHERE p.agency_id = $1
                 ORDER BY p.sort_key, u.id
                 LIMIT $2 OFFSET $3"),
            values![agency, limit, offset],
        )
        .await
}

/// The user, if they belong to the agency.
pub async fn load_user(connection: &mut Connection, agency: AgencyId, id: UserId) -> db::Result<User> {
    connection
        .load(
            sql("SELECT u.id, u.person_id, p.agency_id, p.name, u.email, u.password_hash, u.operator, u.disabled_at
                 FROM users u
                 JOIN people p ON p.id = u.person_id
                 WHERE u.id = $1 AND p.agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// How many users an agency has.
pub async fn count_users(connection: &mut Connection, agency: AgencyId) -> db::Result<i64> {
    connection
        .count(
            sql("SELECT COUNT(*) AS count FROM users u JOIN people p ON p.id = u.person_id WHERE p.agency_id = $1"),
            values![agency],
        )
        .await
}

/// Is there any user at all?
pub async fn count_all_users(connection: &mut Connection) -> db::Result<i64> {
    connection.count(sql("SELECT COUNT(*) AS count FROM users"), values![]).await
}

/// Adds a user without a password.
pub async fn add_user(
    tx: &mut Transaction,
    id: UserId,
    person: Option<Uuid>,
    email: &str,
    operator: bool,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO users (id, person_id, email, operator, created_at) VALUES ($1, $2, $3, $4, $5)"),
        values![id, person, email, operator, now],
    )
    .await
}

/// Sets the password.
pub async fn set_password(tx: &mut Transaction, user: UserId, hash: &str) -> db::Result<()> {
    tx.execute_one(sql("UPDATE users SET password_hash = $2 WHERE id = $1"), values![user, hash]).await
}

/// Closes an account, or opens it again.
pub async fn set_disabled(tx: &mut Transaction, user: UserId, since: Option<Timestamp>) -> db::Result<()> {
    tx.execute_one(sql("UPDATE users SET disabled_at = $2 WHERE id = $1"), values![user, since]).await
}

/// Adds a session.
pub async fn add_session(
    tx: &mut Transaction,
    token_hash: [u8; 32],
    session: &Session,
    expires_at: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO sessions (token_hash, id, user_id, form_token, created_at, seen_at, expires_at, address, device)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"),
        values![
            token_hash,
            session.id,
            session.user,
            session.form_token,
            session.created_at,
            session.seen_at,
            expires_at,
            session.address,
            session.device
        ],
    )
    .await?;
    note_use(tx, session.user, session.seen_at).await
}

async fn note_use(tx: &mut Transaction, user: UserId, now: Timestamp) -> db::Result<()> {
    tx.execute_one(sql("UPDATE users SET seen_at = $2 WHERE id = $1"), values![user, now]).await
}

/// The living session behind a token, of an account that is open.
pub async fn find_session(
    connection: &mut Connection,
    token_hash: [u8; 32],
    now: Timestamp,
    idle_since: Timestamp,
) -> db::Result<Option<Session>> {
    connection
        .find(
            sql("SELECT s.id, s.user_id, s.form_token, s.created_at, s.seen_at, s.address, s.device, s.flash
                 FROM sessions s
                 JOIN users u ON u.id = s.user_id
                 WHERE s.token_hash = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND u.disabled_at IS NULL"),
            values![token_hash, now, idle_since],
        )
        .await
}

/// The living sessions of a user, last used first.
pub async fn list_sessions(
    connection: &mut Connection,
    user: UserId,
    now: Timestamp,
    idle_since: Timestamp,
) -> db::Result<Vec<Session>> {
    connection
        .list(
            sql("SELECT id, user_id, form_token, created_at, seen_at, address, device, flash
                 FROM sessions
                 WHERE user_id = $1 AND expires_at > $2 AND seen_at > $3
                 ORDER BY seen_at DESC
                 LIMIT 100"),
            values![user, now, idle_since],
        )
        .await
}

/// Notes that a session of a user was used.
pub async fn touch_session(tx: &mut Transaction, user: UserId, id: SessionId, now: Timestamp) -> db::Result<()> {
    tx.execute(sql("UPDATE sessions SET seen_at = $2 WHERE id = $1"), values![id, now]).await?;
    note_use(tx, user, now).await
}

/// Puts what a change has to say into the session, or takes it out.
pub async fn set_flash(tx: &mut Transaction, id: SessionId, flash: Option<&str>) -> db::Result<u64> {
    tx.execute(sql("UPDATE sessions SET flash = $2 WHERE id = $1"), values![id, flash]).await
}

/// Ends one session of a user.
pub async fn end_session(tx: &mut Transaction, user: UserId, id: SessionId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM sessions WHERE id = $1 AND user_id = $2"), values![id, user]).await
}

/// Ends all sessions of a user, save one if named.
pub async fn end_sessions(tx: &mut Transaction, user: UserId, save: Option<SessionId>) -> db::Result<u64> {
    tx.execute(
        sql("DELETE FROM sessions WHERE user_id = $1 AND (CAST($2 AS UUID) IS NULL OR id <> $2)"),
        values![user, save],
    )
    .await
}

/// Forgets sessions and attempts that no longer matter.
pub async fn forget_old(tx: &mut Transaction, now: Timestamp, attempts_before: Timestamp) -> db::Result<()> {
    tx.execute(sql("DELETE FROM sessions WHERE expires_at < $1"), values![now]).await?;
    tx.execute(sql("DELETE FROM sign_in_attempts WHERE at < $1"), values![attempts_before]).await?;
    Ok(())
}

/// Posts a person holds or acts for on a day, one row per role.
pub async fn list_held_posts(connection: &mut Connection, person: Uuid, day: Date) -> db::Result<Vec<HeldPost>> {
    connection
        .list(
            sql("SELECT t.name_th, t.name_en, h.acting, r.role
                 FROM holdings h
                 JOIN posts t ON t.id = h.post_id
                 LEFT JOIN post_roles r ON r.post_id = t.id
                 WHERE h.person_id = $1 AND h.from_day <= $2 AND (h.until_day IS NULL OR h.until_day >= $2)
                 ORDER BY h.acting, t.position, r.role"),
            values![person, day],
        )
        .await
}

/// Adds an invitation.
pub async fn add_invitation(
    tx: &mut Transaction,
    user: UserId,
    reset: bool,
    token_hash: [u8; 32],
    now: Timestamp,
    expires_at: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO invitations (id, user_id, purpose, token_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)"),
        values![Uuid::now_v7(), user, if reset { "reset" } else { "invitation" }, token_hash, now, expires_at],
    )
    .await
}

/// The invitation behind a link.
pub async fn find_invitation(connection: &mut Connection, token_hash: [u8; 32]) -> db::Result<Option<Invitation>> {
    connection
        .find(
            sql("SELECT id, user_id, purpose, expires_at, used_at FROM invitations WHERE token_hash = $1"),
            values![token_hash],
        )
        .await
}

/// Uses an invitation up; only the first use counts.
pub async fn use_invitation(tx: &mut Transaction, id: Uuid, now: Timestamp) -> db::Result<()> {
    tx.execute_one(sql("UPDATE invitations SET used_at = $2 WHERE id = $1 AND used_at IS NULL"), values![id, now]).await
}

/// Makes all open invitations of a user worthless.
pub async fn withdraw_invitations(tx: &mut Transaction, user: UserId, now: Timestamp) -> db::Result<u64> {
    tx.execute(
        sql("UPDATE invitations SET expires_at = $2 WHERE user_id = $1 AND used_at IS NULL AND expires_at > $2"),
        values![user, now],
    )
    .await
}

/// Ends every session of the installation; returns how many there were.
pub async fn end_all_sessions(tx: &mut Transaction) -> db::Result<u64> {
    tx.execute(sql("DELETE FROM sessions"), values![]).await
}

/// Makes every open invitation of the installation worthless; returns how many there were.
pub async fn withdraw_all_invitations(tx: &mut Transaction, now: Timestamp) -> db::Result<u64> {
    tx.execute(sql("UPDATE invitations SET expires_at = $1 WHERE used_at IS NULL AND expires_at > $1"), values![now])
        .await
}

/// Notes an attempt to sign in.
pub async fn add_attempt(
    tx: &mut Transaction,
    account: [u8; 32],
    address: &str,
    succeeded: bool,
    now: Timestamp,
) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO sign_in_attempts (id, account, address, succeeded, at) VALUES ($1, $2, $3, $4, $5)"),
        values![Uuid::now_v7(), account, address, succeeded, now],
    )
    .await
}

/// What is known of earlier attempts.
pub async fn load_attempts(
    connection: &mut Connection,
    account: [u8; 32],
    address: &str,
    since: Timestamp,
    account_since: Timestamp,
) -> db::Result<Attempts> {
    let pair = connection
        .rows(
            sql("SELECT COUNT(*) AS count, MAX(at) AS last FROM sign_in_attempts
                 WHERE account = $1 AND address = $2 AND at > $3 AND succeeded = $4"),
            values![account, address, since, false],
        )
        .await?;
    let pair = pair.first().ok_or(db::Error::Missing)?;
    Ok(Attempts {
        pair: pair.get("count")?,
        pair_last: pair.optional("last")?,
        address: connection
            .count(
                sql("SELECT COUNT(*) AS count FROM sign_in_attempts WHERE address = $1 AND at > $2 AND succeeded = $3"),
                values![address, since, false],
            )
            .await?,
        account: connection
            .count(
                sql("SELECT COUNT(*) AS count FROM sign_in_attempts WHERE account = $1 AND at > $2 AND succeeded = $3"),
                values![account, account_since, false],
            )
            .await?,
        known: connection
            .count(
                sql("SELECT COUNT(*) AS count FROM sign_in_attempts WHERE account = $1 AND address = $2 AND succeeded = $3"),
                values![account, address, true],
            )
            .await?
            > 0,
    })
}
