//! The figures that prove results, for everybody: what was counted, by which rule, its target and which way it goes.

use std::collections::BTreeMap;

use askama::Template;
use db::Connection;
use serde_json::{Value, json};
use thai::{Bilingual, Language, date};

use crate::{
    app::App,
    figures::{Reading, Standing, actions},
    kit::{
        Result,
        figures::{Better, Figure},
        html::{Column, Html, Link, Row, Table, anchor},
    },
    measures::{
        model::{Plan, PlanItem, ResultId},
        office::proving::target_tag,
    },
    organisation,
};

/// The figures that prove the results of a plan.
pub(in crate::measures) struct PublicFigures(Vec<PublicFigure>);

struct PublicFigure {
    code: String,
    result: ResultId,
    figure: &'static Figure,
    unit: Option<Bilingual>,
    standing: Standing,
    /// What it was before the latest reading.
    earlier: Option<Reading>,
}

/// The name of a figure with the rule by which it counts.
#[derive(Template)]
#[template(
    source = r#"{{ name }}<details class="details"><summary>{{ how }}</summary><p>{{ rule }}</p></details>"#,
    ext = "html"
)]
struct NameCell {
    name: String,
    how: &'static str,
    rule: String,
}

impl PublicFigures {
    pub(super) async fn load(app: &App, connection: &mut Connection, plan: &Plan) -> Result<Self> {
        let (agency, id) = (plan.head.agency, plan.head.id.0);
        let standings = actions::standings_of_plan(connection, agency, id).await?;
        if standings.is_empty() {
            return Ok(Self(Vec::new()));
        }
        let earlier = actions::earlier_of_plan(connection, agency, id).await?;
        let earlier: BTreeMap<_, _> = earlier.into_iter().map(|reading| (reading.about.clone(), reading)).collect();
        let units = organisation::list_units(connection, agency).await?;
        let units: BTreeMap<_, _> = units.into_iter().map(|unit| (unit.id.0, unit.name)).collect();
        let mut shown: Vec<(usize, PublicFigure)> = Vec::new();
        for standing in standings {
            let about = &standing.subscription.about;
            let result = ResultId(standing.subscription.result);
            let place = plan.items.iter().position(|item| item.results.iter().any(|one| one.id == result));
            if let (Some(figure), Some(place)) = (app.figures.find(&about.figure), place) {
                shown.push((
                    place,
                    PublicFigure {
                        code: plan.items[place].code.clone(),
                        result,
                        figure,
                        unit: units.get(&about.unit).cloned(),
                        earlier: earlier.get(about).cloned(),
                        standing,
                    },
                ));
            }
        }
        shown.sort_by_key(|(place, _)| *place);
        Ok(Self(shown.into_iter().map(|(_, figure)| figure).collect()))
    }

