//! Serves the page, the lessons and the runs on loopback.
