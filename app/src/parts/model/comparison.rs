//! Theirs, ours and what went out, row by row.
//!
//! A cell is *theirs* if the division changed it and we did not, *ours* if we changed it since, and a *conflict* if
//! both did, differently. Rows are known by their keys; one without a key, or with a damaged or copied one, is matched
//! by its item and the likeness of its text, and says so. Nothing is decided here.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Decision, ExportedItem, ExportedRow, Part, RowText, TakenRow,
    reading::{Column, ReadRow, Reading, tidy},
};
use crate::measures::model::{
    Plan, PlanItem, PlanItemId, ResponsibleId, ResultId,
    editing::{LONGEST_NAME, LONGEST_TEXT},
};

/// Texts at least this alike are the same row.
const ALIKE: f32 = 0.6;
/// So many characters of a text are looked at for likeness.
const LOOKED_AT: usize = 120;

/// A cell that a division may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// What was done.
    Text,
    /// How far it is.
    Status,
    /// The day.
    Day,
    /// Who is responsible.
    Party,
    /// Their telephone.
    Telephone,
    /// The remark.
    Remark,
}

/// Who changed a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// Theirs and ours say the same.
    Nobody,
    /// The division.
    Theirs,
    /// The office, since the part went out.
    Ours,
    /// Both, differently.
    Both,
}

/// How a row of a file stands to what the office has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing is different.
    Unchanged,
    /// The division changed it, or filled in an empty row.
    Theirs,
    /// The office changed it since; the division did not.
    Ours,
    /// Both changed it.
    Conflict,
    /// The division added the row.
    Added,
    /// The division emptied it.
    Cleared,
    /// A copy of another row, with nothing new in it.
    Repeated,
    /// Nobody knows to which item it belongs, or its item is not in the plan any more.
    Homeless,
    /// It went out but did not come back. Ours stays.
    Missing,
}

/// Why a row has to be looked at before it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// It has no key; its item and its text tell which it is.
    NoKey,
    /// Its key was damaged.
    DamagedKey,
    /// Its key stands in another row, too.
    CopiedKey,
    /// Its key is of another division's part or of another export.
    ForeignKey,
    /// Its item follows only from where it stands.
    PlaceOnly,
    /// Something in it is longer than may be entered.
    TooLong,
}

/// A row of a file beside what the office has.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// By what decisions name it: its place among the rows of the file, or its number for one that is missing.
    pub id: String,
    /// Its number in the file; none for a row that is missing.
    pub number: Option<u32>,
    /// The code of its item, as far as known.
    pub code: String,
    /// The item of the plan.
    pub item: Option<PlanItemId>,
    /// The number of the row of the part that it is.
    pub row: Option<u16>,
    /// How it stands.
    pub kind: Kind,
    /// What is to be looked at first.
    pub doubts: Vec<Doubt>,
    /// What went out.
    pub base: RowText,
    /// What was taken from a file since, or else what went out.
    pub agreed: RowText,
    /// What the file says.
    pub theirs: RowText,
    /// What the office has now.
    pub ours: RowText,
    /// What was not understood.
    pub unclear: Vec<(String, String)>,
    /// The result that the office has there.
    pub result: Option<ResultId>,
    /// The responsible party that the office has there.
    pub party: Option<ResponsibleId>,
    /// What was decided on it.
    pub decision: Option<Decision>,
    /// Cells in which ours stays when the row is taken: where both changed it, somebody chooses.
    pub ours_stays: BTreeSet<Cell>,
}

impl Cell {
    /// All cells, in the order of the file.
    pub const ALL: [Cell; 6] = [Cell::Text, Cell::Status, Cell::Day, Cell::Party, Cell::Telephone, Cell::Remark];

