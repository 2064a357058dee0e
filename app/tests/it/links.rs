//! Web addresses of documents: asked in the background, politely, and never inside private networks.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use axum::{
    Router,
    http::{Method, StatusCode},
    response::{IntoResponse, Redirect},
    routing::any,
};
use jiff::ToSpan;
use prongsai::{
    documents::{Asker, Resolve, actions::check_links},
    kit::Role,
};
use tokio::net::TcpListener;

use crate::{
    helpers::{Office, Person},
    story,
};

/// A website of this test.
struct Site {
    address: SocketAddr,
    /// Is the plan there?
    has_plan: Arc<AtomicBool>,
    /// How often it was asked for what lies inside.
    asked_inside: Arc<AtomicUsize>,
}

impl Site {
    async fn open() -> Self {
        let (has_plan, asked_inside) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (plan, inside) = (has_plan.clone(), asked_inside.clone());
        let site = Router::new()
            .route(
                "/plan",
                any(async move || match plan.load(Ordering::Relaxed) {
                    true => StatusCode::OK,
                    false => StatusCode::NOT_FOUND,
                }),
            )
            .route(
                "/only-get",
                any(async |method: Method| match method {
                    Method::GET => StatusCode::OK.into_response(),
                    _ => StatusCode::METHOD_NOT_ALLOWED.into_response(),
                }),
            )
            .route("/moved", any(async || Redirect::to("/plan")))
            .route("/circle", any(async || Redirect::to("/circle")))
            .route("/broken", any(async || StatusCode::INTERNAL_SERVER_ERROR))
            .route(
                "/leads-inside",
                any(async move || Redirect::to(&format!("http://inside.test:{}/secret", address.port()))),
            )
            .route("/leads-to-file", any(async || Redirect::to("file:///etc/passwd")))
            .route(
                "/secret",
                any(async move || {
                    inside.fetch_add(1, Ordering::Relaxed);
                    StatusCode::OK
                }),
            );
        tokio::spawn(async move { axum::serve(listener, site).await });
        Self { address, has_plan, asked_inside }
    }

    fn url(&self, path: &str) -> String {
        format!("http://site.test:{}{path}", self.address.port())
    }

    /// Asks this site only: its name leads to this machine, another name inside a private network.
    fn asker(&self) -> Asker {
        let resolve: Resolve = Arc::new(|host, port| {
            Box::pin(async move {
                match host.as_str() {
                    "site.test" => Ok(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))]),
                    // A name with two faces: one of them inside.
                    "inside.test" => Ok(vec![
                        SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
                        SocketAddr::from((Ipv4Addr::new(10, 0, 0, 1), port)),
                    ]),
                    _ => Err(io::ErrorKind::NotFound.into()),
                }
            })
        });
        Asker::new(resolve, |address: IpAddr| address.is_loopback())
    }
}

#[tokio::test]
async fn an_address_is_followed_a_few_steps_and_no_further_and_never_inside() {
    let site = Site::open().await;
    let asker = site.asker();
    let fault = async |path: &str| asker.ask(&site.url(path)).await.err().map(|fault| fault.key()).unwrap_or_default();
    for there in ["/plan", "/only-get", "/moved"] {
        assert_eq!(fault(there).await, "", "{there}");
    }
    assert_eq!(fault("/nothing").await, "404");
    assert_eq!(fault("/broken").await, "500");
    assert_eq!(fault("/circle").await, "redirects");
    assert_eq!(fault("/leads-inside").await, "private");
    assert_eq!(fault("/leads-to-file").await, "answer");
    assert_eq!(site.asked_inside.load(Ordering::Relaxed), 0);
    let key = |answer: Result<(), prongsai::documents::Fault>| answer.unwrap_err().key();
    assert_eq!(key(asker.ask("http://unknown.test/").await), "name");
    assert_eq!(key(asker.ask("http://169.254.169.254/latest/meta-data").await), "private");
    let port = site.address.port();
    assert_eq!(key(asker.ask(&format!("https://site.test:{port}/plan")).await), "security");
}

#[tokio::test]
async fn as_it_is_built_it_asks_nobody_on_this_machine_or_beside_it() {
    let site = Site::open().await;
    let asker = Asker::default();
    let port = site.address.port();
    for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "2130706433", "0x7f.1", "0.0.0.0", "10.0.0.1"]
    {
        let fault = asker.ask(&format!("http://{host}:{port}/secret")).await.unwrap_err();
        assert_eq!(fault.key(), "private", "{host}");
    }
    assert_eq!(site.asked_inside.load(Ordering::Relaxed), 0);
}

async fn add(officer: &mut Person, title: &str, address: &str) -> String {
    let fields = [
        ("title", title),
        ("kind", "order"),
        ("openness", "public"),
        ("address", address),
        ("speaks_of_day", "8"),
        ("speaks_of_month", "4"),
        ("speaks_of_year", "2565"),
    ];
    officer.post("/office/documents", &fields).await.goes_to().to_owned()
}

async fn check(office: &Office, asker: &Asker) -> usize {
    check_links(&office.app.database, &office.app.clock, asker).await.unwrap()
}

story!(a_page_that_disappears_turns_its_document_stale_after_a_week, office, {
    let site = Site::open().await;
    let asker = site.asker();
    let mut officer = office.sign_in(Role::Officer).await;
    let plan = add(&mut officer, "แผนบนเว็บ", &site.url("/plan")).await;
    let other = add(&mut officer, "หน้าที่ไม่มี", &site.url("/nothing")).await;
    assert!(check(&office, &asker).await >= 2);
    assert_eq!(check(&office, &asker).await, 0, "nobody is asked before the next turn");
    assert!(officer.get(&plan).await.visible_text().contains("เปิดได้"));
    let page = officer.get(&other).await.visible_text();
    assert!(page.contains("ไม่มีหน้านี้แล้ว") && page.contains("ยังไม่เคยเปิดได้") && page.contains("ใกล้ล้าสมัย"), "{page}");

    site.has_plan.store(false, Ordering::Relaxed);
    office.app.clock.advance(192.hours());
    let mut officer = office.sign_in(Role::Officer).await;
    assert!(check(&office, &asker).await >= 2);
    let page = officer.get(&plan).await.visible_text();
    assert!(page.contains("เปิดได้ครั้งล่าสุด 8 เม.ย. 2565") && page.contains("ใกล้ล้าสมัย"), "{page}");
    assert!(officer.get(&other).await.visible_text().contains("ที่อยู่เว็บไม่ตอบตั้งแต่ 8 เม.ย. 2565"));

    site.has_plan.store(true, Ordering::Relaxed);
    office.app.clock.advance(24.hours());
    check(&office, &asker).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let page = officer.get(&plan).await.visible_text();
    assert!(!page.contains("ใกล้ล้าสมัย") && page.contains("เปิดได้"), "it came back: {page}");
});

story!(what_was_withdrawn_or_replaced_is_asked_no_more, office, {
    let site = Site::open().await;
    // Those of the demonstration have had their turn.
    check(&office, &site.asker()).await;
    let mut officer = office.sign_in(Role::Officer).await;
    let document = add(&mut officer, "แผนบนเว็บ", &site.url("/plan")).await;
    officer.post(&format!("{document}/withdrawal"), &[("reason", "ลงผิด")]).await.goes_to();
    assert_eq!(check(&office, &site.asker()).await, 0);
});
