//! From clock units to pixels and back.

/// Where time is on the screen: pixel 0 shows the position `origin`, each pixel is `units_per_px` wide.
/// A plain value: every operation gives a new one. (The idea of keeping the view range as a value and
/// animating nothing else is speedscope's and rerun's.)
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    /// The clock position at the left edge.
    pub origin: f64,
    /// Clock units to the pixel; above 0.
    pub units_per_px: f64,
}

/// How much empty room is left beside the run, in pixels, when it is fitted or panned to its ends.
pub const MARGIN_PX: f64 = 24.0;

/// The most pixels a clock unit of the steps clock (and a nanosecond of the others) may take.
const MOST_PX_PER_UNIT: f64 = 480.0;

impl Default for TimeScale {
    fn default() -> Self {
        Self {
            origin: 0.0,
            units_per_px: 1.0,
        }
    }
}

impl TimeScale {
    /// Shows positions 0 to `length` in `width_px` pixels, with a margin on both sides.
    pub fn fit(length: f64, width_px: f64) -> Self {
        Self::fit_range(0.0, length, width_px)
    }

    /// Shows a range of positions, with a margin on both sides.
    pub fn fit_range(from: f64, to: f64, width_px: f64) -> Self {
        let room_px = (width_px - 2.0 * MARGIN_PX).max(width_px * 0.5).max(1.0);
        let units_per_px =
            ((to - from).max(1.0 / MOST_PX_PER_UNIT) / room_px).max(1.0 / MOST_PX_PER_UNIT);
        let middle = f64::midpoint(from, to);
        Self {
            origin: middle - width_px * units_per_px / 2.0,
            units_per_px,
        }
    }

    /// The pixel of a position.
    pub fn px(&self, position: f64) -> f64 {
        (position - self.origin) / self.units_per_px
    }

    /// The position of a pixel.
    pub fn position(&self, px: f64) -> f64 {
        self.origin + px * self.units_per_px
    }

    /// Larger by `factor` (smaller below 1), with what is at pixel `at_px` staying there.
    #[must_use]
    pub fn zoom(&self, factor: f64, at_px: f64) -> Self {
        let factor = if factor.is_finite() && factor > 0.0 {
            factor
        } else {
            1.0
        };
        let units_per_px = self.units_per_px / factor;
        Self {
            origin: self.position(at_px) - at_px * units_per_px,
            units_per_px,
        }
    }

    /// Moved so that what was at pixel `by_px` is at the left edge.
    #[must_use]
    pub fn pan(&self, by_px: f64) -> Self {
        Self {
            origin: self.position(by_px),
            ..*self
        }
    }

    /// The nearest scale that shows no less than the whole run needs, no finer than the eye can use, and
    /// never loses the run from sight.
    #[must_use]
    pub fn clamp(&self, length: f64, width_px: f64) -> Self {
        let fitted = Self::fit(length, width_px);
        if !self.origin.is_finite() || !self.units_per_px.is_finite() {
            return fitted;
        }
        let units_per_px = self.units_per_px.clamp(
            (1.0 / MOST_PX_PER_UNIT).min(fitted.units_per_px),
            fitted.units_per_px,
        );
        let margin = MARGIN_PX.min(width_px / 4.0) * units_per_px;
        let last = (length + margin - width_px * units_per_px).max(-margin);
        let origin = if units_per_px >= fitted.units_per_px {
            fitted.origin
        } else {
            self.origin.clamp(-margin, last)
        };
        Self { origin, units_per_px }
    }

    /// Moved as little as needed to have a position between `from_px` and `to_px`.
    #[must_use]
    pub fn reveal(&self, position: f64, from_px: f64, to_px: f64) -> Self {
        let px = self.px(position);
        if px < from_px {
            self.pan(px - from_px)
        } else if px > to_px {
            self.pan(px - to_px)
        } else {
            *self
        }
    }
}
