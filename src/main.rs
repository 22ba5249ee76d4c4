//! A terminal browser for technology-transfer listings.

mod action;
mod app;
mod clipboard;
mod config;
mod entry;
mod event;
mod keymap;
mod layout;
mod look;
mod messages;
mod panes;
mod run;
mod shims;
mod terminal;
mod text;
mod theme;
mod worker;
mod wrap;

fn main() -> anyhow::Result<()> {
    let (config, warnings) = config::load(None)?;
    let language = config::language(None, &config, &config::locale());
    let data_dir = std::env::var_os("QIAO_DATA_DIR").unwrap_or_else(|| "qiao-data".into());
    run::browse(run::BrowseOptions {
        data_dir: data_dir.into(),
        initial_query: String::new(),
        language,
        color: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
        config,
        warnings,
    })
}