    /// Those of the items that are shown; nothing if there are none.
    pub(super) fn table(&self, items: &[&PlanItem], t: Language) -> Option<Table> {
        let rows: Vec<Row> = self
            .0
            .iter()
            .filter(|one| items.iter().any(|item| item.code == one.code))
            .map(|one| {
                Row::new(Link::new(format!("#{}", anchor(&one.code)), one.code.clone()))
                    .cell(one.name(t))
                    .cell(one.value(t))
                    .cell(one.target(t))
                    .cell(one.trend(t))
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let caption = t.say(
            "นับจากบันทึกของหน่วยงานในระบบนี้ ไม่มีใครพิมพ์ตัวเลขเอง",
            "Counted from the office's own records here; nobody types these numbers in",
        );
        Some(
            Table::new(caption)
                .column(Column::text(t.say("ข้อ", "Item")))
                .column(Column::text(t.say("ตัวเลข", "Figure")))
                .column(Column::text(t.say("ค่า", "Value")))
                .column(Column::text(t.say("เป้าหมาย", "Target")))
                .column(Column::text(t.say("แนวโน้ม", "Trend")))
                .rows(rows),
        )
    }

    /// Those of a result, for programs.
    pub(super) fn json_of(&self, result: ResultId) -> Vec<Value> {
        self.0.iter().filter(|one| one.result == result).map(PublicFigure::json).collect()
    }
}

impl PublicFigure {
    fn name(&self, t: Language) -> Html {
        let mut name = vec![(self.figure.name)().in_language(t).to_owned()];
        name.extend(self.standing.reading.as_ref().map(|reading| reading.subject.clone()));
        name.extend(self.unit.as_ref().map(|unit| unit.in_language(t).to_owned()));
        name.retain(|part| !part.is_empty());
        name.push(t.say(
            format!("ปี {}", self.standing.subscription.about.year),
            format!("FY {}", self.standing.subscription.about.year),
        ));
        let rule = (self.figure.rule)().in_language(t).to_owned();
        Html::of(&NameCell { name: name.join(" · "), how: t.say("วิธีนับ", "How it is counted"), rule })
    }

    fn value(&self, t: Language) -> String {
        let Some(reading) = self.standing.reading.as_ref().filter(|reading| reading.value(self.figure).is_some())
        else {
            return t.say("ยังไม่มีข้อมูล", "No data yet").to_owned();
        };
        let (value, day) = (reading.written(self.figure, t), date::short(reading.day(), t));
        let parts = self.figure.parts(reading.numerator, reading.denominator, t);
        t.say(format!("{value} · {parts} ณ วันที่ {day}"), format!("{value} · {parts}, as of {day}"))
    }

    fn target(&self, t: Language) -> Html {
        match target_tag(self.figure, &self.standing, t) {
            Some(tag) => tag.into(),
            None => Html::text(t.say("ไม่ได้ตั้ง", "None set")),
        }
    }

    /// Better, worse or the same as the reading before, with that one and its day.
    fn trend(&self, t: Language) -> String {
        let value = |reading: &Reading| reading.value(self.figure);
        let now = self.standing.reading.as_ref().and_then(value);
        let before = self.earlier.as_ref().and_then(|earlier| Some((value(earlier)?, earlier)));
        let (Some(now), Some((was, earlier))) = (now, before) else {
            return t.say("นับครั้งแรก", "First count").to_owned();
        };
        let way = match (now.cmp(&was), self.figure.better) {
            (std::cmp::Ordering::Equal, _) => t.say("เท่าเดิม", "Unchanged"),
            (std::cmp::Ordering::Greater, Better::More) | (std::cmp::Ordering::Less, Better::Less) => {
                t.say("ดีขึ้น", "Better")
            }
            _ => t.say("แย่ลง", "Worse"),
        };
        let (was, day) = (self.figure.how.written(was, t), date::short(earlier.since, t));
        t.say(format!("{way} จาก {was} ({day})"), format!("{way}, from {was} ({day})"))
    }

    fn json(&self) -> Value {
        let reading = |reading: &Reading| {
            json!({
                "numerator": reading.numerator,
                "denominator": reading.denominator,
                "value": reading.value(self.figure).map(hundredths),
                "since": reading.since,
                "as_of": reading.day(),
            })
        };
        let name = (self.figure.name)();
        let rule = (self.figure.rule)();
        json!({
            "key": self.figure.key,
            "name_th": name.th,
            "name_en": name.en,
            "subject": self.standing.reading.as_ref().map(|reading| reading.subject.clone()).unwrap_or_default(),
            "unit_th": self.unit.as_ref().map(|unit| unit.th.clone()),
            "year": self.standing.subscription.about.year,
            "measured_in": self.figure.how.unit(Language::English),
            "rule_th": rule.th,
            "rule_en": rule.en,
            "target": self.standing.subscription.target.map(hundredths),
            "reading": self.standing.reading.as_ref().map(reading),
            "earlier": self.earlier.as_ref().map(reading),
        })
    }
}

/// A value as a text with two decimals.
fn hundredths(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", value.abs() / 100, value.abs() % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_for_programs_have_two_decimals() {
        assert_eq!([9650, 5, -120, 0].map(hundredths), ["96.50", "0.05", "-1.20", "0.00"]);
    }
}
