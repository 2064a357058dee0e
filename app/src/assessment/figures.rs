//! Figures and charts of results, each with where it comes from.

use scoring::{Exact, Gap, Instrument, Item, Kind, Origin, Place, Score, Value, what_if::Outcome};
use thai::{Language, date, digits};

use super::model::{Assessment, IndicatorScore, points_at_stake, scenario::Target};
use crate::kit::{
    chart::{Bar, BarTable, Category, Dot, DotGroup, DotTable, PointsAtStake, Step, YearBars},
    html::{Html, Link, ProofLine},
};

/// So many years stand beside each other in a chart.
const YEARS: usize = 4;
/// So many items stand in the waterfall; the table below it has them all.
pub const STEPS: usize = 12;

/// Where the figures of a year come from, and how they are counted.
pub fn proof(t: Language, results: &Assessment) -> ProofLine {
    let source = match results.note.as_str() {
        "" => t.say("คะแนนประกาศของ ป.ป.ช. ที่หน่วยงานบันทึก", "scores published by the NACC, entered by the agency"),
        note => note,
    };
    ProofLine::new(t, changed_on(t, results), source).rule(format!("/office/scores/{}#counting", results.year))
}

/// The day on which results were changed last, written out.
pub fn changed_on(t: Language, results: &Assessment) -> String {
    date::short(date::day_in_bangkok(results.changed_at), t)
}

/// A score, or that nothing is known.
pub fn shown(t: Language, score: Option<&Exact>) -> String {
    score.map_or_else(|| t.say("ไม่มีข้อมูล", "No data").to_owned(), Exact::to_string)
}

/// A score with a mark if it was computed and not given.
pub fn shown_with_origin(t: Language, value: Option<&Value>) -> Html {
    match value {
        Some(Value { score, origin: Origin::Given }) => Html::text(score),
        Some(Value { score, origin: Origin::Computed }) => Html::text(score).and(t.say("(คำนวณ)", "(computed)")),
        None => Html::from(shown(t, None)),
    }
}

/// A change with its sign: "+1.25", "−0.31".
pub fn signed(points: &Exact) -> String {
    match points.hundredths() {
        0 => "0.00".to_owned(),
        below if below < 0 => digits::fixed(below, 2),
        above => format!("+{}", digits::fixed(above, 2)),
    }
}

/// The change of a score from one year to the next.
pub fn change(now: Option<&Exact>, before: Option<&Exact>) -> Option<Exact> {
    Some(&now?.rounded() - &before?.rounded())
}

/// The code of an item with its topic.
pub fn item_name(t: Language, item: &Item) -> String {
    format!("{} {}", item.code, item.topic.in_language(t))
}

/// A number for drawing. Charts write it with two decimals: the tiny surplus lets halves go up there as everywhere.
fn drawn(number: &Exact) -> f64 {
    let text = number.fraction();
    let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
    let value = above.parse::<f64>().unwrap_or_default() / below.parse::<f64>().unwrap_or(1.0);
    value + 1e-9
}

/// The ten indicators of a year beside those of the year before, against the agency's threshold.
pub fn ten_indicators(t: Language, results: &Assessment, previous: Option<&Assessment>, threshold: Score) -> DotTable {
    let indicators = results.indicators(previous);
    let groups = Kind::ALL.map(|kind| {
        let of_kind = indicators.iter().filter(|indicator| indicator.kind == kind);
        DotGroup::new(format!("{} {}", kind.code(), kind.name().in_language(t)), of_kind.map(|one| dot(t, one)))
    });
    let year = results.year;
    let caption = t.say(
        format!("คะแนนตัวชี้วัดสิบข้อ ปี {year} เทียบปีก่อน"),
        format!("Scores of the ten indicators, FY {year} and the year before"),
    );
    DotTable::new(
        t,
        finding_of_indicators(t, &indicators, threshold),
        caption,
        (year.to_string(), year.previous().to_string()),
        groups,
        proof(t, results),
    )
    .threshold(drawn_score(threshold))
    .axis_from(beginning_of_axis(&indicators, threshold))
}

