//! A vote of a hall on a question: once, and once more after neighbours have talked.
//!
//! The method is peer instruction: Eric Mazur, *Peer Instruction*, 1997.

use std::fmt;

/// As many as a field takes.
const MOST: u32 = 9999;

/// How many were for each option.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes {
    pub first: Vec<u32>,
    /// After the talk; `None` before it.
    pub second: Option<Vec<u32>>,
}

impl Votes {
    /// The first round, with nothing counted yet.
    pub fn new(options: usize) -> Self {
        Self {
            first: vec![0; options],
            second: None,
        }
    }

    /// The round that is counted.
    pub fn counts(&self) -> &[u32] {
        self.second.as_ref().unwrap_or(&self.first)
    }

    /// With a count in the round that is counted.
    pub fn with(&self, option: usize, count: u32) -> Self {
        let mut votes = self.clone();
        let counts = votes.second.as_mut().unwrap_or(&mut votes.first);
        if let Some(place) = counts.get_mut(option) {
            *place = count.min(MOST);
        }
        votes
    }

    /// In the second round.
    pub fn talked(&self) -> Self {
        Self {
            second: Some(vec![0; self.first.len()]),
            ..self.clone()
        }
    }

    /// A round back; `None` before the first one.
    pub fn back(&self) -> Option<Self> {
        self.second.as_ref()?;
        Some(Self {
            second: None,
            ..self.clone()
        })
    }

    /// Reads what [`Display`](fmt::Display) wrote; `None` if it is something else.
    pub fn parse(text: &str) -> Option<Self> {
        let round = |text: &str| {
            let counts = text.split(',').map(|count| count.parse().ok());
            counts.collect::<Option<Vec<u32>>>()
        };
        let (first, second) = match text.split_once('/') {
            Some((first, second)) => (round(first)?, Some(round(second)?)),
            None => (round(text)?, None),
        };
        Some(Self { first, second })
    }
}

impl fmt::Display for Votes {
    /// Counts with commas; a slash between the rounds.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let round = |counts: &[u32]| {
            let counts: Vec<_> = counts.iter().map(u32::to_string).collect();
            counts.join(",")
        };
        f.write_str(&round(&self.first))?;
        match &self.second {
            Some(second) => write!(f, "/{}", round(second)),
            None => Ok(()),
        }
    }
}

/// How many voted in a round.
pub fn total(counts: &[u32]) -> u64 {
    counts.iter().copied().map(u64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vote_is_kept_as_its_counts() {
        #[track_caller]
        fn check(votes: &Votes, expected: &str) {
            assert_eq!(votes.to_string(), expected);
            assert_eq!(Votes::parse(expected).as_ref(), Some(votes));
        }
        let votes = Votes::new(3).with(0, 4).with(2, 70_000).with(3, 1);
        check(&votes, "4,0,9999");
        let votes = votes.talked().with(1, 20);
        check(&votes, "4,0,9999/0,20,0");
        let votes = votes.back().expect("a first round");
        check(&votes, "4,0,9999");
        assert_eq!(votes.back(), None);
        for odd in ["", "x", "1,", "1/2/3", "-1"] {
            assert_eq!(Votes::parse(odd), None, "{odd}");
        }
    }
}
