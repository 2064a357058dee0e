//! Units and posts with their roles.

use std::collections::BTreeMap;

use db::{Connection, FromRow, Row, Transaction, Uuid, sql, values};

use super::agencies::bilingual;
use crate::{
    kit::{Role, visit::AgencyId},
    organisation::model::{NewPost, NewUnit, Post, PostId, Unit, UnitId, Uses},
};

/// More units, posts or people than any office has: what is shown whole on one page or in one select stays bounded.
pub(super) const WHOLE: i64 = 2_000;

impl FromRow for Unit {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            position: row.get("position")?,
            name: bilingual(row, "name_th", "name_en")?,
            telephone: row.get("telephone")?,
        })
    }
}

impl FromRow for Post {
    /// Without its roles, which are rows of their own.
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            unit: row.optional("unit_id")?,
            supervisor: row.optional("supervisor_id")?,
            position: row.get("position")?,
            name: bilingual(row, "name_th", "name_en")?,
            roles: Vec::new(),
        })
    }
}

impl FromRow for Uses {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self {
            posts: row.get("posts")?,
            holdings: row.get("holdings")?,
            accounts: row.get("accounts")?,
            measures: row.get("measures")?,
            parts: row.get("parts")?,
            circulars: row.get("circulars")?,
        })
    }
}

struct RoleOfPost(PostId, Role);

impl FromRow for RoleOfPost {
    fn from_row(row: &Row) -> db::Result<Self> {
        Ok(Self(row.get("post_id")?, row.keyword("role", Role::from_key)?))
    }
}

/// The units of an agency, in their order.
pub async fn list_units(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<Unit>> {
    connection
        .list(
            sql("SELECT id, position, name_th, name_en, telephone FROM units
                 WHERE agency_id = $1
                 ORDER BY position, id
                 LIMIT $2"),
            values![agency, WHOLE],
        )
        .await
}

/// A unit of the agency.
pub async fn load_unit(connection: &mut Connection, agency: AgencyId, id: UnitId) -> db::Result<Unit> {
    connection
        .load(
            sql("SELECT id, position, name_th, name_en, telephone FROM units WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await
}

/// Adds a unit behind the others.
pub async fn add_unit(tx: &mut Transaction, agency: AgencyId, id: UnitId, new: &NewUnit) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO units (id, agency_id, position, name_th, name_en, telephone)
             SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5 FROM units WHERE agency_id = $2"),
        values![id, agency, new.name.th, new.name.en, new.telephone],
    )
    .await
}

/// Changes a unit.
pub async fn change_unit(tx: &mut Transaction, agency: AgencyId, unit: &Unit) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE units SET position = $3, name_th = $4, name_en = $5, telephone = $6 WHERE id = $1 AND agency_id = $2"),
        values![unit.id, agency, unit.position, unit.name.th, unit.name.en, unit.telephone],
    )
    .await
}

