//! What settings, command line and terminal together give, and the watch on the settings' file.

use std::path::{Path, PathBuf};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use qiao_index::vocab::Language;

use crate::config::{self, Config};
use crate::messages::Failure;
use crate::ui::keymap::Keymap;
use crate::ui::presentation::Presentation;
use crate::ui::terminal::Background;
use crate::ui::text::DisplayWidth;
use crate::ui::theme::{Depth, Theme};

/// What goes before the settings: said when the program was started.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StartupOverrides {
    /// On the command line.
    pub(crate) language: Option<Language>,
    /// How many colours may be used.
    pub(crate) depth: Depth,
    /// What stands behind the text, where the terminal was asked and has said so.
    pub(crate) background: Option<Background>,
}

/// How the browser looks and what it heeds: settings, overrides and terminal together.
#[derive(Debug)]
pub(crate) struct EffectiveSettings {
    /// How everything looks.
    pub(crate) look: Presentation,
    /// What the keys do.
    pub(crate) keymap: Keymap,
    /// Whether the mouse is on.
    pub(crate) mouse: bool,
    /// Whether words that mean the same are added to queries.
    pub(crate) synonyms: bool,
    /// Command that copies.
    pub(crate) copy_command: Option<String>,
    /// Whether it is remembered what was opened and whose contact was copied.
    pub(crate) remembers_opened: bool,
    /// What the user has said of himself, by the names that templates have for it.
    pub(crate) me: Vec<(&'static str, String)>,
    /// Where the user's templates lie.
    pub(crate) templates: Option<PathBuf>,
}

impl EffectiveSettings {
    /// # Errors
    /// Never in a tested build, see [`Keymap::new`].
    pub(crate) fn new(config: &Config, overrides: StartupOverrides) -> anyhow::Result<Self> {
        let language = config::language(overrides.language, config, &config::locale());
        let columns = DisplayWidth {
            ambiguous_wide: config.ambiguous_wide,
        };
        Ok(Self {
            look: Presentation::new(language, theme(config, overrides), columns, config.ascii),
            keymap: Keymap::new(config.keymap, &config.keys)?,
            mouse: config.mouse,
            synonyms: config.synonyms,
            copy_command: config.copy_command.clone(),
            remembers_opened: config.remember_opened,
            me: config.me.clone(),
            templates: config.templates.clone(),
        })
    }
}

/// Whether the theme depends on what stands behind the text.
pub(crate) fn needs_background(config: &Config, depth: Depth) -> bool {
    config.theme == "auto" && depth > Depth::Sixteen
}

/// The theme that the settings name, in the colours that there are.
fn theme(config: &Config, overrides: StartupOverrides) -> Theme {
    let name = match (overrides.depth, config.theme, overrides.background) {
        (Depth::None, ..) => "mono",
        // Of the sixteen colours only their owner knows what can be read on what.
        (Depth::Sixteen, "auto" | "dark" | "light", _) => "ansi",
        (_, "auto", Some(Background::Dark)) => "dark",
        (_, "auto", Some(Background::Light)) => "light",
        (_, name, _) => name,
    };
    let mut theme = Theme::named(name).unwrap_or_else(Theme::ansi);
    for (role, style) in &config.colors {
        theme.set(*role, *style);
    }
    theme.within(overrides.depth)
}

/// Reads the settings again whenever their file is saved; `None` where that cannot be watched.
/// Editors put a new file in the place of the old one, so it is the folder that is watched.
pub(crate) fn watch(
    file: PathBuf,
    overrides: StartupOverrides,
    tell: impl Fn(EffectiveSettings, Vec<Failure>) + Send + 'static,
) -> Option<RecommendedWatcher> {
    let file = std::path::absolute(file).ok()?;
    let folder = file.parent()?.to_owned();
    // A folder that is not there cannot be watched, and the first settings may come at any time.
    std::fs::create_dir(&folder).unwrap_or_default();
    let heed = move |event: notify::Result<notify::Event>| {
        if !event.is_ok_and(|event| saves(&event, &file)) {
            return;
        }
        // Between two files there may be none for a moment: the next event tells of the new one.
        let Ok((config, mut warnings)) = config::load(Some(&file)) else {
            return;
        };
        // While the browser reads from the terminal nothing else can ask it.
        if needs_background(&config, overrides.depth) && overrides.background.is_none() {
            warnings.push(Failure::new(
                "主题 auto 要在下次启动时才能得知终端的底色；眼下用 ansi",
                "the theme auto asks the terminal for its background at the next start: ansi until then",
            ));
        }
        if let Ok(settings) = EffectiveSettings::new(&config, overrides) {
            tell(settings, warnings);
        }
    };
    let mut watcher = notify::recommended_watcher(heed).ok()?;
    watcher.watch(&folder, RecursiveMode::NonRecursive).ok()?;
    Some(watcher)
}

/// Reading the file is an event, too: it must not lead to reading it again.
fn saves(event: &notify::Event, file: &Path) -> bool {
    let written = match event.kind {
        EventKind::Access(kind) => kind == AccessKind::Close(AccessMode::Write),
        kind => !kind.is_remove(),
    };
    written
        && event
            .paths
            .iter()
            .any(|path| path.file_name() == file.file_name())
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Style};

    use super::*;
    use crate::ui::theme::Role;

    #[test]
    fn the_theme_follows_settings_terminal_and_command_line() {
        let check = |name, depth, background, expected: &str| {
            let config = Config {
                theme: name,
                ..Config::default()
            };
            let overrides = StartupOverrides {
                language: None,
                depth,
                background,
            };
            let expected = Theme::named(expected).map(|theme| theme.within(depth));
            assert_eq!(
                Some(theme(&config, overrides)),
                expected,
                "{name} {overrides:?}"
            );
        };
        let (dark, light) = (Some(Background::Dark), Some(Background::Light));
        check("ansi", Depth::True, light, "ansi");
        check("auto", Depth::True, light, "light");
        check("auto", Depth::Indexed, dark, "dark");
        check("auto", Depth::True, None, "ansi");
        check("auto", Depth::Sixteen, dark, "ansi");
        check("dark", Depth::Sixteen, None, "ansi");
        check("high-contrast", Depth::Sixteen, None, "high-contrast");
        check("dark", Depth::None, dark, "mono");
    }

    #[test]
    fn the_users_colours_go_before_the_theme() {
        let config = Config {
            colors: vec![(Role::Dim, Style::new().fg(Color::Rgb(255, 0, 0)))],
            ..Config::default()
        };
        let overrides = |depth| StartupOverrides {
            language: None,
            depth,
            background: None,
        };
        let colour = |depth| theme(&config, overrides(depth)).style(Role::Dim).fg;
        assert_eq!(colour(Depth::True), Some(Color::Rgb(255, 0, 0)));
        assert_eq!(colour(Depth::Sixteen), Some(Color::LightRed));
        assert_eq!(colour(Depth::None), None);
    }
}