    /// The key in forms.
    pub fn key(self) -> &'static str {
        match self {
            Cell::Text => "text",
            Cell::Status => "status",
            Cell::Day => "day",
            Cell::Party => "party",
            Cell::Telephone => "telephone",
            Cell::Remark => "remark",
        }
    }

    /// What stands in the cell, as a key that can be compared.
    fn of(self, said: &RowText) -> String {
        match self {
            Cell::Text => tidy(&said.text),
            Cell::Status => said.status.map(|status| status.key().to_owned()).unwrap_or_default(),
            Cell::Day => said.day.map(|day| day.to_string()).unwrap_or_default(),
            Cell::Party => tidy(&said.party),
            Cell::Telephone => digits(&said.telephone),
            Cell::Remark => tidy(&said.remark),
        }
    }

    /// Its column, and what stands in it as people read it.
    pub fn shown(self, said: &RowText) -> (Column, String) {
        use thai::{Language, date};
        match self {
            Cell::Text => (Column::Text, said.text.clone()),
            Cell::Status => (Column::Status, said.status.map(|one| one.official().to_owned()).unwrap_or_default()),
            Cell::Day => (Column::Day, said.day.map(|day| date::short(day, Language::Thai)).unwrap_or_default()),
            Cell::Party => (Column::Party, said.party.clone()),
            Cell::Telephone => (Column::Telephone, said.telephone.clone()),
            Cell::Remark => (Column::Remark, said.remark.clone()),
        }
    }

    fn copy(self, from: &RowText, to: &mut RowText) {
        match self {
            Cell::Text => to.text = from.text.clone(),
            Cell::Status => to.status = from.status,
            Cell::Day => to.day = from.day,
            Cell::Party => to.party = from.party.clone(),
            Cell::Telephone => to.telephone = from.telephone.clone(),
            Cell::Remark => to.remark = from.remark.clone(),
        }
    }
}

/// Spreadsheets like to turn telephones into numbers, without hyphens and the leading zero.
fn digits(telephone: &str) -> String {
    let digits: String = thai::digits::to_arabic(telephone).chars().filter(char::is_ascii_digit).collect();
    digits.trim_start_matches('0').to_owned()
}

impl Compared {
    /// Who changed a cell. A cell that reads as it went out, or as it was taken from a file since, was not touched. What
    /// was taken from one file is ours from then on: another file may be by somebody who never saw it.
    pub fn changed(&self, cell: Cell) -> Changed {
        let [theirs, base, agreed, ours] =
            [&self.theirs, &self.base, &self.agreed, &self.ours].map(|said| cell.of(said));
        if theirs == ours {
            Changed::Nobody
        } else if theirs == base || theirs == agreed {
            Changed::Ours
        } else if ours == base {
            Changed::Theirs
        } else {
            Changed::Both
        }
    }

    /// What the office has once the row is taken: theirs where they changed it, ours everywhere else.
    pub fn merged(&self) -> RowText {
        let mut merged = self.ours.clone();
        for cell in Cell::ALL.into_iter().filter(|cell| !self.ours_stays.contains(cell)) {
            if matches!(self.changed(cell), Changed::Theirs | Changed::Both) {
                cell.copy(&self.theirs, &mut merged);
            }
        }
        merged
    }

    /// Does the file say in this cell something else than went out?
    pub fn was_changed_by_them(&self, cell: Cell) -> bool {
        cell.of(&self.theirs) != cell.of(&self.base)
    }

    /// Is something to be decided?
    pub fn is_open(&self) -> bool {
        let asks = match self.kind {
            Kind::Theirs | Kind::Conflict | Kind::Added | Kind::Cleared | Kind::Homeless => true,
            Kind::Unchanged | Kind::Ours | Kind::Repeated | Kind::Missing => !self.unclear.is_empty(),
        };
        asks && self.decision.is_none()
    }

    /// May it be taken at all?
    pub fn may_be_taken(&self) -> bool {
        let asks = matches!(self.kind, Kind::Theirs | Kind::Conflict | Kind::Added | Kind::Cleared);
        asks && self.decision.is_none() && !self.doubts.contains(&Doubt::TooLong)
    }

    /// What it is called when nothing of it is used: ours is kept where we have something, else the row is put aside.
    pub fn put_aside(&self) -> Decision {
        match self.kind {
            Kind::Added | Kind::Homeless | Kind::Repeated => Decision::Discarded,
            _ => Decision::OursKept,
        }
    }

    /// Is it taken together with all others? Only what is sure and contradicts nothing.
    pub fn goes_with_all(&self) -> bool {
        self.may_be_taken()
            && self.unclear.is_empty()
            && match self.kind {
                Kind::Theirs => self.doubts.is_empty(),
                Kind::Added => self.doubts.iter().all(|doubt| *doubt == Doubt::NoKey),
                _ => false,
            }
    }
}