/// Removes a unit to which nothing refers.
pub async fn remove_unit(tx: &mut Transaction, agency: AgencyId, id: UnitId) -> db::Result<()> {
    tx.execute_one(sql("DELETE FROM units WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}

/// What refers to a unit.
pub async fn count_uses_of_unit(connection: &mut Connection, id: UnitId) -> db::Result<Uses> {
    connection
        .load(
            sql("SELECT (SELECT COUNT(*) FROM posts WHERE unit_id = $1) AS posts,
                        CAST(0 AS BIGINT) AS holdings,
                        CAST(0 AS BIGINT) AS accounts,
                        (SELECT COUNT(*) FROM responsibles WHERE unit_id = $1) AS measures,
                        (SELECT COUNT(*) FROM parts WHERE unit_id = $1) AS parts,
                        (SELECT COUNT(*) FROM circulars WHERE unit_id = $1)
                        + (SELECT COUNT(*) FROM circular_audience WHERE unit_id = $1) AS circulars"),
            values![id],
        )
        .await
}

/// The posts of an agency with their roles, in their order.
pub async fn list_posts(connection: &mut Connection, agency: AgencyId) -> db::Result<Vec<Post>> {
    let mut posts: Vec<Post> = connection
        .list(
            sql("SELECT id, unit_id, supervisor_id, position, name_th, name_en FROM posts
                 WHERE agency_id = $1
                 ORDER BY position, id
                 LIMIT $2"),
            values![agency, WHOLE],
        )
        .await?;
    let roles: Vec<RoleOfPost> = connection
        .list(
            sql("SELECT r.post_id, r.role FROM post_roles r
                 JOIN posts p ON p.id = r.post_id
                 WHERE p.agency_id = $1"),
            values![agency],
        )
        .await?;
    let mut by_post: BTreeMap<Uuid, Vec<Role>> = BTreeMap::new();
    for RoleOfPost(post, role) in roles {
        by_post.entry(post.0).or_default().push(role);
    }
    for post in &mut posts {
        post.roles = by_post.remove(&post.id.0).unwrap_or_default();
        post.roles.sort();
    }
    Ok(posts)
}

/// A post of the agency with its roles.
pub async fn load_post(connection: &mut Connection, agency: AgencyId, id: PostId) -> db::Result<Post> {
    let mut post: Post = connection
        .load(
            sql("SELECT id, unit_id, supervisor_id, position, name_th, name_en FROM posts
                 WHERE id = $1 AND agency_id = $2"),
            values![id, agency],
        )
        .await?;
    let roles: Vec<RoleOfPost> =
        connection.list(sql("SELECT post_id, role FROM post_roles WHERE post_id = $1"), values![id]).await?;
    post.roles = roles.into_iter().map(|RoleOfPost(_, role)| role).collect();
    post.roles.sort();
    Ok(post)
}

/// Adds a post behind the others.
pub async fn add_post(tx: &mut Transaction, agency: AgencyId, id: PostId, new: &NewPost) -> db::Result<()> {
    tx.execute_one(
        sql("INSERT INTO posts (id, agency_id, unit_id, supervisor_id, position, name_th, name_en)
             SELECT $1, $2, $3, $4, COALESCE(MAX(position), 0) + 1, $5, $6 FROM posts WHERE agency_id = $2"),
        values![id, agency, new.unit, new.supervisor, new.name.th, new.name.en],
    )
    .await?;
    add_roles(tx, id, &new.roles).await
}

/// Changes a post and its roles.
pub async fn change_post(tx: &mut Transaction, agency: AgencyId, post: &Post) -> db::Result<()> {
    tx.execute_one(
        sql("UPDATE posts SET unit_id = $3, supervisor_id = $4, position = $5, name_th = $6, name_en = $7
             WHERE id = $1 AND agency_id = $2"),
        values![post.id, agency, post.unit, post.supervisor, post.position, post.name.th, post.name.en],
    )
    .await?;
    tx.execute(sql("DELETE FROM post_roles WHERE post_id = $1"), values![post.id]).await?;
    add_roles(tx, post.id, &post.roles).await
}

async fn add_roles(tx: &mut Transaction, post: PostId, roles: &[Role]) -> db::Result<()> {
    for role in roles {
        tx.execute_one(sql("INSERT INTO post_roles (post_id, role) VALUES ($1, $2)"), values![post, role.key()])
            .await?;
    }
    Ok(())
}

/// Removes a post to which nothing refers, with its roles.
pub async fn remove_post(tx: &mut Transaction, agency: AgencyId, id: PostId) -> db::Result<()> {
    tx.execute(sql("DELETE FROM post_roles WHERE post_id = $1"), values![id]).await?;
    tx.execute_one(sql("DELETE FROM posts WHERE id = $1 AND agency_id = $2"), values![id, agency]).await
}

/// What refers to a post.
pub async fn count_uses_of_post(connection: &mut Connection, id: PostId) -> db::Result<Uses> {
    connection
        .load(
            sql("SELECT (SELECT COUNT(*) FROM posts WHERE supervisor_id = $1) AS posts,
                        (SELECT COUNT(*) FROM holdings WHERE post_id = $1) AS holdings,
                        CAST(0 AS BIGINT) AS accounts,
                        (SELECT COUNT(*) FROM responsibles WHERE post_id = $1) AS measures,
                        CAST(0 AS BIGINT) AS parts,
                        (SELECT COUNT(*) FROM circular_audience WHERE post_id = $1) AS circulars"),
            values![id],
        )
        .await
}
