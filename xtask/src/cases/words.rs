//! Payment terms in words, read into the text of the core's terms: a small tolerant grammar.
//!
//! What it does not understand it does not guess: the line is named and the case is skipped.

/// One line of terms: its share as the core writes it, and the steps to its due day.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Empty where the line names none.
    pub(super) share: String,
    pub(super) due: String,
    /// Whether the line says that it takes what is left.
    pub(super) takes_rest: bool,
}

/// Lower case, one blank between words, no parentheses.
fn plain(text: &str) -> String {
    let mut depth = 0_u32;
    let mut plain = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '+' => plain.push_str(" plus "),
            ';' => plain.push_str(" , "),
            ',' => plain.push_str(" , "),
            _ => plain.push(c),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line such as `25% of the remainder after 30 days`; none where it is not understood.
pub(super) fn line(text: &str) -> Option<Line> {
    let whole = text.to_lowercase();
    let takes_rest = ["takes the rest", "takes the balance", "takes the remainder"]
        .iter()
        .any(|words| whole.contains(words));
    let plain = plain(text);
    let (share, due) = share(&plain)?;
    let due = if due.is_empty() { "at once".to_owned() } else { rule(&due)? };
    Some(Line { share, due, takes_rest })
}

/// The share in front of a line and the words behind it.
fn share(text: &str) -> Option<(String, String)> {
    let behind = |rest: &str| rest.trim_start_matches([',', ':']).trim().to_owned();
    for rest in ["the remainder", "remainder", "the rest", "rest", "the balance", "balance"] {
        if let Some(after) = text.strip_prefix(rest) {
            return Some(("rest".to_owned(), behind(after)));
        }
    }
    if let Some(after) = text.strip_prefix("fixed ") {
        let after = after.strip_prefix("amount ").unwrap_or(after);
        let after = after.strip_prefix("of ").unwrap_or(after);
        let (figure, after) = after.split_once(' ').unwrap_or((after, ""));
        return Some((format!("fixed {figure}"), behind(after)));
    }
    let (first, after) = text.split_once(' ').unwrap_or((text, ""));
    if let Some(percent) = first.strip_suffix('%') {
        let of_rest =
            ["of the remainder", "of remainder", "of the rest", "of rest", "of the balance"];
        if let Some(after) = of_rest.iter().find_map(|words| after.strip_prefix(words)) {
            return Some((format!("{percent}% of rest"), behind(after)));
        }
        let of_all = ["of the total", "of total", "of the amount", "of the invoice"];
        let after = of_all.iter().find_map(|words| after.strip_prefix(words)).unwrap_or(after);
        return Some((format!("{percent}%"), behind(after)));
    }
    if let Some(after) = after.strip_prefix("fixed") {
        return Some((format!("fixed {first}"), behind(after)));
    }
    Some((String::new(), text.to_owned()))
}

/// The steps of a rule such as `net 30 days` or `30 days, then the 10th of the next month`.
pub(super) fn rule(text: &str) -> Option<String> {
    let lower = text.to_lowercase();
    let mut plain = plain(text);
    // "day 29 or day 31 (clamped) of the next month: here day 31": the case says which.
    if let Some((_, here)) = lower.split_once("here day ") {
        let day = here.split(|c: char| !c.is_ascii_digit()).next()?;
        let before = plain.split(" , then ").next()?.to_owned();
        let behind = if lower.contains("of the next month") || lower.contains("of next month") {
            format!("day {day} of next month")
        } else {
            format!("day {day}")
        };
        plain = format!("{before} , {behind}");
    }
    let plain = plain.replace(" and then ", " , ").replace(" then ", " , ").replace(" and ", " , ");
    let mut steps = Vec::new();
    for piece in plain.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
        steps.extend(step(piece)?);
    }
    steps.retain(|step| step != "0 days");
    let steps = with_days_set(steps);
    Some(if steps.is_empty() { "at once".to_owned() } else { steps.join(" then ") })
}

