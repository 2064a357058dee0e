//! `prongsai doctor`: what is wrong with the set-up, and how to put it right.

use std::process::ExitCode;

use clap::Args;
use jiff::Timestamp;
use serde_json::json;

use crate::{
    app::VERSION,
    cli::{language, say, speak},
    config::{DataOptions, FileOptions, ListenOptions, WatchOptions},
    operations::{
        actions::examine::{Setup, gather},
        model::{
            finding::{Finding, Severity},
            rules::{examine, verdict},
        },
    },
};

/// Options of `doctor`: all that `serve` knows, so that it looks at the same set-up.
#[derive(Args)]
pub struct Doctor {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    listen: ListenOptions,
    #[command(flatten)]
    watch: WatchOptions,
    #[command(flatten)]
    files: FileOptions,
    /// Answer as JSON
    #[arg(long)]
    json: bool,
}

/// Looks at the set-up. Exit codes: 0 fine, 1 warnings, 2 something is wrong (or the settings make no sense).
pub async fn run(options: Doctor, now: Timestamp) -> anyhow::Result<ExitCode> {
    let config = options.data.config.as_deref();
    let place = options.data.place()?;
    let listen = options.listen.decide(config)?;
    let watch = options.watch.decide(config)?;
    let files = options.files.decide(config)?;
    let facts = gather(Setup { place: &place, listen: &listen, watch: &watch, files: &files, now }).await;
    let findings = examine(&facts);
    let verdict = verdict(&findings);
    if options.json {
        say(&serde_json::to_string_pretty(&as_json(&findings, verdict))?);
    } else {
        in_words(&findings, verdict).iter().for_each(|line| say(line));
    }
    Ok(ExitCode::from(match verdict {
        Severity::Fine => 0,
        Severity::Warning => 1,
        Severity::Wrong => 2,
    }))
}

/// What is to be done first, what is fine after it, and how it stands altogether.
fn in_words(findings: &[Finding], verdict: Severity) -> Vec<String> {
    let language = language();
    let mut lines = vec![speak(format!("โปร่งใส รุ่น {VERSION}"), format!("Prongsai {VERSION}"))];
    for severity in [Severity::Wrong, Severity::Warning, Severity::Fine] {
        for finding in findings.iter().filter(|finding| finding.severity == severity) {
            let mark = match severity {
                Severity::Wrong => speak("ผิด   ", "WRONG  "),
                Severity::Warning => speak("ควรดู ", "LOOK   "),
                Severity::Fine => speak("ดี    ", "fine   "),
            };
            lines.push(format!("{mark} {}", finding.what.in_language(language)));
            if severity != Severity::Fine {
                lines.push(format!("        → {}", finding.cure.in_language(language)));
            }
        }
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (wrong, warnings) = (count(Severity::Wrong), count(Severity::Warning));
    lines.push(match verdict {
        Severity::Fine => speak("ไม่พบสิ่งที่ต้องแก้", "Nothing to put right"),
        _ => speak(
            format!("ต้องแก้ {wrong} เรื่อง ควรดู {warnings} เรื่อง"),
            format!("{wrong} to put right, {warnings} to look at"),
        ),
    });
    lines
}

fn as_json(findings: &[Finding], verdict: Severity) -> serde_json::Value {
    let finding = |finding: &Finding| json!({"code": finding.code, "severity": finding.severity, "what": finding.what, "cure": finding.cure});
    json!({
        "version": VERSION,
        "verdict": verdict,
        "findings": findings.iter().map(finding).collect::<Vec<_>>(),
    })
}
