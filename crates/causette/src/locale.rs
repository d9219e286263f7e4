//! The language of whoever starts the program, from the environment. Nothing else is read from there by hand.

use causette_texts::Lang;

/// By `LC_ALL`, `LC_MESSAGES` and `LANG`.
#[expect(
    clippy::disallowed_methods,
    reason = "three names decide together, which the command line's reader cannot say"
)]
pub(crate) fn of_environment() -> Lang {
    let [all, messages, lang] = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    Lang::of_locales(all.as_deref(), messages.as_deref(), lang.as_deref())
}
