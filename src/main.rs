//! A terminal browser for technology-transfer listings.

mod text;
mod theme;
mod wrap;

fn main() {}
