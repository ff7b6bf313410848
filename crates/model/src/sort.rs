//! A sort for what is sorted now and then: in the page, each use of std's costs four kilobytes more.

/// Sorts by a key; what has equal keys keeps its order. Where many things are sorted, or what is sorted already, std's
/// is faster.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    let order = order(items.len(), &|a, b| key(&items[a]) < key(&items[b]));
    let mut places: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|place| places[place].take()));
}

/// The places of so many things in order, by a merge sort from the bottom up; `before` says of two places whether what
/// stands at the first one has to come before the other.
fn order(count: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut from: Vec<usize> = (0..count).collect();
    let mut to = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        for start in (0..count).step_by(2 * width) {
            let (middle, end) = ((start + width).min(count), (start + 2 * width).min(count));
            let (mut left, mut right) = (start, middle);
            while left < middle || right < end {
                let is_right = left == middle || (right < end && before(from[right], from[left]));
                let next = if is_right { &mut right } else { &mut left };
                to.push(from[*next]);
                *next += 1;
            }
        }
        std::mem::swap(&mut from, &mut to);
        to.clear();
        width *= 2;
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_sorts_as_std_does() {
        for count in [0_u64, 1, 2, 3, 7, 8, 9, 100, 1_000] {
            let mut items: Vec<(u64, u64)> = (0..count).map(|at| (at * 7_919 % 37, at)).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort_by_key(&mut items, |item| item.0);
            assert_eq!(items, expected);
        }
    }
}
