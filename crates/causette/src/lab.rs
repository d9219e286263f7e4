//! `causette lab`: the command line of the lab. What it does is in the crate `causette-lab`.

use causette_lab::check::{check, json};
use causette_lab::conversation::Conversation;
use causette_lab::demo::{self, Demonstration};
use causette_lab::listener::Listener;
use causette_lab::part::Part;
use causette_lab::parts::desk::Desk;
use causette_lab::parts::{Options, serve};
use causette_lab::trace::{Style, Trace};
use causette_lab::trouble::{Trouble, address};
use causette_lab::{clients, guide, svg};
use causette_texts::{Lab as Say, Lang, Question, lab as say, lab_question};
use clap::Subcommand;
use std::io::{self, BufReader, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// One of the eight parts by number or name (`2`, `II`, `echo`), or what can be done with them.
#[derive(clap::Args, Debug)]
#[command(subcommand_precedence_over_arg = true)]
pub(crate) struct Lab {
    /// The part to run; without it, the parts are listed.
    #[arg(value_name = "N|NAME")]
    part: Option<String>,
    /// Where the part listens; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:63000")]
    listen: String,
    /// Do not tell what happens.
    #[arg(long)]
    quiet: bool,
    /// IV: each side speaks in turn (this is the default).
    #[arg(long, conflicts_with_all = ["free", "nonblocking"])]
    turns: bool,
    /// IV: both sides may speak at any time.
    #[arg(long)]
    free: bool,
    /// IV: --free with one loop that never waits, instead of threads.
    #[arg(long, requires = "free")]
    nonblocking: bool,
    /// VIII: without the lock, to see what goes wrong.
    #[arg(long)]
    unlocked: bool,
    /// Language: en, fr, or a locale such as fr_FR.UTF-8. [default: that of LC_ALL, LC_MESSAGES or LANG]
    #[arg(long, value_name = "LANG", global = true)]
    lang: Option<String>,
    /// Any value: no colour (see no-color.org).
    #[arg(long, value_name = "ANY", env = "NO_COLOR", global = true, hide = true)]
    no_color: Option<String>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Run the client of a part: what you type is sent, what comes back is shown.
    Client {
        #[arg(value_name = "N|NAME")]
        part: String,
        #[arg(value_name = "ADDR", default_value = "127.0.0.1:63000")]
        address: String,
    },
    /// Answer the lab's questions by doing it, with real sockets.
    Demo {
        /// One question, such as I.1; all of them without it.
        question: Option<String>,
        /// Draw what happened as a sequence diagram.
        #[arg(long, value_name = "FILE")]
        svg: Option<PathBuf>,
    },
    /// Test your own server for a part, in whatever language it is written.
    Check {
        #[arg(value_name = "N|NAME")]
        part: String,
        #[arg(value_name = "ADDR")]
        address: String,
        /// One JSON object, for graders.
        #[arg(long)]
        json: bool,
    },
    /// Write the guide's pages into a folder.
    #[command(hide = true)]
    Guide { folder: PathBuf },
}

/// Does what the command line says; an error is one sentence on standard error.
pub(crate) fn lab(args: &Lab, locale: Lang) -> ExitCode {
    let lang = args.lang.as_deref().map_or(locale, Lang::from_locale);
    let colour = args.no_color.as_deref().is_none_or(str::is_empty);
    let outcome = match &args.command {
        None => run(args, lang, colour),
        Some(Command::Client { part, address }) => client(part, address, lang),
        Some(Command::Demo { question, svg }) => show(question.as_deref(), svg.as_deref(), lang, colour),
        Some(Command::Check { part, address, json }) => grade(part, address, *json, lang, colour),
        Some(Command::Guide { folder }) => write_guide(folder),
    };
    outcome.unwrap_or_else(|sentence| {
        eprintln!("causette: {sentence}");
        ExitCode::FAILURE
    })
}

/// How long a person may take to answer.
const OPERATOR: Duration = Duration::from_secs(30);

type Outcome = Result<ExitCode, String>;

fn find(word: &str, lang: Lang) -> Result<Part, String> {
    Part::find(word).ok_or_else(|| say(lang, Say::NoSuchPart { word }))
}

fn print(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Translates the lab's troubles.
fn told(lang: Lang) -> impl Fn(Trouble) -> String {
    move |trouble| trouble.sentence(lang)
}

fn run(args: &Lab, lang: Lang, colour: bool) -> Outcome {
    let Some(word) = &args.part else {
        Part::ALL
            .iter()
            .for_each(|part| print(&format!("{:>4}  {:<11} {}", part.numeral(), part.name(), part.title(lang))));
        return Ok(ExitCode::SUCCESS);
    };
    let part = find(word, lang)?;
    let style = if args.quiet { Style::Quiet } else { Style::for_stdout(colour) };
    let listener =
        address(&args.listen).and_then(|at| Listener::open(at, &Trace::new(lang, style))).map_err(told(lang))?;
    let at = listener.address();
    let host = if at.ip().is_unspecified() { "127.0.0.1".to_owned() } else { at.ip().to_string() };
    print(&say(lang, Say::Ready { address: &at.to_string(), host: &host, port: at.port().into() }));
    let options = Options { free: args.free, nonblocking: args.nonblocking, unlocked: args.unlocked };
    serve(part, listener, options, Desk::terminal);
    Ok(ExitCode::SUCCESS)
}

fn client(word: &str, at: &str, lang: Lang) -> Outcome {
    let part = find(word, lang)?;
    let quiet = Trace::new(lang, Style::Quiet);
    let server = address(at).and_then(|at| Conversation::connect(at, &quiet)).map_err(told(lang))?;
    clients::talk(part, server, BufReader::new(io::stdin()), print);
    Ok(ExitCode::SUCCESS)
}

fn show(word: Option<&str>, file: Option<&Path>, lang: Lang, colour: bool) -> Outcome {
    let questions = match word {
        None if file.is_some() => return Err(say(lang, Say::SvgNeedsOne)),
        None => Question::ALL.to_vec(),
        Some(word) => vec![Question::find(word).ok_or_else(|| say(lang, Say::NoSuchQuestion { word }))?],
    };
    let program = std::env::current_exe().ok();
    let done =
        demo::show(&questions, lang, Style::for_stdout(colour), program.as_deref(), &mut print).map_err(told(lang))?;
    if let (Some(file), [one]) = (file, done.as_slice()) {
        std::fs::write(file, drawing(one)).map_err(|error| format!("{}: {error}", file.display()))?;
        print(&say(lang, Say::SvgWritten { file: &file.display().to_string() }));
    }
    Ok(if done.iter().all(|demo| demo.seen.holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn drawing(demo: &Demonstration) -> String {
    let title = format!("{} · {}", demo.question.label(), lab_question(demo.lang, demo.question));
    svg::draw(&title, &demo.events, demo.lang)
}

fn grade(word: &str, at: &str, as_json: bool, lang: Lang, colour: bool) -> Outcome {
    let part = find(word, lang)?;
    let to = address(at).map_err(told(lang))?;
    let colour = colour && io::stdout().is_terminal();
    if !as_json {
        let (numeral, title, address) = (part.numeral(), part.title(lang), to.to_string());
        print(&say(lang, Say::CheckTitle { numeral, title: &title, address: &address }));
    }
    let mut tell = |verdict: &causette_lab::check::Verdict| {
        if !as_json {
            print(&verdict.lines(lang, colour));
        }
    };
    let mut ask = || {
        eprintln!("{}", say(lang, Say::CheckNeedsOperator { seconds: OPERATOR.as_secs() }));
        OPERATOR
    };
    let verdicts = check(part, to, &mut tell, &mut ask).map_err(told(lang))?;
    let held = verdicts.iter().filter(|verdict| verdict.held).count();
    if as_json {
        print(&json(part, &to.to_string(), &verdicts, lang));
    } else {
        print(&say(lang, Say::CheckSummary { held: held as u64, total: verdicts.len() as u64 }));
    }
    Ok(if held == verdicts.len() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn write_guide(folder: &Path) -> Outcome {
    let program = std::env::current_exe().ok();
    let pages = guide::pages(program.as_deref()).map_err(told(Lang::En))?;
    for (path, text) in pages {
        let file = folder.join(path);
        let written = file.parent().map_or(Ok(()), std::fs::create_dir_all).and_then(|()| std::fs::write(&file, text));
        written.map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}
