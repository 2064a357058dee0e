//! `prongsai backup`, `prongsai backup check`, `prongsai backup keygen` and `prongsai restore`.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use age::secrecy::ExposeSecret;
use anyhow::Context;
use clap::{Args, Subcommand};
use jiff::Timestamp;

use crate::{
    cli::{BadInput, complain, say, speak},
    config::DataOptions,
    operations::{
        actions::{
            backup::{self, Made, Order, Recipients, private},
            restore::{self, Identities, Restored},
        },
        model::{
            manifest::{Manifest, series, to_remove},
            megabytes,
        },
    },
};

/// What is backed up, for whom and where to; or what else to do about backups.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Backup {
    #[command(subcommand)]
    command: Option<BackupCommand>,
    #[command(flatten)]
    data: DataOptions,
    /// File to write, never overwritten; or a folder, which gets a file with the time in its name
    #[arg(long, value_name = "FILE", required = true)]
    to: Option<PathBuf>,
    /// Whom to encrypt to (age1…, made by prongsai backup keygen); can be given more than once
    #[arg(long = "recipient", value_name = "AGE1…", required_unless_present = "recipients_file")]
    recipients: Vec<String>,
    /// File with recipients, one a line
    #[arg(long, value_name = "FILE")]
    recipients_file: Option<PathBuf>,
    /// Everything but the database: for PostgreSQL, which has tools of its own
    #[arg(long)]
    files_only: bool,
    /// Keep only this many of the backups in the folder, the newest
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
}

/// What else can be done about backups.
#[derive(Subcommand)]
pub enum BackupCommand {
    /// Read a backup from end to end and compare it with its list; writes nothing
    Check(CheckBackup),
    /// Make a pair of keys: the secret one opens backups and is kept elsewhere, the public one makes them
    Keygen(MakeKey),
}

/// Options of `backup check`.
#[derive(Args)]
pub struct CheckBackup {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File with the secret key
    #[arg(long, value_name = "KEYFILE")]
    identity: PathBuf,
}

/// Options of `backup keygen`.
#[derive(Args)]
pub struct MakeKey {
    /// File to write the secret key to, never overwritten
    #[arg(long, value_name = "KEYFILE")]
    to: PathBuf,
}

/// Options of `restore`.
#[derive(Args)]
pub struct Restore {
    /// The backup
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// File with the secret key
    #[arg(long, value_name = "KEYFILE")]
    identity: PathBuf,
    /// Folder to bring it back into: empty, or not there yet
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
    /// Leave sign-ins and secret links as they were when the backup was made, instead of closing them all
    #[arg(long)]
    keep_sessions: bool,
}

/// Runs a command about backups. Exit codes: 0 done, 1 failed or damaged, 2 bad input.
pub async fn run(options: Backup, now: Timestamp) -> anyhow::Result<ExitCode> {
    match options.command {
        Some(BackupCommand::Check(options)) => check(&options),
        Some(BackupCommand::Keygen(options)) => keygen(&options, now),
        None => make(options, now).await,
    }
}

