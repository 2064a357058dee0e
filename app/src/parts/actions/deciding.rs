//! Deciding on the rows of a file.

use std::collections::{BTreeSet, HashMap};

use db::{Connection, Transaction, Uuid};
use jiff::Timestamp;
use report::Duty;
use serde_json::{Value, json};
use thai::Bilingual;

use super::{load, record};
use crate::{
    kit::{
        Error,
        audit::{self, Actor, Payload, store::StoredEntry},
        visit::AgencyId,
    },
    measures::{
        self,
        actions::{Brought, Stands, take_from_part},
        model::{Party, PartyLink, editing::LONGEST_TEXT},
    },
    parts::{
        model::{
            Decision, Part, PartUpload, PartUploadId, RowText, TakenRow, UploadState,
            comparison::{Cell, Compared, Kind, compare},
            reading::Column,
        },
        store,
    },
};

/// Changes since an export that are looked through for who made them.
const MOST_CHANGES: i64 = 500;

/// What somebody wishes to do with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// Take every row that is sure and contradicts nothing.
    TakeAll,
    /// Use nothing more of the file: ours stays in every row that is still open.
    PutAside,
    /// One row.
    Row(String, Decision),
    /// One row, but ours stays in these cells of it.
    TakeExcept(String, BTreeSet<Cell>),
}

/// A file beside what the office has.
#[derive(Clone, Debug)]
pub struct Considered {
    /// The part that it answers.
    pub part: Part,
    /// The file.
    pub upload: PartUpload,
    /// Its rows.
    pub rows: Vec<Compared>,
}

/// Who of the office changed something last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// When.
    pub at: Timestamp,
    /// Who; nothing if it was erased.
    pub who: String,
}

impl Considered {
    /// A row that may be decided on like this.
    fn to_decide(&self, id: &str, decision: Decision) -> Result<&Compared, Error> {
        let row = self.rows.iter().find(|row| row.id == id).ok_or(Error::NotFound)?;
        if row.is_open() && (decision != Decision::Taken || row.may_be_taken()) {
            return Ok(row);
        }
        Err(Error::Conflict(Bilingual::new(
            "แถวนี้ตัดสินใจแล้ว หรือยังรับไม่ได้ เปิดหน้าใหม่เพื่อดูล่าสุด",
            "This row is decided already, or cannot be taken. Reload to see the latest.",
        )))
    }

    /// A fingerprint of what is shown: whoever decides has seen just this.
    pub fn fingerprint(&self) -> String {
        let seen: Vec<_> = self.rows.iter().map(|row| (&row.id, &row.theirs, &row.ours, row.decision)).collect();
        blake3::hash(format!("{seen:?}").as_bytes()).to_hex()[..32].to_owned()
    }
}

/// Compares a file of the agency with what the office has now.
pub async fn consider(connection: &mut Connection, agency: AgencyId, id: PartUploadId) -> Result<Considered, Error> {
    let upload = store::find_upload(connection, agency, id).await?.ok_or(Error::NotFound)?;
    let part = load(connection, agency, upload.part).await?;
    let plan = measures::plan_of(connection, agency, part.year).await?.ok_or(Error::NotFound)?;
    let rows = compare(&part, &upload.reading, &plan, &upload.decisions);
    Ok(Considered { part, upload, rows })
}

impl Since {
    /// Who changed ours since the part went out, for each row where ours is different.
    pub async fn of_rows(
        connection: &mut Connection,
        agency: AgencyId,
        considered: &Considered,
    ) -> Result<HashMap<String, Since>, Error> {
        let rows: Vec<&Compared> =
            considered.rows.iter().filter(|row| matches!(row.kind, Kind::Ours | Kind::Conflict)).collect();
        if rows.is_empty() {
            return Ok(HashMap::new());
        }
        let since = considered.part.created_at;
        let entries = audit::store::list_since(connection, agency, "measures.", since, MOST_CHANGES).await?;
        let found = rows.iter().filter_map(|row| Some((row.id.clone(), last_change(&entries, row)?)));
        Ok(found.collect())
    }
}

