//! Set-up, web build, tests, pictures and benches: the project's only script language.
