//! How large things are in a hall.

use crate::Size;

/// The smallest text in a window of 1920 by 1080 pixels: the last row reads it.
pub const PRESENT_PX: f64 = 28.0;

/// How much larger or smaller everything is in a window of this size than in one of 1920 by 1080. It goes by the
/// height, as what a projector shows does; in an upright window, where that would leave no room for words, by the width.
pub fn present_scale(window: Size) -> f64 {
    let by_height = f64::from(window.height_px) / 1080.0;
    let by_width = f64::from(window.width_px) / 1200.0;
    by_height.min(by_width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_grows_with_the_projector() {
        #[track_caller]
        fn check(width_px: f32, height_px: f32, expected_px: f64) {
            let px = PRESENT_PX * present_scale(Size { width_px, height_px });
            assert_eq!((px * 10.0).round() / 10.0, expected_px);
        }
        check(1920.0, 1080.0, 28.0);
        check(1280.0, 720.0, 18.7);
        check(3840.0, 2160.0, 56.0);
        check(1024.0, 768.0, 19.9);
        check(600.0, 1200.0, 14.0);
    }
}
