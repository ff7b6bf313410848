//! Rows grouped by a key: the shape of every index of the model.

/// "None" in a column of rows or indexes. No row has this number: a model has fewer events.
pub(crate) const NONE: u32 = u32::MAX;

/// Numbers in groups: all of group 0, then all of group 1, and so on; within a group in the order in which
/// they came. Made by a counting sort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Grouped {
    /// Where each group starts, and where the last one ends.
    starts: Vec<u32>,
    members: Vec<u32>,
}

impl Grouped {
    /// The members of a group; none for a group that is not there.
    pub(crate) fn get(&self, group: usize) -> &[u32] {
        match (self.starts.get(group), self.starts.get(group + 1)) {
            (Some(&start), Some(&end)) => &self.members[start as usize..end as usize],
            _ => &[],
        }
    }

    /// All members, in the order of their groups.
    pub(crate) fn into_members(self) -> Vec<u32> {
        self.members
    }
}

/// A [`Grouped`] in the making: first the sizes of the groups, then the members, in any slices.
#[derive(Clone, Debug, Default)]
pub(crate) struct Grouping {
    /// For each group, where its next member goes.
    next: Vec<u32>,
    members: Vec<u32>,
}

impl Grouping {
    /// Room for groups of these sizes. Sizes of more than `u32::MAX` in all are cut.
    pub(crate) fn new(mut sizes: Vec<u32>) -> Self {
        let mut total = 0u32;
        for size in &mut sizes {
            let start = total;
            total = total.saturating_add(*size);
            *size = start;
        }
        Self {
            next: sizes,
            members: vec![0; total as usize],
        }
    }

    /// Puts a member at the end of its group. There must be room: as many as its size said.
    pub(crate) fn push(&mut self, group: usize, member: u32) {
        let next = &mut self.next[group];
        self.members[*next as usize] = member;
        *next += 1;
    }

    /// The groups, when every member has come.
    pub(crate) fn finish(self) -> Grouped {
        // Where the last member of a group has gone, the next group starts.
        let mut starts = self.next;
        starts.insert(0, 0);
        Grouped {
            starts,
            members: self.members,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_stand_in_their_groups_in_order() {
        let mut grouping = Grouping::new(vec![2, 0, 1]);
        for (group, member) in [(2, 10), (0, 11), (0, 12)] {
            grouping.push(group, member);
        }
        let grouped = grouping.finish();
        let groups: Vec<&[u32]> = (0..4).map(|group| grouped.get(group)).collect();
        assert_eq!(groups, [&[11, 12][..], &[], &[10], &[]]);
    }
}