/// How much of a file is new: rows that say something else than went out, added ones included.
pub fn count_changed(part: &Part, reading: &Reading) -> usize {
    let sent: BTreeMap<u16, &ExportedRow> = part.exported.rows().map(|(_, row)| (row.number, row)).collect();
    let is_changed = |read: &&ReadRow| match read.key.and_then(|key| sent.get(&key.row)) {
        Some(row) => {
            let theirs = understood(read, row.asks_party);
            !read.unclear.is_empty() || Cell::ALL.iter().any(|cell| cell.of(&theirs) != cell.of(&row.said))
        }
        None => !read.said.is_empty(),
    };
    reading.rows.iter().filter(is_changed).count()
}

/// Compares a file with what went out and with what the office has now.
pub fn compare(part: &Part, reading: &Reading, plan: &Plan, decisions: &BTreeMap<String, Decision>) -> Vec<Compared> {
    let claims = claim(part, &reading.rows);
    let known = Known::of(part, plan);
    let mut added: BTreeSet<(Option<PlanItemId>, Said)> = BTreeSet::new();
    let mut compared = Vec::new();
    let mut item_above: Option<&ExportedItem> = None;
    for (at, read) in reading.rows.iter().enumerate() {
        let id = at.to_string();
        let decision = decisions.get(&id).copied();
        let found = match &claims[at] {
            Claim::Row { item, row, doubt } => {
                item_above = Some(*item);
                known_row(part, plan, &known, read, item, row, *doubt)
            }
            Claim::None(doubt) => {
                let by_code = part.exported.by_code(&read.code);
                item_above = by_code.or(item_above);
                let mut found = added_row(plan, &known, read, by_code, item_above, *doubt);
                if found.kind == Kind::Added && !added.insert((found.item, said_of(&found.theirs))) {
                    found.kind = Kind::Repeated;
                }
                found
            }
        };
        compared.push(Compared { id, decision, ..found });
    }
    compared.extend(missing(part, plan, &claims));
    compared
}

/// A result as it is compared: its text, status and day.
type Said = [String; 3];

fn said_of(said: &RowText) -> Said {
    [Cell::Text, Cell::Status, Cell::Day].map(|cell| cell.of(said))
}

/// What went out and what the plan has, normalised once for all rows of a file.
struct Known {
    sent: BTreeSet<Said>,
    in_plan: BTreeMap<PlanItemId, BTreeSet<Said>>,
}

impl Known {
    fn of(part: &Part, plan: &Plan) -> Self {
        let of_result = |result: &crate::measures::model::ResultText| {
            said_of(&RowText {
                text: result.text.clone(),
                status: result.status,
                day: result.day,
                ..RowText::default()
            })
        };
        let of_item = |item: &PlanItem| item.results.iter().map(|result| of_result(&result.said)).collect();
        Self {
            sent: part.exported.rows().map(|(_, row)| said_of(&row.said)).collect(),
            in_plan: plan.items.iter().map(|item| (item.id, of_item(item))).collect(),
        }
    }

    /// Does the item have a result that says just this?
    fn has(&self, item: Option<PlanItemId>, said: &RowText) -> bool {
        let results = item.and_then(|item| self.in_plan.get(&item));
        !said.has_no_result() && results.is_some_and(|results| results.contains(&said_of(said)))
    }
}

/// Which row of the part a row of the file is.
enum Claim<'a> {
    Row { item: &'a ExportedItem, row: &'a ExportedRow, doubt: Option<Doubt> },
    None(Doubt),
}

/// Keys first; of rows with the same key the one that is most as it went out has it. Then what is left, by likeness.
fn claim<'a>(part: &'a Part, rows: &[ReadRow]) -> Vec<Claim<'a>> {
    let sent: BTreeMap<u16, (&ExportedItem, &ExportedRow)> =
        part.exported.rows().map(|(item, row)| (row.number, (item, row))).collect();
    let mut holders: BTreeMap<u16, usize> = BTreeMap::new();
    let own_key = |read: &ReadRow| read.key.filter(|key| key.part == part.id && sent.contains_key(&key.row));
    for (at, read) in rows.iter().enumerate() {
        let Some(key) = own_key(read) else { continue };
        let is_as_sent = |at: usize| Cell::Text.of(&rows[at].said) == Cell::Text.of(&sent[&key.row].1.said);
        match holders.get(&key.row) {
            Some(holder) if is_as_sent(*holder) || !is_as_sent(at) => {}
            _ => {
                holders.insert(key.row, at);
            }
        }
    }
    let mut free: BTreeSet<u16> = sent.keys().copied().filter(|number| !holders.contains_key(number)).collect();
    let claims = rows.iter().enumerate().map(|(at, read)| {
        if let Some(key) = own_key(read) {
            let (item, row) = sent[&key.row];
            let is_holder = holders.get(&key.row) == Some(&at);
            return if is_holder { Claim::Row { item, row, doubt: None } } else { Claim::None(Doubt::CopiedKey) };
        }
        let doubt = match (read.key, read.key_is_damaged) {
            (Some(_), _) => return Claim::None(Doubt::ForeignKey),
            (None, true) => Doubt::DamagedKey,
            (None, false) => Doubt::NoKey,
        };
        match most_alike(part, read, &free) {
            Some((item, row)) => {
                free.remove(&row.number);
                Claim::Row { item, row, doubt: Some(doubt) }
            }
            None => Claim::None(doubt),
        }
    });
    claims.collect()
}

