//! A password from whoever types it, without showing it, or from a program by standard input. Never from the command line, which
//! every user of the machine can read.

use causette_core::limits;
use causette_texts::{Admin, AdminError, Lang, admin, admin_error};
use std::io::{self, BufRead, IsTerminal, Read};

/// Asks for one.
pub(super) fn ask(name: &str, lang: Lang) -> Result<String, String> {
    let none = || admin_error(lang, AdminError::NoPassword);
    let password = if io::stdin().is_terminal() {
        let ask = |what| rpassword::prompt_password(admin(lang, what) + " ").map_err(|_| none());
        let first = ask(Admin::Password { name })?;
        if ask(Admin::PasswordAgain)? != first {
            return Err(admin_error(lang, AdminError::PasswordsDiffer));
        }
        first
    } else {
        let mut line = String::new();
        // One that is too long is refused as such; what is longer still need not be read.
        let mut input = io::stdin().lock().take(2 * limits::PASSWORD_MAX as u64);
        input.read_line(&mut line).map_err(|_| none())?;
        line.trim_end_matches(['\r', '\n']).to_owned()
    };
    if password.is_empty() { Err(none()) } else { Ok(password) }
}
