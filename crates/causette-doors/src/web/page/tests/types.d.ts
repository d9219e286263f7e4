// The shapes that the page's modules share, for `tsc --checkJs`. Not served.

/** What the server sends, or is sent. */
type Msg = Record<string, any> & { type: string };
/** What happened in a room, with its number. */
type Fact = Msg & { seq: number; room_id: string; from: string; from_id: string; at: string };
/** First and last number of a stretch without a gap. */
type Span = [number, number];
/** Who put a mark, by id. */
type Fans = Map<string, { name: string; seq: number; on: boolean }>;
type Lang = 'en' | 'fr';

type Member = { id: string; name: string; role?: string; away?: boolean; operator?: boolean; guest?: boolean; doors?: string[] };
type Me = { id: string; name: string; account: boolean; rank: string | null };
/** What `/api/session` says. */
type Session = { name: string | null; rank: string | null; csrf: string; registration: string; guests: boolean; lang: string; version: string };
/** One's own send: `sending` until the server says `ok`, which means saved; `failed` with the reason when it refuses; `lost` when nobody knows. */
type Pending = {
  key: string; room: string; label: string; text: string; style: string; reply_to: number | null; by: string; at: string;
  state: 'sending' | 'failed' | 'lost'; why: string; calc: boolean;
};

type Store = import('../store.js').Store;
type Room = import('../store.js').Room;
type Log = import('../log.js').Log;
type Link = import('../link.js').Link;
type Entry = import('../session.js').Entry;
type Actions = import('../actions.js').Actions;
type Notify = import('../notify.js').Notify;
type Timeline = import('../timeline.js').Timeline;
type Composer = import('../composer.js').Composer;
type App = import('../app.js').App;
type Api = import('../api.js').Api;

/** The tree of what somebody wrote. */
type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold' | 'italic'; nodes: Inline[] }
  | { kind: 'code' | 'mention'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'room'; text: string; room: string; seq: number | null };
type Block = { kind: 'p' | 'quote'; nodes: Inline[] } | { kind: 'pre'; text: string; lang: string };
/** Whose name is marked, and which words. */
type Reader = { me: string; words?: string[] };

/** A line of a room, before it is drawn. */
type Item =
  | { kind: 'day'; key: string; at: Date }
  | { kind: 'new' | 'begin' | 'expired' | 'more'; key: string }
  | { kind: 'fact'; key: string; sig: string; fact: Fact; grouped: boolean }
  | { kind: 'pending'; key: string; sig: string; send: Pending; grouped: boolean };
/** What drawing a line needs. */
type Ctx = { me: Me; room: Room; react: (seq: number, mark: string) => void; retry: (send: Pending) => void; rewrite: (send: Pending) => void; discard: (send: Pending) => void };

/** Attributes; `on…` are listeners, `text` is the content, `test` the name for tests. */
type Props = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;
type Child = Node | string | null | undefined | false;

type Choice = { insert: string; label: string; hint: string };
type Completion = { from: number; to: number; choices: Choice[] };
/** What a message that is being written is for. */
type Aim = { kind: 'reply' | 'edit'; seq: number; name: string; text: string };

/** What commands and dialogs may use. */
type Tools = {
  store: Store; actions: Actions; room: Room | null; ask: (msg: Msg) => Promise<void>; open: (label: string, secret?: string) => void;
  show: (what: string, arg?: string) => void; jump: (seq: number) => void; leave: (room: Room) => void; note: (text: string) => void;
};
type Command = { name: string; fr: string; run: (tools: Tools, rest: string) => void | Promise<void> };
/** What the sign-in dialogs need; `changed`: one is somebody else from here on. */
type Door = { tools: Tools; api: Api; changed: () => void };

/** Trusted Types, as far as the page uses them. */
type PolicyFactory = { createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => { createScriptURL: (url: string) => any } };
