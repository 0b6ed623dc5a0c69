//! Log lines on standard error: JSON in production, for people elsewhere.

use std::io;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::Config;

/// Sends log lines out from here on. Call it once.
pub fn start(config: &Config) {
    let own = if config.debug { LevelFilter::DEBUG } else { LevelFilter::INFO };
    // Libraries log their requests in detail, signatures included, below this level.
    let levels = Targets::new().with_default(LevelFilter::WARN).with_target("yoctogram", own);
    let registry = tracing_subscriber::registry().with(levels);
    if config.production() {
        registry
            .with(fmt::layer().json().flatten_event(true).with_span_list(false).with_writer(io::stderr))
            .init();
    } else {
        registry.with(fmt::layer().with_ansi(false).with_writer(io::stderr)).init();
    }
}