/// The entry that says what ours says now, or else the last one at the item.
fn last_change(entries: &[StoredEntry], row: &Compared) -> Option<Since> {
    let item: Uuid = row.item?.0;
    let payload =
        |entry: &StoredEntry| entry.payload.as_ref().and_then(|(_, text)| serde_json::from_str::<Payload>(text).ok());
    let at_item = || entries.iter().filter(|stored| stored.entry.subject_id == item);
    let says_it = |stored: &&StoredEntry| {
        payload(stored).is_some_and(|payload| {
            let text = payload.after.get("text").and_then(Value::as_str);
            text == Some(row.ours.text.as_str())
        })
    };
    let stored = at_item().find(says_it).or_else(|| at_item().next())?;
    let who = payload(stored).map(|payload| match payload.actor.post.as_str() {
        "" => payload.actor.name,
        post => format!("{post} · {}", payload.actor.name),
    });
    let at = Timestamp::from_microsecond(stored.entry.at).ok()?;
    Some(Since { at, who: who.unwrap_or_default() })
}

/// Does what somebody wishes; returns how many rows were decided. `seen` is the fingerprint of what they saw.
pub async fn decide(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    id: PartUploadId,
    (wish, seen): (Wish, &str),
    now: Timestamp,
) -> Result<usize, Error> {
    let part = store::find_upload(tx, agency, id).await?.ok_or(Error::NotFound)?.part;
    store::hold(tx, agency, part).await?;
    let year = load(tx, agency, part).await?.year;
    measures::hold_plan(tx, agency, year).await?;
    let mut considered = consider(tx, agency, id).await?;
    if considered.fingerprint() != seen {
        return Err(db::Error::Stale(1).into());
    }
    let wishes: Vec<(Compared, Decision)> = match &wish {
        Wish::TakeAll => {
            let all = considered.rows.iter().filter(|row| row.goes_with_all());
            all.map(|row| (row.clone(), Decision::Taken)).collect()
        }
        Wish::PutAside => {
            let open = considered.rows.iter().filter(|row| row.is_open());
            open.map(|row| (row.clone(), row.put_aside())).collect()
        }
        Wish::Row(id, decision) => vec![(considered.to_decide(id, *decision)?.clone(), *decision)],
        Wish::TakeExcept(id, ours_stays) => {
            let row = considered.to_decide(id, Decision::Taken)?;
            let row = Compared { ours_stays: ours_stays.clone(), ..row.clone() };
            let decision = if row.merged() == row.ours { Decision::OursKept } else { Decision::Taken };
            vec![(row, decision)]
        }
    };
    take_rows(tx, actor, agency, &mut considered.part, &wishes, now).await?;
    for (row, decision) in &wishes {
        considered.upload.decisions.insert(row.id.clone(), *decision);
        let told = json!({
            "code": row.code, "name": considered.part.source(), "file": considered.upload.file_name,
            "entry": row.number, "status": decision.key(), "text": row.theirs.text,
        });
        record(tx, actor, agency, &considered.part, "parts.row.decided", Value::Null, told, now).await?;
    }
    store::keep_taken(tx, agency, &considered.part).await?;
    let plan = measures::plan_of(tx, agency, considered.part.year).await?.ok_or(Error::NotFound)?;
    let rows = compare(&considered.part, &considered.upload.reading, &plan, &considered.upload.decisions);
    let is_open = rows.iter().any(Compared::is_open);
    considered.upload.state = if is_open { UploadState::Waiting } else { UploadState::Done };
    store::keep_decisions(tx, agency, &considered.upload).await?;
    Ok(wishes.len())
}

