// The lines of a room: which are grouped under one sender, where a day begins, where "new" stands. Pure.

/** Lines of one person this close together share a heading. */
const GROUP_MS = 5 * 60_000;

/**
 * @param {Log} log
 * @param {number[]} seqs the lines to show, in order
 * @param {{marker: number|null, top: boolean, sends: Pending[], me: string}} how `top`: these begin at the first line there is
 * @returns {Item[]}
 */
export function items(log, seqs, how) {
  /** @type {Item[]} */
  const out = [];
  if (how.top) out.push(log.expired ? { kind: 'expired', key: 'top' } : { kind: 'begin', key: 'top' });
  else if (seqs.length) out.push({ kind: 'more', key: 'top' });
  /** @type {Fact|null} */
  let last = null;
  let day = '';
  let marked = how.marker === null || (seqs[0] ?? 0) > how.marker + 1;
  for (const seq of seqs) {
    const fact = log.facts.get(seq);
    if (!fact) continue;
    const at = new Date(fact.at);
    const today = dayKey(at);
    if (today !== day) {
      out.push({ kind: 'day', key: 'day' + today, at });
      last = null;
    }
    day = today;
    if (!marked && how.marker !== null && seq > how.marker) {
      if (fact.from_id !== how.me) {
        out.push({ kind: 'new', key: 'new' });
        last = null;
      }
      marked = true;
    }
    const grouped = last !== null && near(last, fact);
    out.push({ kind: 'fact', key: 's' + seq, sig: `${log.rev(seq)}${grouped ? 'g' : ''}`, fact, grouped });
    last = fact;
  }
  for (const send of how.sends) {
    const grouped = last !== null && said(last) && last.from_id === how.me && Date.parse(send.at) - Date.parse(last.at) < GROUP_MS;
    out.push({ kind: 'pending', key: 'k' + send.key, sig: send.state + send.why + (grouped ? 'g' : ''), send, grouped });
    if (!grouped) last = /** @type {any} */ ({ type: 'message', from_id: how.me, from: '', at: send.at });
  }
  return out;
}

/** @param {Date} at */
export function dayKey(at) {
  return `${at.getFullYear()}-${at.getMonth() + 1}-${at.getDate()}`;
}

/** @param {Fact} fact */
function said(fact) {
  return (fact.type === 'message' && fact.style !== 'action') || fact.type === 'answer';
}

/** @param {Fact} a @param {Fact} b */
function near(a, b) {
  return said(a) && said(b) && a.from_id === b.from_id && a.from === b.from && !b.reply_to && Date.parse(b.at) - Date.parse(a.at) < GROUP_MS;
}