/// A day that is named of the month that was reached.
const SET_DAY: &str = "set day ";

/// Days of a month set by name: of the month that months lead to, as `2 months, day 15`; otherwise
/// the next such day.
fn with_days_set(steps: Vec<String>) -> Vec<String> {
    let mut set: Vec<String> = Vec::new();
    for step in steps {
        let Some(day) = step.strip_prefix(SET_DAY) else {
            set.push(step);
            continue;
        };
        let months = set.last().and_then(|last| last.strip_suffix(" months")?.parse::<u32>().ok());
        match months.and_then(|months| months.checked_sub(1)) {
            Some(before) => {
                set.pop();
                if before > 0 {
                    set.push(format!("{before} months"));
                }
                set.push(format!("day {day} of next month"));
            }
            None => set.push(format!("on day {day}")),
        }
    }
    set
}

/// The steps of one piece, in their order.
fn step(piece: &str) -> Option<Vec<String>> {
    let mut piece = piece;
    for filler in [
        "due ", "payable ", "payment ", "after ", "in ", "within ", "net ", "set to ", "on ",
        "the ", "at ",
    ] {
        piece = piece.strip_prefix(filler).unwrap_or(piece);
    }
    if [
        "immediate",
        "immediately",
        "immediate payment",
        "once",
        "at once",
        "receipt",
        "issue",
        "invoice date",
        "cash",
    ]
    .contains(&piece)
    {
        return Some(Vec::new());
    }
    if let Some((before, behind)) = piece.split_once(" plus ") {
        let (mut steps, behind) = (step(before)?, step(behind)?);
        steps.extend(behind);
        return Some(steps);
    }
    for after in [" after the ", " after "] {
        // "10 days after the end of the month": the end of the month comes first.
        if let Some((count, from)) = piece.split_once(after) {
            let mut steps = step(from)?;
            steps.extend(step(count)?);
            // Months after the end of a month end a month again.
            let ends_month = steps.first().is_some_and(|first| first == "end of month");
            if ends_month && steps.last().is_some_and(|last| last.ends_with(" months")) {
                steps.push("end of month".to_owned());
            }
            return Some(steps);
        }
    }
    let words: Vec<&str> = piece.split(' ').collect();
    let one = |step: String| Some(vec![step]);
    let next = |word: &str| ["next", "following"].contains(&word);
    match words.as_slice() {
        ["invoice", "date"] | ["the", "invoice", "date"] => Some(Vec::new()),
        [count, unit] | [count, "calendar", unit] | [count, unit, "net"]
            if number(count).is_some() =>
        {
            counted(number(count)?, unit)
        }
        ["end", "of", "month"]
        | ["end", "of", "the", "month"]
        | ["eom"]
        | ["month", "end"]
        | ["end", "of", "that", "month"] => one("end of month".to_owned()),
        ["end", "of", "the", word, "month"] | ["end", "of", word, "month"] if next(word) => {
            Some(vec!["1 months".to_owned(), "end of month".to_owned()])
        }
        ["end", "of", "decade"] | ["end", "of", "the", "decade"] => one("end of decade".to_owned()),
        ["day", k] => one(format!("{SET_DAY}{}", number(k)?)),
        ["day", k, "of", word, "month"]
        | ["day", k, "of", "the", word, "month"]
        | [k, "of", word, "month"]
        | [k, "of", "the", word, "month"]
            if next(word) =>
        {
            one(format!("day {} of next month", number(k)?))
        }
        [k, "of", "the", "month"] => one(format!("on day {}", number(k)?)),
        ["end", "of", "invoice", "month"] | ["end", "of", "the", "invoice", "month"] => {
            one("end of month".to_owned())
        }
        ["first", "day", "of", word, "month"] | ["first", "day", "of", "the", word, "month"]
            if next(word) =>
        {
            one("day 1 of next month".to_owned())
        }
        ["last", "day", "of", word, "month"] | ["last", "day", "of", "the", word, "month"]
            if next(word) =>
        {
            one("day 31 of next month".to_owned())
        }
        ["last", "day", "of", "month"] | ["last", "day", "of", "the", "month"] => {
            one("end of month".to_owned())
        }
        [count] => one(format!("{} days", number(count)?)),
        _ => None,
    }
}

