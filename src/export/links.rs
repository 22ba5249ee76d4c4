//! Links that go out: an address book or a reference manager opens them at a click.

/// Kinds of addresses that nothing but a page, a file of the web, a mail or a call comes of.
const HARMLESS: [&str; 6] = ["http", "https", "ftp", "doi", "mailto", "tel"];

/// A link as it may go out; none where opening it would run something or read a file of the disk
/// (`javascript:`, `data:`, `file:`). What says no scheme is taken for a web address.
pub(super) fn harmless(link: &str) -> Option<&str> {
    let link = link.trim();
    let scheme = link.split_once(':').map(|(scheme, _)| scheme);
    let is_scheme = |text: &str| {
        let of_scheme = |c: char| c.is_alphanumeric() || c.is_control() || " +-".contains(c);
        // `example.com:8080/x` has a port.
        text.chars().all(of_scheme)
    };
    let unknown = |scheme: &str| {
        let scheme: String = scheme.chars().filter(char::is_ascii_alphanumeric).collect();
        !HARMLESS.contains(&&*scheme.to_ascii_lowercase())
    };
    let harms = scheme.is_some_and(|scheme| is_scheme(scheme) && unknown(scheme));
    (!harms).then_some(link)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_run_or_read_something_stay_here() {
        let check = |link: &str, goes_out: bool| {
            assert_eq!(harmless(link).is_some(), goes_out, "{link:?}");
        };
        check("https://example.com/a:b", true);
        check("www.example.com", true);
        check("example.com:8080/a", true);
        check("doi:10.1000/182", true);
        check("javascript:alert(1)", false);
        check(" JavaScript :alert(1)", false);
        check("java\nscript:alert(1)", false);
        check("data:text/html,<script>", false);
        check("file:///etc/passwd", false);
        check("vbscript:x", false);
    }
}