/// The ten indicators after some scores are moved, beside those of today.
pub fn indicators_moved(t: Language, results: &Assessment, then: &Outcome<'_>) -> DotTable {
    let indicators = results.indicators(None);
    let dot = |one: &IndicatorScore| {
        let name = format!("{}. {}", one.number, one.name.in_language(t));
        let moved = then.at(&Place::Indicator(one.number)).map(drawn);
        Dot::new(name, moved, one.score.as_ref().map(|value| drawn(&value.score)))
    };
    let groups = Kind::ALL.map(|kind| {
        let of_kind = indicators.iter().filter(|indicator| indicator.kind == kind);
        DotGroup::new(format!("{} {}", kind.code(), kind.name().in_language(t)), of_kind.map(dot))
    });
    let moved = |one: &&IndicatorScore| {
        let now = one.score.as_ref().map(|value| value.score.rounded());
        then.at(&Place::Indicator(one.number)).map(Exact::rounded) != now
    };
    let finding = match indicators.iter().filter(moved).count() {
        0 => t.say("ยังไม่มีตัวชี้วัดที่เปลี่ยน", "No indicator changes yet").to_owned(),
        count => t.say(format!("{count} จาก 10 ตัวชี้วัดเปลี่ยน"), format!("{count} of 10 indicators change")),
    };
    let caption = t.say("คะแนนตัวชี้วัดเมื่อปรับ เทียบกับตอนนี้", "Indicators when moved, beside today's");
    let lowest = indicators.iter().filter_map(|one| one.score.as_ref().map(|value| drawn(&value.score)));
    let axis = ((lowest.fold(90.0, f64::min) - 1.0) / 10.0).floor().max(0.0) * 10.0;
    DotTable::new(t, finding, caption, ("", ""), groups, proof(t, results))
        .named(t.say("เมื่อปรับ", "Moved"), t.say("ตอนนี้", "Now"))
        .axis_from(axis)
}

/// The target of the year after these scores, in a sentence.
pub fn target_in_words(t: Language, now: &Assessment, target: &Target) -> String {
    let (year, name, total) = (target.year, &target.scenario.name, target.scenario.total);
    let level = target.scenario.level.as_deref().and_then(|key| now.instrument.level(key));
    let level = level.map(|level| format!(" ({})", level.name.in_language(t))).unwrap_or_default();
    t.say(
        format!("เป้าหมายปี {year}: {total}{level} จากแผนทดลอง “{name}”"),
        format!("Target of {year}: {total}{level}, from the scenario “{name}”"),
    )
}

/// The full ten below everything drawn, so that scores close together can be told apart.
fn beginning_of_axis(indicators: &[IndicatorScore], threshold: Score) -> f64 {
    let now = indicators.iter().filter_map(|one| one.score.as_ref().map(|value| drawn(&value.score)));
    let before = indicators.iter().filter_map(|one| one.previous.as_ref().map(drawn));
    let lowest = now.chain(before).fold(drawn_score(threshold).min(90.0), f64::min);
    ((lowest - 1.0) / 10.0).floor().max(0.0) * 10.0
}

fn dot(t: Language, indicator: &IndicatorScore) -> Dot {
    let name = format!("{}. {}", indicator.number, indicator.name.in_language(t));
    let now = indicator.score.as_ref().map(|value| drawn(&value.score));
    Dot::new(name, now, indicator.previous.as_ref().map(drawn))
}

/// A threshold has at most four decimals, which a float of this size holds as written.
fn drawn_score(score: Score) -> f64 {
    score.ten_thousandths() as f64 / 10_000.0
}

fn finding_of_indicators(t: Language, indicators: &[IndicatorScore], threshold: Score) -> String {
    let known: Vec<(&IndicatorScore, &Exact)> =
        indicators.iter().filter_map(|one| one.score.as_ref().map(|value| (one, &value.score))).collect();
    let Some((lowest, score)) = known.iter().min_by_key(|(_, score)| *score) else {
        return t.say("ยังไม่ทราบคะแนนตัวชี้วัด", "No indicator is known yet").to_owned();
    };
    let below = known.iter().filter(|(_, score)| score.rounded() < threshold.into()).count();
    let (number, name) = (lowest.number, lowest.name.in_language(t));
    if below == 0 {
        return t.say(
            format!("ตัวชี้วัดที่ทราบทุกข้อถึง {threshold} ต่ำ\u{2060}สุดคือข้อ {number} {name} {score}"),
            format!("Every known indicator reaches {threshold}; the lowest is {number}, {name}, {score}"),
        );
    }
    t.say(
        format!("{below} จาก {} ตัวชี้วัดต่ำกว่า {threshold} ต่ำ\u{2060}สุดคือข้อ {number} {name} {score}", known.len()),
        format!("{below} of {} indicators are below {threshold}; the lowest is {number}, {name}, {score}", known.len()),
    )
}