fn counted(count: u32, unit: &str) -> Option<Vec<String>> {
    let unit = unit.trim_end_matches('s').trim_end_matches('.');
    let step = match unit {
        "day" | "d" => format!("{count} days"),
        "week" => format!("{} days", count.checked_mul(7)?),
        "month" | "mo" => format!("{count} months"),
        "year" => format!("{} months", count.checked_mul(12)?),
        _ => return None,
    };
    Some(vec![step])
}

/// A whole number, also `10th`, `one` or `a`.
fn number(word: &str) -> Option<u32> {
    const SMALL: [&str; 7] = ["zero", "one", "two", "three", "four", "five", "six"];
    let small = SMALL.iter().position(|small| *small == word);
    if let Some(small) = small.or((word == "a").then_some(1)) {
        return u32::try_from(small).ok();
    }
    let suffixes = ["st", "nd", "rd", "th"];
    let digits = suffixes.iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word);
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_in_words_are_read() {
        for (words, terms) in [
            ("net 30 days", "30 days"),
            ("30 days, then the 10th of the next month", "30 days then day 10 of next month"),
            (
                "0 days, then day 29 \u{2f} day 31 (clamped) of the next month: here day 31",
                "day 31 of next month",
            ),
            ("45 days then end of month", "45 days then end of month"),
            ("end of month + 10 days", "end of month then 10 days"),
            ("10 days after the end of the month", "end of month then 10 days"),
            ("30 days after end of next month", "1 months then end of month then 30 days"),
            ("2 months", "2 months"),
            ("after 1 month and 30 days", "1 months then 30 days"),
            (
                "after 2 months, set to day 15, then 30 days",
                "1 months then day 15 of next month then 30 days",
            ),
            ("1 month, day 5", "day 5 of next month"),
            ("30 days, day 10", "30 days then on day 10"),
            ("immediate payment", "at once"),
            ("2 weeks", "14 days"),
            ("the last day of the month", "end of month"),
            ("first day of the next month", "day 1 of next month"),
            ("the 15th of the next month", "day 15 of next month"),
            ("30 days after invoice date", "30 days"),
            ("15 days after the end of the invoice month", "end of month then 15 days"),
            (
                "2 months after the end of the invoice month",
                "end of month then 2 months then end of month",
            ),
            (
                "60 days, end of month, on the 15th of the next month",
                "60 days then end of month then day 15 of next month",
            ),
        ] {
            assert_eq!(rule(words).as_deref(), Some(terms), "{words}");
        }
        for words in ["45 days end of month", "next Friday", "30 moons", "when paid"] {
            assert_eq!(rule(words), None, "{words}");
        }
    }

    #[test]
    fn lines_in_words_are_read() {
        for (words, share, due, takes_rest) in [
            ("25% of the remainder after 30 days", "25% of rest", "30 days", false),
            ("25% of the total after 1 month", "25%", "1 months", false),
            (
                "fixed 4.00 (sign follows the total) after 1 month and 30 days",
                "fixed 4.00",
                "1 months then 30 days",
                false,
            ),
            (
                "remainder after 2 months, day 15, then 30 days",
                "rest",
                "1 months then day 15 of next month then 30 days",
                false,
            ),
            ("70%", "70%", "at once", false),
            ("fixed 200", "fixed 200", "at once", false),
            ("30% (last line: takes the rest)", "30%", "at once", true),
        ] {
            let expected = Line { share: share.into(), due: due.into(), takes_rest };
            assert_eq!(line(words), Some(expected), "{words}");
        }
    }
}