/// The free row of the same item whose text is most like this one's.
fn most_alike<'a>(part: &'a Part, read: &ReadRow, free: &BTreeSet<u16>) -> Option<(&'a ExportedItem, &'a ExportedRow)> {
    let item = part.exported.by_code(&read.code)?;
    let shown = |text: &str| text.chars().take(LOOKED_AT).collect::<String>();
    let candidates = item.rows.iter().filter(|row| free.contains(&row.number) && !row.said.text.is_empty());
    let alike = candidates.map(|row| (thai::text::similarity(&shown(&row.said.text), &shown(&read.said.text)), row));
    let (likeness, row) = alike.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    (likeness >= ALIKE).then_some((item, row))
}

fn known_row(
    part: &Part,
    plan: &Plan,
    known: &Known,
    read: &ReadRow,
    item: &ExportedItem,
    row: &ExportedRow,
    doubt: Option<Doubt>,
) -> Compared {
    let mut found = beside_ours(part, plan, item, row);
    found.number = Some(read.number);
    found.theirs = understood(read, row.asks_party);
    found.unclear = unclear(read, row.asks_party);
    found.doubts = doubt.into_iter().chain(too_long(&found.theirs)).collect();
    // A cell that could not be read is not a cell that was emptied.
    for (name, _) in &read.unclear {
        let cell = if name == Column::Day.heading() { Cell::Day } else { Cell::Status };
        cell.copy(&found.ours.clone(), &mut found.theirs);
    }
    if plan.item(item.item).is_none() {
        let touched = Cell::ALL.iter().any(|cell| cell.of(&found.theirs) != cell.of(&row.said));
        return Compared { kind: if touched { Kind::Homeless } else { Kind::Unchanged }, item: None, ..found };
    }
    let is_new = row.result.is_none() && part.taken.get(&row.number).is_none_or(|taken| taken.result.is_none());
    if is_new && known.has(Some(item.item), &found.theirs) {
        // Somebody entered it in the meantime.
        found.ours.text = found.theirs.text.clone();
        (found.ours.status, found.ours.day) = (found.theirs.status, found.theirs.day);
    }
    let changes: Vec<Changed> = Cell::ALL.iter().map(|cell| found.changed(*cell)).collect();
    // A result is its text: a status left behind beside an emptied text says nothing.
    let is_ours_untouched = Cell::Text.of(&found.ours) == Cell::Text.of(&found.base);
    let cleared = found.theirs.text.is_empty() && !found.ours.text.is_empty() && is_ours_untouched;
    found.kind = if cleared {
        Kind::Cleared
    } else if changes.contains(&Changed::Both) {
        Kind::Conflict
    } else if changes.contains(&Changed::Theirs) {
        Kind::Theirs
    } else if changes.contains(&Changed::Ours) {
        Kind::Ours
    } else {
        Kind::Unchanged
    };
    found
}