async fn make(options: Backup, now: Timestamp) -> anyhow::Result<ExitCode> {
    let to = options.to.unwrap_or_default();
    let recipients = recipients(&options.recipients, options.recipients_file.as_deref())?;
    let place = if options.files_only { options.data.place()? } else { options.data.find()? };
    if !options.files_only && !place.url.starts_with("sqlite:") {
        return Err(BadInput(speak(
            "PostgreSQL มีเครื่องมือสำรองของตัวเอง สำรองฐานข้อมูลด้วย pg_dump -Fc แล้วสำรองส่วนที่เหลือ (กุญแจลงลายมือชื่อ การตั้งค่า ไฟล์) ด้วย prongsai backup --files-only",
            "PostgreSQL is backed up with its own tools: run pg_dump -Fc for the database, and prongsai backup --files-only \
             for the rest (signing key, settings, files)",
        ))
        .into());
    }
    if options.keep.is_some() && !to.is_dir() {
        return Err(BadInput(speak(
            "--keep ใช้ได้เมื่อ --to เป็นโฟลเดอร์ที่มีอยู่",
            "--keep needs --to to be a folder that exists",
        ))
        .into());
    }
    let config = options.data.config.as_deref();
    let order = Order { place: &place, config, to: &to, recipients, files_only: options.files_only, now };
    let made = backup::make(order).await?;
    tell_made(&made);
    if let Some(keep) = options.keep {
        remove_old(&to, &series(&place.folder, options.files_only), keep as usize)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn tell_made(made: &Made) {
    let (file, size) = (made.file.display(), megabytes(made.bytes));
    let held = contents(&made.manifest);
    say(&speak(format!("สำรองข้อมูลไว้ที่ {file} แล้ว ({size}): {held}"), format!("Backed up to {file} ({size}): {held}")));
    if !made.left_out.is_empty() {
        let names = made.left_out.join(", ");
        say(&speak(
            format!("ไม่ได้สำรองสิ่งที่ไม่ใช่ของโปร่งใสในโฟลเดอร์ข้อมูล: {names}"),
            format!("Not backed up, because they are none of Prongsai's: {names}"),
        ));
    }
}

/// What a backup holds, in a line.
fn contents(manifest: &Manifest) -> String {
    let files = manifest.files.len();
    let size = megabytes(manifest.bytes());
    let made = manifest.made_at.strftime("%Y-%m-%d %H:%M UTC");
    let program = &manifest.program;
    match (manifest.schema, manifest.agencies) {
        (Some(schema), Some(agencies)) => speak(
            format!("{agencies} หน่วยงาน {files} ไฟล์ รวม {size} โครงสร้างขั้นที่ {schema} โปรแกรมรุ่น {program} เวลา {made}"),
            format!(
                "{agencies} agencies, {files} files, {size} in all; schema step {schema}, program {program}, {made}"
            ),
        ),
        _ => speak(
            format!("{files} ไฟล์ รวม {size} ไม่มีฐานข้อมูล โปรแกรมรุ่น {program} เวลา {made}"),
            format!("{files} files, {size} in all, without a database; program {program}, {made}"),
        ),
    }
}

fn remove_old(folder: &Path, series: &str, keep: usize) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder)?.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    for name in to_remove(series, entries.collect(), keep) {
        fs::remove_file(folder.join(&name))
            .with_context(|| speak(format!("ลบ {name} ไม่ได้"), format!("{name} cannot be removed")))?;
        say(&speak(format!("ลบไฟล์สำรองเก่า {name}"), format!("Removed the old backup {name}")));
    }
    Ok(())
}

fn recipients(given: &[String], file: Option<&Path>) -> anyhow::Result<Recipients> {
    let mut lines: Vec<String> = given.to_vec();
    if let Some(file) = file {
        let text = fs::read_to_string(file).map_err(|error| cannot_read(file, &error))?;
        lines.extend(
            text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned),
        );
    }
    let parse = |line: &String| -> anyhow::Result<Box<dyn age::Recipient + Send>> {
        let recipient = line.trim().parse::<age::x25519::Recipient>().map_err(|_| {
            let secret = line.trim().to_uppercase().starts_with("AGE-SECRET-KEY");
            BadInput(if secret {
                speak(
                    "นี่คือกุญแจลับ ซึ่งไม่ควรอยู่บนเครื่องนี้ ใช้กุญแจสาธารณะที่ขึ้นต้นด้วย age1",
                    "this is a secret key, which should not be on this machine; give the public one that begins with age1",
                )
            } else {
                speak(
                    format!("{line} ไม่ใช่กุญแจสาธารณะ กุญแจขึ้นต้นด้วย age1 สร้างได้ด้วย prongsai backup keygen"),
                    format!("{line} is no recipient; one begins with age1 and is made by prongsai backup keygen"),
                )
            })
        })?;
        Ok(Box::new(recipient))
    };
    let recipients = lines.iter().map(parse).collect::<anyhow::Result<Recipients>>()?;
    if recipients.is_empty() {
        return Err(BadInput(speak("ไม่มีกุญแจสาธารณะในไฟล์", "there is no recipient in the file")).into());
    }
    Ok(recipients)
}

