//! A trace as a sequence diagram: one column an actor, time downwards, one row an event. Arrows are what crossed the wire,
//! grey bars are calls that blocked, violet bars a lock being held. A pure function of the events.

use crate::trace::{Event, Link, What};
use causette_texts::{Lab, Lang, lab};
use std::collections::VecDeque;
use std::fmt::Write;

const ROW: usize = 26;
const TOP: usize = 108;
const MARGIN: usize = 24;
/// Width of a character of the labels, about.
const CHARACTER: usize = 7;
/// Longer labels are cut.
const LABEL: usize = 52;
/// Room between two columns where arrows run.
const GAP: usize = 150;

type Point = (usize, usize);
/// Stands for a `send` whose arrow is drawn, while some of its bytes are still under way.
const DRAWN: Point = (0, 0);

/// One thing to draw between two points.
struct Arrow {
    from: Point,
    to: Point,
    kind: &'static str,
}

/// The columns: their actors, where they stand, and which connection is whose.
struct Columns {
    names: Vec<String>,
    x: Vec<usize>,
    /// How many of them are servers.
    servers: usize,
    width: usize,
    /// The end of a connection, or a listener's address, and the column it belongs to.
    ends: Vec<(Link, usize)>,
    listeners: Vec<(std::net::SocketAddr, usize)>,
}

/// Draws the events under a title.
pub fn draw(title: &str, events: &[Event], lang: Lang) -> String {
    let columns = columns(events, lang);
    let height = TOP + ROW * (events.len() + 1) + MARGIN;
    let width = columns.width.max(title.chars().count() * 10 + 2 * MARGIN);
    let mut svg = head(title, width, height, lang);
    for (name, x) in columns.names.iter().zip(&columns.x) {
        let _ = writeln!(
            svg,
            "<line class=\"life\" x1=\"{x}\" y1=\"{}\" x2=\"{x}\" y2=\"{}\"/>",
            TOP - 14,
            height - MARGIN
        );
        let _ = writeln!(svg, "<text class=\"actor\" x=\"{x}\" y=\"{}\">{}</text>", TOP - 24, escaped(name));
    }
    bars(&mut svg, events, &columns);
    for arrow in arrows(events, &columns) {
        let ((x1, y1), (x2, y2), kind) = (arrow.from, arrow.to, arrow.kind);
        let x2 = if x2 > x1 { x2 - 6 } else { x2 + 6 };
        let _ = writeln!(svg, "<line class=\"{kind}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>");
    }
    for (row, event) in events.iter().enumerate() {
        label(&mut svg, event, y(row), &columns, lang);
    }
    svg.push_str("</svg>\n");
    svg
}

fn y(row: usize) -> usize {
    TOP + ROW * row + ROW / 2
}

fn head(title: &str, width: usize, height: usize, lang: Lang) -> String {
    let title = escaped(title);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n<title>{title}</title>\n"
    );
    svg.push_str(STYLE);
    let _ = writeln!(svg, "<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>");
    let _ = writeln!(svg, "<text class=\"title\" x=\"{MARGIN}\" y=\"32\">{title}</text>");
    let (blocked, locked) = (lab(lang, Lab::SvgBlocked), lab(lang, Lab::SvgLocked));
    let second = MARGIN + 40 + CHARACTER * blocked.chars().count();
    let _ = writeln!(svg, "<rect class=\"blocked\" x=\"{MARGIN}\" y=\"46\" width=\"10\" height=\"14\"/>");
    let _ = writeln!(svg, "<text class=\"legend\" x=\"{}\" y=\"58\">{blocked}</text>", MARGIN + 16);
    let _ = writeln!(svg, "<rect class=\"locked\" x=\"{second}\" y=\"46\" width=\"10\" height=\"14\"/>");
    let _ = writeln!(svg, "<text class=\"legend\" x=\"{}\" y=\"58\">{locked}</text>", second + 16);
    svg
}