/// What went out in a row and what the office has there now; theirs is still what went out.
fn beside_ours(part: &Part, plan: &Plan, item: &ExportedItem, row: &ExportedRow) -> Compared {
    let taken = part.taken.get(&row.number);
    let agreed = taken.map_or(&row.said, |taken| &taken.said);
    let in_plan = plan.item(item.item);
    let result = taken.and_then(|taken: &TakenRow| taken.result).or(row.result);
    let party = taken.and_then(|taken| taken.party).or(row.party);
    let result = in_plan.and_then(|item| item.results.iter().find(|one| Some(one.id) == result));
    let party = in_plan.and_then(|item| item.responsibles.iter().find(|one| Some(one.id) == party));
    let ours = RowText {
        text: result.map(|result| result.said.text.clone()).unwrap_or_default(),
        status: result.and_then(|result| result.said.status),
        day: result.and_then(|result| result.said.day),
        party: party.map(|party| party.party.name.clone()).unwrap_or_default(),
        telephone: party.and_then(|party| party.party.telephone.clone()).unwrap_or_default(),
        remark: agreed.remark.clone(),
    };
    Compared {
        id: format!("missing-{}", row.number),
        number: None,
        code: item.code.clone(),
        item: in_plan.map(|item| item.id),
        row: Some(row.number),
        kind: Kind::Missing,
        doubts: Vec::new(),
        base: row.said.clone(),
        agreed: agreed.clone(),
        theirs: row.said.clone(),
        ours,
        unclear: Vec::new(),
        result: result.map(|result| result.id),
        party: party.map(|party| party.id),
        decision: None,
        ours_stays: BTreeSet::new(),
    }
}

/// A row that is none of those that went out.
fn added_row(
    plan: &Plan,
    known: &Known,
    read: &ReadRow,
    by_code: Option<&ExportedItem>,
    above: Option<&ExportedItem>,
    doubt: Doubt,
) -> Compared {
    let theirs = understood(read, false);
    let mut doubts = vec![doubt];
    if by_code.is_none() {
        doubts.push(Doubt::PlaceOnly);
    }
    doubts.extend(too_long(&theirs));
    let foreign = doubt == Doubt::ForeignKey;
    // A row that names an item which the part does not have belongs to no other item, wherever it stands.
    let place = if read.code.is_empty() { above } else { None };
    let item = by_code.or(place).filter(|_| !foreign).and_then(|item| plan.item(item.item));
    let repeats = theirs.remark.is_empty() && known.sent.contains(&said_of(&theirs));
    let is_there = repeats || known.has(item.map(|item| item.id), &theirs);
    let kind = match item {
        _ if theirs.is_empty() => Kind::Repeated,
        Some(_) if is_there && !foreign => Kind::Repeated,
        Some(_) => Kind::Added,
        None => Kind::Homeless,
    };
    Compared {
        id: String::new(),
        number: Some(read.number),
        code: item.map_or_else(|| read.code.clone(), |item| item.code.clone()),
        item: item.map(|item| item.id),
        row: None,
        kind,
        doubts,
        base: RowText::default(),
        agreed: RowText::default(),
        ours: RowText::default(),
        unclear: unclear(read, false),
        theirs,
        result: None,
        party: None,
        decision: None,
        ours_stays: BTreeSet::new(),
    }
}

/// The rows that went out with something in them and did not come back.
fn missing<'a>(part: &'a Part, plan: &Plan, claims: &[Claim<'a>]) -> Vec<Compared> {
    let claimed: BTreeSet<u16> = claims
        .iter()
        .filter_map(|claim| if let Claim::Row { row, .. } = claim { Some(row.number) } else { None })
        .collect();
    let gone = part.exported.rows().filter(|(_, row)| !claimed.contains(&row.number) && !row.said.is_empty());
    gone.map(|(item, row)| beside_ours(part, plan, item, row)).collect()
}

/// What a row says, without what stands in cells that it does not ask for.
fn understood(read: &ReadRow, asks_party: bool) -> RowText {
    let mut said = read.said.clone();
    if !asks_party {
        (said.party, said.telephone) = (String::new(), String::new());
    }
    said
}

fn unclear(read: &ReadRow, asks_party: bool) -> Vec<(String, String)> {
    let mut unclear = read.unclear.clone();
    for (column, text) in [(Column::Party, &read.said.party), (Column::Telephone, &read.said.telephone)] {
        if !asks_party && !text.is_empty() {
            unclear.push((column.heading().to_owned(), text.clone()));
        }
    }
    unclear
}

fn too_long(said: &RowText) -> Option<Doubt> {
    let longer = |text: &str, most: usize| text.chars().count() > most;
    let is_too_long = longer(&said.text, LONGEST_TEXT)
        || longer(&said.remark, LONGEST_TEXT)
        || longer(&said.party, LONGEST_NAME)
        || longer(&said.telephone, 100);
    is_too_long.then_some(Doubt::TooLong)
}

#[cfg(test)]
mod tests;