/// Total and instruments over the years; `None` before there are two years.
pub fn years(t: Language, results: &[Assessment]) -> Option<YearBars> {
    let latest = &results[results.len().saturating_sub(YEARS)..];
    let [first, .., last] = latest else { return None };
    let places = [Place::Total].into_iter().chain(Kind::ALL.map(Place::Instrument));
    let categories = places.map(|place| {
        let name = match &place {
            Place::Total => t.say("คะแนนรวม", "Total").to_owned(),
            other => other.name().in_language(t).to_owned(),
        };
        let value =
            |year: &Assessment| year.scores().at(&place).map(|value| (drawn(&value.score), value.score.to_string()));
        Category::new(name, latest.iter().map(value))
    });
    let caption = t.say(
        format!("คะแนนรวมและเครื่องมือ ปี {}–{}", first.year, last.year),
        format!("Total and instruments, FY {}–{}", first.year, last.year),
    );
    let years = latest.iter().map(|year| year.year.to_string());
    let unit = t.say("คะแนน", "Points");
    Some(YearBars::new(t, finding_of_years(t, latest), caption, unit, years, categories, proof(t, last)).out_of(100.0))
}

fn finding_of_years(t: Language, results: &[Assessment]) -> String {
    let total = |year: &Assessment| year.scores().total().map(|value| value.score.clone());
    let known: Vec<(&Assessment, Exact)> = results.iter().filter_map(|year| Some((year, total(year)?))).collect();
    let [.., (before, old), (now, new)] = known.as_slice() else {
        return t.say("ยังไม่ทราบคะแนนรวมพอจะเทียบปี", "Too few totals are known to compare years").to_owned();
    };
    let points = &new.rounded() - &old.rounded();
    let amount = points.clone().max(&Exact::zero() - &points);
    let (now, before) = (now.year, before.year);
    match points.hundredths() {
        0 => t.say(
            format!("คะแนนรวมปี {now} เท่ากับปี {before} ที่ {new}"),
            format!("The total of {now} is that of {before}: {new}"),
        ),
        change if change > 0 => t.say(
            format!("คะแนนรวมปี {now} ได้ {new} สูงขึ้น {amount} จากปี {before}"),
            format!("The total of {now} is {new}, {amount} above {before}"),
        ),
        _ => t.say(
            format!("คะแนนรวมปี {now} ได้ {new} ลดลง {amount} จากปี {before}"),
            format!("The total of {now} is {new}, {amount} below {before}"),
        ),
    }
}

/// The costliest gaps as steps from the total now to the total reachable; `None` if the total or every weight is
/// unknown.
pub fn points_at_stake_chart(t: Language, results: &Assessment, gaps: &[Gap]) -> Option<PointsAtStake> {
    let total = results.scores().total()?.score.clone();
    let costly: Vec<(&Gap, &Exact)> =
        gaps.iter().filter_map(|gap| gap.points_at_stake.as_ref().map(|points| (gap, points))).take(STEPS).collect();
    let (costliest, _) = costly.first()?;
    let won = points_at_stake(costly.iter().map(|(gap, _)| *gap));
    let steps = costly.iter().map(|(gap, points)| Step::new(gap_link(t, results, gap), drawn(points)));
    // Where two levels begin at the same total, the lower one is what the total alone reaches.
    let levels = results.instrument.levels().iter().rev().filter(|level| level.at_least > Score::ZERO);
    let mut levels: Vec<(f64, String)> =
        levels.map(|level| (drawn_score(level.at_least), level.name.in_language(t).to_owned())).collect();
    levels.dedup_by_key(|level| level.0.to_bits());
    let finding = t.say(
        format!("{} ข้อที่เสียมากที่สุดคืนได้ {won} คะแนน มากสุดคือ {}", costly.len(), costliest.code),
        format!("The {} costliest items would win back {won} points, {} the most", costly.len(), costliest.code),
    );
    let caption = t.say("คะแนนรวมเมื่อแต่ละข้อได้ 100", "The total as each item reaches 100");
    Some(PointsAtStake::new(t, finding, caption, drawn(&total), steps, levels, proof(t, results)))
}

/// A link to the page of a gap's item.
pub fn gap_link(t: Language, results: &Assessment, gap: &Gap) -> Html {
    let name = results.instrument.item(&gap.code).map_or_else(|| gap.code.clone(), |item| item_name(t, item));
    Link::new(format!("/office/scores/{}/items/{}", results.year, gap.code), name).into()
}