/// Brings what was decided into the plan, and keeps in the part what was agreed on.
async fn take_rows(
    tx: &mut Transaction,
    actor: &Actor,
    agency: AgencyId,
    part: &mut Part,
    wishes: &[(Compared, Decision)],
    now: Timestamp,
) -> Result<(), Error> {
    let mut changes = Vec::new();
    let mut of_rows = Vec::new();
    for (row, decision) in wishes {
        let brought = match decision {
            Decision::Taken => changes_of(part, row),
            Decision::Noted => vec![Brought::Note(row.item, whole_text(part, row))],
            Decision::OursKept | Decision::Discarded => Vec::new(),
        };
        of_rows.extend(brought.iter().map(|_| row.row.filter(|_| *decision == Decision::Taken)));
        changes.extend(brought);
    }
    let source = part.source();
    let stand = take_from_part(tx, actor, (agency, part.year), &source, changes, now).await?;
    for (row, _) in wishes.iter().filter(|(row, decision)| *decision == Decision::Taken && row.row.is_some()) {
        let Some(number) = row.row else { continue };
        let mut taken = TakenRow { result: row.result, party: row.party, said: row.merged() };
        for (_, stands) in of_rows.iter().zip(&stand).filter(|(of, _)| **of == Some(number)) {
            match stands {
                Stands::Result(id) => taken.result = Some(*id),
                Stands::Party(id) => taken.party = Some(*id),
                Stands::Nothing => {}
            }
        }
        part.taken.insert(number, taken);
    }
    Ok(())
}

/// What taking a row changes in the plan.
fn changes_of(part: &Part, row: &Compared) -> Vec<Brought> {
    let Some(item) = row.item else { return Vec::new() };
    let merged = row.merged();
    let mut changes = Vec::new();
    match (row.kind, row.result) {
        // A result is its text: a status beside an emptied text is no result.
        (_, Some(result)) if merged.text.is_empty() && !row.ours.text.is_empty() => {
            changes.push(Brought::NoResult(result));
        }
        (Kind::Cleared, _) => {}
        _ if merged.result() != row.ours.result() && !merged.has_no_result() => {
            changes.push(Brought::Result(item, row.result, merged.result()));
        }
        _ => {}
    }
    let named = |said: &RowText| (said.party.clone(), said.telephone.clone());
    let says_who = !merged.party.is_empty() || !merged.telephone.is_empty();
    if named(&merged) != named(&row.ours) && says_who {
        let name = if merged.party.is_empty() { part.unit_name.th.clone() } else { merged.party.clone() };
        let telephone = Some(merged.telephone.clone()).filter(|telephone| !telephone.is_empty());
        let link = Some(PartyLink::Unit(part.unit));
        changes.push(Brought::Party(item, row.party, Party { name, duty: Duty::CarryOut, telephone, link }));
    }
    if merged.remark != row.ours.remark && !merged.remark.is_empty() {
        changes.push(Brought::Note(Some(item), shortened(format!("{}: {}", part.unit_name.th, merged.remark))));
    }
    for (column, text) in &row.unclear {
        changes.push(Brought::Note(Some(item), shortened(format!("{} · {column}: {text}", part.unit_name.th))));
    }
    changes
}

/// All that a row says, as one note.
fn whole_text(part: &Part, row: &Compared) -> String {
    let said = Cell::ALL.into_iter().filter_map(|cell| {
        let (column, text) = cell.shown(&row.theirs);
        (!text.is_empty()).then(|| if column == Column::Text { text } else { format!("{}: {text}", column.heading()) })
    });
    let unclear = row.unclear.iter().map(|(column, text)| format!("{column}: {text}"));
    let code =
        if row.item.is_none() && !row.code.is_empty() { format!(" ข้อ {}", row.code) } else { String::new() };
    shortened(format!("{}{code}: {}", part.unit_name.th, said.chain(unclear).collect::<Vec<_>>().join(" · ")))
}

/// A note of the length that may be entered; the whole text stays in the file as it came.
fn shortened(text: String) -> String {
    if text.chars().count() <= LONGEST_TEXT {
        return text;
    }
    text.chars().take(LONGEST_TEXT - 1).chain(['…']).collect()
}
