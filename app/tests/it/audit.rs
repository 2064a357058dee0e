//! Stories of the audit log: what it says, and that nobody tampers with it unseen.

use db::{Transaction, sql, values};
use jiff::ToSpan;
use prongsai::{
    audit_log::cli::{check, in_words},
    demo,
    kit::{
        Role,
        audit::{self, Actor, Change, Subject, head::Head, verify::FaultKind},
        clock,
        visit::AgencyId,
    },
    organisation::{self, NewUnit},
};

use crate::{helpers::Office, story};

async fn agency(tx: &mut Transaction) -> AgencyId {
    organisation::find_agency_by_key(tx, demo::AGENCY).await.unwrap().unwrap().id
}

/// Adds units, so that the sample office's chain has some fresh entries.
async fn add_units(office: &Office, names: &[&str]) {
    let mut tx = office.app.database.write().await.unwrap();
    let agency = agency(&mut tx).await;
    for name in names {
        let unit = NewUnit { name: thai::Bilingual::new(*name, *name), telephone: String::new() };
        organisation::add_unit(&mut tx, &Actor::program(), agency, unit, office.app.clock.now()).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn sign(office: &Office) {
    let now = office.app.clock.now();
    audit::sign_heads(&office.app.database, &office.app.signer, clock::day_of(now), now).await.unwrap();
}

/// What the check finds in the sample office's chain.
async fn faults(office: &Office, heads: &[Head]) -> Vec<(i64, FaultKind)> {
    let key = Some(office.app.signer.public_key());
    let checked = check(&office.app.database, Some(demo::AGENCY), heads, key).await.unwrap();
    checked[0].1.faults.iter().map(|fault| (fault.sequence, fault.kind)).collect()
}

/// The number of the last entry of the sample office.
async fn end(office: &Office) -> i64 {
    let mut tx = office.app.database.write().await.unwrap();
    let agency = agency(&mut tx).await;
    audit::store::end(&mut tx, agency).await.unwrap().unwrap().sequence
}

/// Somebody with the database in their hands.
macro_rules! tamper {
    ($office:expr, $($text:literal, [$($value:expr),*]);+ $(;)?) => {{
        let mut tx = $office.app.database.write().await.unwrap();
        let agency = agency(&mut tx).await;
        $(tx.execute(sql($text), values![agency $(, $value)*]).await.unwrap();)+
        tx.commit().await.unwrap();
    }};
}

/// The head of today, as anybody downloads it.
async fn published(office: &Office) -> Head {
    let answer = office.anonymous().get("/demo/audit/2022-04-08.json").await;
    assert_eq!(answer.status, 200);
    serde_json::from_slice(&answer.bytes).unwrap()
}

story!(the_untouched_chain_of_every_agency_is_whole, office, {
    sign(&office).await;
    let checked = check(&office.app.database, None, &[], Some(office.app.signer.public_key())).await.unwrap();
    assert_eq!(checked.len(), 14, "the installation, the city and its twelve offices");
    for (chain, findings) in &checked {
        assert_eq!(findings.faults, [], "{chain:?}");
        assert_eq!(findings.covered, findings.entries, "{chain:?}");
    }
    let said = in_words(&checked, false, true).join("\n");
    assert!(said.contains("demo: whole") && said.contains("cannot tell whether the whole chain"), "{said}");
});

story!(an_altered_entry_is_named, office, {
    let n = end(&office).await - 2;
    tamper!(office, "UPDATE audit_entries SET at = at + 1 WHERE agency_id = $1 AND sequence = $2", [n]);
    assert_eq!(faults(&office, &[]).await, [(n, FaultKind::Altered)]);
});

story!(a_damaged_digest_is_named_and_does_not_stop_the_check, office, {
    let n = end(&office).await - 2;
    tamper!(
        office,
        "UPDATE audit_entries SET digest = $3 WHERE agency_id = $1 AND sequence = $2",
        [n, vec![1u8, 2, 3]]
    );
    let found = faults(&office, &[]).await;
    assert!(found.contains(&(n, FaultKind::Altered)), "{found:?}");
});

story!(an_altered_content_is_named, office, {
    let n = end(&office).await - 1;
    tamper!(
        office,
        "UPDATE audit_payloads SET payload = '{}'
         WHERE entry_id = (SELECT id FROM audit_entries WHERE agency_id = $1 AND sequence = $2)",
        [n]
    );
    assert_eq!(faults(&office, &[]).await, [(n, FaultKind::PayloadAltered)]);
    let page = office.sign_in(Role::Auditor).await.get("/office/audit").await;
    assert!(page.visible_text().contains("อ่านไม่ได้"), "the page says so too");
});

story!(a_removed_entry_is_named, office, {
    let n = end(&office).await - 3;
    tamper!(
        office,
        "DELETE FROM audit_payloads
         WHERE entry_id = (SELECT id FROM audit_entries WHERE agency_id = $1 AND sequence = $2)", [n];
        "DELETE FROM audit_entries WHERE agency_id = $1 AND sequence = $2", [n];
    );
    assert_eq!(faults(&office, &[]).await, [(n, FaultKind::Removed)]);
});

story!(entries_that_changed_places_are_named, office, {
    let n = end(&office).await - 3;
    tamper!(
        office,
        "UPDATE audit_entries SET sequence = -1 WHERE agency_id = $1 AND sequence = $2", [n];
        "UPDATE audit_entries SET sequence = $2 WHERE agency_id = $1 AND sequence = $3", [n, n + 1];
        "UPDATE audit_entries SET sequence = $2 WHERE agency_id = $1 AND sequence = -1", [n + 1];
    );
    assert_eq!(faults(&office, &[]).await, [(n, FaultKind::Reordered), (n + 1, FaultKind::Reordered)]);
});

story!(a_cut_off_end_is_named_and_if_the_end_is_moved_too_a_kept_head_tells, office, {
    add_units(&office, &["ฝ่ายหนึ่ง", "ฝ่ายสอง"]).await;
    sign(&office).await;
    let head = published(&office).await;
    let n = end(&office).await;
    tamper!(
        office,
        "DELETE FROM audit_payloads
         WHERE entry_id IN (SELECT id FROM audit_entries WHERE agency_id = $1 AND sequence >= $2)", [n - 1];
        "DELETE FROM audit_entries WHERE agency_id = $1 AND sequence >= $2", [n - 1];
        "DELETE FROM audit_heads WHERE agency_id = $1", [];
    );
    assert_eq!(faults(&office, &[]).await, [(n - 1, FaultKind::CutOff)]);
    tamper!(
        office,
        "UPDATE audit_chains
         SET sequence = $2, digest = (SELECT digest FROM audit_entries WHERE agency_id = $1 AND sequence = $2)
         WHERE agency_id = $1",
        [n - 2]
    );
    assert_eq!(faults(&office, &[]).await, [], "without a head a clean cut leaves no trace, and the command says so");
    assert_eq!(faults(&office, &[head]).await, [(n, FaultKind::CutOff)]);
});

story!(a_rewritten_end_does_not_fit_the_head_that_lies_beside_it, office, {
    add_units(&office, &["ฝ่ายหนึ่ง"]).await;
    sign(&office).await;
    let n = end(&office).await;
    tamper!(
        office,
        "DELETE FROM audit_payloads
         WHERE entry_id = (SELECT id FROM audit_entries WHERE agency_id = $1 AND sequence = $2)", [n];
        "DELETE FROM audit_entries WHERE agency_id = $1 AND sequence = $2", [n];
        "UPDATE audit_chains
         SET sequence = $2, digest = (SELECT digest FROM audit_entries WHERE agency_id = $1 AND sequence = $2)
         WHERE agency_id = $1", [n - 1];
    );
    add_units(&office, &["ฝ่ายที่เขียนทับ"]).await;
    assert_eq!(faults(&office, &[]).await, [(n, FaultKind::Rewritten)]);
});

story!(heads_of_another_key_and_forged_heads_are_named, office, {
    sign(&office).await;
    let genuine = published(&office).await;
    let day = genuine.day;
    let other_folder = tempfile::tempdir().unwrap();
    let other = prongsai::app::signer(other_folder.path()).unwrap();
    let digest: [u8; 32] = prongsai::kit::secret::from_hex(&genuine.digest).unwrap().try_into().unwrap();
    let foreign = Head {
        public_key: prongsai::kit::secret::hex(&other.public_key()),
        signature: prongsai::kit::secret::hex(&other.sign(genuine.agency_id, day, genuine.sequence, &digest)),
        ..genuine.clone()
    };
    let forged = Head { sequence: genuine.sequence - 1, ..genuine.clone() };
    assert_eq!(faults(&office, std::slice::from_ref(&genuine)).await, []);
    assert_eq!(faults(&office, &[foreign]).await, [(genuine.sequence, FaultKind::HeadForeign { day })]);
    assert_eq!(faults(&office, &[forged]).await, [(genuine.sequence - 1, FaultKind::HeadForged { day })]);
});

story!(contents_are_erased_by_law_with_a_record_and_never_in_silence, office, {
    let n = end(&office).await;
    let mut tx = office.app.database.write().await.unwrap();
    let agency_id = agency(&mut tx).await;
    let now = office.app.clock.now();
    let actor = Actor::command_line();
    assert_eq!(audit::erase(&mut tx, &actor, agency_id, n, "PDPA s. 33", now).await.unwrap(), Some(true));
    assert_eq!(audit::erase(&mut tx, &actor, agency_id, n, "again", now).await.unwrap(), Some(false));
    assert_eq!(audit::erase(&mut tx, &actor, agency_id, 99_999, "none", now).await.unwrap(), None);
    tx.commit().await.unwrap();
    assert_eq!(faults(&office, &[]).await, []);
    let page = office.sign_in(Role::Auditor).await.get("/office/audit").await;
    assert!(page.one(&format!("#entry-{n}")).contains("ถูกลบตามกฎหมาย"));
    assert!(page.one(&format!("#entry-{}", n + 1)).contains("PDPA s. 33"));
    tamper!(
        office,
        "DELETE FROM audit_payloads
         WHERE entry_id = (SELECT id FROM audit_entries WHERE agency_id = $1 AND sequence = $2)",
        [n - 1]
    );
    assert_eq!(faults(&office, &[]).await, [(n - 1, FaultKind::ErasedInSilence)]);
});

story!(the_log_is_filtered_by_kind_and_by_record_and_paged, office, {
    let mut auditor = office.sign_in(Role::Auditor).await;
    let all = auditor.get("/office/audit").await;
    assert_eq!(all.all(".timeline > li").len(), 25);
    assert!(all.has("a[rel=next]"));
    let accounts = auditor.get("/office/audit?kind=accounts.").await;
    assert!(
        accounts.all(".timeline__what").iter().all(|what| what.starts_with("เชิญผู้ใช้") || what.starts_with("เข้าสู่ระบบ"))
    );
    let posts = auditor.get("/office/audit?kind=organisation.").await;
    let record = posts.attributes(".timeline__who a", "href")[0].clone();
    let one = auditor.get(&format!("/office/audit{record}")).await;
    assert!((1..=3).contains(&one.all(".timeline > li").len()), "{record}");
    let nonsense = auditor.get("/office/audit?kind=%25&record=x&page=-3").await;
    assert_eq!(nonsense.all(".timeline > li").len(), 25);
});

story!(what_one_agency_does_stands_in_its_own_log_only, office, {
    add_units(&office, &["ฝ่ายเฉพาะของเรา"]).await;
    let ours = office.sign_in(Role::Auditor).await.get("/office/audit").await;
    assert!(ours.visible_text().contains("ฝ่ายเฉพาะของเรา"));
    let theirs = office.sign_in_elsewhere(Role::Director).await.get("/office/audit").await;
    assert_eq!(theirs.status, 200);
    assert!(!theirs.visible_text().contains("ฝ่ายเฉพาะของเรา"));
});

story!(heads_are_public_one_a_day_and_say_how_to_check, office, {
    let mut anybody = office.anonymous();
    assert!(anybody.get("/demo/audit").await.one(".empty").contains("ยังไม่มีหัวบันทึก"));
    sign(&office).await;
    sign(&office).await;
    office.app.clock.advance(24.hours());
    sign(&office).await;
    let page = anybody.get("/demo/audit").await;
    assert_eq!(page.all("tbody tr").len(), 1, "nothing changed, so nothing new was signed");
    assert!(page.one("main code").contains("prongsai audit verify --agency demo --against"));
    let head = published(&office).await;
    assert!(head.is_genuine());
    assert_eq!((head.agency.as_str(), head.sequence), ("demo", end(&office).await));
    for nothing in ["/demo/audit/2022-04-09.json", "/demo/audit/x.json", "/demo/audit/2022-04-08", "/none/audit"] {
        assert_eq!(anybody.get(nothing).await.status, 404, "{nothing}");
    }
});

story!(a_change_and_its_record_share_their_fate, office, {
    let n = end(&office).await;
    let mut tx = office.app.database.write().await.unwrap();
    let agency_id = agency(&mut tx).await;
    let change = Change {
        agency: agency_id,
        action: audit::ERASED,
        subject: Subject { kind: "unit", id: agency_id.0 },
        before: serde_json::Value::Null,
        after: serde_json::Value::Null,
    };
    audit::record(&mut tx, &Actor::program(), change, office.app.clock.now()).await.unwrap();
    drop(tx);
    assert_eq!(end(&office).await, n);
    assert_eq!(faults(&office, &[]).await, []);
});