fn identities(file: &Path) -> anyhow::Result<Identities> {
    let text = fs::read_to_string(file).map_err(|error| cannot_read(file, &error))?;
    let none = || {
        let shown = file.display();
        BadInput(speak(
            format!("ไม่มีกุญแจลับใน {shown} กุญแจขึ้นต้นด้วย AGE-SECRET-KEY-1"),
            format!("there is no secret key in {shown}; one begins with AGE-SECRET-KEY-1"),
        ))
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let parse = |line: &str| -> anyhow::Result<Box<dyn age::Identity + Send + Sync>> {
        Ok(Box::new(line.parse::<age::x25519::Identity>().map_err(|_| none())?))
    };
    let found = lines.map(parse).collect::<anyhow::Result<Identities>>()?;
    if found.is_empty() { Err(none().into()) } else { Ok(found) }
}

fn check(options: &CheckBackup) -> anyhow::Result<ExitCode> {
    let manifest = restore::check(&options.file, &identities(&options.identity)?)?;
    let held = contents(&manifest);
    say(&speak(format!("ไฟล์สำรองครบถ้วน: {held}"), format!("The backup is whole: {held}")));
    Ok(ExitCode::SUCCESS)
}

fn keygen(options: &MakeKey, now: Timestamp) -> anyhow::Result<ExitCode> {
    let shown = options.to.display();
    let key = age::x25519::Identity::generate();
    let public = key.to_public();
    let secret = key.to_string();
    let text = format!("# created: {now}\n# public key: {public}\n{}\n", secret.expose_secret());
    private().create_new(true).open(&options.to).and_then(|mut file| file.write_all(text.as_bytes())).map_err(
        |error| {
            BadInput(speak(
                format!("เขียน {shown} ไม่ได้ และจะไม่เขียนทับกุญแจเดิม ({error})"),
                format!("{shown} cannot be written, and no key is overwritten ({error})"),
            ))
        },
    )?;
    say(&public.to_string());
    complain(&speak(
        format!("กุญแจลับอยู่ใน {shown} ย้ายไปเก็บนอกเครื่องนี้ ถ้าหายจะเปิดไฟล์สำรองไม่ได้อีก ใช้บรรทัดบนกับ --recipient"),
        format!(
            "the secret key is in {shown}: keep it off this machine; without it no backup can be opened. Give the line above to --recipient"
        ),
    ));
    Ok(ExitCode::SUCCESS)
}

/// Brings a backup back. Exit codes: 0 all is well, 1 damaged, 2 bad input.
pub async fn restore(options: Restore, now: Timestamp) -> anyhow::Result<ExitCode> {
    let identities = identities(&options.identity)?;
    let restored = restore::restore(&options.file, &identities, &options.data, options.keep_sessions, now).await?;
    tell_restored(&restored, &options.data);
    Ok(if restored.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn tell_restored(restored: &Restored, folder: &Path) {
    let (shown, held) = (folder.display(), contents(&restored.manifest));
    say(&speak(format!("กู้คืนไปที่ {shown} แล้ว: {held}"), format!("Restored to {shown}: {held}")));
    let entries = restored.entries;
    if !restored.manifest.has_database() {
        say(&speak(
            "ไฟล์สำรองนี้ไม่มีฐานข้อมูล กู้คืนฐานข้อมูลด้วย pg_restore",
            "This backup holds no database; bring that back with pg_restore",
        ));
    } else if restored.faults.is_empty() {
        say(&speak(
            format!("ฐานข้อมูลสมบูรณ์ และประวัติการแก้ไขทั้ง {entries} รายการต่อกันครบ ตรงกับตอนสำรอง"),
            format!(
                "The database is whole, and all {entries} entries of the audit log verify and end as when it was made"
            ),
        ));
    } else {
        complain(&speak("ข้อมูลที่กู้คืนมาไม่สมบูรณ์:", "what came back is not whole:"));
        restored.faults.iter().for_each(|fault| complain(&format!("  {fault}")));
    }
    if let Some(restore::Closed { sessions, links }) = restored.closed {
        say(&speak(
            format!(
                "ให้ทุกเครื่องออกจากระบบแล้ว ({sessions}) และปิดลิงก์ลับที่ยังใช้ได้ตอนสำรองแล้ว ({links}) ทุกคนเข้าสู่ระบบใหม่ ส่งลิงก์ให้ฝ่ายใหม่เมื่อต้องใช้"
            ),
            format!(
                "All sign-ins of then were ended ({sessions}) and all secret links of then closed ({links}): everybody signs \
                 in anew, and divisions get new links when they need them"
            ),
        ));
    }
    if restored.manifest.files.iter().any(|part| part.path == crate::operations::model::manifest::SETTINGS) {
        say(&speak(
            format!("ไฟล์ตั้งค่าเดิมอยู่ที่ {shown}/prongsai.toml ตรวจโฟลเดอร์ในไฟล์ก่อนใช้"),
            format!("The settings file of then is {shown}/prongsai.toml; look at its folders before you use it"),
        ));
    }
    say(&speak(
        format!("ตรวจระบบด้วย prongsai doctor --data {shown} แล้วเริ่มด้วย prongsai serve --data {shown}"),
        format!("Look it over with prongsai doctor --data {shown}, then start with prongsai serve --data {shown}"),
    ));
}

fn cannot_read(file: &Path, error: &std::io::Error) -> BadInput {
    let shown = file.display();
    BadInput(speak(format!("อ่าน {shown} ไม่ได้ ({error})"), format!("{shown} cannot be read ({error})")))
}
