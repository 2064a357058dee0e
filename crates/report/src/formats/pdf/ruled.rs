//! Tables by their ruling lines: lines that touch are one table, what lies between them are its cells.

use super::content::Rule;

/// Lines closer than this are one (points).
const TOLERANCE: f64 = 3.0;
/// Larger grids are drawings.
const MOST_COLUMNS: usize = 42;
const MOST_ROWS: usize = 300;
/// A table has at least so many columns.
const FEWEST_COLUMNS: usize = 2;

/// The cells of a ruled table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Grid {
    /// Where columns begin and end, from the left.
    pub(super) columns: Vec<f64>,
    /// Where rows begin and end, from the top.
    pub(super) rows: Vec<f64>,
    /// For each row and column the first cell that it is merged with, row first.
    owners: Vec<Vec<(usize, usize)>>,
}

impl Grid {
    /// The cell at a place, as row and column of its first part.
    pub(super) fn cell_at(&self, x: f64, y: f64) -> Option<(usize, usize)> {
        let column = self.columns.partition_point(|edge| *edge <= x).checked_sub(1)?;
        let row = self.rows.partition_point(|edge| *edge <= y).checked_sub(1)?;
        self.owners.get(row)?.get(column).copied()
    }

    pub(super) fn top(&self) -> f64 {
        self.rows.first().copied().unwrap_or(0.0)
    }

    /// Is the cell the lower part of one that begins in a row above?
    pub(super) fn is_merged_from_above(&self, row: usize, column: usize) -> bool {
        self.owners[row][column].0 < row
    }

    /// Where the cell that begins here ends at the right.
    pub(super) fn right_of(&self, row: usize, column: usize) -> f64 {
        let last = (column..self.owners[row].len()).take_while(|at| self.owners[row][*at] == (row, column)).last();
        self.columns[last.unwrap_or(column) + 1]
    }
}

/// The tables of a page, from the top.
pub(super) fn grids(rules: &[Rule]) -> Vec<Grid> {
    let mut grids: Vec<Grid> = parts(&joined(rules)).iter().filter_map(|part| grid(part)).collect();
    grids.sort_by(|one, other| one.top().total_cmp(&other.top()));
    grids
}

/// Lines that go on in one another, as one.
fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    rules.sort_by(|one, other| {
        let key = |rule: &Rule| (rule.is_vertical, (rule.at / TOLERANCE).round());
        let ((vertical, at), (other_vertical, other_at)) = (key(one), key(other));
        vertical.cmp(&other_vertical).then(at.total_cmp(&other_at)).then(one.from.total_cmp(&other.from))
    });
    let mut joined: Vec<Rule> = Vec::new();
    for rule in rules {
        match joined.last_mut() {
            Some(last)
                if last.is_vertical == rule.is_vertical
                    && (last.at - rule.at).abs() <= TOLERANCE
                    && rule.from <= last.to + TOLERANCE =>
            {
                last.to = last.to.max(rule.to);
                last.from = last.from.min(rule.from);
            }
            _ => joined.push(rule),
        }
    }
    joined
}

/// Lines that touch each other, directly or over others.
fn parts(rules: &[Rule]) -> Vec<Vec<Rule>> {
    let mut root: Vec<usize> = (0..rules.len()).collect();
    fn find(root: &mut [usize], mut at: usize) -> usize {
        while root[at] != at {
            root[at] = root[root[at]];
            at = root[at];
        }
        at
    }
    let vertical: Vec<usize> = (0..rules.len()).filter(|at| rules[*at].is_vertical).collect();
    for level in (0..rules.len()).filter(|at| !rules[*at].is_vertical) {
        for upright in &vertical {
            if touch(&rules[*upright], &rules[level]) {
                let (one, other) = (find(&mut root, *upright), find(&mut root, level));
                root[one] = other;
            }
        }
    }
    let mut parts: std::collections::BTreeMap<usize, Vec<Rule>> = std::collections::BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        let part = find(&mut root, at);
        parts.entry(part).or_default().push(*rule);
    }
    parts.into_values().collect()
}

fn touch(upright: &Rule, level: &Rule) -> bool {
    let within = |at: f64, rule: &Rule| at >= rule.from - TOLERANCE && at <= rule.to + TOLERANCE;
    within(upright.at, level) && within(level.at, upright)
}

fn grid(rules: &[Rule]) -> Option<Grid> {
    let columns = edges(rules, true);
    let rows = edges(rules, false);
    let (width, height) = (columns.len().checked_sub(1)?, rows.len().checked_sub(1)?);
    if !(FEWEST_COLUMNS..=MOST_COLUMNS).contains(&width) || !(1..=MOST_ROWS).contains(&height) {
        return None;
    }
    let drawn = |is_vertical: bool, at: f64, middle: f64| {
        rules.iter().any(|rule| {
            rule.is_vertical == is_vertical
                && (rule.at - at).abs() <= TOLERANCE
                && rule.from - TOLERANCE <= middle
                && middle <= rule.to + TOLERANCE
        })
    };
    let mut owners = vec![vec![(0, 0); width]; height];
    for row in 0..height {
        for column in 0..width {
            let (x, y) = ((columns[column] + columns[column + 1]) / 2.0, (rows[row] + rows[row + 1]) / 2.0);
            owners[row][column] = if column > 0 && !drawn(true, columns[column], y) {
                owners[row][column - 1]
            } else if row > 0 && !drawn(false, rows[row], x) {
                owners[row - 1][column]
            } else {
                (row, column)
            };
        }
    }
    Some(Grid { columns, rows, owners })
}

/// Where lines stand, those close to each other taken for one.
fn edges(rules: &[Rule], is_vertical: bool) -> Vec<f64> {
    let mut places: Vec<f64> =
        rules.iter().filter(|rule| rule.is_vertical == is_vertical).map(|rule| rule.at).collect();
    places.sort_by(f64::total_cmp);
    let mut edges: Vec<f64> = Vec::new();
    for place in places {
        if edges.last().is_none_or(|last| place - last > TOLERANCE) {
            edges.push(place);
        }
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(is_vertical: bool, at: f64, from: f64, to: f64) -> Rule {
        Rule { is_vertical, at, from, to }
    }

    #[test]
    fn lines_that_touch_are_a_table_and_missing_ones_merge_cells() {
        let rules = [
            rule(false, 0.0, 0.0, 100.0),
            rule(false, 20.0, 50.0, 100.0),
            rule(false, 40.0, 0.0, 51.0),
            rule(false, 40.2, 50.0, 100.0),
            rule(true, 0.0, 0.0, 40.0),
            rule(true, 50.0, 0.0, 40.0),
            rule(true, 75.0, 20.0, 40.0),
            rule(true, 100.0, 0.0, 40.0),
            rule(false, 200.0, 0.0, 100.0),
        ];
        let grids = grids(&rules);
        assert_eq!(grids.len(), 1);
        let grid = &grids[0];
        assert_eq!((grid.columns.len(), grid.rows.len()), (4, 3));
        assert_eq!(grid.cell_at(10.0, 30.0), Some((0, 0)));
        assert_eq!(grid.cell_at(80.0, 10.0), Some((0, 1)));
        assert_eq!(grid.cell_at(80.0, 30.0), Some((1, 2)));
        assert_eq!(grid.cell_at(120.0, 30.0), None);
        assert!(grid.is_merged_from_above(1, 0) && !grid.is_merged_from_above(1, 1));
        assert_eq!((grid.right_of(0, 1), grid.right_of(1, 1)), (100.0, 75.0));
    }
}
