//! Where in a text its reader stopped, as a path: the keys and indices that are open there.
//!
//! The reader itself keeps no path: it would be carried along through every text that is right.

use crate::error::Path;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// A list or an object that is open, and where in it the text stands.
enum Open<'a> {
    List(usize),
    Object(Option<&'a str>),
}

/// The path of the value in which, or right behind which, the reader stopped; `again` reads
/// another text in the same way and says why it is refused.
pub(super) fn of(
    text: &str,
    refused: &serde_json::Error,
    again: &dyn Fn(&str) -> Option<serde_json::Error>,
) -> Path {
    // A value that is refused as a whole is told by what holds it, which first looks whether it
    // ends there itself. With a comma in between it does not.
    let holds = |(at, last): (usize, &str)| ["}", "]"].contains(&last).then_some(at);
    let read = bytes_before(text, refused);
    let end = read.checked_sub(1).and_then(|at| holds((at, text.get(at..read)?)));
    if let Some((held, rest)) = end.and_then(|end| text.split_at_checked(end)) {
        let longer = [held, ",", rest].concat();
        if let Some(nearer) = again(&longer).filter(|other| words(other) == words(refused)) {
            return path_of(&longer, bytes_before(&longer, &nearer));
        }
    }
    // What is no JSON at all is refused at the byte that is next; a wrong value once it is read.
    path_of(text, read.saturating_sub(usize::from(refused.is_syntax())))
}

/// What is said of a text, without the place.
fn words(refused: &serde_json::Error) -> String {
    let told = refused.to_string();
    told.rsplit_once(" at line ").map_or(told.clone(), |(words, _)| String::from(words))
}

/// The keys and indices that are open where so many bytes are read.
fn path_of(text: &str, read: usize) -> Path {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut rest = text.get(..read).unwrap_or(text);
    while let Some(token) = rest.chars().next() {
        rest = rest.get(token.len_utf8()..).unwrap_or_default();
        match (token, open.last_mut()) {
            ('[', _) => open.push(Open::List(0)),
            ('{', _) => open.push(Open::Object(None)),
            (']' | '}', _) => drop(open.pop()),
            (',', Some(Open::List(index))) => *index = index.saturating_add(1),
            (',', Some(Open::Object(key))) => *key = None,
            ('"', inside) => {
                let (word, after) = rest.split_at_checked(end_of_word(rest)).unwrap_or((rest, ""));
                rest = after.get(1..).unwrap_or_default();
                if let Some(Open::Object(key @ None)) = inside {
                    *key = Some(word);
                }
            }
            _ => {}
        }
    }
    let mut path = String::new();
    for open in &open {
        match open {
            Open::List(index) => path.push_str(&alloc::format!("[{index}]")),
            Open::Object(Some(key)) if path.is_empty() => path.push_str(key),
            Open::Object(Some(key)) => path.extend([".", key]),
            Open::Object(None) => {}
        }
    }
    Path::field(&path)
}

/// How many bytes of the text had been read; none where the refusal names no place.
fn bytes_before(text: &str, refused: &serde_json::Error) -> usize {
    let lines = text.split_inclusive('\n').take(refused.line().saturating_sub(1));
    lines.map(str::len).fold(refused.column(), usize::saturating_add)
}

/// Where a word ends that has begun: the quotation mark that no backslash stands before.
fn end_of_word(rest: &str) -> usize {
    let mut is_escaped = false;
    let end = rest.bytes().position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.unwrap_or(rest.len())
}
