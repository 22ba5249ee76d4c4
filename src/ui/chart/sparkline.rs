//! A course of time in one row.

/// From little to the most.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII: [char; 8] = ['.', ':', '-', '=', '+', '*', '#', '@'];

/// A course in one row, the higher the more; where nothing is, a blank.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a place among eight"
)]
pub(crate) fn sparkline(figures: &[Option<f64>], is_ascii: bool) -> String {
    let signs = if is_ascii { ASCII } else { HEIGHTS };
    let highest = figures.iter().flatten().copied().fold(0.0, f64::max);
    let height = |figure: &Option<f64>| match figure {
        Some(figure) if highest > 0.0 && *figure > 0.0 => {
            let place = (figure / highest * 8.0).ceil() as usize;
            signs.get(place.saturating_sub(1)).copied().unwrap_or('█')
        }
        _ => ' ',
    };
    figures.iter().map(height).collect()
}
