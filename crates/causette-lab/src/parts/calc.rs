//! Part V, calc: part III, and the answer is worked out. A message is an expression.
//!
//! The message is never run as a program: our own evaluator knows numbers, operators and a dozen functions, and nothing
//! else. What it cannot calculate is answered with a sentence, because an error is an answer too.

use crate::calc_words;
use crate::conversation::Conversation;
use crate::listener::Listener;
use causette_calc::{Value, eval};
use causette_texts::Lang;

/// Serves one client after another.
pub fn serve(listener: Listener) {
    while let Some(mut client) = listener.accept() {
        calculate(&mut client, listener.lang());
        client.close();
    }
    listener.close();
}

fn calculate(client: &mut Conversation, lang: Lang) {
    let mut last = None; // what `ans` stands for
    while let Some(message) = client.recv() {
        if message.trim() == "fin" || !client.reply(&answer(&message, &mut last, lang)) {
            return;
        }
    }
}

/// The value, or why there is none.
pub(crate) fn answer(expression: &str, last: &mut Option<Value>, lang: Lang) -> String {
    match eval(expression, last.as_ref()) {
        Ok(value) => last.insert(value).to_string(),
        Err(error) => calc_words::sentence(lang, &error),
    }
}