/// The score of one duty over the years.
pub fn duty_over_years(t: Language, years: &[Assessment], duty: &str, latest: &Assessment) -> Option<BarTable> {
    let known: Vec<(String, Score)> = years
        .iter()
        .filter_map(|year| {
            let (item, score) = year.by_duty(duty)?;
            Some((
                t.say(format!("ปี {} ({})", year.year, item.code), format!("FY {} ({})", year.year, item.code)),
                score?,
            ))
        })
        .collect();
    let (name, score) = known.last()?;
    let finding = t.say(format!("{name} ได้ {score} คะแนน"), format!("{name} scored {score}"));
    let caption = t.say("หน้าที่เดียวกันในแต่ละปี รหัสข้ออาจต่างกัน", "The same duty in each year; its code may differ");
    let bars = known.iter().map(|(name, score)| Bar::new(name.clone(), drawn_score(*score), score.to_string()));
    let headings = (t.say("ปี (รหัสข้อ)", "Year (code)"), t.say("คะแนน", "Points"));
    Some(BarTable::new(finding, caption, headings, bars, proof(t, latest)).out_of(100.0))
}

/// How the total is made in a year, in sentences: weights, then what counts as a whole.
pub fn counting(t: Language, instrument: &Instrument) -> Vec<String> {
    let percent = |share: &Exact| (share * &Exact::from(100)).fraction();
    let weights: Vec<String> =
        Kind::ALL.map(|kind| format!("{} {}%", kind.code(), percent(instrument.weight(kind)))).to_vec();
    let weights = weights.join(" + ");
    let mut sentences = vec![t.say(format!("คะแนนรวม = {weights}"), format!("Total = {weights}"))];
    if !instrument.eit_parts().is_empty() {
        let parts: Vec<String> = instrument.eit_parts().iter().map(|share| format!("{}%", percent(share))).collect();
        let parts = parts.join(" : ");
        sentences
            .push(t.say(format!("EIT มีสองส่วน น้ำหนัก {parts}"), format!("The EIT has two parts that count {parts}")));
    }
    sentences.push(
        t.say(
            "เครื่องมือ = ค่าเฉลี่ยของตัวชี้วัด · ตัวชี้วัดที่ 1–8 = ค่าเฉลี่ยของข้อ · ตัวชี้วัดที่ 9–10 = ค่าเฉลี่ยของตัวชี้วัดย่อย ไม่ใช่ของข้อ",
            "An instrument is the mean of its indicators; indicators 1–8 are means of their items; 9 and 10 are means of \
             their sub-indicators, not of their items.",
        )
        .to_owned(),
    );
    sentences.push(
        t.say(
            "ค่าที่ประกาศใช้ตามประกาศเสมอ ค่าที่ไม่มีจึงคำนวณ คำนวณด้วยเศษส่วนเต็ม แล้วปัดเหลือสองตำแหน่งเมื่อแสดง",
            "Published scores are used as published; only what is not given is computed, with exact fractions, and \
             rounded to two decimals when shown.",
        )
        .to_owned(),
    );
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::model::tests::{assessment, district_office};

    fn exact(text: &str) -> Exact {
        text.parse().unwrap()
    }

    #[test]
    fn changes_carry_their_sign() {
        assert_eq!(signed(&exact("1.25")), "+1.25");
        assert_eq!(signed(&(&exact("1") - &exact("1.31"))), "\u{2212}0.31");
        assert_eq!(signed(&Exact::zero()), "0.00");
    }

    #[test]
    fn what_is_drawn_is_written_as_everywhere_else() {
        for number in ["86.685", "79.398", "200/3", "0", "100"].map(exact) {
            assert_eq!(format!("{:.2}", drawn(&number)), number.to_string());
        }
    }

    #[test]
    fn the_chart_of_indicators_states_its_finding() {
        let chart = Html::from(ten_indicators(Language::English, &district_office(), None, "85".parse().unwrap()));
        let text = chart.as_str();
        assert!(text.contains("7 of 10 indicators are below 85.00; the lowest is 9, Open data, 73.20"), "{text}");
        assert!(text.contains("79.52") && text.contains("No data"));
    }

    #[test]
    fn years_are_told_by_their_totals() {
        let years = [assessment(2563, &[("total", "79.10")]), district_office()];
        assert_eq!(finding_of_years(Language::English, &years), "The total of 2564 is 81.06, 1.96 above 2563");
        assert!(super::years(Language::Thai, &years[..1]).is_none());
        assert!(super::years(Language::Thai, &years).is_some());
    }

    #[test]
    fn the_waterfall_begins_at_the_total() {
        let office = district_office();
        let gaps = office.gaps("85".parse().unwrap());
        let chart = Html::from(points_at_stake_chart(Language::Thai, &office, &gaps).unwrap());
        assert!(chart.as_str().contains("81.06") && chart.as_str().contains("+1.25"));
        assert!(points_at_stake_chart(Language::Thai, &assessment(2564, &[("O36", "0")]), &gaps).is_none());
    }
}
