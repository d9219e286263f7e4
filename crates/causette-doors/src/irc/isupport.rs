//! What the server says of itself in numeric 005 (RPL_ISUPPORT).

use super::{Setup, modes};
use causette_core::limits;

/// Tokens of one line.
const TOKENS: usize = 12;

/// Lines of tokens.
pub(super) fn lines(setup: &Setup) -> Vec<Vec<String>> {
    tokens(setup).chunks(TOKENS).map(<[String]>::to_vec).collect()
}

fn tokens(setup: &Setup) -> Vec<String> {
    let text = limits::LINE_OF_TEXT_BYTES;
    let listed = limits::ROOM_LISTED;
    vec![
        "ACCOUNTEXTBAN=account,a".to_owned(),
        format!("AWAYLEN={text}"),
        "BOT=B".to_owned(),
        "CASEMAPPING=ascii".to_owned(),
        format!("CHANLIMIT=#:{}", limits::ROOMS_PER_SESSION),
        format!("CHANMODES={}", modes::CHANMODES),
        format!("CHANNELLEN={}", limits::ROOM_CHARS + 1),
        "CHANTYPES=#".to_owned(),
        format!("CHATHISTORY={}", limits::PAGE_FACTS),
        "ELIST=CMNTU".to_owned(),
        "EXCEPTS=e".to_owned(),
        "EXTBAN=~,am".to_owned(),
        "INVEX=I".to_owned(),
        format!("KICKLEN={text}"),
        format!("MAXLIST=beI:{listed}"),
        format!("MAXTARGETS={TARGETS}"),
        format!("MODES={MODES}"),
        format!("MONITOR={}", limits::WATCHED),
        "MSGREFTYPES=msgid,timestamp".to_owned(),
        "NAMELEN=120".to_owned(),
        format!("NETWORK={}", setup.network),
        format!("NICKLEN={}", limits::NAME_CHARS),
        "PREFIX=(qov)~@+".to_owned(),
        "SAFELIST".to_owned(),
        "STATUSMSG=~@+".to_owned(),
        format!(
            "TARGMAX=JOIN:,KICK:{TARGETS},LIST:1,MONITOR:{},NAMES:{TARGETS},NOTICE:{TARGETS},PART:,PRIVMSG:{TARGETS},TAGMSG:{TARGETS},WHOIS:1,WHOWAS:1",
            limits::WATCHED
        ),
        format!("TOPICLEN={text}"),
        "USERLEN=10".to_owned(),
        "UTF8ONLY".to_owned(),
        "WHOX".to_owned(),
    ]
}

/// Targets of one command.
pub(super) const TARGETS: usize = 8;
/// Modes with a parameter in one command.
pub(super) const MODES: usize = 8;
