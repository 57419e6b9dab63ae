//! The words of the files in the words of the core: payment terms and countries.

use o2c_core::calendar::Terms;

/// The terms of a text such as `net 30`, `45 days end of month` or `2% 10 net 30`.
///
/// "N days end of month" is read as the files say it: the days first, then the end of that month.
/// Any other wording is unknown, however sensible.
pub(crate) fn terms(text: &str) -> Option<Terms> {
    let words: Vec<&str> = text.split(' ').collect();
    let spelling = match words.as_slice() {
        ["net", _] | [_, _, "net", _] => text.to_owned(),
        [days, "days", "end", "of", "month"] => format!("{days} days then end of month"),
        _ => return None,
    };
    spelling.parse().ok()
}

/// The two letters of a country by its English name as the files write it.
pub(crate) fn country(name: &str) -> Option<&'static str> {
    const COUNTRIES: [(&str, &str); 32] = [
        ("Argentina", "AR"),
        ("Australia", "AU"),
        ("Austria", "AT"),
        ("Belgium", "BE"),
        ("Brazil", "BR"),
        ("Canada", "CA"),
        ("China", "CN"),
        ("Czechia", "CZ"),
        ("Denmark", "DK"),
        ("Finland", "FI"),
        ("France", "FR"),
        ("Germany", "DE"),
        ("Greece", "GR"),
        ("Hungary", "HU"),
        ("India", "IN"),
        ("Ireland", "IE"),
        ("Italy", "IT"),
        ("Japan", "JP"),
        ("Luxembourg", "LU"),
        ("Mexico", "MX"),
        ("Netherlands", "NL"),
        ("Norway", "NO"),
        ("Poland", "PL"),
        ("Portugal", "PT"),
        ("Romania", "RO"),
        ("Spain", "ES"),
        ("Sweden", "SE"),
        ("Switzerland", "CH"),
        ("Turkey", "TR"),
        ("UK", "GB"),
        ("USA", "US"),
        ("Venezuela", "VE"),
    ];
    let found = COUNTRIES.iter().find(|(known, _)| *known == name);
    found.map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_terms_of_the_files() {
        assert_eq!(terms("net 30").unwrap().to_string(), "net 30");
        assert_eq!(terms("2% 10 net 30").unwrap().to_string(), "2% 10 net 30");
        let end_of_month = terms("45 days end of month").unwrap();
        assert_eq!(end_of_month.to_string(), "45 days then end of month");
        for unknown in ["", "net", "30", "net thirty", "cash", "2% 10", "5 days end of year"] {
            assert_eq!(terms(unknown), None, "{unknown:?}");
        }
    }

    #[test]
    fn a_country_is_known_or_it_is_not() {
        assert_eq!(country("France"), Some("FR"));
        assert_eq!(country("france"), None);
        assert_eq!(country("Atlantis"), None);
    }
}
