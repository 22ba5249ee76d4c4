//! `qiao remote`

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use qiao_index::query;
use qiao_index::vocab::Language;

use super::{End, Global, complain, open, usage};
use crate::messages::{Failure, escape_controls, grouped, pick, say};
use crate::ui::table;
use crate::work::engine::{OpenSearch, PushEvent, PushProgress, PushSummary};
use crate::work::remotes::{self, LOCAL, Remote, UrlMistake};

/// Arguments of `qiao remote`.
#[derive(Debug, Args)]
pub(super) struct RemoteArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a cluster under a name, and ask it for its version
    Add {
        /// Name of the remote, as in `--remote NAME`
        #[arg(value_name = "NAME", value_parser = name)]
        name: String,
        /// Address of the cluster, with the index as its path; several nodes with commas between
        #[arg(value_name = "URL")]
        url: String,
        /// User name
        #[arg(long, value_name = "NAME", requires = "password_command")]
        user: Option<String>,
        /// Command that prints the password; it is run when the cluster is asked
        #[arg(long, value_name = "COMMAND", requires = "user")]
        password_command: Option<String>,
        /// Certificates (PEM) of the authority that vouches for the cluster
        #[arg(long, value_name = "FILE")]
        ca_file: Option<PathBuf>,
    },
    /// List the remotes
    List,
    /// Send the library to a remote, or what has changed since the last time
    Push {
        /// Name of the remote
        #[arg(value_name = "NAME")]
        name: String,
        /// Send the listings that match this query only [default: all]
        #[arg(value_name = "QUERY", allow_hyphen_values = true)]
        query: Option<String>,
    },
    /// Forget a remote; its index stays as it is
    Remove {
        /// Name of the remote
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// Reads the name of a remote.
fn name(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_alphanumeric() || "-_.".contains(c);
    if text.is_empty() || text == LOCAL || !text.chars().all(fits) {
        return Err(
            "letters, digits, - _ and . only; `local` stands for the local library".to_owned(),
        );
    }
    Ok(text.to_owned())
}

/// Runs the command.
pub(super) fn run(args: &RemoteArgs, global: &Global) -> anyhow::Result<End> {
    match &args.command {
        Command::Add {
            name,
            url,
            user,
            password_command,
            ca_file,
        } => add(
            Remote {
                name: name.clone(),
                url: url.clone(),
                user: user.clone().unwrap_or_default(),
                password_command: password_command.clone().unwrap_or_default(),
                ca_file: ca_file.as_deref().map(std::path::absolute).transpose()?,
            },
            global,
        ),
        Command::List => list(global),
        Command::Push { name, query } => push(name, query.as_deref().unwrap_or_default(), global),
        Command::Remove { name } => remove(name, global),
    }
}

fn add(remote: Remote, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    if let Some(mistake) = remote.mistake() {
        return Err(usage(pick(language, mistaken(mistake))));
    }
    let cluster = OpenSearch::of(&remote)?;
    let version = cluster.version()?;
    let name = remote.name.clone();
    remotes::add(&global.data_dir()?, remote)?;
    let text = [
        "已添加远程库 {name}（{version}）；`qiao remote push {name}` 把资料库推送过去",
        "remote {name} added ({version}); `qiao remote push {name}` sends the library there",
    ];
    let version = escape_controls(&version);
    complain(&say(
        language,
        text,
        &[("name", &name), ("version", &version)],
    ));
    Ok(End::Done)
}

const fn mistaken(mistake: UrlMistake) -> [&'static str; 2] {
    match mistake {
        UrlMistake::NoAddress => [
            "地址要写成 https://主机:9200/索引名",
            "an address looks like https://host:9200/index",
        ],
        UrlMistake::HoldsPassword => [
            "地址里不要写用户名和密码：用 --user 和 --password-command 给出",
            "no user and password in the address: give --user and --password-command",
        ],
        UrlMistake::BadIndex => [
            "索引名只能用小写字母、数字和 - _ . ，并以字母开头",
            "the name of an index has small letters, digits and - _ . only, and begins with a letter",
        ],
        UrlMistake::PlainPassword => [
            "密码不能不加密地发送：请用 https 地址",
            "a password is not sent in plain text: use an https address",
        ],
    }
}

fn list(global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let remotes = remotes::all(&global.data_dir()?)?;
    if remotes.is_empty() {
        complain(pick(
            language,
            [
                "还没有远程库：用 `qiao remote add 名称 地址` 添加",
                "no remotes yet: add one with `qiao remote add NAME URL`",
            ],
        ));
        return Ok(End::Nothing);
    }
    let head = [
        ["名称", "地址", "用户", "密码命令"],
        ["name", "address", "user", "password command"],
    ];
    let mut rows = vec![pick(language, head).map(str::to_owned)];
    rows.extend(
        remotes
            .into_iter()
            .map(|it| [it.name, it.url, it.user, it.password_command]),
    );
    let mut out = io::stdout().lock();
    for line in table::lines(&rows) {
        writeln!(out, "{line}")?;
    }
    Ok(End::Done)
}

fn remove(name: &str, global: &Global) -> anyhow::Result<End> {
    if !remotes::remove(&global.data_dir()?, name)? {
        return Err(usage(open::no_remote(name, global.language())));
    }
    let text = [
        "已去掉远程库 {name}；集群里的索引保持原样",
        "remote {name} removed; its index on the cluster stays as it is",
    ];
    complain(&say(global.language(), text, &[("name", name)]));
    Ok(End::Done)
}

fn push(name: &str, query: &str, global: &Global) -> anyhow::Result<End> {
    let language = global.language();
    let Some(remote) = remotes::named(&global.data_dir()?, name)? else {
        return Err(usage(open::no_remote(name, language)));
    };
    super::say_problems(&query::problems(query), global);
    let library = open::for_writing(global)?;
    let cluster = OpenSearch::of(&remote)?;
    let bar = ProgressBar::hidden();
    if global.shows_progress() {
        bar.set_draw_target(ProgressDrawTarget::stderr());
        let template = "{bar:30} {pos}/{len} {msg}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
    }
    let summary = cluster.push(&library, query, &mut |event| match event {
        PushEvent::Sent(progress) => {
            bar.set_length(progress.all);
            bar.set_position(progress.done);
            bar.set_message(rate(progress, language));
        }
        PushEvent::Waits => bar.set_message(pick(
            language,
            ["集群忙，稍等再发", "the cluster is busy: waiting"],
        )),
    });
    bar.finish_and_clear();
    let summary = match summary {
        Ok(summary) => summary,
        Err(error) => {
            let text = [
                "推送中断，已发送的部分保留；再次 `qiao remote push {name}` 会接着进行",
                "the push has stopped, what was sent stays; `qiao remote push {name}` goes on from there",
            ];
            complain(&say(language, text, &[("name", name)]));
            return Err(error);
        }
    };
    report(&summary, name, language);
    Ok(if summary.refused > 0 {
        End::Unread
    } else {
        End::Done
    })
}

/// Listings and bytes a second.
fn rate(progress: PushProgress, language: Language) -> String {
    let milliseconds = progress.elapsed.as_millis().max(1);
    let each = |number: u64| {
        let rate = u128::from(number) * 1_000 / milliseconds;
        u64::try_from(rate).unwrap_or(u64::MAX)
    };
    let text = ["{n} 条/秒 · {bytes}/秒", "{n} listings/s · {bytes}/s"];
    let bytes = DecimalBytes(each(progress.bytes)).to_string();
    let listings = grouped(each(progress.done));
    say(language, text, &[("n", &*listings), ("bytes", &bytes)])
}

fn report(summary: &PushSummary, name: &str, language: Language) {
    let progress = PushProgress {
        done: summary.sent,
        all: summary.sent,
        bytes: summary.bytes,
        elapsed: summary.elapsed,
    };
    let values = [
        ("name", name),
        ("sent", &*grouped(summary.sent)),
        ("deleted", &grouped(summary.deleted)),
        ("there", &grouped(summary.there)),
        ("seconds", &format!("{:.1}", summary.elapsed.as_secs_f64())),
        ("rate", &rate(progress, language)),
        ("refused", &grouped(summary.refused)),
        (
            "why",
            &escape_controls(summary.why.as_deref().unwrap_or_default()),
        ),
    ];
    let mut lines = Vec::new();
    if summary.resumed {
        lines.push([
            "接着上次中断的推送",
            "went on with the push that had stopped",
        ]);
    }
    lines.push([
        "{name}：推送 {sent} 条，删除 {deleted} 条，现有 {there} 条（{seconds} 秒，{rate}）",
        "{name}: {sent} sent, {deleted} deleted, {there} there now ({seconds} s, {rate})",
    ]);
    if summary.refused > 0 {
        lines.push([
            "集群没有接收其中 {refused} 条；第一条的原因：{why}",
            "the cluster did not take {refused} of them; the first because: {why}",
        ]);
    }
    for text in lines {
        complain(Failure::filled(text, &values).say(language));
    }
}