const STYLE: &str = "<style>
text{font:12px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#222;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.title{font:bold 16px system-ui,'DejaVu Sans',sans-serif}.actor{font-weight:bold;font-size:14px;text-anchor:middle}
.legend{fill:#666}.end{text-anchor:end}.wait{fill:#9a6700}.bad{fill:#b3261e}.note{fill:#555;font-style:italic}
.life{stroke:#bbb;stroke-width:1.5}.blocked{fill:#e3d9bd;stroke:#9a6700}.locked{fill:#d9c9f0;stroke:#6f42c1}
.sent{stroke:#0b62b5;stroke-width:2;marker-end:url(#a)}.call{stroke:#666;stroke-width:1.5;stroke-dasharray:5 4;marker-end:url(#b)}
.refused{stroke:#b3261e;stroke-width:1.5;stroke-dasharray:5 4;marker-end:url(#c)}.dot{fill:#222}
</style>
<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#0b62b5\"/></marker>
<marker id=\"b\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#666\"/></marker>
<marker id=\"c\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\" fill=\"#b3261e\"/></marker></defs>
";

/// Servers come first, with their labels to the left; clients after them, with theirs to the right; arrows have the middle.
/// A column is as wide as its longest label.
fn columns(events: &[Event], lang: Lang) -> Columns {
    let mut names: Vec<String> = Vec::new();
    for event in events {
        if !names.iter().any(|name| **name == *event.actor) {
            names.push(event.actor.to_string());
        }
    }
    let client = lab(lang, Lab::Client { letter: "" });
    let is_client = |name: &String| name.starts_with(client.trim_end());
    names.sort_by_key(is_client);
    let servers = names.iter().filter(|name| !is_client(name)).count();
    let widest = |name: &String| {
        let own = events.iter().filter(|event| *event.actor == **name);
        let longest = own.flat_map(|event| lines(event, lang)).map(|line| line.chars().count()).max();
        CHARACTER * longest.unwrap_or_default().max(name.chars().count() + 4) + 3 * MARGIN / 2
    };
    let (mut x, mut at) = (Vec::new(), MARGIN);
    for (number, name) in names.iter().enumerate() {
        at += if number < servers { widest(name) } else { 0 };
        x.push(at);
        at += match number + 1 {
            next if next < servers => 0,
            next if next == servers => GAP,
            _ => widest(name),
        };
    }
    let column = |actor: &str| names.iter().position(|name| name == actor).unwrap_or_default();
    let (mut ends, mut listeners) = (Vec::new(), Vec::new());
    for event in events {
        match &event.what {
            What::Bind(address) => listeners.push((*address, column(&event.actor))),
            What::Connected(link) | What::Received(link, _) | What::Sent(link, _) => {
                ends.push((*link, column(&event.actor)))
            }
            _ => {}
        }
    }
    Columns { names, x, servers, width: at + MARGIN, ends, listeners }
}

impl Columns {
    fn of(&self, event: &Event) -> usize {
        let number = self.names.iter().position(|name| **name == *event.actor).unwrap_or_default();
        self.x.get(number).copied().unwrap_or_default()
    }

    /// The column at the other end of a connection.
    fn peer(&self, link: Link) -> Option<usize> {
        let other = self.ends.iter().find(|(end, _)| end.local == link.peer && end.peer == link.local);
        self.x.get(other?.1).copied()
    }

    fn listener(&self, address: std::net::SocketAddr) -> Option<usize> {
        let (_, column) = self.listeners.iter().find(|(bound, _)| *bound == address)?;
        self.x.get(*column).copied()
    }
}

/// From an event that blocks to the same actor's next one; from taking the lock to giving it back.
fn bars(svg: &mut String, events: &[Event], columns: &Columns) {
    for (row, event) in events.iter().enumerate() {
        let locked = event.what == What::LockTaken;
        if !locked && !event.what.blocks() {
            continue;
        }
        let after = events.iter().enumerate().skip(row + 1).filter(|(_, next)| next.actor == event.actor);
        let end = after.filter(|(_, next)| !locked || next.what == What::LockReleased).map(|(row, _)| y(row)).next();
        let (x, top, end) = (columns.of(event) - 5, y(row), end.unwrap_or(y(events.len())));
        let (class, height) = (if locked { "locked" } else { "blocked" }, end - top);
        let _ = writeln!(svg, "<rect class=\"{class}\" x=\"{x}\" y=\"{top}\" width=\"10\" height=\"{height}\"/>");
    }
}

/// What a sender has sent on one connection, and nobody has received yet: where the `send` stands, and its bytes.
struct UnderWay {
    link: Link,
    sent: VecDeque<(Point, usize)>,
}

/// Everything that crossed the wire.
fn arrows(events: &[Event], columns: &Columns) -> Vec<Arrow> {
    let (mut arrows, mut under_way) = (Vec::new(), Vec::<UnderWay>::new());
    for (row, event) in events.iter().enumerate() {
        let here = (columns.of(event), y(row));
        match &event.what {
            What::Connect(address) => {
                let there = columns.listener(*address).map(|x| (x, here.1 + ROW / 2));
                arrows.extend(
                    there
                        .into_iter()
                        .flat_map(|there| handshake(here, there, event, events.get(row + 1..).unwrap_or_default())),
                );
            }
            What::Sent(link, bytes) => match under_way.iter_mut().find(|way| way.link == *link) {
                Some(way) => way.sent.push_back((here, bytes.len())),
                None => under_way.push(UnderWay { link: *link, sent: VecDeque::from([(here, bytes.len())]) }),
            },
            What::Received(link, bytes) => {
                let from_peer = |way: &&mut UnderWay| way.link.local == link.peer && way.link.peer == link.local;
                if let Some(way) = under_way.iter_mut().find(from_peer) {
                    way.receive(bytes.len(), here, &mut arrows);
                }
            }
            _ => {}
        }
    }
    // Sent, and never read by anybody: the arrow stops half-way.
    for way in under_way {
        let Some(x) = columns.peer(way.link) else { continue };
        let lost = way.sent.into_iter().map(|(from, _)| from).filter(|from| *from != DRAWN);
        arrows.extend(lost.map(|from| Arrow { from, to: ((from.0 + x) / 2, from.1 + ROW / 2), kind: "refused" }));
    }
    arrows
}

/// There and back: the answer arrives with the caller's next event.
fn handshake(here: Point, there: Point, call: &Event, after: &[Event]) -> [Arrow; 2] {
    let next = after.iter().enumerate().find(|(_, next)| next.actor == call.actor);
    let rows = next.map_or(1, |(rows, _)| rows + 1);
    let refused = next.is_some_and(|(_, next)| matches!(next.what, What::Refused(_)));
    let kind = if refused { "refused" } else { "call" };
    [Arrow { from: here, to: there, kind }, Arrow { from: there, to: (here.0, here.1 + ROW * rows), kind }]
}

impl UnderWay {
    /// Takes so many bytes off; each `send` they came from points here, once.
    fn receive(&mut self, mut count: usize, here: Point, arrows: &mut Vec<Arrow>) {
        while count > 0 {
            let Some((from, size)) = self.sent.pop_front() else { return };
            if from != DRAWN {
                arrows.push(Arrow { from, to: here, kind: "sent" });
            }
            if size > count {
                self.sent.push_front((DRAWN, size - count));
            }
            count = count.saturating_sub(size);
        }
    }
}

fn label(svg: &mut String, event: &Event, y: usize, columns: &Columns, lang: Lang) {
    let x = columns.of(event);
    let is_server = columns.x.iter().take(columns.servers).any(|server| *server == x);
    let (at, anchor) = if is_server { (x - 12, " end") } else { (x + 12, "") };
    let class = match event.what {
        What::AcceptWaiting | What::RecvWaiting | What::LockWaiting(_) | What::WouldBlock => "wait",
        What::Refused(_) | What::Reset(_) | What::AcceptFailed(_) => "bad",
        What::Note(_) => "note",
        _ => "what",
    };
    let _ = writeln!(svg, "<circle class=\"dot\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/>");
    let lines = lines(event, lang);
    let top = if lines.len() > 1 { y - 3 } else { y + 4 };
    for (line, y) in lines.iter().zip([top, top + 13]) {
        let _ = writeln!(svg, "<text class=\"{class}{anchor}\" x=\"{at}\" y=\"{y}\">{}</text>", escaped(line));
    }
}

/// What is written beside an event: one line, or two for a long note. The rest is in the trace; here room is short.
fn lines(event: &Event, lang: Lang) -> Vec<String> {
    let words = event.what.words(lang);
    let short = match &event.what {
        What::Listen(_) => "listen".to_owned(),
        What::Connected(_) => "connect: ok".to_owned(),
        What::Shutdown(_) => "shutdown".to_owned(),
        What::Refused(_) => words.split(',').next().unwrap_or_default().to_owned(),
        _ => words,
    };
    let length = short.chars().count();
    if length <= LABEL {
        return vec![short];
    }
    // Never before a sign that French sets apart with a space.
    let breaks = |at: usize| !short.get(at + 1..).unwrap_or_default().starts_with([':', ';', '?', '!', '»']);
    let middle = short.char_indices().skip(length / 2).find(|(at, c)| *c == ' ' && breaks(*at)).map_or(0, |(at, _)| at);
    match (&event.what, short.split_at(middle)) {
        (What::Note(_), (start, end)) if middle > 0 => vec![start.to_owned(), end.trim_start().to_owned()],
        _ => vec![short.chars().take(LABEL - 1).chain(['…']).collect()],
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
