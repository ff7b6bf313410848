//! The catalogue of lessons: a program, its text, its steps and its facts each.
