//! What this process has used so far, as the kernel counts it (Linux; elsewhere 0).

use std::path::Path;
use std::time::Duration;

/// Ticks of a second in `/proc/self/stat`: 100 on every Linux there is.
const TICKS: u64 = 100;

/// Processor time of all threads.
pub(crate) fn processor() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // Behind the name in brackets, which may hold blanks: the 12th and 13th are user and system.
    let fields = stat.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    let ticks: u64 = ticks.filter_map(|it| it.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 1000 / TICKS)
}

/// Anonymous memory now, in bytes.
pub(crate) fn anonymous() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|it| it.strip_prefix("RssAnon:"));
    let kilobytes = line.and_then(|it| it.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Size of a file, or of all files of a folder.
pub(crate) fn size(path: &Path) -> u64 {
    if path.is_file() {
        return path.metadata().map_or(0, |it| it.len());
    }
    let files = std::fs::read_dir(path).into_iter().flatten().flatten();
    files.map(|file| size(&file.path())).sum()
}
