//! The `.ftl` files, read once, and filled in.
//!
//! The only file that knows Fluent's ways. A sentence that could not be made shows its id: tests see to it that there is
//! none.

use crate::Lang;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

pub(crate) const EN: &str = concat!(
    include_str!("../texts/en.ftl"),
    "\n",
    include_str!("../texts/program-en.ftl"),
    "\n",
    include_str!("../texts/doctor-en.ftl"),
    "\n",
    include_str!("../texts/admin-en.ftl"),
    "\n",
    include_str!("../texts/rooms-en.ftl"),
    "\n",
    include_str!("../texts/profile-en.ftl"),
    "\n",
    include_str!("../texts/accounts-en.ftl"),
    "\n",
    include_str!("../texts/limits-en.ftl"),
    "\n",
    include_str!("../texts/lab-en.ftl"),
    "\n",
    include_str!("../texts/lab-check-en.ftl"),
    "\n",
    include_str!("../texts/lab-questions-en.ftl"),
);
pub(crate) const FR: &str = concat!(
    include_str!("../texts/fr.ftl"),
    "\n",
    include_str!("../texts/program-fr.ftl"),
    "\n",
    include_str!("../texts/doctor-fr.ftl"),
    "\n",
    include_str!("../texts/admin-fr.ftl"),
    "\n",
    include_str!("../texts/rooms-fr.ftl"),
    "\n",
    include_str!("../texts/profile-fr.ftl"),
    "\n",
    include_str!("../texts/accounts-fr.ftl"),
    "\n",
    include_str!("../texts/limits-fr.ftl"),
    "\n",
    include_str!("../texts/lab-fr.ftl"),
    "\n",
    include_str!("../texts/lab-check-fr.ftl"),
    "\n",
    include_str!("../texts/lab-questions-fr.ftl"),
);

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::En, EN));
static FRENCH: LazyLock<Bundle> = LazyLock::new(|| bundle(Lang::Fr, FR));

fn bundle(lang: Lang, text: &str) -> Bundle {
    // What can be read of a file with errors is used; a test reads the errors.
    let resource = FluentResource::try_new(text.to_string()).unwrap_or_else(|(partial, _)| partial);
    // Rules for plurals come with the language.
    let language: LanguageIdentifier = lang.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // No invisible marks around names: terminals show them, and sentences are compared.
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

/// The sentence `id`: its text, or what happened and the next step.
pub(crate) fn sentence(lang: Lang, id: &str, args: &FluentArgs<'_>) -> String {
    let mut errors = Vec::new();
    try_sentence(lang, id, args, &mut errors).unwrap_or_else(|| id.to_string())
}

/// One attribute of `id`.
pub(crate) fn attribute(lang: Lang, id: &str, name: &str) -> String {
    try_part(lang, id, Some(name), &FluentArgs::new(), &mut Vec::new()).unwrap_or_else(|| format!("{id}.{name}"))
}

pub(crate) fn try_sentence(
    lang: Lang,
    id: &str,
    args: &FluentArgs<'_>,
    errors: &mut Vec<FluentError>,
) -> Option<String> {
    if let Some(whole) = try_part(lang, id, None, args, errors) {
        return Some(whole);
    }
    let what = try_part(lang, id, Some("what"), args, errors)?;
    let next = try_part(lang, id, Some("next"), args, errors)?;
    Some(format!("{what} {next}"))
}

pub(crate) fn try_part(
    lang: Lang,
    id: &str,
    attribute: Option<&str>,
    args: &FluentArgs<'_>,
    errors: &mut Vec<FluentError>,
) -> Option<String> {
    let bundle = match lang {
        Lang::En => &ENGLISH,
        Lang::Fr => &FRENCH,
    };
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(name) => message.get_attribute(name)?.value(),
        None => message.value()?,
    };
    Some(bundle.format_pattern(pattern, Some(args), errors).into_owned())
}
